"""Score tables as data (计分表的表头和版式): headings that the loader understands, taken from all field lists."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from yzperf.domain.form import Forms, plain_heading
from yzperf.domain.form_fields import FieldRole, FormField, FormFields
from yzperf.rules.form_fields import form_ids, load_form_fields
from yzperf.rules.form_words import FormWords, form_words, read_words_file

_INDICATOR = "indicator.indicator"


@cache
def load_forms() -> Forms:
    """Return the forms that this version knows (自评表、评分表、目标表、考核表).

    What a field list calls its fields is understood here too, without being written twice.
    """
    return _forms(form_words())


def read_forms_file(file: Path) -> Forms:
    """Read one file of words and layouts and raise everything that is wrong with it at once.

    Raises
    ------
    RuleError
    """
    return _forms(read_words_file(file))


def _forms(found: FormWords) -> Forms:
    words, lists = found.lists, _with_indicators()
    closing = {*words["total"], *words["grade"]}
    return Forms(
        indicator=_synonyms("indicator", found, lists),
        money=_synonyms("money", found, lists),
        head=_joined(words["head"], (field for form in lists for field in _head(form))),
        total_words=words["total"],
        grade_words=words["grade"],
        grade_values=words["grade_values"],
        foot_words=tuple(
            word for word in _joined(words["foot"], (f for form in lists for f in _foot(form))) if word not in closing
        ),
        part_words=words["part"],
        period_words=words["other_period"],
        ignored=_joined(words["ignored"], (field for form in lists for field in _explaining(form))),
        layouts=found.layouts,
    )


def _with_indicators() -> list[FormFields]:
    """Field lists of forms that have a table of indicators."""
    lists = [load_form_fields(id) for id in form_ids()]
    return [form for form in lists if any(field.meaning == _INDICATOR for field in form.fields)]


def _synonyms(block: str, words: FormWords, lists: list[FormFields]) -> dict[str, str]:
    """Heading → field: the shared words, then what the lists call the same thing; a list's own heading goes first."""
    found = {
        plain_heading(word): meaning.partition(".")[2]
        for meaning, same in words.shared.items()
        if meaning.startswith(f"{block}.")
        for word in same
    }
    fields = [field for form in lists for field in form.fields if field.meaning.startswith(f"{block}.")]
    return {**found, **{word: field.meaning.partition(".")[2] for field in fields for word in field.own_headings}}


def _joined(words: tuple[str, ...], fields: Iterable[FormField]) -> tuple[str, ...]:
    more = (word for field in fields for word in field.own_headings)
    return tuple(dict.fromkeys([*words, *more]))


def _head(form: FormFields) -> Iterable[FormField]:
    pairs = (field for field in form.of_part(form.parts[0]) if field in form.pairs())
    return (field for field in pairs if field.role is FieldRole.YEAR or not field.is_number)


def _foot(form: FormFields) -> Iterable[FormField]:
    """Fields beside labels that come after the indicators: reading the table stops there."""
    start = next(number for number, field in enumerate(form.fields) if field.meaning == _INDICATOR)
    return (field for field in form.fields[start:] if field in form.pairs())


def _explaining(form: FormFields) -> Iterable[FormField]:
    """Columns of the table of indicators that scoring does not need."""
    part = next(field.part for field in form.fields if field.meaning == _INDICATOR)
    return (field for field in form.of_part(part) if not field.meaning)
