"""Score a whole table by a profile (整表计分): rows, exact total, grade, and the citations that are printed with it."""

from __future__ import annotations

import re
from fractions import Fraction

from yzperf.domain.scorecard import ScoreCard, ScoredRow, total_of
from yzperf.domain.scoresheet import ScoreSheet
from yzperf.rules import Profile, Rules, load_forms
from yzperf.scoring.budget import score_budget
from yzperf.scoring.data_items import compute_actuals, with_actuals, with_words
from yzperf.scoring.item import ItemScorer

FULL_MARKS = 100


def score_sheet(sheet: ScoreSheet, rules: Rules, profile: str | None = None) -> ScoreCard:
    """Score every row of a filled table by the rule of a profile.

    Parameters
    ----------
    sheet
        As read by ``yzperf.loaders``.
    rules
        The rules in force on a date in a region.
    profile
        Id of the scoring profile; None takes the one that the layout of the form belongs to. The card names it.

    Returns
    -------
    ScoreCard
        Exact scores; rows that a person must judge keep the filled-in score and say so. Where the data items of a
        formula are given, the value computed from them is scored, and ``sheet`` has it too.

    Raises
    ------
    RuleError
        If the profile is unknown or was not in force.
    """
    chosen = rules.profile(profile or profile_of_layout(sheet))
    computed = compute_actuals(sheet, rules)
    sheet = with_actuals(sheet, computed)
    scorer = ItemScorer(rules, chosen, _year(sheet))
    budget = score_budget(sheet, rules, chosen)
    scored = with_words((scorer.score(row) for row in sheet.scored_rows), computed)
    rows = (*([budget] if budget else []), *scored)
    return ScoreCard(
        sheet=sheet,
        profile=chosen.id,
        profile_name=chosen.name,
        rules=rules.basis(chosen),
        rows=rows,
        grade=grade_of(rows, chosen),
        scope=rules.scope_warning(chosen),
        computed=computed,
        grades=tuple((grade.name, grade.lower) for grade in chosen.grades),
    )


def profile_of_layout(sheet: ScoreSheet) -> str:
    """The scoring profile that belongs to the layout of a form (data of ``rules/data/forms``)."""
    return next(layout.profile for layout in load_forms().layouts if layout.id == sheet.layout)


def grade_of(rows: tuple[ScoredRow, ...], profile: Profile) -> str | None:
    """Grade by the unrounded total; None while a score is open, the weights do not make 100, or no row at all
    could be computed."""
    total = total_of(rows)
    computed = any(row.exact is not None for row in rows)
    if total is None or not computed or sum((row.weight for row in rows), Fraction(0)) != FULL_MARKS:
        return None
    return profile.grade_of(total)


def _year(sheet: ScoreSheet) -> int | None:
    match = re.search(r"20\d\d", sheet.head.get("年度", "") or sheet.head.get("评价年度", ""))
    return int(match[0]) if match else None
