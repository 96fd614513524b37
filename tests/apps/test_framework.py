"""yzperf framework: the list, and empty score sheets that come back filled in and are computed by their formulas."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.conftest import ON
from tests.program import run
from yzperf import face
from yzperf.apps.score_form import score_form, write_score_form
from yzperf.domain.finding import Finding, Severity, Verdict
from yzperf.domain.form import plain_heading
from yzperf.domain.scoresheet import SheetKind
from yzperf.errors import LoadError
from yzperf.rules import load_rules

NATIONAL = load_rules(on=ON, region="国家")
IDS = sorted(NATIONAL.library.frameworks)
HEAD = {"项目名称": "示例道路项目", "评价年度": "2024年度", "评价机构": "示例机构", "主评人": "张示例"}
# 95 scored as filled in: 17 indicators, weights that make 100
WEIGHTS = [5, 5, 5, 5, 5, 5, 6, 6, 6, 6, 6, 10, 6, 6, 6, 6, 6]
MONEY = {"实际到位资金": (2000, "万元"), "预算资金": (21000000, "元"), "实际支出资金": (1900, "万元")}
COUNTS = {"实际产出数": (2, "个"), "计划产出数": (3, "个"), "质量达标产出数": (2, "个")}


def columns(sheet: Any) -> dict[str, int]:
    row = next(row for row in sheet.iter_rows() if row[2].value in ("三级指标", "数值"))
    return {str(cell.value): cell.column for cell in row}


def filled(path: Path, rows: Mapping[str, Mapping[str, object]], items: Mapping[str, tuple[object, str]]) -> Path:
    """Fill a written form as a person would: head, rows by the indicator's name, numbers of data items."""
    book = openpyxl.load_workbook(path)
    sheet = book["评分表"]
    place = columns(sheet)
    for cells in sheet.iter_rows():
        for cell in cells:
            if cell.value in HEAD:
                sheet.cell(cell.row, 8 if cell.column > 3 else 3).value = HEAD[cell.value]
        for heading, value in rows.get(str(cells[2].value), {}).items():
            sheet.cell(cells[0].row, place[heading]).value = value
    for cells in book["数据项"].iter_rows() if items else ():
        if str(cells[0].value) in items:
            cells[2].value, cells[3].value = items[str(cells[0].value)]
            cells[4].value = "会计账簿"
    book.save(path)
    return path


def annex2(tmp_path: Path, items: Mapping[str, tuple[object, str]], **changes: Mapping[str, object]) -> Path:
    """The framework of 财预〔2020〕10号 附件2, filled in: everything reached, the formula rows left to their items."""
    out = tmp_path / "评分表.xlsx"
    framework = NATIONAL.framework("cn10_annex2")
    out.unlink(missing_ok=True)
    write_score_form(framework, NATIONAL, out)
    rows: dict[str, dict[str, object]] = {
        indicator.name: {"实际完成值": "全部符合", "分值": weight, "得分": weight}
        if indicator.checks
        else {"指标值": "≥100%", "实际完成值": None if indicator.formula else "100%", "分值": weight, "得分": weight}
        for indicator, weight in zip(framework.indicators, WEIGHTS, strict=True)
    }
    return filled(out, {name: {**row, **changes.get(name, {})} for name, row in rows.items()}, items)


def scored(path: Path) -> dict[str, Any]:
    card = face.score(path, on=ON, region="国家")
    return {row.indicator: row for row in card.rows} | {"card": card}


def findings(path: Path, number: str = "B09") -> list[Finding]:
    return [finding for finding in face.check(path, on=ON, region="国家").findings if finding.id == number]


