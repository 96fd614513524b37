"""Cells as a person sees them: percent formats, dates, formulas, errors, merged cells."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from yzperf.loaders.cells import Problems, read_amount
from yzperf.loaders.grid import Grid, column_letters, read_workbook


def grid_of(tmp_path: Path, fill) -> Grid:
    book = openpyxl.Workbook()
    fill(book.active)
    book.save(tmp_path / "t.xlsx")
    return read_workbook(tmp_path / "t.xlsx")[0]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (1.0, "0%", "100%"),
        (0.8618304, "0.00%", "86.18304%"),
        (95, '0"%"', "95%"),
        (0.1 + 0.2, "General", "0.3"),
        (37.24, "General", "37.24"),
        (1234567.5, "#,##0.00", "1234567.5"),
        (100, "General", "100"),
        (1e-7, "General", "0.0000001"),
        (True, "General", "是"),
        (date(2024, 11, 20), "yyyy-mm-dd", "2024-11-20"),
        ("≥95%", "General", "≥95%"),
    ],
)
def test_shown_text(tmp_path: Path, value, number_format: str, text: str) -> None:
    def fill(sheet) -> None:
        sheet["A1"] = value
        sheet["A1"].number_format = number_format

    assert grid_of(tmp_path, fill).text(1, 1) == text


def test_merged_cells_show_what_their_area_shows(tmp_path: Path) -> None:
    def fill(sheet) -> None:
        sheet["A1"], sheet["B3"] = "产出", "x"
        sheet.merge_cells("A1:A3")

    grid = grid_of(tmp_path, fill)
    assert (grid.text(3, 1), grid.own_text(3, 1)) == ("产出", "")


def test_formula_without_a_stored_value_is_a_flaw_and_not_a_zero(tmp_path: Path) -> None:
    def fill(sheet) -> None:
        sheet["A1"] = "=TODAY()"

    flaw = grid_of(tmp_path, fill).flaw(1, 1)
    assert flaw is not None
    assert "打开并保存一次" in flaw.remedy


@pytest.mark.parametrize(("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (703, "AAA")])
def test_column_letters(number: int, letters: str) -> None:
    assert column_letters(number) == letters


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("10分", "10"),
        ("1,234.5", "1234.5"),
        ("2021.12", "2021.12"),
        ("-5", "-5"),
        ("90%", "90"),
        ("5万元", "5"),
        ("—", None),
    ],
)
def test_amounts(tmp_path: Path, cell: str, value: str | None) -> None:
    problems = Problems()
    amount = read_amount(grid_of(tmp_path, lambda sheet: sheet.append([cell])), 1, 1, "分值", problems)
    assert amount.value == (None if value is None else Decimal(value))
    assert problems.found == []


@pytest.mark.parametrize(
    "cell", ["十分", "二十万元", "3-5", "≥5", "3万", "下降5%", "1,23", "约10", "2021年12月", "5个"]
)
def test_amounts_are_digits_and_anything_else_is_a_problem(tmp_path: Path, cell: str) -> None:
    problems = Problems()
    amount = read_amount(grid_of(tmp_path, lambda sheet: sheet.append([cell])), 1, 1, "分值", problems)
    assert amount.value is None
    assert [problem.read for problem in problems.found] == [cell]
