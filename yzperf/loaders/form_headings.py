"""Find the tables of a form (表格定位): heading rows of one or more lines, side by side or repeated, and their titles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from yzperf.domain.form import plain_heading
from yzperf.domain.form_fields import FieldRole, FormField, FormFields, FormPart
from yzperf.loaders.areas import Areas

UNHEADED = (FieldRole.ROW_NAME, FieldRole.BAND)  # real forms leave these headings out
_SHARE = 0.4  # of the headed fields that must be there before a row counts as the heading of a part


@dataclass(frozen=True)
class TableHeading:
    """The heading of one table part: lines ``top`` to ``bottom``, and the column of each field by its key.

    ``ticks`` are columns headed by the options of a choice (满意、一般 …). ``strange`` are columns to the right of the
    first whose heading is not understood.
    """

    part: FormPart
    top: int
    bottom: int
    columns: Mapping[str, int]
    ticks: Mapping[str, Mapping[int, str]]
    strange: tuple[int, ...]

    @property
    def left(self) -> int:
        """First column of the table."""
        return min(self.all_columns)

    def column(self, key: str) -> int | None:
        """Column of a field, or the first of those that are ticked for it; None where it has none."""
        return self.columns.get(key) or min(self.ticks.get(key, {}), default=None)

    @property
    def all_columns(self) -> frozenset[int]:
        """All columns that are read."""
        ticked = (column for options in self.ticks.values() for column in options)
        return frozenset([*self.columns.values(), *ticked])


@dataclass(frozen=True)
class _Lines:
    """Rows that may be a heading, with the lowest text above each column as bare words."""

    top: int
    bottom: int
    texts: Mapping[int, str]


def find_tables(areas: Areas, form: FormFields) -> list[TableHeading]:
    """Return the headings of all table parts from top to bottom, repeated ones included."""
    found: list[TableHeading] = []
    below = 0
    words = {word for part in form.tables() for word in _words(form, part)}
    for row in areas.grid.rows:
        # A look at the words first: a list may have thousands of rows.
        if row > below and any(plain_heading(text) in words for _, text in areas.texts(row)):
            found += _headings_at(areas, form, row, found)
            below = max((heading.bottom for heading in found), default=0)
    return found


def _headings_at(areas: Areas, form: FormFields, row: int, before: list[TableHeading]) -> list[TableHeading]:
    bottom = _bottom(areas, form, row)
    lines = _Lines(row, bottom, _heading_texts(areas, row, bottom))
    matches = [match for part in form.tables() if (match := _match(form, part, lines))]
    twins = [match for match in matches if _is_doubled(form, match.part, lines)]
    if len(twins) > 1:
        return [_nth(form, match.part, lines, number) for number, match in enumerate(twins)]
    return [_best(areas, form, matches, before)] if matches else []


def _bottom(areas: Areas, form: FormFields, row: int) -> int:
    """Last line of a heading that begins in this row: merged downwards, or with sub-headings below."""
    titles = {word for part in form.layout for word in part.titles}
    words = {word for part in form.tables() for word in (*_words(form, part), *_option_words(form, part))} - titles
    here = {column: word for column, text in areas.texts(row) if (word := plain_heading(text)) in words}
    merged = {areas.end((row, column))[0] for column in here}
    below = [plain_heading(text) for _, text in areas.texts(row + 1)]
    is_split = bool(here) and len(below) > 1 and set(below) <= words and not set(below) & set(here.values())
    return row + 1 if is_split or row + 1 in merged else row


def _words(form: FormFields, part: FormPart) -> Iterator[str]:
    for field in form.of_part(part.name):
        yield from field.headings
        yield from [plain_heading(field.over)] if field.over else []


def _option_words(form: FormFields, part: FormPart) -> Iterator[str]:
    return (plain_heading(option) for field in form.of_part(part.name) for option in field.options)


def _heading_texts(areas: Areas, top: int, bottom: int) -> dict[int, str]:
    texts: dict[int, str] = {}
    for column in areas.grid.columns:
        own = (
            areas.grid.text(row, column) for row in range(bottom, top - 1, -1) if not areas.is_covered((row, column))
        )
        if text := next(filter(None, own), ""):
            texts[column] = plain_heading(text)
    return texts


def _match(form: FormFields, part: FormPart, lines: _Lines) -> TableHeading | None:
    heading = _nth(form, part, lines, 0)
    headed = [field for field in form.of_part(part.name) if field.role not in UNHEADED]
    named = len(heading.columns) + len(heading.ticks)
    if not heading.columns or named < max(2, _SHARE * len(headed)) or len(heading.strange) > (named - 1) // 2:
        return None
    return heading


def _nth(form: FormFields, part: FormPart, lines: _Lines, number: int) -> TableHeading:
    """The heading of a part, by the n-th of equal columns where two tables stand side by side."""
    fields = form.of_part(part.name)
    places = {field.key: found for field in fields if (found := _columns(field, lines.texts))}
    columns = {key: found[min(number, len(found) - 1)] for key, found in places.items()}
    ticks = _ticks([field for field in fields if field.key not in columns], lines.texts)
    ticked = [column for options in ticks.values() for column in options]
    seen = {*ticked, *(column for found in places.values() for column in found)}
    first = min([*columns.values(), *ticked], default=max(lines.texts, default=0))
    strange = tuple(column for column in lines.texts if column > first and column not in seen)
    return TableHeading(part, lines.top, lines.bottom, columns, ticks, strange)


def _columns(field: FormField, texts: Mapping[int, str]) -> list[int]:
    """Columns under the field's own heading; under a synonym only where the own one is absent."""
    own = [column for column, text in texts.items() if text == field.headings[0]]
    return own or [column for column, text in texts.items() if text in field.headings]


