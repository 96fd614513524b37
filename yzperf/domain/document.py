"""A Word document as text with places (文档): paragraphs in order, headings with their level, tables."""

from __future__ import annotations

from dataclasses import dataclass

from yzperf.errors import Place


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph. ``level`` is 1–4 for a heading, by style or by its number (一、 （一） 1. （1）), else None."""

    text: str
    level: int | None
    where: Place


@dataclass(frozen=True, slots=True)
class Table:
    """One table as rows of cell texts; merged cells repeat nothing."""

    rows: tuple[tuple[str, ...], ...]
    where: Place


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader of the document sees, tracked insertions and text boxes included."""

    file: str
    paragraphs: tuple[Paragraph, ...]
    tables: tuple[Table, ...]

    @property
    def headings(self) -> tuple[Paragraph, ...]:
        """All headings in order."""
        return tuple(paragraph for paragraph in self.paragraphs if paragraph.level)
