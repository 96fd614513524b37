"""Intraclass correlations: by hand, relations between the six, refusals. Published figures: tests/published."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yzperf.domain.result import Verdict
from yzperf.drawing.canvas import png_bytes
from yzperf.errors import MethodError
from yzperf.methods import intraclass_correlation

SCORES = pd.DataFrame(
    {"项目": list("甲乙丙丁戊"), "张": [90, 80, 70, 60, 50], "王": [95, 82, 78, 66, 55], "李": [88, 86, 70, 71, 60]}
)


def random_scores(objects: int, raters: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    return pd.DataFrame(rng.normal(size=(objects, 1)) + rng.normal(size=(objects, raters))).add_prefix("E")


def test_two_raters_by_hand() -> None:
    """Means 2, 4, 6 of two raters one point apart: 2 · 8 / 2 = 8 between, 0.5 within, nothing left."""
    table = pd.DataFrame({"a": [1.5, 3.5, 5.5], "b": [2.5, 4.5, 6.5]})
    result = intraclass_correlation(table)
    assert result.squares.objects == pytest.approx(8)
    assert result.squares.within == pytest.approx(0.5)
    assert result.squares.raters == pytest.approx(1.5)
    one, two, three = result.estimates[:3]
    assert one == pytest.approx((8 - 0.5) / (8 + 0.5))
    assert two == pytest.approx(8 / (8 + 2 * 1.5 / 3))
    assert three == pytest.approx(1)


def test_mean_of_k_follows_spearman_and_brown() -> None:
    result = intraclass_correlation(SCORES, name="项目")
    for single, mean in zip(result.estimates[:3], result.estimates[3:], strict=True):
        assert mean == pytest.approx(3 * single / (1 + 2 * single))


def test_every_interval_holds_its_estimate() -> None:
    for one in intraclass_correlation(SCORES, name="项目").forms.values():
        assert one.low < one.estimate < one.high <= 1


def test_identical_experts() -> None:
    table = pd.DataFrame({"a": [1.1, 2.3, 3.7], "b": [1.1, 2.3, 3.7]})
    result = intraclass_correlation(table)
    assert result.estimates == pytest.approx([1] * 6)
    assert result.interval == (1, 1)


def test_the_form_is_the_headline() -> None:
    result = intraclass_correlation(SCORES, name="项目", form="ICC(3,k)")
    assert result.value == result.forms["ICC(3,k)"].estimate
    assert "相对一致" in result.sentences()[0]


def test_strict_and_mild_experts_are_named() -> None:
    strict = SCORES.assign(王=SCORES["张"] - 15)
    verdicts = {check.assumption: check for check in intraclass_correlation(strict, name="项目").diagnostics()}
    assert verdicts["专家宽严相近"].verdict is Verdict.DOUBTFUL
    assert "最严王" in verdicts["专家宽严相近"].statistic


@settings(max_examples=20, deadline=None)
@given(st.floats(0.1, 100), st.floats(-50, 50), st.permutations(range(12)))
def test_unit_origin_and_order_do_not_matter(scale: float, shift: float, order: list[int]) -> None:
    table = random_scores(12, 3, 1)
    moved = intraclass_correlation(table.iloc[order] * scale + shift)
    assert moved.estimates == pytest.approx(intraclass_correlation(table).estimates)
    assert moved.interval == pytest.approx(intraclass_correlation(table).interval)


def test_left_out_objects_are_named() -> None:
    gaps = SCORES.assign(李=[88, None, 70, 71, 60])
    result = intraclass_correlation(gaps, name="项目", missing="listwise")
    assert result.left_out == ("乙",)
    assert "乙" in result.sentences()[0]


def test_what_people_see() -> None:
    result = intraclass_correlation(SCORES, name="项目")
    assert len(result.table()) == 6
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert png_bytes(result.figure())


@pytest.mark.parametrize(
    ("change", "options", "words"),
    [
        ({"张": 1, "王": 1, "李": 1}, {}, "所有评分都相同"),
        ({"张": [1, 2, 3, 4, 5], "王": [5, 4, 3, 2, 1], "李": 3}, {}, "平均分都相同"),
        ({"张": [1, None, 3, 4, 5]}, {}, "缺失值.*第2行"),
        ({"张": list("优良中差劣")}, {}, "不是数"),
        ({}, {"raters": ["张"]}, "只有1个专家"),
        ({}, {"form": "ICC(A,1)"}, "形式"),
    ],
)
def test_refusals(change: dict[str, object], options: dict[str, object], words: str) -> None:
    with pytest.raises(MethodError, match=words):
        intraclass_correlation(SCORES.assign(**change), name="项目", **options)
