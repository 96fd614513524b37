"""Cells as openpyxl reads them: on all workbooks of the repository, on every kind of cell, by both ways of reading."""

from __future__ import annotations

import csv
import subprocess
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from tests.conftest import ROOT
from tests.loaders import packages
from yzperf.errors import LoadError
from yzperf.loaders import xlsx_cells
from yzperf.loaders.grid import Grid, read_workbook
from yzperf.loaders.guard import Extent, SafeArchive
from yzperf.loaders.number_formats import show_by
from yzperf.loaders.sheet_cells import NOTES, SheetCells, Values
from yzperf.loaders.sheet_scan import OddSheetError, scan_sheet
from yzperf.loaders.sheet_xml import read_sheet
from yzperf.loaders.texts import SEPARATOR, TextTable
from yzperf.loaders.texts import shown as for_people
from yzperf.loaders.xlsx_parts import read_book, read_strings

WORKBOOKS = sorted((ROOT / "data").rglob("*.xlsx"))
Shown = dict[tuple[int, int], tuple[str, str]]


def by_openpyxl(path: Path) -> Iterator[tuple[str, Shown, set[str]]]:
    """Sheet, texts and notes by cell, merged areas: the way that was taken before, value by value."""
    values, formulas = (openpyxl.load_workbook(path, data_only=flag, rich_text=False) for flag in (True, False))
    for sheet in values.worksheets:
        if sheet.sheet_state != "visible":
            continue
        written = formulas[sheet.title]
        filled = [cell for row in written.iter_rows() for cell in row if cell.value not in (None, "")]
        shown = {(cell.row, cell.column): _one(cell, sheet.cell(cell.row, cell.column)) for cell in filled}
        yield sheet.title, shown, {str(area) for area in written.merged_cells.ranges}


def _one(written: Any, shown: Any) -> tuple[str, str]:
    if written.data_type == "f" and shown.value is None:
        return "", "stale"
    return _text(shown), "error" if shown.data_type == "e" else ""


def _text(cell: Any) -> str:
    value = cell.value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, int | float):
        scaled = "%" in cell.number_format.replace('"%"', "")  # a quoted % is printed, not computed
        number = Decimal(f"{value:.15g}") * (100 if scaled else 1)
        text = f"{number:f}"
        return (text.rstrip("0").rstrip(".") if "." in text else text) + "%" * ("%" in cell.number_format)
    return str(value)


def ours(grid: Grid) -> Shown:
    return {cell: (text, grid.flaws.get(cell, "")) for cell, text in grid.cells.items()}


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.name)
def test_every_workbook_of_the_repository(path: Path) -> None:
    grids = {grid.sheet: grid for grid in read_workbook(path)}
    expected = [found for found in by_openpyxl(path) if found[1]]
    assert list(grids) == [title for title, _, _ in expected]
    for title, shown, merged in expected:
        assert ours(grids[title]) == shown
        assert {_area(grids[title], origin) for origin in set(grids[title].origins.values())} == merged


def _area(grid: Grid, origin: tuple[int, int]) -> str:
    covered = [cell for cell, first in grid.origins.items() if first == origin]
    return f"{grid.place(*min(covered)).cell}:{grid.place(*max(covered)).cell}"


def filled(path: Path) -> Path:
    """A workbook with every kind of cell that openpyxl writes."""
    book = openpyxl.Workbook()
    sheet = book.active
    rows = [
        ["产出指标", "≥95%", " 前后空格 ", "两行\n文字", "=TODAY()", "<&>\"'", "𠮷", "'", "007"],
        [1, 2.5, -3, 0, 1e-7, 1e15, 123456789012345678, 0.1 + 0.2, 1 / 3, 1e20],
        [True, False, "#REF!", "#DIV/0!", None, "", "是"],
        [date(2024, 11, 20), datetime(2024, 11, 20, 8, 30, 15), time(8, 30), date(1900, 1, 5), date(9999, 12, 31)],
        [0.95, 0.8618304, 95, 1234567.891, 0.5],
    ]
    for row in rows:
        sheet.append(row)
    for column, code in enumerate(["0%", "0.00%", '0"%"', "#,##0.00", "[Red]0.0%"], 1):
        sheet.cell(5, column).number_format = code
    sheet["A7"] = CellRichText("前", TextBlock(InlineFont(b=True), "粗"), " 后 ")
    sheet.merge_cells("B8:D9")
    sheet["B8"] = "合并"
    book.create_sheet("空表")
    hidden = book.create_sheet("隐藏")
    hidden["A1"], hidden.sheet_state = "看不见", "hidden"
    book.create_sheet("另一张")["XFD3"] = "远"
    book.save(path)
    return path


