"""DEA against programmes solved one by one, its invariances, what it says and refuses."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.methods.benchmarking.oracles import INPUTS, OUTPUTS, SUMS, factor, slack_total, towns
from yzperf.domain.result import Verdict
from yzperf.drawing.canvas import png_bytes
from yzperf.errors import MethodError
from yzperf.methods import data_envelopment_analysis
from yzperf.methods.benchmarking.simplex import Programmes, solve
from yzperf.methods.benchmarking.technology import Points, radial_factors

ROLES: dict[str, Any] = {"unit": "u", "inputs": INPUTS, "outputs": OUTPUTS}
COARSE = [pytest.param(flag, id="coarse" if flag else "smooth") for flag in (False, True)]


def _points(frame: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    return frame[INPUTS].to_numpy(), frame[OUTPUTS].to_numpy()


@pytest.mark.parametrize("coarse", COARSE)
@pytest.mark.parametrize("orientation", ["input", "output"])
@pytest.mark.parametrize("returns", SUMS)
def test_factors_and_slacks_equal_programmes_one_by_one(returns: str, orientation: str, coarse: bool) -> None:
    for seed in range(4):
        frame = towns(seed, coarse=coarse)
        x, y = _points(frame)
        found = data_envelopment_analysis(frame, **ROLES, returns=returns, orientation=orientation)
        for one, own_x, own_y in zip(found.units, x, y, strict=True):
            assert one.factor == pytest.approx(factor(x, y, (own_x, own_y), returns, orientation), abs=1e-9)
            aim = (one.factor * own_x, own_y) if orientation == "input" else (own_x, one.factor * own_y)
            total = sum(one.input_slacks) + sum(one.output_slacks)
            assert total == pytest.approx(slack_total(x, y, aim, returns), abs=1e-6)


@pytest.mark.parametrize("returns", SUMS)
def test_peers_make_the_targets(returns: str) -> None:
    frame = towns(5).set_index("u", drop=False)
    found = data_envelopment_analysis(frame, **ROLES, returns=returns)
    for one in found.units:
        made = sum(peer.weight * frame.loc[peer.name, [*INPUTS, *OUTPUTS]].to_numpy(float) for peer in one.peers)
        assert made == pytest.approx([*one.input_targets, *one.output_targets], abs=1e-9)
        assert all(found.units[int(peer.name[1:]) - 1].status == "强有效" for peer in one.peers)


def test_units_of_measurement_do_not_matter() -> None:
    frame, scaled = towns(6), towns(6)
    scaled[[*INPUTS, *OUTPUTS]] *= [1e8, 1e-4, 3.0, 1e5]
    options: dict[str, Any] = {**ROLES, "slacks": "mean_units"}
    first, second = data_envelopment_analysis(frame, **options), data_envelopment_analysis(scaled, **options)
    assert [one.score for one in first.units] == pytest.approx([one.score for one in second.units], abs=1e-9)
    assert [[peer.name for peer in one.peers] for one in first.units] == [
        [peer.name for peer in one.peers] for one in second.units
    ]


def test_sizes_far_apart() -> None:
    """A village of 1 and a city of 100,000 in one table."""
    frame = towns(7)
    frame[[*INPUTS, *OUTPUTS]] *= np.geomspace(1, 1e5, len(frame))[:, None]
    x, y = _points(frame)
    for returns in SUMS:
        found = data_envelopment_analysis(frame, **ROLES, returns=returns)
        wanted = [factor(x, y, point, returns, "input") for point in zip(x, y, strict=True)]
        assert [one.factor for one in found.units] == pytest.approx(wanted, abs=1e-8)


def test_many_units_go_through_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    x, y = _points(towns(8, 90))
    points = Points(x, y)
    whole = radial_factors(points, points, returns="variable", orientation="input")
    monkeypatch.setattr("yzperf.methods.benchmarking.simplex._CELLS_AT_ONCE", 1)
    parts = radial_factors(points, points, returns="variable", orientation="input")
    assert parts == pytest.approx(whole, abs=1e-12)


def test_a_programme_without_bound_is_told() -> None:
    free = Programmes(
        np.array([[[1.0]]]),
        np.array([[[-1.0]]]),
        np.array([[[-1.0]]]),
        np.array([[1.0]]),
        np.array([-1]),
        np.array([0]),
    )
    with pytest.raises(ArithmeticError, match="unbounded"):
        solve(free)


def test_a_programme_that_cannot_be_met_is_told() -> None:
    impossible = Programmes(
        np.array([[[0.0]]]), np.array([[[-1.0]]]), np.array([[[1.0]]]), np.array([[1.0]]), np.array([-1]), np.array([0])
    )
    found = solve(impossible)
    assert not found.feasible[0]
    assert np.isnan(found.own[0, 0])


SHOPS = pd.DataFrame(
    {"u": list("甲乙丙丁戊己庚"), "x": [80, 160, 240, 400, 80, 200, 500], "y": [60, 90, 240, 330, 20, 40, 330]}
)


def test_what_it_says() -> None:
    found = data_envelopment_analysis(SHOPS, unit="u", inputs="x", outputs="y")
    first, weak, worst, *_ = found.sentences()
    assert "7个单位的平均效率为0.838，其中3个强有效（甲、丙、丁）" in first
    assert "戊的效率值虽为1" in weak
    assert "己（0.400）：同样的产出，标杆做法只需现有投入的40.0%；标杆及权重为甲 1.00" in worst
    assert found.best == ("甲", "丙", "丁")
    assert found.peer_counts["甲"] == 3
    aims = found.targets().set_index(["单位", "指标"])
    assert aims.loc[("己", "x"), "目标值"] == 80
    assert aims.loc[("己", "y"), "应增减"] == 20
    assert found.value == pytest.approx(0.8380952)
    assert found.diagnostics()[1].verdict is Verdict.DOUBTFUL


def test_output_orientation_speaks_of_output() -> None:
    found = data_envelopment_analysis(SHOPS, unit="u", inputs="x", outputs="y", orientation="output")
    assert any("同样的投入，标杆做法的产出可达现有的487.5%" in line for line in found.sentences())


def test_rows_left_out_are_counted() -> None:
    gap = SHOPS.assign(y=SHOPS["y"].where(SHOPS["u"] != "庚"))
    found = data_envelopment_analysis(gap, unit="u", inputs="x", outputs="y", missing="drop")
    assert found.dropped == 1
    assert "另有1个因数据空缺剔除" in found.sentences()[0]


def test_few_units_are_accepted_only_on_request() -> None:
    few = SHOPS.head(5)
    with pytest.raises(MethodError, match=r"至少要6个.*allow_few_units"):
        data_envelopment_analysis(few, unit="u", inputs="x", outputs="y")
    found = data_envelopment_analysis(few, unit="u", inputs="x", outputs="y", allow_few_units=True)
    assert found.diagnostics()[0].verdict is Verdict.FAILS


@pytest.mark.parametrize(
    ("change", "options", "words"),
    [
        ({"x": [-1, 2, 3, 4, 5, 6, 7]}, {}, "列“x”（投入）有负数：甲"),
        ({"x": [0] * 7}, {}, "列“x”（投入）全为0"),
        ({"x": [0, 2, 3, 4, 5, 6, 7]}, {}, "单位甲的投入全为0"),
        ({"z": [3] * 7}, {"inputs": ["x", "z"]}, "列“z”（投入）对所有单位都相同"),
        ({"y": [None, 2, 3, 4, 5, 6, 7]}, {}, "第1行的单位、投入或产出有空缺.*missing='drop'"),
        ({"y": ["多", 2, 3, 4, 5, 6, 7]}, {}, "不是数"),
        ({"u": list("甲甲丙丁戊己庚")}, {}, "单位重名：甲"),
        ({}, {"inputs": ["w"]}, "缺少列“w”"),
        ({}, {"inputs": []}, "没有指定投入列"),
        ({}, {"inputs": ["y"]}, "同时被用作"),
        ({}, {"returns": "crs"}, "选项returns不能是“crs”"),
        ({}, {"orientation": "both"}, "选项orientation"),
        ({}, {"slacks": "no"}, "选项slacks"),
        ({}, {"missing": "no"}, "选项missing"),
    ],
)
def test_refusals(change: dict[str, Any], options: dict[str, Any], words: str) -> None:
    with pytest.raises(MethodError, match=words):
        data_envelopment_analysis(SHOPS.assign(**change), **{"unit": "u", "inputs": ["x"], "outputs": ["y"], **options})


def test_all_defects_of_the_values_at_once() -> None:
    with pytest.raises(MethodError) as refused:
        data_envelopment_analysis(SHOPS.assign(x=-1, y=0, u="甲"), unit="u", inputs="x", outputs="y")
    assert len(refused.value.problems) == 3


@pytest.mark.parametrize("count", [24, 60])
def test_pictures(count: int) -> None:
    found = data_envelopment_analysis(towns(9, count), **ROLES)
    assert png_bytes(found.figure())[:4] == b"\x89PNG"
    assert png_bytes(data_envelopment_analysis(SHOPS, unit="u", inputs="x", outputs="y").figure())[:4] == b"\x89PNG"
