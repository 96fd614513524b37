"""A table of persons or objects by questions or raters, as numbers (评分表): all that is wrong with it at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from yzperf.methods.columns import blanks, missing_columns, numbers, refuse, rows_text
from yzperf.methods.wording import listing

Floats = NDArray[np.float64]
REFUSE, LISTWISE, PAIRWISE, AVAILABLE = "refuse", "listwise", "pairwise", "available"
_REMEDY = {
    LISTWISE: "missing='listwise'（剔除有空缺的行）",
    PAIRWISE: "missing='pairwise'（两两配对时剔除）",
    AVAILABLE: "missing='available'（有几个评分用几个）",
}


@dataclass(frozen=True, slots=True)
class Ratings:
    """Numbers of shape (rows, columns), NaN where a cell is empty; ``left_out`` names the rows that were dropped."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: Floats
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a method asks of its table: words for rows and columns, fewest of each, ways with missing cells."""

    row: str
    column: str
    least_rows: int = 2
    least_columns: int = 2
    missing: tuple[str, ...] = (REFUSE, LISTWISE)


def read_ratings(
    table: pd.DataFrame, shape: Shape, *, name: str | None, columns: Sequence[str] | None, missing: str
) -> Ratings:
    """Read the columns of a table as numbers.

    Parameters
    ----------
    table : DataFrame
    shape : Shape
    name : str, optional
        Column with the names of the rows; without it they are called by their place.
    columns : sequence of str, optional
        All but ``name`` by default.
    missing : str
        One of ``shape.missing``.

    Raises
    ------
    MethodError
        For absent or doubled columns, text, empty cells that no option covers, too few rows or columns.
    """
    chosen = choose_columns(table, shape, name=name, columns=columns, missing=missing)
    return _without_gaps(_as_numbers(table[chosen], shape), row_names(table, name), chosen, shape, missing)


def _as_numbers(table: pd.DataFrame, shape: Shape) -> Floats:
    if all(isinstance(kind, np.dtype) and kind.kind in "iuf" for kind in table.dtypes.unique()):
        values = table.to_numpy(float)
        if not np.isinf(values).any():
            return values  # a thousand columns one by one would take longer than any statistic of them
    problems: list[str] = []
    columns = [numbers(table, column, shape.column, problems) for column in table.columns]
    refuse(problems)
    return np.column_stack(columns)


def read_categories(
    table: pd.DataFrame, shape: Shape, *, name: str | None, columns: Sequence[str] | None, missing: str
) -> tuple[Ratings, tuple[str, ...]]:
    """Read the columns of a table as codes of categories, and the categories (numbers in order of size)."""
    chosen = choose_columns(table, shape, name=name, columns=columns, missing=missing)
    cells = pd.concat([table[column] for column in chosen], ignore_index=True)
    empty = blanks(cells)
    codes, words = category_codes(cells.mask(empty))
    values = codes.reshape(len(chosen), len(table)).T
    return _without_gaps(values, row_names(table, name), chosen, shape, missing), words


def category_codes(cells: pd.Series) -> tuple[Floats, tuple[str, ...]]:
    """Return codes with NaN for empty cells, and the words: numbers sorted by size, text by its letters."""
    as_numbers = pd.to_numeric(cells, errors="coerce")
    numeric = bool((as_numbers.notna() == cells.notna()).all())
    codes, words = pd.factorize(as_numbers if numeric else cells.astype("string").str.strip(), sort=True)
    told = tuple(f"{word:g}" if numeric else str(word) for word in words)
    return np.where(codes < 0, np.nan, codes.astype(float)), told


def choose_columns(
    table: pd.DataFrame, shape: Shape, *, name: str | None, columns: Sequence[str] | None, missing: str
) -> list[str]:
    """Return the columns to read, or refuse with all that is wrong about them."""
    chosen = [column for column in table.columns if column != name] if columns is None else list(columns)
    problems = missing_columns(table, [("名称", name), *((shape.column, column) for column in chosen)])
    doubled = [column for column, times in Counter(chosen).items() if times > 1]
    if doubled:
        problems.append(f"{shape.column}重复：{listing(doubled)}")
    if name in chosen:
        problems.append(f"列“{name}”同时被用作名称和{shape.column}")
    if len(chosen) < shape.least_columns:
        problems.append(f"只有{len(chosen)}个{shape.column}，至少要{shape.least_columns}个")
    if missing not in shape.missing:
        problems.append(f"缺失处理（missing）应为{'、'.join(shape.missing)}之一，现为“{missing}”")
    refuse(problems)
    return chosen


def row_names(table: pd.DataFrame, name: str | None) -> list[str]:
    """Names of the rows: a column, or their place counted from 1."""
    return [str(one) for one in table[name]] if name else [f"第{place + 1}行" for place in range(len(table))]


def _without_gaps(values: Floats, names: list[str], columns: list[str], shape: Shape, missing: str) -> Ratings:
    gaps = np.isnan(values)
    if missing == REFUSE and gaps.any():
        ways = "；或用".join(_REMEDY[way] for way in shape.missing if way != REFUSE)
        refuse(
            [
                f"{shape.column}“{column}”有缺失值（{rows_text(gap)}）；请补齐，或用{ways}"
                for column, gap in zip(columns, gaps.T, strict=True)
                if gap.any()
            ]
        )
    keep = np.asarray(~gaps.any(axis=1) if missing == LISTWISE else ~gaps.all(axis=1))
    if keep.sum() < shape.least_rows:
        refuse([f"可用的{shape.row}只有{int(keep.sum())}个，至少要{shape.least_rows}个"])
    left_out = tuple(name for name, kept in zip(names, keep, strict=True) if not kept)
    rows = tuple(name for name, kept in zip(names, keep, strict=True) if kept)
    return Ratings(rows, tuple(map(str, columns)), values[keep], left_out)


def constant_columns(ratings: Ratings) -> list[str]:
    """Name the columns whose values are all the same."""
    spread = np.nanmax(ratings.values, axis=0) - np.nanmin(ratings.values, axis=0)
    return [column for column, width in zip(ratings.columns, spread, strict=True) if width == 0]


def left_out_text(left_out: Sequence[str], what: str) -> str:
    """Say which rows were left out for empty cells."""
    return f"，另有{len(left_out)}{what}因空缺未计入（{listing(left_out)}）" if left_out else ""
