"""Where everything stands on an empty form (空白表版面): boxes on a grid, drawn from the field list alone.

The same boxes can be painted as a worksheet or as a table in Word.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import accumulate, groupby, pairwise

from yzperf.domain.form_fields import FieldKind, FieldRole, FormField, FormFields, FormPart, PartShape

PORTRAIT, LANDSCAPE = 90.0, 134.0  # characters of a western digit that fit between the margins of A4
_SHRINK = 1.15  # so much wider a form may be; it is printed that much smaller
_CRAMPED = 1.4  # a form wider than this many upright pages is laid on its side
_SIDE = 10.5
_PAIR, _LONG_PAIR = (16.0, 28.0, 16.0, 28.0), (16.0, 72.0)
_WIDTHS = {FieldKind.NUMBER: 9.0, FieldKind.MONEY: 13.0, FieldKind.DATE: 12.0}
_ROLE_WIDTHS = {FieldRole.GROUP: 12.0, FieldRole.ROW_NAME: 20.0, FieldRole.SERIAL: 6.0}
_LINE, _ROW, _LIST, _TALL, _TALLEST = 15.0, 26.0, 34.0, 54.0, 96.0  # points


class Look(StrEnum):
    """How a box is painted."""

    TITLE = "title"
    SIDE = "side"  # title of a part
    LABEL = "label"  # label, or heading of a column
    PRINTED = "printed"  # words that the form fills in itself
    INPUT = "input"
    BLANK = "blank"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of cells with one text. Rows and columns count from 1; ``field`` is what a person fills in here."""

    row: int
    column: int
    rows: int
    columns: int
    look: Look
    text: str = ""
    field: FormField | None = None


@dataclass(frozen=True, slots=True)
class FormLayout:
    """A form ready to be painted: column widths in characters, row heights in points, and all boxes.

    ``head_rows`` are the rows to repeat on every page where the whole form is one list; 0 where it is not.
    """

    form: FormFields
    widths: tuple[float, ...]
    heights: dict[int, float]
    boxes: tuple[Box, ...]
    landscape: bool
    head_rows: int


def lay_out(form: FormFields) -> FormLayout:
    """Lay out an empty form (排版).

    Parameters
    ----------
    form
        A field list; parts without a layout become pairs of label and value.
    """
    page = _Page(form, *_grid(form))
    page.band(form.title, Look.TITLE, 40)
    for name in form.parts:
        page.part(form.part(name))
    page.band(_notes(form), Look.NOTE)
    tables = form.tables()
    is_list = len(tables) == 1 and form.parts[0] == tables[0].name
    return FormLayout(
        form, page.widths, page.heights, tuple(page.boxes), page.landscape, page.first_rows if is_list else 0
    )


# ── the grid ────────────────────────────────────────────────────────────────────────────────────────


def _grid(form: FormFields) -> tuple[tuple[float, ...], bool, bool]:
    """Column widths, whether the first one holds titles of parts, and whether the paper lies on its side."""
    widest = max((_weights(form, part) for part in form.tables()), key=len, default=[])
    weights = widest if len(widest) >= len(_PAIR) else list(_PAIR)
    has_side = any(form.part(name).title for name in form.parts)
    wanted = sum(weights) + _SIDE * has_side
    landscape = wanted > PORTRAIT * _CRAMPED
    paper = LANDSCAPE if landscape else PORTRAIT
    room = min(max(paper, wanted), paper * _SHRINK) - _SIDE * has_side
    widths = [round(weight * room / sum(weights), 1) for weight in weights]
    return tuple([_SIDE] * has_side + widths), has_side, landscape


def _weights(form: FormFields, part: FormPart) -> list[float]:
    return [_width(each) for each in _columns(form, part)]


def _columns(form: FormFields, part: FormPart) -> tuple[FormField, ...]:
    return tuple(each for each in form.of_part(part.name) if each.role is not FieldRole.BAND)


def _width(each: FormField) -> float:
    heading = min(breadth(each.heading) / (1 if len(each.heading) <= 4 else 2), 14) + 3
    options = max((breadth(option) for option in each.options), default=0) + 4 if each.options else 0
    own = _ROLE_WIDTHS.get(each.role) or _WIDTHS.get(each.kind) or min(options, 16) or 17
    return float(max(own, heading))


def breadth(text: str) -> float:
    """Width of a text in characters of a western digit."""
    return float(sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text))


