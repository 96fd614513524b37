"""F04: what is printed of one estimate agrees, in sentences and in tables of coefficients; what only looks odd passes."""

from __future__ import annotations

import pytest

from tests.quality.test_granularity_checks import hits, hits_or_none, table, verdict
from yzperf.domain.finding import Verdict
from yzperf.rules import Rules


@pytest.mark.parametrize(
    ("text", "recomputed", "turns"),
    [
        ("净效应为2.10，95%置信区间[-0.40，4.60]，P=0.01。", "p大于0.05", True),
        ("β=0.42，95%CI：0.10～0.74，p=0.35。", "p小于0.05", True),
        ("优势比为1.85，95%CI（0.80，4.30），P=0.005。", "p大于0.05", True),
        ("两组均值差0.42分，95%置信区间为0.10至0.74，差异不显著。", "p小于0.05", True),
        ("净效应1.52（标准误0.60），95%置信区间为[0.85，2.19]。", "估计值±1.18", False),
        ("培训的系数为0.35（标准误0.12），t值为4.90。", "2.92", False),
        ("培训的系数为0.35（标准误0.30），在1%水平上显著。", "p≥0.229", True),
        ("系数为０．５２***（标准误０．４０）。", "p≥0.184", True),
        ("处理效应为-0.80（稳健标准误0.50），P小于0.01。", "p不小于0.104", True),
        ("处理效应为0.80，95%置信区间为0.95至1.30。", "", False),
    ],
)
def test_f04_parts_that_cannot_belong_together(rules: Rules, text: str, recomputed: str, turns: bool) -> None:
    (finding,) = hits(rules, "F04", text)
    assert finding.verdict is Verdict.FAILED
    assert finding.recomputed == recomputed
    assert finding.changes_conclusion is turns


@pytest.mark.parametrize(
    "text",
    [
        "净效应1.52（标准误0.60），95%置信区间为[0.34，2.70]，P=0.011。",
        "净效应为2.10，95%置信区间[0.40，3.80]，P=0.015。",
        "优势比为1.85，95%CI（1.20，2.85），P=0.005。",  # a ratio: uneven about the estimate, null value 1
        "处理效应为0.80，90%置信区间为[0.05，1.55]，P=0.08。",  # the level of the interval is 10 %
        "净效应为1.02，95%置信区间[-0.05，2.10]，单侧P=0.03。",
        "培训的系数为0.35（标准误0.12），t值为2.92，p=0.004，在1%水平上显著。",
        "系数为0.24*（标准误0.14）。",  # 1.71: significant at 10 %
        "t(6)=3.1；净效应1.50（标准误0.50），95%置信区间为[0.28，2.72]。",  # few degrees: wider than ± 1.96
        "系数为0.05（标准误0.03），差异不显著。",
        "满意度为92.3%，样本量420份，95%置信区间为[90.1%，94.5%]。",
        "发放问卷430份，满意度的95%置信区间为[90.1%，94.5%]，P＜0.05。",  # 430 is no estimate
        "均值4.37分（标准误0.06），与中间值3分比较，t值为22.80，P＜0.001。",
        "满意度为92.3%，95%置信区间为[90.1%，94.5%]，与目标值92%相比P=0.79，不显著。",
        "模型R²=0.86，系数的95%置信区间为[1.10，2.30]，P=0.001。",
    ],
)
def test_f04_what_agrees_passes(rules: Rules, text: str) -> None:
    assert hits(rules, "F04", text) == []


@pytest.mark.parametrize(
    "text",
    [
        "自助法95%置信区间[-0.02，0.40]，P=0.04。",
        "亩均增收提高35.2元（标准误20.1），差异显著（P＜0.05）。",  # one-sided, perhaps
    ],
)
def test_f04_what_may_have_a_reason_is_a_lead(rules: Rules, text: str) -> None:
    (finding,) = hits(rules, "F04", text)
    assert finding.verdict is Verdict.LEAD


def test_f04_has_nothing_to_judge_without_estimates(rules: Rules) -> None:
    assert verdict(rules, "F04", "项目成效显著，满意度为92.3%。")[0] is Verdict.NO_INPUT


