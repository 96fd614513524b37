"""G06, G07, G08: regressions and batteries of tests, as reports print them."""

from __future__ import annotations

import pytest

from tests.quality.method_papers import told
from yzperf.domain.finding import EvidenceClass
from yzperf.rules import Rules

# ── G06 ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("回归模型VIF最大值为12.6，不存在严重的多重共线性。", EvidenceClass.LEAD),
        ("各变量方差膨胀因子（VIF）为15.2，说明不存在共线性问题。", EvidenceClass.LEAD),
        ("自变量的VIF均小于10，最大为12.3，不存在多重共线性。", EvidenceClass.PROOF),
        ("VIF值在1.2—13.8之间，均低于10。", EvidenceClass.PROOF),
        ("方差膨胀因子为0.85，远小于10，不存在共线性。", EvidenceClass.PROOF),
        ("回归的条件数为86.3，模型拟合良好。", EvidenceClass.LEAD),
    ],
)
def test_collinear_regressors(rules: Rules, text: str, evidence: EvidenceClass) -> None:
    (finding,) = told(rules, "G06", text)
    assert finding.evidence is evidence


@pytest.mark.parametrize(
    "text",
    [
        "VIF均小于10，最大为3.2，不存在多重共线性。",
        "VIF最大值为12.6，存在共线性，剔除该变量后重新估计。",
        "VIF在1.1至4.9之间，均小于5。",
        "初始回归VIF最大值为12.6，存在共线性，剔除该变量后VIF均小于5。",
        "投标条件数为86项。",
    ],
)
def test_regressors_that_can_be_told_apart(rules: Rules, text: str) -> None:
    assert told(rules, "G06", text) == []


VIF = ["表9 多重共线性检验", "变量|VIF|1/VIF", "人口|2.50|0.400", "收入|4.00|0.250", "Mean VIF|3.25|"]


def test_a_table_of_vif(rules: Rules) -> None:
    said = "VIF均小于10，不存在多重共线性。"
    assert told(rules, "G06", said, VIF) == []
    (above,) = told(
        rules, "G06", said, [line.replace("4.00|0.250", "14.00|0.071").replace("3.25", "8.25") for line in VIF]
    )
    assert (above.where.cell, above.evidence) == ("第3行第2列", EvidenceClass.PROOF)
    (inverse,) = told(rules, "G06", said, [line.replace("0.250", "0.520") for line in VIF])
    assert (inverse.where.cell, inverse.recomputed) == ("第3行第3列", "0.250")
    (mean,) = told(rules, "G06", said, [line.replace("3.25", "2.25") for line in VIF])
    assert (mean.where.cell, mean.recomputed) == ("第4行第2列", "3.25")


# ── G07 ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "White检验P=0.003，模型不存在异方差。",
        "怀特检验的伴随概率为0.01，满足同方差假设。",
        "Breusch-Pagan检验Prob>chi2=0.0004，无异方差问题。",
        "DW=0.62，残差不存在自相关。",
        "Durbin-Watson统计量为3.71，说明无自相关。",
        "LM检验P＜0.01，残差不存在序列相关。",
        "Shapiro-Wilk检验P=0.002，残差服从正态分布。",
        "怀特检验P=0.45，存在异方差，故用稳健标准误。",
        "White检验P=0.003，存在异方差，按普通最小二乘法的标准误判断显著。",
    ],
)
def test_the_words_contradict_the_residuals(rules: Rules, text: str) -> None:
    (finding,) = told(rules, "G07", text)
    assert finding.evidence is EvidenceClass.LEAD


def test_an_impossible_watson(rules: Rules) -> None:
    (finding,) = told(rules, "G07", "回归DW值为4.62。")
    assert finding.evidence is EvidenceClass.PROOF


@pytest.mark.parametrize(
    "text",
    [
        "White检验P=0.003，存在异方差，采用稳健标准误。",
        "White检验P=0.31，不存在异方差。",
        "经White检验，p=0.2431，不能拒绝同方差原假设，不存在异方差。",
        "DW=1.93，残差不存在自相关。",
        "DW=0.62，存在自相关，用Newey-West标准误。",
        "异方差检验P=0.003；正态性检验P=0.40，残差服从正态分布。",
        "DW公司负责监理，合同价62万元。",
    ],
)
def test_residuals_told_rightly(rules: Rules, text: str) -> None:
    assert told(rules, "G07", text) == []


# ── G08 ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "对40个题目逐一检验，有3个题目P＜0.05，说明有差异。",
        "按性别、年龄、镇共比较24组，其中2组P＜0.05，差异显著。",
        "问卷20道题分别作卡方检验，有2道题差异显著（p<0.05）。",
        "共进行三十次t检验，其中三次达到显著水平。",
        "对18项指标逐项作方差分析，1项有显著差异，未作多重比较校正。",
        "对36个三级指标分别检验，差异显著。",
        "对问卷30个题目按性别进行差异检验，发现2个题目存在显著差异（P<0.05）。",
    ],
)
def test_many_tests_and_no_correction(rules: Rules, text: str) -> None:
    (finding,) = told(rules, "G08", text)
    assert finding.evidence is EvidenceClass.LEAD


@pytest.mark.parametrize(
    "text",
    [
        "对40个题目逐一检验，经Bonferroni校正后有3个题目差异显著。",
        "对40个题目逐一检验，按FDR（Benjamini-Hochberg）控制，有3个题目差异显著。",
        "对40个题目逐一检验，有31个题目P＜0.05。",  # chance does not make so many
        "对5个题目分别检验，有2个题目P＜0.05。",
        "以40个村为样本作t检验，差异显著（P＜0.05）。",
        "对40个三级指标分别评分，逐一核实。",
    ],
)
def test_corrected_or_few_or_beyond_chance(rules: Rules, text: str) -> None:
    assert told(rules, "G08", text) == []


def test_a_table_of_questions_with_p_values(rules: Rules) -> None:
    lines = [f"题{at}|{0.03 if at == 4 else 0.2 + at / 50:.2f}" for at in range(1, 13)]
    (finding,) = told(rules, "G08", ["表9 逐题检验", "题目|P值", *lines])
    assert "12 次检验有 1 次显著" in finding.message
    assert told(rules, "G08", ["表9 逐题检验", "题目|P值", *lines], "按Holm法校正。") == []
