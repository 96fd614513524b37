"""Fields beside or below their labels (栏目和填写内容成对): 项目名称 | 某项目, 项目名称：某项目, labels in one row over values."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from yzperf.domain.form import plain_heading
from yzperf.domain.form_fields import FieldRole, FormField, FormFields
from yzperf.loaders.areas import Areas, Cell
from yzperf.loaders.cells import is_remark
from yzperf.loaders.form_headings import TableHeading

Text = tuple[str, Cell]

_YEAR = re.compile(r"(20\d\d)\s*年")
_SEVERAL = re.compile(r"\s{2,}|[\t\n;；]")
_PART_OF = re.compile(r"^其中[:：]?")
_TOP_ROWS = 6


@dataclass
class PairReader:
    """Finds the fields of a form outside its tables. ``used`` collects every cell that was understood."""

    areas: Areas
    form: FormFields
    fields: Sequence[FormField]
    headings: Sequence[TableHeading]
    found: dict[str, Text] = field(default_factory=dict)
    places: dict[str, Cell] = field(default_factory=dict)
    used: set[Cell] = field(default_factory=set)
    _section: str = ""

    def read(self, table_rows: Collection[int]) -> None:
        """Read all rows that are not in ``table_rows``; titles are seen in every row."""
        for row in self.areas.grid.rows:
            self._note_title(row)
            if row in table_rows or self._is_form_title(row):
                continue
            cells = [(column, text) for column, text in self.areas.texts(row) if (row, column) not in self.used]
            if self._is_label_row(row, cells):
                self._read_below(row, cells)
            else:
                self._read_beside(row, cells)
        self._read_year()

    # ── titles ──────────────────────────────────────────────────────────────────────────────────────

    def _note_title(self, row: int) -> None:
        """A title begins its row; the same word further right is a value."""
        column, text = next(self.areas.texts(row), (0, ""))
        part = next((part for part in self.form.layout if plain_heading(text) in part.titles), None)
        if part is not None and (row, column) not in self.used:
            self._section = part.name
            self.used.add((row, column))

    def _is_form_title(self, row: int) -> bool:
        """The title of the form may be the same word as one of its labels (访谈记录)."""
        texts = self.areas.grid.row_texts(row)
        return row <= _TOP_ROWS and len(texts) == 1 and plain_heading(texts[0]) == plain_heading(self.form.title)

    # ── labels and values ───────────────────────────────────────────────────────────────────────────

    def _field(self, text: str) -> FormField | None:
        """The field that a label names: of the part whose title was seen last, else the first that is still open."""
        words = {plain_heading(text), plain_heading(_PART_OF.sub("", text.strip()))}
        named = [each for each in self.fields if words.intersection(each.headings)]
        here = [each for each in named if each.part == self._section and each.key not in self.found]
        open_ones = [each for each in named if each.key not in self.found]
        return next(iter([*here, *open_ones, *named]), None)

    def _is_label(self, text: str) -> bool:
        return self._field(text) is not None

    def _is_label_row(self, row: int, cells: list[tuple[int, str]]) -> bool:
        """Nothing but labels without a gap, and below them something that is no label: the values stand below."""
        if not cells or not all(self._is_label(text) for _, text in cells):
            return False
        ends = [self.areas.end((row, column)) for column, _ in cells]
        is_closed = all(end[1] + 1 == column for end, (column, _) in zip(ends, cells[1:], strict=False))
        is_whole = len(cells) > 1 or (cells[0][0] == 1 and ends[0][1] >= max(self.areas.grid.columns) > 1)
        below = [text for _, text in self.areas.texts(max(bottom for bottom, _ in ends) + 1)]
        return is_closed and is_whole and bool(below) and not any(self._is_no_value(text) for text in below)

    def _is_no_value(self, text: str) -> bool:
        titles = {word for part in self.form.layout for word in part.titles}
        return is_remark(text) or plain_heading(text) in titles or self._is_label(re.split("[:：]", text)[0])

    def _read_below(self, row: int, cells: list[tuple[int, str]]) -> None:
        for column, text in cells:
            below = self.areas.end((row, column))[0] + 1
            self._take(text, (row, column), self.areas.grid.own_text(below, column), (below, column))

    def _read_beside(self, row: int, cells: list[tuple[int, str]]) -> None:
        for number, (column, text) in enumerate(cells):
            if (row, column) in self.used:
                continue
            if self._is_label(text):
                self._take_beside(text, (row, column), cells[number + 1 :])
            else:
                self._take_inside(text, (row, column), cells[number + 1 :])

    def _take_beside(self, label: str, cell: Cell, rest: list[tuple[int, str]]) -> None:
        row = cell[0]
        below = self._below_column(label, cell)
        start = self.areas.end(cell)[1] + 1 if below is None else below
        text = self.areas.grid.own_text(row, start) if below is not None else ""
        if not text:
            start, text = self._beside((row, start), rest)
        self._take(label, cell, text, (row, start))

    def _below_column(self, label: str, cell: Cell) -> int | None:
        """Column of the table above under which the value stands (总分 under 得分)."""
        under = getattr(self._field(label), "under", "")
        above = [heading for heading in self.headings if heading.bottom < cell[0] and under in heading.columns]
        return above[-1].columns[under] if under and above else None

    def _beside(self, start: Cell, rest: list[tuple[int, str]]) -> tuple[int, str]:
        """The next text to the right, unless it is a label itself; a blank value keeps the place beside the label."""
        if not rest:
            return start[1], ""
        column, text = rest[0]
        follower = rest[1][1] if len(rest) > 1 else None
        is_beside = column == start[1]
        # 其他 | 问题: a value may look like a label, but not if a value of its own follows it.
        is_value = not self._is_label(text) or (is_beside and (follower is None or self._is_label(follower)))
        return (column, text) if is_value else (start[1], "")

    def _take_inside(self, text: str, cell: Cell, rest: list[tuple[int, str]]) -> None:
        """项目名称：某项目, or several such in one cell."""
        pieces = [piece for piece in _SEVERAL.split(text) if self._is_label(_before_colon(piece))]
        for piece in pieces if len(pieces) > 1 else [text] if self._is_label(_before_colon(text)) else []:
            label = _before_colon(piece)
            value = piece[len(label) + 1 :].strip()
            if value:
                self._take(label, cell, value, cell)
            else:
                self._take_beside(label, cell, rest)

    def _take(self, label: str, cell: Cell, text: str, where: Cell) -> None:
        field = self._field(label)
        self.used |= {cell, where} if text else {cell}
        if field is None or field.key in self.found:
            return
        self.places.setdefault(field.key, where)
        if text:
            self.found[field.key] = (text, where)

    def _read_year(self) -> None:
        """（2024年度） under the title."""
        years = [each for each in self.fields if each.role is FieldRole.YEAR and each.key not in self.found]
        for (row, column), text in sorted(self.areas.grid.cells.items()) if years else ():
            if row <= _TOP_ROWS and (match := _YEAR.search(text)):
                self.found[years[0].key] = (match[1], (row, column))
                return

    # ── what nobody understood ──────────────────────────────────────────────────────────────────────

    def left_over(self, table_rows: Collection[int]) -> Iterator[Text]:
        """Texts below the title that are neither label nor value nor part of a table."""
        first = min([*(row for row, _ in self.used), *table_rows], default=0)
        for (row, column), text in sorted(self.areas.grid.cells.items()):
            if row >= first and row not in table_rows and (row, column) not in self.used and text.strip():
                yield text.strip(), (row, column)


def _before_colon(text: str) -> str:
    return re.split("[:：]", text, maxsplit=1)[0] if re.search("[:：]", text) else ""
