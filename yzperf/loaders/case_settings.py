"""``case.toml`` (案卷设置): read with all its defects at once, names that the rules and methods do not know included."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from yzperf.domain.case import CaseInfo, MethodCall
from yzperf.domain.table_schema import TableSchema
from yzperf.errors import LoadError, Place, Problem
from yzperf.loaders.table_check import read_schema

FILE = "case.toml"
SURVEY = "survey"  # the table that every case with a questionnaire has
_TOP = ("case", "parties", "files", "tables", "method")
_REQUIRED: Mapping[str, type] = {
    "name": str,
    "year": int,
    "period": list,
    "region": str,
    "rules_on": date,
    "profile": str,
    "framework": str,
    "money_unit": str,
}
_KIND_NAMES = {str: "文字", int: "整数", list: "列表", date: "日期（如 2025-03-10，不加引号）", dict: "表"}
_METHOD_KEYS: Mapping[str, type] = {"id": str, "method": str, "table": str, "options": dict, "indicators": list}
_SAMPLE = "请参照 yzperf new-case 新建的 case.toml 改正"

Names = Callable[[Mapping[str, Any]], Iterator[tuple[str, str]]]  # [case] and [[method]] → (part, what is wrong)


@dataclass(frozen=True, slots=True)
class TableEntry:
    """One registered table: file inside the case folder, title, and what it must hold."""

    file: str
    title: str
    schema: TableSchema


@dataclass(frozen=True, slots=True)
class Settings:
    """What ``case.toml`` says."""

    info: CaseInfo
    tables: Mapping[str, TableEntry]
    methods: tuple[MethodCall, ...]


def read_settings(folder: Path, unknown_names: Names) -> Settings:
    """Read the settings of a case.

    Parameters
    ----------
    unknown_names
        Tells which region, profile, framework or method nobody knows; rules and methods are no business of loaders.

    Raises
    ------
    LoadError
        If there is no such folder or file, or all its defects at once.
    """
    if not folder.is_dir():
        raise LoadError(Problem(Place(file=str(folder)), "没有这个文件夹", "案卷文件夹", "请核对路径"))
    path = folder / FILE
    if not path.exists():
        expected = "含 case.toml 的案卷文件夹"
        raise LoadError(
            Problem(Place(str(folder)), "没有 case.toml", expected, "请用 yzperf new-case 新建，或核对路径")
        )
    data = read_toml(path)
    reader = _Reader(folder, data)
    settings = reader.settings()
    named = [f"{Place(FILE, paragraph=part)}：{said}" for part, said in unknown_names(data)]
    if problems := [*reader.problems, *named]:
        raise LoadError(problems)
    return settings


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file of a case.

    Raises
    ------
    LoadError
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise LoadError(Problem(Place(file=path.name), "不是 UTF-8 编码", "UTF-8 文本", "请另存为 UTF-8")) from error
    except tomllib.TOMLDecodeError as error:
        read = f"语法有误：{error}"
        raise LoadError(Problem(Place(file=path.name), read, "正确的 TOML", "请对照示例案卷修改该行")) from error


class _Reader:
    """Reads the parts; what is wrong is collected."""

    def __init__(self, folder: Path, data: Mapping[str, Any]) -> None:
        self._folder, self._data = folder, data
        self.problems: list[Problem | str] = []

    def settings(self) -> Settings:
        for key in self._data:
            if key not in _TOP:
                self._complain("", f"“{key}”", f"{'、'.join(_TOP)}之一", "请改正或删去，写错的部分不会生效")
        case = self._part("case")
        self._check_case(case)
        tables = {name: self._entry(name, row) for name, row in self._part("tables").items()}
        methods = self._methods(tables)
        info = self._info(case) if not self.problems else _BLANK
        return Settings(info, tables, methods)

    def _part(self, name: str) -> dict[str, Any]:
        found = self._data.get(name, {})
        if not isinstance(found, dict):
            self._complain(f"[{name}]", str(found), f"[{name}] 部分", _SAMPLE)
            return {}
        return found

    def _check_case(self, case: Mapping[str, Any]) -> None:
        for key, kind in _REQUIRED.items():
            if key not in case:
                self._complain(f"[case] {key}", "缺少", "必填项", "请补上；" + _SAMPLE)
            elif not _is(case[key], kind):
                self._complain(f"[case] {key}", str(case[key]), _KIND_NAMES[kind], "请改正写法，日期不加引号")
        period = case.get("period")
        if isinstance(period, list) and not (len(period) == 2 and all(_is(day, date) for day in period)):
            self._complain("[case] period", str(period), "起止两个日期", "如 [2024-01-01, 2024-12-31]")
        elif isinstance(period, list) and period[0] > period[1]:
            self._complain("[case] period", f"{period[0]} 至 {period[1]}", "开始不晚于结束", "请核对评价期间")

    def _info(self, case: Mapping[str, Any]) -> CaseInfo:
        return CaseInfo(
            name=case["name"],
            label=str(case.get("label", "")),
            year=case["year"],
            period=(case["period"][0], case["period"][1]),
            region=case["region"],
            rules_on=case["rules_on"],
            profile=case["profile"],
            framework=case["framework"],
            money_unit=case["money_unit"],
            parties={key: str(value) for key, value in self._part("parties").items()},
        )

    def _entry(self, name: str, row: Any) -> TableEntry:
        label = f"[tables.{name}]"
        if not isinstance(row, dict):
            self._complain(label, str(row), 'file = "文件名"', _SAMPLE)
            row = {"file": name}
        for key in row:
            if key not in ("file", "title", "columns"):
                self._complain(label, key, "file、title、columns 之一", "请改正或删去")
        file = str(row.get("file", ""))
        if not file or not (self._folder / file).resolve().is_relative_to(self._folder.resolve()):
            self._complain(label, file or "空白", "案卷文件夹内的文件名", "请把文件放进案卷，写相对路径")
        columns = row.get("columns", {})
        schema, complaints = read_schema(columns if isinstance(columns, dict) else {})
        self.problems += [
            Problem(Place(FILE, paragraph=f"[tables.{name}.columns]"), complaint, "能用的列要求", _SAMPLE)
            for complaint in complaints
        ]
        return TableEntry(file, str(row.get("title", "")), schema)

    def _methods(self, tables: Mapping[str, TableEntry]) -> tuple[MethodCall, ...]:
        rows = self._data.get("method", [])
        if not isinstance(rows, list):
            self._complain("[[method]]", str(rows), "[[method]] 部分", _SAMPLE)
            return ()
        calls = tuple(self._method(number, row, tables) for number, row in enumerate(rows, 1))
        for id, count in Counter(call.id for call in calls if call.id).items():
            if count > 1:
                self._complain(f"[[method]] {id}", f"编号 {id} 用了 {count} 次", "不重复的编号", "请改成 M1、M2……")
        return calls

    def _method(self, number: int, row: Any, tables: Mapping[str, TableEntry]) -> MethodCall:
        row = row if isinstance(row, dict) else {}
        label = f"[[method]] {row.get('id', f'第{number}个')}"
        for key, kind in _METHOD_KEYS.items():
            if key in row and not isinstance(row[key], kind):
                self._complain(f"{label} {key}", str(row[key]), _KIND_NAMES[kind], _SAMPLE)
            elif key not in row and key in ("id", "method", "table"):
                self._complain(f"{label} {key}", "缺少", "必填项", _SAMPLE)
        for key in row:
            if key not in _METHOD_KEYS:
                self._complain(label, key, f"{'、'.join(_METHOD_KEYS)}之一", "请改正或删去")
        table = str(row.get("table", ""))
        if table and table != SURVEY and table not in tables:
            known = "、".join([*tables, SURVEY])
            self._complain(f"{label} table", table, f"[tables] 中登记的表（{known}）", "请登记这张表，或改正表名")
        options, indicators = row.get("options", {}), row.get("indicators", [])
        return MethodCall(
            id=str(row.get("id", "")),
            method=str(row.get("method", "")),
            table=table,
            options=dict(options) if isinstance(options, dict) else {},
            indicators=tuple(map(str, indicators)) if isinstance(indicators, list) else (),
        )

    def _complain(self, part: str, read: str, expected: str, remedy: str) -> None:
        self.problems.append(Problem(Place(FILE, paragraph=part), read, expected, remedy))


_BLANK = CaseInfo("", "", 0, (date.min, date.min), "", date.min, "", "", "", {})  # never seen: problems are raised


def _is(value: Any, kind: type) -> bool:
    """TOML tells dates from date-times and whole numbers from truth values; Python takes one for the other."""
    return isinstance(value, kind) and not isinstance(value, datetime) and not (kind is int and isinstance(value, bool))
