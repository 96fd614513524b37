"""Score one row by the rule that its sheet states itself (评分标准): steps, deduction, check-list, all or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from yzperf.domain.quantity import Relation, normalise
from yzperf.domain.reading.checklist_results import met_parts, vetoed
from yzperf.domain.scorecard import plain
from yzperf.domain.scoring_rule import (
    AllOrNothing,
    Beyond,
    CheckList,
    Deduction,
    Levels,
    Points,
    Proportional,
    ScoringRule,
    Steps,
)
from yzperf.domain.units import conversion
from yzperf.scoring import share
from yzperf.scoring.judgement import Judgement

_POINTS_OF_PERCENT = ("%", "百分点", "个百分点")
_FAULTY = re.compile("不|未|缺|违|漏|错|误|超|逾|问题|虚")
_FAULTLESS = re.compile("无|没有|未发现|不存在|未发生|未出现|全部|均|0")
_DAYS = {"天": 1, "日": 1, "周": 7, "星期": 7}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a stated rule needs of a row. Numbers are in the unit of the target; what is not there is None."""

    weight: Fraction
    finding: str
    actual: Fraction | None
    target: Fraction | None
    unit: str
    relation: Relation | None
    due: date | None
    done: date | None


def judge_by_own_rule(rule: ScoringRule, reading: Reading) -> Judgement | None:
    """Score a row by its stated rule; None where the rule does not reach it and the profile's own rule holds."""
    judge: dict[type, Callable[[Any, Reading], Judgement | None]] = {
        Steps: _by_steps,
        Deduction: _by_deduction,
        CheckList: _by_checklist,
        AllOrNothing: _all_or_nothing,
        Proportional: _by_proportion,
        Levels: _by_levels,
    }
    found = judge[type(rule)](rule, reading)
    if found and found.share is not None and not 0 <= found.share <= 1:
        return Judgement(None, found.rule, f"评分标准给的分超过分值 {plain(reading.weight)} 分，请核对")
    return found


def _by_steps(rule: Steps, reading: Reading) -> Judgement | None:
    value = _rate(reading) if rule.of_rate else _in_unit(reading, next((s.unit for s in rule.steps if s.unit), ""))
    if value is None:
        return None
    earned = [_share(step.points, reading) for step in rule.steps if step.covers(value)]
    name = "完成率" if rule.of_rate else "完成值"
    if not earned:
        return Judgement(None, "评分标准：分档", f"{name} {_shown(value)} 不在任何一档内，由评价人判断")
    return Judgement(max(earned), f"评分标准：分档，{name} {_shown(value)} 得分值的 {_percent(max(earned))}")


def _by_deduction(rule: Deduction, reading: Reading) -> Judgement | None:
    beyond = _days_late(rule, reading) if rule.beyond is Beyond.LATE else _excess(rule, reading)
    if beyond is None or (rule.full_at is not None and not _is_full_there(rule.full_at, reading)):
        return None
    if rule.nothing_below is not None and reading.unit == "%" and (reading.actual or 0) < rule.nothing_below:
        return Judgement(Fraction(0), f"评分标准：低于 {plain(rule.nothing_below)}% 不得分")
    size, lost = rule.size, _share(rule.lost, reading)
    scale = beyond.denominator * size.denominator
    pair = (lost.numerator, lost.denominator)
    earned = Fraction(*share.deducted(int(beyond * scale), int(size * scale), pair, started=rule.started))
    unit = f"{plain(size)}{rule.unit}"
    words = f"评分标准：每{rule.beyond}{unit}扣分值的 {_percent(lost)}{'，不足的按一个单位' if rule.started else ''}"
    return Judgement(
        earned, words, f"{rule.beyond} {_shown(max(beyond, Fraction(0)))}{rule.unit}" if beyond > 0 else ""
    )


def _is_full_there(full_at: Fraction, reading: Reading) -> bool:
    """Whether the per cent that the rule calls full is the target of the row."""
    return reading.unit == "%" and reading.target == full_at


def _excess(rule: Deduction, reading: Reading) -> Fraction | None:
    """How far the value lies beyond its target, in the unit of the rule; per cent of a number are of its target."""
    if reading.actual is None or reading.target is None:
        return _faults(rule, reading) if rule.beyond is Beyond.FAULT else None
    gap = reading.target - reading.actual
    wrong = (
        -gap if reading.relation is Relation.AT_MOST or not reading.target else gap
    )  # 0 faults are wanted, or 46 sound
    ways = {Beyond.BELOW: gap, Beyond.ABOVE: -gap, Beyond.EITHER: abs(gap), Beyond.FAULT: wrong}
    beyond = ways[rule.beyond]
    if rule.unit in _POINTS_OF_PERCENT and reading.unit != "%":
        return beyond * 100 / reading.target if reading.target > 0 else None
    if rule.unit in _POINTS_OF_PERCENT or not reading.unit:
        return beyond
    factor = conversion(reading.unit, rule.unit)
    return None if factor is None else beyond * factor


