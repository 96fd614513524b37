"""B12 公式与缓存值: what the formulas of a workbook give, what they add unseen, and totals that were typed over them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import partial

from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.formulas import cells_of, evaluate
from yzperf.domain.quantity import normalise
from yzperf.domain.scorecard import ScoreCard, ScoredRow, plain
from yzperf.domain.workings import Position, Sort, StoredCell, StoredSheet, Workings
from yzperf.quality.catalogue import Hit, Inapplicable, check

_SUM = re.compile(r"=?\+?SUM\(([A-Z0-9$:,]+)\)", re.IGNORECASE)
_NUMBER_AS_TEXT = re.compile(r"\s*[-+]?\d{1,3}(?:,?\d{3})*(?:\.\d+)?\s*|\s*[-+]?\d+(?:\.\d+)?\s*")
_TOTAL = re.compile("(?:合计|总计|小计|总分|总得分|总额)")
_NOT_ADDED = re.compile("率|单价|均|比例|占比|%|％|序号|年度|编号|排名|指标值|完成值")
_HEADING = 3  # rows above the first that is added
_FEWEST = 2  # numbers that make a column
_DIGITS = Decimal("1e-6")  # stored values are binary fractions: 0.1 + 0.2 is stored as 0.30000000000000004


@dataclass(frozen=True, slots=True)
class _Sum:
    """A formula that only adds: where it stands, and the cells that it adds."""

    at: Position
    parts: tuple[Position, ...]


@check("B12", title="公式与缓存值", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def formulas_hold(workings: tuple[Workings, ...]) -> Iterator[Hit]:
    """No formula failed; every sum is what it adds, leaves out no number, and adds nothing that nobody sees."""
    sheets = [(book, sheet) for book in workings for sheet in book.sheets]
    if not any(cell.formula or cell.sort is Sort.ERROR for _, sheet in sheets for cell in sheet.cells.values()):
        raise Inapplicable("工作簿里没有公式")
    yield from faults_of(workings)


def faults_of(workings: Sequence[Workings]) -> Iterator[Hit]:
    """What is wrong with formulas and sums of some workbooks."""
    for book, sheet in [(one, sheet) for one in workings for sheet in one.sheets]:
        yield from _failed(sheet)
        yield from _stale(book, sheet)
        sums = [found for at, cell in sheet.cells.items() if (found := _sum_of(at, cell))]
        for found in sums:
            yield from _texts(sheet, found)
            yield from _unseen(sheet, found)
        yield from _typed_over(sheet, sums)


def _failed(sheet: StoredSheet) -> Iterator[Hit]:
    for at, cell in sheet.cells.items():
        if cell.sort is Sort.ERROR:
            shown = f"（={cell.formula}）" if cell.formula else ""
            yield Hit(sheet.place(at), f"公式出错，显示 {cell.value}{shown}", cell.value)


# ── sums ────────────────────────────────────────────────────────────────────────────────────────────


def _sum_of(at: Position, cell: StoredCell) -> _Sum | None:
    match = _SUM.fullmatch(cell.formula.replace(" ", ""))
    parts = [area for text in match[1].split(",") for area in cells_of(text)] if match else []
    return _Sum(at, tuple(dict.fromkeys(parts))) if parts else None


def _value(cell: StoredCell | None) -> Decimal:
    """The number that Excel adds: texts, blanks and errors count nothing."""
    if cell is None or cell.sort is not Sort.NUMBER:
        return Decimal(0)
    try:
        return Decimal(cell.value or 0)
    except InvalidOperation:
        return Decimal(0)


def _added(sheet: StoredSheet, parts: tuple[Position, ...]) -> Decimal:
    return sum((_value(sheet.cells.get(part)) for part in parts), Decimal(0))


def _same(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= _DIGITS * max(Decimal(1), abs(one))


def _plain(value: Decimal) -> str:
    text = f"{value.quantize(_DIGITS):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _stale(book: Workings, sheet: StoredSheet) -> Iterator[Hit]:
    """Formulas of plain arithmetic of which the stored value is not what the cells give."""
    for at, cell in sheet.cells.items():
        if not cell.formula or cell.sort is not Sort.NUMBER or not cell.value:
            continue
        exact = evaluate(cell.formula.upper(), partial(_look, book, sheet))
        right = None if exact is None else Decimal(exact.numerator) / Decimal(exact.denominator)
        if right is not None and not _same(_value(cell), right):
            message = (
                f"公式 ={cell.formula} 存的值是 {_plain(_value(cell))}，按现有各格算是 {_plain(right)}，表没有重新计算"
            )
            yield Hit(sheet.place(at), message, _plain(_value(cell)), _plain(right))


def _look(book: Workings, own: StoredSheet, name: str, at: Position) -> Fraction | str | None:
    """The stored number of a cell; its text where it holds one; None for a blank cell."""
    sheet = own if not name else next((one for one in book.sheets if one.name.upper() == name), None)
    cell = sheet.cells.get(at) if sheet else None
    if sheet is None or (cell and cell.sort is Sort.ERROR):
        return ""
    if cell is None or not cell.value:
        return None
    return Fraction(_value(cell)) if cell.sort is Sort.NUMBER else cell.value


def _texts(sheet: StoredSheet, found: _Sum) -> Iterator[Hit]:
    for part in found.parts:
        cell = sheet.cells.get(part)
        if cell and cell.sort is Sort.TEXT and _NUMBER_AS_TEXT.fullmatch(normalise(cell.value)):
            message = f"“{cell.value.strip()}”是文字型数字，{sheet.place(found.at).cell} 的求和没有把它加进去"
            yield Hit(sheet.place(part), message, cell.value.strip())


def _unseen(sheet: StoredSheet, found: _Sum) -> Iterator[Hit]:
    """Hidden cells may be there for a reason: a lead."""
    if not sheet.is_shown(found.at):
        return
    hidden = [part for part in found.parts if not sheet.is_shown(part) and _value(sheet.cells.get(part))]
    if hidden:
        places = "、".join(sheet.place(part).cell for part in hidden[:5])
        much = _plain(_added(sheet, tuple(hidden)))
        message = f"求和包括隐藏的 {len(hidden)} 格（{places}），合计 {much}，看表的人看不到"
        hit = Hit(sheet.place(found.at), message, much)
        yield replace(hit, severity=Severity.MINOR, evidence=EvidenceClass.LEAD)


# ── totals that were typed ──────────────────────────────────────────────────────────────────────────


def _typed_over(sheet: StoredSheet, sums: list[_Sum]) -> Iterator[Hit]:
    """In a total row with sums, a number that was typed: wrong if it is not the sum of its own column, else fragile."""
    for row in dict.fromkeys(found.at[0] for found in sums):
        beside = [found for found in sums if found.at[0] == row]
        pattern = {tuple(part[0] for part in found.parts) for found in beside if _is_upright(found)}
        if len(pattern) == 1 and _is_total_row(sheet, row):
            yield from _typed(sheet, row, next(iter(pattern)))


def _is_upright(found: _Sum) -> bool:
    return all(part[1] == found.at[1] for part in found.parts)


def _is_total_row(sheet: StoredSheet, row: int) -> bool:
    texts = (cell.value for (at, _), cell in sheet.cells.items() if at == row and cell.sort is Sort.TEXT)
    return any(_TOTAL.search(normalise(text)) for text in texts)


def _typed(sheet: StoredSheet, row: int, rows: tuple[int, ...]) -> Iterator[Hit]:
    for (at, column), cell in sheet.cells.items():
        is_typed = at == row and cell.sort is Sort.NUMBER and not cell.formula
        parts = tuple((part, column) for part in rows)
        numbers = [part for part in parts if part in sheet.cells and sheet.cells[part].sort is Sort.NUMBER]
        if not is_typed or len(numbers) < _FEWEST or not _is_added_up(sheet, parts):
            continue
        yield _judged(sheet, (at, column), _added(sheet, parts))


def _judged(sheet: StoredSheet, at: Position, right: Decimal) -> Hit:
    typed = _plain(_value(sheet.cells[at]))
    message = f"合计行别处用公式，这里是直接键入的 {typed}"
    if _same(_value(sheet.cells[at]), right):
        hit = Hit(sheet.place(at), f"{message}，改动明细后不会随着变", typed, _plain(right))
        return replace(hit, severity=Severity.HINT, evidence=EvidenceClass.LEAD)
    return Hit(sheet.place(at), f"{message}，各行相加为 {_plain(right)}", typed, _plain(right))


def _is_added_up(sheet: StoredSheet, parts: tuple[Position, ...]) -> bool:
    """Whether the heading of a column names amounts: rates and unit prices are not added."""
    first, column = parts[0]
    above = [sheet.cells[row, column] for row in range(max(1, first - _HEADING), first) if (row, column) in sheet.cells]
    texts = "".join(cell.value for cell in above if cell.sort is Sort.TEXT)
    return bool(texts) and not _NOT_ADDED.search(texts)


# ── rows of the score sheet that nobody sees ────────────────────────────────────────────────────────


@check("B12", title="公式与缓存值", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def scored_rows_are_shown(card: ScoreCard, workings: tuple[Workings, ...]) -> Iterator[Hit]:
    """What the score sheet shows adds up to what it prints as total; hidden rows that count nothing are a lead."""
    sheet = _own_sheet(card, workings)
    if sheet is None:
        raise Inapplicable("评分表不是工作簿里的工作表")
    hidden = [row for row in card.rows if not sheet.is_shown((_row_number(row), 1))]
    if not hidden:
        return
    scores = sum((row.reported or Fraction(0) for row in hidden), Fraction(0))
    names = "、".join(f"“{row.indicator}”" for row in hidden[:3]) + ("等" if len(hidden) > 3 else "")
    message = f"评分表藏有 {len(hidden)} 行（{names}），得分合计 {plain(scores)} 分"
    total = card.sheet.reported_total
    if total and total.value and scores:
        shown = sum((row.reported or Fraction(0) for row in card.rows if row not in hidden), Fraction(0))
        message = f"{message}；看得见的各行相加 {plain(shown)} 分，总分填 {total.text} 分"
        yield Hit(hidden[0].where, message, total.text, plain(shown))
    else:
        yield Hit(hidden[0].where, message, severity=Severity.MINOR, evidence=EvidenceClass.LEAD)


def _own_sheet(card: ScoreCard, workings: tuple[Workings, ...]) -> StoredSheet | None:
    sheets = (sheet for book in workings if book.file == card.sheet.file for sheet in book.sheets)
    return next((sheet for sheet in sheets if sheet.name == card.sheet.sheet), None)


def _row_number(row: ScoredRow) -> int:
    match = re.search(r"\d+$", row.where.cell)
    return int(match[0]) if match else 0
