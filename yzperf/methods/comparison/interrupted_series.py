"""Reading one interrupted series, or several with comparison series, from a frame (中断时间序列的读取)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from yzperf.methods.columns import blanks, doubled_roles, missing_columns, numbers, refuse, yes_or_no
from yzperf.methods.comparison.serial_errors import Clock
from yzperf.methods.wording import listing

_LEAST_BEFORE, _LEAST_AFTER = 3, 2
_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class SeriesRoles:
    """Which column plays which part, and the first periods with and fully under the policy."""

    outcome: str
    time: str
    start: float
    settled: float
    treated: str | None
    unit: str | None
    exposure: str | None
    covariates: tuple[str, ...]

    def named(self) -> dict[str, str | None]:
        """Role in Chinese → column."""
        roles = {"结果": self.outcome, "时期": self.time, "实施组": self.treated, "人口": self.exposure}
        return {**roles, "序列": self.unit, **{f"协变量“{column}”": column for column in self.covariates}}


@dataclass(frozen=True, slots=True)
class Series:
    """The usable rows, N of them, sorted by series and time.

    ``treated`` and ``after`` are 0/1; ``covariates`` (N, p); ``exposure`` ones where there is none; ``waiting`` counts
    rows left out between the start and the first full period.
    """

    outcome: np.ndarray
    times: np.ndarray
    treated: np.ndarray
    after: np.ndarray
    exposure: np.ndarray
    covariates: np.ndarray
    clock: Clock
    dropped: int
    waiting: int
    holes: int

    @property
    def controlled(self) -> bool:
        """Whether there are comparison series."""
        return not self.treated.all()

    def kept(self, rows: np.ndarray) -> Series:
        """Return the series of these rows."""
        return replace(
            self,
            outcome=self.outcome[rows],
            times=self.times[rows],
            treated=self.treated[rows],
            after=self.after[rows],
            exposure=self.exposure[rows],
            covariates=self.covariates[rows],
            clock=Clock(self.clock.series[rows], self.clock.steps[rows]),
        )

    def starting(self, start: float) -> Series:
        """Return the same rows as if the policy had started at another time."""
        return replace(self, after=(self.times >= start).astype(float))


def read_series(frame: pd.DataFrame, roles: SeriesRoles) -> Series:
    """Read and check; rows with an empty cell in a used column are left out and counted.

    Raises
    ------
    MethodError
        All problems of a stage at once.
    """
    named = roles.named()
    refuse([*missing_columns(frame, named.items()), *doubled_roles(named)])
    problems: list[str] = []
    columns = [
        numbers(frame, column, role, problems)
        for role, column in named.items()
        if column not in (None, roles.treated, roles.unit)
    ]
    treated = np.ones(len(frame))
    if roles.treated is not None:
        treated = yes_or_no(frame, roles.treated, "实施组", problems)
    refuse(problems)
    usable = ~np.isnan(np.column_stack([*columns, treated])).any(axis=1)
    usable &= True if roles.unit is None else ~blanks(frame[roles.unit])
    refuse([] if usable.any() else ["没有一行的各列都有值，无法计算"])
    codes = treated.astype(int) if roles.unit is None else pd.factorize(frame[roles.unit])[0]
    matrix = np.column_stack([*columns, treated, codes])[usable]
    return _checked(matrix[np.lexsort((matrix[:, 1], matrix[:, -1]))], roles, int((~usable).sum()))


def _checked(matrix: np.ndarray, roles: SeriesRoles, dropped: int) -> Series:
    """Columns: outcome, time, exposure where given, covariates, treated, code of the series."""
    outcome, times, treated = matrix[:, 0], matrix[:, 1], matrix[:, -2]
    codes = np.unique(matrix[:, -1], return_inverse=True)[1]
    refuse([*_key_problems(times, treated, codes, roles), *_side_problems(times, treated, roles)])
    step = float(np.diff(np.unique(times)).min())
    steps = np.round((times - times.min()) / step).astype(int)
    refuse(_step_problems(times, steps * step, roles))
    first = 2 + (roles.exposure is not None)
    exposure = np.ones(len(times)) if roles.exposure is None else matrix[:, 2]
    waiting = (times >= roles.start) & (times < roles.settled)
    after = (times >= roles.start).astype(float)
    covariates, clock = matrix[:, first:-2], Clock(codes, steps)
    holes = int(np.maximum(clock.gaps() - 1, 0).sum())
    series = Series(outcome, times, treated, after, exposure, covariates, clock, dropped, int(waiting.sum()), holes)
    return series.kept(~waiting)


def _key_problems(times: np.ndarray, treated: np.ndarray, codes: np.ndarray, roles: SeriesRoles) -> list[str]:
    keys = pd.DataFrame({"series": codes, "time": times})
    doubled = keys.duplicated().to_numpy()
    problems = []
    if doubled.any():
        remedy = "有几个单位的序列请用unit指明，或先汇总" if roles.unit is None else "请先汇总或删去重复的行"
        problems.append(
            f"同一序列同一时期有多行：时期{listing([f'{time:g}' for time in np.unique(times[doubled])])}；{remedy}"
        )
    changing = pd.Series(treated).groupby(codes).nunique().gt(1).sum()
    if changing:
        problems.append(f"列“{roles.treated}”在{changing}个序列内前后不同；它应表示该序列是否属于实施组")
    return problems


def _side_problems(times: np.ndarray, treated: np.ndarray, roles: SeriesRoles) -> list[str]:
    problems = []
    if roles.treated is not None and not treated.any():
        problems.append(f"列“{roles.treated}”没有取1的行，没有实施组")
    if roles.treated is not None and treated.all():
        problems.append(f"列“{roles.treated}”没有取0的行，没有对照序列；没有对照的请不给treated")
    for word, own in (("实施组", treated == 1), ("对照组", treated == 0)):
        if own.any():
            before = len(np.unique(times[own & (times < roles.start)]))
            after = len(np.unique(times[own & (times >= roles.settled)]))
            problems += _too_few(word, before, after)
    return problems


def _too_few(word: str, before: int, after: int) -> list[str]:
    if before >= _LEAST_BEFORE and after >= _LEAST_AFTER:
        return []
    return [
        f"{word}实施前有{before}期、实施后（扣除过渡期）有{after}期，至少要{_LEAST_BEFORE}期和{_LEAST_AFTER}期；"
        "请核对start和transition，或补充数据"
    ]


def _step_problems(times: np.ndarray, even: np.ndarray, roles: SeriesRoles) -> list[str]:
    if np.abs(times - times.min() - even).max() <= _ROUNDING * max(1.0, np.ptp(times)):
        return []
    return [f"列“{roles.time}”的间隔不是最小间隔的整数倍；请改用连续的期号（如第几个月），不要用2023.01这类写法"]
