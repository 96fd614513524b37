"""The same thing told twice with different values (一事两数): a number told once that is a slip of one told elsewhere."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from yzperf.domain.claims import Claim, Claims, Role, Standing, Tie, TieKind
from yzperf.domain.claims.slips import Slip, slip, slip_keys, telling_digits
from yzperf.domain.units import conversion, dimension, is_money
from yzperf.quality.own_arithmetic import follows_from_its_own
from yzperf.quality.telling_words import telling_words
from yzperf.quality.tellings import Telling, tellings
from yzperf.quality.unit_lines import table_of

_YEAR = re.compile(r"(?:19|20)\d\d")
_FIGURE = re.compile(r"[-−]?\d")
_OF_ALL = re.compile("期")
_SPAN = re.compile("全年|每年|年均|当年|存续期|合作期|运营期|全周期|建设期|规划期|合同期")
_BARE = re.compile(r"\d[\d,.]*")  # a cell whose unit stands in its headings, if anywhere
_PAST = ("上", "去", "同")
_SHEETS = "份"
_POINTS = "分"  # scores have checks of their own, which know the indicator
_STRICT = (Slip.SWAPPED, Slip.MOVED)  # hardly ever met by chance
# roles that do not say which money or rate it is; all others must be the same
_OPEN = (Role.AMOUNT, Role.COUNT, Role.ACTUAL, Role.SHARE, Role.RATE, Role.SAMPLE, Role.SATISFACTION, Role.VALID)
_LOOSE_TIES = (TieKind.SIBLING, TieKind.OF_ALL)  # they hold of wrong amounts too
_ROUNDING = 1e-12
_MYRIAD, _CENT = Decimal(10_000), Decimal("0.01")
_MANY = 3  # digits that are not met by chance
_SHARED = 2  # numbers of two sentences
_LONG = 5  # digits of which nobody has two by chance

Ends = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """``odd`` stands alone; ``right`` is what the report tells of the same thing elsewhere, ``others`` times in all.

    ``is_sure`` is false where the words leave open whether it is one thing.
    """

    odd: Telling
    right: Telling
    slip: Slip
    others: int
    is_sure: bool


@lru_cache(maxsize=2)
def contradictions(claims: Claims) -> tuple[Contradiction, ...]:
    """Every number of the running text that contradicts another telling of the same thing."""
    told = [one for one in tellings(claims.own) if _is_certain(one.claim)]
    index = _Index(told, _main_year(claims))
    alone = (one for one in told if not one.is_in_table and not index.same(one))
    found = [case for one in alone if (case := index.contradicted(one))]
    explained = _explained(claims.ties) if found else frozenset()
    left = (case for case in found if _key(case.odd.claim) not in explained)
    own = _by_group(told)
    alone_told = (case for case in left if not _is_the_rest(case, own[case.odd.claim.group]))
    return tuple(_one_each(case for case in alone_told if not follows_from_its_own(case.odd.claim, claims.own)))


def _is_the_rest(case: Contradiction, beside: frozenset[Decimal]) -> bool:
    """县级2,516.00万元，省级300.00万元 of 2,816.00万元: with another number of its sentence it is the other one."""
    return abs(case.right.claim.value - case.odd.claim.value) in beside


def told_otherwise(papers: Iterable[Claim], claims: Claims) -> Iterator[Contradiction]:
    """Numbers of other papers (``odd``) that the report does not tell, where it tells a slip of them (``right``).

    What another of the papers bears out is told only where the words leave no doubt, and never as certain.
    """
    theirs = [one for one in tellings(papers) if _is_certain(one.claim)]
    year = _main_year(claims)
    own = _Index([one for one in tellings(claims.own) if _is_certain(one.claim)], year)
    backed = _Index(theirs, year)
    alone = (one for one in theirs if not own.same(one))
    beside = _by_group(theirs)
    found = (case for one in alone if (case := _in_other_words(one, own, beside[one.claim.group] - {one.claim.value})))
    for case in found:
        if not backed.same(case.right):
            yield case
        elif case.is_sure and case.slip is Slip.SWAPPED:
            yield replace(case, is_sure=False)
    yield from _without_units(tellings(papers), own, year)


def _without_units(papers: Sequence[Telling], own: _Index, year: str) -> Iterator[Contradiction]:
    """Counts of a table that names no unit, or another measure (班次), in a row of which the report tells the other numbers."""
    plain = [replace(one, claim=replace(one.claim, unit="")) for one in own.told]
    printed = {id(made): one for made, one in zip(plain, own.told, strict=True)}
    index, beside = _Index(plain, year), _by_group(papers)
    cells = (one for one in papers if one.claim.is_exact and _BARE.fullmatch(one.claim.text))
    bare = (replace(one, claim=replace(one.claim, unit="")) for one in cells)
    for one in bare:
        others = beside[one.claim.group] - {one.claim.value}
        case = None if index.same(one) else index.among_others(one, others)
        if case:
            yield replace(case, right=printed[id(case.right)])


def _by_group(told: Iterable[Telling]) -> dict[str, frozenset[Decimal]]:
    """The numbers of each sentence or row."""
    found: dict[str, set[Decimal]] = defaultdict(set)
    for one in told:
        found[one.claim.group].add(one.claim.value)
    return defaultdict(frozenset, {group: frozenset(values) for group, values in found.items()})


def _in_other_words(one: Telling, own: _Index, beside: frozenset[Decimal]) -> Contradiction | None:
    """As the report contradicts itself; a paper may also leave out that it is a part (其中), or what a long number is of.

    ``beside`` are the other numbers of its sentence.
    """
    if case := own.contradicted(one):
        return case
    turned = own.contradicted(replace(one, is_part=not one.is_part))
    if turned and one.words and turned.right.words == one.words:
        return replace(turned, odd=one)
    return own.long_swap(one) or own.among_others(one, beside)


def _one_each(cases: Iterable[Contradiction]) -> Iterator[Contradiction]:
    """Where both numbers stand alone, either is the odd one: it is told once."""
    told = set()
    for case in cases:
        ends = frozenset((_key(case.odd.claim), _key(case.right.claim)))
        if ends not in told:
            yield case
        told.add(ends)


def _main_year(claims: Claims) -> str:
    """The year that the report speaks of most: what is not dated is of this year."""
    years = Counter(year for claim in claims.own for year in _YEAR.findall(claim.period))
    return next((year for year, _ in years.most_common(1)), "")


def _is_certain(claim: Claim) -> bool:
    is_other = not table_of(claim) and telling_words().others.search(claim.sentence.partition(claim.text)[0])
    is_figure = bool(claim.unit) and claim.unit != _POINTS and bool(_FIGURE.match(claim.text))
    return claim.is_exact and is_figure and not is_other


def _key(claim: Claim) -> tuple[str, int]:
    return claim.block, claim.start


def _explained(ties: Iterable[Tie]) -> frozenset[tuple[str, int]]:
    """Numbers that agree with what can be computed from those beside them."""
    sure = (tie for tie in ties if tie.agrees and tie.kind not in _LOOSE_TIES)
    return frozenset(_key(one) for tie in sure for one in (tie.result, *tie.terms))


class _Index:
    """All tellings, to be found by what they may have been before a slip."""

    def __init__(self, told: Sequence[Telling], year: str) -> None:
        self.told = told
        self._year = year
        self._by_slip: dict[tuple[str, str], list[Telling]] = defaultdict(list)
        self._by_kind: dict[str, list[tuple[float, float, Telling]]] = defaultdict(list)
        self._units: dict[str, str] = {}
        self._beside = _by_group(told)
        for one in told:
            self._by_kind[_kind(one.claim)].append((*self._ends(one.claim), one))
            for key in _slip_keys(one.claim):
                self._by_slip[_kind(one.claim), key].append(one)

    def same(self, one: Telling) -> list[Telling]:
        """What tells the same value in another sentence or row, of a thing that may be the same."""
        kind = _kind(one.claim)
        low, high = self._ends(one.claim)
        rest = (other for start, stop, other in self._by_kind[kind] if start <= high and low <= stop)
        return [other for other in rest if _is_elsewhere(one, other) and _is_alike(one, other)]

    def _ends(self, claim: Claim) -> Ends:
        """What the value can be, in the first unit of its kind: floats, a thousand of them are compared with each."""
        unit = self._units.setdefault(_kind(claim), claim.unit)
        ends = claim.interval(unit) or claim.interval() or (claim.value, claim.value)
        return float(ends[0]) * (1 - _ROUNDING), float(ends[1]) * (1 + _ROUNDING)

    def contradicted(self, one: Telling) -> Contradiction | None:
        """The telling of which this one is a slip, the best borne out."""
        keys = _slip_keys(one.claim)
        near = {id(other): other for key in keys for other in self._by_slip[_kind(one.claim), key]}
        found = [case for other in near.values() if (case := self._case(one, other))]
        return max(
            found, key=lambda case: (case.is_sure, case.others, len(_shared(case.odd, case.right))), default=None
        )

    def among_others(self, one: Telling, beside: frozenset[Decimal]) -> Contradiction | None:
        """A slip in a sentence that goes on with the same other numbers: 应做412人，实做381人，检查率92.48%."""
        keys = set(slip_keys(one.claim.value))
        near = {id(other): other for key in keys for other in self._by_slip[_kind(one.claim), key]}
        for other in near.values():
            shared = {value for value in beside & self._beside[other.claim.group] if len(telling_digits(value)) > 1}
            how = _slip(one.claim, other.claim)
            is_told = how is Slip.SWAPPED or (how is Slip.REPLACED and not other.is_in_table)
            if (
                how
                and is_told
                and _digits(one.claim.value) > 1
                and len(shared) >= _SHARED
                and other.claim.value not in beside
            ):
                return Contradiction(one, other, how, len(self.same(other)) + 1, False)
        return None

    def long_swap(self, one: Telling) -> Contradiction | None:
        """A number of so many digits in which two changed places, in a sentence of which two words are the same."""
        if len(telling_digits(one.claim.value)) < _LONG:
            return None
        keys = set(slip_keys(one.claim.value))
        near = {id(other): other for key in keys for other in self._by_slip[_kind(one.claim), key]}
        for other in near.values():
            is_one_time = _is_comparable(one.claim, other.claim, self._year)
            if is_one_time and _slip(one.claim, other.claim) is Slip.SWAPPED and len(one.wide & other.wide) > 1:
                return Contradiction(one, other, Slip.SWAPPED, len(self.same(other)) + 1, True)
        return None

    def _case(self, one: Telling, other: Telling) -> Contradiction | None:
        how = _slip(one.claim, other.claim)
        if how is None or not _is_elsewhere(one, other) or not _is_comparable(one.claim, other.claim, self._year):
            return None
        others = len(self.same(other)) + 1
        sure = _is_one_thing(one, other, how, others)
        units = {one.claim.unit, other.claim.unit}
        is_one_unit = len(units) == 1 or _SHEETS not in units  # 425份 and 245人 are hardly one
        return None if sure is None else Contradiction(one, other, how, others, sure and is_one_unit)


def _kind(claim: Claim) -> str:
    """Units that convert are of one kind, and so are measure words that count the same (名, 人)."""
    unit = telling_words().counted_as.get(claim.unit, claim.unit)
    return dimension(unit) or unit


def _slip_keys(claim: Claim) -> frozenset[str]:
    """Of an amount in 元 also those of what it is in 万元, as the text prints it."""
    keys = {*slip_keys(claim.value)}
    if claim.unit == "元" and abs(claim.value) >= _MYRIAD:
        keys |= {*slip_keys((claim.value / _MYRIAD).quantize(_CENT))}
    return frozenset(keys)


def _slip(one: Claim, other: Claim) -> Slip | None:
    """The slip between two; in other units of money the very digits (562.40元 for 562.40万元), or one in the same unit."""
    how = slip(one.value, other.value)
    if not is_money(one.unit) or one.unit == other.unit:
        return how
    if how is Slip.MOVED:
        return how
    factor = conversion(other.unit, one.unit)
    if factor is None:
        return None
    value = other.value * Decimal(factor.numerator) / Decimal(factor.denominator)
    how = slip(one.value, value.quantize(Decimal(1).scaleb(-max(0, one.decimals))))
    return how if how is not Slip.MOVED else None


def _is_elsewhere(one: Telling, other: Telling) -> bool:
    return one.claim.group != other.claim.group


def _is_alike(one: Telling, other: Telling) -> bool:
    is_long = sum(sign.isdigit() for sign in one.claim.text) >= _LONG  # 920.00, however it ends
    return bool(_shared(one, other)) or len(telling_digits(one.claim.value)) >= _MANY or is_long


def _shared(one: Telling, other: Telling) -> frozenset[str]:
    return one.words & other.words


def _is_comparable(one: Claim, other: Claim, main_year: str) -> bool:
    """Of one time and kind: targets with targets, the past with the past, the same year or none said."""
    years = [_years(claim) or {main_year} for claim in (one, other)]
    is_one_time = bool(years[0] & years[1])
    is_past = [claim.role is Role.BASE or claim.period.startswith(_PAST) for claim in (one, other)]
    is_aim = [claim.standing is Standing.TARGET or bool(claim.bound) for claim in (one, other)]
    return is_one_time and is_past[0] == is_past[1] and is_aim[0] == is_aim[1] and not _is_of_other_span(one, other)


def _is_of_other_span(one: Claim, other: Claim) -> bool:
    """两期债券全年应付利息383.80万元, 存续期利息3,838.00万元: of one year and of all."""
    found = [{bool(_OF_ALL.search(word)) for word in _SPAN.findall(claim.sentence)} for claim in (one, other)]
    return bool(found[0] and found[1]) and not found[0] & found[1]


def _years(claim: Claim) -> set[str]:
    """The years of the period, or else the last one in front of the number in its sentence."""
    before = _YEAR.findall(claim.sentence.partition(claim.text)[0])
    return set(_YEAR.findall(claim.period)) or set(before[-1:])


def _is_one_thing(one: Telling, other: Telling, how: Slip, others: int) -> bool | None:
    """Whether the words make it certain (True), likely (False) or say nothing: fewer digits need more words."""
    if other.label and not other.label & one.wide:
        return None  # the row of something that the sentence does not name
    if how in _STRICT:
        return _after_strict(one, other, how, others) if _is_one_role(one.claim, other.claim) else None
    is_advice = Standing.ADVICE in (one.claim.standing, other.claim.standing)
    is_same_place = one.claim.block == other.claim.block
    if is_advice or is_same_place or one.is_part != other.is_part or not _is_one_role(one.claim, other.claim):
        return None
    if how is Slip.DROPPED and len(_shared(one, other)) < 2:
        return None
    return _after_loose(one, other, others)


def _after_strict(one: Telling, other: Telling, how: Slip, others: int) -> bool | None:
    shared = _shared(one, other)
    if max(len(telling_digits(told.claim.value)) for told in (one, other)) >= _MANY:
        is_near = shared or one.wide & other.words or one.words & other.wide
        digits = min(len(telling_digits(told.claim.value)) for told in (one, other))
        if not is_near and others < 3:
            return None
        return bool(is_near) and (others > 1 or digits > _MANY)  # 10.9% and 19.0% are met by chance
    if shared and Standing.ADVICE in (one.claim.standing, other.claim.standing):
        is_long = how is Slip.SWAPPED and _is_printed_long(one.claim) and _is_printed_long(other.claim)
        return False if is_long and others > 1 else None
    if one.is_part != other.is_part or not shared:
        return None
    if how is Slip.MOVED and (len(telling_digits(one.claim.value)) < 2 or not _is_one_role(one.claim, other.claim)):
        return None
    is_long = how is Slip.SWAPPED and _is_printed_long(one.claim)
    return is_long or (one.words <= other.words and others > 1)


def _is_printed_long(claim: Claim) -> bool:
    """3.70% has three digits, although the last is none of the value."""
    return claim.decimals > 0 and sum(sign.isdigit() for sign in claim.text) >= _MANY


def _after_loose(one: Telling, other: Telling, others: int) -> bool | None:
    shared, digits = _shared(one, other), min(_digits(one.claim.value), _digits(other.claim.value))
    is_held = bool(one.words) and one.words <= other.words
    if not shared or (others < 2 and len(shared) < 2) or digits < 2:
        return None
    is_count = one.claim.is_whole or other.claim.is_whole  # 51台按期完工 may be some of 57台
    is_near = is_held or (not is_count and (2 * len(shared) >= len(one.words) or len(shared) > 1))
    if not is_near:
        return False if digits >= _MANY else None
    longest = max(len(telling_digits(told.claim.value)) for told in (one, other))
    return others > 1 and longest >= _MANY  # 12 and 72, 100 and 500 are met by chance


def _digits(value: Decimal) -> int:
    """Digits that tell; of a count below ten thousand the zeros too (430场)."""
    is_count = value == value.to_integral_value() and abs(value) < 10_000
    return len(str(abs(int(value)))) if is_count else len(telling_digits(value))


def _is_one_role(one: Claim, other: Claim) -> bool:
    """年初预算 and 全年预算 are two things however alike the words around them."""
    return one.role is other.role or one.role in _OPEN or other.role in _OPEN
