"""Engine in memory (本机列运算): pandas columns with gaps, for what fits a sheet and for what is left to fractions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from yzperf.portfolio.engine import Kind, Measure, Step
from yzperf.portfolio.operations import LOCAL
from yzperf.portfolio.schema import Content
from yzperf.portfolio.source import Source

_KINDS = {Kind.SUM: "sum", Kind.LEAST: "min", Kind.GREATEST: "max"}


class LocalEngine:
    """The tables of a portfolio as pandas frames."""

    name = "local"
    ops = LOCAL

    def __init__(self, tables: Mapping[str, pd.DataFrame]) -> None:
        self._tables = tables

    def table(self, name: str) -> pd.DataFrame:
        return self._tables[name]

    def small(self, frame: pd.DataFrame) -> pd.DataFrame:
        return frame

    def derive(self, table: pd.DataFrame, steps: Sequence[Step]) -> pd.DataFrame:
        for step in steps:
            table = table.assign(**step(table))  # type: ignore[arg-type]
        return table

    def group(self, table: pd.DataFrame, keys: Sequence[str], measures: Mapping[str, Measure]) -> pd.DataFrame:
        if not keys and table.empty:  # one row all the same, as in SQL
            return pd.DataFrame({name: [0 if m.kind is Kind.COUNT else pd.NA] for name, m in measures.items()})
        by: list[Any] = list(keys) or [pd.Series(0, table.index)]
        groups = table.groupby(by, dropna=False, sort=False)
        found = {name: _measured(table, groups, by, measure) for name, measure in measures.items()}
        return pd.DataFrame(found).reset_index(drop=not keys)

    def attach(self, table: pd.DataFrame, other: pd.DataFrame, key: str) -> pd.DataFrame:
        return table.merge(other, on=key, how="left")

    def only(self, table: pd.DataFrame, key: str, values: Sequence[Any]) -> pd.DataFrame:
        return table[table[key].isin(list(values))]

    def keep(self, table: pd.DataFrame, flag: str) -> pd.DataFrame:
        return table[table[flag].fillna(False)]

    def fetch(self, table: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
        return table[list(columns)].reset_index(drop=True)


def local_engine(source: Source) -> LocalEngine:
    """Bring a whole portfolio into memory."""
    kinds = {Content.FLAG: "boolean", Content.TEXT: "string"}
    tables = {}
    for name, schema in source.schemas.items():
        read = source.read(name)
        gaps = {
            c.name: pd.Series(pd.NA, range(len(read)), dtype=kinds.get(c.content, "Int64")) for c in source.absent(name)
        }
        tables[name] = to_frame(read.cast(_plain(schema))).assign(**gaps)
    return LocalEngine(tables)


def _plain(schema: Any) -> Any:
    """The schema without dictionaries: words as words."""
    import pyarrow as pa

    kinds = [entry.type.value_type if pa.types.is_dictionary(entry.type) else entry.type for entry in schema]
    return pa.schema(list(zip(schema.names, kinds, strict=True)))


def to_frame(table: Any) -> pd.DataFrame:
    """An Arrow table as nullable whole numbers, texts and flags; nothing becomes a float on the way."""
    import pyarrow as pa

    def kind(arrow: Any) -> Any:
        if pa.types.is_integer(arrow):
            return pd.Int64Dtype()
        return pd.BooleanDtype() if pa.types.is_boolean(arrow) else pd.StringDtype()

    frame: pd.DataFrame = table.to_pandas(types_mapper=kind)
    return frame


def _measured(table: pd.DataFrame, groups: Any, keys: list[Any], measure: Measure) -> Any:
    if measure.where is None:
        return _of_groups(groups, measure)
    kept = table[table[measure.where].fillna(False)]
    by = [key if isinstance(key, str) else key.loc[kept.index] for key in keys]
    found = _of_groups(kept.groupby(by, dropna=False, sort=False), measure).reindex(groups.size().index)
    return found.fillna(0) if measure.kind is Kind.COUNT else found


def _of_groups(groups: Any, measure: Measure) -> Any:
    if measure.kind is Kind.COUNT:
        counted = groups.size() if measure.column is None else groups[measure.column].count()
        return counted.astype("Int64")
    if measure.kind is Kind.BITS:
        return groups[measure.column].agg(lambda values: np.bitwise_or.reduce(values.dropna().to_numpy("int64")))
    least = {"min_count": 1} if measure.kind is Kind.SUM else {}
    return getattr(groups[measure.column], _KINDS[measure.kind])(**least)
