"""Uncertain inputs (不确定的投入): stated distributions, tied together by a Gaussian copula.

References
----------
Nelsen, R. B. (2006). An Introduction to Copulas, 2nd ed. Springer.
Vose, D. (2008). Risk Analysis: A Quantitative Guide, 3rd ed. Wiley.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from yzperf.methods.distributions import beta_quantile_all, normal_below_all

Marginal = Mapping[str, float | str]
_HALF_WIDTH = 1.959963984540054  # of a 95 % interval in standard deviations


def _normal(z: np.ndarray, given: Mapping[str, float]) -> np.ndarray:
    return given["mean"] + given["sd"] * z


def _lognormal(z: np.ndarray, given: Mapping[str, float]) -> np.ndarray:
    spread = np.log1p((given["sd"] / given["mean"]) ** 2)
    values: np.ndarray = given["mean"] * np.exp(np.sqrt(spread) * z - spread / 2)
    return values


def _uniform(z: np.ndarray, given: Mapping[str, float]) -> np.ndarray:
    return given["low"] + (given["high"] - given["low"]) * normal_below_all(z)


def _triangular(z: np.ndarray, given: Mapping[str, float]) -> np.ndarray:
    low, mode, high = (given[key] for key in ("low", "mode", "high"))
    below = normal_below_all(z)
    left = low + np.sqrt(below * (high - low) * (mode - low))
    right = high - np.sqrt((1 - below) * (high - low) * (high - mode))
    values: np.ndarray = np.where(below < (mode - low) / (high - low), left, right)
    return values


def _pert(z: np.ndarray, given: Mapping[str, float]) -> np.ndarray:
    low, mode, high = (given[key] for key in ("low", "mode", "high"))
    shape = 4 * (mode - low) / (high - low)
    values: np.ndarray = low + (high - low) * beta_quantile_all(1 + shape, 5 - shape, normal_below_all(z))
    return values


def _interval(z: np.ndarray, given: Mapping[str, float]) -> np.ndarray:
    """Median and both ends of a 95 % interval are kept, each side normal."""
    below, above = given["value"] - given["low"], given["high"] - given["value"]
    values: np.ndarray = given["value"] + np.where(z < 0, below, above) / _HALF_WIDTH * z
    return values


QUANTILES: Mapping[str, tuple[tuple[str, ...], Callable[[np.ndarray, Mapping[str, float]], np.ndarray]]] = {
    "normal": (("mean", "sd"), _normal),
    "lognormal": (("mean", "sd"), _lognormal),
    "uniform": (("low", "high"), _uniform),
    "triangular": (("low", "mode", "high"), _triangular),
    "pert": (("low", "mode", "high"), _pert),
    "interval": (("low", "value", "high"), _interval),
}


def marginal_fault(marginal: Marginal) -> str:
    """Tell what is wrong with a stated distribution, or nothing."""
    kind = str(marginal.get("distribution", ""))
    if kind not in QUANTILES:
        return f"分布（distribution）应为{'、'.join(QUANTILES)}之一，现为“{kind}”"
    wanted = QUANTILES[kind][0]
    if set(marginal) != {"distribution", *wanted}:
        return f"分布 {kind} 应给出 {'、'.join(wanted)}，现给出：{'、'.join(key for key in marginal if key != 'distribution')}"
    values = [marginal[key] for key in wanted]
    if not all(isinstance(value, int | float) and np.isfinite(value) for value in values):
        return f"分布 {kind} 的参数应都是数"
    numbers = [float(value) for value in values]
    if "sd" in wanted:
        return (
            ""
            if numbers[1] > 0 and (kind == "normal" or numbers[0] > 0)
            else f"分布 {kind} 的标准差（lognormal 还有均值）应大于0"
        )
    return (
        ""
        if numbers == sorted(numbers) and numbers[0] < numbers[-1]
        else f"分布 {kind} 的 {'、'.join(wanted)} 应由小到大"
    )


def draw_inputs(marginals: Sequence[Marginal], ranks: np.ndarray, seed: int, draws: int) -> np.ndarray:
    """Draw correlated inputs.

    Parameters
    ----------
    marginals : sequence, length k
    ranks : ndarray, shape (k, k)
        Spearman rank correlations.
    seed, draws : int

    Returns
    -------
    ndarray, shape (draws, k)
    """
    root = np.linalg.cholesky(normal_correlations(ranks))
    scores = np.random.default_rng(seed).standard_normal((draws, len(marginals))) @ root.T
    columns = []
    for place, marginal in enumerate(marginals):
        given = {key: float(value) for key, value in marginal.items() if key != "distribution"}
        columns.append(QUANTILES[str(marginal["distribution"])][1](scores[:, place], given))
    return np.column_stack(columns)


def normal_correlations(ranks: np.ndarray) -> np.ndarray:
    """Correlations of normal scores that give these rank correlations: 2 sin(πρ/6)."""
    scores: np.ndarray = 2 * np.sin(np.pi * ranks / 6)
    np.fill_diagonal(scores, 1.0)
    return scores
