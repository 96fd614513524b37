"""What is no .docx is refused with the way to convert it, by its name and by its content."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

import yzperf as yz
from yzperf.errors import LoadError
from yzperf.loaders import load_document

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def refusal(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    with pytest.raises(LoadError) as caught:
        load_document(path)
    assert len(caught.value.problems) == 1
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("报告.doc", "旧版 Word"), ("报告.wps", "WPS 文字"), ("报告.pdf", "PDF 转 Word"), ("报告.odt", "OpenDocument"),
        ("报告.rtf", "RTF"), ("报告.docm", "不带宏"), ("报告.ofd", "OFD"), ("报告.PDF", "原稿"), ("报告.jpg", "扫描件"),
        ("报告.txt", "纯文本"), ("报告.mht", "网页"),
    ],
)  # fmt: skip
def test_by_name(tmp_path: Path, name: str, said: str) -> None:
    text = refusal(tmp_path / name, OLE)
    assert said in text
    assert ".docx" in text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (OLE, "旧版 Word"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        (b"{\\rtf1\\ansi", "RTF"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\xef\xbb\xbf<html><body>", "网页"),
        (b"MIME-Version: 1.0\r\n", "网页"),
    ],
)
def test_by_content_under_a_wrong_name(tmp_path: Path, data: bytes, said: str) -> None:
    text = refusal(tmp_path / "报告.docx", data)
    assert said in text
    assert "打开密码" in said or "只改后缀不能转换格式" in text


@pytest.mark.parametrize(("part", "said"), [("xl/workbook.xml", "Excel"), ("content.xml", "OpenDocument")])
def test_other_archives_under_a_wrong_name(tmp_path: Path, part: str, said: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(part, "<x/>")
    assert said in refusal(tmp_path / "报告.docx", (tmp_path / "a.zip").read_bytes())


def test_missing_empty_folder_and_no_suffix(tmp_path: Path) -> None:
    for path, said in (
        (tmp_path / "没有.docx", "没有这个文件"),
        (tmp_path, "文件夹"),
        (tmp_path / "没有.doc", "没有这个文件"),
    ):
        with pytest.raises(LoadError, match=said):
            load_document(path)
    assert "0 字节" in refusal(tmp_path / "空.docx", b"")
    assert "没有后缀" in refusal(tmp_path / "报告", b"x")


def test_forms_of_another_kind_are_told_how_to_convert(tmp_path: Path) -> None:
    (tmp_path / "自评表.wps").write_bytes(OLE)
    with pytest.raises(LoadError, match="另存为"):
        yz.load_score_sheets(tmp_path / "自评表.wps")
