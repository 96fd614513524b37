"""Reading a panel or repeated samples from a frame, or refusing with all that is wrong (面板数据的读取)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from yzperf.methods.columns import blanks, doubled_roles, missing_columns, numbers, refuse, rows_text
from yzperf.methods.wording import listing


@dataclass(frozen=True, slots=True)
class PanelRoles:
    """Which column plays which part.

    ``numeric`` maps a column to its role in Chinese (treatment, covariates …); ``blank_allowed`` names those whose
    empty cells mean something; ``keys`` are further columns of labels (clusters).
    """

    outcome: str
    unit: str | None
    time: str | None
    numeric: Mapping[str, str]
    keys: tuple[str, ...] = ()
    weights: str | None = None
    blank_allowed: frozenset[str] = frozenset()
    fixed_in_unit: frozenset[str] = frozenset()

    def named(self) -> dict[str, str | None]:
        """Role in Chinese → column; the numbers in front keep covariates apart."""
        roles: dict[str, str | None] = {
            "结果": self.outcome,
            "单位": self.unit,
            "时期": self.time,
            "权重": self.weights,
        }
        return {**roles, **{f"{role}“{column}”": column for column, role in self.numeric.items()}}


@dataclass(frozen=True, slots=True)
class Panel:
    """The usable rows, N of them.

    ``units``, ``times`` and every array of ``keys`` are codes 0…n−1 into their labels; ``numeric`` has shape (N, p)
    in the order asked for; ``weights`` are ones where none were given.
    """

    outcome: np.ndarray
    units: np.ndarray
    unit_labels: tuple[str, ...]
    times: np.ndarray
    periods: np.ndarray
    numeric: np.ndarray
    keys: tuple[np.ndarray, ...]
    key_labels: tuple[tuple[str, ...], ...]
    weights: np.ndarray
    dropped: int

    @property
    def complete(self) -> bool:
        """Whether every unit is there in every period."""
        return len(self.outcome) == len(self.unit_labels) * len(self.periods)

    def column(self, place: int) -> np.ndarray:
        """One numeric column."""
        values: np.ndarray = self.numeric[:, place]
        return values

    def kept(self, rows: np.ndarray) -> Panel:
        """Return the panel of these rows, with codes counted anew."""
        used, units = np.unique(self.units[rows], return_inverse=True)
        seen, times = np.unique(self.times[rows], return_inverse=True)
        keys = [np.unique(key[rows], return_inverse=True) for key in self.keys]
        return Panel(
            outcome=self.outcome[rows],
            units=units,
            unit_labels=tuple(np.array(self.unit_labels, object)[used]),
            times=times,
            periods=self.periods[seen],
            numeric=self.numeric[rows],
            keys=tuple(codes for _, codes in keys),
            key_labels=tuple(
                tuple(np.array(labels, object)[kept]) for labels, (kept, _) in zip(self.key_labels, keys, strict=True)
            ),
            weights=self.weights[rows],
            dropped=self.dropped,
        )


def read_panel(frame: pd.DataFrame, roles: PanelRoles) -> Panel:
    """Read the columns; rows with an empty cell in a used column are left out and counted.

    Without a unit column every row is a unit of its own; without a time column there is one period.

    Raises
    ------
    MethodError
        All problems of a stage at once: columns, cells, keys.
    """
    named = roles.named()
    keys = {f"聚类“{key}”": key for key in roles.keys}
    refuse([*missing_columns(frame, {**named, **keys}.items()), *doubled_roles(named)])
    problems: list[str] = []
    outcome = numbers(frame, roles.outcome, "结果", problems)
    times = np.zeros(len(frame)) if roles.time is None else numbers(frame, roles.time, "时期", problems)
    weights = np.ones(len(frame)) if roles.weights is None else numbers(frame, roles.weights, "权重", problems)
    columns = [numbers(frame, column, role, problems) for column, role in roles.numeric.items()]
    problems += _bad_weights(weights, roles.weights)
    refuse(problems)
    required = [values for values, name in zip(columns, roles.numeric, strict=True) if name not in roles.blank_allowed]
    usable = ~np.isnan(np.column_stack([outcome, times, weights, *required])).any(axis=1)
    for key in (roles.unit, *roles.keys):
        usable &= True if key is None else ~blanks(frame[key])
    refuse(["没有一行的各列都有值，无法计算"] if not usable.any() else [])
    panel = _coded(frame, roles, usable, (outcome, times, weights, columns))
    refuse([*_doubled_rows(frame, roles, usable), *_changing(panel, roles)])
    return panel


def read_clusters(panel: Panel, cluster: Sequence[str], unit: str | None) -> tuple[np.ndarray, ...]:
    """Cluster codes: the key columns if any were asked for, else the units."""
    if cluster:
        return panel.keys
    return (panel.units,) if unit is not None else ()


def as_names(columns: str | Sequence[str] | None) -> tuple[str, ...]:
    """One column name, several or none, as a tuple."""
    if columns is None:
        return ()
    return (columns,) if isinstance(columns, str) else tuple(columns)


def _bad_weights(weights: np.ndarray, column: str | None) -> list[str]:
    if (weights < 0).any():
        return [f"列“{column}”（权重）有负数：{rows_text(weights < 0)}；权重应为正数，不参加计算的行请删去"]
    known = weights[~np.isnan(weights)]
    return [f"列“{column}”（权重）全为0，无法计算"] if len(known) and not known.any() else []


def _coded(
    frame: pd.DataFrame,
    roles: PanelRoles,
    usable: np.ndarray,
    read: tuple[np.ndarray, np.ndarray, np.ndarray, list[np.ndarray]],
) -> Panel:
    outcome, times, weights, columns = read
    rows = np.flatnonzero(usable)
    labels = pd.Series(rows + 1) if roles.unit is None else frame[roles.unit].iloc[rows]
    # Sorted labels, so that the result does not depend on the order of the rows.
    units, names = pd.factorize(labels, sort=True)
    periods, codes = np.unique(times[rows], return_inverse=True)
    keys = [pd.factorize(frame[key].iloc[rows], sort=True) for key in roles.keys]
    return Panel(
        outcome=outcome[rows],
        units=units,
        unit_labels=tuple(str(name) for name in names),
        times=codes,
        periods=periods,
        numeric=np.column_stack([values[rows] for values in columns]) if columns else np.empty((len(rows), 0)),
        keys=tuple(key_codes for key_codes, _ in keys),
        key_labels=tuple(tuple(str(label) for label in labels) for _, labels in keys),
        weights=weights[rows],
        dropped=int((~usable).sum()),
    )


def _doubled_rows(frame: pd.DataFrame, roles: PanelRoles, usable: np.ndarray) -> list[str]:
    if roles.unit is None or roles.time is None:
        return []
    doubled = frame[[roles.unit, roles.time]].duplicated(keep=False).to_numpy() & usable
    if not doubled.any():
        return []
    return [f"同一单位同一时期有多行：数据{rows_text(doubled)}；请先汇总，或不指定单位列按独立样本处理"]


def _changing(panel: Panel, roles: PanelRoles) -> list[str]:
    """Columns that must say one thing of a unit in all its periods."""
    if roles.unit is None:
        return []
    fixed = [(name, panel.column(place)) for place, name in enumerate(roles.numeric) if name in roles.fixed_in_unit]
    problems = []
    for name, values in fixed:
        changing = changing_units(panel, values)
        if changing:
            problems.append(f"单位{listing(changing)}的“{name}”前后不一；该列每个单位只能有一个值，不随时间变")
    return problems


def changing_units(panel: Panel, values: np.ndarray) -> list[str]:
    """Name the units in which a column takes more than one value; empty cells count as a value."""
    codes = pd.factorize(values, use_na_sentinel=False)[0]
    first = np.zeros(len(panel.unit_labels), int)
    first[panel.units[::-1]] = codes[::-1]
    return [panel.unit_labels[unit] for unit in np.unique(panel.units[codes != first[panel.units]])]


def straddling(panel: Panel, keys: Sequence[str]) -> list[str]:
    """Complaints about units that lie in more than one cluster."""
    return [
        f"单位{listing(changing)}跨越多个聚类“{key}”；每个单位应只属于一个聚类"
        for key, codes in zip(keys, panel.keys, strict=True)
        if (changing := changing_units(panel, codes))
    ]
