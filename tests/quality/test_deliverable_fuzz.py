"""Damaged deliverables end with findings or a refusal in Chinese. 10,000 of them: python -m benchmarks.quality.fuzz."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.quality.fuzz import outcomes
from tests.deliverable_fuzz import bases, check_folder, mutated, write

EACH = 20
# a row number that is no number, read in a child that reads for itself; a cell with the bound ≥=; a table of a thousand alike
_ONCE_BROKE = ((1604, "拒绝"), (202412, "发现"), (201267, "发现"))


@pytest.mark.parametrize("block", range(3))
def test_every_deliverable_is_checked_or_refused(block: int) -> None:
    told = list(outcomes(EACH, block * EACH, workers=1))
    assert [(seed, said) for seed, _, said in told if said.split()[0] not in ("发现", "拒绝")] == []
    assert {said.split()[0] for _, _, said in told} == {"发现", "拒绝"}  # neither is so easy that the other never comes


@pytest.mark.parametrize(("seed", "outcome"), _ONCE_BROKE)
def test_what_once_broke_is_told(seed: int, outcome: str) -> None:
    ((_, _, said),) = outcomes(1, seed, workers=1)
    assert said.split()[0] == outcome


def test_the_clean_ones_pass(tmp_path: Path) -> None:
    for number, files in enumerate(bases()):
        write(files, tmp_path / str(number))
        assert check_folder(tmp_path / str(number), {}).startswith("发现")


def test_a_seed_is_one_deliverable() -> None:
    assert mutated(7) == mutated(7)
    changed = {name for name, _ in map(mutated, range(60))}
    assert {name.rpartition(".")[2] for name in changed} == {"docx", "xlsx", "csv", "toml"}
    same = sum(files == base for _, files in map(mutated, range(60)) for base in bases())
    assert same <= 6  # now and then a mutation changes nothing
