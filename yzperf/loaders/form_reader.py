"""Read one sheet by a field list (读一张表): tables, then what stands beside labels, then the values by their kinds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from yzperf.domain.filled_form import FieldValue, FilledForm, FormRow
from yzperf.domain.form_fields import FormField, FormFields, FormPart
from yzperf.domain.quantity import normalise
from yzperf.loaders.areas import Cell, areas_of
from yzperf.loaders.cells import Problems, is_remark
from yzperf.loaders.form_headings import TableHeading, find_tables
from yzperf.loaders.form_lacks import Lacks
from yzperf.loaders.form_pairs import PairReader
from yzperf.loaders.form_rows import RawRow, RowReader
from yzperf.loaders.form_values import read_value
from yzperf.loaders.grid import Grid

_UNIT = re.compile(
    r"\((?:金额)?(?:单位:)?(亿元|百万元|万元|千元|元)\)|(?<!\w)(?:金额)?单位:(亿元|百万元|万元|千元|元)(?!\w)"
)
_STALE = "没有结果的公式"
_SHOWN = 5  # so many texts that were passed over are quoted


def read_form(grid: Grid, form: FormFields) -> FilledForm:
    """Read a sheet as a form; what must be put right stands in ``problems``, what was passed over in ``notes``."""
    reader = _SheetReader(_with_stale(grid), form)
    parts = reader.read()
    return FilledForm(
        form=form,
        file=grid.file,
        sheet=grid.sheet,
        unit=reader.unit,
        parts=parts,
        notes=tuple(dict.fromkeys(reader.notes)),
        problems=tuple(dict.fromkeys(reader.problems.found)),
    )


def _with_stale(grid: Grid) -> Grid:
    """A formula that was never computed shows nothing, but its cell is not blank."""
    stale = {cell: _STALE for cell in grid.flaws if not grid.cells[cell]}
    return replace(grid, cells={**grid.cells, **stale})


@dataclass
class _SheetReader:
    grid: Grid
    form: FormFields
    unit: str = ""
    problems: Problems = field(default_factory=Problems)
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.areas = areas_of(self.grid)
        self.lacks = Lacks(self.grid, self.form, self.problems)

    def read(self) -> dict[str, tuple[FormRow, ...]]:
        self.unit = self._sheet_unit()
        headings = find_tables(self.areas, self.form)
        rows, table_rows = self._read_tables(headings)
        pairs = self._read_pairs(headings, table_rows)
        first = {heading.part.name: heading for heading in reversed(headings)}
        for heading in first.values():
            self._tell_strange(heading)
        return {
            name: self._table(first[name], rows[name]) if name in first else self._pairs(self.form.part(name), pairs)
            for name in self.form.parts
        }

    # ── parts ───────────────────────────────────────────────────────────────────────────────────────

    def _read_tables(self, headings: list[TableHeading]) -> tuple[dict[str, list[RawRow]], frozenset[int]]:
        """Rows by part, those of a repeated heading together, and the rows of the sheet that they take."""
        reader = RowReader(self.areas, self.form)
        rows: dict[str, list[RawRow]] = {}
        taken: set[int] = set()
        for heading in headings:
            # Two tables side by side share their rows: the next heading is one further down.
            stop = next((each.top for each in headings if each.top > heading.bottom), self.grid.rows.stop)
            rows.setdefault(heading.part.name, []).extend(reader.read(heading, stop))
            taken.update(range(reader.first, reader.last + 1))
        return rows, frozenset(taken)

    def _read_pairs(self, headings: list[TableHeading], table_rows: frozenset[int]) -> PairReader:
        """Fields outside tables; a table of one line may also be written as pairs."""
        there = {heading.part.name for heading in headings}
        loose = {part.name for part in self.form.tables() if part.rows == 1 and not part.printed} - there
        beside = {each.key for each in self.form.pairs()}
        fields = [each for each in self.form.fields if each.key in beside or each.part in loose]
        pairs = PairReader(self.areas, self.form, fields, headings)
        pairs.read(table_rows)
        self._tell_left_over(pairs, table_rows)
        return pairs

    def _table(self, heading: TableHeading, rows: list[RawRow]) -> tuple[FormRow, ...]:
        self.lacks.tell_table(heading, [row for row in rows if not row.is_total])
        fields = self.form.of_part(heading.part.name)
        return tuple(self._row(fields, row, heading) for row in rows)

    def _pairs(self, part: FormPart, pairs: PairReader) -> tuple[FormRow, ...]:
        fields = self.form.of_part(part.name)
        texts = {each.key: pairs.found[each.key] for each in fields if each.key in pairs.found}
        if not part.optional or texts:
            self.lacks.tell_blank_fields(part, texts, pairs.places)
        row = min((cell[0] for _, cell in texts.values()), default=1)
        return (self._row(fields, RawRow(row, texts, False)),) if texts else ()

    # ── values ──────────────────────────────────────────────────────────────────────────────────────

    def _row(self, fields: tuple[FormField, ...], row: RawRow, heading: TableHeading | None = None) -> FormRow:
        there = [each for each in fields if each.key in row.texts]
        values = {each.key: self._value(each, *row.texts[each.key], row.is_total, heading) for each in there}
        first = min((cell[1] for _, cell in row.texts.values()), default=1)
        return FormRow(values, self.grid.place(row.row, first), row.is_total)

    def _value(
        self, each: FormField, text: str, cell: Cell, in_total: bool, heading: TableHeading | None
    ) -> FieldValue:
        place = self.grid.place(*cell)
        if flaw := self.grid.flaw(*cell):
            self.problems.found.append(flaw)
            return FieldValue(text, None, place)
        if in_total and not re.search("[0-9]", text):  # 合计 may stand under 序号
            return FieldValue(text, text, place)
        return read_value(each, text, place, self._unit(each, heading), self.problems)

    def _unit(self, each: FormField, heading: TableHeading | None) -> str:
        """The unit in the heading of a column goes before that of the sheet."""
        column = heading.columns.get(each.key) if heading else None
        return (heading and column and _unit_in(self.grid.text(heading.bottom, column))) or self.unit

    def _sheet_unit(self) -> str:
        """The unit that the sheet prints; where it prints none, the one of the official form, and that is said."""
        if not self.form.unit:
            return ""
        printed = (unit for _, text in sorted(self.grid.cells.items()) if (unit := _unit_in(text)))
        found = next(printed, "")
        if not found:
            self.notes.append(f"表上没有写金额单位，按表式规定的“{self.form.unit}”读")
        return found or self.form.unit

    # ── what was passed over ────────────────────────────────────────────────────────────────────────

    def _tell_strange(self, heading: TableHeading) -> None:
        texts = [self.grid.text(heading.bottom, column) for column in heading.strange]
        if texts:
            self.notes.append(f"“{heading.part.label}”有没有读的列：{'、'.join(texts)}")

    def _tell_left_over(self, pairs: PairReader, table_rows: frozenset[int]) -> None:
        texts = [(text, cell) for text, cell in pairs.left_over(table_rows) if not is_remark(text)]
        if texts:
            shown = "、".join(f"{self.grid.place(*cell).cell}“{text}”" for text, cell in texts[:_SHOWN])
            more = f" 等 {len(texts)} 处" if len(texts) > _SHOWN else ""
            self.notes.append(f"没有读的内容：{shown}{more}")


def _unit_in(text: str) -> str:
    match = _UNIT.search(re.sub(r"\s", "", normalise(text)))
    return next(filter(None, match.groups()), "") if match else ""
