"""Back into the shape of the database (回写): forms and tables as records of the mapped tables, inserted all or none."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import pandas as pd

from yzperf.domain.quantity import Quantity
from yzperf.domain.scoresheet import IndicatorRow, MoneyRow, ScoreSheet
from yzperf.errors import LoadError, Place, Problem
from yzperf.loaders.databases.mapping import SHEET_FIELDS, DatabaseMapping, SheetMapping, Source
from yzperf.loaders.databases.source import connect, safe_name, told

Record = dict[str, Any]
_ID_LENGTH = 26


def records_of(
    sheets: Iterable[ScoreSheet], tables: Mapping[str, pd.DataFrame], mapping: DatabaseMapping
) -> dict[str, pd.DataFrame]:
    """Records of each mapped table, table name → frame with the columns of the database.

    Columns that no field fills are left out, except the keys: where a form brings none, one is made from what it is of,
    the same each time, with the number of the row at its end. Money rows are left out where `lacking_links`.
    """
    found: dict[str, list[Record]] = {}
    if mapping.forms:
        for sheet in sheets:
            for table, record in _records_of_sheet(sheet, mapping.forms):
                found.setdefault(table, []).append(record)
    for name, source in mapping.tables.items():
        if name in tables:
            found[source.table] = [_table_record(source, row) for row in tables[name].to_dict("records")]
    return {table: pd.DataFrame(records, dtype=object) for table, records in found.items()}


def lacking_links(sheet: ScoreSheet, forms: SheetMapping) -> tuple[str, ...]:
    """Fields of the head without which the money rows could not be told from those of another project."""
    if forms.money is None or not sheet.money:
        return ()
    fields = {column: field for field, column in forms.sheet.columns.items()}
    needed = [fields.get(theirs, theirs) for theirs in (forms.money.link or {}).values()]
    return tuple(field for field in needed if not sheet.head.get(field))


def insert_records(records: Mapping[str, pd.DataFrame], url: str) -> dict[str, int]:
    """Insert the records in one transaction; give the number of rows of each table.

    Raises
    ------
    LoadError
        If a table or column is missing (all at once), or the server refuses a row; then nothing is written.
    """
    import sqlalchemy as sa

    with told(url), connect(url) as connection:
        inspector = sa.inspect(connection)
        tables = {name: _target(inspector, name, frame, url) for name, frame in records.items()}
        if problems := [problem for _, found in tables.values() for problem in found]:
            raise LoadError(problems)
        for name, frame in records.items():
            if frame.empty:
                continue
            connection.execute(sa.insert(tables[name][0]), [_fitting(row, tables[name][0]) for row in _rows(frame)])
    return {name: len(frame) for name, frame in records.items()}


def _records_of_sheet(sheet: ScoreSheet, forms: SheetMapping) -> Iterator[tuple[str, Record]]:
    head = _head_record(sheet, forms)
    yield forms.sheet.table, head
    for number, row in enumerate(sheet.rows, 1):
        yield forms.rows.table, _child(forms.rows, head, _row_fields(row, forms.rows), number)
    if forms.money and not lacking_links(sheet, forms):
        parts = [row for row in sheet.money if not row.is_total]
        for number, money in enumerate(sheet.money if forms.money_total or not parts else parts, 1):
            yield forms.money.table, _child(forms.money, head, _money_fields(money), number)


def _head_record(sheet: ScoreSheet, forms: SheetMapping) -> Record:
    columns = forms.sheet.columns
    record: Record = {column: sheet.head.get(field) for field, column in columns.items() if field not in SHEET_FIELDS}
    if "total" in columns:
        record[columns["total"]] = None if sheet.reported_total is None else sheet.reported_total.value
    if "grade" in columns:
        record[columns["grade"]] = sheet.reported_grade or None
    for key in forms.sheet.order[-1:]:
        known = "|".join(str(value) for value in record.values() if value is not None)
        record[key] = record.get(key) or _made_key(forms.sheet.table, f"{sheet.file}|{sheet.sheet}|{known}", 0)
    return {**record, **forms.sheet.where}


def _child(source: Source, head: Record, fields: Mapping[str, Any], number: int) -> Record:
    linked = {own: head.get(theirs) for own, theirs in (source.link or {}).items()}
    record = {column: fields.get(field) for field, column in source.columns.items()} | linked
    for key in source.order[-1:]:
        record[key] = record.get(key) or _made_key(source.table, "|".join(map(str, linked.values())), number)
    return {**record, **source.where}


def _row_fields(row: IndicatorRow, source: Source) -> dict[str, Any]:
    apart = {field for field in ("unit", "relation") if field in source.columns}
    return {
        "l1": row.l1,
        "l2": row.l2,
        "indicator": row.indicator,
        "target": _whole_text(row.target, apart),
        "actual": _whole_text(row.actual, apart),
        "unit": row.target.unit or None,
        "relation": None if row.target.relation is None else str(row.target.relation),
        "weight": row.weight.value,
        "reported": row.reported.value,
        "reason": row.reason or None,
        "standard": row.standard or None,
    }


def _whole_text(quantity: Quantity, apart: set[str]) -> str:
    """What the cell says, with the unit and the relation that stood beside it, unless they have columns of their own."""
    text = quantity.text
    if quantity.unit and "unit" not in apart and quantity.unit not in text and quantity.number is not None:
        text += quantity.unit
    relation = "" if quantity.relation is None else str(quantity.relation)
    bare = (
        quantity.relation is not None
        and text[:1].isdigit()
        and text.strip("0123456789.,%").strip() in ("", quantity.unit)
    )
    return relation + text if bare and "relation" not in apart else text


def _money_fields(row: MoneyRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "initial": row.initial.value,
        "adjusted": row.adjusted.value,
        "executed": row.executed.value,
        "rate": row.rate.value,
        "weight": row.weight.value,
        "reported": row.score.value,
    }


def _table_record(source: Source, row: Mapping[Any, Any]) -> Record:
    return {**{column: row.get(field) for field, column in source.columns.items()}, **source.where}


def _made_key(table: str, known: str, number: int) -> str:
    """32 signs, sorted as the rows are."""
    return hashlib.sha256(f"{table}\n{known}".encode()).hexdigest()[:_ID_LENGTH] + f"{number:06d}"


def _target(inspector: Any, name: str, frame: pd.DataFrame, url: str) -> tuple[Any, list[Problem]]:
    """The table as it is called there, with columns named as in the frame."""
    import sqlalchemy as sa

    schema, _, bare = name.rpartition(".")
    actual = next((one for one in inspector.get_table_names(schema or None) if one.casefold() == bare.casefold()), None)
    place = Place(safe_name(url), name)
    if actual is None:
        return None, [Problem(place, "没有这张表", "映射文件写的表", "请先建表，或改映射文件")]
    there = {column["name"].casefold(): column for column in inspector.get_columns(actual, schema or None)}
    absent = [str(column) for column in frame.columns if str(column).casefold() not in there]
    problem = Problem(place, f"没有列 {'、'.join(absent)}", "映射文件写的列", "请改映射文件")
    columns = [
        sa.Column(there[column.casefold()]["name"], there[column.casefold()]["type"], key=column)
        for column in map(str, frame.columns)
        if column not in absent
    ]
    return sa.Table(actual, sa.MetaData(), *columns, schema=schema or None), [problem] if absent else []


def _rows(frame: pd.DataFrame) -> list[Record]:
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def _fitting(row: Record, table: Any) -> Record:
    """Texts of forms as the numbers that a column wants."""
    return {column: _fit(value, table.c[column].type) for column, value in row.items()}


def _fit(value: Any, kind: Any) -> Any:
    import sqlalchemy as sa

    if value is None or (isinstance(value, float) and pd.isna(value)):
        return None
    if isinstance(kind, sa.Integer):
        return int(value)
    if isinstance(kind, sa.Numeric):
        return Decimal(str(value)) if kind.asdecimal else float(value)
    if isinstance(kind, sa.Date | sa.DateTime):
        return pd.Timestamp(value).to_pydatetime()
    return str(value) if isinstance(kind, sa.String) else value
