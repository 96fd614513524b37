"""Rows that do not apply (不适用): their weight is shared out, or given in full, as a parameter says."""

from __future__ import annotations

from fractions import Fraction

from yzperf.rules import Rules
from yzperf.scoring.judgement import Judgement

PARAMETER = "not_applicable"
FULL = "满分"


def not_applicable(rules: Rules, reason: str) -> Judgement:
    """Judge a row that does not apply: 折算 leaves it out of the total, 满分 gives its whole weight."""
    parameter = rules.parameter(PARAMETER)
    cite = rules.cite(parameter.clause)
    if parameter.value == FULL:
        return Judgement(Fraction(1), f"{cite}：不适用的得满分", reason, clause=cite)
    return Judgement(None, f"{cite}：不适用的不计分，分值按其余各项得分率折算", reason, clause=cite, excluded=True)
