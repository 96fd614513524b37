"""What people get of a portfolio: tables that add up, sentences, picture, files, command."""

from __future__ import annotations

import json
import math
from datetime import date
from fractions import Fraction
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import yzperf as yz
from tests.conftest import ON
from tests.portfolio.conftest import frames
from tests.program import run
from yzperf.drawing.canvas import png_bytes
from yzperf.errors import ScoreError
from yzperf.portfolio import PortfolioScore

FULL = [{"weight_hundredths": 9000}]


@pytest.fixture(scope="module")
def score(county: Path) -> PortfolioScore:
    return yz.score_portfolio(county, on=date(2026, 3, 1), region="四川")


def test_worked_ratios() -> None:
    three = frames(
        ({"budget_fen": 3_000_000_00, "spent_fen": 1_500_000_00}, FULL),  # 95 points
        ({"budget_fen": 1_000_000_00, "spent_fen": 1_000_000_00}, FULL),  # 100 points
        ({"budget_fen": 4_000_000_00, "spent_fen": 4_000_000_00}, []),
    )
    (line,) = yz.score_portfolio(three, on=ON, region="扬中", by=["年度"]).table().iloc[:1].to_dict("records")
    assert (line["项目数"], line["已评价"], line["覆盖率%"], line["金额覆盖率%"]) == (3, 2, 66.67, 50.0)
    assert (line["平均分"], line["金额加权平均分"]) == (97.5, 96.25)
    assert (line["执行率%"], line["全年预算数（万元）"], line["优"]) == (81.25, 800.0, 2)


@pytest.mark.parametrize("by", ["部门", "资金", "镇", "年度"])
def test_every_table_adds_up_to_the_same_whole(score: PortfolioScore, by: str) -> None:
    frame = score.table(by)
    counts = [name for name in frame.columns if pd.api.types.is_integer_dtype(frame[name]) and name != by]
    assert frame[counts].iloc[:-1].sum().tolist() == frame[counts].iloc[-1].tolist()
    assert frame.iloc[-1].drop(by).tolist() == score.table("年度").iloc[-1].drop("年度").tolist()
    assert (
        frame["优"] + frame["良"] + frame["中"] + frame["差"] + frame["未定等级"] + frame["未得总分"] == frame["项目数"]
    ).all()
    assert (frame["预警"] + frame["低于序时进度"] + frame["正常"] + frame["无法判断"] == frame["项目数"]).all()


def test_several_dimensions_and_a_wrong_one(score: PortfolioScore) -> None:
    assert len(score.table(["镇", "年度"])) == 13
    with pytest.raises(ScoreError, match="可用：部门、资金、镇、年度"):
        score.table("处室")


def test_money_weighted_mean_is_exact_for_a_nation() -> None:
    many = frames(*[({"budget_fen": 10**14, "spent_fen": 10**14}, FULL)] * 3)
    result = yz.score_portfolio(many, on=ON, region="扬中")
    cells = {name: sum(map(int, result.cells[name])) for name in ("points_wan", "points_rest", "evaluated_budget")}
    assert Fraction(cells["points_wan"] * 10**6 + cells["points_rest"], cells["evaluated_budget"]) == 10_000
    assert result.value == 100.0


def test_nothing_evaluated_has_no_mean() -> None:
    result = yz.score_portfolio(frames(({}, [])), on=ON, region="扬中")
    assert math.isnan(result.value)
    assert "—" in result.summary()


def test_sentences_say_what_was_left_out(score: PortfolioScore) -> None:
    text = "\n".join(score.sentences())
    assert "均不按0分计" in text
    assert "未核实" in text
    assert "序时进度只作对照" in text
    own = yz.score_portfolio(frames(({}, FULL)), on=ON, region="扬中")
    assert "扬中没有读到预警线的规定，不亮红灯" in own.summary()


def test_the_picture_is_drawn_and_the_same_each_time(score: PortfolioScore) -> None:
    first = png_bytes(score.figure("镇"))
    assert first.startswith(b"\x89PNG")
    assert first == png_bytes(score.figure("镇"))


def test_html_shows_tables_and_checks(score: PortfolioScore) -> None:
    html = score._repr_html_()
    assert "数据核查" in html
    assert "合计" in html


def test_blank_names_are_a_group_of_their_own() -> None:
    result = yz.score_portfolio(frames(({"town": None}, FULL), ({}, FULL)), on=ON, region="扬中", by=["镇"])
    assert sorted(result.table()["镇"]) == ["合计", "示例甲镇", "（空白）"]


# ── command ─────────────────────────────────────────────────────────────────────────────────────────


def test_command_json(county: Path) -> None:
    done = run(
        "portfolio",
        county,
        "--json",
        "--on",
        "2025-03-10",
        "--region",
        "扬中",
        "--by",
        "镇，年度",
        "--engine",
        "duckdb",
    )
    assert done.returncode == 1  # planted defects of blocking severity
    found = json.loads(done.stdout)
    assert set(found["tables"]) == {"镇", "年度"}
    assert found["engine"] == "duckdb"
    assert found["tables"]["年度"][-1]["项目数"] == sum(line["项目数"] for line in found["tables"]["年度"][:-1])


def test_command_writes_a_workbook_and_a_folder(county: Path, tmp_path: Path) -> None:
    book = tmp_path / "汇总.xlsx"
    shown = run("portfolio", county, "--on", "2025-03-10", "--by", "镇", "--out", book)
    assert "示例甲镇" in shown.stdout
    assert "已写出" in shown.stderr
    assert openpyxl.load_workbook(book).sheetnames == ["说明", "按镇", "数据核查"]
    run("portfolio", county, "--on", "2025-03-10", "--by", "镇", "--out", tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["按镇.csv", "数据核查.csv", "说明.csv"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--by", "处室"], "应为 部门、资金、镇、年度"),
        (["--engine", "oracle"], "应为 auto、local、duckdb、spark"),
        (["--profile", "cn11"], "没有计分方案"),
        (["--engine", "duckdb", "--memory", "viel"], "如 2GB"),
    ],
)
def test_wrong_options(county: Path, options: list[str], words: str) -> None:
    done = run("portfolio", county, *options)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_sound_portfolio_exits_with_zero(tmp_path: Path) -> None:
    for name, frame in frames(({}, FULL)).items():
        frame.to_parquet(tmp_path / f"{name}.parquet")
    assert run("portfolio", tmp_path, "--on", "2025-03-10").returncode == 0


@pytest.mark.spark
def test_a_cluster_of_two_workers_gives_the_same(county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pyspark

    monkeypatch.setenv("SPARK_HOME", str(Path(pyspark.__file__).parent))
    options = ("--json", "--on", "2025-03-10", "--region", "扬中", "--by", "镇,年度")
    done = run("portfolio", county, *options, "--engine", "spark", "--spark-url", "local-cluster[2,1,1024]")
    assert done.returncode == 1, done.stderr[-1000:]  # planted defects
    cluster = json.loads(done.stdout)
    local = json.loads(run("portfolio", county, *options, "--engine", "local").stdout)
    assert cluster["engine"] == "spark"
    assert cluster["tables"] == local["tables"]
    assert cluster["data_checks"] == local["data_checks"]
