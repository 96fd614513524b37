"""Printed tables of discounted flows (折现表): the flow, factor and present value of each year, and what must follow from them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from yzperf.quality.printed import Printed
from yzperf.quality.printed_tables import Line, PrintedCell, PrintedTable

_ROLES = {
    "factor": re.compile("[折贴]现系数|现值系数|折算系数"),
    "running": re.compile("累计"),
    "present": re.compile("现值"),
}
_FLOWS = tuple(map(re.compile, ("净(?!现值)", "效益|收益|收入|流入", "成本|费用|支出|流出|投资", "金额|流量")))
_FEWEST = 3  # years of a table
_CLOSING = re.compile("合计|总计|小计")


@dataclass(frozen=True, slots=True)
class Year:
    """One line: the printed flow, factor, present value, and what has come together so far."""

    name: str
    flow: Printed
    factor: Printed
    present: Printed
    cells: Line

    def cell(self, role: str) -> PrintedCell:
        """Where a number of the line stands."""
        return self.cells.cells[role]


@dataclass(frozen=True, slots=True)
class Fault:
    """A printed number and the one that follows from the others."""

    cell: PrintedCell
    reason: str
    right: str


def years_of(table: PrintedTable) -> tuple[Year, ...]:
    """The years of a table of discounted flows, by the column of flows that all years but one bear out; else none."""
    ways = (tuple(_years(table, flow)) for flow in _FLOWS)
    best = max(ways, key=lambda years: sum(_product(year) is None for year in years))
    is_borne_out = sum(_product(year) is None for year in best) >= max(_FEWEST - 1, len(best) - 1)
    return best if len(best) >= _FEWEST and is_borne_out else ()


def _years(table: PrintedTable, flow: re.Pattern[str]) -> Iterator[Year]:
    lines = table.lines(_ROLES | {"flow": flow}, "factor", "present", "flow")
    yield from (year for line in lines if not _CLOSING.search(line.name) if (year := _year(line)))


def _year(line: Line) -> Year | None:
    flow, factor, present = (line.number(role) for role in ("flow", "factor", "present"))
    return Year(line.name, flow, factor, present, line) if flow and factor and present else None


def faults_of(years: Sequence[Year], rate: Fraction | None) -> list[Fault]:
    """Factors of no power of the rate; else present values that are no products; else sums that do not run on."""
    factors = list(_factors(years, rate)) if rate else []
    products = [fault for year in years if (fault := _product(year))]
    return factors or products or list(_running(years))


def _product(year: Year) -> Fault | None:
    low, high = sorted((year.flow.low * year.factor.low, year.flow.high * year.factor.high))
    if year.present.meets(low, high):
        return None
    right = _shown(year.flow.value * year.factor.value, year.present)
    return Fault(year.cell("present"), f"{year.flow.text} × {year.factor.text}", right)


def _running(years: Sequence[Year]) -> Iterator[Fault]:
    """The first step that is wrong: the next is so too where the sum, not the part, was mistyped."""
    for before, year in pairwise(years):
        had, has = before.cells.number("running"), year.cells.number("running")
        if had and has and not has.meets(had.low + year.present.low, had.high + year.present.high):
            right = _shown(had.value + year.present.value, has)
            yield Fault(year.cell("running"), f"{had.text} ＋ {year.present.text}", right)
            return


def _factors(years: Sequence[Year], rate: Fraction) -> Iterator[Fault]:
    """1/(1+r)^t with the first year as 0 or 1, whichever fits more of them; nothing where neither does."""
    fits = {start: [_is_power(year.factor, rate, start + at) for at, year in enumerate(years)] for start in (0, 1)}
    start = max(fits, key=lambda one: sum(fits[one]))
    if sum(fits[start]) < len(years) - 1 or sum(fits[start]) < _FEWEST:
        return
    for at, year in enumerate(years):
        if not fits[start][at]:
            right = _shown(1 / (1 + rate) ** (start + at), year.factor)
            yield Fault(year.cell("factor"), f"按 {float(rate):.2%} 折现 {start + at} 年", right)


def _is_power(factor: Printed, rate: Fraction, power: int) -> bool:
    exact = 1 / (1 + rate) ** power
    return factor.meets(exact, exact)


def _shown(value: Fraction, like: Printed) -> str:
    return f"{float(value):,.{like.decimals}f}"


def internal_rate(cost: float, flows: Sequence[float], start: int) -> float | None:
    """The rate at which flows from year ``start`` on pay back a cost at year 0; None where none below 1000 % does."""
    from scipy.optimize import root_scalar

    def net(rate: float) -> float:
        return sum(flow / (1 + rate) ** (start + at) for at, flow in enumerate(flows)) - cost

    least, most = -0.9, 10.0
    if not net(least) > 0 > net(most):
        return None
    found = root_scalar(net, bracket=(least, most))  # type: ignore[no-untyped-call]
    return float(found.root)
