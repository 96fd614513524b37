"""F02, F03, F04, F05: groups told in a list, means by steps, t beside an interval, samples of regressions; honest twins."""

from __future__ import annotations

import pytest

from tests.quality.report_tables import report_of
from tests.quality.test_benign_wording import proofs
from yzperf.rules import Rules

SCALE = "按5—1分计，每题为整数。"
GROUPS = "微型78份、小型112份、中型29份，平均分分别为4.06分（标准差{}）、4.28分（标准差0.83）、{}分（标准差0.63）。"
GRADES = "219份有效问卷中，非常满意96份、满意88份、一般26份、不满意7份、很不满意2份。满意及以上184份，按100、80、60、40、20分赋值，满意度为84.57%。按5—1分计，平均{}分，标准差{}分。"
PAIRED = "配对t检验：t(23)＝17.82，P＜0.001，提高幅度的95%置信区间为[12.41，{}]分。"
WELCH = "t＝3.17，df＝245.7，P＝0.002，均值差{}分，95%置信区间[1.72，7.38]。"
REGRESSION = "注：回归样本388份，R²＝0.034，F(4，{})＝3.40。"
PANEL = "观察期2022年至2024年，共178户、{}个观测值。"


@pytest.mark.parametrize(
    ("number", "wrong", "honest"),
    [
        ("F02", SCALE + GROUPS.format("0.92", "4.50"), SCALE + GROUPS.format("0.92", "4.48")),
        ("F03", SCALE + GROUPS.format("2.92", "4.48"), SCALE + GROUPS.format("0.92", "4.48")),
        (
            "F02",
            "微型78份、小型112份，满意率分别为78.21%、85.17%。",
            "微型78份、小型112份，满意率分别为78.21%、85.71%。",
        ),
        (
            "F02",
            "微型78份、小型112份，满意率分别为78.21%、85.17%。",
            "加权后，微型78份、小型112份，满意率分别为78.21%、85.17%。",
        ),
        ("F02", GRADES.format("4.37", "0.85"), GRADES.format("4.23", "0.85")),
        ("F03", GRADES.format("4.23", "2.85"), GRADES.format("4.23", "0.85")),
        (
            "F03",
            "村民满意度分比较：示范村108人，平均85.39分，标准差71.70分。",
            "村民满意度分比较：示范村108人，平均85.39分，标准差11.70分。",
        ),
        ("F04", PAIRED.format("16.57"), PAIRED.format("15.67")),
        ("F04", WELCH.format("4.55").replace("3.17", "1.37"), WELCH.format("4.55")),
        ("F04", PAIRED.format("16.57"), PAIRED.format("16.57").replace("提高幅度的", "Bootstrap")),
        ("F05", REGRESSION.format("338"), REGRESSION.format("383")),
        ("F05", REGRESSION.format("338"), REGRESSION.format("338").replace("回归", "聚类稳健标准误回归")),
        ("F05", PANEL.format("543"), PANEL.format("534")),
        ("F05", PANEL.format("543"), PANEL.format("520") + "部分企业缺少2022年数据。"),
    ],
)
def test_f_wrong_and_honest(rules: Rules, number: str, wrong: str, honest: str) -> None:
    head = "发放问卷240份，有效问卷219份。"
    assert proofs(rules, number, report_of("#四、评价结果", head, wrong))
    assert not proofs(rules, number, report_of("#四、评价结果", head, honest))
