"""B10: tables of amounts that do not say their unit."""

from __future__ import annotations

import pytest

from tests.quality.report_tables import Rows, report_of, table
from tests.quality.test_checks import found
from yzperf.domain.finding import EvidenceClass
from yzperf.rules import Rules

BARE: Rows = (("资金来源", "年初预算数", "全年执行数"), ("省级", "100.00", "90.00"), ("县级", "60.00", "55.00"))


@pytest.mark.parametrize(
    "rows",
    [
        BARE,
        (("项目", "投资额"), ("道路", "600"), ("绿化", "350")),
        (("合同名称", "合同价", "已支付金额"), ("施工", "600.5", "350"), ("监理", "20", "20")),
        (("镇", "户数", "发放资金"), ("甲镇", "120", "36000"), ("乙镇", "100", "30000")),
        (("资金来源", "年初预算数", "全年执行数", "分值", "得分"), ("省级", "100.00", "90.00", "5", "4.50"), ("县级", "60.00", "55.00", "5", "4.58")),
    ],
)  # fmt: skip
def test_amounts_without_a_unit(rules: Rules, rows: Rows) -> None:
    (finding,) = found(rules, "B10", report=report_of(table(rows, caption="表1 资金情况")))
    assert finding.evidence is EvidenceClass.RULE
    assert "没有写单位" in finding.message


@pytest.mark.parametrize(
    ("rows", "unit", "text"),
    [
        (BARE, "万元", ""),
        (BARE, "", "除另有说明外，本报告涉及的金额单位均为万元，数据取自财务账。"),
        ((("资金来源", "预算数（万元）"), ("省级", "100.00"), ("县级", "60.00")), "", ""),
        ((("资金来源", "预算数"), ("省级", "100万元"), ("县级", "60万元")), "", ""),
        ((("资金来源", "预算数"), ("省级", "0"), ("县级", "0")), "", ""),
        ((("三级指标", "分值", "得分"), ("资金到位率", "5", "5"), ("支出合规性", "5", "4")), "万元", ""),
        ((("三级指标", "满分", "实得", "完成情况"), ("预算编制科学性", "3", "2.0", "2"), ("资金到位率", "5", "5.0", "1")), "", ""),
        ((("选项", "很满意", "满意"), ("补助金额", "63", "41"), ("资金到账速度", "52", "60")), "户", ""),
    ],
)  # fmt: skip
def test_amounts_with_a_unit(rules: Rules, rows: Rows, unit: str, text: str) -> None:
    good = table((("项目", "投资额（元）"), ("道路", "600"), ("绿化", "350")), at=3)
    made = report_of(text or "正文。", table(rows, at=2, caption="表1 资金情况", unit=unit), good)
    assert found(rules, "B10", report=made) == []
