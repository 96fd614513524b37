"""Read the register of agencies (登记库): five tables of a folder, each optional, all defects of all of them at once."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from yzperf.domain.register import Contract, Employment, Evaluator, Organisation, Register, Shareholding
from yzperf.errors import LoadError, Place, Problem
from yzperf.loaders.table_check import check_table, read_day, read_number, shipped_schema
from yzperf.loaders.text_table import TextTable, missing_columns, read_text_table
from yzperf.privacy import is_credit_code, keyed_hash, mask

FOLDER = "register"
_PHONE = "电话"
Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Table:
    """One file of the register: its schema, the part it fills, how a row is read, and which days stand in order."""

    file: str
    schema: str
    part: str
    read: Callable[[Cells, Place], Any]
    days: tuple[str, str] | None = None


def load_register(folder: Path) -> Register:
    """Read a register.

    Parameters
    ----------
    folder
        Holds any of the five tables of docs/register.md, as .csv.

    Raises
    ------
    LoadError
        If there is no such folder or none of the tables in it, or all defects of all tables at once.
    """
    known = "、".join(table.file for table in _TABLES)
    if not folder.is_dir():
        raise LoadError(Problem(Place(str(folder)), "没有这个文件夹", f"登记库文件夹（{known}）", "请核对路径"))
    given = [table for table in _TABLES if (folder / table.file).exists()]
    if not given:
        raise LoadError(Problem(Place(str(folder)), "没有登记表", f"{known} 之一", "请按 docs/register.md 放入登记表"))
    problems: list[Problem | str] = []
    parts = {table.part: tuple(_rows(folder, table, problems)) for table in given}
    if problems:
        raise LoadError(problems)
    return Register(**parts)


def _rows(folder: Path, table: _Table, problems: list[Problem | str]) -> list[Any]:
    try:
        found = read_text_table(folder / table.file)
    except LoadError as error:
        problems += error.problems
        return []
    schema = shipped_schema(table.schema)
    wrong = missing_columns(found, schema.required) or [*check_table(found, schema), *_more(found, table)]
    problems += wrong
    return [] if wrong else [table.read(_cells(found, row), _place(found, row)) for row in range(len(found.rows))]


def _more(found: TextTable, table: _Table) -> Iterator[Problem]:
    """What a schema cannot say: check digits, and that a thing ends after it began."""
    for row in range(len(found.rows)):
        cells = _cells(found, row)
        code = cells.get("统一社会信用代码", "")
        if code and not is_credit_code(code.upper()):
            expected = "18 位、校验位相符的统一社会信用代码"
            yield Problem(found.place(row, "统一社会信用代码"), code, expected, "请对照营业执照改正")
        first, last = (read_day(cells.get(name, "")) for name in table.days) if table.days else (None, None)
        if table.days and first and last and last < first:
            yield Problem(
                found.place(row, table.days[1]), str(last), f"不早于{table.days[0]} {first}", "请核对两个日期"
            )


def _cells(found: TextTable, row: int) -> Cells:
    """Cells of a row without personal numbers; a telephone is turned into a hash by the row that has one."""
    cells = zip(found.heading, found.rows[row], strict=True)
    return {name: text if name == _PHONE else mask(text) for name, text in cells}


def _place(found: TextTable, row: int) -> Place:
    return Place(f"{FOLDER}/{found.file}", cell=f"第{found.numbers[row]}行")


# ── rows ────────────────────────────────────────────────────────────────────────────────────────────

_KEY = secrets.token_bytes(32)  # telephones are compared within one run only


def _organisation(cells: Cells, where: Place) -> Organisation:
    digits = "".join(filter(str.isdecimal, cells.get(_PHONE, "")))
    return Organisation(
        name=cells["名称"],
        kind=cells["种类"],
        code=cells.get("统一社会信用代码", "").upper(),
        representative=cells.get("法定代表人", ""),
        address=cells.get("地址", ""),
        where=where,
        phone=keyed_hash(digits, _KEY) if digits else "",
    )


def _evaluator(cells: Cells, where: Place) -> Evaluator:
    return Evaluator(
        name=cells["姓名"],
        agency=cells["机构"],
        title=cells["职称"],
        licence=cells["执业资格"],
        licence_until=_day(cells, "证书有效期至"),
        working_since=_day(cells, "参加工作日期"),
        evaluating_since=_day(cells, "从事绩效评价日期"),
        convicted=cells.get("刑事处罚", ""),
        where=where,
    )


def _shareholding(cells: Cells, where: Place) -> Shareholding:
    return Shareholding(cells["机构"], cells["股东"], _number(cells, "持股比例"), where)


def _contract(cells: Cells, where: Place) -> Contract:
    return Contract(
        agency=cells["机构"],
        client=cells["委托方"],
        project=cells["项目"],
        service=cells["服务内容"],
        since=_day(cells, "开始日期"),
        until=_day(cells, "完成日期"),
        evaluator=cells.get("主评人", ""),
        where=where,
    )


def _employment(cells: Cells, where: Place) -> Employment:
    since, until = _day(cells, "开始日期"), _day(cells, "结束日期")
    return Employment(cells["姓名"], cells["单位"], cells.get("职务", ""), since, until, where)


def _day(cells: Cells, name: str) -> date | None:
    return read_day(cells.get(name, ""))


def _number(cells: Cells, name: str) -> Decimal | None:
    return read_number(cells.get(name, ""))


_TABLES = (
    _Table("organisations.csv", "register_organisations", "organisations", _organisation),
    _Table("evaluators.csv", "register_evaluators", "evaluators", _evaluator, ("参加工作日期", "从事绩效评价日期")),
    _Table("shareholders.csv", "register_shareholders", "shareholdings", _shareholding),
    _Table("contracts.csv", "register_contracts", "contracts", _contract, ("开始日期", "完成日期")),
    _Table("employment.csv", "register_employment", "employments", _employment, ("开始日期", "结束日期")),
)
