"""F01 中文显著性复算, F06 不可能值."""

from __future__ import annotations

from collections.abc import Iterator

from yzperf.domain.claims import Claim, Claims, Outcome, Role, outcomes
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.forensics.significance import ONE_SIDED, Interval, p_interval
from yzperf.quality.catalogue import Hit, Inapplicable, check

_LEVEL = 0.05
_TINY = 1e-12
_SHOWN = {"<": "＜", ">": "＞", "<=": "≤", ">=": "≥"}


@check("F01", title="显著性复算", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def p_values_follow(claims: Claims) -> Iterator[Hit]:
    """The printed p follows from the printed statistic and its degrees; one-sided tests are given their due."""
    judged = [(one, found) for one in outcomes(claims.own) if (found := _possible(one)) and one.p is not None]
    if not judged:
        raise Inapplicable("报告里没有同时印出统计量、自由度和 p 值的检验")
    for outcome, possible in judged:
        if outcome.p is not None and not _fits(outcome.p, possible):
            yield from _hits(outcome, outcome.p, possible)


def _possible(outcome: Outcome) -> Interval | None:
    ends = outcome.statistic.interval()
    if ends is None:
        return None
    freedoms = tuple(float(one.value) for one in outcome.freedoms)
    return p_interval(outcome.symbol, (float(ends[0]), float(ends[1])), freedoms)


def _fits(p: Claim, possible: Interval) -> bool:
    """Whether some possible p is printed so: P＜0.05 holds for any below it, P＝0.03 for those that round to it."""
    low, high = possible
    if p.bound in ("<", "<="):
        return low < float(p.value) + _TINY
    if p.bound in (">", ">="):
        return high > float(p.value) - _TINY
    ends = p.interval()
    return ends is None or (low <= float(ends[1]) + _TINY and float(ends[0]) - _TINY <= high)


def _hits(outcome: Outcome, p: Claim, possible: Interval) -> Iterator[Hit]:
    printed = f"p{_SHOWN.get(p.bound, '=')}{p.value}"
    shown = _span(possible)
    half = (possible[0] / 2, possible[1] / 2)
    if outcome.symbol in ONE_SIDED and _fits(p, half):
        message = f"{_shown(outcome)}双侧检验 p 应为 {shown}，印的 {printed} 只合单侧检验；请写明是单侧还是双侧"
        yield Hit(p.where, message, printed, shown, severity=Severity.HINT, evidence=EvidenceClass.LEAD)
        return
    flips = _says_significant(outcome, p) is not None and _says_significant(outcome, p) is not (possible[1] < _LEVEL)
    told = "，显著与否的结论随之改变" if flips else ""
    yield Hit(p.where, f"{_shown(outcome)}印 {printed}，按统计量复算 p 应为 {shown}{told}", printed, shown, flips)


def _says_significant(outcome: Outcome, p: Claim) -> bool | None:
    if outcome.is_significant is not None:
        return outcome.is_significant
    if p.bound in ("<", "<="):
        return float(p.value) <= _LEVEL
    return None if p.bound else float(p.value) < _LEVEL


def _shown(outcome: Outcome) -> str:
    freedoms = ",".join(f"{one.value:f}" for one in outcome.freedoms)
    return f"{outcome.symbol}{f'({freedoms})' if freedoms else ''}={outcome.statistic.value}，"


def _span(possible: Interval) -> str:
    low, high = (f"{end:.3f}" for end in possible)
    if possible[1] < 0.0005:
        return "小于0.001"
    return low if low == high else f"{low}至{high}"


@check("F06", title="不可能的统计值", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def values_are_possible(claims: Claims) -> Iterator[Hit]:
    """p between 0 and 1 and never exactly 0, correlations within ±1, F and χ² not negative, deviations not negative."""
    stated = [claim for claim in claims.own if claim.role in _RANGES or (claim.role is Role.STATISTIC and claim.symbol)]
    if not stated:
        raise Inapplicable("报告里没有统计检验的数")
    for claim in stated:
        low, high, words = _range(claim)
        if not low <= claim.value <= high:
            yield Hit(claim.where, f"{claim.text}：{words}", claim.text, "")
        elif claim.role is Role.P_VALUE and not claim.value and not claim.bound:
            message = f"{claim.text}：p 值不会恰好是 0，应写 p＜0.001"
            yield Hit(claim.where, message, claim.text, "p＜0.001", severity=Severity.HINT)


_ANY = float("inf")
_RANGES: dict[Role, tuple[float, float, str]] = {
    Role.P_VALUE: (0, 1, "p 值应在 0 与 1 之间"),
    Role.DEVIATION: (0, _ANY, "标准差不会是负数"),
    Role.STANDARD_ERROR: (0, _ANY, "标准误不会是负数"),
}
_OF_SYMBOL: dict[str, tuple[float, float, str]] = {
    "r": (-1, 1, "相关系数应在 －1 与 1 之间"),
    "F": (0, _ANY, "F 统计量不会是负数"),
    "χ2": (0, _ANY, "χ² 统计量不会是负数"),
}


def _range(claim: Claim) -> tuple[float, float, str]:
    return _RANGES.get(claim.role) or _OF_SYMBOL.get(claim.symbol, (-_ANY, _ANY, ""))
