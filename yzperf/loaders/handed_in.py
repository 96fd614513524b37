"""A folder as it was handed in (交来的材料), without ``case.toml``: each file is known by what it holds, none by its name.

What was taken for what is said, and so is every file that nothing was made of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from yzperf.domain.case import Case, CaseInfo
from yzperf.domain.corpus import title_of
from yzperf.domain.document import Document
from yzperf.domain.evidence import Evidence
from yzperf.domain.form import Forms, plain_heading
from yzperf.domain.scoresheet import ScoreSheet, SheetKind
from yzperf.domain.table_schema import TableSchema
from yzperf.errors import LoadError, Place, Problem
from yzperf.loaders.codebook import REQUIRED as CODEBOOK
from yzperf.loaders.codebook_guess import guess_codebook
from yzperf.loaders.document import load_document
from yzperf.loaders.evidence import MANIFEST, read_manifest, verify
from yzperf.loaders.grid import Grid, read_workbook
from yzperf.loaders.masking import masked_sheet
from yzperf.loaders.pdf import load_pdf
from yzperf.loaders.score_table import load_score_sheets, sheets_of
from yzperf.loaders.sheet_tables import document_of_sheets
from yzperf.loaders.survey_answers import load_survey, survey_of
from yzperf.loaders.table_check import read_checked, shipped_schema
from yzperf.loaders.text_table import TEXT_FILES, TextTable, read_text_table, text_table_of
from yzperf.loaders.versions import choose_version
from yzperf.loaders.word_forms import form_grids, has_prose

_TABLES = (".xlsx", *TEXT_FILES)
_KINDS = (".docx", ".pdf", *_TABLES)
_SAVE_AS = {".docx": (".doc", ".wps", ".wpt", ".rtf", ".odt"), ".xlsx": (".xls", ".et", ".ett", ".ods")}
_EVIDENCE = re.compile(r"佐证|证据|支撑|凭证|evidence|照片|底稿附件", re.IGNORECASE)
_MOST_FILES = 60  # a project's own files; hundreds are an archive of several projects
_TITLES = {
    "report": "评价报告",
    "self_report": "单位自评报告",
    SheetKind.EVALUATION: "评分表",
    SheetKind.TARGETS: "绩效目标表",
    SheetKind.SELF_EVALUATION: "单位自评表",
    SheetKind.AGENCY_APPRAISAL: "第三方机构工作考核表",
    "budget": "资金表",
    "log": "工作日志",
    "codebook": "问卷编码本",
    "survey": "问卷数据",
    "table": "数据表",
}
_SINGLE = ("report", "self_report", "budget", "log", "codebook", "survey")


def read_handed_in(folder: Path, forms: Forms, info: CaseInfo) -> Case:
    """Read a folder of files as they come.

    Parameters
    ----------
    folder
        Files with any names, in sub-folders or not. Folders of evidence (佐证材料 …) are not searched.
    info
        What is asked for: rules and region. Nobody declared them, so the case is not ``declared``.

    Raises
    ------
    LoadError
        If there is nothing in it that can be checked, or several files claim to be the one report, table or survey.
    """
    material = _Material(folder, forms)
    for path in material.files():
        material.take(path)
    material.read_evidence()
    material.match_survey()
    material.set_versions_aside()
    material.set_surveys_aside()
    material.require_one_project()
    material.fall_back_on_annexes()
    return material.case(info)


@dataclass
class _Material:
    """Files by what they were taken for."""

    folder: Path
    forms: Forms
    found: dict[str, list[tuple[Path, Any]]] = field(default_factory=dict)
    tables: list[tuple[Path, TextTable]] = field(default_factory=list)  # of no known kind
    sheets: list[Grid] = field(default_factory=list)  # of workbooks, that are neither forms nor answers
    annexes: list[tuple[Path, ScoreSheet]] = field(default_factory=list)  # forms that a report carries itself
    evidence: tuple[Evidence, ...] = ()
    guessed: str = ""  # of a survey without a codebook
    unused: list[str] = field(default_factory=list)

    def files(self) -> list[Path]:
        """Files that may be read, in a fixed order; evidence and hidden files are left out."""
        every = [path for path in sorted(self.folder.rglob("*")) if path.is_file() and not self._is_aside(path)]
        readable = [path for path in every if path.suffix.lower() in _KINDS]
        self.unused += [
            f"{self._name(path)}：{_why_unread(path)}" for path in every if path.suffix.lower() not in _KINDS
        ]
        if len(readable) > _MOST_FILES:
            read, remedy = f"{len(readable)} 个文件", "请按项目分开，逐个核查；佐证材料放进“佐证材料”文件夹"
            raise LoadError(Problem(Place(str(self.folder)), read, f"一个项目的材料（至多 {_MOST_FILES} 个）", remedy))
        return readable

    def take(self, path: Path) -> None:
        """Read one file as the first thing that it can be."""
        readers = {".docx": self._word, ".pdf": self._pdf}
        try:
            readers.get(path.suffix.lower(), self._table)(path)
        except LoadError as error:
            self.unused.append(f"{self._name(path)}：{_without_place(error)}")

    def read_evidence(self) -> None:
        """The manifest where every case has it; elsewhere nobody could tell which files its names mean."""
        if (self.folder / MANIFEST).is_file():
            self.evidence = read_manifest(self.folder / MANIFEST)

    def match_survey(self) -> None:
        """Answers are the table that the codebook fits; without a codebook, the one that asks how satisfied people are.

        Any other table of data is one that the case has; the checks know by its columns what it is for.
        """
        codebook = self._path("codebook")
        for path, table in self.tables:
            if not (self._is_survey(path, codebook) if codebook else self._seems_survey(path, table)):
                self._read("table", path, lambda one: read_checked(one, TableSchema(())))

    def _is_survey(self, path: Path, codebook: Path) -> bool:
        try:
            self._keep("survey", path, load_survey(path, codebook))
        except LoadError:
            return False
        return True

    def _seems_survey(self, path: Path, table: TextTable) -> bool:
        items = guess_codebook(table)
        if items:
            self._keep("survey", path, survey_of(table, items))
            self.guessed = (
                f"{self._name(path)}：没有编码本，各列是什么按列名和答案推测（yzperf survey --propose 写出来核对）"
            )
        return bool(items)

    def set_versions_aside(self) -> None:
        """A print of the report and its drafts lie beside it as a rule; the original of the final version is checked."""
        reports = self.found.get("report", [])
        aside = choose_version(reports) if len(reports) > 1 else []
        self.unused += [f"{self._name(one.path)}：{one.why}" for one in aside]
        paths = {one.path for one in aside}
        for kind in ("report", SheetKind.EVALUATION):
            kept = [(path, content) for path, content in self.found.get(kind, ()) if path not in paths]
            self.found |= {kind: kept} if kept else {}
        self.annexes = [(path, sheet) for path, sheet in self.annexes if path not in paths]

    def set_surveys_aside(self) -> None:
        """Several groups are asked in several surveys; one is recomputed, the others are tables of the case."""
        surveys = self.found.get("survey", [])
        if len(surveys) < 2 or self._path("codebook"):
            return
        largest = max(surveys, key=lambda one: len(one[1].answers))
        self.found["survey"] = [largest]
        for path, _ in surveys:
            if path != largest[0]:
                self._read("table", path, lambda one: read_checked(one, TableSchema(())))
                why = (
                    f"答卷比 {self._name(largest[0])} 少，一次只复算一份问卷；请单独放一个文件夹、与报告一起再核查一次"
                )
                self.unused.append(f"{self._name(path)} 的答案：{why}")

    def require_one_project(self) -> None:
        """Two reports are two projects: which of them a figure belongs to cannot be guessed."""
        several = [kind for kind in (*_SINGLE, SheetKind.EVALUATION) if len(self.found.get(kind, ())) > 1]
        if several:
            raise LoadError([self._several(kind) for kind in several])
        if not self.found:
            read = "没有认出评价报告、评分表或其他可以核查的材料"
            remedy = "请核对路径；未用的文件：" + ("；".join(self.unused[:5]) or "没有文件")
            raise LoadError(
                Problem(Place(str(self.folder)), read, "一个项目的材料，或含 case.toml 的案卷文件夹", remedy)
            )

    def fall_back_on_annexes(self) -> None:
        """A workbook goes before what a report carries in its annex: the report is held against it."""
        own = set(self.found)
        for path, sheet in self.annexes:
            if sheet.kind not in own and not self._is_of_unit(path, sheet):
                self._keep(sheet.kind, path, masked_sheet(sheet))

    def _is_of_unit(self, path: Path, sheet: ScoreSheet) -> bool:
        """A score sheet of the unit's own report is not the agency's."""
        return path == self._path("self_report") and sheet.kind is SheetKind.EVALUATION

    def case(self, info: CaseInfo) -> Case:
        """The case that these files make."""
        scores, targets = (self._one(kind) for kind in (SheetKind.EVALUATION, SheetKind.TARGETS))
        report: Document | None = self._one("report")
        return Case(
            folder=self.folder,
            info=replace(info, name=title_of(report)) if report else info,
            declared=False,
            scores=scores,
            targets=targets,
            budget=self._one("budget"),
            survey=self._one("survey"),
            evidence=self.evidence or None,
            evidence_files=verify(self.folder, self.evidence) if self.evidence else (),
            self_evaluations=tuple(sheet for _, sheet in self.found.get(SheetKind.SELF_EVALUATION, ())),
            log=self._one("log"),
            tables={path.stem: table for path, table in self.found.get("table", ())},
            files={path.stem: self._name(path) for path, _ in self.found.get("table", ())},
            workbooks=self._workbooks(),
            sheets=document_of_sheets(self.sheets) if self.sheets else None,
            report=self._path("report"),
            self_report=self._path("self_report"),
            notes=(*self._taken(), *filter(None, [self.guessed]), *(f"没有用到 {line}" for line in self.unused)),
        )

    def _workbooks(self) -> tuple[Path, ...]:
        kinds = (SheetKind.EVALUATION, SheetKind.TARGETS, SheetKind.SELF_EVALUATION)
        files = dict.fromkeys(path for kind in kinds for path, _ in self.found.get(kind, ()))
        return tuple(path for path in files if path.suffix.lower() == ".xlsx")

    def _word(self, path: Path) -> None:
        document = load_document(path)
        if has_prose(document):
            self._prose(path, document)
        else:
            self._sheets(path, load_score_sheets(path, self.forms))

    def _pdf(self, path: Path) -> None:
        document = load_pdf(path)
        if not (has_prose(document) and "报告" in title_of(document)):
            raise LoadError("不是报告的 PDF")
        self._prose(path, document)

    def _prose(self, path: Path, document: Document) -> None:
        """A report may carry its score sheet in an annex."""
        title = title_of(document)
        kind = "self_report" if "自评" in title else "report"
        if "报告" not in title and "评价" not in title:
            raise LoadError(f"题为“{title[:30]}”，不像评价报告")
        self._keep(kind, path, document)
        try:
            annexes = sheets_of(form_grids(document), self.forms)
        except LoadError as error:
            self.unused.append(f"{self._name(path)} 的附表：{_without_place(error)}")
        else:
            self.annexes += [(path, sheet) for sheet in annexes if sheet.rows]

    def _table(self, path: Path) -> None:
        """A table by the columns that it has, or else a filled form."""
        table = _first_table(path)
        kind = _kind_of(table) if table else None
        if kind == "codebook" and table:
            self._keep(kind, path, None)
        elif kind:
            self._read(kind, path, lambda one: read_checked(one, shipped_schema(kind)))
        else:
            self._form_or_table(path, table)

    def _form_or_table(self, path: Path, table: TextTable | None) -> None:
        try:
            sheets = load_score_sheets(path, self.forms)
        except LoadError:
            is_data = table is not None and len(table.heading) > 1 and _is_data(table)
            if table is not None and is_data:
                self.tables.append((path, table))
            if (
                not self._other_sheets(path, {table.sheet} if table and guess_codebook(table) else set())
                and not is_data
            ):
                raise
        else:
            self._sheets(path, sheets)
            self._other_sheets(path, {sheet.sheet for sheet in sheets})
            self._subtotals_of(path, sheets)

    def _subtotals_of(self, path: Path, sheets: Sequence[ScoreSheet]) -> None:
        """A score sheet is read row by row; its 小计 rows and 得分率 column stand for themselves, above the total."""
        scored = {sheet.sheet for sheet in sheets if sheet.kind is SheetKind.EVALUATION}
        grids = read_workbook(path) if path.suffix.lower() == ".xlsx" and scored else []
        self.sheets += [_above_total(grid, self.forms.total_words) for grid in grids if grid.sheet in scored]

    def _other_sheets(self, path: Path, used: Container[str]) -> bool:
        """A workbook may hold sheets of several kinds: answers are the survey, all else are tables to be added up."""
        if path.suffix.lower() != ".xlsx":
            return False
        others = [grid for grid in read_workbook(path) if grid.sheet not in used]
        answers = [table for grid in others if (table := _answers_of(grid))]
        self.tables += [(path, table) for table in answers]
        asked = {table.sheet for table in answers}
        tables = [grid for grid in others if grid.sheet not in asked and document_of_sheets([grid]).tables]
        self.sheets += tables
        return bool(tables or answers)

    def _sheets(self, path: Path, sheets: Sequence[ScoreSheet]) -> None:
        for sheet in sheets:
            if sheet.rows:
                self._keep(sheet.kind, path, masked_sheet(sheet))

    def _read(self, kind: str, path: Path, reader: Callable[[Path], Any]) -> None:
        try:
            self._keep(kind, path, reader(path))
        except LoadError as error:
            self.unused.append(f"{self._name(path)}：像是{_TITLES[kind]}，{_without_place(error)}")

    def _keep(self, kind: str, path: Path, content: Any) -> None:
        self.found.setdefault(kind, []).append((path, content))

    def _one(self, kind: str) -> Any:
        return next((content for _, content in self.found.get(kind, ())), None)

    def _path(self, kind: str) -> Path | None:
        return next((path for path, _ in self.found.get(kind, ())), None)

    def _several(self, kind: str) -> Problem:
        names = "、".join(self._name(path) for path, _ in self.found[kind])
        remedy = "一次核查一个项目：请只留一份，其他的移到别处"
        return Problem(Place(str(self.folder)), f"{len(self.found[kind])} 份{_TITLES[kind]}：{names}", "一份", remedy)

    def _taken(self) -> Iterator[str]:
        for kind, title in _TITLES.items():
            for path, _ in self.found.get(kind, ()):
                yield f"{self._name(path)}：认作{title}"

    def _name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()

    def _is_aside(self, path: Path) -> bool:
        """Evidence, hidden and lock files, decisions of the checker."""
        parts = path.relative_to(self.folder).parts
        lies_in_evidence = any(_EVIDENCE.search(part) for part in parts[:-1])
        return lies_in_evidence or path.name.startswith((".", "~$")) or path.name.endswith("waivers.toml")


def _why_unread(path: Path) -> str:
    """What to do with a file of another kind; photographs and the like need nothing."""
    saved_as = next((name for name, endings in _SAVE_AS.items() if path.suffix.lower() in endings), None)
    if saved_as is None:
        return "这种文件不读"
    return f"旧版或 WPS 格式不读，请用 WPS 或 Office 打开、另存为 {saved_as} 后放回原处再核查"


def _first_table(path: Path) -> TextTable | None:
    try:
        return read_text_table(path)
    except LoadError:
        return None  # forms have ragged rows and doubled headings


def _above_total(grid: Grid, words: Container[str]) -> Grid:
    """A sheet without its total and what follows."""
    ends = [row for row in grid.rows if any(plain_heading(text) in words for text in grid.row_texts(row)[:1])]
    stop = ends[-1] if ends else grid.rows.stop
    return replace(grid, cells={cell: text for cell, text in grid.cells.items() if cell[0] < stop})


def _answers_of(grid: Grid) -> TextTable | None:
    """A sheet of answers to a survey."""
    try:
        table = text_table_of(grid)
    except LoadError:
        return None
    return table if guess_codebook(table) else None


def _kind_of(table: TextTable) -> str | None:
    """The known table whose columns are all there."""
    known = {name: shipped_schema(name).required for name in ("budget", "log")} | {"codebook": CODEBOOK}
    return next((name for name, columns in known.items() if set(columns) <= set(table.heading)), None)


def _is_data(table: TextTable) -> bool:
    """One record a row, not a form: most cells are filled."""
    cells = [cell for row in table.rows for cell in row]
    return len(table.rows) > 2 and sum(map(bool, cells)) > len(cells) / 2


def _without_place(error: LoadError) -> str:
    first = error.problems[0]
    said = f"{first.read}" if isinstance(first, Problem) else str(first)
    return said + (f"（另有 {len(error.problems) - 1} 处）" if len(error.problems) > 1 else "")
