"""Draft and final: what changed, accepted comments that led to nothing, scores that nobody asked to change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pytest

import yzperf as yz
from tests.program import run
from yzperf.domain.revision import ChangeKind, Revision
from yzperf.errors import LoadError

DRAFT = yz.sample_case() / "report.docx"
HEAD = "序号,意见,是否采纳,理由,涉及\n"
ASKED = HEAD + "1,水质得分偏高,是,,河道水质达标率提升\n2,建议增加样本,否,样本量已满足要求,\n"


def edited(path: Path, edit: Callable[[docx.document.Document], None]) -> Path:
    made = docx.Document(str(DRAFT))
    edit(made)
    made.save(str(path))
    return path


def rescored(made: docx.document.Document) -> None:
    """The score of one indicator, and the sums and the grade that follow."""
    made.tables[2].cell(19, 6).paragraphs[0].runs[0].text = "8.90"
    made.tables[0].cell(4, 2).paragraphs[0].runs[0].text = "26.21"
    for paragraph in made.paragraphs:
        text = paragraph.text
        for old, new in (("90.55", "89.45"), ("90.85", "89.45"), ("27.31", "26.21"), ("“优”", "“良”")):
            text = text.replace(old, new)
        if text != paragraph.text:
            paragraph.text = text


def compared(tmp_path: Path, edit: Callable, comments: str) -> Revision:
    (tmp_path / "意见.csv").write_text(comments, encoding="utf-8")
    return yz.compare_versions(DRAFT, edited(tmp_path / "终稿.docx", edit), tmp_path / "意见.csv")


def test_a_change_that_was_asked_for_and_what_follows_from_it(tmp_path: Path) -> None:
    found = compared(tmp_path, rescored, ASKED)
    names = {value.name: (value.before, value.after) for value in found.values}
    assert names["“河道水质达标率提升”得分"] == ("10", "8.9")
    assert names["“效益”得分"] == ("27.31", "26.21")
    assert names["等级"] == ("优", "良")
    assert "总分" in names
    assert found.is_answered
    assert all(line.kind is ChangeKind.CHANGED for line in found.lines)


def test_the_same_change_that_nobody_asked_for(tmp_path: Path) -> None:
    found = compared(tmp_path, rescored, HEAD + "1,错别字,是,,摘要\n2,建议增加样本,否,已满足,\n")
    assert {one.name for one in found.unasked} == {one.name for one in found.values}
    assert not found.is_answered
    assert any("没有已采纳的意见提到" in sentence and "等级由 优 改为 良" in sentence for sentence in found.sentences())


def test_an_accepted_comment_that_led_to_nothing(tmp_path: Path) -> None:
    found = compared(tmp_path, lambda made: None, ASKED)
    assert found.lines == ()
    assert found.values == ()
    assert [one.number for one in found.idle] == ["1"]
    assert "意见 1 已采纳，但没有看到相应改动：水质得分偏高" in found.sentences()


def test_wording_width_and_blanks_are_no_change_of_a_score(tmp_path: Path) -> None:
    def wider(made: docx.document.Document) -> None:
        paragraph = next(one for one in made.paragraphs if "（" in one.text and one.runs)
        paragraph.runs[0].text = paragraph.runs[0].text.replace("（", "(") + " "

    found = compared(tmp_path, wider, HEAD + "1,意见,否,理由,\n")
    assert (found.lines, found.values) == ((), ())


def test_added_and_removed_paragraphs_are_shown(tmp_path: Path) -> None:
    def edit(made: docx.document.Document) -> None:
        gone = next(one for one in made.paragraphs if one.text.startswith("主要建议"))
        gone._p.getparent().remove(gone._p)
        made.paragraphs[-1].insert_paragraph_before("补充说明：样本由随机数表抽取。")

    found = compared(tmp_path, edit, HEAD + "1,说明抽样,是,,抽取\n")
    assert sorted(line.kind for line in found.lines) == [ChangeKind.REMOVED, ChangeKind.ADDED]
    assert found.is_answered


def test_the_list_of_comments_must_say_what_and_why(tmp_path: Path) -> None:
    bad = HEAD + "1,甲,是,,\n2,乙,否,,丙\n"
    with pytest.raises(LoadError) as caught:
        compared(tmp_path, lambda made: None, bad)
    assert len(caught.value.problems) == 2
    with pytest.raises(LoadError, match="是否采纳"):
        compared(tmp_path, lambda made: None, HEAD + "1,甲,部分,,丙\n")


def test_the_command(tmp_path: Path) -> None:
    (tmp_path / "意见.csv").write_text(ASKED, encoding="utf-8")
    final = edited(tmp_path / "终稿.docx", rescored)
    done = run("compare", DRAFT, final, "--comments", tmp_path / "意见.csv", columns=200)
    assert done.returncode == 0, done.stderr
    assert "等级：优 → 良" in done.stdout
    assert run("compare", DRAFT, DRAFT, "--comments", tmp_path / "意见.csv").returncode == 1
