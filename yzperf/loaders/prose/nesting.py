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
    below: dict[int, int] = {}
    for index, at in enumerate(order):
        if _is_part(lines, at, _ABSTRACT):
            below |= dict.fromkeys(_of_abstract(lines, order[index + 1 :]), found[at].level)
        elif _is_part(lines, at, _ANNEX):
            below |= dict.fromkeys(_of_annex(lines, order[:index], order[index + 1 :]), found[at].level)
    return {
        at: replace(heading, level=min(heading.level + below.get(at, 0), _DEEPEST)) for at, heading in found.items()
    }


def _of_abstract(lines: Sequence[Line], following: Sequence[int]) -> Sequence[int]:
    """Headings up to where the outermost numbers begin a second time."""
    labels = [(at, label) for at in following if (label := lines[at].label)]
    if not labels:
        return ()
    outermost = min(label.rank for _, label in labels)
    firsts = [at for at, label in labels if label.rank == outermost and label.value == 1]
    return [at for at in following if at < firsts[1]] if len(firsts) > 1 else ()


def _is_part(lines: Sequence[Line], at: int, pattern: re.Pattern[str]) -> bool:
    return lines[at].label is None and bool(pattern.fullmatch(lines[at].compact))


def _of_annex(lines: Sequence[Line], before: Sequence[int], following: Sequence[int]) -> Sequence[int]:
    """Headings up to the next annex, or to where the count of the main text goes on."""
    inside: list[int] = []
    last = _last_of_main(lines, before)
    for at in following:
        label = lines[at].label
        is_main = bool(label and last and label.rank == last.rank and label.value == last.value + 1)
        if is_main or _is_part(lines, at, _ANNEX):
            break
        inside.append(at)
    return inside


def _last_of_main(lines: Sequence[Line], before: Sequence[int]) -> Label | None:
    labels = [label for at in before if (label := lines[at].label)]
    outermost = min((label.rank for label in labels), default=None)
    return next((label for label in reversed(labels) if label.rank == outermost), None)
