"""The score of a panel by its declared rule, and how far one or two members can move it (去高低复算与杠杆)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

Scores = Sequence[Fraction]
Rule = Callable[[Scores], Fraction]


def mean(scores: Scores) -> Fraction:
    """The plain mean (平均)."""
    return sum(scores, Fraction(0)) / len(scores)


def without_extremes(highest: int = 1, lowest: int = 1) -> Rule:
    """The mean without so many of the highest and lowest scores (去掉最高分和最低分); one of several equal ones goes.

    Examples
    --------
    >>> without_extremes()([Fraction(70), Fraction(80), Fraction(90), Fraction(90)])
    Fraction(85, 1)
    """

    def rule(scores: Scores) -> Fraction:
        if len(scores) <= highest + lowest:
            raise ValueError(f"{len(scores)} scores, {highest + lowest} to be dropped")
        return mean(sorted(scores)[lowest : len(scores) - highest])

    return rule


def median(scores: Scores) -> Fraction:
    """The middle score, or the mean of the two in the middle (中位数)."""
    ordered, half = sorted(scores), len(scores) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


@dataclass(frozen=True, slots=True)
class Leverage:
    """What some members can do by changing their own scores alone.

    ``down`` and ``up`` are the lowest and highest results that any ``members`` of them can bring about; ``flips`` are
    those sets of places who can change the grade.
    """

    result: Fraction
    down: Fraction
    up: Fraction
    flips: tuple[tuple[int, ...], ...]

    @property
    def shift(self) -> Fraction:
        """The farthest that the result can be moved either way."""
        return max(self.result - self.down, self.up - self.result)


def leverage(
    scores: Scores,
    rule: Rule,
    *,
    members: int,
    scale: tuple[Fraction, Fraction] = (Fraction(0), Fraction(100)),
    bounds: Sequence[Fraction] = (),
) -> Leverage:
    """Find how far ``members`` of a panel can move its score.

    Every rule here rises with each score, so that the ends of the scale are the farthest that anybody can go.

    Parameters
    ----------
    scores
        One score a member.
    scale
        Lowest and highest score that may be given.
    bounds
        Lower bounds of the grades; a result on a bound has the better grade.
    """
    result = rule(scores)
    moved = list(_moved(scores, rule, members, scale))
    grade = _grade(result, bounds)
    flips = dict.fromkeys(who for who, value in moved if _grade(value, bounds) != grade)
    values = [value for _, value in moved]
    return Leverage(result, min(values), max(values), tuple(flips))


def _moved(
    scores: Scores, rule: Rule, members: int, scale: tuple[Fraction, Fraction]
) -> Iterator[tuple[tuple[int, ...], Fraction]]:
    for who in combinations(range(len(scores)), members):
        for end in scale:
            yield who, rule([end if place in who else score for place, score in enumerate(scores)])


def _grade(value: Fraction, bounds: Sequence[Fraction]) -> int:
    return sum(value >= bound for bound in bounds)
