"""Captions (题注) of tables, figures and annexes, and which table or figure each of them names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import takewhile

from yzperf.domain.quantity import normalise
from yzperf.loaders.prose.found import FoundCaption
from yzperf.loaders.prose.lines import Line

_NUMBER = r"\d{1,3}(?:[-.]\d{1,3}){0,2}|[一二三四五六七八九十]{1,3}|[A-Z](?:[-.]?\d{1,3}){0,2}(?![A-Za-z])"
_CAPTION = re.compile(rf"(?:续)?(附表|附图|图表|表|图)\s*({_NUMBER})(?![\d%]|年|月|日|个|张|万|亿|元)\s*[:.、]?\s*(.*)")
_UNNUMBERED = re.compile(r"(附表|附图)()\s*[:.、\s]\s*(.+)")
_SAYS = re.compile(r"(?:显示|所示|所列|列示|反映|中|为|是|可知|可见|表明|说明|与|和|至|及|、)")
_LONGEST = 60
_NO_TITLES = ("附件", "附录", "附表", "附图", "摘要")  # head a part of the document
_LONGEST_TITLE = 40
_UNIT = re.compile(r"(?:金额)?单位\s*:\s*([^\s()]{1,8})")
_UNIT_LINE = re.compile(r"\(?(?:注:)?(?:表中|以上)?(?:金额)?单位\s*:\s*[^\s()]{1,8}\)?[。.]?")
_NOTE = re.compile("(?:注|备注|说明|(?:资料|数据)?来源)[:0-9]")
_ANNEX = re.compile("附[件录表图]")
_TITLE_BELOW = 30  # signs of a title that holds the unit
_BELOW = 4  # lines, blank ones counted
_UNIT_IN_BRACKETS = re.compile(r"\((?:金额)?单位\s*:\s*([^\s()]{1,8})\)")
_BARE_UNIT = re.compile(r"\(((?:[十百千万亿]{0,2}元|人次|个|户|人|家|%)(?:/[^\s()]{1,4})?)\)\s*$")  # 表1 资金情况(万元)
_ANNEX = re.compile(rf"(附件|附录|附表|附图)\s*({_NUMBER})\s*[:.、]?\s*(.*)")


def find_captions(lines: Sequence[Line]) -> dict[int, FoundCaption]:
    """Return captions by the index of their line; a typed one counts if it names something or looks like a caption."""
    read = {at: caption for at, line in enumerate(lines) if (caption := _read(line))}
    targets = _targets(lines, read)
    return {
        at: FoundCaption(caption.label, caption.number, caption.title, targets.get(at))
        for at, caption in read.items()
        if at in targets or _is_certain(lines[at], caption)
    }


def _read(line: Line) -> FoundCaption | None:
    if not line.is_text or line.wire["is_contents"] or len(line.plain) > _LONGEST:
        return None
    match = _CAPTION.fullmatch(line.plain) or _UNNUMBERED.fullmatch(line.plain)
    if not match or line.plain.endswith(("。", ";", ",")) or _SAYS.match(match[3]):
        return None
    if match[1].startswith("附") and not match[3]:
        return None  # 附表4 alone heads a part of the document
    return FoundCaption(match[1], match[2], _as_shown(line.wire["text"], match[3].strip()))


def _as_shown(text: str, plain: str) -> str:
    """The end of a text that, normalised, is ``plain``: normalising changes signs, not their number."""
    return " ".join(text.split())[-len(plain) :] if plain else ""


def _is_certain(line: Line, caption: FoundCaption) -> bool:
    """Made by Word as a caption, or set in the middle with a number: it names a table even if none is near."""
    has_counter = any(kind == "域" and code.startswith("SEQ") for kind, _, _, code in line.wire["marks"])
    return bool(line.wire["is_caption"] or has_counter or (line.is_centred and caption.number))


# ── which table or figure ───────────────────────────────────────────────────────────────────────────


def _targets(lines: Sequence[Line], captions: Mapping[int, FoundCaption]) -> dict[int, int]:
    """Captions of tables usually stand above, of figures below; a house that does otherwise fits better the other way."""
    found: dict[int, int] = {}
    for kind in ("t", "f"):
        members = [at for at, caption in captions.items() if _kind(caption) == kind]
        usual = 1 if kind == "t" else -1
        this_way, other_way = (_paired(lines, members, kind, first) for first in (usual, -usual))
        found |= this_way if len(this_way) >= len(other_way) else other_way
    return found


def _kind(caption: FoundCaption) -> str:
    return "f" if "图" in caption.label and caption.label != "图表" else "t"


def _paired(lines: Sequence[Line], members: Sequence[int], kind: str, first: int) -> dict[int, int]:
    """Pair each caption with the object next to it: on the first side where it is still free, else on the other."""
    found: dict[int, int] = {}
    taken: set[int] = set()
    for step in (first, -first):
        for at in members:
            near = None if at in found else _neighbour(lines, at, kind, step)
            if near is not None and near not in taken:
                found[at] = near
                taken.add(near)
    return found


def _neighbour(lines: Sequence[Line], at: int, kind: str, step: int) -> int | None:
    near = at + step
    while 0 <= near < len(lines) and _is_between(lines[near]) and abs(near - at) < 3:
        near += step
    return near if 0 <= near < len(lines) and lines[near].kind == kind else None


def _is_between(line: Line) -> bool:
    """The unit of a table, its source or its note, which may stand between it and its caption."""
    return line.is_text and bool(_UNIT.search(line.plain) or _NOTE.match(line.plain))


def find_titles(lines: Sequence[Line], taken: Collection[int]) -> dict[int, int]:
    """Lines that title a table without a number (项目支出绩效自评表), by the index of the table."""
    found: dict[int, int] = {}
    for at, line in enumerate(lines):
        above = _above(lines, at) if line.kind == "t" else None
        if above is not None and above not in taken and _is_title(lines[above]):
            found[at] = above
    return found


def _is_title(line: Line) -> bool:
    if line.label or line.outline or line.compact.startswith(_NO_TITLES):
        return False
    is_set_apart = line.is_centred or line.look[2]
    return is_set_apart and len(line.plain) <= _LONGEST_TITLE and not line.plain.endswith(("。", ";", ":", ","))


def _above(lines: Sequence[Line], table: int) -> int | None:
    """The paragraph above a table, the lines that only give unit or year left out."""
    at = table - 1
    while at >= 0 and table - at < 4 and lines[at].is_text and _is_side_line(lines[at]):
        at -= 1
    return at if at >= 0 and lines[at].is_text else None


def _is_side_line(line: Line) -> bool:
    return bool(_UNIT.search(line.plain) or re.fullmatch(r"\(?\s*20\d\d\s*年(?:度)?\s*\)?", line.plain))


# ── units and annexes ───────────────────────────────────────────────────────────────────────────────


def unit_of(lines: Sequence[Line], table: int, caption: str) -> str:
    """What 单位：… in the caption, up to two lines above a table, in its first row, or right below it says; blank if
    nothing does."""
    above = [lines[at] for at in (table - 1, table - 2) if at >= 0 and lines[at].is_text]
    near = [line.plain for line in takewhile(lambda line: not _is_heading(line), above)]
    first_row = (text for text in _first_row(lines[table]))
    for text in (caption, *near, *first_row, *_unit_line_below(lines, table)):
        if match := _UNIT_IN_BRACKETS.search(text) or _UNIT.search(text):
            return match[1].strip(":)，,。")
    bare = _BARE_UNIT.search(caption)
    return bare[1] if bare else ""


def _unit_line_below(lines: Sequence[Line], table: int) -> Iterator[str]:
    """A line under a table that holds its unit, or its title with the unit; in front of the next table it is the unit of that one."""
    said = [line for line in lines[table + 1 : table + 1 + _BELOW] if not line.is_text or line.plain.strip()]
    if not said or not said[0].is_text or _is_of_next(said[1:]):
        return
    below = said[0].plain.strip()
    if _UNIT_LINE.fullmatch(below) or (len(below) <= _TITLE_BELOW and _UNIT_IN_BRACKETS.search(below)):
        yield below


def _is_of_next(lines: Sequence[Line]) -> bool:
    """Whether a table follows before another heading: a line with a unit is that of the table below it."""
    following = next((at for at, one in enumerate(lines) if not one.is_text), len(lines))
    return following < len(lines) and not any(map(_is_heading, lines[:following]))


def _is_heading(line: Line) -> bool:
    return bool(line.outline or line.label or _ANNEX.match(line.plain))


def _first_row(table: Line) -> Iterator[str]:
    for row, _, _, _, blocks in table.wire["cells"]:
        if row == 1:
            yield normalise("".join(block["text"] for block in blocks if block["kind"] == "p"))


def read_annex(title: str) -> FoundCaption | None:
    """Label, number and title of an annex's heading: 附件2 满意度调查问卷.

    >>> read_annex("附件2：问卷（样本）")
    FoundCaption(label='附件', number='2', title='问卷（样本）', target=None)
    """
    match = _ANNEX.fullmatch(normalise(title))
    return FoundCaption(match[1], match[2], _as_shown(title, match[3].strip())) if match else None
