"""Unit costs: by hand, units of measurement, seeds, what it says, what it refuses."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import bootstrap, spearmanr

from yzperf.domain.result import Verdict
from yzperf.drawing.canvas import png_bytes
from yzperf.errors import MethodError
from yzperf.methods import unit_cost_comparison
from yzperf.methods.least_cost.ratio import rank_correlation, robust_z
from yzperf.methods.least_cost.unit_cost_result import UnitCostComparison
from yzperf.methods.resampling import permutation_p

HAND = pd.DataFrame(
    {
        "站点": ["甲站", "乙站", "丙站", "丁站"],
        "工艺": ["湿地", "湿地", "一体化", "一体化"],
        "成本": [100.0, 300.0, 500.0, 700.0],
        "户数": [10, 20, 20, 20],
    }
)


def _stations(seed: int = 3, count: int = 40) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    households = rng.integers(20, 200, count)
    kind = np.where(np.arange(count) % 2 == 0, "人工湿地", "一体化设备")
    level = np.where(kind == "人工湿地", 900, 1300)
    cost = households * level * np.exp(rng.normal(0, 0.12, count))
    return pd.DataFrame({"站点": [f"{n}号站" for n in range(count)], "工艺": kind, "成本": cost, "户数": households})


def _run(frame: pd.DataFrame, **options: object) -> UnitCostComparison:
    return unit_cost_comparison(frame, **{"cost": "成本", "quantity": "户数", "name": "站点", **options})


def _verdict(result: UnitCostComparison, start: str) -> Verdict:
    return next(check.verdict for check in result.diagnostics() if check.assumption.startswith(start))


def test_ratio_of_sums_by_hand() -> None:
    """1,600 元 for 70 户, not the mean of 10, 15, 25 and 35."""
    result = _run(HAND)
    assert result.value == pytest.approx(1600 / 70)
    assert (result.overall.median, result.overall.low, result.overall.high) == (20, 10, 35)
    assert result.interval is None


def test_standard_by_hand() -> None:
    """At 20 元/户 丙 is 100 元 and 丁 300 元 above; all together 1,600 against 1,400."""
    result = _run(HAND, standard=20, quantity_unit="户")
    assert (result.overall.above, result.overall.money_above) == (2, pytest.approx(400))
    assert result.overall.allowed == pytest.approx(1400)
    assert "总成本比标准高14.3%；2个（50.0%）高于标准，超出金额合计400.00元" in result.sentences()[1]


def test_a_cost_equal_to_the_standard_is_not_above_it() -> None:
    """0.1 · 3 is more than 0.3 in binary."""
    frame = pd.DataFrame({"站点": ["甲", "乙"], "成本": [0.1 * 3, 0.2], "户数": [3, 4]})
    assert _run(frame, standard=0.1).overall.above == 0


def test_groups_and_standards_by_group() -> None:
    result = _run(HAND, group="工艺", standard={"湿地": 12, "一体化": 40})
    assert [(part.name, part.unit_cost) for part in result.alternatives] == [
        ("湿地", pytest.approx(400 / 30)),
        ("一体化", pytest.approx(30)),
    ]
    assert result.least is not None
    assert (result.least.name, result.least.next) == ("湿地", "一体化")
    assert result.least.gap == pytest.approx(30 - 400 / 30)
    assert [part.above for part in result.alternatives] == [1, 0]
    assert "分组标准" in result.sentences()[1]


def test_census_has_no_interval() -> None:
    result = _run(_stations(), group="工艺", census=True)
    assert result.interval is None
    assert "重抽样" not in "".join(result.sentences())


def test_interval_agrees_with_scipy_bca() -> None:
    frame = _stations()
    ours = _run(frame, draws=19_999).interval
    reference = bootstrap(
        (frame["成本"].to_numpy(), frame["户数"].to_numpy()),
        lambda cost, count, axis: cost.sum(axis=axis) / count.sum(axis=axis),
        paired=True,
        vectorized=True,
        n_resamples=19_999,
        method="BCa",
        rng=1,
    ).confidence_interval
    width = reference.high - reference.low
    assert ours == pytest.approx((reference.low, reference.high), abs=0.04 * width)


def test_seed_repeats_and_order_of_rows_does_not_matter() -> None:
    frame = _stations()
    first = _run(frame, group="工艺")
    assert _run(frame, group="工艺") == first
    again = _run(frame.sample(frac=1, random_state=2), group="工艺")
    assert again.interval == pytest.approx(first.interval)
    assert again.least is not None
    assert (again.least.name, again.least.sure) == (first.least.name, first.least.sure)
    assert _run(frame, seed=7).interval != first.interval


def test_outlier_is_named_within_its_group() -> None:
    frame = _stations(seed=4)
    frame.loc[6, "成本"] *= 4
    result = _run(frame, group="工艺")
    assert [thing.name for thing in result.outliers] == ["6号站"]
    assert "6号站" in "".join(result.sentences())
    assert _verdict(result, "没有离群对象") is Verdict.DOUBTFUL


def test_robust_z_with_many_equal_values() -> None:
    assert robust_z(np.array([2.0] * 5)) == pytest.approx(np.zeros(5))
    scores = robust_z(np.array([1.0] * 6 + [np.e]))
    assert scores[-1] == pytest.approx(7 / 1.2533)


def test_rank_correlation_equals_scipy_with_ties() -> None:
    first, second = np.array([1.0, 2, 2, 4, 5]), np.array([3.0, 1, 4, 4, 2])
    assert rank_correlation(first, second) == pytest.approx(spearmanr(first, second).statistic)
    assert rank_correlation(first, np.ones(5)) == 0


def test_permutation_enumerates_small_samples() -> None:
    assert permutation_p(np.array([3.0, 4.0]), np.array([1.0, 2.0]), 1) == pytest.approx(2 / 6)


def test_empty_rows_are_counted() -> None:
    frame = _stations()
    frame.loc[3, "成本"] = None
    result = _run(frame)
    assert result.dropped == 1
    assert _verdict(result, "数据完整") is Verdict.DOUBTFUL


def test_table_and_summary() -> None:
    result = _run(_stations(), group="工艺", standard=1000, quantity_unit="户")
    assert result.unit == "元/户"
    assert result.table()["组别"].tolist() == ["全部", "人工湿地", "一体化设备"]
    assert "只有产出的质量和效果相同" in result.summary()
    assert "<table" in result._repr_html_()


@pytest.mark.parametrize("options", [{}, {"group": "工艺", "standard": {"人工湿地": 950, "一体化设备": 1300}}])
def test_figure_has_all_glyphs(options: dict[str, object]) -> None:
    frame = _stations()
    frame.loc[6, "成本"] *= 90
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert png_bytes(_run(frame, quantity_unit="户", **options).figure())


def _problems(frame: pd.DataFrame, **options: object) -> list[str]:
    with pytest.raises(MethodError) as caught:
        _run(frame, **options)
    return [str(problem) for problem in caught.value.problems]


def test_refuses_all_faults_of_columns_and_options_at_once() -> None:
    told = _problems(HAND, cost="造价", group="类型", standard=-3, draws=10)
    assert len(told) == 4
    for words, text in zip(["造价", "类型", "应为正数", "重抽样次数"], told, strict=True):
        assert words in text


def test_refuses_all_faulty_cells_at_once() -> None:
    frame = HAND.astype({"成本": object})
    frame.loc[0, "成本"], frame.loc[1, "成本"], frame.loc[2, "户数"] = "约100", -5, 0
    told = _problems(frame, group="工艺", standard={"湿地": 3})
    assert len(told) == 4
    assert "数据第1行“约100”" in told[0]
    assert "应大于0：数据第2行" in told[1]
    assert "应大于0：数据第3行" in told[2]
    assert "没有支出标准：一体化" in told[3]


@pytest.mark.parametrize(
    ("frame", "options", "words"),
    [
        (HAND.head(1), {}, "至少要2个"),
        (HAND, {"standard": {"湿地": 3}}, "要指定组别列"),
        (HAND, {"quantity": "成本"}, "同时被用作"),
    ],
)
def test_refusals(frame: pd.DataFrame, options: dict[str, object], words: str) -> None:
    assert any(words in text for text in _problems(frame, **options))


@settings(max_examples=25, deadline=None)
@given(money=st.sampled_from([1e-4, 1e-3, 100.0]), amount=st.floats(0.01, 100))
def test_units_of_measurement_do_not_matter(money: float, amount: float) -> None:
    frame = _stations(count=12)
    base = _run(frame, standard=1000, group="工艺", draws=999)
    converted = frame.assign(成本=frame["成本"] * money, 户数=frame["户数"] * amount)
    moved = _run(converted, standard=1000 * money / amount, group="工艺", draws=999)
    assert moved.value == pytest.approx(base.value * money / amount)
    assert moved.interval == pytest.approx([end * money / amount for end in base.interval])
    assert moved.overall.above == base.overall.above
    assert moved.overall.money_above == pytest.approx(base.overall.money_above * money)
    assert [thing.name for thing in moved.outliers] == [thing.name for thing in base.outliers]