def _spread(widths: Sequence[float], weights: Sequence[float]) -> list[tuple[int, int]]:
    """Share grid columns among items by their weights: first column and number of columns of each, from 0."""
    edges = [0.0, *accumulate(widths)]
    wanted = [0.0, *accumulate(weight * edges[-1] / sum(weights) for weight in weights)]
    cuts = [0]
    for number, place in enumerate(wanted[1:], 1):
        left = len(weights) - number
        choices = range(cuts[-1] + 1, len(widths) - left + 1)
        cuts.append(min(choices, key=lambda cut: abs(edges[cut] - place)) if left else len(widths))
    return [(start, stop - start) for start, stop in pairwise(cuts)]


# ── the parts ───────────────────────────────────────────────────────────────────────────────────────


@dataclass
class _Page:
    """Places boxes from top to bottom; ``row`` is the next free row."""

    form: FormFields
    widths: tuple[float, ...]
    has_side: bool
    landscape: bool
    boxes: list[Box] = field(default_factory=list)
    heights: dict[int, float] = field(default_factory=dict)
    row: int = 1
    first_rows: int = 0

    def band(self, text: str, look: Look, height: float = 0) -> None:
        """One box over the whole width."""
        self._put(0, len(self.widths), look, text)
        self._next(height)

    def part(self, part: FormPart) -> None:
        """Place one part with its title beside it."""
        top, start = self.row, 1 if self.has_side and part.title else 0
        shapes = {PartShape.PAIRS: self._pairs, PartShape.TEXTS: self._texts, PartShape.TABLE: self._table}
        shapes[part.shape](part, start)
        if start and self.row > top:
            self._side(top, self._title(part))

    def _side(self, top: int, title: str) -> None:
        """The title over all rows of its part; they are made high enough for it."""
        self.boxes.append(Box(top, 1, self.row - top, 1, Look.SIDE, title))
        lacking = _lines(title, _SIDE) * _LINE + 8 - sum(self.heights[row] for row in range(top, self.row))
        self.heights[self.row - 1] += max(0.0, lacking)

    def _title(self, part: FormPart) -> str:
        has_money = any(each.kind is FieldKind.MONEY for each in self.form.of_part(part.name))
        title = re.sub(r"^(\w{2,4})(\w{4})(?!\w)", r"\1\n\2", part.title).replace("（", "\n（")  # 年度 / 总体目标
        return f"{title}\n（{self.form.unit}）" if has_money else title

    def _pairs(self, part: FormPart, start: int) -> None:
        fields = self.form.of_part(part.name)
        for each in fields:
            if each.under:
                self._foot(each)
        loose = [each for each in fields if not each.under]
        for two in (loose[number : number + 2] for number in range(0, len(loose), 2)):
            self._line(two, start, _PAIR if len(two) > 1 else _LONG_PAIR, _ROW)

    def _texts(self, part: FormPart, start: int) -> None:
        for each in self.form.of_part(part.name):
            if each.under:
                self._foot(each)
            else:
                self._line([each], start, _LONG_PAIR, _TALL if each.kind is FieldKind.TEXT else _ROW)

    def _line(self, fields: Sequence[FormField], start: int, weights: Sequence[float], height: float) -> None:
        spans = _spread(self.widths[start:], weights)
        for number, each in enumerate(fields):
            (label, label_width), (value, value_width) = spans[2 * number], spans[2 * number + 1]
            self._put(start + label, label_width, Look.LABEL, _label(each))
            self._put(start + value, value_width, Look.INPUT, field=each)
        self._next(height)

    def _foot(self, each: FormField) -> None:
        """A value below a column of the table above: 总分 under 得分."""
        above = [box for box in self.boxes if box.field is not None and box.field.key == each.under][-1]
        first, end = above.column - 1, above.column - 1 + above.columns
        self._put(0, first, Look.LABEL, _label(each))
        self._put(first, above.columns, Look.INPUT, field=each)
        if end < len(self.widths):
            self._put(end, len(self.widths) - end, Look.BLANK)
        self._next(_ROW)

    # ── tables ──────────────────────────────────────────────────────────────────────────────────────

    def _table(self, part: FormPart, start: int) -> None:
        fields = _columns(self.form, part)
        spans = [(start + first, count) for first, count in _spread(self.widths[start:], _weights(self.form, part))]
        if len(fields) == len(self.form.of_part(part.name)):
            self._headings(fields, spans)
            self._rows(part, fields, spans, part.printed)
            return
        for printed in part.printed:
            self._put(start, len(self.widths) - start, Look.LABEL, printed[0])
            self._next(_ROW)
            self._headings(fields, spans)
            self._rows(part, fields, spans, ())

    def _headings(self, fields: Sequence[FormField], spans: Sequence[tuple[int, int]]) -> None:
        top, lines = self.row, 2 if any(each.over for each in fields) else 1
        for over, group in groupby(zip(fields, spans, strict=True), key=lambda pair: pair[0].over):
            members = list(group)
            if over:
                first = members[0][1][0]
                self._put(first, sum(count for _, (_, count) in members), Look.LABEL, over)
            for each, (first, count) in members:
                row = top + 1 if over else top
                self._put(first, count, Look.LABEL, _label(each), row=row, rows=1 if over else lines)
        for _ in range(lines):
            self._next(_ROW)
        self.first_rows = self.first_rows or self.row - 1

    def _rows(
        self,
        part: FormPart,
        fields: Sequence[FormField],
        spans: Sequence[tuple[int, int]],
        printed: Sequence[tuple[str, ...]],
    ) -> None:
        rows = [words for words in printed or [()] for _ in range(part.rows)]
        is_text = len(rows) == 1 and all(each.kind is FieldKind.TEXT for each in fields)
        height = _TALLEST if is_text else _ROW if self.has_side else _LIST
        top = self.row
        for number, words in enumerate(rows, 1):
            for column, (each, (first, count)) in enumerate(zip(fields, spans, strict=True)):
                text = words[column] if column < len(words) else ""
                if each.role is FieldRole.SERIAL:
                    text = str(number)
                if not (text and each.role is FieldRole.GROUP):
                    self._put(first, count, Look.PRINTED if text else Look.INPUT, text, field=each)
            self._next(height)
        self._groups(fields, spans, rows, top)

    def _groups(
        self, fields: Sequence[FormField], spans: Sequence[tuple[int, int]], rows: Sequence[tuple[str, ...]], top: int
    ) -> None:
        """Printed groups (一级指标) stand once, over all their rows."""
        for column, (each, (first, count)) in enumerate(zip(fields, spans, strict=True)):
            row = top
            for words, group in groupby(rows, key=lambda words: words[: column + 1]):
                size = len(list(group))
                if each.role is FieldRole.GROUP and column < len(words):
                    self._put(first, count, Look.PRINTED, words[column], row=row, rows=size, field=each)
                row += size

    # ── boxes ───────────────────────────────────────────────────────────────────────────────────────

    def _put(
        self,
        first: int,
        count: int,
        look: Look,
        text: str = "",
        *,
        field: FormField | None = None,
        row: int = 0,
        rows: int = 1,
    ) -> None:
        top = row or self.row
        self.boxes.append(Box(top, first + 1, rows, count, look, text, field))
        if rows == 1 and look is not Look.TITLE:
            lines = _lines(text, sum(self.widths[first : first + count]))
            self.heights[top] = max(self.heights.get(top, 0), lines * _LINE + 8)

    def _next(self, height: float) -> None:
        self.heights[self.row] = max(height, self.heights.get(self.row, 0))
        self.row += 1


