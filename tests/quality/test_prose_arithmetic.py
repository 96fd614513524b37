"""Long passages in voices that nobody heard before: what is right in them is not said to be wrong, what is made wrong is found."""

from __future__ import annotations

from datetime import date

import pytest

from tests.other_voices import VOICES
from tests.quality.report_tables import Rows, report_of, table
from yzperf.domain.document import Document
from yzperf.domain.finding import Finding, Verdict
from yzperf.face import check_document
from yzperf.rules import load_rules

_ARITHMETIC = {"A04", "B02", "B06", "B07", "B08", "B09", "B10", "E02", "F05"}


def arithmetic(report: Document) -> list[Finding]:
    findings = check_document(report, load_rules(on=date(2025, 6, 1), region="国家")).findings
    return [one for one in findings if one.id in _ARITHMETIC]


def passage(voice: str, old: str = "", new: str = "") -> Document:
    texts = [text.replace(old, new, 1) if old else text for text in VOICES[voice]]
    return report_of("#示例项目绩效评价报告", "#一、项目实施情况", *texts)


@pytest.mark.parametrize("voice", VOICES)
def test_nothing_is_held_against_what_is_right(voice: str) -> None:
    assert [one.message for one in arithmetic(passage(voice)) if one.verdict is Verdict.FAILED] == []


@pytest.mark.parametrize(
    ("voice", "old", "new"),
    [
        ("transport", "占支出总额的56.0%", "占支出总额的65.0%"),
        ("transport", "占12.1%", "占21.1%"),
        ("transport", "预算执行率94.2%", "预算执行率92.4%"),
        ("transport", "增长11.7%", "增长17.1%"),
        ("transport", "完成率97.2%", "完成率92.7%"),
        ("transport", "相差197.2公里", "相差179.2公里"),
        ("transport", "降幅28.1%", "降幅21.8%"),
        ("transport", "有效问卷456份", "有效问卷465份"),
        ("transport", "相差6.3个百分点", "相差3.6个百分点"),
        ("health", "占接通人数的87.5%", "占接通人数的85.7%"),
        ("health", "签约率82.5%", "签约率85.2%"),
        ("health", "分别占50.0%、20.0%", "分别占50.0%、22.0%"),
        ("health", "占在管人数的59.0%", "占在管人数的95.0%"),
        ("health", "完成率94.9%", "完成率99.4%"),
        ("health", "比目标少2,350人", "比目标少3,250人"),
        ("health", "月均10,706剂次", "月均17,006剂次"),
        ("health", "极差17.5分", "极差15.7分"),
        ("health", "平均84.3分", "平均83.4分"),
        ("education", "占37.0%", "占73.0%"),
        ("education", "其余6所未接入", "其余9所未接入"),
        ("education", "占79.6%；认为", "占76.9%；认为"),
        ("education", "满意率79.6%", "满意率76.9%"),
        ("education", "平均26公斤", "平均62公斤"),
        ("education", "每人次5.14元", "每人次5.41元"),
        ("farmland", "（23,612万元）", "（2,361万元）"),
        ("farmland", "相差14.6个百分点", "相差16.4个百分点"),
        ("farmland", "上升6.7个百分点", "上升7.6个百分点"),
        ("farmland", "占中标价的88.7%", "占中标价的87.8%"),
        ("farmland", "亩均增产45公斤，增幅9.3%", "亩均增产45公斤，增幅3.9%"),
    ],
)
def test_what_is_made_wrong_is_found(voice: str, old: str, new: str) -> None:
    assert any(old in text for text in VOICES[voice])
    wrong = [one for one in arithmetic(passage(voice, old, new)) if one.verdict is Verdict.FAILED]
    assert wrong, f"{old}→{new}"


# ── tables ──────────────────────────────────────────────────────────────────────────────────────────

