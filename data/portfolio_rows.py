"""Draw the rows of one chunk of an invented portfolio (示例数据，纯属虚构), with a known number of defects of each kind.

Money is log-normal, spending comes late in the year, targets are typical of self-evaluation forms; some actual values
lie on exact rounding ties (x.xx5). A defect never falls on a row that already has one, so that each can be counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

LABEL = "示例数据，纯属虚构"
Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

FUNDS = ("一般公共预算", "政府性基金预算", "国有资本经营预算", "社会保险基金预算")
_FUND_SHARES = (0.82, 0.12, 0.03, 0.03)
_OFFICES = ("教育", "卫生健康", "交通运输", "水利", "农业农村", "住房建设", "文化旅游", "民政", "生态环境", "科技",
            "公安", "人力资源", "自然资源", "应急管理", "城市管理", "退役军人")  # fmt: skip
_TOWN_NAMES = ("甲镇", "乙镇", "丙镇", "丁镇", "戊街道", "己街道")
_FIRST = 3_211_820_000_001  # number of the first project
_PROJECTS_PER_COUNTY = 5_000
_LARGE = 50_000  # from here on a portfolio is drawn for a province of many counties


@dataclass(frozen=True, slots=True)
class Line:
    """One of the fifteen indicator rows that every project has. Values are in hundredths."""

    block: str
    relation: str
    points: int
    low: int
    high: int
    capped: bool = False


# 产出 50, 效益 30, 满意度 10; the budget line has the other 10.
LINES = (
    Line("产出指标", "≥", 700, 1_00, 500_00),
    Line("产出指标", "=", 700, 1_00, 60_00),
    Line("产出指标", "≥", 600, 80_00, 100_00, capped=True),
    Line("产出指标", "≥", 600, 85_00, 98_00, capped=True),
    Line("产出指标", "定性", 600, 0, 0),
    Line("产出指标", "≤", 600, 5_00, 9_000_00),
    Line("产出指标", "≤", 600, 20_000_00, 80_000_000_00),
    Line("产出指标", "≥", 600, 10_00, 3_000_00),
    Line("效益指标", "≥", 600, 1_000_00, 90_000_000_00),
    Line("效益指标", "≥", 600, 100_00, 200_000_00),
    Line("效益指标", "≤", 600, 1_00, 50_00),
    Line("效益指标", "定性", 600, 0, 0),
    Line("效益指标", "≥", 600, 60_00, 100_00, capped=True),
    Line("满意度指标", "≥", 500, 80_00, 95_00, capped=True),
    Line("满意度指标", "≥", 500, 85_00, 98_00, capped=True),
)

# planted defects of an indicator row: name → share of all rows
_ROW_DEFECTS = {
    "blank_actual": 0.010,
    "blank_target": 0.003,
    "blank_weight": 0.0005,
    "unknown_relation": 0.001,
    "rate_above_100": 0.003,
    "negative_actual": 0.002,
    "reported_above_weight": 0.002,
    "reported_differs": 0.030,
    "blank_reported": 0.010,
    "tie": 0.020,  # no defect: a value whose score ends in exactly x.xx5
}
# planted defects of a project-year: name → share
_PROJECT_DEFECTS = {
    "no_indicators": 0.080,
    "weights_not_100": 0.005,
    "repeated_line": 0.002,
    "repeated_record": 0.001,
    "blank_budget": 0.003,
    "zero_budget": 0.002,
    "negative_spent": 0.001,
    "spent_above_budget": 0.010,
    "blank_spent": 0.004,
    "no_monitoring": 0.050,
}

_META = {b"label": LABEL.encode(), b"about": "由 data/make_portfolio.py 按种子抽取".encode()}
SCHEMAS: Mapping[str, pa.Schema] = {
    "projects": pa.schema(
        [
            pa.field("record_id", pa.int64(), nullable=False),
            pa.field("project_id", pa.int64(), nullable=False),
            pa.field("year", pa.int16(), nullable=False),
            pa.field("department", pa.dictionary(pa.int32(), pa.string())),
            pa.field("fund", pa.dictionary(pa.int32(), pa.string())),
            pa.field("town", pa.dictionary(pa.int32(), pa.string())),
            pa.field("budget_fen", pa.int64()),
            pa.field("spent_fen", pa.int64()),
            pa.field("finished", pa.bool_()),
            pa.field("month", pa.int8()),
            pa.field("month_spent_fen", pa.int64()),
            pa.field("month_completion_hundredths", pa.int32()),
        ],
        metadata=_META,
    ),
    "indicators": pa.schema(
        [
            pa.field("record_id", pa.int64(), nullable=False),
            pa.field("line", pa.int16(), nullable=False),
            pa.field("block", pa.dictionary(pa.int8(), pa.string())),
            pa.field("relation", pa.dictionary(pa.int8(), pa.string())),
            pa.field("target_hundredths", pa.int64()),
            pa.field("actual_hundredths", pa.int64()),
            pa.field("weight_hundredths", pa.int32()),
            pa.field("reported_hundredths", pa.int32()),
            pa.field("capped", pa.bool_(), nullable=False),
        ],
        metadata=_META,
    ),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the projects are: names of departments and towns."""

    departments: tuple[str, ...]
    towns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chunk:
    """The two tables of one chunk, and how many defects of each kind were planted in it."""

    tables: dict[str, pa.Table]
    planted: dict[str, int]


