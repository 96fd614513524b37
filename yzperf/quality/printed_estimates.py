"""Estimates that a report prints with what belongs to them (印出的估计): standard error, statistic, p, limits, stars."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from yzperf.domain.claims import Claim, Claims, Role
from yzperf.domain.document import Document
from yzperf.errors import Place
from yzperf.forensics.significance import Interval
from yzperf.quality.sentences_and_rows import Row, Sentence, read_rows, read_sentences
from yzperf.quality.statistics_words import statistics_words

_STARS = re.compile(r"\s*(\*{1,3})")
_COEFFICIENT = re.compile(r"(-?\d*\.\d+)(\*{0,3})(?:[\[(](-?\d*\.\d+)(\*{0,3})[\])])?")
_BRACKETED = re.compile(r"[\[(](-?\d*\.\d+)(\*{0,3})[\])]")
_WIDEST_STARS = {1: 0.1, 2: 0.05, 3: 0.01}  # where no legend tells: the most lenient in use
_FARTHEST = 40  # signs between an estimate and what belongs to it
_OF_MODELS = ("R2", "F", "χ2", "DW", "KMO", "α", "VIF")
_NOT_ESTIMATES = {
    Role.FREEDOM, Role.P_VALUE, Role.SAMPLE, Role.WEIGHT, Role.LEVEL, Role.CONFIDENCE, Role.LIMIT, Role.STANDARD_ERROR, Role.DEVIATION,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    """One printed number: its digits as text, its value, where it stands, and the sign in front (P＜0.05)."""

    text: str
    value: float
    decimals: int
    where: Place
    bound: str = ""

    @property
    def ends(self) -> Interval:
        """All values that are printed so."""
        half = 0.5 / 10**self.decimals
        return self.value - half, self.value + half


@dataclass(frozen=True, slots=True)
class Estimate:
    """One estimate and all that is printed of it; what is not printed is None.

    ``statistic`` is its t or z, ``stars`` how many, ``threshold`` the p that so many stand for, ``said`` whether the text
    calls it significant, ``alpha`` at which level. ``is_effect`` tells a difference or a coefficient, which is held
    against 0, from a level such as a satisfaction. ``is_ratio`` marks odds ratios and the like, ``is_resampled`` limits
    that need not lie evenly about the estimate. ``bracket`` is a number in brackets of which the report does not say what
    it is.
    """

    value: Number | None
    error: Number | None = None
    statistic: Number | None = None
    degrees: float | None = None
    p: Number | None = None
    limits: tuple[Number, Number] | None = None
    level: float | None = None
    stars: int = 0
    threshold: float | None = None
    said: bool | None = None
    alpha: float | None = None
    is_ratio: bool = False
    is_one_sided: bool = False
    is_resampled: bool = False
    is_effect: bool = True
    bracket: Number | None = None

    @property
    def is_judged(self) -> bool:
        """Whether two things are printed that must agree."""
        told = self.p or self.threshold or self.alpha or self.said is not None
        pairs = (self.error and (self.limits or self.statistic or told), self.limits and (self.value or told))
        is_turned = self.limits is not None and self.limits[0].ends[0] > self.limits[1].ends[1]
        return any(pairs) or is_turned or bool((self.statistic or self.bracket) and self.threshold)


def read_estimates(report: Document, claims: Claims) -> list[Estimate]:
    """Estimates of the text, then those of tables: one row each, or coefficients with brackets below or beside."""
    found = [one for sentence in read_sentences(report, claims) for one in _of_sentence(sentence)]
    for rows in read_rows(report):
        found += [one for row in rows if (one := _of_row(row))] or list(_of_coefficients(rows))
    return [one for one in found if one.is_judged]


# ── sentences ───────────────────────────────────────────────────────────────────────────────────────


def _of_sentence(sentence: Sentence) -> Iterator[Estimate]:
    """Each estimate begins with the number before its error or limits, and ends where the next one begins."""
    marks = [at for at, claim in enumerate(sentence.claims) if claim.role in (Role.STANDARD_ERROR, Role.LIMIT)]
    starts = sorted({_start(sentence.claims, at) for at in marks})
    for since, until in pairwise([*starts, len(sentence.claims)] if starts else []):
        yield _from_claims(sentence.claims[since:until], sentence)


def _start(claims: Sequence[Claim], at: int) -> int:
    """The estimate that an error or a limit belongs to: the nearest number in front that may be one; else itself."""
    for place in range(at - 1, -1, -1):
        if claims[at].role is Role.LIMIT and claims[at].unit == "%" != claims[place].unit:
            continue  # 83.81%，比目标低6.19个百分点（五档计100、80、……分），区间为……: other things on the way
        is_near = claims[at].start - claims[place].end <= _FARTHEST
        if is_near and _is_estimate(claims[place]):
            return place
        if not is_near or not _goes_between(claims[place]):
            return place + 1
    return 0


def _is_estimate(claim: Claim) -> bool:
    """No count of people, no level of an interval, no statistic of the whole model, no word for a number (两年均值差)."""
    is_in_figures = any(sign.isdigit() for sign in claim.text)
    return is_in_figures and not _goes_between(claim) and not claim.is_whole and claim.symbol not in _OF_MODELS


def _goes_between(claim: Claim) -> bool:
    """What may stand between an estimate and its error or limits: p, n, degrees, 95% in front of CI."""
    is_level = claim.unit == "%" and claim.value in (90, 95, 99)
    return claim.role in _NOT_ESTIMATES or is_level or claim.symbol in ("t", "Z")


def _from_claims(claims: Sequence[Claim], sentence: Sentence) -> Estimate:
    words = statistics_words().tests
    first = claims[0]
    text = sentence.near(claims)
    limits = [claim for claim in claims if claim.role is Role.LIMIT]
    tested = next((one for one in claims if one.symbol in ("t", "Z") and one.role is Role.STATISTIC), None)
    stars = _STARS.match(sentence.after(first))
    freedoms = [claim for claim in claims if claim.role is Role.FREEDOM]
    return Estimate(
        value=number_of(first) if _is_estimate(first) and not _is_of_other_unit(first, limits) else None,
        error=_first(claims, Role.STANDARD_ERROR),
        statistic=number_of(tested) if tested else None,
        degrees=float(freedoms[0].value) if len(freedoms) == 1 else None,
        p=_first(claims, Role.P_VALUE),
        limits=(number_of(limits[0]), number_of(limits[1])) if len(limits) == 2 else None,
        level=confidence(text) or confidence(sentence.text),
        stars=len(stars[1]) if stars else 0,
        threshold=_WIDEST_STARS[len(stars[1])] if stars else None,
        said=says_significant(text),
        alpha=significance_level(text) or significance_level(sentence.text),
        is_ratio=bool(words["ratio"].search(sentence.text)),
        is_one_sided=bool(words["one_sided"].search(sentence.paragraph)),
        is_resampled=bool(words["resampled"].search(sentence.paragraph)),
        is_effect=bool(words["effect"].search(sentence.text)) and not words["benchmark"].search(sentence.text),
    )


def _is_of_other_unit(claim: Claim, limits: Sequence[Claim]) -> bool:
    return bool(limits) and limits[0].unit == "%" != claim.unit


def number_of(claim: Claim) -> Number:
    """A claim as a printed number."""
    return Number(claim.text, float(claim.value), max(0, claim.decimals), claim.where, claim.bound)


def _first(claims: Sequence[Claim], role: Role) -> Number | None:
    return next((number_of(claim) for claim in claims if claim.role is role), None)


def confidence(text: str) -> float | None:
    """The confidence level that a text tells, as a share."""
    match = statistics_words().tests["confidence"].search(text)
    return float(match[1] or match[2]) / 100 if match else None


def significance_level(text: str) -> float | None:
    """The level that a text calls something significant at: 5%水平上 → 0.05.

    >>> significance_level("在1%水平上显著"), significance_level("差异显著")
    (0.01, None)
    """
    match = statistics_words().tests["level"].search(text)
    if match is None:
        return None
    told = match[1] or match[2] or match[3]
    return float(told.rstrip("%")) / (100 if match[1] or told.endswith("%") else 1)


def says_significant(text: str) -> bool | None:
    """Whether a text calls a result significant in the sense of statistics; None if it does not say, says both, or
    excepts something.

    >>> says_significant("差异不显著"), says_significant("两组差异显著"), says_significant("成效显著")
    (False, True, None)
    """
    words = statistics_words().tests
    if words["except"].search(text):
        return None
    denied = bool(words["denied"].search(text))
    affirmed = bool(words["affirmed"].search(words["denied"].sub("", text)))
    return None if denied is affirmed else affirmed


# ── tables ──────────────────────────────────────────────────────────────────────────────────────────


def _of_row(row: Row) -> Estimate | None:
    """A row that has columns for the coefficient and its error, statistic, p or limits."""
    columns = {role: at for at, heads in row.heads.items() if heads and (role := _column_role(heads[-1]))}
    value = _coefficient(row, columns.get("value"))
    if value is None or len(columns.keys() & {"error", "statistic", "p", "limits", "lower"}) < 1:
        return None
    number, stars = value
    told = f"{row.around} {' '.join(' '.join(heads) for heads in row.heads.values())}"
    legend = star_legend(told)
    return Estimate(
        value=number,
        error=_cell(row, columns.get("error")),
        statistic=_cell(row, columns.get("statistic")),
        p=_cell(row, columns.get("p")),
        limits=_limits(row, columns),
        level=confidence(told),
        stars=stars,
        threshold=legend.get(stars, _WIDEST_STARS.get(stars)) if stars else None,
        is_ratio=bool(statistics_words().tests["ratio"].search(told)),
        is_one_sided=bool(statistics_words().tests["one_sided"].search(told)),
        is_resampled=bool(statistics_words().tests["resampled"].search(told)),
    )


@lru_cache(maxsize=1024)
def _column_role(head: str) -> str:
    return next((role for role, pattern in statistics_words().estimate_columns.items() if pattern.search(head)), "")


def _coefficient(row: Row, column: int | None) -> tuple[Number, int] | None:
    match = re.fullmatch(r"(-?\d*\.?\d+)(\*{0,3})", row.text(column)) if column else None
    return (_number(match[1], row.cells[column].where), len(match[2])) if match and column else None


def _cell(row: Row, column: int | None) -> Number | None:
    match = re.fullmatch(r"([<>≤≥]?)=?\(?(-?\d*\.?\d+)\)?\*{0,3}", row.text(column)) if column else None
    if match is None or column is None:
        return None
    return _number(match[2], row.cells[column].where, match[1].replace("≤", "<").replace("≥", ">"))


def _limits(row: Row, columns: Mapping[str, int]) -> tuple[Number, Number] | None:
    lower, upper = _cell(row, columns.get("lower")), _cell(row, columns.get("upper"))
    if lower and upper:
        return lower, upper
    column = columns.get("limits")
    match = (
        re.fullmatch(r"[\[(]?(-?\d*\.?\d+)(?:[,，、~至]|-)(-?\d*\.?\d+)[\])]?", row.text(column)) if column else None
    )
    if match is None or column is None:
        return None
    where = row.cells[column].where
    return _number(match[1], where), _number(match[2], where)


def _number(digits: str, where: Place, bound: str = "") -> Number:
    return Number(digits, float(digits), len(digits.partition(".")[2]), where, bound)


def _of_coefficients(rows: Sequence[Row]) -> Iterator[Estimate]:
    """Tables of models: 0.352*** with (0.121) behind it or in the row below."""
    for row, below in zip(rows, [*rows[1:], None], strict=True):
        for column in row.cells:
            match = _COEFFICIENT.fullmatch(row.text(column))
            if match and row.cells[column].row == _row_of(row):
                yield from _with_bracket(row, below, column, match)


def _row_of(row: Row) -> int:
    return max(cell.row for cell in row.cells.values())


def _with_bracket(row: Row, below: Row | None, column: int, match: re.Match[str]) -> Iterator[Estimate]:
    where = row.cells[column].where
    inside = match[3]
    stars = len(match[2]) + len(match[4] or "")
    if inside is None and below is not None and (under := _BRACKETED.fullmatch(below.text(column))):
        inside, stars = under[1], stars + len(under[2])
    if inside is None:
        return
    told = " ".join([row.around, *(text for heads in row.heads.values() for text in heads)])
    words = statistics_words().tests
    bracket = _number(inside, where)
    is_error, is_t, is_p = (bool(words[name].search(told)) for name in ("bracket_error", "bracket_t", "bracket_p"))
    legend = star_legend(told)
    yield Estimate(
        value=_number(match[1], where),
        error=bracket if is_error else None,
        statistic=bracket if is_t and not is_error else None,
        p=bracket if is_p and not is_error and not is_t else None,
        stars=stars,
        threshold=legend.get(stars, _WIDEST_STARS.get(stars)) if stars else None,
        is_ratio=bool(words["ratio"].search(told)),
        is_one_sided=bool(words["one_sided"].search(told)),
        bracket=None if is_error or is_t or is_p else bracket,
    )


@lru_cache(maxsize=256)
def star_legend(text: str) -> Mapping[int, float]:
    """How small p is with so many stars, as the note below a table says.

    >>> star_legend("注：***、**、*分别表示在1%、5%、10%的水平上显著"), star_legend("* p<0.05, ** p<0.01")
    ({3: 0.01, 2: 0.05, 1: 0.1}, {1: 0.05, 2: 0.01})
    """
    words = statistics_words().tests
    each = {len(match[1]): float(match[2]) for match in words["legend_each"].finditer(text)}
    listed = words["legend_listed"].search(text)
    if each or listed is None:
        return each
    pairs = [(listed[at], listed[at + 3]) for at in (1, 2, 3) if listed[at] and listed[at + 3]]
    return {len(stars): float(told) / (100 if float(told) >= 1 else 1) for stars, told in pairs}
