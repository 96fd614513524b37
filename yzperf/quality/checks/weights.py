"""B01 权重合计, C01 产出效益权重占比: what a sheet's points break of its profile and its framework."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.scorecard import ScoreCard, plain
from yzperf.errors import Place
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.rules import Breach, BreachKind, Framework, Profile, Rules, Status
from yzperf.scoring.data_items import framework_of


@check("B01", title="权重合计", clause="cn10.18", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def weights_sum(card: ScoreCard, rules: Rules) -> Iterator[Hit]:
    """Weights make 100, printed block points equal the weights below them, block weights are those of the profile."""
    profile = rules.profile(card.profile)
    if any(breach.kind is BreachKind.TOTAL for breach in _broken(card, profile, rules)):
        yield _wrong_sum(card, profile, rules)
    yield from _printed_blocks(card)
    yield from _profile_blocks(card, rules, profile)


def _wrong_sum(card: ScoreCard, profile: Profile, rules: Rules) -> Hit:
    total, full = sum((row.weight for row in card.rows), Fraction(0)), profile.full_score
    clause = rules.cite(profile.full_score_clause) if profile.full_score_clause else ""
    message = f"各行分值合计 {plain(total)} 分，应为 {plain(full)} 分"
    if total < full and card.sheet.reported_total is None:
        # Neither all weights nor a total: more likely a part of a table than a wrong one.
        message += "；表上也没有总分，可能不完整"
        return Hit(_sheet_place(card), message, plain(total), plain(full), evidence=EvidenceClass.LEAD, clause=clause)
    return Hit(_sheet_place(card), message, plain(total), plain(full), clause=clause)


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
    by_block = _by_block(card, rules)
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
        clause=rules.cite(profile.weights_clause or "cn10.13"),
    )


def _same_blocks(found: dict[str, Fraction], variants: list[dict[str, Fraction]]) -> bool:
    return any(set(found) == set(variant) for variant in variants)


@check("B01", title="权重合计", clause="cn10.14", severity=Severity.MAJOR, evidence=EvidenceClass.RULE)
def framework_points(agency_sheet: ScoreCard, framework: Framework, rules: Rules) -> Iterator[Hit]:
    """Points keep to what the case's framework asks of them: fixed, at least, ending, whole, shares."""
    blocks, parts = _by_framework_block(agency_sheet, framework, rules), _below_first_level(agency_sheet)
    profile = rules.profile(agency_sheet.profile)
    # The total is told by the check above, a demand that the profile makes as well by C01.
    told = {(breach.kind, breach.clause) for breach in _broken(agency_sheet, profile, rules)}
    for breach in framework.check_weights(blocks, parts):
        if breach.kind is not BreachKind.TOTAL and (breach.kind, breach.clause) not in told:
            yield _breach_hit(agency_sheet, breach, rules)


def _by_framework_block(card: ScoreCard, framework: Framework, rules: Rules) -> dict[str, Fraction]:
    """Points of the first level by the names of a framework; 满意度 as a block of its own counts as its 效益."""
    known = {rules.vocabulary.block_of(block): block for block in reversed(framework.blocks)}
    found: dict[str, Fraction] = {}
    for name, (weight, _) in card.totals_by("l1").items():
        kind = rules.vocabulary.block_of(name)
        alike = known.get("效益" if kind == "满意度" and kind not in known else kind) if kind else None
        block = name if name in framework.blocks else alike or name
        found[block] = found.get(block, Fraction(0)) + weight
    return found


def _below_first_level(card: ScoreCard) -> dict[str, Fraction]:
    single = {row.indicator: row.weight for row in card.rows}
    return single | {name: weight for name, (weight, _) in card.totals_by("l2").items()}


@check("C01", title="产出效益权重占比", clause="cn10.14", severity=Severity.MAJOR, evidence=EvidenceClass.RULE)
def output_benefit_share(card: ScoreCard, rules: Rules) -> Iterator[Hit]:
    """The blocks that the profile of 财政/部门评价 asks for are there; 产出 and 效益 carry at least their share."""
    profile = rules.profile(card.profile)
    if profile.min_output_benefit is None and not profile.required_blocks:
        raise Inapplicable("本计分方案不要求产出、效益权重占比")
    framework = framework_of(card.sheet, rules)
    if framework and not {"产出", "效益"} <= set(map(rules.vocabulary.block_of, framework.blocks)):
        raise Inapplicable(f"“{framework.name}”不分产出、效益")  # 事前评估, 考核, 政府财政运行
    for breach in _broken(card, profile, rules):
        if breach.kind in (BreachKind.SHARE, BreachKind.REQUIRED):
            yield _breach_hit(card, breach, rules, unsure=breach.kind is BreachKind.REQUIRED and _unnamed(card, rules))


def _unnamed(card: ScoreCard, rules: Rules) -> bool:
    """Whether a block bears a name that nobody knows: it may be the one that seems to be missing."""
    return any(rules.vocabulary.block_of(name) is None for name in card.totals_by("l1"))


# ── what both rest on ───────────────────────────────────────────────────────────────────────────────


def _broken(card: ScoreCard, profile: Profile, rules: Rules) -> tuple[Breach, ...]:
    return profile.check_weights(_by_block(card, rules))


def _by_block(card: ScoreCard, rules: Rules) -> dict[str, Fraction]:
    """Points of the first level, by the names that profiles use."""
    found: dict[str, Fraction] = {}
    for name, (weight, _) in card.totals_by("l1").items():
        block = rules.vocabulary.block_of(name) or name
        found[block] = found.get(block, Fraction(0)) + weight
    return found


def _breach_hit(card: ScoreCard, breach: Breach, rules: Rules, *, unsure: bool = False) -> Hit:
    """A demand that nobody has read in its document, or a sheet that cannot be read for sure, gives a lead only."""
    unread = bool(breach.clause) and rules.clause(breach.clause).status is Status.UNVERIFIED
    return Hit(
        _sheet_place(card),
        str(breach),
        breach.read,
        breach.expected,
        evidence=EvidenceClass.LEAD if unread or unsure else None,
        clause=rules.cite(breach.clause) if breach.clause else "",
    )


def _sheet_place(card: ScoreCard) -> Place:
    return Place(file=card.sheet.file, sheet=card.sheet.sheet)
