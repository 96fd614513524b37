"""Nonresponse: the rates by hand, weights by classes, early and late, refusals."""

import warnings

import numpy as np
import pandas as pd
import pytest

from yzperf.domain.result import Verdict
from yzperf.drawing.canvas import png_bytes
from yzperf.errors import MethodError
from yzperf.methods import nonresponse_analysis
from yzperf.methods.public_judgement.nonresponse_result import NonresponseAnalysis

WORDS = {"完成": 50, "部分完成": 10, "拒访": 20, "未接触": 8, "其他": 2, "情况不明": 20, "不合条件": 10}


def cases() -> pd.DataFrame:
    """120 cases; the first 60 in town 甲 answer more often."""
    rng = np.random.default_rng(1)
    words = np.repeat(list(WORDS), list(WORDS.values()))
    table = pd.DataFrame({"结果": words, "镇": np.where(np.arange(120) % 3 < 2, "甲", "乙")})
    table["次数"] = rng.integers(1, 5, 120)
    table["得分"] = np.where(table["结果"] == "完成", 80 + table["次数"] + rng.normal(0, 2, 120), np.nan)
    return table


def _run(table: pd.DataFrame, **options: object) -> NonresponseAnalysis:
    return nonresponse_analysis(table, **{"disposition": "结果", **options})


def verdict(result: NonresponseAnalysis, start: str) -> Verdict:
    return next(check.verdict for check in result.diagnostics() if check.assumption.startswith(start))


def test_rates_by_hand() -> None:
    """90 eligible, 20 unknown, 10 not eligible: e = 0.9."""
    result = _run(cases())
    assert result.eligible_share == pytest.approx(0.9)
    expected = {
        "RR1": 50 / 110,
        "RR2": 60 / 110,
        "RR3": 50 / 108,
        "RR4": 60 / 108,
        "RR5": 50 / 90,
        "RR6": 60 / 90,
        "COOP1": 50 / 82,
        "COOP3": 50 / 80,
        "REF1": 20 / 110,
        "CON1": 82 / 110,
    }
    assert dict(result.rates) == pytest.approx(expected)
    assert result.value == pytest.approx(100 * 50 / 108)
    assert _run(cases(), eligible_share=0.5).rates["RR3"] == pytest.approx(50 / 100)


def test_weights_stand_for_the_eligible_of_each_class() -> None:
    """Without unknown cases the weights of the respondents add up to the eligible cases of the class."""
    table = cases().query("结果 != '情况不明'")
    result = _run(table, classes=["镇"])
    eligible = table[table["结果"] != "不合条件"].groupby("镇").size()
    sums = pd.Series(result.weights).groupby(table["镇"].to_numpy()).sum()
    assert sums.to_dict() == pytest.approx(eligible.to_dict())


def test_unknown_cases_are_shared_out_first() -> None:
    result = _run(cases())
    assert sum(result.weights) == pytest.approx(90 * 120 / 100)
    assert result.weights[0] == pytest.approx(1.2 * 90 / 50)


def test_adjustment_moves_the_mean_towards_the_class_that_answers_less() -> None:
    table = pd.DataFrame({"结果": ["完成"] * 40 + ["拒访"] * 10 + ["完成"] * 10 + ["拒访"] * 40})
    table["镇"] = ["甲"] * 50 + ["乙"] * 50
    table["得分"] = np.where(table["镇"] == "甲", 90.0, 70.0)
    result = _run(table, classes=["镇"], value="得分")
    assert result.adjusted is not None
    assert (result.adjusted.before, result.adjusted.after) == pytest.approx((86, 80))
    assert result.class_test is not None
    assert result.class_test[0] == pytest.approx(36)
    assert verdict(result, "各类回答率") is Verdict.DOUBTFUL
    assert verdict(result, "调整不过大") is Verdict.DOUBTFUL
    assert "86.00变为80.00" in result.sentences()[2]


def test_early_and_late_agree_with_scipy() -> None:
    stats = pytest.importorskip("scipy.stats")
    table = cases()
    result = _run(table, value="得分", order="次数").early_late
    done = table[table["结果"] == "完成"]
    late = done["次数"] > done["次数"].median()
    test = stats.ttest_ind(done["得分"][late], done["得分"][~late], equal_var=False)
    assert result is not None
    assert result.p_value == pytest.approx(test.pvalue)
    assert result.interval == pytest.approx(tuple(test.confidence_interval()))
    assert verdict(_run(table, value="得分", order="次数"), "先答与后答") is Verdict.DOUBTFUL


def test_partial_interviews_count_where_the_rate_says_so() -> None:
    assert sum(weight > 0 for weight in _run(cases(), rate="RR4").weights) == 60
    assert sum(weight > 0 for weight in _run(cases(), rate="RR3").weights) == 50


def test_own_words_and_design_weights() -> None:
    table = pd.DataFrame({"结果": ["ok"] * 6 + ["no"] * 4, "权": [2.0] * 6 + [3.0] * 4})
    result = _run(table, codes={"ok": "complete", "no": "refusal"}, weights="权")
    assert sum(result.weights) == pytest.approx(24)


@pytest.mark.parametrize("classes", [[], ["镇"]])
def test_what_people_see(classes: list[str]) -> None:
    result = _run(cases(), classes=classes, value="得分", order="次数")
    assert result.sentences()[0].startswith("抽取120户")
    assert len(result.table()) == 10 + 2 * len(classes)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert png_bytes(result.figure())


@pytest.mark.parametrize(
    ("change", "options", "words"),
    [
        ({}, {"disposition": "状态"}, "缺少列“状态”"),
        ({"结果": "不在"}, {}, "未归类的：不在"),
        ({"结果": [None] + ["完成"] * 119}, {}, "有空缺（第1行）"),
        ({"结果": "拒访"}, {}, "完成的访问只有0份"),
        ({"镇": [None] + ["甲"] * 119}, {"classes": ["镇"]}, "要对全部样本已知"),
        ({"镇": ["甲"] * 60 + ["乙"] * 60}, {"classes": ["镇"]}, "没有人回答，无法调整：乙"),
        ({"权": 0}, {"weights": "权"}, "应为正数"),
        ({}, {"rate": "RR9"}, "回答率（rate）"),
        ({}, {"eligible_share": 2}, "在0和1之间"),
        ({}, {"order": "次数"}, "答案所在的列"),
        ({}, {"codes": {**dict.fromkeys(WORDS, "complete"), "拒访": "no"}}, "不认识：no"),
    ],
)
def test_refusals(change: dict[str, object], options: dict[str, object], words: str) -> None:
    with pytest.raises(MethodError, match=words):
        _run(cases().assign(**change), **options)
