"""F04 区间—p值—估计一致: a confidence interval lies about its mean or share, as wide as deviation and people make it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from yzperf.domain.claims import Claim, Claims, Role
from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.forensics.significance import Interval
from yzperf.forensics.summaries import Group, half_of_mean, limits_of_share
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.printed_estimates import Number, confidence, number_of
from yzperf.quality.printed_means import counts_people, valid_sheets
from yzperf.quality.sentences_and_rows import Sentence, read_sentences
from yzperf.quality.statistics_words import statistics_words

_USUAL = 0.95
_TINY = 1e-9
_SHARES = (Role.SATISFACTION, Role.SHARE, Role.RATE, Role.ACTUAL, Role.VALID_RATE)


@dataclass(frozen=True, slots=True)
class SampleInterval:
    """Limits about a mean (with its deviation) or about a share, of so many people; ``is_tied`` tells that this sentence or
    paragraph says how many, ``is_points`` that it may be a mean of points (满意度), which spreads less than a share."""

    value: Number
    limits: tuple[Number, Number]
    deviation: Number | None
    people: int
    level: float
    is_tied: bool
    is_simple: bool
    is_points: bool = False

    @property
    def is_share(self) -> bool:
        """Whether it is of a share in per cent."""
        return self.deviation is None


@check("F04", title="区间、p值与估计一致", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def intervals_follow_from_samples(report: Document, claims: Claims) -> Iterator[Hit]:
    """The limits of a mean lie evenly about it, z or t standard errors away; those of a share are what some usual way of
    computing them gives."""
    found = list(_intervals(report, claims))
    if not found:
        raise Inapplicable("报告没有在均值、占比旁边印置信区间和人数")
    valid = valid_sheets(claims)
    counted = frozenset(int(claim.value) for claim in claims.own if counts_people(claim))
    for one in found:
        if _is_part_of_another(one, counted):
            continue  # 合计373人，占90.53%: of 412, of whom the interval is
        if valid and not any(_hits_of(replace(one, people=int(valid.value)))):
            continue  # of all who answered it follows, whatever number stands nearer
        for hit in _hits_of(one):
            yield hit if one.is_tied and one.is_simple else hit.as_lead


def _is_part_of_another(one: SampleInterval, counted: frozenset[int]) -> bool:
    """Whether the people are the share itself of others that the report counts, and the interval is of those."""
    wholes = (many for many in counted if many > one.people)
    return one.is_share and any(
        one.value.ends[0] <= 100 * one.people / whole <= one.value.ends[1]
        and not any(_hits_of(replace(one, people=whole)))
        for whole in wholes
    )


def _hits_of(one: SampleInterval) -> Iterator[Hit]:
    return _of_share(one) if one.is_share else _of_mean(one)


def _of_mean(one: SampleInterval) -> Iterator[Hit]:
    if one.deviation is None:
        return
    lower, upper = one.limits
    middle = (lower.ends[0] + upper.ends[0]) / 2, (lower.ends[1] + upper.ends[1]) / 2
    half = max(0.0, upper.ends[0] - lower.ends[1]) / 2, (upper.ends[1] - lower.ends[0]) / 2
    ends = half_of_mean(
        Group(one.people, one.value.ends, (max(0.0, one.deviation.ends[0]), one.deviation.ends[1])), one.level
    )
    shown = f"[{lower.text}，{upper.text}]"
    if middle[0] > one.value.ends[1] + _TINY or middle[1] < one.value.ends[0] - _TINY:
        if lower.ends[0] <= one.value.ends[1] and one.value.ends[0] <= upper.ends[1]:  # outside is told elsewhere
            message = f"均值的置信区间应以均值 {one.value.text} 为中点，{shown}的中点是 {sum(middle) / 2:.{lower.decimals + 1}f}"
            yield Hit(lower.where, message, shown, f"中点{one.value.text}")
    elif half[0] > ends[1] + _TINY or half[1] < ends[0] - _TINY:
        z = (ends[0] + ends[1]) / 2
        right = f"[{one.value.value - z:.{lower.decimals}f}，{one.value.value + z:.{lower.decimals}f}]"
        message = (
            f"均值 {one.value.text}、标准差 {one.deviation.text}、{one.people} 人时，{100 * one.level:g}%置信区间应为 {right}，"
            f"印的是 {shown}"
        )
        yield Hit(lower.where, message, shown, right)


def _of_share(one: SampleInterval) -> Iterator[Hit]:
    """Between the furthest ends that the usual ways of computing them give."""
    lower, upper = one.limits
    shares = [min(1.0, max(0.0, end / 100)) for end in one.value.ends]
    fits = [limits for share in shares for limits in limits_of_share(share, one.people, one.level)]
    reach = [(100 * min(ends[at] for ends in fits), 100 * max(ends[at] for ends in fits)) for at in (0, 1)]
    if one.is_points and _is_narrower(one, reach):
        return
    if not (_within(lower, reach[0]) and _within(upper, reach[1])):
        low, high = limits_of_share(one.value.value / 100, one.people, one.level)[0]
        right = f"[{100 * low:.{lower.decimals}f}%，{100 * high:.{lower.decimals}f}%]"
        shown = f"[{lower.text}，{upper.text}]"
        message = (
            f"占比 {one.value.text}、{one.people} 人时，{100 * one.level:g}%置信区间应约为 {right}，印的是 {shown}"
        )
        yield Hit(lower.where, message, shown, right)


def _is_narrower(one: SampleInterval, reach: Sequence[Interval]) -> bool:
    """Evenly about the value, and no wider than an interval of a share is."""
    lower, upper = one.limits
    middle = (lower.ends[0] + upper.ends[0]) / 2, (lower.ends[1] + upper.ends[1]) / 2
    is_even = middle[0] <= one.value.ends[1] + _TINY and one.value.ends[0] - _TINY <= middle[1]
    return is_even and lower.ends[1] >= reach[0][0] and upper.ends[0] <= reach[1][1]


def _within(limit: Number, ends: Interval) -> bool:
    return limit.ends[0] <= ends[1] + _TINY and ends[0] - _TINY <= limit.ends[1]


# ── reading ─────────────────────────────────────────────────────────────────────────────────────────


def _intervals(report: Document, claims: Claims) -> Iterator[SampleInterval]:
    valid = valid_sheets(claims)
    for _, inside in groupby(read_sentences(report, claims), key=lambda one: id(one.paragraph)):
        sentences = list(inside)
        told = [claim for one in sentences for claim in one.claims]
        for sentence in sentences:
            limits = [claim for claim in sentence.claims if claim.role is Role.LIMIT]
            if len(limits) == 2:
                yield from _of_sentence(sentence, limits, told, valid)


def _of_sentence(
    sentence: Sentence, limits: Sequence[Claim], told: Sequence[Claim], valid: Claim | None
) -> Iterator[SampleInterval]:
    before = [one for one in sentence.claims if one.end <= limits[0].start and one.is_exact and not one.bound]
    means = [one for one in before if one.role is Role.MEAN]
    shares = [one for one in before if one.role in _SHARES and one.unit == "%" and not _is_level(one, sentence)]
    value = (
        (means or shares)[-1:] if not (means and shares) else [max(means[-1], shares[-1], key=lambda one: one.start)]
    )
    people, is_tied = _people(sentence, told, valid)
    if not value or people is None or people < 2:
        return
    deviation = next((one for one in before if one.role is Role.DEVIATION and one.start >= value[0].end), None)
    if value[0].role is Role.MEAN and deviation is None:
        return
    words = statistics_words()
    is_points = bool(words.satisfied_points.search(value[0].subject)) and not words.samples["of_people"].search(
        _clauses(sentence, value[0], limits[0])
    )
    yield SampleInterval(
        value=number_of(value[0]),
        limits=(number_of(limits[0]), number_of(limits[1])),
        deviation=number_of(deviation) if deviation and value[0].role is Role.MEAN else None,
        people=people,
        level=confidence(sentence.text) or _USUAL,
        is_tied=is_tied,
        is_simple=not statistics_words().samples["designed"].search(_clauses(sentence, value[0], limits[1])),
        is_points=is_points,
    )


def _clauses(sentence: Sentence, value: Claim, limit: Claim) -> str:
    """From the words in front of a value to its limits: what follows is of another figure."""
    return sentence.front(value) + sentence.paragraph[value.start : limit.end]


def _is_level(claim: Claim, sentence: Sentence) -> bool:
    """The 95% of 95%CI."""
    return bool(re.match(r"\s*(?:CI|C\.I|的?置信)", sentence.after(claim)))


def _people(sentence: Sentence, told: Sequence[Claim], valid: Claim | None) -> tuple[int | None, bool]:
    """The only number of people of the sentence, else the only one of all of the paragraph's valid sheets, else the valid."""
    own = {int(one.value) for one in sentence.claims if counts_people(one) and one.unit != "家"}
    if valid is not None and int(valid.value) in own:
        return int(valid.value), True  # 352名受访者中295人……: the others are some of them
    if own:
        return (own.pop(), True) if len(own) == 1 else (None, False)
    said = [one for one in told if counts_people(one) and one.end <= sentence.begin]
    if valid is not None:
        is_of_all = bool(statistics_words().samples["everybody"].search(sentence.text)) or any(
            one.value == valid.value for one in said
        )
        return int(valid.value), is_of_all
    largest = max((int(one.value) for one in said), default=None)
    return largest, False
