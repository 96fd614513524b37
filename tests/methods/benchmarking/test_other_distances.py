"""Super-efficiency, the slacks-based measure and cost efficiency against programmes solved one by one."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from tests.methods.benchmarking.oracles import INPUTS, OUTPUTS, SUMS, factor, towns
from yzperf.domain.result import Verdict
from yzperf.drawing.canvas import png_bytes
from yzperf.errors import MethodError
from yzperf.methods import cost_efficiency, data_envelopment_analysis, slacks_based_measure, super_efficiency

ROLES: dict[str, Any] = {"unit": "u", "inputs": INPUTS, "outputs": OUTPUTS}


def _points(frame: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    return frame[INPUTS].to_numpy(), frame[OUTPUTS].to_numpy()


# ── super-efficiency ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("coarse", [False, True])
@pytest.mark.parametrize("orientation", ["input", "output"])
@pytest.mark.parametrize("returns", SUMS)
def test_each_unit_against_all_others(returns: str, orientation: str, coarse: bool) -> None:
    frame = towns(11, coarse=coarse)
    x, y = _points(frame)
    found = super_efficiency(frame, **ROLES, returns=returns, orientation=orientation)
    for row, one in enumerate(found.units):
        others = np.arange(len(x)) != row
        wanted = factor(x[others], y[others], (x[row], y[row]), returns, orientation)
        assert one.factor == pytest.approx(wanted, abs=1e-8, nan_ok=True)


SHOPS = pd.DataFrame(
    {"u": list("甲乙丙丁戊己"), "x": [100, 200, 300, 500, 160, 600], "y": [75, 100, 300, 400, 50, 420]}
)


def test_what_nobody_reaches_is_named() -> None:
    found = super_efficiency(SHOPS, unit="u", inputs="x", outputs="y")
    assert found.out_of_reach == ("己",)
    assert any("己没有可行解：其余单位怎样组合都达不到它的产出" in line for line in found.sentences())
    last = found.table().iloc[-1]
    assert last["单位"] == "己"
    assert pd.isna(last["名次"])
    assert pd.isna(last["超效率值"])
    assert found.diagnostics()[0].verdict is Verdict.FAILS
    assert found.value == pytest.approx(max(one.score for one in found.units if one.feasible))
    assert png_bytes(found.figure())[:4] == b"\x89PNG"


def test_what_nobody_reaches_with_so_little_is_named() -> None:
    found = super_efficiency(SHOPS, unit="u", inputs="x", outputs="y", orientation="output")
    assert found.out_of_reach == ("甲",)
    assert any("达不到它的这样少的投入" in line for line in found.sentences())


def test_an_output_that_nobody_else_has_is_out_of_reach() -> None:
    """The others reach no part of it: the programme has a solution, a factor of 0, that says nothing."""
    alone = SHOPS.assign(z=[0, 0, 5, 0, 0, 0])
    found = super_efficiency(
        alone, unit="u", inputs="x", outputs=["y", "z"], returns="constant", orientation="output", allow_few_units=True
    )
    assert found.out_of_reach == ("丙",)


# ── slacks-based measure ────────────────────────────────────────────────────────────────────────────


def _tone(x: np.ndarray, y: np.ndarray, row: int, returns: str) -> float:
    """The linear form of Tone (2001) with scipy."""
    n, m, s = len(x), x.shape[1], y.shape[1]
    cost = np.concatenate([[1.0], np.zeros(n), -1 / (m * x[row]), np.zeros(s)])
    rows = [np.concatenate([[1.0], np.zeros(n + m), 1 / (s * y[row])])]
    rows += [np.concatenate([[-x[row, i]], x[:, i], np.eye(m)[i], np.zeros(s)]) for i in range(m)]
    rows += [np.concatenate([[-y[row, r]], y[:, r], np.zeros(m), -np.eye(s)[r]]) for r in range(s)]
    low, high = SUMS[returns]
    total = np.concatenate([[0.0], np.ones(n), np.zeros(m + s)])
    first = np.eye(len(total))[0]
    bounds = [low * first - total, *([total - high * first] if np.isfinite(high) else [])]
    found = linprog(cost, A_eq=rows, b_eq=[1.0, *[0.0] * (m + s)], A_ub=bounds, b_ub=[0.0] * len(bounds))
    return float(found.fun)


@pytest.mark.parametrize("returns", SUMS)
def test_the_measure_equals_its_programme(returns: str) -> None:
    frame = towns(12)
    x, y = _points(frame)
    found = slacks_based_measure(frame, **ROLES, returns=returns)
    assert [one.score for one in found.units] == pytest.approx(
        [_tone(x, y, row, returns) for row in range(len(x))], abs=1e-8
    )


@pytest.mark.parametrize("returns", SUMS)
@pytest.mark.parametrize("kind", ["both", "input", "output"])
def test_the_slacks_make_the_measure(kind: str, returns: str) -> None:
    """The definition, from the reported slacks; the peers reach the point that the slacks lead to."""
    frame = towns(13).set_index("u", drop=False)
    found = slacks_based_measure(frame, **ROLES, returns=returns, orientation=kind)
    for one in found.units:
        less = 1 - np.mean(np.divide(one.input_slacks, one.inputs))
        more = 1 + np.mean(np.divide(one.output_slacks, one.outputs))
        wanted = {"both": less / more, "input": less, "output": 1 / more}[kind]
        assert one.score == pytest.approx(wanted, abs=1e-8)
        assert one.score <= one.radial + 1e-9
        made = sum(peer.weight * frame.loc[peer.name, INPUTS].to_numpy(float) for peer in one.peers)
        assert made == pytest.approx(np.subtract(one.inputs, one.input_slacks), abs=1e-6)


def test_no_slack_and_strongly_efficient_are_the_same() -> None:
    frame = towns(14)
    assert slacks_based_measure(frame, **ROLES).best == data_envelopment_analysis(frame, **ROLES).best


def test_the_largest_slack_is_said() -> None:
    units = pd.DataFrame({"u": list("甲乙丙丁戊己"), "x": [1, 2, 3, 4, 5, 9.0], "y": [1, 2, 3, 4, 5, 3.0]})
    found = slacks_based_measure(units, unit="u", inputs="x", outputs="y", orientation="input")
    assert "最低的是己（0.333），最大的一项是x冗余，为现值的66.7%" in found.sentences()[1]
    assert png_bytes(found.figure())[:4] == b"\x89PNG"


def test_zeros_are_refused_by_name() -> None:
    with pytest.raises(MethodError, match="列“x1”（投入）有0：镇3"):
        slacks_based_measure(towns(1).assign(x1=[*[2.0, 3.0, 0.0], *[4.0] * 21]), **ROLES)


def test_an_unknown_orientation_of_slacks() -> None:
    with pytest.raises(MethodError, match="orientation不能是“neither”"):
        slacks_based_measure(towns(1), **ROLES, orientation="neither")


# ── cost ────────────────────────────────────────────────────────────────────────────────────────────


def _least(x: np.ndarray, y: np.ndarray, row: int, price: np.ndarray, returns: str) -> float:
    low, high = SUMS[returns]
    bounds = [-np.ones(len(x)), *([np.ones(len(x))] if np.isfinite(high) else [])]
    found = linprog(
        x @ price, A_ub=np.vstack([-y.T, *bounds]), b_ub=[*-y[row], -low, *([high] if np.isfinite(high) else [])]
    )
    return float(found.fun)


@pytest.mark.parametrize("returns", SUMS)
def test_least_cost_equals_its_programme(returns: str) -> None:
    frame = towns(15).assign(w=np.random.default_rng(1).uniform(1, 5, 24))
    x, y = _points(frame)
    found = cost_efficiency(frame, **ROLES, prices={"x1": "w", "x2": 2.0}, returns=returns)
    for row, one in enumerate(found.units):
        price = np.array([frame["w"][row], 2.0])
        assert one.least == pytest.approx(_least(x, y, row, price, returns), abs=1e-8)
        assert price @ one.cheapest == pytest.approx(one.least, abs=1e-8)
        assert one.cost == pytest.approx(one.technical * one.allocative)
        assert one.cost <= one.technical + 1e-9


def test_the_saving_is_said_and_drawn() -> None:
    units = pd.DataFrame({"u": list("甲乙丙丁戊己"), "x": [1, 2, 3, 4, 5, 10.0], "y": [1, 2, 3, 4, 5, 5.0]})
    found = cost_efficiency(units, unit="u", inputs="x", outputs="y", prices={"x": 3})
    assert "同样的产出全部单位合计可少花20.0%" in found.sentences()[0]
    assert "最低的是己（0.500）" in found.sentences()[2]
    assert png_bytes(found.figure())[:4] == b"\x89PNG"


def test_units_without_a_price_are_left_out_on_request() -> None:
    frame = towns(16).assign(w=[None, *[1.0] * 23])
    frame.loc[5, "x1"] = np.nan
    with pytest.raises(MethodError, match="第1行没有价格"):
        cost_efficiency(frame, **ROLES, prices={"x1": "w", "x2": 1})
    found = cost_efficiency(frame, **ROLES, prices={"x1": "w", "x2": 1}, missing="drop")
    assert found.dropped == 2
    assert len(found.units) == 22
    assert "镇6" not in [one.name for one in found.units]


@pytest.mark.parametrize(
    ("prices", "words"),
    [
        ({"x1": 1}, "没有给出价格的投入：x2"),
        ({"x1": 1, "x2": 1, "x3": 1}, "价格里的“x3”不是投入"),
        ({"x1": 1, "x2": "w"}, "缺少列“w”（价格）"),
        ({"x1": 1, "x2": 0}, "投入x2的价格有0或负数"),
    ],
)
def test_prices_that_are_refused(prices: dict[str, Any], words: str) -> None:
    with pytest.raises(MethodError, match=words):
        cost_efficiency(towns(1), **ROLES, prices=prices)
