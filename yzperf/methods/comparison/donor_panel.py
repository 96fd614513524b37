"""One row per unit and one column per period (单位×时期矩阵): what synthetic controls are made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from yzperf.methods.columns import refuse
from yzperf.methods.comparison.panel_frame import Panel, PanelRoles, read_panel
from yzperf.methods.wording import listing

Incomplete = Literal["refuse", "leave_out"]


@dataclass(frozen=True, slots=True)
class DonorPanel:
    """Outcomes of N complete units over T periods, shape (N, T), and the numeric columns, shape (p, N, T), with NaN.

    ``left_out`` are the units that lack a period, ``dropped`` the rows with an empty cell.
    """

    outcomes: np.ndarray
    columns: np.ndarray
    names: tuple[str, ...]
    periods: np.ndarray
    left_out: tuple[str, ...]
    dropped: int

    def place(self, name: str) -> int:
        """Row of a unit."""
        return self.names.index(name)


def read_donor_panel(
    frame: pd.DataFrame,
    roles: PanelRoles,
    *,
    incomplete: Incomplete,
    kept: Sequence[str] | None = None,
    needed: Sequence[str] = (),
) -> DonorPanel:
    """Read the matrix; units that lack a period are refused or left out, as ``incomplete`` says.

    Parameters
    ----------
    frame : DataFrame
    roles : PanelRoles
        With unit and time.
    incomplete : {"refuse", "leave_out"}
    kept : sequence of str, optional
        Only these units; all by default.
    needed : sequence of str
        Units that must be there and complete.

    Raises
    ------
    MethodError
        All problems of a stage at once.
    """
    panel = read_panel(frame, roles)
    wanted = [*needed, *(kept or ())]
    absent = [name for name in dict.fromkeys(wanted) if name not in panel.unit_labels]
    refuse([f"单位列“{roles.unit}”中没有{listing(absent)}；现有{listing(panel.unit_labels)}"] if absent else [])
    if kept is not None:
        panel = panel.kept(np.isin(np.array(panel.unit_labels, object)[panel.units], wanted))
    outcomes, columns = _matrices(panel)
    whole = ~np.isnan(outcomes).any(axis=1)
    short = [name for name, complete in zip(panel.unit_labels, whole, strict=True) if not complete]
    refuse(_short_problems(short, needed, incomplete))
    names = tuple(name for name, complete in zip(panel.unit_labels, whole, strict=True) if complete)
    return DonorPanel(outcomes[whole], columns[:, whole], names, panel.periods, tuple(short), panel.dropped)


def split_problems(periods: np.ndarray, start: float, least_before: int = 2) -> list[str]:
    """Complaints if there are not periods enough before the start, or none from it on."""
    before, after = int((periods < start).sum()), int((periods >= start).sum())
    seen = f"数据时期为{periods[0]:g}至{periods[-1]:g}，实施起点为{start:g}"
    problems = [] if before >= least_before else [f"实施前只有{before}期，至少要{least_before}期（{seen}）"]
    return problems + ([] if after else [f"没有实施后的时期（{seen}）"])


def _matrices(panel: Panel) -> tuple[np.ndarray, np.ndarray]:
    shape = (len(panel.unit_labels), len(panel.periods))
    outcomes = np.full(shape, np.nan)
    outcomes[panel.units, panel.times] = panel.outcome
    columns = np.full((panel.numeric.shape[1], *shape), np.nan)
    columns[:, panel.units, panel.times] = panel.numeric.T
    return outcomes, columns


def _short_problems(short: Sequence[str], needed: Sequence[str], incomplete: str) -> list[str]:
    if incomplete not in ("refuse", "leave_out"):
        return [f"选项incomplete不能是“{incomplete}”，可用：refuse、leave_out"]
    treated = [name for name in short if name in needed]
    if treated:
        return [f"实施单位{listing(treated)}有缺失的时期，无法计算；请补齐，或去掉缺数的时期"]
    if short and incomplete == "refuse":
        return [f"{len(short)}个单位有缺失的时期：{listing(short)}；请补齐，或用incomplete='leave_out'剔除并计数"]
    return []
