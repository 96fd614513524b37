"""A straight line for each unit (逐单位直线): arrays in, arrays out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Lines:
    """Slope of each unit's line, shape (G,), and its value in every row, shape (N,)."""

    slopes: np.ndarray
    values: np.ndarray


def fit_lines(outcome: np.ndarray, times: np.ndarray, units: np.ndarray, fitted: np.ndarray) -> Lines:
    """Fit the least-squares line of each unit to some of its rows, and read it off in all.

    Parameters
    ----------
    outcome, times : ndarray, shape (N,)
    units : ndarray of int, shape (N,)
        Codes 0…G−1.
    fitted : ndarray of bool, shape (N,)
        Rows the lines are fitted to: at least two different times in each unit.
    """
    counts = np.bincount(units[fitted])

    def mean(values: np.ndarray) -> np.ndarray:
        means: np.ndarray = np.bincount(units[fitted], weights=values[fitted]) / counts
        return means

    centre, level = mean(times), mean(outcome)
    away = times - centre[units]
    slopes = mean(away * (outcome - level[units])) / mean(away**2)
    return Lines(slopes, level[units] + slopes[units] * away)
