"""What a number of a sentence is (判断用途): by the words touching it, the nearest cue in its clause, its unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from yzperf.domain.claims.claim import Role
from yzperf.domain.claims.numbers import Number
from yzperf.domain.claims.sentences import clause_start
from yzperf.domain.claims.vocabulary import Cue, CueGroup, vocabulary
from yzperf.domain.finding import Confidence

# Words between a cue and its number that say nothing themselves.
_LINK = re.compile(
    r"(?:为|是|达|达到|到|了|约|近|大约|接近|超过|逾|不足|不到|共|计|共计|合计|总计|仅|仅为|只有|有|均|均为|也|已|分别|分别为|高达|人民币|的"
    r"|[:：=≥≤<>¥￥“”\"()（）+\s])+$"
)
# 15%、25%和30%; also each behind its own name: 产出（97.6%）、决策（90.0%）和过程（86.4%）
_CHAIN = re.compile(r"\s*(?:[、和与及]|以及)\s*|\)\s*(?:[、和与及]|以及)\s*[\u4e00-\u9fff]{2,8}\(")
_OPENED_LABEL, _CLOSED_LABEL = (
    re.compile(r"(?!.*得分)[^，,。；;：:、]{2,30}[（(]"),
    re.compile(r"\s?[)）]\s*(?:[。.：:；;]|$)"),
)
_OF_AIM = re.compile(r"(?:目标|计划|任务|指标)[值数量]{0,2}[为是]?[\d.,]+[\u4e00-\u9fff/]{1,5}的$")  # 为目标值12支的75%
_NEAR, _FARTHEST = 6, 60
_NO_TARGETS = {Role.SCORE, Role.WEIGHT, Role.DEDUCTION, Role.TOTAL, Role.SCORE_RATE, Role.SAMPLE, Role.CONFIDENCE}
_RESULTS = {Role.ACTUAL, Role.COUNT, Role.RATE, Role.SATISFACTION, Role.CHANGE}
_BOUND_IS_NO_TARGET = {Role.P_VALUE, Role.STATISTIC, Role.LEVEL, Role.CONFIDENCE}


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood: the role, the sign that its words give the value, the bound, how sure."""

    role: Role
    sign: int = 1
    bound: str = ""
    confidence: Confidence = Confidence.MIDDLE
    symbol: str = ""


def read_roles(text: str, numbers: Sequence[Number], is_aim: bool = False) -> list[Reading]:
    """Tell what each number of a sentence is.

    Parameters
    ----------
    text
        The sentence, names blotted out.
    is_aim
        Whether it stands where targets are told: then results are targets until the text speaks of what was reached.
    """
    enumerations = chains(text, numbers)
    readings: list[Reading] = []
    for at, number in enumerate(numbers):
        first, length = enumerations[at]
        front = text[clause_start(text, numbers[first].start) : numbers[first].start]
        told = _distributed(front, number, at - first, length) or _told(text, number, front)
        if told.role is Role.TOTAL and vocabulary().part_scores.search(text[: number.start]):
            told = replace(told, role=Role.SCORE)
        if number.unit == "分" and told.role is not Role.TOTAL and _is_label(text, number):
            told = replace(told, role=Role.WEIGHT)
        bound = _upper_bound(numbers, readings, at) or _bound(text[: number.start])
        aimed = is_aim and told.role in _RESULTS and not vocabulary().target_closes.search(text[: number.start])
        readings.append(
            replace(told, role=Role.TARGET) if aimed and not bound else _as_target(text, number, told, bound)
        )
    return readings


def _is_label(text: str, number: Number) -> bool:
    """过程（25分）。……: the points behind the name that opens a paragraph are those that can be had."""
    return bool(_OPENED_LABEL.fullmatch(text[: number.start]) and _CLOSED_LABEL.match(text[number.end :]))


def _upper_bound(numbers: Sequence[Number], readings: Sequence[Reading], at: int) -> str:
    """控制在18至26℃: what is said of the lower end of a range holds for the upper one."""
    both = at > 0 and numbers[at].is_range and numbers[at - 1].is_range
    return readings[at - 1].bound if both else ""


def chains(text: str, numbers: Sequence[Number]) -> list[tuple[int, int]]:
    """For each number the first of the enumeration that it stands in (15%、25%和30%), and how many that has."""
    firsts: list[int] = []
    for at, number in enumerate(numbers):
        before = numbers[at - 1] if at else None
        joined = before and before.unit == number.unit and _CHAIN.fullmatch(text[before.end : number.start])
        firsts.append(firsts[-1] if joined else at)
    return [(first, firsts.count(first)) for first in firsts]


