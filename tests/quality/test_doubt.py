"""Contradictions read from words: what is far off is a lead, what other numbers beside it explain is none."""

from __future__ import annotations

import pytest

from tests.quality.test_text_checks import hits
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.quality.doubt import is_far
from yzperf.rules import Rules


@pytest.mark.parametrize(
    ("printed", "right", "far"),
    [
        ("49.69%", "46.99%", False),
        ("0.85%", "8.5%", False),  # the point moved
        ("463场", "436场", False),
        ("1,820.00万元", "1,280.00万元", False),
        ("8１.28％", "82.18%", False),
        ("5,120", "58人", True),
        ("53.63%", "94.90%", True),
        ("20.00万元", "36.00万元或16.00万元", False),
        ("100万元", "980000元", False),
        ("良", "优", False),
        ("62.5%", "", False),
    ],
)
def test_how_far_two_numbers_lie_apart(printed: str, right: str, far: bool) -> None:
    assert is_far(printed, right) is far


def test_one_amount_in_two_units_is_beyond_doubt(rules: Rules) -> None:
    (told,) = hits(rules, "B10", "下达资金2.36亿元（2,361.00万元）。")
    assert told.evidence is EvidenceClass.PROOF


def test_what_is_far_off_is_a_lead(rules: Rules) -> None:
    (near,) = hits(rules, "A04", "群众满意度为95.2%。", "群众满意度为96.1%。")
    (far,) = hits(rules, "A04", "群众满意度为95.2%。", "群众满意度为36.1%。")
    assert (near.evidence, far.evidence, far.severity) == (EvidenceClass.PROOF, EvidenceClass.LEAD, Severity.MINOR)
    assert "请对照原文" in far.message


@pytest.mark.parametrize(
    "text",
    [
        "2023年受益学生18,312人，2024年增加328人，增长1.79%，达到18,640人。",
        "2024年活产3,260人，2022年活产为3,412人，同比减少152人，下降4.45%。",
        "满意度80.56%，95%置信区间为73.09%～88.02%，低于85%的目标4.44个百分点。",
    ],
)
def test_what_other_numbers_of_the_sentence_explain_is_not_told(rules: Rules, text: str) -> None:
    assert hits(rules, "B09", text) == []


@pytest.mark.parametrize("text", ["2023年受益学生18,312人，2024年增加328人，增长1.97%，达到18,640人。"])
def test_what_nothing_explains_is_told(rules: Rules, text: str) -> None:
    assert len(hits(rules, "B09", text)) == 1
