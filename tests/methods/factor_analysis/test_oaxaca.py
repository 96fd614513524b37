"""Oaxaca–Blinder: by hand, identities, errors against the bootstrap, coverage, what it refuses."""

import warnings

import numpy as np
import pandas as pd
import pytest

from yzperf.domain.result import Verdict
from yzperf.drawing.canvas import png_bytes
from yzperf.errors import MethodError
from yzperf.methods import oaxaca_blinder
from yzperf.methods.factor_analysis.oaxaca_result import OaxacaBlinder

REFERENCES = ["pooled", "neumark", "first", "second", "cotton", "reimers"]


def _villages(seed: int = 1, count: int = 60) -> pd.DataFrame:
    """Explained 2·1 = 2, unexplained 1, in expectation, at any reference."""
    rng = np.random.default_rng(seed)
    near = np.repeat([1, 0], count)
    road = rng.normal(3 + near, 1)
    people = rng.normal(5, 2, 2 * count)
    return pd.DataFrame(
        {
            "位置": np.where(near == 1, "近郊", "远郊"),
            "道路": road,
            "人口": people,
            "收入": 1 + 2 * road + 0.5 * people + near + rng.normal(0, 1, 2 * count),
        }
    )


def _run(frame: pd.DataFrame | None = None, **options: object) -> OaxacaBlinder:
    frame = _villages() if frame is None else frame
    return oaxaca_blinder(frame, **{"outcome": "收入", "group": "位置", "covariates": ["道路", "人口"], **options})


def test_by_hand_without_noise() -> None:
    """A: y = 1 + 2x at mean 4; B: y = 3x at mean 2. Gap 9 − 6 = 3; at B's slope 3·2 = 6 and 1 − 1·4 = −3."""
    frame = pd.DataFrame({"g": ["甲"] * 5 + ["乙"] * 5, "x": [2.0, 3, 4, 5, 6, 0, 1, 2, 3, 4]})
    frame["y"] = np.where(frame["g"] == "甲", 1 + 2 * frame["x"], 3 * frame["x"])
    options = {"outcome": "y", "group": "g", "covariates": ["x"]}
    second = oaxaca_blinder(frame, **options, reference="second")
    assert (second.gap.estimate, second.value) == pytest.approx((3, 6))
    assert second.unexplained.total.estimate == pytest.approx(-3)
    assert oaxaca_blinder(frame, **options, reference="first").value == pytest.approx(4)
    assert oaxaca_blinder(frame, **options, reference="reimers").value == pytest.approx(5)
    threefold = [part.total.estimate for part in (second.endowments, second.coefficients, second.interaction)]
    assert threefold == pytest.approx([6, 1 - 2, -2])


@pytest.mark.parametrize("reference", REFERENCES)
def test_parts_add_up_to_the_gap_of_means(reference: str) -> None:
    frame = _villages()
    result = _run(frame, reference=reference)
    means = frame.groupby("位置")["收入"].mean()
    assert result.gap.estimate == pytest.approx(means["近郊"] - means["远郊"])
    assert result.explained.total.estimate + result.unexplained.total.estimate == pytest.approx(result.gap.estimate)
    three = [part.total.estimate for part in (result.endowments, result.coefficients, result.interaction)]
    assert sum(three) == pytest.approx(result.gap.estimate)
    for part in (result.explained, result.unexplained, result.interaction):
        assert sum(one.estimate for _, one in part.details) == pytest.approx(part.total.estimate)
    spread = frame.groupby("位置")["收入"].var() / 60
    assert result.gap.standard_error == pytest.approx(np.sqrt(spread.sum()), rel=0.02)


def test_turning_the_groups_round_turns_the_signs() -> None:
    result, turned = _run(), _run(first="远郊")
    assert turned.gap.estimate == pytest.approx(-result.gap.estimate)
    assert turned.value == pytest.approx(-result.value)
    assert turned.explained.total.standard_error == pytest.approx(result.explained.total.standard_error)


@pytest.mark.parametrize("reference", ["pooled", "second"])
def test_errors_agree_with_the_bootstrap(reference: str) -> None:
    frame, rng = _villages(count=80), np.random.default_rng(7)
    sides = [np.flatnonzero(frame["位置"] == name) for name in ("近郊", "远郊")]
    drawn = []
    for _ in range(250):
        rows = np.concatenate([rng.choice(side, len(side)) for side in sides])
        result = _run(frame.iloc[rows], reference=reference, first="近郊")
        drawn.append((result.value, result.unexplained.total.estimate, result.explained.details[1][1].estimate))
    ours = _run(frame, reference=reference)
    errors = [
        ours.explained.total.standard_error,
        ours.unexplained.total.standard_error,
        ours.explained.details[1][1].standard_error,
    ]
    assert errors == pytest.approx(np.std(drawn, axis=0), rel=0.15)


def test_intervals_cover() -> None:
    hits = np.zeros(2)
    for seed in range(300):
        result = _run(_villages(seed, 40))
        parts = (result.explained.total, result.unexplained.total)
        hits += [part.low <= truth <= part.high for part, truth in zip(parts, (2.0, 1.0), strict=True)]
    assert (hits / 300 >= 0.92).all()
    assert (hits / 300 <= 0.98).all()


def test_numeric_groups_are_named_as_people_write_them() -> None:
    frame = _villages().assign(位置=lambda table: (table["位置"] == "近郊").astype(float))
    assert {_run(frame).first.name, _run(frame).second.name} == {"1", "0"}
    assert _run(frame, first=0).first.name == "0"


def test_words_tables_and_figure() -> None:
    frame = _villages()
    frame.loc[3, "道路"] = None
    result = _run(frame, outcome_unit="万元")
    assert result.dropped == 1
    text = "".join(result.sentences())
    assert "近郊组平均收入" in text
    assert "可解释部分中影响最大的是道路" in text
    assert "剔除1行" in text
    assert result.table()["占差距（%）"].iloc[1:3].sum() == pytest.approx(100, abs=0.2)
    assert "常数项" not in result.details_table().iloc[:2]["特征"].tolist()
    assert result.diagnostics()[0].verdict is Verdict.HOLDS
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert png_bytes(result.figure())


def _problems(frame: pd.DataFrame, **options: object) -> list[str]:
    with pytest.raises(MethodError) as caught:
        _run(frame, **options)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("change", "options", "words"),
    [
        ({}, {"outcome": "产值"}, "缺少列“产值”"),
        ({}, {"covariates": []}, "至少给出一个特征"),
        ({}, {"covariates": ["道路", "收入"]}, "同时被用作"),
        ({}, {"reference": "average"}, "之一，现为“average”"),
        ({}, {"first": "城区"}, "“城区”不在组别列中"),
        ({"位置": "近郊"}, {}, "应恰有两个值，现有1个"),
        ({"道路": 3.0}, {}, "特征道路没有变化"),
        ({"道路": "好"}, {}, "不是数"),
    ],
)
def test_refusals(change: dict[str, object], options: dict[str, object], words: str) -> None:
    assert any(words in text for text in _problems(_villages().assign(**change), **options))


def test_refuses_small_groups_and_tied_characteristics() -> None:
    assert any("至少要5行" in text for text in _problems(_villages(count=4)))
    tied = _villages().assign(人口=lambda table: 2 * table["道路"])
    assert any("特征人口" in text for text in _problems(tied))
