"""A table with one row per year, and figures that are a column of it or one number for all years (逐年表)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from yzperf.methods.columns import missing_columns, numbers, refuse, rows_text

Floats = NDArray[np.float64]
Given = str | float | None
_MOST_YEARS = 100


@dataclass(frozen=True, slots=True)
class Role:
    """What a figure is called, where it is, and the least it may be (exclusive where ``above``)."""

    name: str
    given: Given
    least: float = -np.inf
    above: bool = False


def read_yearly(table: pd.DataFrame, roles: Mapping[str, Role]) -> dict[str, Floats]:
    """Return every figure for all years, shape (years,); what is not given is zero.

    Raises
    ------
    MethodError
        For missing columns, empty or unreadable cells and figures below their least, all at once.
    """
    refuse([] if 1 <= len(table) <= _MOST_YEARS else [f"应有1至{_MOST_YEARS}年（每年一行），现有{len(table)}行"])
    refuse(
        missing_columns(
            table, [(role.name, role.given if isinstance(role.given, str) else None) for role in roles.values()]
        )
    )
    problems: list[str] = []
    found = {key: _values(table, role, problems) for key, role in roles.items()}
    for key, role in roles.items():
        problems += _cell_problems(role, found[key])
    refuse(problems)
    return found


def read_years(table: pd.DataFrame, year: str | None, first: int = 1) -> tuple[int, ...]:
    """Return the years of a column, which must rise one by one, or their numbers from ``first`` on.

    Raises
    ------
    MethodError
        If the column is missing, is not whole numbers, or years are left out or doubled.
    """
    if year is None:
        return tuple(range(first, first + len(table)))
    refuse(missing_columns(table, [("年份", year)]))
    problems: list[str] = []
    values = numbers(table, year, "年份", problems)
    refuse(problems)
    whole = np.isfinite(values).all() and (values == np.round(values)).all()
    refuse(
        [] if whole and (np.diff(values) == 1).all() else [f"列“{year}”（年份）应为逐年递增的整数，一年一行，不重不漏"]
    )
    return tuple(int(value) for value in values)


def sum_of(table: pd.DataFrame, columns: Sequence[str], role: str, least: float = -np.inf) -> Floats:
    """Return the sum of several columns for all years; none give zeros."""
    parts = read_yearly(table, {column: Role(role, column, least) for column in columns})
    total: Floats = np.sum([np.zeros(len(table)), *parts.values()], axis=0, dtype=float)
    return total


def _values(table: pd.DataFrame, role: Role, problems: list[str]) -> Floats:
    if isinstance(role.given, str):
        return numbers(table, role.given, role.name, problems)
    return np.full(len(table), 0.0 if role.given is None else float(role.given))


def _cell_problems(role: Role, values: Floats) -> list[str]:
    named = f"列“{role.given}”（{role.name}）" if isinstance(role.given, str) else f"{role.name}（{role.given}）"
    if np.isnan(values).any():
        return [f"{named}有缺失值（{rows_text(np.isnan(values))}）"]
    low = values <= role.least if role.above else values < role.least
    if not low.any() or role.given is None:
        return []
    where = f"（{rows_text(low)}）" if isinstance(role.given, str) else ""
    return [f"{named}须{'大于' if role.above else '不小于'}{role.least:g}{where}"]
