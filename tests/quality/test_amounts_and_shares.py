"""B10 on an amount that is its share in another unit only."""

from __future__ import annotations

import pytest

from tests.quality.test_benign_wording import proofs
from tests.quality.test_text_checks import report
from yzperf.rules import Rules

SPENT = "项目支出21,386,452.37元，预算2,300.00万元。"


def wrong(rules: Rules, text: str) -> list[str]:
    return [
        one.reported
        for one in proofs(rules, "B10", report(SPENT, text))
        if "单位写错" in one.message and "正好相符" in one.message
    ]


@pytest.mark.parametrize(
    ("text", "right", "slip"),
    [
        ("抽查贴息业务120笔，抽查金额6,318,240.16{}，占29.54%。", "元", "万元"),
        ("抽查凭证60笔、1,405.37{}，占支出总额的65.71%。", "万元", "元"),
        ("涉及金额943.21{}（占总支出的44.10%）。", "万元", "元"),
    ],
)
def test_unit(rules: Rules, text: str, right: str, slip: str) -> None:
    assert wrong(rules, text.format(right)) == []
    assert len(wrong(rules, text.format(slip))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "违规支出0.68万元，占抽查金额的0.37%。",
        "全市同类支出6,318,240.16万元，占全省的12.54%。",
        "户均631.82元，占人均收入的29.54%左右。",
        "培训费6,318.24元，占该户补贴的12.44%。",
    ],
)
def test_honest(rules: Rules, text: str) -> None:
    assert wrong(rules, text) == []
