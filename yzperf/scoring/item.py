"""Score one indicator by the rule of a profile (单项计分), or say why a person must judge it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from yzperf.domain.quantity import Kind, Quantity, Relation, normalise
from yzperf.domain.scorecard import ScoredRow, half_up, plain
from yzperf.domain.scoresheet import IndicatorRow
from yzperf.domain.units import conversion, dimension, is_money
from yzperf.rules import Profile, Rules, Satisfaction
from yzperf.scoring import share

_CURVES: dict[Relation, Callable[..., share.Share]] = {
    Relation.AT_LEAST: share.at_least,
    Relation.AT_MOST: share.at_most,
    Relation.EQUAL: share.equal_to,
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the rule says of one row: the exact share of the weight (None: a person judges), rule and note."""

    share: Fraction | None
    rule: str
    note: str = ""
    band: tuple[Fraction, Fraction] | None = None
    clause: str = ""


@dataclass(frozen=True, slots=True)
class ItemScorer:
    """Scores rows by one profile. ``year`` fills dates that were written without one."""

    rules: Rules
    profile: Profile
    year: int | None = None

    def score(self, row: IndicatorRow) -> ScoredRow:
        """Score one row; never guesses: what cannot be computed stays None with the reason in ``note``."""
        judgement = self._judge(row)
        weight = _fraction(row.weight.value) or Fraction(0)
        return ScoredRow(
            l1=row.l1,
            l2=row.l2,
            indicator=row.indicator,
            target=_shown(row.target),
            actual=_shown(row.actual),
            weight=weight,
            reported=_fraction(row.reported.value),
            exact=None if judgement.share is None else judgement.share * weight,
            rule=judgement.rule,
            note=judgement.note,
            where=row.where,
            source=row,
            band=None if judgement.band is None else (judgement.band[0] * weight, judgement.band[1] * weight),
            clause=judgement.clause or self._cite("reached"),
        )

    def _judge(self, row: IndicatorRow) -> Judgement:
        if self.profile.judged:
            return Judgement(None, "由考核人评分", "按评分标准由人评分，程序只核对档位和合计")
        if reason := _unusable(row):
            return Judgement(None, "无法按规则计分", reason)
        by_kind = {
            Kind.TEXT: self._qualitative,
            Kind.DATE: self._deadline,
            Kind.NUMBER: self._quantitative,
            Kind.RANGE: self._within,
        }
        return by_kind[row.target.kind](row)

    # ── qualitative ─────────────────────────────────────────────────────────────────────────────────

    def _qualitative(self, row: IndicatorRow) -> Judgement:
        cite = self._cite("qualitative")
        level = self.profile.band_of(row.actual.text)
        if level is None:
            return Judgement(None, f"{cite}：定性指标分档", _no_band(self.profile))
        shown = f"{plain(level.lower * 100)}%–{plain(level.upper * 100)}%"
        note = f"完成值“{row.actual}”属“{level.name}”档，得分应在分值的 {shown} 之间，由评价人确定"
        return Judgement(None, f"{cite}：{level.name} {shown}", note, (level.lower, level.upper), cite)

    # ── dates ───────────────────────────────────────────────────────────────────────────────────────

    def _deadline(self, row: IndicatorRow) -> Judgement:
        cite = self._cite("deadline")
        rule = f"{cite}：按时完成得满分"
        target, actual = self._with_year(row.target.date), self._with_year(row.actual.date)
        if target is None or actual is None:
            return Judgement(None, rule, f"完成值“{row.actual}”不是日期，是否按时由评价人判断")
        if actual <= target:
            return Judgement(Fraction(1), rule, "按时完成", clause=cite)
        days = (actual - target).days
        return Judgement(None, rule, f"逾期 {days} 天；规则没有逾期扣分比例，由评价人按项目规定判断")

    def _with_year(self, when: date | None) -> date | None:
        if when is None or when.year > 1:
            return when
        return when.replace(year=self.year) if self.year else None

    # ── numbers ─────────────────────────────────────────────────────────────────────────────────────

    def _quantitative(self, row: IndicatorRow) -> Judgement:
        actual, reason = self._in_unit_of_target(row)
        if actual is None:
            return Judgement(None, "无法按规则计分", reason)
        if reason := self._impossible(row, actual):
            return Judgement(None, "无法按规则计分", reason)
        target = Fraction(row.target.number or 0)
        if row.target.relation is None and actual != target and self.rules.vocabulary.is_less_better(row.indicator):
            note = "指标值未写比较符，从名称看可能越小越好，方向由评价人确认"
            return Judgement(None, "无法按规则计分", note)
        if self._is_tiered_satisfaction(row):
            return self._satisfaction(actual)
        relation, assumed = _relation(row)
        return self._by_curve(relation, actual, target, "；".join(filter(None, [assumed, reason])))

    def _within(self, row: IndicatorRow) -> Judgement:
        """A target range (90%-100%): inside it is reached; outside no rule gives a share, so a person judges."""
        rule = f"{self._cite('reached')}：在指标值区间内得满分"
        actual, reason = self._in_unit_of_target(row)
        if actual is None or row.target.number is None or row.target.upper is None:
            return Judgement(None, "无法按规则计分", reason)
        if flaw := self._impossible(row, actual):
            return Judgement(None, "无法按规则计分", flaw)
        if Fraction(row.target.number) <= actual <= Fraction(row.target.upper):
            return Judgement(Fraction(1), rule, reason)
        return Judgement(None, rule, f"完成值“{row.actual}”不在指标值区间“{row.target}”内，由评价人按项目规定判断")

    def _is_tiered_satisfaction(self, row: IndicatorRow) -> bool:
        is_satisfaction = "满意度" in (self.rules.vocabulary.block_of(row.l1), self.rules.vocabulary.block_of(row.l2))
        return self.profile.satisfaction is Satisfaction.TIERS and (is_satisfaction or "满意" in row.indicator)

    def _satisfaction(self, percent: Fraction) -> Judgement:
        """Satisfaction by steps of the rate itself (满意度分档), whatever the target."""
        if percent < 0:
            return Judgement(None, "无法按规则计分", "满意度为负数，请核实")
        tier = next(tier for tier in self.profile.satisfaction_tiers if percent >= tier.lower * 100)
        rule = (
            f"{self._cite('satisfaction')}：满意度达到 {plain(tier.lower * 100)}% 得分值的 {plain(tier.share * 100)}%"
        )
        return Judgement(tier.share, rule, clause=self._cite("satisfaction"))

    def _by_curve(self, relation: Relation, actual: Fraction, target: Fraction, note: str) -> Judgement:
        if min(target, actual) < 0 and not _reached(relation, actual, target):
            return Judgement(None, "无法按规则计分", "指标值或完成值为负数而未达到，比例没有意义，由评价人判断")
        scale = actual.denominator * target.denominator
        earned, whole = _CURVES[relation](int(actual * scale), int(target * scale))
        if self.profile.floor:
            floor = self.profile.floor
            earned, whole = share.floored((earned, whole), (floor.numerator, floor.denominator))
        rule, notes = self._rule(relation, actual, target), self._notes(relation, actual, target, note)
        return Judgement(Fraction(earned, whole), rule, notes, clause=self._basis(relation, actual, target))

    def _basis(self, relation: Relation, actual: Fraction, target: Fraction) -> str:
        """The citation of a score: the law for what it says, the program setting for what it leaves open."""
        if _reached(relation, actual, target):
            return self._cite("reached")
        return self._cite({Relation.AT_MOST: "reverse", Relation.EQUAL: "equal"}.get(relation, "missed"))

    def _rule(self, relation: Relation, actual: Fraction, target: Fraction) -> str:
        if _reached(relation, actual, target):
            return f"{self._cite('reached')}：达到指标值得满分"
        if self.profile.floor:
            return f"{self._cite('missed')}：（完成率－{plain(self.profile.floor * 100)}%）÷（1－{plain(self.profile.floor * 100)}%）×分值"
        formula = {
            Relation.AT_LEAST: "完成值÷指标值×分值",
            Relation.AT_MOST: "指标值÷完成值×分值",
            Relation.EQUAL: "较小值÷较大值×分值",
        }[relation]
        own = {Relation.AT_MOST: "reverse", Relation.EQUAL: "equal"}.get(relation)
        convention = f"；{self._cite(own)}" if own else ""
        return f"{self._cite('missed')}：未达到按比例，{formula}{convention}"

    def _notes(self, relation: Relation, actual: Fraction, target: Fraction, note: str) -> str:
        limit = Fraction(self.rules.parameter("explain_over").number)
        far = relation is Relation.AT_LEAST and target > 0 and actual > target * limit
        over = (
            f"完成值为指标值的 {plain_percent(actual / target)}，应说明原因；是否因目标偏低扣分由评价人决定"
            if far
            else ""
        )
        return "；".join(filter(None, [note, over]))

    def _in_unit_of_target(self, row: IndicatorRow) -> tuple[Fraction | None, str]:
        """The actual value in the target's unit. A missing unit is that of the target, unless 0.95 stands for 95%."""
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

    def _impossible(self, row: IndicatorRow, actual: Fraction) -> str:
        if row.target.unit == "%" and actual > 100 and self.rules.vocabulary.is_capped_rate(row.indicator):
            return f"“{row.indicator}”不可能超过100%，完成值“{row.actual}”有误"
        if actual < 0 and (row.target.number or 0) > 0:
            return f"完成值“{row.actual}”为负数，请核实"
        return ""

    def _cite(self, what: str) -> str:
        return self.rules.cite(self.profile.clause_for(what))


