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
from yzperf.rules.bound import Bound
from yzperf.rules.entry import Entry, Flaw, Origin
from yzperf.rules.points import Breach, BreachKind, Limit, Points, wrong_total
from yzperf.rules.toml_lines import Path

# What a printed score rests on; each profile names a clause or a program setting for every one.
EXECUTION = "预算执行率"
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
    """A scoring profile. All numbers are exact; ``weights`` is empty where no distribution is prescribed.

    ``execution_weight`` is None where the profile has no budget line, or where the distribution decides.
    """

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
    full_score_clause: str  # empty: the profile names none
    weights_clause: str  # of weights, required_blocks and min_output_benefit
    origin: Origin

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

    def case_for(self, weights: Points) -> WeightCase | None:
        """Return the distribution that a sheet follows (权重方案), the first if it follows none; None if there is none.

        Parameters
        ----------
        weights
            Points of the first-level blocks of the sheet. Where 预算执行率 is not among them, it is not compared.
        """
        given = {block: points for block, points in weights.items() if points}
        for case in self.weights:
            blocks = {
                item.block: item.weight for item in case.blocks if item.block in weights or item.block != EXECUTION
            }
            if {block: points for block, points in blocks.items() if points} == given:
                return case
        return next(iter(self.weights), None)

    def execution_points(self, weights: Points) -> Fraction:
        """Return what the budget line (预算执行率) carries on a sheet with these weights; 0: it has no such line."""
        case = self.case_for(weights) if self.execution_weight is None else None
        return case.of(EXECUTION) if case else self.execution_weight or Fraction(0)

    def check_weights(self, weights: Points) -> tuple[Breach, ...]:
        """Tell what the points of a sheet break (核对分值): the total, blocks that are missing, 产出 and 效益 together.

        Parameters
        ----------
        weights
            Points of the first-level blocks, by the names of this profile; 满意度 counts as 效益.

        Returns
        -------
        tuple of Breach
            Each with its clause; empty where nothing is broken.
        """
        total = sum(weights.values(), Fraction(0))
        found = [wrong_total(total, self.full_score, self.full_score_clause)] if total != self.full_score else []
        missing = "、".join(block for block in self.required_blocks if not weights.get(block))
        if missing:
            expected = f"有{'、'.join(self.required_blocks)}"
            found.append(Breach(BreachKind.REQUIRED, "一级指标", f"缺“{missing}”", expected, self.weights_clause))
        if self.min_output_benefit is not None:
            note, named = "原则上", ("产出", "效益")
            points = {**weights, "效益": weights.get("效益", Fraction(0)) + weights.get("满意度", Fraction(0))}
            limit = Limit(named, Bound.AT_LEAST, self.min_output_benefit, (), self.weights_clause, note, self.origin)
            found.extend(limit.breaches(points, total))
        return tuple(found)

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


def tier_of(tiers: tuple[Tier, ...], rate: Fraction) -> Tier:
    """Return the tier that a rate falls into: the best whose ``lower`` it reaches. The last one begins at 0."""
    return next(tier for tier in tiers if rate >= tier.lower)


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
        full_score_clause=entry.text("full_score_clause", ""),
        weights_clause=entry.text("weights_clause", ""),
        origin=entry.origin,
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
    yield from profile.origin.problems(f"计分方案 {profile.id}", _contradictions(profile))


def _contradictions(profile: Profile) -> Iterator[Flaw]:
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


def _wrong_cites(profile: Profile) -> Iterator[Flaw]:
    for matter, clause in profile.cites:
        if clause not in (*profile.clauses, *profile.conventions, CITED_BY_DEFAULT.get(matter)):
            yield f"cites.{matter} = {clause}", "本方案 clauses 或 conventions 里的条款", ("cites", matter)
    for key, clause in (("full_score_clause", profile.full_score_clause), ("weights_clause", profile.weights_clause)):
        if clause not in ("", *profile.clauses, *profile.conventions):
            yield clause, "本方案 clauses 或 conventions 里的条款", (key,)


