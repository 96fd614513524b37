"""Every number of the rules (参数), against a list written down independently; look-ups on, before and after a day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from yzperf.errors import RuleError
from yzperf.rules import Parameter, Status, load_rules

LIBRARY = load_rules(on=date(2024, 12, 31), region="国家").library
DAY = timedelta(days=1)
UNKNOWN = "地区不详"

# id, region → value, first day (None: not printed), last day.
NATION = {
    "selfeval.weight.execution": (10, "2020-02-25"),
    "selfeval.weight.output": (50, "2020-02-25"),
    "selfeval.weight.benefit": (30, "2020-02-25"),
    "selfeval.weight.satisfaction": (10, "2020-02-25"),
    "selfeval.qual.high": ([80, 100], "2020-02-25"),
    "selfeval.qual.mid": ([60, 80], "2020-02-25"),
    "selfeval.qual.low": ([0, 60], "2020-02-25"),
    "selfeval.over.threshold": (None, "2020-02-25"),
    "eval.output_benefit.min": (60, "2020-02-25"),
    "eval.dept.cycle": (5, "2020-02-25"),
    "eval.long_project": (5, "2020-02-25"),
    "eval.total": (100, "2020-02-25"),
    "eval.grade.you": (90, "2020-02-25"),
    "eval.grade.liang": (80, "2020-02-25"),
    "eval.grade.zhong": (60, "2020-02-25"),
    "selfeval.submit": ("随部门决算报送", "2020-02-25"),
    "rectify.days": (None, "2020-02-25"),
    "result.cut.zhong_cha": (None, "2020-02-25"),
    "kpi.weight.cost_case": ([20, 40, 20, 10, 10], "2021-08-18"),
    "kpi.weight.nocost_case": ([50, 30, 10, 10], "2021-08-18"),
    "kpi.weight.nosat_shift": (10, "2021-08-18"),
    "kpi.exec.finished": (10, "2021-08-18"),
    "kpi.exec.80_100": (7, "2021-08-18"),
    "kpi.exec.60_80": (5, "2021-08-18"),
    "kpi.exec.lt60": (0, "2021-08-18"),
    "kpi.quant.pass": (60, "2021-08-18"),
    "kpi.quant.formula": ("（完成率−及格线）÷（1−及格线）×分值", "2021-08-18"),
    "kpi.sat.90": (10, "2021-08-18"),
    "kpi.sat.80": (8, "2021-08-18"),
    "kpi.sat.60": (5, "2021-08-18"),
    "kpi.sat.lt60": (0, "2021-08-18"),
    "kpi.history.years": (3, "2021-08-18"),
    "tp.lead.years": (5, "2021-08-01"),
    "tp.lead.eval_years": (3, "2021-08-01"),
    "tp.lead.offence_years": (5, "2021-08-01"),
    "tp.update.days": (30, "2021-08-01"),
    "tp.clean.years": (3, "2021-08-01"),
    "tp.group.leads": (1, "2021-08-01"),
    "tp.plan.elements": (12, "2021-08-01"),
    "tp.archive.classes": (3, "2021-08-01"),
    "review.central.total": (100_000_000, "2024-01-01"),
    "review.central.year": (100_000_000, "2024-01-01"),
    "review.central.prof": ([50_000_000, 100_000_000], "2024-01-01"),
    "review.central.tech": ([20_000_000, 100_000_000], "2024-01-01"),
    "review.report.days": (15, "2024-01-01"),
    "review.report.bulk_days": (45, "2024-01-01"),
    "publish.unit.days": (20, "2020-10-01"),
    "publish.dept.days": (20, "2015-01-01"),
    "budget.start.local": ("06-30", "2020-10-01"),
    "budget.start.mof": ("06-15", "2020-10-01"),
    "transfer.advance.general": (90, "2020-10-01"),
    "transfer.advance.special": (70, "2020-10-01"),
    "turnover.max": (1, "2020-10-01"),
    "accounts.file.days": (30, "2020-10-01"),
    "system.done.province": (date(2020, 12, 31), "2018-11-08"),
    "system.done.county": (date(2022, 12, 31), "2018-11-08"),
    "rural.factor": ([30, 30, 30, 10], "2021-03-31"),
    "rural.county.max": (30, "2021-03-31"),
    "rural.fee.max": (1, "2021-03-31"),
    "monitor.central.date": ("08-31", "2019-12-31"),
    "fund.data.months": (6, "2025-12-31"),
    "central.grade": ([90, 80, 60], None),
    # Program settings: no date.
    "explain_over": (Decimal("1.3"), None),
    "not_applicable": ("折算", None),
    "execution.cap": (100, None),
    "reverse.formula": ("指标值÷完成值", None),
    "satisfaction.share": ("按占分值的比例折算", None),
    "band.edge": ("归上一档", None),
    "print.decimals": (2, None),
    "monitor.pace.months": (12, None),
    "checklist.split": ("平均分配", None),
}
HENAN = {
    "exante.threshold": (5_000_000, "2019-12-31"),
    "exante.panel.min": (5, "2019-12-31"),
    "exante.panel.mix": ("业务、管理、财政财务", "2019-12-31"),
    "exante.missing.days": (5, "2019-12-31"),
    "exante.after_visit.days": (2, "2019-12-31"),
    "exante.report.days": (5, "2019-12-31"),
    "exante.pledge.copies": (3, "2019-12-31"),
    "exante.results": (4, "2019-12-31"),
    "target.review.criteria": (5, "2022-12-31"),
    "target.sync": (5, "2022-12-31"),
    "monitor.period": ([1, 7], "2019-12-31"),
    "monitor.report": ("08-15", "2019-12-31"),
    "selfeval.weight": ([10, 50, 30, 10], "2020-07-30"),
    "eval.output_benefit.min": (60, "2020-07-30"),
    "eval.grade": ([90, 80, 60], "2020-07-30"),
    "rectify.plan.days": (60, "2019-12-31"),
    "result.cut.zhong": ([10, 30], "2019-12-31"),
    "result.cut.cha": ([30, 100], "2019-12-31"),
    "appraisal.top": (10, "2019-12-31"),
    "appraisal.bottom": (10, "2019-12-31"),
}
ZHENGZHOU = {
    "exante.major.year": (5_000_000, "2023-08-08"),
    "exante.major.total": (15_000_000, "2023-08-08"),
    "exante.major.invest": (200_000_000, "2023-08-08"),
    "exante.fiscal.year": (20_000_000, "2023-08-08"),
    "exante.fiscal.invest": (500_000_000, "2023-08-08"),
    "exante.finance.days": (20, "2023-08-08"),
    "exante.reject.wait": (1, "2023-08-08"),
    "exante.panel.min": (5, "2020-12-31"),
    "exante.missing.days": (5, "2020-12-31"),
    "exante.after_visit.days": (2, "2020-12-31"),
    "exante.report.days": (5, "2020-12-31"),
    "exante.pledge.copies": (2, "2020-12-31"),
    "target.review.criteria": (4, "2020-12-31"),
    "target.review.points": ([20, 30, 30, 20], "2020-12-31"),
    "target.review.lines": ([5, 5, 5, 5, 7, 8, 8, 7, 8, 7, 8, 7, 5, 5, 5, 5], "2020-12-31"),
    "target.review.share": ([90, 100, 80, 89, 60, 79, 0, 59], "2020-12-31"),
    "target.review.rule68": (6, "2020-12-31"),
    "target.review.revise": (3, "2020-12-31"),
    "selfeval.submit": ("01-31", "2020-12-31"),
    "dept.form.decimals": (1, "2020-12-31"),
    "monitor.dates": ("06-30、09-30", "2020-12-31"),
    "monitor.reports": ("07-15、10-15", "2020-12-31"),
    "eval.grade": ([90, 80, 60], "2020-12-31"),
    "eval.block.1": (15, "2020-12-31"),
    "eval.block.2": (25, "2020-12-31"),
    "eval.block.min": (15, "2020-12-31"),
    "eval.block.ending": ("5或0", "2020-12-31"),
    "rectify.plan.days": (60, "2020-12-31"),
    "result.cut.zhong": ([10, 30], "2020-12-31"),
    "result.cut.cha": ([30, 100], "2020-12-31"),
    "appraisal.top": (10, "2020-12-31"),
    "appraisal.bottom": (10, "2020-12-31"),
}
YANGZHONG = {
    "plan.gpb_full": (date(2020, 12, 31), "2020-06-18"),
    "plan.other_budgets": (date(2021, 12, 31), "2020-06-18"),
    "plan.system_done": (date(2022, 12, 31), "2020-06-18"),
    "eval.dept.cycle": (5, "2020-06-18"),
    "exante.start.city": (date(2020, 12, 31), "2020-06-18"),
    "exante.start.town": (date(2021, 12, 31), "2020-06-18"),
    "govt_eval.pilot": (2021, "2020-06-18"),
    "dept_eval.pilot.town": (2021, "2020-06-18"),
    "project.responsibility": ("终身", "2020-06-18"),
    "appraisal.parts": (4, "2020-06-18"),
}
OTHERS = {
    "江苏": {"service.pilot": ([2018, 2019], "2018-07-30")},
    "湖北": {
        "selfeval.weight.execution": (20, "2020-12-31"),
        "selfeval.weight.targets": (80, "2020-12-31"),
        "selfeval.qual.bands": ([100, 80, 80, 50, 50, 0], None),
        "selfeval.reverse": ("分值×指标值÷完成值", "2020-12-31"),
    },
    "四川": {
        "selfeval.reason.rate": (90, None),
        "form.text.limit": ([100, 200], None),
        "monitor.warn": ([25, 40, 60, 80], "2025-12-31"),
        "monitor.gap": (10, "2025-12-31"),
        "monitor.decide.days": (10, "2025-12-31"),
        "dept.blocks": ([25, 30, 45], None),
        "project.blocks": ([20, 10, 70], None),
    },
    "银川": {"selfeval.blocks": ([10, 25, 30, 35], "2021-12-31")},
    "云南": {"selfeval.weight": ([10, 40, 30, 20], "2022-12-31")},
    "湖南": {
        "staff.control": ([100, Decimal("0.1")], "2016-12-31"),
        "sangong.change": ([0, Decimal("0.1")], "2016-12-31"),
    },
    "嘉定": {"tp.sheet": ([30, 20, 50], "2018-12-31")},
    UNKNOWN: {
        "carry.rate": (9, None),
        "carry.change": (-30, None),
        "feedback.days": (20, None),
        "measures.days": (30, None),
        "report.sheet": ([6, 14, 20, 60], None),
        "checker.tolerance": (Decimal("0.1"), None),
    },
}
ROWS = [
    (region, id, value, since)
    for region, table in {
        "国家": NATION, "河南": HENAN, "郑州": ZHENGZHOU, "扬中": YANGZHONG, **OTHERS,
    }.items()
    for id, (value, since) in table.items()
]  # fmt: skip


def version(region: str, id: str) -> Parameter:
    (found,) = [item for item in LIBRARY.parameters[id] if item.region == region]
    return found


def plain(value: object) -> object:
    return tuple(map(Decimal, value)) if isinstance(value, list) else value


@pytest.mark.parametrize(("region", "id", "value", "since"), ROWS)
def test_every_row_is_there(region: str, id: str, value: object, since: str | None) -> None:
    found = version(region, id)
    assert found.value == plain(value)
    assert found.since == (date.fromisoformat(since) if since else None)
    assert found.name
    assert found.unit or not isinstance(found.value, Decimal)


def test_nothing_is_there_that_was_not_written_down() -> None:
    ours = {(region, id) for region, id, _, _ in ROWS} | {("郑州", "exante.threshold"), ("郑州", "exante.results")}
    others = ("ppp.", "bond.", "si.")
    there = {(item.region, id) for id, several in LIBRARY.parameters.items() for item in several}
    assert {row for row in there if not row[1].startswith(others)} == ours


READ_AND_DATED = [
    (region, id, date.fromisoformat(since))
    for region, id, _, since in ROWS
    if since and LIBRARY.clauses[version(region, id).clause].status is Status.READ
]


@pytest.mark.parametrize(("region", "id", "first"), READ_AND_DATED)
def test_a_number_holds_from_its_day_and_not_before(region: str, id: str, first: date) -> None:
    for on in (first, first + DAY):
        assert load_rules(on=on, region=region).parameter(id).region == region
    assert region_before(region, id, first) != region


def region_before(region: str, id: str, first: date) -> str:
    """Region whose version held the day before; empty where the look-up was refused for the date."""
    try:
        return load_rules(on=first - DAY, region=region).parameter(id).region
    except RuleError as error:
        return "" if f"自{first}起施行" in str(error) else region


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
        ("郑州", "monitor.reports", "07-15、10-15"),
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
