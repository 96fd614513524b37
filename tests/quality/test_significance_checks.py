"""F01 and F06: tests recomputed from what Chinese reports print, in words, signs and tables; impossible values."""

from __future__ import annotations

import pytest

from tests.quality.test_granularity_checks import hits, table, verdict
from yzperf.domain.finding import Severity, Verdict
from yzperf.rules import Rules


@pytest.mark.parametrize(
    ("text", "turns"),
    [
        ("t值为2.31，自由度为38，p值大于0.05。", False),
        ("F值为1.10，自由度为2和57，P值为0.003。", True),
        ("方差分析：F＝1.10，df1＝2，df2＝57，Sig.＝0.003。", True),
        ("χ²（3，N＝200）＝7.1，P＝0.02。", True),
        ("卡方统计量为3.10，自由度为3，P值小于0.05。", True),
        ("二者相关系数r=0.12（n=120），P小于0.01。", True),
        ("Z=1.20，P=0.03。", True),
        ("独立样本t检验表明，男性20人与女性20人差异显著，t=1.25，P=0.01。", True),
        ("t=1.25，P=0.01。", True),  # no degrees of freedom make it so small
        ("采用单侧检验，t(38)=1.80，P=0.020。", True),
        ("两组差异不显著（t(38)=4.25）。", True),
        ("两组差异显著（t(38)=0.90）。", True),
        ("城乡差异显著（P=0.32）。", True),
        ("卡方检验结果为χ²(1)=3.62，P=0.057，组间差异达到0.05的显著性水平。", True),
        ("在5%显著性水平上，两组差异不显著（t(38)=2.25，P=0.03）。", True),
        ("城乡差异显著（t(98)=3.2，P=0.002）；男女差异显著（t(98)=0.4，P=0.69）。", True),
    ],
)
def test_f01_finds_what_does_not_follow(rules: Rules, text: str, turns: bool) -> None:
    (finding,) = hits(rules, "F01", text)
    assert finding.verdict is Verdict.FAILED
    assert finding.changes_conclusion is turns or not turns
    assert finding.where.paragraph == "第1段"


@pytest.mark.parametrize(
    "text",
    [
        "t值为2.31，自由度为38，p值小于0.05。",
        "F值为4.10，自由度为2和57，P值为0.022。",
        "二者相关系数r=0.32（n=120），P小于0.01。",
        "单侧检验差异显著（t(38)=1.80，单侧P=0.040）。",
        "方差不齐，采用Welch校正，t(35.6)=2.25，P=0.031。",
        "t(38)=2.2，P=0.03。",  # 2.15 to 2.25
        "t=2.31，P=0.02。",
        "城乡差异显著（t(98)=3.2，P=0.002）；男女差异不显著（t(98)=0.4，P=0.69）。",
        "城乡差异显著（t(98)=3.2，P=0.002），男女差异不显著（t(98)=0.4，P=0.69）。",
        "两组差异在10%水平上显著（t(38)=1.80，P=0.080）。",
        "t(38)=9.2，P=0.000，差异显著。",
        "卡方检验结果为χ²(1)=3.62，P=0.057，组间差异未达到0.05的显著性水平。",
        "χ²(1)=5.62，P=0.018，组间差异达到0.05的显著性水平。",
        "除年龄外（t(98)=0.4，P=0.69），其余变量影响显著。",
        "教育程度影响显著，年龄的t值为0.40，P值为0.69。",
    ],
)
def test_f01_passes_what_follows(rules: Rules, text: str) -> None:
    assert hits(rules, "F01", text) == []


@pytest.mark.parametrize("text", ["Z=-1.96，Fisher精确检验P=0.041。", "t(38)=2.25，Bonferroni校正后P=0.090。"])
def test_f01_a_p_of_another_kind_is_a_lead(rules: Rules, text: str) -> None:
    (finding,) = hits(rules, "F01", text)
    assert finding.verdict is Verdict.LEAD
    assert not finding.changes_conclusion


def test_f01_a_level_that_nobody_named_is_a_lead(rules: Rules) -> None:
    (finding,) = hits(rules, "F01", "两组差异不显著（t(38)=2.25）。")
    assert (finding.verdict, finding.severity) == (Verdict.LEAD, Severity.HINT)


@pytest.mark.parametrize(
    "text", ["城乡差异显著，P=0.32。", "经卡方检验P=0.32，差异有统计学意义。", "两组差异显著，t值为0.90，自由度为38。"]
)
def test_f01_words_before_and_behind_a_test_are_of_it(rules: Rules, text: str) -> None:
    (finding,) = hits(rules, "F01", text)
    assert finding.changes_conclusion


def test_f01_success_is_no_test(rules: Rules) -> None:
    assert verdict(rules, "F01", "项目成效显著，P=0.32。")[0] is Verdict.NO_INPUT


