"""F02 均值与比率粒度, F03 标准差可行域: whether so many whole answers can give the mean and deviation that are printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from yzperf.domain.claims import Claims
from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.scorecard import half_up
from yzperf.forensics.grain import Grain
from yzperf.forensics.granularity import decimals, deviation_is_possible, greatest_deviation
from yzperf.forensics.rebuilt_sample import rebuild
from yzperf.quality.catalogue import Hit, Inapplicable, NoPower, check
from yzperf.quality.printed_means import PrintedMean, read_means, valid_sheets

_LEAST_POWER = 0.5
_MOST_LEADS = 3
_MOST_REBUILT = 1000  # so many answers leave no gap between the sums of squares that a deviation stands for
_WIDEST_REBUILT = 10  # a scale of more steps has no gaps worth the search


@check("F02", title="均值与比率粒度", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def means_are_possible(report: Document, claims: Claims) -> Iterator[Hit]:
    """A mean of n whole answers is a multiple of 1/n; only figures that the test could refute are judged."""
    found = read_means(report, claims)
    grains = [(one, grain) for one in found if one.is_on_scale and (grain := one.grain)]
    if not grains:
        told = "报告里的均值、占比是加权的，或没有写人数、题数" if found else "报告里没有同时写明人数的均值或占比"
        raise Inapplicable(f"{told}，粒度检验不适用")
    judged = [(one, grain, power) for one, grain in grains if (power := _power(one, grain)) >= _LEAST_POWER]
    # what is impossible is so however seldom it can be seen
    judged += [(one, grain, _power(one, grain)) for one, grain in grains if _is_caught(one, grain)]
    if not judged:
        best = max(_power(one, grain) for one, grain in grains)
        raise NoPower(f"均值、占比印的位数太少或人数太多，写错了也看不出来（检出力最高 {best:.2f}）")
    asked = _all_asked(claims)
    hits = [
        _impossible(one, grain, power)
        for one, grain, power in judged
        if not grain.gives(one.printed) and not (one.is_share and asked and asked.gives(one.printed))
    ]
    leads = [hit for hit in hits if hit.evidence is EvidenceClass.LEAD]
    yield from (hit for hit in hits if hit.evidence is not EvidenceClass.LEAD)
    yield from leads if len(leads) <= _MOST_LEADS else [_of_many(leads)]


def _all_asked(claims: Claims) -> Grain | None:
    """Shares of all who answered: 39家反映…，占36.11% is of them, whatever number stands beside it."""
    valid = valid_sheets(claims)
    return Grain((int(valid.value),), 1, Fraction(100)) if valid and valid.value > 0 else None


def _is_caught(one: PrintedMean, grain: Grain) -> bool:
    """A figure that is surely of whole answers and yet impossible, where the test has little power."""
    return one.is_sure and _power(one, grain) < _LEAST_POWER and not grain.gives(one.printed)


def _of_many(leads: Sequence[Hit]) -> Hit:
    """Many figures of one kind mean another way of counting, not as many slips: that is asked once."""
    message = f"{leads[0].message}；另有 {len(leads) - 1} 个数也是这样，请写明各题的人数和算法"
    return replace(leads[0], message=message)


def _power(one: PrintedMean, grain: Grain) -> float:
    return grain.power(decimals(one.printed))


def _impossible(one: PrintedMean, grain: Grain, power: float) -> Hit:
    shown = _neighbours(one, grain)
    counted = f"{_people(one.people)}{f'、{one.items} 题' if one.items > 1 else ''}"
    if grain.gives_cut(one.printed):
        message = f"{counted}的{_kind(one)}四舍五入得不到 {one.text}，截去尾数才得到；相邻的是 {shown}"
        return Hit(one.where, message, one.text, shown, severity=Severity.HINT, evidence=EvidenceClass.LEAD)
    message = f"{counted}的{_kind(one)}不可能是 {one.text}：相邻的是 {shown}（检出力 {power:.2f}）"
    if one.is_sure:
        return Hit(one.where, message, one.text, shown)
    remark = "；若有缺答、加权或不是整数分，请写明算法和人数"
    return Hit(one.where, message + remark, one.text, shown, severity=Severity.MINOR, evidence=EvidenceClass.LEAD)


def _kind(one: PrintedMean) -> str:
    return "占比" if one.is_share else "整数分平均" if one.step == 1 else f"平均（每份答卷是{one.step}的倍数）"


def _people(people: Sequence[int]) -> str:
    return f"{people[0]} 人" if len(people) == 1 else f"{people[0]}至{people[-1]} 人"


def _neighbours(one: PrintedMean, grain: Grain) -> str:
    places = decimals(one.printed)
    unit = "%" if one.text.endswith("%") else ""
    return "和".join(f"{half_up(value, places)}{unit}" for value in grain.nearest(one.printed))


# ── F03 ─────────────────────────────────────────────────────────────────────────────────────────────


@check("F03", title="标准差可行域与重构", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def deviations_are_possible(report: Document, claims: Claims) -> Iterator[Hit]:
    """A deviation lies within what the scale allows about the mean, and whole answers exist that give both."""
    judged = [one for one in read_means(report, claims) if one.deviation and one.is_on_scale and _many(one) > 1]
    judged = [_as_part(one) if one.is_share else one for one in judged if one.scale or one.grain]
    if not judged:
        raise Inapplicable("报告里没有同时写明均值、标准差、人数和量表（或整数分）的数")
    for one in judged:
        yield from _of_deviation(one)


def _as_part(one: PrintedMean) -> PrintedMean:
    """A share of people as the mean of zeros and ones, which the deviation then follows from (DEBIT)."""
    printed, deviation = (f"{Decimal(text) / 100:.{decimals(text) + 2}f}" for text in (one.printed, one.deviation))
    return replace(
        one, printed=printed, deviation=deviation, step=Fraction(1), scale=(0, 1), is_sure=len(one.people) == 1
    )


def _many(one: PrintedMean) -> int:
    return max(one.people, default=0)


def _of_deviation(one: PrintedMean) -> Iterator[Hit]:
    if one.scale and _beyond(one, one.scale):
        limit = f"{max(greatest_deviation(one.printed, n, one.scale) for n in one.people if n > 1):.2f}"
        ends = f"{one.scale[0]}至{one.scale[1]}"
        message = f"均值 {one.text}、{_people(one.people)}时，{ends}之间的标准差最大是 {limit}，报告写 {one.deviation}"
        yield Hit(one.where, message, one.deviation, f"不超过{limit}")
    elif one.is_sure and one.items == 1 and one.grain and one.grain.gives(one.printed) and not _exists(one):
        kind = "是与否" if one.scale == (0, 1) else "整数答案"
        message = f"{_people(one.people)}的{kind}，均值印 {one.text} 时标准差不可能印 {one.deviation}（除以 n 和 n－1 都试过）"
        yield Hit(one.where, message, one.deviation, "")


def _beyond(one: PrintedMean, scale: tuple[int, int]) -> bool:
    """Whether even the least value printed so exceeds the limit."""
    least = float(one.deviation) - 0.5 / 10 ** decimals(one.deviation)
    return all(least > greatest_deviation(one.printed, n, scale) for n in one.people if n > 1)


def _exists(one: PrintedMean) -> bool:
    """Whether some sample, the squares divided by n − 1 or by n, gives both numbers."""
    (n,) = one.people
    for population in (False, True):
        possible = deviation_is_possible(one.printed, one.deviation, n, scale=one.scale, population=population)
        if possible and (n > _MOST_REBUILT or not _is_narrow(one.scale) or _rebuilt(one, n, population)):
            return True
    return False


def _is_narrow(scale: tuple[int, int] | None) -> bool:
    return scale is not None and scale[1] - scale[0] <= _WIDEST_REBUILT


def _rebuilt(one: PrintedMean, n: int, population: bool) -> bool:
    scale = one.scale or (0, 0)
    return rebuild(one.printed, one.deviation, n, scale, population=population) is not None
