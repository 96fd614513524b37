"""Debt paths by hand, shocks, the stabilising balance, words, refusals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from yzperf.domain.result import Verdict
from yzperf.drawing.canvas import png_bytes
from yzperf.errors import MethodError
from yzperf.methods import debt_sustainability

YEARS = pd.DataFrame(
    {"年": [2025, 2026], "增速": [4.0, 5.0], "利率": [3.0, 3.0], "盈余": [-1.0, 0.5], "其他": [0.0, 2.0]}
)
COLUMNS: dict[str, Any] = {"growth": "增速", "interest": "利率", "balance": "盈余", "other": "其他", "year": "年"}
PLAIN: dict[str, Any] = {"ratio": 100, "growth": 4, "interest": 3, "balance": 0}


def test_two_years_by_hand() -> None:
    """100 · 1.03/1.04 + 1, then · 1.03/1.05 − 0.5 + 2."""
    found = debt_sustainability(YEARS, ratio=100, **COLUMNS)
    first = 100 * 1.03 / 1.04 + 1
    assert found.path == pytest.approx((first, first * 1.03 / 1.05 - 0.5 + 2))
    assert found.years == (2025, 2026)
    assert found.interval is None


def test_the_stabilising_balance_stabilises() -> None:
    found = debt_sustainability(YEARS, ratio=100, **COLUMNS)
    held = YEARS.assign(盈余=[-1.0, found.stabilising])
    path = debt_sustainability(held, ratio=100, **COLUMNS).path
    assert path[1] == pytest.approx(path[0])


def test_equal_growth_and_interest_only_the_balance_counts() -> None:
    found = debt_sustainability(YEARS, ratio=60, growth=5, interest=5, balance=-2)
    assert found.path == pytest.approx((62, 64))
    assert found.stabilising == pytest.approx(0)


def test_scenarios_are_one_standard_deviation_worse() -> None:
    found = debt_sustainability(YEARS, **PLAIN, shocks={"growth": 2, "interest": 1, "balance": 0.5}, draws=200)
    paths = {one.name: one.path[0] for one in found.scenarios}
    assert paths["增速低一个标准差"] == pytest.approx(100 * 1.03 / 1.02)
    assert paths["利率高一个标准差"] == pytest.approx(100 * 1.04 / 1.04)
    assert paths["盈余低一个标准差"] == pytest.approx(100 * 1.03 / 1.04 + 0.5)
    assert paths["以上同时发生"] == pytest.approx(100 * 1.04 / 1.02 + 0.5)


def test_random_paths_have_the_spread_asked_for() -> None:
    """With shocks of the balance alone the ratio of the first year is normal; correlation carries growth into it."""
    one = debt_sustainability(YEARS[:1], **PLAIN, shocks={"balance": 2}, draws=40_000, ceiling=101)
    low, high = one.interval or (np.nan, np.nan)
    assert (high - low) / 2 == pytest.approx(1.96 * 2, rel=0.03)
    middle = 100 * 1.03 / 1.04
    assert one.bands[3][0] == pytest.approx(middle, abs=0.05)
    assert one.above == pytest.approx(0.5 - 0.5 * 0.674, abs=0.02)  # normal beyond (101 − 99.04)/2
    loose, tight = (
        debt_sustainability(YEARS[:1], **PLAIN, shocks={"growth": 2, "balance": 2}, correlation=r, draws=20_000)
        for r in (0.0, 0.9)
    )
    widths = [found.bands[-1][0] - found.bands[0][0] for found in (loose, tight)]
    assert widths[1] > 1.2 * widths[0]


def test_words_and_picture() -> None:
    found = debt_sustainability(YEARS, **PLAIN, ceiling=99, shocks={"growth": 2}, draws=200)
    assert found.sentences()[0] == "债务率2年间由100.0%下降到98.1%。"
    assert "超过警戒线99%" in found.sentences()[2]
    assert [check.verdict for check in found.diagnostics()] == [Verdict.HOLDS, Verdict.FAILS, Verdict.UNTESTABLE]
    assert found.table().columns[0] == "年份"
    assert png_bytes(found.figure())
    still = debt_sustainability(YEARS, ratio=50, growth=3, interest=3, balance=0)
    assert still.sentences()[0] == "债务率2年间保持在50.0%。"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"ratio": -1}, "不小于0"),
        ({"growth": -100}, "须大于-100"),
        ({"interest": "没有"}, "缺少列“没有”"),
        ({"growth": "空"}, "缺失值（第2行）"),
        ({"growth": "字"}, "不是数"),
        ({"shocks": {"rain": 1}}, "不认识的冲击 rain"),
        ({"shocks": {"growth": -1}}, "标准差应为不小于0"),
        ({"correlation": 1}, "相关系数"),
        ({"draws": 3}, "至少要100"),
        ({"year": "乱"}, "逐年递增"),
    ],
)
def test_refusals(change: dict[str, Any], words: str) -> None:
    frame = YEARS.assign(空=[1.0, np.nan], 字=["a", "1"], 乱=[2026, 2025])
    with pytest.raises(MethodError, match=words):
        debt_sustainability(frame, **{**PLAIN, **change})


def test_no_rows_are_refused() -> None:
    with pytest.raises(MethodError, match="现有0行"):
        debt_sustainability(YEARS[:0], **PLAIN)