def _no_band(profile: Profile) -> str:
    said = "完成值未写明档次" if profile.bands else "本方案没有规定档次"
    return f"定性指标由评价人按达成程度评分；{said}"


def _unusable(row: IndicatorRow) -> str:
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


def _relation(row: IndicatorRow) -> tuple[Relation, str]:
    """The relation as written; where none is written, cost in money is a ceiling, all else a floor."""
    if row.target.relation:
        return row.target.relation, ""
    is_cost = any(word in row.l1 + row.l2 + row.indicator for word in ("成本", "支出")) and is_money(row.target.unit)
    is_fall = (row.target.number or 0) < 0  # 下降5%: a larger fall is better
    relation = Relation.AT_MOST if is_cost or is_fall else Relation.AT_LEAST
    return relation, f"指标值未写比较符，按“{relation}”计"


def _reached(relation: Relation, actual: Fraction, target: Fraction) -> bool:
    return {
        Relation.AT_LEAST: actual >= target,
        Relation.AT_MOST: actual <= target,
        Relation.EQUAL: actual == target,
    }[relation]


def _hundredfold(number: Fraction, wanted: Fraction) -> bool:
    """Whether one of the two looks like the other without its percent sign: 0.95 beside 95, 1 beside 100."""
    low, high = sorted([abs(number), abs(wanted)])
    return low <= 1 and high >= 20 and low * 50 <= high <= low * 200


def plain_percent(ratio: Fraction) -> str:
    """Print a ratio as percent with one decimal, half-up."""
    return f"{half_up(ratio * 100, 1)}%"


def _fraction(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _shown(quantity: Quantity) -> str:
    """The text as written, with operator and unit of their own columns where the cell itself lacks them."""
    text = quantity.text
    if quantity.kind not in (Kind.NUMBER, Kind.RANGE) or "分之" in text:
        return text
    front = str(quantity.relation) if quantity.relation and not _has_relation(text) else ""
    return f"{front}{text}{_missing_end(normalise(text), quantity.unit)}"


def _missing_end(text: str, unit: str) -> str:
    """What the text lacks of its unit: all of it behind a bare figure, 人 behind 3万 with the unit 万人."""
    if unit in "".join(text.split()):
        return ""
    return next(unit[size:] for size in range(len(unit), -1, -1) if text.endswith(unit[:size]))


def _has_relation(text: str) -> bool:
    return not text.lstrip("-+ 　")[:1].isdigit() or any(word in text for word in ("以上", "以下", "以内", "内"))
