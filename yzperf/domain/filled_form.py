"""A filled form (填好的表) as it was handed over: head and parts, every value with its cell. Nothing in it is judged."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pandas as pd

from yzperf.domain.form_fields import FieldKind, FormField, FormFields, FormPart
from yzperf.domain.htmltable import html_table
from yzperf.domain.units import conversion
from yzperf.errors import Place, Problem

Value = str | Decimal | date | None


@dataclass(frozen=True, slots=True)
class FieldValue:
    """What stands in one field: the glyphs, what they mean, and the cell.

    ``value`` is None for a dash and for what could not be read. ``unit`` is the unit of a number: of the cell itself,
    else of its heading, else of the form.
    """

    text: str
    value: Value
    where: Place
    unit: str = ""


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row of a table part, or all pairs of a part; blank fields are absent. Keys are those of the field list."""

    values: Mapping[str, FieldValue]
    where: Place
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class FilledForm:
    """One filled form.

    ``unit`` is the money unit of the sheet. ``notes`` tell what was passed over or assumed, ``problems`` what must be
    put right.
    """

    form: FormFields
    file: str
    sheet: str
    unit: str
    parts: Mapping[str, tuple[FormRow, ...]]
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def head(self) -> dict[str, str]:
        """Texts of all fields beside labels, by heading, in the order of the form."""
        found = {field.heading: self.value(field.key) for field in self.form.pairs()}
        return {heading: value.text for heading, value in found.items() if value is not None}

    def value(self, name: str) -> FieldValue | None:
        """Return the value of a field beside a label, by its key or heading; None where it is blank."""
        for field in self.form.pairs():
            rows = self.parts.get(field.part, ())
            if rows and field.key in rows[0].values and name in (field.key, field.heading):
                return rows[0].values[field.key]
        return None

    def rows(self, part: str) -> tuple[FormRow, ...]:
        """Rows of a part without its total rows (合计)."""
        return tuple(row for row in self.parts.get(part, ()) if not row.is_total)

    def table(self, part: str) -> pd.DataFrame:
        """Return a part with Chinese columns: exact numbers as ``Decimal``, money in the unit of the sheet.

        Total rows are left out. A part of pairs gives one line for each field: 栏目, 内容, 单元格.

        Raises
        ------
        KeyError
            If the form has no such part.
        """
        if part not in self.form.parts:
            raise KeyError(f"“{self.form.name}”没有“{part}”部分；有：{'、'.join(self.form.parts)}")
        if not self.form.part(part).is_table:
            return self._pairs_table(part)
        rows = self.rows(part)
        columns = {self._heading(field, rows): field for field in self.form.of_part(part)}
        return pd.DataFrame(
            [[self._cell(row, field) for field in columns.values()] for row in rows],
            columns=list(columns),
            dtype=object,
        )

    def _pairs_table(self, part: str) -> pd.DataFrame:
        found = [(field.heading, self.value(field.key)) for field in self.form.of_part(part)]
        lines = [(name, value.text, value.where.cell) for name, value in found if value is not None]
        return pd.DataFrame(lines, columns=["栏目", "内容", "单元格"])

    def _cell(self, row: FormRow, field: FormField) -> Value:
        found = row.values.get(field.key)
        if found is None:
            return None
        if field.kind is FieldKind.MONEY and isinstance(found.value, Decimal):
            return in_unit(found.value, found.unit, self.unit)
        return found.value

    def _heading(self, field: FormField, rows: tuple[FormRow, ...]) -> str:
        """Two columns may share a word (分值 of two parts never do); the unit is told where all numbers share it."""
        if field.kind is FieldKind.MONEY:
            return f"{field.heading}（{self.unit}）" if self.unit else field.heading
        units = {row.values[field.key].unit for row in rows if field.key in row.values}
        return f"{field.heading}（{units.pop()}）" if len(units) == 1 and "" not in units else field.heading

    def _repr_html_(self) -> str:
        place = html.escape(f"{self.form.name}：{self.file}{f'（{self.sheet}）' if self.sheet else ''}")
        parts = "".join(self._part_html(self.form.part(name)) for name in self.form.parts if self.parts.get(name))
        said = [*(str(problem) for problem in self.problems), *self.notes]
        lines = "".join(f"<li>{html.escape(line)}</li>" for line in said)
        return f"<h4>{place}</h4>{parts}{f'<ul>{lines}</ul>' if lines else ''}"

    def _part_html(self, part: FormPart) -> str:
        return f"<p><b>{html.escape(part.label)}</b></p>{html_table(self.table(part.name))}"


def in_unit(value: Decimal, unit: str, to: str) -> Decimal:
    """Return an amount of money in another unit; as it is where one of the units is not known."""
    factor = conversion(unit, to) if unit and to else None
    return value if factor is None else value * factor.numerator / factor.denominator
