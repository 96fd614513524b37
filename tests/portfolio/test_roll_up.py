"""Roll-up and data checks of a made county: equal on all engines, and equal to the truth that was planted."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from tests.portfolio.conftest import ENGINES, engine_on, frames, rules_of
from yzperf.portfolio.checks import check_data
from yzperf.portfolio.roll_up import judged_records, roll_up

BY = ["department", "fund", "town", "year"]
OTHERS = ENGINES[1:]


@pytest.mark.parametrize("profile", ["cn10", "cn101"])
@pytest.mark.parametrize("name", OTHERS)
def test_every_engine_gives_the_same_cells(county: Path, name: str, profile: str) -> None:
    rules = rules_of(profile, "四川", date(2026, 3, 1))
    with engine_on("local", county) as engine:
        expected = roll_up(engine, rules, BY, guarded=True)
    with engine_on(name, county) as engine:
        for guarded in (False, True):
            found = roll_up(engine, rules, BY, guarded=guarded)
            pd.testing.assert_frame_equal(found.frame, expected.frame, check_dtype=False)
            assert found.settled == expected.settled


def test_cells_add_up_to_the_records(county: Path) -> None:
    rules = rules_of()
    with engine_on("local", county) as engine:
        cells = roll_up(engine, rules, BY, guarded=True).frame
        records = judged_records(engine, rules, guarded=True)
    assert int(cells["records"].sum()) == len(records)
    assert int(cells["budget"].sum()) == int(records["budget"].sum())
    products = records["cents"] * records["budget"]
    assert int(cells["points_wan"].sum()) * 10**6 + int(cells["points_rest"].sum()) == int(products.sum())


PLANTED = {
    "D01": "row.unknown_relation", "D02": "row.blank_target", "D03": "row.blank_actual", "D04": "row.blank_weight",
    "D06": "row.rate_above_100", "D07": "row.negative_actual", "D08": "row.reported_above_weight",
    "D21": "project.no_indicators", "D23": "project.repeated_line", "D25": "project.blank_budget",
    "D26": "project.blank_spent", "D27": "project.zero_budget", "D28": "project.negative_spent",
    "D29": "project.spent_above_budget",
}  # fmt: skip


@pytest.mark.parametrize("name", ENGINES)
def test_the_checks_find_what_was_planted_and_no_more(county: Path, name: str) -> None:
    truth = json.loads((county / "truth.json").read_text(encoding="utf-8"))
    with engine_on(name, county) as engine:
        found = check_data(engine, rules_of(), guarded=name == "local").set_index("id")["count"]
    assert {id: int(found[id]) for id in PLANTED} == {id: truth[key] for id, key in PLANTED.items()}
    assert min(found[id] for id in PLANTED) > 0
    assert found["D22"] == truth["project.weights_not_100"] + truth["row.blank_weight"]
    assert found["D24"] == 2 * truth["project.repeated_record"]
    assert (
        truth["row.reported_differs"]
        <= found["D10"]
        <= truth["row.reported_differs"] + truth["row.reported_above_weight"]
    )
    assert (found["D09"], found["D12"], found["D30"], found["D33"]) == (0, 0, 0, 0)


@pytest.mark.parametrize("name", ["local", "duckdb"])
def test_the_rest_of_the_checks(name: str) -> None:
    rows = [{"reported_hundredths": -1}, {"target_hundredths": 100, "actual_hundredths": 130},
            {"target_hundredths": 100, "actual_hundredths": 131}, {"relation": "定性"}]  # fmt: skip
    tables = frames(({"budget_fen": 10**15, "month_spent_fen": 200_00}, rows))
    strange = tables["indicators"].assign(record_id=tables["indicators"]["record_id"] + 5, line=51)
    tables["indicators"] = pd.concat([tables["indicators"], strange], ignore_index=True)
    with engine_on(name, tables) as engine:
        checks = check_data(engine, rules_of(), guarded=True).set_index("id")
    found = checks["count"]
    assert (found["D05"], found["D09"], found["D11"], found["D12"]) == (2, 2, 2, 4)
    assert (found["D30"], found["D32"], found["D33"]) == (1, 1, 1)
    assert (checks["example"]["D33"], checks["example"]["D30"]) == ("6", "1")


@pytest.mark.parametrize("name", ["local", "duckdb"])
def test_an_empty_table_of_indicators(name: str) -> None:
    with engine_on(name, frames(({}, []))) as engine:
        cells = roll_up(engine, rules_of(), ["year"], guarded=True).frame
    assert cells[["records", "with_rows", "evaluated"]].iloc[0].tolist() == [1, 0, 0]


def test_a_small_memory_limit_is_told(county: Path) -> None:
    from yzperf.errors import ScoreError
    from yzperf.portfolio.engines import open_engine
    from yzperf.portfolio.source import open_source

    with (
        pytest.raises(ScoreError, match="--memory"),
        open_engine(open_source(county), "duckdb", memory="viel", spark_url=""),
    ):
        pass
