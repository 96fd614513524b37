"""Find the heading rows of a filled form: which column holds which field (表头)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from yzperf.domain.form import Forms, plain_heading
from yzperf.domain.layout_guess import ConfirmedLayout
from yzperf.domain.quantity import normalise
from yzperf.domain.scoresheet import SheetKind
from yzperf.loaders.grid import Grid

POINTS_IN_BRACKETS = re.compile(r"\(\s*(\d+(?:\.\d+)?)\s*分?\s*[^)\d]*\)")
_VALUE_FIELDS = frozenset({"target", "actual", "weight", "reported"})
_LEVELS = ("l1", "l2", "indicator")
_NAME_OF_LEVEL = ("名称", "内容", "指标")
_NEARLY_ALL = 0.8
_EVIDENCE = r"(?:[A-Za-z]{1,3}|证|底稿|资料|附件|材料)[-—]?\d{1,4}"
_CELLS = {
    "l1": re.compile(
        r"(?:项目)?(?:决策|投入|过程|管理|产出|效果|效益|满意度)(?:类|指标|情况)*(?:[（(].*[）)])?|合计|总计|总分|(?:\S{0,4})等级"
    ),
    "evidence": re.compile(rf"{_EVIDENCE}(?:\s*[、,，;；/\s]\s*{_EVIDENCE})*"),
}


@dataclass(frozen=True)
class Header:
    """One heading row: which column holds which field."""

    row: int
    columns: Mapping[str, int]

    def get(self, field: str) -> int | None:
        """The column of a field, if there is one."""
        return self.columns.get(field)


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


def indicator_headers(grid: Grid, forms: Forms) -> list[Header]:
    """Heading rows of the indicators. Of one heading over two lines the lower line counts; 实施期 is left aside."""
    words = [word for each in forms.layouts if each.kind == SheetKind.TARGETS for word in each.title_words]
    needed = 1 if any(word in title_of(grid) for word in words) else 2
    found = [header for row in grid.rows if (header := _indicator_header(grid, row, forms, needed))]
    lower = [*(one for one, two in pairwise(found) if not _same(grid, one, two)), *found[-1:]]
    return [header for header in lower if not _is_other_period(grid, header, forms)]


def _indicator_header(grid: Grid, row: int, forms: Forms, needed: int) -> Header | None:
    confirmed = confirmed_layout(grid, row, forms)
    fields = _fields(grid, row, dict(confirmed.fields) if confirmed else forms.indicator)
    told = len(fields.keys() & _VALUE_FIELDS)
    if "indicator" in fields and told >= needed - points_stand_in_names(grid, Header(row, fields)):
        return Header(row, _told_by_cells(grid, row, fields, forms) | fields)
    return None


def _told_by_cells(grid: Grid, row: int, fields: Mapping[str, int], forms: Forms) -> dict[str, int]:
    """Columns under a heading that is not known, told by what stands below: names of the blocks, numbers of evidence."""
    strange = [
        column
        for column in grid.columns
        if column not in fields.values() and plain_heading(grid.text(row, column)) not in forms.ignored
    ]
    below = {
        column: [text for at in range(row + 1, grid.rows.stop) if (text := grid.own_text(at, column))]
        for column in strange
    }
    found = {}
    for field, pattern in _CELLS.items():
        columns = [column for column, texts in below.items() if _are_all(pattern, texts)]
        if field not in fields and columns:
            found[field] = columns[0]
    return found


def _are_all(pattern: re.Pattern[str], texts: list[str]) -> bool:
    """Whether nearly all say it, in more words than one."""
    fitting = [text for text in texts if pattern.fullmatch(text.strip())]
    return len(set(fitting)) > 1 and len(fitting) >= _NEARLY_ALL * len(texts)


def points_stand_in_names(grid: Grid, header: Header) -> bool:
    """Whether the indicators carry their points themselves: 预算执行率（5分）."""
    if "weight" in header.columns or "reported" not in header.columns:
        return False
    column = header.columns["indicator"]
    names = [text for row in range(header.row + 1, grid.rows.stop) if (text := grid.own_text(row, column))]
    return len(names) > 1 and sum(map(bool, map(points_of, names))) >= _NEARLY_ALL * len(names)


def points_of(name: str) -> re.Match[str] | None:
    """The points in brackets behind a name: 预算执行率（5分）."""
    return POINTS_IN_BRACKETS.search(normalise(name))


def _same(grid: Grid, one: Header, two: Header) -> bool:
    cells = [(header.row, header.columns["indicator"]) for header in (one, two)]
    if one.row + 1 == two.row and _divided_above(grid, *cells[1]):
        return True
    return grid.origins.get(cells[0], cells[0]) == grid.origins.get(cells[1], cells[1])


def _is_other_period(grid: Grid, header: Header, forms: Forms) -> bool:
    beside = [grid.text(header.row, column) for column in range(1, min(header.columns.values()))]
    return any(plain_heading(text).startswith(forms.period_words) for text in beside)


def title_of(grid: Grid) -> str:
    """The texts of the first rows, where a form has its title."""
    return "".join(text for row in list(grid.rows)[:4] for text in grid.row_texts(row))


def confirmed_layout(grid: Grid, row: int, forms: Forms) -> ConfirmedLayout | None:
    """The reading of these very headings that a person has confirmed; it goes before the known words."""
    headings = {plain_heading(grid.text(row, column)) for column in grid.columns} if forms.confirmed else set()
    return next((layout for layout in forms.confirmed if layout.headings <= headings), None)


def money_header(grid: Grid, row: int, forms: Forms) -> Header | None:
    """The heading of the money block, if this row is one."""
    fields = _fields(grid, row, forms.money)
    if len(fields.keys() & {"initial", "adjusted", "executed"}) >= 2:
        return Header(row, fields)
    return None
