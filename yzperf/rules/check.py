"""Whether the rule data hang together (规则数据自查): citations, dates, regions, overlaps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from yzperf.errors import Problem
from yzperf.rules.clause import Clause, Document, Status
from yzperf.rules.entry import Origin
from yzperf.rules.framework import Framework
from yzperf.rules.framework_check import check_framework
from yzperf.rules.library import Library
from yzperf.rules.outline import Outline, check_outline
from yzperf.rules.parameter import Parameter, same_head
from yzperf.rules.period import check_order, overlap
from yzperf.rules.profile import Profile, check_profile
from yzperf.rules.toml_lines import Path


@dataclass(frozen=True, slots=True)
class _Use:
    """Something that rests on clauses: where it is written, from when to when it claims to hold, and on which.

    ``clauses`` and ``conventions`` lead from each id to the key that names it. Conventions are program settings;
    where ``law_only``, clauses are not.
    """

    origin: Origin
    label: str
    region: str
    since: date | None
    until: date | None
    clauses: Mapping[str, Path]
    conventions: Mapping[str, Path] = field(default_factory=dict)
    law_only: bool = False


def check_library(library: Library, unreadable: tuple[str, ...] = ()) -> Iterator[Problem]:
    """Find everything that does not fit together.

    Parameters
    ----------
    library
        All data as read.
    unreadable
        Files that could not be read. What they would have defined is not missed a second time.
    """
    uses = list(_uses(library))
    if not any(name.startswith("clauses/") for name in unreadable):
        inside = (use for item in library.frameworks.values() for use in _uses_inside(item))
        yield from (found for use in (*uses, *inside) for found in _wrong_citations(use, library))
    if "regions.toml" not in unreadable:
        yield from _wrong_regions(uses, library)
    yield from _wrong_periods(uses, library)
    for versions in library.parameters.values():
        yield from same_head(versions)
        yield from _overlaps(versions)
    yield from (found for item in library.profiles.values() for found in check_profile(item))
    yield from (found for item in library.frameworks.values() for found in check_framework(item))
    yield from (found for item in library.outlines.values() for found in check_outline(item))


def _uses(library: Library) -> Iterator[_Use]:
    for versions in library.parameters.values():
        yield from (_use_of_parameter(version) for version in versions)
    yield from (_use_of_item("计分方案", item) for item in library.profiles.values())
    yield from (_use_of_item("指标体系框架", item) for item in library.frameworks.values())
    yield from (_use_of_item("报告提纲", item) for item in library.outlines.values())
    words, root = library.vocabulary, library.regions.root
    yield _Use(words.origin, "", root, None, None, {}, conventions={words.clause: ("clause",)})


def _use_of_item(kind: str, item: Profile | Framework | Outline) -> _Use:
    laws: dict[str, Path] = {name: ("clauses", number) for number, name in enumerate(item.clauses)}
    settings: dict[str, Path] = {name: ("conventions", number) for number, name in enumerate(item.conventions)}
    label = f"{kind} {item.id}"
    return _Use(item.origin, label, item.region, item.since, item.until, laws, settings, law_only=True)


def _uses_inside(item: Framework) -> Iterator[_Use]:
    """What stands inside a framework shares its dates; a clause that many cite is looked at once."""
    first: dict[str, Origin] = {}
    for part in item.cited_parts():
        first.setdefault(part.clause, part.origin)
    for name, origin in first.items():
        label = f"指标体系框架 {item.id} 的指标、阶段和分值"
        yield _Use(origin, label, item.region, item.since, item.until, {name: ("clause",)})


def _use_of_parameter(version: Parameter) -> _Use:
    label = f"参数 {version.id}（{version.region}）"
    return _Use(version.origin, label, version.region, version.since, version.until, {version.clause: ("clause",)})


def _wrong_citations(use: _Use, library: Library) -> Iterator[Problem]:
    for name, key in (*use.clauses.items(), *use.conventions.items()):
        clause = library.clauses.get(name)
        if clause is not None:
            yield from _wrong_kind(use, clause, key)
            yield from _outlives(use, clause)
        elif name:  # a blank id was complained of when it was read
            yield use.origin.problem(use.label, name, "clauses 里已有的条款编号", *key)


def _wrong_kind(use: _Use, clause: Clause, key: Path) -> Iterator[Problem]:
    is_setting = clause.status is Status.SETTING
    if key == use.conventions.get(clause.id) and not is_setting:
        yield use.origin.problem(use.label, clause.id, "程序设定；法规条款应写在 clauses 里", *key)
    if use.law_only and key == use.clauses.get(clause.id) and is_setting:
        yield use.origin.problem(use.label, clause.id, "法规条款；程序设定应写在 conventions 里", *key)


def _outlives(use: _Use, clause: Clause) -> Iterator[Problem]:
    if clause.since and (use.since is None or use.since < clause.since):
        read = f"自 {use.since or '不限'} 起，依据 {clause.id}"
        yield use.origin.problem(use.label, read, f"不早于该条款施行日 {clause.since}", "since")
    if clause.until and (use.until is None or use.until > clause.until):
        read = f"至 {use.until or '不限'}，依据 {clause.id}"
        yield use.origin.problem(use.label, read, f"不晚于该条款失效日 {clause.until}", "until")


def _wrong_regions(uses: list[_Use], library: Library) -> Iterator[Problem]:
    places = [(use.origin, use.label, use.region) for use in uses]
    places += [(document.origin, f"文件 {document.id}", document.region) for document in _documents(library)]
    for origin, label, region in places:
        if region and region not in library.regions:  # a blank one was complained of when it was read
            yield origin.problem(label, region, "regions.toml 里登记的地区", "region")


def _documents(library: Library) -> list[Document]:
    return list({clause.document.origin: clause.document for clause in library.clauses.values()}.values())


def _wrong_periods(uses: list[_Use], library: Library) -> Iterator[Problem]:
    for use in uses:
        yield from check_order(use, use.label)
    for clause in library.clauses.values():
        yield from check_order(clause, f"条款 {clause.id}")
    for document in _documents(library):
        yield from _wrong_dates(document)


def _wrong_dates(document: Document) -> Iterator[Problem]:
    issued = document.issued
    for name, key, later in (("施行", "in_force", document.in_force), ("核对", "checked_on", document.checked_on)):
        if issued and later and later < issued:
            read = f"印发 {issued}，{name} {later}"
            yield document.origin.problem(f"文件 {document.id}", read, f"{name}日期不早于印发日期", key)


def _overlaps(versions: tuple[Parameter, ...]) -> Iterator[Problem]:
    for one, other in combinations(versions, 2):
        if one.region == other.region and overlap(one, other):
            read = f"与 {one.origin.file} 第{one.origin.line()}行的版本期间重叠"
            label = f"参数 {one.id}（{one.region}）"
            yield other.origin.problem(label, read, "同一地区各版本期间不重叠", "since")
