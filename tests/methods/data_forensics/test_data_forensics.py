"""Granularity, first digits, near copies and straight lines: results, refusals, and what is not claimed."""

import numpy as np
import pandas as pd
import pytest

from yzperf.domain.result import Verdict
from yzperf.errors import MethodError
from yzperf.methods import benford_test, granularity_test, near_duplicates, straight_lining

PRINTED = pd.DataFrame({"名称": ["满意率", "均值", "大样本"], "数": ["92.35", "4.19", "4.2"], "人数": [60, 28, 900]})
ITEMS = [f"题{k}" for k in range(1, 9)]


def _answers(people: int, seed: int = 1) -> pd.DataFrame:
    return pd.DataFrame(np.random.default_rng(seed).integers(1, 6, (people, 8)), columns=ITEMS)


def test_impossible_possible_and_powerless_are_told_apart() -> None:
    result = granularity_test(PRINTED, printed="数", count="人数", name="名称")
    assert result.table()["判断"].tolist() == ["可能", "不可能", "无检出力"]
    assert result.value == 1
    assert "均值" in result.sentences()[0]
    assert "检出力不足一半" in result.sentences()[1]
    assert granularity_test(PRINTED[:1], printed="数", count="人数", percent=True).value == 1


def test_granularity_refuses_numbers_and_all_faults_at_once() -> None:
    with pytest.raises(MethodError, match="应为文字"):
        granularity_test(pd.DataFrame({"x": [4.5], "n": [10]}), printed="x", count="n")
    with pytest.raises(MethodError) as caught:
        granularity_test(pd.DataFrame({"x": ["约4.5", "4.50"], "n": [10, 0]}), printed="x", count="n")
    assert "“约4.5”" in str(caught.value)
    assert "数据第2行应为正整数" in str(caught.value)


def test_amounts_after_the_law_and_against_it() -> None:
    rng = np.random.default_rng(3)
    free = pd.DataFrame({"金额": 10 ** rng.uniform(1, 6, 20_000)})
    found = benford_test(free, amount="金额", digits=1)
    assert found.conformity == "很接近"
    assert found.p_value > 0.001
    capped = pd.DataFrame({"金额": rng.uniform(90_000, 99_999, 2_000)})
    result = benford_test(capped, amount="金额")
    assert result.conformity == "不接近"
    assert result.diagnostics()[0].verdict is Verdict.FAILS
    assert "不能作为认定的依据" in " ".join(result.sentences())


def test_size_of_the_first_digit_test() -> None:
    """Of collections that follow the law, about one in twenty is rejected at 5 %."""
    rng = np.random.default_rng(11)
    rejected = [
        benford_test(pd.DataFrame({"x": 10 ** rng.uniform(1, 5, 1_000)}), amount="x", digits=1).p_value < 0.05
        for _ in range(400)
    ]
    assert 0.025 < np.mean(rejected) < 0.075


def test_first_digits_refuse_small_collections_and_count_what_is_left_out() -> None:
    with pytest.raises(MethodError, match="只有2个，少于300个"):
        benford_test(pd.DataFrame({"x": [100.0, 5.0, 20.0]}), amount="x")
    with pytest.raises(MethodError, match="应为1、2或3"):
        benford_test(pd.DataFrame({"x": np.arange(10.0, 400.0)}), amount="x", digits=4)
    assert benford_test(pd.DataFrame({"x": [1.0, None, *np.arange(10.0, 400.0)]}), amount="x").left_out == 2


def test_a_planted_copy_is_the_nearest() -> None:
    frame = _answers(60)
    frame.loc[60] = frame.loc[7]
    result = near_duplicates(frame.assign(编号=[f"Q{k}" for k in range(61)]), items=ITEMS, name="编号")
    assert {(pair.name, pair.partner) for pair in result.pairs if pair.share == 1} == {("Q7", "Q60"), ("Q60", "Q7")}
    assert result.value == 100
    assert "不能据此认定造假" in result.sentences()[-1]
    assert result.diagnostics()[0].verdict is Verdict.DOUBTFUL  # eight questions are few


def test_words_are_compared_as_well_as_numbers() -> None:
    words = _answers(20).replace({1: "不满意", 2: "一般", 3: "较满意", 4: "满意", 5: "很满意"})
    plain, worded = near_duplicates(_answers(20), items=ITEMS), near_duplicates(words, items=ITEMS)
    assert [pair.share for pair in plain.pairs] == [pair.share for pair in worded.pairs]


def test_straight_lines_are_counted_but_nobody_is_judged() -> None:
    frame = _answers(30)
    frame.loc[3] = 5
    result = straight_lining(frame, items=ITEMS, run=8)
    assert [one.name for one in result.long] == ["4"]
    assert result.people[3].spread == 0
    assert "不逐份认定" in result.sentences()[-1]
    assert result.value == pytest.approx(100 / 30)


@pytest.mark.parametrize("method", [near_duplicates, straight_lining])
def test_too_little_is_refused_all_at_once(method: object) -> None:
    with pytest.raises(MethodError) as caught:
        method(_answers(1), items=ITEMS[:3])  # type: ignore[operator]
    assert "少于5个" in str(caught.value)
    assert "至少要2份" in str(caught.value)
    with pytest.raises(MethodError, match="缺少列“没有”"):
        method(_answers(5), items=[*ITEMS, "没有"])  # type: ignore[operator]


def test_every_picture_can_be_drawn() -> None:
    results = [
        granularity_test(PRINTED, printed="数", count="人数", name="名称"),
        benford_test(pd.DataFrame({"x": np.arange(10.0, 900.0)}), amount="x"),
        near_duplicates(_answers(30), items=ITEMS),
        straight_lining(_answers(30), items=ITEMS),
    ]
    for result in results:
        assert result.figure().axes
