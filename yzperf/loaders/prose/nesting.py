"""Parts that count their headings anew (摘要、附件): what stands in them hangs below them, not beside the main text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from yzperf.loaders.prose.found import Heading
from yzperf.loaders.prose.labels import Label
from yzperf.loaders.prose.lines import Line

_ABSTRACT = re.compile(r"(?:报告|内容|评价)?摘要|前言|引言")
_ANNEX = re.compile(r"(?:报告)?附[件录表图].*")
_DEEPEST = 9


def nested(lines: Sequence[Line], found: Mapping[int, Heading]) -> dict[int, Heading]:
    """Push the headings of an abstract and of annexes below its own heading.

    An abstract has headings of its own only if the main text then begins anew with its first number. A heading behind an
    annex that goes on with the count of the main text belongs to the main text.
    """
    order = sorted(found)
    below = _in_abstract(lines, order, found) | _in_annexes(lines, order, found)
    return {
        at: replace(heading, level=min(heading.level + below.get(at, 0), _DEEPEST)) for at, heading in found.items()
    }


def _in_abstract(lines: Sequence[Line], order: Sequence[int], found: Mapping[int, Heading]) -> dict[int, int]:
    """Headings behind the first abstract, up to where the outermost numbers begin a second time, with its level."""
    abstract = next((index for index, at in enumerate(order) if _is_part(lines, at, _ABSTRACT)), None)
    following = [] if abstract is None else order[abstract + 1 :]
    labels = [(at, label) for at in following if (label := lines[at].label)]
    outermost = min((label.rank for _, label in labels), default=None)
    firsts = [at for at, label in labels if label.rank == outermost and label.value == 1]
    if abstract is None or len(firsts) < 2:
        return {}
    return dict.fromkeys((at for at in following if at < firsts[1]), found[order[abstract]].level)


def _in_annexes(lines: Sequence[Line], order: Sequence[int], found: Mapping[int, Heading]) -> dict[int, int]:
    """Headings behind an annex, up to the next one or to where the main text goes on, with the level of the annex."""
    below: dict[int, int] = {}
    main: Label | None = None  # the last heading of the outermost class in the main text
    annex = 0
    for at in order:
        label = lines[at].label
        goes_on = bool(label and main and label.rank == main.rank and label.value == main.value + 1)
        if _is_part(lines, at, _ANNEX):
            annex = found[at].level if main else 0  # 附件 above the first chapter: the report itself is one of a letter
        elif annex and not goes_on:
            below[at] = annex
        else:
            annex = 0
            main = label if label and (main is None or label.rank <= main.rank) else main
    return below


def _is_part(lines: Sequence[Line], at: int, pattern: re.Pattern[str]) -> bool:
    return lines[at].label is None and bool(pattern.fullmatch(lines[at].compact))
