"""F05 on the groups that a test compares."""

from __future__ import annotations

import pytest

from tests.quality.test_benign_wording import proofs
from tests.quality.test_text_checks import report
from yzperf.rules import Rules

SAMPLE = "发放问卷240份，回收228份，有效问卷219份。"


def wrong(rules: Rules, text: str) -> list[str]:
    said = proofs(rules, "F05", report(SAMPLE, text))
    return [one.reported for one in said if "比较的各组" in one.message]


@pytest.mark.parametrize(
    ("text", "right", "slip"),
    [
        (
            "从规模看，微型78份、小型112份、中型{}份，满意率分别为78.21%、85.71%、93.10%。单因素方差分析F(2，216)＝3.01，P＝0.051。",
            "29",
            "39",
        ),
        ("老街88人、新区131人，平均分4.1分、4.3分，t(217)＝{}，P＝0.03。", "2.10", "2.12"),
        (
            "满意度比较：示范村{}人，平均85.39分，标准差11.70分；非示范村101人，平均80.84分，标准差14.89分。Welch t检验，df＝245.7。",
            "118",
            "128",
        ),
        ("首贷企业{}份，平均4.2分；非首贷企业101份，平均4.0分。", "118", "128"),
    ],
)
def test_groups(rules: Rules, text: str, right: str, slip: str) -> None:
    assert wrong(rules, text.format(right)) == []
    assert bool(wrong(rules, text.format(slip))) is ("老街" not in text)


@pytest.mark.parametrize(
    "text",
    [
        "满意度比较：示范村105人，平均85.39分；非示范村101人，平均80.84分。",
        "微型78份、小型112份、中型29份，其中缺答3份，单因素方差分析F(2，213)＝3.01，平均分相近。",
        "微型70份、小型110份、中型30份，单因素方差分析F(2，207)＝3.01，平均分相近。",
        "示范村1,180人，满意的多；非示范村2,800人，平均较低。",
        "示范村40人，访谈时满意的多；非示范村60人。",
    ],
)
def test_honest(rules: Rules, text: str) -> None:
    assert wrong(rules, text) == []
