"""A copy of a workbook with the problem cells marked (标注副本): runs in a limited child process, as every parsing does.

Run as ``python -m yzperf.loaders.marking IN OUT``; marks come as JSON on standard input. The original is only read.
What a person types stays; macros and links to other workbooks are never carried over.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from yzperf.errors import LoadError, Place, Problem
from yzperf.loaders.child import Limits
from yzperf.loaders.delimited import read_rows
from yzperf.loaders.guard import require_kind, require_safe_archive
from yzperf.loaders.text_table import TEXT_FILES

LIST_SHEET = "问题清单"
_LIST_HEADS = ("表", "单元格", "问题")
_AUTHOR = "yzperf"
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_LINE = re.compile(r"第(?P<row>\d+)行(?:“(?P<column>.*)”)?")
_REMEDY = "问题清单仍可用 --out 写出；请用 WPS/Office 打开原件另存一份再试"
_MOST_BYTES = 200_000_000
_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing to show: where, and what to write beside the cell and into the list. ``grave`` ones are red."""

    sheet: str
    cell: str
    text: str
    grave: bool = True


def marked_copy(path: Path, marks: Sequence[Mark]) -> bytes:
    """Return an .xlsx with every mark on its cell and all of them on a sheet 问题清单 in front.

    Parameters
    ----------
    path
        An .xlsx, or a .csv, which becomes a workbook of texts.

    Raises
    ------
    LoadError
        If the file is hostile, damaged or of another kind.
    """
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "in.xlsx", Path(folder) / "out.xlsx"
        if path.suffix.lower() in TEXT_FILES:
            source.write_bytes(_as_workbook(path))
        else:
            require_kind(path, ".xlsx")
            require_safe_archive(path)
            source.write_bytes(path.read_bytes())
        copy_in_child(__name__, path, (source, out), [asdict(mark) for mark in marks])
        return out.read_bytes()


def copy_in_child(
    module: str, path: Path, files: tuple[Path, Path], told: list[dict[str, Any]], remedy: str = _REMEDY
) -> None:
    """Let a module of this room write the second file from the first in a process of its own.

    Raises
    ------
    LoadError
        If the child fails or takes too long; ``path`` is named.
    """
    command = [sys.executable, "-m", module, *map(str, files)]
    try:
        done = subprocess.run(
            command, input=json.dumps(told).encode(), capture_output=True, timeout=2 * _LIMITS.wall, check=False
        )
    except subprocess.TimeoutExpired:
        done = None
    if done is None or done.returncode != 0 or not files[1].exists():
        raise LoadError(Problem(Place(path.name), "标注副本没有写成", "能完整打开的文件", remedy))


def _as_workbook(path: Path) -> bytes:
    import io

    import openpyxl

    book = openpyxl.Workbook()
    for row, texts in enumerate(read_rows(path), 1):
        for column, text in enumerate(texts, 1):
            if text:
                cell = book.worksheets[0].cell(row, column, re.sub("[\x00-\x08\x0b-\x1f]", " ", text))
                cell.data_type, cell.number_format = "s", "@"
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


# ── in the child ────────────────────────────────────────────────────────────────────────────────────


def main(arguments: list[str]) -> None:
    """Entry point of the child."""
    limit_resources()
    import openpyxl

    marks = [Mark(**mark) for mark in json.load(sys.stdin)]
    book = openpyxl.load_workbook(arguments[0], keep_vba=False, keep_links=False)
    for mark in marks:
        _put(book, mark)
    _list(book, marks)
    book.save(arguments[1])


def limit_resources() -> None:
    """Keep this process within twice what reading a file may cost."""
    try:
        import resource
    except ImportError:  # Windows has no such limits; the time limit of the parent still holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (2 * _LIMITS.memory, 2 * _LIMITS.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (2 * _LIMITS.cpu, 2 * _LIMITS.cpu))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_MOST_BYTES, _MOST_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _put(book: Any, mark: Mark) -> None:
    """Fill the cell and write a comment; a second mark on the same cell is added to the first."""
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    cell = _cell_of(book, mark)
    if cell is None:
        return
    said = f"{cell.comment.text}\n{mark.text}" if cell.comment else mark.text
    lines = sum(len(line) // 16 + 1 for line in said.split("\n"))
    cell.comment = Comment(said, _AUTHOR, height=min(600, 20 + 18 * lines), width=260)
    cell.fill = PatternFill("solid", fgColor="FFC7CE" if mark.grave else "FFEB9C")


def _cell_of(book: Any, mark: Mark) -> Any:
    """The cell itself, or the one in the corner of the merged area that covers it."""
    sheet = book[mark.sheet] if mark.sheet in book.sheetnames else book.worksheets[0]
    address = _address(sheet, mark.cell)
    if address is None:
        return None
    area = next((area for area in sheet.merged_cells.ranges if address in area), None)
    return sheet[address] if area is None else sheet.cell(area.min_row, area.min_col)


def _address(sheet: Any, cell: str) -> str | None:
    """``B12``; or, of a delimited file, 第3行“金额” by the heading in its first filled row."""
    from openpyxl.utils import get_column_letter

    if _CELL.fullmatch(cell):
        return cell
    match = _LINE.fullmatch(cell)
    if match is None:
        return None
    heading = next(iter(sheet.iter_rows(max_row=sheet.max_row)), ())
    column = next((one.column for one in heading if one.value == match["column"]), 1)
    return f"{get_column_letter(column)}{match['row']}"


def _list(book: Any, marks: Sequence[Mark]) -> None:
    """All marks in front, each with a link to its cell."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.worksheet.hyperlink import Hyperlink

    names = [LIST_SHEET, *(f"{LIST_SHEET}{number}" for number in range(2, 100))]
    sheet = book.create_sheet(next(name for name in names if name not in book.sheetnames), 0)
    line = Side(style="thin", color="B8C0CC")
    looks = {"border": Border(line, line, line, line), "alignment": Alignment(wrap_text=True, vertical="center")}
    for row, texts in enumerate([_LIST_HEADS, *((mark.sheet, mark.cell, mark.text) for mark in marks)], 1):
        for column, text in enumerate(texts, 1):
            cell = sheet.cell(row, column, text)
            cell.data_type, cell.font = "s", Font(name="宋体", size=10, bold=row == 1)
            cell.border, cell.alignment = looks["border"], looks["alignment"]
    for column, (letter, width) in enumerate((("A", 22), ("B", 18), ("C", 90)), 1):
        sheet.cell(1, column).fill = PatternFill("solid", fgColor="EEF2F7")
        sheet.column_dimensions[letter].width = width
    for row, mark in enumerate(marks, 2):
        target = _cell_of(book, mark)
        if target is not None:
            link, title = sheet.cell(row, 2), target.parent.title.replace("'", "''")
            link.hyperlink = Hyperlink(ref=link.coordinate, location=f"'{title}'!{target.coordinate}")
            link.font = Font(name="宋体", size=10, color="0563C1", underline="single")
    sheet.freeze_panes, sheet.print_title_rows = "A2", "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    book.active = 0


if __name__ == "__main__":
    main(sys.argv[1:])
