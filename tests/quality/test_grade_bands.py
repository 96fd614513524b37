"""B05: the bands of the grades follow each other."""

from __future__ import annotations

import pytest

from tests.quality.report_tables import report_of
from yzperf.quality.catalogue import Inapplicable
from yzperf.quality.checks.grade_bands import bands_leave_no_gap


def told(text: str) -> list[str]:
    try:
        return [hit.message for hit in bands_leave_no_gap(report_of(text))]
    except Inapplicable:
        return ["没有"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("90分（含）以上为优，85分（含）以上不足90分为良，60分（含）以上不足80分为中，不足60分为差。", "没有等级"),
        ("综合得分90分及以上为“优”，80分及以上不足90分为“良”，60分及以上不足75分为“中”，不足60分为“差”。", "没有等级"),
        (
            "等级按得分划分：90分（含）以上为“优”，80分（含）至90分为“良”，60分（含）至75分为“中”，60分以下为“差”。",
            "没有等级",
        ),
        ("分为优（90—100分）、良（75—89分）、中（60—79分）、差（60分以下）四级。", "重叠"),
        ("得分≥90分为优，80分≤得分＜90分为良，60分≤得分＜80分为中，得分＜50分为差。", "没有等级"),
    ],
)
def test_a_gap_or_an_overlap(text: str, words: str) -> None:
    (message,) = told(text)
    assert words in message


@pytest.mark.parametrize(
    "text",
    [
        "90分（含）以上为优，80分（含）以上不足90分为良，60分（含）以上不足80分为中，不足60分为差。",
        "等级按得分划分：90分（含）以上为“优”，80分（含）至90分为“良”，60分（含）至80分为“中”，60分以下为“差”。",
        "分为优（90—100分）、良（80—89分）、中（60—79分）、差（60分以下）四级。",
        "分为优秀（90-100分）、良好（80-89.99分）、中等（60-79.99分）、较差（0-59.99分）。",
        "90分以上为优，80分以上为良，60分以上为中，60分以下为差。",
        "得分≥90分为优，80分≤得分＜90分为良，60分≤得分＜80分为中，得分＜60分为差。",
    ],
)
def test_bands_that_follow_each_other(text: str) -> None:
    assert told(text) == []


def test_what_tells_no_bands() -> None:
    assert told("项目得分89.52分，等级为“良”，距“优”的下限0.48分，过程中差10分。") == ["没有"]
