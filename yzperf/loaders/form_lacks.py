"""What must be put right in a filled form (须改之处): blank fields, headings that are lacking, gaps in the numbering."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from yzperf.domain.form_fields import FieldRole, FormField, FormFields, FormPart
from yzperf.domain.quantity import normalise
from yzperf.errors import Place
from yzperf.loaders.areas import Cell
from yzperf.loaders.cells import Problems
from yzperf.loaders.form_headings import UNHEADED, TableHeading
from yzperf.loaders.form_rows import RawRow
from yzperf.loaders.form_values import is_dash
from yzperf.loaders.grid import Grid

_REGISTER = "用语不同的，请改为表式的用语，或在该表式的 synonyms 中登记"
Text = tuple[str, Cell]


@dataclass(frozen=True)
class Lacks:
    """Adds what is lacking on one sheet to ``problems``."""

    grid: Grid
    form: FormFields
    problems: Problems

    # ── labels ──────────────────────────────────────────────────────────────────────────────────────

    def tell_blank_fields(self, part: FormPart, texts: Mapping[str, Text], places: Mapping[str, Cell]) -> None:
        """Required fields of a part without a value; ``places`` are the cells beside the labels that are there."""
        asked = [each for each in self.form.of_part(part.name) if each.required]
        lacking = [each for each in asked if each.key not in texts or _is_nothing(each, texts[each.key][0])]
        if part.is_table and len(lacking) == len(asked):
            self._tell_no_heading(part, asked)
            return
        for each in lacking:
            self._tell_blank(each, texts[each.key][1] if each.key in texts else places.get(each.key))

    def _tell_no_heading(self, part: FormPart, asked: Sequence[FormField]) -> None:
        words = "、".join(each.heading for each in asked)
        place, read = Place(self.grid.file, self.grid.sheet), f"没有找到“{part.label}”的表头"
        self.problems.add(place, read, f"含 {words} 的表头", f"请补上“{part.label}”部分；表头{_REGISTER}")

    def _tell_blank(self, each: FormField, cell: Cell | None) -> None:
        if cell is None:
            place, read = Place(self.grid.file, self.grid.sheet), f"没有找到栏目“{each.heading}”"
            self.problems.add(place, read, "必填的栏目", f"请补上这一栏；{_REGISTER}")
        else:
            text = self.grid.text(*cell) or "空白"
            self.problems.add(self.grid.place(*cell), text, f"“{each.heading}”（必填）", f"请填写“{each.heading}”")

    # ── tables ──────────────────────────────────────────────────────────────────────────────────────

    def tell_table(self, heading: TableHeading, rows: Sequence[RawRow]) -> None:
        """What is lacking in a table: columns, all rows, cells of a row, numbers in the first column."""
        part, fields = heading.part, self.form.of_part(heading.part.name)
        self._tell_lacking_columns(heading, fields)
        if not rows and not part.optional and any(each.required for each in fields):
            place = self.grid.place(heading.bottom, heading.left)
            self.problems.add(place, "只有表头、没有填写的行", f"“{part.label}”至少一行", f"请填写“{part.label}”")
        for number, row in enumerate(rows):
            self._tell_blank_cells(fields, heading, row, is_first=number == 0)
        for each in fields:
            if each.role is FieldRole.SERIAL:
                self._tell_gaps(each, [row.texts[each.key] for row in rows if each.key in row.texts])

    def _tell_lacking_columns(self, heading: TableHeading, fields: Sequence[FormField]) -> None:
        """A heading that is not understood is the likeliest one."""
        asked = [each for each in fields if each.required and each.role not in UNHEADED]
        words = "、".join(each.heading for each in asked if each.key not in {*heading.columns, *heading.ticks})
        if not words:
            return
        for column in heading.strange:
            place, text = self.grid.place(heading.bottom, column), self.grid.text(heading.bottom, column)
            self.problems.add(place, text, f"能认出的表头（缺 {words}）", f"表头{_REGISTER}这个写法")
        if not heading.strange:
            texts = "、".join(self.grid.text(heading.bottom, column) for column in sorted(heading.all_columns))
            place = self.grid.place(heading.bottom, heading.left)
            self.problems.add(place, texts, f"含 {words} 的表头", f"请补上缺的列；表头{_REGISTER}")

    def _tell_blank_cells(
        self, fields: Sequence[FormField], heading: TableHeading, row: RawRow, *, is_first: bool
    ) -> None:
        # A row "其中" explains the one above it and carries no points of its own.
        explains = any(normalise(text).startswith("其中") for text, _ in row.texts.values())
        for each in fields:
            excused = (each.first_row and not is_first) or (explains and each.is_number)
            column = heading.column(each.key)
            if each.required and each.key not in row.texts and column and not excused:
                self._tell_blank(each, (row.row, column))

    def _tell_gaps(self, each: FormField, texts: Sequence[Text]) -> None:
        """Rows get lost where a printed table runs over a page."""
        numbers = [(int(text), cell) for text, cell in texts if re.fullmatch(r"[0-9]{1,6}", text)]
        for (one, _), (two, cell) in pairwise(numbers):
            if two not in (one + 1, 1):
                expected = f"{one + 1}（{each.heading}连续）"
                self.problems.add(self.grid.place(*cell), str(two), expected, "请核对是否漏了行，或改正序号")


def _is_nothing(each: FormField, text: str) -> bool:
    """A dash beside a label that must be filled in; 无 may be a choice."""
    return is_dash(text) and text not in each.options
