"""Engine in memory (本机列运算): pandas columns with gaps, for what fits a sheet and for what is left to fractions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from yzperf.portfolio.engine import Kind, Measure, Step
from yzperf.portfolio.operations import LOCAL

_KINDS = {Kind.SUM: "sum", Kind.LEAST: "min", Kind.GREATEST: "max"}


class LocalEngine:
    """The tables of a portfolio as pandas frames."""

    name = "local"
    ops = LOCAL

    def __init__(self, tables: Mapping[str, pd.DataFrame]) -> None:
        self._tables = {name: nullable(frame) for name, frame in tables.items()}

    def table(self, name: str) -> pd.DataFrame:
        return self._tables[name]

    def small(self, frame: pd.DataFrame) -> pd.DataFrame:
        return frame

    def derive(self, table: pd.DataFrame, steps: Sequence[Step]) -> pd.DataFrame:
        for step in steps:
            table = table.assign(**step(table))  # type: ignore[arg-type]
        return table

    def group(self, table: pd.DataFrame, keys: Sequence[str], measures: Mapping[str, Measure]) -> pd.DataFrame:
        groups = table.groupby(list(keys), dropna=False, sort=False)
        found = {name: _measured(table, groups, list(keys), measure) for name, measure in measures.items()}
        return pd.DataFrame(found).reset_index()

    def attach(self, table: pd.DataFrame, other: pd.DataFrame, key: str) -> pd.DataFrame:
        return table.merge(other, on=key, how="left")

    def only(self, table: pd.DataFrame, key: str, values: Sequence[Any]) -> pd.DataFrame:
        return table[table[key].isin(list(values))]

    def keep(self, table: pd.DataFrame, flag: str) -> pd.DataFrame:
        return table[table[flag].fillna(False)]

    def fetch(self, table: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
        return table[list(columns)].reset_index(drop=True)


def _measured(table: pd.DataFrame, groups: Any, keys: list[str], measure: Measure) -> Any:
    if measure.where is not None:
        kept = table[table[measure.where].fillna(False)]
        sizes = groups.size()
        found = _of_groups(kept, kept.groupby(keys, dropna=False, sort=False), measure).reindex(sizes.index)
        return found.fillna(0) if measure.kind is Kind.COUNT else found
    return _of_groups(table, groups, measure)


def _of_groups(table: pd.DataFrame, groups: Any, measure: Measure) -> pd.Series:
    if measure.kind is Kind.COUNT:
        counted = groups.size() if measure.column is None else groups[measure.column].count()
        return counted.astype("Int64")
    if measure.kind is Kind.BITS:
        return groups[measure.column].agg(lambda values: np.bitwise_or.reduce(values.dropna().to_numpy("int64")))
    least = {"min_count": 1} if measure.kind is Kind.SUM else {}
    return getattr(groups[measure.column], _KINDS[measure.kind])(**least)


def nullable(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with whole numbers, texts and flags that may be unknown."""
    return frame.assign(**{name: _nullable(frame[name]) for name in frame.columns}).reset_index(drop=True)


def _nullable(column: pd.Series) -> pd.Series:
    if pd.api.types.is_bool_dtype(column.dtype):
        return column.astype("boolean")
    if pd.api.types.is_integer_dtype(column.dtype):
        return column.astype("Int64")
    if pd.api.types.is_float_dtype(column.dtype):
        return column.astype("Int64")  # only whole numbers were let in; gaps made them floats
    if set(column.dropna().unique()) <= {True, False} and column.dtype == object:
        return column.astype("boolean")
    return column.astype("string")
