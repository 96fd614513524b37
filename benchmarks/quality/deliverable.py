"""One deliverable in memory (交付物): what a defect may change, and how it becomes the files of a case folder."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from tests.house_styles import Numbers, chapters, decimal, official

DATA = Path(__file__).resolve().parents[2] / "data"
sys.path.insert(0, str(DATA))

from case_leaves import Leaf, number  # noqa: E402
from case_report import Paper  # noqa: E402
from fixed_bytes import save_office, save_table, save_text  # noqa: E402
from form_sheet import FormSheet  # noqa: E402

LABEL = "示例数据，纯属虚构"
AGENCY, PRINCIPAL, LEAD, REVIEWER = "示例评价咨询有限公司", "示例财政局", "张示例", "李示例"
Row = dict[str, str]
_NUMBERINGS = {"official": official, "decimal": decimal, "chapters": chapters}
_SCORE_HEADS = (
    "一级指标", "二级指标", "三级指标", "指标解释", "评分方法", "指标值", "实际完成值", "分值", "得分", "扣分原因", "证据编号",
)  # fmt: skip
_TARGET_HEADS = ("一级指标", "二级指标", "三级指标", "指标值", "分值")


@dataclass
class Head:
    """A heading of the report."""

    level: int
    title: str


@dataclass
class Text:
    """A paragraph; ``look`` is text, title or right."""

    text: str
    look: str = "text"


@dataclass
class Grid:
    """A table with its caption; ``unit`` is the line 单位：… above it. Equal cells of column 0 may be merged."""

    caption: str
    rows: list[list[str]]
    unit: str = ""


Block = Head | Text | Grid


@dataclass
class Deliverable:
    """Everything that a case folder will hold. Defects change it; ``after`` are changes to the saved files."""

    project: dict[str, Any]
    house: dict[str, Any]
    facts: dict[str, Any]
    settings: dict[str, Any]
    parties: Row
    report: list[Block]
    leaves: list[Leaf]
    targets: list[Leaf]
    budget: list[Row]
    survey: list[Row]
    codebook: list[tuple[str, str, str, str]]
    frame: list[Row]
    log: list[Row]
    manifest: list[Row]
    evidence: dict[str, bytes]
    total: str
    grade: str
    author: str = AGENCY
    register_tables: dict[str, list[Row]] = field(default_factory=dict)
    after: list[Callable[[Path], None]] = field(default_factory=list)

    # ── finding one's way ──────────────────────────────────────────────────────────────────────────

    def texts(self, word: str) -> list[Text]:
        """Paragraphs that hold a word."""
        return [block for block in self.report if isinstance(block, Text) and word in block.text]

    def replace(self, old: str, new: str, *, at: int = 0) -> Text:
        """Change the ``at``-th paragraph that holds the words."""
        text = self.texts(old)[at]
        text.text = text.text.replace(old, new, 1)
        return text

    def replace_everywhere(self, old: str, new: str) -> None:
        """Change the words in all paragraphs and tables."""
        for block in self.report:
            if isinstance(block, Text):
                block.text = block.text.replace(old, new)
            elif isinstance(block, Grid):
                block.rows = [[cell.replace(old, new) for cell in row] for row in block.rows]

    def grid(self, word: str) -> Grid:
        """The table whose caption holds a word."""
        return next(block for block in self.report if isinstance(block, Grid) and word in block.caption)

    def under(self, title: str) -> list[Block]:
        """The blocks below a heading up to the next one."""
        start = self.head_index(title) + 1
        stop = next(
            (at for at in range(start, len(self.report)) if isinstance(self.report[at], Head)), len(self.report)
        )
        return self.report[start:stop]

    def head_index(self, title: str) -> int:
        """Position of the heading that holds a word; houses call sections by other names."""
        words = [title, *(other for name, other in self.house["titles"] if name == title)]
        return next(
            at
            for at, block in enumerate(self.report)
            if isinstance(block, Head) and any(word in block.title for word in words)
        )

    def add_under(self, title: str, text: str) -> None:
        """Put a paragraph at the end of a section."""
        self.report.insert(self.head_index(title) + 1 + len(self.under(title)), Text(text))

    def remove(self, block: Block) -> None:
        """Take a block out of the report; equal ones stay."""
        self.report = [one for one in self.report if one is not block]

    def leaf_index(self, name: str) -> int:
        """Position of an indicator on the score sheet."""
        return next(at for at, leaf in enumerate(self.leaves) if leaf.name == name)

    # ── becoming files ─────────────────────────────────────────────────────────────────────────────

    def save(self, folder: Path) -> None:
        """Write the case folder."""
        folder.mkdir(parents=True, exist_ok=True)
        save_text(folder / "case.toml", "\n".join(_settings(self)) + "\n")
        shown = self.house, self.project["name"], self.facts["year"], self.author
        for name, make, content in (
            ("report.docx", _report, self.report),
            ("scores.xlsx", _score_book, (self.leaves, self.total, self.grade)),
            ("targets.xlsx", _target_book, self.targets),
        ):
            _save_once(folder / name, lambda make=make: make(self), repr((name, shown, content)))
        _save_rows(folder / "budget.csv", self.budget)
        _save_rows(folder / "survey.csv", self.survey)
        save_table(folder / "survey_codebook.csv", ("列名", "题目", "类型", "选项分值"), self.codebook)
        _save_rows(folder / "survey_frame.csv", self.frame)
        _save_rows(folder / "log.csv", self.log)
        for name, content in self.evidence.items():
            path = folder / "evidence" / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        _save_rows(folder / "evidence" / "manifest.csv", self.manifest)
        for name, rows in self.register_tables.items():
            (folder / "register").mkdir(exist_ok=True)
            _save_rows(folder / "register" / name, rows)
        for change in self.after:
            change(folder)

    def register(self, row: Row, content: bytes) -> None:
        """Add a piece of evidence with its sum."""
        self.evidence[row["文件"]] = content
        self.manifest.append({**row, "sha256": hashlib.sha256(content).hexdigest()})


_SAVED: dict[str, bytes] = {}
_MOST_SAVED = 64


def _save_once(path: Path, make: Callable[[], Any], content: str) -> None:
    """A deliverable differs from the next in a file or two: what was written for the same content is written again."""
    key = hashlib.sha256(content.encode()).hexdigest()
    if key not in _SAVED:
        save_office(make(), path)
        if len(_SAVED) >= _MOST_SAVED:
            _SAVED.clear()
        _SAVED[key] = path.read_bytes()
    path.write_bytes(_SAVED[key])


MANIFEST_COLUMNS = ("编号", "文件", "sha256", "来源", "取得日期", "采集人", "定位")


def _save_rows(path: Path, rows: Sequence[Row]) -> None:
    header = MANIFEST_COLUMNS if path.name == "manifest.csv" else tuple(rows[0])
    save_table(path, header, [[row[name] for name in header] for row in rows])


def _settings(made: Deliverable) -> Iterator[str]:
    yield f"# {LABEL}"
    yield "[case]"
    for key, value in made.settings.items():
        yield f"{key} = {value}"
    yield "[parties]"
    for key, value in made.parties.items():
        yield f'"{key}" = "{value}"'
    yield '[tables.frame]\nfile = "survey_frame.csv"\ntitle = "各镇总体数（问卷总体）"'


def _report(made: Deliverable) -> Any:
    paper, numbers = Paper(), Numbers()
    paper.document.core_properties.author = made.author
    written = _NUMBERINGS[made.house["numbers"]]
    for block in made.report:
        if isinstance(block, Head):
            at = numbers.next(block.level)
            styled = made.house["headings"] == "styled" or (made.house["headings"] == "mixed" and sum(at) % 2 == 0)
            paper.heading(written(at) + block.title, block.level, styled)
        elif isinstance(block, Grid):
            _grid(paper, block, made.house["merged"])
        else:
            {"text": paper.text, "title": paper.title, "right": paper.right}[block.look](block.text)
    return paper.document


def _grid(paper: Paper, grid: Grid, merged: bool) -> None:
    if grid.unit:
        paper.right(grid.unit)
    rows = [tuple(row) for row in grid.rows]
    groups = [(key, len(list(group))) for key, group in groupby(rows[1:], lambda row: row[0])] if merged else []
    shown, top = [rows[0]], 1
    spans = []
    for _, size in groups:
        shown += [rows[top], *(("", *row[1:]) for row in rows[top + 1 : top + size])]
        spans.append((top, top + size - 1))
        top += size
    paper.table(grid.caption, shown if merged else rows, (15.0 / len(rows[0]),) * len(rows[0]))
    table = paper.document.tables[-1]
    for first, last in spans:
        if last > first:
            joined = table.cell(first, 0).merge(table.cell(last, 0))
            for empty in joined.paragraphs[1:]:
                empty._element.getparent().remove(empty._element)


def _score_book(made: Deliverable) -> Any:
    form = FormSheet("评分表", (9, 11, 19, 34, 9, 15, 19, 7, 8, 34, 11), landscape=True)
    form.band(f"{made.project['name']}绩效评价评分表", "title", 36)
    form.band(f"（{LABEL}）", "subtitle")
    for column, heading in enumerate(_SCORE_HEADS, 1):
        form.put(column, column, heading, "head")
    form.next_row(30)
    top = form.row
    for column, level in ((1, 1), (2, 2)):
        line = top
        for key, group in groupby(made.leaves, lambda leaf, level=level: (leaf.l1, leaf.l2)[:level]):  # type: ignore[misc]
            size = len(list(group))
            form.put(column, column, key[-1], row=line, rows=size)
            line += size
    for leaf in made.leaves:
        _score_row(form, leaf, made.house["percent_cells"])
    form.put(1, 7, "总分", "head")
    form.put(8, 8, 100, "head")
    form.put(9, 9, float(made.total), "head")
    form.next_row(26)
    form.put(1, 7, "等级", "head")
    form.put(8, 11, made.grade, "head")
    form.next_row(26)
    form.band("注：90（含）—100分为优，80（含）—90分为良，60（含）—80分为中，60分以下为差。", "note")
    return form.finish()


def _score_row(form: FormSheet, leaf: Leaf, percent_cells: bool) -> None:
    as_number = percent_cells and leaf.actual.endswith("%")
    actual: Any = round(float(leaf.actual[:-1]) / 100, 6) if as_number else leaf.actual
    form.put(3, 3, leaf.name, "text")
    form.put(4, 4, leaf.explanation, "text")
    form.put(5, 5, leaf.method)
    form.put(6, 6, leaf.target or None)
    form.put(7, 7, actual or None, fmt=("0.00%" if "." in leaf.actual else "0%") if as_number else "")
    form.put(8, 8, leaf.weight)
    form.put(9, 9, number(leaf.score))
    form.put(10, 10, leaf.reason or None, "text")
    form.put(11, 11, leaf.evidence or None)
    form.next_row(26)


def _target_book(made: Deliverable) -> Any:
    form = FormSheet("目标表", (12, 18, 24, 20, 9))
    form.band("项目支出绩效目标表", "title", 36)
    form.band(f"（{made.facts['year']}年度）", "subtitle")
    for column, heading in enumerate(_TARGET_HEADS, 1):
        form.put(column, column, heading, "head")
    form.next_row(28)
    for leaf in made.targets:
        for column, value in enumerate((f"{leaf.l1}指标", leaf.l2, leaf.name, leaf.target, leaf.weight), 1):
            form.put(column, column, value)
        form.next_row(24)
    return form.finish()
