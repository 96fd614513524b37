"""A batch as a bureau runs it: all processors, bad files listed, goes on where it was stopped, same bytes each time."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from tests.conftest import ON
from tests.program import run
from yzperf.apps import batch as batch_module
from yzperf.apps.batch import Batch, find_files, run_batch
from yzperf.apps.batch_lists import FINDINGS, OVERVIEW, ROWS
from yzperf.apps.batch_work import RECORD
from yzperf.apps.score_files import overview, score_files
from yzperf.errors import LoadError
from yzperf.rules import load_rules

SETTINGS = {"on": ON.isoformat(), "region": "国家", "profile": None, "rules": None, "layout": None}


@pytest.fixture
def folder(published: Path, tmp_path: Path) -> Path:
    """Three good forms, one in a sub-folder; one broken, one of an old kind."""
    (tmp_path / "交来" / "甲镇").mkdir(parents=True)
    for name, to in (("S01", "一.xlsx"), ("S14", "甲镇/二.xlsx"), ("S09", "三.xlsx")):
        shutil.copy(published / f"{name}.xlsx", tmp_path / "交来" / to)
    (tmp_path / "交来" / "坏.xlsx").write_bytes(b"nonsense")
    (tmp_path / "交来" / "旧.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    return tmp_path / "交来"


def go(
    folder: Path, out: Path, *, workers: int = 2, seen: list[tuple[int, int, int]] | None = None, **settings: Any
) -> Batch:
    def advance(*numbers: int) -> None:
        if seen is not None:
            seen.append(numbers)

    return run_batch([folder], out, SETTINGS | settings, about={"地区": "国家"}, workers=workers, advance=advance)


def test_every_form_is_scored_and_every_bad_file_is_listed(folder: Path, tmp_path: Path) -> None:
    seen: list[tuple[int, int, int]] = []
    done = go(folder, tmp_path / "out", seen=seen)
    assert list(done.lists.overview["文件"]) == ["一.xlsx", "三.xlsx", "甲镇/二.xlsx"]
    assert done.sentence().startswith(
        "共 5 个文件：计分 3 张表，其中 2 张有阻断或重大问题；未能处理 2 个；沿用上次结果 0 个"
    )
    broken, old = done.refusals()
    assert broken.startswith("坏.xlsx：损坏或不是 Office 格式的文件，应为")
    assert "另存为" in old
    assert seen[0] == (0, 5, 0)
    assert seen[-1] == (5, 5, 2)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted([OVERVIEW, ROWS, FINDINGS, RECORD])


def test_the_lists_say_what_yzperf_score_says(folder: Path, tmp_path: Path) -> None:
    go(folder, tmp_path / "out")
    book = openpyxl.load_workbook(tmp_path / "out" / OVERVIEW)
    assert book.sheetnames == ["汇总", "未能处理", "说明"]
    heading, *lines = book["汇总"].values
    ((card, audit),) = score_files(
        [folder / "甲镇" / "二.xlsx"], load_rules(on=ON, region="国家"), None, lambda _: None
    )
    expected = overview(card, audit) | {"文件": "甲镇/二.xlsx"}
    assert dict(zip(heading, lines[2], strict=True)) == {key: value or None for key, value in expected.items()} | {
        key: value for key, value in expected.items() if value == 0
    }
    rows = list(csv.DictReader((tmp_path / "out" / ROWS).open(encoding="utf-8-sig")))
    ours = [row["复算得分"] for row in rows if row["文件"] == "甲镇/二.xlsx"]
    assert [float(text) if text else None for text in ours] == [
        None if r.score is None else float(r.score) for r in card.rows
    ]
    findings = pd.read_csv(tmp_path / "out" / FINDINGS)
    assert (findings["文件"] == "甲镇/二.xlsx").sum() == len(audit.findings)


def test_one_or_two_workers_and_any_folder_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    moved = Path(shutil.copytree(folder, tmp_path / "别处" / "交来"))
    go(folder, tmp_path / "a", workers=1)
    go(moved, tmp_path / "b", workers=2)
    for name in (OVERVIEW, ROWS, FINDINGS, RECORD):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


def test_a_second_run_does_only_what_changed(folder: Path, tmp_path: Path) -> None:
    first = go(folder, tmp_path / "out")
    before = (tmp_path / "out" / OVERVIEW).read_bytes()
    again = go(folder, tmp_path / "out")
    assert (first.reused, again.reused) == (0, 5)
    assert (tmp_path / "out" / OVERVIEW).read_bytes() == before
    shutil.copy(folder / "三.xlsx", folder / "一.xlsx")
    shutil.copy(folder / "三.xlsx", folder / "坏.xlsx")
    (folder / "旧.xls").unlink()
    third = go(folder, tmp_path / "out")
    assert (third.reused, third.lists.refused, len(third.lists.overview)) == (2, 0, 4)


@pytest.mark.parametrize("change", [{"profile": "cn101"}, {"on": "2025-03-11"}, {"region": "扬中"}])
def test_other_options_start_anew(folder: Path, tmp_path: Path, change: dict[str, str]) -> None:
    go(folder, tmp_path / "out")
    assert go(folder, tmp_path / "out", **change).reused == 0


def test_other_rules_start_anew(folder: Path, tmp_path: Path) -> None:
    source = Path(__file__).parents[2] / "docs" / "examples" / "rules"
    extra = Path(shutil.copytree(source, tmp_path / "规则"))
    go(folder, tmp_path / "out", rules=str(extra))
    assert go(folder, tmp_path / "out", rules=str(extra)).reused == 5
    profile = extra / "profiles" / "local_self_evaluation.toml"
    profile.write_text(profile.read_text(encoding="utf-8") + "\n# 改了一行\n", encoding="utf-8")
    assert go(folder, tmp_path / "out", rules=str(extra)).reused == 0


def test_nothing_but_bad_files(folder: Path, tmp_path: Path) -> None:
    (folder / "甲镇" / "二.xlsx").write_bytes(b"")
    done = go(folder / "甲镇", tmp_path / "out")
    assert (len(done.lists.overview), done.lists.refused, done.lists.serious) == (0, 1, 0)
    assert openpyxl.load_workbook(tmp_path / "out" / OVERVIEW)["未能处理"]["A2"].value == "二.xlsx"


def test_a_batch_that_was_stopped_goes_on(folder: Path, tmp_path: Path) -> None:
    def stop(done: int, total: int, refused: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(LoadError, match="接着做"):
        run_batch([folder], tmp_path / "out", SETTINGS, about={}, workers=1, advance=stop)
    with (tmp_path / "out" / RECORD).open("ab") as stream:
        stream.write(b'{"name": "\xe4\xb8')  # and the power went out while a line was written
    done = go(folder, tmp_path / "out")
    assert done.reused == 2
    go(folder, tmp_path / "whole")
    for name in (OVERVIEW, ROWS, FINDINGS, RECORD):
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes() or name == OVERVIEW


def test_a_file_that_breaks_its_process_costs_itself_alone_and_is_tried_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        shutil.copy(folder / "一.xlsx", folder / f"死{number}.xlsx")
    monkeypatch.setattr(batch_module, "TASK", "tests.apps.batch_tasks:score_or_die")
    done = go(folder, tmp_path / "out")
    assert len(done.lists.overview) == 3
    assert sum("中途退出" in line for line in done.refusals()) == 3
    monkeypatch.undo()
    again = go(folder, tmp_path / "out")
    assert (again.reused, len(again.lists.overview), again.lists.refused) == (5, 6, 2)


def test_which_files_of_a_folder_are_taken(folder: Path) -> None:
    out = folder / "结果"
    for name in ("~$一.xlsx", ".藏.xlsx", "说明.txt", "表.csv", ".git/x.xlsx", "结果/汇总.xlsx", "甲镇/宏.XLSM"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"x")
    assert list(find_files([folder], out)) == [
        "一.xlsx",
        "三.xlsx",
        "坏.xlsx",
        "旧.xls",
        "甲镇/二.xlsx",
        "甲镇/宏.XLSM",
    ]
    assert list(find_files([folder / "表.csv"], out)) == ["表.csv"]
    assert list(find_files([folder / "甲镇", folder / "一.xlsx"], out)) == ["一.xlsx", "甲镇/二.xlsx", "甲镇/宏.XLSM"]


def test_what_is_not_looked_at_is_counted(folder: Path, tmp_path: Path) -> None:
    for name in ("a.pdf", "甲镇/b.PDF", "budget.csv", "说明"):
        (folder / name).write_bytes(b"x")
    done = go(folder, tmp_path / "out")
    assert done.sentence().endswith("；文件夹里没有看的其他文件：无后缀 1 个、.csv 1 个、.pdf 2 个")


def test_two_folders_of_one_name_keep_their_files_apart(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "别处" / "甲镇"
    other.mkdir(parents=True)
    shutil.copy(folder / "一.xlsx", other / "二.xlsx")
    assert len(find_files([folder / "甲镇", other], tmp_path / "out")) == 2


def test_nothing_to_score(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="没有可以复核的表"):
        go(tmp_path, tmp_path / "out")
    with pytest.raises(LoadError, match="没有这个文件"):
        find_files([tmp_path / "无", tmp_path / "也无"], tmp_path)


def test_names_that_look_like_formulas_are_defused(folder: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(folder / "一.xlsx")
    sheet = book.active
    place = next(cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("项目名称"))
    target = next(
        cell for cell in sheet[place.row][place.column :] if cell.coordinate not in sheet.merged_cells or cell.value
    )
    target.value, target.data_type = "=1+1", "s"
    book.save(folder / "一.xlsx")
    go(folder, tmp_path / "out")
    rows = list(csv.DictReader((tmp_path / "out" / ROWS).open(encoding="utf-8-sig")))
    assert {row["项目"] for row in rows if row["文件"] == "一.xlsx"} == {"'=1+1"}


@pytest.mark.parametrize(("keep", "status"), [(["坏.xlsx", "一.xlsx"], 2), (["甲镇"], 1), (["一.xlsx"], 0)])
def test_exit_status(folder: Path, tmp_path: Path, keep: list[str], status: int) -> None:
    done = run("batch", *(folder / name for name in keep), "--out", tmp_path / "out", "--on", ON)
    assert done.returncode == status
    assert "Traceback" not in done.stderr
    assert f"共 {len(keep)} 个文件" in done.stdout.replace("\n", "")
    assert ("未能处理：坏.xlsx" in done.stderr) == (status == 2)


def test_wrong_options_end_before_any_file(folder: Path, tmp_path: Path) -> None:
    done = run("batch", folder, "--out", tmp_path / "out", "--profile", "cn11")
    assert done.returncode == 2
    assert "没有计分方案" in done.stderr
    assert not (tmp_path / "out").exists()
