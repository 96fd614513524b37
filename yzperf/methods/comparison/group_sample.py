"""Reading two groups with what tells them apart (两组及其协变量的读取)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from yzperf.methods.columns import blanks, doubled_roles, missing_columns, numbers, refuse, yes_or_no
from yzperf.methods.generalised_linear import LikelihoodFit, NoMaximumError, fit_likelihood
from yzperf.methods.least_squares import dependent_columns

_MOST_LEVELS = 20
_LEAST_UNITS = 5
_CERTAIN = 1e-8


@dataclass(frozen=True, slots=True)
class GroupRoles:
    """Which column plays which part; ``exact`` are columns in which matches must be equal."""

    outcome: str
    treated: str
    covariates: tuple[str, ...]
    exact: tuple[str, ...] = ()
    cluster: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Groups:
    """The usable rows, N of them.

    ``covariates`` (N, p) by ``names``, with one column for every level of a column of words; ``modelled`` are the places
    of those that enter regressions (all but the first level). ``strata`` are codes of equal ``exact`` columns.
    """

    outcome: np.ndarray
    treated: np.ndarray
    covariates: np.ndarray
    names: tuple[str, ...]
    modelled: tuple[int, ...]
    strata: np.ndarray
    clusters: np.ndarray | None
    dropped: int

    @property
    def design(self) -> np.ndarray:
        """Regressors with the constant, shape (N, k)."""
        return np.column_stack([np.ones(len(self.outcome)), self.covariates[:, list(self.modelled)]])

    def kept(self, rows: np.ndarray) -> Groups:
        """Return the groups of these rows."""
        return Groups(
            self.outcome[rows],
            self.treated[rows],
            self.covariates[rows],
            self.names,
            self.modelled,
            self.strata[rows],
            None if self.clusters is None else np.unique(self.clusters[rows], return_inverse=True)[1],
            self.dropped,
        )


@dataclass(frozen=True, slots=True)
class Propensity:
    """Chances of being treated given the covariates, and the linear predictors behind them."""

    chances: np.ndarray
    predictors: np.ndarray
    coefficients: np.ndarray


def read_groups(frame: pd.DataFrame, roles: GroupRoles) -> Groups:
    """Read and check; rows with an empty cell in a used column are left out and counted.

    Raises
    ------
    MethodError
        All problems of a stage at once.
    """
    named: dict[str, str | None] = {"结果": roles.outcome, "实施组": roles.treated}
    named |= {f"协变量“{column}”": column for column in roles.covariates}
    others = {f"精确匹配“{column}”": column for column in roles.exact} | {"聚类": roles.cluster}
    refuse(
        []
        if roles.covariates
        else ["没有给出协变量covariates；不作调整的两组之差请用difference_in_differences或target_comparison"]
    )
    refuse([*missing_columns(frame, {**named, **others}.items()), *doubled_roles(named)])
    problems: list[str] = []
    outcome = numbers(frame, roles.outcome, "结果", problems)
    treated = yes_or_no(frame, roles.treated, "实施组", problems)
    used = [roles.outcome, roles.treated, *roles.covariates, *roles.exact]
    used += [roles.cluster] if roles.cluster is not None else []
    usable = ~np.column_stack([blanks(frame[column]) for column in used]).any(axis=1)
    expanded = [_expanded(frame[column].iloc[np.flatnonzero(usable)], column, problems) for column in roles.covariates]
    refuse(problems)
    blocks, names, modelled = _joined(expanded)
    rows = np.flatnonzero(usable)
    groups = Groups(
        outcome[rows],
        treated[rows] == 1,
        blocks,
        names,
        modelled,
        _codes(frame.iloc[rows], roles.exact),
        None if roles.cluster is None else pd.factorize(frame[roles.cluster].iloc[rows])[0],
        int((~usable).sum()),
    )
    refuse(_group_problems(groups, roles))
    return groups


def fit_propensity(groups: Groups, link: str) -> Propensity:
    """Fit the chance of being treated (logit or probit).

    Raises
    ------
    MethodError
        If the covariates tell the groups apart completely.
    """
    design = groups.design
    try:
        fit: LikelihoodFit = fit_likelihood(groups.treated.astype(float), design, link)
    except NoMaximumError:
        refuse([_SEPARATED])
        raise
    if min(fit.means.min(), 1 - fit.means.max()) < _CERTAIN:
        refuse([_SEPARATED])
    return Propensity(fit.means, design @ fit.coefficients, fit.coefficients)


_SEPARATED = "协变量把两组几乎完全分开，没有可比的对象；请减少协变量，或另选对照"


def _expanded(cells: pd.Series, column: str, problems: list[str]) -> tuple[np.ndarray, list[str]]:
    """A numeric column as it is; a column of words as one column for each level, in alphabetical order."""
    if pd.api.types.is_numeric_dtype(cells) or pd.to_numeric(cells, errors="coerce").notna().all():
        return numbers(cells.to_frame(column), column, "协变量", problems)[:, None], [column]
    words = cells.astype(str).str.strip()
    levels = sorted(words.unique())
    if len(levels) > _MOST_LEVELS:
        problems.append(f"列“{column}”有{len(levels)}种文字取值，多于{_MOST_LEVELS}种；请归并，或改用数值")
    return np.column_stack([(words == level).to_numpy(float) for level in levels]), [
        f"{column}={one}" for one in levels
    ]


def _joined(expanded: Sequence[tuple[np.ndarray, list[str]]]) -> tuple[np.ndarray, tuple[str, ...], tuple[int, ...]]:
    names: list[str] = []
    modelled: list[int] = []
    for _, own in expanded:
        modelled += range(len(names) + (len(own) > 1), len(names) + len(own))
        names += own
    return np.column_stack([block for block, _ in expanded]), tuple(names), tuple(modelled)


def _codes(frame: pd.DataFrame, columns: Sequence[str]) -> np.ndarray:
    if not columns:
        return np.zeros(len(frame), int)
    codes: np.ndarray = frame.groupby(list(columns), sort=False).ngroup().to_numpy(int)
    return codes


def _group_problems(groups: Groups, roles: GroupRoles) -> list[str]:
    sizes = (int(groups.treated.sum()), int((~groups.treated).sum()))
    problems = [
        f"列“{roles.treated}”{word}的可用行只有{size}行，至少要{_LEAST_UNITS}行"
        for word, size in zip(("取1（实施）", "取0（对照）"), sizes, strict=True)
        if size < _LEAST_UNITS
    ]
    if len(groups.outcome) and np.ptp(groups.outcome) == 0:
        problems.append(f"列“{roles.outcome}”都是{groups.outcome[0]:g}，没有变化可解释")
    if problems:
        return problems
    if groups.clusters is not None and groups.clusters.max() < 1:
        problems.append(f"按“{roles.cluster}”聚类只有1个聚类，无法估计误差")
    names = ("常数项", *(groups.names[place] for place in groups.modelled))
    design = groups.design
    if len(design) <= design.shape[1]:
        return [*problems, f"可用{len(design)}行，协变量（含各取值）{design.shape[1] - 1}个，行数不够；请减少协变量"]
    return problems + [
        f"协变量“{names[place]}”没有变化，或可由其他协变量算出；请删去"
        for place in dependent_columns(design, np.linalg.norm(design, axis=0))
    ]
