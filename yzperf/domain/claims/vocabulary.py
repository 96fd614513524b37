"""The words by which a number is understood (用语表), read once from ``words.toml`` beside this module."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from yzperf.domain.claims.claim import Role

_FAR = 24  # characters between a cue and its number where the row gives no distance


@dataclass(frozen=True, slots=True)
class Cue:
    """Words in front of a number that tell its role. ``of`` are the only units that it goes with; blank for all."""

    role: Role
    within: int = _FAR
    sign: int = 1
    of: str = ""
    symbol: str = ""


@dataclass(frozen=True, slots=True)
class After:
    """Words behind a number that tell its role; a weak one only where nothing in front does."""

    role: Role
    pattern: re.Pattern[str]
    units: frozenset[str]
    is_weak: bool
    is_hedged: bool


@dataclass(frozen=True, slots=True)
class CueGroup:
    """All cues for one kind of unit as one expression; the number of the group that fits is the number of the cue."""

    pattern: re.Pattern[str]
    cues: tuple[Cue, ...]


@dataclass(frozen=True, slots=True)
class StatisticForm:
    """One way to print a statistic; ``role2`` is the role of a second value (4.2±0.6)."""

    symbol: str
    role: Role
    role2: Role
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class RatioForm:
    """A ratio with a name (执行率): the role of the result, and which roles may stand above and below the line."""

    result: Role
    numerators: tuple[Role, ...]
    denominators: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What ``words.toml`` says, compiled."""

    groups: Mapping[str, CueGroup]
    touching: Mapping[str, CueGroup]
    leads: re.Pattern[str]
    afters: tuple[After, ...]
    statistics: tuple[StatisticForm, ...]
    measured: re.Pattern[str]
    measured_symbols: frozenset[str]
    percent_symbols: frozenset[str]
    defaults: Mapping[str, Role]
    hedge_before: re.Pattern[str]
    hedge_after: re.Pattern[str]
    infix: str
    emphatic: frozenset[str]
    bounds: tuple[tuple[re.Pattern[str], str], ...]
    target_opens: re.Pattern[str]
    target_lists: re.Pattern[str]
    target_closes: re.Pattern[str]
    target_sections: re.Pattern[str]
    quoted_sections: re.Pattern[str]
    rule: re.Pattern[str]
    part_scores: re.Pattern[str]
    quoted_opens: re.Pattern[str]
    quoted_closes: re.Pattern[str]
    advice: re.Pattern[str]
    spelt_units: frozenset[str]
    rhetorical: re.Pattern[str]
    idioms: re.Pattern[str]
    whole_units: frozenset[str]
    parts_after: re.Pattern[str]
    sum_before: re.Pattern[str]
    whole_between: re.Pattern[str]
    outcomes: re.Pattern[str]
    counts_behind: re.Pattern[str]
    ratios: tuple[RatioForm, ...]
    denied: re.Pattern[str]
    affirmed: re.Pattern[str]
    tenths: re.Pattern[str]
    not_quantities: tuple[re.Pattern[str], ...]
    numbering: re.Pattern[str]
    owned: re.Pattern[str]
    project: re.Pattern[str]
    run_in: re.Pattern[str]
    own_sections: re.Pattern[str]
    heads: tuple[tuple[Role, re.Pattern[str]], ...]
    head_units: Mapping[Role, str]
    head_symbols: tuple[tuple[re.Pattern[str], str], ...]
    counted: tuple[tuple[re.Pattern[str], str], ...]
    skip: re.Pattern[str]
    rule_head: re.Pattern[str]
    remark_head: re.Pattern[str]
    name_head: re.Pattern[str]
    unit_column: re.Pattern[str]
    total_row: re.Pattern[str]


