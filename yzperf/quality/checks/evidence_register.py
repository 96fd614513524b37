"""D03 证据元数据, D06 来源单一: what the manifest says of each piece, and whose word the scores rest on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from yzperf.domain.case import CaseInfo
from yzperf.domain.evidence import Evidence
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.quantity import normalise
from yzperf.domain.scorecard import ScoreCard
from yzperf.domain.scoresheet import IndicatorRow
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.evidence_words import ending, evidence_words
from yzperf.quality.wording import plain_name

_RESULTS = re.compile("产出|效益|效果|满意")
_MOST = Decimal(50)  # per cent of the points for output and effect that may rest on the unit's word alone
_ALL = 100  # per cent: nothing else bears any of it out; below, whether it is enough is for a person to say
_SHOWN = 6
_PARTS = re.compile(r"[、，,；;/和及与+]|以及")


@check("D03", title="证据元数据", clause="tp4.6", severity=Severity.MINOR, evidence=EvidenceClass.RULE)
def evidence_says_whence(evidence: tuple[Evidence, ...]) -> Iterator[Hit]:
    """Every piece has a source, a day, somebody who collected it, and where in the file to look."""
    if not evidence:
        raise Inapplicable("证据清单没有一件证据")
    for item in evidence:
        lacking = list(_lacking(item))
        if lacking:
            what = "、".join(lacking)
            yield Hit(item.where, f"{item.id}（{item.file}）没有登记{what}", "", what)


def _lacking(item: Evidence) -> Iterator[str]:
    told = {"来源": item.source, "取得日期": item.collected_on, "采集人": item.collector, "定位": item.locator}
    for name, text in told.items():
        if name == "定位" and ending(item.file) in evidence_words().whole:
            continue
        if evidence_words().empty.fullmatch(text.strip()):
            yield name


@check("D06", title="来源单一", clause="tp4.6", severity=Severity.MAJOR, evidence=EvidenceClass.RULE)
def scores_rest_on_more_than_the_unit(
    agency_sheet: ScoreCard, evidence: tuple[Evidence, ...], info: CaseInfo
) -> Iterator[Hit]:
    """Not more than half of the points for output and effect rest on what the evaluated unit itself says."""
    unit = info.parties.get("实施单位", "").strip() or info.parties.get("被评价单位", "").strip()
    known = {item.id: item for item in evidence}
    rows = [row for row in agency_sheet.sheet.scored_rows if _RESULTS.search(row.l1 + row.l2)]
    judged = [(row, [known[one] for one in row.evidence if one in known]) for row in rows]
    judged = [(row, items) for row, items in judged if items and _points(row)]
    whole = sum((_points(row) for row, _ in judged), Decimal(0))
    if not unit or not whole:
        raise Inapplicable("案卷没有写实施单位，或产出、效益指标没有列出清单中的证据")
    alone = [row for row, items in judged if all(_is_own(item, unit) for item in items)]
    share = 100 * sum(map(_points, alone), Decimal(0)) / whole
    if share > _MOST:
        yield _hit(alone, share, unit)


def _points(row: IndicatorRow) -> Decimal:
    return row.weight.value or Decimal(0)


def _is_own(item: Evidence, unit: str) -> bool:
    """Whether all that is named as the source is the unit itself; a blank source tells nothing (D03)."""
    words, name = evidence_words(), plain_name(unit)
    parts = [normalise(part) for part in _PARTS.split(item.source.replace(unit, "\x00")) if part.strip()]
    bare = [plain_name(words.filler.sub("", words.own.sub("\x00", part))) for part in parts]
    return bool(bare) and all(not part.replace("\x00", "") or part == name for part in bare)


def _hit(alone: Sequence[IndicatorRow], share: Decimal, unit: str) -> Hit:
    heaviest = max(alone, key=_points)
    names = "、".join(f"“{row.indicator}”" for row in alone[:_SHOWN]) + ("等" if len(alone) > _SHOWN else "")
    message = (
        f"{names}{len(alone)} 个产出、效益指标只有“{unit}”自己的材料，占这两部分分值的 {share:.1f}%，"
        "没有主管部门、财政、统计、检测、问卷或现场核查等别的来源印证"
    )
    hit = Hit(heaviest.where, message, f"{share:.1f}%", f"不超过{_MOST}%")
    return hit if share == _ALL else hit.as_lead
