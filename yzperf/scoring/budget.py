"""Score the budget line (预算执行率): 全年执行数 ÷ 全年预算数, total rebuilt from its parts where it was left at zero."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from yzperf.domain.scorecard import ScoredRow, half_up, plain
from yzperf.domain.scoresheet import Amount, MoneyRow, ScoreSheet
from yzperf.rules import Profile, Rules
from yzperf.scoring.share import at_least

L1 = "预算执行"
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
    share, rule, note = _judge(execution, rules, profile)
    return ScoredRow(
        l1=L1,
        l2="",
        indicator=NAME,
        target=plain(execution.budget),
        actual=plain(execution.spent),
        weight=weight,
        reported=_fraction(_reported(sheet).value),
        exact=None if share is None else share * weight,
        rule=rule,
        note="；".join(filter(None, [execution.note, note])),
        where=total.where,
        source=total,
        clause=rules.cite(profile.clause_for("execution")),
    )


def _judge(execution: Execution, rules: Rules, profile: Profile) -> tuple[Fraction | None, str, str]:
    unusable = _unusable(execution)
    if unusable:
        return None, "无法按规则计分", unusable
    if profile.execution_tiers:
        return None, rules.cite(profile.clause_for("execution")), "须先确认项目是否完成，再按档计分"
    budget, spent = execution.budget or Fraction(1), execution.spent or Fraction(0)
    scale = budget.denominator * spent.denominator
    share = Fraction(*at_least(int(spent * scale), int(budget * scale)))
    rule = f"{rules.cite(profile.clause_for('execution'))}：全年执行数÷全年预算数×分值，以分值为上限"
    over = "执行数超过全年预算数，得分以分值为限，请说明原因" if spent > budget else ""
    return share, rule, over or f"执行率 {half_up(share * 100)}%"


def _unusable(execution: Execution) -> str:
    if execution.budget is None or execution.spent is None:
        return "全年预算数或全年执行数未填写"
    if execution.budget < 0 or execution.spent < 0:
        return "预算数或执行数为负数，请核实"
    if execution.budget == 0:
        return "全年预算数为0而有支出，请核实" if execution.spent else "没有预算和支出，预算执行率不适用"
    return ""


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
