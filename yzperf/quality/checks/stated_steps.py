"""C10 评分规则可执行: the steps of a stated standard (评分标准) give every value one score, in the right direction."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.quantity import Quantity, Relation, normalise
from yzperf.domain.reading.scoring_rules import read_scoring_rule
from yzperf.domain.scorecard import ScoreCard, plain
from yzperf.domain.scoresheet import IndicatorRow
from yzperf.domain.scoring_rule import Step, Steps
from yzperf.quality.catalogue import Hit, Inapplicable, check

_WHOLE = 1  # 60—79, 80—89: between whole numbers as people write them there is no gap


@check("C10", title="评分规则可执行", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def steps_partition(card: ScoreCard) -> Iterator[Hit]:
    """Steps leave no gap, do not overlap, give no more than the weight, and reward what the target asks for."""
    read = [(row, read_scoring_rule(row.standard)) for row in card.sheet.scored_rows if row.standard]
    stepped = [(row, rule) for row, rule in read if isinstance(rule, Steps)]
    if not stepped:
        raise Inapplicable("表上没有写明分档计分的评分标准")
    for row, rule in stepped:
        yield from _between(row, rule)
        yield from _too_much(row, rule)
        yield from _direction(row, rule)


def _between(row: IndicatorRow, rule: Steps) -> Iterator[Hit]:
    """Overlaps and gaps of neighbouring steps; a step for all the rest leaves no gap."""
    has_rest = any(step.low is None and step.high is None for step in rule.steps)
    steps = _closed([step for step in rule.steps if step.low is not None or step.high is not None])
    unit = next((step.unit for step in steps if step.unit), "")
    for lower, upper in pairwise(steps):
        if lower.high is None or upper.low is None:
            continue
        ends = f"{plain(min(lower.high, upper.low))}—{plain(max(lower.high, upper.low))}{unit}"
        if upper.low < lower.high and upper.points != lower.points:
            yield Hit(row.where, f"“{row.indicator}”的评分标准在 {ends} 重叠，同一个值属于两档", row.standard)
        elif upper.low - lower.high > _WHOLE and not has_rest:
            yield Hit(row.where, f"“{row.indicator}”的评分标准在 {ends} 之间有空档，没有规定得几分", row.standard)


def _closed(steps: Sequence[Step]) -> list[Step]:
    """Steps from the lowest up. Of several that are open upwards (60%以上、80%以上) each ends where the next begins."""
    upward = sorted((step for step in steps if step.high is None), key=lambda step: step.low or 0)
    downward = sorted((step for step in steps if step.low is None), key=lambda step: step.high or 0)
    ended = [replace(one, high=other.low) for one, other in pairwise(upward)] + upward[-1:]
    begun = downward[:1] + [replace(other, low=one.high) for one, other in pairwise(downward)]
    inner = [step for step in steps if step.low is not None and step.high is not None]
    return sorted([*begun, *inner, *ended], key=_start)


def _start(step: Step) -> tuple[bool, Fraction, Fraction]:
    return step.low is not None, step.low or Fraction(0), step.high if step.high is not None else Fraction(10**12)


def _too_much(row: IndicatorRow, rule: Steps) -> Iterator[Hit]:
    weight = Fraction(row.weight.value or 0)
    most = max((step.points.share(weight) * weight for step in rule.steps), default=Fraction(0)) if weight else weight
    if most > weight:
        message = f"“{row.indicator}”的评分标准最多得 {plain(most)} 分，超过分值 {row.weight.text}"
        yield Hit(row.where, message, plain(most), row.weight.text)


def _direction(row: IndicatorRow, rule: Steps) -> Iterator[Hit]:
    """More points for what the target does not ask for; a best range in the middle is no defect."""
    weight = Fraction(row.weight.value or 0)
    if rule.of_rate or not weight or row.target.relation not in (Relation.AT_LEAST, Relation.AT_MOST):
        return
    steps = _closed([step for step in rule.steps if step.low is not None or step.high is not None])
    earned = [step.points.share(weight) for step in steps]
    wrong = sorted(earned, reverse=row.target.relation is Relation.AT_LEAST)
    if len(set(earned)) > 1 and earned == wrong:
        message = f"“{row.indicator}”的指标值为 {row.target}，评分标准却是数值越{'小' if earned[0] > earned[-1] else '大'}得分越多"
        yield Hit(row.where, message, row.standard)


# ── words ───────────────────────────────────────────────────────────────────────────────────────────

_TOP = "[^；;。]{0,8}(?:得|为|给)?(?:满分|权重分|全分)"
_OF_TARGET = "(?:目标|指标|计划|标准|控制|预算)值?"
_MORE_IS_FULL = re.compile(f"(?:不低于|不少于|大于等于|大于或等于|高于|达到或超过|>=|≥){_OF_TARGET}{_TOP}")
_LESS_IS_FULL = re.compile(f"(?:不高于|不超过|不大于|小于等于|小于或等于|低于|未超过|<=|≤){_OF_TARGET}{_TOP}")
_WRONG = {Relation.AT_MOST: _MORE_IS_FULL, Relation.AT_LEAST: _LESS_IS_FULL}
_DENIED = re.compile("[不未]$|没有$")


@check("C10", title="评分规则可执行", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def full_marks_lie_on_the_side_of_the_target(card: ScoreCard) -> Iterator[Hit]:
    """不低于目标值得满分 for a target of at most so much: the standard turns the indicator round."""
    rows = [row for row in card.sheet.scored_rows if _side(row.target) in _WRONG and _tells_a_side(row.standard)]
    if not rows:
        raise Inapplicable("指标值带上下限的指标，评分标准没有写在目标值的哪一边得满分")
    for row in rows:
        standard = normalise(row.standard)
        side = _side(row.target)
        match = _WRONG[side].search(standard) if side else None
        if match and not _DENIED.search(standard[: match.start()]):
            message = f"“{row.indicator}”的指标值为 {row.target}，评分标准却是“{match[0]}”，方向相反"
            yield Hit(row.where, message, row.standard)


def _side(target: Quantity) -> Relation | None:
    """Its sign, also of a target whose unit cannot be read: ≤125万元/（立方米/秒）."""
    signs = {"≤": Relation.AT_MOST, "≥": Relation.AT_LEAST}
    return target.relation or signs.get(target.text.strip()[:1])


def _tells_a_side(standard: str) -> bool:
    return any(pattern.search(normalise(standard)) for pattern in _WRONG.values())
