"""Score the budget line (预算执行率): 全年执行数 ÷ 全年预算数, total rebuilt from its parts where it was left at zero."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from yzperf.domain.scorecard import ScoredRow, half_up, plain
from yzperf.domain.scoresheet import Amount, MoneyRow, ScoreSheet
from yzperf.rules import Profile, Rules, tier_of
from yzperf.scoring.applies import not_applicable
from yzperf.scoring.judgement import Judgement, refused
from yzperf.scoring.share import at_least

L1 = "预算执行"
FINISHED = "项目是否完成"
NAME = "预算执行率"


@dataclass(frozen=True, slots=True)
class Execution:
    """The figures the budget line rests on. ``rebuilt`` says that the total row was empty and its parts were added."""

    budget: Fraction | None
    spent: Fraction | None
    rebuilt: bool
    note: str

    @property
    def rate(self) -> Fraction | None:
        """Spent ÷ budget, unrounded and uncapped; None where it cannot be formed."""
        if self.spent is None or not self.budget:
            return None
        return self.spent / self.budget


def read_execution(sheet: ScoreSheet) -> Execution | None:
    """Take budget and spending from the total row, or from its parts if the total row is blank or zero (合计行未填).

    Returns None where the form has no money block.
    """
    total = next((row for row in sheet.money if row.is_total), None)
    if total is None:
        return None
    parts = [row for row in sheet.money if not row.is_total]
    budget, spent = _pair(total)
    if not budget and not spent and (rebuilt := _sum_of_parts(parts)):
        return Execution(*rebuilt, rebuilt=True, note="资金合计行为0或空白，已按各项资金相加重建")
    if budget is None and total.initial.value is not None:
        return Execution(Fraction(total.initial.value), spent, False, "全年预算数空白，按年初预算数计")
    return Execution(budget, spent, False, "")


def score_budget(sheet: ScoreSheet, rules: Rules, profile: Profile) -> ScoredRow | None:
    """Score the budget line of a self-evaluation form; None where the form has no such line."""
    execution = read_execution(sheet)
    total = next((row for row in sheet.money if row.is_total), None)
    prescribed = profile.execution_points(_block_weights(sheet, rules))
    if execution is None or total is None or not prescribed:
        return None
    weight = next(_printed_weights(sheet), prescribed)
    judgement = _judge(execution, sheet, rules, profile)
    return ScoredRow(
        l1=L1,
        l2="",
        indicator=NAME,
        target=plain(execution.budget),
        actual=plain(execution.spent),
        weight=weight,
        reported=_fraction(_reported(sheet).value),
        exact=None if judgement.share is None else judgement.share * weight,
        rule=judgement.rule,
        note="；".join(filter(None, [execution.note, judgement.note])),
        where=total.where,
        source=total,
        clause=judgement.clause or rules.cite(profile.clause_for("execution")),
        excluded=judgement.excluded,
    )


def _judge(execution: Execution, sheet: ScoreSheet, rules: Rules, profile: Profile) -> Judgement:
    budget, spent = execution.budget, execution.spent
    if budget is None or spent is None:
        return refused("全年预算数或全年执行数未填写")
    if budget < 0 or spent < 0:
        return refused("预算数或执行数为负数，请核实")
    if not budget and spent:
        return refused("全年预算数为0而有支出，请核实")
    if not budget:
        return not_applicable(rules, "没有预算和支出，预算执行率不适用")
    cite = rules.cite(profile.clause_for("execution"))
    if profile.execution_tiers:
        finished = rules.vocabulary.answer(sheet.head.get(FINISHED, ""))
        return _by_tiers(spent / budget, finished, profile, cite)
    return _by_rate(budget, spent, profile, cite)


def _by_rate(budget: Fraction, spent: Fraction, profile: Profile, cite: str) -> Judgement:
    scale = budget.denominator * spent.denominator
    share = Fraction(*at_least(int(spent * scale), int(budget * scale)))
    rule = f"{cite}：全年执行数÷{profile.execution_basis}×分值，以分值为上限"
    over = "执行数超过全年预算数，得分以分值为限，请说明原因" if spent > budget else ""
    return Judgement(share, rule, over or f"执行率 {half_up(share * 100)}%", clause=cite)


def _by_tiers(rate: Fraction, finished: bool | None, profile: Profile, cite: str) -> Judgement:
    """Tiers hold for what is not finished; the two cases that the document leaves open go to a person."""
    shown = f"执行率 {half_up(rate * 100)}%"
    if finished is None:
        return Judgement(None, cite, f"{shown}；须先确认项目是否完成，请在表头加一栏“{FINISHED}”填是或否")
    if rate > 1 or (rate == 1 and not finished):
        said = f"项目{'已' if finished else '未'}完成而{'支出超过预算' if rate > 1 else '执行率已达100%'}"
        return Judgement(None, cite, f"{said}，文件没有说明如何计分，由人判断")
    if finished:
        share = profile.execution_finished or Fraction(1)
        return Judgement(share, f"{cite}：已完成且支出不超过预算", shown, clause=cite)
    tier = tier_of(profile.execution_tiers, rate)
    rule = f"{cite}：未完成，执行率达到 {plain(tier.lower * 100)}% 得分值的 {plain(tier.share * 100)}%"
    return Judgement(tier.share, rule, shown, clause=cite)


def _printed_weights(sheet: ScoreSheet) -> Iterator[Fraction]:
    """Weights printed for the budget line: on the total row, on any part, in the block heading, in this order."""
    rows = sorted(sheet.money, key=lambda row: not row.is_total)
    yield from (Fraction(row.weight.value) for row in rows if row.weight.value is not None)
    yield from (Fraction(block.points) for block in sheet.blocks if L1 in block.name)


def _block_weights(sheet: ScoreSheet, rules: Rules) -> dict[str, Fraction]:
    """Points of the first-level blocks of a form, by the names that profiles use; 预算执行率 only where it is printed."""
    printed = next(_printed_weights(sheet), None)
    found = {} if printed is None else {NAME: printed}
    for row in sheet.scored_rows:
        block = rules.vocabulary.block_of(row.l1) or row.l1
        found[block] = found.get(block, Fraction(0)) + Fraction(row.weight.value or 0)
    return found


def _reported(sheet: ScoreSheet) -> Amount:
    """The score typed for the line once, even where it was typed on the total row and again on its part."""
    return next((row.score for row in sheet.money if row.score.value is not None), sheet.money[0].score)


def _pair(row: MoneyRow) -> tuple[Fraction | None, Fraction | None]:
    return _fraction(row.adjusted.value), _fraction(row.executed.value)


def _sum_of_parts(parts: list[MoneyRow]) -> tuple[Fraction, Fraction] | None:
    pairs = [_pair(row) for row in parts]
    budget = sum((b for b, _ in pairs if b is not None), Fraction(0))
    spent = sum((s for _, s in pairs if s is not None), Fraction(0))
    return (budget, spent) if budget else None


def _fraction(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)
