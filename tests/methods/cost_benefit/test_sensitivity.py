"""Sensitivity: by hand, switching values lead to zero, scenarios, what it refuses."""

import warnings

import pandas as pd
import pytest

from yzperf.domain.result import Verdict
from yzperf.drawing.canvas import png_bytes
from yzperf.errors import MethodError
from yzperf.methods import cost_benefit_analysis, cost_benefit_sensitivity
from yzperf.methods.cost_benefit.sensitivity_result import CostBenefitSensitivity

PLANT = pd.DataFrame(
    {
        "年度": [0, 1, 2, 1, 2],
        "金额": [-100.0, -11, -12.1, 77, 84.7],
        "项目": ["投资", "运行", "运行", "收入", "收入"],
    }
)
BASIS = {"when": "年度", "amount": "金额", "item": "项目", "rate": 0.1}


def _run(frame: pd.DataFrame = PLANT, **options: object) -> CostBenefitSensitivity:
    return cost_benefit_sensitivity(frame, **{**BASIS, **options})


def test_by_hand() -> None:
    """−100 − 20 + 140 = 20."""
    result = _run()
    assert result.value == pytest.approx(20)
    swings = {one.name: (one.net_low, one.net_high) for one in result.swings}
    assert list(swings) == ["收入", "投资", "运行"]
    assert swings["收入"] == pytest.approx((-8, 48))
    assert swings["投资"] == pytest.approx((40, 0))
    assert "影响最大的是收入" in result.sentences()[0]


def test_switching_values_lead_to_zero() -> None:
    result = _run()
    assert {one.name: one.margin for one in result.swings} == pytest.approx({"收入": -1 / 7, "投资": 0.2, "运行": 1.0})
    for one in result.swings:
        moved = PLANT.assign(金额=PLANT["金额"].where(PLANT["项目"] != one.name, PLANT["金额"] * one.switching))
        assert cost_benefit_analysis(moved, **BASIS).value == pytest.approx(0, abs=1e-9)


def test_an_item_that_would_have_to_turn_has_no_switching_value() -> None:
    frame = PLANT.assign(金额=[-10.0, -11, -12.1, 77, 84.7])
    assert next(one for one in _run(frame).swings if one.name == "收入").margin == pytest.approx(30 / 140 - 1)
    costly = PLANT.assign(金额=[-300.0, -11, -12.1, 77, 84.7])
    assert next(one for one in _run(costly).swings if one.name == "运行").margin is None


def test_rates_and_ranges() -> None:
    result = _run(rates=(0.05, 0.3), ranges={"投资": (0.9, 1.5)})
    rate = next(one for one in result.swings if one.name == "折现率")
    assert rate.net_low == pytest.approx(cost_benefit_analysis(PLANT, **{**BASIS, "rate": 0.05}).value)
    assert rate.turns
    assert next(one.net_high for one in result.swings if one.name == "投资") == pytest.approx(-30)
    assert result.diagnostics()[0].verdict is Verdict.FAILS
    row = result.table().set_index("项目").loc["折现率"]
    assert row["净现值为0的变动"] == f"{100 * result.internal_rates[0]:.2f}%"


def test_scenarios_change_all_at_once() -> None:
    result = _run(scenarios={"悲观": {"投资": 1.2, "收入": 0.9}, "低折现率": {"折现率": 0.0}})
    assert [one.net for one in result.scenarios] == pytest.approx([20 - 20 - 14, 161.7 - 123.1])
    assert result.scenarios_table()["设定"].tolist() == ["投资＋20.0%；收入－10.0%", "折现率0.0%"]
    assert "悲观" in "".join(result.sentences())


def test_figure_has_all_glyphs() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert png_bytes(_run(rates=(0.05, 0.15)).figure())


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"change": 20}, "应在0与1之间"),
        ({"ranges": {"税金": (0.5, 1)}}, "税金不是项目"),
        ({"ranges": {"投资": (1.5, 1)}}, "由低到高"),
        ({"rates": (0.1,)}, "由低到高"),
        ({"scenarios": {"悲观": {"税金": 2}}}, "情景“悲观”中的税金不是项目"),
        ({"scenarios": {"悲观": {"投资": float("nan")}}}, "不能用"),
        ({"rate": 8}, "写成小数"),
    ],
)
def test_refusals(options: dict[str, object], words: str) -> None:
    with pytest.raises(MethodError, match=words):
        _run(**options)
