"""Formulas that a program wrote without their results: plain arithmetic is worked out, anything else is told."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from yzperf.errors import LoadError
from yzperf.loaders.grid import read_workbook
from yzperf.loaders.score_table import load_score_sheets
from yzperf.rules import load_forms


def book(path: Path, *rows: list, formats: dict[str, str] | None = None) -> Path:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    for cell, code in (formats or {}).items():
        made.active[cell].number_format = code
    made.save(path)
    return path


def test_results_are_shown_as_their_format_says(tmp_path: Path) -> None:
    path = book(tmp_path / "t.xlsx", [3, 4, "=A1/B1", "=C1*2", "=SUM(A1:D1)"], formats={"C1": "0.00%"})
    (grid,) = read_workbook(path)
    assert [grid.text(1, column) for column in (3, 4, 5)] == ["75%", "1.5", "9.25"]
    assert not grid.flaws


@pytest.mark.parametrize("formula", ["=A1/0", '=IF(A1>1,"是","否")', "=B1", "=VLOOKUP(A1,A1:B9,2)", "=[1]表!A1"])
def test_what_is_not_plain_arithmetic_is_told(tmp_path: Path, formula: str) -> None:
    (grid,) = read_workbook(book(tmp_path / "t.xlsx", [3, formula, "=C1"]))
    assert grid.flaw(1, 2) is not None
    assert grid.flaw(1, 3) is not None  # a formula of itself


@pytest.mark.parametrize("target", ["=100%", "=100％", "=14所"])
def test_a_target_that_a_program_took_for_a_formula_is_the_target(tmp_path: Path, target: str) -> None:
    (grid,) = read_workbook(book(tmp_path / "t.xlsx", ["指标值", target]))
    assert grid.text(1, 2) == target


def test_a_score_sheet_with_its_total_as_a_formula(tmp_path: Path) -> None:
    heading = ["一级指标", "二级指标", "三级指标", "分值", "指标值", "实际完成值", "得分"]
    rows = [
        ["产出", "数量", "里程", 40, "≥10公里", "9公里", "=D3*9/10"],
        ["效益", "质量", "合格率", 60, "=100%", "100%", 60],
    ]
    path = book(tmp_path / "t.xlsx", ["评分表"], heading, *rows, ["总分", "", "", 100, "", "", "=SUM(G3:G4)"])
    (sheet,) = load_score_sheets(path, load_forms())
    assert [row.reported.text for row in sheet.rows] == ["36", "60"]
    assert sheet.reported_total is not None
    assert sheet.reported_total.text == "96"
    assert str(sheet.rows[1].target) == "=100%"
    with pytest.raises(LoadError, match=r"G3.*没有结果的公式"):
        load_score_sheets(
            book(tmp_path / "u.xlsx", ["评分表"], heading, [*rows[0][:6], "=NA()"], rows[1]), load_forms()
        )
