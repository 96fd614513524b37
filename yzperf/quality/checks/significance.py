"""F01 中文显著性复算: p follows from statistic and degrees, and what is called significant is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from yzperf.domain.claims import Claim, Claims, Outcome
from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.errors import Place
from yzperf.forensics.estimates import two_sided_p
from yzperf.forensics.significance import ONE_SIDED, Interval, p_interval, sizes
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.printed_tests import PrintedTest, read_tests
from yzperf.quality.statistics_words import statistics_words

_LEVEL = 0.05
_LENIENT, _STRICT = 0.10, 0.01  # nobody calls p = 0.2 significant, or p = 0.001 not
_TINY = 1e-12
_SHOWN = {"<": "＜", ">": "＞", "<=": "≤", ">=": "≥"}


@check("F01", title="显著性复算", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def p_values_follow(report: Document, claims: Claims) -> Iterator[Hit]:
    """The printed p follows from the printed statistic and its degrees, 显著 and 不显著 from p; one-sided tests are given
    their due."""
    judged = [(one, _possible(one)) for one in read_tests(report, claims)]
    judged = [(one, found) for one, found in judged if _can_be_judged(one, found)]
    if not judged:
        raise Inapplicable("报告里没有同时印出统计量、自由度和 p 值（或显著与否）的检验")
    for one, possible in judged:
        if possible is not None and one.p is not None and not _fits(one.p, possible, one):
            yield _p_differs(one, one.p, possible)
        else:
            yield from _decision(one, possible or _printed(one))


def _can_be_judged(one: PrintedTest, possible: Interval | None) -> bool:
    return (possible is not None and one.p is not None) or (one.said is not None and (possible or one.p) is not None)


def _possible(one: PrintedTest) -> Interval | None:
    """Two-sided p; of a t without degrees those of any."""
    ends = one.outcome.statistic.interval() if one.outcome else None
    if one.outcome is None or ends is None or one.outcome.statistic.bound:
        return None
    statistic = (float(ends[0]), float(ends[1]))
    if one.outcome.symbol == "t" and not one.degrees:
        return two_sided_p(sizes(statistic))
    return p_interval(one.outcome.symbol, statistic, one.degrees)


def _printed(one: PrintedTest) -> Interval:
    """What p is by its own digits."""
    if one.p is None:
        return 0.0, 1.0
    value = float(one.p.value)
    half = 0.5 / 10 ** max(0, one.p.decimals)
    return {"<": (0.0, value), ">": (value, 1.0)}.get(one.p.bound[:1], (value - half, value + half))


def _fits(p: Claim, possible: Interval, one: PrintedTest) -> bool:
    """Whether some possible p is printed so; half of it where the test is said to be one-sided."""
    return _is_printed(p, possible) or (one.is_one_sided and _has_sides(one) and _is_printed(p, _half(possible)))


def _is_printed(p: Claim, possible: Interval) -> bool:
    """P＜0.05 holds for any below it, P＝0.03 for those that round to it."""
    low, high = possible
    if p.bound in ("<", "<="):
        return low < float(p.value) + _TINY
    if p.bound in (">", ">="):
        return high > float(p.value) - _TINY
    ends = p.interval()
    return ends is None or (low <= float(ends[1]) + _TINY and float(ends[0]) - _TINY <= high)


def _half(possible: Interval) -> Interval:
    return possible[0] / 2, possible[1] / 2


def _has_sides(one: PrintedTest) -> bool:
    return one.outcome is not None and one.outcome.symbol in ONE_SIDED


def _p_differs(one: PrintedTest, p: Claim, possible: Interval) -> Hit:
    printed, shown = f"p{_SHOWN.get(p.bound, '=')}{p.value}", _span(possible)
    if _has_sides(one) and not one.is_one_sided and _is_printed(p, _half(possible)):
        message = f"{_shown(one)}双侧检验 p 应为{shown}，印的 {printed} 只合单侧检验；请写明是单侧还是双侧"
        return Hit(p.where, message, printed, shown, severity=Severity.HINT, evidence=EvidenceClass.LEAD)
    claimed = _called(one, p)
    flips = claimed is not None and claimed is not (possible[1] < _LEVEL) and not possible[0] < _LEVEL <= possible[1]
    told = "，显著与否的结论随之改变" if flips else ""
    side = "（单侧，双侧的一半）" if one.is_one_sided and _has_sides(one) else ""
    hit = Hit(p.where, f"{_shown(one)}印 {printed}，按统计量复算 p 应为{shown}{side}{told}", printed, shown, flips)
    return _of_other_kind(hit) if statistics_words().tests["other_p"].search(one.text) else hit


def _of_other_kind(hit: Hit) -> Hit:
    """An exact p, one by permutation or one adjusted for many tests does not follow from the statistic alone."""
    message = f"{hit.message}；精确检验、校正后的 p 请附算法"
    return replace(hit, message=message, changes_conclusion=False, severity=Severity.HINT, evidence=EvidenceClass.LEAD)


def _called(one: PrintedTest, p: Claim) -> bool | None:
    """What the text, or the printed p itself, makes of the result."""
    if one.said is not None:
        return one.said
    if p.bound in ("<", "<="):
        return float(p.value) <= _LEVEL
    return None if p.bound else float(p.value) < _LEVEL


# ── what is called significant ──────────────────────────────────────────────────────────────────────


def _decision(one: PrintedTest, ends: Interval) -> Iterator[Hit]:
    """显著 needs a p below the level that the text names, or below any in use; 不显著 one that is not."""
    if one.said is None:
        return
    low, high = _half(ends) if one.is_one_sided and one.outcome and not one.p else ends
    where, shown = _place(one), _span((low, high))
    level = f"在 {100 * one.alpha:g}% 水平上" if one.alpha else ""
    called = f"{level}{'' if one.said else '不'}显著"
    told = "" if one.outcome is None else f"，p 为{shown}"
    hit = Hit(where, f"{_shown(one)}报告称{called}{told}", called, f"p={shown}", True)
    if one.said and low > (one.alpha or _LENIENT) + _TINY:
        yield _to_be_named(hit) if low / 2 <= (one.alpha or _LENIENT) and one.p is None and _has_sides(one) else hit
    elif one.said is False and high < (one.alpha or _STRICT) - _TINY:
        yield hit
    elif one.said is False and high < _LEVEL - _TINY and not one.alpha:
        yield _to_be_named(hit)


def _to_be_named(hit: Hit) -> Hit:
    message = f"{hit.message}；请写明显著性水平，以及单侧还是双侧"
    return replace(hit, message=message, changes_conclusion=False, severity=Severity.HINT, evidence=EvidenceClass.LEAD)


def _place(one: PrintedTest) -> Place:
    stated = one.p or (one.outcome.statistic if one.outcome else None)
    return stated.where if stated else Place()


# ── words ───────────────────────────────────────────────────────────────────────────────────────────


def _shown(one: PrintedTest) -> str:
    outcome = one.outcome
    if outcome is None:
        return f"印 p{_SHOWN.get(one.p.bound, '=')}{one.p.value}，" if one.p else ""
    return f"{outcome.symbol}{_shown_degrees(one, outcome)}={outcome.statistic.value}，"


def _shown_degrees(one: PrintedTest, outcome: Outcome) -> str:
    printed = ",".join(f"{claim.value:f}" for claim in outcome.freedoms)
    if one.derived:
        return f"（{one.derived}，自由度{one.degrees[0]:g}）"
    return f"({printed})" if printed else "（自由度不论多少）" if outcome.symbol == "t" else ""


def _span(possible: Interval) -> str:
    low, high = (f"{end:.3f}" for end in possible)
    if possible[1] < 0.0005:
        return "小于0.001"
    return low if low == high else f"{low}至{high}"
