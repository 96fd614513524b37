"""C05: one indicator under two names, two indicators on one value, and pairs that only look alike."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.quality.test_checks import found
from tests.scoring.test_card import sheet
from tests.scoring.test_item import row
from yzperf.domain.finding import Finding, Severity, Verdict
from yzperf.domain.scoresheet import IndicatorRow
from yzperf.rules import Rules


def twice(rules: Rules, *rows: IndicatorRow) -> list[Finding]:
    return found(rules, "C05", sheet(*rows, row("≥5", "5", name="另一项")))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("路面验收合格率", "路面验收合格率"),
        ("路面验收合格率", "2.路面验收达标率（定量）"),
        ("补贴发放准确率", "项目补贴发放的正确率"),
        ("资金拨付及时率", "资金发放按时率"),
        ("受益群众满意度", "受益居民满意率"),
        ("政策知晓率", "政策知晓度"),
    ],
)
def test_one_thing_under_two_names(rules: Rules, first: str, second: str) -> None:
    (finding,) = twice(rules, row("≥98%", "96.4%", name=first), row("≥98%", "96.4%", name=second))
    assert (finding.verdict, finding.severity) == (Verdict.LEAD, Severity.MINOR)
    assert (finding.reported, finding.recomputed) == (second, first)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("一类道路完工及时率", "100%", "100%"), ("二类道路完工及时率", "100%", "100%")),
        (("示例完成数量1", "≥50个", "48个"), ("示例完成数量2", "≥50个", "48个")),
        (("一标段管网长度", "≥50公里", "48公里"), ("二标段管网长度", "≥50公里", "48公里")),
        (("培训人数", "≥120人", "118人"), ("发证人数", "≥120人", "118人")),
        (("受益群众满意度", "≥90%", "92.1%"), ("受益居民满意度", "≥85%", "88.4%")),
        (("设备验收合格率", "≥95%", "95.5%"), ("设备完好率", "≥95%", "96.1%")),
        (("培训人数", "≥120人", "118人"), ("培训次数", "≥120次", "118次")),
    ],
)
def test_what_only_looks_alike(rules: Rules, first: tuple[str, str, str], second: tuple[str, str, str]) -> None:
    rows = (row(target, actual, name=name) for name, target, actual in (first, second))
    assert twice(rules, *rows) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [("改造道路数", "道路改造数量"), ("秸秆综合利用率", "秸秆利用率"), ("设备配置到位数", "到位设备数量")],
)
def test_the_same_signs_in_another_order(rules: Rules, first: str, second: str) -> None:
    (finding,) = twice(rules, row("≥50", "48", name=first), row("≥50", "48", name=second))
    assert finding.severity is Severity.HINT
    met = twice(rules, row("≥50", "50", name="一类道路完工数"), row("≥50", "50", name="二类道路完工数"))
    assert met == []


@pytest.mark.parametrize(
    ("first", "second"),
    [("田间道路通达率", "田间道路通达比率"), ("改造道路数量", "改造道路条数"), ("培训学员满意度", "培训学员满意率")],
)
def test_another_spelling_with_other_values(rules: Rules, first: str, second: str) -> None:
    rows = (row("≥95%", "96.2%", name=first), row("≥93%", "93.1%", name=second))
    found_twice = twice(rules, *rows)
    assert len(found_twice) == (0 if "条数" in second else 1)


def test_two_indicators_on_one_value(rules: Rules) -> None:
    rows = row("≥98%", "96.4%", name="路面验收合格率"), row("≥98%", "96.4%", name="工程质量达到要求的比例")
    (finding,) = twice(rules, *rows)
    assert finding.severity is Severity.HINT
    assert "可能取自同一数据" in finding.message


def test_the_same_name_in_two_targets_of_one_form_passes(rules: Rules) -> None:
    first, second = (replace(row("≥98%", "99%", name="验收合格率"), block=block) for block in ("目标1", "目标2"))
    assert twice(rules, first, second) == []
    (finding,) = twice(rules, first, replace(second, block="目标1"))
    assert "同名" in finding.message


def test_each_is_told_once(rules: Rules) -> None:
    same = [row("≥98%", "96.4%", name="路面验收合格率") for _ in range(20)]
    assert len(twice(rules, *same)) == 19
