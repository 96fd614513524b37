"""Outcome regression and weighting together (双稳健估计).

References
----------
Robins, J. M., Rotnitzky, A. and Zhao, L. P. (1994). Estimation of regression coefficients when some regressors are not
always observed. Journal of the American Statistical Association 89(427), 846-866.
Kang, J. D. Y. and Schafer, J. L. (2007). Demystifying double robustness. Statistical Science 22(4), 523-539.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from yzperf.methods.columns import refuse
from yzperf.methods.comparison.adjusted_result import DoublyRobust
from yzperf.methods.comparison.group_sample import GroupRoles, Groups
from yzperf.methods.comparison.inverse_probability_weighting import described, option_problems, trimmed_groups
from yzperf.methods.comparison.weighting_equations import (
    AUGMENTED_ESTIMANDS,
    OUTCOME_MODELS,
    Problem,
    augmented_means,
)
from yzperf.methods.generalised_linear import NoMaximumError
from yzperf.methods.least_squares import dependent_columns


def doubly_robust_estimation(
    frame: pd.DataFrame,
    *,
    outcome: str,
    treated: str,
    covariates: Sequence[str],
    estimand: Literal["ATT", "ATE", "ATC"] = "ATT",
    outcome_model: Literal["linear", "logit", "poisson"] = "linear",
    normalised: bool = False,
    trim: float | None = None,
    link: Literal["logit", "probit"] = "logit",
    cluster: str | None = None,
    small_sample: bool = True,
    outcome_name: str = "",
    outcome_unit: str = "",
) -> DoublyRobust:
    """Compare groups by outcome regression and weighting together (双稳健估计, AIPW).

    Parameters
    ----------
    frame : DataFrame, one row per unit
        Rows with an empty cell in a used column are left out and counted.
    outcome, treated : str
        Numeric outcome; column of 1/0 or 是/否.
    covariates : sequence of str
        Columns settled before the policy, numeric or words (at most 20 different ones); in both models.
    estimand : {"ATT", "ATE", "ATC"}
        Effect for the treated, for all, or for the comparison units.
    outcome_model : {"linear", "logit", "poisson"}
        Regression of the outcome in each group: any outcome, 0/1, or counts.
    normalised : bool
        Whether the weights of the residuals sum to one; by default not, as in ``teffects aipw``.
    trim, link, cluster, small_sample, outcome_name, outcome_unit
        As in ``inverse_probability_weighting``.

    Returns
    -------
    DoublyRobust

    Raises
    ------
    MethodError
        If the data do not carry the method; all problems of a stage at once.

    Notes
    -----
    The mean without the policy is the mean prediction of the comparison group's regression over the target group, plus
    the weighted mean of its residuals. The error is the sandwich of all estimating equations together.

    References
    ----------
    Robins, Rotnitzky and Zhao (1994); Kang and Schafer (2007).
    """
    refuse(option_problems(estimand, AUGMENTED_ESTIMANDS, trim, link))
    known = "、".join(OUTCOME_MODELS)
    refuse([] if outcome_model in OUTCOME_MODELS else [f"outcome_model“{outcome_model}”不认识，可用：{known}"])
    roles = GroupRoles(outcome, treated, tuple(covariates), cluster=cluster)
    groups, propensity, trimmed = trimmed_groups(frame, roles, link, trim)
    refuse(_regression_problems(groups, outcome_model, outcome))
    problem = Problem(groups.outcome, groups.treated.astype(float), groups.design, groups.clusters, small_sample)
    try:
        means = augmented_means(
            problem, propensity.coefficients, link, estimand, model=outcome_model, normalised=normalised
        )
    except NoMaximumError:
        refuse(
            [
                f'有一组的{outcome_model}回归没有最大值（协变量把结果完全分开，或次数全为0）；请改用outcome_model="linear"'
            ]
        )
        raise
    return DoublyRobust(
        **described(groups, propensity, means, estimand),
        outcome_name=outcome_name or outcome,
        outcome_unit=outcome_unit,
        normalised=normalised,
        trimmed=trimmed,
        clusters=None if groups.clusters is None else int(groups.clusters.max()) + 1,
        outcome_model=outcome_model,
    )


def _regression_problems(groups: Groups, model: str, outcome: str) -> list[str]:
    problems = []
    if model == "logit" and not np.isin(groups.outcome, (0.0, 1.0)).all():
        problems.append(f'列“{outcome}”不只有0和1，不能用outcome_model="logit"')
    if model == "poisson" and (groups.outcome < 0).any():
        problems.append(f'列“{outcome}”有负数，不能用outcome_model="poisson"')
    names = ("常数项", *(groups.names[place] for place in groups.modelled))
    for rows, word in ((groups.treated, "实施组"), (~groups.treated, "对照组")):
        design = groups.design[rows]
        if len(design) <= design.shape[1]:
            problems.append(f"{word}只有{len(design)}行，结果回归有{design.shape[1]}个参数；请减少协变量")
            continue
        lost = dependent_columns(design, np.linalg.norm(design, axis=0))
        problems += [f"{word}内协变量“{names[place]}”没有变化，或可由其他协变量算出；请删去" for place in lost]
    return problems
