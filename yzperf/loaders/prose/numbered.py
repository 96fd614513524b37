"""Headings told by the number in front of them (序号标题), and the level that each class of numbers has."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from yzperf.loaders.prose.found import Heading
from yzperf.loaders.prose.labels import Label, Rank, read_label
from yzperf.loaders.prose.lines import SENTENCE_ENDS, Line, Look, stands_out
from yzperf.loaders.prose.run_in import lead_of

DEEPEST = 9
_LONGEST = 40  # a numbered sentence of the text is longer than a heading
_LONGEST_WITH_COLON = 15  # beyond, “甲：乙” is an item that explains itself
# In running text these are always headings; innermost classes may as well be a list.
_ABOVE = (Rank.PART, Rank.CHAPTER, Rank.ARTICLE, Rank.FORMAL)
_OUTER = (*_ABOVE, Rank.CHINESE, Rank.CHINESE_BRACKETS)
_USUAL_LEVELS = {
    Rank.CHINESE: 1,
    Rank.CHINESE_BRACKETS: 2,
    Rank.DIGIT: 3,
    Rank.DECIMAL: 3,
    Rank.DIGIT_BRACKETS: 4,
    Rank.CIRCLED: 5,
}
_LIST_LEAD = re.compile(r"附件\s*:\s*")

Class = tuple[Rank, int]


def whole(line: Line, level: int) -> Heading:
    """A heading that is the whole line."""
    title = " ".join(line.wire["text"].split())
    return Heading(min(level, DEEPEST), title, line.label.number if line.label else "")


def find_numbered(
    lines: Sequence[Line], free: Collection[int], body: Look, styled: Mapping[int, Heading]
) -> dict[int, Heading]:
    """Return the headings among the free lines that begin with a number; ``styled`` are those found before."""
    classes: dict[Class, list[int]] = defaultdict(list)
    leads: dict[int, str] = {}
    for at in sorted(free):
        label = lines[at].label
        if label and _is_short(lines[at]):
            classes[label.rank, label.parts].append(at)
        elif label and (lead := lead_of(lines[at])):
            leads[at] = lead
    chosen = [at for (rank, _), members in classes.items() for at in _chosen(lines, rank, members, body)]
    votes = _votes(lines, styled)
    levels = _levels(lines, [*chosen, *leads], styled, votes)
    found = {at: _heading(lines[at], levels, leads.get(at, "")) for at in [*chosen, *leads]}
    return _hung(lines, found, styled, votes)


def _heading(line: Line, levels: Mapping[Rank, int], lead: str) -> Heading:
    made = whole(line, 1)
    if line.label is None:
        return made
    level = min(max(levels[line.label.rank] + line.label.parts - 1, 1), DEEPEST)
    return Heading(level, lead or made.title, made.number)


# ── which lines ─────────────────────────────────────────────────────────────────────────────────────


def _is_short(line: Line) -> bool:
    label = line.label
    rest = label.rest if label else line.plain
    if len(rest) > _LONGEST or rest.endswith(SENTENCE_ENDS):
        return False
    explains = ":" in rest[:-1] and len(rest) > _LONGEST_WITH_COLON and (label is None or label.rank not in _OUTER)
    return not explains and bool(rest or (label is not None and label.rank in _ABOVE))


def _chosen(lines: Sequence[Line], rank: Rank, members: Sequence[int], body: Look) -> Iterator[int]:
    """Outer classes head as they are. Of an inner class those that stand out; if none does, those that head some text."""
    if rank in _OUTER:
        yield from members
        return
    marked = [at for at in members if stands_out(lines[at], body)]
    if marked:
        yield from marked
        return
    yield from (at for at in members if _heads_text(lines, at))


def _heads_text(lines: Sequence[Line], at: int) -> bool:
    """Whether text follows that is not the next item of a list, and the line is not the end of a list.

    A line with a colon leads in a list; it heads something only if headings of a deeper class follow.
    """
    own, below, above = (_class(lines, near) for near in (at, at + 1, at - 1))
    if own is None or at + 1 >= len(lines) or below == own:
        return False
    if lines[at].plain.endswith(":"):
        return below is not None and below > own and _is_short(lines[at + 1])
    return above != own or not _is_short(lines[at - 1])


def _class(lines: Sequence[Line], at: int) -> Class | None:
    """Class of a line's number: 1.1 and 1.1.1 are two. 附件：1.评分表 begins a list of annexes."""
    if not 0 <= at < len(lines):
        return None
    label = lines[at].label or read_label(_LIST_LEAD.sub("", lines[at].plain))
    return (label.rank, label.parts) if label else None


