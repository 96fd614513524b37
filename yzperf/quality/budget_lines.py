"""Amounts of the report and the lines of budget.csv that they speak of (文字与资金表的对应)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from yzperf.domain.case import CaseInfo
from yzperf.domain.claims import Claim, Claims, Role, Standing, TieKind
from yzperf.domain.units import conversion, is_money
from yzperf.quality.intervals import decimals, is_magnitude_apart
from yzperf.quality.subject import Subject
from yzperf.quality.unit_lines import table_of
from yzperf.quality.whole import WholeProject
from yzperf.quality.wording import plain_name

# what a number of this role may be: 预算 without a further word is that of the year's beginning or that after changes
COLUMNS = {
    Role.BUDGET: ("年初预算数", "全年预算数"),
    Role.ADJUSTED_BUDGET: ("全年预算数",),
    Role.RECEIVED: ("到位数",),
    Role.SPENT: ("全年执行数",),
    Role.BALANCE: ("结余",),
    Role.ADJUSTMENT: ("调增", "调减"),
}
_CHANGED = re.compile(
    r"(?:(?:追加|调增|调减|追减|核减|压减)了?|应(?:到位|拨付|下达))[^，,、；;\d]*$"
)  # 追加上级专项转移支付180万元
_PART = re.compile(r"[\s,，]*(?:主要|全部|专项)?(?:用于|用作|作为|系|为其)")
_LACKING = re.compile("(?:少|未|欠|缺|差|尚未|没有)(?:到位|拨付|支付|支出|执行|配套)(?:了|金额|资金|为|共计?|合计)?$")
_TOTALS = ("合计", "总计")
_TOTAL_ROW = re.compile("(?:合计|总计|共计)$")
_MANY = 3  # paragraphs and tables of another magnitude: it is the unit of the case that is not meant
_FEWEST = 2  # sources of budget.csv among the rows that make a table one of the same money


@dataclass(frozen=True, slots=True)
class Line:
    """One source of money, blank for the whole, with what it says of each column."""

    name: str
    values: dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class Stated:
    """An amount of the report with what budget.csv has for it. ``is_certain``: nothing else can be meant."""

    claim: Claim
    line: Line
    values: tuple[Decimal, ...]
    unit: str
    is_certain: bool

    @property
    def agrees(self) -> bool:
        """Whether the printed amount can be one of the values."""
        return not self.values or any(_same(self.claim, value, self.unit) for value in self.values)

    @property
    def is_magnitude(self) -> bool:
        """Whether it has the digits of a value in another unit."""
        factor = conversion(self.claim.unit, self.unit) or Fraction(0)
        printed = abs(Fraction(self.claim.value)) * factor
        return any(is_magnitude_apart(printed, Fraction(value)) for value in self.values)

    @property
    def right(self) -> str:
        """The values with their unit, as a finding names them."""
        return "或".join(dict.fromkeys(f"{value:,f}{self.unit}" for value in self.values))


def lines_of(budget: pd.DataFrame) -> list[Line]:
    """The sources of a budget table and, last, its total."""
    columns = [name for name in budget.columns if name not in ("资金来源", "执行率")]
    lines = [_line(row, columns) for row in budget.to_dict("records")]
    whole = next((line for line in lines if line.name in _TOTALS), lines[0] if len(lines) == 1 else None)
    parts = [line for line in lines if line is not whole and line.name not in _TOTALS]
    return [*parts, *([Line("", whole.values)] if whole else [])]


def _line(row: Mapping[Hashable, object], columns: Sequence[str]) -> Line:
    values = {str(name): value for name in columns if isinstance(value := row[name], Decimal)}
    return Line(plain_name(str(row["资金来源"])), values)


def stated_amounts(claims: Claims, budget: pd.DataFrame, info: CaseInfo, subject: Subject) -> Iterator[Stated]:
    """Every exact amount of the evaluated year that budget.csv knows as well; where a cell of the same row tells it,
    another one (首付款, 未支出) is something else."""
    lines, whole = lines_of(budget), WholeProject(claims, subject)
    tables = _tables_of(claims, lines)
    made: list[Stated] = []
    for claim in (*claims.of(*COLUMNS), *_parts_of_amounts(claims, lines)):
        if not _is_of_year(claim, info):
            continue
        in_table = table_of(claim) in tables and bool(_TOTAL_ROW.search(claim.subject))
        line = _total(lines) if in_table else _line_of(claim, lines, whole)
        if line:
            certain = bool(line.name) or in_table or whole.holds(claim)
            made.append(Stated(claim, line, _values_of(claim, line), info.money_unit, certain))
    made = _in_unit_of_table(made)
    yield from (one for one in made if one.agrees or not (_is_told_beside(one, claims) or _is_in_parts(one, made)))


def _in_unit_of_table(made: list[Stated]) -> list[Stated]:
    """The same in 万元 or 元 where that fits most amounts and the unit of the case few: a case that says the unit of
    the report for that of budget.csv."""
    apart = [one for one in made if one.is_magnitude]
    if len({table_of(one.claim) or one.claim.where.paragraph for one in apart}) < _MANY or 2 * len(apart) <= len(made):
        return made
    others = ([replace(one, unit=unit) for one in made] for unit in ("万元", "元"))
    return next((other for other in others if 2 * sum(one.agrees for one in other) > len(other)), made)


def _is_told_beside(one: Stated, claims: Claims) -> bool:
    beside = (claim for claim in claims.own if claim.group == one.claim.group) if table_of(one.claim) else ()
    told = (replace(claim, unit=claim.unit or one.claim.unit) for claim in beside if claim is not one.claim)
    return any(replace(one, claim=claim).agrees for claim in told if is_money(claim.unit))


def _is_in_parts(one: Stated, made: Sequence[Stated]) -> bool:
    """Whether several rows of a table are of one source (本级财政资金, 追加本级财政资金), which together come to it."""
    table = table_of(one.claim)
    rows = [other.claim for other in made if other.line is one.line and other.claim.role is one.claim.role]
    rows = [claim for claim in rows if table and table_of(claim) == table and claim.unit == one.claim.unit]
    return len(rows) > 1 and replace(one, claim=_together(rows)).agrees


def _together(claims: Sequence[Claim]) -> Claim:
    return replace(claims[0], value=sum((claim.value for claim in claims), Decimal(0)))


def _values_of(claim: Claim, line: Line) -> tuple[Decimal, ...]:
    """What the line has for it; where the text does not tell 调增 from 调减, a column of nothing is not what it means."""
    columns = COLUMNS[claim.role]
    told = [name for name in columns if name in claim.subject] if claim.role is Role.ADJUSTMENT else columns
    values = tuple(line.values[name] for name in told or columns if name in line.values)
    if not told and claim.role is Role.ADJUSTMENT and len(values) > 1:
        values = (*values, abs(values[0] - values[1]))  # 净追加: what was added less what was cut
    return values if told or not claim.value else tuple(value for value in values if value)


def _parts_of_amounts(claims: Claims, lines: Sequence[Line]) -> Iterator[Claim]:
    """全年支出100万元，其中：省级60万元: a part that is named by its source is of the role of its whole."""
    for tie in claims.ties:
        if tie.kind is TieKind.PARTS and tie.result.role in COLUMNS:
            named = (part for part in tie.terms if part.role is Role.AMOUNT)
            yield from (
                replace(part, role=tie.result.role)
                for part in named
                if any(line.name and line.name in plain_name(part.subject) for line in lines)
            )


def _tables_of(claims: Claims, lines: Sequence[Line]) -> set[str]:
    """Tables with a row for each of several sources of budget.csv: their total is the whole."""
    named: dict[str, set[str]] = defaultdict(set)
    for claim in claims.of(*COLUMNS):
        subject = plain_name(claim.subject)
        named[table_of(claim)] |= {line.name for line in lines if line.name and line.name in subject}
    return {table for table, names in named.items() if table and len(names) >= _FEWEST}


def _is_of_year(claim: Claim, info: CaseInfo) -> bool:
    """Whether it states the whole year, and not one purpose (支出80万元用于…): 截至9月底 and other years are other amounts."""
    if claim.standing is not Standing.STATED or not claim.is_exact or claim.bound:
        return False
    if _PART.match(claim.sentence.partition(claim.text)[2]) or _LACKING.search(claim.sentence.partition(claim.text)[0]):
        return False
    before = re.split("[；;]", claim.sentence.partition(claim.text)[0])[-1]
    if claim.role is not Role.ADJUSTMENT and _CHANGED.search(before):
        return False
    named = re.findall(r"(?:19|20)\d\d", before)[-1:] + re.findall(r"(?:19|20)\d\d", claim.period)
    if "上年" in claim.period or "去年" in claim.period or "同期" in claim.period or "上一年" in claim.period:
        return False
    if re.search(r"\d月(?!31|12)|季度|半年", claim.period) and not re.search("12月|年底|年末", claim.period):
        return False
    return all(int(year) == info.year for year in named)


def _total(lines: Sequence[Line]) -> Line | None:
    return next((line for line in lines if not line.name), None)


def _line_of(claim: Claim, lines: Sequence[Line], whole: WholeProject) -> Line | None:
    """The line that a claim speaks of: one source by its name, or the whole; None where that is not sure."""
    subject = plain_name(claim.subject)
    named = [line for line in lines if line.name and line.name in subject]
    if len(named) == 1 and not _is_of_all(claim, named[0], lines):
        return named[0]
    is_whole = len(named) < 2 and claim.role is not Role.ADJUSTMENT and not whole.part(claim.subject)
    return _total(lines) if is_whole else None


def _is_of_all(claim: Claim, line: Line, lines: Sequence[Line]) -> bool:
    """Whether the source was named before the sentence only, and the amount is that of all."""
    whole = _total(lines) if line.name not in plain_name(claim.sentence) else None
    return whole is not None and any(_same(claim, value, claim.unit) for value in _values_of(claim, whole) if value)


def _same(claim: Claim, value: Decimal, unit: str) -> bool:
    """Whether the printed amount can be this value, which itself is rounded to its own decimals; a cut has a minus."""
    ends = claim.interval(unit)
    half = Fraction(1, 2) / 10 ** decimals(value)
    if ends and claim.role is Role.ADJUSTMENT and ends[1] < 0:
        ends = -ends[1], -ends[0]
    return ends is None or (ends[0] <= Fraction(value) + half and Fraction(value) - half <= ends[1])