@pytest.mark.parametrize("since_1904", [False, True])
def test_every_kind_of_cell(tmp_path: Path, since_1904: bool) -> None:
    path = filled(tmp_path / "t.xlsx")
    if since_1904:
        book = openpyxl.load_workbook(path)
        book.epoch = datetime(1904, 1, 1)
        book.save(path)
    grids = read_workbook(path)
    assert [grid.sheet for grid in grids] == ["Sheet", "另一张"]
    for grid, (_, shown, _) in zip(grids, [found for found in by_openpyxl(path) if found[1]], strict=True):
        assert ours(grid) == shown


# ── the two ways of reading a sheet ─────────────────────────────────────────────────────────────────


def by_scan(path: Path) -> tuple[Shown, list[str]]:
    return _read(path, scan_sheet)


def by_parser(path: Path) -> tuple[Shown, list[str]]:
    return _read(path, read_sheet)


def _read(path: Path, read: Any) -> tuple[Shown, list[str]]:
    texts = TextTable(for_people)
    with SafeArchive(path) as archive:
        book = read_book(archive, path)
        strings = read_strings(archive, book.strings) if book.strings else []
        values = Values(texts, strings, book.formats, show_by, since_1904=book.since_1904)
        found: SheetCells = read(archive, book.sheets[0].part, values, Extent(path, "x"))
    table = texts.dump().decode().split(SEPARATOR)
    cells = zip(found.rows, found.columns, strict=True)
    shown = zip((table[code] for code in found.codes), (NOTES[note] for note in found.notes), strict=True)
    return dict(zip(cells, shown, strict=True)), found.merged


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.name)
def test_both_ways_agree_on_every_workbook_of_the_repository(path: Path) -> None:
    assert by_scan(path) == by_parser(path)


def test_both_ways_agree_on_every_kind_of_cell(tmp_path: Path) -> None:
    path = filled(tmp_path / "t.xlsx")
    assert by_scan(path) == by_parser(path)


# Every cell that the scanner may meet, and what it shows; None for nothing.
CELLS = {
    '<c r="{}"><v>12</v></c>': ("12", ""),
    '<c r="{}" s="0"><v>-0.5</v></c>': ("-0.5", ""),
    '<c r="{}" t="n"><v>12.50</v></c>': ("12.5", ""),
    '<c r="{}"><v>0.30000000000000004</v></c>': ("0.3", ""),
    '<c r="{}"><v>1.5E-2</v></c>': ("0.015", ""),
    '<c r="{}"><v>007</v></c>': ("7", ""),
    '<c r="{}"><v>123456789012345678</v></c>': ("123456789012346000", ""),
    '<c r="{}" s="1"><v>0.95</v></c>': ("95%", ""),
    '<c r="{}" s="2"><v>45597</v></c>': ("2024-11-01", ""),
    '<c r="{}" s="2"><v>99999999</v></c>': ("#VALUE!", "error"),
    '<c r="{}" s="9"><v>3</v></c>': ("3", ""),
    '<c r="{}" t="s"><v>0</v></c>': ("甲", ""),
    '<c r="{}" s="1" t="s"><v>1</v></c>': ("乙 & <丙>", ""),
    '<c r="{}" t="s"><v>2</v></c>': None,
    '<c r="{}" t="s"><v>3</v></c>': ("前 后", ""),
    '<c r="{}" t="s"><v>4</v></c>': ("两\n行", ""),
    '<c r="{}" t="b"><v>1</v></c>': ("是", ""),
    '<c r="{}" t="e"><v>#N/A</v></c>': ("#N/A", "error"),
    '<c r="{}" t="d"><v>2024-11-01T00:00:00Z</v></c>': ("2024-11-01", ""),
    '<c r="{}" t="inlineStr"><is><t>内 &amp; 联</t></is></c>': ("内 & 联", ""),
    '<c r="{}" t="inlineStr"><is><r><rPr><i></i></rPr><t>斜</t></r><r><t>体</t></r></is></c>': ("斜体", ""),
    '<c r="{}" t="inlineStr"><is><t></t></is></c>': None,
    '<c r="{}"><f>SUM(A1:A2)</f><v>3</v></c>': ("3", ""),
    '<c r="{}"><f t="shared" si="0"/><v>4</v></c>': ("4", ""),
    '<c r="{}"><f>1+1</f></c>': ("", "stale"),
    '<c r="{}"><f>1+1</f><v></v></c>': ("", "stale"),
    '<c r="{}"><f>1+1</f><v/></c>': ("", "stale"),
    '<c r="{}" t="str"><f>"a"</f><v>a&amp;b</v></c>': ("a&b", ""),
    '<c r="{}" t="str"><f>""</f><v></v></c>': None,
    '<c r="{}" s="1"/>': None,
    '<c r="{}" s="1" />': None,
    '<c r="{}"></c>': None,
}
SHARED = packages.strings(
    "<si><t>甲</t></si>",
    "<si><t>乙 &amp; &lt;丙&gt;</t></si>",
    "<si><t/></si>",
    '<si><r><t>前</t></r><rPh sb="0" eb="1"><t>qián</t></rPh><r><rPr><b/></rPr><t xml:space="preserve"> 后</t></r></si>',
    "<si><t>两_x000D_\n行</t></si>",
)
STYLE = packages.styles("0.00%", "yyyy/m/d")


