"""Sums, rests and conversions in running text: 两项合计345份; 收回398份，剔除12份，有效386份; 1.2亿元（12,000万元）."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from yzperf.domain.claims.claim import Claim, Role
from yzperf.domain.claims.derived_words import derived_words
from yzperf.domain.claims.line import LISTED, Line, is_compared, is_level
from yzperf.domain.claims.slips import Slip, slip
from yzperf.domain.claims.tie import Tie, TieKind
from yzperf.domain.reading.numerals import read_numeral
from yzperf.domain.units import conversion, is_money

_SLIPS = (Slip.SWAPPED, Slip.REPLACED)
_NAMED_NEXT = re.compile(
    r"\s*[、]\s*[^，,；;。、\d其]{1,14}|\s*[和及与][^，,；;。、\d其]{1,14}"
)  # the next of a list with its name


def sums_of(line: Line, before: Sequence[Line] = ()) -> Iterator[Tie]:
    """Every reading of the sums, rests, means and conversions of a sentence."""
    for at in range(len(line.claims)):
        yield from _counted_sum(line, at, before)
    for at in range(1, len(line.claims)):
        yield from _listed_sum(line, at)
        yield from _rest(line, at)
        yield from _cut(line, at)
        yield from _short(line, at)
        yield from _undone(line, at)
        yield from _others(line, at)
        yield from _same(line, at)
        yield from _mean(line, at)


def _counted_sum(line: Line, at: int, before: Sequence[Line]) -> Iterator[Tie]:
    """两项合计: the last two numbers in front, of one unit; where none stands there the two of the sentence before."""
    told = derived_words("sum")["counted"].search(line.clause(at))
    if told is None or not is_level(line.claims[at]):
        return
    count = int(read_numeral(told["many"]) or 0)
    levels = [one for one in line.claims[:at] if is_level(one) and not _is_how_many(one, told[0])]
    if not levels and before:
        yield from _of_sentence_before(line.claims[at], before[-1], count)
        return
    parts = tuple(levels[:count] if line.clause(at)[: told.start()].endswith("前") else levels[-count:])  # 前三项合计
    if len(parts) == count and all(conversion(part.unit, line.claims[at].unit) is not None for part in parts):
        yield Tie(TieKind.SUM, line.claims[at], parts)


def _of_sentence_before(whole: Claim, line: Line, count: int) -> Iterator[Tie]:
    """一笔……2.36万元；另一笔……4.81万元。两笔合计6.54万元: just so many numbers of the unit, and one slip between them."""
    parts = tuple(one for one in line.claims if one.unit == whole.unit)
    if len(parts) == count and all(is_level(one) and one.is_exact for one in parts):
        added = sum((one.value for one in parts), Decimal(0))
        needed = [(whole.value, added), *((one.value, one.value + whole.value - added) for one in parts)]
        is_sure = any(right > 0 and slip(value, right) in _SLIPS for value, right in needed)
        yield Tie(TieKind.SUM, whole, parts, is_sure)


def _listed_sum(line: Line, at: int) -> Iterator[Tie]:
    """老年人251.60万人次、残疾人38.20万人次、军人28.60万人次，合计318.40万人次: the list right in front, each part with its name."""
    whole = line.claims[at]
    if (
        not derived_words("sum")["front"].search(line.front(at))
        or not is_level(whole)
        or line.front(at)[:1] not in "，,、"
    ):
        return
    first = at - 1
    while first > 0 and _NAMED_NEXT.fullmatch(line.between(first - 1, first)):
        first -= 1
    parts = line.claims[max(first, 0) : at]
    is_list = len(parts) > 2 or (len(parts) == 2 and not is_compared(line, at - 1))
    if parts and derived_words("sum")["front"].search(line.front(at - 1)):
        return  # 上半年合计458人次，下半年合计542人次
    if _UP_TO.search(line.front(at)):
        return  # 一至四季度分别为……，至三季度末累计
    is_other = derived_words("change")["aside"].search(line.front(at)) or any(
        one.unit != parts[0].unit for one in parts
    )
    if not is_list or is_other or not all(is_level(one) and one.is_exact for one in parts):
        return
    if conversion(parts[0].unit, whole.unit) is not None:
        yield from (Tie(TieKind.SUM, whole, tuple(parts[start:]), is_sure=not start) for start in range(len(parts) - 1))


def _is_how_many(claim: Claim, words: str) -> bool:
    """两项 of 两项合计 was read as a number itself."""
    return claim.text in words


def _rest(line: Line, at: int) -> Iterator[Tie]:
    """a，剔除b，有效c: the three that follow each other."""
    words = derived_words("sum")
    if at < 2 or not words["taken"].search(line.front(at - 1)) or not words["left"].search(line.front(at)):
        return
    whole = next((one for one in reversed(line.claims[: at - 1]) if _is_alike(one, line.claims[at - 1])), None)
    if whole is not None and _is_alike(line.claims[at], whole):
        yield Tie(TieKind.DIFFERENCE, _positive(line.claims[at]), (_positive(line.claims[at - 1]), whole))


def _cut(line: Line, at: int) -> Iterator[Tie]:
    """申报34,128.60万元，核减2,881.75万元，核减率8.44%，核定31,246.85万元: where all but one slip bears it out."""
    words = derived_words("sum")
    told = [one for one in range(at) if line.claims[one].unit != "%" and line.claims[one].is_exact]
    if len(told) < 2 or not words["kept"].search(line.front(at)) or not words["cut"].search(line.front(told[-1])):
        return
    kept, taken = _positive(line.claims[at]), _positive(line.claims[told[-1]])
    whole = next((one for one in reversed(told[:-1]) if _is_alike(line.claims[one], taken)), None)
    if whole is None or not _is_alike(kept, taken) or not kept.unit == taken.unit == line.claims[whole].unit:
        return
    is_sure = is_one_slip(line.claims[whole].value, taken.value, kept.value)
    yield Tie(TieKind.DIFFERENCE, kept, (taken, line.claims[whole]), is_sure)


def _short(line: Line, at: int) -> Iterator[Tie]:
    """约定配备260人，实际在册254人，缺额6人: what was due less what was there."""
    words = derived_words("sum")
    told = [one for one in range(at) if _is_alike(line.claims[one], line.claims[at])]
    if len(told) < 2 or not words["short"].search(line.front(at)):
        return
    due, had = told[-2:]
    is_told = words["due"].search(line.front(due)) and words["had"].search(line.front(had))
    if is_told and line.claims[had].value < line.claims[due].value:
        lack = _positive(line.claims[at])
        yield Tie(TieKind.DIFFERENCE, lack, (line.claims[had], line.claims[due]))


def is_one_slip(whole: Decimal, one: Decimal, other: Decimal) -> bool:
    """Whether two parts would make the whole if two digits of one of the three changed places, or one digit were another."""
    needed = ((whole, one + other), (one, whole - other), (other, whole - one))
    return any(right > 0 and slip(value, right) in _SLIPS for value, right in needed)


def _undone(line: Line, at: int) -> Iterator[Tie]:
    """计划60台，完工57台，没有完工的3台: what is missing of the plan."""
    words, rate = derived_words("sum"), derived_words("rate")
    if not words["undone"].search(line.front(at)) or not is_level(line.claims[at]):
        return
    levels = [one for one in range(at) if _is_alike(line.claims[one], line.claims[at])]
    plans = [one for one in levels if rate["planned"].search(line.front(one)) or line.claims[one].role is Role.TARGET]
    done = [one for one in levels if one not in plans and rate["done"].search(line.front(one))]
    if len(levels) == 2 and len(plans) == len(done) == 1:
        yield Tie(TieKind.DIFFERENCE, line.claims[at], (line.claims[done[0]], line.claims[plans[0]]))


def _others(line: Line, at: int) -> Iterator[Tie]:
    """63所学校中57所……，其余6所: what the sentence began with, less the part it told."""
    if not derived_words("sum")["others"].search(line.front(at)) or not _is_alike(line.claims[at], line.claims[at]):
        return
    told = [one for one in range(at) if _is_alike(line.claims[one], line.claims[at])]
    levels = [one for one in told if line.claims[one].role is not Role.CHANGE]
    if len(levels) != 2 or _are_parts(line, *levels):
        return
    whole, part = (line.claims[one] for one in levels)
    if part.value < whole.value:
        yield Tie(TieKind.DIFFERENCE, line.claims[at], (part, whole))


def _are_parts(line: Line, first: int, second: int) -> bool:
    """甲562.40万元，占66.84%；乙118.75万元，占14.11%；其余三项…: each has its share of a whole that is not told here."""
    has_share = any(one.role is Role.SHARE for one in line.claims[first + 1 : second])
    return has_share and "其中" not in line.front(second)


_UP_TO = re.compile(r"季度|[上下]半年|月[末底份]|截至|\d月")
_FACTOR = re.compile(r"[×✕*÷/+＋－-]\s*$")


def _same(line: Line, at: int) -> Iterator[Tie]:
    """1.2亿元（12,000万元）; 45亩（合3公顷）: one thing in two units."""
    one, other = line.claims[at - 1], line.claims[at]
    words, between = derived_words("same"), line.between(at - 1, at)
    is_other_unit = one.unit != other.unit and conversion(one.unit, other.unit) is not None
    if _FACTOR.search(line.front(at - 1)):
        return  # 4,500批次×850元=382.50万元
    if is_other_unit and (words["between"].search(between) or words["bracket"].search(between)):
        is_money_again = is_money(one.unit) and bool(words["closed"].search(line.behind(at)))
        yield Tie(TieKind.SAME, other, (one,), is_money_again or bool(words["between"].search(between)))


def _mean(line: Line, at: int) -> Iterator[Tie]:
    """三年分别为12、15和18次，平均15次: of counts and amounts only, since rates are weighted."""
    words, mean = derived_words("mean"), line.claims[at]
    if not words["front"].search(line.front(at)) or not is_level(mean) or is_compared(line, at):
        return
    first = next((one for one in range(at - 1, -1, -1) if words["listed"].search(line.front(one))), at)
    parts = line.claims[first:at]
    is_list = all(LISTED.fullmatch(line.between(one, one + 1)) for one in range(first, at - 1))
    if len(parts) >= 2 and is_list and all(_is_alike(part, mean) for part in parts):
        yield Tie(TieKind.MEAN, mean, tuple(parts))


def _is_alike(one: Claim, other: Claim) -> bool:
    both = is_level(_positive(one)) and is_level(_positive(other))
    return both and conversion(one.unit, other.unit) is not None


def _positive(claim: Claim) -> Claim:
    """剔除12份 was read as a change of minus 12; as a term it is a count of 12."""
    return replace(claim, value=abs(claim.value), role=Role.COUNT if claim.role is Role.CHANGE else claim.role)
