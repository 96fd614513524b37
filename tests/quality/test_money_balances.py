"""B08 on the report: budget, changes, spending and balance of one paragraph or table row follow from each other."""

from __future__ import annotations

import pytest

from tests.quality.report_tables import report_of, table
from tests.quality.test_checks import found
from yzperf.domain.document import Table
from yzperf.domain.finding import Finding, Verdict
from yzperf.rules import Rules

TITLE = "2024年度示例县农村道路提升工程绩效评价报告"
GOOD = "项目年初预算100万元，追加20万元，全年预算120万元，支出110万元，结余10万元。"


def told(rules: Rules, *blocks: str | Table) -> list[Finding]:
    return found(rules, "B08", report=report_of(*blocks, title=TITLE))


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("项目年初预算数2,281.16万元，年中追加49.43万元，调减67.61万元，全年预算数2,264.98万元。", "2262.98万元"),
        ("年初预算1000000元；执行中调增200000元，调减100000元，调整后预算为1200000元。", "1100000元"),
        ("项目到位资金120万元，全年支出110万元，结余12万元。", "10万元"),
        ("项目全年预算1.20亿元，实际支出11,000万元，年末结余900万元。", "1000万元"),
        ("该项目安排预算１２０万元，实际支出１１０万元，剩余资金２０万元。", "10万元"),
        ("年初预算100.00万元，核减15.00万元后，调整后预算90.00万元。", "85.00万元"),
    ],
)
def test_b08_a_paragraph_that_does_not_add_up(rules: Rules, text: str, right: str) -> None:
    (finding,) = told(rules, text)
    assert (finding.recomputed, finding.verdict) == (right, Verdict.FAILED)


@pytest.mark.parametrize(
    "text",
    [
        "项目到位资金1.2亿元，全年支出1.13亿元，结余712万元。",  # rounded
        "上年结转5万元，项目全年预算120万元，支出110万元，结余15万元。",
        "项目全年预算120万元，到位115万元，支出110万元，结余5万元。",
        "项目全年预算120万元，支出110万元，结余10万元，收回财政8万元。",
        "2023年项目预算100万元，2024年项目支出110万元，结余12万元。",
        "项目全年预算120万元，绿化支出50万元，结余10万元。",
        "项目全年预算约120万元，支出110万元，结余12万元。",
        "项目合同价130万元，全年预算120万元，支出110万元，结余12万元。",
        "项目年初预算100万元，调整后预算120万元。",
    ],
)
def test_b08_what_adds_up_or_cannot_be_told(rules: Rules, text: str) -> None:
    assert told(rules, GOOD, text) == []


HEADS = ("资金来源", "年初预算数", "调增", "调减", "全年预算数", "全年执行数", "结余")


def test_b08_a_row_of_a_table(rules: Rules) -> None:
    rows = [HEADS, ("省级", "100", "20", "0", "120", "110", "10"), ("县级", "50", "0", "10", "40", "30", "10")]
    assert told(rules, table([*rows, ("合计", "150", "20", "10", "160", "140", "20")], unit="万元")) == []
    wrong = told(rules, table([*rows, ("镇级", "50", "0", "10", "40", "30", "15")], unit="万元"))
    assert [(one.where.paragraph, one.recomputed) for one in wrong] == [("第0个表第4行第7列", "10万元")]


def test_b08_a_column_of_unknown_meaning_may_be_a_term(rules: Rules) -> None:
    heads = ("资金来源", "年初预算数", "追加", "上年并入", "全年预算数")
    rows = [heads, ("省级", "100", "20", "0", "120"), ("县级", "50", "0", "0", "50"), ("镇级", "50", "0", "5", "55")]
    assert told(rules, GOOD, table(rows, at=2, unit="万元")) == []


def test_b08_columns_that_mean_something_else(rules: Rules) -> None:
    """No row holds the identity: 结余 is of another stage here, and nothing is said."""
    rows = [HEADS, ("省级", "100", "20", "0", "120", "110", "1"), ("县级", "50", "0", "10", "40", "30", "2")]
    assert told(rules, GOOD, table(rows, at=2, unit="万元")) == []
