"""Numbers that a piece of evidence states (证据里的数): lines of a text, rows of a table, a statement in Word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from yzperf.domain.claims import Claim, Setting, read_claims, read_prose
from yzperf.domain.evidence import Evidence
from yzperf.domain.quantity import normalise
from yzperf.errors import LoadError, Place
from yzperf.loaders.claims import claims_of_grid
from yzperf.loaders.delimited import read_rows
from yzperf.loaders.document import load_document
from yzperf.loaders.grid import Grid, grid_of_rows, read_workbook
from yzperf.loaders.masking import masked_document
from yzperf.loaders.text_file import read_text
from yzperf.privacy import mask
from yzperf.quality.evidence_words import ending

TEXTS, TABLES, BOOKS, WORD = ("txt", "md"), ("csv", "tsv"), ("xlsx", "xlsm"), ("docx",)
_LARGEST = 200_000  # bytes: a longer one is raw data, of which the report tells sums
_MOST_ROWS = 120
_UNIT = re.compile(
    r"^[^()，,]{2,20}\((元|万元|亿元|%|人|户|个|座|家|所|份|件|次|场|吨|亩|公里|平方米|批次)(?:/[^()]{1,4})?\)"
)


def evidence_claims(item: Evidence, folder: Path) -> list[Claim]:
    """What a file of the manifest states; nothing where it is missing, large, of another kind or cannot be read."""
    root = (folder / "evidence").resolve()
    path = (root / item.file).resolve()
    if not path.is_relative_to(root) or not path.is_file() or path.stat().st_size > _LARGEST:
        return []
    try:
        found = list(_read(path, item.file))
    except LoadError:  # D02 and the loaders say what is wrong with the file
        return []
    return [replace(one, block=f"{item.id}:{one.block}", group=f"{item.id}:{one.group}") for one in found]


def evidence_lines(item: Evidence, folder: Path) -> list[tuple[Place, str]]:
    """The lines of a short text, personal numbers masked."""
    root = (folder / "evidence").resolve()
    path = (root / item.file).resolve()
    is_there = path.is_relative_to(root) and path.is_file() and path.stat().st_size <= _LARGEST
    if ending(item.file) not in TEXTS or not is_there:
        return []
    try:
        lines = mask(read_text(path)).splitlines()
    except LoadError:
        return []
    return [(Place(item.file, line=number), line) for number, line in enumerate(lines, 1)]


def evidence_grids(item: Evidence, folder: Path) -> list[Grid]:
    """The sheets of a table; none where it is missing or cannot be read."""
    root = (folder / "evidence").resolve()
    path = (root / item.file).resolve()
    kind = ending(item.file)
    if kind not in (*TABLES, *BOOKS) or not path.is_relative_to(root) or not path.is_file():
        return []
    try:
        return [grid_of_rows(item.file, read_rows(path))] if kind in TABLES else list(read_workbook(path))
    except LoadError:
        return []


def _read(path: Path, file: str) -> Iterator[Claim]:
    kind = ending(file)
    if kind in TEXTS:
        for number, line in enumerate(mask(read_text(path)).splitlines(), 1):
            yield from read_prose(line, Setting(Place(file, line=number), block=str(number)))
    elif kind in TABLES:
        yield from _of_grid(grid_of_rows(file, read_rows(path)))
    elif kind in BOOKS:
        for grid in read_workbook(path):
            yield from _of_grid(grid)
    elif kind in WORD:
        yield from read_claims(masked_document(load_document(path)))


def _of_grid(grid: Grid) -> Iterator[Claim]:
    """The rows of a short table; of a long one the report tells sums and counts."""
    if len(grid.rows) <= _MOST_ROWS:
        yield from map(_in_its_unit, claims_of_grid(grid))


def _in_its_unit(claim: Claim) -> Claim:
    """第一批兑付（元）,15620000: the unit of a row goes before that of its column."""
    found = _UNIT.search(normalise(claim.subject))
    is_bare = claim.text[-1:].isdigit()
    return replace(claim, unit=found[1]) if found and is_bare else claim
