"""Units in like conditions as the yardstick for one unit (同类可比单位).

References
----------
Cochran, W. G. and Rubin, D. B. (1973). Controlling bias in observational studies: a review. Sankhya A 35(4), 417-446
(calipers).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from yzperf.methods.benchmarking.comparable_units_result import ComparablePeer, ComparableUnits
from yzperf.methods.benchmarking.simplex import Floats
from yzperf.methods.benchmarking.units import named
from yzperf.methods.columns import blanks, doubled_roles, missing_columns, numbers, refuse, rows_text
from yzperf.methods.distributions import t_quantile
from yzperf.methods.wording import listing

_LEAST_PEERS = 3


def comparable_units(
    frame: pd.DataFrame,
    *,
    unit: str,
    focus: str,
    outcome: str,
    traits: Sequence[str],
    caliper: float = 0.5,
    better: Literal["higher", "lower"] = "higher",
    missing: Literal["refuse", "drop"] = "refuse",
    outcome_name: str = "",
    outcome_unit: str = "",
) -> ComparableUnits:
    """Compare one unit with those that differ little from it in given traits (同类可比单位).

    Parameters
    ----------
    frame : DataFrame, one row per unit
    unit : str
        Column with the names.
    focus : str
        Name of the unit under evaluation.
    outcome : str
        Numeric column to compare.
    traits : sequence of str
        Numeric columns of conditions that the unit did not choose: population, area, income.
    caliper : float
        How far a peer may differ from the unit in each trait, in standard deviations of all units.
    better : {"higher", "lower"}
        Which direction of the outcome is good.
    missing : {"refuse", "drop"}
        Refuse rows with an empty cell, or leave them out and say how many.
    outcome_name, outcome_unit : str
        How sentences name the outcome.

    Returns
    -------
    ComparableUnits

    Raises
    ------
    MethodError
        If the data do not carry the method, or there are fewer than three peers.
    """
    traits = named(traits)
    roles = [("单位", unit), ("结果", outcome), *(("条件", one) for one in traits)]
    refuse(_option_problems(frame, roles, caliper, better))
    names, values, conditions = _read(frame, unit, outcome, traits, missing)
    refuse(_focus_problems(names, str(focus), conditions, traits))
    spread = conditions.std(axis=0, ddof=1)
    own = names.index(str(focus))
    apart = np.abs(conditions - conditions[own]) / spread
    furthest = apart.max(axis=1)
    chosen = [place for place in np.argsort(furthest, kind="stable") if place != own and furthest[place] <= caliper]
    refuse(_peer_problems(len(chosen), np.delete(furthest, own), str(focus), caliper))
    theirs = values[chosen]
    mean, deviation = float(theirs.mean()), float(theirs.std(ddof=1))
    quantile = t_quantile(len(chosen) - 1)
    reach = quantile * deviation / np.sqrt(len(chosen))
    gap, width = float(values[own]) - mean, quantile * deviation * np.sqrt(1 + 1 / len(chosen))
    return ComparableUnits(
        outcome_name=outcome_name or outcome,
        outcome_unit=outcome_unit,
        better=better,
        focus=str(focus),
        own=float(values[own]),
        mean=mean,
        gap_span=(gap - float(reach), gap + float(reach)),
        expected=(mean - float(width), mean + float(width)),
        peers=tuple(ComparablePeer(names[place], float(values[place]), float(furthest[place])) for place in chosen),
        balance=tuple(
            (trait, float(conditions[own, column]), float(conditions[chosen, column].mean()), float(spread[column]))
            for column, trait in enumerate(traits)
        ),
        caliper=caliper,
        considered=len(names) - 1,
        dropped=len(frame) - len(names),
    )


def _read(
    frame: pd.DataFrame, unit: str, outcome: str, traits: Sequence[str], missing: str
) -> tuple[list[str], Floats, Floats]:
    problems: list[str] = []
    values = numbers(frame, outcome, "结果", problems)
    conditions = np.column_stack([numbers(frame, one, "条件", problems) for one in traits])
    empty = np.isnan(values) | np.isnan(conditions).any(axis=1) | blanks(frame[unit])
    if empty.any() and missing == "refuse":
        problems.append(f"{rows_text(empty)}有空缺；请补齐，或写missing='drop'剔除（结果会注明个数）")
    refuse(problems)
    return frame[unit][~empty].astype(str).str.strip().tolist(), values[~empty], conditions[~empty]


def _option_problems(frame: pd.DataFrame, roles: Sequence[tuple[str, str]], caliper: float, better: str) -> list[str]:
    problems = [] if better in ("higher", "lower") else [f"选项better不能是“{better}”，可用：higher、lower"]
    problems += [] if caliper > 0 else [f"选项caliper为{caliper}，应大于0"]
    problems += [] if len(roles) > 2 else ["没有指定条件列（traits）"]
    numbered = {f"{role}（第{place + 1}个指定的列）": column for place, (role, column) in enumerate(roles)}
    return [*problems, *missing_columns(frame, roles), *doubled_roles(numbered)]


def _focus_problems(names: list[str], focus: str, conditions: Floats, traits: Sequence[str]) -> list[str]:
    doubled = sorted({name for name in names if names.count(name) > 1})
    problems = [f"单位重名：{listing(doubled)}。每个单位只能有一行"] if doubled else []
    if focus not in names:
        problems.append(f"没有名为“{focus}”的单位，或其数据有空缺；现有：{listing(names)}")
    constant = [one for one, column in zip(traits, conditions.T, strict=True) if len(column) and np.ptp(column) == 0]
    return problems + ([f"条件{listing(constant)}对所有单位都相同，请去掉"] if constant else [])


def _peer_problems(count: int, distances: Floats, focus: str, caliper: float) -> list[str]:
    if count >= _LEAST_PEERS:
        return []
    if len(distances) < _LEAST_PEERS:
        return [f"除{focus}外只有{len(distances)}个单位，至少要{_LEAST_PEERS}个"]
    needed = float(np.sort(distances)[_LEAST_PEERS - 1])
    return [
        f"与{focus}条件相近（各项相差不超过{caliper:g}个标准差）的单位只有{count}个，至少要{_LEAST_PEERS}个；"
        f"放宽到caliper={np.ceil(needed * 100) / 100:g}才有{_LEAST_PEERS}个，或减少条件项"
    ]
