"""The published workbooks hold exactly the published figures, and are made again byte by byte."""

from __future__ import annotations

import csv
import importlib.util
import tomllib
from pathlib import Path
from types import ModuleType

import openpyxl
import pytest
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

DATA = Path(__file__).resolve().parents[2] / "data"
PUBLISHED = DATA / "published"
TABLES = tomllib.loads((PUBLISHED / "sources.toml").read_text(encoding="utf-8"))
UNSEEN = {"(blank)", "(qualitative)"}
HEADINGS = {
    "indicator": ("三级指标", "考核内容"),
    "relation": ("指标性质",),
    "target": ("年度指标值", "年初目标值（A）", "指标值", "评分标准"),
    "unit": ("度量单位",),
    "actual": ("实际完成值", "全年实际值", "完成值", "实际完成值（B）"),
    "weight": ("分值", "权重"),
    "published": ("得分",),
}


def load_script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, DATA / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def shown(cell: Cell) -> str:
    """A cell as the reader sees it."""
    if cell.value is None:
        return ""
    if isinstance(cell.value, int | float) and cell.number_format.endswith("%"):
        places = len(cell.number_format.partition(".")[2]) - 1 if "." in cell.number_format else 0
        return f"{cell.value * 100:.{places}f}%"
    return str(cell.value)


def records(identifier: str) -> list[dict[str, str]]:
    wanted = TABLES[identifier].get("rows_of", identifier)
    with (PUBLISHED / "tables.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["id"] == wanted]


def columns_of(sheet: Worksheet) -> dict[str, int]:
    """Column of each field; the last heading of a kind is that of the indicator block, not of the money block."""
    found: dict[str, int] = {}
    name_row = max(
        (cell.row for row in sheet.iter_rows() for cell in row if cell.value in HEADINGS["indicator"]), default=0
    )
    for row in sheet.iter_rows(max(1, name_row - 1), name_row):
        for cell in row:
            for field, words in HEADINGS.items():
                # 年度指标值 is a band over 指标值 on the Yunnan form; the lower row goes last and wins.
                if cell.value in words:
                    found[field] = cell.column
    return found


def indicator_rows(identifier: str) -> dict[str, dict[str, str]]:
    sheet = openpyxl.load_workbook(PUBLISHED / f"{identifier}.xlsx").active
    assert isinstance(sheet, Worksheet)
    columns = columns_of(sheet)
    found = {}
    for number in range(1, sheet.max_row + 1):
        name = sheet.cell(number, columns["indicator"]).value if columns else None
        if name:
            found[str(name)] = {field: shown(sheet.cell(number, column)) for field, column in columns.items()}
    return found


@pytest.mark.parametrize("identifier", [name for name in TABLES if name != "S02"])
def test_every_published_cell_stands_in_the_workbook(identifier: str) -> None:
    found = indicator_rows(identifier)
    for record in records(identifier):
        if record["l1"] == "budget":
            continue
        row = found[record["indicator"]]
        seen = {key: "" if record[key] in UNSEEN else record[key] for key in ("target", "actual")}
        assert row.get("relation", "") + row["target"] + row.get("unit", "") == seen["target"]
        assert row.get("actual", "—") == seen["actual"]
        assert (row["weight"], row["published"]) == (record["weight"], record["published"])


@pytest.mark.parametrize("identifier", list(TABLES))
def test_the_budget_line_and_totals_stand_in_the_workbook(identifier: str) -> None:
    sheet = openpyxl.load_workbook(PUBLISHED / f"{identifier}.xlsx").active
    assert isinstance(sheet, Worksheet)
    rows = [[shown(cell) for cell in row] for row in sheet.iter_rows()]
    for line in TABLES[identifier].get("money", []):
        row = next(row for row in rows if line["name"] in row)
        assert [text for text in line["figures"] if text] == [
            text for text in row if text and text != line["name"] and text != row[0]
        ]
    for record in records(identifier):
        if record["l1"] == "budget":
            assert any({record["target"], record["actual"]} <= set(row) for row in rows)
    if total := TABLES[identifier].get("total"):
        assert any(row[0] in ("总分", "合计") and total in row for row in rows)


@pytest.mark.parametrize("identifier", list(TABLES))
def test_every_workbook_names_its_source(identifier: str) -> None:
    sheet = openpyxl.load_workbook(PUBLISHED / f"{identifier}.xlsx").active
    assert isinstance(sheet, Worksheet)
    notes = [str(cell.value) for cell in sheet["A"] if cell.value and str(cell.value).startswith("来源：")]
    assert len(notes) == 1
    assert TABLES[identifier]["address"] in notes[0]
    assert "公开页面（摘录，未见部分留空）" in notes[0]


def test_a_target_beginning_with_an_equals_sign_is_no_formula() -> None:
    sheet = openpyxl.load_workbook(PUBLISHED / "S01.xlsx").active
    assert isinstance(sheet, Worksheet)
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=100%"]
    assert [cell.data_type for cell in cells] == ["s"] * 3


def test_the_workbooks_are_made_again_byte_by_byte(tmp_path: Path) -> None:
    load_script("make_published").make_published(tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    shipped = {path.name: path.read_bytes() for path in PUBLISHED.glob("*.xlsx")}
    assert made.keys() == shipped.keys()
    assert [name for name in made if made[name] != shipped[name]] == []
