"""What the rules of a day and a region say about a portfolio (组合所用的规则): numbers ready for whole columns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from yzperf.errors import RuleError
from yzperf.rules import Profile, Rules
from yzperf.rules.parameter import Parameter

HUNDREDTHS = 100
_SATISFACTION = "满意度"


@dataclass(frozen=True, slots=True)
class Monitoring:
    """Warning lines of monitoring (双监控预警线) and the even pace.

    ``spending`` maps a month to the least percentage spent by its end; ``gap`` is the number of percentage points by
    which progress and spending may differ, ``inclusive`` whether the line itself already warns. Empty and None where
    the region has no such rule. ``basis`` are the citations, unverified ones marked.
    """

    spending: Mapping[int, int]
    gap: int | None
    inclusive: bool
    months: int
    basis: tuple[str, ...]

    @property
    def ruled(self) -> bool:
        """Whether the region has warning lines at all."""
        return bool(self.spending) or self.gap is not None


@dataclass(frozen=True, slots=True)
class PortfolioRules:
    """Rules of one day, region and scoring profile, as a portfolio needs them."""

    rules: Rules
    profile: Profile
    monitoring: Monitoring

    @property
    def execution_weight(self) -> int:
        """Points of the budget line in 1/100; 0 where the profile has none."""
        return int((self.profile.execution_weight or Fraction(0)) * HUNDREDTHS)

    @property
    def full_score(self) -> int:
        """Full score in 1/100."""
        return int(self.profile.full_score * HUNDREDTHS)

    @property
    def satisfaction_blocks(self) -> tuple[str, ...]:
        """Headings under which satisfaction stands."""
        return self.rules.vocabulary.blocks[_SATISFACTION]

    @property
    def grade_names(self) -> tuple[str, ...]:
        """Names of the grades, worst first: grade 1 is the first of them."""
        return tuple(grade.name for grade in reversed(self.profile.grades))

    @property
    def basis(self) -> tuple[str, ...]:
        """Citations of scoring and monitoring, each once."""
        return tuple(dict.fromkeys((*self.rules.basis(self.profile), *self.monitoring.basis)))


def portfolio_rules(rules: Rules, profile: str) -> PortfolioRules:
    """Pick profile and warning lines; a region without warning lines has none (不借用外地的预警线).

    Raises
    ------
    RuleError
        If the profile is unknown or was not in force.
    """
    return PortfolioRules(rules, rules.profile(profile), _monitoring(rules))


def _monitoring(rules: Rules) -> Monitoring:
    warn, gap, pace = (_parameter(rules, id) for id in ("monitor.warn", "monitor.gap", "monitor.pace.months"))
    found = [parameter for parameter in (warn, gap, pace) if parameter]
    return Monitoring(
        spending=_months(warn) if warn else {},
        gap=int(gap.number) if gap else None,
        inclusive=bool(gap) and "≥" in gap.relation if gap else False,
        months=int(pace.number) if pace else 12,
        basis=tuple(rules.cite(parameter.clause) for parameter in found),
    )


def _parameter(rules: Rules, id: str) -> Parameter | None:
    try:
        return rules.parameter(id)
    except RuleError:  # no such rule in this region on this day
        return None


def _months(warn: Parameter) -> dict[int, int]:
    """Month → percent, from parts named 1至4月, 1至6月 …"""
    ends = [re.fullmatch(r"1至(\d+)月", part) for part in warn.parts]
    values = warn.value if isinstance(warn.value, tuple) else ()
    return {int(end[1]): int(value) for end, value in zip(ends, values, strict=True) if end}
