"""C09 与批复目标漂移 (text): the targets that the report tells are those of the approved table, or of its own score sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from yzperf.domain.claims import Claim, Claims, Standing
from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.quantity import Kind, Quantity
from yzperf.domain.scoresheet import IndicatorRow, ScoreSheet
from yzperf.domain.units import conversion
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.subject import Subject
from yzperf.quality.unit_lines import table_of
from yzperf.quality.wording import pairs, plain_name

_JOINED = re.compile(r"[、，,；;：:。]|\d[\d,.]*[%％]?(?:以上|以下)?")
_BOUND = re.compile("(?:不[低少高大]于|不超过|达到?|为|≥|≤|[>=<])*$")
_PER = re.compile("每|人均|户均|平均|单位成本")  # 每千人抽检批次 is not what 抽检4,500批次 aims at
_SHORTEST = 3  # signs of a name that stands for one indicator
# the report tells that targets were changed, and may name the first ones too
_ADJUSTED = re.compile("(?:目标|指标值)[^。；;]{0,12}(?:调整|修订|变更)|调整后的?[^。；;]{0,8}(?:目标|指标值)")
# of a stage, what was reached by then: 阶段性目标方面，9月底累计完成土方33.15万立方米
_REACHED = re.compile("(?:累计|实际|已|共)完成[^，,；;。]*$")
_YEAR = re.compile(r"(?:19|20)\d\d")
# targets of other times or of others than this project
_OTHERS = re.compile(
    "中长期|长期|中期|三年|五年|规划|十[四五]五|全国|全省|全市平均|上年|去年|省定|国家要求|同比|比上年|较上年|学期|[一二三四]季度|[上下]半年|阶段"
)


@check("C09", title="与批复目标漂移", clause="cn10.2", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def targets_told_as_approved(report: Document, claims: Claims, targets: ScoreSheet, subject: Subject) -> Iterator[Hit]:
    """年度目标为演出不少于420场: what text and tables say was aimed at is what was approved."""
    rows = [row for row in targets.scored_rows if row.target.kind is Kind.NUMBER]
    aims = [claim for claim in claims.own if _is_aim(claim, subject)]
    told = [(claim, _rows_of(claim, rows)) for claim in aims]
    guessed = {id(claim) for claim, named in told if named and not _named(claim, named)}
    told += [(claim, _rows_named(claim, rows)) for claim in claims.own if _is_aim_of_table(claim)]
    pairs_ = [(claim, named) for claim, named in told if named]
    if not pairs_:
        raise Inapplicable("报告文字里没有写批复的绩效目标")
    is_adjusted = any(_ADJUSTED.search(one.text) for one in report.every_paragraph())
    for claim, named in pairs_:
        if not any(_is_told(claim, row.target) for row in named):
            row = named[0]
            message = f"“{row.indicator}”的目标此处写 {claim.text}，批复的绩效目标表为 {_shown(row.target)}"
            hit = Hit(claim.where, message, claim.text, _shown(row.target))
            yield hit.as_lead if is_adjusted or id(claim) in guessed else hit


def _is_aim(claim: Claim, subject: Subject) -> bool:
    """A target of this project and this year, told in running text."""
    before = claim.sentence.partition(claim.text)[0]
    years = {int(year) for year in _YEAR.findall(claim.period + before)}
    is_ours = not years or not subject.years or bool(years & subject.years)
    is_aim = claim.standing is Standing.TARGET and bool(claim.unit) and "@" in claim.group
    is_aim = is_aim and not claim.sentence.partition(claim.text)[2].startswith("要点")
    return is_aim and is_ours and not _OTHERS.search(before) and not _REACHED.search(before)


def _is_aim_of_table(claim: Claim) -> bool:
    return claim.standing is Standing.TARGET and bool(claim.unit) and claim.is_exact and bool(table_of(claim))


def _rows_named(claim: Claim, rows: Sequence[IndicatorRow]) -> list[IndicatorRow]:
    """Of a table: the approved indicators of the very name of the row."""
    alike = [row for row in rows if plain_name(row.indicator) == plain_name(claim.subject)]
    return [row for row in alike if conversion(claim.unit, row.target.unit or claim.unit) is not None]


def _rows_of(claim: Claim, rows: Sequence[IndicatorRow]) -> list[IndicatorRow]:
    """The approved indicators that the words in front of a number name; else the only one that is counted so."""
    fitting = [row for row in rows if conversion(claim.unit, row.target.unit or claim.unit) is not None]
    fitting = [row for row in fitting if not _PER.search(row.indicator) or _PER.search(claim.sentence)]
    if named := _named(claim, fitting):
        return named
    alike = [row for row in fitting if pairs(row.indicator) & pairs(plain_name(claim.subject))]
    return alike if len(fitting) == 1 and claim.unit != "%" else []


def _named(claim: Claim, rows: Sequence[IndicatorRow]) -> list[IndicatorRow]:
    front = _JOINED.split(claim.sentence.partition(claim.text)[0])[-1]
    names = [plain_name(claim.subject), plain_name(_BOUND.sub("", front))]
    return [row for row in rows if any(_is_named(plain_name(row.indicator), name) for name in names)]


def _is_named(name: str, near: str) -> bool:
    is_end = len(near) > _SHORTEST and (name.endswith(near) or name.removesuffix("率").endswith(near))  # 增长3%以上
    return len(name) >= _SHORTEST and (name in near or is_end)


def _is_told(claim: Claim, target: Quantity) -> bool:
    """Whether the number is the target, or an end of it, to the digits that the text prints."""
    factor = conversion(claim.unit, target.unit or claim.unit) or Fraction(1)
    half = Fraction(0) if claim.is_whole else Fraction(1, 2) / Fraction(10) ** claim.decimals
    ends = [Fraction(end) for end in (target.number, target.upper) if end is not None]
    told = abs(Fraction(claim.value)) * factor  # 缩短5公里 is read as a change by -5
    return any(abs(told - abs(end)) <= half * factor for end in ends)


def _shown(target: Quantity) -> str:
    """The target with its unit, which may stand in a column of its own."""
    return target.text if not target.unit or target.text.endswith(target.unit) else f"{target.text}{target.unit}"