def place_of(projects: int) -> Place:
    """A county has sixteen offices and six towns; a large portfolio eighty counties with their own."""
    if projects < _LARGE:
        return Place(tuple(f"示例{name}局" for name in _OFFICES), tuple(f"示例{name}" for name in _TOWN_NAMES))
    counties = [f"示例{number:02d}县" for number in range(1, 81)]
    offices = tuple(f"示例省{name}厅" for name in _OFFICES)
    return Place(offices, tuple(f"{county}{town}" for county in counties for town in _TOWN_NAMES))


def draw_chunk(numbers: range, whole: int, years: tuple[int, ...], seed: int, place: Place) -> Chunk:
    """Draw the projects of these numbers with all their years.

    ``whole`` is the size of a full chunk: a last, shorter chunk draws as many and keeps the first of them.
    """
    first, size = numbers.start, len(numbers)
    rng = np.random.default_rng([seed, first])
    count = whole * len(years)
    project = np.repeat(np.arange(first, first + whole, dtype=np.int64), len(years)) + _FIRST
    year = np.tile(np.array(years, dtype=np.int16), whole)
    record = project * 10_000 + year
    defect = _planted(rng, _PROJECT_DEFECTS, count)
    department, town = rng.integers(0, len(place.departments), whole), _towns(rng, project[:: len(years)], whole, place)
    quality = np.repeat(rng.normal(0, 0.8, whole) + _merit(seed, department, town, place), len(years))
    names = _names(rng, department, town, len(years), place)
    keys = {"record_id": record, "project_id": project, "year": year}
    projects = keys | names | _money(rng, defect, quality)
    indicators, row_defect = _indicators(rng, record, defect, quality)
    kept = size * len(years)
    present = indicators.pop("present") & (np.arange(count * len(LINES)) < kept * len(LINES))
    table = pa.table(list(projects.values()), schema=SCHEMAS["projects"])
    tables = {
        "projects": table.take(np.repeat(np.arange(kept), np.where(defect[:kept] == "repeated_record", 2, 1))),
        "indicators": pa.table(list(indicators.values()), schema=SCHEMAS["indicators"]).filter(pa.array(present)),
    }
    planted = {f"project.{name}": int((defect[:kept] == name).sum()) for name in _PROJECT_DEFECTS}
    planted |= {f"row.{name}": int((row_defect[present] == name).sum()) for name in _ROW_DEFECTS}
    return Chunk(tables, planted)


def _planted(rng: np.random.Generator, shares: Mapping[str, float], count: int) -> npt.NDArray[np.str_]:
    """One defect, or none, for each of ``count`` rows."""
    bounds = np.cumsum(list(shares.values()))
    names = np.array([*shares, ""])
    found: npt.NDArray[np.str_] = names[np.searchsorted(bounds, rng.random(count), side="right")]
    return found


def _names(rng, department: Integers, town: Integers, years: int, place: Place) -> dict[str, object]:  # type: ignore[no-untyped-def]
    def words(values: tuple[str, ...], codes: Integers) -> pa.DictionaryArray:
        return pa.DictionaryArray.from_arrays(np.repeat(codes, years).astype(np.int32), list(values))

    fund = rng.choice(len(FUNDS), len(department), p=_FUND_SHARES)
    return {
        "department": words(place.departments, department),
        "fund": words(FUNDS, fund),
        "town": words(place.towns, town),
    }


