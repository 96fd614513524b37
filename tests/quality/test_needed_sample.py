"""E01 on the sample that a sentence calls for."""

from __future__ import annotations

import pytest

from tests.quality.test_benign_wording import proofs
from tests.quality.test_text_checks import report
from yzperf.rules import Rules


def wrong(rules: Rules, text: str) -> list[str]:
    return [one.reported for one in proofs(rules, "E01", report("有效问卷219份。" + text))]


@pytest.mark.parametrize(
    "text",
    [
        "在95%置信水平、±5个百分点误差下，总体400户所需样本为{}份，实际有效样本对应的最大误差为±4.46个百分点。",
        "总体400户，按95%置信水平、允许误差5%计算，所需问卷为{}份。",
        "按95%的置信水平和±5%的抽样误差，总体400户最少需要{}份。",
        "总体400户，按95%置信水平、允许误差5%，经有限总体修正需{}份。",
    ],
)
def test_needed(rules: Rules, text: str) -> None:
    assert wrong(rules, text.format("197")) == []
    assert wrong(rules, text.format("97")) == ["97"]


@pytest.mark.parametrize(
    "text",
    [
        "按95%置信水平、±5%误差，无限总体需要385份，总体400户经有限总体修正需要197份。",
        "总体400户，按90%置信水平、允许误差5%，需要162份。",
        "总体400户，按95%置信水平、允许误差5%，按设计效应调整，每个乡镇需要30份。",
        "总体400户，按95%置信水平、±5%误差，已回收180份，还需补充17份。",
    ],
)
def test_honest(rules: Rules, text: str) -> None:
    assert wrong(rules, text) == []
