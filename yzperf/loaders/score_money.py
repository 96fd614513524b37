"""Read the money block of a filled form (项目资金)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from yzperf.domain.form import Forms
from yzperf.domain.quantity import normalise
from yzperf.domain.scoresheet import Amount, MoneyRow
from yzperf.domain.units import convert
from yzperf.loaders.cells import Problems, read_amount
from yzperf.loaders.grid import Grid
from yzperf.loaders.score_headers import Header
from yzperf.loaders.table_rows import split_unit


def money_unit(grid: Grid, money: Header | None) -> str:
    """The unit of the amounts, as it is printed above them; blank where it is not."""
    rows = list(grid.rows)[: (money.row + 1 if money else 6)]
    text = " ".join(text for row in rows for text in grid.row_texts(row))
    match = re.search(r"[(（:：]\s*(亿元|万元|元)", text) or re.search(r"(亿元|万元)", text)
    return match[1] if match else ""


def money_rows(
    grid: Grid, header: Header, indicator_headers: list[Header], forms: Forms, problems: Problems
) -> Iterator[MoneyRow]:
    """The rows of the money block, its total first."""
    first = min(header.columns.values())
    stop = next((h.row for h in indicator_headers if h.row > header.row), grid.rows.stop)
    seen_total = False
    for row in range(header.row + 1, stop):
        name = _money_name(grid, row, first)
        if not name or not _has_money(grid, row, header):
            if seen_total:
                break
            continue
        is_total = not seen_total and not any(word in name for word in forms.part_words)
        seen_total = True
        yield _money_row(grid, row, header, name, is_total=is_total, problems=problems)


def _money_name(grid: Grid, row: int, first: int) -> str:
    own = [text for column in range(1, first) if (text := grid.own_text(row, column))]
    covered = [text for column in range(1, first) if (text := grid.text(row, column))]
    return (own or covered or [""])[-1]


def _has_money(grid: Grid, row: int, header: Header) -> bool:
    columns = [header.get(field) for field in ("initial", "adjusted", "executed")]
    return any(column and re.search(r"\d", grid.own_text(row, column)) for column in columns)


def _money_row(grid: Grid, row: int, header: Header, name: str, *, is_total: bool, problems: Problems) -> MoneyRow:
    def amount(field: str, what: str) -> Amount:
        return read_amount(grid, row, header.get(field), what, problems)

    def money(field: str, what: str) -> Amount:
        column = header.get(field)
        headed = split_unit(grid.text(header.row, column))[1] if column else ""
        return _in_unit(amount(field, what), headed, money_unit(grid, header))

    return MoneyRow(
        name=name,
        initial=money("initial", "年初预算数"),
        adjusted=money("adjusted", "全年预算数"),
        executed=money("executed", "全年执行数"),
        weight=amount("weight", "分值"),
        rate=amount("rate", "执行率"),
        score=amount("reported", "得分"),
        is_total=is_total,
        where=grid.place(row, min(header.columns.values())),
    )


def _in_unit(amount: Amount, headed: str, unit: str) -> Amount:
    """An amount in the unit of the table: the cell may carry another one (120000元), or the heading of its column."""
    own = re.search("(?:亿|百万|万|千)?元$", normalise(amount.text))
    source = own[0] if own else headed
    if amount.value is None or not source or not unit:
        return amount
    return replace(amount, value=convert(amount.value, source, unit))
