"""B09 比率与增减复算: values of formula indicators against the data items that are given with them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from yzperf.domain.data_item import Computation
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.scorecard import ScoreCard, plain
from yzperf.domain.units import conversion
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.intervals import prints_as
from yzperf.rules import Rules
from yzperf.scoring.data_items import FRAMEWORK, framework_of


@check("B09", title="比率与增减复算", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def values_follow_data_items(card: ScoreCard, rules: Rules) -> Iterator[Hit]:
    """A filled-in value is what its formula gives, at its own printed decimals; what was not computed is said."""
    if not card.sheet.items:
        raise Inapplicable("表上没有填数据项（“数据项”工作表）")
    if framework_of(card.sheet, rules) is None:
        named = card.sheet.head.get(FRAMEWORK)
        raise Inapplicable(f"不知道用哪个公式：表头的指标体系“{named or '空白'}”不是本程序的框架编号")
    for one in card.computed:
        if one.exact is None:
            yield Hit(one.where, f"“{one.indicator}”{one.words}", severity=Severity.HINT, evidence=EvidenceClass.LEAD)
        elif not _agrees(one, one.exact):
            recomputed = f"{plain(one.exact)}{one.unit}"
            message = f"“{one.indicator}”实际完成值填 {one.filled}，{one.words}"
            yield Hit(one.where, message, one.filled.text, recomputed)
    yield from _unused(card)


def _agrees(one: Computation, exact: Fraction) -> bool:
    """Whether the filled-in number is the computed one, rounded as it is printed; texts and blanks are not judged.

    A rate may be typed as 0.95, and a value without a unit has that of the formula.
    """
    if not isinstance(one.filled.number, Decimal) or one.filled.upper is not None:
        return True
    factor = conversion(one.filled.unit or one.unit, one.unit) or 1
    if prints_as(exact / factor, one.filled.number):
        return True
    return one.unit == "%" and "%" not in one.filled.text and prints_as(exact / 100, one.filled.number)


def _unused(card: ScoreCard) -> Iterator[Hit]:
    """A number that no row uses: its indicator was renamed or taken out."""
    used = {name for one in card.computed for name in one.items}
    for item in card.sheet.items:
        if item.name not in used:
            message = f"数据项“{item.name}”填了 {item.value}，没有哪一行的公式用到它；指标改了名的，请改回框架里的名称"
            yield Hit(item.where, message, severity=Severity.HINT, evidence=EvidenceClass.LEAD)
