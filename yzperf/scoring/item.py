"""Score one indicator by the rule of a profile (单项计分), or say why a person must judge it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from yzperf.domain.quantity import Kind, Quantity, Relation, normalise
from yzperf.domain.reading.scoring_rules import read_scoring_rule, tells_points
from yzperf.domain.scorecard import ScoredRow, half_up, plain
from yzperf.domain.scoresheet import IndicatorRow
from yzperf.domain.scoring_rule import Proportional, ScoringRule
from yzperf.domain.units import is_money
from yzperf.rules import Profile, Rules, Satisfaction, tier_of
from yzperf.scoring import share
from yzperf.scoring.applies import not_applicable
from yzperf.scoring.judgement import Judgement, refused
from yzperf.scoring.level import judge_level
from yzperf.scoring.measure import measured, unusable
from yzperf.scoring.own_rule import Reading, judge_by_own_rule

_CEILING = re.compile(
    r"不(?:高于|大于|多于|超过)(?!且)[^,;。]{0,10}(?:得|计)满分|(?:目标|指标)值?\s*[÷/]\s*(?:实际|完成)"
)  # 不高于目标值得满分，高于的得分=目标值÷实际值×分值
_CURVES: dict[Relation, Callable[..., share.Share]] = {
    Relation.AT_LEAST: share.at_least,
    Relation.AT_MOST: share.at_most,
    Relation.EQUAL: share.equal_to,
}


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
            excluded=judgement.excluded,
            presumed=None if judgement.presumed is None else judgement.presumed * weight,
        )

    def _judge(self, row: IndicatorRow) -> Judgement:
        if self.profile.judged:
            return Judgement(None, "由考核人评分", "按评分标准由人评分，程序只核对档位和合计")
        if self.rules.vocabulary.is_not_applicable(row.actual.text):
            return not_applicable(self.rules, "填写为不适用")
        stated = read_scoring_rule(row.standard)
        if not self.profile.own_rules:
            return self._by_profile_first(row, stated)
        own = self._by_own_rule(row, stated)
        if own is not None:
            return own
        return self._unread_rule_noted(row, stated, self._by_profile(row))

    def _by_profile_first(self, row: IndicatorRow, stated: ScoringRule | None) -> Judgement:
        """The law goes first; a rule of the sheet fills only what it leaves to a person, such as a late date."""
        judgement = self._by_profile(row)
        if judgement.share is not None or judgement.band:
            return judgement
        own = self._by_own_rule(row, stated)
        return own if own is not None and own.share is not None else judgement

    def _by_own_rule(self, row: IndicatorRow, stated: ScoringRule | None) -> Judgement | None:
        if stated is None:
            return None
        actual, flaw = measured(row, self.rules.vocabulary) if row.actual.kind is Kind.NUMBER else (None, "")
        if row.actual.kind is Kind.NUMBER and actual is None:
            return refused(flaw)
        found = judge_by_own_rule(stated, self._reading(row, actual))
        return None if found is None else replace(found, clause=self._cite("own"))

    def _reading(self, row: IndicatorRow, actual: Fraction | None) -> Reading:
        is_number = row.target.kind is Kind.NUMBER
        return Reading(
            weight=_fraction(row.weight.value) or Fraction(0),
            finding=row.actual.text,
            actual=actual,
            target=_fraction(row.target.number) if is_number else None,
            unit=row.target.unit or row.actual.unit,
            relation=_relation(row)[0] if is_number else None,
            due=self._with_year(row.target.date),
            done=self._with_year(row.actual.date),
        )

    def _unread_rule_noted(self, row: IndicatorRow, stated: ScoringRule | None, judgement: Judgement) -> Judgement:
        """A stated rule that was not understood, or does not reach this row, must not pass as if it had been used: what
        was filled in is left to a person, and where nothing was, the profile goes on with a note."""
        # A formula says how the value arises, not how it is scored.
        if not row.standard or isinstance(stated, Proportional) or "÷" in row.standard:
            return judgement
        said = "表上评分标准未用于计分（未能读懂或不适合本行的填写），请核对"
        is_rule = (stated is not None or tells_points(row.standard)) and not row.percent  # a person's own percentage
        if not is_rule or row.reported.value is None or judgement.share is None:
            return replace(judgement, note="；".join(filter(None, [judgement.note, said])))
        presumed = judgement.share * (_fraction(row.weight.value) or 0)
        note = f"{said}；按方案为 {half_up(presumed)} 分，仅供参考"
        return Judgement(None, "由评价人按表上的评分标准判断", note, presumed=judgement.share)

    def _by_profile(self, row: IndicatorRow) -> Judgement:
        if reason := unusable(row):
            return judge_level(row, self.profile, self._cite("qualitative")) if row.percent else refused(reason)
        by_kind = {
            Kind.TEXT: lambda row: judge_level(row, self.profile, self._cite("qualitative")),
            Kind.DATE: self._deadline,
            Kind.NUMBER: self._quantitative,
            Kind.RANGE: self._within,
        }
        return by_kind[row.target.kind](row)

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
        actual, note = measured(row, self.rules.vocabulary)
        if actual is None:
            return refused(note)
        target = Fraction(row.target.number or 0)
        if row.target.relation is None and actual != target and self.rules.vocabulary.is_less_better(row.indicator):
            return refused("指标值未写比较符，从名称看可能越小越好，方向由评价人确认")
        if self._is_tiered_satisfaction(row):
            return self._satisfaction(actual)
        relation, assumed = _relation(row)
        judgement = self._by_curve(relation, actual, target, "；".join(filter(None, [assumed, note])))
        is_over = relation is Relation.AT_LEAST and target > 0 and actual > target
        return self._over(row, actual / target, judgement) if is_over else judgement

    def _within(self, row: IndicatorRow) -> Judgement:
        """A target range (90%-100%): inside it is reached; outside no rule gives a share, so a person judges."""
        rule = f"{self._cite('reached')}：在指标值区间内得满分"
        actual, note = measured(row, self.rules.vocabulary)
        if actual is None or row.target.number is None or row.target.upper is None:
            return refused(note)
        if Fraction(row.target.number) <= actual <= Fraction(row.target.upper):
            return Judgement(Fraction(1), rule, note)
        return Judgement(None, rule, f"完成值“{row.actual}”不在指标值区间“{row.target}”内，由评价人按项目规定判断")

    def _is_tiered_satisfaction(self, row: IndicatorRow) -> bool:
        is_satisfaction = "满意度" in (self.rules.vocabulary.block_of(row.l1), self.rules.vocabulary.block_of(row.l2))
        return self.profile.satisfaction is Satisfaction.TIERS and (is_satisfaction or "满意" in row.indicator)

    def _satisfaction(self, percent: Fraction) -> Judgement:
        """Satisfaction by steps of the rate itself (满意度分档), whatever the target."""
        if percent < 0:
            return refused("满意度为负数，请核实")
        tier = tier_of(self.profile.satisfaction_tiers, percent / 100)
        cite = self._cite("satisfaction")
        rule = f"{cite}：满意度达到 {plain(tier.lower * 100)}% 得分值的 {plain(tier.share * 100)}%"
        return Judgement(tier.share, rule, clause=cite)

    def _by_curve(self, relation: Relation, actual: Fraction, target: Fraction, note: str) -> Judgement:
        reached = relation.holds(actual, target)
        if min(target, actual) < 0 and not reached:
            return refused("指标值或完成值为负数而未达到，比例没有意义，由评价人判断")
        scale = actual.denominator * target.denominator
        earned, whole = _CURVES[relation](int(actual * scale), int(target * scale))
        if self.profile.floor:
            floor = self.profile.floor
            earned, whole = share.floored((earned, whole), (floor.numerator, floor.denominator))
        return Judgement(
            Fraction(earned, whole), self._rule(relation, reached), note, clause=self._basis(relation, reached)
        )

    def _basis(self, relation: Relation, reached: bool) -> str:
        """The citation of a score: the law for what it says, the program setting for what it leaves open."""
        if reached:
            return self._cite("reached")
        return self._cite({Relation.AT_MOST: "reverse", Relation.EQUAL: "equal"}.get(relation, "missed"))

    def _rule(self, relation: Relation, reached: bool) -> str:
        if reached:
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

    def _over(self, row: IndicatorRow, ratio: Fraction, judgement: Judgement) -> Judgement:
        """Far above the target: to be explained. Cut only where a person calls the target too low, by a table."""
        if self.rules.vocabulary.answer(row.target_too_low):
            return self._cut_for_low_target(ratio, judgement)
        if not self.rules.parameter("explain_over").holds(ratio):
            return judgement
        said = f"完成值为指标值的 {half_up(ratio * 100, 1)}%，应说明原因；是否因目标偏低扣分由评价人决定"
        return replace(judgement, note="；".join(filter(None, [judgement.note, said])))

    def _cut_for_low_target(self, ratio: Fraction, judgement: Judgement) -> Judgement:
        tier = next((tier for tier in self.profile.over_tiers if ratio >= tier.lower), None)
        if tier is None:
            said = "评价人认定目标偏低；本方案没有规定这种情形的扣分比例，得分不变"
            return replace(judgement, note="；".join(filter(None, [judgement.note, said])))
        cite = self._cite("over")
        rule = f"{cite}：目标偏低且完成值达到指标值的 {plain(tier.lower * 100)}%，得分值的 {plain(tier.share * 100)}%"
        return Judgement(tier.share, rule, "评价人认定目标偏低", clause=cite)

    def _cite(self, what: str) -> str:
        return self.rules.cite(self.profile.clause_for(what))


def _relation(row: IndicatorRow) -> tuple[Relation, str]:
    """The relation as written; else a ceiling where the stated rule is one or it is cost in money, all else a floor."""
    if row.target.relation:
        return row.target.relation, ""
    if _CEILING.search(normalise(row.standard)):
        return Relation.AT_MOST, f"指标值未写比较符，评分标准写不高于得满分，按“{Relation.AT_MOST}”计"
    is_cost = any(word in row.l1 + row.l2 + row.indicator for word in ("成本", "支出")) and is_money(row.target.unit)
    is_fall = (row.target.number or 0) < 0  # 下降5%: a larger fall is better
    relation = Relation.AT_MOST if is_cost or is_fall else Relation.AT_LEAST
    return relation, f"指标值未写比较符，按“{relation}”计"


def _fraction(value: Decimal | Fraction | None) -> Fraction | None:
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
