"""Headings without a number (无序号标题): set words such as 摘要 and 附件2, and short lines that stand out."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from yzperf.loaders.prose.found import Heading
from yzperf.loaders.prose.lines import SENTENCE_ENDS, Line, Look, is_larger
from yzperf.loaders.prose.numbered import DEEPEST, whole

_LONGEST_ANNEX, _LONGEST = 40, 25
_NO_LIMIT = 1000.0  # points
_WORDS = re.compile(
    r"(?:报告|内容|评价)?摘要|前言|引言|序言|导言|声明|重要声明|报告正文|正文|结语|结束语|致谢|附件|附录|附表|附图|报告附件"
)
_ANNEX = re.compile(r"附[件录表图]\s*(?:\d{1,2}(?:-\d{1,2})?|[一二三四五六七八九十]{1,3})\s*[:.、\s]?.*")
_SAYS_SOMETHING = re.compile(r".*:|[\d〇○]|.*\d年.*月")  # 姓名:…, 2025年3月, 17301120 …


def is_set_word(lines: Sequence[Line], at: int, free: Collection[int]) -> bool:
    """摘要, 前言, 附件2 alone on a line. A list that only names the annexes is no row of headings."""
    line = lines[at]
    if _WORDS.fullmatch(line.compact):
        return True
    if not _ANNEX.fullmatch(line.plain) or len(line.plain) > _LONGEST_ANNEX or line.plain.endswith(SENTENCE_ENDS):
        return False
    neighbours = [lines[near] for near in (at - 1, at + 1) if near in free]
    return not any(_ANNEX.fullmatch(near.plain) or near.compact.startswith("附件:") for near in neighbours)


def find_by_look(
    lines: Sequence[Line], free: Collection[int], body: Look, found: Mapping[int, Heading]
) -> dict[int, Heading]:
    """Short lines without a number that stand out and head some text: nothing on the cover, nothing above a table,
    nothing larger than all headings (the title, once more)."""
    first = min(found, default=-1)
    largest = max((lines[at].look[0] for at in found), default=0.0) or _NO_LIMIT
    candidates = [at for at in sorted(free) if at > first and lines[at].look[0] <= largest and _heads(lines, at, body)]
    if not found:
        return _ranked_by_size(lines, candidates)
    known = {lines[at].look: heading.level for at, heading in sorted(found.items(), reverse=True)}
    headings: dict[int, Heading] = {}
    level = 1
    for at in sorted([*found, *candidates]):
        if at in found:
            level = found[at].level
        else:
            headings[at] = whole(lines[at], known.get(lines[at].look, min(level + 1, DEEPEST)))
    return headings


def _heads(lines: Sequence[Line], at: int, body: Look) -> bool:
    line = lines[at]
    if line.label or not 1 < len(line.compact) <= _LONGEST:
        return False
    if _SAYS_SOMETHING.match(line.compact) or line.compact.endswith(SENTENCE_ENDS):
        return False
    is_marked = (line.look[2] and not body[2]) or is_larger(line, body)
    below = lines[at + 1] if at + 1 < len(lines) else None
    return is_marked and below is not None and below.is_text and not below.is_centred


def _ranked_by_size(lines: Sequence[Line], candidates: Sequence[int]) -> dict[int, Heading]:
    """A document without one numbered or styled heading: the larger the line, the higher it stands."""
    sizes = sorted({lines[at].look[0] for at in candidates}, reverse=True)
    return {at: whole(lines[at], sizes.index(lines[at].look[0]) + 1) for at in candidates}
