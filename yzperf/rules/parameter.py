"""Numbers of the rules with date and region (参数): every version names its clause."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from yzperf.errors import Problem, RuleError
from yzperf.rules.entry import Entry, Value, problem


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value as it holds in one region from one day on.

    ``value`` is None where the document deliberately gives no number; ``note`` then says so. A tuple is
    explained by ``parts``. ``relation`` is ``≥``, ``≤``, ``>`` or empty.
    """

    id: str
    name: str
    unit: str
    relation: str
    parts: tuple[str, ...]
    value: Value
    clause: str
    region: str
    since: date | None
    until: date | None
    note: str
    file: str

    @property
    def number(self) -> Decimal:
        """The value where exactly one number is needed.

        Raises
        ------
        RuleError
            If the document gives no number here.
        """
        if isinstance(self.value, Decimal):
            return self.value
        reason = self.note or f"现值为{self.text}"
        raise RuleError(f"参数“{self.id}”（{self.name}）没有单个数值：{reason}；请由人规定后再用。")

    def dates(self, year: int) -> tuple[date, ...]:
        """Return the days of one year that a yearly deadline such as ``07-15、10-15`` means (某年的日期).

        Raises
        ------
        RuleError
            If the value is no day of the year.
        """
        days = self.value.split("、") if isinstance(self.value, str) else [""]
        try:
            return tuple(_day(year, day) for day in days)
        except ValueError:
            reason = f"参数“{self.id}”（{self.name}）不是{year}年的日期，现值为{self.text}"
            raise RuleError(f"{reason}；请由人确定期限。") from None

    @property
    def text(self) -> str:
        """The value as people read it, with relation and unit; money in 万元 or 亿元 where it comes out even."""
        if self.value is None:
            return "文件未给数字"
        if isinstance(self.value, tuple):
            pairs = zip(self.parts, self.value, strict=True)
            money = self.unit == "元"
            told = "、".join(f"{part}{_money(value) if money else f'{value:f}'}" for part, value in pairs)
            return f"{told}（{self.unit}）" if self.unit and not money else told
        if self.unit == "元" and isinstance(self.value, Decimal):
            return f"{self.relation}{_money(self.value)}"
        unit = self.unit if isinstance(self.value, Decimal) else ""
        return f"{self.relation}{self.value}{unit}"


def _day(year: int, text: str) -> date:
    if not re.fullmatch(r"[0-9]{2}-[0-9]{2}", text):
        raise ValueError(text)
    return date(year, int(text[:2]), int(text[3:]))


def _money(value: Decimal) -> str:
    for size, unit in ((10**8, "亿元"), (10**4, "万元")):
        if value and value % size == 0:
            return f"{value / size:f}{unit}"
    return f"{value:f}元"


def read_parameters(entry: Entry) -> Iterator[Parameter]:
    """Read a parameter file: one ``Parameter`` for every version."""
    for row in entry.tables("parameter"):
        head = _read_head(row)
        versions = row.tables("version", naming="region")
        if not versions:
            row.complain("version", "（缺）", "至少一个 [[parameter.version]]")
        yield from (_read_version(version, head) for version in versions)


def _read_head(row: Entry) -> Parameter:
    return Parameter(
        id=row.text("id"),
        name=row.text("name"),
        unit=row.text("unit", ""),
        relation=row.text("relation", ""),
        parts=row.texts("parts"),
        value=None,
        clause="",
        region="",
        since=None,
        until=None,
        note="",
        file=row.file,
    )


def _read_version(row: Entry, head: Parameter) -> Parameter:
    version = replace(
        head,
        value=row.value("value"),
        clause=row.text("clause"),
        region=row.text("region"),
        since=row.day("since"),
        until=row.day("until"),
        note=row.text("note", ""),
    )
    if version.value is None and not version.note:
        row.complain("note", "（缺）", "说明文件为何没有给数字")
    if isinstance(version.value, tuple) and len(version.value) != len(version.parts):
        row.complain("value", f"{len(version.value)} 个数", f"与 parts 同样多的 {len(version.parts)} 个数")
    return version


def same_head(versions: Iterable[Parameter]) -> Iterator[Problem]:
    """Find versions of one parameter that disagree about name, unit or relation."""
    first, *others = versions
    for other in others:
        if (other.name, other.unit, other.relation) != (first.name, first.unit, first.relation):
            heads = f"{other.name}（{other.relation}{other.unit}）"
            expected = f"与 {first.file} 相同的名称和单位：{first.name}（{first.relation}{first.unit}）"
            yield problem(other.file, f"parameter {other.id}", heads, expected)
