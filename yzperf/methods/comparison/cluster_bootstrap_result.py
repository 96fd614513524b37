"""The answer of a cluster bootstrap, in numbers and in words (整群自助法的结果)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.comparison.effect_words import OTHER_POLICIES, change_row, dropped_text
from yzperf.methods.comparison.parts import Change
from yzperf.methods.wording import difference_unit, fixed, listing, percent, places_for, rise_or_fall, span

_FEW_CLUSTERS = 20
_KINDS = {"percentile": "百分位", "bca": "偏差与偏度校正（BCa）", "normal": "正态"}


@dataclass(frozen=True)
class ClusterBootstrap(Result):
    """Result of ``cluster_bootstrap``.

    ``usual`` is the estimate with the usual clustered error, for contrast; ``lost`` counts draws that did not tell
    the coefficient; ``drawn`` are the coefficients of the others.
    """

    outcome_name: str
    outcome_unit: str
    treatment: str
    switch: bool
    covariates: tuple[str, ...]
    cluster: str
    usual: Change
    standard_error: float
    bounds: tuple[float, float]
    kind: str
    draws: int
    lost: int
    clusters: int
    rows: int
    units: int
    dropped: int
    drawn: tuple[float, ...] = field(repr=False)

    title = "政策变量的作用（整群自助法）"
    method = "比较法·固定效应与整群自助法"

    @property
    def value(self) -> float:
        """The coefficient, in ``unit``."""
        return self.usual.estimate

    @property
    def unit(self) -> str:
        """Unit of the outcome; a difference of percentages is in percentage points."""
        return difference_unit(self.outcome_unit)

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval from the draws."""
        return self.bounds

    def table(self) -> pd.DataFrame:
        """The bootstrap beside the usual clustered inference."""
        name, *numbers, _ = change_row("通常的聚类标准误", self.usual)
        rows = [("整群自助法", self.value, self.standard_error, *self.bounds), (name, *numbers)]
        return pd.DataFrame(rows, columns=["办法", "系数", "标准误", "95%下限", "95%上限"]).round(self._places)

    def sentences(self) -> tuple[str, ...]:
        """The estimate with its interval, the contrast, the data."""
        held = f"控制{listing(self.covariates)}后，" if self.covariates else ""
        low, high = self.bounds
        verdict = "区间包含0，不能排除没有作用" if low <= 0 <= high else "区间不含0"
        lost = f"，其中{self.lost}次抽不到足够的实施单位、不计" if self.lost else ""
        return (
            f"{held}扣除单位和时期固定效应后，{self.treatment}{'从无到有' if self.switch else '每增加1'}，{self.outcome_name}平均"
            f"{rise_or_fall(self.value)}{fixed(abs(self.value), self._places, self.unit)}"
            f"（自助法95%置信区间{span(self.bounds, self._places)}），{verdict}。",
            f"通常的聚类标准误给出{span((self.usual.low, self.usual.high), self._places)}，供对照。",
            f"依据{self.units}个单位共{self.rows}行{dropped_text(self.dropped)}；整群抽取“{self.cluster}”"
            f"（{self.clusters}个）{self.draws:,}次{lost}，区间为{_KINDS[self.kind]}法。",
        )

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Enough clusters, draws that were lost, other policies."""
        return self._enough(), self._lost(), OTHER_POLICIES

    def figure(self) -> Any:
        """The distribution of the draws and the estimate."""
        from yzperf.drawing.placebo import draw_placebos

        return draw_placebos(
            self.drawn,
            self.value,
            x_label=f"{self.treatment}的系数" + (f"（{self.unit}）" if self.unit else ""),
            title=f"整群自助法：{fixed(self.value, self._places, self.unit)}（95%置信区间{span(self.bounds, self._places)}）",
            observed_label="估计值",
            placebo_label=f"{len(self.drawn):,}次重抽",
        )

    @property
    def _places(self) -> int:
        return places_for(self.standard_error)

    def _enough(self) -> Diagnostic:
        text = f"{self.clusters}个聚类"
        if self.clusters >= _FEW_CLUSTERS:
            return Diagnostic("聚类数足够", text, Verdict.HOLDS)
        advice = f"少于{_FEW_CLUSTERS}个时自助区间往往过窄，改用wild_cluster_bootstrap"
        return Diagnostic("聚类数足够", text, Verdict.DOUBTFUL, advice)

    def _lost(self) -> Diagnostic:
        name, share = "重抽都能得出系数", self.lost / self.draws
        if not self.lost:
            return Diagnostic(name, f"{self.draws:,}次都能", Verdict.HOLDS)
        text = f"{self.lost}次（{percent(share)}）不能"
        return Diagnostic(name, text, Verdict.DOUBTFUL, "实施单位太少，改用randomisation_inference")
