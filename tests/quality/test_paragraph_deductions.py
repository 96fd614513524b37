"""B03 on a paragraph that tells weight, score and deductions of one indicator."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.quality.test_benign_wording import proofs
from tests.quality.test_checks import evaluation
from tests.quality.test_text_checks import report
from tests.scoring.test_item import row
from yzperf.rules import Rules
from yzperf.scoring import score_sheet

SHEET = [
    replace(row("100", "91.67", weight="5", reported="4.58"), indicator="设施建成率"),
    replace(row("100", "100", weight="4", reported="3"), indicator="制度执行有效性"),
]


def wrong(rules: Rules, text: str) -> list[str]:
    card = score_sheet(evaluation(*SHEET, total="7.58"), rules)
    said = proofs(rules, "B03", report(text), card)
    return [one.reported for one in said if "写的却是" in one.message]


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("设施建成率（5分，得4.58分）。计划36处，建成33处；三镇各有1处没有建成，扣0.42分。", "0.24"),
        ("（2）设施建成率，5分，得4.58分。建成率91.67%，按比例扣0.42分。", "0.24"),
        (
            "设施建成率：满分5分。每低1个百分点扣0.05分，建成率91.67%，低于目标8.33个百分点。扣0.42分。该指标得4.58分。",
            "0.24",
        ),
        ("设施建成率分值5分，实得4.58分。三处没有建成，失0.42分。", "0.24"),
        ("制度执行有效性（4分，得3分）。台账不全扣0.5分，签字不全扣0.5分，合计扣1分。", "2"),
    ],
)
def test_deduction(rules: Rules, text: str, points: str) -> None:
    right = "0.42" if "0.42" in text else "1分"
    assert wrong(rules, text) == []
    assert (
        len(
            wrong(
                rules,
                text.replace("扣0.5分", "扣0.4分")
                .replace(f"扣{right}", f"扣{points}分")
                .replace(f"失{right}", f"失{points}"),
            )
        )
        == 1
    )


@pytest.mark.parametrize(
    "text",
    [
        "制度执行有效性（4分，得3分）。台账不全扣0.5分，签字不全扣0.5分。",
        "制度执行有效性（4分，得3分）。台账、签字两项不符合，各扣0.5分。",
        "制度执行有效性（4分，得3分）。评分标准为每发现1处扣0.5分，发现2处，得3分。",
        "制度执行有效性（4分，得3分）。台账不全的扣0.5分，签字不全的扣0.25分。",
        "制度执行有效性（4分，得3分）。如台账不全，扣2分。",
        "制度执行有效性（4分，得3分）。发现2处，每处扣0.5分。",
        "制度执行有效性（4分，得3分）。物业单位季度考核被扣2分，已整改。",
        "制度执行有效性（4分，得3分）。其中台账不全扣0.5分。",
        "设施建成率（5分，得4.58分）。三处没有建成，扣0.4分。",
        "设施建成率（5分，得4.58分）、制度执行有效性（4分，得3分），共扣1.42分。",
        "产出类指标（32分，得31分）。设施建成率扣0.42分。",
    ],
)
def test_honest(rules: Rules, text: str) -> None:
    assert wrong(rules, text) == []
