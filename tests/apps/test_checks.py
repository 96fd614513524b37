"""A batch of deliverables as a bureau runs it: all processors, bad ones told in a line, goes on, same bytes each time."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.conftest import ON
from tests.program import run
from yzperf import face
from yzperf.apps import checks as checks_module
from yzperf.apps.batch_work import RECORD
from yzperf.apps.checks import OUTPUTS, Checks, find_deliverables, run_checks
from yzperf.apps.checks_lists import FINDINGS, OVERVIEW, OVERVIEW_CSV, TIMES
from yzperf.apps.checks_task import ANSWER, COMMENTED, FILES, LISTING, OPINION
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.errors import LoadError

SETTINGS = {"on": ON.isoformat(), "region": "国家", "profile": None, "rules": None}
SOME = ("case.toml", "scores.xlsx", "budget.csv", "report.docx")


@pytest.fixture
def folder(sample_case: Path, published: Path, tmp_path: Path) -> Path:
    """Two cases, a loose report, a loose workbook; a case of bad settings, one with a bad file, a bad report."""
    root = tmp_path / "交来"
    for name, files in (("甲镇/案卷一", SOME), ("案卷二", ("case.toml", "scores.xlsx")), ("坏文件", ("case.toml",))):
        (root / name).mkdir(parents=True)
        for file in files:
            shutil.copy(sample_case / file, root / name)
    (root / "坏文件" / "scores.xlsx").write_bytes(b"nonsense")
    (root / "坏设置").mkdir()
    (root / "坏设置" / "case.toml").write_text("[case\n", encoding="utf-8")
    shutil.copy(published / "S09.xlsx", root / "甲镇" / "自评表.xlsx")
    shutil.copy(published / "S14.xlsx", root / "自评表.xlsx")
    (root / "坏报告.docx").write_bytes(b"nonsense")
    return root


def go(folder: Path, out: Path, *, workers: int = 2, seen: list[tuple[int, ...]] | None = None, **more: Any) -> Checks:
    def advance(*numbers: int) -> None:
        if seen is not None:
            seen.append(numbers)

    return run_checks([folder], out, SETTINGS | more, about={"地区": "国家"}, workers=workers, advance=advance)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def written(out: Path) -> Iterator[tuple[str, bytes]]:
    """Everything that must be the same each time: the time is not."""
    for path in sorted(out.rglob("*")):
        if path.is_file() and path.name not in (TIMES, RECORD):
            yield path.relative_to(out).as_posix(), path.read_bytes()


def test_good_ones_are_checked_and_bad_ones_cost_themselves_alone(folder: Path, tmp_path: Path) -> None:
    seen: list[tuple[int, ...]] = []
    done = go(folder, tmp_path / "out", seen=seen)
    assert list(done.lists.overview["交付物"]) == ["案卷二", "甲镇/案卷一", "甲镇/自评表.xlsx", "自评表.xlsx"]
    assert done.sentence() == ("共 7 份交付物：核查 4 份，其中 4 份有阻断或重大问题；未能核查 3 份；沿用上次结果 0 份")
    lines = done.refusals()
    assert [line.partition("：")[0] for line in lines] == ["坏报告.docx", "坏文件 scores.xlsx", "坏设置 case.toml"]
    assert all("\n" not in line and "应为" in line for line in lines)
    assert (seen[0], seen[-1]) == ((0, 7, 0), (7, 7, 3))


def test_the_lists_say_what_yzperf_check_says(folder: Path, tmp_path: Path) -> None:
    go(folder, tmp_path / "out")
    case = face.open_case(folder / "甲镇" / "案卷一")
    audit = face.check_case(case)
    line = next(row for row in rows(tmp_path / "out" / OVERVIEW_CSV) if row["交付物"] == "甲镇/案卷一")
    assert line["项目"] == case.info.name
    assert line["评价机构"] == case.info.parties["评价机构"]
    for column, level in (("阻断", Severity.BLOCKING), ("提示", Severity.HINT)):
        assert int(line[column]) == sum(finding.severity is level for finding in audit.findings)
    for column, kind in (("实证", EvidenceClass.PROOF), ("违规", EvidenceClass.RULE), ("线索", EvidenceClass.LEAD)):
        assert int(line[column]) == sum(finding.evidence is kind for finding in audit.findings)
    share = 100 * int(line["作出判断"]) / len(audit.coverage.verdicts)
    assert line["覆盖率"] == f"{share:.1f}%"
    assert int(line["作出判断"]) + int(line["无检出力"]) == audit.coverage.checked
    told = [row["问题"] for row in rows(tmp_path / "out" / FINDINGS) if row["交付物"] == "甲镇/案卷一"]
    assert told == [finding.message for finding in audit.findings]
    book = openpyxl.load_workbook(tmp_path / "out" / OVERVIEW)
    assert book.sheetnames == ["汇总", "未能核查", "各项检查", "案卷状况", "说明"]
    assert any("survey.csv" in line[1] for line in book["案卷状况"].values)
    _heading, *lines = book["各项检查"].values
    assert all(sum(line[2:]) == 4 for line in lines)  # every check has one verdict for each deliverable
    assert {row["交付物"] for row in rows(tmp_path / "out" / TIMES)} == set(find_deliverables([folder], tmp_path))


def test_every_deliverable_has_its_own_outputs(folder: Path, tmp_path: Path) -> None:
    go(folder, tmp_path / "out")
    own = tmp_path / "out" / OUTPUTS
    assert {path.name for path in (own / "甲镇" / "案卷一").iterdir()} == set(FILES)
    assert {path.name for path in (own / "自评表.xlsx").iterdir()} == {LISTING, OPINION, ANSWER}
    assert not (own / "坏文件").exists()
    answer = json.loads((own / "甲镇" / "案卷一" / ANSWER).read_text(encoding="utf-8"))
    case = face.open_case(folder / "甲镇" / "案卷一")
    audit = face.check_case(case)
    assert [one["message"] for one in answer["findings"]] == [finding.message for finding in audit.findings]
    face.write_opinion(audit, tmp_path / "意见书.docx", on=ON, case=case)
    assert (own / "甲镇" / "案卷一" / OPINION).read_bytes() == (tmp_path / "意见书.docx").read_bytes()
    comments = zipfile.ZipFile(io.BytesIO((own / "甲镇" / "案卷一" / COMMENTED).read_bytes())).read("word/comments.xml")
    assert audit.findings[0].id.encode() in comments
    assert openpyxl.load_workbook(own / "甲镇" / "案卷一" / LISTING)["核查发现"].max_row == len(audit.findings) + 1


def test_workers_and_folders_do_not_change_a_byte(folder: Path, tmp_path: Path) -> None:
    moved = Path(shutil.copytree(folder, tmp_path / "别处" / "交来"))
    go(folder, tmp_path / "a", workers=1)
    go(moved, tmp_path / "b", workers=2)
    one, other = dict(written(tmp_path / "a")), dict(written(tmp_path / "b"))
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []


def test_a_second_run_does_only_what_changed(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    go(folder, out)
    before = dict(written(out))
    assert go(folder, out).reused == 7
    assert dict(written(out)) == before
    (folder / "案卷二" / "补充说明.txt").write_text("新", encoding="utf-8")  # any file of a case
    (out / OUTPUTS / "自评表.xlsx" / LISTING).write_bytes(b"touched")  # somebody wrote into our list
    (folder / "甲镇" / "自评表.xlsx").write_bytes(b"nonsense")
    again = go(folder, out)
    assert again.reused == 4
    assert not (out / OUTPUTS / "甲镇" / "自评表.xlsx").exists()  # an opinion on what is there no longer would mislead
    assert (out / OUTPUTS / "自评表.xlsx" / LISTING).read_bytes() == before[f"{OUTPUTS}/自评表.xlsx/{LISTING}"]
    assert go(folder, out, region="扬中").reused == 0


def test_decisions_of_a_case_are_kept(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    go(folder / "案卷二", out)
    (line,) = rows(out / OVERVIEW_CSV)
    mark = json.loads((out / OUTPUTS / "案卷二" / ANSWER).read_text(encoding="utf-8"))["findings"][0]["fingerprint"]
    told = f'[[waiver]]\nfingerprint = "{mark}"\ndecision = "豁免"\nreason = "已核对原件"\nby = "李示例"\non = 2025-06-01\n'
    (folder / "案卷二" / "waivers.toml").write_text(told, encoding="utf-8")
    go(folder / "案卷二", out)
    (settled,) = rows(out / OVERVIEW_CSV)
    assert (settled["豁免驳回"], int(settled["阻断和重大问题"])) == ("1", int(line["阻断和重大问题"]) - 1)


def test_a_batch_that_was_stopped_goes_on(folder: Path, tmp_path: Path) -> None:
    def stop(done: int, total: int, refused: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(LoadError, match="接着做"):
        run_checks([folder], tmp_path / "out", SETTINGS, about={"地区": "国家"}, workers=1, advance=stop)
    assert go(folder, tmp_path / "out").reused == 2
    go(folder, tmp_path / "whole")
    assert dict(written(tmp_path / "out")) == dict(written(tmp_path / "whole"))


def test_a_deliverable_that_breaks_its_process_is_tried_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(folder / "自评表.xlsx", folder / "死.xlsx")
    for big in ("甲镇", "案卷二", "坏文件"):
        shutil.rmtree(folder / big)
    monkeypatch.setattr(checks_module, "TASK", "tests.apps.batch_tasks:check_or_die")
    done = go(folder, tmp_path / "out")
    assert next(line for line in done.refusals() if "中途退出" in line).startswith("死.xlsx：")
    assert len(done.lists.overview) == 1
    monkeypatch.undo()
    again = go(folder, tmp_path / "out")
    assert (again.reused, len(again.lists.overview)) == (3, 2)


def test_what_is_a_deliverable(folder: Path, tmp_path: Path) -> None:
    for name in ("~$自评表.xlsx", ".藏.docx", "说明.txt", "表.csv", "结果/说明.txt", "案卷二/子案卷/case.toml"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"x")
    assert list(find_deliverables([folder], folder / "结果")) == [
        "坏报告.docx", "坏文件", "坏设置", "案卷二", "甲镇/案卷一", "甲镇/自评表.xlsx", "自评表.xlsx",
    ]  # fmt: skip
    assert list(find_deliverables([folder / "案卷二"], tmp_path)) == ["案卷二"]
    assert list(find_deliverables([folder / "甲镇", folder / "案卷二"], tmp_path)) == [
        "案卷二", "甲镇/案卷一", "甲镇/自评表.xlsx",
    ]  # fmt: skip
    twins = [folder / "甲镇", Path(shutil.copytree(folder / "甲镇", tmp_path / "别处" / "甲镇"))]
    assert len(find_deliverables(twins, tmp_path / "out")) == 4
    with pytest.raises(LoadError, match="没有可以核查的交付物"):
        go(folder / "结果", tmp_path / "out")
    with pytest.raises(LoadError, match="没有这个文件"):
        find_deliverables([tmp_path / "无"], tmp_path)


def test_the_command(folder: Path, tmp_path: Path) -> None:
    done = run("checks", folder, "--out", tmp_path / "out", "--on", ON)
    assert done.returncode == 2
    assert "共 7 份交付物：核查 4 份" in re.sub(r"\n", "", done.stdout)
    assert done.stderr.count("未能核查：") == 3
    assert "Traceback" not in done.stderr
    assert run("checks", folder / "案卷二", "--out", tmp_path / "one", "--on", ON).returncode == 1
    wrong = run("checks", folder, "--out", tmp_path / "none", "--profile", "cn11")
    assert (wrong.returncode, (tmp_path / "none").exists()) == (2, False)
