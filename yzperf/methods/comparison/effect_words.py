"""Sentences and rows that all comparison results share (比较法结果的共同写法)."""

from __future__ import annotations

from yzperf.domain.result import Diagnostic, Verdict
from yzperf.methods.comparison.parts import Change
from yzperf.methods.wording import fixed, p_value, rise_or_fall, span

OTHER_POLICIES = Diagnostic(
    "同期没有只影响其中一组的其他措施，也没有溢出",
    "数据本身不能回答",
    Verdict.UNTESTABLE,
    "由评价人员查阅同期政策并举证",
)


def answer(start: str, outcome: str, effect: Change, places: int, unit: str) -> str:
    """Say how much the outcome rose or fell, with interval and p value, and whether zero is excluded."""
    verdict = "区间包含0，不能排除没有作用" if effect.low <= 0 <= effect.high else "区间不含0"
    return (
        f"{start}{outcome}平均{rise_or_fall(effect.estimate)}{fixed(abs(effect.estimate), places, unit)}"
        f"（95%置信区间{span((effect.low, effect.high), places, unit)}，{p_value(effect.p_value)}），{verdict}。"
    )


def dropped_text(dropped: int) -> str:
    """Say how many rows were left out for an empty cell."""
    return f"，因空缺剔除{dropped}行" if dropped else "，没有因空缺剔除的行"


def change_row(name: str, change: Change) -> tuple[str, float, float, float, float, str]:
    """A row of a result table: name, estimate, error, interval, p value."""
    p = p_value(change.p_value).removeprefix("p").removeprefix("=")
    return name, change.estimate, change.standard_error, change.low, change.high, p


def signed(effect: Change, places: int, unit: str) -> str:
    """Write an effect with its sign and interval, for titles."""
    sign = "+" if effect.estimate > 0 else ""
    band = span((effect.low, effect.high), places)
    return f"{sign}{fixed(effect.estimate, places, unit)}（95%置信区间{band}）"
