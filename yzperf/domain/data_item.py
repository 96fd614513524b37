"""Data items of formulas (数据项) as they were filled in, and the indicator values computed from them (指标值计算)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from yzperf.domain.quantity import Quantity
from yzperf.errors import Place


@dataclass(frozen=True, slots=True)
class DataValue:
    """One data item with its number, unit and source. ``meaning`` tells two items of one name apart."""

    name: str
    meaning: str
    value: Quantity
    source: str
    where: Place


@dataclass(frozen=True, slots=True)
class Computation:
    """The value of one indicator by its formula.

    ``exact`` is in ``unit`` (95 % is 95 with the unit %); None where the formula could not be computed: then ``words``
    say why. ``filled`` is what the sheet itself gave as 实际完成值.
    """

    indicator: str
    items: tuple[str, ...]
    filled: Quantity
    exact: Fraction | None
    unit: str
    words: str
    where: Place
