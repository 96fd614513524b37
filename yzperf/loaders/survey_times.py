"""How long each interview took (访问时长): as written, or from its start and its end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

import pandas as pd

from yzperf.domain.quantity import normalise
from yzperf.domain.survey import CodebookItem, Role
from yzperf.loaders.cells import Problems
from yzperf.loaders.text_table import TextTable

_EXPORTED = {"所用时间": Role.DURATION}  # as 问卷星 names it
_SPELT = re.compile(
    r"(?:(?P<h>\d+)\s*(?:小时|时|h))?\s*(?:(?P<m>\d+)\s*(?:分钟|分|m))?\s*(?:(?P<s>\d+(?:\.\d+)?)\s*(?:秒|s)?)?"
)
_CLOCK = re.compile(r"(?:(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?\s*T?)?(?:(\d{1,2}):(\d{2})(?::(\d{2}))?)?")


def durations_of(table: TextTable, items: Sequence[CodebookItem], problems: Problems) -> pd.Series:
    """Seconds of each interview, NaN where the table does not tell; what cannot be read or runs backwards is a problem.

    A written 时长 goes first. Start and end need no date if both lack it; then a night is not crossed.
    """
    exported = {role: name for name, role in _EXPORTED.items() if name in table.heading}
    columns = exported | {item.role: item.column for item in items if item.role}
    seconds = [_seconds(table, row, columns, problems) for row in range(len(table.rows))]
    return pd.Series(seconds, name="时长（秒）", dtype=float)


def _seconds(table: TextTable, row: int, columns: dict[Role, str], problems: Problems) -> float:
    if Role.DURATION in columns:
        return _spelt(table, row, columns[Role.DURATION], problems)
    if not {Role.START, Role.END} <= columns.keys():
        return float("nan")
    start, end = (_moment(table, row, columns[role], problems) for role in (Role.START, Role.END))
    if start is None or end is None:
        return float("nan")
    if end < start:
        text = table.column(columns[Role.END])[row]
        problems.add(table.place(row, columns[Role.END]), text, "晚于开始的时间", "请核对开始时间和结束时间是否填反")
        return float("nan")
    return (end - start) / timedelta(seconds=1)


def _spelt(table: TextTable, row: int, column: str, problems: Problems) -> float:
    """312, 312秒, 5分12秒."""
    text = normalise(table.column(column)[row])
    match = _SPELT.fullmatch(text)
    if not text:
        return float("nan")
    if match is None:
        problems.add(table.place(row, column), text, "时长（如 312、312秒 或 5分12秒）", "请改为秒数")
        return float("nan")
    return 3600 * int(match["h"] or 0) + 60 * int(match["m"] or 0) + float(match["s"] or 0)


def _moment(table: TextTable, row: int, column: str, problems: Problems) -> datetime | None:
    text = normalise(table.column(column)[row])
    if not text:
        return None
    match = _CLOCK.fullmatch(text)
    try:
        year, month, day, hour, minute, second = (int(part or 0) for part in (match.groups() if match else ()))
        return datetime(year or 1900, month or 1, day or 1, hour, minute, second)
    except ValueError:
        problems.add(table.place(row, column), text, "日期时间（如 2025-04-10 08:47）", "请改正写法")
        return None
