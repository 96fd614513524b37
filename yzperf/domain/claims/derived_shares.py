"""Shares in running text (占比): 占完工台数的31.6%; 57台中39台，占68.4%; parts that each tell their share of one whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from yzperf.domain.claims.claim import Claim, Role, Standing
from yzperf.domain.claims.derived_words import derived_words, roles_of_whole
from yzperf.domain.claims.line import LISTED, Line, is_level
from yzperf.domain.claims.numbers import unit_kind
from yzperf.domain.claims.tie import Tie, TieKind
from yzperf.domain.units import conversion

_SEMICOLON = re.compile("[;；]")
_OPENED = re.compile(r"\s*(?:这?其中|其中[，,])")
_UNIT_OF_NAME = re.compile("([台户人份家个处辆所名件套亩])$")
_SUBSET = re.compile("其中|[男女]性?中|[对在](?!受访|被调查|有效问卷)[^，,。]{1,10}[中里]|[镇村街校区县](?!的?集市)")
_RANGE, _AGES = "区间", ("岁", "周岁")
_SHORTEST = 2  # signs of a name by which a whole is looked for
_FEWEST = 3  # parts of which two bear each other out against one
_FULL = 100
_MISSED = 20  # per cent by which one wrong share makes them miss it


@dataclass(frozen=True, slots=True)
class Share:
    """A printed share with its part; ``whole`` is what the words call the whole, blank where they do not."""

    line: Line
    at: int
    part_at: int
    whole: str

    @property
    def share(self) -> Claim:
        """The per cent."""
        return self.line.claims[self.at]

    @property
    def part(self) -> Claim:
        """What has that share."""
        return self.line.claims[self.part_at]


def shares_of(lines: Sequence[Line], claims: Sequence[Claim]) -> Iterator[Tie]:
    """Every reading of the shares of a paragraph.

    Parameters
    ----------
    lines
        The sentences of one paragraph.
    claims
        All of the report, where the whole may be told.
    """
    for run in _runs([one for line in lines for one in _shares(line)]):
        for one in run:
            before = lines[: lines.index(one.line)]
            told = [*_named(run[0].whole, one, before, claims)] if run[0].whole else [*_told(one, before, claims)]
            yield from (_ratio(one, whole, is_sure) for whole, is_sure in told)
            yield from (_ratio(one, whole, False) for whole in _near(one, before))
        yield from _out_of_line(run, lines)
        yield from _of_all(run)


# ── which numbers are shares ────────────────────────────────────────────────────────────────────────


def _shares(line: Line) -> Iterator[Share]:
    """A part, and right behind it 占 and its share; of 分别占 each share with its own part."""
    generic = derived_words("share")["generic"]
    found: dict[int, int] = {}
    for at, claim in enumerate(line.claims):
        first = _first_of_chain(line, at)
        told = derived_words("share")["front"].search(line.front(first)) if claim.unit == "%" and first else None
        if (
            told is None
            or _SEMICOLON.search(line.front(first))
            or derived_words("share")["of_sum"].search(line.front(first))
        ):
            continue
        if derived_words("share")["own_wholes"].search(told["whole"] or ""):
            continue
        part = found.get(first - 1, _part_of_listed(line, first, at))  # 占a的p%，占b的q% are shares of one part
        is_listed = first == at == first + _length_of_chain(line, first) - 1 or "分别" in line.front(first)
        if part >= 0 and is_listed and _is_part(line.claims[part], claim):
            found[at] = part
            yield Share(line, at, part, generic.sub("", told["whole"] or ""))


def _first_of_chain(line: Line, at: int) -> int:
    while at and line.claims[at - 1].unit == line.claims[at].unit and LISTED.fullmatch(line.front(at)):
        at -= 1
    return at


def _part_of_listed(line: Line, first: int, at: int) -> int:
    """The part that a share of a chain is of: as many parts stand in front; 18至35岁121人 has one, the ages are its name."""
    parts = [one for one in range(first) if _RANGE not in line.claims[one].hedge and line.claims[one].unit not in _AGES]
    back = _length_of_chain(line, first) - (at - first)
    return parts[-back] if len(parts) >= back else -1


def _length_of_chain(line: Line, first: int) -> int:
    length = 1
    while first + length < len(line.claims) and _first_of_chain(line, first + length) == first:
        length += 1
    return length


def _is_part(part: Claim, share: Claim) -> bool:
    is_told = part.standing is Standing.STATED or part.role is Role.TARGET
    return is_level(part) and is_told and part.is_exact and share.is_exact and not share.bound


def _runs(shares: Sequence[Share]) -> Iterator[list[Share]]:
    """Shares of one whole that stand one after the other: the first may name it; 其中 and the like begin another whole."""
    run: list[Share] = []
    for one in shares:
        if run and not _continues(run, one):
            yield run
            run = []
        run = [*run, one]
    if run:
        yield run


def _continues(run: Sequence[Share], one: Share) -> bool:
    last = run[-1]
    since = last.share.end - one.line.begin if last.line is one.line else 0
    front = one.line.text[since : one.share.start - one.line.begin]
    is_other = derived_words("share")["other_whole"].search(front) or one.part is last.part
    return not is_other and one.whole in ("", run[0].whole) and _is_alike(last.part, one.part)


# ── the whole ───────────────────────────────────────────────────────────────────────────────────────


def _named(name: str, one: Share, before: Sequence[Line], claims: Sequence[Claim]) -> Iterator[tuple[Claim, bool]]:
    """占完工台数的31.6%: what the report states under this name, the nearest in front of it in the paragraph above all."""
    noun, unit = _noun_and_unit(name)
    if len(noun) < _SHORTEST:
        return
    counted = [claim for claim in claims if claim is not one.part and _can_hold(claim, one.part, unit)]
    called = [claim for claim in counted if _is_called(claim, noun)]
    near = [claim for line in (*before, one.line) for claim in line.claims[: _until(line, one)] if claim in called]
    exactly = [claim for claim in called if claim.subject == noun and not _is_of_table(claim)]
    likeliest = near[-1:] or exactly or called
    is_sure = len({whole.interval(likeliest[0].unit) for whole in likeliest}) == 1
    yield from ((whole, is_sure and not _is_of_table(whole)) for whole in likeliest)
    yield from ((whole, False) for whole in called)


def _until(line: Line, one: Share) -> int:
    return one.part_at if line is one.line else len(line.claims)


def _noun_and_unit(name: str) -> tuple[str, str]:
    """完工台 (数) counts 台 of what is 完工."""
    match = _UNIT_OF_NAME.search(name)
    return (name[: match.start()], match[1]) if match and match.start() >= _SHORTEST else (name, "")


def _can_hold(whole: Claim, part: Claim, unit: str) -> bool:
    """Of the unit of the part, or of the one that the name itself tells (18处 of 57台, 39人 of 456份)."""
    if not is_level(whole) or not whole.is_exact:
        return False
    both_counted = unit_kind(part.unit) == unit_kind(whole.unit) == "count"
    is_of_people = whole.role in (Role.VALID, Role.RETURNED, Role.SAMPLE) and both_counted
    return _is_alike(whole, part) or is_of_people or (both_counted and whole.unit == unit)


def _is_called(claim: Claim, name: str) -> bool:
    """Whether a number is told under a name: in its subject, by its role, or right behind it (424份回收问卷)."""
    roles = roles_of_whole(name)
    if roles:
        return claim.role in roles
    behind = claim.sentence.partition(claim.text)[2][: len(name) + 1]
    return name in claim.subject or name in behind


def _is_of_table(claim: Claim) -> bool:
    return "#" in claim.group


def _told(one: Share, before: Sequence[Line], claims: Sequence[Claim]) -> Iterator[tuple[Claim, bool]]:
    """The whole that the sentence opens with (57台中……), or the one before (共3200人。其中……), or those who were asked."""
    yield from _opening(one)
    yield from _of_sentence_before(one, before)
    yield from _asked(one, before, claims)


def _near(one: Share, before: Sequence[Line]) -> Iterator[Claim]:
    """Any other number of the paragraph may be meant as well."""
    for line in (*before, one.line):
        yield from (
            claim for claim in line.claims if claim is not one.part and is_level(claim) and _is_alike(claim, one.part)
        )


def _opening(one: Share) -> Iterator[tuple[Claim, bool]]:
    """The last number before the part that words such as 中 or 其中 open as a whole; none that is smaller than its part."""
    words = derived_words("share")["whole_behind"]
    for at in range(one.part_at - 1, -1, -1):
        whole = one.line.claims[at]
        opened = words.search(one.line.behind(at)) if is_level(whole) and _is_alike(whole, one.part) else None
        if opened and ("其中" not in opened[0] or not _is_smaller(whole, one.part)):
            yield whole, True
            return


def _of_sentence_before(one: Share, before: Sequence[Line]) -> Iterator[tuple[Claim, bool]]:
    if before and _OPENED.match(one.line.text):
        wholes = [claim for claim in before[-1].claims if is_level(claim) and _is_alike(claim, one.part)]
        yield from ((whole, len(wholes) == 1 and not _is_smaller(whole, one.part)) for whole in wholes)


def _asked(one: Share, before: Sequence[Line], claims: Sequence[Claim]) -> Iterator[tuple[Claim, bool]]:
    """Those who were asked: told above in the paragraph, or the sentence speaks of them; nothing in front may narrow them
    down to some."""
    if unit_kind(one.part.unit) != "count" or not one.part.is_whole:
        return
    front = one.line.text[: one.part.start - one.line.begin]
    inside = [claim for line in (*before, one.line) for claim in line.claims[: _until(line, one)]]
    above = [claim for claim in inside if _is_asked(claim)][-1:]
    asked = above or [claim for claim in claims if _is_asked(claim)]
    if above or derived_words("share")["survey"].search(one.line.text):
        is_sure = len({claim.value for claim in asked}) == 1 and not _SUBSET.search(front)
        yield from ((whole, is_sure) for whole in asked)


def _is_asked(claim: Claim) -> bool:
    return claim.role in (Role.VALID, Role.SAMPLE) and claim.is_exact and claim.is_whole


def _is_smaller(whole: Claim, part: Claim) -> bool:
    ends, least = whole.interval(part.unit), part.interval()
    return ends is not None and least is not None and ends[1] < least[0]


def _is_alike(whole: Claim, part: Claim) -> bool:
    return conversion(whole.unit, part.unit) is not None


def _ratio(one: Share, whole: Claim, is_sure: bool) -> Tie:
    """People of questionnaires (213人 of 386份) are counted one by one as well."""
    terms = (one.part, whole)
    if conversion(whole.unit, one.part.unit) is None:
        terms = (replace(one.part, unit=""), replace(whole, unit=""))
    return Tie(TieKind.RATIO, one.share, terms, is_sure)


# ── parts of one whole that is not told ─────────────────────────────────────────────────────────────


def _out_of_line(run: Sequence[Share], lines: Sequence[Line]) -> Iterator[Tie]:
    """设备1,512万元，占78.2%；迁改336.6万元，占17.4%；安置84万元，占4.3%: all tell the same whole, or one of them is wrong."""
    fitting = _largest_agreeing(run)
    others = [one for one in run if one not in fitting]
    if len(others) == 1 and (len(run) >= _FEWEST or _is_known(fitting[0], others[0], lines)):
        yield Tie(TieKind.SIBLING, others[0].share, (others[0].part, fitting[0].part, fitting[0].share))
    elif len(run) == _FEWEST - 1 and others and _is_known(others[0], fitting[0], lines):
        yield Tie(TieKind.SIBLING, fitting[0].share, (fitting[0].part, others[0].part, others[0].share))


def _largest_agreeing(run: Sequence[Share]) -> list[Share]:
    """The most shares that one whole can explain."""
    wholes = [_implied(one) for one in run]
    sets = [[one for one, (low, high) in zip(run, wholes, strict=True) if low <= start <= high] for start, _ in wholes]
    return max(sets, key=len)


def _is_known(one: Share, other: Share, lines: Sequence[Line]) -> bool:
    """Whether the whole that one share tells stands in the paragraph, and that of the other does not."""
    return _stands_in(one, lines) and not _stands_in(other, lines)


def _stands_in(one: Share, lines: Sequence[Line]) -> bool:
    low, high = _implied(one)
    levels = (claim for line in lines for claim in line.claims if is_level(claim) and _is_alike(claim, one.part))
    ends = (claim.interval(one.part.unit) for claim in levels if claim is not one.part)
    factor = conversion(one.part.unit, _BASE) or Fraction(1)
    return any(end is not None and end[0] * factor <= high and low <= end[1] * factor for end in ends)


def _implied(one: Share) -> tuple[Fraction, Fraction]:
    """What the whole can be by a part and its share; amounts in 元."""
    part, share = one.part.interval(), one.share.interval()
    if part is None or share is None or share[0] <= 0:
        return Fraction(0), Fraction(10**20)
    factor = conversion(one.part.unit, _BASE) or Fraction(1)
    return _FULL * factor * part[0] / share[1], _FULL * factor * part[1] / share[0]


_BASE = "元"


def _of_all(run: Sequence[Share]) -> Iterator[Tie]:
    """Shares that make 100 % together are those of the sum of their parts."""
    ends = [one.share.interval() for one in run]
    low, high = (sum((end[at] for end in ends if end), Fraction(0)) for at in (0, 1))
    parts = {one.part_at for one in run} if len({id(one.line) for one in run}) == 1 else set(range(len(run)))
    if len(run) > 1 and len(parts) == len(run) and abs(low - _FULL) < _MISSED:
        ties = [
            Tie(TieKind.OF_ALL, one.share, (one.part, *(other.part for other in run if other is not one)))
            for one in run
        ]
        wrong = [tie for tie in ties if tie.agrees is False]
        if len(wrong) == 1 and not low <= _FULL <= high:
            yield from wrong  # all others are their share of the sum of the parts
    if len(run) > 1 and len(parts) == len(run) and low <= _FULL <= high:
        for one in run:
            others = (other.part for other in run if other is not one)
            yield Tie(TieKind.OF_ALL, one.share, (one.part, *others))