def _label(each: FormField) -> str:
    return f"{each.heading}*" if each.required else each.heading


def _lines(text: str, width: float) -> int:
    return sum(max(1, math.ceil(breadth(line) / max(1.0, width - 2))) for line in text.split("\n"))


def _notes(form: FormFields) -> str:
    """What must be known to fill in the form, and the mark by which a filled one is known again."""
    lines = ["带*的栏目必填；有下拉列表的栏目从列表中选；行不够时在表内插入行，没有内容的行留空。"]
    if form.note:
        lines.append(f"{form.note}。")
    lines += [f"{'、'.join(headings)}：{note}。" for note, headings in _field_notes(form).items()]
    numbered = "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))
    return f"填表说明：{numbered}\n表式编号：{form.id}"


def _field_notes(form: FormFields) -> dict[str, list[str]]:
    notes: dict[str, list[str]] = {}
    for each in form.fields:
        if each.note:
            notes.setdefault(each.note, []).append(each.heading)
    return notes


def input_boxes(layout: FormLayout) -> Iterator[tuple[Box, FormField]]:
    """Every box that a person fills in, or may write over, with its field, from top to bottom."""
    boxes = [(box, box.field) for box in layout.boxes if box.field is not None]
    yield from sorted(boxes, key=lambda pair: (pair[0].row, pair[0].column))
