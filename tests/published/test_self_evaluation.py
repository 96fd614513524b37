"""The published self-evaluation tables: totals by the rule, and every departure that the remarks name."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from yzperf import face
from yzperf.domain.scorecard import ScoreCard
from yzperf.quality import Audit
from yzperf.rules import load_rules

ON = date(2025, 3, 10)

# file → (layout, profile, total by the rule over all rows, filled-in and rule sum over the rows with a filled-in score)
TOTALS = {
    "S01": ("national", "cn10", "98.62", "98.62", "98.62"),
    "S02": ("national", "cn10", "4.52", "4.52", "4.52"),
    "S03": ("national", "cn10", "90.00", "80.00", "90.00"),
    "S05": ("national", "cn10", "100.00", "84.00", "90.00"),
    "S05_sichuan": ("sichuan", "cn10", "100.00", "84.00", "90.00"),
    "S06": ("national", "cn10", "100.00", "100.00", "100.00"),
    "S07": ("national", "cn10", "97.24", "98.00", "97.24"),
    "S09": ("hubei", "hubei", "100.00", "99.60", "100.00"),
    "S11": ("hubei", "hubei", "120.00", "120.00", "120.00"),
    "S14": ("yunnan", "cn10", "99.80", "96.00", "99.80"),
    "S16": ("weight_first", "cn10", "90.00", "90.00", "90.00"),
    "S18": ("agency_appraisal", "agency_appraisal", "94.00", "94.00", "94.00"),
}
# file → (check, words of the message) of every departure that the remarks name
DEPARTURES = {
    "S01": [("B08", "执行率填 86.19%", "86.18%")],
    "S03": [("B03", "预算执行率", "重建"), ("B08", "全年预算数：合计行 0", "89.974"), ("B07", "项目总成本", "89.974")],
    "S05": [("B03", "卫片执法补助经费", "已达到"), ("B03", "项目验收合格率", "已达到"), ("B03", "项目完成及时率", "未说明原因"), ("B03", "违法行为责停率", "填报 27")],
    "S06": [("C03", "工程质量合格", "未填"), ("C03", "支付完成率100%", "写在名称里"), ("C03", "资金执行在预算", ""), ("C03", "全市安全度汛", ""), ("C03", "保护全市", ""), ("C03", "已建工程", "")],
    "S07": [("B03", "预算执行率", "整数"), ("B03", "工程资金金额", "整数"), ("C05", "工程资金金额", "节约")],
    "S09": [("B03", "整编资料审核", "把完成值直接当作得分率")],
    "S11": [("B02", "120", "100"), ("B01", "年度绩效目标", "100"), ("C05", "预算资金执行率", "重复计分"), ("C03", "把握正确政治导向", "未填指标值")],
    "S14": [("B03", "资金到位及时率", "填报 7"), ("B03", "政策知晓率", "9.80"), ("B01", "满意度20", "满意度10")],
    "S16": [("B08", "其中", "只计一次")],
    "S18": [("C10", "5 分处重叠", ""), ("C10", "10 分处重叠", "")],
}  # fmt: skip


def opened(published: Path, name: str) -> tuple[ScoreCard, Audit]:
    sheet = face.load_score_sheets(published / f"{name}.xlsx")[0]
    rules = load_rules(on=ON, region="国家")
    return face.score(sheet, on=ON, region="国家"), face.check_sheets([sheet], rules)


@pytest.mark.parametrize("name", TOTALS)
def test_totals_by_the_rule(published: Path, name: str) -> None:
    card, _ = opened(published, name)
    layout, profile, total, reported, by_rule = TOTALS[name]
    assert (card.sheet.layout, card.profile) == (layout, profile)
    assert card.total == Decimal(total)
    assert card.comparable == (Decimal(reported), Decimal(by_rule))


@pytest.mark.parametrize("name", DEPARTURES)
def test_every_remarked_departure_is_named(published: Path, name: str) -> None:
    _, audit = opened(published, name)
    found = [(finding.id, finding.message) for finding in audit.findings]
    for check, first, second in DEPARTURES[name]:
        assert any(id == check and first in text and second in text for id, text in found), (check, first, found)


@pytest.mark.parametrize("name", ["S01", "S02", "S16"])
def test_tables_that_follow_the_rule_are_not_accused(published: Path, name: str) -> None:
    _, audit = opened(published, name)
    assert [finding for finding in audit.findings if finding.id in ("B02", "B03", "B04", "B05", "C03")] == []


def test_rows_that_explain_another_are_read_and_not_scored(published: Path) -> None:
    card, _ = opened(published, "S16")
    assert sum(row.is_part for row in card.sheet.rows) == 7
    assert not any("其中" in row.indicator for row in card.rows)


def test_every_row_of_the_shared_table_scores_as_its_column_rule_says(published: Path) -> None:
    import csv

    shared = published.parents[2] / "shared" / "published" / "self_evaluation" / "tables.csv"
    if not shared.exists():
        pytest.skip("没有共享的公开自评表，略过逐行对照 1 项")
    with shared.open(encoding="utf-8") as file:
        records = list(csv.DictReader(file))
    assert len(records) > 60
    for name in sorted({record["id"] for record in records}):
        card, _ = opened(published, name)
        wanted = [_rule(record) for record in records if record["id"] == name]
        assert [row.score for row in card.rows] == wanted, name


def _rule(record: dict[str, str]) -> Decimal | None:
    # One target of S18 holds an unquoted comma, which shifts its columns; no row of S18 has a score by a rule.
    return Decimal(record["rule"]) if record["rule"] and record["id"] != "S18" else None
