"""How much was done (评价工作的数): interviews, meetings, sites and papers looked at, opinions, as text and log count them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from yzperf.domain.reading.numerals import read_count
from yzperf.errors import Place
from yzperf.quality.told_times import plain_times

_SENTENCE = re.compile("[^。；;\n]+")
_CLAUSE = re.compile("[^，,：:]+")
_NEVER = re.compile(r"(?!)")
_ANY = 8  # signs of a noun


@dataclass(frozen=True, slots=True)
class CountKind:
    """One kind of work: the words for it, its measure words in groups that mean the same, whether it is told by noun."""

    name: str
    words: re.Pattern[str]
    other: re.Pattern[str]
    units: tuple[str, ...]
    by_noun: bool

    def group(self, unit: str) -> str:
        """The group of a measure word; blank where this work is not counted in it."""
        return next((group for group in self.units if unit[0] in group), "")


@dataclass(frozen=True, slots=True)
class Counted:
    """One number: 访谈15人. ``parts`` are the numbers that the same sentence says it is made of."""

    kind: str
    group: str
    noun: str
    value: int
    text: str
    where: Place
    is_whole: bool = False
    parts: tuple[int, ...] = ()

    @property
    def unit(self) -> str:
        """The measure word as printed."""
        return self.text.lstrip("0123456789,一二两三四五六七八九十")

    def is_same_work(self, other: Counted) -> bool:
        """Whether another number, which may name no noun, counts this too: the same kind and measure and one noun."""
        if (self.kind, self.group) != (other.kind, other.group):
            return False
        one, another = self.noun, other.noun
        by_noun = next(kind.by_noun for kind in _words().kinds if kind.name == self.kind)
        return not by_noun or not another or bool(one and (one.endswith(another) or another.endswith(one)))


@dataclass(frozen=True, slots=True)
class _Words:
    kinds: tuple[CountKind, ...]
    number: re.Pattern[str]
    spelt: re.Pattern[str]
    parts: re.Pattern[str]
    overlap: re.Pattern[str]
    more_work: re.Pattern[str]
    whole: re.Pattern[str]
    stop: re.Pattern[str]
    idle: re.Pattern[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    table = tomllib.loads(Path(__file__).with_name("work_counts.toml").read_text(encoding="utf-8"))
    kinds = [
        CountKind(
            row["name"],
            re.compile(row["words"]),
            re.compile(row["other"]) if "other" in row else _NEVER,
            tuple(row["units"]),
            row.get("by_noun", False),
        )
        for row in table["kind"]
    ]
    return _Words(tuple(kinds), **{name: re.compile(text) for name, text in table["counts"].items()})


def counted_work(text: str, where: Place) -> list[Counted]:
    """Return the numbers of work that a text tells, each with its parts; vague ones (约20人, 30余份) are left out."""
    sentences = _SENTENCE.findall(plain_times(text))
    return [
        one
        for sentence in sentences
        for one in _whole_with_parts(list(_numbers(sentence)), where, bool(_words().overlap.search(sentence)))
    ]


@dataclass
class _Number:
    """A number where it stands, before wholes and parts are told apart."""

    kind: CountKind | None
    unit: str
    noun: str
    value: int
    text: str
    is_part: bool
    is_whole: bool
    parts: list[int] = field(default_factory=list)


def _numbers(sentence: str) -> Iterator[_Number]:
    words = _words()
    is_part = False
    for clause in _CLAUSE.findall(sentence):
        matches = sorted([*words.number.finditer(clause), *words.spelt.finditer(clause)], key=lambda one: one.start())
        for at, match in enumerate(matches):
            since = matches[at - 1].end() if at else 0
            until = matches[at + 1].start() if at + 1 < len(matches) else len(clause)
            is_whole = bool(words.whole.search(clause[: match.start()]))
            is_part = (is_part or bool(words.parts.search(clause, since, match.start()))) and not is_whole
            kind, start = _kind(clause, match, until)
            value, unit = _read(match)
            noun = _noun(clause[match.end() :], clause[start : match.start()] if start is not None else "")
            if not _is_vague(match) and not words.more_work.search(clause[: match.start()]):
                yield _Number(kind, unit, noun, value, match[0], is_part, is_whole)
        is_part = is_part and bool(matches)


def _is_vague(match: re.Match[str]) -> bool:
    named = match.groupdict()
    return bool(named.get("about") or named.get("more"))


def _read(match: re.Match[str]) -> tuple[int, str]:
    named = match.groupdict()
    number = named.get("number") or named.get("number2") or ""
    return read_count(number), named.get("unit") or named.get("unit2") or ""


def _kind(clause: str, match: re.Match[str], end: int) -> tuple[CountKind | None, int | None]:
    """The work that a number counts: the word nearest in front of it, else the first behind it."""
    kinds = [kind for kind in _words().kinds if not kind.other.search(clause)]
    front = [
        (one.end(), -at, kind) for at, kind in enumerate(kinds) for one in kind.words.finditer(clause, 0, match.start())
    ]
    if front:
        unit = _read(match)[1]
        counted = [one for one in front if one[2].group(unit)] if unit else []
        place, _, kind = max(
            counted or front, key=lambda one: one[:2]
        )  # 访谈……代表座谈8人: a 座谈 is not counted in 人
        return kind, place
    behind = [
        (one.start(), at, kind)
        for at, kind in enumerate(kinds)
        if (one := kind.words.search(clause[:end], match.end()))
    ]
    return (min(behind, key=lambda one: one[:2])[2], None) if behind else (None, None)


def _noun(behind: str, before: str) -> str:
    """What is counted: 8个镇（街道）的, 抽查班次36个."""
    words = _words()
    after = words.stop.split(words.idle.sub("", re.split("[、，,(（]", behind)[0]))[0]
    named = re.match(rf"[\u4e00-\u9fff]{{0,{_ANY}}}", after)
    text = named[0] if named and named[0] else before.rpartition("、")[2]
    ends = [match.start() for kind in words.kinds if (match := kind.words.search(text, 1))]
    return words.idle.sub("", text[: min(ends, default=None)])


def _whole_with_parts(numbers: Sequence[_Number], where: Place, is_overlapping: bool) -> Iterator[Counted]:
    """其中3人、5人、7人 are parts of the number in front; 3人、5人、7人，共15人 of the one behind."""
    wholes: list[_Number] = []
    own: list[_Number] = []  # 意见11条，其中采纳9条: a part that is work of another kind
    for one in numbers:
        last = wholes[-1] if wholes else None
        if (
            one.is_part
            and last
            and not last.is_part
            and one.unit[0] in (last.kind.group(last.unit) if last.kind else last.unit)
        ):
            last.parts.append(one.value)
            own += [one] if one.kind not in (None, last.kind) else []
        elif one.is_whole and last and one.kind in (None, last.kind) and len(_alike(wholes, one)) > 1:
            one.kind = last.kind
            one.parts = [part.value for part in _alike(wholes, one)]
            wholes = [part for part in wholes if part not in _alike(wholes, one)] + [one]
        else:
            wholes.append(one)
    yield from _counted([*wholes, *own], where, is_overlapping)


def _alike(wholes: Sequence[_Number], one: _Number) -> list[_Number]:
    """The numbers in front that a total adds up: of one kind and measure, without parts of their own."""
    kind = one.kind or wholes[-1].kind
    return [part for part in wholes if part.kind is kind and part.unit[0] == one.unit[0] and not part.parts]


def _counted(wholes: Iterable[_Number], where: Place, is_overlapping: bool) -> Iterator[Counted]:
    for one in wholes:
        if one.kind and (group := one.kind.group(one.unit)):
            parts = tuple(one.parts) if not is_overlapping else ()
            yield Counted(one.kind.name, group, one.noun, one.value, one.text, where, one.is_whole, parts)
