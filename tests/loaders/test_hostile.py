"""The hostile corpus: every file is refused or read, within the limits of memory and time; the parent stays small."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.conftest import ROOT
from tests.loaders.hostile import DOCUMENTS, KINDS, make_all

pytest.importorskip("resource", reason="限制由内核执行，Windows 上没有")

# What docs/loading.md states: of every file, in the child and outside; and of the parent that reads them all.
CPU_SECONDS = 10
PEAK_BYTES = 1 << 30
PARENT_BYTES = 500_000_000


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    make_all(folder)
    return folder


@pytest.fixture(scope="module")
def answer(corpus: Path) -> dict[str, Any]:
    """All files through all ways in, by one parent: that there is an answer says that it lived."""
    done = run("-m", "tests.loaders.hostile_ways", corpus)
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200"}
    return subprocess.run(
        command, check=False, env=environment, cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
    )


def outcomes(answer: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [one for one in answer["outcomes"] if one["file"] == name]


def test_the_corpus_is_large_enough() -> None:
    assert len(KINDS) >= 60


@pytest.mark.parametrize("name", KINDS)
def test_every_way_in_refuses_or_reads(answer: dict[str, Any], name: str) -> None:
    words, _ = KINDS[name]
    found = outcomes(answer, name)
    assert len(found) >= 3
    for one in found:
        assert words in one["told"], one
        assert all(line.startswith(name) for line in one["told"].splitlines()), one
        assert "应为" in one["told"] or not one["told"], one
    assert words or any(not one["told"] for one in found) or all(is_no_form(one["told"]) for one in found), found


def is_no_form(told: str) -> bool:
    """A harmless file was read, and what is in it is no form and no table."""
    return any(
        word in told
        for word in (
            "没有找到指标表",
            "认不出是哪一种表",
            "没有数据行",
            "列（与表头一致）",
            "每列名称唯一",
            "不认识的表头",
            "没有可核查",
        )
    )


@pytest.mark.parametrize("name", KINDS)
def test_no_way_in_takes_more_than_its_share(answer: dict[str, Any], name: str) -> None:
    for one in outcomes(answer, name):
        assert max(one["here"], one["child"]) <= CPU_SECONDS, one
        assert one["peak"] <= PEAK_BYTES, one


def test_the_parent_stays_small(answer: dict[str, Any]) -> None:
    assert answer["peak"] <= PARENT_BYTES


def test_a_batch_lists_every_refusal_and_goes_on(corpus: Path, published: Path, tmp_path: Path) -> None:
    files = [path for path in corpus.iterdir() if path.is_file() and path.suffix != ".docx"]
    good = published / "S01.xlsx"
    done = run("-m", "yzperf", "batch", *files, good, "--on", "2025-03-10", "--out", tmp_path / "out")
    assert done.returncode == 2, done.stderr[-2000:]
    book = openpyxl.load_workbook(tmp_path / "out" / "汇总.xlsx")
    listed = {row[0].value for row in book["未能处理"].iter_rows(min_row=2)}
    hostile = {name for name, (words, _) in KINDS.items() if words and name not in DOCUMENTS}
    assert hostile & {path.name for path in files} <= listed
    assert [row[0].value for row in book["汇总"].iter_rows(min_row=2)] == ["S01.xlsx"]