@cache
def vocabulary() -> Vocabulary:
    """Read the word list that comes with the package."""
    table = tomllib.loads((Path(__file__).with_name("words.toml")).read_text(encoding="utf-8"))
    standing, spelt, tables, hedges = table["standing"], table["spelt"], table["table"], table["hedges"]
    return Vocabulary(
        groups=_groups([row for row in table["cue"] if row.get("within") != 0]),
        touching=_groups([row for row in table["cue"] if row.get("within") == 0], "$"),
        leads=re.compile(table["standing"]["leads"]),
        afters=tuple(map(_after, table["after"])),
        statistics=tuple(map(_statistic, table["statistic"])),
        measured=re.compile(table["measured"]["units"]),
        measured_symbols=frozenset(table["measured"]["symbols"]),
        percent_symbols=frozenset(table["measured"]["percent"]),
        defaults={kind: Role(role) for kind, role in table["default"].items()},
        hedge_before=re.compile(f"({_any(hedges['before'])})$"),
        hedge_after=re.compile(_any(hedges["after"])),
        infix=hedges["infix"],
        emphatic=frozenset(hedges["emphatic"]),
        bounds=tuple((re.compile(f"(?:{_any(words)})了?$"), sign) for sign, words in table["bounds"].items()),
        target_opens=_join(standing["target_opens"]),
        target_lists=re.compile(standing["target_lists"]),
        target_closes=_join(standing["target_closes"]),
        target_sections=re.compile(standing["target_sections"]),
        quoted_sections=re.compile(standing["quoted_sections"]),
        rule=_join(standing["rule"]),
        part_scores=re.compile(standing["part_scores"]),
        quoted_opens=_join(standing["quoted_opens"]),
        quoted_closes=_join(standing["quoted_closes"]),
        advice=re.compile(standing["advice"]),
        spelt_units=frozenset(spelt["units"]),
        rhetorical=re.compile(spelt["rhetorical"]),
        idioms=_join(spelt["idioms"]),
        whole_units=frozenset(table["ties"]["whole"]),
        parts_after=re.compile(table["ties"]["parts_after"]),
        sum_before=re.compile(table["ties"]["sum_before"]),
        whole_between=re.compile(table["ties"]["whole_between"]),
        outcomes=re.compile(table["ties"]["outcomes"]),
        counts_behind=re.compile(table["ties"]["counts_behind"]),
        ratios=tuple(map(_ratio, table["ratio"])),
        denied=_join(table["significance"]["denied"]),
        affirmed=_join(table["significance"]["affirmed"]),
        tenths=re.compile(spelt["tenths"]),
        not_quantities=tuple(map(re.compile, table["not_quantities"]["patterns"])),
        numbering=re.compile(table["not_quantities"]["numbering"]),
        owned=re.compile(table["owners"]["owned"]),
        project=re.compile(table["owners"]["project"]),
        run_in=re.compile(table["owners"]["run_in"]),
        own_sections=re.compile(table["owners"]["own_sections"]),
        heads=tuple((Role(role), _join(words)) for role, words in tables["heads"].items()),
        head_units={Role(role): unit for role, unit in tables["units"].items()},
        head_symbols=tuple((re.compile(pattern), symbol) for symbol, pattern in tables["symbols"].items()),
        counted=tuple((re.compile(word), unit) for word, unit in tables["counted"].items()),
        skip=re.compile(tables["skip"]),
        rule_head=re.compile(tables["rule"]),
        remark_head=re.compile(tables["remark"]),
        name_head=re.compile(tables["name"]),
        unit_column=re.compile(tables["unit_column"]),
        total_row=re.compile(tables["total_row"]),
    )


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


def _join(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def _groups(rows: list[dict[str, Any]], tail: str = "") -> dict[str, CueGroup]:
    kinds = sorted({kind for row in rows for kind in row["units"]})
    return {kind: _group([row for row in rows if kind in row["units"]], tail) for kind in kinds}


def _group(rows: list[dict[str, Any]], tail: str) -> CueGroup:
    """One expression with a group a word, the longest first: what starts at the same place is told by the longest."""
    words = sorted(((word, row) for row in rows for word in row["words"]), key=lambda pair: -len(pair[0]))
    cues = [_cue(row) for _, row in words]
    return CueGroup(re.compile("(?:" + "|".join(f"({word})" for word, _ in words) + ")" + tail), tuple(cues))


def _cue(row: dict[str, Any]) -> Cue:
    given = {name: row[name] for name in ("within", "sign", "of", "symbol") if name in row}
    return Cue(Role(row["role"]), **given)


def _after(row: dict[str, Any]) -> After:
    pattern, units = re.compile(row["pattern"]), frozenset(row["units"])
    return After(Role(row["role"]), pattern, units, row.get("weak", False), row.get("hedged", False))


def _statistic(row: dict[str, Any]) -> StatisticForm:
    role = Role(row.get("role", Role.STATISTIC))
    return StatisticForm(row["symbol"], role, Role(row.get("role2", role)), re.compile(row["pattern"]))


def _ratio(row: dict[str, Any]) -> RatioForm:
    numerators, denominators = (tuple(map(Role, row[name])) for name in ("numerators", "denominators"))
    return RatioForm(Role(row["result"]), numerators, denominators)