def _ticks(fields: list[FormField], texts: Mapping[int, str]) -> dict[str, dict[int, str]]:
    """Fields whose options head a column each. Options of several fields (是、否) are values of a row, not headings."""
    found = {field.key: _options(field, texts) for field in fields}
    shared = [option for field in fields for option in field.options]
    return {
        key: options
        for key, options in found.items()
        if len(options) > 1 and all(shared.count(option) == 1 for option in options.values())
    }


def _options(field: FormField, texts: Mapping[int, str]) -> dict[int, str]:
    plain = {plain_heading(option): option for option in field.options}
    return {column: plain[text] for column, text in texts.items() if text in plain}


def _is_doubled(form: FormFields, part: FormPart, lines: _Lines) -> bool:
    counts = [len(_columns(field, lines.texts)) for field in form.of_part(part.name)]
    return sum(count > 1 for count in counts) > 1


# ── which part a heading belongs to ─────────────────────────────────────────────────────────────────


def _best(areas: Areas, form: FormFields, matches: list[TableHeading], before: list[TableHeading]) -> TableHeading:
    """The part whose title stands beside or above, else the one with most headings, one not yet seen first."""
    first = matches[0]
    words = {plain_heading(text) for text in _titles_near(areas, first)}
    titled = [match for match in matches if words.intersection(match.part.titles)]
    seen = {heading.part.name for heading in before}
    return max(titled or matches, key=lambda match: (_share(form, match), match.part.name not in seen))


def _share(form: FormFields, match: TableHeading) -> float:
    return (len(match.columns) + len(match.ticks)) / len(form.of_part(match.part.name))


def _titles_near(areas: Areas, heading: TableHeading) -> Iterable[str]:
    grid = areas.grid
    beside = [grid.text(heading.bottom, column) for column in range(1, heading.left)]
    above = [texts[0] for row in (heading.top - 1, heading.top - 2) if len(texts := grid.row_texts(row)) == 1]
    return filter(None, [*beside, *above])
