"""Records of a portfolio: total, grade and light as the sheet has them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import ON
from tests.portfolio.conftest import ENGINES, engine_on, frames, rules_of
from tests.scoring.test_card import money, sheet
from tests.scoring.test_item import row as sheet_row
from yzperf.portfolio.lights import Light
from yzperf.portfolio.roll_up import judged_records, roll_up
from yzperf.portfolio.rows import SCALE
from yzperf.rules import load_rules
from yzperf.scoring import score_sheet

SHEET_RULES = load_rules(on=ON, region="扬中")


def judged(tables, rules=None, name: str = "local", *columns: str):  # type: ignore[no-untyped-def]
    with engine_on(name, tables) as engine:
        found = judged_records(engine, rules or rules_of(), guarded=True)
        return engine.fetch(found, ["record_id", *columns]).sort_values("record_id").reset_index(drop=True)


def whole(tables, rules=None, name: str = "local"):  # type: ignore[no-untyped-def]
    with engine_on(name, tables) as engine:
        cells = roll_up(engine, rules or rules_of(), ["year"], guarded=True)
    return cells, {key: int(value) for key, value in cells.frame.drop(columns="year").sum().items()}


shares = st.lists(st.tuples(st.integers(0, 400), st.integers(1, 400)), min_size=18, max_size=18)


@settings(max_examples=60)
@given(drawn=shares, spent=st.integers(0, 120_00), budget=st.integers(1, 120_00))
def test_total_and_grade_like_the_sheet(drawn, spent: int, budget: int) -> None:  # type: ignore[no-untyped-def]
    rows = [{"actual_hundredths": a, "target_hundredths": t, "weight_hundredths": 500} for a, t in drawn]
    _, found = whole(frames(({"budget_fen": budget, "spent_fen": spent}, rows)))
    cells = [sheet_row(f"≥{Decimal(t) / 100}", str(Decimal(a) / 100), weight="5") for a, t in drawn]
    amounts = [str(Decimal(value) / 100) for value in (budget, budget, spent)]
    card = score_sheet(sheet(*cells, money_rows=[money(*amounts)]), SHEET_RULES)
    assert Decimal(found["cents"]).scaleb(-2) == card.total
    names = rules_of().grade_names
    assert [name for number, name in enumerate(names, 1) if found[f"grade_{number}"]] == [card.grade]


@pytest.mark.parametrize("name", ENGINES)
def test_thirds_that_make_a_whole_are_settled_in_fractions(name: str) -> None:
    # 5 × 1/3 + 5 × 2/3 = 5, but each part is cut off: without fractions the total would be 89.99… and the grade 良
    thirds = [{"target_hundredths": 300, "actual_hundredths": part, "weight_hundredths": 500} for part in (100, 200)]
    tables = frames(({"spent_fen": 50_00}, [*thirds, *[{"weight_hundredths": 500}] * 16]))
    cells, found = whole(tables, name=name)
    assert (cells.settled, found["cents"], found["grade_4"], found["grade_3"]) == (1, 90_00, 1, 0)


def test_what_no_cut_can_change_is_not_settled() -> None:
    thirds = [{"target_hundredths": 300, "actual_hundredths": part, "weight_hundredths": 500} for part in (100, 200)]
    cells, found = whole(frames(({}, [*thirds, *[{"weight_hundredths": 500}] * 16])))
    assert (cells.settled, found["cents"]) == (0, 95_00)


def test_a_total_just_below_a_grade_prints_as_the_bound_and_has_the_lower_grade() -> None:
    rows = [
        {"weight_hundredths": 8000},
        {"weight_hundredths": 1000, "target_hundredths": 100_000, "actual_hundredths": 99_999},
    ]
    _, found = whole(frames(({"spent_fen": 0}, rows)))
    assert (found["cents"], found["grade_3"], found["grade_4"]) == (90_00, 1, 0)


@pytest.mark.parametrize(
    ("record", "row", "evaluated"),
    [
        ({}, {}, True),
        ({"budget_fen": None}, {}, False),
        ({"budget_fen": 0, "spent_fen": 0}, {}, False),
        ({"spent_fen": -1}, {}, False),
        ({"spent_fen": None}, {}, False),
        ({}, {"actual_hundredths": None}, False),
        ({}, {"actual_hundredths": None, "reported_hundredths": 500}, True),
        ({}, {"relation": "定性", "reported_hundredths": 500}, True),
        ({}, {"relation": "定性"}, False),
        ({}, {"weight_hundredths": None}, False),
        ({}, {"weight_hundredths": -500}, False),
    ],
)
def test_what_is_open_gets_no_total(record: dict, row: dict, evaluated: bool) -> None:
    rows = [{"weight_hundredths": 500}] * 17 + [{"weight_hundredths": 500, **row}]
    _, found = whole(frames((record, rows)))
    assert found["evaluated"] == evaluated
    assert found["records"] == 1


def test_weights_that_do_not_make_the_full_score_get_a_total_but_no_grade() -> None:
    _, found = whole(frames(({}, [{"weight_hundredths": 500}] * 17)))
    assert (found["cents"], found["evaluated"], sum(found[f"grade_{n}"] for n in (1, 2, 3, 4))) == (95_00, 1, 0)


def test_a_repeated_record_is_counted_and_not_evaluated() -> None:
    tables = frames(({}, [{"weight_hundredths": 9000}]))
    tables["projects"] = tables["projects"].loc[[0, 0]]
    _, found = whole(tables)
    assert (found["records"], found["evaluated"], found["budget"]) == (2, 0, 0)


@pytest.mark.parametrize(
    ("spent", "finished", "points"),
    [(92_00, True, 1000), (100_00, True, 1000), (101_00, True, None), (80_00, False, 700), (79_99, False, 500),
     (60_00, False, 500), (59_99, False, 0), (100_00, False, None), (50_00, None, None)],
)  # fmt: skip
@pytest.mark.parametrize("name", ENGINES)
def test_budget_line_by_steps(name: str, spent: int, finished: bool | None, points: int | None) -> None:
    tables = frames(({"spent_fen": spent, "finished": finished}, [{}]))
    found = judged(tables, rules_of("cn101"), name, "execution")["execution"][0]
    assert (None if pd.isna(found) else int(found)) == (None if points is None else points * SCALE)


def test_largest_budgets_do_not_overflow() -> None:
    record = {
        "budget_fen": 10**14,
        "spent_fen": 10**14 - 1,
        "month_spent_fen": 10**14,
        "month_completion_hundredths": 10**9,
    }
    tables = frames((record, [{"weight_hundredths": 9000}]))
    for name in ("local", "duckdb"):
        _, found = whole(tables, rules_of(region="四川", on=date(2026, 3, 1)), name)
        assert found["cents"] == 100_00  # 99.99…, printed
        assert found["grade_4"] == 1


# ── lights ──────────────────────────────────────────────────────────────────────────────────────────

SICHUAN = rules_of(region="四川", on=date(2026, 3, 1))
LINES = [
    (6, 40_00, 50_00, Light.YELLOW), (6, 39_99, 49_00, Light.RED), (6, 50_00, 60_00, Light.GREEN),
    (6, 50_00, 60_01, Light.RED), (6, 60_01, 50_00, Light.RED), (7, 30_00, 40_00, Light.YELLOW),
    (7, 58_33, 60_00, Light.YELLOW), (7, 58_34, 60_00, Light.GREEN), (None, 50_00, 50_00, Light.UNKNOWN),
    (13, 90_00, 90_00, Light.UNKNOWN), (6, None, 50_00, Light.UNKNOWN), (6, 50_00, None, Light.UNKNOWN),
]  # fmt: skip


@pytest.mark.parametrize("name", ENGINES)
def test_lights_on_and_beside_every_line(name: str) -> None:
    records = [
        ({"month": month, "month_spent_fen": spent, "month_completion_hundredths": progress}, [])
        for month, spent, progress, _ in LINES
    ]
    tables = frames(*records, ({}, [{}]))
    assert judged(tables, SICHUAN, name, "light")["light"].tolist()[:-1] == [int(light) for *_, light in LINES]


def test_a_region_without_warning_lines_has_no_red_light() -> None:
    rules = rules_of(region="扬中")
    assert not rules.monitoring.ruled
    tables = frames(
        ({"month_spent_fen": 0}, [{}]), ({"month_spent_fen": 70_00, "month_completion_hundredths": 70_00}, [{}])
    )
    assert judged(tables, rules, "local", "light")["light"].tolist() == [int(Light.YELLOW), int(Light.GREEN)]


def test_unverified_warning_lines_are_marked() -> None:
    assert SICHUAN.monitoring.spending == {4: 25, 6: 40, 8: 60, 10: 80}
    assert all("未核实" in citation for citation in SICHUAN.monitoring.basis[:2])
