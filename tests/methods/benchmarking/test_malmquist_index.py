"""Malmquist indices against their definition, their bootstrap, what they say and refuse."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.methods.benchmarking.oracles import INPUTS, OUTPUTS, factor, towns
from yzperf.domain.result import Verdict
from yzperf.drawing.canvas import png_bytes
from yzperf.errors import MethodError
from yzperf.methods import malmquist_index
from yzperf.methods.benchmarking.malmquist_bootstrap import _smooth_pairs

ROLES: dict[str, Any] = {"unit": "u", "period": "t", "inputs": INPUTS, "outputs": OUTPUTS}


def panel(seed: int, count: int = 14, growth: float = 1.0) -> pd.DataFrame:
    """Three years; all outputs grow by a factor, beside luck."""
    parts = []
    for year in range(3):
        part = towns(seed + 100 * year, count)
        parts.append(part.assign(t=2021 + year, y1=part["y1"] * growth**year, y2=part["y2"] * growth**year))
    return pd.concat(parts, ignore_index=True)


def _score(frame: pd.DataFrame, row: int, years: tuple[int, int], returns: str, orientation: str) -> float:
    """The score of a unit of one year against the frontier of another."""
    own, others = (frame[frame["t"] == year] for year in years)
    own = own.iloc[row]
    point = own[INPUTS].to_numpy(float), own[OUTPUTS].to_numpy(float)
    found = factor(others[INPUTS].to_numpy(), others[OUTPUTS].to_numpy(), point, returns, orientation)
    return found if orientation == "input" else 1 / found


@pytest.mark.parametrize("orientation", ["output", "input"])
def test_indices_equal_their_definition(orientation: str) -> None:
    frame = panel(1)
    found = malmquist_index(frame, **ROLES, orientation=orientation)
    for row in range(3):
        one = found.changes[14 + row]  # from the second to the third year
        assert (one.name, one.start, one.end) == (f"镇{row + 1}", "2022", "2023")
        crs = {
            (when, reference): _score(frame, row, (when, reference), "constant", orientation)
            for when in (2022, 2023)
            for reference in (2022, 2023)
        }
        vrs = [_score(frame, row, (when, when), "variable", orientation) for when in (2022, 2023)]
        index = np.sqrt(crs[2023, 2022] / crs[2022, 2022] * crs[2023, 2023] / crs[2022, 2023])
        assert one.productivity == pytest.approx(index, abs=1e-8)
        assert one.efficiency == pytest.approx(crs[2023, 2023] / crs[2022, 2022], abs=1e-8)
        assert one.pure == pytest.approx(vrs[1] / vrs[0], abs=1e-8)
        assert one.pure * one.scale * one.technical == pytest.approx(index, abs=1e-8)


def test_orientations_agree_on_the_whole() -> None:
    frame = panel(2)
    first, second = (malmquist_index(frame, **ROLES, orientation=way) for way in ("input", "output"))
    for one, other in zip(first.changes, second.changes, strict=True):
        assert one.productivity == pytest.approx(other.productivity, abs=1e-8)
        assert one.technical == pytest.approx(other.technical, abs=1e-8)


def test_growth_of_all_alike_is_technical_change() -> None:
    one_year = towns(3, 14)
    frame = pd.concat([one_year.assign(t=1), one_year.assign(t=2, y1=one_year["y1"] * 1.2, y2=one_year["y2"] * 1.2)])
    found = malmquist_index(frame, **ROLES)
    assert found.mean.technical == pytest.approx(1.2)
    assert found.mean.efficiency == pytest.approx(1.0)
    assert "全要素生产率平均每期提高20.0%：效率不变（1.000）（追赶前沿），技术提高20.0%" in found.sentences()[0]


def test_the_order_of_rows_does_not_matter() -> None:
    frame = panel(4)
    shuffled = malmquist_index(frame.sample(frac=1, random_state=1), **ROLES)
    usual = {(one.name, one.start): one.productivity for one in malmquist_index(frame, **ROLES).changes}
    assert {(one.name, one.start): one.productivity for one in shuffled.changes} == pytest.approx(usual)


def test_bootstrap_says_which_changes_are_sure() -> None:
    frame = panel(5, growth=1.6)
    found = malmquist_index(frame, **ROLES, draws=99)
    assert found.interval is not None
    low, high = found.interval
    assert 1 < low < high
    assert len(found.spans) == len(found.changes) == 28
    assert any("次平滑自助抽样：28个变化中" in line for line in found.sentences())
    again = malmquist_index(frame, **ROLES, draws=99)
    assert again.spans == found.spans
    assert malmquist_index(frame, **ROLES, draws=99, seed=1).spans != found.spans


def test_drawn_pairs_keep_mean_and_dependence() -> None:
    rng = np.random.default_rng(1)
    common = rng.exponential(0.2, 400)
    own = np.exp(-np.column_stack([common, common + rng.exponential(0.05, 400)]))
    drawn = np.vstack([_smooth_pairs(own, rng) for _ in range(40)])
    assert drawn.max() <= 1.0
    assert drawn.mean(axis=0) == pytest.approx(own.mean(axis=0), abs=0.03)
    assert np.corrcoef(drawn.T)[0, 1] > 0.7


def test_units_that_lack_a_year_are_named() -> None:
    frame = panel(6).drop(index=[3, 20])  # 镇4 in 2021, 镇7 in 2022
    with pytest.raises(MethodError, match="镇4、镇7不是每期都有数据"):
        malmquist_index(frame, **ROLES)
    found = malmquist_index(frame, **ROLES, missing="drop")
    assert found.left_out == ("镇4", "镇7")
    assert len(found.units) == 12
    assert any("不是每期都有数据，未计入（2个）" in line for line in found.sentences())
    assert found.diagnostics()[2].verdict is Verdict.DOUBTFUL


def test_what_cannot_be_compared_is_named() -> None:
    """An output that nobody yields in the other year."""
    frame = panel(7).query("t < 2023")
    frame.loc[frame["t"] == 2021, "y2"] = 0.0
    found = malmquist_index(frame, **ROLES)
    assert found.diagnostics()[0].verdict is Verdict.FAILS
    assert any("无可行解，不计入平均" in line for line in found.sentences())


@pytest.mark.parametrize(
    ("change", "options", "words"),
    [
        ({"t": 2021}, {}, "单位重名"),
        ({}, {"period": "年"}, "缺少列“年”（时期）"),
        ({"t": [None, *[2022] * 41]}, {}, "列“t”（时期）有空缺"),
        ({"x1": -1}, {}, "有负数"),
        ({}, {"draws": 10}, "draws.*至少99"),
        ({}, {"orientation": "both"}, "选项orientation"),
        ({}, {"inputs": ["x1"], "outputs": ["y1"], "draws": 99}, "与前沿无关"),
    ],
)
def test_refusals(change: dict[str, Any], options: dict[str, Any], words: str) -> None:
    with pytest.raises(MethodError, match=words):
        malmquist_index(panel(8).assign(**change), **{**ROLES, **options})


def test_one_period_and_few_units_are_refused() -> None:
    with pytest.raises(MethodError, match="只有一个时期"):
        malmquist_index(panel(8).query("t == 2021"), **ROLES)
    with pytest.raises(MethodError, match=r"每期只有8个单位.*至少要12个"):
        malmquist_index(panel(8, 8), **ROLES)


def test_picture() -> None:
    assert png_bytes(malmquist_index(panel(9), **ROLES).figure())[:4] == b"\x89PNG"
