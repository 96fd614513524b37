"""Tables with merged cells (表格): every cell once, at its place in the grid that the cells' edges make."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from yzperf.loaders.docx.context import Blocks, Context, Span, Trace
from yzperf.loaders.docx.names import CELL, ORDINAL, ROW, VAL, is_on, value, w, whole
from yzperf.loaders.docx.package import DamagedError

_MOST_COLUMNS = 63  # that one cell may span: Word's own limit
_WIDEST = 1_000  # columns that one row may span
_LARGEST = 2_000_000  # rows × columns of one table
_SNAP = 60  # twips: edges nearer than 1 mm are one edge
_WRAPPERS = (w("sdt"), w("sdtContent"), w("customXml"), w("smartTag"), w("ins"), w("moveTo"))


@dataclass
class _Cell:
    """A cell before columns are counted: ``left`` and ``right`` are edges of the grid as stored."""

    left: int
    right: int
    node: Any
    continues: bool
    row_span: int = 1
    blocks: Blocks = field(default_factory=list)


def read_table(node: Any, context: Context, part: str) -> dict[str, Any] | None:
    """Read one ``w:tbl``. None if nothing of it is left once tracked deletions are accepted.

    Returns
    -------
    dict
        ``{"kind": "t", "cells": [[row, column, row_span, column_span, blocks]], …}``, rows and columns from 1.
    """
    rows = [row for row in _rows(node) if not _is_deleted(row, context, part)]
    placed = _placed(rows)
    _merge_down(placed, context, part)
    for cell in (cell for row in placed for cell in row):
        cell.blocks = context.read_blocks(cell.node, part)
    cells = _counted(placed)
    if not cells:
        return None
    properties = node.find(w("tblPr"))
    return {
        "kind": "t",
        "n": whole(node.get(ORDINAL)),
        "cells": cells,
        "heading_rows": _heading_rows(rows),
        "alt": value(properties, w("tblCaption")) or value(properties, w("tblDescription")),
    }


def _rows(node: Any) -> Iterator[Any]:
    for child in node:
        if child.tag == ROW:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _rows(child)


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == CELL:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _cells(child)


def _is_deleted(row: Any, context: Context, part: str) -> bool:
    """A row whose deletion is tracked is gone for the reader; an inserted one is there. Both are noted."""
    properties = row.find(w("trPr"))
    if properties is None:
        return False
    for tag, kind in ((w("del"), "删除"), (w("ins"), "插入")):
        trace = properties.find(tag)
        if trace is not None:
            _note_row(row, trace, kind, context, part)
            return kind == "删除"
    return False


def _note_row(row: Any, trace: Any, kind: str, context: Context, part: str) -> None:
    first = next(row.iter(w("p")), None)
    texts = ("".join(node.text or "" for node in cell.iter(w("t"), w("delText"))) for cell in _cells(row))
    spot = Span(part, 0 if first is None else whole(first.get(ORDINAL)), -1, -2)  # joins no other change
    who = Trace(kind, trace.get(w("author")) or "", trace.get(w("date")) or "")
    context.record(who, spot, "〔表格行〕" + " | ".join(text for text in texts if text))


def _heading_rows(rows: list[Any]) -> int:
    count = 0
    for row in rows:
        if not is_on(row.find(f"{w('trPr')}/{w('tblHeader')}")):
            break
        count += 1
    return count


# ── where cells stand ───────────────────────────────────────────────────────────────────────────────


def _placed(rows: list[Any]) -> list[list[_Cell]]:
    """Edges by the spans that the cells state; where rows then differ in width, by the widths in twips."""
    by_span = [list(_by_span(row)) for row in rows]
    ends = {cells[-1].right + _skipped(row, "gridAfter") for row, cells in zip(rows, by_span, strict=True) if cells}
    if len(ends) <= 1:
        return by_span
    widths = [[_width(cell.node) for cell in cells] for cells in by_span]
    if all(width for row in widths for width in row):
        _place_by_width(rows, by_span, widths)
    return by_span


def _by_span(row: Any) -> Iterator[_Cell]:
    left = _skipped(row, "gridBefore")
    open_cell: _Cell | None = None
    for node in _cells(row):
        properties = node.find(w("tcPr"))
        span = min(max(whole(value(properties, w("gridSpan")), 1), 1), _MOST_COLUMNS)
        if (
            open_cell is not None
            and value(properties, w("hMerge"), "-") in ("continue", "-")
            and _has_merge(properties)
        ):
            open_cell.right += span  # the older way to merge sideways
        else:
            if open_cell is not None:
                yield open_cell
            open_cell = _Cell(left, left + span, node, _continues_above(properties))
        left += span
        if left > _WIDEST:
            raise DamagedError("列数超出常理的表格")
    if open_cell is not None:
        yield open_cell


def _has_merge(properties: Any | None) -> bool:
    return properties is not None and properties.find(w("hMerge")) is not None


def _continues_above(properties: Any | None) -> bool:
    merge = properties.find(w("vMerge")) if properties is not None else None
    return merge is not None and merge.get(VAL) != "restart"


def _skipped(row: Any, name: str) -> int:
    return min(max(whole(value(row.find(w("trPr")), w(name))), 0), _WIDEST)


def _width(node: Any) -> int:
    width = node.find(f"{w('tcPr')}/{w('tcW')}")
    if width is None or width.get(w("type"), "dxa") not in ("dxa", "pct"):
        return 0
    return max(whole((width.get(w("w")) or "").rstrip("%")), 0)


def _place_by_width(rows: list[Any], placed: list[list[_Cell]], widths: list[list[int]]) -> None:
    edges: list[int] = [0]
    for row, cells, sizes in zip(rows, placed, widths, strict=True):
        right = _before_width(row)
        for cell, size in zip(cells, sizes, strict=True):
            cell.left, right = _snapped(edges, right), right + size
            cell.right = max(_snapped(edges, right), cell.left + 1)


def _before_width(row: Any) -> int:
    before = row.find(f"{w('trPr')}/{w('wBefore')}")
    return 0 if before is None else max(whole(before.get(w("w"))), 0)


def _snapped(edges: list[int], edge: int) -> int:
    """An edge within a millimetre of an earlier one is that edge."""
    near = next((known for known in edges if abs(known - edge) <= _SNAP), None)
    if near is None:
        edges.append(edge)
        if len(edges) > _WIDEST:
            raise DamagedError("列数超出常理的表格")
    return edge if near is None else near


def _merge_down(placed: list[list[_Cell]], context: Context, part: str) -> None:
    """A cell that continues the one above joins it. Text in it is on no page: it is noted as hidden."""
    above: dict[int, _Cell] = {}
    for cells in placed:
        here: dict[int, _Cell] = {}
        for cell in cells:
            origin = above.get(cell.left) if cell.continues else None
            if origin is not None and origin.right == cell.right:
                origin.row_span += 1
                _note_covered(cell.node, context, part)
            else:
                origin, cell.continues = cell, False
            here[cell.left] = origin
        above = here
        cells[:] = [cell for cell in cells if not cell.continues]


def _note_covered(node: Any, context: Context, part: str) -> None:
    text = "".join(found.text or "" for found in node.iter(w("t"))).strip()
    first = next(node.iter(w("p")), None)
    if text and first is not None:
        context.note_hidden(Span(part, whole(first.get(ORDINAL)), 0, 0), text)


def _counted(placed: list[list[_Cell]]) -> list[list[Any]]:
    """Columns are counted by the edges that some cell really has: what programs add to the grid is not seen."""
    edges = {edge for cells in placed for cell in cells for edge in (cell.left, cell.right)}
    columns = {edge: number for number, edge in enumerate(sorted(edges), 1)}
    if len(placed) * len(columns) > _LARGEST:
        raise DamagedError("大小超出常理的表格")
    return [
        [row, columns[cell.left], cell.row_span, columns[cell.right] - columns[cell.left], cell.blocks]
        for row, cells in enumerate(placed, 1)
        for cell in cells
    ]
