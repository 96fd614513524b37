"""Several forms on one sheet (一张工作表上的几张表): side by side or one below the other, each becomes a grid of its own.

A second heading begins a new form where the first form has ended (总分、等级、填表人…) or a new one is announced (title,
项目名称). A heading that is only repeated, after a page break or for the next target block, stays in its form.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import replace
from itertools import dropwhile, pairwise
from typing import TypeVar

from yzperf.domain.form import Forms, plain_heading
from yzperf.domain.quantity import normalise
from yzperf.loaders.grid import Grid

T = TypeVar("T")

_VALUES = {"target", "actual", "weight", "reported"}
_LONGEST_TITLE = 60
PROJECT = "项目名称"
_BLOCK = re.compile(r"目标\s*\d")
_ROWS_OF_A_BLOCK_TITLE = 3


def split_forms(grid: Grid, forms: Forms) -> list[Grid]:
    """Cut a sheet into its forms; a sheet with one form or none comes back as it is."""
    synonyms = dict(forms.indicator)
    for layout in forms.confirmed:
        synonyms.update(layout.fields)
    parts = [part for side in _side_by_side(grid, synonyms) for part in _one_below_the_other(side, forms, synonyms)]
    return [project for part in parts for project in _by_project(part, forms, synonyms)]


# ── side by side ────────────────────────────────────────────────────────────────────────────────────


def _side_by_side(grid: Grid, synonyms: Mapping[str, str]) -> list[Grid]:
    headings = (_headings(grid, row, synonyms) for row in grid.rows)
    starts = max((_starts(found) for found in headings), key=len, default=[])
    if len(starts) < 2:
        return [grid]
    columns = grid.columns
    edges = [columns.start, *starts[1:], columns.stop]
    return [_part(grid, grid.rows, range(left, right)) for left, right in pairwise(edges)]


def _headings(grid: Grid, row: int, synonyms: Mapping[str, str]) -> list[tuple[int, str]]:
    """Columns and fields of the headings in a row; the covered columns of a merged heading are left out."""
    found = []
    for column in grid.columns:
        is_covered = grid.origins.get((row, column), (row, column))[1] != column
        text = "" if is_covered else grid.text(row, column)
        if text and len(text) <= _LONGEST_TITLE and (field := synonyms.get(plain_heading(text))):
            found.append((column, field))
    return found


def _starts(headings: list[tuple[int, str]]) -> list[int]:
    """First columns of the forms in a heading row: a form begins where the first level is headed again.

    Twin tables (实施期 beside 年度) share their first level and stay one.
    """
    levels = [column for column, field in headings if field == "l1"] or [column for column, _ in headings[:1]]
    edges = [*levels, max((column for column, _ in headings), default=0) + 1]
    groups = [{field for column, field in headings if left <= column < right} for left, right in pairwise(edges)]
    return levels if all("indicator" in group and len(group & _VALUES) >= 2 for group in groups) else []


# ── one below the other ─────────────────────────────────────────────────────────────────────────────


def _one_below_the_other(grid: Grid, forms: Forms, synonyms: Mapping[str, str]) -> Iterator[Grid]:
    heads = [row for row in grid.rows if len(_starts(_headings(grid, row, synonyms))) == 1]
    starts = [start for above, below in pairwise(heads) if (start := _start(grid, above, below, forms))]
    rows = grid.rows
    edges = [rows.start, *starts, rows.stop]
    for top, bottom in pairwise(edges):
        yield grid if not starts else _part(grid, range(top, bottom), grid.columns)


def _start(grid: Grid, above: int, below: int, forms: Forms) -> int | None:
    """The row where the form of the lower heading begins; None where both headings belong to one form."""
    between = [row for row in range(above + 1, below) if grid.row_texts(row)]
    if titles := [row for row in between if _is_title(grid, row, forms)]:
        return titles[-1]
    if names := [row for row in between if _first_word(grid, row) in forms.head]:
        return names[0]
    behind = _behind_the_end(grid, between, forms)
    return None if behind is None or _is_next_block(grid, below) else min([*behind, below])


def _by_project(grid: Grid, forms: Forms, synonyms: Mapping[str, str]) -> list[Grid]:
    """A list of the indicators of several projects, with their names in a column: a grid for each project."""
    heads = [row for row in grid.rows if len(_starts(_headings(grid, row, synonyms))) == 1]
    column = _project_column(grid, heads[0], synonyms) if len(heads) == 1 else None
    if column is None:
        return [grid]
    projects: dict[str, list[int]] = {}
    name = ""
    for row in range(heads[0] + 1, grid.rows.stop):
        text = grid.text(row, column)
        is_name = bool(text) and plain_heading(re.split("[:：]", text)[0]) not in _closing(forms)
        name = text if is_name else name  # often written once, for the rows below too
        projects.setdefault(name, []).append(row)
    above = range(grid.rows.start, heads[0] + 1)
    return [_part(grid, {*above, *rows}, grid.columns) for rows in projects.values()] if len(projects) > 1 else [grid]


def _project_column(grid: Grid, head: int, synonyms: Mapping[str, str]) -> int | None:
    first = min(column for column, _ in _headings(grid, head, synonyms))
    beside = range(grid.columns.start, first)
    return next((column for column in beside if plain_heading(grid.text(head, column)) == PROJECT), None)


def _behind_the_end(grid: Grid, rows: list[int], forms: Forms) -> list[int] | None:
    """Rows behind the first run of closing rows (总分, 等级 …); None where the form has no end."""
    closing = _closing(forms)
    opened = list(dropwhile(lambda row: _first_word(grid, row) not in closing, rows))
    return list(dropwhile(lambda row: _first_word(grid, row) in closing, opened)) if opened else None


def _closing(forms: Forms) -> set[str]:
    return {*forms.total_words, *forms.grade_words, *forms.foot_words}


def _first_word(grid: Grid, row: int) -> str:
    return plain_heading(re.split("[:：]", grid.row_texts(row)[0])[0])


def _is_title(grid: Grid, row: int, forms: Forms) -> bool:
    """One text alone in its row that names a kind of form (项目支出绩效自评表)."""
    texts = [normalise(text) for text in grid.row_texts(row)]
    words = {word for layout in forms.layouts for word in layout.title_words}
    is_alone = len(texts) == 1 and len(texts[0]) <= _LONGEST_TITLE
    return is_alone and "表" in texts[0] and any(word in texts[0] for word in words)


def _is_next_block(grid: Grid, row: int) -> bool:
    above = range(max(1, row - _ROWS_OF_A_BLOCK_TITLE), row)
    return any(_BLOCK.search(text) for line in above for text in grid.row_texts(line))


def _part(grid: Grid, rows: Container[int], columns: range) -> Grid:
    def cut(cells: Mapping[tuple[int, int], T]) -> dict[tuple[int, int], T]:
        return {cell: value for cell, value in cells.items() if cell[0] in rows and cell[1] in columns}

    return replace(grid, cells=cut(grid.cells), origins=cut(grid.origins), flaws=cut(grid.flaws))
