"""Cost-benefit analysis: by hand, all internal rates, prices, effects of other results, what it refuses."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yzperf.drawing.canvas import png_bytes
from yzperf.errors import MethodError
from yzperf.methods import before_after_comparison, cost_benefit_analysis
from yzperf.methods.cost_benefit.analysis_result import CostBenefit
from yzperf.methods.cost_benefit.discounting import discount_factors, payback
from yzperf.methods.cost_benefit.internal_rate import internal_rates

PLANT = pd.DataFrame(
    {"年度": [2021, 2022, 2023], "成本": [100.0, 10.0, 10.0], "效益": [None, 66.0, 82.6], "说明": ["建", "用", "用"]}
)


def _run(frame: pd.DataFrame = PLANT, **options: object) -> CostBenefit:
    return cost_benefit_analysis(frame, **{"when": "年度", "cost": "成本", "benefit": "效益", "rate": 0.1, **options})


def test_by_hand() -> None:
    """−100 + 56/1.1 + 72.6/1.21 = 10.909…; costs 100 + 10/1.1 + 10/1.21."""
    result = _run()
    assert result.value == pytest.approx(-100 + 56 / 1.1 + 60)
    assert result.costs == pytest.approx(100 + 10 / 1.1 + 10 / 1.21)
    assert result.ratio == pytest.approx(result.benefits / result.costs)
    assert result.payback == pytest.approx(1 + 44 / 72.6)
    assert result.discounted_payback == pytest.approx(1 + (100 - 56 / 1.1) / 60)
    assert "净现值为10.9万元" in result.sentences()[0]


def test_signed_amounts_say_the_same() -> None:
    frame = pd.DataFrame({"t": [0, 1, 1, 2, 2], "x": [-100, -10, 66, -10, 82.6]})
    other = cost_benefit_analysis(frame, when="t", amount="x", rate=0.1)
    mine = _run()
    assert (other.value, other.costs) == pytest.approx((mine.value, mine.costs))
    assert other.internal_rates == pytest.approx(mine.internal_rates)


def test_timing_moves_every_flow() -> None:
    assert _run(timing="end").value == pytest.approx(_run().value / 1.1)
    assert _run(timing="middle").value == pytest.approx(_run().value / 1.1**0.5)


def test_base_states_values_at_another_year() -> None:
    assert _run(base=2023).value == pytest.approx(_run().value * 1.21)


def test_dates_count_days_over_365() -> None:
    frame = pd.DataFrame({"日期": ["2024-01-01", "2025-01-01"], "金额": [-100, 121]})
    result = cost_benefit_analysis(frame, when="日期", amount="金额", rate=0.1)
    assert result.value == pytest.approx(-100 + 121 / 1.1 ** (366 / 365))
    assert result.internal_rate == pytest.approx(1.21 ** (365 / 366) - 1)


def test_declining_rates() -> None:
    """Thirty years at 3.5 %, then 3 %."""
    factors = discount_factors(np.array([0.0, 30.0, 31.0, 76.0]), {0: 0.035, 31: 0.03, 76: 0.025})
    assert factors == pytest.approx([1, 1.035**-30, 1.035**-30 / 1.03, 1.035**-30 * 1.03**-45 / 1.025])


def test_prices_by_index_and_by_yearly_rise_agree() -> None:
    index = {2021: 100, 2022: 102, 2023: 104.04}
    assert _run(price_index=index, price_year=2021).value == pytest.approx(_run(inflation=0.02).value)
    assert _run(price_index=index, price_year=2023).value == pytest.approx(_run(inflation=0.02).value * 1.0404)


def test_residual_value_falls_at_the_end() -> None:
    result = _run(residual=12.1)
    assert result.value == pytest.approx(_run().value + 10)
    assert result.items[-1].name == "残值"


@pytest.mark.parametrize(
    ("amounts", "rates"),
    [
        ([-1000, 6000, -11000, 6000], [0.0, 1.0, 2.0]),
        ([-100, 210, -110], [0.0, 0.1]),
        ([-100, 220, -121], [0.1]),  # touches zero without crossing
        ([-100, 200, -150], []),
        ([100, 200], []),
    ],
)
def test_all_internal_rates(amounts: list[float], rates: list[float]) -> None:
    assert internal_rates(np.arange(len(amounts)), np.array(amounts, float)) == pytest.approx(rates, abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(-9, 9), min_size=2, max_size=8))
def test_internal_rates_are_the_roots_of_the_polynomial(amounts: list[int]) -> None:
    if not amounts[0] or not amounts[-1]:
        return
    roots = np.roots(amounts[::-1])  # in v = 1 / (1 + r)
    sharp = np.abs(np.polyval(np.polyder(np.poly1d(amounts[::-1])), roots)) > 1e-2
    real = [
        1 / root.real - 1
        for root, clear in zip(roots, sharp, strict=True)
        if abs(root.imag) < 1e-9 < root.real and clear
    ]
    found = internal_rates(np.arange(len(amounts)), np.array(amounts, float))
    assert all(min((abs(rate - other) for other in found), default=9) < 1e-6 * (2 + abs(rate)) for rate in real)
    for rate in found:
        terms = np.array(amounts) * (1 + rate) ** -np.arange(len(amounts))
        assert abs(terms.sum()) <= 1e-6 * np.abs(terms).sum()


def test_several_rates_are_told_and_none_is_chosen() -> None:
    frame = pd.DataFrame({"t": range(4), "x": [-1000, 6000, -11000, 6000]})
    result = cost_benefit_analysis(frame, when="t", amount="x", rate=0.05)
    assert result.internal_rate is None
    assert "3个解（0.00%、100.00%、200.00%），不能用它判断" in result.sentences()[1]


def test_payback_that_is_lost_again_does_not_count() -> None:
    assert payback(np.arange(4.0), np.array([-10.0, 15, -10, 2])) is None
    assert payback(np.arange(4.0), np.array([-10.0, 15, -10, 10])) == pytest.approx(2.5)
    assert payback(np.arange(2.0), np.array([5.0, 1])) == 0


def test_effect_of_a_comparison_flows_in_with_its_interval() -> None:
    """100 元 of benefit per unit of an effect of 2 ± 0.5 in the second year."""
    study = pd.DataFrame({"前": [1.0, 2, 3, 4], "后": [3.0, 3.5, 5.5, 6]})
    effect = before_after_comparison(study, before="前", after="后")
    frame = pd.DataFrame({"t": [0, 1], "x": [-150, 110], "项目": ["建设", "节水"]})
    result = cost_benefit_analysis(frame, when="t", amount="x", item="项目", rate=0.1, effects={"节水": effect})
    assert result.value == pytest.approx(-150 + 100 * effect.value)
    assert result.interval == pytest.approx([-150 + 100 * end for end in effect.interval])
    assert "置信区间对应" in result.sentences()[0]


def test_rows_without_amounts_are_counted() -> None:
    frame = pd.concat([PLANT, pd.DataFrame({"年度": [2024]})], ignore_index=True)
    result = _run(frame)
    assert result.dropped == 1
    assert "1行没有金额" in "".join(result.sentences())


def test_table_adds_up_and_picture_has_all_glyphs() -> None:
    result = _run()
    assert result.table()["累计净现值"].iloc[-1] == pytest.approx(result.value, abs=0.01)
    assert len(result.indicators()) == 8
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert png_bytes(result.figure())


def _problems(frame: pd.DataFrame, **options: object) -> list[str]:
    with pytest.raises(MethodError) as caught:
        _run(frame, **options)
    return [str(problem) for problem in caught.value.problems]


def test_refuses_all_faults_of_columns_and_options_at_once() -> None:
    told = _problems(PLANT, cost="造价", rate=8, timing="月中", price_index={2021: -1}, price_year=2020)
    assert [
        words in text for words, text in zip(["造价", "月中", "折现率", "价格基年", "大于0"], told, strict=True)
    ] == [True] * 5


@pytest.mark.parametrize(
    ("frame", "options", "words"),
    [
        (PLANT.assign(成本=[-1, 2, 3]), {}, "应填正数：数据第1行"),
        (PLANT.assign(年度=[2021, None, 2023]), {}, "时间）空缺而有金额：数据第2行"),
        (PLANT.assign(年度=["去年", "今年", "明年"]), {}, "式的日期"),
        (PLANT, {"amount": "成本"}, "同时被用作"),
        (PLANT, {"benefit": None}, "二选一"),
        (PLANT, {"rate": {}}, "分段折现率（rate）是空的"),
        (PLANT, {"effects": {"节水": 2}}, "不是数据里的项目"),
        (PLANT, {"price_index": {2021: 1, 2022: 1}, "price_year": 2021}, "缺这些年：2023"),
        (PLANT.assign(成本=0, 效益=0), {}, "全部为0"),
        (PLANT.assign(成本=[1, None, None], 效益=None), {}, "只有1笔"),
    ],
)
def test_refusals(frame: pd.DataFrame, options: dict[str, object], words: str) -> None:
    assert any(words in text for text in _problems(frame, **options))
