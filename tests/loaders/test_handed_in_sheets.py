"""Workbooks of other houses: score sheets of other layouts, several sheets of different kinds, money tables."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

import yzperf as yz
from yzperf import face
from yzperf.domain.case import Case
from yzperf.domain.scoresheet import ScoreSheet, SheetKind

ON = date(2025, 3, 10)
NAMES = ["目标合理性", "预算编制科学性", "资金到位率", "改造小区数", "居民满意度"]


def book(path: Path, *sheets: tuple[str, list[list[object]]], merged: tuple[str, ...] = ()) -> Path:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets:
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for cells in merged:
            sheet.merge_cells(cells)
    workbook.save(path)
    return path


def only(path: Path) -> ScoreSheet:
    (sheet,) = yz.load_score_sheets(path)
    assert sheet.kind is SheetKind.EVALUATION
    return sheet


DIVIDED = [
    ["老旧小区改造绩效评价评分表"],
    ["一级指标", None, "二级指标", "三级指标", None, "年度目标值", "实际完成情况", "评价得分", "扣分原因"],
    ["名称", "分值", None, "名称", "分值", None, None, None, None],
    ["决策", 10, "绩效目标", "目标合理性", 4, "合理", "合理", 4, None],
    [None, None, "资金投入", "预算编制科学性", 6, "科学", "科学", 6, None],
    ["产出", 90, "产出数量", "改造小区数", 90, "3个", "3个", 90, None],
    ["合计", None, None, None, 100, None, None, 100, None],
]
MERGED = ("A2:B2", "D2:E2", "C2:C3", "F2:F3", "G2:G3", "H2:H3", "I2:I3", "A4:A5", "B4:B5")


def test_levels_that_are_divided_into_name_and_points(tmp_path: Path) -> None:
    sheet = only(book(tmp_path / "评分.xlsx", ("评分", DIVIDED), merged=MERGED))
    found = [(row.l1, row.l2, row.indicator, row.weight.value, row.target.text) for row in sheet.rows]
    assert found[0] == ("决策", "绩效目标", "目标合理性", Decimal(4), "合理")
    assert [weight for *_, weight, _ in found] == [4, 6, 90]
    assert sheet.reported_total is not None
    assert sheet.reported_total.value == 100


@pytest.mark.parametrize("brackets", ["（20分）", "(20分)", "（20）", "【20分】"])
def test_points_in_brackets_behind_the_indicators(tmp_path: Path, brackets: str) -> None:
    rows = [[None, "决策", f"{name}{brackets}", "要点", 18, "无"] for name in NAMES]
    head = ["一级指标", "二级指标", "三级指标", "评价要点", "得分", "扣分原因"]
    path = book(tmp_path / "评分.xlsx", ("评分", [["绩效评价指标评分表"], head, *rows]))
    if brackets.startswith("【"):
        with pytest.raises(yz.LoadError):
            yz.load_score_sheets(path)
        return
    sheet = only(path)
    assert [row.indicator for row in sheet.rows] == NAMES
    assert {row.weight.value for row in sheet.rows} == {20}


def test_a_unit_behind_a_name_is_no_points(tmp_path: Path) -> None:
    rows = [
        [name + tail, 20, "合理", "合理", 18] for name, tail in zip(NAMES, ["", "（5个）", "", "", ""], strict=True)
    ]
    head = ["三级指标", "分值", "指标值", "实际完成值", "得分"]
    sheet = only(book(tmp_path / "评分.xlsx", ("评分", [["绩效评价评分表"], head, *rows])))
    assert [row.indicator for row in sheet.rows][1] == "预算编制科学性（5个）"


def test_lettered_levels_and_other_headings(tmp_path: Path) -> None:
    head = ["一级指标", "二级指标", "三级指标", "权重（分）", "指标标准值", "指标实际值", "评分", "评分依据及扣分说明"]
    rows = [
        ["A决策", "A1项目立项", "A11立项依据", 40, "充分", "充分", 40, None],
        ["C产出", "C1数量", "C11里程", 60, "≥9", "9", 60, ""],
    ]
    sheet = only(book(tmp_path / "底稿.xlsx", ("评分", [["公交补贴绩效评价评分表"], head, *rows])))
    assert [(row.l1, row.l2) for row in sheet.rows] == [("决策", "项目立项"), ("产出", "数量")]


def test_two_levels_only(tmp_path: Path) -> None:
    head = ["一级指标", "二级指标", "分值", "目标", "完成", "得分", "扣分说明"]
    rows = [["决策", "立项必要性", 40, "必要", "必要", 40, "/"], ["产出", "演出场次", 60, "150场", "150场", 60, "/"]]
    sheet = only(book(tmp_path / "得分.xlsx", ("得分", [["绩效评价得分表"], head, *rows])))
    assert [row.indicator for row in sheet.rows] == ["立项必要性", "演出场次"]


MONEY = [
    ["资金到位及使用情况表"],
    ["填报单位：县住建局", None, None, "单位：万元"],
    ["小区", "到位资金", "实际支出", "结余"],
    ["翠竹园", 1035, 986.4, 48.6],
    ["文昌小区", 875, 812.55, 62.45],
    ["东进新村", 670, 637.77, 32.23],
    ["合计", 2580, 2436.72, 143.28],
    ["制表人：吴静"],
]


def findings(folder: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in face.check(folder, on=ON, region="国家").findings:
        found.setdefault(one.id, []).append(str(one.where))
    return found


def test_the_tables_of_a_workbook_are_added_up(tmp_path: Path) -> None:
    book(tmp_path / "评分.xlsx", ("评分", DIVIDED), merged=MERGED)
    book(tmp_path / "资金.xlsx", ("资金", MONEY), ("说明", [["本表由县住建局填报"]]))
    assert not any("资金.xlsx" in place for places in findings(tmp_path).values() for place in places)
    wrong = [list(row) for row in MONEY]
    wrong[4][2] = 821.55
    book(tmp_path / "资金.xlsx", ("说明", [["本表由县住建局填报"]]), ("资金", wrong))
    assert findings(tmp_path)["B02"] == ["资金.xlsx 工作表“资金” C7"]
    assert any("D5" in place for place in findings(tmp_path)["B09"])


def test_one_workbook_with_sheets_of_several_kinds(tmp_path: Path) -> None:
    answers = [[f"CK{number:03d}", ["满意", "非常满意", "一般"][number % 3]] for number in range(40)]
    sheets = (
        ("封面", [["工作底稿"], ["编制人", "何雯"]]),
        ("评分", DIVIDED),
        ("资金", MONEY),
        ("问卷", [["问卷编号", "Q1总体满意度"], *answers]),
    )
    book(tmp_path / "底稿.xlsx", *sheets)
    case = face.open_deliverable(tmp_path, on=ON, region="国家")
    assert isinstance(case, Case)
    assert case.scores
    assert case.survey is not None
    assert len(case.survey.answers) == 40
    assert case.sheets is not None
    assert [(table.where.sheet, table.unit) for table in case.sheets.tables] == [("资金", "万元"), ("评分", "")]


def test_a_sheet_without_actual_values_is_one_finding(tmp_path: Path) -> None:
    rows = [["决策", "决策", f"{name}（20分）", 18, "扣2分"] for name in NAMES]
    head = ["一级指标", "二级指标", "三级指标", "得分", "扣分原因"]
    book(tmp_path / "评分.xlsx", ("评分", [["绩效评价评分表"], head, *rows]))
    assert len(findings(tmp_path)["C03"]) == 2  # 指标值 and 实际完成值


def test_subtotals_and_rates_of_a_score_sheet(tmp_path: Path) -> None:
    head = ["一级指标", "三级指标", "分值", "指标值", "实际完成值", "得分", "得分率"]
    rows: list[list[object]] = [
        ["决策", "目标合理性", 10, "合理", "合理", 10, "100%"],
        [None, "预算编制科学性", 10, "科学", "基本科学", 8, "80%"],
        ["决策小计", None, 20, None, None, 18, "90%"],
        ["产出", "改造小区数", 40, "3个", "3个", 40, "100%"],
        [None, "资金到位率", 40, "100%", "100%", 40, "100%"],
        ["产出小计", None, 80, None, None, 80, "100%"],
        ["合计", None, 100, None, None, 98, "98%"],
    ]
    book(tmp_path / "评分.xlsx", ("评分", [["绩效评价评分表"], head, *rows]))
    assert not findings(tmp_path).keys() & {"B01", "B02", "B09"}
    rows[2][5] = 18.6
    book(tmp_path / "评分.xlsx", ("评分", [["绩效评价评分表"], head, *rows]))
    assert findings(tmp_path)["B02"] == ["评分.xlsx 工作表“评分” F5"]


@pytest.mark.parametrize("standard", ["≥70%得8分", "支付率×5分", "完成率*5分", "每低1个百分点扣0.5分", "≥85%得满分"])
def test_a_rule_of_scoring_is_no_target(tmp_path: Path, standard: str) -> None:
    head = ["三级指标", "标准分", "评分标准", "完成情况", "评价分"]
    rows = [["高血压规范管理率", 40, standard, "74.6%", 40], ["签约居民满意度", 60, "≥85%", "91%", 60]]
    sheet = only(book(tmp_path / "打分.xlsx", ("打分表", [["绩效评价打分表"], head, *rows])))
    assert (sheet.rows[0].target.number, sheet.rows[0].target.text) == (None, standard)
    assert sheet.rows[1].target.number == 85
