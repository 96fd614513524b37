"""Net promoter score and importance–performance analysis: by hand, intervals, firmness, refusals."""

import math
import warnings

import numpy as np
import pandas as pd
import pytest

from yzperf.domain.result import Verdict
from yzperf.drawing.canvas import png_bytes
from yzperf.errors import MethodError
from yzperf.methods import importance_performance_analysis, net_promoter_score

SCORES = pd.DataFrame({"推荐": [10, 9, 9, 8, 7, 6, 3, 10, None, 0]})
ITEMS = ["便捷", "态度", "公开", "维护"]


def rated(rows: int = 200, seed: int = 1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    means = dict(zip(ITEMS, [70, 90, 72, 88], strict=True))
    weights = dict(zip(ITEMS, [9, 9, 6, 6], strict=True))
    table = pd.DataFrame({item: rng.normal(means[item], 5, rows) for item in ITEMS})
    for item in ITEMS:
        table[f"重{item}"] = rng.normal(weights[item], 1, rows)
    return table.assign(总体=lambda frame: frame["便捷"] + frame["态度"] + rng.normal(0, 2, rows))


def four(table: pd.DataFrame, **options: object) -> object:
    given = {"performance": {item: item for item in ITEMS}, "importance": {item: f"重{item}" for item in ITEMS}}
    return importance_performance_analysis(table, **{**given, "draws": 199, **options})


def verdict(result: object, start: str) -> Verdict:
    return next(check.verdict for check in result.diagnostics() if check.assumption.startswith(start))


# ── net promoter score ──────────────────────────────────────────────────────────────────────────────


def test_score_and_both_intervals_by_hand() -> None:
    """Nine answers: four promoters, two passives, three detractors."""
    plain = net_promoter_score(SCORES, score="推荐", interval="wald")
    assert plain.value == pytest.approx(100 / 9)
    error = math.sqrt((7 / 9 - (1 / 9) ** 2) / 9)
    assert plain.error == pytest.approx(100 * error)
    assert plain.interval == pytest.approx((100 * (1 / 9 - 1.959964 * error), 100 * (1 / 9 + 1.959964 * error)))
    assert plain.blank == 1
    up, down = 4.75 / 12, 3.75 / 12
    half = 1.959964 * math.sqrt((up + down - (up - down) ** 2) / 12)
    adjusted = net_promoter_score(SCORES, score="推荐")
    assert adjusted.value == plain.value
    assert adjusted.interval == pytest.approx((100 * (up - down - half), 100 * (up - down + half)))


def test_weighted_score_uses_the_design() -> None:
    table = SCORES.dropna().assign(权=[3, 1, 1, 1, 1, 1, 1, 1, 1])
    result = net_promoter_score(table, score="推荐", weights="权")
    assert result.value == pytest.approx(100 * (6 - 3) / 11)
    assert result.drawn


def test_all_promoters_keep_a_width() -> None:
    low, high = net_promoter_score(pd.DataFrame({"a": [10] * 20}), score="a").interval
    assert 60 < low < 100
    assert high == 100


def test_what_people_see_of_the_score() -> None:
    result = net_promoter_score(SCORES, score="推荐")
    assert "另有1份未答" in result.sentences()[1]
    assert "区间包含0" in result.sentences()[0]
    assert result.table()["占比（%）"].tolist() == [44.4, 22.2, 33.3]
    assert verdict(result, "份数足够") is Verdict.DOUBTFUL
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert png_bytes(result.figure())


@pytest.mark.parametrize(
    ("table", "options", "words"),
    [
        (SCORES, {"score": "分"}, "缺少列“分”"),
        (SCORES.assign(推荐=11), {}, "0和10之间"),
        (SCORES.assign(推荐="会"), {}, "不是数"),
        (SCORES.head(3), {}, "至少要5份"),
        (SCORES, {"detractor_to": 9}, "分界"),
        (SCORES, {"interval": "exact"}, "区间"),
    ],
)
def test_refusals_of_the_score(table: pd.DataFrame, options: dict[str, object], words: str) -> None:
    with pytest.raises(MethodError, match=words):
        net_promoter_score(table, **{"score": "推荐", **options})


# ── importance and performance ──────────────────────────────────────────────────────────────────────


def test_quadrants() -> None:
    result = four(rated())
    assert [one.quadrant for one in result.items] == ["重点改进", "优势保持", "暂缓改进", "锦上添花"]
    assert all(one.stays == 1 for one in result.items)
    assert result.value == 1
    assert "便捷" in result.sentences()[0]
    assert result.lines == pytest.approx(
        (np.mean([one.performance for one in result.items]), np.mean([one.importance for one in result.items]))
    )


def test_fixed_lines_and_median() -> None:
    table = rated()
    low = four(table, crossing=(60.0, 5.0))
    assert [one.quadrant for one in low.items] == ["优势保持"] * 4
    assert verdict(low, "分界事先") is Verdict.HOLDS
    assert four(table, crossing="median").lines[0] == pytest.approx(np.median([one.performance for one in low.items]))


def test_derived_importance_is_the_correlation() -> None:
    table = rated()
    result = four(table, importance=None, overall="总体")
    for one in result.items:
        assert one.importance == pytest.approx(table[one.name].corr(table["总体"]))
    assert [one.quadrant for one in result.items][:2] == ["重点改进", "优势保持"]


def test_derived_importance_leaves_gaps_out_by_pairs() -> None:
    table = rated()
    table.loc[:9, "便捷"] = np.nan
    table.loc[5:14, "总体"] = np.nan
    result = four(table, importance=None, overall="总体")
    assert result.items[0].importance == pytest.approx(table["便捷"].corr(table["总体"]))
    assert result.blank == 20


def test_items_near_a_line_are_named() -> None:
    table = rated()
    table["公开"] += table[["便捷", "态度", "维护"]].mean().mean() - table["公开"].mean()
    result = four(table)
    assert result.items[2].stays < 0.8
    assert verdict(result, "象限划分") is Verdict.DOUBTFUL
    assert "公开" in result.sentences()[2]


def test_picture_of_the_quadrants() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert png_bytes(four(rated()).figure())


@pytest.mark.parametrize(
    ("change", "options", "words"),
    [
        ({}, {"overall": "总体"}, "给且只给一个"),
        ({}, {"importance": None}, "给且只给一个"),
        ({}, {"importance": {"便捷": "重便捷"}}, "项目不同"),
        ({}, {"performance": {"便捷": "便捷"}, "importance": {"便捷": "重便捷"}}, "至少要3个"),
        ({}, {"crossing": "middle"}, "分界"),
        ({}, {"draws": 1}, "至少99"),
        ({"便捷": "好"}, {}, "不是数"),
        ({"便捷": [1.0] * 5 + [None] * 195}, {}, "便捷（5份）"),
        ({"便捷": 5.0}, {"importance": None, "overall": "总体"}, "算不出相关"),
    ],
)
def test_refusals_of_the_quadrants(change: dict[str, object], options: dict[str, object], words: str) -> None:
    with pytest.raises(MethodError, match=words):
        four(rated().assign(**change), **options)
