"""Row-level checks of a portfolio (数据核查): each one definition for all engines, counted with an example.

A check is a line of data: what it is called, how grave it is, and the condition on the columns that earlier steps have
left. Unknown conditions do not count.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from yzperf.domain.finding import Severity
from yzperf.portfolio.engine import Columns, Engine, Kind, Measure, Step, Table
from yzperf.portfolio.lights import Light
from yzperf.portfolio.operations import ColumnOperations
from yzperf.portfolio.records import MOST_FEN
from yzperf.portfolio.roll_up import judged_records, scored_rows
from yzperf.portfolio.rows import FULL_RATE
from yzperf.portfolio.rules import HUNDREDTHS, PortfolioRules
from yzperf.portfolio.schema import JUDGED, QUANTITATIVE
from yzperf.scoring import share

_MOST_LINES = 50  # lines are told apart by one bit each
Condition = Callable[[Columns, "Context"], Any]


@dataclass(frozen=True, slots=True)
class Context:
    """What a condition may ask beside the columns."""

    rules: PortfolioRules
    ops: ColumnOperations


@dataclass(frozen=True, slots=True)
class DataCheck:
    """One check of rows or of records."""

    id: str
    title: str
    severity: Severity
    condition: Condition


def _quantitative(row: Columns, at: Context) -> Any:
    return at.ops.among(row["relation"], QUANTITATIVE)


def _differs(row: Columns, at: Context) -> Any:
    """The filled-in score is not the one the rule gives, in hundredths as printed."""
    points = share.half_up_points(row["weight_hundredths"], (row["won"], row["of"]), at.ops)
    differs = (points != row["reported_hundredths"]) & at.ops.known(row["units"])
    return differs & ~row["wide"] if "wide" in row else differs


def _far_above(row: Columns, at: Context) -> Any:
    limit = int(at.rules.rules.parameter("explain_over").number * HUNDREDTHS)
    above = row["actual_hundredths"] * HUNDREDTHS > row["target_hundredths"] * limit
    return above & (row["relation"] == "≥") & (row["target_hundredths"] > 0)


def _gap(name: str) -> Condition:
    return lambda columns, at: ~at.ops.known(columns[name])


def _gap_of_number(name: str) -> Condition:
    return lambda row, at: _quantitative(row, at) & ~at.ops.known(row[name])


ROW_CHECKS = (
    DataCheck("D01", "指标性质空白或不是 ≥、≤、=、定性、时限", Severity.MAJOR, lambda row, at: ~at.ops.among(at.ops.fill(row["relation"], ""), (*QUANTITATIVE, *JUDGED))),
    DataCheck("D02", "定量指标没有指标值", Severity.MAJOR, _gap_of_number("target_hundredths")),
    DataCheck("D03", "定量指标没有完成值（不按0计）", Severity.MAJOR, _gap_of_number("actual_hundredths")),
    DataCheck("D04", "分值空白或不为正", Severity.BLOCKING, lambda row, at: at.ops.fill(row["weight_hundredths"], 0) <= 0),
    DataCheck("D05", "由人评分的行没有填报得分", Severity.MAJOR, lambda row, at: row["judged"] & ~at.ops.known(row["reported_hundredths"])),
    DataCheck("D06", "不可能超过100%的比率超过100%", Severity.BLOCKING, lambda row, at: row["capped"] & (row["actual_hundredths"] > FULL_RATE)),
    DataCheck("D07", "指标值为正而完成值为负", Severity.MAJOR, lambda row, at: (row["actual_hundredths"] < 0) & (row["target_hundredths"] > 0)),
    DataCheck("D08", "填报得分超过分值", Severity.BLOCKING, lambda row, at: row["reported_hundredths"] > row["weight_hundredths"]),
    DataCheck("D09", "填报得分为负", Severity.BLOCKING, lambda row, at: row["reported_hundredths"] < 0),
    DataCheck("D10", "填报得分与按规则复算不符", Severity.MAJOR, _differs),
    DataCheck("D11", "完成值明显高于指标值，应说明原因", Severity.HINT, _far_above),
    DataCheck("D12", f"序号不在 1 至 {_MOST_LINES} 之间", Severity.MINOR, lambda row, at: ~((row["line"] >= 1) & (row["line"] <= _MOST_LINES))),
)  # fmt: skip

RECORD_CHECKS = (
    DataCheck("D21", "没有指标行（未评价）", Severity.MAJOR, lambda record, at: record["rows"] == 0),
    DataCheck("D22", "分值合计（含预算执行率）不为满分", Severity.BLOCKING, lambda record, at: (record["rows"] > 0) & ~record["full"]),
    DataCheck("D23", "同一表内序号重复", Severity.MAJOR, lambda record, at: record["bits"] != record["distinct_bits"]),
    DataCheck("D24", "项目年度编号重复（不评价）", Severity.BLOCKING, lambda record, at: ~record["single"]),
    DataCheck("D25", "全年预算数空白", Severity.MAJOR, _gap("budget_fen")),
    DataCheck("D26", "全年执行数空白", Severity.MAJOR, _gap("spent_fen")),
    DataCheck("D27", "全年预算数为0或负数", Severity.MAJOR, lambda record, at: record["budget_fen"] <= 0),
    DataCheck("D28", "全年执行数为负数", Severity.BLOCKING, lambda record, at: record["spent_fen"] < 0),
    DataCheck("D29", "全年执行数超过全年预算数", Severity.MAJOR, lambda record, at: (record["spent_fen"] > record["budget_fen"]) & (record["budget_fen"] > 0)),
    DataCheck("D30", "金额超过1万亿元，单位可能不是分", Severity.BLOCKING, lambda record, at: (record["budget_fen"] > MOST_FEN) | (record["spent_fen"] > MOST_FEN)),
    DataCheck("D31", "监控数据缺失或不可用", Severity.MINOR, lambda record, at: record["light"] == int(Light.UNKNOWN)),
    DataCheck("D32", "截至某月的执行数超过全年执行数", Severity.MINOR, lambda record, at: record["month_spent_fen"] > record["spent_fen"]),
)  # fmt: skip


def check_data(engine: Engine, rules: PortfolioRules, *, guarded: bool) -> pd.DataFrame:
    """Count what is wrong with the rows and records of a portfolio.

    Returns
    -------
    pandas.DataFrame
        ``id``, ``title``, ``severity``, ``level``, ``count``, ``of`` and ``example`` (the first record concerned), one
        row for each check.

    Raises
    ------
    ScoreError
        If the engine cannot finish.
    """
    rows = scored_rows(engine, rules, guarded=guarded)
    marked = engine.derive(rows, [_line_bits(engine.ops)])
    lines = {"bits": Measure(Kind.SUM, "bit"), "distinct_bits": Measure(Kind.BITS, "bit")}
    records = engine.attach(
        judged_records(engine, rules, guarded=guarded), engine.group(marked, ["record_id"], lines), "record_id"
    )
    parts = [
        _counted(engine, rules, rows, ROW_CHECKS, "指标行"),
        _counted(engine, rules, records, RECORD_CHECKS, "项目年度"),
        _strangers(engine, rows),
    ]
    return pd.concat(parts, ignore_index=True)


def _line_bits(ops: ColumnOperations) -> Step:
    """One bit for each line: the bits of different lines add up to what they make together."""

    def step(row: Columns) -> dict[str, Any]:
        inside = (row["line"] >= 1) & (row["line"] <= _MOST_LINES)
        return {"bit": ops.choose(inside, ops.power_of_two(ops.choose(inside, row["line"], 0)), 0)}

    return step


def _counted(
    engine: Engine, rules: PortfolioRules, table: Table, checks: Sequence[DataCheck], level: str
) -> pd.DataFrame:
    at = Context(rules, engine.ops)
    marked = engine.derive(table, [lambda columns: {check.id: check.condition(columns, at) for check in checks}])
    counts = {check.id: Measure(Kind.COUNT, where=check.id) for check in checks}
    firsts = {f"{check.id}_first": Measure(Kind.LEAST, "record_id", where=check.id) for check in checks}
    measures = {"of": Measure(Kind.COUNT), **counts, **firsts}
    found = engine.fetch(engine.group(marked, [], measures), list(measures)).iloc[0]
    lines = [
        (c.id, c.title, str(c.severity), level, int(found[c.id]), int(found["of"]), _shown(found[f"{c.id}_first"]))
        for c in checks
    ]
    return pd.DataFrame(lines, columns=["id", "title", "severity", "level", "count", "of", "example"])


def _strangers(engine: Engine, rows: Table) -> pd.DataFrame:
    """Indicator rows of records that the table of projects does not have."""
    counted = engine.group(rows, ["record_id"], {"rows": Measure(Kind.COUNT)})
    known = engine.derive(engine.table("projects"), [lambda record: {"here": record["record_id"]}])
    known = engine.group(known, ["record_id"], {"here": Measure(Kind.COUNT)})
    joined = engine.attach(counted, known, "record_id")
    strange = engine.derive(joined, [lambda record: {"strange": ~engine.ops.known(record["here"])}])
    measures = {
        "of": Measure(Kind.COUNT),
        "count": Measure(Kind.COUNT, where="strange"),
        "first": Measure(Kind.LEAST, "record_id", where="strange"),
    }
    found = engine.fetch(engine.group(strange, [], measures), list(measures)).iloc[0]
    title = "指标表里有、项目表里没有的项目年度"
    line = (
        "D33",
        title,
        str(Severity.BLOCKING),
        "项目年度",
        int(found["count"]),
        int(found["of"]),
        _shown(found["first"]),
    )
    return pd.DataFrame([line], columns=["id", "title", "severity", "level", "count", "of", "example"])


def _shown(value: Any) -> str:
    return "" if pd.isna(value) else str(value)
