"""What a decomposition into factors must bring along (因素分解的数据要求)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from yzperf.methods.columns import blanks, doubled_roles, missing_columns, numbers, refuse, rows_text
from yzperf.methods.factor_analysis.formula import faults
from yzperf.methods.factor_analysis.substitution import all_totals
from yzperf.methods.wording import listing

_MOST_FACTORS = 14  # 2^14 totals; more factors cannot be read anyway


@dataclass(frozen=True, slots=True)
class Roles:
    """Which column plays which part, and how factors make the total."""

    factor: str
    base: str
    actual: str
    category: str | None
    formula: str | None

    def named(self) -> dict[str, str | None]:
        """Role in Chinese → column."""
        return {"因素": self.factor, "基期值": self.base, "报告期值": self.actual, "类别": self.category}


@dataclass(frozen=True, slots=True)
class Factors:
    """Names (k), and the totals with each set of factors moved (2**k,)."""

    names: tuple[str, ...]
    base: np.ndarray
    actual: np.ndarray
    totals: np.ndarray


def read_factors(frame: pd.DataFrame, roles: Roles) -> Factors:
    """Turn a frame into factors and their totals, or refuse with all problems of a stage.

    Raises
    ------
    MethodError
    """
    refuse([*missing_columns(frame, roles.named().items()), *doubled_roles(roles.named())])
    problems: list[str] = []
    sides = [
        numbers(frame, column, role, problems) for role, column in (("基期值", roles.base), ("报告期值", roles.actual))
    ]
    empty = np.isnan(np.column_stack(sides)).any(axis=1) | blanks(frame[roles.factor])
    if empty.any():
        problems.append(
            f"因素名、基期值、报告期值都要填：数据{rows_text(empty)}有空缺。少一个因素总额就不成立，不能剔除"
        )
    names = list(dict.fromkeys(frame[roles.factor].astype(str).str.strip()))
    if not 2 <= len(names) <= _MOST_FACTORS:
        problems.append(f"因素有{len(names)}个，应为2到{_MOST_FACTORS}个")
    problems += faults(roles.formula, names)
    refuse(problems)
    before, after = (_levels(frame, roles, side, names) for side in sides)
    totals = all_totals(names, before, after, roles.formula)
    refuse(_undefined(totals, names))
    return Factors(tuple(names), before, after, totals)


def order_of(names: Sequence[str], order: Sequence[str] | None) -> list[int]:
    """Places of the factors in the order of substitution; that of the rows by default.

    Raises
    ------
    MethodError
        If the order does not name every factor once.
    """
    if order is None:
        return list(range(len(names)))
    if sorted(order) != sorted(names):
        refuse([f"替代顺序（order）应把每个因素列一次：{'、'.join(names)}；现为：{'、'.join(map(str, order))}"])
    return [list(names).index(name) for name in order]


def _levels(frame: pd.DataFrame, roles: Roles, values: np.ndarray, names: Sequence[str]) -> np.ndarray:
    """Factors by category: shape (k, m)."""
    rows = frame[roles.factor].astype(str).str.strip().to_numpy(object)
    kinds = np.zeros(len(frame)) if roles.category is None else pd.factorize(frame[roles.category].astype(str))[0]
    places = np.array([list(names).index(name) for name in rows])
    counts = np.zeros((len(names), int(kinds.max()) + 1), int)
    np.add.at(counts, (places, kinds.astype(int)), 1)
    wrong = [names[place] for place in np.flatnonzero((counts != 1).any(axis=1)).tolist()]
    many = (
        "每个类别里每个因素应恰好一行" if roles.category else "每个因素应恰好一行，分类别的数据要指定类别列（category）"
    )
    refuse([f"{many}：{listing(wrong)}不是"] if wrong else [])
    levels = np.empty(counts.shape)
    levels[places, kinds.astype(int)] = values
    return levels


def _undefined(totals: np.ndarray, names: Sequence[str]) -> list[str]:
    if np.isfinite(totals).all():
        return []
    place = int(np.flatnonzero(~np.isfinite(totals))[0])
    moved = [name for bit, name in enumerate(names) if place >> bit & 1]
    return [f"替代{'、'.join(moved) or '之前'}时总额算不出（除数为0或乘方无意义），请核对除数因素的值"]
