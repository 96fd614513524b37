"""G03: data envelopment analysis, as reports print it."""

from __future__ import annotations

import pytest

from tests.quality.method_papers import told
from yzperf.domain.finding import EvidenceClass
from yzperf.rules import Rules


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        ("以5个乡镇为决策单元作DEA，投入4项、产出3项。", "≥21个单元"),
        ("对12个单位运用数据包络分析，选取3项投入和2项产出。", "≥15个单元"),
        (
            "采用DEA-BCC模型。决策单元为8个，投入指标选取财政资金、人员和设备，产出指标选取服务人次、满意度。",
            "≥15个单元",
        ),
        ("运用数据包络分析法，对全县九个乡镇比较，以资金投入、人员数为投入，以治理村数、达标率为产出。", "≥12个单元"),
        ("数据包络分析（ＤＥＡ）选取１０家医院，设置三项投入、两项产出。", "≥15个单元"),
    ],
)
def test_too_few_units(rules: Rules, text: str, needed: str) -> None:
    (finding,) = told(rules, "G03", text)
    assert (finding.evidence, finding.recomputed) == (EvidenceClass.RULE, needed)


@pytest.mark.parametrize(
    "text",
    [
        "以20个乡镇为决策单元作DEA，投入3项、产出2项。",
        "以5个乡镇为决策单元作DEA，投入2项、产出2项，单元少，结果仅供参考，不作为评分依据。",
        "以5个镇2019至2023年共25个样本作DEA，投入2项、产出2项。",
        "建议今后用DEA比较各镇。",
        "对12个单位逐一核对，3项投入资料和2项产出资料齐全。",
    ],
)
def test_enough_units_or_an_illustration(rules: Rules, text: str) -> None:
    assert told(rules, "G03", text) == []


def test_most_units_efficient_is_a_lead(rules: Rules) -> None:
    text = "以20个镇为决策单元作DEA，投入1项、产出1项。20个镇中有15个镇DEA有效。"
    (finding,) = told(rules, "G03", text)
    assert finding.evidence is EvidenceClass.LEAD
    assert told(rules, "G03", text.replace("15个", "5个")) == []


SCORES = ["表8 各镇DEA效率值", "镇|综合技术效率|纯技术效率|规模效率|规模报酬", "甲镇|0.812|0.900|0.902|递增", "乙镇|1.000|1.000|1.000|不变", "平均|0.906|0.950|0.951|"]  # fmt: skip


def test_the_efficiencies_multiply(rules: Rules) -> None:
    assert told(rules, "G03", "采用DEA测算。", SCORES) == []
    (finding,) = told(rules, "G03", "采用DEA测算。", [line.replace("0.812", "0.872") for line in SCORES])
    assert (finding.where.cell, finding.evidence, finding.recomputed) == ("第2行第2列", EvidenceClass.PROOF, "0.812")


def test_english_heads_and_the_malmquist_index(rules: Rules) -> None:
    table = ["表9 Malmquist指数", "单位|effch|techch|pech|sech|tfpch", "甲|1.020|0.980|1.010|1.010|1.000", "乙|1.100|1.000|1.050|1.000|1.100"]  # fmt: skip
    (finding,) = told(rules, "G03", "DEA-Malmquist指数见下表。", table)
    assert (finding.where.cell, finding.recomputed) == ("第3行第2列", "1.050")


def test_a_score_above_one_is_asked_about(rules: Rules) -> None:
    table = [line.replace("1.000|1.000|1.000", "1.210|1.210|1.000") for line in SCORES]
    found = told(rules, "G03", "采用DEA测算。", table)
    assert {one.evidence for one in found} == {EvidenceClass.LEAD}
    assert told(rules, "G03", "采用超效率DEA测算。", table) == []
