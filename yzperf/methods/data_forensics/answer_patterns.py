"""Near copies and straight lines among answered questionnaires (答卷形态)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from yzperf.forensics import answer_patterns as patterns
from yzperf.methods.columns import blanks, missing_columns, numbers, refuse
from yzperf.methods.data_forensics.answer_patterns_result import NearDuplicates, Pair, Person, StraightLining
from yzperf.methods.wording import listing

_FEWEST_ITEMS = 5


def near_duplicates(
    table: pd.DataFrame, *, items: Sequence[str], name: str | None = None, line: float = 0.85
) -> NearDuplicates:
    """Find for every questionnaire the one most like it (近似重复答卷). A lead, never a proof.

    Genuine answers reach 85 % too, when questions are few, opinions agree or people tick one column: the share of rows
    above the line must be read together with `straight_lining`, by interviewer, and never row by row.

    Parameters
    ----------
    table : DataFrame, one row per questionnaire
    items : sequence of str
        Columns of the questions, at least five.
    name : str, optional
        Column with the number of the questionnaire.
    line : float
        Share of identical answers that is counted.

    Returns
    -------
    NearDuplicates

    Raises
    ------
    MethodError
        For fewer than five questions, fewer than two questionnaires, columns that are not there.

    References
    ----------
    Kuriakose and Robbins (2016), Statistical Journal of the IAOS 32(3); Simmons et al. (2016), ibid.
    """
    _refuse_few(table, items, name)
    if not 0 < line <= 1:
        refuse([f"line：读到{line:g}，应大于0、不超过1"])
    best, partner = patterns.nearest_copies(_codes(table, items))
    names = _names(table, name)
    pairs = [Pair(one, names[other], float(share)) for one, other, share in zip(names, partner, best, strict=True)]
    return NearDuplicates(tuple(pairs), len(items), line)


def straight_lining(
    table: pd.DataFrame, *, items: Sequence[str], name: str | None = None, run: int = 10
) -> StraightLining:
    """Measure how many answers in a row are the same, and how little a person's answers differ (直线作答).

    All fives may be an honest opinion: a person is not judged by this, a file is compared with other files.

    Parameters
    ----------
    table : DataFrame, one row per questionnaire
    items : sequence of str
        Columns of the questions, numbers, in the order in which they were asked, at least five.
    name : str, optional
        Column with the number of the questionnaire.
    run : int
        Length of a run that is counted.

    Returns
    -------
    StraightLining

    Raises
    ------
    MethodError
        For fewer than five questions, fewer than two questionnaires, answers that are no numbers.

    References
    ----------
    Dunn, A. M. et al. (2018), on the spread within a person. Journal of Business and Psychology 33.
    """
    _refuse_few(table, items, name)
    problems = [] if run >= 2 else [f"run：读到{run}，应不小于2"]
    answers = np.column_stack([numbers(table, column, "题目", problems) for column in items])
    refuse(problems)
    runs, spread = patterns.longest_runs(answers), patterns.spread_within(answers)
    people = zip(_names(table, name), runs.tolist(), spread.tolist(), strict=True)
    return StraightLining(tuple(Person(*one) for one in people), len(items), run)


def _refuse_few(table: pd.DataFrame, items: Sequence[str], name: str | None) -> None:
    refuse(missing_columns(table, [*(("题目", column) for column in items), ("编号", name)]))
    twice = [column for column in dict.fromkeys(items) if list(items).count(column) > 1]
    problems = [f"题目列重复：{listing(twice)}"] if twice else []
    if len(items) < _FEWEST_ITEMS:
        problems.append(f"题目只有{len(items)}个，少于{_FEWEST_ITEMS}个时相同的答案说明不了什么")
    if len(table) < 2:
        problems.append(f"答卷只有{len(table)}份，至少要2份")
    refuse(problems)


def _codes(table: pd.DataFrame, items: Sequence[str]) -> patterns.Codes:
    """Equal answers of a question get equal numbers; blanks none."""
    columns = []
    for column in items:
        codes = pd.factorize(table[column])[0]
        columns.append(np.where(blanks(table[column]), patterns.NO_ANSWER, codes))
    return np.column_stack(columns).astype(np.int64)


def _names(table: pd.DataFrame, name: str | None) -> list[str]:
    return [str(one) for one in (table[name] if name else range(1, len(table) + 1))]
