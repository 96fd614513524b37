"""Double difference with weighted units and periods (合成双重差分).

References
----------
Arkhangelsky, D., Athey, S., Hirshberg, D. A., Imbens, G. W. and Wager, S. (2021). Synthetic difference-in-differences.
American Economic Review 111(12), 4088-4118.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from yzperf.methods.columns import refuse
from yzperf.methods.comparison.donor_panel import DonorPanel, Incomplete, read_donor_panel, split_problems
from yzperf.methods.comparison.panel_frame import PanelRoles
from yzperf.methods.comparison.parts import Change
from yzperf.methods.comparison.synthetic_difference import (
    Blocks,
    Penalties,
    bootstrap_estimates,
    changes_spread,
    jackknife_error,
    penalties,
    placebo_estimates,
    synthetic_difference,
    unit_weights,
    weighted_difference,
)
from yzperf.methods.comparison.synthetic_difference_in_differences_result import (
    Rivals,
    SyntheticDifferenceInDifferences,
    TimeShare,
    UnitShare,
)

Errors = Literal["placebo", "jackknife", "bootstrap"]
_ERRORS = ("placebo", "jackknife", "bootstrap")
_SEED = 20_200_901
_LEAST_DRAWS = 50
_USED = 1e-9


def synthetic_difference_in_differences(
    frame: pd.DataFrame,
    *,
    outcome: str,
    unit: str,
    time: str,
    treated: str,
    start: float,
    errors: Errors | None = None,
    draws: int = 500,
    seed: int = _SEED,
    unit_penalty: float | None = None,
    time_penalty: float | None = None,
    incomplete: Incomplete = "refuse",
    outcome_name: str = "",
    outcome_unit: str = "",
    time_unit: str = "年",
) -> SyntheticDifferenceInDifferences:
    """Compare the change of treated units with that of a weighted mix of others (合成双重差分).

    As in a double difference levels may differ; as in a synthetic control the untreated units are weighted so that
    their path before the policy runs parallel, and the periods before so that they stand for those after.

    Parameters
    ----------
    frame : DataFrame, one row per unit and period
        Rows with an empty cell are left out and counted; see ``incomplete``.
    outcome : str
        Column of the outcome, numeric, in ``outcome_unit``.
    unit, time : str
        Columns that identify unit and period.
    treated : str
        Column of 1/0: whether the unit is treated, the same in all periods.
    start : float
        First period with the policy, the same for all treated units.
    errors : {"placebo", "jackknife", "bootstrap"}, optional
        Placebo: spread of the estimates with untreated units in the place of the treated ones, the only one for one
        treated unit, needs equal variances. Jackknife: units left out one by one with the weights kept. Bootstrap:
        units drawn anew. By default jackknife with at least two treated units and two untreated ones in use, else
        placebo.
    draws, seed : int
        Placebos and bootstrap draws at most; all placebos are gone through if there are no more.
    unit_penalty, time_penalty : float, optional
        ζ in units of the outcome; by default those of the paper, (N₁T₁)^¼ and 10⁻⁶ times the standard deviation of
        the period-to-period changes of the untreated units before the start.
    incomplete : {"refuse", "leave_out"}
        What to do with untreated units that lack a period.
    outcome_name, outcome_unit, time_unit : str
        How sentences and picture name them.

    Returns
    -------
    SyntheticDifferenceInDifferences

    Raises
    ------
    MethodError
        If the data do not carry the method; all problems of a stage at once.

    Notes
    -----
    Weights are exact optima. The R package synthdid stops its Frank–Wolfe steps earlier: its −15.604 for California is
    −15.605 here. Replications keep ζ of the full data, as it does.

    References
    ----------
    Arkhangelsky, Athey, Hirshberg, Imbens and Wager (2021), American Economic Review 111(12).
    """
    refuse(_option_problems(errors, draws, unit_penalty, time_penalty))
    numeric = {treated: "是否实施组"}
    panel = read_donor_panel(
        frame, PanelRoles(outcome, unit, time, numeric, fixed_in_unit=frozenset(numeric)), incomplete=incomplete
    )
    switch = panel.columns[0, :, 0]
    refuse([*split_problems(panel.periods, start), *_group_problems(switch, treated)])
    blocks = _blocks(panel, switch, start)
    refuse(_weight_problems(blocks))
    paper = penalties(blocks)
    strength = Penalties(
        paper.units if unit_penalty is None else unit_penalty, paper.times if time_penalty is None else time_penalty
    )
    fit = synthetic_difference(blocks, strength)
    kind = errors or _default_errors(blocks, fit.units)
    refuse(_error_problems(kind, blocks, fit.units))
    spread, made, exhaustive = _error(kind, blocks, strength, (draws, seed))
    gaps = blocks.treated.mean(axis=0) - fit.units @ blocks.untreated
    level = float(fit.times @ gaps[: blocks.before])
    names = np.array(panel.names, object)
    return SyntheticDifferenceInDifferences(
        outcome_name=outcome_name or outcome,
        outcome_unit=outcome_unit,
        time_unit=time_unit,
        start=float(start),
        effect=Change.of(fit.estimate, spread),
        errors=kind,
        draws=made,
        exhaustive=exhaustive,
        treated=tuple(names[switch == 1]),
        units=tuple(map(UnitShare, names[switch == 0].tolist(), fit.units.tolist())),
        times=tuple(map(TimeShare, panel.periods[: blocks.before].tolist(), fit.times.tolist())),
        noise=changes_spread(blocks),
        penalties=(strength.units, strength.times),
        periods=tuple(map(float, panel.periods)),
        actual=tuple(map(float, blocks.treated.mean(axis=0))),
        gaps=tuple(map(float, gaps - level)),
        level=level,
        rivals=_rivals(blocks, paper),
        incomplete=panel.left_out,
        dropped=panel.dropped,
    )


def _option_problems(errors: str | None, draws: int, *penalty: float | None) -> list[str]:
    problems = (
        [] if errors is None or errors in _ERRORS else [f"选项errors不能是“{errors}”，可用：{'、'.join(_ERRORS)}"]
    )
    problems += [] if draws >= _LEAST_DRAWS else [f"重抽次数（draws）为{draws}，至少要{_LEAST_DRAWS}"]
    bad = [value for value in penalty if value is not None and not 0 <= value < np.inf]
    return problems + ([f"正则强度（unit_penalty、time_penalty）应为不小于0的数，现为{bad[0]:g}"] if bad else [])


def _group_problems(switch: np.ndarray, column: str) -> list[str]:
    if not np.isin(switch, (0.0, 1.0)).all():
        return [f"列“{column}”（是否实施组）只能填0或1"]
    problems = [] if (switch == 1).any() else ["没有实施的单位，无法估计"]
    untreated = int((switch == 0).sum())
    return problems + ([] if untreated >= 2 else [f"未实施的单位只有{untreated}个，至少要2个"])


def _blocks(panel: DonorPanel, switch: np.ndarray, start: float) -> Blocks:
    return Blocks(panel.outcomes[switch == 0], panel.outcomes[switch == 1], int((panel.periods < start).sum()))


def _weight_problems(blocks: Blocks) -> list[str]:
    if not np.diff(blocks.untreated[:, : blocks.before], axis=1).any():
        return ["未实施单位实施前的结果没有任何变化，无法确定权重"]
    return []


def _default_errors(blocks: Blocks, units: np.ndarray) -> Errors:
    return "jackknife" if len(blocks.treated) > 1 and (units > _USED).sum() > 1 else "placebo"


def _error_problems(kind: str, blocks: Blocks, units: np.ndarray) -> list[str]:
    treated, untreated = len(blocks.treated), len(blocks.untreated)
    if kind == "placebo" and untreated <= treated + 1:
        return [
            f"安慰剂标准误要求未实施单位（{untreated}个）至少比实施单位（{treated}个）多2个，请改用errors='bootstrap'"
        ]
    if kind != "placebo" and treated == 1:
        return ["只有1个实施单位时不能用自助法或刀切法，请用errors='placebo'"]
    if kind == "jackknife" and (units > _USED).sum() < 2:
        return ["只有1个未实施单位有权重，刀切法不成立，请用errors='placebo'或'bootstrap'"]
    return []


def _error(kind: Errors, blocks: Blocks, strength: Penalties, drawing: tuple[int, int]) -> tuple[float, int, bool]:
    """Standard error, how many replications, and whether these are all there are."""
    if kind == "jackknife":
        return (
            jackknife_error(blocks, synthetic_difference(blocks, strength)),
            len(blocks.untreated) + len(blocks.treated),
            True,
        )
    if kind == "bootstrap":
        found, exhaustive = bootstrap_estimates(blocks, strength, *drawing), False
    else:
        found, exhaustive = placebo_estimates(blocks, strength, *drawing)
    return float(found.std()), len(found), exhaustive


def _rivals(blocks: Blocks, paper: Penalties) -> Rivals:
    """What the other estimators of the paper say: equal weights; units weighted without and with a constant."""
    even_units = np.full(len(blocks.untreated), 1 / len(blocks.untreated))
    even_times = np.full(blocks.before, 1 / blocks.before)
    plain = unit_weights(blocks, paper.times, intercept=False)
    return Rivals(
        difference=weighted_difference(blocks, even_units, even_times),
        synthetic=weighted_difference(blocks, plain, np.zeros(blocks.before)),
        demeaned=weighted_difference(blocks, unit_weights(blocks, paper.times), even_times),
    )
