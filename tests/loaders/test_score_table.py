"""Filled forms as people make them: layouts, odd rows, and errors that name the cell — all of them at once."""

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from yzperf.domain.scoresheet import ScoreSheet, SheetKind
from yzperf.errors import LoadError, Problem
from yzperf.loaders import load_score_sheets
from yzperf.rules import load_forms

HEADING = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"]
ROWS = [
    ["产出指标", "数量指标", "完成数量", "≥8个", "8个", 50, 50, ""],
    ["", "质量指标", "合格率", "≥95%", "90%", 40, 37.89, "雨季影响"],
    ["满意度指标", "服务对象满意度", "满意度", "≥90%", "92%", 10, 10, ""],
    ["总分", "", "", "", "", 100, 97.89, ""],
]


def made(path: Path, rows, title: str = "项目支出绩效自评表") -> Path:
    book = openpyxl.Workbook()
    for row in [[title], ["（2024年度）"], ["项目名称", "示例项目"], *rows]:
        book.active.append(row)
    book.save(path)
    return path


def read(path: Path) -> ScoreSheet:
    return load_score_sheets(path, load_forms())[0]


def problems(path: Path) -> list[Problem]:
    with pytest.raises(LoadError) as caught:
        load_score_sheets(path, load_forms())
    return list(caught.value.problems)


def test_a_plain_form(tmp_path: Path) -> None:
    sheet = read(made(tmp_path / "t.xlsx", [HEADING, *ROWS]))
    assert sheet.head == {"项目名称": "示例项目", "年度": "2024"}
    assert [(row.l1, row.l2, row.indicator) for row in sheet.rows][1] == ("产出指标", "质量指标", "合格率")
    assert sheet.rows[1].reason == "雨季影响"
    assert str(sheet.rows[1].where) == "t.xlsx 工作表“Sheet” C6"
    assert sheet.reported_total is not None
    assert sheet.reported_total.value == Decimal("97.89")


def test_filler_rows_and_blank_rows_are_passed_over(tmp_path: Path) -> None:
    rows = [HEADING, ROWS[0], ["", "", "指标2：", "", "", "", "", ""], ["", "", "……"], [], *ROWS[1:]]
    assert [row.indicator for row in read(made(tmp_path / "t.xlsx", rows)).rows] == ["完成数量", "合格率", "满意度"]


def test_every_defect_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    rows = [[*row] for row in ROWS]
    rows[0][5], rows[1][6], rows[2][5] = "五十", "优秀", ""
    found = problems(made(tmp_path / "t.xlsx", [HEADING, *rows]))
    assert [(problem.place.cell, problem.read) for problem in found] == [("F5", "五十"), ("G6", "优秀"), ("F7", "空白")]
    assert all(problem.remedy and problem.expected for problem in found)
    assert "t.xlsx 工作表“Sheet” F5：读到“五十”，应为分值（数字）。" in str(found[0])


def test_points_with_their_unit_are_numbers(tmp_path: Path) -> None:
    rows = [[*row] for row in ROWS]
    rows[0][5] = "50分"
    assert read(made(tmp_path / "t.xlsx", [HEADING, *rows])).rows[0].weight.value == 50


def test_a_dash_is_no_score_and_no_zero(tmp_path: Path) -> None:
    rows = [[*row] for row in ROWS]
    rows[0][6] = "—"
    assert read(made(tmp_path / "t.xlsx", [HEADING, *rows])).rows[0].reported.value is None


def test_sheet_without_a_table(tmp_path: Path) -> None:
    (problem,) = problems(made(tmp_path / "t.xlsx", [["随便写的", "内容"]]))
    assert "没有找到指标表" in problem.read


def test_heading_without_rows(tmp_path: Path) -> None:
    (problem,) = problems(made(tmp_path / "t.xlsx", [HEADING]))
    assert "没有指标行" in problem.read


def test_a_form_as_csv_in_gb18030(tmp_path: Path) -> None:
    lines = "\r\n".join(",".join(str(cell) for cell in row) for row in [["项目支出绩效自评表"], HEADING, *ROWS])
    (tmp_path / "表.csv").write_bytes(lines.encode("gb18030"))
    assert read(tmp_path / "表.csv").rows[1].target.text == "≥95%"


def test_several_tables_in_one_file(tmp_path: Path) -> None:
    path = made(tmp_path / "t.xlsx", [HEADING, *ROWS])
    book = openpyxl.load_workbook(path)
    book.copy_worksheet(book.active)
    book.save(path)
    assert len(load_score_sheets(path, load_forms())) == 2


def test_hidden_sheets_are_not_read(tmp_path: Path) -> None:
    path = made(tmp_path / "t.xlsx", [HEADING, *ROWS])
    book = openpyxl.load_workbook(path)
    book.copy_worksheet(book.active).sheet_state = "hidden"
    book.save(path)
    assert len(load_score_sheets(path, load_forms())) == 1


def test_a_heading_that_is_not_understood_is_said_and_its_cells_are_not_called_blank(tmp_path: Path) -> None:
    strange = [*HEADING[:3], "拟达到的程度", *HEADING[4:]]
    (problem,) = problems(made(tmp_path / "t.xlsx", [strange, *ROWS]))
    assert (problem.place.cell, problem.read) == ("D4", "拟达到的程度")
    assert "缺 指标值" in problem.expected


def test_an_extra_column_that_is_not_needed_is_passed_over(tmp_path: Path) -> None:
    rows = [[*HEADING, "经办人意见"], *([*row, "x"] for row in ROWS)]
    assert len(read(made(tmp_path / "t.xlsx", rows)).rows) == 3


def test_two_tables_on_one_sheet_are_not_added_into_one(tmp_path: Path) -> None:
    (problem,) = problems(made(tmp_path / "t.xlsx", [HEADING, *ROWS, [], HEADING, *ROWS]))
    assert "又有一个表头" in problem.read


@pytest.mark.parametrize("title", ["2024年度项目绩效情况表", "项目情况"])
def test_a_table_without_a_telling_title_is_known_by_its_columns(tmp_path: Path, title: str) -> None:
    assert read(made(tmp_path / "t.xlsx", [HEADING, *ROWS], title)).kind is SheetKind.SELF_EVALUATION


def test_a_second_level_that_is_called_like_a_footnote_is_a_row(tmp_path: Path) -> None:
    rows = [
        ["产出指标", "来源", "资金来源落实", "≥1个", "1个", 50, 50, ""],
        ["", "说明", "说明充分", "≥1个", "1个", 50, 50, ""],
    ]
    path = made(
        tmp_path / "t.xlsx", [HEADING, *rows, ["说明", "", "以上为示例"], ["总分", "", "", "", "", 100, 100, ""]]
    )
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("A5:A6")
    book.save(path)
    sheet = read(path)
    assert [row.indicator for row in sheet.rows] == ["资金来源落实", "说明充分"]
    assert sheet.notes == ("说明：以上为示例",)
    assert sheet.reported_total is not None
