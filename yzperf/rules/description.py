"""A rule as people read it (规则说明): a title, facts, and tables; the same for terminal and notebook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from yzperf.domain.htmltable import html_facts, html_groups

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One table. ``groups`` are rows under a common heading, such as a first-level block; a heading may be empty."""

    title: str
    headings: Row
    groups: tuple[tuple[str, tuple[Row, ...]], ...]

    def only(self, headings: Row) -> Section:
        """The same table with some of its columns, in its own order."""
        kept = [number for number, heading in enumerate(self.headings) if heading in headings]
        groups = tuple((name, tuple(tuple(row[i] for i in kept) for row in rows)) for name, rows in self.groups)
        return Section(self.title, tuple(self.headings[i] for i in kept), groups)

    def filled(self, but: Row = ()) -> Section:
        """The same table without columns that say nothing, and without those named."""
        columns = zip(self.headings, zip(*self.rows, strict=True), strict=False)
        return self.only(tuple(heading for heading, cells in columns if any(cells) and heading not in but))

    @property
    def rows(self) -> Iterator[Row]:
        """All rows, whatever their heading."""
        return (row for _, rows in self.groups for row in rows)


@dataclass(frozen=True, slots=True)
class Description:
    """A rule to read. In a notebook it shows itself."""

    title: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]

    def html(self) -> str:
        """The whole as HTML; all text is escaped."""
        facts = html_facts([(name, text) for name, text in self.facts if text])
        tables = (f"<h5>{escape(part.title)}</h5>{html_groups(part.headings, part.groups)}" for part in self.sections)
        return f"<h4>{escape(self.title)}</h4>{facts}{''.join(tables)}"

    def bundle(self) -> dict[str, str]:
        """What a notebook shows."""
        return {"text/plain": self.title, "text/html": self.html()}

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return self.bundle()
