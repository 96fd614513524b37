"""Event studies by groups: against the group-time effects, against dummies, what they say and refuse."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from tests.methods.comparison.panels import dummies, staggered, with_holes
from yzperf.domain.result import Verdict
from yzperf.drawing.canvas import png_bytes
from yzperf.errors import MethodError
from yzperf.methods import callaway_santanna, sun_abraham

ROLES: dict[str, Any] = {"outcome": "y", "unit": "u", "time": "t", "first_treated": "g"}
FRAME = staggered(1, units=60, effect=1, groups=(3, 4))


def test_groups_equal_group_time_effects_with_a_universal_base() -> None:
    ours = sun_abraham(FRAME, **ROLES)
    theirs = callaway_santanna(FRAME, **ROLES, base_period="universal", draws=99)
    cells = {(cell.group, cell.period - cell.group): cell.effect.estimate for cell in theirs.cells}
    assert len(ours.cohorts) == len(cells) - 2  # the reference of each group
    for cohort in ours.cohorts:
        assert cohort.effect.estimate == pytest.approx(cells[cohort.group, cohort.distance])
    assert ours.att.estimate == pytest.approx(theirs.simple.estimate)
    assert ours.path.overall.estimate == pytest.approx(theirs.by_event.overall.estimate)


def test_equals_a_regression_on_dummies_with_holes() -> None:
    frame = with_holes(FRAME)
    ours = sun_abraham(frame, **ROLES, covariates=["x"])
    relative = np.where(frame["g"] > 0, frame["t"] - frame["g"], -99)
    pairs = [(cohort.group, cohort.distance) for cohort in ours.cohorts]
    cells = np.column_stack([(frame["g"] == group) & (relative == distance) for group, distance in pairs])
    design = np.column_stack([cells, frame["x"], dummies(frame["u"]), dummies(frame["t"])[:, 1:]]).astype(float)
    groups = pd.factorize(frame["u"])[0]
    reference = sm.OLS(frame["y"].to_numpy(), design).fit(cov_type="cluster", cov_kwds={"groups": groups})
    count = len(pairs)
    assert [cohort.effect.estimate for cohort in ours.cohorts] == pytest.approx(reference.params[:count], abs=1e-9)
    factor = ((len(frame) - design.shape[1]) / (len(frame) - (count + 1 + 6))) ** 0.5
    errors = [cohort.effect.standard_error for cohort in ours.cohorts]
    assert errors == pytest.approx(reference.bse[:count] * factor, rel=1e-8)


def test_average_at_a_distance_weighs_groups_by_size() -> None:
    frame = FRAME[~FRAME["u"].isin([f"u{unit:03d}" for unit in range(0, 20, 2)])]
    result = sun_abraham(frame, **ROLES)
    here = [cohort for cohort in result.cohorts if cohort.distance == 1]
    assert [cohort.rows for cohort in here] == [5, 15]
    (point,) = (point for point in result.path.points if point.at == 1)
    assert point.effect.estimate == pytest.approx((5 * here[0].effect.estimate + 15 * here[1].effect.estimate) / 20)


def test_estimated_shares_add_their_variance() -> None:
    fixed, estimated = (sun_abraham(FRAME, **ROLES, shares=shares) for shares in ("fixed", "estimated"))
    here = [cohort.effect.estimate for cohort in fixed.cohorts if cohort.distance == 0]
    added = np.var(here) / 30
    (first,), (second,) = ([p.effect for p in result.path.points if p.at == 0] for result in (fixed, estimated))
    assert second.standard_error**2 == pytest.approx(first.standard_error**2 + added)


def test_without_never_treated_the_last_group_is_the_comparison() -> None:
    frame = staggered(2, units=40, groups=(3, 5), never=0, effect=1)
    result = sun_abraham(frame, **ROLES)
    assert result.last_group == 5
    assert result.coverage.cut == 2
    early = frame.query("t < 5").assign(g=lambda table: table["g"].replace(5, 0))
    assert result.att.estimate == pytest.approx(sun_abraham(early, **ROLES).att.estimate)
    assert "最后（5年）实施的单位" in result.sentences()[0]


def _told(result: Any, start: str) -> Verdict:
    return next(check.verdict for check in result.diagnostics() if check.assumption.startswith(start))


def test_what_it_says() -> None:
    frame = FRAME.copy()
    frame.loc[3, "y"] = None
    result = sun_abraham(frame, **ROLES, outcome_name="达标率", outcome_unit="%")
    assert result.unit == "个百分点"
    assert "达标率平均提高" in result.sentences()[0]
    assert "因空缺剔除1行" in result.sentences()[2]
    assert _told(result, "没有剔除") is Verdict.DOUBTFUL
    assert len(result.cohorts_table()) == len(result.cohorts)
    assert png_bytes(result.figure())
    steep = FRAME.assign(y=FRAME["y"] + 2 * FRAME["t"] * (FRAME["g"] > 0))
    assert _told(sun_abraham(steep, **ROLES), "平行趋势") is Verdict.FAILS


@pytest.mark.parametrize(
    ("frame", "options", "words"),
    [
        (FRAME, {"shares": "best"}, "可用：fixed、estimated"),
        (FRAME, {"reference": -9}, "没有距实施-9期的数据"),
        (FRAME.assign(g=0), {}, "没有单位在数据的时期内开始实施"),
        (staggered(3, groups=(4,), never=0), {}, "同时开始实施"),
        (FRAME.assign(k=1), {"cluster": "k"}, "只有1个聚类"),
        (FRAME, {"covariates": ["z"]}, "协变量“z”不提供信息"),
        (FRAME.drop(FRAME.query("g == 0 and t == 6").index), {}, "该期没有可比的对照"),
    ],
)
def test_refusals(frame: pd.DataFrame, options: dict[str, Any], words: str) -> None:
    with pytest.raises(MethodError) as caught:
        sun_abraham(frame, **{**ROLES, **options})
    assert words in str(caught.value)
