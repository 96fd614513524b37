"""C02 定量指标占比, C04 可衡量性, C06 成本指标缺失, C07 权重集中与平均主义, C08 软目标: what a set of indicators can tell at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.quantity import Kind, Quantity, Relation, normalise
from yzperf.domain.scorecard import ScoreCard, half_up, plain
from yzperf.domain.scoresheet import IndicatorRow, SheetKind
from yzperf.domain.units import conversion, is_money
from yzperf.errors import Place
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.indicator_words import indicator_words
from yzperf.rules import Framework, Rules

# Thresholds are settings of the program: no document gives them, and none of these checks costs points.
_QUANTITATIVE = Fraction(1, 2)  # of the points of 产出, 效益 and 满意度
_HEAVY = Fraction(3, 10)  # of all points, for one indicator
_CONCENTRATED = Fraction(1, 5)  # Herfindahl index; 20 equal indicators have 0.05
_ALIKE = Fraction(5, 4)  # the heaviest by the lightest, where weights are as good as equal
_MANY = 6  # indicators: with fewer, weights are large of necessity
_SOFT, _SLACK = Fraction(3, 2), Fraction(1, 2)  # completion above a floor, cost below a ceiling
_ALL_FULL = 8  # indicators
_RESULTS = ("产出", "效益", "满意度", "成本")
_FIGURE = re.compile(r"\d|[一二三四五六七八九十百]成|过半")
_ROWS = "表上没有产出、效益指标"


@check("C02", title="定量指标占比", clause="cn10.14", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
def mostly_quantitative(card: ScoreCard, rules: Rules) -> Iterator[Hit]:
    """At least half of the points of outputs and benefits rest on targets with a number, a range or a day."""
    rows = _results(card, rules)
    weights = [(Fraction(row.weight.value or 0), _is_quantitative(row.target)) for row in rows]
    whole = sum((weight for weight, _ in weights), Fraction(0))
    if not whole:
        raise Inapplicable(_ROWS)
    share = sum((weight for weight, is_number in weights if is_number), Fraction(0)) / whole
    if share < _QUANTITATIVE:
        shown = f"{half_up(share * 100, 1)}%"
        message = f"产出、效益、满意度 {plain(whole)} 分中，定量指标只占 {shown}"
        yield Hit(_sheet(card), message, shown, f"{half_up(_QUANTITATIVE * 100, 0)}%以上")


def _is_quantitative(target: Quantity) -> bool:
    return target.kind in (Kind.NUMBER, Kind.RANGE, Kind.DATE)


@check("C04", title="可衡量性", clause="cn101.1.1", severity=Severity.HINT, evidence=EvidenceClass.LEAD)
def targets_can_be_measured(card: ScoreCard, rules: Rules) -> Iterator[Hit]:
    """A target that is nothing but a vague word (效果显著) cannot be missed; an act that one can look up can."""
    rows = [row for row in _results(card, rules) if row.target.kind is Kind.TEXT]
    if not rows:
        raise Inapplicable("表上没有文字写的指标值")
    for row in rows:
        word = _vague_word(row.target.text, rules)
        if word and not indicator_words().scored.search(normalise(row.standard)):
            message = f"“{row.indicator}”的指标值“{row.target.text}”没有数量、单位和时限（“{word}”），无法衡量"
            yield Hit(row.where, message, row.target.text)


def _vague_word(text: str, rules: Rules) -> str:
    """The word by which a target says nothing; blank where it has a figure or names an act that can be looked up."""
    words, plain = indicator_words(), normalise(text)
    if _FIGURE.search(plain) or words.checkable.search(plain):
        return ""
    direction = words.direction.search(plain)
    return rules.vocabulary.vague_word(text) or (direction[0] if direction else "")


@check("C06", title="成本指标缺失", clause="cn101.2.1", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
def works_have_a_cost_indicator(card: ScoreCard, rules: Rules) -> Iterator[Hit]:
    """Works, repairs and purchases have an indicator of cost."""
    name = card.sheet.head.get("项目名称", "")
    rows = _results(card, rules)
    if not rows or not indicator_words().works.search(name):
        raise Inapplicable("项目名称看不出是工程基建、修缮或购置类，或表上没有产出、效益指标")
    if not any(_is_cost(row) for row in rows):
        yield Hit(_sheet(card), f"“{name}”看来是工程、修缮或购置类项目，没有成本指标", "", "成本指标")


@check("C06", title="成本指标缺失", clause="", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
def cost_as_in_the_framework(agency_sheet: ScoreCard, framework: Framework, rules: Rules) -> Iterator[Hit]:
    """An evaluation by a framework that looks at cost looks at cost; the framework is a reference, so this is a lead."""
    asked = [indicator for indicator in framework.indicators if "成本" in indicator.l2 + indicator.l1]
    rows = _results(agency_sheet, rules)
    if not asked or not rows:
        raise Inapplicable(f"“{framework.name}”没有成本指标，或表上没有产出、效益指标")
    if not any(_is_cost(row) for row in rows):
        names = "、".join(f"“{indicator.name}”" for indicator in asked)
        message = f"案卷所选的“{framework.name}”有成本指标（{names}），评分表一个也没有；不设的请说明理由"
        yield Hit(_sheet(agency_sheet), message, "", names)


def _is_cost(row: IndicatorRow) -> bool:
    """By its name or its group, or by a target of so much money a piece, which may not be what people earn or are paid."""
    words = indicator_words()
    per_unit = "/" in row.target.unit and is_money(row.target.unit) and not words.not_cost.search(row.indicator)
    return per_unit or bool(words.cost.search(f"{row.l1}{row.l2}{row.indicator}"))


@check("C07", title="权重集中与平均", clause="", severity=Severity.HINT, evidence=EvidenceClass.LEAD)
def weights_tell_what_matters(card: ScoreCard, rules: Rules) -> Iterator[Hit]:
    """No indicator decides alone, weights are not all alike, and process does not outweigh output."""
    rows = [row for row in card.sheet.scored_rows if row.weight.value]
    weights = [Fraction(row.weight.value or 0) for row in rows]
    whole = sum(weights, Fraction(0))
    if len(rows) < _MANY or card.sheet.kind is SheetKind.AGENCY_APPRAISAL:
        raise Inapplicable(f"表上的指标不足 {_MANY} 个")
    heaviest = max(rows, key=lambda row: row.weight.value or 0)
    if max(weights) >= whole * _HEAVY:
        yield Hit(
            heaviest.where,
            f"“{heaviest.indicator}”一项占 {plain(max(weights))} 分，结论几乎由它决定",
            plain(max(weights)),
        )
    elif (index := sum((weight / whole) ** 2 for weight in weights)) > _CONCENTRATED:
        yield Hit(
            _sheet(card), f"分值集中在少数指标上（集中度 {half_up(Fraction(index))}）", str(half_up(Fraction(index)))
        )
    yield from _alike(card, rows, rules)
    yield from _process_first(card, rules)


def _alike(card: ScoreCard, rows: Sequence[IndicatorRow], rules: Rules) -> Iterator[Hit]:
    """Weights given by the head: of the whole sheet, or of all that measures results."""
    results = [row for row in rows if rules.vocabulary.block_of(row.l1) in _RESULTS]
    for name, part in (("", rows), ("产出、效益的", results)):
        weights = [Fraction(row.weight.value or 0) for row in part]
        if len(part) >= _MANY and max(weights) <= min(weights) * _ALIKE:
            said = (
                f"都是 {plain(weights[0])} 分"
                if len(set(weights)) == 1
                else f"在 {plain(min(weights))}—{plain(max(weights))} 分之间"
            )
            message = f"{name} {len(part)} 个指标每个{said}，没有区分主次".strip()
            yield Hit(_sheet(card), message, plain(weights[0]))
            return


def _process_first(card: ScoreCard, rules: Rules) -> Iterator[Hit]:
    blocks = {rules.vocabulary.block_of(name): weight for name, (weight, _) in card.totals_by("l1").items()}
    process, output = blocks.get("过程"), blocks.get("产出")
    if process and output and process > output:
        yield Hit(
            _sheet(card), f"“过程”{plain(process)} 分，多于“产出”{plain(output)} 分", plain(process), plain(output)
        )


# ── C08 ─────────────────────────────────────────────────────────────────────────────────────────────


@check("C08", title="软目标与零区分度", clause="cn10.16", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
def targets_were_a_challenge(card: ScoreCard, rules: Rules) -> Iterator[Hit]:
    """Targets that are exceeded by half, or indicators that all have full marks, tell nothing of the performance."""
    rows = _results(card, rules)
    if not rows:
        raise Inapplicable(_ROWS)
    for row in rows:
        rate = _completion(row, rules)
        if rate is not None and not row.target_too_low:
            yield from _soft(row, *rate)
    yield from _all_full(card)


def _soft(row: IndicatorRow, rate: Fraction, is_ceiling: bool) -> Iterator[Hit]:
    if (rate < _SLACK) if is_ceiling else (rate > _SOFT):
        shown = f"{half_up(rate * 100, 1)}%"
        message = (
            f"“{row.indicator}”目标 {row.target}、完成 {row.actual}，为目标的 {shown}；请核对目标是否定得偏低并说明原因"
        )
        yield Hit(row.where, message, shown)


def _completion(row: IndicatorRow, rules: Rules) -> tuple[Fraction, bool] | None:
    """Actual ÷ target in one unit, and whether the target is a ceiling; None where the division means nothing."""
    target, actual = row.target, row.actual
    if target.kind is not Kind.NUMBER or actual.kind is not Kind.NUMBER or target.relation is Relation.EQUAL:
        return None
    factor = Fraction(1) if not (target.unit and actual.unit) else conversion(actual.unit, target.unit)
    if factor is None or not target.number or target.number < 0 or actual.number is None or actual.number < 0:
        return None
    less = rules.vocabulary.is_less_better(row.indicator) or bool(
        indicator_words().cost.search(f"{row.l1}{row.l2}{row.indicator}")
    )
    if target.relation is None and less:
        return None
    return Fraction(actual.number) * factor / Fraction(target.number), target.relation is Relation.AT_MOST


def _all_full(card: ScoreCard) -> Iterator[Hit]:
    rows = [row for row in card.sheet.scored_rows if row.weight.value and row.reported.value is not None]
    is_full = len(rows) >= _ALL_FULL and all(row.reported.value == row.weight.value for row in rows)
    if is_full and len(rows) == len([row for row in card.sheet.scored_rows if row.weight.value]):
        yield Hit(
            _sheet(card), f"{len(rows)} 个指标全部得满分，看不出好坏；请核对目标是否有挑战性", f"{len(rows)} 个满分"
        )


# ── what they rest on ───────────────────────────────────────────────────────────────────────────────


def _results(card: ScoreCard, rules: Rules) -> Sequence[IndicatorRow]:
    if card.sheet.kind not in (SheetKind.SELF_EVALUATION, SheetKind.EVALUATION):
        raise Inapplicable("这张表不是项目的自评表或评分表")
    return [row for row in card.sheet.scored_rows if rules.vocabulary.block_of(row.l1) in _RESULTS]


def _sheet(card: ScoreCard) -> Place:
    return Place(file=card.sheet.file, sheet=card.sheet.sheet)