# ── which level ─────────────────────────────────────────────────────────────────────────────────────


def _votes(lines: Sequence[Line], styled: Mapping[int, Heading]) -> dict[Rank, int]:
    """The level that most styled headings of a class have."""
    counts: dict[Rank, Counter[int]] = defaultdict(Counter)
    for at, heading in styled.items():
        if label := lines[at].label:
            counts[label.rank][heading.level - label.parts + 1] += 1
    return {rank: max(counter, key=lambda level: counter[level]) for rank, counter in counts.items()}


def _levels(
    lines: Sequence[Line], chosen: Collection[int], styled: Mapping[int, Heading], votes: Mapping[Rank, int]
) -> dict[Rank, int]:
    """Level of each class: as its styled members have it, else as official documents nest the classes."""
    labels = [label for at in [*chosen, *styled] if (label := lines[at].label)]
    ranks = {label.rank for label in labels}
    above = sorted(rank for rank in ranks if rank in _ABOVE)
    levels = {rank: number for number, rank in enumerate(above, 1)}
    usual = {rank: level + len(above) for rank, level in _USUAL_LEVELS.items()}
    if not ranks & {Rank.CHINESE, Rank.CHINESE_BRACKETS}:
        unnumbered = [heading.level for at, heading in styled.items() if lines[at].label is None]
        base = len(above) + max(unnumbered, default=0)
        usual |= {Rank.DIGIT: base + 1, Rank.DECIMAL: base + 1}
        deepest = max((label.parts for label in labels if label.rank is Rank.DECIMAL), default=1)
        usual |= {Rank.DIGIT_BRACKETS: base + deepest + 1, Rank.CIRCLED: base + deepest + 2}
    elif Rank.DECIMAL in ranks and not ranks & {Rank.CHINESE_BRACKETS, Rank.DIGIT}:
        usual[Rank.DECIMAL] = usual[Rank.CHINESE]  # 一、 holds 1.1
    return {**levels, **usual, **votes}


def _hung(
    lines: Sequence[Line], found: dict[int, Heading], styled: Mapping[int, Heading], votes: Mapping[Rank, int]
) -> dict[int, Heading]:
    """An unstyled number of an inner class that styled headings use too hangs below the heading above, unless it goes on
    with their count."""
    count = _Count()
    for at in sorted([*found, *styled]):
        label = lines[at].label
        is_doubtful = at not in styled and label is not None and label.rank in votes and label.rank not in _OUTER
        if label and is_doubtful and label.parts == 1 and count.is_list(label):
            found[at] = replace(found[at], level=min(count.level + 1, DEEPEST))
        else:
            count.pass_heading(styled.get(at) or found[at], label)
    return found


@dataclass
class _Count:
    """How far each class of numbers has come in the headings, and in a list below the last of them."""

    level: int = 0
    headings: dict[Rank, int] = field(default_factory=dict)
    items: dict[Rank, int] = field(default_factory=dict)

    def is_list(self, label: Label) -> bool:
        """Whether a number goes on with the list, or else does not go on with the headings; it is then counted."""
        goes_on = label.value == self.items[label.rank] + 1 if label.rank in self.items else False
        if goes_on or label.value != self.headings.get(label.rank, 0) + 1:
            self.items[label.rank] = label.value
            return True
        return False

    def pass_heading(self, heading: Heading, label: Label | None) -> None:
        """Count a heading; a list ends there."""
        self.level = heading.level
        self.items = {}
        if label and label.parts == 1:
            self.headings[label.rank] = label.value
