"""Every number of the rules (参数), against a list written down independently; look-ups on, before and after a day.

The list is ``expected_parameters.csv``: one row for each version, from the same documents but not from the rule data.
A new parameter is a row there, and no Python.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from yzperf.errors import RuleError
from yzperf.rules import Parameter, Status, load_rules

LIBRARY = load_rules(on=date(2024, 12, 31), region="国家").library
DAY = timedelta(days=1)
UNKNOWN = "地区不详"


@dataclass(frozen=True)
class Row:
    """One line of the list: several numbers or senses are parted by blanks; a sense ``-`` is none."""

    region: str
    id: str
    value: str
    since: str
    senses: str
    why_no_threshold: str


with (Path(__file__).parent / "expected_parameters.csv").open(encoding="utf-8", newline="") as file:
    ROWS = [Row(**row) for row in csv.DictReader(file)]


def version(region: str, id: str, since: str | None = None) -> Parameter:
    (found,) = [
        item for item in LIBRARY.parameters[id] if item.region == region and since in (None, str(item.since or ""))
    ]
    return found


def written(item: Parameter) -> str:
    if item.value is None:
        return ""
    return " ".join(map(str, item.value)) if isinstance(item.value, tuple) else str(item.value)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.region} {row.id} {row.since}")
def test_every_row_is_there(row: Row) -> None:
    found = version(row.region, row.id, row.since)
    assert written(found) == row.value
    assert " ".join(bound or "-" for bound in found.bounds) == row.senses
    assert found.name
    assert found.unit or not row.value.replace(".", "").isdigit()


def test_nothing_is_there_that_was_not_written_down() -> None:
    there = [(item.region, id, str(item.since or "")) for id, several in LIBRARY.parameters.items() for item in several]
    assert sorted(there) == sorted((row.region, row.id, row.since) for row in ROWS)


def test_what_is_no_threshold_has_a_reason() -> None:
    assert [row.id for row in ROWS if bool(row.senses) == bool(row.why_no_threshold)] == []


READ_AND_DATED = [
    (row.region, row.id, date.fromisoformat(row.since))
    for row in ROWS
    if row.since and LIBRARY.clauses[version(row.region, row.id, row.since).clause].status is Status.READ
]


@pytest.mark.parametrize(("region", "id", "first"), READ_AND_DATED)
def test_a_version_holds_from_its_day_and_not_before(region: str, id: str, first: date) -> None:
    for on in (first, first + DAY):
        assert held(region, id, on) == (region, first)
    assert held(region, id, first - DAY) != (region, first)


def held(region: str, id: str, on: date) -> tuple[str, date | None]:
    """Region and first day of the version that held; no region where the look-up was refused because of the date."""
    try:
        found = load_rules(on=on, region=region).parameter(id)
    except RuleError as error:
        return ("", None) if "起施行" in str(error) else (region, on + DAY)
    return found.region, found.since


# ── one rule after another ──────────────────────────────────────────────────────────────────────────

CHANGE = date(2023, 8, 8)


@pytest.mark.parametrize(
    ("id", "old", "new"),
    [("exante.threshold", "zz_exante.7", "zz_exante23.3"), ("exante.results", "zz_exante.22", "zz_exante23.18")],
)
def test_the_rule_of_2023_takes_over_on_its_day(id: str, old: str, new: str) -> None:
    on = {day: load_rules(on=day, region="郑州").parameter(id) for day in (CHANGE - DAY, CHANGE, CHANGE + DAY)}
    assert [item.clause for item in on.values()] == [old, new, new]
    assert on[CHANGE - DAY].until == CHANGE - DAY
    assert not load_rules(on=CHANGE, region="郑州").in_force(old)


def test_before_any_city_rule_nothing_of_the_province_is_found() -> None:
    with pytest.raises(RuleError, match="2020-12-31"):
        load_rules(on=date(2020, 12, 30), region="郑州").parameter("exante.threshold")
    assert load_rules(on=date(2020, 12, 30), region="河南").parameter("exante.threshold").region == "河南"


def test_a_rule_for_the_own_level_does_not_reach_down() -> None:
    with pytest.raises(RuleError, match="河南（只用于本级）；当前地区为郑州"):
        load_rules(on=date(2024, 1, 1), region="郑州").parameter("target.sync")
    listed = {item.id for item in load_rules(on=date(2024, 1, 1), region="郑州").parameters()}
    assert "target.sync" not in listed
    assert "bond.selfeval.weight" in listed


def test_jiangsu_falls_back_to_the_nation() -> None:
    rules = load_rules(on=date(2024, 1, 1), region="扬中")
    assert rules.parameter("rectify.days").value is None
    assert rules.parameter("service.pilot").region == "江苏"
    with pytest.raises(RuleError, match="当前地区为扬中"):
        rules.parameter("result.cut.zhong")


# ── what nobody has read ────────────────────────────────────────────────────────────────────────────


def test_an_example_never_stands_before_the_law() -> None:
    rules = load_rules(on=date(2024, 1, 1), region="湖北")
    assert rules.parameter("selfeval.weight.execution").region == "国家"
    assert {item.region for item in rules.versions("selfeval.weight.execution")} == {"国家", "湖北"}


def test_an_example_is_found_where_nothing_else_holds_and_is_no_citation() -> None:
    rules = load_rules(on=date(2026, 1, 1), region="四川")
    warn = rules.parameter("monitor.warn")
    assert "未核实" in warn.note
    assert "未核实" in rules.cite(warn.clause)


def test_examples_of_no_known_place_reach_nobody() -> None:
    for region in ("扬中", "湖北", "国家"):
        with pytest.raises(RuleError, match=UNKNOWN):
            load_rules(on=date(2024, 1, 1), region=region).parameter("feedback.days")


# ── reading a value ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("region", "id", "text"),
    [
        ("郑州", "exante.major.invest", "≥2亿元"),
        ("郑州", "exante.major.total", "≥1500万元"),
        ("国家", "review.central.prof", "下界（含）5000万元、上界（不含）1亿元"),
        ("国家", "rural.fee.max", "≤1%"),
        ("河南", "result.cut.zhong", "下界10、上界30（%）"),
        ("湖南", "staff.control", "得满分的上限（%）100、每超1个百分点扣权重的比例0.1"),
        ("郑州", "monitor.reports", "不晚于07-15、10-15"),
        ("扬中", "plan.system_done", "不晚于2022-12-31"),
        ("国家", "rectify.days", "文件未给数字"),
    ],
)
def test_values_read_well(region: str, id: str, text: str) -> None:
    assert version(region, id).text == text


def test_yearly_days_become_dates() -> None:
    assert version("郑州", "monitor.reports").dates(2024) == (date(2024, 7, 15), date(2024, 10, 15))
    assert version("国家", "budget.start.local").dates(2025) == (date(2025, 6, 30),)


@pytest.mark.parametrize(
    ("region", "id"), [("国家", "selfeval.submit"), ("国家", "eval.total"), ("国家", "system.done.county")]
)
def test_what_is_no_yearly_day_is_refused(region: str, id: str) -> None:
    with pytest.raises(RuleError, match="不是2024年的日期"):
        version(region, id).dates(2024)
