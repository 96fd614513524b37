"""Reading the rows of a regression discontinuity (断点回归的数据读取)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from yzperf.methods.columns import blanks, doubled_roles, missing_columns, numbers, refuse
from yzperf.methods.comparison.discontinuity_bandwidth import Sides
from yzperf.methods.comparison.local_polynomial import Side


@dataclass(frozen=True, slots=True)
class SampleRoles:
    """Which column plays which part, and the cut-off with what is left out around it."""

    outcome: str
    running: str
    cutoff: float
    treatment: str | None
    cluster: str | None
    balance: tuple[str, ...]
    donut: float
    covariates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sample:
    """The usable rows, N of them, sorted by the distance ``x`` to the cut-off.

    ``outcomes`` (N, d): outcome, treatment if any, ``adjusting`` covariates; ``clusters`` codes or None; ``balance`` (N, p) may hold NaN;
    ``running`` the distances of all rows that have one; ``inside`` counts the rows left out around the cut-off.
    """

    x: np.ndarray
    outcomes: np.ndarray
    clusters: np.ndarray | None
    balance: np.ndarray
    balance_names: tuple[str, ...]
    running: np.ndarray
    cutoff: float
    dropped: int
    inside: int
    adjusting: int

    def sides(self) -> Sides:
        """The rows left and right of the cut-off."""
        return split(self.x, self.outcomes, self.clusters, self.adjusting)


def read_sample(frame: pd.DataFrame, roles: SampleRoles) -> Sample:
    """Read and check; rows with an empty cell in a used column are left out and counted.

    Raises
    ------
    MethodError
        All problems of a stage at once.
    """
    named = {"结果": roles.outcome, "分配变量": roles.running, "实际实施": roles.treatment, "聚类": roles.cluster}
    named |= {f"协变量“{column}”": column for column in roles.covariates}
    named |= {f"前定变量“{column}”": column for column in roles.balance}
    refuse([*missing_columns(frame, named.items()), *doubled_roles(named)])
    problems: list[str] = []
    running = numbers(frame, roles.running, "分配变量", problems) - roles.cutoff
    outcomes = [numbers(frame, roles.outcome, "结果", problems)]
    if roles.treatment is not None:
        outcomes.append(numbers(frame, roles.treatment, "实际实施", problems))
    outcomes += [numbers(frame, column, "协变量", problems) for column in roles.covariates]
    before = [numbers(frame, column, "前定变量", problems) for column in roles.balance]
    refuse(problems)
    usable = ~np.isnan(np.column_stack([running, *outcomes])).any(axis=1)
    usable &= True if roles.cluster is None else ~blanks(frame[roles.cluster])
    outside = usable & (np.abs(running) >= roles.donut)
    refuse([] if outside.any() else ["没有一行的各列都有值，无法计算"])
    rows = np.flatnonzero(outside)[np.argsort(running[outside], kind="stable")]
    clusters = None if roles.cluster is None else pd.factorize(frame[roles.cluster].iloc[rows])[0]
    return Sample(
        x=running[rows],
        outcomes=np.column_stack(outcomes)[rows],
        clusters=clusters,
        balance=np.column_stack(before)[rows] if before else np.zeros((len(rows), 0)),
        balance_names=roles.balance,
        running=running[~np.isnan(running)],
        cutoff=roles.cutoff,
        dropped=int((~usable).sum()),
        inside=int((usable & ~outside).sum()),
        adjusting=len(roles.covariates),
    )


def split(x: np.ndarray, outcomes: np.ndarray, clusters: np.ndarray | None, adjusting: int = 0) -> Sides:
    """Rows below zero, and at zero or above; ``x`` is sorted."""
    left, right = (
        Side(
            x[rows],
            outcomes[rows],
            None if clusters is None else np.unique(clusters[rows], return_inverse=True)[1],
            adjusting,
        )
        for rows in (x < 0, x >= 0)
    )
    return left, right
