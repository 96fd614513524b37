"""B01 权重合计, C01 产出效益权重占比."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.scorecard import ScoreCard, plain
from yzperf.errors import Place
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.rules import Profile, Rules
from yzperf.scoring.data_items import framework_of


@check("B01", title="权重合计", clause="cn10.18", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def weights_sum(card: ScoreCard, rules: Rules) -> Iterator[Hit]:
    """Weights make 100, printed block points equal the weights below them, block weights are those of the profile."""
    total = sum((row.weight for row in card.rows), Fraction(0))
    profile = rules.profile(card.profile)
    if total != profile.full_score:
        yield _wrong_sum(card, total, profile.full_score)
    yield from _printed_blocks(card)
    yield from _profile_blocks(card, rules, profile)


def _wrong_sum(card: ScoreCard, total: Fraction, full: Fraction) -> Hit:
    message = f"各行分值合计 {plain(total)} 分，应为 {plain(full)} 分"
    if total < full and card.sheet.reported_total is None:
        # Neither all weights nor a total: more likely a part of a table than a wrong one.
        message += "；表上也没有总分，可能不完整"
        return Hit(_sheet_place(card), message, plain(total), plain(full), evidence=EvidenceClass.LEAD)
    return Hit(_sheet_place(card), message, plain(total), plain(full))


def _printed_blocks(card: ScoreCard) -> Iterator[Hit]:
    for block in card.sheet.blocks:
        below = _weight_below(card, block.name)
        if below is not None and below != block.points:
            message = f"“{block.name}”标明 {block.points} 分，所属各行分值合计 {plain(below)} 分"
            yield Hit(block.where, message, str(block.points), plain(below))


def _weight_below(card: ScoreCard, name: str) -> Fraction | None:
    """Sum of the weights that a block heading covers: a first level, one target, or all targets."""
    indicators = [row for row in card.rows if row.indicator != "预算执行率"]
    if any(row.l1 == name for row in indicators):
        rows = [row for row in indicators if row.l1 == name]
    elif name[-1:].isdigit():
        rows = [row for row in indicators if getattr(row.source, "block", "") == f"目标{name[-1]}"]
    elif name.endswith("目标"):
        rows = indicators
    else:
        rows = [row for row in card.rows if row not in indicators]
    return sum((row.weight for row in rows), Fraction(0)) if rows else None


def _profile_blocks(card: ScoreCard, rules: Rules, profile: Profile) -> Iterator[Hit]:
    """Weights of the first level against the profile; a hint only, since the rule says 原则上."""
    found = {name: weight for name, (weight, _) in card.totals_by("l1").items()}
    by_block: dict[str, Fraction] = {}
    for name, weight in found.items():
        block = rules.vocabulary.block_of(name) or name
        by_block[block] = by_block.get(block, Fraction(0)) + weight
    variants = [{item.block: item.weight for item in case.blocks} for case in profile.weights]
    if not variants or any(by_block == variant for variant in variants) or not _same_blocks(by_block, variants):
        return
    reported = "、".join(f"{name}{plain(weight)}" for name, weight in by_block.items())
    expected = "、".join(f"{name}{plain(weight)}" for name, weight in variants[0].items())
    message = f"一级指标权重为 {reported}，规则原则上为 {expected}；调整的应说明理由"
    yield Hit(
        _sheet_place(card),
        message,
        reported,
        expected,
        severity=Severity.HINT,
        evidence=EvidenceClass.RULE,
        clause=rules.cite("cn10.13"),
    )


def _same_blocks(found: dict[str, Fraction], variants: list[dict[str, Fraction]]) -> bool:
    return any(set(found) == set(variant) for variant in variants)


@check("C01", title="产出效益权重占比", clause="cn10.14", severity=Severity.MAJOR, evidence=EvidenceClass.RULE)
def output_benefit_share(card: ScoreCard, rules: Rules) -> Iterator[Hit]:
    """产出 and 效益 together carry at least the share that the profile of 财政/部门评价 asks for.

    A framework that does not divide so (事前评估, 考核, 政府财政运行) has no such share.
    """
    minimum = rules.profile(card.profile).min_output_benefit
    if minimum is None:
        raise Inapplicable("本计分方案不要求产出、效益权重占比")
    framework = framework_of(card.sheet, rules)
    if framework and not {"产出", "效益"} <= set(map(rules.vocabulary.block_of, framework.blocks)):
        raise Inapplicable(f"“{framework.name}”不分产出、效益")
    total = sum((row.weight for row in card.rows), Fraction(0))
    both = sum(
        (row.weight for row in card.rows if rules.vocabulary.block_of(row.l1) in ("产出", "效益", "满意度")),
        Fraction(0),
    )
    if total and both * 100 < minimum * total:
        share = plain(both * 100 / total)
        yield Hit(
            _sheet_place(card), f"产出、效益权重合计占 {share}%，原则上不低于 {plain(minimum)}%", share, plain(minimum)
        )


def _sheet_place(card: ScoreCard) -> Place:
    return Place(file=card.sheet.file, sheet=card.sheet.sheet)
