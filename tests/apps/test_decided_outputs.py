"""Decisions on findings in everything that is written: none counts that was taken off, none is dropped without a word."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest

import yzperf as yz
from tests.program import run
from yzperf.domain.finding import Finding
from yzperf.domain.waiver import Decision, Waiver, fingerprint
from yzperf.loaders.waivers import append_waiver, beside

DAY = date(2025, 6, 1)
SIGNED = {
    Decision.WAIVED: "已豁免（李示例，2025-06-01）",
    Decision.REJECTED: "已驳回（李示例，2025-06-01）",
    Decision.ACCEPTED: "已接受（李示例，2025-06-01）",
}


def decide(path: Path, finding: Finding, decision: Decision, reason: str) -> None:
    file = beside(path)
    made = Waiver(fingerprint(finding), decision, reason, "李示例", DAY, check=finding.id, where=str(finding.where))
    file.write_text(append_waiver(file, made), encoding="utf-8")


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample case: the grade waived, the quoted total rejected, the wrong score accepted, a missing file changed."""
    folder = Path(shutil.copytree(yz.sample_case(), tmp_path_factory.mktemp("decided") / "案卷"))
    by_check = {finding.id: finding for finding in yz.check_case(yz.open_case(folder)).findings}
    decide(folder, by_check["B05"], Decision.WAIVED, "等级另行认定")
    decide(folder, by_check["B06"], Decision.REJECTED, "摘要写的是另一口径")
    decide(folder, by_check["B03"], Decision.ACCEPTED, "同意，终稿改正")
    old = by_check["B08"]
    stale = Waiver("0" * 12, Decision.WAIVED, "旧", "李示例", DAY, check="B08", where=str(old.where))
    beside(folder).write_text(append_waiver(beside(folder), stale), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def evaluated(case: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    out = tmp_path_factory.mktemp("out")
    done = run("evaluate", case, "--out", out, columns=250)
    assert done.returncode == 1, done.stderr
    return done.stdout, out


def words_of(path: Path) -> str:
    document = docx.Document(str(path))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def rows_of(path: Path, sheet: str) -> list[dict[str, str]]:
    head, *rows = openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_an_evaluation_counts_what_was_not_taken_off_and_says_the_rest(evaluated: tuple[str, Path]) -> None:
    told = evaluated[0]
    assert "B05 等级与总分（影响结论）" not in told
    for line in SIGNED.values():
        assert told.count(line) == 1
    assert "原来的豁免不再起作用，请重新决定" in told
    assert "现为“镇级配套资金（示例）：执行率填 93.20%，复算为 92.30%”" in told


def test_the_lists_hold_every_finding_with_its_decision(evaluated: tuple[str, Path]) -> None:
    for name in ("质量检查清单.xlsx", "得分与发现.xlsx"):
        rows = {row["编号"]: row for row in rows_of(evaluated[1] / name, "核查发现")}
        assert (rows["B05"]["决定"], rows["B05"]["决定的理由"]) == ("豁免", "等级另行认定")
        assert (rows["B06"]["决定"], rows["B06"]["决定人"]) == ("驳回", "李示例")
        assert (rows["B03"]["决定"], rows["B03"]["决定日期"]) == ("接受", "2025-06-01")
        assert rows["A01"]["决定"] in (None, "")
        assert len(rows["A01"]["指纹"]) == 12
    (gone,) = rows_of(evaluated[1] / "质量检查清单.xlsx", "失效的决定")
    assert "000000000000（B08" in gone["不再起作用的决定"]


def test_the_report_lists_them_apart_and_says_so_in_the_text(evaluated: tuple[str, Path]) -> None:
    text = words_of(evaluated[1] / "绩效评价报告.docx")
    assert "另有 2 处发现已由检查人豁免或驳回，列在表末，不计入发现数。" in text
    assert "已豁免（李示例，2025-06-01）：等级另行认定。" in text
    assert "有1项会影响结论的发现已由检查人豁免或驳回，理由见附表3。" in text


def test_an_opinion_prints_an_accepted_finding_with_who_accepted_it(case: Path, tmp_path: Path) -> None:
    opinion, comments, answer = tmp_path / "a.docx", tmp_path / "b.docx", tmp_path / "a.json"
    done = run("check", case, "--opinion", opinion, "--commented", comments, "--json")
    answer.write_text(done.stdout, encoding="utf-8")
    text = words_of(opinion)
    assert "已接受（李示例，2025-06-01）：同意，终稿改正" in text
    assert "豁免：等级另行认定（李示例，2025年6月1日）" in text
    said = "\n".join(comment.text for comment in yz.load_document(comments).comments)
    assert "【已驳回（李示例，2025-06-01）：摘要写的是另一口径】S1 阻断 B06" in said
    assert [one["id"] for one in json.loads(done.stdout)["accepted"]] == ["B03"]


def test_decisions_on_a_single_file_lie_beside_it_and_show_on_the_marked_copy(tmp_path: Path) -> None:
    sheet = tmp_path / "评分表.xlsx"
    shutil.copy(yz.sample_case() / "scores.xlsx", sheet)
    rules = {"on": date(2025, 3, 10), "region": "扬中"}
    for finding in yz.check(sheet, **rules).findings:
        if finding.is_serious:
            decide(sheet, finding, Decision.WAIVED, "另行说明")
    assert (tmp_path / "评分表.xlsx.waivers.toml").exists()
    done = run("check", sheet, "--on", "2025-03-10", "--region", "扬中", "--marked", tmp_path / "标注.xlsx", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["waived"]
    cell = openpyxl.load_workbook(tmp_path / "标注.xlsx")["评分表"]["C24"]
    assert "已豁免（李示例，2025-06-01）：另行说明" in cell.comment.text


def test_one_may_waive_a_finding_of_a_single_file(tmp_path: Path) -> None:
    sheet = tmp_path / "评分表.xlsx"
    shutil.copy(yz.sample_case() / "scores.xlsx", sheet)
    mark = json.loads(run("check", sheet, "--json").stdout)["findings"][0]["fingerprint"]
    done = run("waive", sheet, mark, "--reason", "另有文件", "--by", "张示例")
    assert done.returncode == 0, done.stderr
    assert mark in [one["fingerprint"] for one in json.loads(run("check", sheet, "--json").stdout)["waived"]]
