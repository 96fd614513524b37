"""Which form a sheet is (表式识别): by the mark that an empty form carries, else by the headings that are there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from yzperf.domain.form import plain_heading
from yzperf.domain.form_fields import FieldRole, FormFields
from yzperf.errors import LoadError, Place, Problem
from yzperf.loaders.areas import areas_of
from yzperf.loaders.form_headings import TableHeading, find_tables
from yzperf.loaders.grid import Grid

MARK = re.compile(r"表式编号\s*[:：]\s*([A-Za-z0-9_]+)")
_ENOUGH = 0.6  # share of headings below which a sheet is no form that is known
_MARGIN = 0.02  # two forms nearer than this are not told apart
_CLOSE = 3


@dataclass(frozen=True)
class Likeness:
    """How well a form explains the headings of a sheet; 1 is all of them and nothing else."""

    form: FormFields
    value: float


def choose_form(grid: Grid, forms: Mapping[str, FormFields]) -> FormFields | None:
    """Return the form that a sheet is; None if it is none that is known.

    Raises
    ------
    LoadError
        If two forms fit equally well; the message names them and how to choose.
    """
    marks = [match[1] for text in grid.cells.values() if (match := MARK.search(text))]
    if marks and marks[0] in forms:
        return forms[marks[0]]
    ranked = rank_forms(grid, forms)
    best = ranked[0].value if ranked else 0.0
    if best < _ENOUGH:
        return None
    near = [each.form for each in ranked if best - each.value < _MARGIN]
    fitting = _by_order(grid, near) if len(near) > 1 else near
    if len(fitting) > 1:
        raise LoadError(_ambiguous(grid, fitting))
    return fitting[0]


def _by_order(grid: Grid, forms: list[FormFields]) -> list[FormFields]:
    """Those whose columns stand in the order of the sheet (分值 before or after 指标值), if that tells them apart."""
    areas = areas_of(grid)
    shares = {form.id: _order(find_tables(areas, form), form) for form in forms}
    return [form for form in forms if shares[form.id] == max(shares.values())]


def _order(headings: list[TableHeading], form: FormFields) -> float:
    steps = [
        two > one
        for heading in headings
        for one, two in pairwise(
            heading.columns[f.key] for f in form.of_part(heading.part.name) if f.key in heading.columns
        )
    ]
    return sum(steps) / len(steps) if steps else 0.0


def rank_forms(grid: Grid, forms: Mapping[str, FormFields]) -> list[Likeness]:
    """All forms that share a heading with a sheet, the best first."""
    words = _labels(grid)
    known = {word for form in forms.values() for field in form.fields for word in field.own_headings} & words
    title = "".join(plain_heading(text) for row in list(grid.rows)[:4] for text in grid.row_texts(row)[:2])
    ranked = [Likeness(form, _likeness(form, words, known, title)) for form in forms.values()]
    return sorted((each for each in ranked if each.value > 0), key=lambda each: -each.value)


def _labels(grid: Grid) -> set[str]:
    """Every text that could be a heading: whole cells, and what stands before a colon."""
    whole = {plain_heading(text) for text in grid.cells.values()}
    return whole | {plain_heading(re.split("[:：]", text)[0]) for text in grid.cells.values()}


def _likeness(form: FormFields, words: set[str], known: set[str], title: str) -> float:
    """Harmonic mean of two shares: the form's fields that are there, and the sheet's headings that it explains.

    A word that all forms share says half as much as one of the form's own; the headings as they stand in the list,
    rather than synonyms, and the name in the title decide between near ones.
    """
    there = [field for field in form.fields if words.intersection(field.headings)]
    if not there:
        return 0.0
    asked = [field for field in form.fields if field.role in (FieldRole.PLAIN, FieldRole.GROUP) or field in there]
    own = [field for field in there if words.intersection(field.own_headings)]
    complete = (len(own) + len(there)) / 2 / len(asked)
    exact = sum(field.headings[0] in words for field in there) / len(there)
    covering = len({word for field in there for word in field.headings} & known) / max(1, len(known))
    named = plain_heading(form.title) in title
    return 2 * complete * covering / ((complete + covering) or 1) + 0.1 * named + 0.05 * exact


def unknown_form(grid: Grid, forms: Mapping[str, FormFields]) -> Problem:
    """The problem of a sheet that is no form that is known, naming those that come nearest."""
    near = "、".join(f"{each.form.id}（{each.form.name}）" for each in rank_forms(grid, forms)[:_CLOSE])
    expected = f"已登记的表式{f'（最接近的是 {near}）' if near else ''}"
    remedy = "请用 --kind 指明表式编号（yzperf form 列出全部），或把表头改为该表式的用语"
    return Problem(Place(grid.file, grid.sheet), "认不出是哪一种表", expected, remedy)


def _ambiguous(grid: Grid, forms: Iterable[FormFields]) -> Problem:
    names = "、".join(f"{form.id}（{form.name}）" for form in forms)
    return Problem(
        Place(grid.file, grid.sheet),
        f"表头同时符合几种表式：{names}",
        "唯一的一种",
        "请用 --kind 指明表式编号，如 --kind " + next(iter(forms)).id,
    )
