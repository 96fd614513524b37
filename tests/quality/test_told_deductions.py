"""B03, A04: deductions that the report tells, against its own tables and against the score sheet."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.quality.report_tables import report_of, table
from tests.quality.test_checks import evaluation, found
from tests.scoring.test_item import row
from yzperf.domain.document import Table
from yzperf.domain.finding import Finding
from yzperf.rules import Rules

MISUSED = "1家机构用补贴资金支付接待费4,860元"
SHEET = evaluation(
    replace(row("100", "100", weight="60", reported="58.5"), l1="过程", indicator="资金使用合规性", reason=MISUSED),
    replace(row("100", "90", weight="40", reported="38.5"), l1="产出", indicator="制度执行有效性", reason=""),
    total="97",
    grade="优",
)


def hits(rules: Rules, number: str, *blocks: str | Table) -> list[Finding]:
    told = found(rules, number, SHEET, report=report_of(*blocks))
    return [one for one in told if "扣" in one.message and one.where.file == "报告.docx"]


def annex(reason: str) -> Table:
    return table(
        [["指标", "分值", "得分", "扣分说明"], ["新创剧目", "6", "3.60", reason], ["场次", "8", "8.00", ""]], 3
    )


@pytest.mark.parametrize("reason", ["少于计划4个，扣4.20分", "扣2分；另因迟报扣1分", "未完成，扣除4.2分"])
def test_a_reason_in_a_table_of_the_report(rules: Rules, reason: str) -> None:
    (finding,) = hits(rules, "B03", annex(reason))
    assert finding.recomputed == "扣 2.4 分"


@pytest.mark.parametrize("reason", ["少于计划4个，扣2.40分", "扣2分；另因迟报扣0.4分", "每少1个扣0.6分", "未完成"])
def test_a_right_reason_in_a_table(rules: Rules, reason: str) -> None:
    assert hits(rules, "B03", annex(reason)) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("实得16.50分，扣减3.50分。主要扣分点：目标未测算，扣2分；指标未量化，扣1分；预算无依据，扣1.5分。", 1),
        ("该部分扣1.5分。扣分原因：指标未量化，扣1分；与实际出入较大，扣0.2分。", 1),
        ("实得16.50分，扣减3.50分。主要扣分点：目标未测算，扣1分；指标未量化，扣1分。", 0),
        ("该部分扣1.5分。扣分原因：指标未量化，扣1分；与实际出入较大，扣0.5分。", 0),
        ("扣1.5分。扣分集中在两个指标，各扣0.75分。", 0),
    ],
)
def test_a_list_of_deductions(rules: Rules, text: str, count: int) -> None:
    assert len(hits(rules, "B03", text)) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (f"凭证抽查126笔，发现{MISUSED}，扣0.5分；2家机构未复评，扣1.25分。", 1),
        (f"检查发现，{MISUSED}，扣1.5分。", 0),
        (f"{MISUSED}，每笔扣0.5分。", 0),
        ("制度执行有效性。抽查12条线路，其中3条线路台账缺失，每条扣0.60分。", 1),
        ("制度执行有效性。抽查12条线路，其中3条线路台账缺失，每条扣0.50分。", 0),
    ],
)
def test_a_deduction_of_one_row_of_the_sheet(rules: Rules, text: str, count: int) -> None:
    assert len(hits(rules, "B03", text)) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("扣分指标2个，共扣3.50分。", 1),
        ("扣分指标2个，共扣3分。其中产出类扣1.5分。", 0),
        ("扣分指标2个，共扣3.00分。其中过程类扣1.20分。", 1),
        ("过程类指标共扣1.50分。", 0),
        ("评分标准规定，指标未完成的，共扣5分。", 0),
    ],
)
def test_what_was_lost_in_all_and_in_a_block(rules: Rules, text: str, count: int) -> None:
    assert len(hits(rules, "A04", text)) == count