MODELS = """
变量 | 模型（1） | 模型（2）
培训次数 | 0.352*** | 0.210**
 | （0.121） | （0.180）
年龄 | 0.011 | -0.052*
 | （0.020） | （0.031）
常数项 | 1.204*** | 1.118***
 | （0.302） | （0.310）
样本量 | 420 | 420
"""


@pytest.mark.parametrize(
    "note",
    [
        "注：括号内为标准误，***、**、*分别表示在1%、5%、10%的水平上显著。",
        "注：*** p<0.01, ** p<0.05, * p<0.1；括号内为稳健标准误。",
        "说明：括号中的数值为聚类稳健标准误，*、**、***分别代表10%、5%、1%显著性水平。",
    ],
)
def test_f04_stars_of_a_table_of_models(rules: Rules, note: str) -> None:
    (finding,) = hits(rules, "F04", table(MODELS, "表8 回归结果"), note)
    assert finding.where.cell == "第2行第3列"
    assert finding.verdict is Verdict.FAILED
    assert finding.changes_conclusion


def test_f04_brackets_hold_t_where_the_note_says_so(rules: Rules) -> None:
    """(0.180) as t is far from two stars, and so is (0.121) from three."""
    note = "注：括号内为t值，***、**、*分别表示在1%、5%、10%的水平上显著。"
    assert len(hits(rules, "F04", table(MODELS), note)) == 5
    right = MODELS.replace("0.121", "3.21").replace("0.180", "2.20").replace("0.031", "-1.70")
    right = right.replace("0.302", "4.10").replace("0.310", "3.90")
    assert hits(rules, "F04", table(right), note) == []


def test_f04_brackets_that_nobody_explains_are_given_every_reading(rules: Rules) -> None:
    assert len(hits(rules, "F04", table(MODELS))) <= 1
    assert hits(rules, "F04", table(MODELS.replace("0.180", "0.101"))) == []


def test_f04_brackets_in_the_same_cell(rules: Rules) -> None:
    text = """
    变量 | （1） | （2）
    补贴 | 0.52***(0.40) | 0.52***(0.10)
    """
    (finding,) = hits(rules, "F04", table(text), "注：括号内为标准误。")
    assert finding.where.cell == "第2行第2列"


def test_f04_tables_with_a_row_for_each_variable(rules: Rules) -> None:
    text = """
    变量 | 系数 | 标准误 | t值 | P值 | 95%置信区间
    培训 | 0.35 | 0.12 | 2.92 | 0.004 | [0.11，0.59]
    年龄 | 0.20 | 0.15 | 3.33 | 0.184 | [-0.09，0.49]
    收入 | 0.30 | 0.10 | 3.00 | 0.003 | [-0.10，0.70]
    """
    findings = hits(rules, "F04", table(text, "表9 回归结果"))
    assert {finding.where.cell[:3] for finding in findings} == {"第3行", "第4行"}
    assert all(finding.verdict is Verdict.FAILED for finding in findings)


def test_f04_limits_in_two_columns_below_a_merged_head(rules: Rules) -> None:
    text = """
    变量 | 估计值 | 标准误 | 95%置信区间 | | P值
     | | | 下限 | 上限 |
    培训 | 0.35 | 0.12 | 0.11 | 0.59 | 0.004
    年龄 | 0.20 | 0.15 | -0.09 | 0.49 | 0.021
    """
    spans = {(1, 1): (2, 1), (1, 2): (2, 1), (1, 3): (2, 1), (1, 4): (1, 2), (1, 6): (2, 1)}
    (finding,) = [one for one in hits(rules, "F04", table(text, "", spans)) if "置信区间" in one.message]
    assert finding.where.cell == "第4行第6列"


def test_f04_tables_of_money_and_scores_are_no_estimates(rules: Rules) -> None:
    text = """
    资金来源 | 预算数 | 执行数
    县级 | 12.50(3.20) | 11.30
    """
    assert hits_or_none(rules, "F04", table(text)) == []
