"""A table out of a workbook or delimited file (数据表): numbers as numbers, texts as texts, what was saved comes back."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from yzperf.domain.quantity import normalise
from yzperf.domain.reading.numerals import read_digits
from yzperf.errors import LoadError, Place, Problem
from yzperf.loaders.child import parse
from yzperf.loaders.delimited import read_table
from yzperf.loaders.grid import column_letters
from yzperf.loaders.guard import require_kind, require_safe_archive
from yzperf.loaders.text_table import TEXT_FILES

_Cell = list[Any]  # kind, value


def load_table(path: Path, *, exact: Sequence[str] = ()) -> pd.DataFrame:
    """Read a table with one heading row.

    Parameters
    ----------
    exact
        Columns read as ``Decimal``.

    Returns
    -------
    DataFrame
        Columns of numbers as int64 or float, dates as ISO text, everything else as text with None for a blank. In a
        workbook the type of each cell counts: a text of digits stays a text.

    Raises
    ------
    LoadError
        All defects of the file at once.
    """
    if path.suffix.lower() in TEXT_FILES:
        return read_table(path, exact=exact)
    require_kind(path, ".xlsx")
    require_safe_archive(path)
    found = parse("typed", path)
    return _Book(path.name, found["sheet"], found["rows"]).frame(exact)


class _Book:
    """The first visible sheet of a workbook."""

    def __init__(self, file: str, sheet: str, rows: list[list[_Cell]]) -> None:
        self._file, self._sheet = file, sheet
        self._rows = [(number, row) for number, row in enumerate(rows, 1) if any(kind != "blank" for kind, _ in row)]
        self._problems: list[Problem | str] = []

    def frame(self, exact: Sequence[str]) -> pd.DataFrame:
        if len(self._rows) < 2:
            place = Place(self._file, self._sheet)
            raise LoadError(Problem(place, "没有数据行", "一行表头和至少一行数据", "请重新导出"))
        names = ["" if value is None else str(value) for _, value in self._rows[0][1]]
        while names and not names[-1]:
            names.pop()
        self._check_names(names)
        columns = {name: self._column(place, name in exact) for place, name in enumerate(names)}
        if self._problems:
            raise LoadError(self._problems)
        return pd.DataFrame(columns)

    def _check_names(self, names: list[str]) -> None:
        for name in sorted({name for name in names if names.count(name) > 1 or not name}):
            place = Place(self._file, self._sheet, f"{column_letters(names.index(name) + 1)}{self._rows[0][0]}")
            self._problems.append(Problem(place, name or "空白", "每列名称唯一", "请改名或删去重复列"))

    def _column(self, place: int, exact: bool) -> pd.Series:
        cells = [(number, *row[place]) for number, row in self._rows[1:]]
        for number, kind, value in cells:
            if kind == "error":
                self._complain(place, number, value, "可用的数值", "请在 Excel/WPS 中改正公式后保存")
        if exact:
            return pd.Series([self._exact(place, cell) for cell in cells], dtype=object)
        return _typed([(kind, value) for _, kind, value in cells])

    def _exact(self, place: int, cell: tuple[int, str, Any]) -> Decimal | None:
        number, kind, value = cell
        if kind == "number":
            return Decimal(repr(value))
        found = read_digits(normalise(value).removesuffix("%")) if kind == "text" else None
        if found is None and kind not in ("blank", "error"):
            self._complain(place, number, str(value), "数字", "请改为数字；没有数值请留空")
        return found

    def _complain(self, place: int, number: int, read: str, expected: str, remedy: str) -> None:
        where = Place(self._file, self._sheet, f"{column_letters(place + 1)}{number}")
        self._problems.append(Problem(where, read, expected, remedy))


def _typed(cells: list[tuple[str, Any]]) -> pd.Series:
    kinds = {kind for kind, _ in cells} - {"blank"}
    values = [value for _, value in cells]
    if kinds != {"number"}:
        return pd.Series(values, dtype=object)
    whole = all(isinstance(value, int) and abs(value) < 2**63 for value in values)
    return pd.Series([float("nan") if value is None else value for value in values], dtype="int64" if whole else float)
