"""The same scoring rule in the words of different houses is one rule; words that say more are none."""

from __future__ import annotations

import pytest

from yzperf.domain.reading.checklist_results import met_parts
from yzperf.domain.reading.scoring_rules import read_scoring_rule

USUAL = {
    "得分=实际值÷目标值×分值": (
        "比例法，达到目标值得满分，否则得分=完成值÷目标值×分值",
        "按比例评分：达到指标值得满分，未达到的按“完成值/指标值×分值”计算",
        "比例计分，达标得满分，不达标按实际值与目标值之比乘以权重",
        "未达到目标的按完成值占目标值的比例计分，达到的得满分",
        "反向比例法：不高于目标值得满分，高于目标值的得分=目标值÷实际值×分值",
        "实际÷目标×分值，最高为满分",
        "达到目标值计满分，未达到按实际值÷目标值折算",
        "按“实际值÷目标值×分值”计算，最高为满分，保留一位小数",
    ),
    "得分=到位率×分值": ("到位率乘以分值", "到位率×3", "比例法，得分=到位率×分值", "到位率×3分，不超过满分"),
    "4个要点，每缺1个要点扣0.75分": (
        "要点法：共4个要点，每缺1个要点扣0.75分",
        "核对4个评价要点，每有1个不符合扣0.75分",
        "4个要点均符合得满分，每缺1个扣0.75分",
        "满足全部4项要求得满分，少1项扣0.75分",
    ),
    "要点4个，每个得0.5分": ("共4个要点，每符合1个得0.5分", "4个要点各0.5分，不符合的不得分"),
    "每有1份签证手续不齐扣0.5分": (
        "抽查施工资料，每有1份签证手续不齐扣0.5分，扣完为止",
        "扣分法：1份签证手续不齐扣0.5分",
    ),
    "不高于目标值得满分，每高1%扣0.5分": (
        "不高于目标得满分，每高出1%扣0.5分",
        "按超支比例评分：不高于指标值得满分，每高1%扣0.5分，扣完为止",
        "未超目标得满分，每超1%扣0.5分",
    ),
    "95%以上得满分，90%~95%得80%，90%以下不得分": (
        "分档法，95%以上得满分，90%至95%得80%，90%以下不得分",
        "分级评分：95%以上得满分；90%-95%得80%；90%以下不得分",
    ),
}


@pytest.mark.parametrize(("usual", "said"), [(usual, said) for usual, ways in USUAL.items() for said in ways])
def test_one_rule_in_many_words(usual: str, said: str) -> None:
    assert read_scoring_rule(said) == read_scoring_rule(usual) is not None


@pytest.mark.parametrize(
    "text",
    [
        "比例法",
        "要点法，由专家酌情评分",
        "共4个要点，每缺1个要点扣0.75分，情节严重的不得分",
        "达到目标值得满分，未达到的由评价组讨论确定",
        "抽查施工资料，酌情扣分",
    ],
)
def test_what_says_more_is_no_rule(text: str) -> None:
    assert read_scoring_rule(text) is None


@pytest.mark.parametrize(
    ("text", "met"), [("3个要点", 3), ("具备3个要点", 3), ("3个要点符合", 3), ("3个", None), ("5个要点", None)]
)
def test_so_many_points_were_met(text: str, met: int | None) -> None:
    assert met_parts(text, 4) == met
