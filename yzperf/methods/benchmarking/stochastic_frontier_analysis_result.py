"""The answer of a stochastic frontier, in numbers and in words (随机前沿的结果)."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isfinite, nan, sqrt
from statistics import fmean
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.benchmarking.efficiency_words import SAME_PRACTICE
from yzperf.methods.distributions import chi2_above, normal_quantile, t_two_sided
from yzperf.methods.wording import fixed, p_value, percent, span

_DISTRIBUTIONS = {"half_normal": "半正态", "truncated_normal": "截断正态", "exponential": "指数"}
_FORMS = {"cobb_douglas": "对数线性（Cobb–Douglas）", "translog": "超越对数", "as_given": "按给定的列"}
_ROWS_PER_TERM = 10
_ALL_INEFFICIENCY = 1 - 1e-4
_RANGES = {"σ²": (0.0, inf), "γ": (0.0, 1.0)}


@dataclass(frozen=True, slots=True)
class FrontierTerm:
    """One parameter; the error is NaN where the curvature of the likelihood does not tell it."""

    name: str
    estimate: float
    standard_error: float

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval by the normal distribution, within what the parameter can be."""
        reach = normal_quantile(0.975) * self.standard_error
        lowest, highest = _RANGES.get(self.name, (-inf, inf))
        return max(self.estimate - reach, lowest), min(self.estimate + reach, highest)

    @property
    def p_value(self) -> float:
        """Two-sided, against 0; NaN for parameters that cannot be below it."""
        if self.name in _RANGES:
            return nan
        return t_two_sided(self.estimate / self.standard_error, float("inf"))


@dataclass(frozen=True, slots=True)
class UnitFrontier:
    """One unit (and period): scores between 0 and 1, and the 95 % range of its efficiency given the parameters.

    ``score`` is the expectation of exp(-u) (Battese and Coelli), ``jondrow`` exp of minus the expectation of u,
    ``factor`` the expectation of exp(u): how many times the least cost.
    """

    name: str
    period: str
    score: float
    jondrow: float
    factor: float
    low: float
    high: float

    @property
    def label(self) -> str:
        """Name, with the period if there is one."""
        return f"{self.name}·{self.period}" if self.period else self.name


