"""Field lists and score tables agree: what a list prints, the reader of score tables takes for the same field."""

from __future__ import annotations

from collections import defaultdict

import pytest

from yzperf.domain.form_fields import FormFields
from yzperf.domain.labels import LABELS
from yzperf.rules import load_all_forms, load_forms
from yzperf.rules.form_words import shared_words

LISTS = {id: form for id, form in load_all_forms().items() if id.startswith(("self_evaluation_", "target_"))}
KNOWN = load_forms()


def indicator_part(form: FormFields) -> str:
    return next(field.part for field in form.fields if field.meaning == "indicator.indicator")


@pytest.mark.parametrize("id", LISTS)
def test_every_heading_of_the_indicators_is_understood_as_its_field(id: str) -> None:
    form = LISTS[id]
    for field in form.of_part(indicator_part(form)):
        for word in field.own_headings:
            if field.meaning:
                assert KNOWN.indicator[word] == field.meaning.removeprefix("indicator."), word
            else:
                assert word in {*KNOWN.ignored, *KNOWN.indicator}, word


@pytest.mark.parametrize("id", LISTS)
def test_every_heading_of_the_money_is_understood_as_its_field(id: str) -> None:
    fields = [field for field in LISTS[id].fields if field.meaning.startswith("money.")]
    for field in fields:
        assert {KNOWN.money[word] for word in field.own_headings} == {field.meaning.removeprefix("money.")}


@pytest.mark.parametrize("id", [id for id in LISTS if "self" in id])
def test_what_scoring_needs_has_a_meaning(id: str) -> None:
    """A list that forgets a meaning would be read, but not scored."""
    meanings = {field.meaning for field in LISTS[id].fields}
    assert {"indicator.indicator", "indicator.target", "indicator.actual"} <= meanings
    for key, meaning in (
        ("weight", "indicator.weight"),
        ("score", "indicator.reported"),
        ("executed", "money.executed"),
    ):
        assert not any(field.key == key for field in LISTS[id].fields) or meaning in meanings


def test_no_list_calls_two_things_by_one_word() -> None:
    """Within a block of the score table a word of one list never names another field in a second list."""
    names: dict[tuple[str, str], set[str]] = defaultdict(set)
    for form in load_all_forms().values():
        for field in form.fields:
            block, _, name = field.meaning.partition(".")
            for word in field.own_headings if name else ():
                names[block, word].add(name)
    assert {word: found for word, found in names.items() if len(found) > 1} == {}


def test_words_below_the_indicators_end_the_table() -> None:
    for id, form in LISTS.items():
        below = form.fields[[field.part for field in form.fields].index(indicator_part(form)) :]
        labels = [field for field in below if field in form.pairs()]
        for field in labels:
            ends = {*KNOWN.foot_words, *KNOWN.total_words, *KNOWN.grade_words}
            assert set(field.own_headings) <= ends, (id, field.heading)


def test_heads_of_all_lists_are_read() -> None:
    assert {"转移支付名称", "专项名称", "部门名称", "填报单位", "年度"} <= set(KNOWN.head)
    assert "自评得分" not in KNOWN.head


def test_every_field_of_the_score_table_has_a_heading_to_show() -> None:
    assert {name for name in KNOWN.indicator.values()} <= set(LABELS)


def test_meanings_are_those_of_the_shared_words() -> None:
    used = {field.meaning for form in load_all_forms().values() for field in form.fields if field.meaning}
    assert used <= set(shared_words())
