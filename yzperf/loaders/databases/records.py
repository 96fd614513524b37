"""Rows out of a database (读数): only SELECT, only the mapped columns, chunk after chunk, decimals exact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

import pandas as pd

from yzperf.errors import LoadError, Place, Problem
from yzperf.loaders.databases.mapping import DatabaseMapping, Source, sources_of
from yzperf.loaders.databases.source import Database

CHUNK = 10_000
Record = dict[str, Any]


class Tables:
    """The tables of an open database, by the names a mapping gives; capitals do not matter.

    Raises
    ------
    LoadError
        All missing tables and columns at once.
    """

    def __init__(self, database: Database, mapping: DatabaseMapping) -> None:
        import sqlalchemy as sa

        self._database = database
        self._inspector = sa.inspect(database.connection)
        self._problems: list[Problem | str] = []
        extra = _linked_columns(mapping)
        self._found = {source.table: self._find(source, extra.get(source.table, ())) for source in sources_of(mapping)}
        if self._problems:
            raise LoadError(self._problems)

    def read(self, source: Source, keys: Sequence[Mapping[str, Any]] | None = None) -> Iterator[Record]:
        """Rows of a table in its order, as column of the mapping → value. ``keys`` limits them to linked rows."""
        import sqlalchemy as sa

        table, names = self._found[source.table]
        wanted = list(names)
        query = sa.select(*(table.c[names[column]].label(f"c{number}") for number, column in enumerate(wanted)))
        query = query.where(*(table.c[names[column]] == value for column, value in source.where.items()))
        if keys is not None:
            either = [sa.and_(*(table.c[names[column]] == value for column, value in key.items())) for key in keys]
            query = query.where(sa.or_(*either))
        query = query.order_by(*(table.c[names[column]] for column in source.order))
        options = {"yield_per": CHUNK} if self._database.streams else {}
        result = self._database.connection.execute(query, execution_options=options)
        for row in result:
            yield {column: _exact(value) for column, value in zip(wanted, row, strict=True)}

    def _find(self, source: Source, extra: Sequence[str]) -> tuple[Any, dict[str, str]]:
        """The table as it is called there, and column of the mapping → column there."""
        import sqlalchemy as sa

        schema, _, name = source.table.rpartition(".")
        actual = self._actual_name(name, schema or None)
        if actual is None:
            place = Place(self._database.name, source.table)
            self._problems.append(
                Problem(place, "没有这张表或视图（或没有读权限）", "映射文件写的表", "请核对表名和权限")
            )
            return None, {}
        columns = {column["name"]: column["type"] for column in self._inspector.get_columns(actual, schema or None)}
        folded = {column.casefold(): column for column in columns}
        wanted = dict.fromkeys([*source.needed, *extra])
        absent = [column for column in wanted if column.casefold() not in folded]
        if absent:
            place, has = Place(self._database.name, source.table), "、".join(columns)
            read = f"没有列 {'、'.join(absent)}"
            self._problems.append(Problem(place, read, "映射文件写的列", f"表里有：{has}。请改映射文件"))
        names = {column: folded[column.casefold()] for column in wanted if column not in absent}
        # SQLite has no types to trust: what a cell really holds is taken as it is.
        kinds = {} if self._database.connection.dialect.name == "sqlite" else columns
        typed = [sa.column(column, kinds.get(column)) for column in names.values()]
        return sa.table(actual, *dict.fromkeys(typed), schema=schema or None), names

    def _actual_name(self, name: str, schema: str | None) -> str | None:
        known = [*self._inspector.get_table_names(schema), *self._inspector.get_view_names(schema)]
        return next((one for one in known if one == name), None) or next(
            (one for one in known if one.casefold() == name.casefold()), None
        )


def read_frames(tables: Tables, source: Source, rows: int = CHUNK) -> Iterator[pd.DataFrame]:
    """A mapped table as frames of at most ``rows`` rows, under our headings; money stays ``Decimal``."""
    records = tables.read(source)
    while chunk := list(islice(records, rows)):
        columns = {field: [record[column] for record in chunk] for field, column in source.columns.items()}
        yield pd.DataFrame({field: _column(values) for field, values in columns.items()})


def text_of(value: Any) -> str:
    """A value as it would be shown in a form: 95, not 95.0000."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        plain = f"{value:f}"
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    return str(value).strip()


def _linked_columns(mapping: DatabaseMapping) -> dict[str, list[str]]:
    """Columns of the sheet's table by which the other tables hang on it."""
    if mapping.forms is None:
        return {}
    parts = [mapping.forms.rows, mapping.forms.money]
    linked = [column for part in parts if part and part.link for column in part.link.values()]
    return {mapping.forms.sheet.table: linked}


def _exact(value: Any) -> Any:
    """Floats are written out as they print and taken exactly; dates become text as in files."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date) else value


def _column(values: list[Any]) -> pd.Series:
    """Whole numbers as int64 where none is missing, all else as it is: an exact decimal never turns into a float."""
    if values and all(type(value) is int and abs(value) < 2**63 for value in values):
        return pd.Series(values, dtype="int64")
    return pd.Series(values, dtype=object)
