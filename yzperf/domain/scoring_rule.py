"""Scoring rules that a sheet states for one indicator (评分标准): steps, deduction per unit, check-list, proportion."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Points:
    """Points that a rule gives or takes: absolute (2分), or as a share of the weight (分值的20%)."""

    amount: Fraction
    of_weight: bool

    def share(self, weight: Fraction) -> Fraction:
        """The same as a share of a weight, which must not be zero."""
        return self.amount if self.of_weight else self.amount / weight


@dataclass(frozen=True, slots=True)
class Step:
    """One step (一档): the values it covers and what they earn. A bound that is None is open without end."""

    low: Fraction | None
    high: Fraction | None
    low_in: bool
    high_in: bool
    unit: str
    points: Points

    def covers(self, value: Fraction) -> bool:
        """Whether a value, in the unit of the step, falls into it."""
        above = self.low is None or value > self.low or (self.low_in and value == self.low)
        below = self.high is None or value < self.high or (self.high_in and value == self.high)
        return above and below


@dataclass(frozen=True, slots=True)
class Steps:
    """Steps (分档计分). Where two touch, the better one holds (档次边界归上一档). ``of_rate``: of 完成率, not of the value."""

    steps: tuple[Step, ...]
    of_rate: bool = False


class Beyond(StrEnum):
    """In which direction a value departs from its target."""

    BELOW = "低于"
    ABOVE = "高于"
    EITHER = "偏离"
    LATE = "逾期"
    FAULT = "有"


@dataclass(frozen=True, slots=True)
class Deduction:
    """Deduction per unit beyond the target (每低1个百分点扣0.5分). ``started``: a part of a unit costs a whole one;
    ``full_at``: the per cent that the rule itself calls full; ``nothing_below``: below so many per cent nothing is left."""

    beyond: Beyond
    size: Fraction
    unit: str
    lost: Points
    started: bool = False
    full_at: Fraction | None = None
    nothing_below: Fraction | None = None


@dataclass(frozen=True, slots=True)
class CheckList:
    """A check-list (评价要点). ``points`` is empty where all parts weigh the same; ``lost``: what each unmet part takes
    off the weight instead; ``veto``: what takes all points."""

    count: int
    points: tuple[Points, ...] = ()
    lost: Points | None = None
    veto: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AllOrNothing:
    """Reached earns all, missed earns nothing (达标得满分，未达标不得分)."""


@dataclass(frozen=True, slots=True)
class Proportional:
    """In proportion to completion (按完成率计分): the curve of the profile itself. ``nothing_below``: a rate of completion in
    per cent below which nothing is left; ``of_value``: the rate in the formula is the value itself (到位率×分值)."""

    nothing_below: Fraction | None = None
    of_value: bool = False


@dataclass(frozen=True, slots=True)
class Levels:
    """What each finding in words earns (建立并运行得满分，部分建立得75%，未建立不得分)."""

    points: tuple[tuple[str, Points], ...]


ScoringRule = Steps | Deduction | CheckList | AllOrNothing | Proportional | Levels
