"""How numbers are written in sentences (数字写法): no more digits than the uncertainty bears."""

from __future__ import annotations

import math
from collections.abc import Sequence

_MOST_NAMES = 5


def places_for(error: float) -> int:
    """Return the decimals that leave two significant digits of an error, between 0 and 6.

    Examples
    --------
    >>> places_for(0.034), places_for(1.2), places_for(7456.0)
    (3, 1, 0)
    """
    if not math.isfinite(error) or error <= 0:
        return 2
    return min(6, max(0, 1 - math.floor(math.log10(error))))


def fixed(value: float, places: int, unit: str = "") -> str:
    """Write a number with fixed decimals and thousands separators, never ``-0.0``, and its unit."""
    rounded = round(value, places) + 0.0
    return f"{rounded:,.{places}f}{unit}"


def span(interval: tuple[float, float], places: int, unit: str = "") -> str:
    """Write an interval: ``1.2至3.4个百分点``."""
    low, high = interval
    return f"{fixed(low, places)}至{fixed(high, places)}{unit}"


def percent(share: float, places: int = 1) -> str:
    """Write a share between 0 and 1 as a percentage."""
    return fixed(100 * share, places, "%")


def p_value(p: float) -> str:
    """Write a p value: ``p=0.034``; below a thousandth ``p<0.001``."""
    return "p<0.001" if p < 0.001 else f"p={p:.3f}"


def listing(names: Sequence[str]) -> str:
    """Write up to five names, and how many there are in all if there are more."""
    shown = "、".join(str(name) for name in names[:_MOST_NAMES])
    return shown if len(names) <= _MOST_NAMES else f"{shown}等{len(names)}个"


def rise_or_fall(value: float) -> str:
    """Return 提高, 下降 or 没有变化 for the sign of a change."""
    if value == 0:
        return "没有变化"
    return "提高" if value > 0 else "下降"


def difference_unit(unit: str) -> str:
    """Return the unit of a difference: percentages differ by percentage points."""
    return "个百分点" if unit in {"%", "百分比"} else unit