# ── the empty form ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("id", IDS)
def test_the_form_of_every_framework_is_read_back(id: str, tmp_path: Path) -> None:
    framework = NATIONAL.library.frameworks[id]
    out = tmp_path / "评分表.xlsx"
    write_score_form(framework, NATIONAL, out)
    book = openpyxl.load_workbook(out)
    sheet = book["评分表"]
    place = columns(sheet)
    for row in range(1, sheet.max_row + 1):
        if sheet.cell(row, place["评价要点或公式"]).value and sheet.cell(row, 3).value != "三级指标":
            sheet.cell(row, place["分值"]).value = 1
    book.save(out)
    (read,) = face.load_score_sheets(out)
    assert (read.kind, read.layout) == (SheetKind.EVALUATION, "evaluation")
    levels = [(plain_heading(i.l1), plain_heading(i.l2), i.name) for i in framework.indicators]
    assert [(r.l1, r.l2, r.indicator) for r in read.rows] == levels
    assert read.head["指标体系"].startswith(f"{id}　")
    assert "年度" not in read.head  # a year in the name of the framework is not the year of the evaluation
    formulas = any(indicator.formula for indicator in framework.indicators)
    assert book.sheetnames == (["评分表", "数据项"] if formulas else ["评分表"])


def test_every_data_item_of_every_formula_is_asked_for_once() -> None:
    for framework in NATIONAL.library.frameworks.values():
        wanted = {(part.name, part.meaning) for item in framework.indicators if item.formula for part in item.items}
        book = score_form(framework, NATIONAL)
        if not wanted:
            continue
        asked = [(row[0], row[1]) for row in book["数据项"].iter_rows(min_row=4, values_only=True)]
        assert len(asked) == len(set(asked))
        assert set(asked) == wanted


def test_the_same_framework_gives_the_same_bytes(tmp_path: Path) -> None:
    framework = NATIONAL.framework("cn53_project")
    write_score_form(framework, NATIONAL, tmp_path / "一.xlsx")
    write_score_form(framework, NATIONAL, tmp_path / "二.xlsx")
    assert (tmp_path / "一.xlsx").read_bytes() == (tmp_path / "二.xlsx").read_bytes()


def test_prescribed_weights_are_printed_and_others_left_to_the_evaluator() -> None:
    prescribed = score_form(NATIONAL.library.frameworks["target_review"], NATIONAL)["评分表"]
    free = score_form(NATIONAL.framework("cn10_annex2"), NATIONAL)["评分表"]
    weights, total = printed_weights(prescribed)
    assert (sum(weights), total) == (100, 100)
    assert printed_weights(free) == ([], None)
    notes = [str(row[0]) for row in free.iter_rows(values_only=True) if row[0]]
    assert any("产出和效益合计原则上不低于60%" in note for note in notes)
    assert any(note.startswith("依据：财预〔2020〕10号 第十四条") for note in notes)


def printed_weights(sheet: Any) -> tuple[list[float], float | None]:
    place = columns(sheet)
    total = next(row[place["分值"] - 1].value for row in sheet.iter_rows() if row[0].value == "合计")
    rows = [row for row in sheet.iter_rows() if row[4].value and row[2].value != "三级指标"]
    return [row[place["分值"] - 1].value for row in rows if row[place["分值"] - 1].value is not None], total


def test_nothing_on_the_form_is_a_live_formula_and_what_may_be_typed_is_said() -> None:
    for framework in NATIONAL.library.frameworks.values():
        book = score_form(framework, NATIONAL)
        assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    sheet = score_form(NATIONAL.framework("cn10_annex2"), NATIONAL)["评分表"]
    rules = sheet.data_validations.dataValidation
    assert [rule.formula1 for rule in rules if rule.type == "list"] == ['"优,良,中,差"']
    assert sum(rule.type == "decimal" for rule in rules) == 2 * 17


def test_an_unverified_framework_says_so_and_another_regions_too() -> None:
    sheet = score_form(NATIONAL.library.frameworks["appraisal_third_party_jiading"], NATIONAL)["评分表"]
    notes = "".join(str(row[0]) for row in sheet.iter_rows(values_only=True) if row[0])
    assert "未核实，不作为依据引用" in notes
    assert "适用于上海" in notes


