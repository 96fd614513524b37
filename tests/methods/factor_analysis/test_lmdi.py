"""LMDI: no remainder, limits at zero, both forms, what it refuses."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yzperf.domain.result import Verdict
from yzperf.drawing.canvas import png_bytes
from yzperf.errors import MethodError
from yzperf.methods import lmdi_decomposition
from yzperf.methods.factor_analysis.divisia import log_effects, logarithmic_mean
from yzperf.methods.factor_analysis.lmdi_result import LmdiDecomposition

SPENDING = pd.DataFrame(
    {
        "年度": [2022, 2022, 2023, 2023, 2024, 2024],
        "类别": ["低保", "特困"] * 3,
        "人数": [100.0, 40, 90, 50, 80, 55],
        "人均": [6.0, 10, 7, 11, 7.5, 12],
    }
)


def _run(frame: pd.DataFrame = SPENDING, **options: object) -> LmdiDecomposition:
    return lmdi_decomposition(
        frame, **{"time": "年度", "category": "类别", "factors": ["人数", "人均"], "unit": "万元", **options}
    )


def test_one_category_by_hand() -> None:
    """6 → 20: ln 2 and ln 5/3 times 14/ln(20/6)."""
    frame = pd.DataFrame({"t": [1, 2], "x": [2.0, 4], "y": [3.0, 5]})
    period = lmdi_decomposition(frame, time="t", factors=["x", "y"]).periods[0]
    mean = 14 / np.log(20 / 6)
    assert [one.amount for one in period.effects] == pytest.approx([mean * np.log(2), mean * np.log(5 / 3)])
    assert [one.ratio for one in period.effects] == pytest.approx([2, 5 / 3])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0.01, 50), min_size=12, max_size=12), st.sampled_from(["I", "II"]))
def test_no_remainder(values: list[float], form: str) -> None:
    base, actual = np.array(values).reshape(2, 2, 3)
    logs, mean = log_effects(base, actual, shares=form == "II")
    totals = base.prod(axis=0).sum(), actual.prod(axis=0).sum()
    assert logs.sum() * mean == pytest.approx(totals[1] - totals[0], abs=1e-9 * max(totals))
    assert np.exp(logs.sum()) == pytest.approx(totals[1] / totals[0])


@pytest.mark.parametrize("shares", [False, True])
@pytest.mark.parametrize("where", [[(0, 0, 0)], [(1, 0, 0)], [(0, 0, 0), (0, 1, 0)], [(0, 0, 0), (1, 1, 0)]])
def test_zeros_are_the_limit_of_small_values(shares: bool, where: list[tuple[int, int, int]]) -> None:
    values = np.array([[[2.0, 3], [4, 5]], [[3.0, 3], [5, 4]]])
    small = values.copy()
    for place in where:
        values[place], small[place] = 0.0, 1e-300**0.5
    exact, _ = log_effects(values[0], values[1], shares=shares)
    near, _ = log_effects(small[0], small[1], shares=shares)
    assert exact == pytest.approx(near, abs=0.02)
    totals = values.prod(axis=1).sum(axis=1)
    assert exact.sum() == pytest.approx(np.log(totals[1] / totals[0]))


def test_logarithmic_mean() -> None:
    means = logarithmic_mean(np.array([2.0, 5, 0, 3, 0]), np.array([2.0, 1, 4, 3 * (1 + 1e-12), 0]))
    assert means == pytest.approx([2, 4 / np.log(5), 0, 3, 0])


def test_chained_amounts_add_up_and_ratios_multiply() -> None:
    result = _run()
    assert [(one.start, one.end) for one in result.periods] == [("2022", "2023"), ("2023", "2024")]
    assert sum(one.amount for one in result.effects) == pytest.approx(result.value)
    assert np.prod([one.ratio for one in result.effects]) == pytest.approx(1260 / 1000)
    direct = _run(chained=False)
    assert len(direct.periods) == 1
    assert direct.value == pytest.approx(result.value)
    assert direct.effects[0].amount != pytest.approx(result.effects[0].amount)


def test_rows_in_any_order_give_the_same() -> None:
    assert _run(SPENDING.sample(frac=1, random_state=5)) == _run()


def test_index_levels_serve_as_columns() -> None:
    assert _run(SPENDING.set_index(["年度", "类别"])) == _run()


def test_zeros_are_counted_and_told() -> None:
    frame = SPENDING.copy()
    frame.loc[1, "人数"] = 0
    result = _run(frame)
    assert result.zeros == 1
    assert "1处类别金额为0" in "".join(result.sentences())
    assert result.diagnostics()[1].verdict is Verdict.DOUBTFUL
    assert result.diagnostics()[0].verdict is Verdict.HOLDS


def test_sentences_table_and_figure() -> None:
    result = _run()
    assert "2022至2024，总额由1,000万元变为1,260万元，增加260万元（26.0%）" in result.sentences()[0]
    assert result.table()["因素"].tolist() == ["人数", "人均", "合计"] * 3
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert png_bytes(result.figure())


def _problems(frame: pd.DataFrame, **options: object) -> list[str]:
    with pytest.raises(MethodError) as caught:
        _run(frame, **options)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("frame", "options", "words"),
    [
        (SPENDING, {"factors": ["人数", "单价"]}, "缺少列“单价”"),
        (SPENDING, {"factors": ["人数"]}, "至少2个"),
        (SPENDING, {"form": "III"}, "应为I或II"),
        (SPENDING.assign(人数=-1), {}, "有负数"),
        (SPENDING.assign(人均=[None, 1, 2, 3, 4, 5]), {}, "数据第1行有空缺"),
        (SPENDING.head(5), {}, "2024年（期）特困有0行"),
        (SPENDING, {"category": None}, "指定类别列"),
        (SPENDING.head(2), {}, "只有一期"),
        (SPENDING.assign(人均=[0, 0, 1, 1, 1, 1]), {}, "总额为0，比值没有意义：2022"),
    ],
)
def test_refusals(frame: pd.DataFrame, options: dict[str, object], words: str) -> None:
    assert any(words in text for text in _problems(frame, **options))
