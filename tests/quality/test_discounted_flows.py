"""B09: tables of discounted flows, net present value, benefit–cost ratio and internal rate of return."""

from __future__ import annotations

import pytest

from tests.quality.method_papers import told
from yzperf.domain.finding import EvidenceClass
from yzperf.rules import Rules

TEXT = "投资1,000.00万元计入期初，按5%的折现率计算，效益现值合计1,225.48万元，净现值225.48万元，效益成本比1.23，内部收益率14.88%。"


LINES = (
    "年度|效益（万元）|折现系数|现值（万元）|累计现值（万元）",
    "2025|400.00|0.9524|380.96|380.96",
    "2026|350.00|0.9070|317.45|698.41",
    "2027|330.00|0.8638|285.05|983.46",
    "2028|294.18|0.8227|242.02|1,225.48",
    "合计|1,374.18|—|1,225.48|—",
)


def flows(right: str = "", wrong: str = "") -> tuple[str, ...]:
    return ("表3 成本效益测算（万元）", *(line.replace(right, wrong, 1) if right else line for line in LINES))


def proofs(rules: Rules, *parts) -> list[tuple[str, str]]:
    found = told(rules, "B09", *parts)
    return [(one.reported, one.recomputed) for one in found if one.evidence is EvidenceClass.PROOF]


def test_a_table_that_holds(rules: Rules) -> None:
    assert proofs(rules, TEXT, flows()) == []


@pytest.mark.parametrize(("right", "wrong"), [("285.05", "258.05"), ("983.46", "938.46"), ("0.9070", "0.9700")])
def test_a_cell_that_does_not_follow(rules: Rules, right: str, wrong: str) -> None:
    assert (wrong, right) in proofs(rules, TEXT, flows(right, wrong))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("净现值225.48万元", "净现值252.48万元"), ("成本比1.23", "成本比1.32"), ("内部收益率14.88%", "内部收益率18.48%")],
)
def test_results_that_do_not_follow(rules: Rules, right: str, wrong: str) -> None:
    assert len(proofs(rules, TEXT.replace(right, wrong), flows())) == 1


def test_net_flows_and_another_case_are_no_contradiction(rules: Rules) -> None:
    net = (
        "表4 现金流量（万元）",
        "年份|收入|成本|净现金流量|折现系数|净现值",
        "第1年|90.00|30.00|60.00|0.9259|55.55",
        "第2年|95.00|31.00|64.00|0.8573|54.87",
        "第3年|99.00|33.00|66.00|0.7938|52.39",
    )
    assert proofs(rules, "按8%的折现率计算，见表。", net) == []
    assert proofs(rules, TEXT, flows(), "敏感性分析：效益下降10%时，净现值102.93万元。") == []
