"""Measure (测量): every defect at every level on every seed, each against the same deliverable without it."""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import Workbook, load_workbook

import yzperf as yz
from benchmarks.quality.clean import make_clean
from benchmarks.quality.deliverable import Deliverable
from benchmarks.quality.registry import LEVELS, Defect, Spot
from benchmarks.quality.twins import Twin
from yzperf.domain.document import Paragraph, Story, Table, walk
from yzperf.domain.finding import EvidenceClass, Finding, Severity, Verdict
from yzperf.errors import LoadError, Place, YzperfError
from yzperf.face import check_case
from yzperf.loaders import document
from yzperf.quality.audit import BROKEN_OFF

Told = tuple[str, str]  # id and message of a finding


@dataclass(frozen=True)
class Checked:
    """One deliverable, saved, opened and checked. ``refused`` is what the loader said if it would not open it."""

    findings: tuple[Finding, ...]
    places: tuple[str, ...]  # the text of the paragraph, row or line that each finding points at
    coverage: tuple[int, int]
    seconds: float
    refused: str = ""

    @property
    def told(self) -> set[Told]:
        """What was said, wherever."""
        return {(one.id, one.message) for one in self.findings}

    def false(self) -> list[Finding]:
        """What a clean deliverable must not have: proofs and breaches above a mere hint."""
        return [one for one in self.findings if is_serious(one)]


def is_serious(finding: Finding) -> bool:
    """A proof or a breach that says something is wrong; leads and hints say only: look here."""
    return (
        finding.verdict is Verdict.FAILED
        and finding.evidence is not EvidenceClass.LEAD
        and finding.severity is not Severity.HINT
    )


def check(made: Deliverable) -> Checked:
    """Save a deliverable into a folder of its own, open it as a user would, check it. Only the last two are timed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case"
        made.save(path)
        start = time.perf_counter()
        try:
            audit = check_case(yz.open_case(path))
        except LoadError as error:
            return Checked((), (), (0, 0), time.perf_counter() - start, str(error))
        seconds = time.perf_counter() - start
        if broken := [text for text in audit.coverage.missing.values() if BROKEN_OFF in text]:
            raise AssertionError(broken[0])
        texts = _Texts(path)
        found = tuple(texts.at(one.where) for one in audit.findings)
        return Checked(audit.findings, found, (audit.coverage.checked, len(audit.coverage.verdicts)), seconds)


class _Texts:
    """What stands at a place: the paragraph, the row of the table, the line of the file; nothing for a whole file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._report: dict[str, str] | None = None
        self._books: dict[str, Workbook] = {}

    def at(self, place: Place) -> str:
        if place.file == "report.docx":
            return self._of_report(place)
        if place.file.endswith(".xlsx"):
            return self._of_book(place)
        line = re.search(r"第(\d+)行", place.cell)
        number = place.line or (int(line[1]) if line else 0)
        lines = (self._folder / place.file).read_text(encoding="utf-8").splitlines() if number else []
        return lines[number - 1] if 0 < number <= len(lines) else ""

    def _of_report(self, place: Place) -> str:
        if self._report is None:
            self._report = {}
            for where, text in _report_texts(self._folder / "report.docx"):  # the row of a table before its paragraphs
                self._report.setdefault(where, text)
        return self._report.get(str(place), "")

    def _of_book(self, place: Place) -> str:
        row = re.search(r"\d+$", place.cell)
        if row is None:
            return ""
        if place.file not in self._books:
            self._books[place.file] = load_workbook(self._folder / place.file)
        sheet = self._books[place.file][place.sheet]
        return " ".join(str(cell.value) for cell in sheet[int(row[0])] if cell.value is not None)


def _report_texts(path: Path) -> Iterator[tuple[str, str]]:
    """Paragraphs and rows by place; a paragraph in a cell has the place of the cell, and that stands for its row."""
    found = document.load_document(path)
    for block in walk((*found.blocks, *(block for note in found.notes for block in note.blocks))):
        if isinstance(block, Paragraph) and block.story is not Story.CELL:
            yield str(block.where), block.text
        elif isinstance(block, Table):
            rows: dict[int, str] = {}
            for cell in block.cells:
                rows[cell.row] = rows.get(cell.row, "") + " " + cell.text
            yield from ((str(cell.where), rows[cell.row]) for cell in block.cells)


def is_at(spots: Sequence[Spot], finding: Finding, text: str) -> bool:
    """Whether a finding points at one of the right places."""
    return any(finding.where.file.endswith(spot.file) and spot.words in text for spot in spots)


@dataclass
class Score:
    """How often one defect of one level was found, and where."""

    defect: Defect
    level: str
    trials: int = 0
    found: int = 0
    hits: int = 0
    hits_at_place: int = 0
    others: int = 0  # serious findings of checks that the defect is none of: to look at
    refused: int = 0
    failures: list[str] = field(default_factory=list)


@dataclass
class Tally:
    """Everything that one run found out."""

    scores: dict[tuple[str, str], Score]
    clean: dict[int, Checked] = field(default_factory=dict)
    twins: dict[str, list[tuple[int, tuple[Finding, ...]]]] = field(default_factory=dict)

    def add(self, other: Tally) -> None:
        """Take in what another seed gave."""
        for key, score in other.scores.items():
            mine = self.scores[key]
            for name in ("trials", "found", "hits", "hits_at_place", "others", "refused"):
                setattr(mine, name, getattr(mine, name) + getattr(score, name))
            mine.failures += score.failures
        self.clean |= other.clean
        for name, results in other.twins.items():
            self.twins.setdefault(name, []).extend(results)


def measure(defects: Sequence[Defect], twins: Sequence[Twin], seeds: Sequence[int], jobs: int = 1) -> Tally:
    """Run everything, a seed at a time on each of ``jobs`` cores."""
    from joblib import Parallel, delayed

    tally = Tally({(one.name, level): Score(one, level) for one in defects for level in LEVELS})
    for one in Parallel(jobs, return_as="generator")(delayed(measure_seed)(defects, twins, seed) for seed in seeds):
        tally.add(one)
    return tally


def measure_seed(defects: Sequence[Defect], twins: Sequence[Twin], seed: int) -> Tally:
    """One clean deliverable, every defect of it at both levels, every twin of it."""
    tally = Tally({(one.name, level): Score(one, level) for one in defects for level in LEVELS})
    clean = tally.clean[seed] = check(make_clean(seed))
    for (_, level), score in tally.scores.items():
        _try(score, seed, level, clean)
    for one in twins:
        made = make_clean(seed)
        one.apply(made)
        checked = check(made)
        extra = [found for found in checked.false() if (found.id, found.message) not in clean.told]
        tally.twins[one.name] = [(seed, tuple(extra))]
    return tally


def _try(score: Score, seed: int, level: str, clean: Checked) -> None:
    made = make_clean(seed)
    spots = score.defect.inject(made, level)
    score.trials += 1
    try:
        checked = check(made)
    except YzperfError as error:  # a case that cannot be scored: told, not found
        score.failures.append(f"seed {seed}: {error}")
        return
    if checked.refused:
        score.refused += 1
        return
    fresh = [
        (one, text)
        for one, text in zip(checked.findings, checked.places, strict=True)
        if (one.id, one.message) not in clean.told
    ]
    hits = [(one, text) for one, text in fresh if one.id in score.defect.checks]
    score.found += bool(hits)
    score.hits += len(hits)
    score.hits_at_place += sum(is_at(spots, one, text) for one, text in hits)
    score.others += sum(is_serious(one) and one.id not in score.defect.checks for one, _ in fresh)
