"""A04: a rate over another base than elsewhere, that is not said to be."""

from __future__ import annotations

import pytest

from tests.quality.report_tables import report_of, table
from yzperf.domain.claims import read_claims
from yzperf.domain.finding import EvidenceClass
from yzperf.quality.catalogue import Hit, Inapplicable
from yzperf.quality.checks.rate_bases import rates_keep_their_base, shares_are_of_the_base_they_name
from yzperf.quality.subject import subject_of_report

MONEY = table(
    [
        ["资金来源", "全年预算", "到位资金", "实际支出", "执行率"],
        ["中央资金", "1,180.00", "1,180.00", "1,152.36", "97.66%"],
        ["县级资金", "1,404.00", "1,378.40", "1,350.73", "97.99%"],
        ["合计", "2,584.00", "2,558.40", "2,503.09", "97.84%"],
    ],
    9,
    caption="表1 资金情况",
    unit="万元",
)


def told(text: str) -> list[Hit]:
    report = report_of("#一、项目情况", MONEY, "预算执行率97.84%，得3.91分。", "#五、问题", text)
    try:
        return list(rates_keep_their_base(read_claims(report), subject_of_report(report, None)))
    except Inapplicable:
        return []


def test_over_the_budget_and_not_said() -> None:
    (hit,) = told("年末结余较多，预算执行率96.87%。")
    assert (hit.reported, hit.recomputed, hit.evidence) == ("96.87%", "97.84%", EvidenceClass.LEAD)


@pytest.mark.parametrize(
    "text",
    [
        "年末结余较多，预算执行率97.84%。",
        "年末结余较多，预算执行率97.8%。",
        "若以全年预算为分母，预算执行率96.87%。",
        "按全年预算计算，预算执行率为96.87%。",
        "上年预算执行率96.87%。",
        "预算执行率95.50%。",  # over no base that is told: other parts of A04 judge it
    ],
)
def test_the_same_or_said_to_be_another(text: str) -> None:
    assert told(text) == []


def named(text: str) -> list[Hit]:
    report = report_of("#一、项目情况", MONEY, "项目全年预算2,584.00万元，到位2,558.40万元。", "#摘要", text)
    return list(shares_are_of_the_base_they_name(read_claims(report), subject_of_report(report, None)))


def test_a_share_of_the_money_received_that_is_one_of_the_budget() -> None:
    (hit,) = named("项目实际支出2,503.09万元，占到位资金的96.87%。")
    assert (hit.reported, hit.recomputed, hit.evidence) == ("96.87%", "97.84%", None)
    assert named("项目实际支出2,503.09万元，占到位资金的97.84%。") == []
    assert named("项目实际支出2,503.09万元，占全年预算的96.87%。") == []
    assert named("县级支出1,350.73万元，占到位资金的52.80%。") == []
