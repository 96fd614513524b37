"""How much each predictor counts in a synthetic control (预测变量权重的双层搜索): arrays in, arrays out.

The inner problem gives the donor weights for given predictor weights, exactly; the outer one chooses the predictor
weights whose donors miss the outcome least. The outer loss is not convex and flat over wide regions, so that one start
ends anywhere: there are several, each with the exact derivative through the optimality conditions of the inner problem.

References
----------
Abadie, A., Diamond, A. and Hainmueller, J. (2011). Synth: an R package for synthetic control methods in comparative
case studies. Journal of Statistical Software 42(13).
Becker, M. and Klößner, S. (2018). Fast and reliable computation of generalized synthetic controls. Econometrics and
Statistics 5, 1-19.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

import numpy as np

from yzperf.methods.comparison.bounded_descent import Loss, descend
from yzperf.methods.comparison.simplex import nearest_mix

Search = Literal["graduated", "global", "regression"]
_FLOORS = (1e-2, 1e-3, 1e-4, 1e-6)  # least share of the strongest predictor, let go step by step
_STARTS = 6
_FAR_STARTS = 60
_SEED = 20_200_901
_USED = 1e-10
_ALIKE = 0.01
_TOUCHING = 0.1
_ROUGH, _FINE = 1e-4, 1e-6


@dataclass(frozen=True, slots=True)
class PredictorSearch:
    """Predictor weights (sum 1), donor weights, their loss, and how many of the starts came within 1 % of it."""

    importance: np.ndarray
    weights: np.ndarray
    loss: float
    starts: int
    agreeing: int


def search_importance(predictors: np.ndarray, outcomes: np.ndarray, search: Search = "graduated") -> PredictorSearch:
    """Choose predictor and donor weights.

    Parameters
    ----------
    predictors : ndarray, shape (k, J)
        Scaled predictors of the donors less those of the treated unit.
    outcomes : ndarray, shape (T, J)
        Outcomes of the donors less those of the treated unit in the periods to be fitted.
    search : {"graduated", "global"}
        Not ``regression``, which is no search: see `regression_importance`. ``graduated`` finds the best weights among those where no predictor counts less than a hundredth of the
        strongest, then lets that floor go and follows the optimum down. ``global`` also starts far out, where all but
        a few predictors count nothing.

    Returns
    -------
    PredictorSearch
    """
    loss = outer_loss(predictors, outcomes)
    bound = _FLOORS[0] if search == "graduated" else _FLOORS[-1]
    ends = [_descend(loss, start, bound, _ROUGH) for start in _starts(predictors, outcomes, search)]
    found = sorted(ends, key=lambda end: end[0])
    best = found[0]
    for before, floor in pairwise(_FLOORS):
        tries = [best, *(_descend(loss, start, floor, _FINE) for start in _let_go(best[1], before, floor))]
        best = min(tries, key=lambda end: end[0])
    importance = np.exp(best[1])
    agreeing = sum(end[0] <= found[0][0] * (1 + _ALIKE) for end in found)
    return PredictorSearch(
        importance / importance.sum(), mix_for(predictors, importance), best[0], len(found), agreeing
    )


def regression_importance(predictors: np.ndarray, outcomes: np.ndarray) -> np.ndarray:
    """Predictor weights from the regression of the outcomes on the predictors over all units: no search.

    Parameters
    ----------
    predictors : ndarray, shape (k, n)
        Scaled, of the treated unit and its donors.
    outcomes : ndarray, shape (T, n)

    Returns
    -------
    ndarray, shape (k,)
        Squared coefficients summed over the periods, sum 1.
    """
    design = np.column_stack([np.ones(predictors.shape[1]), predictors.T])
    squares = (np.linalg.lstsq(design, outcomes.T, rcond=None)[0][1:] ** 2).sum(axis=1)
    shares: np.ndarray = squares / squares.sum() if squares.any() else np.full(len(squares), 1 / len(squares))
    return shares


def mix_for(predictors: np.ndarray, importance: np.ndarray) -> np.ndarray:
    """Donor weights for given predictor weights, shape (J,)."""
    return nearest_mix(np.sqrt(importance)[:, None] * predictors)


def outer_loss(predictors: np.ndarray, outcomes: np.ndarray) -> Loss:
    """Mean squared miss of the outcome as a function of the logs of the predictor weights, with its gradient."""
    products = outcomes.T @ outcomes / len(outcomes)

    def loss(logs: np.ndarray) -> tuple[float, np.ndarray]:
        importance = np.exp(logs - logs.max())
        weights = mix_for(predictors, importance)
        used = np.flatnonzero(weights > _USED)
        slopes = 2 * (products @ weights)[used]
        # Weights in use solve a linear system; a small change of the importance moves its right-hand side.
        pull = _multipliers(predictors[:, used], importance, slopes)
        gradient = -(predictors[:, used] @ pull) * (predictors @ weights) * importance
        return float(weights @ products @ weights), gradient

    return loss


def _multipliers(used: np.ndarray, importance: np.ndarray, slopes: np.ndarray) -> np.ndarray:
    count = used.shape[1]
    system = np.zeros((count + 1, count + 1))
    system[:count, :count] = used.T @ (importance[:, None] * used)
    system[:count, count] = system[count, :count] = 1
    return _solved(system, np.append(slopes, 0.0))[:count]


def _solved(system: np.ndarray, right: np.ndarray) -> np.ndarray:
    try:
        solved: np.ndarray = np.linalg.solve(system, right)
    except np.linalg.LinAlgError:  # two donors alike, or more in use than predictors
        solved = np.linalg.lstsq(system, right, rcond=1e-12)[0]
    return solved


def _descend(loss: Loss, start: np.ndarray, floor: float, done: float) -> tuple[float, np.ndarray]:
    return descend(loss, start - start.max(), float(np.log(floor)), 0.0, done=done)


def _let_go(logs: np.ndarray, before: float, floor: float) -> Iterator[np.ndarray]:
    """The optimum as it is, and with what lay on the old floor dropped to the new one or half-way."""
    held = logs <= np.log(before) + _TOUCHING
    yield logs
    for depth in (0.5, 1.0):
        yield np.where(held, np.log(before) + depth * np.log(floor / before), logs)


def _starts(predictors: np.ndarray, outcomes: np.ndarray, search: Search) -> Iterator[np.ndarray]:
    """Logs of equal weights, of the regression of the outcome on the predictors, and of random ones."""
    count, rng = len(predictors), np.random.default_rng(_SEED)
    yield np.zeros(count)
    slopes = np.linalg.lstsq(predictors.T, outcomes.T, rcond=None)[0]
    yield np.log((slopes**2).sum(axis=1) + np.finfo(float).tiny)
    for _ in range(_STARTS):
        yield rng.uniform(np.log(_FLOORS[0]), 0, count)
    if search == "global":
        yield np.log(supporting(predictors, nearest_mix(outcomes)) + _FLOORS[-1])
        yield from np.log(_FLOORS[1] + np.eye(count))
        for _ in range(_FAR_STARTS):
            yield rng.uniform(np.log(_FLOORS[-1]), 0, count)


def supporting(predictors: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Predictor weights for which these donor weights come nearest to being optimal (a linear programme)."""
    from scipy import optimize

    count, donors = predictors.shape
    misses = predictors @ weights
    # Optimal weights leave no donor whose derivative lies below that of the mix; the variable last is the worst case.
    excess = (misses**2)[None, :] - (predictors * misses[:, None]).T
    solvers: Any = optimize
    run = solvers.linprog(
        np.append(np.zeros(count), 1.0),
        A_ub=np.column_stack([excess, -np.ones(donors)]),
        b_ub=np.zeros(donors),
        A_eq=np.append(np.ones(count), 0.0)[None, :],
        b_eq=[1.0],
        bounds=[(0, None)] * (count + 1),
    )
    found: np.ndarray = run.x[:count]
    return found
