"""C10 bands and directions of scoring rules, G11 what a total would be: contradictions are told, plain wording passes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.quality.test_benign_wording import proofs
from tests.quality.test_checks import evaluation
from tests.quality.test_text_checks import report
from tests.scoring.test_item import row
from yzperf.domain.quantity import read_quantity
from yzperf.domain.scorecard import ScoreCard
from yzperf.rules import Rules
from yzperf.scoring import score_sheet


@pytest.mark.parametrize(
    ("benign", "wrong"),
    [
        (
            "消除率≥95%得满分；85%（含）至95%得分值的80%；70%（含）至85%得分值的60%；低于70%不得分",
            "消除率≥95%得满分；85%（含）至95%得分值的80%；70%（含）至80%得分值的60%；低于70%不得分",
        ),
        (
            "随访率90%及以上得满分；80%（含）—90%得75%；70%（含）—80%得50%；70%以下得0分",
            "随访率90%及以上得满分；80%（含）—90%得75%；70%（含）—85%得50%；70%以下得0分",
        ),
        (
            "30天以内得满分，31—60天得3分，61天以上不得分",
            "30天以内得满分，45—60天得3分，60天以上不得分",
        ),
        (
            "执行率95%及以上得满分；支付率90%至92%得3分；低于80%不得分",
            "95%及以上得满分，90%（含）至97%得80%分值，80%（含）至90%得50%分值，80%以下不得分",
        ),
    ],
)
def test_c10_bands_of_a_rule_meet(rules: Rules, benign: str, wrong: str) -> None:
    assert proofs(rules, "C10", report(benign)) == []
    assert len(proofs(rules, "C10", report(wrong))) == 1
    assert _told(rules, "=95%", wrong) == 1


@pytest.mark.parametrize(
    ("target", "standard", "count"),
    [
        ("≤125万元/（立方米/秒）", "不高于目标值得满分；每超过1%扣0.3分", 0),
        ("≤125万元/（立方米/秒）", "不低于目标值得满分；每低1%扣0.3分", 1),
        ("≥90%", "不低于目标值得满分；每低1%扣0.3分", 0),
        ("≥90%", "不高于目标值得满分；每高1%扣0.3分", 1),
    ],
)
def test_c10_a_rule_points_as_its_target_does(rules: Rules, target: str, standard: str, count: int) -> None:
    assert _told(rules, target, standard) == count


def _told(rules: Rules, target: str, standard: str) -> int:
    """Findings on the words of the standard; what else may be wrong with the sheet is not meant."""
    one = replace(row("1", "1", weight="100", reported="90"), target=read_quantity(target), standard=standard)
    card = score_sheet(evaluation(one, total="90"), rules, None)
    return sum(
        any(word in hit.message for word in ("评分标准", "方向相反")) for hit in proofs(rules, "C10", report(""), card)
    )


def _blocks(rules: Rules) -> ScoreCard:
    blocks = (("决策", "18", "16.25"), ("过程", "20", "17.03"), ("产出", "34", "33.12"), ("效益", "28", "24.93"))
    rows = [
        replace(row("1", "1", weight=weight, reported=score, name=f"{name}指标"), l1=name)
        for name, weight, score in blocks
    ]
    return score_sheet(evaluation(*rows, total="91.33"), rules, None)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("将任一一级指标的权重上浮或下浮10%并重新归一，总分在91.12分至91.53分之间，等级不变。", 0),
        ("将任一一级指标的权重上浮或下浮10%并重新归一，总分在90.12分至92.53分之间，等级不变。", 1),
        ("将各三级指标的权重随机增减10%，总分在90.12分至92.53分之间，等级不变。", 0),
        ("四个部分的权重逐一增减10%时得分都在91.10分以上。", 0),
        ("四个部分的权重逐一增减10%时得分都在91.30分以上。", 1),
        ("总分距“优”的下限1.33分，若再降一档（少得1.60分），总分为89.73分，等级将变为“良”。", 0),
        ("总分距“优”的下限1.13分。", 1),
        ("得分比“优”的下限低1.33分。", 1),
        ("若再降一档（少得1.60分），总分为89.73分，等级仍为“优”。", 1),
        ("若再降一档（少得1.60分），总分为89.37分，等级变为“良”。", 1),
        ("失分最多的失3.5分，若该项不失分，总分为94.83分。", 0),
        ("失分最多的失3.5分，若该项不失分，总分为98.43分。", 1),
        ("总分上下浮动1分等级均不变。", 0),
        ("总分上下浮动2分等级均不变。", 1),
        ("总分上浮2分等级仍不变。", 0),
    ],
)
def test_g11_what_a_total_would_be(rules: Rules, text: str, count: int) -> None:
    assert len(proofs(rules, "G11", report(text), _blocks(rules))) == count
