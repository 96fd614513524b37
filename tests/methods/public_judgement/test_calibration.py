"""Calibrated weights: by hand, both distances, convergence said, refusals. Published figures: tests/published."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yzperf.domain.result import Verdict
from yzperf.drawing.canvas import png_bytes
from yzperf.errors import MethodError
from yzperf.methods import calibrate_weights, survey_estimate
from yzperf.methods.public_judgement.calibration_result import CalibratedWeights

SEX = {"男": 500.0, "女": 500.0}
AGE = {"青年": 300.0, "中年": 400.0, "老年": 300.0}


def sample(count: int = 200, seed: int = 1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    sex = rng.choice(["男", "女"], count, p=[0.35, 0.65])
    age = rng.choice(list(AGE), count, p=[0.2, 0.3, 0.5])
    return pd.DataFrame(
        {"性别": sex, "年龄": age, "满意": (rng.random(count) < 0.6).astype(int), "权": rng.uniform(1, 3, count)}
    )


def sums(table: pd.DataFrame, column: str, result: CalibratedWeights) -> dict[str, float]:
    return pd.Series(result.weights).groupby(table[column].to_numpy()).sum().to_dict()


def verdict(result: CalibratedWeights, start: str) -> Verdict:
    return next(check.verdict for check in result.diagnostics() if check.assumption.startswith(start))


def test_post_stratification_by_hand() -> None:
    table = pd.DataFrame({"性别": ["男", "女", "女", "女"]})
    result = calibrate_weights(table, margins={"性别": {"男": 60, "女": 40}})
    assert result.weights == pytest.approx((60, 40 / 3, 40 / 3, 40 / 3))
    assert result.converged
    assert result.value == pytest.approx(4 * (3600 + 3 * (40 / 3) ** 2) / 100**2)
    assert "事后分层" in result.sentences()[0]


@pytest.mark.parametrize("distance", ["raking", "linear"])
def test_both_margins_fit(distance: str) -> None:
    table = sample()
    result = calibrate_weights(table, margins={"性别": SEX, "年龄": AGE}, weights="权", distance=distance)
    assert result.converged
    assert sums(table, "性别", result) == pytest.approx(SEX)
    assert sums(table, "年龄", result) == pytest.approx(AGE)


def test_raking_keeps_the_odds_ratios() -> None:
    table = sample()
    result = calibrate_weights(table, margins={"性别": SEX, "年龄": AGE})
    cells = pd.Series(result.weights).groupby([table["性别"].to_numpy(), table["年龄"].to_numpy()]).sum()
    counts = table.groupby(["性别", "年龄"]).size()

    def odds(values: pd.Series) -> float:
        return values["男", "青年"] * values["女", "老年"] / values["男", "老年"] / values["女", "青年"]

    assert odds(cells) == pytest.approx(odds(counts))


def test_shares_are_scaled_to_the_weights() -> None:
    table = sample()
    result = calibrate_weights(table, margins={"性别": {"男": 0.5, "女": 0.5}, "年龄": AGE})
    assert sum(result.weights) == pytest.approx(1000)
    alone = calibrate_weights(table, margins={"性别": {"男": 0.5, "女": 0.5}}, weights="权")
    assert sum(alone.weights) == pytest.approx(table["权"].sum())


def test_no_solution_is_said() -> None:
    """Every man is young: 500 men cannot be 300 young."""
    table = pd.DataFrame({"性别": ["男"] * 5 + ["女"] * 5, "年龄": ["青年"] * 5 + ["中年"] * 3 + ["老年"] * 2})
    for distance in ("raking", "linear"):
        result = calibrate_weights(table, margins={"性别": SEX, "年龄": AGE}, distance=distance, most_rounds=50)
        assert not result.converged
        assert verdict(result, "各变量都") is Verdict.FAILS
        assert "没有收敛" in result.sentences()[0]


def test_negative_weights_are_said() -> None:
    table = pd.DataFrame({"性别": ["男", "男", "男", "女", "女"], "年龄": ["青年", "老年", "老年", "老年", "老年"]})
    margins = {"性别": {"男": 1.0, "女": 9.0}, "年龄": {"青年": 5.0, "老年": 5.0}}
    assert verdict(calibrate_weights(table, margins=margins, distance="linear"), "权数为正") is Verdict.FAILS


@settings(max_examples=20, deadline=None)
@given(st.floats(0.01, 1000), st.permutations(range(60)))
def test_size_of_weights_and_order_do_not_matter(scale: float, order: list[int]) -> None:
    table = sample(60)
    one = calibrate_weights(table, margins={"性别": SEX, "年龄": AGE}, weights="权")
    moved = table.iloc[order].assign(权=lambda frame: frame["权"] * scale)
    other = calibrate_weights(moved, margins={"性别": SEX, "年龄": AGE}, weights="权")
    assert np.array(one.weights)[order] == pytest.approx(np.array(other.weights), rel=1e-5)


def test_weights_go_into_an_estimate() -> None:
    table = sample()
    result = calibrate_weights(table, margins={"性别": SEX, "年龄": AGE})
    found = survey_estimate(table.assign(权数=result.weights), value="满意", kind="share", weights="权数")
    assert found.population == pytest.approx(1000)
    assert found.kish == pytest.approx(result.value)


def test_what_people_see() -> None:
    result = calibrate_weights(sample(), margins={"性别": SEX, "年龄": AGE})
    assert result.table()["类别"].tolist() == ["男", "女", "青年", "中年", "老年"]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert png_bytes(result.figure())


@pytest.mark.parametrize(
    ("change", "options", "words"),
    [
        ({}, {"margins": {}}, "没有给出总体的分布"),
        ({}, {"margins": {"镇": {"甲": 1}}}, "缺少列“镇”"),
        ({}, {"margins": {"性别": {"男": 10}}}, "总体分布里没有：女"),
        ({}, {"margins": {"性别": {**SEX, "其他": 5}}}, "没有样本：其他"),
        ({}, {"margins": {"性别": {"男": 0, "女": 9}}}, "应为正数：“性别”的“男”"),
        ({}, {"margins": {"性别": SEX, "年龄": {**AGE, "老年": 400}}}, "合计不同：“性别”1,000、“年龄”1,100"),
        ({"性别": [None] + ["男", "女"] * 99 + ["男"]}, {}, "有空缺（第1行）"),
        ({"权": -1}, {"weights": "权"}, "应为正数"),
        ({}, {"distance": "logit"}, "校准方法"),
        ({}, {"precision": 0}, "精度"),
    ],
)
def test_refusals(change: dict[str, object], options: dict[str, object], words: str) -> None:
    with pytest.raises(MethodError, match=words):
        calibrate_weights(sample().assign(**change), **{"margins": {"性别": SEX, "年龄": AGE}, **options})
