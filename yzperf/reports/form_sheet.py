"""An empty form as a workbook (空白表): merged cells, borders, drop-down lists, A4, the same bytes for the same form."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable
from copy import copy
from datetime import date
from pathlib import Path
from typing import Any

from yzperf.domain.cell_text import is_formula_like, storable
from yzperf.domain.form_fields import FieldKind, FormField, FormFields
from yzperf.errors import ReportError
from yzperf.reports.form_layout import Box, FormLayout, Look, input_boxes, lay_out
from yzperf.reports.package import Properties, core_xml, write_whole, zipped

_DAY = date(2025, 1, 1)  # a form has no date of its own; the same form gives the same bytes
_LISTED = 250  # Excel takes a list of at most 255 characters into a cell; longer ones stand on a hidden sheet
_OPTIONS = "选项"
_FORMATS = {FieldKind.MONEY: "#,##0.00####", FieldKind.DATE: "yyyy-mm-dd", FieldKind.NUMBER: "General"}
_FONTS = {  # name, size, bold
    Look.TITLE: ("黑体", 18, True),
    Look.SIDE: ("宋体", 10, True),
    Look.LABEL: ("宋体", 10, True),
    Look.NOTE: ("宋体", 9, False),
}
_FONT = ("宋体", 10, False)
_SIDES = {Look.NOTE: "left", Look.INPUT: "left"}
_NUMERIC = (FieldKind.NUMBER, FieldKind.MONEY, FieldKind.DATE)


def form_workbook(form: FormFields) -> bytes:
    """Return an empty form as an .xlsx file.

    Parameters
    ----------
    form
        The field list; nothing else is needed.
    """
    import openpyxl

    layout = lay_out(form)
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = re.sub(r"[\[\]:*?/\\]", "", form.title)[:31] or form.id[:31]
    looks: dict[tuple[object, ...], Any] = {}
    for box in layout.boxes:
        _paint(sheet, box, looks)
    _set_sizes(sheet, layout)
    _set_page(sheet, layout)
    _add_lists(book, sheet, layout)
    raw = io.BytesIO()
    book.save(raw)
    return _with_fixed_dates(raw.getvalue(), form)


def write_empty_form(form: FormFields, out: Path) -> Path:
    """Write an empty form; a file that is there already may be a filled one and is left alone.

    Raises
    ------
    ReportError
        If the file is there already, is named otherwise, or cannot be written.
    """
    if out.suffix.lower() != ".xlsx":
        raise ReportError(f"{out}：读到“{out.name}”，应为 .xlsx 文件名。请改用 .xlsx 结尾的文件名")
    if out.exists():
        raise ReportError(f"{out}：已有这个文件，可能是填好的表，没有覆盖。请换一个文件名")
    out.parent.mkdir(parents=True, exist_ok=True)
    return write_whole(form_workbook(form), out)


def put_text(cell: Any, text: str) -> None:
    """Write a text that stays one: what starts like a formula is stored as text and marked so (防公式注入)."""
    cell.value = storable(text)
    cell.data_type, cell.quotePrefix = "s", is_formula_like(text)


# ── boxes ───────────────────────────────────────────────────────────────────────────────────────────


def _paint(sheet: Any, box: Box, looks: dict[tuple[object, ...], Any]) -> None:
    last_row, last_column = box.row + box.rows - 1, box.column + box.columns - 1
    for cells in sheet.iter_rows(box.row, last_row, box.column, last_column):
        for cell in cells:
            _dress(cell, box, looks)
    if box.text:
        put_text(sheet.cell(box.row, box.column), box.text)
    if box.rows > 1 or box.columns > 1:
        sheet.merge_cells(start_row=box.row, end_row=last_row, start_column=box.column, end_column=last_column)


def _dress(cell: Any, box: Box, looks: dict[tuple[object, ...], Any]) -> None:
    """Give a cell its look; working one out takes a hundred times as long as copying it."""
    kind, has_options = (box.field.kind, bool(box.field.options)) if box.field else (None, False)
    look = box.look, kind, has_options
    if look not in looks:
        _work_out(cell, box)
        looks[look] = cell._style
    cell._style = copy(looks[look])


def _work_out(cell: Any, box: Box) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    is_text = box.field is None or box.field.kind not in _NUMERIC
    side = _SIDES.get(box.look, "center") if is_text and not (box.field and box.field.options) else "center"
    name, size, bold = _FONTS.get(box.look, _FONT)
    cell.font = Font(name=name, size=size, bold=bold)
    cell.alignment = Alignment(horizontal=side, vertical="top" if box.look is Look.NOTE else "center", wrap_text=True)
    if box.field is not None and box.look is Look.INPUT:
        cell.number_format = _FORMATS.get(box.field.kind, "@")  # "@": what is typed stays the text that was typed
    if box.look not in (Look.TITLE, Look.NOTE):
        line = Side(style="thin", color="FF404040")
        cell.border = Border(line, line, line, line)
    if box.look in (Look.LABEL, Look.SIDE):
        cell.fill = PatternFill("solid", fgColor="FFF2F4F7")


def _set_sizes(sheet: Any, layout: FormLayout) -> None:
    from openpyxl.utils import get_column_letter

    for column, width in enumerate(layout.widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    usual = Counter(layout.heights.values()).most_common(1)[0][0]
    sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = usual, True
    for row, height in layout.heights.items():
        if height != usual:  # a row without a height of its own grows with what is typed into it
            sheet.row_dimensions[row].height = height


def _set_page(sheet: Any, layout: FormLayout) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.page import PageMargins

    setup = sheet.page_setup
    setup.paperSize, setup.orientation = 9, "landscape" if layout.landscape else "portrait"
    setup.fitToWidth, setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins = PageMargins(left=0.5, right=0.5, top=0.7, bottom=0.7, header=0.3, footer=0.3)
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    sheet.print_area = f"A1:{get_column_letter(len(layout.widths))}{max(layout.heights)}"
    if layout.head_rows:
        sheet.print_title_rows = f"1:{layout.head_rows}"
        sheet.freeze_panes = f"A{layout.head_rows + 1}"


# ── drop-down lists ─────────────────────────────────────────────────────────────────────────────────


def _add_lists(book: Any, sheet: Any, layout: FormLayout) -> None:
    places: dict[str, tuple[FormField, list[str]]] = {}
    for box, each in input_boxes(layout):
        if each.options:
            places.setdefault(each.key, (each, []))[1].append(sheet.cell(box.row, box.column).coordinate)
    for each, cells in places.values():
        sheet.add_data_validation(_validation(book, each, cells))


def _validation(book: Any, each: FormField, cells: Iterable[str]) -> Any:
    from openpyxl.worksheet.datavalidation import DataValidation

    choice = DataValidation(
        type="list", formula1=_list_formula(book, each.options), allow_blank=True, showErrorMessage=True
    )
    choice.errorTitle, choice.error = each.heading[:30], f"请从列表中选：{'、'.join(each.options)}"[:220]
    for cell in cells:
        choice.add(cell)
    return choice


def _list_formula(book: Any, options: tuple[str, ...]) -> str:
    listed = ",".join(options)
    if len(listed) <= _LISTED and not any("," in option or '"' in option for option in options):
        return f'"{listed}"'
    if _OPTIONS not in book.sheetnames:
        book.create_sheet(_OPTIONS).sheet_state = "hidden"
    sheet = book[_OPTIONS]
    column = sheet.max_column + (sheet.cell(1, 1).value is not None)
    for row, option in enumerate(options, 1):
        put_text(sheet.cell(row, column), option)
    letters = sheet.cell(1, column).column_letter
    return f"'{_OPTIONS}'!${letters}$1:${letters}${len(options)}"


def _with_fixed_dates(raw: bytes, form: FormFields) -> bytes:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["docProps/core.xml"] = core_xml(Properties(form.name, "yzperf", form.id, _DAY))
    return zipped(parts)
