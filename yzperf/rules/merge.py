"""A folder with rules of one's own (附加规则文件夹), laid over the shipped data: it adds, or replaces by id."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from yzperf.errors import Problem, RuleError
from yzperf.rules.clause import Clause
from yzperf.rules.entry import in_order, problem
from yzperf.rules.form_fields import form_ids, read_form_folder
from yzperf.rules.framework import Framework
from yzperf.rules.library import Change, Folder, Library, read_library
from yzperf.rules.outline import Outline
from yzperf.rules.parameter import Parameter
from yzperf.rules.profile import Profile

_FOLDERS = ("clauses", "parameters", "profiles", "frameworks", "outlines", "forms")
_FILES = ("regions.toml", "vocabulary.toml")


def extend_library(
    base: Library, path: Path, check: Callable[[Library, tuple[str, ...]], Iterable[Problem]]
) -> Library:
    """Lay the folder ``path`` over a library and raise everything that is wrong with it at once.

    Clauses, profiles, frameworks, outlines and forms replace those of the same id. Of a parameter, all versions of one
    region are replaced together, so that an old version never outlives its successor unseen. Regions are added;
    a vocabulary replaces the shipped one as a whole.

    Parameters
    ----------
    base
        The library below; it stays as it is.
    path
        Folder with any of ``clauses/``, ``parameters/``, ``profiles/``, ``frameworks/``, ``outlines/``, ``forms/``,
        ``regions.toml``, ``vocabulary.toml``.
    check
        Cross-checks of the whole; its second argument names the files that could not be read.

    Raises
    ------
    RuleError
        If the folder is missing or holds no rule data, or with one problem for every defect.
    """
    if not path.is_dir():
        raise RuleError(f"没有附加规则文件夹“{path}”；请给出存放规则文件的文件夹。")
    folder = Folder(path, f"{path.resolve().name}/")
    more = read_library(folder, base)
    forms, defects = read_form_folder(path, folder.label)
    merged = _with_forms(_merge(base, more), forms, folder.label)
    problems = [*folder.problems, *defects, *_strangers(folder), *check(merged, tuple(folder.unreadable))]
    if problems:
        raise RuleError(in_order(problems))
    if not merged.changes and not any((path / name).exists() for name in _FILES):
        raise RuleError(f"附加规则文件夹“{path}”里没有规则文件；应有 {'、'.join(_FOLDERS)} 等子文件夹。")
    return merged


def _strangers(folder: Folder) -> Iterator[Problem]:
    """TOML files where nobody reads them: a misspelt folder must not vanish in silence."""
    for file in sorted(folder.path.rglob("*.toml")):
        name = file.relative_to(folder.path).as_posix()
        place, _, rest = name.partition("/")
        if name not in _FILES and (place not in _FOLDERS or "/" in rest or not rest):
            expected = f"放在 {'、'.join(_FOLDERS)} 之一里的文件，或 {'、'.join(_FILES)}"
            yield problem(folder.label + name, "", "没有程序会读这个位置的文件", expected, "请移动该文件。")


def _merge(base: Library, more: Library) -> Library:
    merged = replace(
        base,
        regions=more.regions,
        vocabulary=more.vocabulary,
        clauses={**base.clauses, **more.clauses},
        parameters=_merged_parameters(base.parameters, more.parameters),
        profiles={**base.profiles, **more.profiles},
        frameworks={**base.frameworks, **more.frameworks},
        outlines={**base.outlines, **more.outlines},
    )
    return replace(merged, changes=(*base.changes, *_changes(base, more)))


def _with_forms(merged: Library, forms: Iterable[str], label: str) -> Library:
    """Field lists are read by `load_all_forms`; here only what they change is told."""
    said = (
        Change("表式", id, f"{label}forms/{id}.toml", f"forms/{id}.toml" if id in form_ids() else "") for id in forms
    )
    return replace(merged, changes=(*merged.changes, *said))


def _merged_parameters(
    base: Mapping[str, tuple[Parameter, ...]], more: Mapping[str, tuple[Parameter, ...]]
) -> dict[str, tuple[Parameter, ...]]:
    merged = dict(base)
    for id, versions in more.items():
        regions = {version.region for version in versions}
        kept = (version for version in base.get(id, ()) if version.region not in regions)
        merged[id] = (*kept, *versions)
    return merged


def _changes(base: Library, more: Library) -> Iterator[Change]:
    yield from _by_document(base.clauses, more.clauses)
    for id, versions in more.parameters.items():
        yield from _of_parameter(id, base.parameters.get(id, ()), versions)
    yield from _by_file("计分方案", base.profiles, more.profiles)
    yield from _by_file("指标体系框架", base.frameworks, more.frameworks)
    yield from _by_file("报告提纲", base.outlines, more.outlines)


def _by_document(base: Mapping[str, Clause], more: Mapping[str, Clause]) -> Iterator[Change]:
    for id, clause in more.items():
        over = base[id].origin.file if id in base else ""
        yield Change("条款", id, clause.origin.file, over)


def _of_parameter(id: str, old: tuple[Parameter, ...], new: tuple[Parameter, ...]) -> Iterator[Change]:
    files = {version.region: version.origin.file for version in old}
    for region in dict.fromkeys(version.region for version in new):
        file = next(version.origin.file for version in new if version.region == region)
        yield Change("参数", f"{id}（{region}）", file, files.get(region, ""))


def _by_file(
    kind: str,
    base: Mapping[str, Profile] | Mapping[str, Framework] | Mapping[str, Outline],
    more: Mapping[str, Profile] | Mapping[str, Framework] | Mapping[str, Outline],
) -> Iterator[Change]:
    for id, item in more.items():
        yield Change(kind, id, item.origin.file, base[id].origin.file if id in base else "")
