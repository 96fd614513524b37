"""Rows of a portfolio score like single rows: the same share, the same refusals, on every engine and of every size."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.portfolio.conftest import ENGINES, ROW, engine_on, frames, rules_of
from tests.scoring.test_item import row as sheet_row
from yzperf.portfolio.exact import rows_points
from yzperf.portfolio.local import LocalEngine
from yzperf.portfolio.roll_up import scored_rows
from yzperf.portfolio.rows import SCALE, value_limit
from yzperf.rules import Rules
from yzperf.scoring.item import ItemScorer

values = st.one_of(st.none(), st.integers(-200, 400), st.integers(0, 10**7), st.sampled_from([0, 10_000, 10_001]))
lines = st.fixed_dictionaries(
    {
        "target_hundredths": values,
        "actual_hundredths": values,
        "weight_hundredths": st.integers(1, 3_000),
        "relation": st.sampled_from(["≥", "≤", "=", "定性"]),
        "capped": st.booleans(),
        "reported_hundredths": st.one_of(st.none(), st.integers(0, 1_000)),
        "block": st.sampled_from(["产出指标", "满意度指标"]),
    }
)
PROFILES = ["cn10", "cn101", "hubei", "agency_appraisal"]


def wanted(line: dict, rules: Rules, profile: str) -> Fraction | None:
    """What ``scoring.item`` gives the same row of a sheet, in 1/100 point."""

    def text(name: str, before: str = "") -> str:
        value = line[name]
        # with separators: 1975.01 alone is read as a month, while a column of numbers has no such doubt
        return "" if value is None else f"{before}{Decimal(value) / 100:,}{'%' if line['capped'] else ''}"

    if line["relation"] == "定性":
        return None
    name = "合格率" if line["capped"] else "指标"
    l2 = "满意度指标" if line["block"] == "满意度指标" else "数量指标"
    weight = str(Decimal(line["weight_hundredths"]) / 100)
    one = sheet_row(
        text("target_hundredths", line["relation"]), text("actual_hundredths"), weight=weight, name=name, l2=l2
    )
    exact = ItemScorer(rules, rules.profile(profile)).score(one).exact
    return None if exact is None else exact * 100


def check(name: str, drawn: list[dict], profile: str, *, guarded: bool) -> None:
    rules = rules_of(profile)
    expected = [wanted({**ROW, **line}, rules.rules, profile) for line in drawn]
    with engine_on(name, frames(({}, drawn))) as engine:
        table = scored_rows(engine, rules, guarded=guarded)
        found = engine.fetch(table, ["line", "units", "inexact", "judged"]).sort_values("line")
    for points, units, inexact, judged in zip(expected, found["units"], found["inexact"], found["judged"], strict=True):
        assert bool(judged) == (points is None)
        if points is not None:
            assert int(units) == int(points * SCALE // 1)
            assert bool(inexact) == (points * SCALE != int(units))


@pytest.mark.parametrize("profile", PROFILES)
@given(drawn=st.lists(lines, min_size=1, max_size=30))
def test_in_memory_like_single_rows(profile: str, drawn: list[dict]) -> None:
    check("local", drawn, profile, guarded=True)


@pytest.mark.parametrize("profile", ["cn10", "cn101"])
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(drawn=st.lists(lines, min_size=1, max_size=200), guarded=st.booleans())
def test_on_duckdb_like_single_rows(profile: str, drawn: list[dict], guarded: bool) -> None:
    check("duckdb", drawn, profile, guarded=guarded)


@pytest.mark.spark
@pytest.mark.parametrize("profile", ["cn10", "cn101"])
@settings(max_examples=3, suppress_health_check=[HealthCheck.too_slow])
@given(drawn=st.lists(lines, min_size=50, max_size=200))
def test_on_spark_like_single_rows(profile: str, drawn: list[dict]) -> None:
    check("spark", drawn, profile, guarded=False)


def test_a_number_that_looks_like_a_month_is_a_number() -> None:
    check("duckdb", [{"target_hundredths": 0, "actual_hundredths": 197_501}], "cn10", guarded=False)


@pytest.mark.parametrize("name", ENGINES)
def test_every_tie_is_kept_exact(name: str) -> None:
    # weight 1.00, target 2.00: every odd actual value ends in x.xx5
    drawn = [{"weight_hundredths": 100, "target_hundredths": 200, "actual_hundredths": odd} for odd in range(1, 200, 2)]
    check(name, drawn, "cn10", guarded=False)


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize("profile", ["cn10", "cn101"])
def test_values_at_the_limit_need_no_guard(name: str, profile: str) -> None:
    limit = value_limit(rules_of(profile))
    drawn = [
        {"target_hundredths": limit, "actual_hundredths": limit - less, "weight_hundredths": 100_000}
        for less in (0, 1, 7)
    ]
    check(name, drawn, profile, guarded=False)


@pytest.mark.parametrize("name", ENGINES)
def test_larger_values_are_set_aside_and_exact_in_fractions(name: str) -> None:
    # 45 亿元 in 分 and beyond: the product with the weight would pass 2^63
    sizes = [10**9, 4_500_000_000_00, 10**17]
    drawn = [{"target_hundredths": size, "actual_hundredths": size - 1, "weight_hundredths": 3_000} for size in sizes]
    rules = rules_of("cn101")
    with engine_on(name, frames(({}, drawn))) as engine:
        table = engine.fetch(
            scored_rows(engine, rules, guarded=True), list(scored_rows(engine, rules, guarded=True).columns)
        )
    found = dict(zip(table["line"], rows_points(table), strict=True))
    expected = [wanted({**ROW, **line}, rules.rules, "cn101") for line in drawn]
    assert [found[number] for number in (1, 2, 3)] == expected
    assert table.sort_values("line")["wide"].tolist() == [False, True, True]


def test_impossible_values_are_left_to_a_person() -> None:
    rows = [{"target_hundredths": 2**62}, {"actual_hundredths": -(2**62)}, {"weight_hundredths": 10**9}]
    with engine_on("duckdb", frames(({}, rows))) as engine:
        table = engine.fetch(scored_rows(engine, rules_of(), guarded=True), ["judged"])
    assert table["judged"].tolist() == [True, True, True]


def test_the_local_engine_is_what_small_sheets_use() -> None:
    with engine_on("auto", frames(({}, [{}]))) as engine:
        assert isinstance(engine, LocalEngine)