# ── computed from data items ────────────────────────────────────────────────────────────────────────


def test_values_are_computed_exactly_with_the_computation_in_the_note(tmp_path: Path) -> None:
    rows = scored(annex2(tmp_path, MONEY | COUNTS))
    paid = rows["资金到位率"]
    assert paid.exact == Fraction(2000, 2100) * 6
    assert paid.actual == "95.24%"
    assert paid.note.startswith("按数据项计算：实际到位资金 2000万元 ÷ 预算资金 21000000元 × 100% ＝ 95.24%")
    assert rows["预算执行率"].actual == "95%"
    assert rows["质量达标率"].exact == 6
    assert rows["实际完成率"].exact == Fraction(20, 3)  # a third stays a third


def test_checks_are_scored_by_what_is_met(tmp_path: Path) -> None:
    """绩效目标合理性 has four checks of equal weight, 立项依据充分性 five: 3/4 and 4/5 of 5 points."""
    rows = scored(
        annex2(
            tmp_path, {}, 绩效目标合理性={"实际完成值": "符合3项"}, 立项依据充分性={"实际完成值": "符合①②④⑤，不符合③"}
        )
    )
    assert rows["绩效目标合理性"].exact == Fraction(15, 4)
    assert rows["立项依据充分性"].exact == 4
    assert rows["绩效指标明确性"].exact == 5
    assert not any("未用于计分" in row.note for row in rows["card"].rows)


def test_a_row_that_does_not_apply_is_not_computed(tmp_path: Path) -> None:
    rows = scored(annex2(tmp_path, MONEY, 资金到位率={"实际完成值": "不适用"}))
    assert rows["资金到位率"].excluded
    assert "按数据项计算" not in rows["资金到位率"].note


def test_thirds_that_make_a_grade_make_it(tmp_path: Path) -> None:
    """A third of 15 points is 5 and the total just 90: a value rounded on the way would lose the grade."""
    counts = {"实际产出数": (1, "个"), "计划产出数": (3, "个"), "质量达标产出数": (1, "个")}
    full = {"实际完成值": "100%"}
    path = annex2(
        tmp_path,
        counts,
        资金到位率=full,
        预算执行率=full,
        成本节约率=full,
        实际完成率={"分值": 15, "得分": 5},
        满意度={"分值": 1, "得分": 1},
    )
    rows = scored(path)
    assert rows["实际完成率"].actual == "33.33%"
    assert rows["card"].exact_total == 90
    assert rows["card"].grade == "优"


def test_a_sheet_without_values_is_scored_as_filled_in(tmp_path: Path) -> None:
    path = annex2(tmp_path, {}, 资金到位率={"实际完成值": "96%"})
    assert scored(path)["资金到位率"].note == ""
    audit = face.check(path, on=ON, region="国家")
    assert audit.coverage.verdicts["B09"] is Verdict.NO_INPUT
    assert "没有填数据项" in audit.coverage.missing["B09"]


@pytest.mark.parametrize("typed", ["95.24%", "95.2%", "95%", 0.9524, 0.952380952380952, "95.24", None])
def test_a_value_that_agrees_at_its_own_decimals_is_no_finding(tmp_path: Path, typed: object) -> None:
    assert findings(annex2(tmp_path, MONEY, 资金到位率={"实际完成值": typed})) == []


@pytest.mark.parametrize("typed", ["96%", "95.23%", "95.3%", 0.96, "9.524%"])
def test_a_value_that_disagrees_is_found_and_the_computed_one_is_scored(tmp_path: Path, typed: object) -> None:
    path = annex2(tmp_path, MONEY, 资金到位率={"实际完成值": typed})
    (finding,) = findings(path)
    assert (finding.severity, finding.verdict) == (Severity.MAJOR, Verdict.FAILED)
    assert finding.recomputed == "95.24%"
    assert "实际到位资金 2000万元 ÷ 预算资金 21000000元" in finding.message
    assert finding.where.cell == "C12"
    assert scored(path)["资金到位率"].exact == Fraction(2000, 2100) * 6