TESTS = """
比较 | 统计量 | | 显著性（双侧）
 | t值 | 自由度 |
甲镇与乙镇 | 2.25 | 38 | 0.030
甲镇与丙镇 | 1.25 | 38 | 0.003
丙镇与丁镇 | 3.10 | 38 | ＜0.01
"""


def test_f01_reads_tables_with_merged_heads(rules: Rules) -> None:
    made = table(TESTS, "表7 独立样本t检验", {(1, 1): (2, 1), (1, 2): (1, 2), (1, 4): (2, 1)})
    (finding,) = hits(rules, "F01", made)
    assert finding.where.cell == "第4行第4列"
    assert finding.changes_conclusion


def test_f01_reads_tables_of_chi_squares(rules: Rules) -> None:
    text = """
    变量 | χ2 | df | P值
    性别 | 1.20 | 1 | 0.273
    年龄 | 3.10 | 3 | 0.012
    """
    (finding,) = hits(rules, "F01", table(text))
    assert finding.where.cell == "第3行第4列"


# ── F06 ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("相关系数为-1.31。", "－1 与 1"),
        ("卡方检验P＝1.02，差异不显著。", "0 与 1"),
        ("P值为-0.03。", "0 与 1"),
        ("模型R²=1.05。", "R²"),
        ("KMO值为1.12。", "KMO"),
        ("Cronbach's α系数为1.06。", "信度"),
        ("方差膨胀因子VIF=0.85。", "膨胀"),
        ("服务对象满意度为102.5%。", "满意度"),
        ("受访者20人，5分制平均5.37分。", "量表"),
    ],
)
def test_f06_values_that_cannot_be(rules: Rules, text: str, word: str) -> None:
    (finding,) = hits(rules, "F06", text)
    assert finding.verdict is Verdict.FAILED
    assert word in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "R²=0.86，调整后R²=-0.02。",
        "KMO值为0.86，α系数为0.91。",
        "目标完成率为102.5%，满意度为100%。",
        "r=-0.31，P＞0.05。",
        "山区工程按相关系数1.2计取费用。",
        "投资回收率为118.0%。",
        "满意度为目标的102.5%。",
        "设计洪水标准P=5%，校核标准P=2%，效果显著。",
        "采用五级量表，120名受访者平均得分86.42分。",
        "护坡厚度t=20mm，圆弧半径r=1.5m，降雨重现期P=2年。",
    ],
)
def test_f06_values_that_can_be_pass(rules: Rules, text: str) -> None:
    assert [one for one in hits(rules, "F06", text, "P=0.04。")] == []


MATRIX = """
变量 | 1 | 2 | 3
1.收入 | 1 | |
2.满意度 | 0.90** | 1 |
3.参与 | -0.90** | 0.90** | 1
"""


def test_f06_a_matrix_that_no_data_have(rules: Rules) -> None:
    (finding,) = hits(rules, "F06", table(MATRIX, "表10 变量的相关系数"))
    assert "半正定" in finding.message
    assert finding.where.cell == "第3行第2列"
    assert hits(rules, "F06", table(MATRIX.replace("-0.90", "0.75"), "表10 变量的相关系数")) == []
    (lead,) = hits(rules, "F06", table(MATRIX, "表10 变量的相关系数"), "注：成对删除缺失值。")
    assert lead.verdict is Verdict.LEAD


def test_f06_a_full_matrix_with_names_in_both_heads(rules: Rules) -> None:
    text = """
    | 收入 | 满意度 | 参与
    收入 | 1.00 | 0.42 | 0.31
    满意度 | 0.42 | 1.00 | {}
    参与 | 0.31 | 0.25 | 1.00
    """
    assert hits(rules, "F06", table(text.format("0.25"), "表11 相关分析")) == []
    (finding,) = hits(rules, "F06", table(text.format("0.52"), "表11 相关分析"))
    assert "对称" in finding.message
    (finding,) = hits(rules, "F06", table(text.format("1.25"), "表11 相关分析"))
    assert "－1 与 1" in finding.message


def test_f06_rounding_cannot_make_a_matrix_impossible(rules: Rules) -> None:
    """0.50, 0.50 and −0.50 lie on the edge: one digit less and the least eigenvalue is a rounding error."""
    text = MATRIX.replace("-0.90", "-0.5").replace("0.90", "0.5")
    assert hits(rules, "F06", table(text, "表10 变量的相关系数")) == []


def test_f06_a_table_of_pairwise_comparisons_is_no_matrix_of_correlations(rules: Rules) -> None:
    text = MATRIX.replace("0.90", "0.52").replace("0.52**", "1/3", 1)
    assert verdict(rules, "F06", table(text, "表4 判断矩阵"))[0] is Verdict.NO_INPUT
