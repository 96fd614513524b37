"""Headings that run into their text (段首标题): （一）统一招标。各标段…… with the first sentence set apart."""

from __future__ import annotations

from collections.abc import Sequence

from yzperf.loaders.prose.lines import Line, is_bold

_LONGEST = 40
_ENDS = "。.:：;；"
_NO_ENDS = ("。", "；", "，", "、")
_FONT = 4  # place of the font in a run as the child hands it over


def lead_of(line: Line) -> str:
    """What heads a numbered paragraph of text: a first line that ends in a line break, or a first sentence that is set
    apart from the rest; else blank."""
    text: str = line.wire["text"]
    first_line, _, below = text.partition("\n")
    if below and len(first_line) <= _LONGEST and not first_line.rstrip().endswith(_NO_ENDS):
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
    is_apart = bool(rest.strip()) and (is_bold(first) or first[_FONT] != _font_behind(runs, len(lead)))
    if not is_apart or (lead.rstrip()[-1:] not in _ENDS and rest.lstrip()[:1] not in _ENDS):
        return ""
    title = lead.strip().rstrip(_ENDS)
    return title if len(title) <= _LONGEST and "。" not in title else ""


def _same_look(run: Sequence[object], other: Sequence[object]) -> bool:
    return is_bold(run) == is_bold(other) and run[_FONT] == other[_FONT]


def _font_behind(runs: Sequence[Sequence[object]], skipped: int) -> object:
    seen = 0
    for run in runs:
        if seen >= skipped:
            return run[_FONT]
        seen += len(str(run[0]))
    return ""
