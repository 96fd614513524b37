"""Empty forms as workbooks: every field has its place, nothing overlaps, lists drop down, texts stay texts."""

from __future__ import annotations

import io
import zipfile
from itertools import combinations
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.conftest import ROOT
from yzperf.domain.form_fields import FieldKind, FieldRole, FormField, FormFields, FormPart, PartShape
from yzperf.errors import ReportError
from yzperf.loaders.guard import require_safe_archive
from yzperf.reports.form_layout import LANDSCAPE, PORTRAIT, Box, Look, input_boxes, lay_out
from yzperf.reports.form_sheet import form_workbook, write_empty_form
from yzperf.rules import load_all_forms, load_form_fields

FORMS = load_all_forms()
SHRINK = 1.15


def opened(form: FormFields) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(form_workbook(form)))


def page(form: FormFields) -> Worksheet:
    return opened(form).worksheets[0]


def texts(sheet: Worksheet) -> dict[str, str]:
    return {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None}


def made(*fields: FormField, **parts: FormPart) -> FormFields:
    return FormFields("own", "自定表（某局）", "", "", fields, tuple(parts.values()), "万元")


def field(key: str, part: str = "表头", kind: FieldKind = FieldKind.TEXT, **more: object) -> FormField:
    options = more.pop("options", ())
    return FormField(key, part, f"栏目{key}", (), kind, False, options, "", **more)  # type: ignore[arg-type]


# ── the layout ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("id", FORMS)
def test_every_field_has_a_place_and_no_boxes_overlap(id: str) -> None:
    layout = lay_out(FORMS[id])
    placed = {each.key for _, each in input_boxes(layout)}
    assert placed == {each.key for each in FORMS[id].fields if each.role is not FieldRole.BAND}
    assert [pair for pair in combinations(layout.boxes, 2) if overlap(*pair)] == []


def overlap(one: Box, two: Box) -> bool:
    rows = one.row < two.row + two.rows and two.row < one.row + one.rows
    return rows and one.column < two.column + two.columns and two.column < one.column + one.columns


@pytest.mark.parametrize("id", FORMS)
def test_boxes_fill_the_paper_and_no_more(id: str) -> None:
    layout = lay_out(FORMS[id])
    covered = {
        (row, column)
        for box in layout.boxes
        for row in range(box.row, box.row + box.rows)
        for column in range(box.column, box.column + box.columns)
    }
    assert covered == {(row, col) for row in layout.heights for col in range(1, len(layout.widths) + 1)}
    room = LANDSCAPE if layout.landscape else PORTRAIT
    assert room - 2 < sum(layout.widths) <= room * SHRINK + 1


@pytest.mark.parametrize("id", FORMS)
def test_every_heading_is_printed_with_its_mark(id: str) -> None:
    words = [box.text for box in lay_out(FORMS[id]).boxes if box.look is Look.LABEL]
    for each in FORMS[id].fields:
        if each.role is not FieldRole.BAND:
            assert (f"{each.heading}*" if each.required else each.heading) in words


def test_the_total_stands_under_the_points() -> None:
    boxes = {each.key: box for box, each in input_boxes(lay_out(load_form_fields("self_evaluation_national")))}
    assert boxes["total"].column == boxes["score"].column
    assert boxes["total"].row > boxes["score"].row


def test_printed_groups_stand_once_over_their_rows() -> None:
    layout = lay_out(load_form_fields("self_evaluation_national"))
    groups = {box.text: box.rows for box in layout.boxes if box.look is Look.PRINTED}
    assert (groups["产出指标"], groups["数量指标"], groups["服务对象满意度指标"]) == (8, 2, 2)


def test_upper_headings_stand_over_their_columns() -> None:
    layout = lay_out(load_form_fields("monitoring"))
    causes = next(box for box in layout.boxes if box.text == "偏差原因分析")
    below = [box.text for box in layout.boxes if box.row == causes.row + 1 and box.look is Look.LABEL]
    assert causes.columns == len(below) == 6
    assert below[0] == "经费保障"


def test_a_long_list_repeats_its_heading_on_every_page() -> None:
    assert lay_out(load_form_fields("rectification_ledger")).head_rows == 3
    assert page(load_form_fields("rectification_ledger")).print_title_rows == "$1:$3"
    assert lay_out(load_form_fields("self_evaluation_national")).head_rows == 0


def test_a_form_without_any_layout_becomes_pairs() -> None:
    layout = lay_out(made(field("a"), field("b"), field("c")))
    assert [(box.row, each.key) for box, each in input_boxes(layout)] == [(2, "a"), (2, "b"), (3, "c")]


