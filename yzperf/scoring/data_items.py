"""Indicator values from data items (按公式计算指标值): the formula of the framework over what the sheet gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

from yzperf.domain.data_item import Computation, DataValue
from yzperf.domain.form import plain_heading
from yzperf.domain.quantity import Kind, Quantity
from yzperf.domain.scorecard import ScoredRow, plain
from yzperf.domain.scoresheet import IndicatorRow, ScoreSheet
from yzperf.domain.units import conversion, dimension, is_money
from yzperf.errors import Place, RuleError
from yzperf.rules import Framework, Indicator, Rules

FRAMEWORK = "指标体系"
_PERCENT = "%"


def framework_of(sheet: ScoreSheet, rules: Rules) -> Framework | None:
    """The framework that the head of a sheet names (``cn10_annex2　…``), or None where it names none that is known.

    Raises
    ------
    RuleError
        If the framework was not in force.
    """
    named = re.match(r"\w+", sheet.head.get(FRAMEWORK, ""), flags=re.ASCII)
    return rules.framework(named[0]) if named and named[0] in rules.library.frameworks else None


def compute_actuals(sheet: ScoreSheet, rules: Rules) -> tuple[Computation, ...]:
    """Compute the actual value of every formula indicator of a sheet whose data items are given.

    Parameters
    ----------
    sheet
        As read; its head names the framework whose formulas are taken.

    Returns
    -------
    tuple of Computation
        One for each indicator of which at least one data item is given. Items of one kind (money, length …) are put
        into one unit first: that of the target, else of the indicator, else of the first item.

    Raises
    ------
    RuleError
        If the framework that the head names was not in force.
    """
    framework = framework_of(sheet, rules) if sheet.items else None
    if framework is None:
        return ()
    rows = [row for row in sheet.scored_rows if not rules.vocabulary.is_not_applicable(row.actual.text)]
    pairs = [(row, _formula_indicator(row, framework)) for row in rows]
    found = [(row, indicator, _given(indicator, sheet.items)) for row, indicator in pairs if indicator]
    return tuple(_compute(row, indicator, framework, items) for row, indicator, items in found if items)


def with_actuals(sheet: ScoreSheet, computed: Iterable[Computation]) -> ScoreSheet:
    """The sheet with computed values in place of what was filled in."""
    values = {one.where: _quantity(one) for one in computed if one.exact is not None}
    rows = tuple(replace(row, actual=values[row.where]) if row.where in values else row for row in sheet.rows)
    return replace(sheet, rows=rows)


def with_words(rows: Iterable[ScoredRow], computed: Iterable[Computation]) -> tuple[ScoredRow, ...]:
    """Scored rows whose notes begin with the computation of their actual value."""
    words: Mapping[Place, str] = {one.where: one.words for one in computed}
    return tuple(replace(row, note="；".join(filter(None, [words.get(row.where, ""), row.note]))) for row in rows)


def _formula_indicator(row: IndicatorRow, framework: Framework) -> Indicator | None:
    """The indicator of a row by its name; by its second level too where the framework has the name twice."""
    found = [item for item in framework.indicators if item.formula and item.name == row.indicator.strip()]
    return next((item for item in found if plain_heading(item.l2) == row.l2), found[0] if found else None)


def _given(indicator: Indicator, items: Iterable[DataValue]) -> dict[str, DataValue]:
    """The value of each data item of an indicator; of two items of one name the one with the same meaning."""
    found: dict[str, DataValue] = {}
    for item in indicator.items:
        named = [value for value in items if value.name == item.name]
        same = [value for value in named if value.meaning == item.meaning]
        if len(named) == 1 or same:
            found[item.name] = (same or named)[0]
    return found


def _compute(
    row: IndicatorRow, indicator: Indicator, framework: Framework, items: Mapping[str, DataValue]
) -> Computation:
    unit = _PERCENT if indicator.unit == _PERCENT else _unit(row, indicator, items)
    made = Computation(indicator.name, tuple(items), row.actual, None, unit, "", row.where)
    try:
        value = indicator.read_formula().value(_in_one_unit(row, indicator, items))
    except RuleError as error:
        return replace(made, words=f"没有按公式计算：{error}")
    exact = value * 100 if unit == _PERCENT else value
    formula = _filled_in(indicator, items)
    return replace(made, exact=exact, words=f"按数据项计算：{formula} ＝ {plain(exact)}{unit}")


def _references(row: IndicatorRow, indicator: Indicator, items: Mapping[str, DataValue]) -> dict[str, str]:
    """For each kind of quantity the unit into which all items of that kind are put."""
    units = (*row.target.unit.split("/"), indicator.unit, *(item.value.unit for item in items.values()))
    found: dict[str, str] = {}
    for unit in units:
        if kind := dimension(unit):
            found.setdefault(kind, unit)
    return found


def _in_one_unit(row: IndicatorRow, indicator: Indicator, items: Mapping[str, DataValue]) -> dict[str, Fraction]:
    units = _references(row, indicator, items)
    if any(not item.value.unit for item in items.values()) and _has_scale(items):
        lacking = "、".join(name for name, item in items.items() if not item.value.unit)
        raise RuleError(f"数据项“{lacking}”没有写单位，而同一公式的其他数据项写了；请补写单位后再算。")
    return {name: _converted(item.value, units) for name, item in items.items()}


def _has_scale(items: Mapping[str, DataValue]) -> bool:
    """Whether an item is of a kind where a unit left out could be another one: money, percent."""
    return any(is_money(item.value.unit) or dimension(item.value.unit) == "percent" for item in items.values())


def _converted(value: Quantity, units: Mapping[str, str]) -> Fraction:
    """A value in the common unit of its kind; in a formula ``100%`` is 1, and so is a value of 100 %."""
    number, kind = Fraction(value.number or 0), dimension(value.unit)
    if kind is None:
        return number
    if kind == "percent":
        return number * (conversion(value.unit, _PERCENT) or 1) / 100
    return number * (conversion(value.unit, units[kind]) or 1)


def _unit(row: IndicatorRow, indicator: Indicator, items: Mapping[str, DataValue]) -> str:
    """Unit of the result: the target's where items were put into it, else the indicator's if it is a unit at all."""
    kinds = {dimension(item.value.unit) for item in items.values()} - {None}
    if {dimension(part) for part in row.target.unit.split("/")} & kinds:
        return row.target.unit
    return "" if indicator.unit.startswith("按") else indicator.unit  # 按产出单位: the evaluator's choice


def _filled_in(indicator: Indicator, items: Mapping[str, DataValue]) -> str:
    """The formula with every number behind its name."""
    longest_first = sorted(items, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, longest_first)))
    return pattern.sub(lambda match: f"{match[0]} {_shown(items[match[0]].value)}", indicator.formula)


def _shown(value: Quantity) -> str:
    return value.text if value.unit in value.text else f"{value.text}{value.unit}"


def _quantity(one: Computation) -> Quantity:
    return Quantity(f"{plain(one.exact)}{one.unit}", Kind.NUMBER, one.exact, one.unit)
