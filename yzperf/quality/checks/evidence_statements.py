"""D04 证据值≠实际值: what a written piece of evidence (.txt, .docx) says in words, against the score sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from yzperf.domain.claims import Claim, Setting, Standing, read_claims, read_prose
from yzperf.domain.claims.slips import Slip, slip, telling_digits
from yzperf.domain.evidence import Evidence
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.scorecard import ScoreCard
from yzperf.domain.scoresheet import IndicatorRow
from yzperf.domain.units import conversion
from yzperf.errors import LoadError, Place
from yzperf.loaders.document import load_document
from yzperf.loaders.masking import masked_document
from yzperf.loaders.text_file import read_text
from yzperf.privacy import mask
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.checks.evidence_values import is_measured
from yzperf.quality.evidence_words import ending
from yzperf.quality.intervals import decimals
from yzperf.quality.wording import pairs, plain_name

_TEXTS, _LARGEST = ("txt", "md"), 2_000_000
_LINES = re.compile(r"第(\d+)(?:[—–~～至到-]+第?(\d+))?行")
_OWN_WORDS = re.compile("自评|总结|self|申报|目标|方案")  # the unit's own view, or what was planned
_PER = re.compile("[人户亩校村台床车项]均|平均|每|单位")  # 场地面积 is not 人均体育场地面积
_SHORTEST = 3
_TELLING = 3  # digits that are not met by chance


@check("D04", title="证据值与实际完成值", clause="", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def words_of_the_evidence_give_the_value(
    agency_sheet: ScoreCard, evidence: tuple[Evidence, ...], folder: Path
) -> Iterator[Hit]:
    """A statement of the evidence under the name of the indicator is the value that was filled in."""
    known = {item.id: item for item in evidence}
    said: dict[str, list[Claim]] = {}
    judged = []
    for row in (row for row in agency_sheet.sheet.scored_rows if is_measured(row)):
        items = [known[number] for number in row.evidence if number in known]
        for item in items:
            if item.id not in said:
                said[item.id] = list(_statements(item, folder))
        found = [(item, claim) for item in items for claim in said[item.id] if _is_of(claim, row)]
        judged += [(row, items, found)] if found else []
    if not judged:
        raise Inapplicable("没有一件文字证据写了定量指标的数值")
    for row, items, found in judged:
        if not any(_gives(claim, row) for _, claim in found):
            yield _hit(row, items, *found[0])


@check("D04", title="证据值与实际完成值", clause="", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def value_is_no_slip_of_the_evidence(
    agency_sheet: ScoreCard, evidence: tuple[Evidence, ...], folder: Path
) -> Iterator[Hit]:
    """The value that was filled in stands in none of its written evidence, but one that differs by a slip does."""
    known = {item.id: item for item in evidence}
    judged = []
    for row in (row for row in agency_sheet.sheet.scored_rows if is_measured(row)):
        items = [known[number] for number in row.evidence if number in known]
        said = [(item, claim) for item in items for claim in _statements(item, folder) if _is_of_unit(claim, row)]
        judged += [(row, items, said)] if said else []
    if not judged:
        raise Inapplicable("没有一件文字证据写了与定量指标同一单位的数")
    for row, items, said in judged:
        slips = [(item, claim) for item, claim in said if _is_slip(claim, row)]
        is_named = any(_is_of(claim, row) for _, claim in said)
        if slips and not is_named and not any(_gives(claim, row) for _, claim in said):
            yield _hit(row, items, *slips[0])


def _is_of_unit(claim: Claim, row: IndicatorRow) -> bool:
    """In the unit of the value, alone or for one of something (44.2公斤/亩)."""
    return claim.is_exact and bool(claim.unit) and claim.unit.partition("/")[0] == row.actual.unit.partition("/")[0]


def _is_slip(claim: Claim, row: IndicatorRow) -> bool:
    """Three digits of which one or two are wrong, in a sentence that speaks of the indicator."""
    actual = row.actual.number
    assert isinstance(actual, Decimal)
    how = slip(claim.value, actual) if len(telling_digits(actual)) >= _TELLING else None
    return how in (Slip.SWAPPED, Slip.REPLACED) and bool(pairs(row.indicator) & pairs(claim.sentence))


def _statements(item: Evidence, folder: Path) -> Iterator[Claim]:
    root = (folder / "evidence").resolve()
    path = (root / item.file).resolve()
    if not path.is_relative_to(root) or not path.is_file():
        return
    try:
        if ending(item.file) in _TEXTS and 0 < path.stat().st_size <= _LARGEST:
            for number, line in enumerate(mask(read_text(path)).splitlines(), 1):
                if _is_located(number, item.locator):
                    yield from read_prose(line, Setting(Place(item.file, line=number)))
        elif ending(item.file) == "docx":
            yield from read_claims(masked_document(load_document(path)))
    except LoadError:  # D02 and the loaders say what is wrong with the file
        return


def _is_located(number: int, locator: str) -> bool:
    spans = [(int(match[1]), int(match[2] or match[1])) for match in _LINES.finditer(locator)]
    return not spans or any(first <= number <= last for first, last in spans)


def _is_of(claim: Claim, row: IndicatorRow) -> bool:
    """Stated as done, of this year as far as it says, under the name of the indicator and in a unit that converts."""
    stated = claim.is_exact and not claim.bound and claim.standing is Standing.STATED and not claim.period
    unit = row.actual.unit
    if not stated or (claim.unit != unit and conversion(claim.unit, unit) is None):
        return False
    name, wanted = plain_name(claim.subject), plain_name(row.indicator)
    if len(name) < _SHORTEST:
        return False
    is_mean_of_it = wanted.endswith(name) and _PER.search(wanted.removesuffix(name))
    return name == wanted or name.endswith(wanted) or (wanted.endswith(name) and not is_mean_of_it)


def _gives(claim: Claim, row: IndicatorRow) -> bool:
    """Rounded or cut to the decimals of either side."""
    actual = row.actual.number
    assert isinstance(actual, Decimal)
    factor = conversion(claim.unit, row.actual.unit) or Fraction(1)
    slack = max(Fraction(1, 10 ** decimals(actual)), factor / Fraction(10) ** max(0, claim.decimals))
    return abs(abs(Fraction(claim.value)) * factor - abs(Fraction(actual))) < slack  # 缩短5.22公里 is read as -5.22


def _hit(row: IndicatorRow, items: Sequence[Evidence], item: Evidence, claim: Claim) -> Hit:
    message = (
        f"“{row.indicator}”实际完成值填 {row.actual.text}，证据 {item.id}（{claim.where}）写“{claim.sentence[:60]}”"
    )
    hit = Hit(row.where, message, row.actual.text, claim.text)
    if len(items) == 1 and not _OWN_WORDS.search(item.file + item.source):
        return hit
    remark = "；另有别的证据或只是单位自己的说法，请说明以哪个为准"
    return replace(hit, message=message + remark, severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
