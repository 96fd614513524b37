"""B12: formulas, stored values, hidden cells and typed totals, through the reader of the child process."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from tests.quality.test_checks import evaluation, found
from tests.scoring.test_item import row
from yzperf.domain.finding import Finding, Severity, Verdict
from yzperf.domain.formulas import evaluate
from yzperf.domain.workings import StoredSheet, Workings, column_letters
from yzperf.errors import Place
from yzperf.loaders.workings import load_workings
from yzperf.quality import Bundle, audit
from yzperf.rules import Rules

Cells = Mapping[str, object]
GOOD: Cells = {
    "A1": "镇", "B1": "预算数", "C1": "执行数", "D1": "执行率",
    "A2": "甲镇", "B2": 40, "C2": 30, "D2": 0.75,
    "A3": "乙镇", "B3": 35, "C3": 35, "D3": 1,
    "A4": "丙镇", "B4": 20, "C4": 15, "D4": 0.75,
    "A5": "合计", "B5": "=SUM(B2:B4)", "C5": "=SUM(C2:C4)", "D5": 0.84,
}  # fmt: skip
STORED = {"B5": "95", "C5": "80"}
Change = Callable[[openpyxl.Workbook], None]


def book(folder: Path, cells: Cells, stored: Mapping[str, str] = STORED, change: Change = lambda made: None) -> Path:
    """A workbook with values stored beside its formulas, as Excel leaves it."""
    made = openpyxl.Workbook()
    for place, value in cells.items():
        made.active[place] = value
    change(made)
    plain, path = folder / "plain.xlsx", folder / "表.xlsx"
    made.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            text = source.read(info)
            target.writestr(info, _with_values(text, stored) if info.filename.endswith("sheet1.xml") else text)
    return path


def _with_values(xml: bytes, stored: Mapping[str, str]) -> bytes:
    text = xml.decode()
    for place, value in stored.items():
        text = re.sub(rf'(<c r="{place}"[^>]*><f>[^<]*</f>)<v ?/?>(?:</v>)?', rf"\g<1><v>{value}</v>", text)
    return text.encode()


def hits(rules: Rules, path: Path) -> list[Finding]:
    return found(rules, "B12", workings=(load_workings(path),))


def test_a_table_that_adds_up(rules: Rules, tmp_path: Path) -> None:
    assert hits(rules, book(tmp_path, GOOD)) == []


def test_a_stored_value_that_was_not_computed_again(rules: Rules, tmp_path: Path) -> None:
    (finding,) = hits(rules, book(tmp_path, GOOD, {"B5": "90", "C5": "80"}))
    assert (finding.where.cell, finding.reported, finding.recomputed) == ("B5", "90", "95")
    assert finding.verdict is Verdict.FAILED


def test_binary_fractions_are_no_difference(rules: Rules, tmp_path: Path) -> None:
    cells = {**GOOD, "B2": 0.1, "B3": 0.2, "B4": 0}
    assert hits(rules, book(tmp_path, cells, {"B5": "0.30000000000000004", "C5": "80"})) == []


def test_a_number_that_is_a_text_is_not_added(rules: Rules, tmp_path: Path) -> None:
    (finding,) = hits(rules, book(tmp_path, {**GOOD, "B3": "35"}, {"B5": "60", "C5": "80"}))
    assert finding.where.cell == "B3"
    assert "没有把它加进去" in finding.message
    assert hits(rules, book(tmp_path, {**GOOD, "B3": "未报"}, {"B5": "60", "C5": "80"})) == []


def test_a_formula_that_failed(rules: Rules, tmp_path: Path) -> None:
    cells = {**GOOD, "F2": "#REF!"}
    (finding,) = hits(rules, book(tmp_path, cells))
    assert finding.reported == "#REF!"


def test_a_hidden_row_in_a_sum_is_a_lead(rules: Rules, tmp_path: Path) -> None:
    def hide(made: openpyxl.Workbook) -> None:
        made.active.row_dimensions[3].hidden = True

    findings = hits(rules, book(tmp_path, GOOD, change=hide))
    assert [finding.verdict for finding in findings] == [Verdict.LEAD] * 2
    assert "B3" in findings[0].message
    assert hits(rules, book(tmp_path, {**GOOD, "B3": None, "C3": None}, {"B5": "60", "C5": "45"}, hide)) == []


@pytest.mark.parametrize(("typed", "severity"), [(81, Severity.MAJOR), (80, Severity.HINT)])
def test_a_total_that_was_typed_beside_sums(rules: Rules, tmp_path: Path, typed: int, severity: Severity) -> None:
    (finding,) = hits(rules, book(tmp_path, {**GOOD, "C5": typed}, {"B5": "95"}))
    assert (finding.where.cell, finding.severity) == ("C5", severity)


def test_without_formulas_nothing_is_judged(rules: Rules, tmp_path: Path) -> None:
    path = book(tmp_path, {**GOOD, "B5": 95, "C5": 80})
    outcome = audit(Bundle(rules=rules, workings=(load_workings(path),)))
    assert outcome.coverage.verdicts["B12"] is Verdict.NO_INPUT


def test_a_shared_formula_is_written_out_for_each_cell(rules: Rules, tmp_path: Path) -> None:
    path = book(tmp_path, GOOD)
    shared = tmp_path / "shared.xlsx"
    shutil.copy(path, shared)
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(shared, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            text = source.read(info).decode() if info.filename.endswith("sheet1.xml") else ""
            text = text.replace("<f>SUM(B2:B4)</f>", '<f t="shared" ref="B5:C5" si="0">SUM(B2:B$4)</f>')
            text = text.replace("<f>SUM(C2:C4)</f>", '<f t="shared" si="0"/>')
            target.writestr(info, text.encode() if text else source.read(info))
    (sheet,) = load_workings(shared).sheets
    assert sheet.cells[5, 3].formula == "SUM(C2:C$4)"


@pytest.mark.parametrize(("column", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (16_384, "XFD")])
def test_letters_of_columns(column: int, letters: str) -> None:
    assert column_letters(column) == letters


# ── formulas ────────────────────────────────────────────────────────────────────────────────────────

CELLS = {(1, 1): Fraction(10), (2, 1): Fraction(4), (3, 1): None, (4, 1): "无", (1, 2): Fraction("1.00499999999999989")}


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("SUM(A1:A4)-5", "9"),
        ("=A1*A2/100", "0.4"),
        ("ROUND(B1,2)", "1.01"),
        ("ROUND(A1/3,2)+A3", "3.33"),
        ("-(A1-A2)*50%", "-3"),
        ("AVERAGE(A1:A4,1)", "5"),
        ("MAX(A1:A2)-MIN(A1,A2)", "6"),
        ("SUM('评分表'!$A$1:$A$2,ABS(-2))", "16"),
        ("+A1--A2", "14"),
    ],
)
def test_plain_arithmetic(formula: str, value: str) -> None:
    assert evaluate(formula, lambda sheet, at: CELLS.get(at)) == Fraction(value)


@pytest.mark.parametrize(
    "formula",
    [
        "IF(A1>1,1,2)", "A1&A2", "A4+1", "VLOOKUP(A1,A1:B4,2)", "A1/A3", "ROUND(A1:A2,2)", "ROUND(A1,-1)", "SUM(A1", "",
        "1)", "(" * 200 + "1" + ")" * 200, "SUM(A1:XFD9999999)", "A1:A2+1", "#REF!+1", "ROUND(A1)", "ABS()",
    ],
)  # fmt: skip
def test_what_is_not_computed_here(formula: str) -> None:
    assert evaluate(formula, lambda sheet, at: CELLS.get(at)) is None


def test_a_formula_that_is_no_sum_was_not_computed_again(rules: Rules, tmp_path: Path) -> None:
    cells = {**GOOD, "B5": "=SUM(B2:B4)-5", "D5": "=ROUND(C5/B5,2)"}
    assert hits(rules, book(tmp_path, cells, {"B5": "90", "C5": "80", "D5": "0.89"})) == []
    findings = hits(rules, book(tmp_path, cells, {"B5": "95", "C5": "80", "D5": "0.84"}))
    assert [(finding.where.cell, finding.recomputed) for finding in findings] == [("B5", "90")]


# ── hidden rows of the score sheet ──────────────────────────────────────────────────────────────────


def sheet_with_hidden(rows: tuple[int, ...], scores: tuple[str, ...], total: str) -> dict[str, object]:
    lines = [
        replace(row("3项", "3项", reported=score), where=Place(file="表.xlsx", sheet="评分表", cell=f"C{at}"))
        for at, score in enumerate(scores, 4)
    ]
    given = replace(evaluation(*lines, total=total), file="表.xlsx", sheet="评分表")
    seen = StoredSheet("表.xlsx", "评分表", False, {}, frozenset(rows))
    return {"given": given, "workings": (Workings("表.xlsx", (seen,)),)}


def test_hidden_rows_that_the_total_counts(rules: Rules) -> None:
    (finding,) = found(rules, "B12", **sheet_with_hidden((5,), ("10", "8", "9"), "27"))
    assert (finding.where.cell, finding.reported, finding.recomputed) == ("C5", "27", "19")
    assert finding.verdict is Verdict.FAILED


def test_hidden_rows_that_count_nothing(rules: Rules) -> None:
    (finding,) = found(rules, "B12", **sheet_with_hidden((5,), ("10", "0", "9"), "19"))
    assert finding.verdict is Verdict.LEAD
    assert found(rules, "B12", **sheet_with_hidden((9,), ("10", "0", "9"), "19")) == []
