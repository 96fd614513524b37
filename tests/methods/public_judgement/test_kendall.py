"""Kendall's W: by hand, its null, against scipy, refusals. Published figures: tests/published."""

import warnings

import numpy as np
import pandas as pd
import pytest

from yzperf.domain.result import Verdict
from yzperf.drawing.canvas import png_bytes
from yzperf.errors import MethodError
from yzperf.forensics.concordance import midranks, null_spreads
from yzperf.methods import kendall_w

SCORES = pd.DataFrame(
    {"项目": list("甲乙丙丁戊"), "张": [90, 80, 70, 60, 50], "王": [95, 70, 80, 60, 55], "李": [88, 86, 70, 71, 60]}
)


def random_scores(objects: int, raters: int, seed: int) -> pd.DataFrame:
    return pd.DataFrame(np.random.default_rng(seed).normal(size=(objects, raters))).add_prefix("E")


def test_by_hand() -> None:
    """Rank sums 15, 11, 9, 7, 3: Σ of squared gaps from 9 is 80, W = 12 · 80 / (9 · 120)."""
    result = kendall_w(SCORES, name="项目")
    assert result.value == pytest.approx(12 * 80 / (9 * 120))
    assert result.uncorrected == result.value
    assert result.by_chance == pytest.approx(1 / 3)
    assert result.null.exact is True or result.null.permutation_p is not None


def test_all_alike_and_opposed() -> None:
    same = pd.DataFrame({"a": [1, 2, 3, 4], "b": [2, 4, 6, 8], "c": [1, 3, 5, 9]})
    result = kendall_w(same)
    assert result.value == pytest.approx(1)
    assert result.p_value == pytest.approx(1 / 24**2)  # only the one common order of 24 is as good
    assert kendall_w(pd.DataFrame({"a": [1, 2, 3, 4], "b": [4, 3, 2, 1]})).value == pytest.approx(0)


def test_agrees_with_friedman_of_scipy_with_ties() -> None:
    stats = pytest.importorskip("scipy.stats")
    table = random_scores(8, 4, 1).round(0)
    statistic, p = stats.friedmanchisquare(*table.to_numpy())
    result = kendall_w(table)
    assert result.null.statistic == pytest.approx(statistic)
    assert result.null.chi2_p == pytest.approx(p)
    assert result.tied


def test_mean_of_the_null_is_one_over_m() -> None:
    """All (3!)² deals of three experts and three objects: W is 1/3 on average."""
    ranks = midranks(random_scores(3, 3, 2).to_numpy())
    spreads, exact = null_spreads(ranks, 99, 1)
    assert exact
    assert len(spreads) == 36
    assert 12 * spreads.mean() / (9 * 24) == pytest.approx(1 / 3)


def test_random_deals_come_close_to_all_deals() -> None:
    table = random_scores(4, 4, 5)
    exact = kendall_w(table)
    assert exact.null.exact
    wide = kendall_w(pd.concat([table, random_scores(4, 3, 6).add_prefix("x")], axis=1))
    assert not wide.null.exact
    assert abs(wide.null.permutation_p - wide.null.f_p) < 0.05


def test_an_expert_apart_is_named() -> None:
    apart = SCORES.assign(赵=[10, 20, 30, 40, 50])
    result = kendall_w(apart, name="项目")
    assert "赵" in result.sentences()[2]
    verdicts = {check.assumption: check.verdict for check in result.diagnostics()}
    assert verdicts["没有与众不同的专家"] is Verdict.DOUBTFUL
    assert verdicts["专家的次序有共同之处"] is Verdict.FAILS


def test_large_tables_use_chi_squared() -> None:
    result = kendall_w(random_scores(60, 20, 3))
    assert result.null.permutation_p is None
    assert result.p_value == result.null.chi2_p
    assert "卡方" in result.sentences()[0]


def test_left_out_objects_are_named() -> None:
    result = kendall_w(SCORES.assign(李=[88, None, 70, 71, 60]), name="项目", missing="listwise")
    assert result.left_out == ("乙",)
    assert "乙" in result.sentences()[1]


def test_what_people_see() -> None:
    result = kendall_w(SCORES, name="项目")
    assert result.table()["对象"].tolist()[0] == "甲"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert png_bytes(result.figure())


@pytest.mark.parametrize(
    ("change", "options", "words"),
    [
        ({"张": 80}, {}, "专家张给所有对象同样的分"),
        ({"张": [1, None, 2, 3, 4]}, {}, "缺失值.*第2行"),
        ({"张": list("优良中差劣")}, {}, "不是数"),
        ({}, {"raters": ["张", "赵"]}, "缺少列“赵”"),
        ({}, {"raters": ["张"]}, "只有1个专家"),
        ({}, {"raters": ["张", "项目"]}, "同时被用作"),
        ({}, {"null": "t"}, "p值来源"),
        ({}, {"draws": 1}, "至少99"),
    ],
)
def test_refusals(change: dict[str, object], options: dict[str, object], words: str) -> None:
    with pytest.raises(MethodError, match=words):
        kendall_w(SCORES.assign(**change), name="项目", **options)


def test_refuses_two_objects() -> None:
    with pytest.raises(MethodError, match="可用的对象只有2个"):
        kendall_w(SCORES.head(2), name="项目")
