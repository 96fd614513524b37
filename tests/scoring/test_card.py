"""Budget line, totals and grades of whole tables."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.scoring.test_item import HERE, row
from yzperf.domain.scoresheet import Amount, MoneyRow, ScoreSheet, SheetKind
from yzperf.rules import Rules, load_rules
from yzperf.scoring import read_execution, score_sheet


def amount(text: str) -> Amount:
    return Amount(text, Decimal(text) if text else None, HERE)


def money(
    initial: str, adjusted: str, executed: str, *, total: bool = True, weight: str = "10", score: str = ""
) -> MoneyRow:
    cells = (amount(text) for text in (initial, adjusted, executed, weight, "", score))
    return MoneyRow("年度资金总额" if total else "其中：财政拨款", *cells, is_total=total, where=HERE)


def sheet(*rows, money_rows=(), layout: str = "national") -> ScoreSheet:
    return ScoreSheet(
        SheetKind.SELF_EVALUATION, layout, "t.xlsx", "自评表", {"年度": "2024"}, tuple(money_rows), tuple(rows), (), None, "", "万元"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("money_rows", "score", "note"),
    [
        ([money("90", "89.974", "89.974")], "10.00", "100.00%"),
        ([money("20000", "20000", "9034")], "4.52", "45.17%"),
        ([money("100", "100", "120")], "10.00", "超过全年预算数"),
        ([money("0", "0", "0"), money("90", "89.974", "89.974", total=False)], "10.00", "重建"),
        ([money("387664.62", "", "387664.62")], "10.00", "按年初预算数计"),
        ([money("0", "50", "40")], "8.00", "80.00%"),
    ],
)
def test_budget_line(rules: Rules, money_rows, score: str, note: str) -> None:
    line = score_sheet(sheet(money_rows=money_rows), rules).rows[0]
    assert str(line.score) == score
    assert note in line.note


def of_henan(cost: str, weight: str = ""):
    """A self-evaluation of a bond project: 成本 as given, 产出 40, 效益 20, 满意度 10, and money."""
    henan = load_rules(on=date(2024, 12, 31), region="河南")
    parts = (("成本指标", cost), ("产出指标", "40"), ("效益指标", "20"), ("满意度指标", "10"))
    rows = [replace(row("≥1", "1", weight=points), l1=l1) for l1, points in parts]
    made = sheet(*rows, money_rows=[money("100", "100", "50", weight=weight)])
    return [score_sheet(made, henan, name) for name in ("hn_bond", "hn_bond_operation")]


def test_a_bond_project_with_fiscal_money_has_a_budget_line() -> None:
    for card in of_henan("20"):
        line = card.rows[0]
        assert (line.indicator, line.weight, str(line.score)) == ("预算执行率", 10, "5.00")
        assert (card.profile, sum(r.weight for r in card.rows)) == ("hn_bond", 100)


def test_a_bond_project_in_operation_without_fiscal_money_has_none() -> None:
    for card in of_henan("30"):
        assert "预算执行率" not in [line.indicator for line in card.rows]
        assert sum(line.weight for line in card.rows) == 100
        assert card.grade == "优"


def test_a_printed_weight_of_the_budget_line_is_never_passed_over() -> None:
    for card in of_henan("30", weight="10"):
        assert card.rows[0].indicator == "预算执行率"
        assert sum(line.weight for line in card.rows) == 110  # B01 tells it
    for card in of_henan("30", weight="0"):
        assert "预算执行率" not in [line.indicator for line in card.rows]


@pytest.mark.parametrize(
    ("money_row", "note"),
    [
        (money("0", "0", "0"), "不适用"),
        (money("0", "0", "5"), "为0而有支出"),
        (money("10", "10", ""), "未填写"),
        (money("10", "-10", "5"), "负数"),
    ],
)
def test_budget_line_that_cannot_be_scored(rules: Rules, money_row: MoneyRow, note: str) -> None:
    line = score_sheet(sheet(money_rows=[money_row]), rules).rows[0]
    assert line.exact is None
    assert note in line.note


def test_execution_tiers_of_101_ask_whether_the_project_is_finished(rules: Rules) -> None:
    line = score_sheet(sheet(money_rows=[money("10", "10", "7.5")]), rules, "cn101").rows[0]
    assert line.exact is None
    assert "是否完成" in line.note


def test_rate_is_unrounded() -> None:
    execution = read_execution(sheet(money_rows=[money("250000", "250000", "215457.6")]))
    assert execution is not None
    assert execution.rate == Fraction(2154576, 2500000)


@pytest.mark.parametrize(
    ("missing", "grade"),
    [("0.004", "优"), ("10", "优"), ("10.0001", "良"), ("20", "良"), ("40", "中"), ("40.0001", "差")],
)
def test_grades_are_half_open_on_the_unrounded_total(rules: Rules, missing: str, grade: str) -> None:
    actual = Decimal(100) - Decimal(missing)
    card = score_sheet(sheet(row("100", str(actual), weight="100")), rules)
    assert card.grade == grade


def test_an_open_row_leaves_total_and_grade_open(rules: Rules) -> None:
    card = score_sheet(sheet(row("100", "100", weight="50"), row("100", "", weight="50")), rules)
    assert (card.total, card.grade) == (None, None)


def test_no_grade_unless_the_weights_make_100(rules: Rules) -> None:
    card = score_sheet(sheet(row("100", "100", weight="90")), rules)
    assert (str(card.total), card.grade) == ("90.00", None)


def test_total_is_rounded_once(rules: Rules) -> None:
    rows = [row("3", "1", weight="10", name=f"指标{n}") for n in range(3)]
    card = score_sheet(sheet(*rows), rules)
    assert [str(item.score) for item in card.rows] == ["3.33"] * 3
    assert str(card.total) == "10.00"