def book_of(path: Path, cells: list[str], columns: int = 3) -> tuple[Path, Shown]:
    """A workbook of these cells, and what it must show."""
    lines = [cells[start : start + columns] for start in range(0, len(cells), columns)]
    rows = "".join(
        f'<row r="{row}">{"".join(cell.format(f"{letter}{row}") for letter, cell in zip("ABCDEFGH", line, strict=False))}</row>'
        for row, line in enumerate(lines, 1)
    )
    behind = '<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>'
    packages.workbook(path, rows, behind=behind, shared=SHARED, style=STYLE)
    placed = (((row, column), CELLS[cell]) for row, line in enumerate(lines, 1) for column, cell in enumerate(line, 1))
    return path, {place: shown for place, shown in placed if shown}


@given(st.lists(st.sampled_from(sorted(CELLS)), min_size=1, max_size=40), st.integers(1, 8))
def test_any_row_of_cells_by_both_ways(
    tmp_path_factory: pytest.TempPathFactory, cells: list[str], columns: int
) -> None:
    path, expected = book_of(tmp_path_factory.mktemp("x") / "t.xlsx", cells, columns)
    assert by_scan(path) == (expected, ["A1:B2"])
    assert by_parser(path) == (expected, ["A1:B2"])


# Forms that the scanner leaves to the parser, which reads the same as ever.
ODD = {
    "attributes in another order": ('<row r="1"><c t="s" r="A1"><v>0</v></c></row>', "甲"),
    "no reference": ("<row><c><v>1</v></c></row>", "1"),
    "comment": ('<row r="1"><!-- <c r="B1"><v>9</v></c> --><c r="A1"><v>1</v></c></row>', "1"),
    "character data": ('<row r="1"><c r="A1" t="str"><v><![CDATA[<a>]]></v></c></row>', "<a>"),
    "single quotes": ("<row r='1'><c r='A1'><v>1</v></c></row>", "1"),
    "sign of more": ('<row r="1"><c r="A1" t="str"><v>a>b</v></c></row>', "a>b"),
    "more attributes": ('<row r="1"><c r="A1" cm="1"><v>1</v></c></row>', "1"),
    "instruction": ('<row r="1"><?x y?><c r="A1"><v>1</v></c></row>', "1"),
    "another element": ('<row r="1"><c r="A1"><v>1</v><extLst/></c></row>', "1"),
}


@pytest.mark.parametrize("rows", ODD.values(), ids=ODD)
def test_unusual_forms_go_to_the_parser(tmp_path: Path, rows: tuple[str, str]) -> None:
    path = packages.workbook(tmp_path / "t.xlsx", rows[0], shared=SHARED, style=STYLE)
    with pytest.raises(OddSheetError):
        by_scan(path)
    assert by_parser(path)[0] == {(1, 1): (rows[1], "")}


def test_a_prefix_on_every_element(tmp_path: Path) -> None:
    text = f'<?xml version="1.0"?><x:worksheet xmlns:x="{packages.MAIN}"><x:sheetData><x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    shared = f'<?xml version="1.0"?><x:sst xmlns:x="{packages.MAIN}"><x:si><x:t>甲</x:t></x:si></x:sst>'
    path = packages.workbook(tmp_path / "t.xlsx", text, shared=shared)
    with pytest.raises(OddSheetError):
        by_scan(path)
    assert by_parser(path)[0] == {(1, 1): ("甲", "")}


