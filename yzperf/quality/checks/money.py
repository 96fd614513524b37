"""B07 金额勾稽 (self-evaluation form), B08 资金恒等式."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

import pandas as pd

from yzperf.domain.finding import Confidence, Departure, EvidenceClass, Severity
from yzperf.domain.quantity import Kind
from yzperf.domain.scorecard import ScoreCard, half_up, plain
from yzperf.domain.scoresheet import IndicatorRow, MoneyRow
from yzperf.domain.table_place import place_of_row
from yzperf.domain.units import conversion
from yzperf.errors import Place
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.intervals import may_be_rate, rounding_bound
from yzperf.scoring import read_execution

# (left side, right side) of each identity over the columns of budget.csv
_IDENTITIES = (
    (("年初预算数", "调增", "-调减"), "全年预算数"),
    (("到位数", "-全年执行数"), "结余"),
)


@check("B07", title="金额勾稽", clause="cn10.25", severity=Severity.MINOR, evidence=EvidenceClass.PROOF)
def cost_equals_spending(card: ScoreCard) -> Iterator[Hit]:
    """A total-cost indicator states what was really spent, not a rounded figure."""
    execution = read_execution(card.sheet)
    if execution is None or execution.spent is None:
        raise Inapplicable("表上没有执行数")
    for row in card.sheet.scored_rows:
        stated = _total_cost(row, card.sheet.money_unit)
        if stated is not None and stated != execution.spent:
            message = (
                f"“{row.indicator}”完成值 {row.actual}，而全年执行数为 {plain(execution.spent)}{card.sheet.money_unit}"
            )
            yield Hit(row.where, message, str(row.actual), plain(execution.spent))


def _total_cost(row: IndicatorRow, money_unit: str) -> Fraction | None:
    if "成本" not in row.indicator or "总" not in row.indicator or row.actual.kind is not Kind.NUMBER:
        return None
    factor = conversion(row.actual.unit or row.target.unit or money_unit, money_unit)
    return None if factor is None else Fraction(row.actual.number or 0) * factor


@check("B08", title="资金恒等式", clause="cn10.a1", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def form_money_adds_up(card: ScoreCard) -> Iterator[Hit]:
    """On the form: the total row is the sum of its parts, and the printed rate is spending ÷ budget."""
    if not card.sheet.money:
        raise Inapplicable("表上没有项目资金栏")
    yield from _total_row(card)
    yield from _scored_twice(card)
    for row in card.sheet.money:
        yield from _printed_rate(row)


def _total_row(card: ScoreCard) -> Iterator[Hit]:
    total = next((row for row in card.sheet.money if row.is_total), None)
    parts = [row for row in card.sheet.money if not row.is_total]
    if total is None:
        return
    for name in ("initial", "adjusted", "executed"):
        whole = getattr(total, name)
        values = [value for row in parts if (value := getattr(row, name).value) is not None]
        if whole.value is None or not values:
            continue
        added = sum(values, Decimal(0))
        if not _comes_to(whole.value, values, added):
            zero = "合计行未填，按各项重建" if not whole.value else "合计与各项之和不符"
            title = {"initial": "年初预算数", "adjusted": "全年预算数", "executed": "全年执行数"}[name]
            yield Hit(whole.where, f"{title}：合计行 {whole.text}，各项相加 {added}，{zero}", whole.text, str(added))


def _scored_twice(card: ScoreCard) -> Iterator[Hit]:
    typed = [row for row in card.sheet.money if row.score.value is not None]
    for row in typed[1:]:
        message = f"“{row.name}”行又填了得分 {row.score.text}，预算执行率只计一次"
        yield Hit(
            row.score.where,
            message,
            row.score.text,
            severity=Severity.HINT,
            departure=Departure.PART_SCORED,
            confidence=Confidence.HIGH,
        )


def _printed_rate(row: MoneyRow) -> Iterator[Hit]:
    printed, budget, spent = row.rate.value, row.adjusted.value, row.executed.value
    if printed is None or not budget or spent is None:
        return
    exact = Fraction(spent) / Fraction(budget) * 100
    if "%" not in row.rate.text and printed <= 2:
        printed = printed.scaleb(2)  # typed as 0.86
    if not may_be_rate(spent, budget, printed):
        message = (
            f"{row.name}执行率填 {row.rate.text}，{plain(Fraction(spent))}÷{plain(Fraction(budget))}＝{half_up(exact)}%"
        )
        yield Hit(row.rate.where, message, row.rate.text, f"{half_up(exact)}%", severity=Severity.MINOR)


@check("B08", title="资金恒等式", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def budget_table_adds_up(budget: pd.DataFrame) -> Iterator[Hit]:
    """In budget.csv: 年初＋调增－调减＝全年, 到位－执行＝结余, 执行率, and the row 合计."""
    for at, row in enumerate(budget.to_dict("records")):
        for terms, result in _IDENTITIES:
            yield from _identity(row, terms, result, _cell_of(budget, at))
        yield from _rate(row, _rate_base(budget), _cell_of(budget, at))
    yield from _sum_row(budget)


def _rate_base(budget: pd.DataFrame) -> str:
    """What the rates of the table are of: the budget, or the money received where that alone fits every row."""
    rows = budget.to_dict("records")
    misses = {base: sum(_misses(row, base) for row in rows) for base in ("全年预算数", "到位数") if base in budget}
    return "到位数" if misses.get("到位数") == 0 else "全年预算数"


def _misses(row: dict[Any, Any], base: str) -> bool:
    printed, spent = row.get("执行率"), row["全年执行数"]
    if printed is None or not row[base] or spent is None:
        return False
    return not may_be_rate(spent, row[base], printed)


def _identity(row: dict[Any, Any], terms: tuple[str, ...], result: str, cell: Callable[[str], Place]) -> Iterator[Hit]:
    names = [term.lstrip("-") for term in terms]
    if any(row[name] is None for name in (*names, result)):
        return
    computed = sum(
        (-row[name] if term.startswith("-") else row[name] for term, name in zip(terms, names, strict=True)), Decimal(0)
    )
    if not _comes_to(row[result], [row[name] for name in names], computed):
        formula = terms[0] + "".join(f"－{t[1:]}" if t.startswith("-") else f"＋{t}" for t in terms[1:])
        message = f"{row['资金来源']}：{formula}＝{computed}，表上{result}为 {row[result]}"
        yield Hit(cell(result), message, str(row[result]), str(computed))


def _rate(row: dict[Any, Any], base: str, cell: Callable[[str], Place]) -> Iterator[Hit]:
    if _misses(row, base):
        printed, exact = row["执行率"], Fraction(row["全年执行数"]) / Fraction(row[base]) * 100
        message = f"{row['资金来源']}：执行率填 {printed}%，复算为 {half_up(exact)}%"
        yield Hit(cell("执行率"), message, f"{printed}%", f"{half_up(exact)}%", severity=Severity.MINOR)


def _sum_row(budget: pd.DataFrame) -> Iterator[Hit]:
    is_total = budget["资金来源"].astype(str).str.strip().isin(["合计", "总计"])
    if is_total.sum() != 1:
        return
    position = int(is_total.to_numpy().argmax())
    for name in budget.columns.drop(["资金来源", "执行率"], errors="ignore"):
        whole = budget.loc[is_total, name].iloc[0]
        parts = [value for value in budget.loc[~is_total, name] if value is not None]
        added = sum(parts, Decimal(0))
        if whole is not None and not _comes_to(whole, parts, added):
            message = f"{name}：合计 {whole}，各行相加 {added}"
            yield Hit(_cell_of(budget, position)(name), message, str(whole), str(added))


def _comes_to(printed: Decimal, parts: list[Decimal], exact: Decimal) -> bool:
    """Whether a printed amount and its printed parts differ by no more than their rounding (元 rounded to 万元)."""
    return abs(printed - exact) <= rounding_bound([*parts, printed])


def _cell_of(budget: pd.DataFrame, at: int) -> Callable[[str], Place]:
    """The place of a column's cell in a row of the budget table."""
    return partial(place_of_row, budget, at, file="budget.csv")
