"""All rule data of one folder (规则库), undated: read file by file, then checked against each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from yzperf.errors import Problem, RuleError
from yzperf.rules.clause import Clause, read_clauses
from yzperf.rules.entry import Entry, Origin, in_order
from yzperf.rules.framework import Framework, read_framework
from yzperf.rules.outline import Outline, read_outline
from yzperf.rules.parameter import Parameter, read_parameters
from yzperf.rules.profile import Profile, read_profile
from yzperf.rules.region import Regions, extend_regions, read_regions
from yzperf.rules.toml_file import open_file
from yzperf.rules.vocabulary import Vocabulary, read_vocabulary


class _Named(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def origin(self) -> Origin: ...


T = TypeVar("T")
N = TypeVar("N", bound=_Named)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that an additional folder brings (附加规则): new, or in place of what stood in ``over``."""

    kind: str
    id: str
    file: str
    over: str

    def __str__(self) -> str:
        what = f"{self.kind} {self.id}：{self.file}"
        return f"{what} 替换 {self.over}" if self.over else f"{what} 新增"


@dataclass(frozen=True, slots=True)
class Library:
    """Everything that the data files say, whatever the day and the region.

    ``changes`` tells what an additional folder added or replaced, in order of its files.
    """

    regions: Regions
    vocabulary: Vocabulary
    clauses: Mapping[str, Clause]
    parameters: Mapping[str, tuple[Parameter, ...]]
    profiles: Mapping[str, Profile]
    frameworks: Mapping[str, Framework]
    outlines: Mapping[str, Outline]
    changes: tuple[Change, ...] = ()


class Folder:
    """Reads the TOML files of a data folder and keeps the problems that turn up.

    ``label`` stands before file names in messages. ``unreadable`` are files that are no TOML at all; what they
    would have defined cannot be missed elsewhere.
    """

    def __init__(self, path: Path, label: str = "") -> None:
        self.path = path
        self.label = label
        self.problems: list[Problem] = []
        self.unreadable: list[str] = []

    def one(self, name: str, read: Callable[[Entry], T]) -> T:
        """Read a single file. One that cannot be read counts as empty, and only that is complained of."""
        entry = self._open(name)
        return read(Entry({}, self.label + name, "", [])) if entry is None else _closed(entry, read)

    def maybe(self, name: str, read: Callable[[Entry], T], otherwise: T) -> T:
        """Read a single file that need not be there."""
        entry = self._open(name) if (self.path / name).exists() else None
        return otherwise if entry is None else _closed(entry, read)

    def several(self, name: str, read: Callable[[Entry], T]) -> list[T]:
        """Read every file of a subfolder, in order of name."""
        names = [f"{name}/{file.name}" for file in sorted((self.path / name).glob("*.toml"))]
        return [_closed(entry, read) for file in names if (entry := self._open(file)) is not None]

    def _open(self, name: str) -> Entry | None:
        entry = open_file(self.path / name, self.label + name, self.problems)
        if entry is None:
            self.unreadable.append(name)
        return entry


def _closed(entry: Entry, read: Callable[[Entry], T]) -> T:
    found = read(entry)
    entry.close()
    return found


def read_library(folder: Folder, base: Library | None = None) -> Library:
    """Read all data files; defects go to ``folder.problems``.

    With a ``base``, regions are added to its own, and its vocabulary holds unless the folder brings one.
    """
    clauses = [clause for file in folder.several("clauses", _listed(read_clauses)) for clause in file]
    _by_id("文件", dict.fromkeys(clause.document for clause in clauses), folder)
    versions = [item for file in folder.several("parameters", _listed(read_parameters)) for item in file]
    return Library(
        regions=_read_regions(folder, base),
        vocabulary=_read_vocabulary(folder, base),
        clauses=_by_id("条款", clauses, folder),
        parameters=_grouped(versions),
        profiles=_by_id("计分方案", folder.several("profiles", read_profile), folder),
        frameworks=_by_id("指标体系框架", folder.several("frameworks", read_framework), folder),
        outlines=_by_id("报告提纲", folder.several("outlines", read_outline), folder),
    )


def _read_regions(folder: Folder, base: Library | None) -> Regions:
    if base is None:
        return folder.one("regions.toml", read_regions)
    regions = base.regions
    return folder.maybe("regions.toml", lambda entry: extend_regions(entry, regions), regions)


def _read_vocabulary(folder: Folder, base: Library | None) -> Vocabulary:
    if base is None:
        return folder.one("vocabulary.toml", read_vocabulary)
    return folder.maybe("vocabulary.toml", read_vocabulary, base.vocabulary)


def _listed(read: Callable[[Entry], Iterator[T]]) -> Callable[[Entry], list[T]]:
    """Exhaust a reader before its entry is closed."""
    return lambda entry: list(read(entry))


def _by_id(kind: str, items: Iterable[N], folder: Folder) -> dict[str, N]:
    found: dict[str, N] = {}
    for item in items:
        first = found.setdefault(item.id, item)
        if first is not item and item.id:  # a blank id was complained of when it was read
            read = f"编号 {item.id} 重复，{first.origin.file} 第{first.origin.line('id')}行已用"
            folder.problems.append(item.origin.problem(f"{kind} {item.id}", read, "不重复的编号", "id"))
    return found


def _grouped(versions: Iterable[Parameter]) -> dict[str, tuple[Parameter, ...]]:
    found: dict[str, tuple[Parameter, ...]] = {}
    for version in versions:
        found[version.id] = (*found.get(version.id, ()), version)
    return found


def load_library(path: Path, check: Callable[[Library, tuple[str, ...]], Iterable[Problem]]) -> Library:
    """Read a data folder and raise everything that is wrong with it at once.

    Parameters
    ----------
    path
        Folder with ``clauses/``, ``parameters/``, ``profiles/``, ``frameworks/``, ``outlines/``,
        ``regions.toml`` and ``vocabulary.toml``.
    check
        Cross-checks; its second argument names the files that could not be read.

    Raises
    ------
    RuleError
        With one problem for every defect.
    """
    folder = Folder(path)
    library = read_library(folder)
    problems = [*folder.problems, *check(library, tuple(folder.unreadable))]
    if problems:
        raise RuleError(in_order(problems))
    return library
