"""A04 前后数字一致 (indicators with full marks): 22个三级指标中，5个得满分，17个扣分, by the score sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator

from yzperf.domain.document import Document, Story
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.scorecard import ScoreCard
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.passage_values import Passage, passage_of

_OF_ALL = re.compile(
    r"(?P<all>\d{1,3})\s?[个项](?:三级|末级|具体|细化|评价|绩效)*指标(?:中|里|当中|之中|内)?[，,：:]?(?=[^。；;]*[满扣失丢])"
)
_COUNTED = (
    (
        re.compile(
            r"(?<![\d.])(?P<count>\d{1,3})\s?[个项](?:指标)?(?:得到?|获得?|拿到|是|为)?(?:了)?满分(?=[，,、。；;（(]|和|及|$)"
        ),
        True,
    ),
    (
        re.compile(
            r"(?<![\d.])(?P<count>\d{1,3})\s?[个项](?:指标)?(?:有|存在|被|出现|均有)?(?:不同程度)?(?:的)?(?:扣分|失分|丢分)(?=[，,、。；;（(]|和|及|$)"
        ),
        False,
    ),
)
# from here on it is of some of them: 其中产出类5个扣分, 8个指标扣分，其中3个……
_OF_SOME = re.compile("其中|决策|投入|过程|产出|效益|管理|上年|去年|自评|原(?!因)|定性|定量|其余|另")
_SENTENCE = re.compile("[。；;]")


@check("A04", title="前后数字一致", clause="", severity=Severity.MINOR, evidence=EvidenceClass.PROOF)
def full_marks_among_all_are_as_many(report: Document, agency_sheet: ScoreCard) -> Iterator[Hit]:
    """Of all indicators of the score sheet so many got full marks and so many lost points."""
    rows = agency_sheet.sheet.scored_rows
    told = [
        found
        for one in report.every_paragraph()
        if one.story is not Story.CELL
        for found in _told(passage_of(one), len(rows))
    ]
    if not told or any(row.reported.value is None or row.weight.value is None for row in rows):
        raise Inapplicable("报告没有写全部指标里多少个得了满分，或评分表没有填全")
    full = sum(row.reported.value == row.weight.value for row in rows)
    for passage, match, is_full in told:
        right = full if is_full else len(rows) - full
        if int(match["count"]) != right:
            message = f"此处写“{match[0]}”，评分表上{'得满分' if is_full else '扣分'}的指标有 {right} 个"
            yield Hit(passage.where, message, match["count"], str(right))


def _told(passage: Passage, whole: int) -> Iterator[tuple[Passage, re.Match[str], bool]]:
    for begin in _OF_ALL.finditer(passage.text):
        sentence = _SENTENCE.search(passage.text, begin.end())
        until = sentence.start() if sentence else len(passage.text)
        some = _OF_SOME.search(passage.text, begin.end(), until)
        for pattern, is_full in _COUNTED:
            match = pattern.search(passage.text, begin.end(), some.start() if some else until)
            if match and int(begin["all"]) == whole:
                yield passage, match, is_full
