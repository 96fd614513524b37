"""The sample case: made again byte by byte, labelled everywhere, consistent but for what was planted."""

from __future__ import annotations

import csv
import hashlib
import importlib.util
import re
import sys
import tomllib
from decimal import Decimal
from pathlib import Path
from statistics import fmean
from types import ModuleType

import docx
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

DATA = Path(__file__).resolve().parents[2] / "data"
CASE = DATA / "cases" / "rural_sewage_2024"
LABEL = "示例数据，纯属虚构"
FILES = sorted(path.relative_to(CASE).as_posix() for path in CASE.rglob("*") if path.is_file())
_NAMES = """
总分 等级 决策得分 过程得分 产出得分 效益得分 决策满分 过程满分 产出满分 效益满分 年初预算数 全年预算数 到位数
全年执行数 执行率 到位率 M1.value M1.low M1.high M2.value M2.low M2.high M3.value M3.low M3.high 问卷数
"""
FIELDS = set(_NAMES.split())


def load_script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, DATA / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def table(name: str) -> list[dict[str, str]]:
    with (CASE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sheet_of(name: str) -> Worksheet:
    sheet = openpyxl.load_workbook(CASE / name).active
    assert isinstance(sheet, Worksheet)
    return sheet


def score_rows() -> dict[str, dict[str, object]]:
    """Lines of the score sheet by indicator."""
    rows = [[cell.value for cell in row] for row in sheet_of("scores.xlsx").iter_rows()]
    start = next(number for number, row in enumerate(rows) if row[0] == "一级指标")
    heads = [str(head) for head in rows[start]]
    return {str(row[2]): dict(zip(heads, row, strict=True)) for row in rows[start + 1 :] if row[2]}


def text_of(path: Path) -> str:
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        return "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    if path.suffix == ".docx":
        return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
    return path.read_text(encoding="utf-8")


def test_the_case_is_made_again_byte_by_byte(tmp_path: Path) -> None:
    load_script("make_case").make_case(tmp_path)
    made = {path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert sorted(made) == FILES
    assert [name for name in FILES if made[name] != (CASE / name).read_bytes()] == []


@pytest.mark.parametrize("name", FILES)
def test_the_label_stands_in_every_file(name: str) -> None:
    """Plain tables have no room for a label of their own; there the invented names carry it."""
    text = text_of(CASE / name)
    assert (LABEL in text) or (name.endswith(".csv") and "示例" in text)


@pytest.mark.parametrize("name", FILES)
def test_no_phone_or_identity_number_and_no_path(name: str) -> None:
    text = text_of(CASE / name)
    assert not re.search(r"(?<![\d.a-f])(?:1[3-9]\d{9}|\d{17}[\dXx])(?![\da-f])", text)
    assert "/work" not in text
    assert "/home" not in text


# ── figures ─────────────────────────────────────────────────────────────────────────────────────────


def did() -> float:
    rows = table("outcomes.csv")
    means = {
        (treated, late): fmean(
            float(row["水质达标率"]) for row in rows if row["治理村"] == treated and (int(row["年度"]) >= 2023) == late
        )
        for treated in "01"
        for late in (True, False)
    }
    return means["1", True] - means["1", False] - (means["0", True] - means["0", False])


def satisfaction() -> float:
    points = {
        word: int(value) for word, value in re.findall(r"([^=;]+)=(\d+)", table("survey_codebook.csv")[9]["选项分值"])
    }
    frame = {row["镇"]: int(row["受益户数"]) for row in table("survey_frame.csv")}
    persons: dict[str, list[float]] = {town: [] for town in frame}
    for row in table("survey.csv"):
        answers = [points[row[f"满意度{number}"]] for number in range(1, 7) if row[f"满意度{number}"]]
        persons[row["镇"]].append(fmean(answers))
    return sum(frame[town] * fmean(values) for town, values in persons.items()) / sum(frame.values())


def test_actual_values_are_what_the_data_give() -> None:
    costs = table("costs.csv")
    households = sum(int(row["受益户数"]) for row in costs)
    settled, contract = (sum(Decimal(row[key]) for row in costs) for key in ("决算金额", "合同金额"))
    said = {name: str(row["实际完成值"]) for name, row in score_rows().items()}
    assert said["河道水质达标率提升"] == f"{did():.1f}个百分点"
    assert said["受益农户满意度"] == f"{satisfaction():.1f}%"
    assert said["户均建设成本"] == f"{settled / households:.2f}万元/户"
    assert said["成本节约率"] == f"{(contract - settled) / contract * 100:.2f}%"
    assert said["受益农户接管数"] == f"{households:,}户"


def test_the_budget_holds_but_for_one_printed_rate() -> None:
    rows = table("budget.csv")
    wrong = []
    for row in rows:
        opening, added, cut, budget, received, spent, rest = (Decimal(row[key]) for key in list(row)[1:8])
        assert opening + added - cut == budget
        assert received - spent == rest
        if f"{spent / budget * 100:.2f}%" != row["执行率"]:
            wrong.append(row["资金来源"])
    assert wrong == ["镇级配套资金（示例）"]
    assert all(sum(Decimal(row[key]) for row in rows[:-1]) == Decimal(rows[-1][key]) for key in list(rows[0])[1:8])


def test_money_ties_across_the_files() -> None:
    settled = sum(Decimal(row["决算金额"]) for row in table("costs.csv"))
    spent = Decimal(table("budget.csv")[-1]["全年执行数"])
    assert spent == settled + Decimal("151.20")
    assert Decimal(table("cashflow.csv")[0]["投资"]) == spent
    assert Decimal(table("evidence/e05_fund_flow.csv")[-1]["支付金额"]) == spent
    factors = {row["因素"]: Decimal(row["实际"]) for row in table("factors.csv")}
    assert abs(factors["户数"] * factors["单户工程量"] * factors["单价"] - settled) < Decimal("0.005")


def test_the_population_in_the_settings_is_the_frame() -> None:
    settings = tomllib.loads((CASE / "case.toml").read_text(encoding="utf-8"))
    frame = {row["镇"]: int(row["受益户数"]) for row in table("survey_frame.csv")}
    assert settings["method"][1]["options"]["population"] == frame


def test_targets_agree_with_the_score_sheet() -> None:
    scored = score_rows()
    rows = [[cell.value for cell in row] for row in sheet_of("targets.xlsx").iter_rows()]
    start = next(number for number, row in enumerate(rows) if row[0] == "一级指标")
    targets = [row for row in rows[start + 1 :] if row[2]]
    assert sum(int(row[6]) for row in targets) == 90
    for _, _, name, relation, value, unit, _ in targets:
        sign = relation if relation and relation != "定性" else ""
        assert f"{sign}{value}{unit or ''}" == scored[str(name)]["指标值"]


# ── what was planted, and nothing else ──────────────────────────────────────────────────────────────


def test_only_the_planted_evidence_is_wrong() -> None:
    missing, changed = [], []
    for row in table("evidence/manifest.csv"):
        path = CASE / "evidence" / row["文件"]
        if not path.exists():
            missing.append(row["编号"])
        elif hashlib.sha256(path.read_bytes()).hexdigest() != row["sha256"]:
            changed.append(row["编号"])
    assert (missing, changed) == (["E15"], ["E08"])


def test_one_line_has_no_evidence_and_all_others_point_to_the_manifest() -> None:
    listed = {row["编号"] for row in table("evidence/manifest.csv")}
    cited = {name: str(row["证据编号"] or "") for name, row in score_rows().items()}
    cited.pop("总分", None)
    assert [name for name, text in cited.items() if not text] == ["长效管护机制健全性"]
    assert set(re.findall(r"E\d\d", " ".join(cited.values()))) == listed


def test_one_score_departs_from_the_rule_and_turns_the_grade() -> None:
    script = load_script("case_leaves")
    facts = load_script("case_numbers").draw_facts()
    leaves = script.leaves(facts)
    assert [leaf.name for leaf in leaves if abs(leaf.score - leaf.by_rule) > Decimal("0.005")] == ["河道水质达标率提升"]
    assert sum(leaf.weight for leaf in leaves) == 100
    assert script.total_typed(facts) >= 90 > script.total_by_rule(facts)
    scored = score_rows()
    assert all(float(str(scored[leaf.name]["得分"])) == float(leaf.score) for leaf in leaves)
    unreasoned = [leaf.name for leaf in leaves if leaf.by_rule < leaf.weight and not leaf.reason]
    assert unreasoned == ["河道水质达标率提升"]


def test_the_report_differs_in_its_summary_and_lacks_a_section() -> None:
    text = text_of(CASE / "report.docx")
    total = next(str(row[8].value) for row in sheet_of("scores.xlsx").iter_rows() if row[0].value == "总分")
    summary, body = text.split("一、项目基本情况")
    assert "90.85分" in summary
    assert total not in summary
    assert f"总得分{total}分" in body
    assert "六、有关建议" in body
    assert "七、" not in body


def test_every_planted_defect_is_told() -> None:
    text = (CASE / "PLANTED.md").read_text(encoding="utf-8")
    for figure in (
        f"{did():.6f}",
        f"{satisfaction():.6f}",
        "E08",
        "E15",
        "90.85分",
        "93.20%",
        "七、其他需要说明的问题",
    ):
        assert figure in text


def test_the_narrative_quotes_only_known_fields() -> None:
    text = (CASE / "narrative.toml").read_text(encoding="utf-8")
    tomllib.loads(text)
    assert set(re.findall(r"\{([^{}\n\"=]+)\}", text)) <= FIELDS
    assert "%" not in text


def test_the_log_is_in_order() -> None:
    days = [row["日期"] for row in table("log.csv")]
    assert days == sorted(days)
    steps = [row["环节"] for row in table("log.csv")]
    wanted = ["接受委托", "方案论证", "现场调研", "座谈", "访谈", "问卷调查", "初稿", "征求意见", "内部复核", "终稿"]
    assert [step for step in steps if step in wanted] == wanted


def test_nobody_interviews_in_two_places_at_once() -> None:
    busy: dict[tuple[str, str], float] = {}
    for row in table("survey.csv"):
        hour, minute = map(int, row["开始时间"].split(":"))
        key = row["调查员"], row["调查日期"]
        assert hour * 60 + minute >= busy.get(key, 0)
        busy[key] = hour * 60 + minute + int(row["时长秒"]) / 60