def _faults(rule: Deduction, reading: Reading) -> Fraction | None:
    """How many faults the finding counts (3个标段缺失, 无不合规支出), or how many of 4个要点 it does not have."""
    if reading.target is not None:
        count = int(reading.target)
        met = met_parts(reading.finding, count) if reading.target == count else None
        return None if met is None else Fraction(count - (met if isinstance(met, int) else len(met)))
    finding = normalise(reading.finding)
    counted = re.findall(rf"(\d+)\s*{re.escape(rule.unit)}", finding)
    if len(counted) == 1 == len(re.findall(r"\d+", finding)) and _FAULTY.search(finding):
        return Fraction(counted[0])
    return Fraction(0) if _FAULTLESS.match(finding) and not re.search(r"\d", finding) else None


def _days_late(rule: Deduction, reading: Reading) -> Fraction | None:
    if reading.due is None or reading.done is None or rule.unit not in _DAYS:
        return None
    return Fraction((reading.done - reading.due).days, _DAYS[rule.unit])


def _by_checklist(rule: CheckList, reading: Reading) -> Judgement | None:
    veto = vetoed(reading.finding, rule.veto)
    if veto is None:
        return Judgement(None, "评分标准：逐项核对", f"是否属于“{'、'.join(rule.veto)}”由评价人判断")
    if veto:
        return Judgement(Fraction(0), "评分标准：一票否决", f"存在{'、'.join(rule.veto)}之一，不得分")
    met = met_parts(reading.finding, rule.count)
    if met is None and reading.target == rule.count and reading.actual in range(rule.count + 1):
        met = int(reading.actual or 0)  # 4项 of 5项
    if met is None:
        return None
    number = met if isinstance(met, int) else len(met)
    earned = _of_parts(rule, met, reading)
    if earned is None:
        return Judgement(
            None, "评分标准：逐项核对", f"各要点分值不同，应写明符合哪几项（如“符合①③”），只见“{number} 项”"
        )
    return Judgement(earned, f"评分标准：{rule.count} 项要点，符合 {number} 项")


def _of_parts(rule: CheckList, met: int | frozenset[int], reading: Reading) -> Fraction | None:
    number = met if isinstance(met, int) else len(met)
    if rule.lost:
        return max(1 - _share(rule.lost, reading) * (rule.count - number), Fraction(0))
    if not rule.points:
        return Fraction(*share.listed(number, rule.count))
    shares = [_share(points, reading) for points in rule.points]
    if len(set(shares)) == 1:
        return shares[0] * number
    return None if isinstance(met, int) else sum((shares[part - 1] for part in met), Fraction(0))


def _by_proportion(rule: Proportional, reading: Reading) -> Judgement | None:
    """What the curve of the profile would not say: nothing below a bound, a rate times the weight whatever its target."""
    if rule.of_value and reading.unit == "%" and reading.target != 100:
        return Judgement(None, "评分标准：按比率乘分值", "公式没有和指标值相比，由评价人核对")
    rate = _rate(reading) if rule.nothing_below is not None else None
    if rate is None or rule.nothing_below is None or rate >= rule.nothing_below:
        return None
    return Judgement(Fraction(0), f"评分标准：完成率低于 {plain(rule.nothing_below)}% 不得分")


def _by_levels(rule: Levels, reading: Reading) -> Judgement | None:
    finding = re.sub(r"[\s。;,]", "", normalise(reading.finding))
    points = dict(rule.points).get(finding)
    return None if points is None else Judgement(_share(points, reading), f"评分标准：“{finding}”")


def _all_or_nothing(_: AllOrNothing, reading: Reading) -> Judgement | None:
    reached = _reached(reading)
    if reached is None:
        return None
    return Judgement(Fraction(int(reached)), f"评分标准：{'达到得满分' if reached else '未达到不得分'}")


def _reached(reading: Reading) -> bool | None:
    if reading.due and reading.done:
        return reading.done <= reading.due
    if reading.actual is None or reading.target is None or reading.relation is None:
        return None
    if not reading.target:  # no accidents are wanted, whatever sign stands before the 0
        return reading.actual <= 0
    return reading.relation.holds(reading.actual, reading.target)


def _rate(reading: Reading) -> Fraction | None:
    """Completion in per cent, by the direction of the target."""
    actual, target = reading.actual, reading.target
    if actual is None or not target:
        return None
    if reading.relation is not Relation.AT_MOST:
        return actual * 100 / target
    return target * 100 / actual if actual > target else Fraction(100)


def _in_unit(reading: Reading, unit: str) -> Fraction | None:
    if reading.actual is None or not unit or not reading.unit:
        return reading.actual
    factor = conversion(reading.unit, unit)
    return None if factor is None else reading.actual * factor


def _share(points: Points, reading: Reading) -> Fraction:
    return points.share(reading.weight) if reading.weight else Fraction(0)


def _shown(value: Fraction) -> str:
    return plain(value)


def _percent(value: Fraction) -> str:
    return f"{plain(value * 100)}%"
