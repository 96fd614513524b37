"""What stands around a place (上下文): lines of a document or cells of a table, the one in question marked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph, shown whole; ``is_place`` for the one that a finding is about."""

    text: str
    is_place: bool = False
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table with its name in the margin; ``hot`` are the numbers of the cells in question."""

    name: str
    cells: tuple[str, ...]
    hot: frozenset[int] = frozenset()
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Lines, then rows under the names of their columns, then a note where the place itself cannot be shown."""

    title: str = ""
    lines: tuple[Line, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    note: str = ""
