"""A command in a fork of a process that has imported everything is the command from a fresh start."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.conftest import ROOT
from tests.program import run, run_afresh

CASE, FORM = "data/cases/rural_sewage_2024", "data/published/S14.xlsx"
ARGUMENTS = [
    ["--help"],
    ["version"],
    ["rules", "cn101", "--on", "2024-12-31"],
    ["score", FORM, "--on", "2025-03-10"],
    ["check", CASE, "--on", "2025-03-10", "--json"],
    ["check", "没有的文件夹"],
    ["check", "--debug", "没有的文件夹"],
]


@pytest.mark.parametrize("arguments", ARGUMENTS, ids=" ".join)
def test_the_same_is_printed_and_told(arguments: list[str]) -> None:
    forked, fresh = run(*arguments, cwd=ROOT), run_afresh(*arguments, cwd=ROOT)
    assert (forked.returncode, forked.stdout) == (fresh.returncode, fresh.stdout)
    assert last_line(forked.stderr) == last_line(fresh.stderr)


def last_line(text: str) -> str:
    """What is said; above it may stand a traceback through other modules."""
    return text.strip().rpartition("\n")[2]


def test_the_same_is_written(tmp_path: Path) -> None:
    for name, start in (("a", run), ("b", run_afresh)):
        done = start("evaluate", ROOT / CASE, "--out", tmp_path / name)
        assert done.returncode == 1, done.stderr
    one, other = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in "ab")
    assert one
    assert one == other


def test_each_command_has_its_own_folder_width_and_environment(tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    openpyxl.Workbook().save(tmp_path / "空" / "表.xlsx")
    assert "表.xlsx" in run("score", "表.xlsx", cwd=tmp_path / "空").stderr
    assert "没有这个文件" in run("score", "表.xlsx", cwd=tmp_path).stderr
    narrow, wide = (run("rules", "--frameworks", "--on", "2024-12-31", columns=width).stdout for width in (60, 160))
    assert max(map(len, narrow.splitlines())) < max(map(len, wide.splitlines()))
    refused = run("score", ROOT / FORM, YZPERF_FILE_GB="很多")
    assert "环境变量 YZPERF_FILE_GB" in refused.stderr
    assert "环境变量" not in run("score", ROOT / FORM).stderr
