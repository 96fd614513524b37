"""Groups made alike by weights (逆概率加权).

References
----------
Hirano, K., Imbens, G. W. and Ridder, G. (2003). Efficient estimation of average treatment effects using the estimated
propensity score. Econometrica 71(4), 1161-1189.
Crump, R. K., Hotz, V. J., Imbens, G. W. and Mitnik, O. A. (2009). Dealing with limited overlap in estimation of average
treatment effects. Biometrika 96(1), 187-199.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

from yzperf.methods.columns import refuse
from yzperf.methods.comparison.adjusted_result import Counts, InverseProbabilityWeighting, plain_difference
from yzperf.methods.comparison.covariate_balance import ATO, balance_rows, find_overlap
from yzperf.methods.comparison.group_sample import GroupRoles, Groups, Propensity, fit_propensity, read_groups
from yzperf.methods.comparison.parts import Change
from yzperf.methods.comparison.weighting_equations import (
    LINKS,
    WEIGHTED_ESTIMANDS,
    Means,
    Problem,
    balancing_weights,
    weighted_means,
)

_LEAST_LEFT = 5


def inverse_probability_weighting(
    frame: pd.DataFrame,
    *,
    outcome: str,
    treated: str,
    covariates: Sequence[str],
    estimand: Literal["ATT", "ATE", "ATC", "ATO"] = "ATT",
    normalised: bool = True,
    trim: float | None = None,
    link: Literal["logit", "probit"] = "logit",
    cluster: str | None = None,
    small_sample: bool = True,
    outcome_name: str = "",
    outcome_unit: str = "",
) -> InverseProbabilityWeighting:
    """Compare groups weighted to the same covariates by the propensity score (逆概率加权).

    Parameters
    ----------
    frame : DataFrame, one row per unit
        Rows with an empty cell in a used column are left out and counted.
    outcome, treated : str
        Numeric outcome; column of 1/0 or 是/否.
    covariates : sequence of str
        Columns settled before the policy, numeric or words (at most 20 different ones).
    estimand : {"ATT", "ATE", "ATC", "ATO"}
        Effect for the treated, for all, for the comparison units, or for those where the groups overlap.
    normalised : bool
        Weights sum to one in each group (Hájek; default, as in WeightIt and ``teffects ipw``).
    trim : float, optional
        Rows with scores below it or above one minus it are left out and counted, and the score is fitted anew: 0.1 after
        Crump et al. (2009).
    link : {"logit", "probit"}
        Of the propensity score.
    cluster : str, optional
        Column of clusters.
    small_sample : bool
        Rows of a group of n count n/(n−k) in the variance, k the regressors (default: without it 95 % intervals hold the
        truth in 92–93 % of cases with 200 rows); False gives the errors of ``teffects``.
    outcome_name, outcome_unit : str
        How sentences and picture name the outcome.

    Returns
    -------
    InverseProbabilityWeighting

    Raises
    ------
    MethodError
        If the data do not carry the method; all problems of a stage at once.

    Notes
    -----
    Weights, treated and comparison: ATT 1 and p/(1−p); ATE 1/p and 1/(1−p); ATC (1−p)/p and 1; ATO 1−p and p. The error
    is the sandwich of all estimating equations together, that of the score included; normal quantiles, t with clusters.

    References
    ----------
    Hirano, Imbens and Ridder (2003); Crump et al. (2009).
    """
    refuse(option_problems(estimand, WEIGHTED_ESTIMANDS, trim, link))
    refuse(['estimand="ATO"的权重须归一；请令normalised=True'] if estimand == ATO and not normalised else [])
    roles = GroupRoles(outcome, treated, tuple(covariates), cluster=cluster)
    groups, propensity, trimmed = trimmed_groups(frame, roles, link, trim)
    problem = Problem(groups.outcome, groups.treated.astype(float), groups.design, groups.clusters, small_sample)
    means = weighted_means(problem, propensity.coefficients, link, estimand, normalised=normalised)
    return InverseProbabilityWeighting(
        **described(groups, propensity, means, estimand),
        outcome_name=outcome_name or outcome,
        outcome_unit=outcome_unit,
        normalised=normalised,
        trimmed=trimmed,
        clusters=None if groups.clusters is None else int(groups.clusters.max()) + 1,
    )


def option_problems(estimand: str, estimands: Sequence[str], trim: float | None, link: str) -> list[str]:
    """Say which options are unknown or out of range."""
    problems = [] if estimand in estimands else [f"estimand“{estimand}”不认识，可用：{'、'.join(estimands)}"]
    problems += [] if link in LINKS else [f"link“{link}”不认识，可用：{'、'.join(LINKS)}"]
    return problems + ([f"trim为{trim:g}，应在0与0.5之间"] if trim is not None and not 0 < trim < 0.5 else [])


def trimmed_groups(
    frame: pd.DataFrame, roles: GroupRoles, link: str, trim: float | None
) -> tuple[Groups, Propensity, int]:
    """Read the groups, leave out extreme scores, and count them."""
    groups = read_groups(frame, roles)
    propensity = fit_propensity(groups, link)
    if trim is None:
        return groups, propensity, 0
    inside = (propensity.chances >= trim) & (propensity.chances <= 1 - trim)
    left = [int((inside & rows).sum()) for rows in (groups.treated, ~groups.treated)]
    if min(left) < max(_LEAST_LEFT, len(groups.modelled) + 1):
        refuse([f"倾向得分在{trim:g}至{1 - trim:g}之间的只有实施组{left[0]}行、对照组{left[1]}行，太少；请减小trim"])
    kept = groups.kept(inside)
    return kept, fit_propensity(kept, link), int((~inside).sum())


def described(groups: Groups, propensity: Propensity, means: Means, estimand: str) -> dict[str, Any]:
    """What results of weighting share: effect, balance and overlap."""
    weights = balancing_weights(groups.treated, propensity.chances, estimand)
    gradient = np.array([1.0, -1.0])
    degrees = float("inf") if groups.clusters is None else float(groups.clusters.max())
    own, other = int(groups.treated.sum()), int((~groups.treated).sum())
    error = float(gradient @ means.covariance @ gradient) ** 0.5
    return {
        "estimand": estimand,
        "effect": Change.of(means.treated - means.comparison, error, degrees),
        "treated_mean": means.treated,
        "comparison_mean": means.comparison,
        "naive": plain_difference(groups.outcome, groups.treated),
        "balance": balance_rows(groups, propensity.chances, weights, estimand),
        "overlap": find_overlap(groups.treated, propensity.chances, weights),
        "counts": Counts(own, other, own, other, groups.dropped),
        "scores": (propensity.chances[groups.treated], propensity.chances[~groups.treated]),
    }