def test_notes_and_mark_stand_below() -> None:
    note = lay_out(load_form_fields("working_paper")).boxes[-1]
    assert note.look is Look.NOTE
    assert "计算过程：定量指标必填。" in note.text
    assert note.text.endswith("表式编号：working_paper")


# ── the workbook ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("id", FORMS)
def test_the_workbook_is_safe_to_read_and_set_for_a4(id: str, tmp_path: Path) -> None:
    path = write_empty_form(FORMS[id], tmp_path / "t.xlsx")
    require_safe_archive(path)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert sheet.page_setup.paperSize == 9
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_area
    assert sheet["A1"].value == FORMS[id].title


def test_choices_drop_down_and_other_cells_do_not() -> None:
    form = load_form_fields("rectification_ledger")
    sheet = page(form)
    (choice,) = sheet.data_validations.dataValidation
    assert choice.formula1 == '"未开始,整改中,已完成,无法完成"'
    column = {box.column for box, each in input_boxes(lay_out(form)) if each.key == "status"}
    assert {cell.min_col for cell in choice.sqref.ranges} == column


def test_long_lists_and_options_with_commas_stand_on_a_hidden_sheet() -> None:
    long = tuple(f"第{number}种很长的选项名称，含逗号" for number in range(1, 20))
    one, two = (
        field("a", kind=FieldKind.CHOICE, options=long),
        field("b", kind=FieldKind.CHOICE, options=("甲,乙", "丙")),
    )
    book = opened(made(one, two))
    assert book["选项"].sheet_state == "hidden"
    rules = {rule.formula1 for rule in book.worksheets[0].data_validations.dataValidation}
    assert rules == {"'选项'!$A$1:$A$19", "'选项'!$B$1:$B$2"}
    assert [cell.value for cell in book["选项"]["A"]] == list(long)
    assert [cell.value for cell in book["选项"]["B"]][:2] == ["甲,乙", "丙"]


def test_formats_by_kind() -> None:
    form = made(*(field(kind.value, kind=kind) for kind in FieldKind))
    sheet = page(form)
    formats = {each.key: sheet.cell(box.row, box.column).number_format for box, each in input_boxes(lay_out(form))}
    assert formats["text"] == formats["choice"] == "@"
    assert formats["money"].startswith("#,##0.00")
    assert (formats["date"], formats["number"]) == ("yyyy-mm-dd", "General")


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t"])
def test_what_begins_like_a_formula_stays_a_text(sign: str) -> None:
    heading = f"{sign}cmd|'/C calc'!A0"
    form = FormFields(
        "own",
        heading,
        "",
        heading,
        (FormField("a", "表头", heading, (), FieldKind.CHOICE, False, (heading,), heading),),
    )
    book = opened(form)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells if str(cell.value).startswith(sign))


def test_the_same_form_gives_the_same_bytes() -> None:
    one, two = (form_workbook(load_form_fields("monitoring")) for _ in range(2))
    assert one == two
    with zipfile.ZipFile(io.BytesIO(one)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_file_that_is_there_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_text("填好的表", encoding="utf-8")
    with pytest.raises(ReportError, match="已有这个文件"):
        write_empty_form(load_form_fields("interview"), path)
    assert path.read_text(encoding="utf-8") == "填好的表"
    with pytest.raises(ReportError, match=r"\.xlsx"):
        write_empty_form(load_form_fields("interview"), tmp_path / "表.docx")
    assert [file.name for file in tmp_path.iterdir()] == ["表.xlsx"]


def test_a_table_of_ones_own_is_laid_out(tmp_path: Path) -> None:
    part = FormPart("明细", PartShape.TABLE, "明细", rows=3, printed=(("甲",), ("乙",)))
    form = made(field("name", "明细"), field("sum", "明细", FieldKind.MONEY), detail=part)
    layout = lay_out(form)
    assert len([1 for _, each in input_boxes(layout) if each.key == "sum"]) == 6
    assert [box.text for box in layout.boxes if box.look is Look.SIDE] == ["明细\n（万元）"]


def test_titles_of_sheets_are_allowed_ones() -> None:
    form = FormFields("own", "甲/乙[丙]：很长很长很长很长很长很长很长很长很长很长很长很长的名称", "", "", (field("a"),))
    assert opened(form).sheetnames == ["甲乙丙：很长很长很长很长很长很长很长很长很长很长很长很长的名称"[:31]]


def test_the_package_ships_all_lists() -> None:
    assert len(FORMS) == len(list((ROOT / "yzperf/rules/data/forms").glob("*.toml"))) - 1
