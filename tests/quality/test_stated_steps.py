"""C10 on stated standards: gaps, overlaps, too many points, the wrong direction, and the ways of writing that are sound."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.quality.test_checks import found
from tests.scoring.test_card import sheet
from tests.scoring.test_item import row
from yzperf.domain.finding import Finding, Severity, Verdict
from yzperf.rules import Rules


def stated(rules: Rules, standard: str, target: str = "≥95%", weight: str = "10") -> list[Finding]:
    return found(rules, "C10", sheet(replace(row(target, "93%", weight=weight), standard=standard)))


@pytest.mark.parametrize(
    ("standard", "words"),
    [
        ("≥90%得满分；60%-80%得5分；60%以下不得分", "80—90% 之间有空档"),
        ("90%-100%得满分；80%-95%得8分；低于80%不得分", "90—95% 重叠"),
        ("95%（含）以上得10分，80%-95%得8分，60%-85%得5分，60%以下得0分", "80—85% 重叠"),
        ("≥90%得12分；80%-90%得8分；低于80%不得分", "超过分值 10"),
        ("≥90%不得分；80%-90%得5分；低于80%得满分", "越小得分越多"),
    ],
)
def test_steps_that_cannot_be_applied(rules: Rules, standard: str, words: str) -> None:
    (finding,) = stated(rules, standard)
    assert (finding.verdict, finding.severity) == (Verdict.FAILED, Severity.MAJOR)
    assert words in finding.message


@pytest.mark.parametrize(
    "standard",
    [
        "≥90%得满分；80%-90%得8分；低于80%不得分",
        "90%（含）-100%得满分；80%（含）-90%得80%；60%（含）-80%得60%；60%以下不得分",
        "达到90%以上得满分，80%以上得8分，60%以上得5分，60%以下不得分",
        "80%-89%得8分；90%-100%得满分；低于80%不得分",
        "≥95%得满分；60%-80%得5分；其他情况不得分",
    ],
)
def test_steps_that_are_sound(rules: Rules, standard: str) -> None:
    assert stated(rules, standard) == []


def test_the_direction_follows_the_target(rules: Rules) -> None:
    rising = "≤5次得满分；6-10次得5分；10次以上不得分"
    assert stated(rules, rising, target="≤5次") == []
    (finding,) = stated(rules, "≤5次不得分；6-10次得5分；10次以上得满分", target="≤5次")
    assert "越大得分越多" in finding.message


def test_without_steps_nothing_is_judged(rules: Rules) -> None:
    with pytest.raises(AssertionError, match="没有写明分档"):
        stated(rules, "每低1个百分点扣0.5分")


@pytest.mark.parametrize(
    ("target", "standard", "count"),
    [
        ("≤420元", "比例法：不低于目标值得满分，每低1%扣0.4分", 1),
        ("≤420元", "比例法：不高于目标值得满分，每高1%扣0.4分", 0),
        ("≥95%", "未超过指标值得满分，每超1%扣1分", 1),
        ("≥95%", "达到或超过指标值得满分，每低1%扣1分", 0),
        ("≥95%", "实际值不低于计划值的，得满分；低于的按比例得分", 0),
        ("≤5%", "大于等于目标值得满分", 1),
        ("≤5%", "不超过控制值得满分，超过目标值不得分", 0),
    ],
)
def test_full_marks_on_the_wrong_side(rules: Rules, target: str, standard: str, count: int) -> None:
    assert len([one for one in stated(rules, standard, target) if "方向相反" in one.message]) == count
