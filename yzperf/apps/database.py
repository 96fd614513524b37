"""``yzperf score --db`` and ``yzperf database`` (数据库): score what a database holds; move forms and tables in and out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from rich.console import Console

from yzperf import face
from yzperf.apps.score_files import Scored
from yzperf.domain.scoresheet import ScoreSheet, SheetKind
from yzperf.errors import LoadError
from yzperf.loaders.databases.contents import DatabaseContents, stream_sheets
from yzperf.loaders.databases.export import insert_records, lacking_links, records_of
from yzperf.loaders.databases.mapping import DatabaseMapping, load_mapping
from yzperf.rules import Rules
from yzperf.scoring import score_sheet


def score_database(
    url: str, mapping: str, rules: Rules, profile: str | None, step: Callable[[str], None]
) -> list[Scored]:
    """Score and audit every form that a mapping finds, one after another.

    Raises
    ------
    LoadError
        Also where the mapping has no forms.
    """
    scored: list[Scored] = []
    with stream_sheets(url, mapping) as sheets:
        for sheet in sheets:
            step(f"计分 {sheet.head.get('项目名称', sheet.file)}")
            if sheet.kind is not SheetKind.TARGETS:
                scored.append((score_sheet(sheet, rules, profile), face.check_sheets([sheet], rules, profile)))
    if not scored:
        raise LoadError(f"映射“{mapping}”在库里没有找到可计分的表单。只有数据表的映射请用 yzperf database 读出")
    return scored


@dataclass(frozen=True, slots=True)
class Moved:
    """What was read, and where it went."""

    mapping: DatabaseMapping
    said: str
    places: tuple[str, ...]
    left_out: tuple[str, ...]

    def show(self, console: Console) -> None:
        """Print what there is, what is not verified, and what was written."""
        console.print(self.said, markup=False, soft_wrap=True)
        for line in self.mapping.unverified:
            console.print(f"  未核实：{line}", markup=False, soft_wrap=True, style="yellow")
        for line in self.left_out:
            console.print(f"  没有写：{line}", markup=False, soft_wrap=True, style="yellow")
        for place in self.places:
            console.print(f"  写出：{place}", markup=False, soft_wrap=True)


def move(files: Sequence[Path], url: str | None, mapping: str, out: Path | None, to: str | None) -> Moved:
    """Read forms from files, or forms and tables from a database; write them in the shape of the mapping.

    Parameters
    ----------
    out
        Folder that gets one .csv for each table.
    to
        URL of a database whose tables get the records, all or none.

    Raises
    ------
    LoadError
    """
    if bool(files) == bool(url):
        raise LoadError("请给出表单文件，或用 --db 给出数据库地址，二者之一")
    contents = face.load_database(url, mapping) if url else _of_files(files, mapping)
    records = records_of(contents.sheets, contents.tables, contents.mapping)
    places = _write_folder(records, out) if out else []
    if to:
        places += [f"{table} {count} 行" for table, count in insert_records(records, to).items()]
    return Moved(contents.mapping, repr(contents), tuple(places), tuple(_left_out(contents)))


def _of_files(files: Sequence[Path], mapping: str) -> DatabaseContents:
    chosen = load_mapping(mapping)
    sheets: list[ScoreSheet] = [sheet for path in files for sheet in face.load_score_sheets(path)]
    return DatabaseContents("、".join(path.name for path in files), chosen, tuple(sheets), {})


def _left_out(contents: DatabaseContents) -> Iterator[str]:
    forms = contents.mapping.forms
    for sheet in contents.sheets if forms else ():
        if forms and (lacking := lacking_links(sheet, forms)):
            name = sheet.head.get("项目名称", sheet.file)
            yield f"{name} 的资金 {len(sheet.money)} 行，表头没有 {'、'.join(lacking)}，写进去分不清是哪个项目的"


def _write_folder(records: dict[str, pd.DataFrame], out: Path) -> list[str]:
    from yzperf.reports.table_files import save_table

    return [str(save_table(frame, out / f"{table}.csv", for_programs=True)) for table, frame in records.items()]


def address(given: str | None) -> str | None:
    """A URL, or the name of an environment variable that holds it: a password need not stand on the command line."""
    return os.environ.get(given, given) if given else None
