"""B03 on reasons: what is taken off in words is what the row lost."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from tests.quality.report_tables import report_of, table
from tests.quality.test_checks import evaluation, found
from tests.scoring.test_item import row
from yzperf.domain.document import Table
from yzperf.domain.finding import Finding, Verdict
from yzperf.quality.deductions import read_deductions
from yzperf.rules import Rules


@pytest.mark.parametrize(
    ("reason", "stated"),
    [
        ("经费未落实扣1分，考核未落实扣0.5分", "1.5"),
        ("1.目标不明确，扣0.5分；2.测算不细，扣1分。", "1.5"),
        ("共扣2分，其中：资料不全扣1分，归档不及时扣1分", "2"),
        ("每发现一处扣0.5分，发现3处，扣1.5分", "1.5"),
        ("缺少2项，每项扣0.5分，共扣1分", "1"),
        ("未达到目标，扣分：1.5", "1.5"),
        ("验收滞后（-1分）", "1"),
        ("减１．５分", "1.5"),
        ("扣减权重分的20%", "1.00"),
        ("经费未落实，扣一分；考核未落实，扣半分。", "1.5"),
        ("最多扣2分，实扣1分", "1"),
        ("签字不全，丢1分", "1"),
    ],
)
def test_what_is_taken_off(reason: str, stated: str) -> None:
    told = read_deductions(reason, Fraction(5))
    assert told is not None
    assert str(told.stated) == stated
    assert not told.is_added_wrong


@pytest.mark.parametrize(
    "reason",
    [
        "验收资料没有按时归档",
        "每缺一项扣0.5分，扣完为止",
        "未达到的，扣1分；否则不扣分",
        "按比例扣分，不扣分",
        "与到位率同一原因，已在前项扣1分，此处不重复扣分",
        "酌情扣1-2分",
        "最高扣2分",
        "扣1处未整改",
        "合同减少3份",
        "平均损失2分钟",
        "扣分点：1.资料不全；2.未归档",
    ],
)
def test_what_takes_nothing_off_for_certain(reason: str) -> None:
    assert read_deductions(reason, Fraction(5)) is None


def told(rules: Rules, reason: str, reported: str) -> list[Finding]:
    made = replace(row("建立并有效运行", "部分达成", weight="5", reported=reported), reason=reason)
    return [one for one in found(rules, "B03", evaluation(made)) if "扣分原因" in one.message]


@pytest.mark.parametrize(
    ("reason", "reported", "right"),
    [
        ("扣3分", "3.5", "扣 1.5 分"),
        ("经费未落实扣1分，考核未落实扣1分", "3.5", "扣 1.5 分"),
        ("资料不全，扣0.3分", "4.5", "扣 0.5 分"),
        ("扣除2分", "5", "扣 0 分"),
        ("资料不全扣1分，签字不全扣1分，合计扣1.5分", "3.5", "2 分"),
    ],
)
def test_b03_the_reason_says_otherwise_than_the_score(rules: Rules, reason: str, reported: str, right: str) -> None:
    (finding,) = told(rules, reason, reported)
    assert (finding.recomputed, finding.verdict) == (right, Verdict.FAILED)


@pytest.mark.parametrize(
    ("reason", "reported"),
    [
        ("经费未落实扣1分，考核未落实扣0.5分", "3.5"),
        ("实际完成率93.2%，扣0.34分", "4.66"),
        ("扣0.3分", "4.66"),  # one decimal printed of 0.34
        ("扣权重分的20%。", "4"),
    ],
)
def test_b03_the_reason_gives_the_score(rules: Rules, reason: str, reported: str) -> None:
    assert told(rules, reason, reported) == []


def in_report(rules: Rules, *blocks: str | Table) -> list[Finding]:
    return found(rules, "B03", report=report_of(*blocks))


HEADS = ("三级指标", "分值", "扣分", "得分")


@pytest.mark.parametrize(
    "block",
    [
        "该指标满分5分，扣1分，得3.5分。",
        "立项程序不规范，扣1分，得3分（满分5分）。",
        "该项权重10分，资料不全扣0.5分，归档不及时扣1分，实际得分8分。",
        table([HEADS, ("目标合理性", "3", "0.75", "2.25"), ("制度执行", "4.00", "1.00", "3.50")]),
    ],
)
def test_b03_weight_deduction_and_score_beside_each_other(rules: Rules, block: str | Table) -> None:
    (finding,) = in_report(rules, block)
    assert finding.verdict is Verdict.FAILED


@pytest.mark.parametrize(
    "block",
    [
        "该指标满分5分，扣1分，得4分。",
        "该项权重10分，共扣1.5分，其中资料不全扣0.5分，归档不及时扣1分，实际得分8.5分。",
        "满分5分，每缺一项扣1分，得4.5分，扣0.5分。",
        "单位自评得4分，该指标满分5分，扣1.5分，评价得3.5分。",
        table([HEADS, ("目标合理性", "3", "0.75", "2.25"), ("合计", "3", "0.75", "2.25")]),
    ],
)
def test_b03_what_goes_together(rules: Rules, block: str | Table) -> None:
    made = (block, "该指标满分2分，扣1分，得1分。")
    assert in_report(rules, *made) == []