def test_blank_values_that_are_computed_are_not_missing(tmp_path: Path) -> None:
    missing = {finding.message.split("”")[0] for finding in findings(annex2(tmp_path, MONEY), "C03")}
    assert missing == {"“实际完成率", "“质量达标率", "“成本节约率"}
    assert findings(annex2(tmp_path, MONEY | COUNTS | {"计划成本": (9, "元"), "实际成本": (8, "元")}), "C03") == []


@pytest.mark.parametrize(
    ("items", "words"),
    [
        ({"实际到位资金": (2000, "万元")}, "缺数据项：预算资金"),
        ({"实际到位资金": (2000, "万元"), "预算资金": (0, "万元")}, "除数为零"),
        ({"实际到位资金": (2000, "万元"), "预算资金": (2100, "")}, "没有写单位"),
    ],
)
def test_what_cannot_be_computed_says_why(tmp_path: Path, items: dict[str, tuple[object, str]], words: str) -> None:
    path = annex2(tmp_path, items, 资金到位率={"实际完成值": "95%"})
    row = scored(path)["资金到位率"]
    assert row.actual == "95%"
    assert words in row.note
    assert any(words in finding.message and not finding.is_serious for finding in findings(path))


def test_a_number_that_no_row_uses_is_pointed_out(tmp_path: Path) -> None:
    path = annex2(tmp_path, MONEY, 资金到位率={"三级指标": "资金到位情况"})
    assert ["预算资金" in finding.message for finding in findings(path)] == [True]


def test_wrong_numbers_are_told_with_their_cells(tmp_path: Path) -> None:
    path = annex2(tmp_path, {"实际到位资金": ("约2000", "万元"), "预算资金": ("≥5", "万元")})
    with pytest.raises(LoadError) as caught:
        face.load_score_sheets(path)
    assert [problem.place.cell for problem in caught.value.problems if not isinstance(problem, str)] == ["C4", "C5"]
    book = openpyxl.load_workbook(annex2(tmp_path, MONEY))
    book["数据项"].append(["预算资金", "年度或项目期内预算安排到具体项目的资金", 5, "元"])
    book.save(path)
    with pytest.raises(LoadError, match="与 C5 相同的“预算资金”"):
        face.load_score_sheets(path)


def test_items_of_one_name_are_told_apart_by_their_meaning(tmp_path: Path) -> None:
    """一般公共预算支出: 支出预算数 is the adjusted budget in one formula and the whole budget in another."""
    framework = NATIONAL.framework("general_expenditure")
    out = tmp_path / "评分表.xlsx"
    write_score_form(framework, NATIONAL, out)
    book = openpyxl.load_workbook(out)
    numbers = {"批准或调整后的支出预算": 200, "一般公共预算支出预算": 400}
    for row in book["数据项"].iter_rows(min_row=4):
        value = {"支出完成数": 190, "结转资金总额": 100}.get(row[0].value, numbers.get(row[1].value))
        if value:
            row[2].value, row[3].value = value, "亿元"
    sheet = book["评分表"]
    for row in sheet.iter_rows(min_row=6):
        if row[4].value:
            row[7].value = 1
    book.save(out)
    rows = scored(out)
    assert (rows["支出完成率"].actual, rows["资金结转率"].actual) == ("95%", "25%")


def test_results_other_than_rates_take_the_unit_of_the_target(tmp_path: Path) -> None:
    """Unit cost in 元/米 from 万元 and 公里: 1,200 万元 ÷ 3 公里 = 4,000 元/米."""
    framework = NATIONAL.framework("ex_ante_infrastructure")
    out = tmp_path / "评分表.xlsx"
    write_score_form(framework, NATIONAL, out)
    rows = {item.name: {"分值": 1} for item in framework.indicators} | {
        "单位造价": {"分值": 10, "指标值": "≤5000元/米"}
    }
    path = filled(out, rows, {"工程总投资": (1200, "万元"), "建设规模": (3, "公里")})
    row = scored(path)["单位造价"]
    assert (row.actual, row.exact) == ("4000元/米", 10)


