"""What a framework or a profile asks of the points of a score sheet (分值要求), and what a sheet breaks of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from yzperf.domain.scorecard import plain
from yzperf.rules.bound import Bound
from yzperf.rules.entry import Entry, Origin

Points = Mapping[str, Fraction]  # name of a block or indicator → its points (分值)


class BreachKind(StrEnum):
    """Which demand a sheet breaks."""

    TOTAL = "合计"
    BLOCK = "一级指标分值"
    WHOLE = "整数"
    SHARE = "占比"
    REQUIRED = "应有的一级指标"


@dataclass(frozen=True, slots=True)
class Breach:
    """One demand that a sheet breaks: what, what it has, what should be there, and the id of the clause that says so.

    ``clause`` is empty where the profile names none; ``note`` is how the source softens or explains it (原则上).
    """

    kind: BreachKind
    subject: str
    read: str
    expected: str
    clause: str
    note: str = ""

    def __str__(self) -> str:
        be = "" if self.expected.startswith(("有", *(bound.words for bound in Bound))) else "为"
        return f"{self.subject}{self.read}，应{be}{self.expected}" + (f"（{self.note}）" if self.note else "")


@dataclass(frozen=True, slots=True)
class Block:
    """A first-level block (一级指标). What the source does not say of its points is None or empty."""

    name: str
    weight: Fraction | None
    min_weight: Fraction | None
    endings: tuple[int, ...]
    clause: str
    origin: Origin

    def breaches(self, points: Fraction) -> Iterator[Breach]:
        """What the points that a sheet gives this block break."""
        for broken, expected in (
            (self.weight is not None and points != self.weight, f"{plain(self.weight)}分"),
            (self.min_weight is not None and points < self.min_weight, f"不低于{plain(self.min_weight)}分"),
            (bool(self.endings) and not self.ends_well(points), f"末位是{self.ending_words}的整数"),
        ):
            if broken:
                yield Breach(BreachKind.BLOCK, f"“{self.name}”", f"{plain(points)}分", expected, self.clause)

    def ends_well(self, points: Fraction) -> bool:
        """Whether the points are whole and end in one of the digits that are allowed."""
        return points.denominator == 1 and points.numerator % 10 in self.endings

    @property
    def ending_words(self) -> str:
        """The digits that are allowed, as a sentence says them."""
        return "或".join(map(str, sorted(self.endings, reverse=True)))

    @property
    def words(self) -> str:
        """The demand in words; empty where there is none."""
        parts = (
            f"{plain(self.weight)}分" if self.weight is not None else "",
            f"不低于{plain(self.min_weight)}分" if self.min_weight is not None else "",
            f"末位{self.ending_words}" if self.endings else "",
        )
        return "，".join(filter(None, parts))


@dataclass(frozen=True, slots=True)
class Limit:
    """A demand on several blocks or second-level indicators together (合计要求).

    Their share of all points, in %, is held against ``value``; where that is None, against the share of ``than``.
    """

    of: tuple[str, ...]
    bound: Bound
    value: Fraction | None
    than: tuple[str, ...]
    clause: str
    note: str
    origin: Origin

    def breaches(self, points: Points, total: Fraction) -> Iterator[Breach]:
        """What a sheet breaks. ``points`` names all blocks and second-level indicators, ``total`` is 100 %."""
        if not total:
            return
        share = _share(self.of, points, total)
        limit = _share(self.than, points, total) if self.value is None else self.value
        if not self.bound.holds(share, limit):
            yield Breach(
                BreachKind.SHARE, _sum(self.of), f"占{plain(share)}%", self._expected(limit), self.clause, self.note
            )

    def _expected(self, limit: Fraction) -> str:
        than = f"{_sum(self.than)}的" if self.value is None else ""
        return f"{self.bound.words}{than}{plain(limit)}%"

    @property
    def words(self) -> str:
        """The demand in words."""
        limit = _sum(self.than) if self.value is None else f"总分值的{plain(self.value)}%"
        note = f"（{self.note}）" if self.note else ""
        return f"{_sum(self.of)}{self.bound.words}{limit}{note}"


@dataclass(frozen=True, slots=True)
class Demands:
    """What a framework asks of all points together (总体要求). ``unseen`` are points that nobody could read."""

    total: Fraction | None
    unseen: Fraction
    whole: bool
    clause: str
    origin: Origin

    def breaches(self, total: Fraction, single: Points) -> Iterator[Breach]:
        """What a sheet breaks: by its total, and by ``single`` points that are not whole."""
        if self.total is not None and total != self.total:
            yield wrong_total(total, self.total, self.clause)
        for name, points in single.items():
            if self.whole and points.denominator != 1:
                yield Breach(BreachKind.WHOLE, f"“{name}”", f"{plain(points)}分", "整数", self.clause)

    @property
    def words(self) -> str:
        """The demand in words; empty where there is none."""
        total = f"合计{plain(self.total)}分" if self.total is not None else ""
        unseen = f"其中{plain(self.unseen)}分没有看到" if self.unseen else ""
        return "，".join(filter(None, (total, unseen, "分值取整数" if self.whole else "")))


def wrong_total(found: Fraction, total: Fraction, clause: str) -> Breach:
    """The breach of a total."""
    return Breach(BreachKind.TOTAL, "分值合计", f"{plain(found)}分", f"{plain(total)}分", clause)


def _sum(names: tuple[str, ...]) -> str:
    return f"“{'、'.join(names)}”{'合计' if len(names) > 1 else ''}"


def _share(names: tuple[str, ...], points: Points, total: Fraction) -> Fraction:
    return sum((points.get(name, Fraction(0)) for name in names), Fraction(0)) * 100 / total


# ── reading ─────────────────────────────────────────────────────────────────────────────────────────


def read_block(row: Entry, clause: str) -> Block:
    """Read one ``[[block]]``; points need a clause, its own or that of all points."""
    asks = any(row.has(key) for key in ("weight", "min_weight", "ending"))
    return Block(
        name=row.text("name"),
        weight=row.maybe_number("weight"),
        min_weight=row.maybe_number("min_weight"),
        endings=_read_endings(row),
        clause=row.text("clause", (clause or None) if asks else ""),
        origin=row.origin,
    )


def _read_endings(row: Entry) -> tuple[int, ...]:
    digits = row.numbers("ending")
    for number, digit in enumerate(digits):
        if digit not in range(10):
            row.complain("ending", digit, "0 至 9 的整数", number)
    return tuple(int(digit) for digit in digits if digit in range(10))


def read_limit(row: Entry) -> Limit:
    """Read one ``[[limit]]``: a share in %, or the blocks to compare with."""
    if row.has("value") == row.has("than"):
        row.complain("value", "value 和 than 都写了" if row.has("value") else "（缺）", "value、than 之一")
    return Limit(
        of=row.texts("of", required=True),
        bound=row.choice("relation", Bound),
        value=row.maybe_number("value"),
        than=row.texts("than"),
        clause=row.text("clause"),
        note=row.text("note", ""),
        origin=row.origin,
    )


def read_demands(table: Entry) -> Demands:
    """Read ``[points]``; an absent table asks nothing."""
    asks = any(table.has(key) for key in ("total", "whole"))
    return Demands(
        total=table.maybe_number("total"),
        unseen=table.number("unseen", Fraction(0)),
        whole=table.flag("whole", default=False),
        clause=table.text("clause", None if asks else ""),
        origin=table.origin,
    )
