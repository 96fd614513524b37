"""yzperf merge: several forms as one, with the way of merging said and never cited as law."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from tests.program import run


def form(path: Path, unit: str, count: str, rate: str, spent: float) -> Path:
    book = openpyxl.Workbook()
    for row in (
        ["项目支出绩效自评表"],
        ["（2024年度）（金额单位：万元）"],
        ["项目名称", "道路养护", "", "实施单位", unit],
        ["项目资金", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["年度资金总额", "", 400, 400, spent, 10, "", ""],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"],
        ["产出指标", "数量指标", "养护里程", "≥10公里", count, 50, "", ""],
        ["产出指标", "质量指标", "合格率", "≥90%", rate, 30, "", ""],
        ["满意度指标", "满意度", "群众满意度", "≥90%", "95%", 10, "", ""],
    ):
        book.active.append(row)
    book.save(path)
    return path


@pytest.fixture
def towns(tmp_path: Path) -> tuple[Path, Path]:
    return (
        form(tmp_path / "甲镇.xlsx", "甲镇", "10公里", "100%", 300),
        form(tmp_path / "乙镇.xlsx", "乙镇", "4公里", "60%", 100),
    )


def test_the_merged_form_is_scored(towns: tuple[Path, Path]) -> None:
    done = run("merge", *towns, "--json", "--on", "2025-03-10")
    (card,) = json.loads(done.stdout)
    scores = {row["indicator"]: (row["target"], row["actual"], row["score"]) for row in card["rows"]}
    assert scores["养护里程"] == ("≥20公里", "14公里", "35.00")
    assert scores["合格率"] == ("≥90%", "90%", "30.00")  # (100 × 300 + 60 × 100) ÷ 400
    assert scores["预算执行率"] == ("800", "400", "5.00")
    assert (card["total"], card["grade"], card["file"]) == ("80.00", "良", "甲镇.xlsx＋乙镇.xlsx")
    assert card["rows"][1]["where"]["file"] == "甲镇.xlsx＋乙镇.xlsx"


def test_the_way_of_merging_is_said_and_never_cited(towns: tuple[Path, Path], tmp_path: Path) -> None:
    out = tmp_path / "合并.xlsx"
    done = run("merge", *towns, "--out", out, "--on", "2025-03-10")
    assert done.returncode == 0
    assert "办法出处：湖北自评表填表说明（未核实，不作为依据引用）" in done.stdout
    (basis,) = [line for line in done.stdout.replace("\n", "").split("计分方案：")[1:]]
    assert "填表说明" not in basis
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["汇总", "复算得分", "核查发现", "合并说明"]
    said = dict(book["合并说明"].iter_rows(min_row=2, values_only=True))
    assert said["合并的表"] == "甲镇.xlsx（Sheet）、乙镇.xlsx（Sheet）"
    assert "不作为依据" in said["办法出处"]


def test_a_mean_that_does_not_end_stays_exact(tmp_path: Path) -> None:
    """(27 × 1 + 0 × 2) ÷ 3 is 9; (100 × 1 + 0 × 2) ÷ 3 does not end and is carried on as it is."""
    one, other = form(tmp_path / "甲.xlsx", "甲", "9公里", "27%", 1), form(tmp_path / "乙.xlsx", "乙", "9公里", "0%", 2)
    (card,) = json.loads(run("merge", one, other, "--json").stdout)
    assert next(row for row in card["rows"] if row["indicator"] == "合格率")["actual"] == "9%"
    one = form(tmp_path / "甲.xlsx", "甲", "9公里", "100%", 1)
    (card,) = json.loads(run("merge", one, other, "--json").stdout)
    rate = next(row for row in card["rows"] if row["indicator"] == "合格率")
    assert (rate["actual"], rate["score"]) == ("33.33%", "11.11")  # 100/3 ÷ 90 × 30 = 100/9


def test_forms_that_differ_are_refused_and_nothing_is_written(towns: tuple[Path, Path], tmp_path: Path) -> None:
    book = openpyxl.load_workbook(towns[1])
    book.active["D7"] = "≥10米"
    book.active["C8"] = "优良率"
    book.save(towns[1])
    done = run("merge", *towns, "--out", tmp_path / "合并.xlsx")
    assert done.returncode == 2
    assert "三级指标与 甲镇.xlsx 不一致（优良率、合格率）" in done.stderr
    assert not (tmp_path / "合并.xlsx").exists()
    alone = run("merge", towns[0])
    assert alone.returncode == 2
    assert "至少需要两张表" in alone.stderr
    over = run("merge", *towns, "--out", towns[0])
    assert "冲掉原件" in over.stderr
