"""Quantile benchmarks and units in like conditions: figures by hand, coverage, words, refusals."""

from __future__ import annotations

from math import isinf
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from yzperf.domain.result import Verdict
from yzperf.drawing.canvas import png_bytes
from yzperf.errors import MethodError
from yzperf.methods import comparable_units, quantile_benchmark
from yzperf.methods.benchmarking.quantile_benchmark import quantile_interval

# ── quantile benchmark ──────────────────────────────────────────────────────────────────────────────

NINE = pd.DataFrame({"u": list("甲乙丙丁戊己庚辛壬"), "v": [1.0, 2, 3, 4, 5, 6, 7, 8, 9], "g": list("aaaaabbbb")})


@pytest.mark.parametrize(("better", "line", "short"), [("higher", 7.0, 6), ("lower", 3.0, 6)])
def test_the_benchmark_and_the_gaps(better: str, line: float, short: int) -> None:
    found = quantile_benchmark(NINE, unit="u", outcome="v", better=better)
    assert found.value == line
    gaps = {one.name: one.gap for one in found.groups[0].units}
    assert sum(gap > 0 for gap in gaps.values()) == short
    assert gaps["甲" if better == "higher" else "壬"] == 6.0
    assert found.table()["单位"].iloc[0] == ("甲" if better == "higher" else "壬")


def test_the_interval_lies_between_the_exact_ones() -> None:
    """Order statistics whose exact coverage is just above and just below 95 %."""
    values = np.sort(np.random.default_rng(1).normal(size=30))
    low, high = quantile_interval(values, 0.75)
    below = stats.binom(30, 0.75)
    rank = next(rank for rank in range(30, 0, -1) if below.sf(rank - 1) >= 0.975)
    assert values[rank - 1] <= low < values[rank]
    rank = next(rank for rank in range(1, 31) if below.cdf(rank - 1) >= 0.975)
    assert values[rank - 2] < high <= values[rank - 1]


def test_the_interval_mirrors() -> None:
    values = np.random.default_rng(2).normal(size=25)
    low, high = quantile_interval(values, 0.7)
    assert quantile_interval(-values, 0.3) == pytest.approx((-high, -low))


@pytest.mark.parametrize(("count", "share"), [(12, 0.5), (20, 0.75), (40, 0.75)])
def test_coverage_of_the_quantile(count: int, share: float) -> None:
    rng, truth = np.random.default_rng(count), -np.log(1 - share)
    ends = [quantile_interval(rng.exponential(size=count), share) for _ in range(1_500)]
    assert 0.93 <= np.mean([low <= truth <= high for low, high in ends]) <= 0.97


def test_an_end_without_bound_is_said() -> None:
    found = quantile_benchmark(NINE, unit="u", outcome="v", top=0.1)
    assert isinf(found.interval[1])
    assert "至无界）" in found.sentences()[0]
    assert found.diagnostics()[0].verdict is Verdict.FAILS
    assert png_bytes(found.figure())[:4] == b"\x89PNG"


def test_what_the_benchmark_says() -> None:
    found = quantile_benchmark(NINE, unit="u", outcome="v", outcome_name="达标率", outcome_unit="%")
    assert "9个单位中，最好的25%的达标率不低于7" in found.sentences()[0]
    assert "6个单位未达到，差距最大的是甲（1" in found.sentences()[0]
    assert "个百分点）" in found.sentences()[0]


def test_groups_and_gaps_in_the_data() -> None:
    frame = pd.concat([NINE, NINE.assign(u=NINE["u"] + "二", g="b")]).reset_index(drop=True)
    frame.loc[0, "v"] = np.nan
    with pytest.raises(MethodError, match="分组“a”只有4个单位"):
        quantile_benchmark(frame, unit="u", outcome="v", group="g", missing="drop")
    found = quantile_benchmark(frame.assign(g="全体"), unit="u", outcome="v", group="g", missing="drop")
    assert found.dropped == 1
    assert "另有1行因数据空缺剔除" in found.sentences()[-1]


@pytest.mark.parametrize(
    ("change", "options", "words"),
    [
        ({"v": 3.0}, {}, "都相同，分不出高下"),
        ({"v": [None, *range(8)]}, {}, "第1行有空缺"),
        ({"u": "甲"}, {}, "单位重名：甲"),
        ({}, {"top": 1.5}, "选项top为1.5"),
        ({}, {"better": "more"}, "选项better"),
        ({}, {"outcome": "w"}, "缺少列“w”"),
        ({}, {"outcome": "u"}, "同时被用作"),
    ],
)
def test_refusals_of_the_benchmark(change: dict[str, Any], options: dict[str, Any], words: str) -> None:
    with pytest.raises(MethodError, match=words):
        quantile_benchmark(NINE.assign(**change), **{"unit": "u", "outcome": "v", **options})