def _wrong_weights(profile: Profile) -> Iterator[Flaw]:
    if not profile.full_score:
        return  # complained of when it was read
    for number, case in enumerate(profile.weights):
        key: Path = ("weights", number, "blocks")
        total = sum((item.weight for item in case.blocks), Fraction(0))
        if total != profile.full_score:
            yield f"权重方案 {case.id} 合计 {total}", f"合计 {profile.full_score}", key
        if profile.execution_weight not in (None, case.of(EXECUTION)):
            read = f"权重方案 {case.id} 预算执行率 {case.of(EXECUTION)}"
            yield read, f"{profile.execution_weight}（execution_weight）", (*key, EXECUTION)


def _wrong_bands(bands: tuple[Band, ...]) -> Iterator[Flaw]:
    if bands and (bands[0].upper != 1 or bands[-1].lower != 0):
        yield f"档次自 {bands[0].upper} 至 {bands[-1].lower}", "自 1 至 0", ("band", 0)
    for number, (upper, lower) in enumerate(pairwise(bands), 1):
        if upper.lower != lower.upper:
            read = f"“{upper.name}”下界 {upper.lower} 与“{lower.name}”上界 {lower.upper}"
            yield read, "首尾相接的档次", ("band", number, "upper")
    for number, band in enumerate(bands):
        if band.lower >= band.upper:
            yield f"“{band.name}”{band.lower} 至 {band.upper}", "下界小于上界", ("band", number, "lower")
    yield from _shared_words(bands)


def _shared_words(bands: tuple[Band, ...]) -> Iterator[Flaw]:
    seen: set[str] = set()
    for number, band in enumerate(bands):
        words = {_bare(word) for word in (band.name, *band.words)}
        for word in sorted(words & seen):
            yield f"用语“{word}”出现在两个档次", "每个用语只属于一个档次", ("band", number, "words")
        seen |= words


def _wrong_grades(profile: Profile) -> Iterator[Flaw]:
    bounds = [grade.lower for grade in profile.grades]
    if bounds and (bounds[-1] != 0 or bounds[0] > (profile.full_score or bounds[0])):
        yield f"等级下界 {'、'.join(map(str, bounds))}", f"不超过 {profile.full_score}，最低一级为 0", ("grade",)
    for number, (better, worse) in enumerate(pairwise(bounds), 1):
        if better <= worse:
            yield f"等级下界 {better}、{worse}", "从高到低", ("grade", number, "lower")


def _wrong_curve(profile: Profile) -> Iterator[Flaw]:
    if profile.curve is Curve.FLOORED and not 0 < profile.floor < 1:
        yield f"floor = {profile.floor}", "大于 0 小于 1 的及格线", ("floor",)
    if profile.curve is not Curve.FLOORED and profile.floor:
        yield f"floor = {profile.floor}，curve = {profile.curve}", "只有 floored 曲线才写及格线", ("floor",)


def _wrong_over_tiers(tiers: tuple[Tier, ...]) -> Iterator[Flaw]:
    """Further above the target means fewer points: bounds fall, shares rise."""
    for number, tier in enumerate(tiers):
        if tier.lower <= 1 or not 0 <= tier.share <= 1:
            yield "[[over_tier]]", "lower 大于 1（完成值为指标值的倍数），share 在 0 至 1 之间", ("over_tier", number)
    for number, (far, near) in enumerate(pairwise(tiers), 1):
        if far.lower <= near.lower or far.share >= near.share:
            yield "[[over_tier]] 次序不对", "lower 从高到低，share 从低到高", ("over_tier", number)


def _wrong_tiers(key: str, tiers: tuple[Tier, ...], *, wanted: bool) -> Iterator[Flaw]:
    if bool(tiers) != wanted:
        yield f"{len(tiers)} 个 [[{key}]]", "分档计分时写分档，否则不写", (key,)
    for number, (better, worse) in enumerate(pairwise(tiers), 1):
        if better.lower <= worse.lower or better.share <= worse.share:
            yield f"[[{key}]] 次序不对", "界线和得分都从高到低", (key, number)
    if tiers and tiers[-1].lower != 0:
        yield f"[[{key}]] 最低一档自 {tiers[-1].lower}", "最低一档自 0 起", (key, len(tiers) - 1, "lower")
    for number, tier in enumerate(tiers):
        if not 0 <= tier.share <= 1:
            yield f"[[{key}]] 的 share", "0 至 1 之间的比例", (key, number, "share")
