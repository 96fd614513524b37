"""B09 比率与增减复算 (tables): what the columns of a table keep in every other row holds in the one that departs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.scorecard import half_up
from yzperf.errors import Place
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.column_relations import Relation, find_relations
from yzperf.quality.printed import Printed
from yzperf.quality.printed_tables import PrintedCell, PrintedTable, tables_of
from yzperf.quality.relation_kinds import RelationKind
from yzperf.quality.table_rows import is_total

_FEWEST = 3  # rows that keep a relation
_FEWEST_EXACT = 2  # where every number has three figures or more
_FIGURES = 3
_RATE = re.compile("率|占比|比重|比例|进度|占|度$|%|÷|/")
_CHANGE = re.compile("增|减|升|降|变化|变动|同比|环比|幅")
_LEFT = re.compile("差|余|增|减|变|失|扣|缺|未|净|超|降|升")
_WHOLE = re.compile("计|总|全|数$|量$|额$|问卷|份|人")
_NOT_SCORED = re.compile("得分$|分值|权重|评分|指标值|目标值|完成值|序号|年度$|编号")
_OF_SCORES = re.compile("得分率|失分|扣分|丢分")
# what the heading of a column has to say for each kind of relation to be more than a lead
_SAYS = {
    RelationKind.RATIO: _RATE,
    RelationKind.GROWTH: _CHANGE,
    RelationKind.GROWTH_ALONG: re.compile("增|降|同比|环比|幅"),
    RelationKind.SHARE: re.compile("占|比重|比例|构成"),
    RelationKind.DIFFERENCE: _LEFT,
    RelationKind.SUM: _WHOLE,
    RelationKind.PRODUCT: re.compile("金额|补贴|补助|费|资金|支出|额|产值|造价"),
    RelationKind.QUOTIENT: re.compile("均|单价|单位|每|标准|成本"),
}
_TOTAL = re.compile("合计|总计|共计|小计|平均|全部|全年|全[市县区镇]|总体")
_SUM_ROW = re.compile("合计|总计|共计|全年")
_NOT_ADDED = re.compile("率|度(?:$|[(（])|%|％|加权|均|单价|比|标准|增|排名")
_PAIR = ("part", "whole")
_PER_CENT = re.compile("[(（][%％][)）]|(?:率|比|比重|占比|比例|幅)[%％]$")
_STEP = re.compile("同比|环比|比上[年月季]|增长率|增速|增幅")
_YEAR = re.compile(r"(?:19|20)\d\d年?度?$")
_PER_UNIT = re.compile("均|每|单位成本")
_WORDS = {
    RelationKind.RATIO: "{0} ÷ {1}",
    RelationKind.QUOTIENT: "{0} ÷ {1}",
    RelationKind.GROWTH: "由 {1} 到 {0} 的增减率",
    RelationKind.GROWTH_ALONG: "{0} 比前一期的增减率",
    RelationKind.SHARE: "{0} 占合计的比重",
    RelationKind.DIFFERENCE: "{0} － {1}",
    RelationKind.SUM: "各部分（{all}）相加",
    RelationKind.PRODUCT: "{0} × {1}",
}


@dataclass(frozen=True, slots=True)
class _Grid:
    """A table or the same turned on its side: headings, names of the rows, their numbers.

    What is merged over several rows is told of them together, and a number of none of them.
    """

    heads: tuple[str, ...]
    names: tuple[str, ...]
    cells: tuple[tuple[PrintedCell, ...], ...]
    numbers: tuple[dict[int, Printed], ...]


@check("B09", title="比率与增减复算", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def rows_keep_what_the_others_keep(report: Document) -> Iterator[Hit]:
    """A rate, difference, product or sum of columns that all other rows keep is broken by no row."""
    yield from _broken_rows(report, "报告里没有三行以上数字的表格")


@check("B09", title="比率与增减复算", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def sheet_rows_keep_what_the_others_keep(sheets: Document) -> Iterator[Hit]:
    """The same of the workbooks that were handed in beside the report."""
    yield from _broken_rows(sheets, "交来的工作簿里没有三行以上数字的表格")


def _broken_rows(document: Document, nothing: str) -> Iterator[Hit]:
    tables = [
        table for table in tables_of(document) if table.rows and max(len(table.rows), len(table.rows[0])) > _FEWEST
    ]
    if not tables:
        raise Inapplicable(nothing)
    for table in tables:
        upright, turned = _grid(table), _grid(table.turned)
        first: dict[Place, Hit] = {}
        for where, hit in (*_of_grid(upright), *_totals(upright), *_of_grid(turned)):
            first.setdefault(where, hit)
        yield from first.values()


def _grid(table: PrintedTable) -> _Grid:
    start = table.first_line
    heads = tuple(
        "".join(dict.fromkeys(cell.text for cell in column)) for column in zip(*table.rows[:start], strict=True)
    )
    rows = table.rows[start:]
    in_percent = {at for at, head in enumerate(heads) if _PER_CENT.search(head)}
    merged = {where for where, times in Counter(cell.where for row in rows for cell in row).items() if times > 1}
    numbers = tuple(
        {
            at: one.as_percent if at in in_percent or _PER_CENT.search(row[0].text) else one
            for at, cell in enumerate(row)
            if at and cell.where not in merged and (one := cell.number)
        }
        for row in rows
    )
    return _Grid(heads, tuple(row[0].text for row in rows), rows, numbers)


def _of_grid(grid: _Grid) -> Iterator[tuple[Place, Hit]]:
    """One finding a row: at the cell that most broken relations have in common, else at the result."""
    total = next((at for at in reversed(range(len(grid.names))) if _SUM_ROW.search(grid.names[at])), None)
    found = [one for one in find_relations(grid.numbers, 1, total) if _is_sure(one, grid)]
    for row in sorted({one.broken[0] for one in found}):
        broken = [one for one in found if one.broken[0] == row]
        shared = Counter(column for one in broken for column in {one.target, *one.terms})
        best = min(broken, key=lambda one: (_rank(one, grid), -len(one.kept)))
        blamed = max({best.target, *best.terms}, key=lambda column: (shared[column], column == best.target))
        yield grid.cells[row][blamed].where, _hit(best, grid, row, blamed)


def _totals(grid: _Grid) -> Iterator[tuple[Place, Hit]]:
    """Under a heading 合计 stands the sum of all others of the row, if as many rows say so as say otherwise."""
    totals = [at for at, head in enumerate(grid.heads) if is_total(head)]
    if len(totals) != 1:
        return
    added = {row: ends for row, numbers in enumerate(grid.numbers) if (ends := _added(numbers, totals[0]))}
    wrong = [row for row, ends in added.items() if not grid.numbers[row][totals[0]].meets(*ends)]
    for row in wrong if 2 * len(wrong) <= len(added) else ():
        target, ends = grid.numbers[row][totals[0]], added[row]
        shown = _as_printed((ends[0] + ends[1]) / 2, target)
        message = f"“{grid.names[row]}”的“{grid.heads[totals[0]]}”：各项相加 应为 {shown}，表上写 {target.text}"
        where = grid.cells[row][totals[0]].where
        yield where, Hit(where, message, target.text, shown)


def _added(numbers: dict[int, Printed], total: int) -> tuple[Fraction, Fraction] | None:
    """The sum of all but the total; None where there is none, fewer than two parts, or rates among amounts."""
    parts = [one for at, one in numbers.items() if at != total]
    rates = {"%" in one.text for one in numbers.values()}
    if total not in numbers or len(parts) < len(_PAIR) or len(rates) > 1:
        return None
    if rates == {True} and numbers[total].value != 1:
        return None  # the rate of all is no sum of rates; only shares add up, to 100 %
    return sum((one.low for one in parts), Fraction(0)), sum((one.high for one in parts), Fraction(0))


def _rank(one: Relation, grid: _Grid) -> int:
    """Which of several ways to put one relation is the one that people compute: 率 from its counts, 人均 from its amount."""
    if one.kind is RelationKind.QUOTIENT:
        return 1 if _PER_UNIT.search(grid.heads[one.target]) else len(_ORDER)
    return _ORDER.index(one.kind)


_ORDER = (
    RelationKind.RATIO, RelationKind.SHARE, RelationKind.GROWTH, RelationKind.GROWTH_ALONG, RelationKind.SUM,
    RelationKind.DIFFERENCE, RelationKind.PRODUCT,
)  # fmt: skip


def _is_sure(one: Relation, grid: _Grid) -> bool:
    row, head = one.broken[0], grid.heads[one.target]
    if (
        _NOT_SCORED.search(head)
        or not _SAYS[one.kind].search(head)
        or _is_capped(one, grid)
        or _is_of_another_base(one, grid)
        or (_TOTAL.search(grid.names[row]) and not _is_rate_of_sums(one, grid))
    ):
        return False
    if not _OF_SCORES.search(head) and any(_NOT_SCORED.search(grid.heads[term]) for term in one.terms):
        return False  # 得分 follows its own rule, with a most and a least
    if one.kind is RelationKind.SUM and not _can_be_added(one, grid):
        return False
    if _is_named_growth(one, grid):
        return True
    return len(one.kept) >= (_FEWEST_EXACT if _is_exact(one, grid) else _FEWEST)


def _is_rate_of_sums(one: Relation, grid: _Grid) -> bool:
    """Whether the row of the total is told by its own amounts: what differs there differs as in all rows; of a rate the
    amounts are the sums of all other rows, and it is not the plain mean of theirs."""
    at = one.broken[0]
    others = {row for row in range(len(grid.numbers)) if row != at and one.target in grid.numbers[row]}
    if one.kind in (RelationKind.DIFFERENCE, RelationKind.GROWTH):
        return others <= set(one.kept) | _trivial(one, grid) and not _is_mean(grid, at, one.target)
    if one.kind not in (RelationKind.RATIO, RelationKind.QUOTIENT) or not _SUM_ROW.search(grid.names[at]):
        return False
    is_kept = others <= set(one.kept) | _trivial(one, grid)
    return is_kept and all(_is_added_up(grid, at, term) for term in one.terms) and not _is_mean(grid, at, one.target)


def _trivial(one: Relation, grid: _Grid) -> set[int]:
    """Rows that keep a relation without bearing it out (100 %), or have nothing in that column."""
    rows = range(len(grid.numbers))
    return {row for row in rows if one.target not in grid.numbers[row] or grid.numbers[row][one.target].value in (0, 1)}


def _is_added_up(grid: _Grid, at: int, column: int) -> bool:
    parts = [numbers.get(column) for row, numbers in enumerate(grid.numbers) if row != at]
    told = [part for part in parts if part]
    low, high = (sum((getattr(part, end) for part in told), Fraction(0)) for end in ("low", "high"))
    return len(told) == len(parts) and grid.numbers[at][column].meets(low, high)


def _is_mean(grid: _Grid, at: int, column: int) -> bool:
    others = [numbers[column].value for row, numbers in enumerate(grid.numbers) if row != at and column in numbers]
    target, unit = grid.numbers[at][column], grid.numbers[at][column].high - grid.numbers[at][column].low
    return bool(others) and abs(sum(others, Fraction(0)) / len(others) - target.value) <= unit


def _is_named_growth(one: Relation, grid: _Grid) -> bool:
    """支出、同比增长 side by side, in rows of successive years: one row that keeps it is enough."""
    is_beside = one.kind is RelationKind.GROWTH_ALONG and one.target == one.terms[0] + 1
    rows = [grid.names[at] for at in (*one.kept, *one.broken)]
    return (
        is_beside
        and bool(_STEP.search(grid.heads[one.target]))
        and all(map(_YEAR.match, rows))
        and _is_exact(one, grid)
    )


def _can_be_added(one: Relation, grid: _Grid) -> bool:
    """Rates and averages of the parts are not added up to that of the whole; nor is a table whose parts overlap."""
    row = grid.numbers[one.broken[0]]
    said = grid.names[one.broken[0]]
    return not _NOT_ADDED.search(said) and not any("%" in row[column].text for column in (one.target, *one.terms))


def _is_exact(one: Relation, grid: _Grid) -> bool:
    """Whether the results that bear the relation out have so many figures that two of them are enough."""
    results = [grid.numbers[row][one.target] for row in one.kept]
    return all(sum(sign.isdigit() for sign in result.text.lstrip("-0.")) >= _FIGURES for result in results)


def _is_capped(one: Relation, grid: _Grid) -> bool:
    """超额完成的按 100% 填."""
    ends = one.expected(grid.numbers, one.broken[0])
    return grid.numbers[one.broken[0]][one.target].value == 1 and ends is not None and ends[0] > 1


def _is_of_another_base(one: Relation, grid: _Grid) -> bool:
    """年初计划、调整后计划、合同数量: whether two other columns of the row give the very rate."""
    if one.kind is not RelationKind.RATIO:
        return False
    numbers = grid.numbers[one.broken[0]]
    target = numbers[one.target]
    others = (number.value for column, number in numbers.items() if column not in (one.target, *one.terms))
    part = numbers[one.terms[0]].value
    return any(target.low <= part / base <= target.high for base in others if base)


def _hit(one: Relation, grid: _Grid, row: int, blamed: int) -> Hit:
    numbers = grid.numbers[row]
    terms = [numbers[term].text for term in one.terms]
    if one.kind is RelationKind.RATIO and len(terms) > len(_PAIR):
        terms = ["（" + "＋".join(terms[:-1]) + "）", terms[-1]]
    shown = _shown(one, grid, row)
    words = _WORDS[one.kind].format(*terms, all="、".join(terms))
    target, name = numbers[one.target].text, grid.names[row]
    message = f"“{name}”的“{grid.heads[one.target]}”：{words} 应为 {shown}，表上写 {target}；其余 {len(one.kept)} 行都是这样算的"
    cell = grid.cells[row][blamed]
    right = shown if "%" in cell.text else shown.rstrip("%")
    return Hit(cell.where, message, cell.text, right if blamed == one.target else "")


def _shown(one: Relation, grid: _Grid, row: int) -> str:
    ends = one.expected(grid.numbers, row)
    return "" if ends is None else _as_printed((ends[0] + ends[1]) / 2, grid.numbers[row][one.target])


def _as_printed(value: Fraction, target: Printed) -> str:
    """A value with the decimals and the sign of what stands in its place."""
    is_rate = "%" in target.text
    scale: Fraction | int = 100 if is_rate else 1
    return f"{half_up(value * scale, max(0, target.decimals - (2 if is_rate else 0)))}{'%' if is_rate else ''}"
