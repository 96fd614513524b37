"""B09 比率与增减复算 (discounting): present values, their running sum, net present value, benefit–cost ratio, internal rate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from yzperf.domain.claims.plain import plain_text
from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.discounting import Year, faults_of, internal_rate, years_of
from yzperf.quality.passage_values import Passage, passages
from yzperf.quality.printed import Printed, read_printed
from yzperf.quality.printed_tables import PrintedTable, tables_of

_RATE = re.compile(
    r"(?P<a>\d+(?:\.\d+)?)%(?:的|作为|为)?(?:社会|财务|年|基准|名义|实际)*[折贴]现率"
    r"|[折贴]现率(?:统一|均)?(?:为|取|按|采用|设为|定为|选取|=)?(?P<b>\d+(?:\.\d+)?)%"
)
_AMOUNT = re.compile(r"(?<![\d.,])(?P<value>-?\d[\d,]*(?:\.\d+)?)(?P<unit>亿元|万元|元)")
_NET = re.compile(
    r"净现值(?:\(?NPV\)?)?(?:合计|总计)?(?:约?为|是|达到?|=)?(?P<value>-?\d[\d,]*(?:\.\d+)?)(?P<unit>亿元|万元|元)"
)
_RATIO = re.compile(
    r"(?:效益(?:与|和|—|-|/)?成本(?:之?比|比率|比值)|效益费用比|益本比|成本效益比|BCR)(?:\(?BCR\)?)?(?:约?为|是|达到?|=)?(?P<value>\d+(?:\.\d+)?)"
)
_RETURN = re.compile(r"内部(?:收益|报酬|回报)率(?:\(?[EF]?IRR\)?)?(?:约?为|是|达到?|=)?(?P<value>\d+(?:\.\d+)?%)")
_UNITS = {"元": Fraction(1), "万元": Fraction(10**4), "亿元": Fraction(10**8)}
_OTHER_CASE = re.compile("敏感性|如果|若|假如|情景|悲观|乐观|上浮|下浮|变动|不利|有利")


@check("B09", title="比率与增减复算", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def discounted_flows_hold(report: Document) -> Iterator[Hit]:
    """Each present value is flow × factor, each factor a power of the rate, and the results follow from them."""
    tables = [(table, years) for table in tables_of(report) if (years := years_of(table))]
    if not tables:
        raise Inapplicable("报告没有印出折现表")
    said = [one for one in passages(report) if _NET.search(one.text) and not _OTHER_CASE.search(one.text)]
    for table, years in tables:
        rates = _rates([plain_text(table.near), *(one.text for one in said)])
        faults = faults_of(years, rates[0] if len(rates) == 1 else None)
        for fault in faults:
            message = f"{fault.reason} 应为 {fault.right}，表上写 {fault.cell.text}"
            yield Hit(fault.cell.where, message, fault.cell.text, fault.right)
        for one in said if len(tables) == 1 and not faults else ():
            yield from _results(table, years, one)


def _rates(texts: Sequence[str]) -> list[Fraction]:
    found = {match["a"] or match["b"] for text in texts for match in _RATE.finditer(text)}
    return sorted(Fraction(one) / 100 for one in found)


def _results(table: PrintedTable, years: Sequence[Year], said: Passage) -> Iterator[Hit]:
    unit = next((scale for word, scale in reversed(_UNITS.items()) if word in table.near + _heads(table)), None)
    if unit is None:
        return
    total = _sum([year.present for year in years])
    cost = _cost(said, total, unit)
    net = _NET.search(said.text)
    if cost is None or net is None:
        return
    if told_net := _scaled(net, unit):
        yield from _judged(
            said, told_net, (total.low - cost.high, total.high - cost.low), f"{total.text} － {cost.text}"
        )
    if (ratio := _RATIO.search(said.text)) and (told := read_printed(ratio["value"])):
        yield from _judged(said, told, (total.low / cost.high, total.high / cost.low), f"{total.text} ÷ {cost.text}")
    yield from _internal(said, years, cost)


def _heads(table: PrintedTable) -> str:
    return "".join(cell.text for row in table.rows[: table.first_line] for cell in row)


def _sum(parts: Sequence[Printed]) -> Printed:
    value, low, high = (sum((getattr(one, end) for one in parts), Fraction(0)) for end in ("value", "low", "high"))
    decimals = max(one.decimals for one in parts)
    return Printed(f"{float(value):,.{decimals}f}", value, low, high, decimals)


def _cost(said: Passage, total: Printed, unit: Fraction) -> Printed | None:
    """What the paragraph calls 成本 or 投资: the amount below the total that makes the told net value nearest to a difference."""
    net = _NET.search(said.text)
    told = _scaled(net, unit) if net else None
    amounts = [(match, _scaled(match, unit)) for match in _AMOUNT.finditer(said.text)]
    costs = [one for match, one in amounts if one and not (net and match.start("value") == net.start("value"))]
    costs = [one for one in costs if not one.meets(total.low, total.high) and one.value > 0]
    if told is None or not costs:
        return None
    best = min(costs, key=lambda one: abs(total.value - one.value - told.value))
    is_near = abs(total.value - best.value - told.value) * 5 <= abs(total.value - best.value)
    return best if is_near else None


def _scaled(match: re.Match[str], unit: Fraction) -> Printed | None:
    number, scale = read_printed(match["value"]), _UNITS[match["unit"]] / unit
    if number is None:
        return None
    return replace(number, value=number.value * scale, low=number.low * scale, high=number.high * scale)


def _internal(said: Passage, years: Sequence[Year], cost: Printed) -> Iterator[Hit]:
    """By flows that begin at once, or a year later."""
    match = _RETURN.search(said.text)
    told = read_printed(match["value"]) if match else None
    if told is None:
        return
    start = 0 if years[0].factor.meets(1, 1) else 1
    found = internal_rate(float(cost.value), [float(year.flow.value) for year in years], start)
    if found is not None:
        slack = Fraction(1, 2000)  # flows and cost were rounded before they were printed
        exact = Fraction(found)
        yield from _judged(said, told, (exact - slack, exact + slack), "按表中各年数额求内部收益率", "%")


def _judged(said: Passage, told: Printed, ends: tuple[Fraction, Fraction], words: str, sign: str = "") -> Iterator[Hit]:
    if told.meets(*ends):
        return
    middle = (ends[0] + ends[1]) / 2 * (100 if sign else 1)
    right = f"{float(middle):,.{max(0, told.decimals - (2 if sign else 0))}f}{sign}"
    yield Hit(said.where, f"{words} 应为 {right}，此处写 {told.text}", told.text, right)
