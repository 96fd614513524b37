"""Commands for databases, surveys, new cases, evidence and marked copies, as a user meets them."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
import sqlalchemy as sa

from tests.loaders.test_databases import create
from tests.loaders.test_survey import CODEBOOK, GOOD, HEADING, SKIPPED
from tests.program import run


@pytest.fixture
def database(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / '财政.db'}"
    sa.create_engine(url).connect().close()
    (tmp_path / "财政.db").touch()
    create(url, "pm_self_eval")
    return url


def test_forms_go_into_a_database_and_are_scored_there(published: Path, database: str) -> None:
    done = run("database", published / "S14.xlsx", "--mapping", "pm_self_eval", "--to", database)
    assert done.returncode == 0, done.stderr
    assert "PM_PERF_SELF_EVAL 1 行" in done.stdout
    assert "未核实：金额单位" in done.stdout
    scored = run(
        "score", "--db", "FINANCE", "--mapping", "pm_self_eval", "--json", "--on", "2025-03-10", FINANCE=database
    )
    assert scored.returncode == 1, scored.stderr  # S14 departs from the rule
    (card,) = json.loads(scored.stdout)
    direct = json.loads(run("score", published / "S14.xlsx", "--json", "--on", "2025-03-10").stdout)[0]
    rows = [
        [(row["indicator"], row["score"]) for row in one["rows"] if row["l1"] != "预算执行"] for one in (card, direct)
    ]
    assert rows[0] == rows[1]


def test_a_database_becomes_files(published: Path, database: str, tmp_path: Path) -> None:
    run("database", published / "S14.xlsx", "--mapping", "pm_self_eval", "--to", database)
    done = run("database", "--db", database, "--mapping", "pm_self_eval", "--out", tmp_path / "库表")
    assert done.returncode == 0
    names = sorted(path.name for path in (tmp_path / "库表").iterdir())
    assert {"PM_PERF_SELF_EVAL.csv", "PM_SELF_EVAL_INDICATOR.csv"} <= set(names)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("score",), "请给出表格文件；或用 --db"),
        (("score", "--db", "sqlite:///x.db"), "--mapping"),
        (("database",), "随包映射：pay_perf_monitor、pm_self_eval"),
        (("database", "--mapping", "pm_self_eval"), "二者之一"),
        (("score", "--db", "postgresql://u:S3cret@127.0.0.1:1/d", "--mapping", "pm_self_eval"), "127.0.0.1"),
        (("new-case", ".", "--kind", "evaluation"), "已有内容"),
        (("seal", "."), "没有 case.toml"),
    ],
)
def test_wrong_arguments(arguments: tuple[str, ...], said: str) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "S3cret" not in done.stderr
    assert "Traceback" not in done.stderr


def test_a_survey_is_read_and_written(tmp_path: Path) -> None:
    (tmp_path / "答卷.csv").write_text("\n".join([HEADING, GOOD, SKIPPED]), encoding="utf-8")
    (tmp_path / "编码本.csv").write_text(CODEBOOK, encoding="utf-8")
    done = run("survey", tmp_path / "答卷.csv", "--codebook", tmp_path / "编码本.csv", "--out", tmp_path / "清理.xlsx")
    assert done.returncode == 0, done.stderr
    assert "2 份答卷，9 列，0 处不合编码本" in done.stdout
    book = openpyxl.load_workbook(tmp_path / "清理.xlsx")
    assert book.sheetnames == ["答卷", "多选展开", "答题情况", "问题清单", "号码重复"]
    assert "13812341234" not in str([[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()])


def test_misfits_make_the_exit_status(tmp_path: Path) -> None:
    (tmp_path / "答卷.csv").write_text("\n".join([HEADING, GOOD.replace(",35,", ",350,")]), encoding="utf-8")
    (tmp_path / "编码本.csv").write_text(CODEBOOK, encoding="utf-8")
    done = run("survey", tmp_path / "答卷.csv", "--codebook", tmp_path / "编码本.csv")
    assert done.returncode == 1
    assert "第2行“Q5”" in done.stdout


def test_a_case_from_nothing_to_sealed(tmp_path: Path) -> None:
    assert run("new-case", tmp_path / "案卷", "--region", "扬中").returncode == 0
    done = run("check", tmp_path / "案卷")
    assert done.returncode == 0, done.stderr
    assert "评分表（scores.xlsx）还没有填写" in done.stdout
    (tmp_path / "案卷" / "evidence" / "批复.txt").write_text("x", encoding="utf-8")
    assert "批复.txt：文件在、清单没有列，请用 yzperf seal 登记" in run("check", tmp_path / "案卷").stdout
    sealed = run("seal", tmp_path / "案卷")
    assert sealed.returncode == 0
    assert "新登记 1 件：批复.txt" in sealed.stdout
    (tmp_path / "案卷" / "evidence" / "批复.txt").write_text("y", encoding="utf-8")
    broken = run("seal", tmp_path / "案卷")
    assert broken.returncode == 1
    assert "登记后改动过" in broken.stdout


def test_marked_copies(published: Path, tmp_path: Path) -> None:
    done = run("check", published / "S05.xlsx", "--marked", tmp_path / "标注.xlsx")
    assert done.returncode == 1
    assert openpyxl.load_workbook(tmp_path / "标注.xlsx").sheetnames[0] == "问题清单"
    (tmp_path / "坏.csv").write_text(
        "一级指标,三级指标,指标值,实际完成值,分值,得分\n产出,甲,≥1,1,十,10\n", encoding="utf-8"
    )
    refused = run("check", tmp_path / "坏.csv", "--marked", tmp_path / "坏标注.xlsx", "--out", tmp_path / "清单.csv")
    assert refused.returncode == 2
    assert (tmp_path / "坏标注.xlsx").exists()
    assert "读到" in (tmp_path / "清单.csv").read_text(encoding="utf-8-sig")


def test_many_errors_are_counted_not_poured_out(tmp_path: Path) -> None:
    rows = [f"产出,户数{n},≥1,1,十,10" for n in range(80)]
    (tmp_path / "坏.csv").write_text(
        "\n".join(["一级指标,三级指标,指标值,实际完成值,分值,得分", *rows]), encoding="utf-8"
    )
    done = run("check", tmp_path / "坏.csv")
    assert done.returncode == 2
    assert done.stderr.count("错误：") == 50
    assert "……另有 30 处" in done.stderr
