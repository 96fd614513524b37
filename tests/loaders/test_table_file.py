"""Data tables out of workbooks as people make them: titles, merged headings, notes, formulas, odd columns."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from yzperf import face
from yzperf.errors import LoadError


def book(path: Path, *rows: list[Any], merged: tuple[str, ...] = ()) -> Path:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    for area in merged:
        workbook.active.merge_cells(area)
    workbook.save(path)
    return path


HEADING, ROWS = ["村", "金额", "日期"], [["甲", 1.5, date(2024, 3, 1)], ["乙", None, date(2024, 3, 2)]]


def test_title_and_unit_above_notes_below(tmp_path: Path) -> None:
    rows = [["某镇道路资金表", None, None], ["单位：万元"], HEADING, *ROWS, [None], ["注：乙村未结算"]]
    found = face.load_table(book(tmp_path / "t.xlsx", *rows, merged=("A1:C1",)))
    assert list(found.columns) == HEADING
    assert found["村"].tolist() == ["甲", "乙"]
    assert found["日期"].tolist() == ["2024-03-01", "2024-03-02"]
    assert found.attrs["around"] == ("某镇道路资金表", "单位：万元", "注：乙村未结算")


def test_a_title_merged_over_the_table_is_no_heading(tmp_path: Path) -> None:
    found = face.load_table(book(tmp_path / "t.xlsx", ["资金表", None, None], HEADING, *ROWS, merged=("A1:C1",)))
    assert list(found.columns) == HEADING


def test_a_heading_of_two_merged_lines(tmp_path: Path) -> None:
    rows = [["村", "资金", None, "备注"], [None, "预算数", "执行数", None], ["甲", 10, 9, "x"], ["乙", 20, 20, None]]
    found = face.load_table(book(tmp_path / "t.xlsx", *rows, merged=("A1:A2", "B1:C1", "D1:D2")))
    assert list(found.columns) == ["村", "资金·预算数", "资金·执行数", "备注"]
    assert found["资金·执行数"].tolist() == [9, 20]


def test_a_wide_heading_that_is_not_merged_downwards(tmp_path: Path) -> None:
    rows = [["村", "资金", None], ["名称", "预算数", "执行数"], ["甲", 10, 9]]
    found = face.load_table(book(tmp_path / "t.xlsx", *rows, merged=("B1:C1",)))
    assert list(found.columns) == ["村·名称", "资金·预算数", "资金·执行数"]
    assert len(found) == 1


def test_a_merged_text_holds_for_its_rows_and_a_number_once(tmp_path: Path) -> None:
    rows = [["部门", "项目", "预算"], ["交通局", "a", 30], [None, "b", None], ["水利局", "c", 5]]
    found = face.load_table(book(tmp_path / "t.xlsx", *rows, merged=("A2:A3", "C2:C3")))
    assert found["部门"].tolist() == ["交通局", "交通局", "水利局"]
    assert found["预算"].sum() == 35


def test_columns_that_begin_further_right_and_headings_that_are_years(tmp_path: Path) -> None:
    rows = [[None, "镇", 2023, 2024], [None, "甲", 1, 2], [None, "乙", 3, 4]]
    found = face.load_table(book(tmp_path / "t.xlsx", *rows))
    assert (list(found.columns), found["2024"].tolist()) == (["镇", "2023", "2024"], [2, 4])


def test_formulas_without_a_result_and_columns_without_a_name_are_told(tmp_path: Path) -> None:
    rows = [["村", "金额", None, None], ["甲", "=1+1", None, None], ["乙", 2, None, "漏了列名"]]
    with pytest.raises(LoadError) as caught:
        face.load_table(book(tmp_path / "t.xlsx", *rows))
    assert {(problem.place.cell, problem.read) for problem in caught.value.problems} == {
        ("B2", "没有结果的公式"),
        ("D1", "空白"),
    }


def test_exact_columns_hold_what_the_sheet_shows(tmp_path: Path) -> None:
    rows = [["村", "金额"], ["甲", 0.1 + 0.2], ["乙", "１，２３４．５"]]
    found = face.load_table(book(tmp_path / "t.xlsx", *rows), exact=["金额"])
    assert found["金额"].tolist() == [Decimal("0.3"), Decimal("1234.5")]


def test_numbers_with_what_their_format_prints(tmp_path: Path) -> None:
    path = book(tmp_path / "t.xlsx", ["项", "值"], ["a", 0.956], ["b", 123456], ["c", 7])
    workbook = openpyxl.load_workbook(path)
    for cell, code in zip(("B2", "B3", "B4"), ("0.0%", '0!.0,"万元"', "000"), strict=True):
        workbook.active[cell].number_format = code
    workbook.save(path)
    assert face.load_table(path)["值"].tolist() == [95.6, 12.3456, 7]


@pytest.mark.parametrize("rows", [[["村", "金额"]], [["只有一格"]]])
def test_a_heading_alone_is_no_table(tmp_path: Path, rows: list[list[Any]]) -> None:
    with pytest.raises(LoadError, match="没有数据行"):
        face.load_table(book(tmp_path / "t.xlsx", *rows))


def test_a_list_of_a_hundred_thousand_cells_is_no_form_but_a_table(tmp_path: Path) -> None:
    from yzperf.loaders import score_table

    many = book(tmp_path / "t.xlsx", HEADING, *([["村", 1, date(2024, 3, 1)]] * 400))
    assert len(face.load_table(many)) == 400
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(score_table, "_MOST_CELLS", 1000)
        with pytest.raises(LoadError, match=r"1203 个填了内容的格子.*yz.load_table"):
            face.load_score_sheets(many)


@pytest.mark.parametrize("title", [[], [["人口表"]]])
def test_a_second_table_below_is_told_and_not_added(tmp_path: Path, title: list[list[Any]]) -> None:
    rows = [["村", "金额"], ["甲", 1], [None], *title, ["镇", "人数"], ["A", 3]]
    with pytest.raises(LoadError, match=r"第 \d 行又有一个表头（镇、人数）"):
        face.load_table(book(tmp_path / "t.xlsx", *rows))


def test_rows_below_a_blank_one_are_no_second_table(tmp_path: Path) -> None:
    rows = [["村", "金额", "备注"], ["甲", 1, None], [None], ["乙", None, "待补"], ["合计", 1, None]]
    assert face.load_table(book(tmp_path / "t.xlsx", *rows))["村"].tolist() == ["甲", "乙", "合计"]
