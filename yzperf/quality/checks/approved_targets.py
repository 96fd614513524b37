"""C09 与批复目标漂移: the score sheet against the approved 绩效目标表."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.quantity import Kind, Quantity, Relation, normalise
from yzperf.domain.scorecard import ScoreCard
from yzperf.domain.scoresheet import IndicatorRow, ScoreSheet, SheetKind
from yzperf.domain.units import conversion
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.indicator_words import indicator_words
from yzperf.quality.wording import likeness, plain_name
from yzperf.rules import Rules

_TAKEN_OVER = Fraction(1, 2)  # from this share on, an evaluation has taken over the approved indicators
_REWORDED, _OTHERWISE, _COUNTED = "措辞不同", "写法不同", "量词不同"  # changes that a person has to judge
_FEWEST = 4  # indicators with points on both tables: fewer do not show that the points were taken over
_UNSURE = (_REWORDED, _OTHERWISE, _COUNTED)
_RENAMED = Fraction(1, 2)  # likeness of two names that may mean one indicator
_IN_THE_NAME = re.compile(r"^20\d\d年度?|[(（][\u4e00-\u9fff%％/㎡]{1,5}[)）]$")
_MEASURED = ("产出", "效益", "满意度", "成本")
Pair = tuple[IndicatorRow, IndicatorRow]


@dataclass(frozen=True, slots=True)
class _Drift:
    """Approved rows with the row of the same name, approved ones that have none, and rows that were not approved."""

    same: tuple[Pair, ...]
    dropped: tuple[IndicatorRow, ...]
    added: tuple[IndicatorRow, ...]


@check("C09", title="与批复目标漂移", clause="cn10.2", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def targets_as_approved(card: ScoreCard, targets: ScoreSheet, rules: Rules) -> Iterator[Hit]:
    """The sheet measures against the targets that were approved: none dropped, changed in value, unit or direction."""
    if card.sheet.kind not in (SheetKind.SELF_EVALUATION, SheetKind.EVALUATION):
        raise Inapplicable("这张表不对照项目绩效目标")
    drift = _compare(targets.scored_rows, card.sheet.scored_rows)
    if not drift.same and not drift.dropped:
        raise Inapplicable("批复的绩效目标表没有指标")
    for approved, row in drift.same:
        yield from _changed(approved, row)
    if card.sheet.kind is SheetKind.SELF_EVALUATION:
        yield from _self_evaluation(drift, rules)
    else:
        yield from _evaluation(drift, card, targets, rules)


def _compare(approved: Sequence[IndicatorRow], rows: Sequence[IndicatorRow]) -> _Drift:
    left = list(rows)
    same: list[Pair] = []
    dropped = []
    for target in approved:
        found = next((row for row in left if _name(row) == _name(target)), None)
        if found is None:
            dropped.append(target)
        else:
            left.remove(found)
            same.append((target, found))
    return _Drift(tuple(same), tuple(dropped), tuple(left))


def _name(row: IndicatorRow) -> str:
    """The name without the year and the unit that some forms write into it: 2024年新建管网长度（公里）."""
    return plain_name(_IN_THE_NAME.sub("", row.indicator)) or plain_name(row.indicator)


# ── dropped and added ───────────────────────────────────────────────────────────────────────────────


def _self_evaluation(drift: _Drift, rules: Rules) -> Iterator[Hit]:
    """Indicators of a self-evaluation are those that were approved, no fewer and no more."""
    clause = rules.cite("cn10.13")
    yield from _reweighed(drift, rules)
    for row in drift.dropped:
        yield _dropped(row, drift.added, clause)
    renamed = [_renamed(row, drift.added) for row in drift.dropped]
    for row in drift.added:
        if row not in renamed and "执行率" not in row.indicator:
            message = f"“{row.indicator}”不在批复的绩效目标表里，自评指标应为批复的指标"
            yield Hit(row.where, message, row.indicator, severity=Severity.MAJOR, clause=clause)


def _evaluation(drift: _Drift, card: ScoreCard, targets: ScoreSheet, rules: Rules) -> Iterator[Hit]:
    """An evaluation may choose its own indicators; one that takes over the approved ones takes all, or says why not."""
    if Fraction(len(drift.same), len(drift.same) + len(drift.dropped)) < _TAKEN_OVER:
        message = f"批复的 {len(drift.same) + len(drift.dropped)} 个指标，评分表只有 {len(drift.same)} 个同名；请核对各批复指标由哪一行评价"
        yield _lead(Hit(drift.dropped[0].where, message, card.sheet.file, targets.file), Severity.MINOR)
        return
    for row in drift.dropped:
        yield _dropped(row, drift.added, "")
    yield from _reweighed_singly(drift, rules)
    own = [row for row in drift.added if rules.vocabulary.block_of(row.l1) in _MEASURED]
    renamed = [_renamed(row, drift.added) for row in drift.dropped]
    added = [row for row in own if row not in renamed]
    if added:
        names = "、".join(f"“{row.indicator}”" for row in added)
        message = f"产出、效益中有 {len(added)} 个指标没有批复：{names}；由评价方增设的，请在报告里说明"
        yield _lead(Hit(added[0].where, message, names), Severity.HINT)


def _reweighed(drift: _Drift, rules: Rules) -> Iterator[Hit]:
    """Points are approved with the budget; where both tables share out the same sum, other points are a change."""
    pairs = [(one, two) for one, two in drift.same if one.weight.value is not None and two.weight.value is not None]
    if drift.dropped or sum(one.weight.value or 0 for one, _ in pairs) != sum(
        two.weight.value or 0 for _, two in pairs
    ):
        return
    for approved, row in pairs:
        if approved.weight.value != row.weight.value:
            message = (
                f"“{row.indicator}”的分值批复为 {approved.weight.text}，此处写 {row.weight.text}；批复以后原则上不调整"
            )
            hit = Hit(row.where, message, row.weight.text, approved.weight.text, clause=rules.cite("cn101.3.6"))
            yield _lead(hit, Severity.MINOR)


def _reweighed_singly(drift: _Drift, rules: Rules) -> Iterator[Hit]:
    """An evaluation weighs by itself; one that took over nearly all approved points may have mistyped the others."""
    known = [(one, two) for one, two in drift.same if one.weight.value is not None and two.weight.value is not None]
    other = [(one, two) for one, two in known if one.weight.value != two.weight.value]
    if len(known) < _FEWEST or len(other) * 3 > len(known):
        return
    for approved, row in other:
        message = f"“{row.indicator}”的分值批复为 {approved.weight.text}，评分表写 {row.weight.text}，其余 {len(known) - len(other)} 个指标的分值都与批复相同"
        hit = Hit(row.where, message, row.weight.text, approved.weight.text, clause=rules.cite("cn101.3.6"))
        yield _lead(hit, Severity.MINOR)


def _dropped(row: IndicatorRow, added: Sequence[IndicatorRow], clause: str) -> Hit:
    other = _renamed(row, added)
    given = f"{row.indicator} {row.target}"
    if other:
        change = "" if Kind.BLANK in (row.target.kind, other.target.kind) else _what_changed(row.target, other.target)
        also = f"；指标值批复为 {_shown(row.target)}，此处写 {_shown(other.target)}（{change}）" if change else ""
        message = f"批复的“{row.indicator}”表上没有同名的，可能改称“{other.indicator}”，请核对是不是同一指标{also}"
        return _lead(Hit(other.where, message, other.indicator, given, clause=clause), Severity.MINOR)
    message = f"批复的“{row.indicator}”（{row.target}）表上没有"
    return Hit(row.where, message, "", given, severity=Severity.MAJOR, clause=clause)


def _renamed(row: IndicatorRow, added: Sequence[IndicatorRow]) -> IndicatorRow | None:
    """The row that is most like an approved one by its name, or that has its very target and a name a little like it."""
    ranked = sorted(added, key=lambda other: likeness(row.indicator, other.indicator), reverse=True)
    best = next(iter(ranked), None)
    if best is None:
        return None
    alike = likeness(row.indicator, best.indicator)
    same_target = row.target.kind is Kind.NUMBER and _values(row.target, best.target) in (None, "same")
    needed = _RENAMED / 2 if same_target and row.target.number == best.target.number else _RENAMED
    return best if alike >= needed else None


def _lead(hit: Hit, severity: Severity) -> Hit:
    return replace(hit, severity=severity, evidence=EvidenceClass.LEAD)


# ── changed ─────────────────────────────────────────────────────────────────────────────────────────


def _changed(approved: IndicatorRow, row: IndicatorRow) -> Iterator[Hit]:
    one, two = approved.target, row.target
    if one.kind is Kind.BLANK or two.kind is Kind.BLANK or plain_name(one.text) == plain_name(two.text):
        return  # a target that is not filled in is told by C03
    if change := _what_changed(one, two):
        yield _drifted(approved, row, change, certain=change not in _UNSURE)


def _what_changed(one: Quantity, two: Quantity) -> str:
    """What became of a target, blank if it is the same."""
    if one.kind is not Kind.TEXT and two.kind is Kind.TEXT and not _may_say_the_same(two.text):
        return "定量的指标值改成了定性的"
    if one.kind is Kind.TEXT or two.kind is Kind.TEXT:
        first, second = normalise(one.text), normalise(two.text)
        return "" if first in second or second in first else _REWORDED
    return _OTHERWISE if one.kind is not two.kind else _change(one, two)


def _may_say_the_same(text: str) -> bool:
    plain = normalise(text)
    return bool(re.search(r"\d", plain) or indicator_words().as_planned.search(plain))


def _drifted(approved: IndicatorRow, row: IndicatorRow, change: str, *, certain: bool = True) -> Hit:
    message = f"“{row.indicator}”的指标值批复为 {_shown(approved.target)}，此处写 {_shown(row.target)}：{change}"
    hit = Hit(row.where, message, _shown(row.target), _shown(approved.target))
    return hit if certain else _lead(hit, Severity.MINOR)


def _shown(target: Quantity) -> str:
    """The target with what stood in columns of its own (≥, 户)."""
    relation = str(target.relation) if target.relation and target.kind is Kind.NUMBER else ""
    text = target.text
    unit = "" if target.unit in normalise(text) else target.unit
    return f"{'' if relation in normalise(text) or _says_relation(text) else relation}{text}{unit}"


def _says_relation(text: str) -> bool:
    return any(sign in text for sign in "≥≤=＝<>＜＞不以")


def _change(one: Quantity, two: Quantity) -> str:
    """What became of a target, blank if it is the same."""
    if one.kind is Kind.DATE:
        return "" if one.date == two.date else "期限变了"
    change = _values(one, two)
    if change is None and _counted_alike(one, two):
        return _COUNTED
    if change is None:
        return "计量单位变了"
    if change == "same":
        turned = one.relation and two.relation and one.relation is not two.relation
        return "要求的方向变了" if turned and _opposed(one.relation, two.relation) else ""
    return _judged(one, change)


def _counted_alike(one: Quantity, two: Quantity) -> bool:
    return one.number == two.number and indicator_words().count_alike(one.unit, two.unit)


def _factor(one: Quantity, two: Quantity) -> Fraction | None:
    """From the unit of the second to that of the first: a unit that is left out is the same, a bare 0.95 is 95%."""
    if one.unit and two.unit:
        return conversion(two.unit, one.unit)
    bare, named = (one, two) if not one.unit else (two, one)
    is_share = named.unit == "%" and bare.number is not None and named.number is not None
    if is_share and 0 < Fraction(bare.number or 0) <= 1 < Fraction(named.number or 0):
        return Fraction(1, 100) if bare is one else Fraction(100)
    return Fraction(1)


def _values(one: Quantity, two: Quantity) -> str | None:
    """``same``, ``higher`` or ``lower`` in the unit of the approved one; None where the units do not convert."""
    factor = _factor(one, two)
    if factor is None or one.number is None or two.number is None:
        return None
    ends = [(Fraction(one.number), Fraction(two.number) * factor)]
    if one.upper is not None and two.upper is not None:
        ends.append((Fraction(one.upper), Fraction(two.upper) * factor))
    change = next((other - given for given, other in ends if other != given), Fraction(0))
    return "higher" if change > 0 else "lower" if change < 0 else "same"


def _judged(one: Quantity, change: str) -> str:
    easier = {Relation.AT_LEAST: "lower", Relation.AT_MOST: "higher"}.get(one.relation) if one.relation else None
    if easier is None:
        return "指标值变了"
    return "要求降低了" if change == easier else "要求提高了"


def _opposed(one: Relation | None, two: Relation | None) -> bool:
    return {one, two} == {Relation.AT_LEAST, Relation.AT_MOST}
