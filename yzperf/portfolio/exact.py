"""Totals in fractions (精确总分), for the few records whose printed total or grade a cut-off could change."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from yzperf.domain.scorecard import half_up
from yzperf.portfolio.rules import HUNDREDTHS, PortfolioRules


def exact_records(rows: pd.DataFrame, records: pd.DataFrame, rules: PortfolioRules) -> pd.DataFrame:
    """Put exact total and grade into judged records.

    Parameters
    ----------
    rows
        Indicator rows of these records with ``exact_won``, ``exact_of`` and ``units``, as the guarded steps leave them.
    records
        The judged records.

    Returns
    -------
    pandas.DataFrame
        ``records`` with ``cents`` and ``grade`` as fractions give them, and nothing undecided.
    """
    points = rows_points(rows).groupby(rows["record_id"]).sum()
    totals = [_total(record, points, rules) for record in records.itertuples(index=False)]
    cents = [None if total is None else int(half_up(total, 0)) for total in totals]
    grades = [
        0 if total is None or not graded else _grade(total, rules)
        for total, graded in zip(totals, records["full"] & (records["computed"] > 0), strict=True)
    ]
    found = {"cents": cents, "grade": grades}
    columns = {name: pd.Series(values, records.index, dtype="Int64") for name, values in found.items()}
    return records.assign(**columns, undecided=False)


def rows_points(rows: pd.DataFrame) -> pd.Series:
    """Points of every row in 1/100 as fractions: by the rule, else as filled in, else none."""
    columns = ("exact_won", "exact_of", "weight_hundredths", "reported_hundredths", "units")
    points = [
        _points(*values)
        for values in zip(*(rows[name].astype(object).where(rows[name].notna(), None) for name in columns), strict=True)
    ]
    return pd.Series(points, rows.index, dtype=object)


def _points(won: int | None, of: int | None, weight: int | None, reported: int | None, units: int | None) -> Fraction:
    if units is None:
        return Fraction(reported or 0)
    return Fraction(int(weight or 0) * int(won or 0), int(of or 1))


def _total(record, points: pd.Series, rules: PortfolioRules) -> Fraction | None:  # type: ignore[no-untyped-def]
    if record.total is pd.NA:
        return None
    line = Fraction(int(record.won) * rules.execution_weight, int(record.of))
    return Fraction(points[record.record_id]) + line


def _grade(total: Fraction, rules: PortfolioRules) -> int:
    return sum(total >= grade.lower * HUNDREDTHS for grade in rules.profile.grades)
