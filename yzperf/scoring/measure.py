"""The actual value as it may be held against its target (完成值与指标值的比较): units, missing signs, impossible values."""

from __future__ import annotations

from fractions import Fraction

from yzperf.domain.quantity import Kind
from yzperf.domain.scoresheet import IndicatorRow
from yzperf.domain.units import conversion, dimension
from yzperf.rules import Vocabulary


def unusable(row: IndicatorRow) -> str:
    """Why a row cannot be scored at all: a blank target or a blank actual value never counts as zero."""
    if row.target.kind is Kind.BLANK and row.actual.kind is Kind.BLANK:
        return "指标值和实际完成值均未填写数值" + ("；写“无”的，表示零请填 0" if "无" in row.actual.text else "")
    if row.target.kind is Kind.BLANK:
        return "未填写指标值，无从判断是否完成"
    if row.actual.kind is Kind.BLANK:
        return "未填写实际完成值（空白不按0计）"
    if row.target.kind in (Kind.NUMBER, Kind.RANGE) and row.actual.kind is not Kind.NUMBER:
        return f"指标值为数值而完成值“{row.actual}”不是数值"
    return ""


def measured(row: IndicatorRow, words: Vocabulary) -> tuple[Fraction | None, str]:
    """The actual value in the unit of the target with a note on it; None with the reason where it cannot be used."""
    actual, note = _in_unit_of_target(row)
    flaw = "" if actual is None else _impossible(row, actual, words)
    return (None, flaw) if flaw else (actual, note)


def _in_unit_of_target(row: IndicatorRow) -> tuple[Fraction | None, str]:
    """A missing unit is that of the target, unless 0.95 stands for 95%."""
    target, actual = row.target, row.actual
    number, wanted = Fraction(actual.number or 0), Fraction(target.number or 0)
    if not actual.unit or not target.unit:
        if "%" in (actual.unit, target.unit) and _hundredfold(number, wanted):
            return None, f"“{actual}”与“{target}”相差百倍，不知是否漏写百分号，请核实"
        return number, ""
    factor = conversion(actual.unit, target.unit)
    if factor is not None:
        return number * factor, "" if factor == 1 else f"已由“{actual.unit}”换算为“{target.unit}”"
    if dimension(actual.unit) and dimension(target.unit):
        return None, f"计量单位不一致：指标值“{target}”，完成值“{actual}”"
    return number, f"计量单位写法不同（{target.unit}、{actual.unit}），按相同单位计"


def _impossible(row: IndicatorRow, actual: Fraction, words: Vocabulary) -> str:
    if "%" in (row.target.unit, row.actual.unit) and actual > 100 and words.is_capped_rate(row.indicator):
        return f"“{row.indicator}”不可能超过100%，完成值“{row.actual}”有误"
    if actual < 0 and (row.target.number or 0) > 0:
        return f"完成值“{row.actual}”为负数，请核实"
    return ""


def _hundredfold(number: Fraction, wanted: Fraction) -> bool:
    """Whether one of the two looks like the other without its percent sign: 0.95 beside 95, 1 beside 100."""
    low, high = sorted([abs(number), abs(wanted)])
    return low <= 1 and high >= 20 and low * 50 <= high <= low * 200
