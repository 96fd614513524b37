"""Find and read the money block and the indicator block of a filled form (自评表、评分表、目标表、考核表)."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from yzperf.domain.evidence import read_references
from yzperf.domain.form import Forms, Layout, plain_heading
from yzperf.domain.layout_guess import ConfirmedLayout, LayoutGuess
from yzperf.domain.quantity import Kind, Quantity, normalise, read_quantity
from yzperf.domain.scoresheet import Amount, Block, IndicatorRow, MoneyRow, ScoreSheet, SheetKind
from yzperf.domain.units import convert
from yzperf.errors import LoadError, Place, Problem
from yzperf.loaders.cells import Problems, is_filler, read_amount
from yzperf.loaders.data_items import read_data_values
from yzperf.loaders.delimited import read_rows
from yzperf.loaders.document import load_document
from yzperf.loaders.grid import Grid, grid_of_rows, read_workbook
from yzperf.loaders.layout_guess import guess_layout
from yzperf.loaders.regions import split_forms
from yzperf.loaders.table_rows import split_unit
from yzperf.loaders.word_forms import form_grids
from yzperf.loaders.word_kinds import is_word

_POINTS_IN_BRACKETS = re.compile(r"\(\s*(\d+(?:\.\d+)?)\s*分?\s*[^)\d]*\)")
_LETTERED = re.compile(r"^[A-Z]\d{0,3}[.、．\s-]*(?=[\u4e00-\u9fff])")  # A决策, B1资金管理: numbers of the indicators
_GIVES_POINTS = re.compile(r"[得扣减加×*]\s*(?:满分|\d)|每.{1,8}[扣减加得]")
_SUBTOTAL = re.compile(r".{0,8}小计")
_YEAR = re.compile(r"(20\d\d)\s*年")
_BLOCK = re.compile(r"目标\s*(\d+)")
_VALUE_FIELDS = frozenset({"target", "actual", "weight", "reported"})
_LEVELS = ("l1", "l2", "indicator")
_NAME_OF_LEVEL = ("名称", "内容", "指标")
_NEARLY_ALL = 0.8
_MOST_CELLS = 200_000  # some six hundred forms


@dataclass(frozen=True)
class _Header:
    """One heading row: which column holds which field."""

    row: int
    columns: Mapping[str, int]

    def get(self, field: str) -> int | None:
        return self.columns.get(field)


def load_score_sheets(path: Path, forms: Forms) -> list[ScoreSheet]:
    """Read every filled form of a workbook, a Word document or a CSV file.

    Parameters
    ----------
    path
        An .xlsx, .docx or .csv file from outside; it is guarded and parsed in a child process.
    forms
        Heading synonyms and layouts, from ``yzperf.rules.load_forms()``.

    Raises
    ------
    LoadError
        All defects of the file at once, each with sheet, cell, what was read, what was expected and the remedy.
    """
    grids = read_grids(path)
    sheets = sheets_of(grids, forms)
    if not sheets:
        raise LoadError(_no_table(path, grids, forms))
    return sheets


def sheets_of(grids: Sequence[Grid], forms: Forms) -> list[ScoreSheet]:
    """Read the filled forms among some grids; none is no error.

    Raises
    ------
    LoadError
        All defects of all of them at once.
    """
    problems = Problems()
    parts = [part for grid in grids for part in split_forms(grid, forms)]
    sheets = [sheet for part in parts if (sheet := _read_sheet(part, forms, problems))]
    items = read_data_values(grids, problems)
    if problems.found:
        raise LoadError(problems.found)
    return [replace(sheet, items=items) for sheet in sheets]


def guess_layouts(path: Path, forms: Forms) -> list[LayoutGuess]:
    """Guess the heading row and the columns of every sheet (推测版式), for a person to confirm.

    Raises
    ------
    LoadError
        If the file cannot be read, or no sheet has anything like an indicator table.
    """
    grids = read_grids(path)
    guesses = [guess for grid in grids if (guess := guess_layout(grid, forms))]
    if not guesses:
        raise LoadError(_no_table(path, [], forms))
    return guesses


def read_grids(path: Path) -> list[Grid]:
    """Read the sheets of a workbook, the one table of a delimited file, or the forms in a Word document.

    Raises
    ------
    LoadError
        The defects of the file; or it is a list of things and no form.
    """
    grids = _read_grids(path)
    if (cells := sum(len(grid.cells) for grid in grids)) > _MOST_CELLS:
        read = f"{cells} 个填了内容的格子"
        remedy = (
            "项目清单、数据表请用 yz.load_table 读，几千个以上的项目请用 yzperf portfolio；几百张表的请分成几个文件"
        )
        expected = f"自评表、评分表等表单（不超过 {_MOST_CELLS // 10_000} 万个格子）"
        raise LoadError(Problem(Place(file=path.name), read, expected, remedy))
    return grids


def _read_grids(path: Path) -> list[Grid]:
    if path.suffix.lower() in (".csv", ".tsv", ".txt"):
        return [grid_of_rows(path.name, read_rows(path, 5 * _MOST_CELLS))]  # with room for blank ones
    if is_word(path):
        return form_grids(load_document(path))
    return read_workbook(path)


def _no_table(path: Path, grids: list[Grid], forms: Forms) -> Problem:
    guess = next((found for grid in grids if (found := guess_layout(grid, forms))), None)
    if guess:
        remedy = f"请用 yzperf layout {path.name} 核对并确认这样读对不对，确认一次以后同样的表都这样读"
        place = Place(file=path.name, sheet=guess.sheet)
        return Problem(place, f"不认识的表头；{guess.sentence()}", "认得的或已确认的版式", remedy)
    return Problem(
        Place(file=path.name),
        "没有找到指标表或资金表的表头",
        "含“三级指标/指标名称”和“指标值、实际完成值、分值”等列的表",
        "请核对是否交错了文件",
    )


def _read_sheet(grid: Grid, forms: Forms, problems: Problems) -> ScoreSheet | None:
    headers = _indicator_headers(grid, forms)
    money_header = next((h for row in grid.rows if (h := _money_header(grid, row, forms))), None)
    if not headers and not money_header:
        return None
    blocks = tuple(_blocks(grid, headers, money_header))
    layout = _choose_layout(grid, headers, money_header, blocks, forms)
    problems.found.extend(_unread_columns(grid, headers, layout, forms))
    problems.found.extend(_second_table(grid, headers, layout))
    body = _IndicatorBlock(grid, forms, headers, problems)
    rows = tuple(body.read())
    if not rows and not money_header:
        problems.add(grid.place(headers[0].row, 1), "只有表头、没有指标行", "至少一行指标", "请填写后再交")
    return ScoreSheet(
        kind=SheetKind(layout.kind),
        layout=layout.id,
        file=grid.file,
        sheet=grid.sheet,
        head=_head(grid, forms, {header.row for header in headers}),
        money=tuple(_money_rows(grid, money_header, headers, forms, problems)) if money_header else (),
        rows=rows,
        blocks=blocks,
        reported_total=body.total,
        reported_grade=body.grade,
        money_unit=_money_unit(grid, money_header),
        notes=tuple(body.notes),
        confirmed="、".join(found.source for header in headers if (found := _confirmed(grid, header.row, forms))),
    )


# ── headings ────────────────────────────────────────────────────────────────────────────────────────


def _fields(grid: Grid, row: int, synonyms: Mapping[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for column in grid.columns:
        # A heading over two rows: its cell is merged downwards and still heads this column.
        if grid.origins.get((row, column), (row, column))[1] != column:
            continue
        if field := _field_of(grid, row, column, synonyms):
            found.setdefault(field, column)
    if "indicator" not in found and "l2" in found and len(found.keys() & _VALUE_FIELDS) == len(_VALUE_FIELDS):
        found["indicator"] = found.pop("l2")  # two levels only
    if "initial_target" in found:  # alone it is the target; beside 调整指标值 it counts where nothing was adjusted
        found.setdefault("target", found["initial_target"])
    return found


def _field_of(grid: Grid, row: int, column: int, synonyms: Mapping[str, str]) -> str | None:
    """What a heading means; below a level that is divided (一级指标: 名称、分值) its name is that level, and only the
    points of the last level are those of the indicators."""
    word = plain_heading(grid.text(row, column))
    field = synonyms.get(word)
    level = synonyms.get(_divided_above(grid, row, column))
    if level not in _LEVELS:
        return field
    if word in _NAME_OF_LEVEL:
        return level
    return None if field == "weight" and level != "indicator" else field


def _divided_above(grid: Grid, row: int, column: int) -> str:
    """The heading of several columns right above this one; none over what is merged downwards."""
    above = grid.origins.get((row - 1, column))
    own = grid.origins.get((row, column), (row, column))
    is_wide = above is not None and above in (grid.origins.get((row - 1, column + side)) for side in (-1, 1))
    return plain_heading(grid.text(row - 1, column)) if is_wide and own[0] == row else ""


def _indicator_headers(grid: Grid, forms: Forms) -> list[_Header]:
    """Heading rows of the indicators. Of one heading over two lines the lower line counts; 实施期 is left aside."""
    words = [word for each in forms.layouts if each.kind == SheetKind.TARGETS for word in each.title_words]
    needed = 1 if any(word in _title(grid) for word in words) else 2
    found = [header for row in grid.rows if (header := _indicator_header(grid, row, forms, needed))]
    lower = [*(one for one, two in pairwise(found) if not _same(grid, one, two)), *found[-1:]]
    return [header for header in lower if not _is_other_period(grid, header, forms)]


def _indicator_header(grid: Grid, row: int, forms: Forms, needed: int) -> _Header | None:
    confirmed = _confirmed(grid, row, forms)
    fields = _fields(grid, row, dict(confirmed.fields) if confirmed else forms.indicator)
    told = len(fields.keys() & _VALUE_FIELDS)
    if "indicator" in fields and told >= needed - _points_stand_in_names(grid, _Header(row, fields)):
        return _Header(row, fields)
    return None


def _points_stand_in_names(grid: Grid, header: _Header) -> bool:
    """Whether the indicators carry their points themselves: 预算执行率（5分）."""
    if "weight" in header.columns or "reported" not in header.columns:
        return False
    column = header.columns["indicator"]
    names = [text for row in range(header.row + 1, grid.rows.stop) if (text := grid.own_text(row, column))]
    return len(names) > 1 and sum(map(bool, map(_points_of, names))) >= _NEARLY_ALL * len(names)


def _points_of(name: str) -> re.Match[str] | None:
    return _POINTS_IN_BRACKETS.search(normalise(name))


def _same(grid: Grid, one: _Header, two: _Header) -> bool:
    cells = [(header.row, header.columns["indicator"]) for header in (one, two)]
    if one.row + 1 == two.row and _divided_above(grid, *cells[1]):
        return True
    return grid.origins.get(cells[0], cells[0]) == grid.origins.get(cells[1], cells[1])


def _is_other_period(grid: Grid, header: _Header, forms: Forms) -> bool:
    beside = [grid.text(header.row, column) for column in range(1, min(header.columns.values()))]
    return any(plain_heading(text).startswith(forms.period_words) for text in beside)


def _title(grid: Grid) -> str:
    return "".join(text for row in list(grid.rows)[:4] for text in grid.row_texts(row))


def _confirmed(grid: Grid, row: int, forms: Forms) -> ConfirmedLayout | None:
    """The reading of these very headings that a person has confirmed; it goes before the known words."""
    headings = {plain_heading(grid.text(row, column)) for column in grid.columns} if forms.confirmed else set()
    return next((layout for layout in forms.confirmed if layout.headings <= headings), None)


# What a table of each kind cannot do without.
_NEEDED = {
    SheetKind.SELF_EVALUATION: ("target", "actual", "reported"),
    SheetKind.EVALUATION: ("target", "actual", "reported"),
    SheetKind.TARGETS: ("target",),
    SheetKind.AGENCY_APPRAISAL: ("reported",),
}
_NAMES = {"target": "指标值", "actual": "实际完成值", "reported": "得分"}


def _unread_columns(grid: Grid, headers: list[_Header], layout: Layout, forms: Forms) -> Iterator[Problem]:
    """A needed column is missing while a heading is not understood: say so, never call its cells blank."""
    for header in headers[:1]:
        lacking = [_NAMES[field] for field in _NEEDED[SheetKind(layout.kind)] if field not in header.columns]
        strange = [column for column in grid.columns if _is_strange(grid, header, column, forms)]
        for column in strange if lacking else ():
            expected = f"能认出的表头（缺 {'、'.join(lacking)}）"
            remedy = f"请把表头改为常用写法，或用 yzperf layout {grid.file} 确认这一列读作什么"
            yield Problem(grid.place(header.row, column), grid.text(header.row, column), expected, remedy)


def _is_strange(grid: Grid, header: _Header, column: int, forms: Forms) -> bool:
    heading = plain_heading(grid.own_text(header.row, column))
    is_side_title = column < min(header.columns.values())
    known = {*forms.indicator, *forms.ignored, *(name for layout in forms.confirmed for name in layout.headings)}
    return bool(heading) and not is_side_title and heading not in known


def _second_table(grid: Grid, headers: list[_Header], layout: Layout) -> Iterator[Problem]:
    """A heading with other columns, where no form has ended: two tables would be added into one."""
    for header in headers[1:] if layout.id != "hubei" else ():
        if header.columns != headers[0].columns:
            read = f"第 {header.row} 行又有一个表头，各列与第 {headers[0].row} 行不同"
            yield Problem(grid.place(header.row, 1), read, "一张工作表一张表", "请把第二张表移到单独的工作表")


def _money_header(grid: Grid, row: int, forms: Forms) -> _Header | None:
    fields = _fields(grid, row, forms.money)
    if len(fields.keys() & {"initial", "adjusted", "executed"}) >= 2:
        return _Header(row, fields)
    return None


def _choose_layout(
    grid: Grid, headers: list[_Header], money: _Header | None, blocks: tuple[Block, ...], forms: Forms
) -> Layout:
    """The first layout (most specific first) whose title words, needed fields and column order all fit."""
    title = _title(grid)
    columns = dict(headers[0].columns) if headers else {}
    has = set(columns) | {"block" for block in blocks if re.search(r"目标\d*$", block.name)}
    headings = {plain_heading(grid.own_text(headers[0].row, column)) for column in grid.columns} if headers else set()
    worded = [layout for layout in forms.layouts if any(word in title for word in layout.title_words)]
    if not worded:
        kind = _kind_by_columns(has, bool(money))
        worded = [layout for layout in forms.layouts if layout.kind == str(kind)]
    for layout in worded:
        if set(layout.needs) <= has and set(layout.headings) <= headings and _in_order(columns, layout.order):
            return layout
    return worded[-1]


def _kind_by_columns(has: set[str], has_money: bool) -> SheetKind:
    """What an untitled table must be: scores beside actual values are a self-evaluation, without them an appraisal."""
    if has_money or {"actual", "reported"} <= has:
        return SheetKind.SELF_EVALUATION
    return SheetKind.AGENCY_APPRAISAL if "reported" in has else SheetKind.TARGETS


def _in_order(columns: Mapping[str, int], order: tuple[str, ...]) -> bool:
    places = [columns.get(field, -1) for field in order]
    return -1 not in places and places == sorted(places)


def _blocks(grid: Grid, headers: list[_Header], money: _Header | None) -> Iterator[Block]:
    """Block headings that print their points: 预算执行情况（20分）, 年度绩效目标1（40分）."""
    seen: set[str] = set()
    for (row, column), text in sorted(grid.cells.items()):
        match = _POINTS_IN_BRACKETS.search(normalise(text))
        name = plain_heading(text)
        if any(header.get("l2") == column and row > header.row for header in headers):
            continue  # 绩效目标（8分） of the second level is no block
        if match and name not in seen and re.search(r"预算执行|目标\d*$|指标$", name):
            seen.add(name)
            yield Block(name, Decimal(match[1]), grid.place(row, column))


def _head(grid: Grid, forms: Forms, headers: Container[int]) -> dict[str, str]:
    head: dict[str, str] = {}
    for (row, column), text in sorted(grid.cells.items()):
        name, _, value = normalise(text).partition(":")
        name = plain_heading(name)
        if name in forms.head and name not in head:
            beside = _text_below if row in headers else _next_text  # a column of its own: 项目名称 beside 一级指标
            value = value.strip() or beside(grid, row, column)
            head[name] = "" if plain_heading(value) in forms.head else value
    years = [match[1] for row in list(grid.rows)[:6] for text in grid.row_texts(row) if (match := _YEAR.search(text))]
    if years:
        head.setdefault("年度", years[0])
    return {name: value for name, value in head.items() if value}


def _next_text(grid: Grid, row: int, column: int) -> str:
    for right in range(column + 1, grid.columns.stop):
        if text := grid.own_text(row, right):
            return text
    return ""


def _text_below(grid: Grid, row: int, column: int) -> str:
    return next((text for below in range(row + 1, grid.rows.stop) if (text := grid.own_text(below, column))), "")


def _money_unit(grid: Grid, money: _Header | None) -> str:
    rows = list(grid.rows)[: (money.row + 1 if money else 6)]
    text = " ".join(text for row in rows for text in grid.row_texts(row))
    match = re.search(r"[(（:：]\s*(亿元|万元|元)", text) or re.search(r"(亿元|万元)", text)
    return match[1] if match else ""


# ── the money block ─────────────────────────────────────────────────────────────────────────────────


def _money_rows(
    grid: Grid, header: _Header, indicator_headers: list[_Header], forms: Forms, problems: Problems
) -> Iterator[MoneyRow]:
    first = min(header.columns.values())
    stop = next((h.row for h in indicator_headers if h.row > header.row), grid.rows.stop)
    seen_total = False
    for row in range(header.row + 1, stop):
        name = _money_name(grid, row, first)
        if not name or not _has_money(grid, row, header):
            if seen_total:
                break
            continue
        is_total = not seen_total and not any(word in name for word in forms.part_words)
        seen_total = True
        yield _money_row(grid, row, header, name, is_total=is_total, problems=problems)


def _money_name(grid: Grid, row: int, first: int) -> str:
    own = [text for column in range(1, first) if (text := grid.own_text(row, column))]
    covered = [text for column in range(1, first) if (text := grid.text(row, column))]
    return (own or covered or [""])[-1]


def _has_money(grid: Grid, row: int, header: _Header) -> bool:
    columns = [header.get(field) for field in ("initial", "adjusted", "executed")]
    return any(column and re.search(r"\d", grid.own_text(row, column)) for column in columns)


def _money_row(grid: Grid, row: int, header: _Header, name: str, *, is_total: bool, problems: Problems) -> MoneyRow:
    def amount(field: str, what: str) -> Amount:
        return read_amount(grid, row, header.get(field), what, problems)

    def money(field: str, what: str) -> Amount:
        column = header.get(field)
        headed = split_unit(grid.text(header.row, column))[1] if column else ""
        return _in_unit(amount(field, what), headed, _money_unit(grid, header))

    return MoneyRow(
        name=name,
        initial=money("initial", "年初预算数"),
        adjusted=money("adjusted", "全年预算数"),
        executed=money("executed", "全年执行数"),
        weight=amount("weight", "分值"),
        rate=amount("rate", "执行率"),
        score=amount("reported", "得分"),
        is_total=is_total,
        where=grid.place(row, min(header.columns.values())),
    )


def _in_unit(amount: Amount, headed: str, unit: str) -> Amount:
    """An amount in the unit of the table: the cell may carry another one (120000元), or the heading of its column."""
    own = re.search("(?:亿|百万|万|千)?元$", normalise(amount.text))
    source = own[0] if own else headed
    if amount.value is None or not source or not unit:
        return amount
    return replace(amount, value=convert(amount.value, source, unit))


# ── the indicator block ─────────────────────────────────────────────────────────────────────────────


class _IndicatorBlock:
    """Walks the rows below the headings; remembers block, first and second level, total and grade."""

    def __init__(self, grid: Grid, forms: Forms, headers: list[_Header], problems: Problems) -> None:
        self.grid, self.forms, self.headers, self.problems = grid, forms, headers, problems
        self.total: Amount | None = None
        self.grade = ""
        self.notes: list[str] = []
        self._block = self._l1 = self._l2 = ""
        self._after_part = False
        self._in_names: dict[int, bool] = {}  # row of a heading → whether the indicators carry their points

    def read(self) -> Iterator[IndicatorRow]:
        if not self.headers:
            self._scan_tail(self.grid.rows)
            return
        starts = [header.row for header in self.headers]
        for header, stop in zip(self.headers, [*starts[1:], self.grid.rows.stop], strict=True):
            self._block = self._block_above(header.row)
            if self._block:  # a heading repeated after a page break goes on with the levels above
                self._l1 = self._l2 = ""
            for row in range(header.row + 1, stop):
                if self._is_tail(header, row) and not self._is_inside_level(header, row):
                    self._scan_tail(range(row, row + 1))
                elif not self._is_subtotal(row) and (found := self._read_row(header, row)):
                    yield found

    def _block_above(self, row: int) -> str:
        for above in range(row, max(0, row - 4), -1):
            for text in self.grid.row_texts(above):
                if (match := _BLOCK.search(text)) and "指标" not in text:
                    return f"目标{match[1]}"
        return ""

    def _is_tail(self, header: _Header, row: int) -> bool:
        """Whether a row begins with a word of the foot, perhaps beside the title of a part (审签意见)."""
        own = [(column, text) for column in self.grid.columns if (text := self.grid.own_text(row, column))]
        titled = len(own) > 1 and own[0][0] < min(header.columns.values())
        words = {plain_heading(re.split(r"[:：]", text)[0]) for _, text in own[: 2 if titled else 1]}
        return bool(words.intersection(self.forms.total_words + self.forms.grade_words + self.forms.foot_words))

    def _is_inside_level(self, header: _Header, row: int) -> bool:
        """Whether a first level that began further up still covers this row: its second level may be called 来源."""
        column = header.get("l1")
        return column is not None and self.grid.origins.get((row, column), (row, column))[0] < row

    def _is_subtotal(self, row: int) -> bool:
        return any(_SUBTOTAL.fullmatch(plain_heading(text)) for text in self.grid.row_texts(row)[:3])

    def _scan_tail(self, rows: range) -> None:
        for row in rows:
            for column in self.grid.columns:
                word, _, value = normalise(self.grid.own_text(row, column)).partition(":")
                name = plain_heading(word)
                if name in self.forms.total_words and self.total is None:
                    self.total = self._total_amount(row, column, value)
                    self.grade = self.grade or self._grade_beside(row)
                elif name in self.forms.grade_words:
                    self.grade = value.strip() or _next_text(self.grid, row, column)
                elif name in self.forms.foot_words:
                    self._note(name, value.strip() or _next_text(self.grid, row, column))

    def _note(self, name: str, text: str) -> None:
        if text:
            self.notes.append(f"{name}：{text}")

    def _grade_beside(self, row: int) -> str:
        return next((text for text in self.grid.row_texts(row) if text in self.forms.grade_values), "")

    def _total_amount(self, row: int, column: int, value: str) -> Amount | None:
        """The total stands under 得分; a total under 分值 alone is the sum of the weights."""
        score_column = self.headers[-1].get("reported") if self.headers else None
        if match := re.match(r"\s*(\d+(?:\.\d+)?)\s*分?", value):
            return Amount(match[1], Decimal(match[1]), self.grid.place(row, column))
        amount = read_amount(self.grid, row, score_column, "总分", self.problems)
        return None if amount.value is None else amount

    def _read_row(self, header: _Header, row: int) -> IndicatorRow | None:
        grid, problems = self.grid, self.problems
        name = self._name(header, row)
        self._remember_levels(header, row)
        if not name or is_filler(name):
            return None
        weight = self._weight(header, row)
        is_part = self._is_part(name, weight)
        if not is_part and header.get("weight") and read_quantity(weight.text).kind is Kind.BLANK:
            problems.add(weight.where, weight.text or "空白", "分值（数字）", f"请为指标“{name}”填写分值，或删去该行")
        return IndicatorRow(
            l1=self._l1,
            l2=self._l2,
            indicator=name,
            target=self._target(header, row),
            actual=self._quantity(header, row, "actual"),
            weight=weight,
            reported=read_amount(grid, row, header.get("reported"), "得分", problems),
            reason=self._text(header, row, "reason"),
            where=grid.place(row, header.columns["indicator"]),
            is_part=is_part,
            evidence=read_references(self._text(header, row, "evidence")),
            block=self._block,
            standard=self._text(header, row, "standard"),
            percent=self._text(header, row, "percent"),
            target_too_low=self._text(header, row, "target_too_low"),
        )

    def _name(self, header: _Header, row: int) -> str:
        name = self.grid.own_text(row, header.columns["indicator"])
        return _POINTS_IN_BRACKETS.sub("", normalise(name)) if self._carries_points(header) else name

    def _weight(self, header: _Header, row: int) -> Amount:
        """The points of a row: in their column, or in brackets behind the name where there is none."""
        column = header.columns["indicator"]
        match = _points_of(self.grid.own_text(row, column)) if self._carries_points(header) else None
        if match:
            return Amount(match[1], Decimal(match[1]), self.grid.place(row, column))
        return read_amount(self.grid, row, header.get("weight"), "分值", self.problems)

    def _carries_points(self, header: _Header) -> bool:
        if header.row not in self._in_names:
            self._in_names[header.row] = _points_stand_in_names(self.grid, header)
        return self._in_names[header.row]

    def _remember_levels(self, header: _Header, row: int) -> None:
        first, second = (_LETTERED.sub("", plain_heading(self._text(header, row, field))) for field in ("l1", "l2"))
        if first and first != self._l1:
            self._l1, self._l2 = first, ""
        self._l2 = second or self._l2

    def _is_part(self, name: str, weight: Amount) -> bool:
        starts = any(normalise(name).startswith(word) for word in self.forms.part_words)
        self._after_part = weight.value is None and (starts or self._after_part)
        return self._after_part

    def _target(self, header: _Header, row: int) -> Quantity:
        """The adjusted target, else the one of the beginning of the year; without either the standard tells it."""
        names = ("target", "initial_target") if header.get("target") else ("standard",)
        if names == ("standard",) and _GIVES_POINTS.search(normalise(self._text(header, row, "standard"))):
            return Quantity(self._text(header, row, "standard"), Kind.TEXT)  # ≥70%得8分: a rule of several numbers
        read = (self._quantity(header, row, name) for name in names)
        first = next(read)
        return next(read, first) if first.kind is Kind.BLANK else first

    def _quantity(self, header: _Header, row: int, field: str) -> Quantity:
        column = header.get(field)
        if column and (flaw := self.grid.flaw(row, column)):
            self.problems.found.append(flaw)
        relation = "" if field == "actual" else self._text(header, row, "relation")
        return read_quantity(self._text(header, row, field), self._text(header, row, "unit"), relation)

    def _text(self, header: _Header, row: int, field: str) -> str:
        column = header.get(field)
        return self.grid.text(row, column) if column else ""
