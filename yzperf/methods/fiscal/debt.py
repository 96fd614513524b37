"""Where a debt ratio is heading (债务可持续性): the path, its shocks, and the balance that would hold it.

References
----------
IMF (2013). Staff guidance note for public debt sustainability analysis in market-access countries (debt dynamics and
stress tests).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from yzperf.methods.columns import refuse
from yzperf.methods.fiscal.debt_result import DebtPath, DebtScenario
from yzperf.methods.fiscal.yearly import Floats, Role, read_yearly, read_years

_SHOCKED = ("growth", "interest", "balance")
_WORSE = {"growth": -1, "interest": 1, "balance": -1}
_NAMES = {"growth": "增速低一个标准差", "interest": "利率高一个标准差", "balance": "盈余低一个标准差"}
_QUANTILES = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)
_LEAST_DRAWS = 100


def debt_path(ratio: float, growth: Floats, interest: Floats, balance: Floats, other: Floats) -> Floats:
    """Debt ratios of all years: d·(1 + i)/(1 + g) − primary balance + other, shape (…, years); rates as shares."""
    levels = [np.full(np.broadcast(growth[..., 0], interest[..., 0]).shape, ratio)]
    for year in range(growth.shape[-1]):
        factor = (1 + interest[..., year]) / (1 + growth[..., year])
        levels.append(levels[-1] * factor - balance[..., year] + other[..., year])
    return np.stack(levels[1:], axis=-1)


def debt_sustainability(
    table: pd.DataFrame,
    *,
    ratio: float,
    growth: str | float,
    interest: str | float,
    balance: str | float,
    other: str | float = 0.0,
    year: str | None = None,
    ceiling: float | None = None,
    shocks: Mapping[str, float] | None = None,
    correlation: float = 0.0,
    draws: int = 5000,
    seed: int = 0,
) -> DebtPath:
    """Project a debt ratio (债务率) with scenarios and random shocks (财政可持续性).

    Parameters
    ----------
    table : DataFrame, one row per year ahead
    ratio : float
        Debt over its base (综合财力 or GDP) before the first year, in per cent.
    growth, interest, balance, other : str or float
        Column, or one number for all years: growth of the base and interest on the debt in per cent, above −100;
        primary balance (基本盈余) and other changes (或有债务、债务置换) in per cent of the base.
    year : str, optional
        Column of the years; numbered from 1 by default.
    ceiling : float, optional
        Warning line in per cent.
    shocks : mapping, optional
        Standard deviations in percentage points of ``growth``, ``interest`` and ``balance``, independent over years.
    correlation : float
        Correlation of the shocks of growth and balance.
    draws, seed : int
        Random paths.

    Returns
    -------
    DebtPath
        Base path, scenarios (each driver one standard deviation worse, all at once), fan of the random paths, share of
        paths above the ceiling at the end, and the balance that would keep the ratio of the last year but one.

    Raises
    ------
    MethodError
        For gaps, rates of −100 % or less, unknown or negative shocks, a negative ratio.

    References
    ----------
    IMF (2013), Staff guidance note for public debt sustainability analysis.
    """
    given = {
        "growth": Role("增速", growth, -100, above=True),
        "interest": Role("利率", interest, -100, above=True),
        "balance": Role("基本盈余", balance),
        "other": Role("其他变动", other),
    }
    refuse(_problems(ratio, dict(shocks or {}), correlation, draws))
    drivers = {key: values / 100 for key, values in read_yearly(table, given).items()}
    spread = {key: (shocks or {}).get(key, 0.0) / 100 for key in _SHOCKED}
    base = 100 * debt_path(ratio / 100, **drivers)
    fan = 100 * _random_paths(ratio / 100, drivers, spread, correlation, draws, seed) if any(spread.values()) else None
    last = ratio if len(table) == 1 else float(base[-2])
    needed = last * (drivers["interest"][-1] - drivers["growth"][-1]) / (1 + drivers["growth"][-1])
    return DebtPath(
        start=float(ratio),
        years=read_years(table, year),
        path=tuple(map(float, base)),
        scenarios=tuple(_scenarios(ratio, drivers, spread)),
        bands=() if fan is None else tuple(tuple(map(float, np.quantile(fan, q, axis=0))) for q in _QUANTILES),
        above=None if fan is None or ceiling is None else float((fan[:, -1] > ceiling).mean()),
        ceiling=ceiling,
        stabilising=float(needed + 100 * drivers["other"][-1]),
        balance=100 * float(drivers["balance"][-1]),
        draws=0 if fan is None else draws,
    )


def _problems(ratio: float, shocks: Mapping[str, float], correlation: float, draws: int) -> list[str]:
    problems = [] if np.isfinite(ratio) and ratio >= 0 else [f"债务率应为不小于0的百分数，现为{ratio}"]
    unknown = [key for key in shocks if key not in _SHOCKED]
    problems += [f"不认识的冲击 {'、'.join(unknown)}，可用：{'、'.join(_SHOCKED)}"] if unknown else []
    bad = [key for key, size in shocks.items() if not 0 <= size < np.inf]
    problems += [f"冲击 {'、'.join(bad)} 的标准差应为不小于0的数"] if bad else []
    problems += [] if draws >= _LEAST_DRAWS else [f"随机路径数（draws）为{draws}，至少要{_LEAST_DRAWS}"]
    return problems + ([] if -1 < correlation < 1 else ["相关系数（correlation）应在－1和1之间"])


def _scenarios(ratio: float, drivers: Mapping[str, Floats], spread: Mapping[str, float]) -> list[DebtScenario]:
    shocked = [key for key in _SHOCKED if spread[key]]
    sets: list[tuple[str, tuple[str, ...]]] = [(_NAMES[key], (key,)) for key in shocked]
    sets += [("以上同时发生", tuple(shocked))] if len(shocked) > 1 else []
    found = []
    for name, keys in sets:
        changed = {key: path + (_WORSE[key] * spread[key] if key in keys else 0) for key, path in drivers.items()}
        found.append(DebtScenario(name, tuple(map(float, 100 * debt_path(ratio / 100, **changed)))))
    return found


def _random_paths(  # noqa: PLR0917
    ratio: float, drivers: Mapping[str, Floats], spread: Mapping[str, float], correlation: float, draws: int, seed: int
) -> Floats:
    years = len(drivers["growth"])
    normal = np.random.default_rng(seed).standard_normal((3, draws, years))
    normal[2] = correlation * normal[0] + (1 - correlation**2) ** 0.5 * normal[2]
    drawn = {key: drivers[key] + spread[key] * noise for key, noise in zip(_SHOCKED, normal, strict=True)}
    return debt_path(ratio, **drawn, other=np.broadcast_to(drivers["other"], (draws, years)))