def test_the_framework_of_the_head_must_be_known(tmp_path: Path) -> None:
    path = annex2(tmp_path, MONEY)
    book = openpyxl.load_workbook(path)
    cell = next(cell for row in book["评分表"].iter_rows() for cell in row if str(cell.value).startswith("cn10_annex2"))
    cell.value = "自定体系"
    book.save(path)
    audit = face.check(path, on=ON, region="国家")
    assert "“自定体系”不是本程序的框架编号" in audit.coverage.missing["B09"]
    assert scored(path)["资金到位率"].exact is None


# ── C01 by the framework ────────────────────────────────────────────────────────────────────────────


def test_the_share_of_output_and_benefit_is_asked_of_frameworks_that_have_them(tmp_path: Path) -> None:
    (finding,) = findings(annex2(tmp_path, MONEY), "C01")
    assert "占40%" in finding.message
    out = tmp_path / "事前.xlsx"
    framework = NATIONAL.framework("ex_ante_project")
    write_score_form(framework, NATIONAL, out)
    path = filled(out, {item.name: {"分值": 1} for item in framework.indicators}, {})
    audit = face.check(path, on=ON, region="国家")
    assert "不分产出、效益" in audit.coverage.missing["C01"]


# ── the command ─────────────────────────────────────────────────────────────────────────────────────


def test_the_command_lists_shows_and_writes(tmp_path: Path) -> None:
    listed = run("framework", "--on", "2025-03-10", "--region", "扬中")
    assert listed.returncode == 0
    assert all(id in listed.stdout for id in ("cn10_annex2", "department_six"))
    shown = run("framework", "cn10_annex2", "--on", "2025-03-10")
    assert "依据：财预〔2020〕10号 第十四条" in shown.stdout
    done = run("framework", "cn10_annex2", "--out", tmp_path / "评分表.xlsx", "--on", "2025-03-10")
    assert done.returncode == 0
    assert (tmp_path / "评分表.xlsx").exists()
    empty = run("score", tmp_path / "评分表.xlsx")
    assert empty.returncode == 2
    assert "请为指标“资金到位率”填写分值，或删去该行" in empty.stderr


def test_score_of_a_filled_form_for_programs(tmp_path: Path) -> None:
    done = run("score", annex2(tmp_path, MONEY | COUNTS), "--json", "--on", "2025-03-10")
    (card,) = json.loads(done.stdout)
    row = next(row for row in card["rows"] if row["indicator"] == "资金到位率")
    assert (row["actual"], row["score"]) == ("95.24%", "5.71")
    assert row["note"].startswith("按数据项计算")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nothing"], "没有指标体系框架“nothing”"),
        (["cn10_annex2", "--out", "评分表.docx"], "应为 .xlsx 文件名"),
        (["cn10_annex2", "--on", "2019-01-01"], "尚未生效"),
    ],
)
def test_what_cannot_be_written_is_told(tmp_path: Path, arguments: list[str], words: str) -> None:
    done = run("framework", *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert words in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_form_that_may_be_filled_in_is_not_overwritten(tmp_path: Path) -> None:
    path = annex2(tmp_path, MONEY)
    before = path.read_bytes()
    done = run("framework", "cn10_annex2", "--out", path)
    assert done.returncode == 2
    assert "冲掉填好的内容" in done.stderr
    assert path.read_bytes() == before


def test_a_sheet_with_data_items_is_not_merged(tmp_path: Path) -> None:
    path = annex2(tmp_path, MONEY)
    done = run("merge", path, path)
    assert done.returncode == 2
    assert "带有数据项，不能合并" in done.stderr
