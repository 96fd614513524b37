"""The codebook of a survey (编码本): a table with one line for each question, read with all its defects at once.

Columns 列名, 题目, 类型, 选项分值 must be there; 子题, 适用条件, 缺失代码, 最多选, 范围, 用途, 必答 may be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path

from yzperf.domain.survey import CodebookItem, Condition, QuestionKind, Role
from yzperf.errors import LoadError
from yzperf.loaders.cells import Problems
from yzperf.loaders.text_table import TextTable, missing_columns, read_text_table

REQUIRED = ("列名", "题目", "类型", "选项分值")
OPTIONAL = ("子题", "适用条件", "缺失代码", "最多选", "范围", "用途", "必答")
_MATRIX = "矩阵"
# Names that columns of these uses often have.
_ALSO = {
    Role.INTERVIEWER: ("访员", "访问员", "调查人员", "调查员姓名", "调查员编号", "调查员代号", "访员编号"),
    Role.START: ("访问开始时间", "开始答题时间", "起始时间"),
    Role.END: ("访问结束时间", "结束答题时间", "终止时间"),
    Role.WEIGHT: ("权重", "样本权重", "抽样权重"),
}
_SIGNS = str.maketrans("；：＝｜！", ";:=|!")
_CLOSED = (QuestionKind.SATISFACTION, QuestionKind.SINGLE, QuestionKind.MULTIPLE)
_OPTION = re.compile(r"(?:(?P<code>[^:=]+):)?(?P<label>[^=]+?)(?:=(?P<points>-?\d+))?")
_CONDITION = re.compile(r"(?P<column>[^=≠!]+?)\s*(?P<sign>=|≠|!=)\s*(?P<answers>.+)")
_RANGE = re.compile(r"(?P<low>-?\d+(?:\.\d+)?)?\s*(?:~|至|—|-)\s*(?P<high>-?\d+(?:\.\d+)?)?")


def load_codebook(path: Path) -> tuple[CodebookItem, ...]:
    """Read a codebook.

    Raises
    ------
    LoadError
        All defects at once: unknown kinds, options without a label, conditions on columns that do not exist …
    """
    table = read_text_table(path)
    problems = Problems(missing_columns(table, REQUIRED))
    if not problems.found:
        items = tuple(item for row in range(len(table.rows)) for item in _Line(table, row, problems).items())
        _check_together(table, items, problems)
    if problems.found:
        raise LoadError(problems.found)
    return items


class _Line:
    """One line of the codebook; a matrix gives an item for each of its sub-questions."""

    def __init__(self, table: TextTable, row: int, problems: Problems) -> None:
        self._table, self._row, self._problems = table, row, problems
        self._cells = dict(zip(table.heading, table.rows[row], strict=True))

    def items(self) -> Iterator[CodebookItem]:
        name = self._cells["列名"].strip()
        if not name:
            self.complain("列名", "数据表中的列名")
        parts = _parts(self.text("子题"))
        if (self.text("类型") == _MATRIX) is not bool(parts):
            self.complain("子题", "矩阵题写出各子题（用分号隔开），其他题型留空")
        for part in parts or [""]:
            yield self._item(
                f"{name}_{part}" if part else name, "：".join(filter(None, [self._cells["题目"].strip(), part]))
            )

    def _item(self, column: str, title: str) -> CodebookItem:
        options = list(self._options())
        points = {label: int(worth) for _, label, worth in options if worth}
        kind = self._kind(bool(points))
        if kind in _CLOSED and not options:
            self.complain("选项分值", "选项（如 非常满意=100;满意=80 或 1:男;2:女）")
        low, high = self._range()
        return CodebookItem(
            column=column,
            title=title,
            kind=str(kind),
            points=points,
            options=tuple(label for _, label, _ in options),
            codes={code: label for code, label, _ in options if code},
            missing=dict(self._missing()),
            asked_if=tuple(self._conditions()),
            most=self._most(kind),
            low=low,
            high=high,
            role=self._role(column),
            required=self.text("必答") in ("是", "必答", "1"),
        )

    def text(self, name: str) -> str:
        return self._cells.get(name, "").translate(_SIGNS).strip()

    def complain(self, column: str, expected: str) -> None:
        place = self._table.place(self._row, column if column in self._table.heading else "列名")
        self._problems.add(place, self.text(column) or "空白", expected, "请改正编码本的这一格")

    def _kind(self, has_points: bool) -> QuestionKind:
        word = self.text("类型").removesuffix("题")
        if word == _MATRIX:
            return QuestionKind.SATISFACTION if has_points else QuestionKind.SINGLE
        found = next((kind for kind in QuestionKind if kind == word), None)
        if found is None:
            self.complain("类型", "、".join([*map(str, QuestionKind), _MATRIX]) + "之一")
        return found or QuestionKind.OPEN

    def _options(self) -> Iterator[tuple[str, str, str]]:
        for part in _parts(self.text("选项分值")):
            if match := _OPTION.fullmatch(part):
                yield (match["code"] or "").strip(), match["label"].strip(), match["points"] or ""
            else:
                self.complain("选项分值", "选项（如 非常满意=100，分值为整数；或 1:男）")

    def _missing(self) -> Iterator[tuple[str, str]]:
        for part in _parts(self.text("缺失代码")):
            code, sign, label = part.partition("=")
            if not sign or not label.strip():
                self.complain("缺失代码", "代码=含义（如 99=拒答）")
            yield code.strip(), label.strip()

    def _conditions(self) -> Iterator[Condition]:
        for part in _parts(self.text("适用条件")):
            if match := _CONDITION.fullmatch(part):
                answers = tuple(answer.strip() for answer in match["answers"].split("|"))
                yield Condition(match["column"].strip(), answers, negated=match["sign"] != "=")
            else:
                self.complain("适用条件", "列名=答案（如 是否使用=是；几个答案用 | 隔开）")

    def _most(self, kind: QuestionKind) -> int | None:
        text = self.text("最多选")
        if text and (kind is not QuestionKind.MULTIPLE or not text.isdecimal() or int(text) < 1):
            self.complain("最多选", "多选题的最多选项数（正整数）")
            return None
        return int(text) if text else None

    def _range(self) -> tuple[Decimal | None, Decimal | None]:
        text = self.text("范围")
        match = _RANGE.fullmatch(text) if text else None
        if text and match is None:
            self.complain("范围", "最小—最大（如 0—120）")
        return _number(match["low"] if match else None), _number(match["high"] if match else None)

    def _role(self, column: str) -> Role:
        """What is not said is told by the name: 调查员, 开始时间, 结束时间, 时长 …"""
        word = self.text("用途")
        if not word:
            timed = Role.DURATION if column.startswith(str(Role.DURATION)) else Role.NONE
            return next((role for role in Role if role and column in (role, *_ALSO.get(role, ()))), timed)
        found = next((role for role in Role if role == word), None)
        if found is None:
            self.complain("用途", "、".join(str(role) for role in Role if role) + "之一，或留空")
        return found or Role.NONE


def _check_together(table: TextTable, items: Iterable[CodebookItem], problems: Problems) -> None:
    """Columns are listed once; a condition names a question and its answers as they are written."""
    known = {item.column: item for item in items}
    columns = table.column("列名")
    for row, name in enumerate(columns):
        if name and name in columns[:row]:
            problems.add(table.place(row, "列名"), name, "不重复的列名", "每个题目只列一次")
    for row, name in enumerate(columns):
        mine = [item for item in known.values() if item.column == name or item.column.startswith(f"{name}_")]
        for condition in mine[0].asked_if if mine else ():
            expected = _unknown_condition(condition, known)
            if expected:
                problems.add(table.place(row, "适用条件"), str(condition), expected, "请与编码本中的列名、选项一致")


def _unknown_condition(condition: Condition, known: Mapping[str, CodebookItem]) -> str:
    item = known.get(condition.column)
    if item is None:
        return "编码本中有的列名"
    strange = [answer for answer in condition.answers if item.options and answer not in item.options]
    return f"“{condition.column}”的选项（没有 {'、'.join(strange)}）" if strange else ""


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _number(text: str | None) -> Decimal | None:
    try:
        return None if text is None else Decimal(text)
    except InvalidOperation:
        return None