@dataclass(frozen=True)
class StochasticFrontier(Result):
    """Result of ``stochastic_frontier_analysis``; ``terms`` are coefficients, then σ², γ, and μ, η where free."""

    outcome_name: str
    kind: str
    form: str
    distribution: str
    terms: tuple[FrontierTerm, ...]
    units: tuple[UnitFrontier, ...]
    log_likelihood: float
    least_squares_likelihood: float
    least_squares: tuple[float, ...]
    restrictions: int
    at_edge: bool
    skewness: float
    rows: int
    periods: int
    time_varying: bool
    dropped: int

    title = "效率（随机前沿分析）"
    method = "标杆管理法·随机前沿分析"

    @property
    def value(self) -> float:
        """Mean efficiency."""
        return fmean(one.score for one in self.units)

    @property
    def unit(self) -> str:
        """None: a pure number."""
        return ""

    @property
    def interval(self) -> None:
        """None: the units have intervals, their mean has none in closed form."""

    @property
    def coefficients(self) -> tuple[FrontierTerm, ...]:
        """The terms of the frontier itself."""
        return self.terms[: len(self.least_squares)]

    @property
    def sigma2(self) -> float:
        """Variance of error and inefficiency together."""
        return self.terms[len(self.least_squares)].estimate

    @property
    def gamma(self) -> float:
        """Share of inefficiency in ``sigma2`` before it is cut off, between 0 and 1."""
        return self.terms[len(self.least_squares) + 1].estimate

    @property
    def sigma_u(self) -> float:
        """Scale of the inefficiency before it is cut off."""
        return sqrt(self.gamma * self.sigma2)

    @property
    def sigma_v(self) -> float:
        """Standard deviation of the error."""
        return sqrt((1 - self.gamma) * self.sigma2)

    @property
    def all_inefficiency(self) -> bool:
        """Whether the maximum is where there is no error at all: the sample does not tell the two apart."""
        return self.gamma > _ALL_INEFFICIENCY

    @property
    def likelihood_ratio(self) -> float:
        """One-sided test statistic of no inefficiency."""
        return 2 * (self.log_likelihood - self.least_squares_likelihood)

    @property
    def p_no_inefficiency(self) -> float:
        """Its p value by the mixed chi-squared distribution (Kodde and Palm): gamma cannot be less than 0."""
        if self.at_edge:
            return 1.0
        fewer = chi2_above(self.likelihood_ratio, self.restrictions - 1) if self.restrictions > 1 else 0.0
        return 0.5 * (fewer + chi2_above(self.likelihood_ratio, self.restrictions))

    def table(self) -> pd.DataFrame:
        """Efficiency of each unit."""
        rows = [(one.label, one.score, one.jondrow, one.low, one.high) for one in self.units]
        heads = ["单位", "效率值", "效率值（JLMS）", "95%下限", "95%上限"]
        return pd.DataFrame(rows, columns=heads).round(dict.fromkeys(heads[1:], 4))

    def parameters(self) -> pd.DataFrame:
        """Estimates of all parameters."""
        rows = [(one.name, one.estimate, one.standard_error, *one.interval, one.p_value) for one in self.terms]
        heads = ["参数", "估计值", "标准误", "95%下限", "95%上限", "p值"]
        return pd.DataFrame(rows, columns=heads).round(dict.fromkeys(heads[1:], 4))

    def sentences(self) -> tuple[str, ...]:
        """The mean, whether there is inefficiency at all, the ends, elasticities, limits."""
        return tuple(filter(None, (self._answer(), self._test(), self._ends(), self._elasticities(), self._limits())))

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Inefficiency is there, residuals lean the right way, enough rows, a proper maximum, what data cannot tell."""
        return self._exists(), self._leaning(), self._enough(), self._maximum(), _SHAPE, SAME_PRACTICE

    def figure(self) -> Any:
        """Efficiencies with their ranges."""
        from yzperf.drawing.efficiency import draw_efficiency

        scores = [(one.label, one.score) for one in self.units]
        return draw_efficiency(
            scores, title="效率值与95%区间（随机前沿）", spans=[(one.low, one.high) for one in self.units]
        )

    def _answer(self) -> str:
        count = f"{len({one.name for one in self.units})}个单位"
        count += f"共{self.rows}行" if self.periods else ""
        count += f"（另有{self.dropped}行因数据空缺剔除）" if self.dropped else ""
        if self.at_edge:
            return f"{count}的{self.outcome_name}里看不出低效：最可能的低效为0，差异都归于随机误差，效率值都记为1。"
        mean = fixed(self.value, 3)
        if self.kind == "cost":
            more = fmean(one.factor for one in self.units) - 1
            return f"{count}扣除随机误差后的平均成本效率为{mean}：{self.outcome_name}平均比前沿高{percent(more)}。"
        return f"{count}扣除随机误差后的平均效率为{mean}：{self.outcome_name}平均达到前沿的{percent(self.value)}。"

    def _test(self) -> str:
        if self.at_edge:
            return ""
        statistic = f"似然比{fixed(self.likelihood_ratio, 2)}（混合卡方，{p_value(self.p_no_inefficiency)}）"
        if self.all_inefficiency:
            return (
                f"检验“没有低效”：{statistic}，但γ到了上界1：样本分不清误差与低效，全部差距都算成了低效，"
                "检验和单位的区间都不可靠，效率排序不宜采用。"
            )
        found = self.p_no_inefficiency < 0.05
        verdict = "低效确实存在" if found else "不能排除差异都是随机误差，效率排序不宜采用"
        return f"检验“没有低效”：{statistic}，{verdict}；γ={fixed(self.gamma, 2)}。"

    def _ends(self) -> str:
        if self.at_edge or self.all_inefficiency:
            return ""
        best, worst = max(self.units, key=lambda one: one.score), min(self.units, key=lambda one: one.score)
        return (
            "，".join(
                f"{word}的是{one.label}（{fixed(one.score, 2)}，95%区间{span((one.low, one.high), 2)}）"
                for word, one in (("最高", best), ("最低", worst))
            )
            + "；区间宽，相近的单位不宜分先后。"
        )

    def _elasticities(self) -> str:
        if self.form != "cobb_douglas":
            return ""
        slopes = self.coefficients[1:]
        parts = "、".join(f"{one.name[3:-1]} {fixed(one.estimate, 2)}" for one in slopes)
        return f"弹性（增加1%时{self.outcome_name}增加百分之几）：{parts}，合计{fixed(sum(one.estimate for one in slopes), 2)}。"

    def _limits(self) -> str:
        return (
            f"依据{_FORMS[self.form]}的前沿和{_DISTRIBUTIONS[self.distribution]}的低效分布；换分布，水平会变，排序一般变化不大。"
            "单位的区间没有计入参数估计的误差。"
        )

    def _exists(self) -> Diagnostic:
        text = f"似然比{fixed(max(self.likelihood_ratio, 0.0), 2)}，{p_value(self.p_no_inefficiency)}"
        if self.p_no_inefficiency < 0.05 and not self.all_inefficiency:
            return Diagnostic("低效存在", text, Verdict.HOLDS)
        return Diagnostic("低效存在", text, Verdict.DOUBTFUL, "不要用效率值排名；改用普通回归或数据包络分析作对照")

    def _leaning(self) -> Diagnostic:
        name, text = "残差偏向低效一侧", f"最小二乘残差三阶矩检验z={fixed(self.skewness, 2)}"
        if self.skewness < 0:
            return Diagnostic(name, text, Verdict.HOLDS)
        return Diagnostic(name, text, Verdict.FAILS, "偏向相反，数据不支持低效；核对kind、遗漏的投入和异常值")

    def _enough(self) -> Diagnostic:
        name, text = "数据足够", f"{self.rows}行，{len(self.terms)}个参数"
        if self.rows >= _ROWS_PER_TERM * len(self.terms):
            return Diagnostic(name, text, Verdict.HOLDS)
        return Diagnostic(name, text, Verdict.DOUBTFUL, f"少于每个参数{_ROWS_PER_TERM}行，γ和效率水平不稳")

    def _maximum(self) -> Diagnostic:
        name = "似然有确定的最大值"
        variance = self.terms[len(self.least_squares)]
        if variance.standard_error > variance.estimate:
            advice = "μ与σ²几乎分不开，改用half_normal"
            return Diagnostic(name, "σ²的标准误大于估计值", Verdict.DOUBTFUL, advice)
        if self.all_inefficiency:
            advice = "样本太小，分不清误差与低效：检验、标准误和单位的区间都不可靠，改用数据包络分析作对照"
            return Diagnostic(name, "最大值在γ=1处", Verdict.FAILS, advice)
        if all(isfinite(one.standard_error) for one in self.terms):
            return Diagnostic(name, "曲率为负定", Verdict.HOLDS)
        if self.at_edge:
            return Diagnostic(name, "最大值在没有低效处", Verdict.DOUBTFUL, "γ没有标准误")
        return Diagnostic(name, "曲率不是负定，标准误无法计算", Verdict.FAILS, "减少投入项，或改用half_normal")


_SHAPE = Diagnostic(
    "误差正态，低效为所设分布，且与投入无关",
    "数据难以判别",
    Verdict.UNTESTABLE,
    "换一种distribution重算，看结论是否依赖它",
)
