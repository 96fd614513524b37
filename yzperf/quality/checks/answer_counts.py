"""F05, F02, F03: what follows from the answers by grade that a report prints (各档人数): their sum, shares, mean, deviation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from yzperf.domain.claims import Claims, Role
from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.forensics.summaries import deviations_of_grades, mean_of_grades
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.graded_counts import GradedCounts, Together, cell_number, read_graded, read_together
from yzperf.quality.grades import points_told, usual_points
from yzperf.quality.printed_estimates import Number, number_of
from yzperf.quality.printed_means import counts_people, scale_of, valid_sheets
from yzperf.quality.sentences_and_rows import bare
from yzperf.quality.statistics_words import statistics_words

_TINY = 1e-9
_FEWEST_ROWS = 2
Points = tuple[int, ...]
Figures = Callable[[Sequence[float], Sequence[int]], tuple[float, ...]]


@check("F05", title="样本数自洽", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def answers_make_the_people(report: Document, claims: Claims) -> Iterator[Hit]:
    """The answers by grade are as many as the people asked, and what several grades have together is their sum."""
    graded = read_graded(report, claims, valid_sheets(claims))
    if not graded:
        raise Inapplicable("报告没有写各档（非常满意、满意……）的人数")
    for one in graded:
        yield from _of_sum(one)
        yield from _of_listed_shares(one)
    for told in read_together(report, claims):
        yield from _of_several(told, graded)


def _of_sum(one: GradedCounts) -> Iterator[Hit]:
    """Rows and columns of tables have totals of their own (B02)."""
    if one.subtotal is not None and one.total != one.subtotal.value:
        shown = "、".join(f"{name}{count.text}" for name, count in zip(one.names, one.counts, strict=True))
        message = f"{shown}，合计应为 {one.total}，报告写 {one.subtotal.text}"
        yield Hit(one.subtotal.where, message, one.subtotal.text, str(one.total))
    if one.adds_up or one.whole is None or not one.block:
        return
    wrong = _not_as_its_share(one)
    at = wrong if wrong is not None else 0
    shown = "、".join(f"{name}{count.text}" for name, count in zip(one.names, one.counts, strict=True))
    message = f"各档（{shown}）合计 {one.total}，总数写 {one.whole.text}"
    if wrong is not None:
        message += f"；按印出的占比，“{one.names[wrong]}”不是 {one.counts[wrong].text}"
    hit = Hit(one.counts[at].where, message, str(one.total), one.whole.text)
    is_known = (one.is_tied and 2 * one.total > one.whole.value) or _is_share_of_whole(one)  # half of them: of others
    if one.total > one.whole.value or one.is_complete or _shares_are_all(one):
        yield hit if is_known else hit.as_lead


def _is_share_of_whole(one: GradedCounts) -> bool:
    """Whether most shares that are printed are of this whole."""
    fits = [_fits_share(one, at) for at, share in enumerate(one.shares) if share]
    return len(fits) > 1 and 2 * sum(fits) > len(fits)


def _fits_share(one: GradedCounts, at: int) -> bool:
    share = one.shares[at]
    if share is None or one.whole is None or not one.whole.value:
        return True
    value = 100 * one.counts[at].value / one.whole.value
    return share.ends[0] - _TINY <= value <= share.ends[1] + _TINY


def _not_as_its_share(one: GradedCounts) -> int | None:
    """The only answer whose share is not its own, if the others are."""
    wrong = [at for at in range(len(one.counts)) if not _fits_share(one, at)]
    return wrong[0] if len(wrong) == 1 and _is_share_of_whole(one) else None


def _shares_are_all(one: GradedCounts) -> bool:
    """Whether the shares that are printed make a hundred per cent."""
    shares = [share for share in one.shares if share]
    slack = sum(share.ends[1] - share.value for share in shares)
    return len(shares) == len(one.counts) and abs(sum(share.value for share in shares) - 100) <= slack + _TINY


def _of_listed_shares(one: GradedCounts) -> Iterator[Hit]:
    """占比依次为……: B09 reads only those that stand beside their number."""
    if not one.block or not one.adds_up or not all(one.shares) or not _stand_together(one.shares):
        return
    for at, share in enumerate(one.shares):
        if share and one.whole and not _fits_share(one, at):
            right = f"{100 * one.counts[at].value / one.whole.value:.{share.decimals}f}%"
            message = f"“{one.names[at]}”{one.counts[at].text} ÷ {one.whole.text} 应为 {right}，占比写 {share.text}"
            yield Hit(share.where, message, share.text, right)


def _stand_together(shares: Sequence[Number | None]) -> bool:
    return len({share.where for share in shares if share}) == 1


# ── several grades together ─────────────────────────────────────────────────────────────────────────


def _of_several(told: Together, graded: Sequence[GradedCounts]) -> Iterator[Hit]:
    """Held against the answers of the same people: those of the paragraph, else the only ones of the report."""
    if told.claim.role is Role.CONFIDENCE:
        return
    found = [one for one in graded if one.adds_up and _has_grades(one, told)]
    beside = [one for one in found if one.block == told.claim.block and one.end <= told.claim.start]
    same = beside[-1:] or [one for one in found if told.names and _is_of_same_people(one, told)]
    if len({one.values for one in same}) != 1:
        return
    one = same[0]
    number, right = number_of(told.claim), _sum_of(one, told)
    is_share = told.claim.unit == "%"
    value = 100 * right / one.total if is_share else right
    low, high = number.ends if is_share else (number.value, number.value)
    summed = _sum_of_shares(one, told) if is_share else None
    if low - _TINY <= value <= high + _TINY or (summed and summed[0] <= high + _TINY and low <= summed[1] + _TINY):
        return
    names = "、".join(told.names or one.names[: told.first])
    shown = f"{value:.{max(0, told.claim.decimals)}f}%" if is_share else f"{right}{told.claim.unit}"
    parts = "＋".join(
        str(count) for name, count in zip(one.names, one.values, strict=True) if name in names.split("、")
    )
    message = f"“{names}”共 {parts}＝{right}（共 {one.total}），应为 {shown}，报告写 {told.claim.text}"
    yield Hit(told.claim.where, message, told.claim.text, shown)


def _has_grades(one: GradedCounts, told: Together) -> bool:
    return set(told.names) <= set(one.names) if told.names else 1 < told.first < len(one.names)


def _is_of_same_people(one: GradedCounts, told: Together) -> bool:
    return told.whole is not None and one.total == told.whole.value


def _sum_of(one: GradedCounts, told: Together) -> int:
    if not told.names:
        return sum(one.values[: told.first])
    return sum(count for name, count in zip(one.names, one.values, strict=True) if name in told.names)


def _sum_of_shares(one: GradedCounts, told: Together) -> tuple[float, float] | None:
    """The printed shares added up, as many reports do."""
    chosen = [
        share for at, (name, share) in enumerate(zip(one.names, one.shares, strict=True))
        if (name in told.names if told.names else at < told.first)
    ]  # fmt: skip
    if not chosen or not all(chosen):
        return None
    value = sum(share.value for share in chosen if share)
    half = 0.5 / 10 ** max(0, told.claim.decimals)
    return value - half, value + half


# ── mean and deviation ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Summary:
    """A mean or deviation printed beside the answers that it is of."""

    answers: GradedCounts
    printed: Number

    def is_given(self, value: float) -> bool:
        """Whether this value is printed so."""
        return self.printed.ends[0] - _TINY <= value <= self.printed.ends[1] + _TINY


@check("F02", title="均值与比率粒度", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def means_follow_from_grades(report: Document, claims: Claims) -> Iterator[Hit]:
    """The mean of the points is that of so many answers of each grade, by the points that are told or that most rows show."""
    yield from _judge(_summaries(report, claims, Role.MEAN), "均值", _means)


@check("F03", title="标准差可行域与重构", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def deviations_follow_from_grades(report: Document, claims: Claims) -> Iterator[Hit]:
    """The standard deviation is that of so many answers of each grade, divided by n − 1 or by n."""
    yield from _judge(_summaries(report, claims, Role.DEVIATION), "标准差", deviations_of_grades)


def _means(points: Sequence[float], counts: Sequence[int]) -> tuple[float, ...]:
    return (mean_of_grades(points, counts),)


def _judge(groups: Sequence[Sequence[_Summary]], title: str, figures: Figures) -> Iterator[Hit]:
    if not groups:
        raise Inapplicable(f"报告没有在各档人数旁边印{title}")
    for found in groups:
        points, is_known = _points_of(found, figures)
        for one in found:
            values = figures(points, one.answers.values) if points else ()
            if values and not any(map(one.is_given, values)):
                hit = _hit(one, points, values[0], title)
                yield hit if is_known else hit.as_lead


def _points_of(found: Sequence[_Summary], figures: Figures) -> tuple[Points, bool]:
    """The points of the grades, and whether they are known: told, the names of the grades, or shown by most rows."""
    answers = found[0].answers
    many = len(answers.grades)
    named = tuple(grade.points for grade in answers.grades if grade.points is not None)
    told = named if len(named) == many else points_told(answers.text, many)
    if told:
        return told, True
    scale = scale_of(answers.text)
    usual = [points for points in usual_points(many) if not scale or max(points) == scale[1]]
    fits = [sum(any(map(one.is_given, figures(points, one.answers.values))) for one in found) for points in usual]
    most = max(fits, default=0)
    if len(found) == 1:
        is_told = scale is not None and scale[1] == many
        return (usual[0], is_told) if usual and not most else ((), False)
    is_shown = most >= len(found) - 1 or (most >= _FEWEST_ROWS and 3 * most >= 2 * len(found))
    return (usual[fits.index(most)], True) if most and is_shown else ((), False)


def _summaries(report: Document, claims: Claims, role: Role) -> list[list[_Summary]]:
    """Those of one table together, each of the text by itself."""
    graded = [one for one in read_graded(report, claims, valid_sheets(claims)) if one.adds_up and one.total]
    texts = [[_Summary(one, printed)] for one in graded if (printed := _behind(one, claims, role))]
    rows = [_Summary(one, printed) for one in graded if (printed := _in_row(one, role))]
    tables = groupby(rows, key=lambda one: one.answers.where.sheet or one.answers.where.paragraph.partition("第")[0])
    return texts + [list(group) for _, group in tables]


def _behind(one: GradedCounts, claims: Claims, role: Role) -> Number | None:
    """The first mean or deviation behind the answers in their paragraph, no other people named between."""
    behind = [claim for claim in claims.own if one.block and claim.block == one.block and claim.start >= one.end]
    for claim in behind:
        if counts_people(claim) or "依次" in claim.sentence:
            return None  # of other people, or of several questions in turn
        if claim.role is role and claim.is_exact and not claim.bound and claim.unit in ("", "分"):
            return number_of(claim)
    return None


def _in_row(one: GradedCounts, role: Role) -> Number | None:
    if one.row is None:
        return None
    pattern = statistics_words().columns["mean" if role is Role.MEAN else "deviation"]
    for column, heads in one.row.heads.items():
        text = one.row.text(column)
        if heads and pattern.search(bare(heads[-1])) and re.fullmatch(r"\d+(?:\.\d+)?分?", text):
            return cell_number(one.row, column)
    return None


def _hit(one: _Summary, points: Points, value: float, title: str) -> Hit:
    shown = f"{value:.{max(0, one.printed.decimals)}f}"
    counted = "、".join(f"{point}分{count}" for point, count in zip(points, one.answers.values, strict=True))
    whose = f"“{one.answers.name}”的" if one.answers.row else ""
    message = f"{whose}{title}印 {one.printed.text}，按各档人数（{counted}）应为 {shown}"
    return Hit(one.printed.where, message, one.printed.text, shown)
