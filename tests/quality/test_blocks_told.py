"""A04 on blocks of the score sheet as the text lists them: scores in order, two blocks together, how many got full marks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.quality.test_benign_wording import proofs
from tests.quality.test_checks import evaluation
from tests.quality.test_text_checks import report
from tests.scoring.test_item import row
from yzperf.rules import Rules
from yzperf.scoring import score_sheet

_ROWS = (("决策", "14", "12.25"), ("过程", "20", "12.77"), ("产出", "32", "32"), ("效益", "34", "31.46"))
SHEET = [
    replace(row("100", "100", weight=weight, reported=got), l1=l1, indicator=f"{l1}的指标") for l1, weight, got in _ROWS
]


def wrong(rules: Rules, *texts: str) -> list[str]:
    card = score_sheet(evaluation(*SHEET, total="88.48"), rules)
    return [one.reported for one in proofs(rules, "A04", report(*texts), card)]


@pytest.mark.parametrize(
    "text",
    [
        "其中产出和效益占66%，权重向结果倾斜。",
        "满分100分：决策14分、过程20分、产出32分、效益34分，其中产出和效益占66%。",
        "决策14分、过程20分、产出32分、效益34分，产出与效益合计66分。",
        "指标权重：决策、过程合计34分。",
        "原则上产出、效益指标权重不低于60%。",
        "满分100分，产出和效益扣2.54分，占全部扣分的22.05%。",
        "满分100分，产出和效益两部分合计得63.46分，占满分66分的96.15%。",
        "满分100分，其中决策、过程、产出、效益占100%。",
        "按分值设定要求，产出和效益占60%以上。",
        "调整前权重产出和效益合计占70%。",
        "4个三级指标中，1个得满分，3个扣分，合计扣11.52分。",
        "4个三级指标中1个满分。",
        "2个指标中，1个得满分。",
        "4个三级指标中，产出类1个得满分，效益类1个扣分。",
        "4个三级指标中，2个扣分较多。",
        "4个三级指标中，2个扣分在3分以上。",
    ],
)
def test_honest(rules: Rules, text: str) -> None:
    assert wrong(rules, text) == []


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("满分100分：决策14分、过程20分、产出32分、效益34分，其中产出和效益占68%。", "68"),
        ("分值：决策14分、过程20分、产出32分、效益34分，产出与效益合计62分。", "62"),
        ("指标权重向结果倾斜，产出、效益两类指标合计占60%。", "60"),
        ("决策和过程的权重合计为36%。", "36"),
        ("4个三级指标中，1个得满分，2个扣分，合计扣11.52分。", "2"),
        ("全部4项指标中有2项有扣分。", "2"),
    ],
)
def test_wrong(rules: Rules, text: str, reported: str) -> None:
    assert wrong(rules, text) == [reported]


def test_blocks_listed_in_order(rules: Rules) -> None:
    body = "决策得12.25分，过程得12.77分，产出得32分，效益得31.46分。"
    for listed in (
        "决策、过程、产出、效益四部分得分依次为12.25分、{}分、32.00分、31.46分。",
        "决策、过程、产出、效益四类指标分别得12.25、{}、32.00和31.46分。",
        "决策、过程、产出和效益得分分别为12.25分、{}分、32.00分、31.46分。",
    ):
        assert wrong(rules, listed.format("12.77"), body) == []
        assert wrong(rules, listed.format("12.27"), body) != []
