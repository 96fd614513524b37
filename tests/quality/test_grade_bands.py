"""C10: the grades that a report states take every score once; ways to write them that do."""

from __future__ import annotations

import pytest

from tests.quality.report_tables import report_of
from tests.quality.test_checks import found
from yzperf.domain.finding import Finding, Verdict
from yzperf.rules import Rules


def told(rules: Rules, text: str) -> list[Finding]:
    return found(rules, "C10", report=report_of("#二、评价工作开展情况", text))


@pytest.mark.parametrize(
    "text",
    [
        "评价结果分为四档：90分（含）以上为优，80分（含）至90分为良，60分（含）至80分为中，60分以下为差。",
        "综合得分90分及以上为“优”，80分及以上不足90分为“良”，60分及以上不足80分为“中”，不足60分为“差”。",
        "等级划分：90（含）-100分为“优”，80（含）-90分为“良”，60（含）-80分为“中”，60分以下为“差”。",
        "评价得分92.47分，评价等级为优（90分及以上为优，80-90分为良，60-80分为中，60分以下为差）。",
        "评价等级：≥90分为优，80~90分为良，60~80分为中，<60分为差。",
        "评价总分100分，60分以下为差，60—79分为中，80—89分为良，90—100分为优。",
        "等级为优、良、中、差四档，本项目91.20分，等级为优。",
    ],
)
def test_c10_grades_that_take_every_score_once(rules: Rules, text: str) -> None:
    assert [one for one in told_or_none(rules, text)] == []


def told_or_none(rules: Rules, text: str) -> list[Finding]:
    """A report that tells the lines in no way is not judged: nothing is said of it either."""
    lines = "90分以上为优，80至90分为良，60至80分为中，60分以下为差。"
    return told(rules, f"{text}\n{lines}")


@pytest.mark.parametrize(
    ("text", "ends", "word"),
    [
        (
            "90分（含）以上为优，85分（含）以上不足90分为良，60分（含）以上不足80分为中，不足60分为差。",
            "80—85分",
            "没有等级",
        ),
        (
            "90分（含）以上为“优”，80分（含）至90分为“良”，60分（含）至75分为“中”，60分以下为“差”。",
            "75—80分",
            "没有等级",
        ),
        ("90（含）-100分为优，80（含）-95分为良，60（含）-80分为中，60分以下为差。", "90—95分", "两个等级"),
        ("90分以上为优，80至90分为良，60至80分为中，70分以下为差。", "60—70分", "两个等级"),
    ],
)
def test_c10_a_gap_or_an_overlap(rules: Rules, text: str, ends: str, word: str) -> None:
    (finding,) = told(rules, text)
    assert (finding.verdict, finding.reported) == (Verdict.FAILED, ends)
    assert word in finding.message


def test_c10_other_lines_than_usual_are_a_lead(rules: Rules) -> None:
    (finding,) = told(rules, "85分以上为优，75至85分为良，60至75分为中，60分以下为差。")
    assert (finding.verdict, finding.recomputed) == (Verdict.LEAD, "90、80、60")
