"""Where something stands, so that a person finds it (位置): headings above, paragraph of the section, table, row, column."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from yzperf.domain.document import Paragraph
from yzperf.errors import Place

_LONGEST_TITLE = 18
_LONGEST_STRETCH = 100


@dataclass
class Position:
    """Moves through the body: which headings stand above, how many paragraphs of the section have passed."""

    file: str
    section: str = ""  # the headings above, in words
    titles: list[tuple[int, str]] = field(default_factory=list)
    path: tuple[str, ...] = ()
    paragraphs: int = 0

    def enter(self, level: int, title: str) -> Place:
        """Begin a section, and return the place of its heading."""
        while self.titles and self.titles[-1][0] >= level:
            self.titles.pop()
        self.titles.append((level, title))
        self.path = tuple(title for _, title in self.titles)
        self.paragraphs = 0
        shown = " › ".join(_short(title) for title in self.path)
        self.section = f"“{shown}”一节"
        return Place(file=self.file, paragraph=f"标题“{shown}”")

    def paragraph(self) -> Place:
        """Where the next paragraph stands."""
        self.paragraphs += 1
        return Place(file=self.file, paragraph=f"{self.section}第{self.paragraphs}段")

    def beside(self, what: str) -> Place:
        """Where something stands that hangs on the last paragraph."""
        return Place(file=self.file, paragraph=f"{self.section}第{max(self.paragraphs, 1)}段旁{what}")

    def inside(self, table: str, cell: str = "") -> Place:
        """Where a table, a cell of it, or a figure of this section stands."""
        return Place(file=self.file, sheet=table, cell=cell, paragraph=f"在{self.section}" if self.section else "")


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1] + "…"


class Spots:
    """Places by position in the file; what stands in a blank paragraph is placed at the one before."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._places: dict[str, dict[int, Paragraph | Place]] = defaultdict(dict)
        self._sorted: dict[str, list[int]] = defaultdict(list)

    def add(self, part: str, ordinal: int, found: Paragraph | Place) -> None:
        """Remember where a paragraph, or the object that hangs on it, was put."""
        self._places[part].setdefault(ordinal, found)

    @property
    def nowhere(self) -> Place:
        """Somewhere in the file."""
        return Place(file=self._file)

    def between(self, part: str, first: int, last: int) -> Iterator[tuple[int, Paragraph]]:
        """Paragraphs with text from one position to another, with their position; of a long stretch the first ones."""
        keys = self._keys(part)
        begin, end = bisect_right(keys, first - 1), bisect_right(keys, last)
        for key in keys[begin : min(end, begin + _LONGEST_STRETCH)]:
            found = self._places[part][key]
            if isinstance(found, Paragraph):
                yield key, found

    def place(self, part: str, ordinal: int) -> Place:
        """Where a position is for a reader."""
        keys = self._keys(part)
        at = bisect_right(keys, ordinal) - 1
        if not keys:
            return self.nowhere
        found = self._places[part][keys[max(at, 0)]]
        return found.where if isinstance(found, Paragraph) else found

    def _keys(self, part: str) -> list[int]:
        if len(self._sorted[part]) != len(self._places[part]):
            self._sorted[part] = sorted(self._places[part])
        return self._sorted[part]
