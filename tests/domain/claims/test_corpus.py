"""How well the corpus is read: the sentences that were looked at, and those that were written before and kept apart."""

from __future__ import annotations

import pytest

from tests.domain.claims.corpus import Entry, agreement, load

LOOKED_AT, HELD_OUT = load("developed_on.txt"), load("held_out.txt")


@pytest.mark.parametrize("entry", LOOKED_AT, ids=lambda entry: entry.text[:30])
def test_a_sentence_looked_at_is_read_in_full(entry: Entry) -> None:
    assert sorted(entry.stated()) == sorted(entry.expected)


@pytest.mark.parametrize("what", ["数值", "单位", "用途"])
@pytest.mark.parametrize(("name", "entries"), [("looked at", LOOKED_AT), ("kept apart", HELD_OUT)])
def test_precision_and_recall(name: str, entries: list[Entry], what: str) -> None:
    precision, recall = agreement(entries)[what]
    assert precision >= 0.97, name
    assert recall >= 0.97, name


def test_the_corpus_is_large_enough() -> None:
    assert len(LOOKED_AT) >= 300
    assert len(HELD_OUT) >= 100
    assert not {entry.text for entry in LOOKED_AT} & {entry.text for entry in HELD_OUT}


def test_a_wrong_role_value_or_unit_costs_precision_and_recall() -> None:
    right = Entry("执行率95%。", (("执行率", LOOKED_AT[0].expected[0][1], "%"),))
    assert agreement([right])["数值"] == (0.0, 0.0)
