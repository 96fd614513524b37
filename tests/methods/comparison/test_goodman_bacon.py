"""The Bacon decomposition: its parts sum to the coefficient, by hand, what it says and refuses."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.methods.comparison.panels import staggered, with_holes
from yzperf.domain.result import Verdict
from yzperf.drawing.canvas import png_bytes
from yzperf.errors import MethodError
from yzperf.methods import goodman_bacon_decomposition, two_way_fixed_effects
from yzperf.methods.comparison.goodman_bacon_result import GoodmanBacon

ROLES: dict[str, Any] = {"outcome": "y", "unit": "u", "time": "t", "first_treated": "g"}


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 1000),
    starts=st.lists(st.integers(1, 7), min_size=1, max_size=4, unique=True),
    never=st.integers(1, 8),
)
def test_parts_sum_to_the_coefficient(seed: int, starts: list[int], never: int) -> None:
    frame = staggered(seed, units=16, periods=7, groups=starts, never=never)
    result = goodman_bacon_decomposition(frame, **ROLES) if starts != [1] else None
    if result is None:
        return
    whole = two_way_fixed_effects(frame, outcome="y", treatment="D", unit="u", time="t")
    assert sum(part.weight for part in result.comparisons) == pytest.approx(1)
    assert sum(part.weight * part.estimate for part in result.comparisons) == pytest.approx(whole.value, abs=1e-10)
    assert result.value == pytest.approx(whole.value, abs=1e-10)
    assert result.effect.standard_error == pytest.approx(whole.effect.standard_error, rel=1e-8)
    assert sum(kind.weight for kind in result.kinds) == pytest.approx(1)


def test_every_comparison_is_a_double_difference_of_two_groups() -> None:
    frame = staggered(1, units=24, groups=(3, 5))
    result = goodman_bacon_decomposition(frame, **ROLES)
    windows = {
        (3, np.inf): (frame["g"].isin([3, 0]), 3),
        (5, 3): (frame["g"].isin([3, 5]) & (frame["t"] >= 3), 5),
        (3, 5): (frame["g"].isin([3, 5]) & (frame["t"] < 5), 3),
    }
    for (treated, comparison), (rows, start) in windows.items():
        part = next(p for p in result.comparisons if (p.treated, p.comparison) == (treated, comparison))
        means = frame[rows].assign(own=frame["g"] == treated, after=frame["t"] >= start)
        cells = means.groupby(["own", "after"])["y"].mean()
        wanted = cells[True, True] - cells[True, False] - cells[False, True] + cells[False, False]
        assert part.estimate == pytest.approx(wanted)


def test_units_treated_from_the_start_are_an_always_treated_group() -> None:
    frame = staggered(2, units=20, groups=(1, 4))
    result = goodman_bacon_decomposition(frame, **ROLES)
    assert result.always == 5
    assert {part.kind for part in result.comparisons} == {"treated_vs_untreated", "later_vs_always"}
    assert result.forbidden_weight > 0


def _told(result: GoodmanBacon, start: str) -> Verdict:
    return next(check.verdict for check in result.diagnostics() if check.assumption.startswith(start))


def test_verdict_on_forbidden_comparisons() -> None:
    assert _told(goodman_bacon_decomposition(staggered(3, groups=(4,)), **ROLES), "对照单位都尚未") is Verdict.HOLDS
    assert _told(goodman_bacon_decomposition(staggered(3, groups=(2, 5)), **ROLES), "对照单位都尚未") is Verdict.FAILS
    few = staggered(3, units=60, groups=(5, 6), never=50)
    assert _told(goodman_bacon_decomposition(few, **ROLES), "对照单位都尚未") is Verdict.DOUBTFUL


def test_what_it_says() -> None:
    frame = with_holes(staggered(4, units=60, groups=(2, 5)), 0.02)
    frame.loc[frame.index[3], "y"] = None
    result = goodman_bacon_decomposition(frame, **ROLES, outcome_name="达标率", outcome_unit="%")
    assert result.unit == "个百分点"
    assert result.dropped == 1
    assert result.incomplete == 60 - result.units > 0
    assert "后实施对已经实施占" in result.sentences()[1]
    assert _told(result, "面板完整") is Verdict.DOUBTFUL
    assert result.table()["权重"].iloc[:-1].sum() == pytest.approx(1, abs=2e-4)
    assert len(result.comparisons_table()) == len(result.comparisons)
    assert png_bytes(result.figure())


FRAME = staggered(5, units=12)


@pytest.mark.parametrize(
    ("frame", "options", "words"),
    [
        (FRAME.assign(g=0), {}, "没有单位在数据的时期内开始实施"),
        (staggered(6, groups=(4,), never=0), {}, "没有可比的两组"),
        (FRAME.groupby("u").sample(1, random_state=1), {}, "分解要求平衡面板"),
        (FRAME.assign(k=1), {"cluster": "k"}, "只有1个聚类"),
        (FRAME, {"treatment": "D"}, "只给一列"),
        (FRAME, {"outcome": "u"}, "同时被用作"),
    ],
)
def test_refusals(frame: pd.DataFrame, options: dict[str, Any], words: str) -> None:
    with pytest.raises(MethodError) as caught:
        goodman_bacon_decomposition(frame, **{**ROLES, **options})
    assert words in str(caught.value)
