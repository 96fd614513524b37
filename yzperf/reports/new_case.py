"""A new case folder (新建案卷): case.toml with its explanations, empty forms, and a page that says what goes where."""

from __future__ import annotations

import shutil
import tempfile
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from yzperf.domain.shipped import shipped
from yzperf.errors import ReportError
from yzperf.loaders.codebook import OPTIONAL, REQUIRED
from yzperf.loaders.evidence import HEADING, MANIFEST
from yzperf.loaders.table_check import shipped_schema
from yzperf.reports.form_sheet import write_empty_form
from yzperf.reports.table_files import save_table
from yzperf.rules.form_fields import load_form_fields


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One empty form of a new case."""

    file: str
    form: str
    use: str


@dataclass(frozen=True, slots=True)
class CaseKind:
    """A kind of case (案卷种类): its scoring profile, framework and forms."""

    id: str
    title: str
    profile: str
    framework: str
    files: tuple[CaseFile, ...]


def case_kinds() -> dict[str, CaseKind]:
    """All kinds, by id."""
    data = tomllib.loads(_template("kinds.toml"))
    return {
        row["id"]: CaseKind(
            row["id"], row["title"], row["profile"], row["framework"], tuple(CaseFile(**file) for file in row["file"])
        )
        for row in data["kind"]
    }


def make_case(folder: Path, kind: str, region: str, today: date | None = None) -> Path:
    """Make a case folder: all of it or nothing.

    Raises
    ------
    ReportError
        If the folder holds anything already, or the kind is unknown.
    """
    kinds = case_kinds()
    if kind not in kinds:
        raise ReportError(f"没有案卷种类“{kind}”。可用：{'、'.join(kinds)}（yzperf new-case --list 文件夹）")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ReportError(f"{folder}：已有内容，没有动它。请换一个不存在或空的文件夹")
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=".yzperf-", dir=folder.parent))
    try:
        _fill(part, kinds[kind], region, today or date.today())
        part.chmod(0o755)
        if folder.exists():
            folder.rmdir()
        part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return folder


def _fill(folder: Path, kind: CaseKind, region: str, today: date) -> None:
    settings = _template("case.toml").format(
        year=today.year - 1, today=today.isoformat(), region=region, profile=kind.profile, framework=kind.framework
    )
    (folder / "case.toml").write_text(settings, encoding="utf-8")
    lines = "\n".join(f"| `{file.file}` | {file.use} |" for file in kind.files)
    page = _template("README.md").format(title=kind.title, files=lines)
    (folder / "README.md").write_text(page, encoding="utf-8")
    for file in kind.files:
        write_empty_form(load_form_fields(file.form), folder / file.file)
    for name, heading in _tables().items():
        save_table(pd.DataFrame(columns=list(heading)), folder / name)


def _tables() -> dict[str, Sequence[str]]:
    """Tables with their headings alone."""
    named = {f"{name}.csv": [column.name for column in shipped_schema(name).columns] for name in ("budget", "log")}
    return {**named, "survey_codebook.csv": (*REQUIRED, *OPTIONAL), MANIFEST: HEADING}


def _template(name: str) -> str:
    return (shipped("templates") / "case" / name).read_text(encoding="utf-8")
