"""One record of a portfolio (项目年度): its rows added up, the budget line, total, grade and light.

As in ``rows``, each step takes columns and returns new ones, on every engine the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yzperf.domain.quantity import Relation
from yzperf.portfolio.engine import Columns, Kind, Measure, Step
from yzperf.portfolio.lights import light_steps
from yzperf.portfolio.operations import ColumnOperations
from yzperf.portfolio.rows import MOST_POINTS, SCALE
from yzperf.portfolio.rules import HUNDREDTHS, PortfolioRules
from yzperf.rules.profile import Execution
from yzperf.scoring import share
from yzperf.scoring.share import SENSES, Share

MOST_FEN = 10**14  # 1 万亿元; beyond it an amount is taken for a mistake
_RATE = 10**3  # budget rates are compared in 1/1000 of the whole


def row_measures(*, guarded: bool) -> Mapping[str, Measure]:
    """What the rows of a record add up to. A row that a person must judge counts with its filled-in score."""
    wide = {"wide": Measure(Kind.COUNT, where="wide")} if guarded else {}
    return wide | {
        "rows": Measure(Kind.COUNT),
        "weight": Measure(Kind.SUM, "weight_hundredths"),
        "lowest_weight": Measure(Kind.LEAST, "weight_hundredths"),
        "computed": Measure(Kind.COUNT, "units"),
        "units": Measure(Kind.SUM, "units"),
        "inexact": Measure(Kind.COUNT, where="inexact"),
        "filled": Measure(Kind.COUNT, "reported_hundredths", where="judged"),
        "filled_points": Measure(Kind.SUM, "reported_hundredths", where="judged"),
    }


def judged_step(ops: ColumnOperations) -> Step:
    """Mark the rows that a person must judge."""
    return lambda row: {"judged": ~ops.known(row["units"])}


def record_steps(rules: PortfolioRules, ops: ColumnOperations) -> tuple[Step, ...]:
    """Steps from the sums of a record to its total, grade and light.

    ``copies`` is known of records that stand in the table more than once: nobody knows which row is right, so none of
    them gets a total. The steps leave ``cents`` (total in 1/100, unknown while something is open), ``grade`` (1 is the worst, 0 none) and
    ``undecided``: whether total or grade depend on what was cut off of the points.
    """
    rule = RecordRule(rules, ops)
    total = (rule.fill, rule.money, rule.execution, rule.divide, rule.round_down, rule.total, rule.bounds, rule.decide)
    return (*total, *light_steps(rules.monitoring, ops))


class RecordRule:
    """The rule of one profile for records."""

    def __init__(self, rules: PortfolioRules, ops: ColumnOperations) -> None:
        self.rules = rules
        self.ops = ops
        self._bounds = [int(g.lower * HUNDREDTHS) * SCALE for g in reversed(rules.profile.grades)]

    def fill(self, record: Columns) -> dict[str, Any]:
        """A record without rows has none, not an unknown number of them."""
        names = ("rows", "weight", "computed", "units", "inexact", "filled", "filled_points")
        return {name: self.ops.fill(record[name], 0) for name in names}

    def money(self, record: Columns) -> dict[str, Any]:
        """Budget and spending that can be used: one row of the record, a positive budget, no negative spending."""
        ops, budget, spent = self.ops, record["budget_fen"], record["spent_fen"]
        single = ~ops.known(record["copies"])
        usable = (budget > 0) & (spent >= 0) & (budget <= MOST_FEN) & (spent <= MOST_FEN) & single
        month_spent = record["month_spent_fen"]
        return {
            "single": single,
            "budget": ops.choose(usable, budget, ops.missing),
            "spent": ops.choose(usable, spent, ops.missing),
            "month_spent": ops.choose((month_spent >= 0) & (month_spent <= MOST_FEN), month_spent, ops.missing),
        }

    def execution(self, record: Columns) -> dict[str, Any]:
        """Share of the budget line's points (预算执行率), unknown where the rule leaves it to a person."""
        won, of = self._execution(record)
        return {"won": won, "of": of}

    def _execution(self, record: Columns) -> Share:
        kind, one = self.rules.profile.execution, record["rows"] * 0 + 1
        if not self.rules.execution_weight:
            return one, one
        if kind is Execution.LINEAR:
            return share.completed(record["spent"], record["budget"], SENSES[Relation.AT_LEAST], self.ops)
        return self._tiers(record) if kind is Execution.TIERS else (one * self.ops.missing, one)

    def _tiers(self, record: Columns) -> Share:
        """Steps while unfinished; finished within the budget earns its own share; the rest the text leaves open."""
        ops, profile, spent, budget = self.ops, self.rules.profile, record["spent"], record["budget"]
        rate = ops.quotient(spent * _RATE, budget)
        tiers = [(int(tier.lower * _RATE), tier.share.as_integer_ratio()) for tier in profile.execution_tiers]
        won, of = share.stepped(rate, tiers, ops)
        n, d = (profile.execution_finished or 0).as_integer_ratio()
        done, not_done = record["finished"] & (spent <= budget), ~record["finished"] & (spent < budget)
        return (
            ops.choose(done, n, ops.choose(not_done, won, ops.missing)),
            ops.choose(done, d, ops.choose(not_done, of, 1)),
        )

    def divide(self, record: Columns) -> dict[str, Any]:
        """As for a row: whole hundredths of the budget line's points, and what is left, scaled up."""
        product, of = record["won"] * self.rules.execution_weight, record["of"]
        return {"hundredths": self.ops.quotient(product, of), "rest": self.ops.remainder(product, of)}

    def round_down(self, record: Columns) -> dict[str, Any]:
        """Points of the budget line in units, in two strides, so that budgets up to the largest do not overflow."""
        ops, of, stride = self.ops, record["of"], 1_000
        first = record["rest"] * stride
        second = ops.remainder(first, of) * stride
        units = (record["hundredths"] * stride + ops.quotient(first, of)) * stride + ops.quotient(second, of)
        return {
            "execution": units * (SCALE // stride**2),
            "cut": ops.choose(ops.remainder(second, of) > 0, SCALE // stride**2, 0),
        }

    def total(self, record: Columns) -> dict[str, Any]:
        """Sum of all points, and whether nothing is open."""
        counted = record["computed"] + record["filled"]
        total = record["units"] + record["filled_points"] * SCALE + record["execution"]
        closed = (record["rows"] > 0) & (counted == record["rows"]) & (record["lowest_weight"] >= 0)
        closed = closed & (total >= 0) & record["single"]
        return {
            "total": self.ops.choose(closed, total, self.ops.missing),
            "spread": record["inexact"] + record["cut"] + self._set_aside(record),
            "full": record["weight"] + self.rules.execution_weight == self.rules.full_score,
        }

    def bounds(self, record: Columns) -> dict[str, Any]:
        """Printed total and grade if nothing had been cut off, and at the most."""
        total = record["total"]
        most = total + self.ops.greatest(record["spread"] - 1, 0)  # the true total lies below total + spread
        return {
            "cents": self._half_up(total),
            "cents_at_most": self._half_up(most),
            "grade": self._grade(total),
            "grade_at_most": self._grade(most),
        }

    def decide(self, record: Columns) -> dict[str, Any]:
        """Grades only where the points make up the full score; what is undecided goes to fractions."""
        graded = record["full"] & (record["computed"] > 0)
        differs = (record["cents"] < record["cents_at_most"]) | (graded & (record["grade"] < record["grade_at_most"]))
        return {
            "grade": self.ops.choose(graded, self.ops.fill(record["grade"], 0), 0),
            "undecided": self.ops.choose(differs, True, False),
        }

    def _set_aside(self, record: Columns) -> Any:
        """Rows whose numbers were too large: the total is known no better than to some hundreds of points."""
        return self.ops.fill(record["wide"], 0) * (MOST_POINTS * SCALE) if "wide" in record else 0

    def _half_up(self, total: Any) -> Any:
        return self.ops.quotient(total + SCALE // 2, SCALE)

    def _grade(self, total: Any) -> Any:
        """Number of lower bounds that are reached."""
        grade: Any = total * 0
        for number, bound in enumerate(self._bounds, 1):
            grade = self.ops.choose(total >= bound, number, grade)
        return grade
