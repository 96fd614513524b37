"""Matrices of correlations as reports print them (相关系数矩阵表): full, or only the half below or above the diagonal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from yzperf.domain.document import Document
from yzperf.errors import Place
from yzperf.forensics.correlations import rounding_slack
from yzperf.quality.sentences_and_rows import Row, read_rows
from yzperf.quality.statistics_words import statistics_words

_ENTRY = re.compile(r"(-?(?:\d*\.\d+|[01]))\*{0,3}")
_NUMBERED = re.compile(r"[(（]?(\d{1,2})[)）]?[.．、:]?(.*)")
_LEAST = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """One printed correlation; ``half`` is what rounding may have moved it by."""

    text: str
    value: float
    half: float
    where: Place


@dataclass(frozen=True, slots=True)
class CorrelationTable:
    """One matrix. ``cells`` by row and column of the matrix, the diagonal left out."""

    names: tuple[str, ...]
    cells: Mapping[tuple[int, int], Entry]
    where: Place
    is_pairwise: bool

    @property
    def is_complete(self) -> bool:
        """Whether each pair has its correlation, on one side at least."""
        many = len(self.names)
        return all(self._entry(row, column) for row in range(many) for column in range(row))

    @property
    def values(self) -> NDArray[np.float64]:
        """The matrix with ones on its diagonal, shape (k, k)."""
        return np.eye(len(self.names)) + self._filled("value")

    @property
    def slack(self) -> float:
        """How far rounding can have moved an eigenvalue."""
        return rounding_slack(self._filled("half"))

    def _filled(self, part: str) -> NDArray[np.float64]:
        many = len(self.names)
        filled = np.zeros((many, many))
        for row in range(many):
            for column in range(row):
                entry = self._entry(row, column)
                filled[row, column] = filled[column, row] = getattr(entry, part) if entry else 0.0
        return filled

    def _entry(self, row: int, column: int) -> Entry | None:
        return self.cells.get((row, column)) or self.cells.get((column, row))


def read_correlations(report: Document) -> Iterator[CorrelationTable]:
    """Yield the tables whose rows and columns are the same variables, with ones or blanks where they meet."""
    for rows in read_rows(report):
        if (found := _matrix(rows)) is not None:
            yield found


def _matrix(rows: Sequence[Row]) -> CorrelationTable | None:
    heads = {column: texts[-1] for column, texts in rows[0].heads.items() if texts}
    places = [(row, column) for row in rows if (column := _own_column(row, heads)) is not None]
    columns = [column for _, column in places]
    if len(places) < _LEAST or len(set(columns)) < len(columns):
        return None
    if not all(_is_one(row.text(column)) for row, column in places):
        return None
    cells = {
        (at, beside): entry
        for at, (row, own) in enumerate(places)
        for beside, column in enumerate(columns)
        if column != own and (entry := _read(row, column))
    }
    told = rows[0].around + " ".join(heads.values())
    if not cells or not statistics_words().tests["correlations"].search(told + rows[0].label):
        return None
    is_pairwise = bool(statistics_words().tests["pairwise"].search(told))
    first = min(cells)
    return CorrelationTable(tuple(row.label for row, _ in places), cells, cells[first].where, is_pairwise)


def _own_column(row: Row, heads: Mapping[int, str]) -> int | None:
    """The column of the same variable: by its name, or by the number in front of it (1.收入 | 1 | 2 | 3)."""
    label = row.label
    numbered = _NUMBERED.fullmatch(label)
    for column, head in heads.items():
        if head == label or (numbered and head.strip("()") == numbered[1]):
            return column
    return None


def _is_one(text: str) -> bool:
    return not text or bool(re.fullmatch(r"1(?:\.0+)?|[-—–]+", text))


def _read(row: Row, column: int) -> Entry | None:
    match = _ENTRY.fullmatch(row.text(column))
    if match is None:
        return None
    decimals = len(match[1].partition(".")[2])
    return Entry(row.text(column), float(match[1]), 0.5 / 10**decimals, row.cells[column].where)
