"""批注副本: a comment for every finding at its paragraph or cell, the rest in the first one, the original untouched."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest

import yzperf as yz
from tests.program import run
from tests.reports.test_opinion import audit_of, finding
from yzperf.apps.commented import comments_of, require_commentable, write_commented
from yzperf.domain.document import Paragraph, walk
from yzperf.errors import LoadError, Place
from yzperf.loaders.commenting import Comment, commented_copy
from yzperf.quality import Settled

REPORT = yz.sample_case() / "report.docx"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def commented(tmp_path: Path, *places: Place, source: Path = REPORT, name: str = "c.docx") -> Path:
    findings = [finding(number, where=place) for number, place in enumerate(places, 1)]
    write_commented(source, Settled(audit_of(*findings)), tmp_path / name)
    return tmp_path / name


def test_every_paragraph_of_the_body_can_carry_its_comment(tmp_path: Path) -> None:
    report = yz.load_document(REPORT)
    wanted = {block.where: block.text for block in walk(report.blocks) if isinstance(block, Paragraph)}
    made = yz.load_document(commented(tmp_path, *wanted)).comments
    assert len(made) == len(wanted)
    for comment, (place, text) in zip(made, wanted.items(), strict=True):
        assert replace(comment.where, file="report.docx") == place
        assert comment.anchor_text in text or text.endswith(comment.anchor_text)


def test_a_cell_is_found_by_table_and_cell_alone(tmp_path: Path) -> None:
    (comment,) = yz.load_document(commented(tmp_path, Place("report.docx", "第1个表", "第2行第2列"))).comments
    assert comment.where.cell == "第2行第2列"
    assert comment.anchor_text == "15"
    assert comment.text.splitlines() == [
        "S1 阻断 B03 单项得分复算：第1处说明",
        "原文：1.0　复算：1.5",
        "依据：财预〔2020〕10号 第十八条",
        "处理建议：按公布的计分规则重新计分，或补充说明扣分、得分理由；总分和等级随之改正。",
    ]


def test_findings_without_a_place_in_the_report_stand_in_the_first_comment(tmp_path: Path) -> None:
    places = Place("scores.xlsx", "评分表", "C24"), Place("report.docx"), Place("report.docx", "第1个表", "第2行第2列")
    first, second = yz.load_document(commented(tmp_path, *places)).comments
    assert first.text.startswith("以下 2 处发现不在本报告的某一段或某一格：\n（1）scores.xlsx 工作表“评分表” C24：")
    assert "第2处说明" in first.text
    assert "第3处说明" in second.text


def test_a_lead_says_that_it_is_no_defect() -> None:
    lead = finding(lead=True, where=Place("report.docx", "第1个表", "第2行第2列"))
    (comment,) = comments_of(yz.load_document(REPORT), Settled(audit_of(lead)))
    assert comment.lines[0].startswith("线索（不是问题认定） E04")


def test_the_original_and_all_other_parts_stay_as_they_are(tmp_path: Path) -> None:
    before = REPORT.read_bytes()
    copy = commented(tmp_path, Place("report.docx", "第1个表", "第2行第2列"))
    assert REPORT.read_bytes() == before
    old, new = parts(REPORT), parts(copy)
    touched = {name for name in new if new[name] != old.get(name)}
    assert touched == {
        "[Content_Types].xml", "word/_rels/document.xml.rels", "word/document.xml", "word/comments.xml",
    }  # fmt: skip
    assert (
        copy.read_bytes()
        == commented(tmp_path, Place("report.docx", "第1个表", "第2行第2列"), name="d.docx").read_bytes()
    )
    assert [p.text for p in docx.Document(str(copy)).paragraphs] == [
        p.text for p in docx.Document(str(REPORT)).paragraphs
    ]


def test_comments_that_are_there_already_are_kept(tmp_path: Path) -> None:
    once = commented(tmp_path, Place("report.docx", "第1个表", "第2行第2列"))
    again = commented(tmp_path, Place("c.docx", "第1个表", "第3行第2列"), source=once, name="d.docx")
    assert [comment.id for comment in yz.load_document(again).comments] == ["0", "1"]
    assert list(docx.Document(str(again)).comments)[1].author == "yzperf 质量检查"
    assert sum(name.startswith("word/comments") for name in parts(again)) == 1


def test_a_text_box_is_commented_at_the_paragraph_that_it_hangs_on(tmp_path: Path) -> None:
    made = docx.Document()
    outer = made.add_paragraph("挂文本框的段落")
    box = docx.oxml.parse_xml(
        f'<w:r xmlns:w="{W[1:-1]}" xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox>'
        "<w:txbxContent><w:p><w:r><w:t>框里的话</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    outer._p.append(box)
    made.save(str(tmp_path / "b.docx"))
    (tmp_path / "c.docx").write_bytes(commented_copy(tmp_path / "b.docx", [Comment(1, ("说明",))]))
    body = docx.Document(str(tmp_path / "c.docx")).element.body
    (sign,) = body.iter(f"{W}commentReference")
    assert sign.getparent().getparent() is next(body.iter(f"{W}p"))


def test_a_damaged_file_and_wrong_names_are_refused(tmp_path: Path) -> None:
    (tmp_path / "x.docx").write_bytes(b"no zip")
    with pytest.raises(LoadError):
        commented_copy(tmp_path / "x.docx", [])
    with pytest.raises(LoadError, match="只给一个报告"):
        require_commentable([REPORT, REPORT], tmp_path / "c.docx")
    with pytest.raises(LoadError, match=r"应为 \.docx 文件名"):
        require_commentable([REPORT], tmp_path / "c.xlsx")
    with pytest.raises(LoadError, match="会冲掉原件"):
        write_commented(REPORT, Settled(audit_of()), REPORT)


def test_the_command_writes_opinion_and_copy_of_a_case(tmp_path: Path) -> None:
    done = run("check", yz.sample_case(), "--commented", tmp_path / "c.docx", "--opinion", tmp_path / "o.docx")
    assert done.returncode == 1, done.stderr
    comments = yz.load_document(tmp_path / "c.docx").comments
    assert any("B06" in comment.text and "90.85" in comment.anchor_text for comment in comments)
    assert (tmp_path / "o.docx").exists()
