"""The filled cells of one sheet, column-wise (单元格), and what a stored value shows. Runs in the child process."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from yzperf.loaders.number_formats import ERROR_TEXT, Show, is_date
from yzperf.loaders.texts import TextTable, unescape

MAX_ROW, MAX_COLUMN = 1_048_576, 16_384  # of the format itself
NOTES = ("", "error", "stale")
ERROR, STALE = 1, 2
SORTS = ("text", "number", "bool", "date")
TEXT, FIGURE, TRUTH, MOMENT = range(4)
NUMBER, SHARED, BOOLEAN, FAILED, FORMULA_TEXT, INLINE, DAY = "n", "s", "b", "e", "str", "inlineStr", "d"
_SORTS = {BOOLEAN: TRUTH, DAY: MOMENT}
ShowBy = Callable[..., Show]


@dataclass(slots=True)
class SheetCells:
    """Cells in the order of the file. The five arrays have one entry a cell; ``sorts`` counts into ``SORTS``."""

    rows: array[int] = field(default_factory=lambda: array("i"))
    columns: array[int] = field(default_factory=lambda: array("i"))
    codes: array[int] = field(default_factory=lambda: array("i"))
    notes: array[int] = field(default_factory=lambda: array("b"))
    sorts: array[int] = field(default_factory=lambda: array("b"))
    merged: list[str] = field(default_factory=list)

    def add(self, row: int, column: int, code: int, note: int, sort: int) -> None:
        """Add one cell."""
        self.rows.append(row)
        self.columns.append(column)
        self.codes.append(code)
        self.notes.append(note)
        self.sorts.append(sort)

    def covered(self, last_row: int, last_column: int) -> array[int]:
        """Merged areas as top, left, bottom, right, one after the other, cut off where the filled cells end.

        Raises
        ------
        ValueError
            If an area is written as none is.
        """
        areas = array("i")
        for area in self.merged:
            rows, columns = zip(*(place(corner) for corner in area.split(":")), strict=True)
            if min(rows) <= last_row and min(columns) <= last_column:
                corners = (min(rows), min(columns), min(max(rows), last_row), min(max(columns), last_column))
                areas.extend(corners)
        return areas


class Values:
    """Turns stored values into numbers of the text table; the same value under the same format is worked out once.

    Parameters
    ----------
    texts
        Table of the whole workbook.
    strings
        Shared strings of the workbook.
    formats
        Number format of every cell style.
    show
        ``number_formats.show_by`` for people, ``store_by`` for programs.
    """

    def __init__(
        self, texts: TextTable, strings: list[str], formats: tuple[str, ...], show: ShowBy, *, since_1904: bool
    ) -> None:
        self.texts, self.formats = texts, formats or ("General",)
        self.moments = [is_date(code) for code in self.formats]
        self._show_by = show
        self.shared = texts.extend(strings)
        self.blank = texts.add("")
        self.blanks = {self.blank, *(code for code, text in zip(self.shared, strings, strict=True) if not text)}
        self.no_date = texts.append(ERROR_TEXT)
        self._since_1904 = since_1904
        self._tables: dict[tuple[str, int], ShownTexts] = {}

    def sort(self, kind: str, style: int) -> int:
        """What a cell of this kind and style holds, of ``SORTS``."""
        if kind == NUMBER:
            return MOMENT if style < len(self.moments) and self.moments[style] else FIGURE
        return _SORTS.get(kind, TEXT)

    def shown(self, kind: str, style: int) -> ShownTexts:
        """Stored bytes → number of the shown text, for one kind of cell under one style."""
        if (kind, style) not in self._tables:
            keep = self.texts.append if kind == NUMBER else self.texts.add
            self._tables[kind, style] = ShownTexts(self._show(kind, style), keep, self.no_date)
        return self._tables[kind, style]

    def code(self, kind: str, style: int, raw: bytes) -> tuple[int, int]:
        """Number of the shown text of one cell, and the note.

        Raises
        ------
        ValueError, IndexError
            If the value is not what its kind says.
        """
        if kind == SHARED:
            return self.shared[int(raw)], 0
        code = self.shown(kind, style)[raw]
        return code, ERROR if kind == FAILED or code == self.no_date else 0

    def _show(self, kind: str, style: int) -> Show:
        if kind == NUMBER:
            code = self.formats[style] if style < len(self.formats) else "General"
            return self._show_by(code, since_1904=self._since_1904)
        return _TEXTS[kind]


class ShownTexts(dict[bytes, int]):
    """Numbers of shown texts by stored bytes; what is missing is worked out.

    Raises
    ------
    ValueError
    """

    def __init__(self, show: Show, keep: Callable[[str], int], no_date: int) -> None:
        super().__init__()
        self._show, self._keep, self._no_date = show, keep, no_date

    def __missing__(self, raw: bytes) -> int:
        try:
            code = self._keep(self._show(unescape(raw)))
        except OverflowError:
            code = self._no_date
        self[raw] = code
        return code


def _boolean(raw: str) -> str:
    return "是" if raw.strip() in ("1", "true") else "否"


def _day(raw: str) -> str:
    """A date that is stored as one, as some programs do."""
    moment = datetime.fromisoformat(raw.strip().removesuffix("Z"))
    return (
        moment.date().isoformat()
        if moment == datetime.combine(moment.date(), datetime.min.time())
        else moment.isoformat(" ")
    )


_TEXTS: dict[str, Show] = {BOOLEAN: _boolean, DAY: _day, FAILED: str, FORMULA_TEXT: str, INLINE: str}


def place(reference: str) -> tuple[int, int]:
    """Row and column of a reference: B12 → (12, 2).

    Raises
    ------
    ValueError
    """
    letters = reference.rstrip("0123456789")
    row = int(reference[len(letters) :])
    if not 1 <= row <= MAX_ROW:
        raise ValueError(reference)
    return row, _column(letters)


@cache
def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        if not "A" <= letter <= "Z":
            raise ValueError(letters)
        number = number * 26 + ord(letter) - 64
    if not 1 <= number <= MAX_COLUMN:
        raise ValueError(letters)
    return number
