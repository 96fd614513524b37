"""G02: entropy weights, closeness and ranks, as reports print them."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.quality.method_papers import told
from yzperf.domain.finding import EvidenceClass
from yzperf.methods import weigh_by_entropy
from yzperf.quality import Bundle, audit
from yzperf.rules import Rules


@pytest.mark.parametrize(
    "text",
    [
        "熵权法求得四项权重为0.40、0.35、0.30、0.25。",
        "按熵权法，三项权重分别为0.412、0.331、0.262。",
        "采用熵值法，数量、质量、成本的权重依次为41.2%、33.1%、26.9%。",
        "经信息熵计算，各指标权重为：数量0.412，质量0.331，成本0.262。",
        "用CRITIC法得出3个指标的权重为0.30、0.30和0.30。",
        "熵权法计算结果为：产出数量权重0.35、产出质量权重0.40、社会效益权重0.38。",
    ],
)
def test_weights_that_do_not_add_up(rules: Rules, text: str) -> None:
    (finding,) = told(rules, "G02", text)
    assert finding.evidence is EvidenceClass.PROOF


@pytest.mark.parametrize(
    "text",
    [
        "按熵权法，三项权重分别为0.333、0.333、0.333。",
        "按熵权法，三项权重分别为40%、35%、25%。",
        "用CRITIC法得出3个指标的权重为0.3、0.3和0.3。",  # may be a third each
        "熵权法下，权重较大的两类为数量和质量，权重分别为0.41、0.33，其余较小。",
        "熵权法权重最高为0.412，最低为0.080。",
        "按熵权法，一级指标权重分别为0.40、0.60，其中产出下的二级指标权重分别为0.50、0.50。",
        "信息熵越小，权重越大；贴近度越大，排名越靠前。",
    ],
)
def test_weights_that_add_up_or_are_only_some_of_them(rules: Rules, text: str) -> None:
    assert told(rules, "G02", text) == []


def test_said_the_wrong_way_round(rules: Rules) -> None:
    for text in ("信息熵越大，该指标的权重越大。", "TOPSIS法中贴近度越小绩效越好。", "按贴近度由小到大排名。"):
        (finding,) = told(rules, "G02", text)
        assert finding.evidence is EvidenceClass.LEAD


ENTROPY = ["表6 熵权计算结果", "指标|信息熵e|差异系数d|权重w", "数量|0.921|0.079|0.436", "质量|0.948|0.052|0.287", "成本|0.950|0.050|0.276"]  # fmt: skip


def entropy(old: str, new: str) -> list[str]:
    return [line.replace(old, new) for line in ENTROPY]


def test_a_sound_table_of_entropies_passes(rules: Rules) -> None:
    assert told(rules, "G02", ENTROPY) == []
    assert told(rules, "G02", [*ENTROPY, "合计||0.181|0.999"]) == []


@pytest.mark.parametrize(
    ("old", "new", "cell", "right"),
    [
        ("0.921|0.079", "0.921|0.179", "第2行第3列", "0.079"),
        ("0.436", "0.536", "第2行第4列", ""),
        ("0.436", "0.376", "第2行第4列", ""),
    ],
)
def test_an_entropy_weight_that_does_not_follow(rules: Rules, old: str, new: str, cell: str, right: str) -> None:
    (finding, *_) = told(rules, "G02", entropy(old, new))
    assert finding.where.cell == cell
    assert right in finding.recomputed


def test_weights_swapped_between_two_indicators(rules: Rules) -> None:
    swapped = [line.replace("0.436", "@").replace("0.287", "0.436").replace("@", "0.287") for line in ENTROPY]
    assert [one.where.cell for one in told(rules, "G02", swapped)] == ["第2行第4列", "第3行第4列"]


def test_a_table_that_lies_on_its_side(rules: Rules) -> None:
    table = ["表6 熵权", "项目|数量|质量|成本", "信息熵|0.921|0.948|0.950", "熵权|43.6%|28.7%|37.6%"]
    assert told(rules, "G02", table)
    assert told(rules, "G02", [*table[:3], "熵权|43.6%|28.7%|27.6%"]) == []


TOPSIS = ["表7 TOPSIS 结果", "镇|D+|D-|贴近度|排名", "甲镇|0.12|0.30|0.714|1", "乙镇|0.20|0.21|0.512|2", "丙镇|0.31|0.11|0.262|3"]  # fmt: skip


def topsis(*pairs: tuple[str, str]) -> list[str]:
    lines = TOPSIS
    for old, new in pairs:
        lines = [line.replace(old, new) for line in lines]
    return lines


def test_a_sound_ranking_passes(rules: Rules) -> None:
    assert told(rules, "G02", TOPSIS) == []
    tied = topsis(("0.20|0.21|0.512|2", "0.121|0.301|0.714|1"), ("甲镇|0.12|0.30|0.714|1", "甲镇|0.12|0.30|0.714|2"))
    assert told(rules, "G02", tied) == []  # equal as printed: either may be first


@pytest.mark.parametrize(
    ("pairs", "cells"),
    [
        ((("0.714|1", "0.714|2"), ("0.512|2", "0.512|1")), ["第2行第5列", "第3行第5列"]),
        ((("0.512|2", "0.612|2"),), ["第3行第4列"]),
    ],
)
def test_a_rank_or_a_closeness_that_does_not_follow(
    rules: Rules, pairs: tuple[tuple[str, str], ...], cells: list[str]
) -> None:
    assert [one.where.cell for one in told(rules, "G02", topsis(*pairs))] == cells


def test_a_ranking_upside_down_is_told_once(rules: Rules) -> None:
    (finding,) = told(rules, "G02", topsis(("0.714|1", "0.714|3"), ("0.262|3", "0.262|1")))
    assert "方向相反" in finding.message
    heads = topsis(("D+|D-", "负理想解距离|正理想解距离"))
    (turned,) = told(rules, "G02", heads)
    assert "D⁺÷" in turned.message


@pytest.mark.parametrize(
    "heads",
    [
        "评价对象|正理想解距离(D+)|负理想解距离(D-)|综合得分指数|排序",
        "项|正理想解距离D⁺|负理想解距离D⁻|相对接近度C|排序结果",
        "单位|与最优解的距离|与最劣解的距离|接近程度Ci|名次",
    ],
)
def test_headings_as_the_usual_programs_print_them(rules: Rules, heads: str) -> None:
    assert told(rules, "G02", ["表7", heads, *TOPSIS[2:]]) == []
    wrong = [line.replace("0.512|2", "0.512|1").replace("0.714|1", "0.714|2") for line in TOPSIS[2:]]
    assert len(told(rules, "G02", ["表7", heads, *wrong])) == 2


def test_ranks_in_words(rules: Rules) -> None:
    told_wrong = "TOPSIS结果：甲镇贴近度为0.62，排名第2；乙镇贴近度为0.58，排名第1。"
    (finding,) = told(rules, "G02", told_wrong)
    assert finding.evidence is EvidenceClass.PROOF
    assert told(rules, "G02", told_wrong.replace("第2", "第@").replace("第1", "第2").replace("第@", "第1")) == []


def test_an_indicator_that_is_better_when_small(rules: Rules) -> None:
    table = ["TOPSIS 指标方向", "指标|方向", "处理量|正向", "投诉率|正向", "投诉办结率|正向", "单位成本|逆向"]
    (finding,) = told(rules, "G02", table)
    assert (finding.where.cell, finding.evidence) == ("第3行第2列", EvidenceClass.LEAD)


def test_ranks_among_the_registered_tables(rules: Rules) -> None:
    frame = pd.DataFrame(
        {"镇": ["甲", "乙"], "D+": [0.12, 0.20], "D-": [0.30, 0.21], "贴近度": [0.714, 0.512], "排名": [2, 1]}
    )
    found = audit(Bundle(rules=rules, tables={"topsis": frame}, table_files={"topsis": "topsis.csv"})).findings
    assert [one.where.cell for one in found if one.id == "G02"] == ["第2行“排名”列", "第3行“排名”列"]


def test_entropy_weights_below_their_data(rules: Rules) -> None:
    """By the method itself, on raw values and scaled with a falling indicator; swapped weights are told."""
    frame = pd.DataFrame(
        {"数量": [12.0, 30.0, 18.0, 25.0], "质量": [90.0, 95.0, 97.0, 88.0], "成本": [3.1, 2.2, 4.5, 1.0]}
    )
    for options in ({}, {"scale": True, "direction": {"成本": "min"}}):
        weights = weigh_by_entropy(frame, **options).weights
        lines = ["|".join([f"镇{at}", *map(str, row)]) for at, row in enumerate(frame.to_numpy().tolist())]
        row = [f"{weights[name]:.3f}" for name in frame]
        table = ["表6 熵权法数据", "镇|数量|质量|成本", *lines, "|".join(["权重", *row])]
        assert told(rules, "G02", table) == []
        (finding,) = told(rules, "G02", [*table[:-1], "|".join(["权重", *row[::-1]])])
        assert (finding.evidence, finding.where.sheet) == (EvidenceClass.LEAD, "第1个表")
