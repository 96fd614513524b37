"""Encodings: the right one or none; the message says what was tried and how the text began."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yzperf.errors import LoadError
from yzperf.loaders import text_file
from yzperf.loaders.text_file import read_text

TEXT = "项目名称,金额（万元）\n农村公路养护,1234.50\n𠮷祥镇污水治理,98\n"
TRADITIONAL = "專案名稱,金額\n鄉村道路養護與環境綜合整治,1234\n農業發展補貼資金執行情況說明,98\n"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (b"", "gb18030"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
    ],
)
def test_encodings_in_use(tmp_path: Path, mark: bytes, encoding: str) -> None:
    (tmp_path / "t.csv").write_bytes(mark + TEXT.encode(encoding))
    assert read_text(tmp_path / "t.csv") == TEXT


def refusal(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    with pytest.raises(LoadError) as caught:
        read_text(path)
    return str(caught.value)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (TRADITIONAL.encode("big5"), "像乱码"),
        ("売上金額,単価\nデータの一覧表と説明,1\n".encode("shift_jis"), "认不出编码"),
        ("项目,金额\n农村公路,1\n".encode("utf-7"), "UTF-7"),
        ("项目,金额\n".encode() + b"\xff\xfe\xfa,1\n", "按 UTF-8 读到第 15 个字节出错，其前是“项目,金额"),
        (codecs.BOM_UTF16_LE + "项目".encode("utf-16-le") + b"x", "按 UTF-16 读到"),
        (b"a,b\n\x00,1\n", "空字节"),
        (b"PK\x03\x04" + bytes(200), "改了后缀的 Office 文件"),
        (b"\xd0\xcf\x11\xe0" + bytes(200), "旧版文件"),
    ],
)
def test_what_is_in_no_encoding_in_use(tmp_path: Path, data: bytes, words: str) -> None:
    text = refusal(tmp_path / "t.csv", data)
    assert words in text
    assert text.startswith("t.csv：")


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_file, "MAX_PART_BYTES", 10)
    assert "拆分" in refusal(tmp_path / "t.csv", b"a,b\n" * 10)


def test_ascii_with_plus_signs_is_no_utf7(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a+b-c,+AAA-,+8613800138000\n1,2,+8613912345678\n", encoding="ascii")
    assert read_text(tmp_path / "t.csv").startswith("a+b-c")


@given(
    st.text(st.characters(codec="gb2312", exclude_characters="\0"), min_size=1), st.sampled_from(["utf-8", "gb18030"])
)
def test_simplified_chinese_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, text: str, encoding: str
) -> None:
    path = tmp_path_factory.mktemp("t") / "t.csv"
    path.write_bytes(("项目,金额\n" + text).encode(encoding))
    assert read_text(path) == "项目,金额\n" + text
