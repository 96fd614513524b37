"""One indicator row of a portfolio (指标行): what the rule gives it, or that a person must judge.

Every step takes the columns there are and returns new ones; the same text runs on pandas columns and on expressions of
DuckDB or Spark. Rows are refused for the same reasons as by ``scoring.item`` and then count with their filled-in score.

Points are kept exact to 10⁻⁹ of a point: ``units`` is the whole part, ``inexact`` says that something was cut off. So a
total is known to lie between two near bounds, and the few records whose printed total or grade depends on what was
cut off are computed once more in fractions (``exact``).
"""

from __future__ import annotations

from typing import Any

from yzperf.portfolio.engine import Columns, Step
from yzperf.portfolio.operations import ColumnOperations
from yzperf.portfolio.rules import HUNDREDTHS, PortfolioRules
from yzperf.rules.profile import Satisfaction
from yzperf.scoring import share
from yzperf.scoring.share import SENSES, Sense, Share

SCALE = 10**7  # units in 1/100 point
LONGEST = 2**63 - 1
MOST_POINTS = 1_000 * HUNDREDTHS
MOST_VALUE = 10**17  # in 1/100; above it the factors of the rules leave no room
FULL_RATE = 100 * HUNDREDTHS

_PULLS = {str(relation): sense.pull for relation, sense in SENSES.items()}
_SPREADS = {str(relation): sense.spread for relation, sense in SENSES.items()}


def row_steps(rules: PortfolioRules, ops: ColumnOperations, *, guarded: bool) -> tuple[Step, ...]:
    """Steps from the columns of the table to ``units`` and ``inexact`` of every row.

    Parameters
    ----------
    guarded
        Whether values may be so large that whole numbers of 64 bits do not carry the arithmetic. Then each row is
        looked at first; else that is left out, since it takes time.
    """
    rule = RowRule(rules, ops)
    if not guarded:
        return rule.complete, rule.refuse, rule.divide, rule.round_down
    return rule.drop_impossible, rule.complete, rule.refuse, rule.set_wide_aside, rule.divide, rule.round_down


def value_limit(rules: PortfolioRules) -> int:
    """Largest value (in 1/100) whose rows can be scored without looking at each (整数不会溢出的最大值)."""
    floor = rules.profile.floor
    factor = 2 * (floor.denominator if floor else 1)  # both parts of a share are doubled, and the floor multiplies
    return LONGEST // (max(SCALE, MOST_POINTS) * factor)


class RowRule:
    """The rule of one profile for indicator rows."""

    def __init__(self, rules: PortfolioRules, ops: ColumnOperations) -> None:
        self.rules = rules
        self.ops = ops

    def drop_impossible(self, row: Columns) -> dict[str, Any]:
        """Take away values no indicator has, before they overflow."""
        ops = self.ops
        limits = {"target_hundredths": MOST_VALUE, "actual_hundredths": MOST_VALUE, "weight_hundredths": MOST_POINTS}
        return {
            name: ops.choose((row[name] > limit) | (row[name] < -limit), ops.missing, row[name])
            for name, limit in limits.items()
        }

    def complete(self, row: Columns) -> dict[str, Any]:
        """Share of the weight that is earned, and twice the smaller of the two values."""
        actual, target = row["actual_hundredths"], row["target_hundredths"]
        earned, whole = share.completed(actual, target, self._sense(row), self.ops)
        return {"earned": earned, "whole": whole, "low": actual + target - self.ops.size(actual - target)}

    def refuse(self, row: Columns) -> dict[str, Any]:
        """The share by the profile's curve, ``won`` ÷ ``of``; unknown where a person must judge."""
        actual, target = row["actual_hundredths"], row["target_hundredths"]
        negative = (row["low"] < 0) & ((row["earned"] < row["whole"]) | (target > 0))
        if self._steps:
            negative = self.ops.choose(self._is_satisfaction(row), actual < 0, negative)
        refused = negative | (row["capped"] & (actual > FULL_RATE))
        earned, whole = self._curve(row)
        return {"won": earned, "of": self.ops.choose(refused, self.ops.missing, whole)}

    def set_wide_aside(self, row: Columns) -> dict[str, Any]:
        """Rows whose numbers would overflow: nothing here, all of it later in fractions."""
        ops, won, of = self.ops, row["won"], row["of"]
        wide = (of > LONGEST // SCALE) | (won > LONGEST // MOST_POINTS)
        wide = wide & ops.known(of) & ops.known(won) & ops.known(row["weight_hundredths"])
        kept = {"exact_won": won, "exact_of": of}
        return {**kept, "wide": wide, "won": ops.choose(wide, 0, won), "of": ops.choose(wide, 1, of)}

    def divide(self, row: Columns) -> dict[str, Any]:
        """Whole hundredths of a point, and what is left of them, scaled up."""
        product, of = row["weight_hundredths"] * row["won"], row["of"]
        return {"hundredths": self.ops.quotient(product, of), "rest": self.ops.remainder(product, of) * SCALE}

    def round_down(self, row: Columns) -> dict[str, Any]:
        """Points in units, and 1 where something was cut off."""
        rest, of = row["rest"], row["of"]
        return {
            "units": row["hundredths"] * SCALE + self.ops.quotient(rest, of),
            "inexact": self.ops.remainder(rest, of) > 0,
        }

    @property
    def _steps(self) -> bool:
        """Whether satisfaction is scored by steps of the rate itself."""
        return self.rules.profile.satisfaction is Satisfaction.TIERS

    def _is_satisfaction(self, row: Columns) -> Any:
        return self.ops.among(row["block"], self.rules.satisfaction_blocks)

    def _sense(self, row: Columns) -> Sense:
        relation = row["relation"]
        numbers = ({}, {}) if self.rules.profile.judged else (_PULLS, _SPREADS)
        return Sense(*(self.ops.lookup(relation, known) if known else self.ops.missing for known in numbers))

    def _curve(self, row: Columns) -> Share:
        """The profile's curve over the completion: as it is, above a pass floor, by steps for satisfaction."""
        ops, profile, found = self.ops, self.rules.profile, (row["earned"], row["whole"])
        if profile.floor:
            found = share.floored(found, profile.floor.as_integer_ratio(), ops)
        if self._steps:
            tiers = [(int(t.lower * FULL_RATE), t.share.as_integer_ratio()) for t in profile.satisfaction_tiers]
            stepped = share.stepped(row["actual_hundredths"], tiers, ops)
            here = self._is_satisfaction(row)
            found = (ops.choose(here, stepped[0], found[0]), ops.choose(here, stepped[1], found[1]))
        if found[0] is row["earned"]:
            return found
        # the larger of an unknown and 0 is 0: what is unknown stays so
        return ops.choose(ops.known(row["earned"]), found[0], ops.missing), found[1]
