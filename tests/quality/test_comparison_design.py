"""G04, G05, G09: what difference in differences, matching and discontinuities rest on, as reports tell it."""

from __future__ import annotations

import pytest

from tests.quality.method_papers import told
from yzperf.domain.finding import EvidenceClass
from yzperf.rules import Rules

DID = "采用双重差分法估计净效应。"
TREND = "事前趋势经事件研究检验，各期系数联合检验P=0.41，满足平行趋势。"

# ── G04 ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "平行趋势检验F(3,40)=4.6，P=0.008，满足平行趋势假设。",
        "事前趋势联合检验P值为0.012，说明不存在显著差异。",
        "共同趋势检验的p＜0.01，检验通过。",
        "实施前各期系数联合显著性检验：Prob>F=0.03，平行趋势假设成立。",
        "平行趋势检验P=0.62，不满足平行趋势。",
    ],
)
def test_the_words_contradict_the_test_of_parallel_trends(rules: Rules, text: str) -> None:
    (finding,) = told(rules, "G04", DID, text)
    assert finding.evidence is EvidenceClass.LEAD
    assert finding.where.paragraph == "第2段"


@pytest.mark.parametrize(
    "text",
    [
        "项目实施前仅有一年数据，以2022年为基期。与未治理村用双重差分法比较。",
        "采用DID，使用2022年和2023年两期面板数据。",
        "双重差分比较政策前后各一年的均值。",
    ],
)
def test_one_period_before_cannot_show_parallel_trends(rules: Rules, text: str) -> None:
    (finding,) = told(rules, "G04", text)
    assert "只有一个时期" in finding.message


def test_nothing_said_of_parallel_trends(rules: Rules) -> None:
    (finding,) = told(rules, "G04", DID, "净效应为8.9个百分点。")
    assert finding.where.paragraph == "第1段"


@pytest.mark.parametrize(
    "texts",
    [
        (DID, TREND),
        (DID, "平行趋势检验P=0.03，不满足平行趋势，改用合成控制。"),
        (DID, "平行趋势检验P=0.05，基本满足。"),  # may be 0.054
        ("建议今后采用双重差分法。",),
        (DID, "实施前三年两组贫血率的年变化没有显著差别（t(34)=-0.70，P=0.490）。"),
        ("因没有对照组，未采用双重差分法。",),
        ("报告没有用双重差分。",),
        ("常用的方法有比较法、双重差分法。",),
        (DID, TREND, "收入差异显著（P=0.01）。"),
    ],
)
def test_a_design_that_is_told_rightly_passes(rules: Rules, texts: tuple[str, ...]) -> None:
    assert told(rules, "G04", *texts) == []


# ── G05 ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "以4个乡镇作聚类估计双重差分，聚类稳健标准误显示显著。",
        "双重差分的标准误聚类到镇（共12个镇），P=0.04，未作小样本修正。",
        "回归标准误在县级层面聚类。样本涉及十五个县。",
        "固定效应模型，cluster标准误，聚类数为18。",
        "DID估计，标准误按街道聚类，涉及８个街道。",
    ],
)
def test_few_clusters(rules: Rules, text: str) -> None:
    (finding,) = told(rules, "G05", text)
    assert finding.evidence is EvidenceClass.RULE


@pytest.mark.parametrize(
    "text",
    [
        "双重差分的标准误聚类到村，共96个村。",
        "双重差分的标准误聚类到镇（共12个镇），用野聚类自助法修正，P=0.04。",
        "采用K均值聚类分析把12个镇分为3类。",
        "对86户居民进行聚类，分为3个组，方差分析差异显著。",
        "标准误聚类到镇（12个镇），作小样本修正后仍显著。",
    ],
)
def test_enough_clusters_or_a_correction(rules: Rules, text: str) -> None:
    assert told(rules, "G05", text) == []


@pytest.mark.parametrize(
    "text",
    [
        "项目分批实施，采用双向固定效应的双重差分估计。",
        "2021年3个镇、2022年5个镇、2023年8个镇先后启动，采用DID估计。",
        "采用多期双重差分（渐进DID）模型。",
    ],
)
def test_a_staggered_start(rules: Rules, text: str) -> None:
    assert len(told(rules, "G05", text)) == 1
    assert told(rules, "G05", text, "并用Callaway和Sant'Anna的估计量复核。") == []
    assert told(rules, "G05", text, "经Goodman-Bacon分解，禁止比较的权重为2%。") == []


# ── G09 ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "采用倾向得分匹配。匹配后标准化均值差为0.18，平衡性较好。",
        "PSM结果：匹配前标准化偏差为45.2%，匹配后标准化偏差为16.8%，通过平衡性检验。",
        "倾向得分匹配后SMD=0.23。",
        "倾向得分匹配后，各协变量标准化偏差绝对值最大为23.5%，匹配效果良好，通过平衡性检验。",
        "采用最近邻匹配法，平衡性检验P=0.01，协变量无显著差异。",
        "用核匹配估计，净效应为3.2。",
        "运用断点回归，带宽取10分，效应为5.1。",
        "运用断点回归，McCrary密度检验P=0.02，不存在人为操纵。",
    ],
)
def test_groups_that_are_not_shown_to_be_alike(rules: Rules, text: str) -> None:
    (finding,) = told(rules, "G09", text)
    assert finding.evidence is EvidenceClass.LEAD


@pytest.mark.parametrize(
    "text",
    [
        "采用倾向得分匹配。匹配前标准化均值差为0.45，匹配后标准化均值差为0.06，平衡性较好。",
        "采用倾向得分匹配，匹配后标准化均值差均小于0.25，最大的标准化均值差为0.21。",
        "PSM匹配后标准化偏差为6.8%，通过平衡性检验（P=0.62）。",
        "运用断点回归，McCrary密度检验P=0.42，不存在人为操纵。",
        "建议今后采用倾向得分匹配。",
    ],
)
def test_groups_that_are_alike(rules: Rules, text: str) -> None:
    assert told(rules, "G09", text) == []


BALANCE = ["表6 匹配前后标准化偏差", "变量|匹配前偏差(%)|匹配后偏差(%)|偏差减少幅度(%)", "人口|45.2|6.1|86.5", "收入|-30.0|-4.5|85.0"]  # fmt: skip


def test_a_table_of_balance(rules: Rules) -> None:
    said = "采用倾向得分匹配，匹配后各变量标准化偏差均小于10%，平衡性较好。"
    assert told(rules, "G09", said, BALANCE) == []
    (far,) = told(rules, "G09", said, [line.replace("-4.5|85.0", "-14.5|51.7") for line in BALANCE])
    assert (far.where.cell, far.evidence) == ("第3行第3列", EvidenceClass.LEAD)
    (wrong,) = told(rules, "G09", said, [line.replace("86.5", "96.5") for line in BALANCE])
    assert (wrong.where.cell, wrong.evidence) == ("第2行第4列", EvidenceClass.PROOF)


def test_a_balance_table_as_shares(rules: Rules) -> None:
    table = ["表6 标准化均值差（SMD）", "变量|匹配前|匹配后", "人口|0.45|0.16", "收入|0.30|0.05"]
    (finding,) = told(rules, "G09", "采用倾向得分匹配。", table)
    assert finding.where.cell == "第2行第3列"
