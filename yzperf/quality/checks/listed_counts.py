"""A04 前后数字一致 (counts of what is listed): 扣在三处：一是……二是……三是……; 设4个一级指标、17个三级指标 and the score sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator

from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.reading.numerals import read_count
from yzperf.domain.scorecard import ScoreCard
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.passage_values import Passage, passages

_NUMERALS = "一二两三四五六七八九十"
_LIST = re.compile(
    rf"(?P<count>[{_NUMERALS}]|\d{{1,2}})(?:个|处|项|点|条|类|种|大)?(?:方面|问题|原因|环节|措施|做法|特点|不足|建议|处|项|点)"
    r"[^。；;，,：:0-9]{0,6}[：:，,。]\s?(?=一是|1是|第一[，,、])"
    rf"|(?:问题|原因|不足|措施|做法|建议|特点)(?:主要)?(?:有|是|为|共)(?P<alone>[{_NUMERALS}]|\d{{1,2}})[个条][：:，,]\s?(?=一是)"
)
_ITEM = re.compile(rf"(?:(?<![{_NUMERALS}])(?P<spelt>[{_NUMERALS}])是(?![否非不])|第(?P<ordinal>[{_NUMERALS}])[，,、])")
_INDICATORS = re.compile(rf"(?P<count>\d{{1,3}}|[{_NUMERALS}]{{1,3}})\s?个(?P<level>一级|二级|三级)指标")
_OTHER_SYSTEM = re.compile(
    "部分|方面|维度|决策|过程|产出|效益|满意|该类|本类|共性|框架|参考|原|调整前|新增|增加|删|修改|其中|涉及|未"
)
_SOME = re.compile("(?:均|都|有)?(?:被)?(?:扣分|失分|得满分|未得满分|未扣分|没有扣分|未达)")
_LEVELS = {"一级": 1, "二级": 2, "三级": 3}


@check("A04", title="前后数字一致", clause="", severity=Severity.MINOR, evidence=EvidenceClass.PROOF)
def lists_are_as_long_as_said(report: Document) -> Iterator[Hit]:
    """三处：一是……二是……三是……: as many things are listed as the words in front say."""
    told = [(passage, match) for passage in passages(report) for match in _LIST.finditer(passage.text)]
    if not told:
        raise Inapplicable("报告里没有先说几个再用“一是、二是”列举的段落")
    for passage, match in told:
        said, listed = read_count(match["count"] or match["alone"]), _listed(passage.text[match.end() :])
        if said and listed > 1 and said != listed:
            message = f"这里说“{match[0].strip('：:，,。 ')}”，后面列出 {listed} 个"
            yield Hit(passage.where, message, str(said), str(listed))


def _listed(text: str) -> int:
    """How far a list counts up from one, without a gap."""
    count = 0
    for match in _ITEM.finditer(text):
        number = read_count(match["spelt"] or match["ordinal"])
        if number == 1 and count:
            break
        count = count + 1 if number == count + 1 else count
    return count


@check("A04", title="前后数字一致", clause="", severity=Severity.MINOR, evidence=EvidenceClass.PROOF)
def indicators_are_as_many_as_said(report: Document, agency_sheet: ScoreCard) -> Iterator[Hit]:
    """设4个一级指标、17个三级指标: as many as the score sheet has."""
    told = [(passage, match) for passage in passages(report) for match in _INDICATORS.finditer(passage.text)]
    rows = agency_sheet.sheet.scored_rows
    counts = {1: len({row.l1 for row in rows}), 2: len({(row.l1, row.l2) for row in rows}), 3: len(rows)}
    if not told:
        raise Inapplicable("报告里没有写指标体系有几个指标")
    for passage, match in told:
        said, level = read_count(match["count"]), _LEVELS[match["level"]]
        is_own = not _OTHER_SYSTEM.search(_clause(passage, match.start())) and not _SOME.match(
            passage.text, match.end()
        )
        if said and is_own and said != counts[level] and (level == 3 or all(row.l1 and row.l2 for row in rows)):
            message = f"此处写 {said} 个{match['level']}指标，评分表有 {counts[level]} 个"
            yield Hit(passage.where, message, str(said), str(counts[level]))


def _clause(passage: Passage, place: int) -> str:
    """The sentence in front of a place."""
    return re.split("[。；;]", passage.text[:place])[-1]
