"""Rows below the heading of a table part (表格行): fillers passed over, groups carried down, totals kept apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from yzperf.domain.form import plain_heading
from yzperf.domain.form_fields import FieldRole, FormField, FormFields
from yzperf.loaders.areas import Areas, Cell
from yzperf.loaders.cells import is_filler, is_remark
from yzperf.loaders.form_headings import TableHeading
from yzperf.loaders.form_values import is_dash, is_tick

_TOTALS = ("合计", "总计", "小计", "共计")
Text = tuple[str, Cell]


def _is_empty(text: str) -> bool:
    return is_filler(text) or is_dash(text)


@dataclass(frozen=True)
class RawRow:
    """One row as it stands: text and cell by key."""

    row: int
    texts: Mapping[str, Text]
    is_total: bool


@dataclass
class RowReader:
    """Reads the rows of a form's tables. ``first`` and ``last`` are the rows between which the last table stood."""

    areas: Areas
    form: FormFields
    first: int = 0
    last: int = 0
    _group: dict[str, Text] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._labels = {word for each in self.form.pairs() for word in each.headings}
        self._printed = {
            each.key: self.form.printed(each) for part in self.form.tables() for each in self.form.of_part(part.name)
        }

    def read(self, heading: TableHeading, stop: int) -> Iterator[RawRow]:
        """Yield the filled rows from the heading to where the table ends, at the latest before ``stop``."""
        self._group = {}
        self.first, self.last = heading.top, heading.bottom
        band = self._band(heading)
        self.first = min([self.first, *(row for _, (row, _) in band.values())])
        for row in range(heading.bottom + 1, stop):
            own = list(self.areas.texts(row))
            if own and self._ends(heading, row, own):
                return
            self.last = row
            if own and (found := self._row(heading, row, band)):
                yield found

    def _row(self, heading: TableHeading, row: int, band: Mapping[str, Text]) -> RawRow | None:
        fields = self.form.of_part(heading.part.name)
        found = {each.key: text for each in fields if (text := self._text(heading, row, each))}
        if not self._is_filled(fields, found):
            self._carry(fields, found)
            return None
        is_total = self._is_total(fields, found)
        return RawRow(row, found if is_total else {**band, **self._carry(fields, found)}, is_total)

    def _text(self, heading: TableHeading, row: int, each: FormField) -> Text | None:
        grid = self.areas.grid
        column = heading.columns.get(each.key)
        if column is None and each.role is FieldRole.ROW_NAME:
            column = next((c for c in range(heading.left - 1, 0, -1) if grid.own_text(row, c)), None)
        if column is None:
            return self._ticked(heading, row, each)
        cell = grid.origins.get((row, column), (row, column))
        if cell[0] <= heading.bottom or cell[1] != column or not grid.text(row, column):
            return None
        return grid.text(row, column), cell

    def _ticked(self, heading: TableHeading, row: int, each: FormField) -> Text | None:
        """The options whose columns are ticked; several are joined by marks, so that reading them tells it."""
        options = heading.ticks.get(each.key, {})
        ticked = [column for column in options if is_tick(self.areas.grid.own_text(row, column))]
        if not ticked:
            return None
        words = [options[column] for column in ticked]
        return words[0] if len(words) == 1 else "".join(f"☑{word}" for word in words), (row, ticked[0])

    def _is_filled(self, fields: tuple[FormField, ...], found: Mapping[str, Text]) -> bool:
        """Whether anybody wrote into the row: numbers, names and words that the form prints do not count."""
        plain = [each for each in fields if each.role is FieldRole.PLAIN and each.key in found]
        texts = [(found[each.key][0], self._printed[each.key]) for each in plain]
        return any(not _is_empty(text) and plain_heading(text) not in printed for text, printed in texts)

    def _carry(self, fields: tuple[FormField, ...], found: Mapping[str, Text]) -> dict[str, Text]:
        """Fill blank group fields from above; a new outer group forgets the inner ones."""
        groups = [each.key for each in fields if each.role is FieldRole.GROUP]
        for number, key in enumerate(groups):
            if key in found and found[key] != self._group.get(key):
                self._group = {k: v for k, v in self._group.items() if k in groups[:number]} | {key: found[key]}
        return {**self._group, **found}

    def _is_total(self, fields: tuple[FormField, ...], found: Mapping[str, Text]) -> bool:
        first = next((each for each in fields if each.key in found), None)
        if first is None or plain_heading(found[first.key][0]) in self._printed[first.key]:
            return False
        return plain_heading(found[first.key][0]) in _TOTALS

    def _band(self, heading: TableHeading) -> dict[str, Text]:
        """The line above a repeated table that tells which block it is (年度绩效目标1（40分）)."""
        bands = [each for each in self.form.of_part(heading.part.name) if each.role is FieldRole.BAND]
        return {each.key: text for each in bands if (text := self._band_text(heading, each))}

    def _band_text(self, heading: TableHeading, each: FormField) -> Text | None:
        for row in range(heading.top - 1, max(0, heading.top - 4), -1):
            for column, text in self.areas.texts(row):
                if plain_heading(text).startswith(each.headings):
                    return text, (row, column)
        return None

    # ── where a table ends ──────────────────────────────────────────────────────────────────────────

    def _ends(self, heading: TableHeading, row: int, own: list[tuple[int, str]]) -> bool:
        column, text = own[0]
        if len(own) == 1 and is_remark(text):
            return True
        if column > heading.left:
            return False
        if column < heading.left or len(own) == 1:
            return self._is_title(heading, text) or self._is_label(text)
        return self._is_label(text) and self._is_pair_row(heading, row, own)

    def _is_pair_row(self, heading: TableHeading, row: int, own: list[tuple[int, str]]) -> bool:
        """Whether a row that begins with a label is one of pairs; in a row of the table the word is a value."""
        is_wide = self.areas.end((row, own[0][0]))[1] > self.areas.end((heading.bottom, own[0][0]))[1]
        is_sparse = len(own) <= max(2, len(heading.all_columns) // 2)
        labels = [self._is_label(text) for _, text in own[:3]]
        return is_wide or is_sparse or labels == [True, False, True]

    def _is_title(self, heading: TableHeading, text: str) -> bool:
        """Whether a text is the title of another part, or a line above a repeated table."""
        plain = plain_heading(text)
        titles = {word for part in self.form.layout if part.name != heading.part.name for word in part.titles}
        bands = [each for each in self.form.of_part(heading.part.name) if each.role is FieldRole.BAND]
        return plain in titles or any(plain.startswith(each.headings) for each in bands)

    def _is_label(self, text: str) -> bool:
        return plain_heading(re.split("[:：]", text)[0]) in self._labels
