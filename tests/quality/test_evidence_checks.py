"""Checks that hold the score sheet against the evidence: each defect, and the benign twin that must pass."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from tests.quality.test_checks import evaluation, found
from tests.scoring.test_item import row
from yzperf.domain.evidence import Evidence
from yzperf.domain.finding import Finding, Severity, Verdict
from yzperf.errors import Place
from yzperf.quality import Bundle, audit
from yzperf.rules import Rules
from yzperf.scoring import score_sheet

TABLE = [
    ["村", "受益户数", "合同金额（万元）", "完成率", "状态"],
    ["甲村", 1200, 100.5, 0.982, "正常"],
    ["乙村", 2426, 900, 0.901, "停运"],
    ["丙村", 10, 2.55, 0.95, "正常"],
    ["合计", 3636, 1003.05, 0.93, None],
]


def item(file: str, locator: str, id: str = "E01") -> Evidence:
    return Evidence(id, file, "", "示例局", "2025-03-01", "某", locator, Place("manifest.csv", cell="第2行"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "evidence").mkdir()
    book = openpyxl.Workbook()
    book.active.title = "台账"
    for line in TABLE:
        book.active.append(line)
    book.save(tmp_path / "evidence/a.xlsx")
    text = "\n".join(",".join("" if cell is None else str(cell) for cell in line) for line in TABLE)
    (tmp_path / "evidence/a.csv").write_text(text, encoding="utf-8")
    return tmp_path


def hits(
    rules: Rules, folder: Path, actual: str, locator: str, *, name: str = "指标", file: str = "a.xlsx"
) -> list[Finding]:
    leaf = replace(row("≥1", actual, reported="10", name=name), evidence=("E01",))
    return found(rules, "D04", evaluation(leaf), evidence=(item(file, locator),), folder=folder)


@pytest.mark.parametrize(("actual", "count"), [("97.93元/人", 0), ("83.21元/人", 1)])
def test_d04_money_of_one_paper_over_the_heads_of_another(rules: Rules, folder: Path, actual: str, count: int) -> None:
    """万元 in one file and people in the other."""
    (folder / "evidence/money.csv").write_text("项目,支出（万元）\n合计,1277.55\n", encoding="utf-8")
    (folder / "evidence/heads.csv").write_text("项目,签约人数\n合计,130462\n", encoding="utf-8")
    leaf = replace(row("≤100", actual, reported="10", name="人均服务成本"), evidence=("E01", "E02"))
    given = (item("money.csv", "A2:B2"), item("heads.csv", "A2:B2", "E02"))
    assert len(found(rules, "D04", evaluation(leaf), evidence=given, folder=folder)) == count


@pytest.mark.parametrize("file", ["a.xlsx", "a.csv"])
def test_d04_the_cell_holds_another_value(rules: Rules, folder: Path, file: str) -> None:
    (finding,) = hits(rules, folder, "3,626户", "B5", file=file)
    assert (finding.reported, finding.recomputed) == ("3,626户", "3636")
    assert finding.severity is Severity.BLOCKING
    assert finding.verdict is Verdict.FAILED
    assert "B5" in finding.message


@pytest.mark.parametrize(
    ("actual", "locator"),
    [
        ("3,636户", "台账 B5"),
        ("3636户", "合计行 受益户数列"),
        ("93%", "D5"),  # stored as 0.93
        ("0.1003亿元", "C5"),  # 1003.05 万元
        ("0.10亿元", "C5"),
        ("10030500元", "C5"),
        ("100%", "B5"),  # done as planned
        ("33.0%", "合计行 受益户数列；B2"),  # 1200 of 3636
        ("66.7%", "状态列、第2—4行"),  # two of three 正常
        ("3户", "第2行至第4行 村列；A2:A4"),  # counted
    ],
)
def test_d04_the_same_value_in_another_dress(rules: Rules, folder: Path, actual: str, locator: str) -> None:
    assert hits(rules, folder, actual, locator) == []


@pytest.mark.parametrize(
    "locator",
    [
        "台账!B5", "$B$5", "b5单元格", "R5C2", "第5行第2列", "第五行B列", "5行B列", "B列合计", "受益户数合计", "合计行受益户数",
        "“合计”行“受益户数”列", "台账，B5（受益户数）", "工作表“台账”　Ｂ５",
    ],
)  # fmt: skip
@pytest.mark.parametrize("file", ["a.xlsx", "a.csv"])
def test_d04_one_cell_in_many_words(rules: Rules, folder: Path, locator: str, file: str) -> None:
    locator = locator if file == "a.xlsx" else locator.replace("台账", "").replace("工作表“”", "")
    (finding,) = hits(rules, folder, "3,626户", locator, file=file)
    assert (finding.verdict, finding.recomputed) == (Verdict.FAILED, "3636")
    assert hits(rules, folder, "3,636户", locator, file=file) == []


def test_d04_a_column_that_bears_the_name(rules: Rules, folder: Path) -> None:
    (finding,) = hits(rules, folder, "95.1%", "合计行", name="项目完成率")
    assert finding.verdict is Verdict.FAILED
    assert finding.recomputed == "0.93"


def test_d04_by_how_much_it_rose_is_not_what_it_is(rules: Rules, folder: Path) -> None:
    told = "指标,2023年,2024年,增减\n研发投入强度,3.78%,3.95%,0.17\n"
    (folder / "evidence/change.csv").write_text(told, encoding="utf-8")

    def severe(actual: str, name: str) -> list[Finding]:
        given = hits(rules, folder, actual, "增减列", name=name, file="change.csv")
        return [one for one in given if one.verdict is Verdict.FAILED]

    assert severe("3.95%", "研发投入强度") == []
    assert severe("0.17", "研发投入强度增减") == []


def test_d04_what_many_cells_do_not_make_is_a_lead(rules: Rules, folder: Path) -> None:
    (finding,) = hits(rules, folder, "3,626户", "合计行", name="接管数量")
    assert finding.verdict is Verdict.LEAD
    assert finding.severity is Severity.MINOR


def test_d04_a_share_is_not_proved_wrong_by_its_numerator(rules: Rules, folder: Path) -> None:
    (finding,) = hits(rules, folder, "86.5%", "B2")
    assert finding.verdict is Verdict.LEAD


@pytest.mark.parametrize("locator", ["全文", "第3—6段", ""])
def test_d04_says_that_it_could_not_read(rules: Rules, folder: Path, locator: str) -> None:
    leaf = replace(row("≥1", "7户", reported="10"), evidence=("E01",))
    card = score_sheet(evaluation(leaf), rules)
    outcome = audit(Bundle(rules=rules, card=card, evidence=(item("a.xlsx", locator),), folder=folder))
    assert outcome.coverage.verdicts["D04"] is Verdict.NO_INPUT


# ── what a text says ────────────────────────────────────────────────────────────────────────────────


def said(rules: Rules, folder: Path, text: str, actual: str = "95.2%", **parts: str) -> list[Finding]:
    given = {"name": "路面验收合格率", "file": "note.txt", "locator": "第1行", **parts}
    (folder / "evidence" / given["file"]).write_text(text, encoding="utf-8")
    return hits(rules, folder, actual, given["locator"], name=given["name"], file=given["file"])


@pytest.mark.parametrize(
    ("text", "actual", "wrong"),
    [
        ("共检查84路段，路面验收合格率95.2%。", "95.2%", "97.6%"),
        ("经检测，验收合格率为 95.24 %", "95.2%", "95.9%"),
        ("路面验收合格率：９５．２％", "95.2%", "92.5%"),
    ],
)
def test_d04_a_text_says_another_value(rules: Rules, folder: Path, text: str, actual: str, wrong: str) -> None:
    assert said(rules, folder, text, actual) == []
    (finding,) = said(rules, folder, text, wrong)
    assert finding.verdict is Verdict.FAILED
    assert "note.txt 第1行" in finding.message


def test_d04_money_in_another_unit(rules: Rules, folder: Path) -> None:
    name = "每公里改造成本"
    assert said(rules, folder, "审定每公里改造成本1003050元。", "100.31万元", name=name) == []
    (finding,) = said(rules, folder, "审定每公里改造成本1003050元。", "130.31万元", name=name)
    assert finding.verdict is Verdict.FAILED


@pytest.mark.parametrize(
    "text",
    [
        "路面验收合格率目标值为98%。",
        "2022年路面验收合格率88.0%。",
        "材料合格率88.0%。",
        "路面验收合格率约九成。",
        "验收共84路段。",
    ],
)
def test_d04_other_statements_of_a_text_are_let_be(rules: Rules, folder: Path, text: str) -> None:
    leaf = replace(row("≥1", "95.2%", reported="10", name="路面验收合格率"), evidence=("E01",))
    (folder / "evidence/note.txt").write_text(text, encoding="utf-8")
    given = {"evidence": (item("note.txt", "第1行"),), "folder": folder}
    outcome = audit(Bundle(rules=rules, card=score_sheet(evaluation(leaf), rules), **given))
    assert [one for one in outcome.findings if one.id == "D04"] == []


def test_d04_the_unit_s_own_view_is_a_lead(rules: Rules, folder: Path) -> None:
    (finding,) = said(rules, folder, "路面验收合格率100%。", file="自评总结.txt")
    assert finding.verdict is Verdict.LEAD


def test_d04_only_the_lines_that_are_named(rules: Rules, folder: Path) -> None:
    text = "抽查的一段：路面验收合格率88.0%。\n全部：路面验收合格率95.2%。"
    assert said(rules, folder, text, locator="第2行") == []
    assert said(rules, folder, text, locator="全文") == []
    (finding,) = said(rules, folder, text, locator="第1行")
    assert finding.recomputed == "88.0%"


@pytest.mark.parametrize(
    ("text", "actual", "count"),
    [
        ("亩产由552.6公斤提高到596.8公斤，增产34.2公斤/亩", "44.2公斤/亩", 1),
        ("亩产由552.6公斤提高到596.8公斤，增产44.2公斤/亩", "44.2公斤/亩", 0),
        ("全年出栏42.4公斤。", "44.2公斤", 0),  # a slip of something else
        ("项目区粮食增收51.6公斤。", "44.2公斤", 0),  # no slip
        ("项目区粮食多收41.2公斤。", "44.2公斤", 1),
    ],
)
def test_d04_a_slip_of_what_a_text_says(rules: Rules, folder: Path, text: str, actual: str, count: int) -> None:
    assert len(said(rules, folder, text, actual, name="粮食亩产增加量")) == count