def test_a_large_sheet_is_scanned_and_an_unusual_one_falls_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx_cells, "_LARGE", 0)
    for name, rows in (("usual", '<row r="1"><c r="A1"><v>1</v></c></row>'), ("odd", ODD["no reference"][0])):
        found = xlsx_cells.read_cells(packages.workbook(tmp_path / f"{name}.xlsx", rows))
        assert found["texts"].decode().split(SEPARATOR)[-1] == "1"


def test_a_sheet_in_many_pieces(tmp_path: Path) -> None:
    cells = [cell for cell in CELLS if "<f" not in cell] * 1500
    path, expected = book_of(tmp_path / "t.xlsx", cells, 8)
    with SafeArchive(path) as archive:
        assert len(list(archive.stream("xl/worksheets/sheet1.xml"))) > 1
    assert by_scan(path)[0] == expected


@pytest.mark.parametrize("read", [by_scan, by_parser])
@pytest.mark.parametrize(
    "cell",
    ['<c r="A1" t="s"><v>99</v></c>', '<c r="A1"><v>十</v></c>', '<c r="A1" t="d"><v>昨天</v></c>'],
)
def test_cells_that_do_not_fit_their_kind(tmp_path: Path, read: Any, cell: str) -> None:
    path = packages.workbook(tmp_path / "t.xlsx", f'<row r="1">{cell}</row>', shared=SHARED)
    with pytest.raises(LoadError, match="损坏"):
        read(path)


def test_chinese_dates_that_excel_names_by_number_alone(tmp_path: Path) -> None:
    style = (
        f'<styleSheet xmlns="{packages.MAIN}"><cellXfs><xf numFmtId="57"/><xf numFmtId="31"/></cellXfs></styleSheet>'
    )
    rows = '<row r="1"><c r="A1" s="0"><v>45597</v></c><c r="B1" s="1"><v>45616</v></c></row>'
    (grid,) = read_workbook(packages.workbook(tmp_path / "t.xlsx", rows, style=style))
    assert [grid.text(1, 1), grid.text(1, 2)] == ["2024年11月", "2024-11-20"]


def test_positions_of_a_large_table(tmp_path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("大表")
    for row in range(1, 20_001):
        sheet.append([row, f"项目{row}", row / 8, "镇级"])
    book.save(tmp_path / "t.xlsx")
    (grid,) = read_workbook(tmp_path / "t.xlsx")
    assert (grid.rows, grid.columns, len(grid.cells)) == (range(1, 20_001), range(1, 5), 80_000)
    assert [grid.text(12_345, column) for column in grid.columns] == ["12345", "项目12345", "1543.125", "镇级"]
    assert str(grid.place(12_345, 3)) == "t.xlsx 工作表“大表” C12345"
    assert (20_001, 1) not in grid.cells


@pytest.mark.office
def test_what_an_office_program_prints_is_our_text_rounded(tmp_path: Path) -> None:
    formats = ["0.00", "0%", "0.0%", "#,##0.00", '0"个"', '0.00"万元"', "0.000,", "000000", '"≥"0.0']
    book = openpyxl.Workbook()
    for row, value in enumerate((0.8618304, 12.5, 95, 1234.5678, 0), 1):
        for column, code in enumerate(formats, 1):
            book.active.cell(row, column, value).number_format = code
    book.save(tmp_path / "t.xlsx")
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to"]
    subprocess.run(
        [*command, "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir", tmp_path, tmp_path / "t.xlsx"],
        check=True,
        capture_output=True,
    )
    printed = list(csv.reader((tmp_path / "t.csv").open(encoding="utf-8")))
    (grid,) = read_workbook(tmp_path / "t.xlsx")
    for row, texts in enumerate(printed, 1):
        for column, text in enumerate(texts, 1):
            assert _split(grid.text(row, column), text) == _split(text, text)


def _split(text: str, printed: str) -> tuple[str, Decimal, str]:
    """Words before, number rounded as printed, words after."""
    digits = "".join(sign for sign in text if sign in "0123456789.")
    before, _, after = text.replace(",", "").partition(digits)
    places = Decimal(1).scaleb(-len("".join(sign for sign in printed if sign in "0123456789.").partition(".")[2]))
    return before, Decimal(digits).quantize(places, rounding="ROUND_HALF_UP"), after
