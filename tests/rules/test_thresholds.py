"""Every threshold on, just above and just below it (界线), for whatever the rule data hold: no list of names here.

Parameters, grades, levels, tiers, floors, over-achievement, shares and block points are taken from the shipped data and
from the example of a city. A step is as small as a fraction can be, and as small as a printed score shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest

from tests.conftest import ROOT
from tests.scoring.test_card import sheet
from tests.scoring.test_item import row, scored
from yzperf.domain.scorecard import half_up
from yzperf.errors import RuleError
from yzperf.quality import Bundle, audit
from yzperf.rules import (
    Band,
    Block,
    Bound,
    BreachKind,
    Curve,
    Framework,
    Grade,
    Limit,
    Parameter,
    Profile,
    Rules,
    Satisfaction,
    Threshold,
    Tier,
    load_rules,
    tier_of,
)
from yzperf.scoring import score_sheet

EXAMPLE = ROOT / "docs" / "examples" / "rules"
LIBRARY = load_rules(on=date(2024, 12, 31), region="国家", extra=EXAMPLE).library
SMALLEST, PRINTED, ONE = Fraction(1, 10**12), Fraction(1, 100), Fraction(1)
STEPS = (SMALLEST, PRINTED)
DAY = timedelta(days=1)
# Below, on, above: what each sense lets pass. Written out, so that it does not repeat the program.
PASSES = {
    "≥": (False, True, True),
    ">": (False, False, True),
    "≤": (True, True, False),
    "<": (True, False, False),
}


def name(value: object) -> str:
    return str(getattr(value, "id", getattr(value, "name", value)))


def rules_for(item: Profile | Framework) -> Rules:
    """The rules on a day when the item holds."""
    return load_rules(on=item.until or date(2026, 6, 30), region=item.region, extra=EXAMPLE)


# ── parameters ──────────────────────────────────────────────────────────────────────────────────────


def thresholds() -> Iterator[object]:
    for versions in LIBRARY.parameters.values():
        for item in versions:
            for threshold in item.thresholds:
                id = f"{item.region} {item.id} {item.since or ''} {threshold.part}".strip()
                yield pytest.param(item, threshold, id=id)


def around(threshold: Threshold) -> Iterator[tuple[object, object, object]]:
    """Triples below, on, above: for numbers by every step, also by a whole one; for days in several years."""
    if isinstance(threshold.limit, Fraction):
        for step in (*STEPS, ONE):
            yield threshold.limit - step, threshold.limit, threshold.limit + step
        shown = [half_up(threshold.limit + step) for step in (-PRINTED, Fraction(0), PRINTED)]
        yield shown[0], shown[1], shown[2]
    elif isinstance(threshold.limit, date):
        yield threshold.limit - DAY, threshold.limit, threshold.limit + DAY
    else:
        for year in (2023, 2024):
            on = date.fromisoformat(f"{year}-{threshold.limit}")
            yield on - DAY, on, on + DAY


@pytest.mark.parametrize(("item", "threshold"), list(thresholds()))
def test_a_parameter_below_on_and_above(item: Parameter, threshold: Threshold) -> None:
    for triple in around(threshold):
        year = triple[1].year if isinstance(triple[1], date) else None
        passes = tuple(item.holds(value, threshold.part, year) for value in triple)  # type: ignore[arg-type]
        assert passes == PASSES[threshold.bound], triple


def test_the_senses_are_all_there() -> None:
    assert {bound.value for bound in Bound} == PASSES.keys()
    used = {threshold.bound for several in LIBRARY.parameters.values() for v in several for threshold in v.thresholds}
    assert used == set(Bound)


def parameter(id: str, region: str) -> Parameter:
    return next(item for item in LIBRARY.parameters[id] if item.region == region)


def test_an_interval_holds_inside_and_at_the_ends_that_belong_to_it() -> None:
    item = parameter("review.central.prof", "国家")
    low, high = Fraction(50_000_000), Fraction(100_000_000)
    wanted = [(low - SMALLEST, False), (low, True), (high - PRINTED, True), (high, False)]
    assert [item.holds(value) for value, _ in wanted] == [inside for _, inside in wanted]


def test_several_days_hold_one_by_one_and_all_at_once() -> None:
    item = parameter("monitor.reports", "郑州")
    late = date(2024, 7, 16)
    assert (item.holds(late), item.holds(late, "07-15"), item.holds(late, "10-15")) == (False, False, True)


def test_a_deadline_of_next_year_is_asked_with_its_year() -> None:
    item = parameter("selfeval.submit", "郑州")
    handed_in = date(2024, 12, 20)
    assert item.holds(handed_in, year=2025)
    assert not item.holds(handed_in)


@pytest.mark.parametrize(
    ("id", "region", "value", "part", "words"),
    [
        ("eval.total", "国家", 100, "", "不是可以比较的界线"),
        ("rectify.days", "国家", 30, "", "文件未给数字"),
        ("selfeval.submit", "国家", date(2024, 1, 31), "", "随部门决算报送"),
        ("eval.grade", "河南", 90, "优", "现有：优下界、良下界、中下界"),
        ("eval.grade.you", "国家", 90, "优", "没有“优”这一项|不是可以比较"),
        ("monitor.reports", "郑州", 15, "", "不能与“15”比较"),
        ("eval.grade.you", "国家", date(2024, 1, 1), "", "不能与“2024-01-01”比较"),
        ("eval.grade.you", "国家", 90.0, "", "不能与“90.0”比较"),
    ],
)
def test_what_cannot_be_compared_is_refused(id: str, region: str, value: object, part: str, words: str) -> None:
    with pytest.raises(RuleError, match=words):
        parameter(id, region).holds(value, part)  # type: ignore[arg-type]


# ── grades ──────────────────────────────────────────────────────────────────────────────────────────

PROFILES = list(LIBRARY.profiles.values())
GRADES = [
    pytest.param(item, pair, id=f"{item.id} {pair[0].name}") for item in PROFILES for pair in pairwise(item.grades)
]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(("profile", "pair"), GRADES)
def test_a_grade_begins_at_its_bound(profile: Profile, pair: tuple[Grade, Grade], step: Fraction) -> None:
    better, worse = pair
    totals = (better.lower - step, better.lower, better.lower + step)
    assert [profile.grade_of(total) for total in totals] == [worse.name, better.name, better.name]


@pytest.mark.parametrize(("profile", "pair"), GRADES)
def test_a_total_that_only_prints_as_the_bound_is_below_it(profile: Profile, pair: tuple[Grade, Grade]) -> None:
    better, worse = pair
    total = better.lower - Fraction(1, 200)
    assert half_up(total) == half_up(better.lower)
    assert profile.grade_of(total) == worse.name


# ── levels ──────────────────────────────────────────────────────────────────────────────────────────

LEVELS = [pytest.param(item, band, id=f"{item.id} {band.name}") for item in PROFILES for band in item.bands]


@pytest.mark.parametrize(("profile", "band"), LEVELS)
def test_a_filled_in_score_at_the_edges_of_its_level(profile: Profile, band: Band) -> None:
    low, high = band.lower * 100, band.upper * 100
    wanted = {low - PRINTED: True, low: False, low + PRINTED: False, high - PRINTED: False, high + PRINTED: True}
    found = {points: "B03" in findings(profile, band.name, points) for points in wanted}
    assert found == wanted


def findings(profile: Profile, level: str, points: Fraction) -> set[str]:
    """Numbers of the checks that find something on a sheet of one qualitative row with this level and score."""
    made = row("达成年度指标", level, weight="100", name="质量", reported=str(half_up(points)))
    in_force = rules_for(profile)
    card = score_sheet(sheet(made), in_force, profile.id)
    return {finding.id for finding in audit(Bundle(rules=in_force, card=card)).findings}


@pytest.mark.parametrize("profile", PROFILES, ids=name)
def test_levels_cover_everything_once(profile: Profile) -> None:
    edges = [band.lower for band in profile.bands]
    assert edges == sorted(edges, reverse=True)
    assert all(upper.lower == lower.upper for upper, lower in pairwise(profile.bands))


# ── tiers ───────────────────────────────────────────────────────────────────────────────────────────

TIERS = [
    pytest.param(tiers, pair, id=f"{item.id} {key} {pair[0].lower}")
    for item in PROFILES
    for key, tiers in (("execution", item.execution_tiers), ("satisfaction", item.satisfaction_tiers))
    for pair in pairwise(tiers)
]


@pytest.mark.parametrize("step", [*STEPS, PRINTED / 100])
@pytest.mark.parametrize(("tiers", "pair"), TIERS)
def test_a_tier_begins_at_its_bound(tiers: tuple[Tier, ...], pair: tuple[Tier, Tier], step: Fraction) -> None:
    better, worse = pair
    rates = (better.lower - step, better.lower, better.lower + step)
    assert [tier_of(tiers, rate) for rate in rates] == [worse, better, better]


SATISFACTION = [
    pytest.param(item, pair, id=f"{item.id} {pair[0].lower}")
    for item in PROFILES
    if item.satisfaction is Satisfaction.TIERS
    for pair in pairwise(item.satisfaction_tiers)
]


@pytest.mark.parametrize(("profile", "pair"), SATISFACTION)
def test_satisfaction_on_the_bound_of_a_tier_as_printed(profile: Profile, pair: tuple[Tier, Tier]) -> None:
    better, worse = pair
    percents = [half_up(better.lower * 100 + step) for step in (-PRINTED, Fraction(0), PRINTED)]
    found = [satisfaction(profile, f"{percent}%") for percent in percents]
    assert found == [worse.share * 10, better.share * 10, better.share * 10]


def satisfaction(profile: Profile, rate: str) -> Fraction | None:
    return scored(rules_for(profile), "≥95%", rate, name="群众满意度", profile=profile.id).exact


# ── floor and over-achievement ──────────────────────────────────────────────────────────────────────

FLOORED = [item for item in PROFILES if item.curve is Curve.FLOORED]
COMPUTED = [item for item in PROFILES if item.curve is not Curve.JUDGED]
BIG = 10**12  # so that one unit of the actual value is the smallest step of the rate


@pytest.mark.parametrize("profile", FLOORED, ids=name)
def test_nothing_up_to_the_floor_and_proportional_above(profile: Profile) -> None:
    actual = profile.floor * BIG
    found = [earned(profile, BIG, actual + units) for units in (-1, 0, 1)]
    assert found == [0, 0, 10 * SMALLEST / (1 - profile.floor)]


@pytest.mark.parametrize("profile", FLOORED, ids=name)
def test_the_floor_as_printed(profile: Profile) -> None:
    found = [earned(profile, 100, profile.floor * 100 + step) for step in (-PRINTED, Fraction(0), PRINTED)]
    assert found == [0, 0, 10 * (PRINTED / 100) / (1 - profile.floor)]


@pytest.mark.parametrize("profile", COMPUTED, ids=name)
def test_the_target_itself_earns_all_and_just_below_less(profile: Profile) -> None:
    below, on, above = (earned(profile, BIG, Fraction(BIG + units)) for units in (-1, 0, 1))
    assert below == 10 - 10 * SMALLEST / (1 - profile.floor)
    assert on == above == 10


def earned(profile: Profile, target: int, actual: Fraction) -> Fraction | None:
    return scored(rules_for(profile), f"≥{target}", plain(actual), profile=profile.id).exact


def plain(value: Fraction) -> str:
    return f"{Decimal(value.numerator) / Decimal(value.denominator):f}"


@pytest.mark.parametrize("profile", COMPUTED, ids=name)
@pytest.mark.parametrize("step", [1, BIG // 100])
def test_over_achievement_asks_for_a_reason_beyond_the_limit_only(profile: Profile, step: int) -> None:
    limit = Fraction(rules_for(profile).parameter("explain_over").number) * BIG
    asked = ["应说明原因" in said(profile, limit + units) for units in (-step, 0, step)]
    assert asked == [False, False, True]


def said(profile: Profile, actual: Fraction) -> str:
    return scored(rules_for(profile), f"≥{BIG}", plain(actual), profile=profile.id).note


# ── what a profile asks of the weights ──────────────────────────────────────────────────────────────

SHARED = [item for item in PROFILES if item.min_output_benefit is not None]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("profile", SHARED, ids=name)
def test_output_and_benefit_of_a_profile(profile: Profile, step: Fraction) -> None:
    assert profile.min_output_benefit is not None
    found = [share_broken(profile, profile.min_output_benefit + units) for units in (-step, Fraction(0), step)]
    assert found == [True, False, False]


def share_broken(profile: Profile, points: Fraction) -> bool:
    weights = {"决策": 100 - points, "产出": points / 2, "效益": points / 4, "满意度": points / 4}
    return any(breach.kind is BreachKind.SHARE for breach in profile.check_weights(weights))


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("profile", PROFILES, ids=name)
def test_full_marks_are_met_exactly(profile: Profile, step: Fraction) -> None:
    totals = (profile.full_score - step, profile.full_score, profile.full_score + step)
    found = [[breach.kind for breach in profile.check_weights({"产出": total})] for total in totals]
    assert [BreachKind.TOTAL in kinds for kinds in found] == [True, False, True]


# ── what a framework asks of the points ─────────────────────────────────────────────────────────────

FRAMEWORKS = list(LIBRARY.frameworks.values())
LIMITS = [
    pytest.param(item, limit, id=f"{item.id} {'、'.join(limit.of)}") for item in FRAMEWORKS for limit in item.limits
]
BLOCKS = [pytest.param(item, block, id=f"{item.id} {block.name}") for item in FRAMEWORKS for block in item.block_rules]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(("framework", "limit"), LIMITS)
def test_a_share_below_on_and_above(framework: Framework, limit: Limit, step: Fraction) -> None:
    on = Fraction(50) if limit.value is None else limit.value  # against others: half and half
    passes = tuple(not broken(framework, limit, on + units) for units in (-step, Fraction(0), step))
    assert passes == PASSES[limit.bound]


def broken(framework: Framework, limit: Limit, share: Fraction) -> bool:
    """Whether the limit is broken when its indicators have this share of 100 points."""
    points = dict.fromkeys(limit.of, share / len(limit.of))
    rest = limit.than or ("其余",)
    points |= dict.fromkeys(rest, (100 - share) / len(rest))
    blocks = points if set(limit.of) <= set(framework.blocks) else {"产出": share, "其余": 100 - share}
    found = framework.check_weights(blocks, points)
    return any(breach.kind is BreachKind.SHARE and breach.subject.startswith(f"“{limit.of[0]}") and
               "".join(limit.of) in breach.subject.replace("、", "") for breach in found)  # fmt: skip


def complaints(framework: Framework, block: Block, points: Fraction) -> bool:
    found = framework.check_weights({block.name: points})
    return any(breach.kind is BreachKind.BLOCK and breach.subject == f"“{block.name}”" for breach in found)


MINIMA = [case for case in BLOCKS if case.values[1].min_weight is not None]
ENDINGS = [case for case in BLOCKS if case.values[1].endings]
FIXED = [case for case in BLOCKS if case.values[1].weight is not None]


@pytest.mark.parametrize("step", [*STEPS, ONE])
@pytest.mark.parametrize(("framework", "block"), MINIMA)
def test_the_least_points_of_a_block(framework: Framework, block: Block, step: Fraction) -> None:
    least = block.min_weight
    assert least is not None
    free = Block(block.name, None, least, (), block.clause, block.origin)  # the ending is a demand of its own
    found = [bool(list(free.breaches(points))) for points in (least - step, least, least + step)]
    assert found == [True, False, False]
    assert complaints(framework, block, least - step)
    assert complaints(framework, block, least) == (bool(block.endings) and int(least) % 10 not in block.endings)


@pytest.mark.parametrize(("framework", "block"), ENDINGS)
def test_the_ending_of_a_block(framework: Framework, block: Block) -> None:
    for points in range(30, 50):
        assert complaints(framework, block, Fraction(points)) == (points % 10 not in block.endings), points
        assert complaints(framework, block, points + SMALLEST)
        assert complaints(framework, block, points - PRINTED)
        assert complaints(framework, block, points + Fraction(1, 2))


@pytest.mark.parametrize("step", [*STEPS, ONE])
@pytest.mark.parametrize(("framework", "block"), FIXED)
def test_the_fixed_points_of_a_block(framework: Framework, block: Block, step: Fraction) -> None:
    assert block.weight is not None
    found = [complaints(framework, block, block.weight + units) for units in (-step, Fraction(0), step)]
    assert found == [True, False, True]


WHOLE = [item for item in FRAMEWORKS if item.demands.whole]
TOTALS = [item for item in FRAMEWORKS if item.demands.total is not None]


@pytest.mark.parametrize("framework", WHOLE, ids=name)
def test_points_are_whole(framework: Framework) -> None:
    for points, wanted in ((7 - PRINTED, True), (Fraction(7), False), (7 + SMALLEST, True)):
        found = framework.check_weights({}, {"某项指标": points})
        assert any(breach.kind is BreachKind.WHOLE for breach in found) == wanted


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("framework", TOTALS, ids=name)
def test_the_total_of_a_framework(framework: Framework, step: Fraction) -> None:
    total = framework.demands.total
    assert total is not None
    found = [framework.check_weights({framework.blocks[0]: points}) for points in (total - step, total, total + step)]
    assert [any(breach.kind is BreachKind.TOTAL for breach in breaches) for breaches in found] == [True, False, True]


# ── days in force ───────────────────────────────────────────────────────────────────────────────────

KINDS = {"profile": LIBRARY.profiles, "framework": LIBRARY.frameworks, "outline": LIBRARY.outlines}
DATED = [
    pytest.param(kind, item, id=f"{kind} {item.id}")
    for kind, items in KINDS.items()
    for item in items.values()
    if item.since or item.until
]


@pytest.mark.parametrize(("kind", "item"), DATED)
def test_it_holds_from_its_first_day_to_its_last(kind: str, item: Profile) -> None:
    for day, wanted in ((item.since, (False, True, True)), (item.until, (True, True, False))):
        if day:
            assert tuple(holds(kind, item, day + move * DAY) for move in (-1, 0, 1)) == wanted


def holds(kind: str, item: Profile, on: date) -> bool:
    try:
        getattr(load_rules(on=on, region=item.region, extra=EXAMPLE), kind)(item.id)
    except RuleError:
        return False
    return True


CLAUSE_DAYS = sorted({day for clause in LIBRARY.clauses.values() for day in (clause.since, clause.until) if day})


@pytest.mark.parametrize("day", CLAUSE_DAYS, ids=str)
def test_clauses_hold_from_their_first_day_to_their_last(day: date) -> None:
    before, on, after = (load_rules(on=day + move * DAY, region="国家") for move in (-1, 0, 1))
    begin = [clause.id for clause in LIBRARY.clauses.values() if clause.since == day]
    end = [clause.id for clause in LIBRARY.clauses.values() if clause.until == day]
    assert [id for id in begin if before.in_force(id) or not on.in_force(id)] == []
    assert [id for id in end if not on.in_force(id) or after.in_force(id)] == []
