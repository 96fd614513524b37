"""``yzperf form`` (表式): the list of forms, an empty one, a filled one with what must be put right. No arithmetic here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from yzperf import face
from yzperf.apps.workbook import write_lists
from yzperf.domain.filled_form import FieldValue, FilledForm, FormRow
from yzperf.domain.form_fields import FormFields
from yzperf.errors import Place, Problem
from yzperf.loaders.form_table import read_forms
from yzperf.rules import Clause, Status, load_all_forms, load_rules

_STATES = {Status.READ: "已读原文", Status.UNVERIFIED: "未核实", Status.SETTING: "本程序的约定"}
_OWN = "自定"
_WIDE = 9  # a wider table does not fit a terminal
_SHEET_NAME = 31  # Excel allows no longer one


def form_list(extra: Path | None) -> list[dict[str, Any]]:
    """One line for each form: id, name, number of fields, clause and how far it was verified.

    Raises
    ------
    RuleError
        If a file of the additional folder is defective.
    """
    clauses = load_rules(on=date.today(), region="国家", extra=extra).library.clauses
    return [_line(form, clauses) for form in load_all_forms(extra).values()]


def _line(form: FormFields, clauses: Mapping[str, Clause]) -> dict[str, Any]:
    clause = clauses.get(form.clause)
    return {
        "id": form.id,
        "name": form.name,
        "fields": len(form.fields),
        "clause": clause.citation if clause else "",
        "status": _STATES[clause.status] if clause else _OWN,
    }


def show_form_list(console: Console, lines: Sequence[Mapping[str, Any]]) -> None:
    """Print the list of forms."""
    table = Table(header_style="bold", box=box.SIMPLE_HEAD)
    for heading in ("编号", "表式", "栏目", "依据核实"):
        table.add_column(
            heading, justify="right" if heading == "栏目" else "left", no_wrap=heading != "表式", overflow="fold"
        )
    for line in lines:
        table.add_row(line["id"], Text(line["name"]), str(line["fields"]), line["status"])
    console.print(table)
    console.print("空白表：yzperf form 编号 --out 表.xlsx；读填好的表：yzperf form --read 表.xlsx", markup=False)


def write_form(id: str, out: Path | None, extra: Path | None) -> Path:
    """Write an empty form, by default to a file of its name in this folder.

    Raises
    ------
    RuleError, ReportError
    """
    return face.write_form(id, out or Path(f"{id}.xlsx"), extra=extra)


# ── a filled form ───────────────────────────────────────────────────────────────────────────────────


def read_filled(path: Path, kind: str | None, extra: Path | None) -> list[FilledForm]:
    """Read every filled form of a file, with its problems.

    Raises
    ------
    LoadError, RuleError
        If the file cannot be read or no form of it is known.
    """
    return read_forms(path, load_all_forms(extra), kind)


def show_filled(console: Console, form: FilledForm) -> None:
    """Print the parts of a filled form, then problems and notes."""
    console.print(f"\n{form.form.name}（{form.form.id}）　{Place(form.file, form.sheet)}", markup=False, style="bold")
    for name in form.form.parts:
        if form.parts.get(name):
            console.print(_table(form.form.part(name).label, form.table(name)))
    for problem in form.problems:
        console.print(f"  须改：{problem}", markup=False, soft_wrap=True, style="red")
    for note in form.notes:
        console.print(f"  说明：{note}", markup=False, soft_wrap=True, style="dim")
    console.print(f"  {len(form.problems)} 处须改" if form.problems else "  没有须改的地方", style="bold")


def _table(title: str, frame: pd.DataFrame) -> Table:
    if len(frame.columns) > _WIDE:
        frame = pd.DataFrame([_in_words(row, frame) for row in frame.index], columns=["内容"])
    table = Table(title=Text(title), title_justify="left", header_style="bold")
    for column in frame.columns:
        table.add_column(Text(str(column)), overflow="fold")
    for row in frame.itertuples(index=False, name=None):
        table.add_row(*(Text("" if value is None else str(value)) for value in row))
    return table


def _in_words(row: int, frame: pd.DataFrame) -> str:
    """A row of a wide table as one text; blank fields are left out."""
    return "；".join(f"{name}：{value}" for name, value in frame.loc[row].items() if value is not None)


def filled_json(form: FilledForm) -> dict[str, Any]:
    """The object that ``yzperf form --read --json`` prints for one filled form; numbers and dates as strings."""
    return {
        "file": form.file,
        "sheet": form.sheet,
        "form": form.form.id,
        "name": form.form.name,
        "unit": form.unit,
        "parts": {name: [_row_json(form.form, row) for row in rows] for name, rows in form.parts.items()},
        "problems": [_problem_json(problem) for problem in form.problems],
        "notes": list(form.notes),
    }


def _row_json(form: FormFields, row: FormRow) -> dict[str, Any]:
    headings = {field.key: field.heading for field in form.fields}
    values = {key: _value_json(headings[key], value) for key, value in row.values.items()}
    return {"cell": row.where.cell, "is_total": row.is_total, "values": values}


def _value_json(heading: str, value: FieldValue) -> dict[str, Any]:
    read = None if value.value is None else str(value.value)
    return {"heading": heading, "text": value.text, "value": read, "unit": value.unit, "cell": value.where.cell}


def _problem_json(problem: Problem) -> dict[str, str]:
    place = problem.place
    told = {"read": problem.read, "expected": problem.expected, "remedy": problem.remedy}
    return {"file": place.file, "sheet": place.sheet, "cell": place.cell, **told}


# ── as a workbook ───────────────────────────────────────────────────────────────────────────────────


def write_filled(forms: Sequence[FilledForm], out: Path) -> None:
    """Write filled forms to a workbook: one line a form for what stands beside labels, one list for each table.

    Raises
    ------
    LoadError
        If the name does not end in .xlsx or .csv.
    """
    kinds = {form.form.id: form.form for form in forms}
    frames: dict[str, pd.DataFrame] = {}
    for id, kind in kinds.items():
        own = [form for form in forms if form.form.id == id]
        for name, frame in _frames(kind, own).items():
            frames[_sheet_name(name if len(kinds) == 1 else f"{kind.title}_{name}", frames)] = frame
    write_lists(out, {**frames, "须改": _problems(forms)})


def _frames(kind: FormFields, forms: Sequence[FilledForm]) -> dict[str, pd.DataFrame]:
    beside = [{**_source(form), **form.head} for form in forms]
    frames = {"栏目": pd.DataFrame(beside)} if kind.pairs() else {}
    for part in kind.tables():
        rows = [form.table(part.name).assign(**_source(form)) for form in forms]
        found = pd.concat(rows, ignore_index=True)
        frames[part.name] = found[[*_source(forms[0]), *(name for name in found if name not in _source(forms[0]))]]
    return frames


def _source(form: FilledForm) -> dict[str, str]:
    return {"文件": form.file, "工作表": form.sheet}


def _sheet_name(name: str, taken: Iterable[str]) -> str:
    plain = re.sub(r"[\[\]:*?/\\]", "", name)[:_SHEET_NAME]
    numbers = range(2, len(list(taken)) + 3)
    others = (f"{plain[: _SHEET_NAME - 3]}_{number}" for number in numbers)
    return next(each for each in (plain, *others) if each not in taken)


def _problems(forms: Sequence[FilledForm]) -> pd.DataFrame:
    found = [problem for form in forms for problem in form.problems]
    lines = [(p.place.file, p.place.sheet, p.place.cell, p.read, p.expected, p.remedy) for p in found]
    return pd.DataFrame(lines, columns=["文件", "工作表", "单元格", "读到", "应为", "怎么改"])
