"""Reading columns and collecting all that is wrong with them before refusing (取列查错)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from yzperf.errors import MethodError
from yzperf.methods.wording import listing

YES = {"1", "1.0", "true", "是"}
NO = {"0", "0.0", "false", "否"}


def refuse(problems: Sequence[str]) -> None:
    """Raise one ``MethodError`` with all problems, if there are any."""
    if problems:
        raise MethodError(problems)


def missing_columns(frame: pd.DataFrame, wanted: Iterable[tuple[str, str | None]]) -> list[str]:
    """Name the columns that a role asks for and the frame lacks; a role without a column is skipped."""
    has = "、".join(str(column) for column in frame.columns)
    return [
        f"缺少列“{column}”（{role}）。数据现有列：{has}"
        for role, column in wanted
        if column is not None and column not in frame.columns
    ]


def doubled_roles(roles: Mapping[str, str | None]) -> list[str]:
    """Name columns that were given two roles."""
    used: dict[str, str] = {}
    problems = []
    for role, column in roles.items():
        if column is None:
            continue
        if column in used:
            problems.append(f"列“{column}”同时被用作{used[column]}和{role}，应分别指定不同的列")
        used.setdefault(column, role)
    return problems


def repeated(columns: Sequence[str]) -> list[str]:
    """Name columns that were asked for more than once."""
    twice = [column for column in dict.fromkeys(columns) if columns.count(column) > 1]
    return [f"列“{column}”在政策变量和协变量中出现了不止一次，应分别指定不同的列" for column in twice]


def numbers(frame: pd.DataFrame, column: str, role: str, problems: list[str]) -> np.ndarray:
    """Return a column as floats with NaN for empty cells; text and infinities are added to ``problems``."""
    cells = frame[column]
    values = pd.to_numeric(cells, errors="coerce").to_numpy(float, na_value=np.nan)
    blank = blanks(cells)
    unreadable = ~blank & ~np.isfinite(values)
    if unreadable.any():
        problems.append(f"列“{column}”（{role}）有{int(unreadable.sum())}处不是数：{_where(cells, unreadable)}")
    return values


def blanks(cells: pd.Series) -> np.ndarray:
    """Tell the empty cells: missing, or text of nothing but spaces."""
    if pd.api.types.is_numeric_dtype(cells):
        return cells.isna().to_numpy(bool)
    return (cells.isna() | cells.astype(str).str.strip().eq("")).to_numpy(bool)


def yes_or_no(frame: pd.DataFrame, column: str, role: str, problems: list[str]) -> np.ndarray:
    """Return a column of 1/0, 是/否 or true/false as floats with NaN for empty cells."""
    cells = frame[column]
    words = cells.astype(str).str.strip().str.lower()
    values = np.where(words.isin(YES), 1.0, np.where(words.isin(NO), 0.0, np.nan))
    unreadable = ~blanks(cells) & np.isnan(values)
    if unreadable.any():
        problems.append(f"列“{column}”（{role}）只能填1/0或是/否：{_where(cells, unreadable)}")
    return values


def rows_text(mask: np.ndarray) -> str:
    """Name the data rows (counted from 1, heading not counted) where ``mask`` is true."""
    return listing([f"第{place + 1}行" for place in np.flatnonzero(mask)])


def _where(cells: pd.Series, mask: np.ndarray) -> str:
    found = [f"数据第{place + 1}行“{cells.iloc[place]}”" for place in np.flatnonzero(mask)]
    return listing(found)
