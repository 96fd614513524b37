"""Marked copies: every problem on its cell, the original as it was."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import ON
from yzperf import face
from yzperf.apps.marked import keep_problems, marks_of_error, marks_of_settled, write_marked
from yzperf.errors import LoadError, Place, Problem
from yzperf.loaders.marking import LIST_SHEET, Mark, marked_copy
from yzperf.quality import Settled

RED, YELLOW = "00FFC7CE", "00FFEB9C"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A workbook with a merged area, a formula, a date, a drop-down and two sheets."""
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "表一"
    for row in (["项目", "金额", "合计"], ["甲", "十二万", "=1+1"], ["乙", 3, None]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    made.create_sheet("表二")["B2"] = "另一张"
    made.save(tmp_path / "交来.xlsx")
    return tmp_path / "交来.xlsx"


def opened(copy: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(copy))


def test_marks_stand_on_their_cells(book: Path) -> None:
    before = book.read_bytes()
    copy = opened(marked_copy(book, [Mark("表一", "B2", "不是数字"), Mark("表二", "B2", "提醒", grave=False)]))
    assert copy["表一"]["B2"].fill.fgColor.rgb == RED
    assert copy["表一"]["B2"].comment.text == "不是数字"
    assert copy["表二"]["B2"].fill.fgColor.rgb == YELLOW
    assert copy["表一"]["C2"].value == "=1+1"
    assert [str(area) for area in copy["表一"].merged_cells.ranges] == ["A2:A3"]
    assert book.read_bytes() == before


def test_all_marks_are_listed_in_front(book: Path) -> None:
    copy = opened(marked_copy(book, [Mark("表一", "B2", "不是数字"), Mark("", "", "缺一张表")]))
    sheet = copy.worksheets[0]
    assert sheet.title == LIST_SHEET
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] == [
        ["表一", "B2", "不是数字"],
        [None, None, "缺一张表"],
    ]
    assert sheet["B2"].hyperlink.location == "'表一'!B2"


def test_two_marks_on_one_cell_and_one_on_a_covered_cell(book: Path) -> None:
    copy = opened(marked_copy(book, [Mark("表一", "B2", "一"), Mark("表一", "B2", "二"), Mark("表一", "A3", "三")]))
    assert copy["表一"]["B2"].comment.text == "一\n二"
    assert copy["表一"]["A2"].comment.text == "三"


def test_a_text_in_a_mark_is_no_formula(book: Path) -> None:
    assert opened(marked_copy(book, [Mark("表一", "B2", "=1+1")])).worksheets[0]["C2"].data_type == "s"


def test_a_delimited_file_becomes_a_marked_workbook(tmp_path: Path) -> None:
    (tmp_path / "资金.csv").write_text("项目,金额\n甲,001\n乙,十二\n", encoding="gb18030")
    sheet = opened(marked_copy(tmp_path / "资金.csv", [Mark("", "第3行“金额”", "不是数字")])).worksheets[1]
    assert sheet["B2"].value == "001"
    assert sheet["B3"].comment.text == "不是数字"
    assert sheet["B2"].comment is None


def test_a_list_sheet_that_is_there_is_kept(book: Path) -> None:
    made = openpyxl.load_workbook(book)
    made.create_sheet(LIST_SHEET)["A1"] = "我的"
    made.save(book)
    copy = opened(marked_copy(book, [Mark("表一", "B2", "x")]))
    assert copy[LIST_SHEET]["A1"].value == "我的"
    assert copy.worksheets[0].title == f"{LIST_SHEET}2"


@pytest.mark.parametrize("part", ["xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml"])
def test_active_content_is_never_carried_over(book: Path, part: str) -> None:
    with zipfile.ZipFile(book, "a") as archive:
        archive.writestr(part, "x")
    with pytest.raises(LoadError):
        marked_copy(book, [Mark("表一", "B2", "x")])


def test_problems_of_a_form_stand_on_its_cells(published: Path, tmp_path: Path) -> None:
    made = openpyxl.load_workbook(published / "S05.xlsx")
    cells = [cell for row in made.active.iter_rows() for cell in row if cell.value in (19, 27)]
    for cell in cells:
        cell.value = "很多"
    made.save(tmp_path / "坏.xlsx")
    with pytest.raises(LoadError) as caught:
        face.load_score_sheets(tmp_path / "坏.xlsx")
    assert len(marks_of_error(caught.value)) == len(cells) == 3
    written = keep_problems(caught.value, tmp_path / "坏.xlsx", tmp_path / "单.xlsx", tmp_path / "标.xlsx")
    assert [path.name for path in written] == ["单.xlsx", "标.xlsx"]
    copy = openpyxl.load_workbook(tmp_path / "标.xlsx")[made.active.title]
    assert all("读到“很多”，应为得分（数字）" in copy[cell.coordinate].comment.text for cell in cells)


def test_findings_stand_on_their_cells(published: Path, tmp_path: Path) -> None:
    audit = face.check(published / "S05.xlsx", on=ON, region="国家")
    write_marked(published / "S05.xlsx", marks_of_settled(Settled(audit)), tmp_path / "标.xlsx")
    copy = openpyxl.load_workbook(tmp_path / "标.xlsx")
    for finding in audit.findings:
        if finding.where.cell:
            assert finding.message in copy[finding.where.sheet][finding.where.cell].comment.text


def test_a_file_that_is_refused_whole_leaves_the_list(tmp_path: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK broken")
    error = LoadError(Problem(Place("坏.xlsx"), "损坏", "完好的文件", "请另存"))
    assert keep_problems(error, tmp_path / "坏.xlsx", tmp_path / "单.csv", tmp_path / "标.xlsx") == [
        tmp_path / "单.csv"
    ]
    assert not (tmp_path / "标.xlsx").exists()


def test_problems_as_a_table() -> None:
    error = LoadError([Problem(Place("a.xlsx", "表", "B2"), "十二", "数字", "请改"), "一句话"])
    frame = face.problems(error)
    assert list(frame.columns) == ["文件", "表", "单元格", "读到", "应为", "如何改"]
    assert frame.to_numpy().tolist() == [["a.xlsx", "表", "B2", "十二", "数字", "请改"], ["", "", "", "一句话", "", ""]]
