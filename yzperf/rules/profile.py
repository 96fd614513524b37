"""Scoring profiles (计分方案): how one kind of score sheet is scored. Chosen and printed, never assumed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from yzperf.domain.quantity import normalise
from yzperf.domain.scoresheet import SheetKind
from yzperf.errors import Problem, RuleError
from yzperf.rules.entry import Entry, problem

# What a printed score rests on; each profile names a clause or a program setting for every one.
CITED = ("reached", "missed", "reverse", "equal", "qualitative", "deadline", "execution", "satisfaction")
# A profile may name a basis of its own for these; else the program setting holds.
CITED_BY_DEFAULT = {"own": "program.own_rule", "over": "program.over_table"}


class Curve(StrEnum):
    """How a quantitative indicator turns its rate of completion into points."""

    PROPORTIONAL = "proportional"
    FLOORED = "floored"
    JUDGED = "judged"


class Execution(StrEnum):
    """How the budget line (预算执行率) is scored."""

    LINEAR = "linear"
    TIERS = "tiers"
    JUDGED = "judged"


class Satisfaction(StrEnum):
    """How satisfaction (满意度) is scored."""

    QUANTITATIVE = "quantitative"
    TIERS = "tiers"
    JUDGED = "judged"


@dataclass(frozen=True, slots=True)
class Tier:
    """From ``lower`` (inclusive, as a rate) on, ``share`` of the weight is given (分档)."""

    lower: Fraction
    share: Fraction


@dataclass(frozen=True, slots=True)
class Band:
    """A qualitative level (定性档次): from ``lower`` (inclusive) to ``upper``, as shares of the weight."""

    name: str
    lower: Fraction
    upper: Fraction
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade (等级): totals from ``lower`` on, unrounded, up to the next better grade."""

    name: str
    lower: Fraction


@dataclass(frozen=True, slots=True)
class BlockWeight:
    """Points of one first-level block."""

    block: str
    weight: Fraction


@dataclass(frozen=True, slots=True)
class WeightCase:
    """One prescribed distribution of points (权重方案)."""

    id: str
    name: str
    blocks: tuple[BlockWeight, ...]

    def of(self, block: str) -> Fraction:
        """Points of a block; 0 if this case has no such block."""
        return next((item.weight for item in self.blocks if item.block == block), Fraction(0))


@dataclass(frozen=True, slots=True)
class Profile:
    """A scoring profile. All numbers are exact; ``weights`` is empty where no distribution is prescribed."""

    id: str
    name: str
    aliases: tuple[str, ...]
    kind: SheetKind
    region: str
    scope: str
    since: date | None
    until: date | None
    clauses: tuple[str, ...]
    conventions: tuple[str, ...]
    cites: tuple[tuple[str, str], ...]
    curve: Curve
    floor: Fraction
    execution: Execution
    execution_basis: str
    execution_weight: Fraction | None
    execution_finished: Fraction | None
    execution_tiers: tuple[Tier, ...]
    satisfaction: Satisfaction
    satisfaction_tiers: tuple[Tier, ...]
    own_rules: bool  # whether a rule that the sheet states itself (评分标准) goes before the profile's
    over_tiers: tuple[Tier, ...]  # what far over-achievement of a target called too low earns; empty: nothing is cut
    weights: tuple[WeightCase, ...]
    weights_note: str
    bands: tuple[Band, ...]
    grades: tuple[Grade, ...]
    full_score: Fraction
    min_output_benefit: Fraction | None
    required_blocks: tuple[str, ...]
    file: str

    @property
    def judged(self) -> bool:
        """Whether a person scores every item (各项由人评分)."""
        return self.curve is Curve.JUDGED

    def clause_for(self, matter: str) -> str:
        """Return the clause or program setting that a score of this kind rests on.

        Parameters
        ----------
        matter
            One of ``CITED``: ``reached``, ``missed``, ``reverse`` (≤ and missed), ``qualitative``,
            ``deadline``, ``execution``, ``satisfaction``, ``own`` (a rule stated on the sheet), ``over``
            (a target that was too low).

        Raises
        ------
        RuleError
            If no profile names a basis for such a matter.
        """
        found = dict(self.cites).get(matter)
        if found is None:
            raise RuleError(
                f"计分方案没有“{matter}”这一项依据；可用：{'、'.join((*CITED, *CITED_BY_DEFAULT))}；请改用其中之一。"
            )
        return found

    def grade_of(self, total: Fraction) -> str | None:
        """Return the grade (等级) of an unrounded total; None where the profile has no grades."""
        return next((grade.name for grade in self.grades if total >= grade.lower), None)

    def band_of(self, text: str) -> Band | None:
        """Return the level that a statement such as ``达成预期指标`` names, or None.

        Only whole statements count: ``未达成`` contains ``达成``, and a guess would cost or give points.
        """
        plain = _bare(text)
        return next((band for band in self.bands if plain in map(_bare, (band.name, *band.words))), None)


