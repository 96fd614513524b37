"""The sheet of data items (数据项): name, meaning, number, unit and source of what the formulas of indicators need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from yzperf.domain.data_item import DataValue
from yzperf.domain.form import plain_heading
from yzperf.domain.quantity import Kind, read_quantity
from yzperf.loaders.cells import Problems
from yzperf.loaders.grid import Grid

_FIELDS = {"数据项": "name", "含义": "meaning", "数值": "value", "单位": "unit", "来源": "source"}


def read_data_values(grids: Iterable[Grid], problems: Problems) -> tuple[DataValue, ...]:
    """Read the data items of all sheets that list some; an item without a number is left out.

    A sheet lists data items if one row has the headings 数据项 and 数值. Unreadable numbers, and an item given twice with
    different numbers, are noted in ``problems``.
    """
    found = [item for grid in grids for item in _items(grid, problems)]
    for one, other in _doubled(found):
        remedy = f"{one.where.cell} 已填 {one.value}，请只留一处"
        problems.add(other.where, str(other.value), f"与 {one.where.cell} 相同的“{one.name}”", remedy)
    return tuple(found)


def _items(grid: Grid, problems: Problems) -> Iterator[DataValue]:
    heads = ((row, columns) for row in grid.rows if {"name", "value"} <= (columns := _columns(grid, row)).keys())
    heading, columns = next(heads, (0, {}))
    for row in grid.rows if columns else ():
        if row > heading and grid.text(row, columns["name"]) and (item := _item(grid, row, columns, problems)):
            yield item


def _columns(grid: Grid, row: int) -> dict[str, int]:
    headings = ((column, plain_heading(grid.own_text(row, column))) for column in grid.columns)
    return {_FIELDS[heading]: column for column, heading in headings if heading in _FIELDS}


def _item(grid: Grid, row: int, columns: dict[str, int], problems: Problems) -> DataValue | None:
    text = {field: grid.text(row, column) for field, column in columns.items()}
    place = grid.place(row, columns["value"])
    value = read_quantity(text["value"], text.get("unit", ""))
    if flaw := grid.flaw(row, columns["value"]):
        problems.found.append(flaw)
        return None
    if value.kind is Kind.BLANK:
        return None
    if value.kind is not Kind.NUMBER or value.relation:
        problems.add(place, text["value"], f"数据项“{text['name']}”的数值（数字）", "请改为数字，单位填在“单位”列")
        return None
    return DataValue(text["name"], text.get("meaning", ""), value, text.get("source", ""), place)


def _doubled(items: list[DataValue]) -> Iterator[tuple[DataValue, DataValue]]:
    first: dict[tuple[str, str], DataValue] = {}
    for item in items:
        one = first.setdefault((item.name, item.meaning), item)
        if (one.value.number, one.value.unit) != (item.value.number, item.value.unit):
            yield one, item
