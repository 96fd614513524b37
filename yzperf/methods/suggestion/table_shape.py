"""What a table offers (数据形状): objects, times, yes/no columns, numbers, and whether objects repeat over time.

Columns are known by their values; by their names only where values cannot tell (a year from a number, money from a
count).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd

from yzperf.methods.columns import NO, YES, blanks

_TIME_NAME = re.compile(r"年度?$|年份$|月份?$|季度?$|日期$|时间$|^第?期|期数$|^year$|^month$|^date$", re.IGNORECASE)
_MONEY_NAME = re.compile(r"成本|金额|费用?$|投资|支出|决算|经费|投入|造价|运维|总价|预算")
_HIGHEST_MARK = 100
_ROUNDED = 0.02  # judgements and weights are typed with two or three decimals


@dataclass(frozen=True, slots=True)
class Panel:
    """Objects seen in several periods (面板). ``starts``: numbers of periods before each start of a yes/no column."""

    unit: str
    time: str
    units: int
    periods: int
    fixed: tuple[str, ...]  # yes/no columns that stay the same for an object
    switching: tuple[str, ...]  # yes/no columns that an object changes, once and for good
    starts: int  # different periods in which objects change
    never: int  # objects that never change


@dataclass(frozen=True, slots=True)
class TableShape:
    """Columns of one table by what they can be used for."""

    name: str
    rows: int
    columns: tuple[str, ...]
    labels: tuple[str, ...]  # texts that are all different: names of objects
    groups: tuple[str, ...]  # texts that repeat
    times: tuple[str, ...]
    flags: tuple[str, ...]  # yes or no
    numbers: tuple[str, ...]
    positive: tuple[str, ...]  # numbers without gaps, all above 0
    money: tuple[str, ...]
    points: tuple[str, ...]  # whole numbers from 0 to 100: marks on one scale
    reciprocal: tuple[str, ...]  # numbers that make a matrix of pairwise judgements
    shares: tuple[str, ...]  # numbers that add up to 1 in every row
    weights: tuple[str, ...]  # numbers that add up to 1 in every column
    alike: tuple[str, ...]  # texts of the same few categories
    printed: tuple[str, ...]  # numbers kept as text, with the zeros at their ends
    panel: Panel | None = None
    answers: tuple[str, ...] = ()  # questions of a survey with points for each answer


def shape_of(name: str, frame: pd.DataFrame, answers: Sequence[str] = ()) -> TableShape:
    """Return what a table offers.

    Parameters
    ----------
    frame : DataFrame, shape (rows, columns)
    answers
        Columns that are answers of a survey with points (known from its codebook).
    """
    filled = [column for column in frame.columns if frame[column].nunique() > 1]
    times = [column for column in filled if _is_time(frame[column])]
    flags = [column for column in filled if column not in times and _is_flag(frame[column])]
    rest = [column for column in filled if column not in (*times, *flags)]
    numbers = [column for column in rest if _is_number(frame[column])]
    texts = [column for column in rest if column not in numbers]
    matrix = _matrix(frame, [column for column in frame.columns if column not in times])
    return TableShape(
        name=name,
        rows=len(frame),
        columns=tuple(map(str, frame.columns)),
        labels=tuple(column for column in texts if frame[column].is_unique),
        groups=tuple(column for column in texts if not frame[column].is_unique),
        times=tuple(times),
        flags=tuple(flags),
        numbers=tuple(numbers),
        positive=tuple(column for column in numbers if (_values(frame[column]) > 0).all()),
        money=tuple(column for column in numbers if _MONEY_NAME.search(str(column))),
        points=tuple(column for column in numbers if _is_mark(frame[column])),
        reciprocal=tuple(matrix.columns) if _is_reciprocal(matrix.to_numpy()) else (),
        shares=tuple(matrix.columns) if _adds_to_one(matrix.to_numpy().sum(axis=1)) else (),
        weights=tuple(matrix.columns) if _adds_to_one(matrix.to_numpy().sum(axis=0)) else (),
        alike=_alike(frame, texts),
        printed=tuple(column for column in numbers if pd.api.types.is_string_dtype(frame[column])),
        panel=_panel(frame, [*texts, *_numbered(frame, numbers)], times, flags),
        answers=tuple(answers),
    )


def _values(cells: pd.Series) -> np.ndarray:
    return pd.to_numeric(cells, errors="coerce").to_numpy(float, na_value=np.nan)


def _is_number(cells: pd.Series) -> bool:
    return bool(np.isfinite(_values(cells))[~blanks(cells)].all())


def _is_time(cells: pd.Series) -> bool:
    if pd.api.types.is_datetime64_any_dtype(cells):
        return True
    return bool(_TIME_NAME.search(str(cells.name)))


def _is_flag(cells: pd.Series) -> bool:
    return set(cells.dropna().astype(str).str.strip().str.lower()) <= YES | NO


def _is_mark(cells: pd.Series) -> bool:
    values = _values(cells)
    return bool(((np.mod(values, 1) == 0) & (values >= 0) & (values <= _HIGHEST_MARK)).all())


def _matrix(frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """The numbers of a table, those included that are the same in every row."""
    return pd.DataFrame({column: _values(frame[column]) for column in columns if _is_number(frame[column])})


def _is_reciprocal(matrix: np.ndarray) -> bool:
    """Whether it is square and what one row says of another is one divided by what the other says of it."""
    rows, columns = matrix.shape
    return rows == columns > 1 and bool(np.allclose(matrix * matrix.T, 1.0, atol=_ROUNDED))


def _adds_to_one(sums: np.ndarray) -> bool:
    return len(sums) > 1 and bool(np.allclose(sums, 1.0, atol=_ROUNDED))


def _alike(frame: pd.DataFrame, texts: Sequence[str]) -> tuple[str, ...]:
    """Columns whose words are those of another column too."""
    words = {column: frozenset(frame[column].dropna()) for column in texts if not frame[column].is_unique}
    return tuple(one for one, own in words.items() if any(own & other for name, other in words.items() if name != one))


def _numbered(frame: pd.DataFrame, numbers: Sequence[str]) -> list[str]:
    """Numbers that may be codes of objects: whole, and each stands in several rows."""
    return [
        column
        for column in numbers
        if pd.api.types.is_integer_dtype(frame[column]) and frame[column].value_counts().min() > 1
    ]


def _panel(frame: pd.DataFrame, units: Sequence[str], times: Sequence[str], flags: Sequence[str]) -> Panel | None:
    """The pair of columns that names each row once, with the most objects."""
    pairs = [
        (frame[unit].nunique(), unit, time)
        for unit, time in product(units, times)
        if not frame.duplicated([unit, time]).any() and len(frame) >= 2 * frame[unit].nunique()
    ]
    if not pairs:
        return None
    count, unit, time = max(pairs, key=lambda pair: pair[0])
    first = {flag: _first_yes(frame, unit, time, flag) for flag in flags}
    fixed = [flag for flag in flags if frame.groupby(unit)[flag].nunique().le(1).all()]
    switching = [flag for flag in flags if flag not in fixed and first[flag] is not None]
    changes = [first[flag] for flag in switching]
    starts, never = max(((len(set(c.dropna())), int(c.isna().sum())) for c in changes if c is not None), default=(0, 0))
    return Panel(unit, time, count, frame[time].nunique(), tuple(fixed), tuple(switching), starts, never)


def _first_yes(frame: pd.DataFrame, unit: str, time: str, flag: str) -> pd.Series | None:
    """Period in which each object first says yes (missing: never); None if one goes back to no."""
    yes = frame[flag].astype(str).str.strip().str.lower().isin(YES)
    rows = pd.DataFrame({"unit": frame[unit], "time": frame[time], "yes": yes}).sort_values(["unit", "time"])
    if rows.groupby("unit")["yes"].apply(_goes_back).any():
        return None
    return rows[rows["yes"]].groupby("unit")["time"].min().reindex(rows["unit"].unique())


def _goes_back(yes: pd.Series) -> bool:
    return bool((np.diff(yes.to_numpy(int)) < 0).any())
