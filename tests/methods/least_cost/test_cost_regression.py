"""Regression of unit costs: statsmodels, planted outliers, size of the outlier test, what it refuses."""

import warnings

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from yzperf.domain.result import Verdict
from yzperf.drawing.canvas import png_bytes
from yzperf.errors import MethodError
from yzperf.methods import unit_cost_regression
from yzperf.methods.least_cost.cost_regression_result import CostRegression
from yzperf.methods.least_cost.influence import influence


def _stations(seed: int = 4, count: int = 50) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    households = rng.integers(30, 500, count).astype(float)
    pipe = rng.uniform(5, 30, count)
    hill = (rng.random(count) < 0.4).astype(float)
    unit = 900 * households**-0.2 * pipe**0.5 * np.exp(0.15 * hill + rng.normal(0, 0.1, count))
    names = [f"{n + 1}号站" for n in range(count)]
    return pd.DataFrame({"站": names, "成本": unit * households, "户数": households, "管长": pipe, "山区": hill})


def _run(frame: pd.DataFrame | None = None, **options: object) -> CostRegression:
    frame = _stations() if frame is None else frame
    roles = {"cost": "成本", "quantity": "户数", "covariates": ["管长"], "indicators": ["山区"], "name": "站"}
    return unit_cost_regression(frame, **{**roles, **options})


@pytest.mark.parametrize("log", [True, False])
def test_fit_and_diagnostics_equal_statsmodels(log: bool) -> None:
    frame = _stations()
    unit = frame["成本"] / frame["户数"]
    design = frame[["户数", "管长", "山区"]].copy()
    if log:
        unit, design["户数"], design["管长"] = np.log(unit), np.log(design["户数"]), np.log(design["管长"])
    fit = sm.OLS(unit, sm.add_constant(design)).fit()
    shown = fit.get_influence()
    result = _run(frame, log=log)
    assert [one.coefficient.estimate for one in result.terms] == pytest.approx(fit.params.tolist())
    assert [one.coefficient.standard_error for one in result.terms] == pytest.approx(fit.HC3_se.tolist())
    assert result.explained == pytest.approx(fit.rsquared)
    assert result.residual_error == pytest.approx(np.sqrt(fit.mse_resid))
    assert [one.studentised for one in result.objects] == pytest.approx(shown.resid_studentized_external.tolist())
    assert [one.leverage for one in result.objects] == pytest.approx(shown.hat_matrix_diag.tolist())
    assert [one.cook for one in result.objects] == pytest.approx(shown.cooks_distance[0].tolist())
    expected = np.exp(fit.fittedvalues) if log else fit.fittedvalues
    assert [one.expected for one in result.objects] == pytest.approx(expected.tolist())


def test_planted_outlier_is_named() -> None:
    frame = _stations()
    frame.loc[7, "成本"] *= 2
    result = _run(frame)
    assert [one.name for one in result.outliers] == ["8号站"]
    assert result.objects_table()["对象"].iloc[0] == "8号站"
    assert "8号站" in "".join(result.sentences())
    assert result.diagnostics()[1].verdict is Verdict.DOUBTFUL
    assert "8号站" in [one.name for one in result.influential]


def test_unusual_conditions_have_leverage() -> None:
    frame = _stations()
    frame.loc[3, "管长"] = 900.0
    assert "4号站" in [one.name for one in _run(frame).high_leverage]


def test_the_outlier_test_keeps_its_size() -> None:
    """Without outliers some object is named in about 5 of 100 trials."""
    rng, named = np.random.default_rng(11), 0
    for _ in range(400):
        design = np.column_stack([np.ones(25), rng.normal(size=(25, 2))])
        named += (influence(rng.normal(size=25), design).p_values < 0.05).any()
    assert 0.02 <= named / 400 <= 0.07 + 0.02


def test_an_object_with_a_condition_of_its_own_has_no_residual() -> None:
    frame = _stations().assign(山区=[1.0] + [0.0] * 49)
    first = _run(frame).objects[0]
    assert (first.leverage, first.studentised, first.p_value) == (pytest.approx(1), 0, 1)


def test_elasticity_of_scale_is_told() -> None:
    result = _run(quantity_unit="户")
    low, high = result.terms[1].coefficient.low, result.terms[1].coefficient.high
    assert low < -0.2 < high
    assert "规模每扩大1%，单位成本下降0.169%" in "".join(result.sentences())


def test_unit_costs_may_be_given() -> None:
    frame = _stations().assign(单价=lambda table: table["成本"] / table["户数"])
    result = unit_cost_regression(frame, cost="单价", covariates=["管长", "户数"], indicators=["山区"])
    assert result.explained == pytest.approx(_run().explained)
    assert result.objects[0].name == "第1行"


def test_empty_rows_are_counted_and_figure_has_all_glyphs() -> None:
    frame = _stations()
    frame.loc[1, "管长"] = None
    frame.loc[7, "成本"] *= 3
    result = _run(frame)
    assert result.dropped == 1
    assert "剔除1行" in "".join(result.sentences())
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert png_bytes(result.figure())


@pytest.mark.parametrize(
    ("change", "options", "words"),
    [
        ({}, {"cost": "造价"}, "缺少列“造价”"),
        ({}, {"covariates": ["户数"]}, "同时被用作"),
        ({}, {"quantity": None, "covariates": [], "indicators": []}, "没有解释单位成本的条件"),
        ({}, {"level": 5}, "应在0与1之间"),
        ({"管长": 0.0}, {}, "才能取对数"),
        ({"户数": -1.0}, {"log": False}, "应大于0：数据第1行"),
        ({"山区": 2.0}, {}, "应只有0和1"),
        ({"管长": 3.0}, {}, "条件管长没有变化"),
        ({"管长": "长"}, {}, "不是数"),
    ],
)
def test_refusals(change: dict[str, object], options: dict[str, object], words: str) -> None:
    with pytest.raises(MethodError, match=words):
        _run(_stations().assign(**change), **options)


def test_refuses_too_few_objects_and_equal_costs() -> None:
    with pytest.raises(MethodError, match="至少要9个"):
        _run(_stations().head(8))
    with pytest.raises(MethodError, match="单位成本相同"):
        _run(_stations().assign(成本=lambda table: 5 * table["户数"]))
