"""Results of formulas that were stored without one (没有结果的公式), as programs write them. Runs in the child process."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, localcontext
from fractions import Fraction
from pathlib import Path
from typing import Any

from yzperf.domain.formulas import evaluate
from yzperf.domain.workings import Position
from yzperf.loaders.guard import SafeArchive
from yzperf.loaders.number_formats import plain_text, show_by
from yzperf.loaders.xlsx_formulas import read_formulas
from yzperf.loaders.xlsx_parts import read_book

_DIGITS = 15  # significant digits of a spreadsheet
_NUMBER = "数值"
_DEEPEST = 50  # formulas of formulas
_EQUAL_TO = re.compile(
    r"[\d.,]+\s*(?:[%％]|[\u4e00-\u9fff/]+)?"
)  # =100%, =14所: a target that a program took for a formula


def read_computed(path: Path) -> dict[str, Any]:
    """Compute what plain arithmetic gives; formulas of any other kind stay without a result.

    Returns
    -------
    dict
        ``{"sheets": [[name, [[row, column, shown text]]]]}`` of the cells that have a formula and no stored value.

    Raises
    ------
    LoadError
        If the file is hostile, damaged or no workbook.
    """
    with SafeArchive(path) as archive:
        formats = read_book(archive, path).formats
    sheets = read_formulas(path)["sheets"]
    book = _Book({sheet["name"]: {(cell[0], cell[1]): cell for cell in sheet["cells"]} for sheet in sheets})
    return {"sheets": [[name, list(_computed(book, name, formats))] for name in book.sheets]}


def _computed(book: _Book, name: str, formats: tuple[str, ...]) -> Iterator[list[Any]]:
    """Row, column and shown text of what was not computed; =100% is the target that it says."""
    for (row, column), (_, _, _, stored, formula, style) in book.sheets[name].items():
        if stored or not formula:
            continue
        value = book.value(name, (row, column))
        if _EQUAL_TO.fullmatch(formula):
            yield [row, column, f"={formula}"]
        elif isinstance(value, Fraction):
            code = formats[style] if style < len(formats) else "General"
            yield [row, column, show_by(code)(plain_text(_decimal(value)))]


class _Book:
    """Cells of all sheets, and their values, each worked out once."""

    def __init__(self, sheets: Mapping[str, Mapping[Position, list[Any]]]) -> None:
        self.sheets = sheets
        self._values: dict[tuple[str, Position], Fraction | str | None] = {}
        self._depth = 0

    def value(self, sheet: str, at: Position) -> Fraction | str | None:
        """A number, a text, or None of a blank cell, and of a formula that is not computed here."""
        if (sheet, at) not in self._values:
            self._values[sheet, at] = "?"  # a formula that asks for itself finds a text
            self._values[sheet, at] = self._found(sheet, at)
        return self._values[sheet, at]

    def _found(self, sheet: str, at: Position) -> Fraction | str | None:
        cell = self.sheets.get(sheet, {}).get(at)
        if cell is None:
            return None
        _, _, sort, stored, formula, _ = cell
        if formula and not stored:
            return self._result(sheet, formula)
        try:
            return Fraction(stored) if sort == _NUMBER else str(stored)
        except ValueError:
            return str(stored)

    def _result(self, sheet: str, formula: str) -> Fraction | str:
        if self._depth >= _DEEPEST:
            return "?"
        self._depth += 1
        found = evaluate(formula, lambda other, at: self.value(other or sheet, at))
        self._depth -= 1
        return "?" if found is None else found


def _decimal(value: Fraction) -> Decimal:
    with localcontext(prec=_DIGITS):
        return Decimal(value.numerator) / Decimal(value.denominator)
