"""Read any filled form by its field list (读取填好的表): which form every sheet is, and what it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from yzperf.domain.filled_form import FilledForm
from yzperf.domain.form_fields import FormFields
from yzperf.errors import LoadError, Place, Problem
from yzperf.loaders.form_kind import choose_form, unknown_form
from yzperf.loaders.form_reader import read_form
from yzperf.loaders.grid import Grid
from yzperf.loaders.score_table import read_grids


@dataclass
class _Choice:
    """Which form every sheet of a file is. ``unknown`` sheets matter only where no other is a form."""

    chosen: list[tuple[Grid, FormFields]] = field(default_factory=list)
    unknown: list[Grid] = field(default_factory=list)
    ambiguous: list[Problem | str] = field(default_factory=list)


def load_form(
    path: Path, forms: Mapping[str, FormFields], kind: str | None = None, sheet: str | None = None
) -> FilledForm:
    """Read one filled form that has nothing to put right.

    Parameters
    ----------
    path
        An .xlsx or .csv file from outside; it is guarded and parsed in a child process.
    forms
        The field lists that are known, from ``yzperf.rules.load_all_forms()``.
    kind
        Id of the form; None lets the headings decide.
    sheet
        Name of the sheet, where a workbook holds several filled forms.

    Raises
    ------
    LoadError
        All defects at once, each with sheet, cell, what was read, what was expected and the remedy.
    """
    found = [form for form in read_forms(path, forms, kind) if sheet in (None, form.sheet)]
    if len(found) != 1:
        raise LoadError(_not_one(path, found, sheet))
    if found[0].problems:
        raise LoadError(found[0].problems)
    return found[0]


def read_forms(path: Path, forms: Mapping[str, FormFields], kind: str | None = None) -> list[FilledForm]:
    """Read every filled form of a file; what must be put right stands in the ``problems`` of each.

    Raises
    ------
    LoadError
        If the file cannot be read, no form of it is known, or one fits several lists.
    """
    if kind is not None and kind not in forms:
        raise LoadError(f"没有表式“{kind}”；现有：{'、'.join(forms)}。请改用其中之一（yzperf form 列出全部）")
    choice = _choose(read_grids(path), forms, kind)
    if choice.ambiguous or not choice.chosen:
        raise LoadError(choice.ambiguous or [unknown_form(grid, forms) for grid in choice.unknown])
    first, *others = [read_form(grid, form) for grid, form in choice.chosen]
    passed = tuple(f"没有读的工作表：“{grid.sheet}”，认不出是哪一种表" for grid in choice.unknown)
    return [replace(first, notes=(*first.notes, *passed)), *others]


def _choose(grids: list[Grid], forms: Mapping[str, FormFields], kind: str | None) -> _Choice:
    choice = _Choice()
    for grid in grids:
        try:
            form = forms[kind] if kind else choose_form(grid, forms)
        except LoadError as error:
            choice.ambiguous += error.problems
            continue
        if form is None:
            choice.unknown.append(grid)
        else:
            choice.chosen.append((grid, form))
    return choice


def _not_one(path: Path, found: list[FilledForm], sheet: str | None) -> Problem:
    names = "、".join(f"“{form.sheet}”" for form in found)
    if sheet is not None and not found:
        return Problem(Place(path.name), f"没有填了表的工作表“{sheet}”", "填了表的工作表的名称", "请核对工作表名称")
    return Problem(Place(path.name), f"有 {len(found)} 张填好的表：{names}", "一张", "请用 sheet= 指明工作表")
