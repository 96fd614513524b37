"""Satisfaction: by hand, weights, intervals, what it says, what it refuses."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yzperf.domain.result import Verdict
from yzperf.drawing.canvas import png_bytes
from yzperf.errors import MethodError
from yzperf.methods import satisfaction_estimate
from yzperf.methods.public_judgement.internal_consistency import alpha_of_scores
from yzperf.methods.public_judgement.satisfaction_result import SatisfactionEstimate
from yzperf.methods.sampling import needed_size, stratified_mean, wilson_interval

WORDS = ["非常满意", "满意", "一般", "不满意", "非常不满意"]
POINTS = dict(zip(WORDS, [100, 80, 60, 30, 0], strict=True))
TOWNS = {"三茅街道": 5000, "新坝镇": 3000, "油坊镇": 2000}


def _answers(seed: int = 5, count: int = 200) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    mood = rng.normal(size=count)
    frame = pd.DataFrame({"镇街": rng.choice(list(TOWNS), count, p=[0.3, 0.3, 0.4])})
    for item in ("Q1", "Q2", "Q3"):
        steps = np.digitize(-(mood + rng.normal(0, 0.7, count)), [-0.8, 0.4, 1.2, 2.0])
        frame[item] = [WORDS[step] for step in steps]
    return frame


def _run(frame: pd.DataFrame, **options: object) -> SatisfactionEstimate:
    return satisfaction_estimate(frame, **{"items": ["Q1", "Q2", "Q3"], "points": POINTS, **options})


def _verdict(result: SatisfactionEstimate, start: str) -> Verdict:
    return next(check.verdict for check in result.diagnostics() if check.assumption.startswith(start))


def test_simple_sample_by_hand() -> None:
    """Scores 100, 80, 60, 80: mean 80, variance 800/3, error √(800/3/4); three of four are satisfied."""
    result = _run(pd.DataFrame({"Q1": ["非常满意", "满意", "一般", "满意"]}), items=["Q1"])
    assert result.value == pytest.approx(80)
    assert result.overall.standard_error == pytest.approx((800 / 3 / 4) ** 0.5)
    assert result.overall.degrees == 3
    assert result.top.estimate == pytest.approx(0.75)
    assert (result.top.low, result.top.high) == pytest.approx((0.3006, 0.9544), abs=5e-5)  # Wilson 3/4
    assert dict(result.items[0].shares)["满意"] == pytest.approx(0.5)


def test_finite_population_shrinks_the_error() -> None:
    answers = pd.DataFrame({"Q1": ["非常满意", "满意", "一般", "满意"]})
    infinite = _run(answers, items=["Q1"]).overall.standard_error
    assert _run(answers, items=["Q1"], population=16).overall.standard_error == pytest.approx(
        infinite * (12 / 16) ** 0.5
    )


def test_strata_are_weighted_by_population_by_hand() -> None:
    """Town A 90 of 3,000, town B 70 of 1,000: 85, not the plain mean 80."""
    answers = pd.DataFrame({"镇街": list("AABB"), "Q1": ["非常满意", "满意", "满意", "一般"]})
    result = _run(answers, items=["Q1"], strata="镇街", population={"A": 3000, "B": 1000})
    assert result.design == "stratified"
    assert result.value == pytest.approx(85)
    variance = 0.75**2 * (1 - 2 / 3000) * 200 / 2 + 0.25**2 * (1 - 2 / 1000) * 200 / 2
    assert result.overall.standard_error == pytest.approx(variance**0.5)
    plain = _run(answers, items=["Q1"], strata="镇街", population={"A": 3000, "B": 1000}, design="simple")
    assert plain.value == pytest.approx(80)


def test_proportional_sample_gives_the_plain_mean() -> None:
    frame = _answers().groupby("镇街").head(30).reset_index(drop=True)
    weighted = _run(frame, strata="镇街", population=dict.fromkeys(TOWNS, 900))
    assert weighted.value == pytest.approx(_run(frame).value)


def test_missing_answers_and_no_opinion_are_counted() -> None:
    frame = _answers()
    frame.loc[0, ["Q1", "Q2", "Q3"]] = None
    frame.loc[1, "Q1"] = " "
    frame.loc[2, "Q1"] = "不了解"
    result = _run(frame)
    assert (result.blank, result.answered, result.no_opinion) == (1, 199, 1)
    assert [item.missing for item in result.items] == [2, 0, 0]
    assert result.complete == 197


def test_points_by_item_and_numbers_as_words() -> None:
    """A code book read from TOML has text keys; a sheet gives 5.0."""
    answers = pd.DataFrame({"Q1": [5.0, 3.0, None, 1.0], "Q2": ["是", "否", "是", "是"]})
    points = {"Q1": {"5": 100, "3": 60, "1": 0}, "Q2": {"是": 100, "否": 0}}
    result = _run(answers, items=["Q1", "Q2"], points=points, top=1)
    assert [item.mean.estimate for item in result.items] == pytest.approx([160 / 3, 75])
    assert result.overall.estimate == pytest.approx((100 + 30 + 100 + 50) / 4)


def test_wilson_at_the_ends_stays_inside() -> None:
    everyone = stratified_mean(np.ones(10), np.zeros(10, int), np.array([np.inf]))
    low, high = wilson_interval(everyone)
    assert (low, high) == pytest.approx((0.7225, 1.0), abs=5e-5)


def test_needed_sizes_of_the_textbook() -> None:
    assert needed_size(0.5, 0.05, np.inf) == 385
    assert needed_size(0.5, 0.05, 1000) == 278


def test_alpha_by_hand() -> None:
    """Two equal items: α = 1; two opposite items: total has no variance."""
    scores = np.array([[1.0, 1], [2, 2], [3, 3]])
    assert alpha_of_scores(scores) == pytest.approx(1)
    assert alpha_of_scores(np.array([[1.0, 3], [2, 2], [3, 1]])) is None


def test_diagnostics_speak_up() -> None:
    frame = _answers()
    result = _run(frame, strata="镇街", population=TOWNS, design="simple", issued=300)
    assert _verdict(result, "样本结构") is Verdict.DOUBTFUL
    assert _verdict(result, "未回答者") is Verdict.DOUBTFUL
    assert _verdict(result, "样本量") is Verdict.DOUBTFUL
    assert _verdict(_run(frame, strata="镇街", population=TOWNS), "样本结构") is Verdict.HOLDS
    assert _verdict(_run(frame.assign(Q2=frame["Q1"], Q3=frame["Q1"])), "认真作答") is Verdict.DOUBTFUL
    assert _verdict(_run(frame.head(12)), "样本量") is Verdict.FAILS


def test_small_strata_are_named() -> None:
    result = _run(_answers(count=60), strata="镇街", population=TOWNS)
    assert _verdict(result, "各层份数") is Verdict.DOUBTFUL
    assert len(result.groups) == 3


def test_table_sentences_and_summary() -> None:
    result = _run(_answers(), strata="镇街", population=TOWNS, issued=250)
    assert result.table()["类别"].tolist() == ["总体", *["题目"] * 3, *["镇街"] * 3]
    assert result.sentences()[0].startswith("总体满意度为")
    assert "发放250份，有效问卷200份" in result.sentences()[1]
    assert "<table" in result._repr_html_()
    low, high = result.interval
    assert 0 <= low < result.value < high <= result.full_mark


def test_unanimous_answers_have_no_width_in_points_but_in_shares() -> None:
    result = _run(pd.DataFrame({item: ["满意"] * 20 for item in ("Q1", "Q2", "Q3")}))
    assert result.interval == (80, 80)
    assert result.top.low < 1
    assert result.alpha is None
    assert _verdict(result, "各题测量") is Verdict.UNTESTABLE


def test_figure_has_all_glyphs() -> None:
    titles = {"Q1": "办事流程是否便捷", "Q2": "政策宣传是否及时、准确，便于理解（含公示）", "Q3": "总体评价"}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert png_bytes(_run(_answers(), items=titles).figure())


def _problems(frame: pd.DataFrame, **options: object) -> list[str]:
    with pytest.raises(MethodError) as caught:
        _run(frame, **options)
    return [str(problem) for problem in caught.value.problems]


def test_refuses_all_option_faults_at_once() -> None:
    told = _problems(_answers(), items=["Q1", "Q9"], strata="乡镇", design="stratified", top=5)
    assert [words in text for words, text in zip(["Q9", "乡镇"], told, strict=False)] == [True, True]
    assert any("满意率计入档数" in text for text in told)
    assert any("各层总体数" in text for text in told)


def test_refuses_all_unknown_answers_at_once() -> None:
    frame = _answers()
    frame.loc[0, "Q1"], frame.loc[[1, 2], "Q2"] = "还行", "好评"
    told = _problems(frame)
    assert len(told) == 2
    assert "“还行”1处" in told[0]
    assert "“好评”2处" in told[1]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"strata": "镇街", "population": {**TOWNS, "八桥镇": 900}}, "没有有效问卷"),
        (
            {"strata": "镇街", "population": {"三茅街道": 5000, "新坝镇": 900}},
            "总体数（population）里没有：油坊镇",
        ),
        ({"strata": "镇街", "population": dict.fromkeys(TOWNS, 20)}, "有效问卷多于该层总体数"),
        ({"population": 50}, "有效问卷多于总体数"),
        ({"population": -1}, "应为正数"),
        ({"issued": 10}, "少于有效问卷"),
        ({"margin": 0}, "精度要求"),
        ({"points": {"满意": 1, "一般": 1}}, "两档不同分值"),
        ({"points": {"满意": "高", "一般": 1}}, "不是数"),
        ({"design": "cluster"}, "抽样设计"),
        ({"items": []}, "没有指定题目"),
        ({"items": ["Q1", "Q1"]}, "题目重复"),
    ],
)
def test_refusals(options: dict[str, object], words: str) -> None:
    assert any(words in text for text in _problems(_answers(), **options))


def test_refuses_empty_and_thin_samples() -> None:
    assert "至少要2份" in _problems(_answers().head(1))[0]
    assert "至少要2份" in _problems(_answers().head(0))[0]
    frame = pd.concat([_answers().query("镇街 != '油坊镇'"), _answers().query("镇街 == '油坊镇'").head(1)])
    assert "每层至少2份：油坊镇（1份）" in _problems(frame, strata="镇街", population=TOWNS)[0]


@settings(max_examples=25, deadline=None)
@given(scale=st.floats(0.01, 100), shift=st.floats(0, 50), order=st.randoms(use_true_random=False))
def test_scale_shift_and_order(scale: float, shift: float, order: object) -> None:
    frame = _answers(count=60)
    base = _run(frame, strata="镇街", population=TOWNS)
    rows = list(range(len(frame)))
    order.shuffle(rows)
    points = {word: value * scale + shift for word, value in POINTS.items()}
    moved = _run(frame.iloc[rows], strata="镇街", population=TOWNS, points=points)
    assert moved.value == pytest.approx(base.value * scale + shift)
    assert moved.overall.standard_error == pytest.approx(base.overall.standard_error * scale)
    assert moved.top.estimate == pytest.approx(base.top.estimate)


def test_does_not_change_its_input() -> None:
    frame = _answers()
    copy = frame.copy(deep=True)
    _run(frame, strata="镇街", population=TOWNS)
    pd.testing.assert_frame_equal(frame, copy)
