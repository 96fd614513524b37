"""Read any filled form by its field list (读取填好的表): head, tables, types, and every defect at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from yzperf.domain.filled_form import FieldValue, FilledForm, FormRow
from yzperf.domain.form_fields import FieldRole, FormField, FormFields, FormPart
from yzperf.domain.quantity import normalise
from yzperf.errors import LoadError, Place, Problem
from yzperf.loaders.areas import Areas, Cell, areas_of
from yzperf.loaders.cells import Problems
from yzperf.loaders.form_headings import TableHeading, find_tables
from yzperf.loaders.form_kind import choose_form, unknown_form
from yzperf.loaders.form_pairs import PairReader
from yzperf.loaders.form_rows import RawRow, RowReader
from yzperf.loaders.form_values import is_dash, read_value
from yzperf.loaders.grid import Grid
from yzperf.loaders.score_table import read_grids

_UNIT = re.compile(
    r"\((?:金额)?(?:单位:)?(亿元|百万元|万元|千元|元)\)|(?<!\w)(?:金额)?单位:(亿元|百万元|万元|千元|元)(?!\w)"
)
_REMARK = re.compile(r"(?:注|备注|说明|填表说明|来源)\d*[:：]|表式编号")
_SHOWN = 5  # so many texts that were passed over are quoted


def load_form(path: Path, forms: Mapping[str, FormFields], kind: str | None = None, sheet: str | None = None) -> FilledForm:
    """Read one filled form that has nothing to put right.

    Parameters
    ----------
    path
        An .xlsx or .csv file from outside; it is guarded and parsed in a child process.
    forms
        The field lists that are known, from ``yzperf.rules.load_all_forms()``.
    kind
        Id of the form; None lets the headings decide.
    sheet
        Name of the sheet, where a workbook holds several filled forms.

    Raises
    ------
    LoadError
        All defects at once, each with sheet, cell, what was read, what was expected and the remedy.
    """
    found = [form for form in read_forms(path, forms, kind) if sheet in (None, form.sheet)]
    if len(found) != 1:
        raise LoadError(_not_one(path, found, sheet))
    if found[0].problems:
        raise LoadError(found[0].problems)
    return found[0]


def read_forms(path: Path, forms: Mapping[str, FormFields], kind: str | None = None) -> list[FilledForm]:
    """Read every filled form of a file; what must be put right stands in the ``problems`` of each.

    Raises
    ------
    LoadError
        If the file cannot be read, no form of it is known, or one fits several lists.
    """
    if kind is not None and kind not in forms:
        raise LoadError(f"没有表式“{kind}”；现有：{'、'.join(forms)}。请改用其中之一（yzperf form 列出全部）")
    chosen, problems = _chosen(read_grids(path), forms, kind)
    if problems:
        raise LoadError(problems)
    return [_read(grid, form) for grid, form in chosen]


def _chosen(
    grids: list[Grid], forms: Mapping[str, FormFields], kind: str | None
) -> tuple[list[tuple[Grid, FormFields]], list[Problem | str]]:
    """The form of every sheet. A sheet that is none is passed over unless nothing else is there."""
    chosen: list[tuple[Grid, FormFields]] = []
    unknown: list[Problem | str] = []
    ambiguous: list[Problem | str] = []
    for grid in grids:
        try:
            form = forms[kind] if kind else choose_form(grid, forms)
        except LoadError as error:
            ambiguous += error.problems
            continue
        if form is None:
            unknown.append(unknown_form(grid, forms))
        else:
            chosen.append((grid, form))
    return chosen, ambiguous or ([] if chosen else unknown)


def _not_one(path: Path, found: list[FilledForm], sheet: str | None) -> Problem:
    names = "、".join(f"“{form.sheet}”" for form in found)
    if sheet is not None and not found:
        return Problem(Place(path.name), f"没有填了表的工作表“{sheet}”", "填了表的工作表的名称", "请核对工作表名称")
    return Problem(Place(path.name), f"有 {len(found)} 张填好的表：{names}", "一张", "请用 sheet= 指明工作表")


# ── one sheet ───────────────────────────────────────────────────────────────────────────────────────


def _read(grid: Grid, form: FormFields) -> FilledForm:
    reader = _SheetReader(grid, form, areas_of(grid))
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


@dataclass
class _SheetReader:
    """Reads one sheet by one field list."""

    grid: Grid
    form: FormFields
    areas: Areas
    unit: str = ""
    problems: Problems = field(default_factory=Problems)
    notes: list[str] = field(default_factory=list)

    def read(self) -> dict[str, tuple[FormRow, ...]]:
        headings = find_tables(self.areas, self.form)
        self.unit = self._sheet_unit()
        rows: dict[str, list[RawRow]] = {}
        blocked: dict[int, bool] = {}
        reader = RowReader(self.areas, self.form)
        stops = [*(heading.top for heading in headings[1:]), self.grid.rows.stop]
        for heading, stop in zip(headings, _later(headings, stops), strict=True):
            rows.setdefault(heading.part.name, []).extend(reader.read(heading, stop))
            blocked |= dict.fromkeys(range(reader.first, reader.last + 1), True)
        pairs = self._read_pairs(headings, blocked)
        for heading in headings:
            self._tell_strange(heading)
        return {name: tuple(self._part(self.form.part(name), headings, rows, pairs)) for name in self.form.parts}

    def _read_pairs(self, headings: list[TableHeading], blocked: Mapping[int, bool]) -> PairReader:
        """Fields outside tables; a table of one line may also be written as pairs."""
        there = {heading.part.name for heading in headings}
        loose = [p.name for p in self.form.tables() if p.name not in there and p.rows == 1 and not p.printed]
        fields = [each for each in self.form.fields if not self.form.part(each.part).is_table or each.part in loose]
        pairs = PairReader(self.areas, self.form, fields, headings)
        pairs.read(blocked)
        self._tell_left_over(pairs, blocked)
        return pairs

    # ── parts ───────────────────────────────────────────────────────────────────────────────────────

    def _part(
        self, part: FormPart, headings: list[TableHeading], rows: Mapping[str, list[RawRow]], pairs: PairReader
    ) -> Iterator[FormRow]:
        own = [heading for heading in headings if heading.part.name == part.name]
        if own:
            yield from self._table(part, own[0], rows[part.name])
            return
        fields = self.form.of_part(part.name)
        texts = {each.key: pairs.found[each.key] for each in fields if each.key in pairs.found}
        if texts:
            yield self._row(fields, RawRow(min(cell[0] for _, cell in texts.values()), texts, False))
        if not part.optional or texts:
            self._require(fields, texts, pairs, part)

    def _require(
        self, fields: tuple[FormField, ...], texts: Mapping[str, tuple[str, Cell]], pairs: PairReader, part: FormPart
    ) -> None:
        asked = [each for each in fields if each.required]
        lacking = [each for each in asked if each.key not in texts or _is_nothing(each, texts[each.key][0])]
        if part.is_table and len(lacking) == len(asked):
            self._no_heading(part, fields)
            return
        for each in lacking:
            cell = texts[each.key][1] if each.key in texts else pairs.places.get(each.key)
            self._missing(each, cell)

    def _no_heading(self, part: FormPart, fields: tuple[FormField, ...]) -> None:
        words = "、".join(each.heading for each in fields if each.required)
        name = part.title or part.name
        remedy = f"请补上“{name}”部分；表头用语不同的，请改为表式的用语，或在该表式的 synonyms 中登记"
        self.problems.add(Place(self.grid.file, self.grid.sheet), f"没有找到“{name}”的表头", f"含 {words} 的表头", remedy)

    def _missing(self, each: FormField, cell: Cell | None) -> None:
        if cell is None:
            remedy = "请补上这一栏；用语不同的，请改为表式的用语，或在该表式的 synonyms 中登记"
            place, read = Place(self.grid.file, self.grid.sheet), f"没有找到栏目“{each.heading}”"
            self.problems.add(place, read, "必填的栏目", remedy)
        else:
            text = self.grid.text(*cell) or "空白"
            self.problems.add(self.grid.place(*cell), text, f"“{each.heading}”（必填）", f"请填写“{each.heading}”")

    # ── tables ──────────────────────────────────────────────────────────────────────────────────────

    def _table(self, part: FormPart, heading: TableHeading, rows: list[RawRow]) -> Iterator[FormRow]:
        fields = self.form.of_part(part.name)
        self._tell_absent(part, heading)
        filled = [row for row in rows if not row.is_total]
        if not filled and not part.optional and any(each.required for each in fields):
            name = part.title or part.name
            place = self.grid.place(heading.bottom, heading.left)
            self.problems.add(place, "只有表头、没有填写的行", f"“{name}”至少一行", f"请填写“{name}”")
        self._tell_gaps(fields, filled)
        for row in rows:
            if not row.is_total:
                self._require_cells(fields, heading, row, is_first=row is filled[0])
            yield self._row(fields, row, heading)

    def _require_cells(self, fields: tuple[FormField, ...], heading: TableHeading, row: RawRow, *, is_first: bool) -> None:
        explains = _explains_another(row)
        for each in fields:
            asked = each.required and (is_first or not each.first_row) and each.key not in row.texts
            asked = asked and not (explains and each.is_number)
            column = heading.columns.get(each.key) or min(heading.ticks.get(each.key, {}), default=0)
            if asked and column:
                self._missing(each, (row.row, column))

    def _tell_absent(self, part: FormPart, heading: TableHeading) -> None:
        """Required columns that are not there; a heading that is not understood is the likeliest one."""
        read = {*heading.columns, *heading.ticks}
        fields = self.form.of_part(part.name)
        headed = [f for f in fields if f.required and f.role not in (FieldRole.ROW_NAME, FieldRole.BAND)]
        lacking = "、".join(f.heading for f in headed if f.key not in read)
        if not lacking:
            return
        remedy = "请把表头改为表式的用语，或在该表式的 synonyms 中登记这个写法"
        for column in heading.strange:
            place, text = self.grid.place(heading.bottom, column), self.grid.text(heading.bottom, column)
            self.problems.add(place, text, f"能认出的表头（缺 {lacking}）", remedy)
        if not heading.strange:
            texts = "、".join(self.grid.text(heading.bottom, column) for column in sorted(heading.all_columns))
            self.problems.add(self.grid.place(heading.bottom, heading.left), texts, f"含 {lacking} 的表头", remedy)

    def _tell_strange(self, heading: TableHeading) -> None:
        texts = [self.grid.text(heading.bottom, column) for column in heading.strange]
        if texts:
            self.notes.append(f"“{heading.part.title or heading.part.name}”有没有读的列：{'、'.join(texts)}")

    def _tell_gaps(self, fields: tuple[FormField, ...], rows: list[RawRow]) -> None:
        """Rows get lost where a printed table runs over a page."""
        for each in fields:
            if each.role is FieldRole.SERIAL:
                texts = [row.texts[each.key] for row in rows if each.key in row.texts]
                self._tell_gap(each, texts)

    def _tell_gap(self, each: FormField, texts: list[tuple[str, Cell]]) -> None:
        numbers = [(int(text), cell) for text, cell in texts if re.fullmatch(r"[0-9]{1,6}", text)]
        for (one, _), (two, cell) in pairwise(numbers):
            if two not in (one + 1, 1):
                expected = f"{one + 1}（{each.heading}连续）"
                self.problems.add(self.grid.place(*cell), str(two), expected, "请核对是否漏了行，或改正序号")

    # ── values ──────────────────────────────────────────────────────────────────────────────────────

    def _row(self, fields: tuple[FormField, ...], row: RawRow, heading: TableHeading | None = None) -> FormRow:
        values = {
            each.key: self._value(each, *row.texts[each.key], row, heading) for each in fields if each.key in row.texts
        }
        first = min((cell[1] for _, cell in row.texts.values()), default=1)
        return FormRow(values, self.grid.place(row.row, first), row.is_total)

    def _value(self, each: FormField, text: str, cell: Cell, row: RawRow, heading: TableHeading | None) -> FieldValue:
        place = self.grid.place(*cell)
        if flaw := self.grid.flaw(*cell):
            self.problems.found.append(flaw)
            return FieldValue(text, None, place)
        if row.is_total and not each.is_number:
            return FieldValue(text, text, place)
        if row.is_total and each.role is FieldRole.SERIAL:
            return FieldValue(text, None, place)
        return read_value(each, text, place, self._unit(each, heading), self.problems)

    def _unit(self, each: FormField, heading: TableHeading | None) -> str:
        column = heading.columns.get(each.key) if heading else None
        if heading is None or column is None:
            return self.unit
        return _unit_in(self.grid.text(heading.bottom, column)) or self.unit

    def _sheet_unit(self) -> str:
        """The unit that the sheet prints; where it prints none, the one of the official form, and that is said."""
        if not self.form.unit:
            return ""
        printed = [unit for _, text in sorted(self.grid.cells.items()) if (unit := _unit_in(text))]
        if not printed:
            self.notes.append(f"表上没有写金额单位，按表式规定的“{self.form.unit}”读")
        return printed[0] if printed else self.form.unit

    # ── what was passed over ────────────────────────────────────────────────────────────────────────

    def _tell_left_over(self, pairs: PairReader, blocked: Mapping[int, bool]) -> None:
        texts = [(text, cell) for text, cell in pairs.left_over(blocked) if not _REMARK.match(normalise(text))]
        if texts:
            shown = "、".join(f"{self.grid.place(*cell).cell}“{text}”" for text, cell in texts[:_SHOWN])
            more = f" 等 {len(texts)} 处" if len(texts) > _SHOWN else ""
            self.notes.append(f"没有读的内容：{shown}{more}")


def _is_nothing(each: FormField, text: str) -> bool:
    """A dash beside a label that must be filled in; 无 may be a choice."""
    return is_dash(text) and text not in each.options


def _explains_another(row: RawRow) -> bool:
    """A row "其中" explains the one above it and carries no points of its own."""
    return any(normalise(text).startswith("其中") for text, _ in row.texts.values())


def _later(headings: list[TableHeading], stops: list[int]) -> Iterator[int]:
    """Where the rows below a heading end at the latest; two tables side by side share their rows."""
    for number, heading in enumerate(headings):
        yield next((stop for stop in stops[number:] if stop > heading.bottom), stops[-1])


def _unit_in(text: str) -> str:
    match = _UNIT.search(re.sub(r"\s", "", normalise(text)))
    return next(filter(None, match.groups()), "") if match else ""
