"""Roll-up of a portfolio (汇总): records counted and added up by department, fund, town and year, on any engine.

One pass gives the cells of all combinations; records whose printed total or grade the engine leaves undecided come out
one by one and are settled in fractions. All sums are of whole numbers, so that no order of adding changes them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from yzperf.portfolio.engine import Columns, Engine, Kind, Measure, Step, Table
from yzperf.portfolio.exact import exact_records
from yzperf.portfolio.lights import Light
from yzperf.portfolio.local import LocalEngine
from yzperf.portfolio.records import judged_step, record_steps, row_measures
from yzperf.portfolio.rows import row_steps
from yzperf.portfolio.rules import PortfolioRules

WAN = 10**6  # 万元 in 分: money × score is added up in two parts, 万元 and the rest, that both fit into 64 bits
_UNDECIDED = "undecided_record"
_AT_ONCE = 50_000  # records brought into memory at a time


@dataclass(frozen=True, slots=True)
class Cells:
    """Sums of every combination of the dimensions, and how many records were settled in fractions."""

    frame: pd.DataFrame
    dimensions: tuple[str, ...]
    settled: int


def scored_rows(engine: Engine, rules: PortfolioRules, *, guarded: bool) -> Table:
    """The indicator rows with their points."""
    steps = (*row_steps(rules, engine.ops, guarded=guarded), judged_step(engine.ops))
    return engine.derive(engine.table("indicators"), steps)


def judged_records(engine: Engine, rules: PortfolioRules, *, guarded: bool) -> Table:
    """Every record of the portfolio with the sums of its rows, total, grade and light."""
    rows = scored_rows(engine, rules, guarded=guarded)
    sums = engine.group(rows, ["record_id"], row_measures(guarded=guarded))
    joined = engine.attach(engine.table("projects"), sums, "record_id")
    joined = engine.attach(joined, engine.small(repeated_records(engine)), "record_id")
    return engine.derive(joined, record_steps(rules, engine.ops))


def repeated_records(engine: Engine) -> pd.DataFrame:
    """Records that stand in the table of projects more than once, and how often."""
    counted = engine.group(engine.table("projects"), ["record_id"], {"copies": Measure(Kind.COUNT)})
    several = engine.derive(counted, [lambda record: {"several": record["copies"] > 1}])
    return engine.fetch(engine.keep(several, "several"), ["record_id", "copies"])


def cell_step(rules: PortfolioRules, engine: Engine) -> Step:
    """From a judged record to what a cell adds up."""
    ops, grades = engine.ops, range(1, len(rules.grade_names) + 1)

    def step(record: Columns) -> dict[str, Any]:
        cents, budget = record["cents"], record["budget"]
        return {
            "has_rows": record["rows"] > 0,
            "evaluated": ops.known(cents),
            "paid": ops.known(cents) & ops.known(budget),
            "points_wan": cents * ops.quotient(budget, WAN),
            "points_rest": cents * ops.remainder(budget, WAN),
            **{f"is_grade_{number}": record["grade"] == number for number in grades},
            **{f"is_light_{int(light)}": record["light"] == int(light) for light in Light},
        }

    return step


def cell_measures(rules: PortfolioRules) -> Mapping[str, Measure]:
    """The sums of a cell; added over cells they are those of the whole."""
    counted = {f"grade_{number}": f"is_grade_{number}" for number in range(1, len(rules.grade_names) + 1)}
    counted |= {f"light_{int(light)}": f"is_light_{int(light)}" for light in Light}
    counted |= {"with_rows": "has_rows", "evaluated": "evaluated", "paid": "paid"}
    added = ("budget", "spent", "cents", "points_wan", "points_rest")
    rows = ("rows", "computed", "filled")  # of a repeated record they would count several times
    return {
        "records": Measure(Kind.COUNT),
        "with_budget": Measure(Kind.COUNT, "budget"),
        "evaluated_budget": Measure(Kind.SUM, "budget", where="paid"),
        **{name: Measure(Kind.COUNT, where=flag) for name, flag in counted.items()},
        **{name: Measure(Kind.SUM, name) for name in added},
        **{name: Measure(Kind.SUM, name, where="single") for name in rows},
    }


def roll_up(engine: Engine, rules: PortfolioRules, dimensions: Sequence[str], *, guarded: bool) -> Cells:
    """Score, add up and count a portfolio.

    Parameters
    ----------
    dimensions
        Columns of the projects by which the cells are formed.
    guarded
        Whether values may overflow, see `row_steps`.

    Raises
    ------
    ScoreError
        If the engine cannot finish: memory, disk, overflow.
    """
    records = judged_records(engine, rules, guarded=guarded)
    cells = _cells(engine, records, rules, [*dimensions, _UNDECIDED])
    undecided = cells[_UNDECIDED].dropna().tolist()
    decided = cells[cells[_UNDECIDED].isna()].drop(columns=_UNDECIDED)
    settled = [_cells(local, frame, rules, list(dimensions)) for local, frame in _settled(engine, rules, undecided)]
    frame = _added(pd.concat([decided, *settled], ignore_index=True), list(dimensions))
    return Cells(frame, tuple(dimensions), len(undecided))


def _cells(engine: Engine, records: Table, rules: PortfolioRules, keys: Sequence[str]) -> pd.DataFrame:
    ops, measures = engine.ops, cell_measures(rules)

    def name_undecided(record: Columns) -> dict[str, Any]:
        return {_UNDECIDED: ops.choose(record["undecided"], record["record_id"], None)}

    table = engine.derive(records, [cell_step(rules, engine), name_undecided])
    return engine.fetch(engine.group(table, keys, measures), [*keys, *measures])


def _settled(engine: Engine, rules: PortfolioRules, ids: Sequence[Any]) -> Iterator[tuple[LocalEngine, pd.DataFrame]]:
    """The undecided records, judged in memory with exact totals, some tens of thousands at a time."""
    for first in range(0, len(ids), _AT_ONCE):
        local = _portion(engine, ids[first : first + _AT_ONCE])
        rows = scored_rows(local, rules, guarded=True)
        yield local, exact_records(rows, judged_records(local, rules, guarded=True), rules)


def _portion(engine: Engine, ids: Sequence[Any]) -> LocalEngine:
    """The rows of some records, brought into memory."""
    tables = {name: engine.only(engine.table(name), "record_id", ids) for name in ("projects", "indicators")}
    return LocalEngine({name: engine.fetch(table, list(table.columns)) for name, table in tables.items()})


def _added(cells: pd.DataFrame, dimensions: list[str]) -> pd.DataFrame:
    """Cells of the same place added up, in a fixed order; sums are Python integers, which do not overflow."""
    sums = [name for name in cells.columns if name not in dimensions]
    whole = cells.assign(**{name: cells[name].fillna(0).astype(object) for name in sums})
    if not dimensions:
        return whole[sums].sum().to_frame().T
    return (
        whole.groupby(dimensions, dropna=False, as_index=False)[sums].sum().sort_values(dimensions, ignore_index=True)
    )
