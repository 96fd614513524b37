"""Automatic numbers of paragraphs (自动编号): which number Word shows in front of a paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from yzperf.loaders.docx.counting import written
from yzperf.loaders.docx.names import is_on, value, w, whole

_LEVELS = 9
_PLACEHOLDER = re.compile(r"%([1-9])")


@dataclass
class Level:
    """One level of a list."""

    start: int = 1
    style: str = "decimal"
    text: str = ""
    restart: int | None = None
    is_legal: bool = False
    paragraph_style: str = ""


@dataclass
class _List:
    """A list instance: the definition that it counts with, and its own starts and levels."""

    definition: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)


class Numbering:
    """Counts through a document in reading order. Lists of one definition share their counters, as in Word."""

    def __init__(self, tree: Any | None) -> None:
        self._definitions: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, _List] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        if tree is not None:
            self._read(tree)

    def shown(self, number_id: str, level: int | None, style_id: str = "") -> str:
        """Count one paragraph and return its number as shown; blank for bullets and unknown lists.

        Parameters
        ----------
        level
            Counted from 0; None where only the style names the list, whose level then belongs to ``style_id``.
        """
        chosen = self._lists.get(number_id)
        if chosen is None:
            return ""
        levels = self._definitions.get(chosen.definition, {}) | chosen.levels
        at = self._level_of_style(levels, style_id) if level is None else min(max(level, 0), _LEVELS - 1)
        counters = self._counters.setdefault(chosen.definition, {})
        self._count(number_id, chosen, levels, counters, at)
        return _text(levels, counters, at)

    def _level_of_style(self, levels: dict[int, Level], style_id: str) -> int:
        return next((at for at, level in levels.items() if style_id and level.paragraph_style == style_id), 0)

    def _count(
        self, number_id: str, chosen: _List, levels: dict[int, Level], counters: dict[int, int], at: int
    ) -> None:
        own = levels.get(at, Level())
        if at in chosen.starts and (number_id, at) not in self._begun:
            counters[at] = chosen.starts[at]
        else:
            counters[at] = counters.get(at, own.start - 1) + 1
        self._begun.add((number_id, at))
        for below in range(at + 1, _LEVELS):
            restart = levels.get(below, Level()).restart
            if restart is None or (restart and at < restart):
                counters.pop(below, None)
        for above in range(at):
            counters.setdefault(above, levels.get(above, Level()).start)

    def _read(self, tree: Any) -> None:
        links: dict[str, str] = {}
        owners: dict[str, str] = {}
        for node in tree.iter(w("abstractNum")):
            key = node.get(w("abstractNumId")) or ""
            self._definitions[key] = _levels(node)
            links[key] = value(node, w("numStyleLink"))
            owners[value(node, w("styleLink"))] = key
        for node in tree.iter(w("num")):
            key = value(node, w("abstractNumId"))
            linked = owners.get(links.get(key, "") or "-", key)  # a list that only names the style of another
            self._lists[node.get(w("numId")) or ""] = _list(node, linked)


def _list(node: Any, definition: str) -> _List:
    made = _List(definition)
    for change in node.iter(w("lvlOverride")):
        at = whole(change.get(w("ilvl")))
        start = change.find(w("startOverride"))
        if start is not None:
            made.starts[at] = whole(start.get(w("val")))
        made.levels |= _levels(change)
    return made


def _levels(node: Any) -> dict[int, Level]:
    return {whole(level.get(w("ilvl"))): _level(level) for level in node.iter(w("lvl"))}


def _level(node: Any) -> Level:
    restart = node.find(w("lvlRestart"))
    return Level(
        start=whole(value(node, w("start")), 1),
        style=value(node, w("numFmt"), "decimal"),
        text=value(node, w("lvlText")),
        restart=None if restart is None else whole(restart.get(w("val"))),
        is_legal=bool(is_on(node.find(w("isLgl")))),
        paragraph_style=value(node, w("pStyle")),
    )


def _text(levels: dict[int, Level], counters: dict[int, int], at: int) -> str:
    own = levels.get(at, Level())
    if own.style == "bullet":
        return ""

    def part(match: re.Match[str]) -> str:
        above = int(match[1]) - 1
        style = levels.get(above, Level()).style
        is_plain = own.is_legal and style not in ("none", "decimalZero")
        return written(counters.get(above, 1), "decimal" if is_plain else style)

    return _PLACEHOLDER.sub(part, own.text[:80]).strip()


def joined(number: str, text: str) -> str:
    """Number and text as one reads them: after a digit or letter a space, after a mark none.

    >>> joined("（一）", "概况"), joined("1.1", "概况")
    ('（一）概况', '1.1 概况')
    """
    gap = " " if number[-1:].isalnum() else ""
    return f"{number}{gap}{text}"
