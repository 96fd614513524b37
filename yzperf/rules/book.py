"""The rules of one day and one region (规则): look-ups that cite, fall back outward, refuse with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Protocol, TypeVar

from yzperf.errors import RuleError
from yzperf.rules.check import check_library
from yzperf.rules.clause import Clause, Document, Status
from yzperf.rules.description import Description
from yzperf.rules.framework import Framework
from yzperf.rules.library import Change, Library, load_library
from yzperf.rules.merge import extend_library
from yzperf.rules.outline import Outline
from yzperf.rules.parameter import Parameter
from yzperf.rules.period import Dated, covers, why_not
from yzperf.rules.profile import Profile
from yzperf.rules.profile_description import describe_profile
from yzperf.rules.vocabulary import Vocabulary

_DATA = Path(__file__).parent / "data"
_SHOWN = 12


class _Rule(Dated, Protocol):
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def region(self) -> str: ...


R = TypeVar("R", bound=_Rule)


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """What holds on one day in one region.

    Parameters fall back outward and are refused for other regions. Profiles, frameworks, outlines and clauses
    can be picked by id from anywhere, because a person chose them; ``scope_warning`` says when they come from
    elsewhere.
    """

    on: date
    region: str
    regions: tuple[str, ...]
    library: Library = field(repr=False)

    def profile(self, id: str) -> Profile:
        """Return a scoring profile (计分方案) by its id or one of its common names (``101号``).

        Raises
        ------
        RuleError
            If there is none of this id, or it is not in force on this day. The message lists what there is.
        """
        known = {alias: profile.id for profile in self.library.profiles.values() for alias in profile.aliases}
        return self._pick("计分方案", self.library.profiles, known.get(id, id))

    def framework(self, id: str) -> Framework:
        """Return an indicator framework (指标体系框架); refuses like `profile`."""
        return self._pick("指标体系框架", self.library.frameworks, id)

    def outline(self, id: str) -> Outline:
        """Return a report outline (报告提纲); refuses like `profile`."""
        return self._pick("报告提纲", self.library.outlines, id)

    def clause(self, id: str) -> Clause:
        """Return a clause (条款); refuses like `profile`."""
        return self._pick("条款", self.library.clauses, id)

    def parameter(self, id: str) -> Parameter:
        """Return the version of a parameter (参数) that holds here and today, the nearest region first.

        A fact that nobody has read in its document (未核实) never stands before one that was read, however near its
        region; it is found only where nothing else holds. Rules for a government's own budget are not found from
        the places below it.

        Raises
        ------
        RuleError
            If the parameter is unknown, belongs to other regions, or has no version on this day.
        """
        versions = self.library.parameters.get(id)
        if versions is None:
            raise RuleError(_unknown("参数", id, self._parameter_names()))
        here = self._reaching(versions)
        found = next((version for version in here if covers(version, self.on)), None)
        if found is None:
            raise RuleError(self._no_version(id, versions, here))
        return found

    def describe(self, id: str) -> Description:
        """Return a profile or a framework to read (计分方案或指标体系框架的说明), with citations in words.

        Raises
        ------
        RuleError
            If there is neither of this id, or it is not in force on this day.
        """
        if id in self.library.frameworks:
            return self.framework(id).describe(self.cite)
        return describe_profile(self.profile(id), self.cite)

    def cite(self, id: str) -> str:
        """Return the text by which a clause is printed as basis (依据).

        ``财预〔2020〕10号 第十六条``; ``程序设定：…`` for own conventions; an unverified fact gives its
        source with （未核实，不作为依据引用）.
        """
        return self.clause(id).citation

    def basis(self, item: Profile | Framework | Outline) -> tuple[str, ...]:
        """Return all citations of a profile, framework or outline, law first, each once."""
        names = (*item.clauses, *item.conventions)
        return tuple(dict.fromkeys(self.cite(name) for name in names))

    def in_force(self, id: str) -> bool:
        """Whether a clause of this id exists and is in force on this day."""
        clause = self.library.clauses.get(id)
        return clause is not None and covers(clause, self.on)

    def scope_warning(self, item: Profile | Framework | Outline) -> str:
        """Say that something was made for another region or for others, or return an empty string."""
        if item.region not in self.regions:
            return f"“{item.name}”适用于{item.region}，当前地区为{self.region}，结果仅供参照。"
        scope = item.scope if isinstance(item, Profile) else ""
        return f"“{item.name}”的适用范围：{scope}。" if scope else ""

    def profiles(self) -> tuple[Profile, ...]:
        """All profiles in force on this day that belong to this region or enclose it."""
        return self._local(self.library.profiles)

    def frameworks(self) -> tuple[Framework, ...]:
        """All frameworks in force on this day that belong to this region or enclose it."""
        return self._local(self.library.frameworks)

    def outlines(self) -> tuple[Outline, ...]:
        """All outlines in force on this day that belong to this region or enclose it."""
        return self._local(self.library.outlines)

    def clauses(self) -> tuple[Clause, ...]:
        """All clauses in force on this day that belong to this region or enclose it."""
        return self._local(self.library.clauses)

    def parameters(self) -> tuple[Parameter, ...]:
        """Every parameter that has a value here and today, each in the version that holds."""
        found = []
        for versions in self.library.parameters.values():
            if any(covers(version, self.on) for version in self._reaching(versions)):
                found.append(self.parameter(versions[0].id))
        return tuple(found)

    def versions(self, id: str) -> tuple[Parameter, ...]:
        """All versions of a parameter, of every region and time, oldest first."""
        found = self.library.parameters.get(id)
        if found is None:
            raise RuleError(_unknown("参数", id, self._parameter_names()))
        return tuple(sorted(found, key=lambda version: (version.since or date.min, version.region)))

    def documents(self) -> tuple[Document, ...]:
        """All documents that the rule data know, in order of their files."""
        return tuple({clause.document: None for clause in self.library.clauses.values()})

    def unverified(self) -> tuple[Clause, ...]:
        """All clauses that nobody has read in the document itself (未核实), whatever their region."""
        return tuple(c for c in self.library.clauses.values() if c.status is Status.UNVERIFIED)

    def changes(self) -> tuple[Change, ...]:
        """What an additional folder of rules added or replaced (附加规则); empty where none was given."""
        return self.library.changes

    @property
    def vocabulary(self) -> Vocabulary:
        """Word lists for scoring and checks (提示用语表)."""
        return self.library.vocabulary

    def _local(self, items: Mapping[str, R]) -> tuple[R, ...]:
        return tuple(i for i in items.values() if i.region in self.regions and covers(i, self.on))

    def _pick(self, kind: str, items: Mapping[str, R], id: str) -> R:
        found = items.get(id)
        if found is not None and covers(found, self.on):
            return found
        usable = {item.id: item.name for item in items.values() if covers(item, self.on)}
        if found is None:
            raise RuleError(_unknown(kind, id, usable))
        reason, choice = why_not(found, self.on), _some(usable, id)
        raise RuleError(f"{kind}“{id}”{reason}；当日可用：{choice}；请核对规则日期，或改选其一。")

    def _reaching(self, versions: tuple[Parameter, ...]) -> list[Parameter]:
        """Versions that apply in this region: what was read first, then the nearest region first."""
        near = [version for region in self.regions for version in versions if version.region == region]
        here = [version for version in near if version.region == self.region or not self._own_level(version)]
        return sorted(here, key=lambda version: self._status(version) is Status.UNVERIFIED)

    def _own_level(self, version: Parameter) -> bool:
        return self.library.clauses[version.clause].document.own_level

    def _status(self, version: Parameter) -> Status:
        return self.library.clauses[version.clause].status

    def _parameter_names(self) -> dict[str, str]:
        return {id: versions[0].name for id, versions in self.library.parameters.items()}

    def _no_version(self, id: str, versions: tuple[Parameter, ...], here: list[Parameter]) -> str:
        if not here:
            regions = "、".join(dict.fromkeys(map(self._where, versions)))
            return f"参数“{id}”只在这些地区有规定：{regions}；当前地区为{self.region}，请核对地区。"
        reasons = "；".join(f"{version.region}的规定{why_not(version, self.on)}" for version in here)
        return f"参数“{id}”当日没有规定：{reasons}；请核对规则日期。"

    def _where(self, version: Parameter) -> str:
        return f"{version.region}（只用于本级）" if self._own_level(version) else version.region


def load_rules(*, on: date, region: str, extra: Path | str | None = None) -> Rules:
    """Return the rules of one day and one region (取某日某地的规则). Cached, unless there is an ``extra``.

    Parameters
    ----------
    on
        The day whose rules are wanted. There is no default: another year's rules score the same table
        differently.
    region
        Where, as people write it: ``扬中``, ``扬中市``, ``国家``. Look-ups fall back outward.
    extra
        A folder with rules of one's own, laid over the shipped ones (附加规则文件夹): it adds, or replaces by id;
        ``Rules.changes()`` tells which. Read anew at every call.

    Raises
    ------
    RuleError
        If the region is not known, ``on`` is no date, or the rule data are defective.
    """
    if not isinstance(on, date):
        raise RuleError(f"规则日期“{on}”不是日期；请给出年月日，如 2024-12-31。")
    day = on.date() if isinstance(on, datetime) else on
    name = region if isinstance(region, str) else str(region)
    if extra is None:
        return _rules(day, name)
    return rules_of(extend_library(_shipped(), Path(extra), check_library), day, name)


@cache
def _rules(on: date, region: str) -> Rules:
    return rules_of(_shipped(), on, region)


@cache
def _shipped() -> Library:
    return load_library(_DATA, check_library)


def rules_of(library: Library, on: date, region: str) -> Rules:
    """Return the rules of a library for one day and one region; `load_rules` does so for the shipped data."""
    chain = library.regions.chain(region)
    return Rules(on, chain[0], chain, library)


def _unknown(kind: str, id: str, known: Mapping[str, str]) -> str:
    return f"没有{kind}“{id}”；现有：{_some(known, id)}；请改用其中之一，或在规则数据里增加。"


def _some(known: Mapping[str, str], wanted: str) -> str:
    """List what exists as ``id（name）``; of a long list the nearest ids, and how many there are."""
    shown = list(known)
    if len(shown) > _SHOWN:
        shown = get_close_matches(wanted, shown, n=_SHOWN, cutoff=0.3) or shown[:_SHOWN]
    listed = "、".join(f"{id}（{known[id]}）" for id in shown)
    return f"{listed} 等 {len(known)} 项" if len(shown) < len(known) else listed or "无"
