"""The word lists: every row can be used, every role can be reached."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import yzperf.domain.claims
from yzperf.domain.claims import Role
from yzperf.domain.claims.mention_words import mention_words
from yzperf.domain.claims.vocabulary import vocabulary

ROOM = Path(yzperf.domain.claims.__file__).parent
WORDS = tomllib.loads((ROOM / "words.toml").read_text(encoding="utf-8"))
KINDS = {"money", "percent", "point", "score", "count", "bare"}


def test_both_lists_are_read() -> None:
    assert vocabulary().groups.keys() == KINDS
    assert len(mention_words().provinces) == 32


def test_every_role_can_be_reached() -> None:
    rows = [row["role"] for table in ("cue", "after", "statistic") for row in WORDS[table] if "role" in row]
    reached = {
        *rows,
        *WORDS["default"].values(),
        *WORDS["table"]["heads"],
        *(row.get("role2", "") for row in WORDS["statistic"]),
    }
    assert {str(role) for role in Role} <= reached


@pytest.mark.parametrize("row", WORDS["cue"], ids=lambda row: f"{row['role']} {row['words'][0]}")
def test_a_cue_names_units_and_captures_nothing(row: dict[str, object]) -> None:
    """A group inside a word would shift the numbers by which the cue is told."""
    words = row["words"]
    assert isinstance(words, list)
    assert all(re.compile(word).groups == 0 for word in words)
    assert set(row["units"]) <= KINDS  # type: ignore[call-overload]
    assert set(row) <= {"role", "units", "words", "within", "sign", "of", "symbol"}


def test_no_word_stands_twice_for_one_kind_of_unit() -> None:
    """The second would never be reached."""
    for kind in KINDS:
        rows = [row for row in WORDS["cue"] if kind in row["units"]]
        for touching in (True, False):
            words = [word for row in rows if (row.get("within") == 0) is touching for word in row["words"]]
            assert sorted(words) == sorted(set(words)), kind
