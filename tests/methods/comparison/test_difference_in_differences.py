"""Difference in differences: by hand, invariances, what it says, what it refuses."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yzperf.domain.result import Verdict
from yzperf.drawing.canvas import png_bytes
from yzperf.errors import MethodError
from yzperf.methods import difference_in_differences
from yzperf.methods.comparison.difference_in_differences_result import DifferenceInDifferences

ROLES = {"outcome": "处理率", "unit": "村", "time": "年份", "treated": "试点", "start": 2021}


def _villages(
    *, units: int = 16, first: int = 2017, effect: float = 5.0, drift: float = 0.0, noise: float = 0.8
) -> pd.DataFrame:
    rng = np.random.default_rng(11)
    rows = []
    for unit in range(units):
        treated = unit < units // 2
        level = rng.normal(60, 3)
        for year in range(first, 2025):
            value = level + (year - first) * (1 + drift * treated) + effect * (treated and year >= 2021)
            rows.append((f"村{unit}", year, "是" if treated else "否", value + rng.normal(0, noise)))
    return pd.DataFrame(rows, columns=["村", "年份", "试点", "处理率"])


def _run(frame: pd.DataFrame, **options: object) -> DifferenceInDifferences:
    return difference_in_differences(frame, **{**ROLES, **options})


def _diagnostic(result: DifferenceInDifferences, start: str) -> Verdict:
    return next(check.verdict for check in result.diagnostics() if check.assumption.startswith(start))


HAND = pd.DataFrame(
    {
        "村": ["a", "b", "c", "d"] * 2,
        "年份": [2020] * 4 + [2021] * 4,
        "试点": [1, 1, 0, 0] * 2,
        "处理率": [10.0, 14.0, 9.0, 11.0, 17.0, 19.0, 10.0, 14.0],
    }
)


def test_two_by_two_by_hand() -> None:
    """Changes: treated 7 and 5, comparison 1 and 3, so 6 − 2 = 4.

    The changes lie ±1 around their group means: variance 2/2² in each group, together 1, times the correction
    G/(G−1) · (N−1)/(N−K) with 4 villages, 8 rows and 3 parameters.
    """
    result = _run(HAND)
    assert result.value == pytest.approx(4)
    assert result.effect.standard_error == pytest.approx((4 / 3 * 7 / 5) ** 0.5)
    assert result.degrees == 3
    assert (result.treated.before, result.treated.after) == (12, 18)
    assert (result.comparison.before, result.comparison.after) == (10, 12)
    assert result.treated.change.estimate == pytest.approx(6)
    assert result.treated.change.standard_error == pytest.approx(1)
    assert result.permutation_p == pytest.approx(2 / 6)


def test_interval_uses_t_with_clusters_minus_one() -> None:
    result = _run(HAND)
    low, high = result.interval
    assert (high - low) / 2 == pytest.approx(3.182446305 * result.effect.standard_error)


def test_without_unit_the_estimate_is_the_difference_of_four_means() -> None:
    result = _run(HAND.drop(columns="村"), unit=None)
    assert result.value == pytest.approx(4)
    assert result.error_kind.startswith("异方差稳健")
    assert _diagnostic(result, "样本相互独立") is Verdict.UNTESTABLE


def test_clusters_may_be_coarser_than_units() -> None:
    frame = _villages().assign(镇=lambda table: table["村"].str.removeprefix("村").astype(int) // 2)
    result = _run(frame, cluster="镇")
    assert result.coverage.clusters == 8
    assert result.degrees == 7
    assert result.permutation_p is None


def test_naive_change_contains_the_common_trend() -> None:
    result = _run(_villages())
    assert result.value == pytest.approx(5, abs=1)
    assert result.treated.change.estimate == pytest.approx(9, abs=1)
    assert "如果只看实施组前后" in result.sentences()[1]


def test_diverging_groups_fail_parallel_trends() -> None:
    result = _run(_villages(drift=1.0, noise=0.2))
    assert _diagnostic(result, "平行趋势") is Verdict.FAILS
    assert "不能解释为政策作用" in result.sentences()[-1]


def test_a_weak_test_is_not_taken_for_parallel_trends() -> None:
    result = _run(_villages(effect=1.0, noise=2.5))
    assert result.pre_trend is not None
    assert result.pre_trend.p_value > 0.05
    assert _diagnostic(result, "平行趋势") is Verdict.DOUBTFUL


def test_a_sharp_test_supports_parallel_trends() -> None:
    assert _diagnostic(_run(_villages(units=60, noise=0.5)), "平行趋势") is Verdict.HOLDS


def test_one_period_before_cannot_be_tested() -> None:
    result = _run(_villages(first=2020))
    assert result.pre_trend is None
    assert _diagnostic(result, "平行趋势") is Verdict.UNTESTABLE


def test_event_study_lists_all_periods_but_the_base() -> None:
    result = _run(_villages())
    assert [point.period for point in result.event_study] == [2017, 2018, 2019, 2021, 2022, 2023, 2024]


def test_empty_cells_are_left_out_and_counted() -> None:
    frame = _villages()
    frame.loc[[3, 70], "处理率"] = None
    result = _run(frame)
    assert result.coverage.dropped == 2
    assert (result.coverage.incomplete_treated, result.coverage.incomplete_comparison) == (1, 1)
    assert "因空缺剔除2行" in result.sentences()[2]
    assert _diagnostic(result, "面板完整") is Verdict.DOUBTFUL


def test_percentages_differ_in_percentage_points() -> None:
    assert _run(HAND, outcome_unit="%").unit == "个百分点"
    assert _run(HAND, outcome_unit="元").unit == "元"


def test_table_and_summary_are_chinese_and_agree() -> None:
    result = _run(HAND, outcome_name="污水处理率", outcome_unit="%")
    table = result.table()
    assert list(table["组别"]) == ["实施组", "对照组", "双重差分（两组之差）"]
    assert table["变化"].tolist() == [6, 2, 4]
    assert "相对提高4.0个百分点" in result.summary()
    assert "<table" in result._repr_html_()


@pytest.mark.parametrize("unit", ["村", None])
def test_figure_has_all_glyphs(unit: str | None) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert png_bytes(_run(_villages(), unit=unit, outcome_unit="%").figure())


def _problems(frame: pd.DataFrame, **options: object) -> list[str]:
    with pytest.raises(MethodError) as caught:
        _run(frame, **options)
    return [str(problem) for problem in caught.value.problems]


def test_refuses_all_missing_columns_at_once() -> None:
    told = _problems(HAND, outcome="没有", treated="也没有", covariates=("年份",))
    assert len(told) == 3
    assert "没有" in told[0]
    assert "同时被用作" in told[2]


def test_refuses_text_with_row_and_content() -> None:
    frame = HAND.astype({"处理率": object, "试点": object})
    frame.loc[1, "处理率"], frame.loc[2, "试点"] = "约14", "大概"
    told = _problems(frame)
    assert len(told) == 2
    assert "数据第2行“约14”" in told[0]
    assert "数据第3行“大概”" in told[1]


def test_refuses_several_design_faults_at_once() -> None:
    frame = HAND.assign(试点=[1, 0, 0, 0, 0, 0, 0, 0])
    told = _problems(frame, start=2030)
    assert len(told) == 3
    assert any("没有实施后的时期" in text for text in told)
    assert any("实施组只有1个单位" in text for text in told)
    assert any("前后不一" in text for text in told)


@pytest.mark.parametrize(
    ("frame", "options", "words"),
    [
        (HAND, {"start": 2019}, "没有实施前的时期"),
        (pd.concat([HAND, HAND.head(1)]), {}, "同一单位同一时期有多行"),
        (HAND.assign(x=[1, 2, 3, 4] * 2), {"covariates": ("x",)}, "不随时间变化"),
        (HAND.drop(index=[0, 1]), {"unit": None}, "实施组实施前只有0行数据"),
        (HAND.drop(index=[0]), {}, "实施组实施前只有1个单位前后都有数据"),
        (HAND.assign(处理率=np.nan), {}, "没有一行的各列都有值"),
        (HAND, {"classical": True}, "经典标准误"),
        (HAND.assign(镇=list("xyzwxyzy")), {"cluster": "镇"}, "跨越多个聚类"),
        (HAND.drop(index=range(4)).assign(处理率=np.inf), {}, "不是数"),
    ],
)
def test_refusals(frame: pd.DataFrame, options: dict[str, object], words: str) -> None:
    assert any(words in text for text in _problems(frame, **options))


def test_does_not_change_its_input() -> None:
    frame = _villages()
    copy = frame.copy(deep=True)
    _run(frame)
    pd.testing.assert_frame_equal(frame, copy)


@settings(max_examples=25, deadline=None)
@given(
    shift=st.floats(-1e4, 1e4),
    scale=st.floats(0.01, 100),
    order=st.randoms(use_true_random=False),
)
def test_shift_scale_and_order_of_rows(shift: float, scale: float, order: object) -> None:
    frame = _villages(units=8, first=2019)
    base = _run(frame)
    rows = list(range(len(frame)))
    order.shuffle(rows)
    moved = _run(frame.assign(处理率=frame["处理率"] * scale + shift).iloc[rows])
    assert moved.value == pytest.approx(base.value * scale, rel=1e-6, abs=1e-7)
    assert moved.effect.standard_error == pytest.approx(base.effect.standard_error * scale, rel=1e-5)
    assert moved.permutation_p == pytest.approx(base.permutation_p, abs=1e-3)


@settings(max_examples=25, deadline=None)
@given(unit_shift=st.lists(st.floats(-1e3, 1e3), min_size=8, max_size=8), year_shift=st.floats(-1e3, 1e3))
def test_levels_of_units_and_common_shocks_do_not_matter(unit_shift: list[float], year_shift: float) -> None:
    frame = _villages(units=8, first=2019)
    levels = frame["村"].map({f"村{place}": value for place, value in enumerate(unit_shift)})
    shocked = frame.assign(处理率=frame["处理率"] + levels + year_shift * (frame["年份"] == 2022))
    assert _run(shocked).value == pytest.approx(_run(frame).value, abs=1e-7)
