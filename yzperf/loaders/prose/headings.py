"""Headings of a document (标题识别): by style or outline level, by number, by set words, by look — in this order.

Reports come in house styles: headings as bold paragraphs with typed numbers, as numbered lists, as real styles, or all
of them mixed. Each way is tried on what the ways before it left over.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from yzperf.loaders.prose.found import Heading
from yzperf.loaders.prose.labels import Rank, read_label
from yzperf.loaders.prose.lines import Line, Look, body_look, is_bold, is_larger, stands_out
from yzperf.loaders.prose.nesting import nested

_LONGEST = 40  # a numbered sentence of the text is longer than a heading
_LONGEST_STYLED = 60
_LONGEST_UNNUMBERED = 25
_LONGEST_LEAD = 40
_DEEPEST = 9
_NO_LIMIT = 1000.0  # points
_SENTENCE_ENDS = ("。", ";", "，", ",", "?", "!")
_LEAD_ENDS = "。.:：;；"
# In running text these are always headings; innermost classes may as well be a list.
_OUTER = (Rank.PART, Rank.CHAPTER, Rank.ARTICLE, Rank.CHINESE, Rank.CHINESE_BRACKETS)
_ABOVE = (Rank.PART, Rank.CHAPTER, Rank.ARTICLE)
_USUAL_LEVELS = {
    Rank.CHINESE: 1,
    Rank.CHINESE_BRACKETS: 2,
    Rank.DIGIT: 3,
    Rank.DECIMAL: 3,
    Rank.DIGIT_BRACKETS: 4,
    Rank.CIRCLED: 5,
}
_WORDS = re.compile(
    r"(?:报告|内容|评价)?摘要|前言|引言|序言|导言|声明|重要声明|报告正文|正文|结语|结束语|致谢|附件|附录|附表|附图|报告附件"
)
_LIST_LEAD = re.compile(r"附件\s*:\s*")
_ANNEX = re.compile(r"附[件录表图]\s*(?:\d{1,2}(?:-\d{1,2})?|[一二三四五六七八九十]{1,3})\s*[:.、\s]?.*")


def find_headings(lines: Sequence[Line], taken: Collection[int]) -> dict[int, Heading]:
    """Return the headings by the index of their line.

    Parameters
    ----------
    taken
        Lines that are something else: contents, captions.
    """
    body = body_look(lines)
    free = {at for at, line in enumerate(lines) if line.is_text and not line.in_box and at not in taken}
    found = {at: heading for at in sorted(free) if (heading := _by_style(lines[at]))}
    found |= _by_number(lines, free - found.keys(), body, found)
    found |= {at: _whole(lines[at], 1) for at in sorted(free - found.keys()) if _is_set_word(lines, at, free)}
    found |= _by_look(lines, free - found.keys(), body, found)
    return nested(lines, dict(sorted(found.items())))


# ── style ───────────────────────────────────────────────────────────────────────────────────────────


def _by_style(line: Line) -> Heading | None:
    """A whole paragraph of text that somebody gave an outline level stays text."""
    if line.outline is None or line.wire["is_contents"]:
        return None
    if len(line.plain) > _LONGEST_STYLED and line.plain.endswith(_SENTENCE_ENDS):
        return None
    return _whole(line, line.outline)


def _whole(line: Line, level: int) -> Heading:
    title = " ".join(line.wire["text"].split())
    return Heading(min(level, _DEEPEST), title, line.label.number if line.label else "")


# ── number ──────────────────────────────────────────────────────────────────────────────────────────


def _by_number(
    lines: Sequence[Line], free: Collection[int], body: Look, styled: Mapping[int, Heading]
) -> dict[int, Heading]:
    classes: dict[tuple[Rank, int], list[int]] = defaultdict(list)
    leads: dict[int, str] = {}
    for at in sorted(free):
        label = lines[at].label
        if label and _is_short(lines[at]):
            classes[label.rank, label.parts].append(at)
        elif label and (lead := lead_of(lines[at])):
            leads[at] = lead
    chosen = [at for (rank, _), members in classes.items() for at in _chosen(lines, rank, members, body)]
    levels = _levels(lines, [*chosen, *leads], styled)
    found = {at: _whole(lines[at], _level(lines[at], levels)) for at in chosen}
    for at, lead in leads.items():
        label = lines[at].label
        found[at] = Heading(_level(lines[at], levels), lead, label.number if label else "")
    return found


def _is_short(line: Line) -> bool:
    rest = line.label.rest if line.label else line.plain
    alone = line.label is not None and line.label.rank in _ABOVE
    return bool(rest or alone) and len(rest) <= _LONGEST and not rest.endswith(_SENTENCE_ENDS)


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


def _class(lines: Sequence[Line], at: int) -> tuple[Rank, int] | None:
    """Class of a line's number: 1.1 and 1.1.1 are two. 附件：1.评分表 begins a list of annexes."""
    if not 0 <= at < len(lines):
        return None
    label = lines[at].label or read_label(_LIST_LEAD.sub("", lines[at].plain))
    return (label.rank, label.parts) if label else None