# ── units in like conditions ────────────────────────────────────────────────────────────────────────

TOWNS = pd.DataFrame(
    {
        "u": list("甲乙丙丁戊己庚辛"),
        "p": [5.0, 5.2, 4.8, 5.1, 4.9, 9.0, 1.0, 5.0],
        "y": [90.0, 80.0, 82.0, 84.0, 86.0, 10.0, 20.0, 83.0],
    }
)
ROLES: dict[str, Any] = {"unit": "u", "focus": "甲", "outcome": "y", "traits": ["p"]}


def test_peers_and_gap_by_hand() -> None:
    found = comparable_units(TOWNS, **ROLES)
    assert [peer.name for peer in found.peers] == ["辛", "丁", "戊", "乙", "丙"]  # nearest first
    theirs = [83.0, 84, 86, 80, 82]
    assert found.value == pytest.approx(7.0)
    reach = stats.t.ppf(0.975, 4) * np.std(theirs, ddof=1) / np.sqrt(5)
    assert found.interval == pytest.approx((7 - reach, 7 + reach))
    wide = stats.t.ppf(0.975, 4) * np.std(theirs, ddof=1) * np.sqrt(1.2)
    assert found.expected == pytest.approx((83 - wide, 83 + wide))


def test_what_the_comparison_says() -> None:
    found = comparable_units(TOWNS, **ROLES, outcome_name="满意度", outcome_unit="%")
    assert "甲的满意度为90.0%，比条件相近的5个单位平均高7.0个百分点" in found.sentences()[0]
    assert "甲超出正常范围，好于条件相近的单位" in found.sentences()[1]
    worse = comparable_units(TOWNS, **ROLES, better="lower")
    assert "差于条件相近的单位" in worse.sentences()[1]
    usual = comparable_units(TOWNS.assign(y=[84.0, *TOWNS["y"][1:]]), **ROLES)
    assert "属正常范围" in usual.sentences()[1]
    assert png_bytes(found.figure())[:4] == b"\x89PNG"


def test_peers_on_one_side_are_doubtful() -> None:
    above = TOWNS.assign(p=[5.0, 5.5, 5.6, 5.4, 5.7, 9.0, 1.0, 5.5])
    assert comparable_units(above, **ROLES, caliper=0.4).diagnostics()[1].verdict is Verdict.DOUBTFUL


def test_an_ordinary_unit_is_in_the_ordinary_range() -> None:
    inside = []
    for seed in range(300):
        rng = np.random.default_rng(seed)
        frame = pd.DataFrame({"u": range(25), "p": rng.uniform(size=25), "y": rng.normal(size=25)})
        found = comparable_units(frame, unit="u", focus="0", outcome="y", traits="p", caliper=1.0)
        inside.append(found.expected[0] <= found.own <= found.expected[1])
    assert 0.92 <= np.mean(inside) <= 0.98


def test_rows_left_out_are_counted() -> None:
    frame = TOWNS.assign(y=[*TOWNS["y"][:7], None])
    found = comparable_units(frame, **ROLES, missing="drop")
    assert (found.dropped, len(found.peers)) == (1, 4)
    assert "另有1行因数据空缺剔除" in found.sentences()[2]


@pytest.mark.parametrize(
    ("change", "options", "words"),
    [
        ({}, {"focus": "子"}, "没有名为“子”的单位"),
        ({}, {"caliper": 0.01}, r"只有1个，至少要3个；放宽到caliper=0\.0\d"),
        ({}, {"caliper": -1}, "选项caliper"),
        ({}, {"better": "more"}, "选项better"),
        ({}, {"traits": []}, "没有指定条件列"),
        ({"p": 1.0}, {}, "条件p对所有单位都相同"),
        ({"u": "甲"}, {}, "单位重名"),
        ({"y": [None, *range(7)]}, {}, "第1行有空缺"),
        ({}, {"traits": ["q"]}, "缺少列“q”"),
    ],
)
def test_refusals_of_the_comparison(change: dict[str, Any], options: dict[str, Any], words: str) -> None:
    with pytest.raises(MethodError, match=words):
        comparable_units(TOWNS.assign(**change), **{**ROLES, **options})


def test_too_few_units_at_all() -> None:
    with pytest.raises(MethodError, match="除甲外只有2个单位"):
        comparable_units(TOWNS.head(3), **ROLES)
