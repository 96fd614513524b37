"""Numbers of whole files of each kind."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

import yzperf as yz
from tests.pdf_file import write_pdf


def test_a_score_sheet_in_excel() -> None:
    claims = yz.read_claims(yz.sample_case() / "scores.xlsx")
    (rate,) = [claim for claim in claims.of("完成值") if claim.subject == "预算执行率"]
    assert (rate.value, rate.unit, rate.where.file) == (Decimal("95.16"), "%", "scores.xlsx")
    assert rate.where.cell


def test_merged_headings_and_units_of_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "资金"
    for row in (
        ["项目", "2023年（万元）", None],
        [None, "预算数", "执行数"],
        ["道路", 1200, 1150.5],
        ["合计", 1200, 1150.5],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:A2")
    sheet.merge_cells("B1:C1")
    path = tmp_path / "资金.xlsx"
    book.save(path)
    found = [(str(c.role), c.subject, str(c.value), c.unit, c.period, c.where.cell) for c in yz.read_claims(path)]
    assert found == [
        ("预算", "道路", "1200", "万元", "2023年", "B3"),
        ("支出", "道路", "1150.5", "万元", "2023年", "C3"),
        ("预算", "资金合计", "1200", "万元", "2023年", "B4"),
        ("支出", "资金合计", "1150.5", "万元", "2023年", "C4"),
    ]


def test_a_csv_file(tmp_path: Path) -> None:
    path = tmp_path / "问卷.csv"
    path.write_bytes("乡镇,发放（份）,回收（份）\n甲镇,60,58\n".encode("gb18030"))
    assert [(str(c.role), c.value, c.unit) for c in yz.read_claims(path)] == [("发放", 60, "份"), ("回收", 58, "份")]


def test_pdf_and_word_give_the_same_numbers(tmp_path: Path) -> None:
    lines = ["项目年初预算数1,000.00万元，预算执行率95.00%。", "总得分88.50分。"]
    path = write_pdf(tmp_path / "报告.pdf", [lines])
    assert [(str(c.role), str(c.value)) for c in yz.read_claims(path)] == [
        ("预算", "1000.00"),
        ("执行率", "95.00"),
        ("总分", "88.50"),
    ]


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(yz.LoadError, match="没有这个文件"):
        yz.read_claims(tmp_path / "没有.docx")
