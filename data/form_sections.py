"""Draw the sections of a form (表式各部分): title, head, money, goals, indicators, total, boxes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from form_layouts import Layout
from form_sheet import FormSheet, Value

Row = dict[str, str]

_UNSEEN = {"(blank)", "(qualitative)"}


@dataclass
class Table:
    """One published table: how it is set, and its rows."""

    id: str
    layout: Layout
    spec: dict[str, Any]
    rows: list[Row] = field(default_factory=list)

    def cell(self, text: str) -> tuple[Value, str]:
        """Return value and number format as a person would type the text: numbers as numbers."""
        if text in _UNSEEN or not text:
            return None, ""
        if re.fullmatch(r"\d+(\.\d+)?", text):
            return (float(text) if "." in text else int(text)), ""
        if self.spec["percent"] == "number" and (match := re.fullmatch(r"(\d+)(\.\d+)?%", text)):
            return round(float(text[:-1]) / 100, 6), f"0.{'0' * (len(match[2]) - 1)}%" if match[2] else "0%"
        return text, ""


def title(form: FormSheet, table: Table) -> None:
    if corner := table.spec.get("corner"):
        form.band(corner, "right")
    form.band(table.spec["title"], "title", 34)
    if year := table.spec.get("year"):
        form.band(year, "subtitle")
    if table.layout.bands:
        form.band(f"金额单位：{table.spec['money_unit']}", "right")


def head(form: FormSheet, table: Table) -> None:
    facts = table.spec["head"]
    form.put(1, 2, "项目名称", "head")
    form.put(3, form.last, facts["项目名称"])
    form.next_row()
    for word, first in (("主管部门", 1), ("实施单位", 6)):
        form.put(first, first + (first == 1), word, "head")
        form.put(first + (2 if first == 1 else 1), 5 if first == 1 else form.last, facts[word])
    form.next_row()


def hubei_head(form: FormSheet, table: Table) -> None:
    facts = table.spec["head"]
    form.put(1, 5, f"单位名称：{facts['单位名称']}", "note")
    form.put(6, form.last, f"填报日期：{facts['填报日期']}", "note")
    form.next_row()
    for word in ("项目名称", "主管部门", "项目实施单位"):
        _pair(form, word, facts[word], 2, "cell")
    for word, boxes in table.spec["boxes"]:
        _pair(form, word, boxes, 2, "text")


def appraisal_head(form: FormSheet, table: Table) -> None:
    for word, value in table.spec["head"].items():
        _pair(form, word, value, 2, "cell")


def outline(form: FormSheet, table: Table) -> None:
    _pair(form, "项目实施内容及过程概述", None, 3, "text", height=40)


def money(form: FormSheet, table: Table) -> None:
    layout, lines = table.layout, table.spec["money"]
    first, last = layout.money_label
    label = table.spec.get("budget_heading") or f"项目资金\n（{table.spec['money_unit']}）"
    form.put(first, last, label, "head", rows=len(lines) + 1)
    name = (last + 1, layout.money[0][2] - 1)
    form.put(*name, None, "head")
    headings = table.spec.get("headings", {})
    for key, heading, left, right in layout.money:
        form.put(left, right, headings.get(key, heading), "head")
    form.next_row(28)
    for line in lines:
        _money_line(form, table, line, name)


def _money_line(form: FormSheet, table: Table, line: dict[str, Any], name: tuple[int, int]) -> None:
    keys = ("initial", "adjusted", "executed", "weight", "rate", "score")
    figures = dict(zip(keys, line["figures"], strict=True))
    form.put(*name, line["name"], "text")
    for key, _, left, right in table.layout.money:
        value, fmt = table.cell(figures[key])
        form.put(left, right, value, "cell", fmt=fmt)
    form.next_row()


def goals(form: FormSheet, table: Table) -> None:
    if not table.rows:
        return
    form.put(1, 1, "年度总体目标", "head", rows=2)
    form.put(2, 6, "预期目标", "head")
    form.put(7, form.last, "实际完成情况", "head")
    form.next_row()
    expected, reached = table.spec.get("goals", (None, None))
    form.put(2, 6, expected, "text")
    form.put(7, form.last, reached, "text")
    form.next_row(36)


def indicators(form: FormSheet, table: Table) -> None:
    if not table.rows:
        return
    if table.layout.row_label:
        form.put(1, 1, table.layout.row_label, "head", rows=len(table.rows) + 1)
    _headings(form, table.layout)
    _indicator_rows(form, table, table.rows)


def blocks(form: FormSheet, table: Table) -> None:
    for block in table.spec["blocks"]:
        form.band(block["heading"], "head")
        _headings(form, table.layout)
        _indicator_rows(form, table, [row for row in table.rows if row["block"] == block["key"]])


def _headings(form: FormSheet, layout: Layout) -> None:
    """One heading row, or two where a band such as 年度指标值 stands over several columns."""
    covered = {column for _, first, last in layout.bands for column in range(first, last + 1)}
    top = form.row
    if layout.bands:
        for heading, first, last in layout.bands:
            form.put(first, last, heading, "head")
        form.next_row()
    for _, heading, first, last in layout.rows:
        tall = bool(layout.bands) and first not in covered
        form.put(first, last, heading, "head", row=top if tall else form.row, rows=2 if tall else 1)
    form.next_row(28)


def _indicator_rows(form: FormSheet, table: Table, rows: list[Row]) -> None:
    _level_column(form, table, rows, "l1", ("l1",))
    _level_column(form, table, rows, "l2", ("l1", "l2"))
    for row in rows:
        for key, _, first, last in table.layout.rows:
            if key not in ("l1", "l2"):
                value, fmt = table.cell(row.get(key, ""))
                form.put(first, last, value, "text" if key in ("indicator", "reason") else "cell", fmt=fmt)
        form.next_row(24)


def _level_column(form: FormSheet, table: Table, rows: list[Row], key: str, same: tuple[str, ...]) -> None:
    """Write 一级 or 二级, merged over the rows that share it."""
    column = next((first for name, _, first, _ in table.layout.rows if name == key), 0)
    top = form.row
    for _, group in groupby(rows, lambda row: [row[name] for name in same]):
        members = list(group)
        if column:
            form.put(column, column, members[0][key], "cell", row=top, rows=len(members))
        top += len(members)


def remarks(form: FormSheet, table: Table) -> None:
    _pair(form, "其他需要说明事项", None, 3, "text")


def total(form: FormSheet, table: Table) -> None:
    if not table.rows:
        return
    places = {key: first for key, _, first, _ in table.layout.rows}
    form.put(1, min(places["weight"], places["score"]) - 1, table.layout.total_word, "head")
    for column in range(min(places["weight"], places["score"]), form.last + 1):
        form.put(column, column, None)
    form.put(places["weight"], places["weight"], table.cell(table.spec.get("total_weight", ""))[0])
    form.put(places["score"], places["score"], table.cell(table.spec["total"])[0], "head")
    if grade := table.spec.get("grade"):
        form.put(form.last, form.last, grade, "head")
    form.next_row()


def boxes(form: FormSheet, table: Table) -> None:
    for word in table.layout.boxes:
        _pair(form, word, None, 2, "text", height=32)


def source(form: FormSheet, table: Table) -> None:
    form.band(f"来源：{table.spec['address']} 公开页面（摘录，未见部分留空）", "note")
    form.band(f"说明：{table.spec['note']}", "note")


def _pair(form: FormSheet, word: str, value: Value, label: int, look: str, *, height: float = 0) -> None:
    """Write a label over the first ``label`` columns and its value beside it."""
    form.put(1, label, word, "head")
    form.put(label + 1, form.last, value, look)
    form.next_row(height)


SECTIONS: dict[str, Callable[[FormSheet, Table], None]] = {
    each.__name__: each
    for each in (
        title, head, hubei_head, appraisal_head, outline, money, goals,
        indicators, blocks, remarks, total, boxes, source,
    )
}  # fmt: skip
