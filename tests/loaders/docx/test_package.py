"""The package around the text: where parts are, what is damaged, which vocabulary is used."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.word_xml import NORMAL, WordFile, para, run, style
from yzperf.errors import LoadError
from yzperf.loaders.docx_text import read_text


def rewritten(path: Path, **changes: bytes | None) -> Path:
    """Replace, add or (None) drop parts; keys are part names with / and . spelt as they are."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts |= {name: data for name, data in changes.items() if data is not None}
    for name in [name for name, data in changes.items() if data is None]:
        parts.pop(name)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    styles = NORMAL + style("h1", "heading 1", outline=1)
    return WordFile([para(run("一、概况"), style="h1"), para("正文")], styles=styles).save(tmp_path / "r.docx")


def texts(path: Path) -> list[str]:
    return [block["text"] for block in read_text(path)["blocks"]]


def test_strict_open_xml_uses_other_names_for_the_same(plain: Path) -> None:
    with zipfile.ZipFile(plain) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    relations = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    strict = {
        name: data.replace(usual, b"http://purl.oclc.org/ooxml/wordprocessingml/main").replace(
            relations, b"http://purl.oclc.org/ooxml/officeDocument/relationships"
        )
        for name, data in parts.items()
    }
    assert read_text(rewritten(plain, **strict))["blocks"][0]["outline"] == 1


def test_the_main_part_is_found_by_its_relationship(plain: Path) -> None:
    with zipfile.ZipFile(plain) as archive:
        main, rels, styles = (archive.read(name) for name in ("word/document.xml", "_rels/.rels", "word/styles.xml"))
    moved = rels.replace(b"word/document.xml", b"/word/document2.xml")
    linked = {"_rels/.rels": moved, "word/document2.xml": main, "word/document.xml": None, "word/styles.xml": styles}
    assert texts(rewritten(plain, **linked)) == ["一、概况", "正文"]


def test_without_relationships_the_usual_name_is_tried(plain: Path) -> None:
    assert texts(rewritten(plain, **{"_rels/.rels": None})) == ["一、概况", "正文"]


def test_a_damaged_side_part_is_told_and_the_text_is_read(plain: Path) -> None:
    found = read_text(rewritten(plain, **{"word/styles.xml": b"<w:styles"}))
    assert [block["text"] for block in found["blocks"]] == ["一、概况", "正文"]
    assert found["unread"] == ["部件 word/styles.xml 损坏"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<w:document", "正文部件损坏"),
        (b"<x/>", "没有正文"),
        (b"", "正文部件损坏"),
        (b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "正文部件损坏"),
        (b'<?xml version="1.0"?><x>' + b"<a>" * 300 + b"</a>" * 300 + b"</x>", "正文部件损坏"),
    ],
)
def test_a_damaged_main_part_is_refused(plain: Path, data: bytes, said: str) -> None:
    with pytest.raises(LoadError, match=said):
        read_text(rewritten(plain, **{"word/document.xml": data}))


def test_no_main_part_and_no_archive(plain: Path, tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="没有正文部件"):
        read_text(rewritten(plain, **{"word/document.xml": None}))
    (tmp_path / "x.docx").write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(LoadError, match="损坏的文件包"):
        read_text(tmp_path / "x.docx")


def test_styles_in_a_circle(tmp_path: Path) -> None:
    styles = NORMAL + style("x", "x", based_on="y") + style("y", "y", based_on="x")
    found = read_text(WordFile([para("甲", style="x")], styles=styles).save(tmp_path / "r.docx"))
    assert found["blocks"][0]["outline"] is None


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("heading 2", 2), ("Heading 2", 2), ("标题 2", 2), ("标题2", 2), ("标题二", 2), ("二级标题", 2), ("GB二级标题", 2),
        ("公文标题2", 2), ("第2级标题", 2), ("正文", None), ("标题", None), ("heading", None), ("标题 2 字符", None),
    ],
)  # fmt: skip
def test_names_of_heading_styles(tmp_path: Path, name: str, level: int | None) -> None:
    made = WordFile([para("甲", style="x")], styles=NORMAL + style("x", name))
    assert read_text(made.save(tmp_path / "r.docx"))["blocks"][0]["outline"] == level


def test_levels_are_inherited_and_can_be_taken_back(tmp_path: Path) -> None:
    styles = NORMAL + style("1", "heading 1", outline=1) + style("my", "报告一级", based_on="1")
    styles += style("off", "正文强调", based_on="1", outline=10)
    made = WordFile(
        [para("甲", style="my"), para("乙", style="off"), para("丙", style="1", more='<w:outlineLvl w:val="9"/>')]
    )
    made.styles = styles
    assert [block["outline"] for block in read_text(made.save(tmp_path / "r.docx"))["blocks"]] == [1, None, None]


def test_a_file_with_two_bodies_is_read_whole(plain: Path) -> None:
    with zipfile.ZipFile(plain) as archive:
        main = archive.read("word/document.xml")
    second = b"</w:body><w:body>" + para("又一个正文").encode() + b"</w:body>"
    assert texts(rewritten(plain, **{"word/document.xml": main.replace(b"</w:body>", second)})) == [
        "一、概况",
        "正文",
        "又一个正文",
    ]


def test_text_beyond_all_measure_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yzperf.loaders.docx.context.MOST_TEXT", 100)
    with pytest.raises(LoadError, match="万字"):
        read_text(WordFile([para("字" * 101)], styles=NORMAL).save(tmp_path / "r.docx"))
