"""Fill in an empty form as a person does: open the workbook, type into the cells that wait for it, save."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl

from yzperf.domain.filled_form import FilledForm
from yzperf.domain.form_fields import FieldKind, FormField, FormFields
from yzperf.reports.form_layout import Look, input_boxes, lay_out
from yzperf.reports.form_sheet import form_workbook

Typed = str | int | float | date | None


def fill(form: FormFields, path: Path, typed: Callable[[FormField, int], Typed]) -> dict[str, tuple[str, Typed]]:
    """Type ``typed(field, number)`` into every blank cell; returns key and value by cell."""
    book = openpyxl.load_workbook(io.BytesIO(form_workbook(form)))
    sheet, done = book.worksheets[0], {}
    boxes = [(box, field) for box, field in input_boxes(lay_out(form)) if box.look is Look.INPUT]
    for number, (box, field) in enumerate(boxes, 1):
        value = typed(field, number)
        if value is None:
            continue
        cell = sheet.cell(box.row, box.column)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"  # what begins with = was typed as a text
        done[cell.coordinate] = (field.key, value)
    book.save(path)
    return done


def plain_value(field: FormField, number: int) -> Typed:
    """Something fitting, different in every cell."""
    if field.options:
        return field.options[number % len(field.options)]
    by_kind: dict[FieldKind, Typed] = {
        FieldKind.MONEY: 100 + number + 0.25,
        FieldKind.NUMBER: number,
        FieldKind.DATE: date(2024, 1 + number % 12, 1 + number % 28),
    }
    return by_kind.get(field.kind, f"{field.heading}内容{number}")


def read_back(form: FilledForm) -> dict[str, tuple[str, object]]:
    """Key and value by cell, of all parts."""
    rows = [row for rows in form.parts.values() for row in rows]
    return {value.where.cell: (key, value.value) for row in rows for key, value in row.values.items()}
