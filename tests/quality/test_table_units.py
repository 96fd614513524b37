"""B10 on tables: a unit above a table that the rest of the report contradicts."""

from __future__ import annotations

from tests.quality.report_tables import Rows, report_of, table
from tests.quality.test_checks import found
from yzperf.domain.finding import Finding, Severity
from yzperf.rules import Rules

TRADES: Rows = (
    ("工种", "人次", "补贴金额（元）"),
    ("电工", "1,250", "177.00"),
    ("焊工", "860", "429.98"),
    ("合计", "2,110", "606.98"),
)
TEXT = ("全年发放培训补贴606.98万元。", "支出构成：培训补贴606.98万元，管理费12.50万元。")


def told(rules: Rules, *blocks: object) -> list[Finding]:
    return [one for one in found(rules, "B10", report=report_of(*blocks)) if "表的单位写错" in one.message]  # type: ignore[arg-type]


def test_a_column_in_a_unit_of_its_own(rules: Rules) -> None:
    (finding,) = told(rules, *TEXT, table(TRADES, 3))
    assert "第1行第3列" in str(finding.where)
    assert (finding.reported, finding.recomputed) == ("元", "万元")
    assert finding.severity is Severity.BLOCKING


def test_a_table_in_another_unit_than_the_rest(rules: Rules) -> None:
    rows = (("类别", "金额"), ("运营补贴", "3,216,000"), ("责任险", "427,200"), ("合计", "3,643,200"))
    text = ("全年支出3,643,200元。", "实际支出3,643,200元，结余96,800元。")
    (finding,) = told(rules, *text, table(rows, 3, caption="表1 支出（单位：万元）", unit="万元"))
    assert finding.recomputed == "元"
    assert told(rules, *text, table(rows, 3, caption="表1 支出（单位：元）", unit="元")) == []


def test_units_that_convert_or_one_place_only(rules: Rules) -> None:
    good = tuple(tuple(cell.replace("（元）", "（万元）") for cell in row) for row in TRADES)
    assert told(rules, *TEXT, table(good, 3)) == []
    assert told(rules, TEXT[0], table(TRADES, 3)) == []  # one against one: nobody knows which is wrong
    assert told(rules, "发放补贴6,069,800元。", *TEXT, table(good, 3)) == []
