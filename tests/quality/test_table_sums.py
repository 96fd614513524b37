"""B02 on tables of the report: totals and subtotals are the sums of their rows."""

from __future__ import annotations

import pytest

from tests.quality.report_tables import Rows, report_of, table
from tests.quality.test_checks import found
from yzperf.domain.finding import Finding, Severity
from yzperf.rules import Rules

MONEY = ("资金来源", "预算数（万元）", "执行数（万元）", "执行率")


def told(rules: Rules, *rows: Rows, unit: str = "") -> list[Finding]:
    made = report_of(table(rows, caption="表1 资金情况", unit=unit))
    return [finding for finding in found(rules, "B02", report=made) if "各行相加" in finding.message]


@pytest.mark.parametrize(
    ("rows", "right"),
    [
        ((MONEY, ("省级", "100.00", "90.00", "90%"), ("县级", "60.00", "55.00", "91.67%"), ("合计", "160.00", "154.00", "90.6%")), "145.00"),
        ((("项目", "支出（元）"), ("道路", "20180000.00"), ("绿化", "19301300"), ("合计", "39481301.00")), "39481300.00"),
        ((("项目", "支出（元）"), ("合计", "1,050"), ("道路", "600"), ("绿化", "350")), "950"),
        ((("来源", "到位（亿元）"), ("中央", "1.20"), ("地方", "0.80"), ("总　计", "2.10")), "2.00"),
        ((("镇", "户数"), ("甲镇", "120户"), ("乙镇", "131户"), ("丙镇", "100户"), ("合计", "350户")), "351"),
        ((("支出内容", "金额（万元）"), ("道路", "60"), ("绿化", "40"), ("小计", "110"), ("设备", "30"), ("合计", "140")), "100"),
        ((("一级指标", "分值", "得分"), ("决策", "15", "13.50"), ("过程", "20", "18.20"), ("合计", "35", "31.20")), "31.70"),
        ((("选项", "占比"), ("满意", "60.5%"), ("一般", "30.2%"), ("不满意", "6.3%"), ("合计", "100%")), "97.0"),
        ((("资金", "预算数（万元）", "执行数（万元）"), ("年度资金总额", "100", "96"), ("其中：财政拨款", "80", "70"), ("其他资金", "20", "20")), "90"),
    ],
)  # fmt: skip
def test_a_total_that_is_not_the_sum(rules: Rules, rows: tuple[Rows, ...], right: str) -> None:
    (finding,) = told(rules, *rows)
    assert finding.recomputed == right
    assert finding.severity is Severity.BLOCKING


@pytest.mark.parametrize(
    "rows",
    [
        (MONEY, ("省级", "100.00", "90.00", "90%"), ("县级", "60.00", "55.00", "91.67%"), ("合计", "160.00", "145.00", "90.63%")),
        (("来源", "到位（亿元）"), ("中央", "1.204"), ("地方", "0.803"), ("合计", "2.01")),  # rounded
        (("来源", "到位（万元）"), ("中央", "33.3"), ("省", "33.3"), ("地方", "33.3"), ("合计", "100")),
        (("内容", "单价（元）"), ("甲", "60"), ("乙", "40"), ("合计", "55")),
        (("支出内容", "金额（万元）"), ("道路", "60"), ("绿化", "40"), ("小计", "100"), ("设备", "30"), ("合计", "130")),
        (("支出内容", "金额（万元）"), ("一、工程", "100"), ("1.道路", "60"), ("2.绿化", "40"), ("合计", "100")),
        (("资金", "预算数（万元）"), ("年度资金总额", "100"), ("其中：财政拨款", "80"), ("自筹", "10")),
        (("支出内容", "金额（万元）"), ("道路", "60"), ("绿化", "约40"), ("合计", "110")),
        (("年份", "支出（万元）"), ("2022年", "60"), ("2023年", "40")),
        (("问题", "频数", "占比"), ("停车难", "220", "65.5%"), ("绿化少", "201", "59.8%"), ("合计", "336", "100%")),
        (("支出内容", "金额（万元）"), ("道路", "60"), ("绿化", "40"), ("设备", "30和10"), ("合计", "140")),
        (("项目", "抽查金额占支出比例"), ("亏损补贴", "80.00%"), ("乘车补贴", "70.00%"), ("维护补助", "60.00%"), ("合计", "77.54%")),
        (("内容", "金额（万元）"), ("合计", "130"), ("道路", "60"), ("绿化", "40"), ("小计", "100"), ("设备", "30")),
    ],
)  # fmt: skip
def test_what_adds_up_or_is_no_sum(rules: Rules, rows: tuple[Rows, ...]) -> None:
    good = table((("项目", "支出（元）"), ("道路", "60"), ("绿化", "40"), ("合计", "100")), at=2)
    made = report_of(table(rows, caption="表1 资金情况"), good)
    assert found(rules, "B02", report=made) == []


def test_a_form_of_several_blocks_is_not_added(rules: Rules) -> None:
    """The total of a self-evaluation counts the rate of execution, which stands in other columns."""
    rows = (
        ("项目资金（万元）", "全年预算数", "全年执行数", "分值", "执行率", "得分"),
        ("年度资金总额", "100", "96", "10", "96%", "9.6"),
        ("三级指标", "指标值", "完成值", "偏差原因", "分值", "得分"),
        ("改造道路", "20条", "20条", "", "50", "50"),
        ("合格率", "98%", "98%", "", "40", "40"),
        ("总分", "", "", "", "100", "99.6"),
    )
    good = table((("项目", "支出（元）"), ("道路", "60"), ("绿化", "40"), ("合计", "100")), at=2)
    assert found(rules, "B02", report=report_of(table(rows, caption="自评表"), good)) == []


def test_merged_cells_count_once(rules: Rules) -> None:
    """The label that covers two rows is that of both; what stands once is added once."""
    rows = (("大类", "内容", "金额（万元）"), ("工程", "道路", "60"), ("", "绿化", "40"), ("合计", "", "110"))
    (finding,) = told(rules, *rows)
    assert finding.recomputed == "100"
