"""Units with their inputs and outputs made ready for benchmarking (决策单元): complete, not negative, enough of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from yzperf.forensics.unit_counts import units_needed
from yzperf.methods.benchmarking.simplex import Floats, Integers
from yzperf.methods.benchmarking.technology import ORIENTATIONS, RETURNS, Points
from yzperf.methods.columns import blanks, doubled_roles, missing_columns, numbers, refuse, rows_text
from yzperf.methods.wording import listing

MISSING = ("refuse", "drop")
_SHIFT = "可改用同一事项的非负口径（如把净额拆成收入和支出两个指标）"


@dataclass(frozen=True, slots=True)
class Units:
    """Names and figures of the units; ``rows`` are those of the frame that were kept, ``dropped`` had an empty cell."""

    names: tuple[str, ...]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    points: Points
    rows: Integers
    dropped: int

    @property
    def needed(self) -> int:
        """How many units the usual rule asks for."""
        return units_needed(len(self.inputs), len(self.outputs))


def read_units(
    frame: pd.DataFrame,
    *,
    unit: str,
    inputs: Sequence[str],
    outputs: Sequence[str],
    missing: str = "refuse",
    allow_few_units: bool = False,
    positive: bool = False,
) -> Units:
    """Read the units, or refuse with all that is wrong.

    Parameters
    ----------
    frame : DataFrame, one row per unit
    unit : str
        Column with their names.
    inputs, outputs : sequence of str
        Numeric columns.
    missing : {"refuse", "drop"}
        What to do with a row that has an empty cell.
    allow_few_units : bool
        Go on with fewer units than the rule asks for.
    positive : bool
        Refuse zeros too.
    """
    inputs, outputs = named(inputs), named(outputs)
    columns = [("投入", column) for column in inputs] + [("产出", column) for column in outputs]
    refuse(_role_problems(frame, unit, inputs, outputs, missing))
    problems: list[str] = []
    values = np.column_stack([numbers(frame, column, role, problems) for role, column in columns])
    empty = np.isnan(values).any(axis=1) | blanks(frame[unit])
    if empty.any() and missing == "refuse":
        problems.append(
            f"{rows_text(empty)}的单位、投入或产出有空缺；请补齐，或写missing='drop'剔除这些单位（结果会注明个数）"
        )
    refuse(problems)
    kept, names = values[~empty], tuple(str(name).strip() for name in frame[unit][~empty])
    points = Points(kept[:, : len(inputs)], kept[:, len(inputs) :])
    found = Units(names, inputs, outputs, points, np.flatnonzero(~empty), int(empty.sum()))
    refuse([*_value_problems(kept, columns, names, positive), *_unit_problems(found, allow_few_units)])
    return found


def named(columns: Sequence[str] | str) -> tuple[str, ...]:
    """One column or several as a tuple."""
    return (columns,) if isinstance(columns, str) else tuple(columns)


def technology_problems(returns: str, orientation: str) -> list[str]:
    """Unknown words for the returns to scale and the orientation."""
    problems = [] if returns in RETURNS else [f"选项returns不能是“{returns}”，可用：{'、'.join(RETURNS)}"]
    if orientation not in ORIENTATIONS:
        problems.append(f"选项orientation不能是“{orientation}”，可用：{'、'.join(ORIENTATIONS)}")
    return problems


def _role_problems(
    frame: pd.DataFrame, unit: str, inputs: tuple[str, ...], outputs: tuple[str, ...], missing: str
) -> list[str]:
    problems = [] if missing in MISSING else [f"选项missing不能是“{missing}”，可用：{'、'.join(MISSING)}"]
    problems += [f"没有指定{role}列" for role, columns in (("投入", inputs), ("产出", outputs)) if not columns]
    used = [("单位", unit), *(("投入", column) for column in inputs), *(("产出", column) for column in outputs)]
    problems += missing_columns(frame, used)
    roles = {f"{role}（第{place + 1}个指定的列）": column for place, (role, column) in enumerate(used)}
    return problems + doubled_roles(roles)


def _value_problems(
    values: Floats, columns: Sequence[tuple[str, str]], names: Sequence[str], positive: bool
) -> list[str]:
    problems = []
    for (role, column), cells in zip(columns, values.T, strict=True):
        negative = [name for name, cell in zip(names, cells, strict=True) if cell < 0]
        zero = [name for name, cell in zip(names, cells, strict=True) if cell == 0]
        if negative:
            problems.append(f"列“{column}”（{role}）有负数：{listing(negative)}。本方法只接受非负数，{_SHIFT}")
        elif len(cells) and not cells.any():
            problems.append(f"列“{column}”（{role}）全为0，请去掉该列")
        elif positive and zero:
            problems.append(
                f"列“{column}”（{role}）有0：{listing(zero)}。本方法要除以它，请剔除这些单位或改用合并的指标"
            )
        elif _says_nothing(role, columns, cells):
            problems.append(f"列“{column}”（{role}）对所有单位都相同，分不出高下，请去掉该列")
    return problems


def _says_nothing(role: str, columns: Sequence[tuple[str, str]], cells: Floats) -> bool:
    """A column that does not vary; alone on its side it stands for "one unit of it" and is usual in textbooks."""
    return len(cells) > 1 and np.ptp(cells) == 0 and sum(other == role for other, _ in columns) > 1


def _unit_problems(units: Units, allow_few_units: bool) -> list[str]:
    names, points = units.names, units.points
    doubled = sorted({name for name in names if names.count(name) > 1}) if len(set(names)) < len(names) else []
    problems = [f"单位重名：{listing(doubled)}。每个单位只能有一行"] if doubled else []
    for word, values in (("投入", points.inputs), ("产出", points.outputs)):
        idle = [name for name, row in zip(names, values, strict=True) if not row.any()]
        if idle and values.any():
            problems.append(f"单位{listing(idle)}的{word}全为0，不能与其他单位比较，请核对或剔除")
    if len(names) < 2:
        return [*problems, f"只有{len(names)}个单位，没有可比的对象"]
    if len(names) < units.needed and not allow_few_units:
        size = f"{len(units.inputs)}项投入、{len(units.outputs)}项产出"
        problems.append(
            f"只有{len(names)}个单位；{size}至少要{units.needed}个（不少于投入数×产出数，也不少于两者之和的3倍），"
            "否则多数单位都会显得有效。请合并指标、增加单位；确要计算可写allow_few_units=True"
        )
    return problems
