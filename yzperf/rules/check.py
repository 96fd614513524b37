"""Whether the rule data hang together (规则数据自查): citations, dates, regions, overlaps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from yzperf.errors import Problem
from yzperf.rules.clause import Clause, Document, Status
from yzperf.rules.entry import problem
from yzperf.rules.framework import Framework, check_framework
from yzperf.rules.library import Library
from yzperf.rules.outline import Outline, check_outline
from yzperf.rules.parameter import Parameter, same_head
from yzperf.rules.period import check_order, overlap
from yzperf.rules.profile import Profile, check_profile


@dataclass(frozen=True, slots=True)
class _Use:
    """Something that rests on clauses: which, where it is written, from when to when it claims to hold."""

    file: str
    label: str
    region: str
    since: date | None
    until: date | None
    clauses: tuple[str, ...]
    conventions: tuple[str, ...] = ()
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
        yield from (found for use in uses for found in _wrong_citations(use, library))
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
    yield from (_use_of_item("profile", item) for item in library.profiles.values())
    yield from (_use_of_item("framework", item) for item in library.frameworks.values())
    yield from (_use_inside(item) for item in library.frameworks.values())
    yield from (_use_of_item("outline", item) for item in library.outlines.values())
    words, root = library.vocabulary.clause, library.regions.root
    yield _Use("vocabulary.toml", "", root, None, None, (), conventions=(words,))


def _use_of_item(kind: str, item: Profile | Framework | Outline) -> _Use:
    label = f"{kind} {item.id}"
    laws, settings = item.clauses, item.conventions
    return _Use(item.file, label, item.region, item.since, item.until, laws, settings, law_only=True)


def _use_inside(item: Framework) -> _Use:
    """Indicators and stages share the dates of their framework; a clause that many cite is looked at once."""
    names = [indicator.clause for indicator in item.indicators] + [stage.clause for stage in item.stages]
    label = f"framework {item.id} 的指标和阶段"
    return _Use(item.file, label, item.region, item.since, item.until, tuple(dict.fromkeys(names)))


def _use_of_parameter(version: Parameter) -> _Use:
    label = f"parameter {version.id}（{version.region}）"
    return _Use(version.file, label, version.region, version.since, version.until, (version.clause,))


def _wrong_citations(use: _Use, library: Library) -> Iterator[Problem]:
    # A blank id was complained of when it was read.
    for name in filter(None, (*use.clauses, *use.conventions)):
        clause = library.clauses.get(name)
        if clause is None:
            yield problem(use.file, use.label, name, "clauses 里已有的条款编号")
            continue
        yield from _wrong_kind(use, clause)
        yield from _outlives(use, clause)


def _wrong_kind(use: _Use, clause: Clause) -> Iterator[Problem]:
    is_setting = clause.status is Status.SETTING
    if clause.id in use.conventions and not is_setting:
        yield problem(use.file, use.label, clause.id, "程序设定；法规条款应写在 clauses 里")
    if use.law_only and clause.id in use.clauses and is_setting:
        yield problem(use.file, use.label, clause.id, "法规条款；程序设定应写在 conventions 里")


def _outlives(use: _Use, clause: Clause) -> Iterator[Problem]:
    if clause.since and (use.since is None or use.since < clause.since):
        read = f"自 {use.since or '不限'} 起，依据 {clause.id}"
        yield problem(use.file, use.label, read, f"不早于该条款施行日 {clause.since}")
    if clause.until and (use.until is None or use.until > clause.until):
        read = f"至 {use.until or '不限'}，依据 {clause.id}"
        yield problem(use.file, use.label, read, f"不晚于该条款失效日 {clause.until}")


def _wrong_regions(uses: list[_Use], library: Library) -> Iterator[Problem]:
    places = [(use.file, use.label, use.region) for use in uses]
    places += [(document.file, "document", document.region) for document in _documents(library)]
    for file, label, region in places:
        if region not in library.regions:
            yield problem(file, label, region, "regions.toml 里登记的地区")


def _documents(library: Library) -> list[Document]:
    return list({clause.document.file: clause.document for clause in library.clauses.values()}.values())


def _wrong_periods(uses: list[_Use], library: Library) -> Iterator[Problem]:
    for use in uses:
        yield from check_order(use, use.file, use.label)
    for clause in library.clauses.values():
        yield from check_order(clause, clause.document.file, f"clause {clause.id}")
    for document in _documents(library):
        yield from _wrong_dates(document)


def _wrong_dates(document: Document) -> Iterator[Problem]:
    issued = document.issued
    for name, later in (("施行", document.in_force), ("核对", document.checked_on)):
        if issued and later and later < issued:
            read = f"印发 {issued}，{name} {later}"
            yield problem(document.file, "document", read, f"{name}日期不早于印发日期")


def _overlaps(versions: tuple[Parameter, ...]) -> Iterator[Problem]:
    for one, other in combinations(versions, 2):
        if one.region == other.region and overlap(one, other):
            read = f"{one.file} 与 {other.file} 的期间重叠"
            yield problem(other.file, f"parameter {one.id}（{one.region}）", read, "同一地区各版本期间不重叠")
