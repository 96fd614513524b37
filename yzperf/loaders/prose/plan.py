"""What each line of the body is (判定): contents, heading, caption, title or text — decided for the whole before building."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from yzperf.domain.document import Kind
from yzperf.loaders.prose.captions import find_captions, find_titles
from yzperf.loaders.prose.contents import find_contents
from yzperf.loaders.prose.found import FoundCaption, Heading
from yzperf.loaders.prose.headings import find_headings
from yzperf.loaders.prose.lines import Line, body_look, is_larger

_LARGE = 17.0  # points: 小二 is 18
_LONGEST_TITLE = 60
_DOCUMENT = re.compile(r"(?:报告|报告书|方案|说明书?|总结|意见书?|规定|办法|通知|文档|材料)(?:\(.*\))?$")


@dataclass(frozen=True)
class Plan:
    """The decisions, by the index of the line."""

    contents: set[int]
    headings: dict[int, Heading]
    captions: dict[int, FoundCaption]
    table_titles: dict[int, int]  # index of the table → of the line that titles it
    titles: tuple[int, ...]

    @cached_property
    def _kinds(self) -> dict[int, Kind]:
        kinds = dict.fromkeys([*self.captions, *self.table_titles.values()], Kind.CAPTION)
        kinds |= dict.fromkeys(self.titles, Kind.TITLE)
        return kinds | dict.fromkeys(self.headings, Kind.HEADING) | dict.fromkeys(self.contents, Kind.CONTENTS)

    @cached_property
    def _names(self) -> dict[int, int]:
        named = {caption.target: at for at, caption in self.captions.items() if caption.target is not None}
        return self.table_titles | named

    def kind(self, at: int) -> Kind:
        """What a paragraph is there for."""
        return self._kinds.get(at, Kind.TEXT)

    def caption_line(self, target: int) -> int | None:
        """The line that names a table or figure."""
        return self._names.get(target)


def plan_of(lines: Sequence[Line]) -> Plan:
    """Decide for every line, each kind on what the kinds before it left over."""
    contents = find_contents(lines)
    captions = {at: caption for at, caption in find_captions(lines).items() if at not in contents}
    targets = {caption.target for caption in captions.values()}
    table_titles = {
        table: at for table, at in find_titles(lines, {*contents, *captions}).items() if table not in targets
    }
    headings = find_headings(lines, {*contents, *captions, *table_titles.values()})
    taken = {*contents, *captions, *headings}
    titles = _titles(lines, taken, min(headings, default=len(lines)))
    if not titles and (title := _title_heading(lines, headings)) is not None:
        titles, headings = (title,), _without_title(headings, title)
    again = _again(lines, titles)
    headings = {at: heading for at, heading in headings.items() if at not in again}
    return Plan(contents, headings, captions, table_titles, (*titles, *again))


def _title_heading(lines: Sequence[Line], headings: Mapping[int, Heading]) -> int | None:
    """The first heading, if it is the only one of the outermost level and names a document: a title in a heading style."""
    if len(headings) < 3:
        return None
    first, *others = sorted(headings)
    is_outermost = all(headings[at].level > headings[first].level for at in others)
    return first if is_outermost and not lines[first].label and _DOCUMENT.search(lines[first].compact) else None


def _without_title(headings: Mapping[int, Heading], title: int) -> dict[int, Heading]:
    """The other headings, the outermost of them at level 1."""
    others = {at: heading for at, heading in headings.items() if at != title}
    shift = min(heading.level for heading in others.values()) - 1
    return {at: replace(heading, level=heading.level - shift) for at, heading in others.items()}


def _again(lines: Sequence[Line], titles: Sequence[int]) -> tuple[int, ...]:
    """Lines further down that only repeat the title, as on the first page of the text."""
    title = "".join(lines[at].compact for at in titles)
    first = max(titles, default=len(lines))
    later = (at for at in range(first + 1, len(lines)) if lines[at].is_text)
    return tuple(at for at in later if lines[at].compact == title and not lines[at].outline)


def _titles(lines: Sequence[Line], taken: Collection[int], first_heading: int) -> tuple[int, ...]:
    """The title of the document: set as such by style, or the largest lines before the first heading."""
    free = [at for at in range(first_heading) if at not in taken and _may_be_title(lines[at])]
    styled = [at for at in free if lines[at].wire["is_title"]]
    if styled:
        return tuple(styled)
    body = body_look(lines)
    large = [at for at in free if lines[at].look[0] >= _LARGE and is_larger(lines[at], body)]
    largest = max((lines[at].look[0] for at in large), default=0.0)
    return tuple(at for at in large if lines[at].look[0] == largest)


def _may_be_title(line: Line) -> bool:
    return line.is_text and len(line.plain) <= _LONGEST_TITLE and not line.plain.endswith("。")
