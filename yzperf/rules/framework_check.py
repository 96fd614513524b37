"""What can be wrong inside one framework (指标体系框架自查): ids, blocks, formulas, weights that cannot be met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from yzperf.domain.scorecard import plain
from yzperf.errors import Problem, RuleError
from yzperf.rules.entry import Flaw
from yzperf.rules.framework import Framework, Stage
from yzperf.rules.framework_indicator import Indicator
from yzperf.rules.points import Block, Limit


def check_framework(framework: Framework) -> Iterator[Problem]:
    """Find what contradicts itself inside one framework."""
    label, blocks = f"指标体系框架 {framework.id}", framework.blocks
    yield from framework.origin.problems(label, _doubled_blocks(blocks))
    yield from framework.demands.origin.problems(label, _wrong_total(framework))
    for stage in framework.stages:
        yield from stage.origin.problems(label, _wrong_stage(stage, blocks))
    for block in framework.block_rules:
        yield from block.origin.problems(label, _wrong_block(block, framework))
    for limit in framework.limits:
        yield from limit.origin.problems(label, _wrong_limit(limit, framework))
    seen: set[str] = set()
    for item in framework.indicators:
        yield from item.origin.problems(label, _wrong_indicator(item, blocks, seen))
        seen.add(item.id)


def _doubled_blocks(blocks: tuple[str, ...]) -> Iterator[Flaw]:
    for name, times in Counter(blocks).items():
        if times > 1:
            yield f"一级指标“{name}”重复", "不重复的一级指标", ("block", len(blocks) - 1 - blocks[::-1].index(name))


def _wrong_stage(stage: Stage, blocks: tuple[str, ...]) -> Iterator[Flaw]:
    for number, block in enumerate(stage.emphasis):
        if block not in blocks:
            read = f"阶段“{stage.name}”侧重“{block}”"
            yield read, f"一级指标 {'、'.join(blocks)} 之一", ("emphasis", number)


# ── points ──────────────────────────────────────────────────────────────────────────────────────────


def _wrong_total(framework: Framework) -> Iterator[Flaw]:
    """All block weights together make the total; where some are open, what is fixed must leave room for them."""
    total, rules = framework.demands.total, framework.block_rules
    if total is None:
        return
    fixed = [block.weight for block in rules if block.weight is not None]
    least = sum(fixed, framework.demands.unseen) + sum(block.min_weight or 0 for block in rules if block.weight is None)
    if rules and len(fixed) == len(rules) and least != total:
        yield f"一级指标分值合计 {plain(least)}", f"合计 {plain(total)}（total）", ("total",)
    elif least > total:
        yield f"一级指标分值至少合计 {plain(least)}", f"不超过 {plain(total)}（total）", ("total",)


def _wrong_block(block: Block, framework: Framework) -> Iterator[Flaw]:
    if block.weight is not None:
        others = Block(block.name, None, block.min_weight, block.endings, "", block.origin)
        for breach in others.breaches(block.weight):
            yield f"“{block.name}”分值 {plain(block.weight)}", breach.expected, ("weight",)
        yield from _overfull(block, block.weight, framework)
    for key, points in (("weight", block.weight), ("min_weight", block.min_weight)):
        if points is not None and not 0 < points <= (framework.demands.total or points):
            yield f"“{block.name}”分值 {plain(points)}", "大于 0 且不超过总分", (key,)
    yield from _unlisted(block.clause, framework)


def _overfull(block: Block, weight: Fraction, framework: Framework) -> Iterator[Flaw]:
    fixed = sum((item.weight_range[0] for item in framework.of_block(block.name) if item.weight_range), Fraction(0))
    if fixed > weight:
        yield f"“{block.name}”各项指标分值至少合计 {plain(fixed)}", f"不超过该一级指标的 {plain(weight)}", ("weight",)


def _wrong_limit(limit: Limit, framework: Framework) -> Iterator[Flaw]:
    known = {*framework.blocks, *(item.l2 for item in framework.indicators)}
    for key, names in (("of", limit.of), ("than", limit.than)):
        for number, name in enumerate(names):
            if name not in known:
                yield f"“{name}”", "本框架的一级指标或二级指标", (key, number)
    if limit.value is not None and not 0 <= limit.value <= 100:
        yield f"占比 {plain(limit.value)}", "0 至 100 之间的百分数", ("value",)
    yield from _unlisted(limit.clause, framework)


def _unlisted(clause: str, framework: Framework) -> Iterator[Flaw]:
    if clause and clause not in (*framework.clauses, *framework.conventions):
        yield clause, "本框架 clauses 或 conventions 里的条款", ("clause",)


# ── indicators ──────────────────────────────────────────────────────────────────────────────────────


def _wrong_indicator(item: Indicator, blocks: tuple[str, ...], seen: set[str]) -> Iterator[Flaw]:
    if item.id in seen:
        yield f"指标编号 {item.id} 重复", "不重复的编号", ("id",)
    if item.l1 not in blocks:
        yield f"{item.id} 的一级指标“{item.l1}”", f"{'、'.join(blocks)} 之一", ("l1",)
    if item.formula and not item.items:
        yield f"{item.id} 的公式没有数据项", "公式所用的每个数据项 [[indicator.item]]", ("formula",)
    elif item.formula:
        yield from _wrong_formula(item)
    if item.weight_range and item.weight_range[0] > item.weight_range[1]:
        lower, upper = item.weight_range
        yield f"{item.id} 的权重范围 {lower} 至 {upper}", "下界不大于上界", ("weight",)


def _wrong_formula(item: Indicator) -> Iterator[Flaw]:
    try:
        used = item.read_formula().names
    except RuleError as error:
        yield f"{item.id} 的{str(error).removesuffix('。')}", "只含数据项、数、+−×÷ 和括号的公式", ("formula",)
        used = tuple(part.name for part in item.items if part.name in item.formula)
    for number, part in enumerate(item.items):
        if part.name not in used:
            yield f"{item.id} 的数据项“{part.name}”", "公式里出现的数据项", ("item", number, "name")
