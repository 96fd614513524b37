"""One or few treated clusters: randomisation inference (随机化推断).

References
----------
Conley, T. G. and Taber, C. R. (2011). Inference with "difference in differences" with a small number of policy
changes. Review of Economics and Statistics 93(1), 113-125.
MacKinnon, J. G. and Webb, M. D. (2020). Randomization inference for difference-in-differences with few treated
clusters. Journal of Econometrics 218(2), 435-450.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from yzperf.methods.columns import refuse, repeated
from yzperf.methods.comparison.fixed_effects import panel_effects, unexplained
from yzperf.methods.comparison.panel_frame import Panel, PanelRoles, as_names, changing_units, read_panel
from yzperf.methods.comparison.randomisation_inference_result import Placebo, RandomisationInference
from yzperf.methods.comparison.reassignment import Reassignment, deals, reassign
from yzperf.methods.comparison.wild import inverted_interval
from yzperf.methods.least_squares import dependent_columns
from yzperf.methods.wording import listing

_SEED = 20_200_901
_LEAST_CLUSTERS = 5
_LEAST_DRAWS = 99


def randomisation_inference(
    frame: pd.DataFrame,
    *,
    outcome: str,
    unit: str,
    time: str,
    treated: str,
    start: float,
    covariates: Sequence[str] = (),
    cluster: str | None = None,
    level: float = 0.95,
    draws: int = 9_999,
    seed: int = _SEED,
    outcome_name: str = "",
    outcome_unit: str = "",
    time_unit: str = "年",
) -> RandomisationInference:
    """Judge a double difference with one or few treated clusters by dealing the policy anew (随机化推断).

    Each other cluster in turn (or each set of as many clusters) is taken for the treated one; how far out the true
    estimate lies among these is the p value. No standard error is claimed, because one treated cluster has none.

    Parameters
    ----------
    frame : DataFrame, one row per unit and period
        Rows with an empty cell in a used column are left out and counted.
    outcome : str
        Column of the outcome, numeric, in ``outcome_unit``.
    unit, time : str
        Columns that identify unit and period.
    treated : str
        Column of 1/0: whether the unit is in the treated group, the same in all periods.
    start : float
        First period with the policy.
    covariates : sequence of str
        Numeric columns held constant; they must vary over time.
    cluster : str, optional
        Column of the level at which the policy was assigned; units by default.
    level : float
        Of the interval: effects that are not rejected, if the effect is the same in all treated cells.
    draws, seed : int
        Deals at most; all are gone through if there are fewer.
    outcome_name, outcome_unit, time_unit : str
        How sentences and picture name them.

    Returns
    -------
    RandomisationInference

    Raises
    ------
    MethodError
        If the data do not carry the method; all problems of a stage at once.

    Notes
    -----
    The p value counts the true deal itself, so with N clusters and one treated it cannot fall below 1/N.

    References
    ----------
    MacKinnon and Webb (2020), Journal of Econometrics 218(2).
    """
    numeric = {treated: "是否实施组", **dict.fromkeys(covariates, "协变量")}
    keys = as_names(cluster)
    refuse(repeated((treated, *covariates)))
    panel = read_panel(frame, PanelRoles(outcome, unit, time, numeric, keys, fixed_in_unit=frozenset({treated})))
    after = (panel.periods >= start)[panel.times].astype(float)
    clusters = panel.keys[0] if keys else panel.units
    refuse([*_option_problems(level, draws), *_period_problems(panel, start), *_key_problems(panel, clusters, treated)])
    chosen = np.unique(clusters[panel.column(0) == 1])
    refuse([*_number_problems(clusters, chosen), *_side_problems(panel, clusters, after)])
    picked, exhaustive = deals(int(clusters.max()) + 1, chosen, draws, seed)
    found = reassign(
        panel.outcome,
        after,
        clusters,
        covariates=panel.numeric[:, 1:],
        effects=panel_effects(panel.units, panel.times, panel.weights),
        chosen=picked,
        exhaustive=exhaustive,
    )
    names = panel.key_labels[0] if keys else panel.unit_labels
    return RandomisationInference(
        outcome_name=outcome_name or outcome,
        outcome_unit=outcome_unit,
        time_unit=time_unit,
        start=float(start),
        covariates=tuple(covariates),
        estimate=found.estimate,
        p_value=found.p_value(),
        bounds=_bounds(found, level),
        level=level,
        treated=tuple(names[code] for code in chosen),
        clusters=len(names),
        by_unit=cluster is None,
        placebos=_placebos(found, picked, names),
        exhaustive=exhaustive,
        sizes=_size_span(clusters),
        rows=len(panel.outcome),
        dropped=panel.dropped,
    )


def _bounds(found: Reassignment, level: float) -> tuple[float, float]:
    spread = float(np.std(found.outcomes)) or 1.0
    return inverted_interval(found.p_value, found.estimate, spread, level)


def _placebos(found: Reassignment, picked: np.ndarray, names: Sequence[str]) -> tuple[Placebo, ...]:
    return tuple(
        Placebo(listing([names[code] for code in deal]), float(value))
        for deal, value in zip(picked[1:], found.outcomes[1:], strict=True)
    )


def _size_span(clusters: np.ndarray) -> tuple[int, int]:
    counts = np.bincount(clusters)
    return int(counts.min()), int(counts.max())


def _option_problems(level: float, draws: int) -> list[str]:
    problems = [] if 0 < level < 1 else [f"置信水平（level）为{level:g}，应在0和1之间"]
    return problems + ([f"重排次数（draws）为{draws}，至少要{_LEAST_DRAWS}"] if draws < _LEAST_DRAWS else [])


def _period_problems(panel: Panel, start: float) -> list[str]:
    seen = f"数据时期为{panel.periods[0]:g}至{panel.periods[-1]:g}，实施起点为{start:g}"
    if not panel.periods[0] < start:
        return [f"没有实施前的时期，无法比较前后变化（{seen}）"]
    return [f"没有实施后的时期，无法比较前后变化（{seen}）"] if not panel.periods[-1] >= start else []


def _key_problems(panel: Panel, clusters: np.ndarray, treated: str) -> list[str]:
    values = panel.column(0)
    if not np.isin(values, (0.0, 1.0)).all():
        return [f"列“{treated}”（是否实施组）只能填0或1"]
    problems = []
    if changing := changing_units(panel, clusters):
        problems.append(f"单位{listing(changing)}跨越多个聚类；每个单位应只属于一个聚类")
    mixed = np.intersect1d(clusters[values == 1], clusters[values == 0])
    if len(mixed):
        problems.append(f"有{len(mixed)}个聚类内既有实施也有未实施的单位；请按实施的层次给聚类列（cluster）")
    return problems


def _number_problems(clusters: np.ndarray, chosen: np.ndarray) -> list[str]:
    count = int(clusters.max()) + 1
    if not len(chosen):
        return ["没有实施的单位，无法估计"]
    if len(chosen) == count:
        return ["没有未实施的单位可作对照"]
    if count < _LEAST_CLUSTERS:
        return [f"只有{count}个单位（或聚类），至少要{_LEAST_CLUSTERS}个，否则重排的花样太少，任何结果都谈不上显著"]
    return []


def _side_problems(panel: Panel, clusters: np.ndarray, after: np.ndarray) -> list[str]:
    count = int(clusters.max()) + 1
    sides = [np.bincount(clusters[after == side], minlength=count) > 0 for side in (0, 1)]
    lacking = np.flatnonzero(~(sides[0] & sides[1]))
    if len(lacking):
        return [f"有{len(lacking)}个单位（或聚类）只有实施前或只有实施后的数据，无法参加重排；请补齐或删去"]
    effects = panel_effects(panel.units, panel.times, panel.weights)
    held = panel.numeric[:, 1:]
    dependent = dependent_columns(effects.taken_out(held), np.linalg.norm(held, axis=0))
    problems = unexplained(panel.outcome, effects.taken_out(panel.outcome[:, None]))
    return problems + (["协变量不随时间变化，或可由其他列算出，请删去"] if dependent else [])
