"""Printed means and shares against the number of people (粒度检验, GRIM)."""

from __future__ import annotations

import re

import pandas as pd

from yzperf.forensics.granularity import possible_totals, power
from yzperf.methods.columns import missing_columns, numbers, refuse
from yzperf.methods.data_forensics.granularity_result import GranularityTest, PrintedFigure

_PRINTED = re.compile(r"-?\d+(\.\d+)?")


def granularity_test(
    table: pd.DataFrame,
    *,
    printed: str,
    count: str,
    items: str | None = None,
    percent: bool = False,
    name: str | None = None,
) -> GranularityTest:
    """Tell which printed means or percentages cannot come from that many whole answers (GRIM 粒度检验).

    A mean of n whole numbers is a multiple of 1/n (of 1/(n·items) for a scale of several items). Either way of rounding
    a 5 is allowed. Not for weighted means: a satisfaction weighted by strata or by 100/80/60/0 has another grain.

    Parameters
    ----------
    table : DataFrame, one row per printed figure
    printed : str
        Column of the figures **as text**: ``5.00`` says more than ``5``.
    count : str
        Column of the numbers of people.
    items : str, optional
        Column of the questions that a mean is over; 1 if not given.
    percent : bool
        Whether the figures are percentages of people.
    name : str, optional
        Column with what each figure is called.

    Returns
    -------
    GranularityTest
        For each figure whether it is possible, and the power: the share of all numbers with these decimals that the
        test would find. Where that is 0, being possible says nothing.

    Raises
    ------
    MethodError
        If a figure is not text or no plain number, or a count is not a positive whole number.

    References
    ----------
    Brown and Heathers (2017), The GRIM test. Social Psychological and Personality Science 8(4).
    """
    refuse(missing_columns(table, [("印出的数", printed), ("人数", count), ("题数", items), ("名称", name)]))
    problems: list[str] = []
    texts = [str(one).strip() for one in table[printed]]
    if not pd.api.types.is_string_dtype(table[printed]):
        problems.append(f"列“{printed}”（印出的数）应为文字：数值会丢掉末尾的0。请按文字读入")
    problems += [
        f"列“{printed}”数据第{place}行读到“{text}”，应为一个数，如 83.25"
        for place, text in enumerate(texts, 1)
        if not _PRINTED.fullmatch(text)
    ]
    people = _whole(table, count, "人数", problems)
    questions = _whole(table, items, "题数", problems) if items else [1] * len(table)
    refuse(problems or ([] if len(table) else ["没有一行数据"]))
    names = [str(one) for one in (table[name] if name else range(1, len(table) + 1))]
    rows = zip(names, texts, people, questions, strict=True)
    return GranularityTest(tuple(_judged(*row, percent=percent) for row in rows), percent)


def _whole(table: pd.DataFrame, column: str, role: str, problems: list[str]) -> list[int]:
    values = numbers(table, column, role, problems)
    wrong = [place for place, value in enumerate(values, 1) if not (value >= 1 and value == int(value))]
    problems += [f"列“{column}”（{role}）数据第{place}行应为正整数" for place in wrong]
    return [] if wrong else [int(value) for value in values]


def _judged(name: str, text: str, people: int, items: int, *, percent: bool) -> PrintedFigure:
    found = possible_totals(text, people, items=items, percent=percent)
    return PrintedFigure(name, text, people, items, bool(found), power(text, people, items=items, percent=percent))
