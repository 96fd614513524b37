"""Which of the known layouts a filled form has (版式), and what of its headings is not understood."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from yzperf.domain.form import Forms, Layout, plain_heading
from yzperf.domain.quantity import normalise
from yzperf.domain.scoresheet import Block, SheetKind
from yzperf.errors import Problem
from yzperf.loaders.grid import Grid
from yzperf.loaders.score_headers import POINTS_IN_BRACKETS, Header, title_of

# What a table of each kind cannot do without.
_NEEDED = {
    SheetKind.SELF_EVALUATION: ("target", "actual", "reported"),
    SheetKind.EVALUATION: ("target", "actual", "reported"),
    SheetKind.TARGETS: ("target",),
    SheetKind.AGENCY_APPRAISAL: ("reported",),
}


_NAMES = {"target": "指标值", "actual": "实际完成值", "reported": "得分"}


def unread_columns(grid: Grid, headers: list[Header], layout: Layout, forms: Forms) -> Iterator[Problem]:
    """A needed column is missing while a heading is not understood: say so, never call its cells blank."""
    for header in headers[:1]:
        lacking = [_NAMES[field] for field in _NEEDED[SheetKind(layout.kind)] if field not in header.columns]
        strange = [column for column in grid.columns if _is_strange(grid, header, column, forms)]
        for column in strange if lacking else ():
            expected = f"能认出的表头（缺 {'、'.join(lacking)}）"
            remedy = f"请把表头改为常用写法，或用 yzperf layout {grid.file} 确认这一列读作什么"
            yield Problem(grid.place(header.row, column), grid.text(header.row, column), expected, remedy)


def _is_strange(grid: Grid, header: Header, column: int, forms: Forms) -> bool:
    heading = plain_heading(grid.own_text(header.row, column))
    is_side_title = column < min(header.columns.values())
    known = {*forms.indicator, *forms.ignored, *(name for layout in forms.confirmed for name in layout.headings)}
    return bool(heading) and not is_side_title and heading not in known


def second_tables(grid: Grid, headers: list[Header], layout: Layout) -> Iterator[Problem]:
    """A heading with other columns, where no form has ended: two tables would be added into one."""
    for header in headers[1:] if layout.id != "hubei" else ():
        if header.columns != headers[0].columns:
            read = f"第 {header.row} 行又有一个表头，各列与第 {headers[0].row} 行不同"
            yield Problem(grid.place(header.row, 1), read, "一张工作表一张表", "请把第二张表移到单独的工作表")


def choose_layout(
    grid: Grid, headers: list[Header], money: Header | None, blocks: tuple[Block, ...], forms: Forms
) -> Layout:
    """The first layout (most specific first) whose title words, needed fields and column order all fit."""
    title = grid.sheet + title_of(grid)
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
    """What an untitled table must be: scores beside actual values are a self-evaluation, without them an appraisal.

    Only who evaluates somebody else names the evidence of each row (证据编号)."""
    if "evidence" in has and not has_money:
        return SheetKind.EVALUATION
    if has_money or {"actual", "reported"} <= has:
        return SheetKind.SELF_EVALUATION
    return SheetKind.AGENCY_APPRAISAL if "reported" in has else SheetKind.TARGETS


def _in_order(columns: Mapping[str, int], order: tuple[str, ...]) -> bool:
    places = [columns.get(field, -1) for field in order]
    return -1 not in places and places == sorted(places)


def blocks_of(grid: Grid, headers: list[Header], money: Header | None) -> Iterator[Block]:
    """Block headings that print their points: 预算执行情况（20分）, 年度绩效目标1（40分）."""
    seen: set[str] = set()
    for (row, column), text in sorted(grid.cells.items()):
        match = POINTS_IN_BRACKETS.search(normalise(text))
        name = plain_heading(text)
        if any(header.get("l2") == column and row > header.row for header in headers):
            continue  # 绩效目标（8分） of the second level is no block
        if match and name not in seen and re.search(r"预算执行|目标\d*$|指标$", name):
            seen.add(name)
            yield Block(name, Decimal(match[1]), grid.place(row, column))
