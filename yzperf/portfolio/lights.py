"""Lights of monitoring (双监控预警): spending and progress against the warning lines of the region and the even pace.

A light is red only where a rule of the region draws a line; where there is none, or the line is kept, the even pace
(序时进度, a program setting) turns it yellow: a comparison, not a verdict.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from yzperf.portfolio.engine import Columns, Step
from yzperf.portfolio.operations import ColumnOperations
from yzperf.portfolio.rules import HUNDREDTHS, Monitoring

_WHOLE = 100 * HUNDREDTHS
_MOST_PROGRESS = 9 * _WHOLE  # so that progress × budget fits into 64 bits


class Light(IntEnum):
    """A light and the number that stands for it in a column."""

    UNKNOWN = 0
    GREEN = 1
    YELLOW = 2
    RED = 3


LIGHT_NAMES = {
    Light.RED: "预警",
    Light.YELLOW: "低于序时进度",
    Light.GREEN: "正常",
    Light.UNKNOWN: "无法判断",
}


def light_steps(monitoring: Monitoring, ops: ColumnOperations) -> tuple[Step, ...]:
    """Steps from budget, month, spending and progress of a record to its ``light``."""
    rule = LightRule(monitoring, ops)
    return rule.lines, rule.light


class LightRule:
    """The warning lines of one region."""

    def __init__(self, monitoring: Monitoring, ops: ColumnOperations) -> None:
        self.monitoring = monitoring
        self.ops = ops

    def lines(self, record: Columns) -> dict[str, Any]:
        """Which lines are crossed."""
        budget, spent, month = record["budget"], record["month_spent"], record["month"]
        progress = record["month_completion_hundredths"]
        progress = self.ops.choose(progress > _MOST_PROGRESS, _MOST_PROGRESS, progress)
        months = self.monitoring.months
        return {
            "watched": (month >= 1) & (month <= months) & (spent >= 0) & (progress >= 0) & (budget > 0),
            "behind": (spent * months < budget * month) | (progress * months < month * _WHOLE),
            "below_line": self._below(budget, spent, month),
            "wide_gap": self._gap(budget, spent, progress),
        }

    def light(self, record: Columns) -> dict[str, Any]:
        """The worst of them."""
        ops = self.ops
        calm = ops.choose(record["behind"], int(Light.YELLOW), int(Light.GREEN))
        lit = ops.choose(record["below_line"] | record["wide_gap"], int(Light.RED), calm)
        return {"light": ops.choose(record["watched"], lit, int(Light.UNKNOWN))}

    def _below(self, budget: Any, spent: Any, month: Any) -> Any:
        """Spending below the line of its month; months without a line have none."""
        crossed = budget < 0  # never
        for end, percent in self.monitoring.spending.items():
            crossed = crossed | ((month == end) & (spent * 100 < budget * percent))
        return crossed

    def _gap(self, budget: Any, spent: Any, progress: Any) -> Any:
        """Progress and spending further apart than allowed, both as parts of the budget and without a division."""
        if self.monitoring.gap is None:
            return budget < 0
        apart = self.ops.size(spent * _WHOLE - progress * budget)
        line = budget * (self.monitoring.gap * HUNDREDTHS)
        return apart >= line if self.monitoring.inclusive else apart > line