def _merit(seed: int, department: Integers, town: Integers, place: Place) -> npt.NDArray[np.float64]:
    """How well a department and a town work on the whole, the same for all chunks."""
    drawn = np.random.default_rng(seed).normal(0, 0.7, len(place.departments) + len(place.towns))
    merit: npt.NDArray[np.float64] = drawn[department] + drawn[len(place.departments) + town]
    return merit


def _towns(rng, project: Integers, whole: int, place: Place) -> Integers:  # type: ignore[no-untyped-def]
    """Projects come county by county, as they are handed over; within a county the town is drawn."""
    counties = len(place.towns) // len(_TOWN_NAMES)
    county = (project - _FIRST) // _PROJECTS_PER_COUNTY % counties
    drawn: Integers = county * len(_TOWN_NAMES) + rng.integers(0, len(_TOWN_NAMES), whole)
    return drawn


def _money(rng, defect, quality) -> dict[str, object]:  # type: ignore[no-untyped-def]
    count = len(defect)
    budget = (np.exp(rng.normal(13.4, 1.5, count)).astype(np.int64) + 1_000) * 100  # about 66 万元 in the middle
    rate = np.clip(rng.beta(9, 1.0, count) + 0.02 * quality, 0.05, 1.0)
    spent = np.where(rng.random(count) < 0.35, budget, (budget * rate).astype(np.int64))
    spent = np.where(defect == "spent_above_budget", budget + budget // 20 + 1, spent)
    spent = np.where(defect == "negative_spent", -spent - 1, spent)
    budget_seen = np.where(defect == "zero_budget", 0, budget)
    late = np.clip(rng.beta(7, 5, count) + 0.05 * quality, 0, 1)  # by July: about seven twelfths, many below
    done = np.clip(late + rng.normal(0.04, 0.07, count), 0, 1)
    return {
        "budget_fen": pa.array(budget_seen, mask=defect == "blank_budget"),
        "spent_fen": pa.array(spent, mask=defect == "blank_spent"),
        "finished": pa.array(rng.random(count) < 0.7, mask=rng.random(count) < 0.02),
        "month": pa.array(np.full(count, 7, np.int8), mask=defect == "no_monitoring"),
        "month_spent_fen": pa.array((np.abs(spent) * late).astype(np.int64), mask=defect == "no_monitoring"),
        "month_completion_hundredths": pa.array((done * 10_000).astype(np.int32), mask=defect == "no_monitoring"),
    }


def _indicators(rng, record, defect, quality) -> tuple[dict[str, object], npt.NDArray[np.str_]]:  # type: ignore[no-untyped-def]
    width, count = len(LINES), len(record)
    line = np.tile(np.arange(width, dtype=np.int16), count)
    owner = np.repeat(np.arange(count), width)
    row_defect = _planted(rng, _ROW_DEFECTS, count * width)
    capped, numeric = (
        np.array(values)[line] for values in zip(*((e.capped, e.relation != "定性") for e in LINES), strict=True)
    )
    row_defect = _only_where(row_defect, capped, numeric, defect[owner])
    target, actual = _values(rng, line, quality[owner], row_defect)
    weight = np.array([entry.points for entry in LINES], np.int64)[line]
    weight = weight + np.where((defect[owner] == "weights_not_100") & (line == 0), 100, 0)
    earned = np.where(numeric, _points(line, actual, target, weight), weight - 60)
    reported = np.where(row_defect == "reported_above_weight", weight + 50, earned)
    reported = np.where(row_defect == "reported_differs", np.where(earned > 100, earned - 37, earned + 37), reported)
    codes, relations = np.unique([entry.relation for entry in LINES], return_inverse=True)
    relation = np.where(row_defect == "unknown_relation", len(codes), relations[line]).astype(np.int8)
    blocks, block_codes = np.unique([entry.block for entry in LINES], return_inverse=True)
    return {
        "record_id": record[owner],
        "line": np.where((defect[owner] == "repeated_line") & (line == 3), 3, line + 1).astype(np.int16),
        "block": pa.DictionaryArray.from_arrays(block_codes.astype(np.int8)[line], blocks.tolist()),
        "relation": pa.DictionaryArray.from_arrays(relation, [*codes.tolist(), "约"]),
        "target_hundredths": pa.array(target, mask=(row_defect == "blank_target") | ~numeric),
        "actual_hundredths": pa.array(actual, mask=(row_defect == "blank_actual") | ~numeric),
        "weight_hundredths": pa.array(weight.astype(np.int32), mask=row_defect == "blank_weight"),
        "reported_hundredths": pa.array(reported.astype(np.int32), mask=row_defect == "blank_reported"),
        "capped": capped,
        "present": defect[owner] != "no_indicators",
    }, row_defect


def _only_where(row_defect, capped: Flags, numeric: Flags, project_defect) -> npt.NDArray[np.str_]:  # type: ignore[no-untyped-def]
    """Take a defect away where the row cannot carry it, so that what is counted as planted can be found."""
    impossible = (row_defect == "rate_above_100") & ~capped
    impossible |= ~numeric & ~np.isin(row_defect, ["blank_weight", "reported_above_weight", "blank_reported"])
    impossible |= (row_defect == "tie") & capped
    impossible |= np.isin(project_defect, ["weights_not_100", "repeated_line"]) & (row_defect == "blank_weight")
    return np.where(impossible, "", row_defect)


def _values(rng, line, quality, row_defect) -> tuple[Integers, Integers]:  # type: ignore[no-untyped-def]
    """Targets as people set them (few figures), actual values mostly at the target, some short of it."""
    count = len(line)
    low, high = (np.array([getattr(entry, name) for entry in LINES], np.float64)[line] for name in ("low", "high"))
    spread = np.exp(np.log(np.maximum(low, 1)) + rng.random(count) * np.log(np.maximum(high, 1) / np.maximum(low, 1)))
    step = np.maximum(10.0 ** np.floor(np.log10(np.maximum(spread, 1)) - 1), 100)
    target = (np.maximum(np.round(spread / step), 1) * step).astype(np.int64)
    at_most = np.array([entry.relation == "≤" for entry in LINES])[line]
    missed = rng.random(count) < np.clip(0.34 - 0.13 * quality, 0.02, 0.9)
    rate = np.clip(0.95 - rng.exponential(0.2, count), 0.05, 0.999)
    exact = (target * np.where(at_most, 1 / rate, rate)).astype(np.int64)
    figures = np.maximum(target // 1000, 1)  # an actual value is written with about three figures
    short = np.maximum(exact // figures, 1) * figures
    over = np.where(rng.random(count) < 0.25, target + target // 20 * np.where(at_most, -1, 1), target)
    capped = np.array([entry.capped for entry in LINES])[line]
    over = np.where(capped, np.minimum(over, 10_000), over)
    equal = np.array([entry.relation == "=" for entry in LINES])[line]
    actual = np.where(missed, short, np.where(equal, target, over))
    # weight × (2 × weight − odd) ÷ (2 × weight) ends in one half
    tied = 2 * np.array([entry.points for entry in LINES])[line]
    target = np.where(row_defect == "tie", tied - 85 * at_most, target)
    actual = np.where(row_defect == "tie", tied - 49 * ~at_most, actual)
    actual = np.where(row_defect == "rate_above_100", 10_000 + 250, actual)
    return target, np.where(row_defect == "negative_actual", -np.abs(actual) - 1, actual)


def _points(line, actual: Integers, target: Integers, weight: Integers) -> Integers:
    """What 财预〔2020〕10号 gives, half-up in 1/100; written here once more so that the truth stands on its own."""
    relation = np.array([entry.relation for entry in LINES])[line]
    wanted, got = np.maximum(target, 1), np.maximum(actual, 0)
    n = np.select(
        [relation == "≥", relation == "≤"],
        [np.minimum(got, wanted), np.where(actual <= target, 1, wanted)],
        np.minimum(got, wanted),
    )
    d = np.select(
        [relation == "≥", relation == "≤"],
        [wanted, np.where(actual <= target, 1, np.maximum(got, 1))],
        np.maximum(got, wanted),
    )
    points: Integers = (2 * weight * n + d) // (2 * d)
    return points
