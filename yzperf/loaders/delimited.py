"""Delimited text from outside (CSV): strict encoding ladder BOM → UTF-8 → GB18030, exact numbers, all defects at once."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pandas as pd

from yzperf.domain.cell_text import is_guarded, restored
from yzperf.domain.quantity import Kind, normalise, read_quantity
from yzperf.domain.reading.numerals import read_digits
from yzperf.errors import LoadError, Place, Problem
from yzperf.loaders.guard import MAX_PART_BYTES, require_readable

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_rows(path: Path) -> list[list[str]]:
    """Read all rows as text; the apostrophe that guards a text from a spreadsheet is taken off.

    Raises
    ------
    LoadError
        If the file is missing, empty, too large, binary, or in an encoding that is neither UTF-8 nor GB18030.
    """
    return [[restored(cell) for cell in row] for row in _guarded_rows(path)]


def _guarded_rows(path: Path) -> list[list[str]]:
    require_readable(path)
    if path.stat().st_size > MAX_PART_BYTES:
        raise LoadError(_problem(path, "超过 100 MB 的文本", "不超过 100 MB 的表", "请拆分文件"))
    text = _decode(path)
    if "\0" in text:
        raise LoadError(_problem(path, "含空字节的内容", "文本表格", "这可能是改了后缀的其他文件，请核实"))
    try:
        rows = csv.reader(io.StringIO(text, newline=""), _dialect(text))
        return [[cell if is_guarded(cell) else cell.strip() for cell in row] for row in rows]
    except csv.Error as error:
        raise LoadError(
            _problem(path, "无法按列拆分的内容", "逗号或制表符分隔的表", "请用 WPS/Excel 另存为 CSV")
        ) from error


def read_table(path: Path, *, required: Sequence[str] = (), exact: Sequence[str] = ()) -> pd.DataFrame:
    """Read a table with a heading row.

    Parameters
    ----------
    required
        Headings that must be there.
    exact
        Columns read as exact ``Decimal`` (金额、得分); a cell that is no number is a problem, a blank is None. All
        other columns become whole numbers or floats where every filled cell is a number, else stay text.

    Raises
    ------
    LoadError
        All missing columns, ragged rows and unreadable numbers at once.
    """
    rows = [row for row in _guarded_rows(path) if any(row)]
    if len(rows) < 2:
        raise LoadError(_problem(path, "没有数据行", "一行表头和至少一行数据", "请重新导出"))
    heading, body = [restored(name) for name in rows[0]], rows[1:]
    problems = [*_heading_problems(path, heading, required), *_ragged(path, heading, body)]
    if problems:
        raise LoadError(problems)
    frame = pd.DataFrame(body, columns=heading)
    columns = {name: _column(path, frame[name], name in exact, problems) for name in heading}
    if problems:
        raise LoadError(problems)
    return pd.DataFrame(columns)


def _decode(path: Path) -> str:
    data = path.read_bytes()
    encodings = [encoding for bom, encoding in _BOMS if data.startswith(bom)] or ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise LoadError(
        _problem(
            path, "既不是 UTF-8 也不是 GB18030 的编码", "UTF-8 或 GB18030 文本", "请用 WPS/Excel 另存为“CSV UTF-8”"
        )
    )


def _dialect(text: str) -> type[csv.Dialect]:
    first = text.split("\n", 1)[0]
    return csv.excel_tab if first.count("\t") > first.count(",") else csv.excel


def _heading_problems(path: Path, heading: list[str], required: Sequence[str]) -> list[Problem]:
    missing = [name for name in required if name not in heading]
    doubled = sorted({name for name in heading if heading.count(name) > 1})
    problems = []
    if missing:
        read = "、".join(heading)
        problems.append(_problem(path, f"表头 {read}", f"含列 {'、'.join(missing)}", "请补上缺少的列，列名须一致"))
    if doubled:
        problems.append(_problem(path, f"重复的列 {'、'.join(doubled)}", "每列名称唯一", "请改名或删去重复列"))
    return problems


def _ragged(path: Path, heading: list[str], body: list[list[str]]) -> list[Problem]:
    return [
        Problem(
            Place(file=path.name, cell=f"第{number}行"),
            f"{len(row)} 列",
            f"{len(heading)} 列（与表头一致）",
            "请检查该行是否多了或少了分隔符",
        )
        for number, row in enumerate(body, 2)
        if len(row) != len(heading)
    ]


def typed_column(texts: pd.Series) -> pd.Series:
    """Whole numbers or floats where every filled cell is a number, else texts with None for a blank.

    A guarded cell is a text, and so is its whole column.
    """
    if any(is_guarded(text) for text in texts):
        return pd.Series([restored(text) or None for text in texts], dtype=object)
    numbers = [_number(text) for text in texts]
    if all(_is_plain(texts, numbers)) and any(number is not None for number in numbers) and not _is_code(texts):
        whole = all(number is not None and abs(number) < 2**53 and not number % 1 for number in numbers)
        return pd.Series([_float(number) for number in numbers], dtype="int64" if whole else float)
    return pd.Series([text or None for text in texts], dtype=object)


def _column(path: Path, texts: pd.Series, exact: bool, problems: list[Problem]) -> pd.Series:
    if not exact:
        return typed_column(texts)
    texts = texts.map(restored)
    numbers = [_number(text) for text in texts]
    plain = _is_plain(texts, numbers)
    problems.extend(_number_problem(path, texts, row) for row, good in enumerate(plain) if not good)
    return pd.Series(numbers, dtype=object)


def _is_plain(texts: pd.Series, numbers: list[Decimal | None]) -> list[bool]:
    return [
        number is not None or read_quantity(text).kind is Kind.BLANK
        for number, text in zip(numbers, texts, strict=True)
    ]


def _number(text: str) -> Decimal | None:
    """Digits with or without a percent sign, nothing else: a column keeps 2021.12 a number and 十二万 a text."""
    return read_digits(normalise(text).removesuffix("%").rstrip())


def _is_code(texts: pd.Series) -> bool:
    """Codes with leading zeros (001) and numbers longer than a float can carry are names, not numbers."""
    return bool(texts.str.fullmatch(r"0\d+|\d{16,}").any())


def _float(number: Decimal | None) -> float:
    return float("nan") if number is None else float(number)


def _number_problem(path: Path, texts: pd.Series, row: int) -> Problem:
    place = Place(file=path.name, cell=f"第{row + 2}行“{texts.name}”")
    return Problem(place, texts.iloc[row], "数字", "请改为数字；没有数值请留空")


def _problem(path: Path, read: str, expected: str, remedy: str) -> Problem:
    return Problem(Place(file=path.name), read, expected, remedy)
