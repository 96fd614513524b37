"""B03, A04: points that the text tells are some of the score sheet, and so many times what each one cost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.quality.report_tables import report_of
from tests.quality.test_checks import evaluation
from tests.scoring.test_item import row
from yzperf.domain.finding import EvidenceClass
from yzperf.quality.catalogue import Hit, Inapplicable
from yzperf.quality.checks.sheet_numbers import losses_are_so_many_times_each, points_told_stand_in_the_sheet
from yzperf.rules import Rules
from yzperf.scoring import score_sheet

ROWS = [
    replace(row("100", "98.8", weight="5", reported="4.94"), indicator="预算执行率"),
    replace(row("100", "66.67", weight="5", reported="3.33"), indicator="奖补资金兑付及时率"),
    replace(row("100", "100", weight="5", reported="2.60"), indicator="资金使用合规性"),
    replace(row("100", "100", weight="85", reported="80.00"), indicator="质量达标率"),
]


def told(rules: Rules, text: str) -> list[Hit]:
    card = score_sheet(evaluation(*ROWS, total="90.87"), rules)
    try:
        return list(points_told_stand_in_the_sheet(report_of(text), card))
    except Inapplicable:
        return []


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("按批次计算的及时率为66.67%，得3.67分；平均用时54天。", "得3.67分"),
        ("3家企业多得奖补，扣2.80分。", "扣2.80分"),
    ],
)
def test_points_that_nothing_of_the_sheet_has_are_a_lead(rules: Rules, text: str, points: str) -> None:
    (hit,) = told(rules, text)
    assert hit.reported == points
    assert hit.evidence is EvidenceClass.LEAD


def test_points_behind_the_name_of_an_indicator(rules: Rules) -> None:
    (hit,) = told(rules, "失分最多的依次为资金使用合规性1.40分、奖补资金兑付及时率1.67分。")
    assert (hit.reported, hit.evidence) == ("1.40分", None)


@pytest.mark.parametrize(
    "text",
    [
        "按批次计算的及时率为66.67%，得3.33分，扣1.67分。",
        "失分最多的依次为资金使用合规性2.40分、奖补资金兑付及时率1.67分。",
        "全部指标得90.87分。",
        "资金使用合规性2.60分，预算执行率4.94分。",
        "居民满意度问卷平均得4.14分。",
        "单位自评的及时率为80%，得4.00分。",
        "每低1个百分点扣0.15分。",
        "预算执行率和奖补资金兑付及时率两项，得8.27分。",
    ],
)
def test_points_that_stand_in_the_sheet_or_are_of_something_else(rules: Rules, text: str) -> None:
    assert told(rules, text) == []


def each(text: str) -> list[Hit]:
    try:
        return list(losses_are_so_many_times_each(report_of(text)))
    except Inapplicable:
        return []


@pytest.mark.parametrize(
    "text",
    [
        "核查发现3家企业多得奖补，其中2家重复申报。分值5分，每家扣0.6分，共扣2.40分，得2.60分。",
        "抽查64份，5份缺少意见，每份扣0.3分，合计扣1.80分。",
        "2台（套）设备闲置，每台扣0.5分，共扣1.5分。",
    ],
)
def test_not_so_many_times(text: str) -> None:
    assert len(each(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "核查发现3家企业多得奖补，其中2家重复申报。分值5分，每家扣0.8分，共扣2.40分，得2.60分。",
        "每家扣0.8分，共扣2.40分。",  # how many is not told
        "抽查64份，5份缺少意见，每份扣0.3分，合计扣1.50分。",
        "每发现1起扣0.5分，扣完为止。",
    ],
)
def test_so_many_times_or_a_mere_rule(text: str) -> None:
    assert each(text) == []