def _levels(lines: Sequence[Line], chosen: Collection[int], styled: Mapping[int, Heading]) -> dict[Rank, int]:
    """Level of each class: as styled members of the class have it, else as official documents nest the classes."""
    votes: dict[Rank, Counter[int]] = defaultdict(Counter)
    for at, heading in styled.items():
        if label := lines[at].label:
            votes[label.rank][heading.level - label.parts + 1] += 1
    ranks = {label.rank for at in [*chosen, *styled] if (label := lines[at].label)}
    above = sorted(rank for rank in ranks if rank in _ABOVE)
    levels = {rank: number for number, rank in enumerate(above, 1)}
    is_decimal = Rank.DECIMAL in ranks and not ranks & {Rank.CHINESE, Rank.CHINESE_BRACKETS}
    usual = _USUAL_LEVELS | ({Rank.DIGIT: 1, Rank.DECIMAL: 1} if is_decimal else {})
    levels |= {rank: usual[rank] + len(above) for rank in usual}
    return levels | {rank: max(counter, key=lambda level: counter[level]) for rank, counter in votes.items()}


def _level(line: Line, levels: Mapping[Rank, int]) -> int:
    if line.label is None:
        return 1
    return min(max(levels[line.label.rank] + line.label.parts - 1, 1), _DEEPEST)


def lead_of(line: Line) -> str:
    """What heads a numbered paragraph of text: a first line that ends in a line break, or a first sentence that is set
    apart from the rest; else blank."""
    text: str = line.wire["text"]
    first_line, _, below = text.partition("\n")
    if below and len(first_line) <= _LONGEST and not first_line.rstrip().endswith(("。", "；", "，", "、")):
        return first_line.strip()
    return _lead_sentence(line)


def _lead_sentence(line: Line) -> str:
    runs = line.wire["runs"]
    first = next((run for run in runs if run[0].strip()), None)
    if first is None:
        return ""
    lead = ""
    for run in runs:
        if run[0].strip() and not _same_look(run, first):
            break
        lead += run[0]
    rest = line.wire["text"][len(lead) :]
    is_apart = bool(rest.strip()) and (is_bold(first) or first[4] != _font_of_rest(runs, len(lead)))
    if not is_apart or (lead.rstrip()[-1:] not in _LEAD_ENDS and rest.lstrip()[:1] not in _LEAD_ENDS):
        return ""
    title = lead.strip().rstrip(_LEAD_ENDS)
    return title if len(title) <= _LONGEST_LEAD and "。" not in title else ""


def _same_look(run: Sequence[object], other: Sequence[object]) -> bool:
    return is_bold(run) == is_bold(other) and run[4] == other[4]


def _font_of_rest(runs: Sequence[Sequence[object]], skipped: int) -> object:
    seen = 0
    for run in runs:
        if seen >= skipped:
            return run[4]
        seen += len(str(run[0]))
    return ""


# ── set words and look ──────────────────────────────────────────────────────────────────────────────


def _is_set_word(lines: Sequence[Line], at: int, free: Collection[int]) -> bool:
    """摘要, 前言, 附件2 alone on a line. A list that only names the annexes is no row of headings."""
    line = lines[at]
    if _WORDS.fullmatch(line.compact):
        return True
    if not _ANNEX.fullmatch(line.plain) or len(line.plain) > _LONGEST or line.plain.endswith(_SENTENCE_ENDS):
        return False
    neighbours = [lines[near] for near in (at - 1, at + 1) if near in free]
    return not any(_ANNEX.fullmatch(near.plain) or near.compact.startswith("附件:") for near in neighbours)


def _by_look(
    lines: Sequence[Line], free: Collection[int], body: Look, found: Mapping[int, Heading]
) -> dict[int, Heading]:
    """Short lines without a number that stand out and head some text: nothing on the cover, nothing above a table,
    nothing larger than all headings (the title, once more)."""
    first = min(found, default=-1)
    largest = max((lines[at].look[0] for at in found), default=0.0) or _NO_LIMIT
    candidates = [
        at for at in sorted(free) if at > first and lines[at].look[0] <= largest and _heads_by_look(lines, at, body)
    ]
    if not found:
        return _ranked_by_size(lines, candidates)
    known = {lines[at].look: heading.level for at, heading in sorted(found.items(), reverse=True)}
    headings: dict[int, Heading] = {}
    level = 1
    for at in sorted([*found, *candidates]):
        if at in found:
            level = found[at].level
        else:
            headings[at] = _whole(lines[at], known.get(lines[at].look, min(level + 1, _DEEPEST)))
    return headings


def _heads_by_look(lines: Sequence[Line], at: int, body: Look) -> bool:
    line = lines[at]
    if line.label or ":" in line.compact or line.compact.endswith(_SENTENCE_ENDS):
        return False
    if not 1 < len(line.compact) <= _LONGEST_UNNUMBERED:
        return False
    is_marked = (line.look[2] and not body[2]) or is_larger(line, body)
    below = lines[at + 1] if at + 1 < len(lines) else None
    return is_marked and below is not None and below.is_text and not below.is_centred


def _ranked_by_size(lines: Sequence[Line], candidates: Sequence[int]) -> dict[int, Heading]:
    """A document without one numbered or styled heading: the larger the line, the higher it stands."""
    sizes = sorted({lines[at].look[0] for at in candidates}, reverse=True)
    return {at: _whole(lines[at], sizes.index(lines[at].look[0]) + 1) for at in candidates}
