"""When each interview was, and how long it took (访问时长): as written, or from its start and its end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

import pandas as pd

from yzperf.domain.quantity import normalise
from yzperf.domain.survey import CodebookItem, QuestionKind, Role
from yzperf.loaders.cells import Problems
from yzperf.loaders.text_table import TextTable

_EXPORTED = {"所用时间": Role.DURATION}  # as 问卷星 names it
# as platforms name the time at which a sheet came in
_HANDED_IN = ("提交答卷时间", "提交时间", "提交日期", "答卷时间", "填写时间", "填表时间", "结束答题时间")
# and that at which it was begun
_BEGUN = ("开始答题时间", "开始作答时间", "开始填写时间", "开始答卷时间", "开始时间", "答题开始时间")
_DAY = re.compile("日期|时间")
_FULL = re.compile(r"\d{4}\D")
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
    if not columns.keys() & {Role.DURATION, Role.START, Role.END}:
        return pd.Series(_between(table), name="时长（秒）", dtype=float)
    seconds = [_seconds(table, row, columns, problems) for row in range(len(table.rows))]
    return pd.Series(seconds, name="时长（秒）", dtype=float)


def _between(table: TextTable) -> list[float]:
    """From the platform's own start to the time at which it took the sheet in; nothing is asked of columns nobody named."""
    begun, handed = (next((name for name in names if name in table.heading), "") for names in (_BEGUN, _HANDED_IN))
    if not begun or not handed:
        return [float("nan")] * len(table.rows)
    pairs = zip(table.column(begun), table.column(handed), strict=True)
    return [_apart(_told(start), _told(end)) for start, end in pairs]


def _told(text: str) -> datetime | None:
    match = _CLOCK.fullmatch(normalise(text))
    return _moment_in(match) if match and match[1] and match[4] else None


def _apart(start: datetime | None, end: datetime | None) -> float:
    return (end - start) / timedelta(seconds=1) if start and end and start <= end else float("nan")


def moments_of(table: TextTable, items: Sequence[CodebookItem]) -> tuple[datetime | None, ...]:
    """When each sheet was begun or, where only that is told, handed in; empty where no column has dates."""
    roles = {item.role: item.column for item in items if item.role}
    asked = {item.column for item in items if item.kind != QuestionKind.TIME and not item.role}
    begun, handed = (
        [name for name in table.heading if name in names and name not in asked] for names in (_BEGUN, _HANDED_IN)
    )
    columns = [*(roles[role] for role in (Role.START, Role.END) if role in roles), *begun, *handed]
    dated = [name for name in table.heading if name in columns or (_DAY.search(name) and name not in asked)]
    days = [name for name in dated if _has_dates(table, name)]
    clock = next((name for name in columns if name in table.heading), days[0] if days else "")
    if not days or not clock:
        return ()
    return tuple(_dated(table, row, clock, days[0]) for row in range(len(table.rows)))


def _has_dates(table: TextTable, name: str) -> bool:
    cells = [text for text in table.column(name) if text]
    return bool(cells) and sum(bool(_FULL.match(normalise(text))) for text in cells) > len(cells) / 2


def _dated(table: TextTable, row: int, clock: str, day: str) -> datetime | None:
    """The moment that a row tells; the day from its own column where the clock has none."""
    text, date = normalise(table.column(clock)[row]), normalise(table.column(day)[row])
    match = _CLOCK.fullmatch(text if _FULL.match(text) else f"{date} {text}".strip())
    return _moment_in(match) if match and match[1] else None


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
    found = _moment_in(match) if match else None
    if found is None:
        problems.add(table.place(row, column), text, "日期时间（如 2025-04-10 08:47）", "请改正写法")
    return found


def _moment_in(match: re.Match[str]) -> datetime | None:
    """What the clock shows; none for a day that no calendar has."""
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
    try:
        return datetime(year or 1900, month or 1, day or 1, hour, minute, second)
    except ValueError:
        return None
