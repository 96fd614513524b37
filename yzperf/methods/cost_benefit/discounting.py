"""Discounting of dated flows (折现): arrays in, plain numbers out.

References
----------
Boardman, A. E. et al. (2018). Cost-Benefit Analysis: Concepts and Practice, ch. 9. Cambridge University Press.
HM Treasury. The Green Book, Annex 6 (declining long-term discount rates).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

Schedule = Mapping[int, float]
_ROUNDING = 1e-9


def discount_factors(times: np.ndarray, schedule: Schedule) -> np.ndarray:
    """Worth today of one unit at each time.

    Parameters
    ----------
    times : ndarray, shape (n,)
        Years from the base date, may be broken or negative.
    schedule : mapping of first year to rate
        Rates as shares; the rate keyed 31 discounts the 31st and all later years, until the next key. The lowest key
        also serves all earlier times.

    Returns
    -------
    ndarray, shape (n,)
    """
    starts = sorted(schedule)
    ends = [float(start - 1) for start in starts[1:]] + [np.inf]
    logs, begin = np.zeros_like(times, dtype=float), -np.inf
    for start, end in zip(starts, ends, strict=True):
        spent = np.clip(times, begin, end) - np.clip(0.0, begin, end)
        logs += spent * np.log1p(schedule[start])
        begin = end
    factors: np.ndarray = np.exp(-logs)
    return factors


def modified_return(times: np.ndarray, amounts: np.ndarray, finance: float, reinvest: float) -> float | None:
    """Modified internal rate of return: outlays financed at one rate, returns reinvested at another.

    None without both outlays and returns, or where all flows fall on one date.
    """
    years = times - times.min()
    length = years.max()
    returns = (np.maximum(amounts, 0) * (1 + reinvest) ** (length - years)).sum()
    outlays = -(np.minimum(amounts, 0) / (1 + finance) ** years).sum()
    if length <= 0 or returns <= 0 or outlays <= 0:
        return None
    return float((returns / outlays) ** (1 / length) - 1)


def payback(times: np.ndarray, amounts: np.ndarray) -> float | None:
    """Years from the first flow until the running total is negative for the last time, linear between two dates.

    None if it still is at the end. Flows of one date count together; with one change of sign this is the usual payback.
    """
    dates, places = np.unique(times, return_inverse=True)
    totals = np.cumsum(np.bincount(places, weights=amounts))
    owed = np.flatnonzero(totals < -_ROUNDING * np.abs(amounts).max())
    if not owed.size:
        return 0.0
    place = int(owed[-1])
    if place == len(dates) - 1:
        return None
    share = -totals[place] / (totals[place + 1] - totals[place])
    return float(dates[place] + share * (dates[place + 1] - dates[place]) - dates[0])
