"""Find in each sentence what can be computed again (找勾稽关系): shares, growth, differences, parts of a whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, takewhile

from yzperf.domain.claims.claim import Claim, Role
from yzperf.domain.claims.numbers import unit_kind
from yzperf.domain.claims.tie import Tie, TieKind
from yzperf.domain.claims.vocabulary import RatioForm, vocabulary
from yzperf.domain.reading.numerals import read_numeral
from yzperf.domain.units import conversion

_LEVELS = {"money", "count", "score"}
_TWO = 2
_PERSON = {"人", "名", "位"}
_LOOSE = {Role.RATE, Role.SHARE}
_BREAK = re.compile("[，,；;、（(]")
_COMPARED = re.compile("(?:较|(?<![占对])比(?![例重率])|(?<![合共一相不协])同(?![时比]))[^，,；;。]{1,12}$")
_EARLIER = re.compile("(?:上年|去年|上一年|前一年|上期)(?:度|同期|末)?(?:为|是|仅)?$")
_AGAINST_AIM = re.compile("(?:[低高]于|超过|不及|未达)[^，,；;]{0,10}(?:目标|计划|指标|标准|平均)[值数水平]{0,2}$")
_SEMICOLON = re.compile("[;；]")
_OTHER_BASE = re.compile("[，,；;](?:同|环)?[较比与]")
_REACHED = re.compile("完成|达到|实现|[为是]")  # 接管3626户，完成目标3900户的92.97%
_FIRST = re.compile("前(?P<many>[二两三四五六七八九十])个?(?:季度|月|年|批|期|项|笔)")
_BACK = re.compile("其中|[;；。]")
_TWO_SIGNS = re.compile("[\u4e00-\u9fff]{2}")
_NOUN = re.compile("[\u4e00-\u9fff]{1,2}")


def find_ties(claims: Sequence[Claim]) -> tuple[Tie, ...]:
    """Return the relations that sentences and table rows state, in reading order.

    Parameters
    ----------
    claims
        The author's claims in reading order (``Claims.own``); targets take no part except as the base of a 完成率.
    """
    sentences = groupby(claims, key=lambda claim: claim.group)
    return tuple(tie for _, group in sentences for tie in _of_sentence(list(group)))


def _of_sentence(claims: list[Claim]) -> Iterator[Tie]:
    for at, claim in enumerate(claims):
        before = claims[:at]
        if claim.role is Role.CHANGE:
            yield from _of_change(claim, before)
        elif claim.unit == "%":
            yield from _of_rate(claim, before, claims[at + 1 :])
    yield from _of_parts(claims)


# ── change ──────────────────────────────────────────────────────────────────────────────────────────


def _of_change(change: Claim, before: Sequence[Claim]) -> Iterator[Tie]:
    """由a提高到b，提高c; 2023年a，2024年b，增长p%; b，比上年增加d，增长p%."""
    if change.unit == "%" and _AGAINST_AIM.search(change.sentence.partition(change.text)[0]):
        return  # 增长2.74%，低于目标值3%: the aim itself
    levels = [claim for claim in before if claim.role is not Role.CHANGE]
    base = _stepped_from(before) if change.unit == "%" else None
    if base:
        yield Tie(TieKind.RATIO, _unsigned(change), base)
    elif pair := _from_to(levels) or _beside_base(levels, change) or _two_periods(levels):
        kind = TieKind.GROWTH if _is_relative(change, pair[0]) else TieKind.DIFFERENCE
        if kind is TieKind.GROWTH or _fits(change, pair[0]):
            yield Tie(kind, change, pair)
    elif change.unit == "%" and len(before) >= 2 and before[-1].role is Role.CHANGE:
        level, step = before[-2], before[-1]
        if unit_kind(level.unit) in _LEVELS and level.unit == step.unit and not _is_base(level):
            yield Tie(TieKind.GROWTH_OF_CHANGE, change, (level, step))
    elif change.unit == "%" and [claim.role for claim in before[-2:]] == [Role.ADJUSTMENT, Role.ADJUSTED_BUDGET]:
        yield Tie(TieKind.GROWTH_OF_CHANGE, change, (before[-1], before[-2]))  # 追加30万元，全年预算750万元，增幅4.17%


def _is_base(level: Claim) -> bool:
    """比2022年的3,920万元增加460万元: what it is compared with, and not what came of it."""
    before = level.sentence.partition(level.text)[0]
    return level.role is Role.BASE or bool(_COMPARED.search(before) or _EARLIER.search(before))


def _from_to(levels: Sequence[Claim]) -> tuple[Claim, Claim] | None:
    """The last two levels, if the first was told as the base (由a提高到b)."""
    if len(levels) < 2 or levels[-2].role is not Role.BASE:
        return None
    return (levels[-2], levels[-1]) if conversion(levels[-1].unit, levels[-2].unit) is not None else None


def _beside_base(levels: Sequence[Claim], change: Claim) -> tuple[Claim, Claim] | None:
    """支出709万元，比2023年的642万元增长…: the base stands behind the level."""
    if len(levels) < _TWO or levels[-1].role is not Role.BASE:
        return None
    base = levels[-1]
    level = next((one for one in reversed(levels[:-1]) if one.unit != "%" or base.unit == "%"), base)
    if level.role is Role.BASE:
        return None
    is_alike = conversion(base.unit, level.unit) is not None and unit_kind(level.unit) == unit_kind(base.unit)
    is_result = level.role not in (Role.TARGET, Role.ADJUSTMENT) and not _BACK.search(_between(level, base))
    is_result = is_result and not _OTHER_BASE.search(_between(base, change))
    return (base, level) if is_alike and is_result else None


def _stepped_from(before: Sequence[Claim]) -> tuple[Claim, Claim] | None:
    """与2023年的642万元相比，增加67万元，增长…: the step and the base, where what it came to is not in the sentence."""
    if len(before) < _TWO or before[-1].role is not Role.CHANGE or before[-2].role is not Role.BASE:
        return None
    base, step = before[-2:]
    levels = [claim for claim in before[:-2] if unit_kind(claim.unit) == unit_kind(base.unit)]
    is_alike = conversion(step.unit, base.unit) is not None and unit_kind(base.unit) in _LEVELS
    return (_unsigned(step), base) if is_alike and not levels else None


def _unsigned(claim: Claim) -> Claim:
    return replace(claim, value=abs(claim.value))


def _two_periods(levels: Sequence[Claim]) -> tuple[Claim, Claim] | None:
    """The last two levels, if they are of one role and two years, the earlier first."""
    if len(levels) < 2:
        return None
    one, other = levels[-2:]
    same = one.role is other.role and conversion(other.unit, one.unit) is not None
    dated = one.period[:4].isdigit() and other.period[:4].isdigit() and one.period[:4] < other.period[:4]
    return (one, other) if same and dated else None


def _is_relative(change: Claim, level: Claim) -> bool:
    return change.unit == "%" and level.unit != "%"


def _fits(change: Claim, level: Claim) -> bool:
    """百分点 belong to %, money to money; 提高5% of a rate may mean either and is left to a reader."""
    in_points = change.unit == "百分点" and level.unit == "%"
    return in_points or (change.unit != "%" and conversion(level.unit, change.unit) is not None)


# ── shares and rates ────────────────────────────────────────────────────────────────────────────────


_DUE = re.compile(
    "(?:应[到收拨缴]位?|欠[拨缴付]?|缺口|未到位|少到位)[^，,；;。、]{0,4}$"
)  # 应到位1,060万元 is no part of what came
_ASIDE_OF_BEFORE = re.compile("[（(][^（()）]*(?:上年|去年|往年|上次|上期)[^（()）]*$")


def _of_one_time(rate: Claim, before: Sequence[Claim]) -> Sequence[Claim]:
    """（上年有效问卷386份，有效率96.50%）: a rate of another year is of what stands in its own brackets."""
    aside = _ASIDE_OF_BEFORE.search(rate.sentence.partition(rate.text)[0])
    return [one for one in before if one.text in aside[0]] if aside else before


def _of_rate(rate: Claim, before: Sequence[Claim], behind: Sequence[Claim]) -> Iterator[Tie]:
    before = _of_one_time(rate, before)
    named = next((form for form in vocabulary().ratios if form.result is rate.role), None)
    pairs = _named_pairs(named, before) if named else _pairs(rate, before) if rate.role in _LOOSE else []
    if not named and not pairs and rate.role is Role.RATE:
        pairs = _pairs_behind(rate, behind)
    ties = [Tie(TieKind.RATIO, rate, pair) for pair in pairs]
    # One way of computing it that agrees is enough: reports do not say which they took. Two wholes of one role
    # (教师问卷120份、家长问卷300份) leave open which is meant, or whether their sum.
    wholes = Counter(tie.terms[1].role for tie in ties)
    yield from [tie for tie in ties if tie.agrees][:1] or (ties[:1] if max(wholes.values(), default=0) < _TWO else [])


def _named_pairs(form: RatioForm, before: Sequence[Claim]) -> list[tuple[Claim, Claim]]:
    """The nearest numerator with each denominator of the sentence that has its subject or none of its own."""
    upper = next((claim for claim in reversed(before) if claim.role in form.numerators), None)
    lower = [claim for role in form.denominators for claim in reversed(before) if claim.role is role]
    return [(upper, claim) for claim in lower if upper and conversion(claim.unit, upper.unit) is not None]


def _pairs(rate: Claim, before: Sequence[Claim]) -> list[tuple[Claim, Claim]]:
    """a占b的p%; 排查a个，消除b个，消除率p%: the two numbers in front, of one unit, the part not above the whole."""
    two = _two_counts(_of_one_noun([claim for claim in before if claim.role is not Role.CHANGE]))
    if not two:
        return []
    one, other = two
    if rate.role is Role.SHARE:
        return _shared(rate, one, other)
    told = _BREAK.split(_between(one, rate))[:-1] or [_between(one, other)]
    # else its name is that of the number before, and it is a rate of something else
    is_named = rate.subject.endswith("率") or _between(other, rate) == "的"
    return [(other, one)] if is_named and _is_outcome(rate, "，".join((*told, _between(one, other)))) else []


def _of_one_noun(levels: Sequence[Claim]) -> Sequence[Claim]:
    """8个镇的16个演出点，占12个镇的66.7%: the part is what the whole counts, though other things stand between."""
    if not levels:
        return levels
    noun = _counted(levels[-1])
    if not noun or (len(levels) > 1 and _counted(levels[-2]) == noun):
        return levels[-_TWO:]
    since = list(takewhile(lambda one: one.unit != "%", reversed(levels[:-1])))  # a rate closes what was counted
    same = next((one for one in since if _counted(one) == noun), None)
    return [same, levels[-1]] if same else levels[-_TWO:]


def _counted(claim: Claim) -> str:
    """The unit, or what stands behind 12个: the thing that is counted in pieces."""
    if claim.unit != "个":
        return claim.unit
    match = _NOUN.match(claim.sentence.partition(claim.text)[2])
    return match[0] if match else ""


def _pairs_behind(rate: Claim, behind: Sequence[Claim]) -> list[tuple[Claim, Claim]]:
    """合格率93.2%（检查103个，合格96个）: the whole and the part stand in brackets behind the rate."""
    two = _two_counts(behind[:2])
    tail = rate.sentence.partition(rate.text)[2]
    if not two or not vocabulary().counts_behind.search(tail) or not _is_outcome(rate, _between(*two)):
        return []
    return [(two[1], two[0])]


def _is_outcome(rate: Claim, words: str) -> bool:
    """Whether the words between tell what the rate counts: by its own name, or both by words for what came out well."""
    outcomes = vocabulary().outcomes
    stem = rate.subject.removesuffix("率")[-2:]
    return bool(stem) and (stem in words or bool(outcomes.search(rate.subject) and outcomes.search(words)))


def _two_counts(claims: Sequence[Claim]) -> tuple[Claim, Claim] | None:
    """Two numbers of one unit; of things without a known unit (103路段，96路段) two whole numbers of one noun."""
    if len(claims) != 2:
        return None
    one, other = (_pieces(claim) for claim in claims)
    if unit_kind(one.unit) in _LEVELS and unit_kind(other.unit) in _LEVELS:
        return (one, other) if conversion(one.unit, other.unit) is not None else None
    noun = _noun(one)
    is_counted = not (one.unit or other.unit or one.decimals or other.decimals) and noun and noun == _noun(other)
    return (replace(one, is_whole=True), replace(other, is_whole=True)) if is_counted else None


def _pieces(claim: Claim) -> Claim:
    """103个点位 and 96个 are both counted in pieces, 628名 and 480人 in people."""
    if claim.unit in _PERSON and not claim.decimals:
        return replace(claim, unit="人", is_whole=True)
    is_piece = claim.unit.startswith("个") and unit_kind(claim.unit) == "count" and not claim.decimals
    return replace(claim, unit="个", is_whole=True) if is_piece and claim.unit[1:2] not in ("月", "工") else claim


def _noun(claim: Claim) -> str:
    """The two signs of a noun that follow a number without a unit."""
    match = _TWO_SIGNS.match(claim.sentence.partition(claim.text)[2])
    return match[0] if match else ""


def _shared(rate: Claim, one: Claim, other: Claim) -> list[tuple[Claim, Claim]]:
    words = vocabulary()
    if _between(other, rate) == "的" and _REACHED.search(_between(one, other)):
        return [(one, other)]
    if words.whole_between.search(_between(one, other)):
        return [(one, other)]
    return [(other, one)] if words.parts_after.search(_between(one, other)) else []


def _between(one: Claim, other: Claim) -> str:
    """The words between two claims of a sentence, as printed."""
    begin = one.sentence.find(one.text)
    end = one.sentence.find(other.text, begin + len(one.text))
    return one.sentence[begin + len(one.text) : end] if 0 <= begin < end else ""


# ── parts ───────────────────────────────────────────────────────────────────────────────────────────


def _of_parts(claims: Sequence[Claim]) -> Iterator[Tie]:
    """T，其中：a、b、c, and a、b、c，合计T."""
    money = [claim for claim in claims if unit_kind(claim.unit) in _LEVELS and claim.role is not Role.CHANGE]
    if len(money) < 3:
        return
    first, last = money[0], money[-1]
    if vocabulary().parts_after.search(_between(first, money[1])):
        parts = _alike(first, money[1:])
        if len(parts) >= 2:
            yield Tie(TieKind.PARTS, first, parts)
    elif vocabulary().sum_before.search(_between(money[-2], last)):
        parts = _alike(last, money[:-1])
        if len(parts) == len(money) - 1:
            yield Tie(TieKind.SUM, last, parts[: _how_many_first(_between(money[-2], last))])


def _how_many_first(words: str) -> int | None:
    """前三季度累计: three of those that were listed; None for all of them."""
    told = _FIRST.search(words)
    return int(read_numeral(told["many"]) or 0) if told else None


def _alike(whole: Claim, parts: Sequence[Claim]) -> tuple[Claim, ...]:
    """Those that can add up to the whole: of its unit and kind, up to the first that is not, or that lists parts no longer."""
    found: list[Claim] = []
    for part in parts:
        is_alike = conversion(part.unit, whole.unit) is not None and part.sentence == whole.sentence
        is_due = _DUE.search(part.sentence.partition(part.text)[0])
        if is_due or not is_alike or not _is_one_family(whole, *found, part) or _ends_list(found, part):
            break
        found.append(part)
    return tuple(found)


def _ends_list(found: Sequence[Claim], part: Claim) -> bool:
    """其中市级620万元、区级1,240万元；年中追加 …: a semicolon behind parts that commas divide."""
    if len(found) < 2:
        return False
    return bool(_SEMICOLON.search(_between(found[-1], part))) and not _SEMICOLON.search(_between(found[0], found[1]))


def _is_one_family(*claims: Claim) -> bool:
    """Whether they can be terms of one sum: money that comes in, money that goes out, scores, or things that are counted."""
    roles = {claim.role for claim in claims} - {Role.AMOUNT}
    return any(roles <= family for family in _FAMILIES)


_FAMILIES = (
    {Role.BUDGET, Role.ADJUSTED_BUDGET, Role.RECEIVED, Role.INVESTMENT, Role.CONTRACT},
    {Role.SPENT, Role.SETTLEMENT},
    {Role.BALANCE},
    {Role.TOTAL, Role.SCORE},
    {Role.WEIGHT},
    {Role.DEDUCTION},
    {Role.COUNT, Role.ACTUAL, Role.SAMPLE, Role.ISSUED, Role.RETURNED, Role.VALID, Role.TARGET},
)
