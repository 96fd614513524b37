"""Least squares with unit effects and clustered errors (面板回归的数值部分): arrays in, arrays out.

References
----------
Cameron, A. C. and Miller, D. L. (2015). A practitioner's guide to cluster-robust inference.
Journal of Human Resources 50(2), 317-372.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

_DEPENDENT = 1e-9


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


@dataclass(frozen=True, slots=True)
class Fit:
    """Coefficients, their covariance, and the degrees of freedom of the t quantiles."""

    coefficients: np.ndarray
    covariance: np.ndarray
    degrees: int


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
        clusters=sample.clusters,
        classical=sample.classical,
        absorbed=int(sample.units is not None),
    )
    return Fit(fit.coefficients[:q], fit.covariance[:q, :q], fit.degrees)


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


def least_squares(
    y: np.ndarray,
    design: np.ndarray,
    *,
    clusters: np.ndarray | None,
    classical: bool = False,
    absorbed: int = 0,
) -> Fit:
    """Ordinary least squares with clustered, HC1 or classical covariance.

    Parameters
    ----------
    y : ndarray, shape (N,)
    design : ndarray, shape (N, k)
        Of full column rank.
    clusters : ndarray of int, shape (N,), optional
        Codes 0…G−1. The correction is G/(G−1) · (N−1)/(N−K), the t quantiles have G−1 degrees of freedom.
    classical : bool
        Equal variances instead of HC1; only without clusters.
    absorbed : int
        Parameters taken out beforehand that count in K.

    Returns
    -------
    Fit
    """
    rows, parameters = design.shape[0], design.shape[1] + absorbed
    orthogonal, triangular = np.linalg.qr(design)
    root = np.linalg.inv(triangular)
    bread = root @ root.T
    coefficients = root @ (orthogonal.T @ y)
    residuals = y - design @ coefficients
    if clusters is not None:
        groups = int(clusters.max()) + 1
        scores = _sum_by(design * residuals[:, None], clusters)
        correction = groups / (groups - 1) * (rows - 1) / (rows - parameters)
        return Fit(coefficients, correction * bread @ (scores.T @ scores) @ bread, groups - 1)
    degrees = rows - parameters
    if classical:
        return Fit(coefficients, bread * (residuals @ residuals) / degrees, degrees)
    scores = design * residuals[:, None]
    return Fit(coefficients, rows / degrees * bread @ (scores.T @ scores) @ bread, degrees)


def dependent_columns(design: np.ndarray, lengths: np.ndarray) -> list[int]:
    """Return the places of columns that are (nearly) a sum of columns to their left.

    ``lengths`` (k,) are the norms the columns had before unit means were taken out: a column that does not
    vary within units leaves rounding noise, which is only small beside what it was.
    """
    scaled = design / np.where(lengths > 0, lengths, 1.0)
    left_over = np.abs(np.diag(np.linalg.qr(scaled, mode="r")))
    return [int(place) for place in np.flatnonzero(left_over < _DEPENDENT)]


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


def _sum_by(rows: np.ndarray, codes: np.ndarray) -> np.ndarray:
    return np.column_stack([np.bincount(codes, weights=column) for column in rows.T])
