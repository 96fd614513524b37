"""The regression behind a before/after study with a comparison group (双重差分的数值部分): arrays in, arrays out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from yzperf.methods.comparison.wild import bootstrap_p, cluster_signs, wild_test
from yzperf.methods.least_squares import Fit, count_of, dependent_columns, least_squares


@dataclass(frozen=True, slots=True)
class Sample:
    """The usable rows of a before/after study with a comparison group.

    ``units`` and ``clusters`` are codes 0…G−1, or None; all other arrays are floats of one length N,
    ``covariates`` has shape (N, p).
    """

    outcome: np.ndarray
    treated: np.ndarray
    times: np.ndarray
    after: np.ndarray
    covariates: np.ndarray
    units: np.ndarray | None
    clusters: np.ndarray | None
    classical: bool = False

    @property
    def policy(self) -> np.ndarray:
        """1 where the policy is at work: treated and after the start."""
        product: np.ndarray = self.treated * self.after
        return product


def regress(sample: Sample, interest: np.ndarray, outcome: np.ndarray | None = None) -> Fit:
    """Regress the outcome on ``interest`` beside unit (or group) effects, time effects and covariates.

    With units the design is two-way fixed effects, without them pooled least squares with a group dummy.

    Parameters
    ----------
    sample : Sample
    interest : ndarray, shape (N, q)
    outcome : ndarray, shape (N,), optional
        Another outcome than the sample's own.

    Returns
    -------
    Fit
        Of the ``q`` columns of interest. Errors are clustered if the sample has clusters, else HC1, or
        classical if the sample says so. Unit effects are nested in the clusters and not counted as
        parameters, as in Stata's ``xtreg, fe vce(cluster)``.
    """
    y = sample.outcome if outcome is None else outcome
    design = _design(sample, interest)
    if sample.units is not None:
        y, design = within(y[:, None], sample.units)[:, 0], within(design, sample.units)
    q = interest.shape[1]
    fit = least_squares(
        y,
        design,
        clusters=() if sample.clusters is None else (sample.clusters,),
        classical=sample.classical,
        absorbed=int(sample.units is not None),
    )
    return Fit(fit.coefficients[:q], fit.covariance[:q, :q], fit.degrees)


def wild_p(sample: Sample, draws: int, seed: int) -> float | None:
    """Wild cluster bootstrap p value of the policy; None without clusters."""
    if sample.clusters is None:
        return None
    columns = np.column_stack([sample.outcome, _design(sample, sample.policy[:, None])])
    if sample.units is not None:
        columns = within(columns, sample.units)
    test = wild_test(columns[:, 0], columns[:, 1], columns[:, 2:], sample.clusters)
    signs, exhaustive = cluster_signs(count_of(sample.clusters), "webb", draws, seed)
    return bootstrap_p(test.draw(signs), 0.0, exhaustive=exhaustive)


def undetermined(sample: Sample, interest: np.ndarray) -> list[int]:
    """Return the places of the columns that ``regress`` cannot tell from the others.

    Places count ``interest`` first, then group and time effects, then covariates (the last p).
    """
    design = _design(sample, interest)
    lengths = np.linalg.norm(design, axis=0)
    return dependent_columns(design if sample.units is None else within(design, sample.units), lengths)


def parameter_count(sample: Sample, interest: np.ndarray) -> int:
    """Return how many parameters ``regress`` estimates, unit effects included."""
    units = 0 if sample.units is None else int(sample.units.max()) + 1
    return int(_design(sample, interest).shape[1]) + units


def within(columns: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Subtract the mean of each unit from each column, shape (N, k)."""
    counts = np.bincount(codes)
    sums = np.column_stack([np.bincount(codes, weights=column) for column in columns.T])
    centred: np.ndarray = columns - (sums / counts[:, None])[codes]
    return centred


def before_and_after(sample: Sample, group: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the outcomes of one group before and after.

    In a panel these are unit means of the units seen on both sides, in the same order; else the rows.
    """
    rows = [(sample.treated == group) & (sample.after == side) for side in (0.0, 1.0)]
    if sample.units is None:
        return sample.outcome[rows[0]], sample.outcome[rows[1]]
    both = np.intersect1d(*(sample.units[side] for side in rows))
    before, after = (_unit_means(sample.outcome[side], sample.units[side], both) for side in rows)
    return before, after


def paired_change(before: np.ndarray, after: np.ndarray) -> tuple[float, float, int]:
    """Mean change of the same units, its standard error and degrees of freedom (配对前后比较)."""
    change = after - before
    return float(change.mean()), float(change.std(ddof=1) / np.sqrt(len(change))), len(change) - 1


def welch_change(before: np.ndarray, after: np.ndarray) -> tuple[float, float, float]:
    """Difference of two independent means, its standard error and Welch's degrees of freedom."""
    parts = np.array([sample.var(ddof=1) / len(sample) for sample in (before, after)])
    counts = np.array([len(before), len(after)])
    error = float(parts.sum())
    degrees = error**2 / float((parts**2 / (counts - 1)).sum()) if error > 0 else float(counts.sum() - 2)
    return float(after.mean() - before.mean()), error**0.5, degrees


def _design(sample: Sample, interest: np.ndarray) -> np.ndarray:
    periods = np.unique(sample.times)
    dummies = [(sample.times == period).astype(float) for period in periods[1:]]
    group = [] if sample.units is not None else [np.ones_like(sample.outcome), sample.treated]
    return np.column_stack([interest, *group, *dummies, *sample.covariates.T])


def _unit_means(values: np.ndarray, codes: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    sums = np.bincount(codes, weights=values)[wanted]
    means: np.ndarray = sums / np.bincount(codes)[wanted]
    return means
