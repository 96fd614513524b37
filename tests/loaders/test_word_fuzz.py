"""Damaged and absurd Word files: read or refused in plain words, nothing else. 10,000 of them: python -m benchmarks.word_fuzz."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.word_fuzz import corpus, mutated, outcome

EACH = 50


@pytest.mark.parametrize("block", range(8))
def test_every_file_is_read_or_refused(block: int, tmp_path: Path) -> None:
    found = [outcome(seed, tmp_path) for seed in range(block * EACH, (block + 1) * EACH)]
    assert set(found) == {"读出", "拒绝"}  # neither is so easy that the other never comes


def test_a_seed_is_one_file() -> None:
    assert mutated(7) == mutated(7)
    assert len({mutated(seed) for seed in range(30)}) == 30
    assert len(corpus()) == 10
