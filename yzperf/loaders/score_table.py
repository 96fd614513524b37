"""Read the filled forms of a file (自评表、评分表、目标表、考核表): heading rows, layout, money block, indicator block."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import replace
from pathlib import Path

from yzperf.domain.form import Forms, plain_heading
from yzperf.domain.layout_guess import LayoutGuess
from yzperf.domain.quantity import normalise
from yzperf.domain.scoresheet import ScoreSheet, SheetKind
from yzperf.errors import LoadError, Place, Problem
from yzperf.loaders.cells import Problems
from yzperf.loaders.data_items import read_data_values
from yzperf.loaders.delimited import read_rows
from yzperf.loaders.document import load_document
from yzperf.loaders.grid import Grid, grid_of_rows, read_workbook
from yzperf.loaders.layout_guess import guess_layout
from yzperf.loaders.regions import split_forms
from yzperf.loaders.score_headers import confirmed_layout, indicator_headers, money_header
from yzperf.loaders.score_layout import blocks_of, choose_layout, second_tables, unread_columns
from yzperf.loaders.score_money import money_rows, money_unit
from yzperf.loaders.score_rows import IndicatorBlock
from yzperf.loaders.word_forms import form_grids
from yzperf.loaders.word_kinds import is_word

_YEAR = re.compile(r"(20\d\d)\s*年")
_MOST_CELLS = 200_000  # some six hundred forms


def load_score_sheets(path: Path, forms: Forms) -> list[ScoreSheet]:
    """Read every filled form of a workbook, a Word document or a CSV file.

    Parameters
    ----------
    path
        An .xlsx, .docx or .csv file from outside; it is guarded and parsed in a child process.
    forms
        Heading synonyms and layouts, from ``yzperf.rules.load_forms()``.

    Raises
    ------
    LoadError
        All defects of the file at once, each with sheet, cell, what was read, what was expected and the remedy.
    """
    grids = read_grids(path)
    sheets = sheets_of(grids, forms)
    if not sheets:
        raise LoadError(_no_table(path, grids, forms))
    return sheets


def sheets_of(grids: Sequence[Grid], forms: Forms) -> list[ScoreSheet]:
    """Read the filled forms among some grids; none is no error.

    Raises
    ------
    LoadError
        All defects of all of them at once.
    """
    problems = Problems()
    parts = [part for grid in grids for part in split_forms(grid, forms)]
    sheets = [sheet for part in parts if (sheet := _read_sheet(part, forms, problems))]
    items = read_data_values(grids, problems)
    if problems.found:
        raise LoadError(problems.found)
    return [replace(sheet, items=items) for sheet in sheets]


def guess_layouts(path: Path, forms: Forms) -> list[LayoutGuess]:
    """Guess the heading row and the columns of every sheet (推测版式), for a person to confirm.

    Raises
    ------
    LoadError
        If the file cannot be read, or no sheet has anything like an indicator table.
    """
    grids = read_grids(path)
    guesses = [guess for grid in grids if (guess := guess_layout(grid, forms))]
    if not guesses:
        raise LoadError(_no_table(path, [], forms))
    return guesses


def read_grids(path: Path) -> list[Grid]:
    """Read the sheets of a workbook, the one table of a delimited file, or the forms in a Word document.

    Raises
    ------
    LoadError
        The defects of the file; or it is a list of things and no form.
    """
    grids = _read_grids(path)
    if (cells := sum(len(grid.cells) for grid in grids)) > _MOST_CELLS:
        read = f"{cells} 个填了内容的格子"
        remedy = (
            "项目清单、数据表请用 yz.load_table 读，几千个以上的项目请用 yzperf portfolio；几百张表的请分成几个文件"
        )
        expected = f"自评表、评分表等表单（不超过 {_MOST_CELLS // 10_000} 万个格子）"
        raise LoadError(Problem(Place(file=path.name), read, expected, remedy))
    return grids


def _read_grids(path: Path) -> list[Grid]:
    if path.suffix.lower() in (".csv", ".tsv", ".txt"):
        return [grid_of_rows(path.name, read_rows(path, 5 * _MOST_CELLS))]  # with room for blank ones
    if is_word(path):
        return form_grids(load_document(path))
    return read_workbook(path)


def _no_table(path: Path, grids: list[Grid], forms: Forms) -> Problem:
    guess = next((found for grid in grids if (found := guess_layout(grid, forms))), None)
    if guess:
        remedy = f"请用 yzperf layout {path.name} 核对并确认这样读对不对，确认一次以后同样的表都这样读"
        place = Place(file=path.name, sheet=guess.sheet)
        return Problem(place, f"不认识的表头；{guess.sentence()}", "认得的或已确认的版式", remedy)
    return Problem(
        Place(file=path.name),
        "没有找到指标表或资金表的表头",
        "含“三级指标/指标名称”和“指标值、实际完成值、分值”等列的表",
        "请核对是否交错了文件",
    )


def _read_sheet(grid: Grid, forms: Forms, problems: Problems) -> ScoreSheet | None:
    headers = indicator_headers(grid, forms)
    money = next((header for row in grid.rows if (header := money_header(grid, row, forms))), None)
    if not headers and not money:
        return None
    blocks = tuple(blocks_of(grid, headers, money))
    layout = choose_layout(grid, headers, money, blocks, forms)
    problems.found.extend(unread_columns(grid, headers, layout, forms))
    problems.found.extend(second_tables(grid, headers, layout))
    body = IndicatorBlock(grid, forms, headers, problems)
    rows = tuple(body.read())
    if not rows and not money:
        problems.add(grid.place(headers[0].row, 1), "只有表头、没有指标行", "至少一行指标", "请填写后再交")
    return ScoreSheet(
        kind=SheetKind(layout.kind),
        layout=layout.id,
        file=grid.file,
        sheet=grid.sheet,
        head=_head(grid, forms, {header.row for header in headers}),
        money=tuple(money_rows(grid, money, headers, forms, problems)) if money else (),
        rows=rows,
        blocks=blocks,
        reported_total=body.total,
        reported_grade=body.grade,
        money_unit=money_unit(grid, money),
        notes=tuple(body.notes),
        confirmed="、".join(found.source for header in headers if (found := confirmed_layout(grid, header.row, forms))),
    )


def _head(grid: Grid, forms: Forms, headers: Container[int]) -> dict[str, str]:
    head: dict[str, str] = {}
    for (row, column), text in sorted(grid.cells.items()):
        name, _, value = normalise(text).partition(":")
        name = plain_heading(name)
        if name in forms.head and name not in head:
            beside = (
                grid.text_below if row in headers else grid.text_right_of
            )  # a column of its own: 项目名称 beside 一级指标
            value = value.strip() or beside(row, column)
            head[name] = "" if plain_heading(value) in forms.head else value
    years = [match[1] for row in list(grid.rows)[:6] for text in grid.row_texts(row) if (match := _YEAR.search(text))]
    if years:
        head.setdefault("年度", years[0])
    return {name: value for name, value in head.items() if value}
