"""Why two groups differ in their means (Oaxaca–Blinder 分解).

References
----------
Oaxaca, R. (1973). Male-female wage differentials in urban labor markets. International Economic Review 14(3).
Blinder, A. S. (1973). Wage discrimination: reduced form and structural estimates. Journal of Human Resources 8(4).
Jann, B. (2008). The Blinder-Oaxaca decomposition for linear regression models. Stata Journal 8(4), 453-479.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from yzperf.methods.columns import blanks, doubled_roles, missing_columns, numbers, refuse
from yzperf.methods.comparison.parts import Change
from yzperf.methods.factor_analysis import gap
from yzperf.methods.factor_analysis.oaxaca_result import CONSTANT, GapPart, GroupMean, OaxacaBlinder
from yzperf.methods.least_squares import dependent_columns
from yzperf.methods.wording import listing

_REFERENCES = ("pooled", "neumark", "first", "second", "cotton", "reimers")


@dataclass(frozen=True, slots=True)
class _Sample:
    """Outcome (n,), design with a constant in front (n, k), who is in the first group (n,), names of the groups."""

    y: np.ndarray
    design: np.ndarray
    first: np.ndarray
    names: tuple[str, str]
    dropped: int


def oaxaca_blinder(
    frame: pd.DataFrame,
    *,
    outcome: str,
    group: str,
    covariates: Sequence[str],
    first: str | float | None = None,
    reference: str = "pooled",
    outcome_name: str = "",
    outcome_unit: str = "",
) -> OaxacaBlinder:
    """Split the gap between two groups into what their characteristics explain and the rest (Oaxaca–Blinder 分解).

    Parameters
    ----------
    frame : DataFrame, one row per unit
        Rows that lack a value are left out and counted.
    outcome, group : str
        Columns of the outcome and of the group, which has two values.
    covariates : sequence of str
        Numeric columns; categories as 0/1 columns without one of them.
    first : optional
        The group whose mean stands in front in the gap; the one with the higher mean by default.
    reference : {"pooled", "neumark", "first", "second", "cotton", "reimers"}
        Coefficients at which characteristics are valued: regression over both groups with (``pooled``, the default
        that Jann recommends) or without (``neumark``) an indicator of the group, those of one group, their mean weighed by group
        size (``cotton``) or alike (``reimers``).
    outcome_name, outcome_unit : str
        For sentences and picture.

    Returns
    -------
    OaxacaBlinder
        Twofold and threefold parts, in all and by covariate, with standard errors and 95 % intervals.

    Raises
    ------
    MethodError
        If columns or cells do not serve, there are not two groups, or in one of them a covariate is constant or
        depends on the others.

    Notes
    -----
    Errors are robust to unequal variances and take the characteristics as random. The threefold parts are seen from
    the second group. ``pooled`` and ``neumark`` are ``pooled`` and ``omega`` of the Stata command ``oaxaca``.
    """
    sample = _read(frame, {"结果": outcome, "组别": group}, list(covariates), first, reference)
    names = [CONSTANT, *covariates]
    one, two = sample.first, ~sample.first
    means = gap.mean_of(sample.design, one), gap.mean_of(sample.design, two)
    betas = gap.coefficients_of(sample.y, sample.design, one), gap.coefficients_of(sample.y, sample.design, two)
    star = _reference(sample, betas, reference)
    apart, steeper = gap.difference(*means), gap.difference(*betas)
    explained = gap.product(apart, star)
    unexplained = gap.product(means[0], gap.difference(betas[0], star)).plus(
        gap.product(means[1], gap.difference(star, betas[1]))
    )
    return OaxacaBlinder(
        outcome_name=outcome_name or outcome,
        outcome_unit=outcome_unit,
        reference=reference,
        first=_group(sample, one, sample.names[0]),
        second=_group(sample, two, sample.names[1]),
        gap=_change(explained.plus(unexplained).total),
        explained=_part("特征不同（可解释）", explained, names),
        unexplained=_part("系数不同（不可解释）", unexplained, names),
        endowments=_part("特征", gap.product(apart, betas[1]), names),
        coefficients=_part("系数", gap.product(means[1], steeper), names),
        interaction=_part("交互", gap.product(apart, steeper), names),
        dropped=sample.dropped,
    )


def _read(frame: pd.DataFrame, roles: dict[str, str], covariates: list[str], first: object, reference: str) -> _Sample:
    every = {**roles, **{f"第{place + 1}个特征": name for place, name in enumerate(covariates)}}
    problems = [*missing_columns(frame, every.items()), *doubled_roles(every)]
    problems += [] if covariates else ["至少给出一个特征（covariates）"]
    problems += (
        []
        if reference in _REFERENCES
        else [f"参照系数（reference）应为{'、'.join(_REFERENCES)}之一，现为“{reference}”"]
    )
    refuse(problems)
    columns = [numbers(frame, name, role, problems) for role, name in every.items() if role != "组别"]
    usable = ~(np.isnan(np.column_stack(columns)).any(axis=1) | blanks(frame[roles["组别"]]))
    labels = np.array([_label(cell) for cell in frame[roles["组别"]]], dtype=object)[usable]
    kinds = sorted(set(labels))
    if len(kinds) != 2:
        problems.append(f"组别列“{roles['组别']}”应恰有两个值，现有{len(kinds)}个：{listing(kinds)}")
    if first is not None and _label(first) not in kinds:
        problems.append(f"在前的组（first）“{first}”不在组别列中：{listing(kinds)}")
    refuse(problems)
    y, design = (
        columns[0][usable],
        np.column_stack([np.ones(usable.sum()), *(column[usable] for column in columns[1:])]),
    )
    higher = max(kinds, key=lambda kind: y[labels == kind].mean())
    front = higher if first is None else _label(first)
    back = next(kind for kind in kinds if kind != front)
    refuse([fault for kind in (front, back) for fault in _group_faults(design[labels == kind], kind, covariates)])
    return _Sample(y, design, labels == front, (front, back), int((~usable).sum()))


def _label(cell: object) -> str:
    """How a group is written: 1.0 as 1."""
    return f"{cell:g}" if isinstance(cell, float) else str(cell).strip()


def _group_faults(design: np.ndarray, kind: str, covariates: Sequence[str]) -> list[str]:
    if len(design) <= design.shape[1] + 1:
        return [f"组“{kind}”只有{len(design)}行，{design.shape[1]}个系数至少要{design.shape[1] + 2}行"]
    lengths = np.linalg.norm(design, axis=0)
    tied = [covariates[place - 1] for place in dependent_columns(design, lengths) if place]
    return [f"组“{kind}”中特征{listing(tied)}没有变化或由其他特征决定，应去掉"] if tied else []


def _reference(sample: _Sample, betas: tuple[gap.Estimate, gap.Estimate], reference: str) -> gap.Estimate:
    everyone = np.ones(len(sample.y), bool)
    if reference == "neumark":
        return gap.coefficients_of(sample.y, sample.design, everyone)
    if reference == "pooled":
        wide = np.column_stack([sample.design, sample.first])
        fit = gap.coefficients_of(sample.y, wide, everyone)
        return gap.Estimate(fit.values[:-1], fit.influences[:, :-1])
    shares = {"first": 1.0, "second": 0.0, "reimers": 0.5, "cotton": float(sample.first.mean())}
    return gap.mixed(*betas, shares[reference])


def _group(sample: _Sample, rows: np.ndarray, name: str) -> GroupMean:
    return GroupMean(name, int(rows.sum()), float(sample.y[rows].mean()))


def _change(total: tuple[float, float]) -> Change:
    return Change.of(*total)


def _part(name: str, parts: gap.Parts, names: Sequence[str]) -> GapPart:
    details = tuple(
        (one, Change.of(float(value), float(error)))
        for one, value, error in zip(names, parts.values, parts.errors, strict=True)
    )
    return GapPart(name, _change(parts.total), details)
