"""Delimited text as records (分隔文本的记录): the delimiter is found out, quotes are taken strictly."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from yzperf.errors import LoadError, Place, Problem
from yzperf.loaders.guard import MAX_AREA
from yzperf.loaders.sheet_cells import MAX_COLUMN
from yzperf.loaders.text_file import preview

# In the order of trust where several fit alike.
DELIMITERS = {",": "逗号", "\t": "制表符", ";": "分号", "|": "竖线", "，": "全角逗号"}
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")
_SAMPLE_RECORDS = 200
_SAMPLE_SIGNS = 200_000
_MAX_CELL = 100_000
_MAX_CELL_LINES = 50  # a longer one is a quote that was never closed
_REMEDY = "请核对该处的双引号是否成对，或用 WPS/Excel 打开后另存为 CSV"


@dataclass(frozen=True, slots=True)
class Record:
    """The cells of one record, and the line of the file where it begins."""

    line: int
    cells: list[str]


def split_records(path: Path, text: str, most: int = MAX_AREA) -> list[Record]:
    """Split a text into records; blank ones are left out.

    Raises
    ------
    LoadError
        If it has more cells than ``most``, or its quotes do not match.
    """
    delimiter = find_delimiter(text)
    if text.count(delimiter) + text.count("\n") + text.count("\r") > most:
        read = f"超过 {most // 10_000} 万个单元格"
        raise LoadError(Problem(Place(file=path.name), read, "大小正常的表", "请拆分文件，或核对是否选错了文件"))
    return list(_records(path, text, delimiter))


def find_delimiter(text: str) -> str:
    """The delimiter that cuts most records into the same number of cells.

    Examples
    --------
    >>> find_delimiter("项目;金额\\n甲;1,234.50\\n乙;2,345.60\\n")
    ';'
    """
    sample = text[:_SAMPLE_SIGNS]
    agreement = {delimiter: _agreement(sample, delimiter) for delimiter in DELIMITERS}
    return max(DELIMITERS, key=lambda delimiter: agreement[delimiter])


def _agreement(sample: str, delimiter: str) -> tuple[int, int]:
    """How many records have the most usual number of cells, and that number."""
    reader = csv.reader(_lines(sample), delimiter=delimiter)
    try:
        widths = Counter(len(cells) for cells in islice(reader, _SAMPLE_RECORDS) if len(cells) > 1)
    except csv.Error:
        return 0, 0
    width, count = max(widths.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
    return count, width


def _lines(text: str) -> Iterator[str]:
    """Lines with their ends. A text stream would hold the whole text once more, four bytes a sign."""
    return (match.group() for match in _LINE.finditer(text))


def _records(path: Path, text: str, delimiter: str) -> Iterator[Record]:
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                _require_usual(path, line, cells)
                yield Record(line, cells)
            line = reader.line_num + 1
    except csv.Error as error:
        expected = f"成对的双引号（按{DELIMITERS[delimiter]}分列）"
        if "limit" in str(error):
            expected = f"长度正常的单元格（不到 {csv.field_size_limit() // 10_000} 万字）"
        begin = preview(next(islice(_lines(text), line - 1, None), ""))
        raise LoadError(Problem(Place(file=path.name, cell=f"第{line}行"), begin, expected, _REMEDY)) from error


def _require_usual(path: Path, line: int, cells: list[str]) -> None:
    if len(cells) > MAX_COLUMN:
        place = Place(file=path.name, cell=f"第{line}行")
        raise LoadError(Problem(place, f"{len(cells)} 列", f"不超过 {MAX_COLUMN} 列（电子表格的上限）", "请核对分隔符"))
    for cell in cells:
        if len(cell) > _MAX_CELL or cell.count("\n") > _MAX_CELL_LINES:
            read = f"一个单元格有 {len(cell)} 个字（{preview(cell)}）"
            place = Place(file=path.name, cell=f"第{line}行")
            raise LoadError(Problem(place, read, "长度正常的单元格", _REMEDY))
