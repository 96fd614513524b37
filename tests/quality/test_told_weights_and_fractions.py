"""B01, B09 in words: weights that a sentence shares out, changes told as fractions."""

from __future__ import annotations

import pytest

from tests.quality.report_tables import report_of
from yzperf.quality.catalogue import CheckFunction, Inapplicable
from yzperf.quality.checks.fractions_in_words import fractions_of_changes
from yzperf.quality.checks.weights_told import weights_told_are_a_hundred


def told(check: CheckFunction, text: str) -> list[str]:
    try:
        return [hit.reported for hit in check(report_of(text))]
    except Inapplicable:
        return []


@pytest.mark.parametrize(
    "text",
    [
        "一级指标权重由5名专家打分后取平均值确定，为15分、25分、35分、30分（见附录D）。",
        "设决策、过程、产出、效益四个一级指标，分值分别为15分、20分、30分、30分，三级指标共23个。",
        "指标体系中决策、过程、产出、效益权重依次为15%、20%、35%和35%。",
    ],
)
def test_weights_that_miss_a_hundred(text: str) -> None:
    assert len(told(weights_told_are_a_hundred, text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "一级指标权重由5名专家打分后取平均值确定，为15分、20分、35分、30分（见附录D）。",
        "决策、过程、产出、效益四类分别得13.50分、17.37分、33.77分和27.22分，分值分别为15分、20分、35分、30分。",
        "产出类一级指标下设数量、质量、时效，权重分别为10分、15分、10分。",  # of one block
        "设4个一级指标，满分100分。",
    ],
)
def test_weights_that_are_a_hundred_or_of_something_else(text: str) -> None:
    assert told(weights_told_are_a_hundred, text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("单件节拍由48秒缩短到36秒，缩短三分之一。", "三分之一"),
        ("灌溉周期由9天缩短为6天，缩短了一半。", "一半"),
        ("产量从75件提高到100件，提高二分之一。", "二分之一"),
        ("工期由30天降至24天，压缩三成。", "三成"),
    ],
)
def test_a_fraction_that_is_another(text: str, said: str) -> None:
    assert told(fractions_of_changes, text) == [said]


@pytest.mark.parametrize(
    "text",
    [
        "单件节拍由48秒缩短到36秒，缩短四分之一。",
        "灌溉周期由9天缩短为6天，缩短了三分之一。",
        "产量从75件提高到100件，提高三分之一。",
        "工期由30天降至21天，压缩近三成。",
        "产值由100万元增加到200万元，增加一倍。",
        "三分之一的村由9个减少到6个，完成任务的一半。",
    ],
)
def test_a_fraction_that_is_right(text: str) -> None:
    assert told(fractions_of_changes, text) == []
