"""The mapping file (映射文件): which table and column of a database is which field of ours. All defects at once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from yzperf.domain.scoresheet import SheetKind
from yzperf.errors import LoadError, Place, Problem

_SHIPPED = Path(__file__).parent / "mappings"
ROW_FIELDS = (
    "l1", "l2", "indicator", "target", "actual", "unit", "relation", "weight", "reported", "reason", "standard",
)  # fmt: skip
MONEY_FIELDS = ("name", "initial", "adjusted", "executed", "rate", "weight", "reported")
SHEET_FIELDS = ("total", "grade")  # every other name is a field of the head: 项目名称, 年度 …
_NEEDED = {"rows": ("indicator", "target", "weight"), "money": ("name", "adjusted", "executed")}
Value = str | int


@dataclass(frozen=True, slots=True)
class Source:
    """One table or view: which rows of it, in which order, and which column fills which field.

    ``link`` pairs columns of this table with columns of the sheet's table.
    """

    table: str
    columns: Mapping[str, str]  # field → column
    where: Mapping[str, Value]
    order: tuple[str, ...] = ()
    link: Mapping[str, str] | None = None

    @property
    def needed(self) -> tuple[str, ...]:
        """Every column that is read, once."""
        linked = () if self.link is None else self.link
        return tuple(dict.fromkeys([*self.columns.values(), *self.where, *self.order, *linked]))


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """Tables that together hold filled forms: one row of ``sheet`` is one form."""

    kind: SheetKind
    layout: str
    money_unit: str
    money_total: bool  # whether the money table has a row of totals (its first)
    sheet: Source
    rows: Source
    money: Source | None


@dataclass(frozen=True, slots=True)
class DatabaseMapping:
    """A whole mapping file. ``unverified`` lists what nobody has checked with the owner of the database."""

    id: str
    title: str
    source: str
    forms: SheetMapping | None
    tables: Mapping[str, Source]
    unverified: tuple[str, ...]


def shipped_mappings() -> tuple[str, ...]:
    """Ids of the mappings that come with the package."""
    return tuple(sorted(path.stem for path in _SHIPPED.glob("*.toml")))


def load_mapping(name: str | Path) -> DatabaseMapping:
    """Read a mapping: the id of a shipped one, or a file of one's own.

    Raises
    ------
    LoadError
        If there is none, or all its defects at once.
    """
    shipped = _SHIPPED / f"{name}.toml"
    path = shipped if str(name) in shipped_mappings() else Path(name)
    if not path.is_file():
        ids = "、".join(shipped_mappings())
        raise LoadError(Problem(Place(str(name)), "没有这个映射文件", f"映射文件，或随包映射之一：{ids}", "请核对路径"))
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LoadError(Problem(Place(path.name), f"语法有误：{error}", "UTF-8 编码的 TOML", "请改正该行")) from error
    return _Reader(path.name, data).mapping()


class _Reader:
    """Reads one file; what is wrong is collected."""

    def __init__(self, file: str, data: Mapping[str, Any]) -> None:
        self._file, self._data = file, data
        self._problems: list[Problem | str] = []

    def mapping(self) -> DatabaseMapping:
        data = self._data
        self._known(data, ("id", "title", "source", "form", "sheet", "rows", "money", "table", "unverified"), "")
        forms = self._forms() if "sheet" in data else None
        tables = {self._text(row, "name", "[[table]]"): self._source(row, "[[table]]") for row in data.get("table", [])}
        if forms is None and not tables:
            self._complain("", "没有 [sheet] 也没有 [[table]]", "至少一张表", "请照随包映射文件补写")
        mapping = DatabaseMapping(
            id=self._text(data, "id", ""),
            title=self._text(data, "title", ""),
            source=self._text(data, "source", ""),
            forms=forms,
            tables=tables,
            unverified=tuple(str(line) for line in data.get("unverified", [])),
        )
        if self._problems:
            raise LoadError(self._problems)
        return mapping

    def _forms(self) -> SheetMapping:
        form = self._table("form")
        self._known(form, ("kind", "layout", "money_unit", "money_total"), "[form]")
        kinds = {str(kind): kind for kind in SheetKind}
        kind = kinds.get(self._text(form, "kind", "[form]"))
        if kind is None and "kind" in form:
            self._complain("[form] kind", str(form["kind"]), f"{'、'.join(kinds)}之一", "请改正")
        money = self._source(self._table("money"), "[money]", linked=True) if "money" in self._data else None
        return SheetMapping(
            kind=kind or SheetKind.SELF_EVALUATION,
            layout=self._text(form, "layout", "[form]"),
            money_unit=self._text(form, "money_unit", "[form]"),
            money_total=bool(form.get("money_total", False)),
            sheet=self._source(self._table("sheet"), "[sheet]"),
            rows=self._fields(self._source(self._table("rows"), "[rows]", linked=True), "rows", ROW_FIELDS),
            money=None if money is None else self._fields(money, "money", MONEY_FIELDS),
        )

    def _fields(self, source: Source, part: str, known: tuple[str, ...]) -> Source:
        for field in source.columns:
            if field not in known:
                near = get_close_matches(field, known, n=1)
                hint = f"是否指 {near[0]}？" if near else "请改正栏目名"
                self._complain(f"[{part}.columns]", field, f"{'、'.join(known)}之一", hint)
        if absent := [field for field in _NEEDED[part] if field not in source.columns]:
            self._complain(f"[{part}.columns]", f"缺 {'、'.join(absent)}", "这些栏目所在的列", "请补上")
        return source

    def _source(self, row: Mapping[str, Any], label: str, *, linked: bool = False) -> Source:
        self._known(row, ("name", "table", "columns", "where", "order", "link"), label)
        columns = self._words(row, "columns", label)
        if not columns:
            self._complain(f"{label} columns", "空白", "栏目 = 列名", "请补上")
        if linked and not row.get("link"):
            self._complain(f"{label} link", "缺少", "本表的列 = [sheet] 表的列", "请写明两张表怎样对应")
        return Source(
            table=self._text(row, "table", label),
            columns=columns,
            where=self._words(row, "where", label, (str, int)),
            order=tuple(str(column) for column in row.get("order", ())),
            link=self._words(row, "link", label) if linked else None,
        )

    def _words(self, row: Mapping[str, Any], key: str, label: str, kinds: tuple[type, ...] = (str,)) -> dict[str, Any]:
        found = row.get(key, {})
        good = isinstance(found, dict) and all(type(value) in kinds for value in found.values())
        if not good:
            self._complain(f"{label} {key}", str(found), "名称 = 值的表", "请改正写法")
        return dict(found) if good else {}

    def _text(self, row: Mapping[str, Any], key: str, label: str) -> str:
        text = row.get(key)
        if not isinstance(text, str) or not text:
            self._complain(f"{label} {key}".strip(), "缺少" if text is None else str(text), "文字", "请补上")
            return ""
        return text

    def _table(self, key: str) -> Mapping[str, Any]:
        table = self._data.get(key, {})
        if not isinstance(table, dict) or not table:
            self._complain(f"[{key}]", "缺少", f"[{key}] 部分", "请照随包映射文件补写")
            return {}
        return table

    def _known(self, row: Mapping[str, Any], keys: tuple[str, ...], label: str) -> None:
        for key in row:
            if key not in keys:
                self._complain(label, key, f"{'、'.join(keys)}之一", "请改正或删去，写错的项不会生效")

    def _complain(self, label: str, read: str, expected: str, remedy: str) -> None:
        self._problems.append(Problem(Place(self._file, paragraph=label), read, expected, remedy))


def sources_of(mapping: DatabaseMapping) -> Iterator[Source]:
    """All tables that a mapping reads."""
    if mapping.forms:
        yield from (mapping.forms.sheet, mapping.forms.rows)
        if mapping.forms.money:
            yield mapping.forms.money
    yield from mapping.tables.values()
