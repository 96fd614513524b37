"""Merge the forms of several units into one (多单位合并): add absolute values, average rates by money, then score."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from yzperf.domain.quantity import Kind, Quantity
from yzperf.domain.scorecard import half_up, plain
from yzperf.domain.scoresheet import Amount, IndicatorRow, MoneyRow, ScoreSheet
from yzperf.errors import Problem, ScoreError
from yzperf.scoring.budget import Execution, read_execution

_RATES = ("%", "百分比", "‰", "百分点", "个百分点")
_PLACES = 12  # amounts of money have fewer
_MOST_NAMES = 3


def merge_sheets(sheets: Sequence[ScoreSheet]) -> ScoreSheet:
    """Merge the forms of units that carried out one project together.

    Parameters
    ----------
    sheets
        At least two forms with the same indicators, weights and units; the budget line of each says how much money it
        stands for.

    Returns
    -------
    ScoreSheet
        Absolute targets and actual values added, rates (%, ‰, 百分点) averaged by the money really spent, texts kept
        where all agree. Filled-in scores are dropped: the merged form is to be scored.

    Raises
    ------
    ScoreError
        All differences between the forms at once: an indicator, weight or unit that is not the same, a blank value, a
        unit without spending while rates are to be averaged.

    References
    ----------
    填表说明 of the Hubei form (unverified): see clause ``hubei.merge``.
    """
    if len(sheets) < 2:
        raise ScoreError("合并至少需要两张表。请把各单位的自评表一起给出，如 yzperf merge 甲镇.xlsx 乙镇.xlsx")
    executions = [read_execution(sheet) for sheet in sheets]
    problems = [*_different(sheets), *_without_money(sheets, executions)]
    if problems:
        raise ScoreError(problems)
    money = [execution.spent or Fraction(0) for execution in executions if execution]
    name = _name(sheets)
    groups = zip(*(sheet.scored_rows for sheet in sheets), strict=True)
    rows = tuple(_merged_row(group, money, name) for group in groups)
    return replace(
        sheets[0],
        file=name,
        head=_merged_head(sheets),
        money=tuple(_merged_money(sheets, executions)),
        rows=rows,
        reported_total=None,
        reported_grade="",
        notes=(f"由 {len(sheets)} 张表合并：绝对值相加，比率按执行数加权平均",),
    )


def _different(sheets: Sequence[ScoreSheet]) -> Iterable[Problem | str]:
    first = sheets[0]
    for sheet in sheets:
        if sheet.items:
            yield f"{sheet.file}：带有数据项，不能合并。请把按公式算出的值填入实际完成值，再删去“数据项”工作表"
    for other in sheets[1:]:
        if other.money_unit != first.money_unit:
            yield f"{other.file}：金额单位“{other.money_unit}”与 {first.file} 的“{first.money_unit}”不同，请先统一"
        names, others = ([row.indicator for row in sheet.scored_rows] for sheet in (first, other))
        if names != others:
            missing = "、".join(sorted(set(names) ^ set(others))) or "顺序不同"
            yield f"{other.file}：三级指标与 {first.file} 不一致（{missing}）"
            continue
        for one, same in zip(first.scored_rows, other.scored_rows, strict=True):
            yield from _row_differs(one, same)


def _row_differs(one: IndicatorRow, same: IndicatorRow) -> Iterable[Problem]:
    pairs = (
        ("分值", one.weight.value, same.weight.value),
        ("指标值的类别", one.target.kind, same.target.kind),
        ("指标性质", one.target.relation, same.target.relation),
        ("计量单位", one.target.unit, same.target.unit),
    )
    for what, wanted, read in pairs:
        if wanted != read:
            yield Problem(
                same.where, str(read or "空白"), f"与其他单位相同的{what}“{wanted or '空白'}”", "请核对后统一"
            )
    for value, name in ((same.actual, "实际完成值"), (one.actual, "实际完成值")):
        if one.target.kind is Kind.NUMBER and value.kind is not Kind.NUMBER:
            yield Problem(same.where, value.text or "空白", f"{name}（数值）", "请补填")


def _without_money(sheets: Sequence[ScoreSheet], executions: Sequence[Execution | None]) -> Iterable[str]:
    for sheet, execution in zip(sheets, executions, strict=True):
        if execution is None or execution.spent is None:
            yield f"{sheet.file}：没有全年执行数，比率无法按资金加权"
    if not sum((execution.spent or 0 for execution in executions if execution), Fraction(0)):
        yield "各单位执行数合计为0，比率无法按资金加权"


def _name(sheets: Sequence[ScoreSheet]) -> str:
    files = "＋".join(sheet.file for sheet in sheets[:_MOST_NAMES])
    return files if len(sheets) <= _MOST_NAMES else f"{files}等 {len(sheets)} 张表"


def _merged_head(sheets: Sequence[ScoreSheet]) -> dict[str, str]:
    """What all agree on once; else every answer: 甲镇、乙镇."""
    names = dict.fromkeys(name for sheet in sheets for name in sheet.head)
    return {name: "、".join(dict.fromkeys(s.head[name] for s in sheets if s.head.get(name))) for name in names}


def _merged_row(rows: tuple[IndicatorRow, ...], money: Sequence[Fraction], name: str) -> IndicatorRow:
    first = rows[0]
    blank = Amount("", None, first.reported.where)
    return replace(
        first,
        target=_merged([row.target for row in rows], money),
        actual=_merged([row.actual for row in rows], money),
        reported=blank,
        reason="；".join(dict.fromkeys(row.reason for row in rows if row.reason)),
        evidence=tuple(dict.fromkeys(number for row in rows for number in row.evidence)),
        where=replace(first.where, file=name),
    )


def _merged(values: list[Quantity], money: Sequence[Fraction]) -> Quantity:
    first = values[0]
    if any(value.kind is not Kind.NUMBER for value in values):
        texts = dict.fromkeys(value.text for value in values)
        return first if len(texts) == 1 else Quantity("；".join(texts), Kind.TEXT)
    numbers = [Fraction(value.number or 0) for value in values]
    if first.unit in _RATES:
        mean = sum((number * share for number, share in zip(numbers, money, strict=True)), Fraction(0)) / sum(money)
        return _number(first, mean)
    return _number(first, sum(numbers, Fraction(0)))


def _number(like: Quantity, number: Fraction) -> Quantity:
    return replace(like, number=number, text=f"{like.relation or ''}{plain(number)}{like.unit}")


def _merged_money(sheets: Sequence[ScoreSheet], executions: Sequence[Execution | None]) -> Iterable[MoneyRow]:
    total = next((row for row in sheets[0].money if row.is_total), None)
    if total is None:
        return
    budget = sum((execution.budget or Fraction(0) for execution in executions if execution), Fraction(0))
    spent = sum((execution.spent or Fraction(0) for execution in executions if execution), Fraction(0))
    initial = [row.initial.value for sheet in sheets for row in sheet.money if row.is_total]
    opening = sum((value for value in initial if value is not None), Decimal(0))
    blank = Amount("", None, total.where)
    yield replace(
        total,
        initial=_amount(Fraction(opening), total.initial),
        adjusted=_amount(budget, total.adjusted),
        executed=_amount(spent, total.executed),
        rate=blank,
        score=blank,
    )


def _amount(value: Fraction, like: Amount) -> Amount:
    number = half_up(value, _PLACES).normalize()
    return Amount(f"{number:f}", number, like.where)
