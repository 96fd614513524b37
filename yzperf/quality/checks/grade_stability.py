"""G11 等级稳定性: whether the grade would hold if weights or scores were a little different."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.scorecard import ScoreCard, half_up
from yzperf.errors import Place
from yzperf.forensics.grade_stability import share_of_other_grades
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.scoring import Sensitivity, grade_sensitivity

_SPREAD = 0.1
_RARE = 0.01  # a grade that one shift in a hundred changes is worth a word
_NEAR = Fraction(1)  # point: what one judged row may easily be worth


@check("G11", title="等级稳定性", clause="", severity=Severity.HINT, evidence=EvidenceClass.LEAD)
def grade_is_firm(card: ScoreCard) -> Iterator[Hit]:
    """An information: how near the next grade is, and how many shifts of the weights by a tenth would give it."""
    found = grade_sensitivity(card)
    rows = [row for row in card.rows if row.weight and not row.excluded]
    if found is None or len(rows) < 2:
        raise Inapplicable("等级不定，谈不上稳定性")
    scores = [float(row.counted or 0) for row in rows]
    scale = float(found.total) / sum(scores) if sum(scores) else 1.0  # rows that do not apply are shared out
    weights = [float(row.weight) for row in rows]
    bounds = [float(lower) / scale for _, lower in card.grades if lower > 0]
    share = share_of_other_grades(scores, weights, bounds, spread=_SPREAD)
    if share >= _RARE or _nearest(found) <= _NEAR:
        yield _hit(card, found, share)


def _nearest(found: Sensitivity) -> Fraction:
    return min((step[1] for step in (found.better, found.worse) if step), default=Fraction(100))


def _hit(card: ScoreCard, found: Sensitivity, share: float) -> Hit:
    total = card.sheet.reported_total
    where = total.where if total else Place(file=card.sheet.file, sheet=card.sheet.sheet)
    shown = f"{half_up(Fraction(share) * 100, 1)}%"
    near = found.sentences()[0].rstrip("。")
    often = f"{shown}的情形等级会变" if share else "等级都不变"
    message = f"{near}；各项分值随机增减一成以内，{often}"
    return Hit(where, message, found.grade, shown)
