"""The same units in several periods made ready for benchmarking (各期决策单元): a full panel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from yzperf.forensics.unit_counts import units_needed
from yzperf.methods.benchmarking.technology import Points
from yzperf.methods.benchmarking.units import named, read_units
from yzperf.methods.columns import blanks, missing_columns, refuse
from yzperf.methods.wording import listing


@dataclass(frozen=True, slots=True)
class Panel:
    """``points[t]`` are the figures of all units in ``periods[t]``, in the order of ``names``.

    ``left_out`` units were not there in every period.
    """

    names: tuple[str, ...]
    periods: tuple[str, ...]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    points: tuple[Points, ...]
    left_out: tuple[str, ...]

    @property
    def needed(self) -> int:
        """How many units the usual rule asks for in each period."""
        return units_needed(len(self.inputs), len(self.outputs))


def read_panel(
    frame: pd.DataFrame,
    *,
    unit: str,
    period: str,
    inputs: Sequence[str],
    outputs: Sequence[str],
    missing: str,
    allow_few_units: bool,
) -> Panel:
    """Read a panel, or refuse with all that is wrong; ``missing="drop"`` leaves out units that lack a period."""
    refuse(missing_columns(frame, [("单位", unit), ("时期", period)]))
    dated = frame[~blanks(frame[period])] if missing == "drop" else frame
    refuse([f"列“{period}”（时期）有空缺，请补齐"] if blanks(dated[period]).any() else [])
    key = dated[unit].astype("string") + "（" + dated[period].astype("string") + "）"
    read = read_units(
        dated.assign(**{unit: key}), unit=unit, inputs=inputs, outputs=outputs, missing=missing, allow_few_units=True
    )
    kept = dated.iloc[read.rows]
    units, periods = kept[unit].astype(str).to_numpy(), sorted(kept[period].unique())
    seen = pd.crosstab(units, kept[period].to_numpy())
    full = [name for name in dict.fromkeys(units) if seen.loc[name].all()]
    short = tuple(sorted(set(dated[unit].dropna().astype(str)) - set(full)))
    refuse(_panel_problems(full, periods, short, missing))
    places = pd.MultiIndex.from_arrays([kept[period], units])
    rows = [places.get_indexer(pd.MultiIndex.from_product([[when], full])) for when in periods]
    panel = Panel(
        tuple(full),
        tuple(str(when) for when in periods),
        named(inputs),
        named(outputs),
        tuple(read.points.of(np.asarray(chosen)) for chosen in rows),
        short,
    )
    refuse(_rule(panel) if not allow_few_units else [])
    return panel


def _panel_problems(full: Sequence[str], periods: Sequence[object], short: Sequence[str], missing: str) -> list[str]:
    problems = [] if len(periods) >= 2 else ["只有一个时期，指数要比较至少两期"]
    if short and missing == "refuse":
        problems.append(f"{listing(short)}不是每期都有数据；请补齐，或写missing='drop'剔除这些单位（结果会注明个数）")
    if len(full) < 2:
        problems.append(f"各期都有数据的单位只有{len(full)}个，没有可比的对象")
    return problems


def _rule(panel: Panel) -> list[str]:
    if len(panel.names) >= panel.needed:
        return []
    size = f"{len(panel.inputs)}项投入、{len(panel.outputs)}项产出"
    return [
        f"每期只有{len(panel.names)}个单位；{size}至少要{panel.needed}个。"
        "请合并指标、增加单位；确要计算可写allow_few_units=True"
    ]
