"""Filled forms as people make them: layouts, odd rows, and errors that name the cell — all of them at once."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.filled_forms import Typed, fill, plain_value
from yzperf import face
from yzperf.domain.form_fields import FormField
from yzperf.domain.scoresheet import ScoreSheet, SheetKind
from yzperf.errors import LoadError, Problem
from yzperf.loaders import load_score_sheets
from yzperf.loaders.form_table import load_form
from yzperf.rules import load_all_forms, load_forms

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
    found = load_score_sheets(made(tmp_path / "t.xlsx", [HEADING, *ROWS, [], HEADING, *ROWS]), load_forms())
    assert [len(sheet.rows) for sheet in found] == [3, 3]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_subtotals_are_no_indicators(tmp_path: Path, place: int) -> None:
    subtotal = ["", "", "", "", "", 90, 87.89]
    subtotal[place] = "小计" if place else "产出指标小计"
    rows = [HEADING, *ROWS[:2], subtotal, ["", "", "另一项", "1", "1", 0, 0, ""], *ROWS[2:]]
    sheet = read(made(tmp_path / "t.xlsx", rows))
    assert [(row.l1, row.indicator) for row in sheet.rows][2] == ("产出指标", "另一项")
    assert len(sheet.rows) == 4


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


# ── forms written from the field lists ──────────────────────────────────────────────────────────────

SELF_EVALUATIONS = {id: form for id, form in load_all_forms().items() if id.startswith("self_evaluation_")}
LAYOUTS = {"national", "weight_first", "sichuan", "yunnan", "hubei"}
SCORED = {"weight": 5, "score": 4, "target": "95", "initial_target": "95", "actual": "96", "money_weight": 10}


def scored_value(field: FormField, number: int) -> Typed:
    return SCORED.get(field.key, plain_value(field, number))


@pytest.mark.parametrize("id", SELF_EVALUATIONS)
def test_an_empty_self_evaluation_that_was_filled_in_is_read_and_scored(id: str, tmp_path: Path) -> None:
    form = SELF_EVALUATIONS[id]
    typed = fill(form, tmp_path / "t.xlsx", scored_value)
    (sheet,) = load_score_sheets(tmp_path / "t.xlsx", load_forms())
    keys = [key for key, _ in typed.values()]
    assert sheet.kind is SheetKind.SELF_EVALUATION
    assert sheet.layout == id.removeprefix("self_evaluation_") or id.removeprefix("self_evaluation_") not in LAYOUTS
    assert len(sheet.rows) == keys.count("indicator")
    assert {row.actual.text for row in sheet.rows} == {"96"}
    assert len(sheet.money) == keys.count("executed")
    assert (sheet.reported_total is not None) == ("total" in keys)
    card = face.score(sheet, on=date(2025, 3, 10), region="国家")
    weighted = [row for row in card.rows if row.weight]
    assert len(weighted) == (keys.count("weight") + bool(sheet.money))
    assert all(
        row.score == (row.weight if row.l1 != "预算执行" else row.score) for row in weighted if row.target == "95"
    )


def test_levels_points_and_grade_of_a_written_form(tmp_path: Path) -> None:
    fill(SELF_EVALUATIONS["self_evaluation_yunnan"], tmp_path / "t.xlsx", scored_value)
    (sheet,) = load_score_sheets(tmp_path / "t.xlsx", load_forms())
    assert [(row.l1, row.l2) for row in sheet.rows][::6] == [
        ("产出指标", "数量指标"), ("产出指标", "成本指标"), ("效益指标", "生态效益指标")
    ]  # fmt: skip
    assert {row.weight.value for row in sheet.rows} == {Decimal(5)}
    assert sheet.reported_grade in ("优", "良", "中", "差")
    assert sheet.head["项目名称"].startswith("项目名称内容")


def test_a_target_that_was_not_adjusted_is_the_one_of_the_beginning(tmp_path: Path) -> None:
    heading = ["指标名称", "年初指标值", "调整指标值", "全年完成值", "指标权重", "指标得分"]
    rows = [heading, ["甲", "≥8个", "≥6个", "8个", 50, 50], ["乙", "≥9个", "", "9个", 50, 50]]
    sheet = read(made(tmp_path / "t.xlsx", rows))
    assert [row.target.text for row in sheet.rows] == ["≥6个", "≥9个"]
    alone = [[row[0], row[1], *row[3:]] for row in rows]
    assert [row.target.text for row in read(made(tmp_path / "u.xlsx", alone)).rows] == ["≥8个", "≥9个"]


@pytest.mark.parametrize("id", [id for id in load_all_forms() if id.startswith("target_")])
def test_a_target_table_gives_the_targets_of_the_year(id: str, tmp_path: Path) -> None:
    form = load_all_forms()[id]
    fill(form, tmp_path / "t.xlsx", plain_value)
    (sheet,) = load_score_sheets(tmp_path / "t.xlsx", load_forms())
    assert sheet.kind is SheetKind.TARGETS
    filled = load_form(tmp_path / "t.xlsx", load_all_forms(), id)
    part = next(field.part for field in form.fields if field.meaning == "indicator.indicator")
    assert [row.target.text for row in sheet.rows] == [row.values["target"].text for row in filled.rows(part)]


def test_a_monitoring_form_is_no_score_table(tmp_path: Path) -> None:
    fill(load_all_forms()["monitoring"], tmp_path / "t.xlsx", plain_value)
    (problem,) = problems(tmp_path / "t.xlsx")
    assert "不认识的表头" in problem.read


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        (["年初预算数（万元）", "全年预算数（万元）", "全年执行数（元）"], ["1,200", "1,200", "11,400,000"]),
        (["年初预算数", "全年预算数(万元)", "全年执行数"], ["0.12亿元", "1200", "11400000元"]),
    ],
)
def test_amounts_in_several_units_come_in_one(tmp_path: Path, headings: list[str], cells: list[str]) -> None:
    money = [["项目资金", *headings, "分值", "得分"], ["年度资金总额", *cells, "10", "9.5"]]
    (row,) = read(made(tmp_path / "t.xlsx", [*money, HEADING, *ROWS])).money
    amounts = [row.initial, row.adjusted, row.executed]
    assert [amount.value for amount in amounts] == [1200, 1200, 1140]
    assert [amount.text for amount in amounts] == cells


def test_a_rule_below_the_name_in_one_cell_is_the_standard(tmp_path: Path) -> None:
    rule = "B13 资金使用合规性\n评分标准：没有违规得满分，每发现1处扣1分。"
    (line,) = read(made(tmp_path / "t.xlsx", [HEADING, ["产出指标", "数量指标", rule, "0处", "2处", 4, 2, ""]])).rows
    assert (line.indicator, line.standard) == ("B13 资金使用合规性", "没有违规得满分，每发现1处扣1分。")
