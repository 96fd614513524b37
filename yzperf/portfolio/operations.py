"""The rules' arithmetic on whole columns (列运算): pandas columns in memory, or expressions of a database engine.

``scoring.share`` says what a rule computes; the two sets here say how a column with gaps does it. Both follow SQL: an
unknown value makes a sum unknown, an unknown condition chooses "no", the smaller and larger of two ignore unknowns.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from yzperf.scoring.share import Operations

# Whole division by name: Ibis writes ``//`` as the floor of a floating division, which is wrong beyond 2^53.
_WHOLE_DIVISION = {"duckdb": "divide", "pyspark": "div"}


@dataclass(frozen=True, slots=True)
class ColumnOperations(Operations):
    """Operations on columns that may have gaps.

    ``known`` tells which values are there, ``lookup`` replaces words by whole numbers (unknown words become gaps),
    ``among`` whether a value is one of several, ``fill`` puts a number into the gaps, ``power_of_two`` raises 2 to
    a number from 0 to 62, ``missing`` is a gap.
    """

    known: Callable[[Any], Any]
    lookup: Callable[[Any, Mapping[str, int]], Any]
    among: Callable[[Any, Collection[Any]], Any]
    fill: Callable[[Any, Any], Any]
    power_of_two: Callable[[Any], Any]
    missing: Any


def _local_choose(condition: Any, yes: Any, no: Any) -> Any:
    if not isinstance(condition, pd.Series):
        return yes if condition is True else no
    given = next((value for value in (yes, no) if isinstance(value, pd.Series)), None)
    kind = ("boolean" if isinstance(yes, bool) else "Int64") if given is None else given.dtype
    start = no if isinstance(no, pd.Series) else pd.Series(no, condition.index, dtype=kind)
    return start.mask(condition.fillna(False), yes)


def _local_larger(one: Any, other: Any) -> Any:
    return one.fillna(other).mask((one < other).fillna(False), other)


def _local_smaller(one: Any, other: Any) -> Any:
    return one.fillna(other).mask((one > other).fillna(False), other)


LOCAL = ColumnOperations(
    least=_local_smaller,
    greatest=_local_larger,
    choose=_local_choose,
    size=lambda value: value.abs(),
    quotient=lambda one, other: one // other,
    remainder=lambda one, other: one % other,
    known=lambda value: value.notna().astype("boolean"),
    lookup=lambda column, numbers: column.map(numbers).astype("Int64"),
    among=lambda column, words: column.isin(list(words)).astype("boolean"),
    fill=lambda column, number: column.fillna(number),
    power_of_two=lambda column: column.map({number: 2**number for number in range(63)}).astype("Int64"),
    missing=pd.NA,
)


def engine_operations(backend: str) -> ColumnOperations:
    """Operations on Ibis expressions of a backend: ``duckdb`` or ``pyspark``."""
    import ibis

    def divide(one: int, other: int) -> int:  # the engine's own whole division, by its name
        raise NotImplementedError

    whole_division = ibis.udf.scalar.builtin(name=_WHOLE_DIVISION[backend])(divide)
    return ColumnOperations(
        least=ibis.least,
        greatest=ibis.greatest,
        choose=ibis.ifelse,
        size=lambda value: value.abs(),
        quotient=whole_division,
        remainder=lambda one, other: one % other,
        known=lambda value: value.notnull(),
        lookup=lambda column, numbers: column.cases(*numbers.items()),
        among=lambda column, words: column.isin(list(words)),
        fill=lambda column, number: column.fill_null(number),
        power_of_two=lambda column: (column.cast("int64") * 0 + 1) << column.cast("int32"),
        missing=ibis.null("int64"),
    )
