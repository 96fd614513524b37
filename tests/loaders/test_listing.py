"""Lists of projects: a heading row somewhere, exact amounts in one unit, all defects with their cells."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from yzperf.errors import LoadError
from yzperf.loaders import load_listing

HEAD = ["项目编号", "项目名称", "主管部门", "预算金额（万元）"]
ROWS = [["001", "道路", "交通局", "1,250.50"], ["002", "校舍", "教育局", "0.2亿元"], ["003", "河道", "水利局", ""]]


def written(path: Path, *sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, 1):
        sheet = book.create_sheet(f"表{number}")
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_amounts_are_exact_and_in_the_unit_of_the_heading(tmp_path: Path) -> None:
    path = written(tmp_path / "名单.xlsx", [["2025年项目清单"], [], HEAD, *ROWS])
    found = load_listing(path, id="项目编号", by=["主管部门"], amount="预算金额")
    assert (found.id, found.by, found.amount, found.unit) == ("项目编号", ("主管部门",), "预算金额（万元）", "万元")
    assert list(found.table["预算金额（万元）"]) == [Decimal("1250.50"), Decimal(2000), None]
    assert list(found.table["项目编号"]) == ["001", "002", "003"]
    assert (found.file, found.sheet) == ("名单.xlsx", "表1")
    assert found.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_csv_gives_the_same_table(tmp_path: Path) -> None:
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in [HEAD, *ROWS])
    (tmp_path / "名单.csv").write_bytes(text.encode("gb18030"))
    book = written(tmp_path / "名单.xlsx", [HEAD, *ROWS])
    one, other = (
        load_listing(path, id="项目编号", by=["主管部门"], amount="预算金额（万元）")
        for path in (tmp_path / "名单.csv", book)
    )
    assert one.table.equals(other.table)


def test_units_of_the_cells_where_the_heading_has_none(tmp_path: Path) -> None:
    path = written(tmp_path / "t.xlsx", [["编号", "金额（含税）"], ["1", "120万元"], ["2", "3,000元"], ["3", "1亿元"]])
    found = load_listing(path, id="编号", amount="金额")
    assert found.unit == "万元"
    assert list(found.table["金额（含税）"]) == [Decimal(120), Decimal("0.3"), Decimal(10000)]


def test_numbers_typed_in_excel_are_numbers(tmp_path: Path) -> None:
    path = written(tmp_path / "t.xlsx", [["编号", "金额"], [1, 0.1], [2, 1234567.89]])
    found = load_listing(path, id="编号", amount="金额")
    assert list(found.table["金额"]) == [Decimal("0.1"), Decimal("1234567.89")]
    assert found.unit == ""


def test_all_defects_with_their_cells(tmp_path: Path) -> None:
    rows = [
        ["编号", "金额（万元）"], ["A", "约12"], ["A", "1"], ["", "5"], ["B", "≥3"], ["C", "3-5"], ["D", "8人"], ["合计", "9"],
    ]  # fmt: skip
    with pytest.raises(LoadError) as caught:
        load_listing(written(tmp_path / "t.xlsx", rows), id="编号", amount="金额")
    text = str(caught.value)
    for words in (
        "B2：读到“约12”",
        "A3：读到“A”",
        "第 2 行已用",
        "A4：读到“空白”",
        "合计行请删去",
        "B5",
        "B6",
        "B7：读到“8人”",
    ):
        assert words in text
    assert len(caught.value.problems) == 6


def test_an_amount_without_unit_among_amounts_with_units_is_not_guessed(tmp_path: Path) -> None:
    path = written(tmp_path / "t.xlsx", [["编号", "金额"], ["A", "120万元"], ["B", "80"]])
    with pytest.raises(LoadError, match="B3：读到“80”，应为以“万元”计的金额"):
        load_listing(path, id="编号", amount="金额")


def test_no_such_columns_names_the_heading_that_is_there(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match=r"没有同时含 序号、部门 的表头；最像表头的一行是 项目编号、项目名称"):
        load_listing(written(tmp_path / "t.xlsx", [HEAD, *ROWS]), id="序号", by=["部门"])


def test_two_sheets_with_these_columns_are_not_chosen_between(tmp_path: Path) -> None:
    path = written(tmp_path / "t.xlsx", [HEAD, *ROWS], [HEAD, *ROWS])
    with pytest.raises(LoadError, match="“表1”、“表2” 都有这些列"):
        load_listing(path, id="项目编号")
    assert (
        load_listing(written(tmp_path / "u.xlsx", [["说明"], ["见下表"]], [HEAD, *ROWS]), id="项目编号").sheet == "表2"
    )


def test_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "t.xlsx", [["编号", "金额", "金额"], ["A", "1", "2"]])
    with pytest.raises(LoadError, match="每列名称唯一"):
        load_listing(path, id="编号", amount="金额")


def test_a_heading_alone_is_no_list(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="只有表头"):
        load_listing(written(tmp_path / "t.xlsx", [HEAD]), id="项目编号")
