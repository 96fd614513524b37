"""Treated units against the comparison units most like them (匹配).

References
----------
Rosenbaum, P. R. and Rubin, D. B. (1983). The central role of the propensity score in observational studies for causal
effects. Biometrika 70(1), 41-55.
Abadie, A. and Imbens, G. W. (2006). Large sample properties of matching estimators for average treatment effects.
Econometrica 74(1), 235-267.
Abadie, A. and Imbens, G. W. (2011). Bias-corrected matching estimators for average treatment effects. Journal of
Business & Economic Statistics 29(1), 1-11.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from yzperf.methods.columns import refuse
from yzperf.methods.comparison.adjusted_result import Counts, Matching, plain_difference
from yzperf.methods.comparison.covariate_balance import ATC, ATE, ATT, balance_rows, find_overlap
from yzperf.methods.comparison.group_sample import GroupRoles, Groups, Propensity, fit_propensity, read_groups
from yzperf.methods.comparison.nearest_neighbours import (
    ORDERS,
    Matches,
    Space,
    neighbour_variance,
    whitened,
    with_replacement,
    without_replacement,
)
from yzperf.methods.comparison.parts import Change
from yzperf.methods.comparison.weighting_equations import LINKS

PROPENSITY, LINEAR, MAHALANOBIS = "propensity", "linear", "mahalanobis"
DISTANCES, ESTIMANDS = (PROPENSITY, LINEAR, MAHALANOBIS), (ATT, ATC, ATE)

_SEED = 20_200_901
_LEAST_MATCHED = 3


@dataclass(frozen=True, slots=True)
class _Rule:
    """How partners are found, and from how many neighbours variances are."""

    ratio: int
    replace: bool
    order: str
    seed: int
    neighbours: int


@dataclass(frozen=True, slots=True)
class _Imputed:
    """Own outcome minus that of the matches (treated minus comparison), for the rows that were matched."""

    differences: np.ndarray
    matched: np.ndarray


def matching(
    frame: pd.DataFrame,
    *,
    outcome: str,
    treated: str,
    covariates: Sequence[str],
    estimand: Literal["ATT", "ATC", "ATE"] = "ATT",
    distance: Literal["propensity", "linear", "mahalanobis"] = "propensity",
    ratio: int = 1,
    replace: bool = False,
    caliper: float | None = None,
    exact: Sequence[str] = (),
    order: Literal["largest", "smallest", "data", "random"] | None = None,
    link: Literal["logit", "probit"] = "logit",
    bias_adjustment: bool = False,
    variance_neighbours: int = 2,
    seed: int = _SEED,
    outcome_name: str = "",
    outcome_unit: str = "",
) -> Matching:
    """Compare treated units with the comparison units nearest to them in their covariates (匹配).

    Parameters
    ----------
    frame : DataFrame, one row per unit
        Rows with an empty cell in a used column are left out and counted.
    outcome, treated : str
        Numeric outcome; column of 1/0 or 是/否.
    covariates : sequence of str
        Columns settled before the policy, numeric or words (at most 20 different ones).
    estimand : {"ATT", "ATC", "ATE"}
        Effect for the treated, for the comparison units, or for all. ATE needs ``replace=True``.
    distance : {"propensity", "linear", "mahalanobis"}
        Propensity score (as MatchIt's default), its linear predictor, or Mahalanobis distance by the covariance of the
        whole sample (as Stata's ``teffects nnmatch``).
    ratio : int
        Matches for each unit.
    replace : bool
        Whether a unit may be matched more than once. Then all that are as near as the last match are used, with equal
        weights; without replacement the first in the data is taken.
    caliper : float, optional
        Largest distance of a match on the score (its linear predictor with ``linear`` and ``mahalanobis``), in pooled
        within-group standard deviations; units without a match are counted.
    exact : sequence of str
        Columns in which matches must be equal.
    order : {"largest", "smallest", "data", "random"}, optional
        Who is matched first without replacement, by score: the largest (default; the smallest for ATC), as in MatchIt.
    link : {"logit", "probit"}
        Of the propensity score.
    bias_adjustment : bool
        Take off what the remaining differences of covariates predict, by least squares among the matches.
    variance_neighbours : int
        Nearest units of the same group that the variance with replacement is estimated from.
    seed : int
        Of the random order.
    outcome_name, outcome_unit : str
        How sentences and picture name the outcome.

    Returns
    -------
    Matching

    Raises
    ------
    MethodError
        If the data do not carry the method; all problems of a stage at once.

    Notes
    -----
    Without replacement the error is that of the mean of the pairs' differences (t); with replacement that of Abadie and
    Imbens (2006). Both take the propensity score as known, which for the ATT may be too wide or too narrow; the bootstrap
    is no remedy (Abadie and Imbens 2008).

    References
    ----------
    Rosenbaum and Rubin (1983); Abadie and Imbens (2006, 2011).
    """
    named: dict[str, str | None] = {"estimand": estimand, "distance": distance, "link": link, "order": order}
    refuse([*_option_problems(named, replace), *_size_problems(ratio, variance_neighbours, caliper)])
    usual = "smallest" if estimand == ATC else "largest"
    rule = _Rule(ratio, replace, order or usual, seed, variance_neighbours)
    roles = GroupRoles(outcome, treated, tuple(covariates), tuple(exact))
    groups = read_groups(frame, roles)
    propensity = fit_propensity(groups, link)
    space = _space(groups, propensity, distance, caliper)
    sides = {ATT: [groups.treated], ATC: [~groups.treated], ATE: [groups.treated, ~groups.treated]}[estimand]
    found = [_matched(space, side, rule) for side in sides]
    imputed = _imputed(groups, found, bias_adjustment)
    refuse(_match_problems(imputed, estimand, exact))
    weights = imputed.matched + sum(one.used(len(groups.outcome)) for one in found)
    effect = _effect(groups, found, imputed, space, rule)
    target = np.any(sides, axis=0)
    mean = float(np.average(groups.outcome[groups.treated], weights=weights[groups.treated]))
    return Matching(
        outcome_name=outcome_name or outcome,
        outcome_unit=outcome_unit,
        estimand=estimand,
        effect=effect,
        treated_mean=mean,
        comparison_mean=mean - effect.estimate,
        naive=plain_difference(groups.outcome, groups.treated),
        balance=balance_rows(groups, propensity.chances, weights, estimand),
        overlap=find_overlap(groups.treated, propensity.chances, weights),
        counts=_counts(groups, weights),
        scores=(propensity.chances[groups.treated], propensity.chances[~groups.treated]),
        distance=distance,
        ratio=ratio,
        replace=replace,
        caliper=caliper,
        exact=tuple(exact),
        bias_adjusted=bias_adjustment,
        unmatched=int((target & ~imputed.matched).sum()),
    )


def _option_problems(named: dict[str, str | None], replace: bool) -> list[str]:
    known = {"estimand": ESTIMANDS, "distance": DISTANCES, "link": LINKS, "order": (None, *ORDERS)}
    problems = [
        f"{option}“{named[option]}”不认识，可用：{'、'.join(one for one in allowed if one)}"
        for option, allowed in known.items()
        if named[option] not in allowed
    ]
    if named["estimand"] == ATE and not replace:
        problems.append('estimand="ATE"时两组都要找匹配，须可重复使用；请令replace=True')
    return problems


def _size_problems(ratio: int, neighbours: int, caliper: float | None) -> list[str]:
    counts = {"ratio": ratio, "variance_neighbours": neighbours}
    problems = [f"{option}为{value}，应不小于1" for option, value in counts.items() if value < 1]
    return problems + ([f"caliper为{caliper:g}，应大于0"] if caliper is not None and caliper <= 0 else [])


def _space(groups: Groups, propensity: Propensity, distance: str, caliper: float | None) -> Space:
    scores = propensity.chances if distance == PROPENSITY else propensity.predictors
    spread = np.mean([scores[rows].var(ddof=1) for rows in (groups.treated, ~groups.treated)]) ** 0.5
    limit = np.inf if caliper is None else caliper * float(spread)
    places = whitened(groups.covariates[:, list(groups.modelled)]) if distance == MAHALANOBIS else scores[:, None]
    return Space(places, groups.strata, scores, limit)


def _matched(space: Space, side: np.ndarray, rule: _Rule) -> Matches:
    owners, partners = np.flatnonzero(side), np.flatnonzero(~side)
    if rule.replace:
        return with_replacement(space, owners, partners, rule.ratio)
    return without_replacement(space, owners, partners, rule.ratio, order=rule.order, seed=rule.seed)


def _imputed(groups: Groups, found: Sequence[Matches], adjusted: bool) -> _Imputed:
    rows = len(groups.outcome)
    differences, matched = np.zeros(rows), np.zeros(rows, bool)
    for one in found:
        owners = one.matched(rows)
        missing = one.means(groups.outcome)
        if adjusted:
            fitted = _regression(groups, one)
            missing = missing + fitted - one.means(fitted)
        differences[owners] = (groups.outcome - missing)[owners]
        matched |= owners
    return _Imputed(np.where(groups.treated, differences, -differences), matched)


def _regression(groups: Groups, found: Matches) -> np.ndarray:
    """Predictions for all rows of the partners' regression on the covariates, weighted by their use."""
    roots = np.sqrt(found.used(len(groups.outcome)))
    design = groups.design
    line = np.linalg.lstsq(design * roots[:, None], groups.outcome * roots, rcond=None)[0]
    fitted: np.ndarray = design @ line
    return fitted


def _match_problems(imputed: _Imputed, estimand: str, exact: Sequence[str]) -> list[str]:
    count = int(imputed.matched.sum())
    if count < _LEAST_MATCHED:
        remedy = "请放宽caliper" + ("或减少exact" if exact else "")
        return [f"目标组（{estimand}）只有{count}行找到匹配，至少要{_LEAST_MATCHED}行；{remedy}"]
    if np.ptp(imputed.differences[imputed.matched]) == 0:
        return [f"匹配后各对的差都是{imputed.differences[imputed.matched][0]:g}，没有误差可估计；请核对结果列"]
    return []


def _effect(groups: Groups, found: Sequence[Matches], imputed: _Imputed, space: Space, rule: _Rule) -> Change:
    differences = imputed.differences[imputed.matched]
    count, mean = len(differences), float(differences.mean())
    if not rule.replace:
        return Change.of(mean, float(differences.std(ddof=1)) / count**0.5, count - 1)
    rows = len(groups.outcome)
    used, squared = (sum(getattr(one, name)(rows) for one in found) for name in ("used", "used_squared"))
    # A row that also stands for itself (ATE) adds the cross product of both uses.
    factors = used**2 - squared + (2 * used * imputed.matched if len(found) > 1 else 0.0)
    variances = neighbour_variance(groups.outcome, groups.treated, space.places, rule.neighbours)
    total = float(np.sum((differences - mean) ** 2) + factors @ variances)
    return Change.of(mean, total**0.5 / count)


def _counts(groups: Groups, weights: np.ndarray) -> Counts:
    own, other = groups.treated, ~groups.treated
    used = weights > 0
    return Counts(int(own.sum()), int(other.sum()), int((own & used).sum()), int((other & used).sum()), groups.dropped)
