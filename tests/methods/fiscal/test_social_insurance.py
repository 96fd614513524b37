"""A fund by hand, the even rate, scenarios, words, refusals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from yzperf.domain.result import Verdict
from yzperf.drawing.canvas import png_bytes
from yzperf.errors import MethodError
from yzperf.methods import social_insurance_balance

YEARS = pd.DataFrame({"年": [2025, 2026], "缴": [1000, 900], "领": [300, 400]})
FUND: dict[str, Any] = {
    "contributors": "缴",
    "beneficiaries": "领",
    "wage": 5.0,
    "benefit": 4.0,
    "rate": 20.0,
    "reserve": 200.0,
    "wage_growth": 10.0,
    "benefit_growth": 5.0,
    "collection": 90.0,
    "subsidy": 100.0,
    "other_spending": 10.0,
    "reserve_return": 2.0,
    "year": "年",
}


def test_two_years_by_hand() -> None:
    """1,000 · 5.5 · 20 % · 90 % = 990 comes in, 300 · 4.2 + 10 = 1,270 goes out; the next year likewise."""
    found = social_insurance_balance(YEARS, **FUND)
    first, second = found.base.years
    assert (first.contributions, first.earned, first.spending) == (
        pytest.approx(990),
        pytest.approx(4),
        pytest.approx(1270),
    )
    assert first.reserve == pytest.approx(200 + 990 + 100 + 4 - 1270)
    assert first.months == pytest.approx(12 * 24 / 1270)
    assert second.contributions == pytest.approx(900 * 5 * 1.1**2 * 0.18)
    assert second.spending == pytest.approx(400 * 4 * 1.05**2 + 10)
    assert second.earned == pytest.approx(24 * 0.02)
    assert (found.base.deficit, found.base.used_up) == (2025, 2026)
    assert found.value == second.months


@pytest.mark.parametrize("months", [None, 3.0])
def test_the_even_rate_leaves_what_is_wanted(months: float | None) -> None:
    found = social_insurance_balance(YEARS, **FUND, least_months=months)
    again = social_insurance_balance(YEARS, **{**FUND, "rate": found.base.even_rate}, least_months=months)
    assert again.value == pytest.approx(months or 0, abs=1e-6)


def test_scenarios_change_levels_by_per_cent_and_rates_by_points() -> None:
    cases = {"少": {"contributors": -10.0}, "高": {"rate": 2.0, "wage_growth": 1.0}}
    base, fewer, higher = social_insurance_balance(YEARS, **FUND, scenarios=cases).scenarios
    assert fewer.years[0].contributions == pytest.approx(0.9 * base.years[0].contributions)
    assert higher.years[0].contributions == pytest.approx(1000 * 5 * 1.11 * 0.22 * 0.9)


def test_a_debt_earns_nothing() -> None:
    found = social_insurance_balance(YEARS, **{**FUND, "reserve": -50.0})
    assert found.base.years[0].earned == 0


def test_words_tables_and_picture() -> None:
    found = social_insurance_balance(YEARS, **FUND, least_months=6, scenarios={"费率高": {"rate": 20}})
    assert "累计结余到2026年用完" in found.sentences()[0]
    assert "2025年起当期收不抵支" in found.sentences()[0]
    assert found.scenario_table()["情景"].tolist() == ["基准", "费率高"]
    assert found.table()["年份"].tolist() == [2025, 2026]
    assert [check.verdict for check in found.diagnostics()] == [Verdict.FAILS] * 3 + [Verdict.UNTESTABLE]
    assert png_bytes(found.figure())
    rich = social_insurance_balance(YEARS, **{**FUND, "reserve": 5000.0})
    assert rich.diagnostics()[1].verdict is Verdict.HOLDS
    assert "累计结余可支撑" in rich.sentences()[0]
    poor = social_insurance_balance(YEARS, **{**FUND, "benefit": 400.0})
    assert "提高到100%也不够" in poor.sentences()[1]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"wage": 0}, "人均缴费基数（wage）应大于0"),
        ({"benefit": np.nan}, "人均待遇（benefit）应大于0"),
        ({"reserve": np.inf}, "累计结余"),
        ({"contributors": "负"}, "须不小于0（第2行）"),
        ({"contributors": 0}, "全为0"),
        ({"beneficiaries": 0, "other_spending": 0}, "算不出支撑月数"),
        ({"rate": "空"}, "有缺失值"),
        ({"scenarios": {"甲": {"weather": 1}}}, "不认识 weather"),
        ({"scenarios": {"基准": {}}}, "不能叫“基准”"),
        ({"scenarios": {"甲": {"rate": -50}}}, "把 rate 改得过低"),
    ],
)
def test_refusals(change: dict[str, Any], words: str) -> None:
    frame = YEARS.assign(负=[1, -1], 空=[20.0, np.nan])
    with pytest.raises(MethodError, match=words):
        social_insurance_balance(frame, **{**FUND, **change})
