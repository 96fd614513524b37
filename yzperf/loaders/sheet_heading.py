"""The heading of a data table on a sheet (数据表的表头): below titles, of one line or of several merged ones."""

from __future__ import annotations

import re
from collections import Counter

from yzperf.loaders.grid import StoredGrid
from yzperf.loaders.table_rows import is_label

_WITHIN = 30  # rows
_LONGEST = 5  # lines of one heading
_FILLED_SHARE = 0.6
JOIN = "·"
_YEAR = re.compile(r"(?:19|20)\d\d")


def find_heading(grid: StoredGrid) -> range:
    """Rows of the heading; where nothing looks like one, the first filled row."""
    rows = [row for row in list(grid.rows)[:_WITHIN] if grid.row_texts(row)]
    top = next((row for row in rows if _can_head(grid, row)), grid.rows.start)
    bottom = top
    while bottom - top < _LONGEST - 1 and _goes_on(grid, top, bottom):
        bottom += 1
    return range(top, bottom + 1)


def heading_names(grid: StoredGrid, heading: range) -> dict[int, str]:
    """Name of every column: the different texts above it, top to bottom."""
    return {
        column: JOIN.join(filter(None, dict.fromkeys(grid.text(row, column) for row in heading)))
        for column in grid.columns
    }


def _can_head(grid: StoredGrid, row: int) -> bool:
    """Filled nearly as far as the table is wide, with words and at most years; a title merged over all is one text."""
    origins = {_origin(grid, row, column): column for column in grid.columns}
    texts = {cell: text for cell in origins if (text := grid.text(*cell))}
    filled = sum(_origin(grid, row, column) in texts for column in grid.columns)
    is_worded = not any(grid.sorts.get(cell) == "number" and not _YEAR.fullmatch(texts[cell]) for cell in texts)
    is_wide = filled >= _FILLED_SHARE * len(grid.columns) and len(texts) > min(1, len(grid.columns) - 1)
    return is_wide and is_worded and not all(map(is_label, texts.values()))


def _goes_on(grid: StoredGrid, top: int, bottom: int) -> bool:
    """Whether the line below belongs to the heading: a merged cell reaches into it, or it divides a wide one."""
    if any(top <= _origin(grid, bottom + 1, column)[0] <= bottom for column in grid.columns):
        return True
    shared = Counter(_origin(grid, bottom, column) for column in grid.columns)
    divided = [column for column in grid.columns if shared[_origin(grid, bottom, column)] > 1]
    sorts = {grid.sorts.get((bottom + 1, column)) for column in divided}
    return "text" in sorts and sorts <= {"text", None}


def _origin(grid: StoredGrid, row: int, column: int) -> tuple[int, int]:
    return grid.origins.get((row, column), (row, column))
