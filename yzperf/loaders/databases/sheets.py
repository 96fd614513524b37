"""Filled forms out of a database (库里的自评表): the same ``ScoreSheet`` as from a file, every value with its place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any

from yzperf.domain.quantity import normalise, read_quantity
from yzperf.domain.reading.numerals import read_digits
from yzperf.domain.scoresheet import Amount, IndicatorRow, MoneyRow, ScoreSheet
from yzperf.errors import LoadError, Place, Problem
from yzperf.loaders.databases.mapping import SHEET_FIELDS, SheetMapping, Source
from yzperf.loaders.databases.records import Record, Tables, text_of

_TOGETHER = 200  # forms whose rows are asked for in one query
_NUMBERS = {"weight": "分值", "reported": "得分", "total": "总分"}
_MONEY = {"initial": "年初预算数", "adjusted": "全年预算数", "executed": "全年执行数", "rate": "执行率"}
Key = tuple[Any, ...]


def read_sheets(tables: Tables, forms: SheetMapping, name: str) -> Iterator[ScoreSheet]:
    """Forms one after another; only some hundred are held at a time.

    Raises
    ------
    LoadError
        All values of the forms read together that are no numbers where numbers must be.
    """
    heads = tables.read(forms.sheet)
    while chunk := list(islice(heads, _TOGETHER)):
        problems: list[Problem | str] = []
        rows = _children(tables, forms.rows, chunk)
        money = _children(tables, forms.money, chunk) if forms.money else {}
        makers = [_Form(forms, name, head, problems) for head in chunk]
        sheets = [
            maker.sheet(rows.get(_key(forms.rows, maker.head), []), money.get(_key(forms.money, maker.head), []))
            for maker in makers
        ]
        if problems:
            raise LoadError(problems)
        yield from sheets


def _children(tables: Tables, source: Source, heads: Sequence[Record]) -> dict[Key, list[Record]]:
    """Rows that hang on these forms, by the values they hang on."""
    link = source.link or {}
    keys = {_key(source, head): {own: head[theirs] for own, theirs in link.items()} for head in heads}
    found: dict[Key, list[Record]] = defaultdict(list)
    for record in tables.read(source, list(keys.values())):
        found[tuple(record[own] for own in link)].append(record)
    return found


def _key(source: Source | None, head: Record) -> Key:
    return tuple(head[theirs] for theirs in (source.link or {}).values()) if source else ()


class _Form:
    """Makes one form from its records."""

    def __init__(self, forms: SheetMapping, name: str, head: Record, problems: list[Problem | str]) -> None:
        self.head = head
        self._forms, self._name, self._problems = forms, name, problems

    def sheet(self, rows: Sequence[Record], money: Sequence[Record]) -> ScoreSheet:
        forms, columns = self._forms, self._forms.sheet.columns
        where = self._place(forms.sheet, self.head, columns.get("total", ""))
        total = self._amount(forms.sheet, self.head, "total", where)
        head = {field: text_of(self.head[column]) for field, column in columns.items() if field not in SHEET_FIELDS}
        return ScoreSheet(
            kind=forms.kind,
            layout=forms.layout,
            file=self._name,
            sheet=forms.sheet.table,
            head={field: text for field, text in head.items() if text},
            money=tuple(self._money(money)),
            rows=tuple(self._row(record) for record in rows),
            blocks=(),
            reported_total=None if total.value is None else total,
            reported_grade=text_of(self.head[columns["grade"]]) if "grade" in columns else "",
            money_unit=forms.money_unit,
        )

    def _row(self, record: Record) -> IndicatorRow:
        source = self._forms.rows
        text = {field: text_of(record[column]) for field, column in source.columns.items()}
        where = self._place(source, record, source.columns["indicator"])
        unit, relation = text.get("unit", ""), text.get("relation", "")
        return IndicatorRow(
            l1=text.get("l1", ""),
            l2=text.get("l2", ""),
            indicator=text["indicator"],
            target=read_quantity(text["target"], unit, relation),
            actual=read_quantity(text.get("actual", ""), unit),
            weight=self._amount(source, record, "weight", where),
            reported=self._amount(source, record, "reported", where),
            reason=text.get("reason", ""),
            standard=text.get("standard", ""),
            where=where,
        )

    def _money(self, records: Sequence[Record]) -> Iterator[MoneyRow]:
        """Rows of the money table; where it has no total, a blank one stands first and scoring adds up the parts."""
        source = self._forms.money
        if source is None or not records:
            return
        if not self._forms.money_total:
            blank = Amount("", None, self._place(source, records[0], source.columns["adjusted"]))
            yield MoneyRow("年度资金总额", blank, blank, blank, blank, blank, blank, True, blank.where)
        for number, record in enumerate(records):
            where = self._place(source, record, source.columns["name"])
            amounts = {field: self._amount(source, record, field, where) for field in (*_MONEY, *_NUMBERS)}
            yield MoneyRow(
                name=text_of(record[source.columns["name"]]),
                initial=amounts["initial"],
                adjusted=amounts["adjusted"],
                executed=amounts["executed"],
                weight=amounts["weight"],
                rate=amounts["rate"],
                score=amounts["reported"],
                is_total=self._forms.money_total and number == 0,
                where=where,
            )

    def _amount(self, source: Source, record: Record, field: str, where: Place) -> Amount:
        """A number; one that the database keeps as text is read as in a form."""
        column = source.columns.get(field)
        if column is None:
            return Amount("", None, where)
        value, place = record[column], self._place(source, record, column)
        text = text_of(value)
        if isinstance(value, int | Decimal) or not text:
            return Amount(text, Decimal(value) if text else None, place)
        number = read_digits(normalise(text).removesuffix("%"))
        if number is None:
            expected = f"{(_NUMBERS | _MONEY)[field]}（数字）"
            self._problems.append(Problem(place, text, expected, "请在库里改正，或在映射文件里换成数字列"))
        return Amount(text, number, place)

    def _place(self, source: Source, record: Record, column: str) -> Place:
        """Table and column, and the values that tell the row from others."""
        named: Mapping[str, Any] = {key: record[key] for key in (source.order[-1:] or tuple(source.link or ()))}
        row = "，".join(f"{key}={text_of(value)}" for key, value in named.items())
        return Place(self._name, source.table, f"{column}（{row}）")