def _bare(text: str) -> str:
    return re.sub(r"[\s。，,.；;：:、!]+", "", normalise(text))


def read_profile(entry: Entry) -> Profile:
    """Read one profile file."""
    return Profile(
        id=entry.text("id"),
        name=entry.text("name"),
        aliases=entry.texts("aliases"),
        kind=entry.choice("kind", SheetKind),
        region=entry.text("region"),
        scope=entry.text("scope", ""),
        since=entry.day("since"),
        until=entry.day("until"),
        clauses=entry.texts("clauses", required=True),
        conventions=entry.texts("conventions"),
        cites=_read_cites(entry.table("cites", required=True)),
        curve=entry.choice("curve", Curve),
        floor=entry.number("floor", Fraction(0)),
        execution=entry.choice("execution", Execution),
        execution_basis=entry.text("execution_basis", ""),
        execution_weight=entry.maybe_number("execution_weight"),
        execution_finished=entry.maybe_number("execution_finished"),
        execution_tiers=_read_tiers(entry, "execution_tier"),
        satisfaction=entry.choice("satisfaction", Satisfaction),
        satisfaction_tiers=_read_tiers(entry, "satisfaction_tier"),
        own_rules=entry.flag("own_rules", default=False),
        over_tiers=_read_tiers(entry, "over_tier"),
        weights=tuple(_read_weights(row) for row in entry.tables("weights")),
        weights_note=entry.text("weights_note", ""),
        bands=tuple(_read_band(row) for row in entry.tables("band", naming="name")),
        grades=tuple(Grade(row.text("name"), row.number("lower")) for row in entry.tables("grade", naming="name")),
        full_score=entry.number("full_score"),
        min_output_benefit=entry.maybe_number("min_output_benefit"),
        required_blocks=entry.texts("required_blocks"),
        file=entry.file,
    )


def _read_cites(table: Entry) -> tuple[tuple[str, str], ...]:
    named = [(matter, table.text(matter)) for matter in CITED]
    return (*named, *((matter, table.text(matter, setting)) for matter, setting in CITED_BY_DEFAULT.items()))


def _read_tiers(entry: Entry, key: str) -> tuple[Tier, ...]:
    return tuple(Tier(row.number("lower"), row.number("share")) for row in entry.tables(key, naming="lower"))


def _read_weights(row: Entry) -> WeightCase:
    blocks = row.table("blocks", required=True)
    weights = tuple(BlockWeight(name, blocks.number(name)) for name in blocks.names())
    return WeightCase(row.text("id"), row.text("name"), weights)


def _read_band(row: Entry) -> Band:
    return Band(row.text("name"), row.number("lower"), row.number("upper"), row.texts("words"))


def check_profile(profile: Profile) -> Iterator[Problem]:
    """Find what contradicts itself inside one profile: weights, bands, tiers, grades."""
    for read, expected in _contradictions(profile):
        yield problem(profile.file, f"profile {profile.id}", read, expected)


def _contradictions(profile: Profile) -> Iterator[tuple[str, str]]:
    yield from _wrong_cites(profile)
    yield from _wrong_weights(profile)
    yield from _wrong_bands(profile.bands)
    yield from _wrong_grades(profile)
    yield from _wrong_curve(profile)
    yield from _wrong_over_tiers(profile.over_tiers)
    yield from _wrong_tiers("execution_tier", profile.execution_tiers, wanted=profile.execution is Execution.TIERS)
    yield from _wrong_tiers(
        "satisfaction_tier", profile.satisfaction_tiers, wanted=profile.satisfaction is Satisfaction.TIERS
    )


