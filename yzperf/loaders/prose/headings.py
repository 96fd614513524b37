"""Headings of a document (标题识别): by style or outline level, by number, by set words, by look — in this order.

Reports come in house styles: headings as bold paragraphs with typed numbers, as numbered lists, as real styles, or all
of them mixed. Each way is tried on what the ways before it left over.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from yzperf.loaders.prose.found import Heading
from yzperf.loaders.prose.lines import SENTENCE_ENDS, Line, body_look
from yzperf.loaders.prose.looks import find_by_look, is_set_word
from yzperf.loaders.prose.nesting import nested
from yzperf.loaders.prose.numbered import find_numbered, whole

_LONGEST_NUMBERED, _LONGEST_UNNUMBERED = 60, 40
_MOST_TITLES = 2  # lines in the style of the title; if there are more, it is used for chapters


def find_headings(lines: Sequence[Line], taken: Collection[int]) -> dict[int, Heading]:
    """Return the headings by the index of their line.

    Parameters
    ----------
    taken
        Lines that are something else: contents, captions.
    """
    body = body_look(lines)
    free = {at for at, line in enumerate(lines) if line.is_text and not line.in_box and at not in taken}
    found = _find_styled(lines, free)
    found |= find_numbered(lines, free - found.keys(), body, found)
    found |= {at: whole(lines[at], 1) for at in sorted(free - found.keys()) if is_set_word(lines, at, free)}
    found |= find_by_look(lines, free - found.keys(), body, found)
    return nested(lines, dict(sorted(found.items())))


def _find_styled(lines: Sequence[Line], free: Collection[int]) -> dict[int, Heading]:
    in_title_style = [at for at in free if lines[at].wire["is_title"]]
    titles = in_title_style if len(in_title_style) <= _MOST_TITLES else []
    return {at: heading for at in sorted(free) if at not in titles and (heading := _by_style(lines[at]))}


def _by_style(line: Line) -> Heading | None:
    """A paragraph of text that somebody gave an outline level stays text; a numbered heading may end like a sentence."""
    if line.outline is None or line.wire["is_contents"]:
        return None
    longest = _LONGEST_NUMBERED if line.label else _LONGEST_UNNUMBERED
    is_sentence = line.plain.endswith(SENTENCE_ENDS)
    if is_sentence and (len(line.plain) > longest or not line.label):
        return None
    return whole(line, line.outline)