TOWNS = (
    ("街道", "计划（台）", "完工（台）", "完成率", "受益户（户）"),
    ("东亭街道", "23", "22", "95.7%", "528"),
    ("西园街道", "20", "19", "95.0%", "456"),
    ("南桥街道", "17", "16", "94.1%", "384"),
    ("合计", "60", "57", "95.0%", "1,368"),
)
ANSWERS = (
    ("回答", "非常满意", "比较满意", "一般", "不满意", "合计"),
    ("份数", "198", "147", "29", "12", "386"),
    ("占比", "51.3%", "38.1%", "7.5%", "3.1%", "100%"),
)
PRICES = (
    ("设备", "数量（台）", "单价（元）", "金额（万元）"),
    ("电脑", "120", "5,200", "62.40"),
    ("投影仪", "36", "8,900", "32.04"),
    ("打印机", "45", "2,400", "10.80"),
    ("交换机", "18", "3,500", "6.30"),
)
AIDS = (
    ("补助项目", "享受户数（户）", "金额（万元）"),
    ("取暖补助", "420", "63.00"),
    ("住房补助", "130", "104.00"),
    ("合计", "486", "167.00"),  # some households have both
)


def changed(rows: Rows, row: int, column: int, text: str) -> Rows:
    return [
        [text if (at, place) == (row, column) else cell for place, cell in enumerate(cells)]
        for at, cells in enumerate(rows)
    ]


def of_table(rows: Rows) -> list[Finding]:
    told = "项目按批复的方案组织实施，资金由区财政局统筹安排，各项任务的完成情况见下表。"
    report = report_of("#示例项目绩效评价报告", "#一、项目实施情况", told, table(rows, at=1, caption="表1 情况"))
    return arithmetic(report)


@pytest.mark.parametrize("rows", [TOWNS, ANSWERS, PRICES, AIDS])
def test_a_table_that_is_right(rows: Rows) -> None:
    assert [one.message for one in of_table(rows)] == []


@pytest.mark.parametrize(
    ("rows", "row", "column", "text", "right"),
    [
        (TOWNS, 2, 3, "90.5%", "95.0%"),
        (TOWNS, 4, 2, "75", "57"),
        (TOWNS, 4, 4, "1,638", "1368"),
        (ANSWERS, 2, 3, "5.7%", "7.5%"),
        (ANSWERS, 1, 5, "368", "386"),
        (PRICES, 3, 3, "18.00", "10.80"),
    ],
)
def test_a_number_that_falls_out_of_its_column(rows: Rows, row: int, column: int, text: str, right: str) -> None:
    assert right in {one.recomputed for one in of_table(changed(rows, row, column, text))}


@pytest.mark.parametrize(
    "rows",
    [
        # the rate in the row 合计 is the mean of those above
        (("镇", "应到", "实到", "到会率"), ("甲镇", "40", "36", "90.0%"), ("乙镇", "50", "40", "80.0%"), ("丙镇", "30", "21", "70.0%"), ("合计", "120", "97", "80.0%")),
        # more than planned is printed as 100 %
        (("镇", "计划", "完成", "完成率"), ("甲镇", "40", "36", "90.0%"), ("乙镇", "50", "40", "80.0%"), ("丙镇", "30", "33", "100%"), ("丁镇", "20", "14", "70.0%")),
        # a weighted satisfaction that happens to be near the share in two rows
        (("项目", "样本", "满意", "满意度"), ("道路", "120", "108", "90.0%"), ("绿化", "130", "104", "86.2%"), ("照明", "110", "88", "84.1%"), ("排水", "90", "63", "79.5%")),
        # the same number by chance
        (("年份", "甲", "乙", "丙"), ("一期", "10", "4", "6"), ("二期", "12", "5", "8"), ("三期", "9", "3", "6"), ("四期", "15", "6", "7")),
    ],
)  # fmt: skip
def test_a_column_that_is_made_in_another_way(rows: Rows) -> None:
    assert [one.message for one in of_table(rows)] == []


@pytest.mark.parametrize(
    ("voice", "old", "new", "check"),
    [
        ("health", "女性281人", "女性218人", "B09"),
        ("education", "累计下降3.6个百分点", "累计下降6.3个百分点", "B09"),
    ],
)
def test_what_is_read_against_another_number_is_a_lead(voice: str, old: str, new: str, check: str) -> None:
    """218 of 512, and not of the 231 men, are far from 54.9%: it is told, and a person looks."""
    before = {one.message for one in arithmetic(passage(voice))}
    told = [one for one in arithmetic(passage(voice, old, new)) if one.message not in before]
    assert [(one.id, one.verdict) for one in told] == [(check, Verdict.LEAD)]