def _wrong_cites(profile: Profile) -> Iterator[tuple[str, str]]:
    for matter, clause in profile.cites:
        if clause not in (*profile.clauses, *profile.conventions, CITED_BY_DEFAULT.get(matter)):
            yield f"cites.{matter} = {clause}", "本方案 clauses 或 conventions 里的条款"


def _wrong_weights(profile: Profile) -> Iterator[tuple[str, str]]:
    for case in profile.weights:
        total = sum((item.weight for item in case.blocks), Fraction(0))
        if total != profile.full_score:
            yield f"权重方案 {case.id} 合计 {total}", f"合计 {profile.full_score}"
        if profile.execution_weight is not None and case.of("预算执行率") != profile.execution_weight:
            yield f"权重方案 {case.id} 预算执行率 {case.of('预算执行率')}", f"{profile.execution_weight}"


def _wrong_bands(bands: tuple[Band, ...]) -> Iterator[tuple[str, str]]:
    if bands and (bands[0].upper != 1 or bands[-1].lower != 0):
        yield f"档次自 {bands[0].upper} 至 {bands[-1].lower}", "自 1 至 0"
    for upper, lower in pairwise(bands):
        if upper.lower != lower.upper:
            yield f"“{upper.name}”下界 {upper.lower} 与“{lower.name}”上界 {lower.upper}", "首尾相接的档次"
    for band in bands:
        if band.lower >= band.upper:
            yield f"“{band.name}”{band.lower} 至 {band.upper}", "下界小于上界"
    words = [_bare(word) for band in bands for word in {band.name, *band.words}]
    for word in sorted({word for word in words if words.count(word) > 1}):
        yield f"用语“{word}”出现在两个档次", "每个用语只属于一个档次"


def _wrong_grades(profile: Profile) -> Iterator[tuple[str, str]]:
    bounds = [grade.lower for grade in profile.grades]
    if bounds and (bounds[-1] != 0 or bounds[0] > profile.full_score):
        yield f"等级下界 {'、'.join(map(str, bounds))}", f"不超过 {profile.full_score}，最低一级为 0"
    if any(better <= worse for better, worse in pairwise(bounds)):
        yield f"等级下界 {'、'.join(map(str, bounds))}", "从高到低"


def _wrong_curve(profile: Profile) -> Iterator[tuple[str, str]]:
    if profile.curve is Curve.FLOORED and not 0 < profile.floor < 1:
        yield f"floor = {profile.floor}", "大于 0 小于 1 的及格线"
    if profile.curve is not Curve.FLOORED and profile.floor:
        yield f"floor = {profile.floor}，curve = {profile.curve}", "只有 floored 曲线才写及格线"


def _wrong_over_tiers(tiers: tuple[Tier, ...]) -> Iterator[tuple[str, str]]:
    """Further above the target means fewer points: bounds fall, shares rise."""
    if any(tier.lower <= 1 or not 0 <= tier.share <= 1 for tier in tiers):
        yield "[[over_tier]]", "lower 大于 1（完成值为指标值的倍数），share 在 0 至 1 之间"
    if any(far.lower <= near.lower or far.share >= near.share for far, near in pairwise(tiers)):
        yield "[[over_tier]] 次序不对", "lower 从高到低，share 从低到高"


def _wrong_tiers(key: str, tiers: tuple[Tier, ...], *, wanted: bool) -> Iterator[tuple[str, str]]:
    if bool(tiers) != wanted:
        yield f"{len(tiers)} 个 [[{key}]]", "分档计分时写分档，否则不写"
    if any(better.lower <= worse.lower or better.share <= worse.share for better, worse in pairwise(tiers)):
        yield f"[[{key}]] 次序不对", "界线和得分都从高到低"
    if tiers and tiers[-1].lower != 0:
        yield f"[[{key}]] 最低一档自 {tiers[-1].lower}", "最低一档自 0 起"
    if any(not 0 <= tier.share <= 1 for tier in tiers):
        yield f"[[{key}]] 的 share", "0 至 1 之间的比例"
