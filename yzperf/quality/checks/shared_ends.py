"""C10 评分规则可执行: steps that count things (0—2户、2—4户、5户以上) do not share an end where others of the rule follow by one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.quantity import normalise
from yzperf.domain.reading.scoring_rules import read_scoring_rule
from yzperf.domain.scorecard import ScoreCard, plain
from yzperf.domain.scoring_rule import Step, Steps
from yzperf.quality.catalogue import Hit, Inapplicable, check

_COUNTED = frozenset("户人家个处项笔份次起例名座条件宗张本期台点篇批所类辆间栋村")
# a rule that says itself to whom an end belongs
_SETTLED = re.compile("含|包括|归|就高|就低|从高|从低|上限|下限|大于|小于|<|>")


@check("C10", title="评分规则可执行", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def counted_steps_share_no_end(card: ScoreCard) -> Iterator[Hit]:
    """Rules whose steps all share their ends are written so by habit: the better step holds."""
    read = [(row, _pairs(rule)) for row in card.sheet.scored_rows if (rule := _counting(row.standard))]
    if not read:
        raise Inapplicable("表上没有按件数分档计分的评分标准")
    for row, pairs in read:
        shared = [lower for lower, upper in pairs if lower.high == upper.low]
        followed = [lower for lower, upper in pairs if lower.high is not None and upper.low == lower.high + 1]
        for lower in shared if followed else ():
            end = f"{plain(lower.high)}{lower.unit}"
            message = f"“{row.indicator}”的评分标准里 {end} 属于两档，同一件数得两种分"
            yield Hit(row.where, message, row.standard, f"{end}只归一档")


def _counting(standard: str) -> Steps | None:
    if _SETTLED.search(normalise(standard)):
        return None
    rule = read_scoring_rule(standard)
    is_counted = isinstance(rule, Steps) and not rule.of_rate and {one.unit for one in rule.steps} <= _COUNTED
    return rule if is_counted and isinstance(rule, Steps) else None


def _pairs(rule: Steps) -> list[tuple[Step, Step]]:
    """Neighbours, of which the lower is closed on both sides: 2户以下 may leave 2 out."""
    begun = sorted((one for one in rule.steps if one.low is not None), key=lambda one: (one.low or 0, one.high or 0))
    return [
        (lower, upper)
        for lower, upper in pairwise(begun)
        if lower.high is not None and lower.low != lower.high and lower.points != upper.points
    ]
