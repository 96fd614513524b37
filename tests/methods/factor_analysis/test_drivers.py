"""Driver regression: shares over all orders by brute force, statsmodels, bootstrap, what it refuses."""

import warnings
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from yzperf.domain.result import Verdict
from yzperf.drawing.canvas import png_bytes
from yzperf.errors import MethodError
from yzperf.methods import driver_regression
from yzperf.methods.factor_analysis.drivers_result import DriverRegression
from yzperf.methods.factor_analysis.importance import importance_draws

DRIVERS = ["人口", "道路", "财力"]


def _towns(seed: int = 2, count: int = 80) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    people = rng.normal(5, 1, count)
    road = 0.6 * people + rng.normal(0, 1, count)
    money = rng.normal(3, 1, count)
    return pd.DataFrame(
        {
            "人口": people,
            "道路": road,
            "财力": money,
            "达标率": 2 * people + road + 0.3 * money + rng.normal(0, 1.5, count),
        }
    )


def _run(frame: pd.DataFrame | None = None, **options: object) -> DriverRegression:
    frame = _towns() if frame is None else frame
    return driver_regression(frame, **{"outcome": "达标率", "drivers": DRIVERS, "draws": 199, **options})


def _r2(frame: pd.DataFrame, names: list[str]) -> float:
    return sm.OLS(frame["达标率"], sm.add_constant(frame[names])).fit().rsquared if names else 0.0


def test_shares_are_the_mean_over_all_orders() -> None:
    frame = _towns()
    added = {name: [] for name in DRIVERS}
    for order in permutations(DRIVERS):
        for place, name in enumerate(order):
            added[name].append(_r2(frame, list(order[: place + 1])) - _r2(frame, list(order[:place])))
    result = _run(frame)
    assert [one.share for one in result.drivers] == pytest.approx([np.mean(added[name]) for name in DRIVERS])
    assert result.explained == pytest.approx(_r2(frame, DRIVERS))


@pytest.mark.parametrize(("errors", "kind"), [("robust", "HC3"), ("classical", "nonrobust")])
def test_coefficients_and_errors_equal_statsmodels(errors: str, kind: str) -> None:
    frame = _towns()
    fit = sm.OLS(frame["达标率"], sm.add_constant(frame[DRIVERS])).fit(cov_type=kind, use_t=True)
    result = _run(frame, errors=errors)
    ours = [result.constant, *(one.coefficient for one in result.drivers)]
    assert [one.estimate for one in ours] == pytest.approx(fit.params.tolist())
    assert [one.standard_error for one in ours] == pytest.approx(fit.bse.tolist())
    assert [one.p_value for one in ours] == pytest.approx(fit.pvalues.tolist())
    assert result.adjusted == pytest.approx(fit.rsquared_adj)


def test_draws_are_shares_of_drawn_rows() -> None:
    """The spread of the draws is that of plainly drawn rows."""
    frame, rng = _towns(count=60), np.random.default_rng(5)
    y, x = frame["达标率"].to_numpy(), frame[DRIVERS].to_numpy()
    quick = importance_draws(y, x, 1, 400)
    plain = []
    for _ in range(200):
        rows = rng.integers(60, size=60)
        plain.append([one.share for one in _run(frame.iloc[rows]).drivers])
    assert quick.mean(axis=0) == pytest.approx(np.mean(plain, axis=0), abs=0.03)
    assert quick.std(axis=0) == pytest.approx(np.std(plain, axis=0), rel=0.2)


def test_draws_without_variation_are_counted_not_hidden() -> None:
    frame = _towns(count=12).assign(道路=[1.0] + [0.0] * 11)
    result = _run(frame)
    assert result.lost_draws > 0
    assert np.isfinite(result.drivers[1].share_interval).all()


def test_seed_repeats_and_order_of_rows_does_not_matter() -> None:
    frame = _towns()
    assert _run(frame) == _run(frame)
    assert _run(frame, seed=3).explained_interval != _run(frame).explained_interval
    moved = _run(frame.sample(frac=1, random_state=1))
    assert moved.explained_interval == pytest.approx(_run(frame).explained_interval)


def test_words_diagnostics_and_figure() -> None:
    frame = _towns()
    frame.loc[0, "人口"] = None
    result = _run(frame, outcome_unit="个百分点")
    text = "".join(result.sentences())
    assert "解释份额最大的是人口" in text
    assert "剔除1行" in text
    assert result.table()["因素"].iloc[0] == "人口"
    assert result.diagnostics()[1].verdict is Verdict.HOLDS
    close = _towns().assign(道路=lambda table: table["人口"] + 0.01 * table["财力"] ** 2)
    assert _run(close).diagnostics()[1].verdict is Verdict.DOUBTFUL
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert png_bytes(result.figure())


@pytest.mark.parametrize(
    ("change", "options", "words"),
    [
        ({}, {"drivers": ["人口", "教育"]}, "缺少列“教育”"),
        ({}, {"drivers": ["人口"]}, "应为2到10个"),
        ({}, {"errors": "HC3"}, "robust或classical"),
        ({}, {"draws": 10}, "至少199"),
        ({"道路": 1.0}, {}, "因素道路没有变化"),
        ({"达标率": 1.0}, {}, "结果没有变化"),
        ({"财力": "多"}, {}, "不是数"),
    ],
)
def test_refusals(change: dict[str, object], options: dict[str, object], words: str) -> None:
    with pytest.raises(MethodError, match=words):
        _run(_towns().assign(**change), **options)


def test_refuses_too_few_rows_and_tied_drivers() -> None:
    with pytest.raises(MethodError, match="至少要9行"):
        _run(_towns().head(8))
    with pytest.raises(MethodError, match="因素财力没有变化或由其他因素决定"):
        _run(_towns().assign(财力=lambda table: table["人口"] - 2 * table["道路"]))
