"""All internal rates of return of dated flows (内部收益率的全部解).

The present value is a sum of exponentials of the force of interest δ = ln(1 + r). Multiplied by exp(τδ) with τ between
the two dates of a change of sign, its derivative has one change of sign less; between two neighbouring zeros of the
derivative lies at most one root. So no root is missed, and no starting value is needed.

References
----------
Pólya, G. and Szegő, G. (1976). Problems and Theorems in Analysis II, part V, problems 36-77. Springer.
"""

from __future__ import annotations

import numpy as np

_HALVINGS = 200
_TOUCHES = 1e-12  # beside the sum of all sizes: a value that is zero but for rounding
_FURTHEST = 700.0  # of δ times the length of the project: beyond, a rate has no meaning any more


def internal_rates(times: np.ndarray, amounts: np.ndarray) -> list[float]:
    """Every rate above −100 % at which the flows are worth nothing, in rising order.

    Parameters
    ----------
    times : ndarray, shape (n,)
        Years; they need not be whole.
    amounts : ndarray, shape (n,)

    Returns
    -------
    list of float
        Empty if the flows never change sign, or no rate balances them.
    """
    dates, places = np.unique(times, return_inverse=True)
    totals = np.bincount(places, weights=amounts)
    kept = np.abs(totals) > _TOUCHES * np.abs(amounts).max()
    if kept.sum() < 2:
        return []
    return sorted(float(np.expm1(root)) for root in _roots(dates[kept], totals[kept]))


def sign_changes(times: np.ndarray, amounts: np.ndarray) -> int:
    """How often the flows, summed by date, change sign: the most internal rates there can be."""
    places = np.unique(times, return_inverse=True)[1]
    totals = np.bincount(places, weights=amounts)
    signs = np.sign(totals[np.abs(totals) > _TOUCHES * np.abs(amounts).max()])
    return int((signs[1:] != signs[:-1]).sum())


def _roots(times: np.ndarray, amounts: np.ndarray) -> list[float]:
    """Zeros of Σ amounts · exp(−times · δ) over δ; amounts are none of them zero."""
    turns = np.flatnonzero(np.sign(amounts[1:]) != np.sign(amounts[:-1]))
    if not turns.size:
        return []
    pivot = (times[turns[0]] + times[turns[0] + 1]) / 2
    shifted = times - pivot
    inner = _roots(times, amounts * -shifted)
    limit = _FURTHEST / np.ptp(times)
    ends = [-limit, *inner, limit]
    signs = [_sign(shifted, amounts, end) for end in ends]
    touched = [end for end, sign in zip(inner, signs[1:-1], strict=True) if sign == 0]
    crossed = [place for place in range(len(ends) - 1) if signs[place] * signs[place + 1] < 0]
    return sorted([*touched, *(_bisect(shifted, amounts, ends[place], ends[place + 1]) for place in crossed)])


def _sign(times: np.ndarray, amounts: np.ndarray, force: float) -> float:
    """Sign of the sum, scaled so that nothing overflows; 0 where it is zero but for rounding."""
    powers = -times * force
    terms = amounts * np.exp(powers - powers.max())
    total = terms.sum()
    return 0.0 if abs(total) <= _TOUCHES * np.abs(terms).sum() else float(np.sign(total))


def _bisect(times: np.ndarray, amounts: np.ndarray, low: float, high: float) -> float:
    below = _sign(times, amounts, low)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        sign = _sign(times, amounts, middle)
        if sign == 0 or middle in (low, high):
            return middle
        low, high = (middle, high) if sign == below else (low, middle)
    return (low + high) / 2
