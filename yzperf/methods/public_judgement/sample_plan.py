"""How many answers a survey needs, and from which strata (样本量设计).

References
----------
Cochran, W. G. (1977). Sampling Techniques, 3rd ed., ch. 4 and 5. Wiley.
Kish, L. (1965). Survey Sampling, ch. 5 and 8. Wiley.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from yzperf.methods.columns import missing_columns, numbers, refuse, rows_text
from yzperf.methods.distributions import normal_quantile
from yzperf.methods.public_judgement.sample_plan_result import PlannedStratum, SamplePlan

Floats = NDArray[np.float64]
_KINDS = ("share", "mean")
_ALLOCATIONS = ("proportional", "equal", "neyman", "optimal")
_WORST_SHARE = 0.5
_CURVE = (0.5, 0.6, 0.75, 0.9, 1.0, 1.2, 1.5, 2.0, 3.0)  # of the margin asked for


@dataclass(frozen=True, slots=True)
class _Strata:
    sizes: Floats
    spreads: Floats
    costs: Floats

    @property
    def shares(self) -> Floats:
        return np.ones(1) if np.isinf(self.sizes).any() else np.asarray(self.sizes / self.sizes.sum())


def sample_size_planner(
    strata: pd.DataFrame,
    *,
    margin: float,
    kind: str = "share",
    population: str | None = None,
    name: str | None = None,
    expected: str | float | None = None,
    cost: str | None = None,
    allocation: str = "proportional",
    every_stratum: bool = False,
    confidence: float = 0.95,
    design_effect: float = 1.0,
    cluster_size: float | None = None,
    intraclass: float | None = None,
    response_rate: float = 1.0,
    least: int = 2,
    unit: str = "分",
) -> SamplePlan:
    """Plan how many answers are needed for a precision, and how many to hand out in each stratum (样本量设计).

    Parameters
    ----------
    strata : DataFrame, one row per stratum
        One row for a simple random sample.
    margin : float
        Half width of the interval: percentage points for a share, units of the score for a mean.
    kind : {"share", "mean"}
    population : str, optional
        Column of the persons in each stratum; without it (one row only) the population counts as infinite.
    name : str, optional
        Column of the names of the strata.
    expected : str or float, optional
        Column or number: the share expected (0 to 1; 0.5, the worst case, by default), or for a mean the standard
        deviation (needed).
    cost : str, optional
        Column of the cost of one answer, for ``"optimal"``.
    allocation : {"proportional", "equal", "neyman", "optimal"}
        Neyman's gives more to large and varied strata, ``"optimal"`` also to cheap ones.
    every_stratum : bool
        Whether each stratum alone must reach the margin (for comparing towns), instead of the whole.
    confidence : float
    design_effect : float
        Of clusters and unequal weights; or give ``cluster_size`` and ``intraclass``: 1 + (m − 1) ρ (Kish).
    response_rate : float
        Share of those asked who answer, for the number to hand out.
    least : int
        Fewest answers in a stratum.
    unit : str
        Unit of a mean.

    Returns
    -------
    SamplePlan

    Raises
    ------
    MethodError
        For absent columns, gaps, values that cannot be, several strata without populations.
    """
    wanted = [("总体数", population), ("层名", name), ("成本", cost)]
    wanted += [("预计值", expected)] if isinstance(expected, str) else []
    refuse(missing_columns(strata, wanted))
    refuse(_plan_problems(margin, kind, allocation, confidence) + _field_problems(response_rate, design_effect, least))
    refuse(_cluster_problems(cluster_size, intraclass, design_effect))
    read = _read(strata, population, expected, cost, kind)
    if allocation == "optimal" and cost is None:
        refuse(["最优分配（optimal）要给出每份的成本（cost）"])
    effect = 1 + (cluster_size - 1) * intraclass if cluster_size and intraclass is not None else design_effect
    aim = margin / 100 if kind == "share" else margin
    z = normal_quantile((1 + confidence) / 2)
    counts = _counts(read, aim / z, effect, allocation, every_stratum=every_stratum)
    counts = np.minimum(np.maximum(np.ceil(counts - 1e-9), least), read.sizes)
    scale = 100.0 if kind == "share" else 1.0
    names = [str(one) for one in strata[name]] if name else [f"第{place}层" for place in range(1, len(strata) + 1)]
    return SamplePlan(
        strata=tuple(
            PlannedStratum(
                name=names[place] if len(names) > 1 or name else "全体",
                population=None if np.isinf(size) else float(size),
                answers=int(count),
                handed_out=int(min(size, math.ceil(count / response_rate - 1e-9))),
                margin=scale * z * _error(read.spreads[place], count, size, effect),
            )
            for place, (count, size) in enumerate(zip(counts, read.sizes, strict=True))
        ),
        kind=kind,
        unit_of_margin="个百分点" if kind == "share" else unit,
        asked_margin=margin,
        reached_margin=scale * z * _overall_error(read, counts, effect),
        confidence=confidence,
        design_effect=effect,
        cluster_size=cluster_size,
        response_rate=response_rate,
        allocation=allocation,
        every_stratum=every_stratum,
        worst_case=kind == "share" and expected is None,
        curve=tuple(
            (margin * part, _total(read, aim * part / z, effect, allocation, every_stratum=every_stratum))
            for part in _CURVE
        ),
    )


def _plan_problems(margin: float, kind: str, allocation: str, confidence: float) -> list[str]:
    problems = [] if kind in _KINDS else [f"估计量（kind）应为{'、'.join(_KINDS)}之一，现为“{kind}”"]
    if allocation not in _ALLOCATIONS:
        problems.append(f"分配（allocation）应为{'、'.join(_ALLOCATIONS)}之一，现为“{allocation}”")
    if not margin > 0 or (kind == "share" and margin >= 50):
        problems.append(f"误差（margin）应大于0，比例以百分点计并小于50，现为{margin:g}")
    if not 0.5 < confidence < 1:
        problems.append(f"置信水平（confidence）应在0.5和1之间，现为{confidence:g}")
    return problems


def _field_problems(response_rate: float, design_effect: float, least: int) -> list[str]:
    problems = [] if 0 < response_rate <= 1 else [f"回收率（response_rate）应在0和1之间，现为{response_rate:g}"]
    if design_effect <= 0:
        problems.append(f"设计效应（design_effect）应大于0，现为{design_effect:g}")
    return problems if least >= 0 else [*problems, f"每层最少份数（least）应不小于0，现为{least}"]


def _cluster_problems(size: float | None, intraclass: float | None, design_effect: float) -> list[str]:
    if (size is None) != (intraclass is None):
        return ["每群份数（cluster_size）和群内相关（intraclass）要同时给出"]
    if size is None or intraclass is None:
        return []
    problems = ["设计效应（design_effect）和群内相关（intraclass）只给一个"] if design_effect != 1 else []
    if size < 1 or not 0 <= intraclass <= 1:
        problems.append("每群份数（cluster_size）应不小于1，群内相关（intraclass）应在0和1之间")
    return problems


def _read(
    strata: pd.DataFrame, population: str | None, expected: str | float | None, cost: str | None, kind: str
) -> _Strata:
    problems: list[str] = []
    if len(strata) == 0 or (population is None and len(strata) > 1):
        problems.append("分层要给出各层总体数（population）；不分层只要一行")
    sizes = np.full(len(strata), np.inf)
    if population is not None:
        sizes = _positive(strata, population, "总体数", problems)
    costs = np.ones(len(strata)) if cost is None else _positive(strata, cost, "成本", problems)
    if isinstance(expected, str):
        values = numbers(strata, expected, "预计值", problems)
    elif expected is None and kind == "mean":
        values = np.ones(len(strata))
        problems.append("估计平均数要给出预计的标准差（expected），可取自以往调查")
    else:
        values = np.full(len(strata), _WORST_SHARE if expected is None else expected)
    good = (values > 0) & (values < 1) if kind == "share" else values > 0
    if not good.all():
        what = "比例应在0和1之间" if kind == "share" else "标准差应大于0"
        problems.append(f"预计值（expected）的{what}，不能空缺（{rows_text(~good)}）")
    refuse(problems)
    return _Strata(sizes, np.sqrt(values * (1 - values)) if kind == "share" else values, costs)


def _positive(strata: pd.DataFrame, column: str, role: str, problems: list[str]) -> Floats:
    values = numbers(strata, column, role, problems)
    if not (values > 0).all():
        problems.append(f"列“{column}”（{role}）应为正数，不能空缺（{rows_text(~(values > 0))}）")
    return values


def _counts(strata: _Strata, error: float, effect: float, allocation: str, *, every_stratum: bool) -> Floats:
    """Answers of each stratum for a standard error; strata that would be asked beyond their size are asked whole."""
    if every_stratum:
        large = effect * strata.spreads**2 / error**2
        return np.asarray(large / (1 + large / strata.sizes))
    taken = np.zeros(len(strata.sizes), bool)
    counts = np.zeros(len(strata.sizes))
    while not taken.all():
        part = _Strata(strata.sizes[~taken], strata.spreads[~taken], strata.costs[~taken])
        counts[taken], counts[~taken] = strata.sizes[taken], _shared_out(part, strata, error, effect, allocation)
        beyond = (counts > strata.sizes) & ~taken
        if not beyond.any():
            break
        taken |= beyond
    return counts


def _shared_out(part: _Strata, whole: _Strata, error: float, effect: float, allocation: str) -> Floats:
    """Answers of the strata that are not asked whole: n = Σ W²S²/a / (V + Σ WS²/N) (Cochran 1977, 5.25)."""
    total = whole.sizes.sum()
    weights = np.ones(1) if np.isinf(total) else part.sizes / total
    pull = {
        "proportional": weights,
        "equal": np.ones(len(weights)),
        "neyman": weights * part.spreads,
        "optimal": weights * part.spreads / np.sqrt(part.costs),
    }[allocation]
    shares = pull / pull.sum()
    top = effect * (weights**2 * part.spreads**2 / shares).sum()
    finite = 0.0 if np.isinf(total) else effect * (weights * part.spreads**2).sum() / total
    return np.asarray(top / (error**2 + finite) * shares)


def _error(spread: float, count: float, size: float, effect: float) -> float:
    return math.sqrt(max(0.0, 1 / count - 1 / size) * effect) * spread if count else math.inf


def _overall_error(strata: _Strata, counts: Floats, effect: float) -> float:
    parts = [
        (share * _error(spread, count, size, effect)) ** 2
        for share, spread, count, size in zip(strata.shares, strata.spreads, counts, strata.sizes, strict=True)
    ]
    return math.sqrt(sum(parts))


def _total(strata: _Strata, error: float, effect: float, allocation: str, *, every_stratum: bool) -> float:
    counts = _counts(strata, error, effect, allocation, every_stratum=every_stratum)
    return float(np.minimum(np.ceil(counts - 1e-9), strata.sizes).sum())