def _distributed(front: str, number: Number, position: int, length: int) -> Reading | None:
    """到位率和执行率分别为100%和96.3%: as many cues as numbers, each its own."""
    group = vocabulary().groups.get(number.kind)
    if length < 2 or "分别" not in front or group is None:
        return None
    cues = [_cue(group, match) for match in group.pattern.finditer(front)]
    if len(cues) != length:
        return None
    return Reading(cues[position].role, cues[position].sign, confidence=Confidence.HIGH)


def _told(text: str, number: Number, front: str) -> Reading:
    """Strong words behind it, then what touches it in front, the nearest cue, weak words behind, the unit."""
    back = text[number.end : number.end + 16]
    return (
        _after(number, back, weak=False)
        or _touching(front, number)
        or _nearest(front, number)
        or _after(number, back, weak=True)
        or _lead(text, number)
        or Reading(_default(number), confidence=Confidence.LOW)
    )


def _after(number: Number, back: str, weak: bool) -> Reading | None:
    for row in vocabulary().afters:
        fits = row.is_weak is weak and number.kind in row.units and (number.hedge or not row.is_hedged)
        if fits and row.pattern.match(back):
            return Reading(row.role, confidence=Confidence.MIDDLE if weak else Confidence.HIGH)
    return None


def _touching(front: str, number: Number) -> Reading | None:
    """A cue that the number follows at once, but for 了 and 约. What ends in 到 or 为 tells a level, no change."""
    group = vocabulary().touching.get(number.kind)
    bare = re.sub(r"(?:了|约|近|大约|超过|仅|共|的(?=约)|[=:：“”\s])+$", "", front)
    for tail in dict.fromkeys((front[-24:], bare[-24:])):
        match = group.pattern.search(tail) if group else None
        if group and match and _goes_with(cue := _cue(group, match), number):
            return Reading(cue.role, cue.sign, confidence=Confidence.HIGH, symbol=cue.symbol)
    return None


def _nearest(front: str, number: Number) -> Reading | None:
    group = vocabulary().groups.get(number.kind)
    if group is None:
        return None
    for match in reversed(list(group.pattern.finditer(front))):
        cue = _cue(group, match)
        gap = len(_LINK.sub("", front[match.end() :][:_FARTHEST]))
        if gap <= cue.within and _goes_with(cue, number):
            confidence = Confidence.HIGH if gap <= _NEAR else Confidence.MIDDLE
            return Reading(cue.role, cue.sign, confidence=confidence, symbol=cue.symbol)
    return None


def _goes_with(cue: Cue, number: Number) -> bool:
    return not cue.of or bool(re.fullmatch(cue.of, number.unit))


def _cue(group: CueGroup, match: re.Match[str]) -> Cue:
    return group.cues[(match.lastindex or 1) - 1]


def _lead(text: str, number: Number) -> Reading | None:
    """项目支出中，人员经费120万元: what the sentence begins with holds for its parts."""
    match = vocabulary().leads.search(text[: number.start]) if number.kind == "money" else None
    if match is None:
        return None
    group = vocabulary().groups["money"]
    cue = group.pattern.search(match[1])
    return Reading(_cue(group, cue).role) if cue else None


def _default(number: Number) -> Role:
    defaults = vocabulary().defaults
    return defaults["money_per"] if number.kind == "money" and "/" in number.unit else defaults[number.kind]


# ── targets ─────────────────────────────────────────────────────────────────────────────────────────


def _as_target(text: str, number: Number, told: Reading, bound: str) -> Reading:
    """A number behind ≥ or 不低于, or in a sentence that tells what was aimed at, is a target."""
    if number.unit == "%" and _OF_AIM.search(text[: number.start]):
        return replace(told, role=Role.SHARE, bound=bound)
    if told.role in _NO_TARGETS | _BOUND_IS_NO_TARGET or (told.role is Role.STANDARD and not bound):
        return replace(told, bound=bound)
    if bound or _is_aimed_at(text[: number.start]):
        return Reading(Role.TARGET, 1, bound, Confidence.HIGH if bound else Confidence.MIDDLE)
    return told


def _bound(front: str) -> str:
    tail = re.sub(r"[±\s]+$", "", front)[-12:]
    return next((sign for pattern, sign in vocabulary().bounds if pattern.search(tail)), "")


def _is_aimed_at(front: str) -> bool:
    listed = vocabulary().target_lists.search(front)
    if listed and "实际" not in front[listed.end() :]:
        return True
    opened = max((match.end() for match in vocabulary().target_opens.finditer(front)), default=-1)
    closed = max((match.end() for match in vocabulary().target_closes.finditer(front)), default=-1)
    return opened >= 0 and opened > closed
