"""Numbers of the rules with date and region (参数): every version names its clause."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from yzperf.errors import Problem, RuleError
from yzperf.rules.bound import Bound, Exact
from yzperf.rules.entry import Entry, Origin, Value

_YEARLY = re.compile(r"[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number or day that separates what keeps to a rule from what does not (界线).

    ``part`` is the name of the number where a parameter has several, or the day itself where it has several days.
    ``limit`` is a text for a day of every year (``06-30``).
    """

    part: str
    bound: Bound
    limit: Fraction | date | str

    def holds(self, value: Exact | date, year: int | None = None) -> bool:
        """Whether a value stands on the wanted side; a yearly day is taken in ``year``, else in that of the value.

        Raises
        ------
        TypeError
            If a number is held against a day or the other way round, or a number is not exact.
        """
        if isinstance(self.limit, Fraction) and isinstance(value, Exact):
            return self.bound.holds(Fraction(value), self.limit)
        if isinstance(self.limit, Fraction) or not isinstance(value, date):
            raise TypeError(f"{value!r} cannot be held against {self.limit!r}")
        limit = self.limit if isinstance(self.limit, date) else _day(year or value.year, self.limit)
        return self.bound.holds(value, limit)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value as it holds in one region from one day on.

    ``value`` is None where the document deliberately gives no number; ``note`` then says so. A tuple is
    explained by ``parts``. ``bounds`` say on which side of the value a rule wants a figure: one for each part; empty
    where the value is no threshold.
    """

    id: str
    name: str
    unit: str
    bounds: tuple[Bound | None, ...]
    parts: tuple[str, ...]
    value: Value
    clause: str
    region: str
    since: date | None
    until: date | None
    note: str
    origin: Origin

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

    @property
    def relation(self) -> str:
        """``≥``, ``≤``, ``>`` or ``<`` where one sense holds for the whole value; else empty."""
        first, *others = self.bounds or (None,)
        return str(first) if first and all(other is first for other in others) else ""

    @property
    def thresholds(self) -> tuple[Threshold, ...]:
        """Every number or day of the value that is a threshold, in order; empty where it is none."""
        bounds = self.bounds * len(self._limits) if len(self.bounds) == 1 else self.bounds
        several = len(self._limits) > 1
        return tuple(
            Threshold(part if several else "", bound, limit)
            for (part, limit), bound in zip(self._limits.items(), bounds, strict=False)
            if bound
        )

    @property
    def _limits(self) -> dict[str, Fraction | date | str]:
        if isinstance(self.value, tuple):
            return {part: Fraction(number) for part, number in zip(self.parts, self.value, strict=True)}
        if isinstance(self.value, str):
            return {day: day for day in self.value.split("、")}
        return {} if self.value is None else {"": _exact(self.value)}

    def holds(self, value: Exact | date, part: str = "", year: int | None = None) -> bool:
        """Whether a value stands on the side that the rule wants, the number itself by the sign (是否符合界线).

        Parameters
        ----------
        value
            Exact number in the parameter's unit, or a day where the parameter is a deadline.
        part
            One of several numbers (``优下界``) or days (``07-15``). Without it all of them must hold at once, as for
            an interval.
        year
            The year in which a yearly deadline lies; without it the year of ``value``.

        Raises
        ------
        RuleError
            If the parameter is no threshold, has no such part, or compares days and a number was given, or the other
            way round.
        """
        chosen = [threshold for threshold in self.thresholds if part in ("", threshold.part)]
        if not chosen:
            parts = "、".join(threshold.part for threshold in self.thresholds if threshold.part)
            reason = f"没有“{part}”这一项，现有：{parts}" if parts else f"不是可以比较的界线，现值为{self.text}"
            raise RuleError(f"参数“{self.id}”（{self.name}）{reason}；请由人判断。")
        try:
            return all(threshold.holds(value, year) for threshold in chosen)
        except TypeError:
            raise RuleError(f"参数“{self.id}”（{self.name}）现值为{self.text}，不能与“{value}”比较；请核对。") from None

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
        if isinstance(self.value, Decimal):
            return f"{self.relation}{self.value}{self.unit}"
        return f"{self.bounds[0].day_words if self.bounds and self.bounds[0] else ''}{self.value}"


def _exact(value: Decimal | date) -> Fraction | date:
    return Fraction(value) if isinstance(value, Decimal) else value


def _day(year: int, text: str) -> date:
    if not _YEARLY.fullmatch(text):
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
        bounds=_read_bounds(row),
        parts=row.texts("parts"),
        value=None,
        clause="",
        region="",
        since=None,
        until=None,
        note="",
        origin=row.origin,
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
        origin=row.origin,
    )
    if version.value is None and not version.note:
        row.complain("note", "（缺）", "说明文件为何没有给数字")
    if isinstance(version.value, tuple) and len(version.value) != len(version.parts):
        row.complain("value", f"{len(version.value)} 个数", f"与 parts 同样多的 {len(version.parts)} 个数")
    _require_comparable(version, row)
    return version


def _read_bounds(row: Entry) -> tuple[Bound | None, ...]:
    """One sign for the whole value, or a list with one for each part; ``""`` in the list: no threshold."""
    if not row.has("relation"):
        return ()
    several = row.has_list("relation")
    signs = row.texts("relation") if several else (row.text("relation"),)
    for number, sign in enumerate(signs):
        if sign not in ("", *Bound):
            row.complain("relation", sign, f"{'、'.join(Bound)}之一", *((number,) if several else ()))
    bounds = tuple(Bound(sign) if sign in tuple(Bound) else None for sign in signs)
    return bounds if any(bounds) else ()  # a wrong sign is complained of once, and compares nothing


def _require_comparable(version: Parameter, row: Entry) -> None:
    """A sign needs something to compare with: numbers, a date, or days of the year."""
    if not version.bounds or version.value is None:
        return
    if isinstance(version.value, str) and not all(map(_YEARLY.fullmatch, version.value.split("、"))):
        row.complain("value", version.value, "有 relation 的参数：数字、日期，或每年的某日（如 06-30）")
    wanted = len(version.parts) if isinstance(version.value, tuple) else 1
    if len(version.bounds) not in (1, wanted):
        row.complain("value", f"{wanted} 个数", f"与 relation 的方向同样多的 {len(version.bounds)} 个数")


def same_head(versions: Iterable[Parameter]) -> Iterator[Problem]:
    """Find versions of one parameter that disagree about name, unit or, where both have one, relation."""
    first, *others = versions
    for other in others:
        signs = other.bounds and first.bounds and other.bounds != first.bounds
        if (other.name, other.unit) != (first.name, first.unit) or signs:
            heads = f"{other.name}（{other.relation}{other.unit}）"
            expected = f"与 {first.origin.file} 相同的名称和单位：{first.name}（{first.relation}{first.unit}）"
            yield other.origin.above(2).problem(f"参数 {other.id}", heads, expected, "name")
