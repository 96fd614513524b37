"""Lines of the table of contents (目录), made by Word or typed by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from yzperf.loaders.prose.lines import Line

_TITLE = ("目录", "目次")
_LONGEST = 100
_LEADERS = re.compile(r"[.…·⋯_-]{3,}\s*\d{1,3}$|…\s*\d{1,3}$")
_ANNEXES = re.compile("附[件录表图]")  # closes a list without being a heading below: 附件1 is
_PAGE = re.compile(r"\s\d{1,3}$")


def find_contents(lines: Sequence[Line]) -> set[int]:
    """Return the indexes of lines that only repeat headings, with the word 目录 above them."""
    found = {at for at, line in enumerate(lines) if line.is_text and _is_marked(line)}
    titles = [at for at, line in enumerate(lines) if line.is_text and line.compact in _TITLE]
    typed = _typed_below(lines, titles[0], found) if titles else set()
    return found | typed | set(titles)


def _is_marked(line: Line) -> bool:
    return bool(line.wire["is_contents"] or _LEADERS.search(line.plain[-_LONGEST:]))


def _typed_below(lines: Sequence[Line], title: int, found: set[int]) -> set[int]:
    """Lines below 目录 that end in a page number or come again further down; the list ends at the first other one."""
    later: dict[str, int] = {line.compact: at for at, line in enumerate(lines) if line.is_text}
    typed: set[int] = set()
    for at in range(title + 1, len(lines)):
        line = lines[at]
        if at in found:
            continue
        if not line.is_text or not (_is_repeated(line, at, later) or (typed and _ANNEXES.fullmatch(line.compact))):
            break
        typed.add(at)
    return typed


def _is_repeated(line: Line, at: int, later: Mapping[str, int]) -> bool:
    return bool(_PAGE.search(line.plain[-_LONGEST:])) or later[line.compact] > at
