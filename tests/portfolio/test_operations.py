"""Arithmetic of the engines: exact on ties and beyond 2^53, never wrapping, gaps as in SQL."""

from __future__ import annotations

import random

import pandas as pd
import pytest

from tests.portfolio.conftest import ENGINES, engine_on, frames
from yzperf.errors import ScoreError
from yzperf.scoring.share import half_up_points


def pairs(count: int) -> list[tuple[int, int]]:
    """Numerators next to a multiple of their denominator, up to 2^63, where a floating quotient lies."""
    drawn = random.Random(20200225)
    found = []
    while len(found) < count:
        denominator = drawn.randrange(1, 2 ** drawn.randrange(1, 62))
        multiple = denominator * drawn.randrange(2**62 // denominator + 1)
        found.append((min(2**63 - 1, multiple + drawn.choice([0, 1, denominator - 1])), denominator))
    return found


def with_columns(tables: dict, one: list, other: list) -> dict:
    rows = pd.DataFrame({"target_hundredths": one, "actual_hundredths": other}, dtype="Int64")
    return {
        **tables,
        "indicators": pd.concat([tables["indicators"]] * len(rows), ignore_index=True)
        .assign(line=range(1, len(rows) + 1))
        .astype({"line": "Int64"})
        .assign(**rows),
    }


@pytest.mark.parametrize("name", ENGINES)
def test_whole_division_is_exact_up_to_the_largest_number(name: str) -> None:
    drawn = pairs(4_000)
    tables = with_columns(frames(({}, [{}])), *map(list, zip(*drawn, strict=True)))
    with engine_on(name, tables) as engine:
        step = {
            "quotient": lambda row: engine.ops.quotient(row["target_hundredths"], row["actual_hundredths"]),
            "remainder": lambda row: engine.ops.remainder(row["target_hundredths"], row["actual_hundredths"]),
        }
        table = engine.derive(engine.table("indicators"), [lambda row: {key: take(row) for key, take in step.items()}])
        found = engine.fetch(table, ["line", "quotient", "remainder"]).sort_values("line")
    assert list(zip(found["quotient"], found["remainder"], strict=True)) == [divmod(n, d) for n, d in drawn]


@pytest.mark.parametrize("name", ENGINES)
def test_half_up_on_every_tie_and_beyond_two_to_53(name: str) -> None:
    # weight × n ÷ d on ties: d even, weight 1, n = k·d + d/2; the largest products lie just below 2^63
    odd = [2 * k + 1 for k in range(200)] + [2**59 + 2 * k + 1 for k in range(200)]
    tables = with_columns(frames(({}, [{}])), odd, [2] * len(odd))
    with engine_on(name, tables) as engine:
        table = engine.derive(
            engine.table("indicators"),
            [
                lambda row: {
                    "points": half_up_points(1, (row["target_hundredths"], row["actual_hundredths"]), engine.ops)
                }
            ],
        )
        found = engine.fetch(table, ["line", "points"]).sort_values("line")
    assert found["points"].tolist() == [(value + 1) // 2 for value in odd]


@pytest.mark.parametrize("name", ["duckdb", pytest.param("spark", marks=pytest.mark.spark)])
def test_overflow_raises_and_never_wraps(name: str) -> None:
    tables = frames(({}, [{"target_hundredths": 2**62}]))
    with engine_on(name, tables) as engine:
        table = engine.derive(engine.table("indicators"), [lambda row: {"much": row["target_hundredths"] * 3}])
        with pytest.raises(ScoreError, match="溢出"):
            engine.fetch(table, ["much"])


@pytest.mark.parametrize("name", ["duckdb", pytest.param("spark", marks=pytest.mark.spark)])
def test_a_sum_beyond_64_bits_raises(name: str) -> None:
    from yzperf.portfolio.engine import Kind, Measure

    with engine_on(name, frames(({}, [{"target_hundredths": 2**62}] * 3))) as engine:
        table = engine.group(engine.table("indicators"), ["record_id"], {"sum": Measure(Kind.SUM, "target_hundredths")})
        with pytest.raises(ScoreError, match="溢出"):
            engine.fetch(table, ["sum"])


@pytest.mark.parametrize("name", ENGINES)
def test_unknown_values(name: str) -> None:
    rows = [{"target_hundredths": None, "actual_hundredths": 3}, {"target_hundredths": 5, "actual_hundredths": None}]
    with engine_on(name, frames(({}, rows))) as engine:
        ops = engine.ops

        def step(row):  # type: ignore[no-untyped-def]
            one, other = row["target_hundredths"], row["actual_hundredths"]
            return {
                "sum": one + other,
                "least": ops.least(one, other),
                "greatest": ops.greatest(one, other),
                "chosen": ops.choose(one > 0, 1, 2),
                "known": ops.known(one),
                "filled": ops.fill(one, 9),
            }

        table = engine.fetch(
            engine.derive(engine.table("indicators"), [step]), ["line", *step(engine.table("indicators"))]
        )
    lines = table.sort_values("line").astype(object).where(table.notna(), None).drop(columns="line").values.tolist()
    assert lines == [[None, 3, 3, 2, False, 9], [None, 5, 5, 1, True, 5]]


@pytest.mark.parametrize("name", ENGINES)
def test_powers_of_two(name: str) -> None:
    with engine_on(name, frames(({}, [{"target_hundredths": number} for number in (0, 1, 50, 62)]))) as engine:
        step = {"power": engine.ops.power_of_two}
        table = engine.derive(
            engine.table("indicators"), [lambda row: {"power": step["power"](row["target_hundredths"])}]
        )
        found = engine.fetch(table, ["line", "power"]).sort_values("line")
    assert found["power"].tolist() == [1, 2, 2**50, 2**62]
