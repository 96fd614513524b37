"""Indicator values from data items: exact, in one unit, by the formula of the named framework."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import ON
from tests.scoring.test_card import sheet
from tests.scoring.test_item import HERE, row
from yzperf.domain.data_item import DataValue
from yzperf.domain.quantity import read_quantity
from yzperf.domain.scoresheet import ScoreSheet
from yzperf.errors import RuleError
from yzperf.rules import load_rules
from yzperf.scoring import score_sheet
from yzperf.scoring.data_items import compute_actuals

RULES = load_rules(on=ON, region="国家")
ANNEX2 = RULES.framework("cn10_annex2")


def given_sheet(name: str, target: str = "≥90%", framework: str = "cn10_annex2", **items: str) -> ScoreSheet:
    """A sheet of one row of 100 points, with data items as number and unit."""
    values = tuple(DataValue(item, "", read_quantity(text), "账簿", HERE) for item, text in items.items())
    return replace(sheet(row(target, "", weight="100", name=name)), head={"指标体系": framework}, items=values)


def computed(name: str, target: str = "≥90%", **items: str) -> tuple[Fraction | None, str, str]:
    (one,) = compute_actuals(given_sheet(name, target, **items), RULES)
    return one.exact, one.unit, one.words


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_a_rate_is_that_of_the_framework_a_hundredfold_and_scored_as_it_is(part: int, whole: int) -> None:
    items = {"实际到位资金": f"{part}元", "预算资金": f"{whole}元"}
    exact, unit, _ = computed("资金到位率", **items)
    value = ANNEX2.compute("资金到位率", {"实际到位资金": Decimal(part), "预算资金": Decimal(whole)})
    assert (exact, unit) == (value * 100, "%")
    card = score_sheet(given_sheet("资金到位率", "≥100%", **items), RULES, "cn10")
    # above 100 % the rule asks a person: 到位率 is a rate that cannot be larger
    assert card.rows[0].exact == (100 * value if value <= 1 else None)


@pytest.mark.parametrize(
    ("name", "items", "exact"),
    [
        ("资金到位率", {"实际到位资金": "0.2亿元", "预算资金": "2100万元"}, Fraction(2000, 21)),
        ("成本节约率", {"计划成本": "100万元", "实际成本": "950,000元"}, Fraction(5)),
        ("实际完成率", {"实际产出数": "45个", "计划产出数": "50"}, Fraction(90)),
        ("实际完成率", {"实际产出数": "45处", "计划产出数": "50个"}, Fraction(90)),
    ],
)
def test_units_are_brought_together(name: str, items: dict[str, str], exact: Fraction) -> None:
    assert computed(name, **items)[0] == exact


@pytest.mark.parametrize(
    ("items", "words"),
    [
        ({"实际到位资金": "5万元"}, "缺数据项：预算资金"),
        ({"实际到位资金": "5万元", "预算资金": "0万元"}, "除数为零"),
        ({"实际到位资金": "5万元", "预算资金": "10"}, "数据项“预算资金”没有写单位"),
    ],
)
def test_what_cannot_be_computed_stays_as_it_was_filled_in(items: dict[str, str], words: str) -> None:
    exact, _, said = computed("资金到位率", **items)
    assert exact is None
    assert said.startswith("没有按公式计算：")
    assert words in said
    made = given_sheet("资金到位率", **items)
    card = score_sheet(replace(made, rows=(replace(made.rows[0], actual=read_quantity("95%")),)), RULES)
    assert card.rows[0].actual == "95%"
    assert words in card.rows[0].note


def test_the_words_show_the_formula_with_its_numbers() -> None:
    *_, words = computed("成本节约率", 计划成本="100万元", 实际成本="95万元")
    assert words == "按数据项计算：（计划成本 100万元 − 实际成本 95万元） ÷ 计划成本 100万元 × 100% ＝ 5%"


def test_only_formula_rows_with_items_of_a_named_framework_are_computed() -> None:
    assert compute_actuals(given_sheet("立项依据充分性", 实际到位资金="5万元"), RULES) == ()
    assert compute_actuals(given_sheet("实际完成率", 实际到位资金="5万元"), RULES) == ()
    assert compute_actuals(given_sheet("资金到位率", framework="", 实际到位资金="5万元"), RULES) == ()
    assert compute_actuals(given_sheet("资金到位率", framework="A类指标体系", 实际到位资金="5万元"), RULES) == ()
    assert compute_actuals(replace(given_sheet("资金到位率"), items=()), RULES) == ()


def test_a_framework_that_was_not_in_force_is_refused() -> None:
    early = load_rules(on=ON.replace(year=2015), region="国家")
    with pytest.raises(RuleError, match="尚未生效"):
        compute_actuals(given_sheet("资金到位率", 实际到位资金="5万元", 预算资金="5万元"), early)
