"""Forms filled in Word (Word 表格式填报): tables as grids that are read like sheets, cells named by table, row and column.

One form may be several tables in the file (head, money, indicators; or cut at a page break), and one file may hold
several forms, or a report with forms as annexes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from yzperf.domain.document import Block, Document, Kind, Paragraph, Table
from yzperf.domain.form import plain_heading
from yzperf.errors import Place
from yzperf.loaders.grid import Grid

_LINES_ABOVE = 4
_LONGEST_LINE = 60
_TOP = 4  # rows in which a form says what it is about
_LONG_TEXT, _PROSE = 40, 600  # signs of a sentence of text; signs of such text that make a report
_CONTINUED = re.compile(r"[(（]?\s*(?:续表|接上表|续上表|承上表|表\s*\d*\s*[(（]?续)")
_FOOT = re.compile(
    r"(?:填表人|填报人|负责人|单位负责人|联系电话|总分|合计得分|自评总分|等级|自评等级|填报日期)\s*[:：]"
)
_HEAD_WORDS = ("项目名称", "项目单位", "主管部门", "实施单位", "单位名称", "部门名称", "预算单位")
_ANNEX_WORDS = ("附件", "附表", "附录")
_ANNEX_LINE = re.compile(
    "(?:附件|附表|附录)[一二三四五六七八九十0-9０-９.．-]{0,4}\\s*[:：、.．]?\\s*[^，。；;]{0,30}(?:评分|得分|打分|自评)[^，。；;]{0,12}$"
)

Source = tuple[Table, int] | Paragraph


@dataclass(frozen=True)
class WordGrid(Grid):
    """A form out of Word. ``sources`` tell for every row of the grid which row of which table, or which line, it is."""

    sources: Mapping[int, Source]

    def place(self, row: int, column: int) -> Place:
        """Where a cell stands: 第2个表 第5行第4列."""
        source = self.sources.get(row)
        if isinstance(source, Paragraph):
            return source.where
        if source is None:
            return Place(file=self.file, sheet=self.sheet)
        table, own_row = source
        return Place(file=self.file, sheet=table.where.sheet, cell=f"第{own_row}行第{column}列")


@dataclass
class _Form:
    """Tables that make one form, with the lines above and below them."""

    above: list[Paragraph]
    tables: list[Table]
    is_annex: bool
    below: list[Paragraph] = field(default_factory=list)

    @cached_property
    def labels(self) -> set[str]:
        """What the top of the first table says."""
        return _labels(self.tables[0])


def form_grids(document: Document) -> list[Grid]:
    """Return every table that may be a form, as a grid.

    In a report only annexes and tables that name a project or unit are forms; a table of the text shows part of one.
    """
    forms = list(_forms(document.blocks))
    if has_prose(document):
        forms = [form for form in forms if form.is_annex or _names_its_subject(form.tables[0])]
    return [_grid(document.file, form) for form in forms]


def has_prose(document: Document) -> bool:
    """Whether a document is a report, with or without forms, and not only a form with its notes."""
    texts = (paragraph.text for paragraph in document.paragraphs if paragraph.kind is Kind.TEXT)
    return sum(len(text) for text in texts if len(text) > _LONG_TEXT) >= _PROSE


# ── which tables belong together ────────────────────────────────────────────────────────────────────


def _forms(blocks: Sequence[Block]) -> Iterator[_Form]:
    open_form: _Form | None = None
    lines: list[Paragraph] = []
    is_annex = False
    for block in _unwrapped(blocks):
        if isinstance(block, Paragraph):
            is_annex = is_annex or (bool(block.level) and block.title.startswith(_ANNEX_WORDS))
            lines.append(block)
        elif open_form and _goes_on(open_form, lines, block):
            open_form.tables.append(block)
            lines = []
        else:
            if open_form:
                yield _closed(open_form, lines)
            above = _lines_above(lines)
            open_form = _Form(above, [block], is_annex or any(map(_names_annex, above)))
            lines = []
    if open_form:
        yield _closed(open_form, lines)


def _names_annex(line: Paragraph) -> bool:
    """附件：绩效评价评分表 above a table, in whatever type it is set."""
    return bool(_ANNEX_LINE.match(line.text.strip()))


def _unwrapped(blocks: Sequence[Block]) -> Iterator[Paragraph | Table]:
    """Paragraphs and tables in order; of a table that only frames others, what it frames."""
    for block in blocks:
        if isinstance(block, Table) and _is_frame(block):
            for cell in block.cells:
                yield from _unwrapped(cell.blocks)
        elif isinstance(block, Paragraph | Table):
            yield block


def _is_frame(table: Table) -> bool:
    return len(table.cells) <= 2 and any(isinstance(block, Table) for cell in table.cells for block in cell.blocks)


def _lines_above(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """The short lines right above a table: title, year, unit."""
    found: list[Paragraph] = []
    for line in reversed(lines[-_LINES_ABOVE:]):
        if len(line.text) > _LONGEST_LINE or line.text.endswith("。") or line.kind is Kind.CONTENTS:
            break
        found.insert(0, line)
    return found


def _closed(form: _Form, lines: Sequence[Paragraph]) -> _Form:
    for line in lines:
        if not _FOOT.match(line.text.strip()):
            break
        form.below.append(line)
    return form


def _goes_on(form: _Form, lines: Sequence[Paragraph], table: Table) -> bool:
    """Whether a table that follows without text between goes on with the form above it, or begins another one."""
    if any(not _CONTINUED.match(line.text.strip()) for line in lines):
        return False
    return bool(lines) or not _labels(table) & form.labels


def _labels(table: Table) -> set[str]:
    """First words of the top rows of a table: title and names of what is filled in. A heading row is none."""
    counts = _texts_by_row(table)
    firsts = (texts[0] for row, texts in counts.items() if row <= _TOP and len(texts) <= _TOP)
    return {plain_heading(text) for text in firsts}


def _texts_by_row(table: Table) -> dict[int, list[str]]:
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        if cell.text.strip():
            rows.setdefault(cell.row, []).append(cell.text)
    return rows


def _names_its_subject(table: Table) -> bool:
    tops = (cell.text for cell in table.cells if cell.row <= _TOP)
    return any(plain_heading(text).startswith(_HEAD_WORDS) for text in tops)


# ── the grid ────────────────────────────────────────────────────────────────────────────────────────


def _grid(file: str, form: _Form) -> WordGrid:
    cells: dict[tuple[int, int], str] = {}
    origins: dict[tuple[int, int], tuple[int, int]] = {}
    sources: dict[int, Source] = {}
    row = 0
    for line in form.above:
        row += 1
        cells[row, 1], sources[row] = line.text, line
    headings: set[tuple[str, ...]] = set()
    for table in form.tables:
        skipped = _repeated_rows(table, headings)
        for own_row in range(skipped + 1, table.height + 1):
            sources[row + own_row - skipped] = (table, own_row)
        _fill(table, row - skipped, skipped, cells, origins)
        row += table.height - skipped
        headings |= {tuple(texts) for texts in _texts_by_row(table).values() if len(texts) > 2}
    for line in form.below:
        row += 1
        cells[row, 1], sources[row] = line.text, line
    return WordGrid(file, _name(form.tables), cells, origins, {}, sources)


def _repeated_rows(table: Table, headings: set[tuple[str, ...]]) -> int:
    """How many rows at the top only repeat a heading row of the tables before."""
    rows = _texts_by_row(table)
    count = 0
    while tuple(rows.get(count + 1, ())) in headings:
        count += 1
    return count


def _fill(
    table: Table,
    shift: int,
    skipped: int,
    cells: dict[tuple[int, int], str],
    origins: dict[tuple[int, int], tuple[int, int]],
) -> None:
    for cell in table.cells:
        if cell.row <= skipped:
            continue
        origin = (cell.row + shift, cell.column)
        if cell.text.strip():
            cells[origin] = cell.text
        if cell.row_span > 1 or cell.column_span > 1:
            covered = (
                (origin[0] + down, origin[1] + right)
                for down in range(cell.row_span)
                for right in range(cell.column_span)
            )
            origins.update(dict.fromkeys(covered, origin))


def _name(tables: Sequence[Table]) -> str:
    first, last = tables[0], tables[-1]
    if first is last or not first.number or not last.number:
        return first.where.sheet
    return f"第{first.number}至{last.number}个表"
