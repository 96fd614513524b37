"""Orders of objects and how firm they are, in numbers and in words (排序结果)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.wording import listing, percent

_CLOSE, _FIRM = 0.02, 0.9  # conventions: nearer than this, or less often first, somebody should look


@dataclass(frozen=True, slots=True)
class Place:
    """One object: score (larger is better), rank, and further figures of the method."""

    name: str
    score: float
    rank: int
    further: tuple[float, ...] = ()


@dataclass(frozen=True)
class Ranking(Result):
    """Result of ``topsis``, ``grey_relational_analysis`` or ``vikor``."""

    name: str
    measure: str
    places: tuple[Place, ...]
    weights: tuple[tuple[str, float], ...]
    how: str
    further: tuple[str, ...]
    remark: str

    title = "多指标排序"

    @property
    def method(self) -> str:  # type: ignore[override]
        """权重与排序, and which."""
        return f"权重与排序·{self.name}"

    @property
    def scores(self) -> dict[str, float]:
        """Object → score."""
        return {place.name: place.score for place in self.places}

    @property
    def ranks(self) -> dict[str, int]:
        """Object → rank."""
        return {place.name: place.rank for place in self.places}

    @property
    def best(self) -> str:
        """Name of the first."""
        return min(self.places, key=lambda place: place.rank).name

    @property
    def value(self) -> float:
        """Score of the first."""
        return max(place.score for place in self.places)

    @property
    def unit(self) -> str:
        """None: a pure number."""
        return ""

    @property
    def interval(self) -> None:
        """None: plain arithmetic on the data given."""

    def table(self) -> pd.DataFrame:
        """Objects by rank."""
        rows = [(place.rank, place.name, round(place.score, 4), *_rounded(place)) for place in self._sorted()]
        return pd.DataFrame(rows, columns=["名次", "对象", self.measure, *self.further])

    def sentences(self) -> tuple[str, ...]:
        """The first, the gap to the next, the settings, the limits."""
        order = self._sorted()
        gap = f"，比第2名“{order[1].name}”高{order[0].score - order[1].score:.4f}" if len(order) > 1 else ""
        answer = f"第1名是“{order[0].name}”（{self.measure}{order[0].score:.4f}）{gap}。"
        heavy = max(self.weights, key=lambda pair: pair[1])
        basis = f"共{len(order)}个对象、{len(self.weights)}个指标，“{heavy[0]}”权重最大（{percent(heavy[1])}）；{self.how}。"
        return tuple(filter(None, (answer, basis, f"{self.remark}。" if self.remark else "", _LIMITS)))

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Whether the first is clear of the second, and what the figure is not."""
        order = self._sorted()
        gap = order[0].score - order[1].score
        verdict = Verdict.HOLDS if gap >= _CLOSE else Verdict.DOUBTFUL
        advice = "" if gap >= _CLOSE else "名次接近，宜用 rank_sensitivity 看权重变动时是否换位"
        return (Diagnostic("第1名与第2名拉得开", f"相差{gap:.4f}", verdict, advice), _RELATIVE)

    def figure(self) -> Any:
        """Bars of the scores."""
        from yzperf.drawing.bars import draw_bars

        order = self._sorted()
        names, values = [place.name for place in order], [place.score for place in order]
        return draw_bars(names, values, x_label=self.measure, title=f"{self.name}排序", places=3)

    def _sorted(self) -> list[Place]:
        return sorted(self.places, key=lambda place: place.rank)


def _rounded(place: Place) -> tuple[float, ...]:
    return tuple(round(value, 4) for value in place.further)


@dataclass(frozen=True, slots=True)
class Winner:
    """One method: who is first with the given weights, how often still with changed ones, and everybody's share."""

    method: str
    name: str
    share: float
    shares: tuple[float, ...]


@dataclass(frozen=True)
class RankSensitivity(Result):
    """Result of ``rank_sensitivity``."""

    objects: tuple[str, ...]
    spread: float
    draws: int
    winners: tuple[Winner, ...]

    title = "排序稳健性"
    method = "权重与排序·稳健性"

    @property
    def value(self) -> float:
        """How often the first place stays, in per cent, where it stays least."""
        return 100 * min(winner.share for winner in self.winners)

    @property
    def unit(self) -> str:
        """Per cent."""
        return "%"

    @property
    def interval(self) -> None:
        """None: a share of all draws."""

    def table(self) -> pd.DataFrame:
        """One row per method: first place, how often it stays, and how often each object is first."""
        table = pd.DataFrame(
            [
                (one.method, one.name, *(round(100 * share, 1) for share in (one.share, *one.shares)))
                for one in self.winners
            ],
            columns=["方法", "第1名", "保持（%）", *(f"{name}居首（%）" for name in self.objects)],
        )
        keep = [column for column in table.columns if not column.endswith("居首（%）") or table[column].any()]
        return table[keep]

    def sentences(self) -> tuple[str, ...]:
        """Do the methods agree, how often does the first place change, the limits."""
        names = list(dict.fromkeys(winner.name for winner in self.winners))
        agree = (
            f"{len(self.winners)}种方法的第1名都是“{names[0]}”"
            if len(names) == 1
            else f"各方法的第1名不同：{self._who()}"
        )
        weakest = min(self.winners, key=lambda winner: winner.share)
        firm = (
            f"权重各变动±{percent(self.spread, 0)}、随机{self.draws}次，"
            f"第1名保持得最少的是{weakest.method}（{percent(weakest.share)}）"
        )
        return (f"{agree}。", f"{firm}。", _SENSITIVE)

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Agreement of the methods, firmness against weights."""
        same = len({winner.name for winner in self.winners}) == 1
        least = self.value / 100
        return (
            Diagnostic(
                "换方法不换第1名",
                self._who(),
                Verdict.HOLDS if same else Verdict.FAILS,
                "" if same else "结论写明所用方法，不宜只报一种",
            ),
            Diagnostic(
                "权重小变不换第1名",
                f"最少保持{percent(least)}",
                Verdict.HOLDS if least >= _FIRM else Verdict.DOUBTFUL,
                "" if least >= _FIRM else "权重须有充分依据，结论写明对权重敏感",
            ),
        )

    def figure(self) -> Any:
        """Bars: how often each method keeps its first place."""
        from yzperf.drawing.bars import draw_bars

        names = [f"{winner.method}：{winner.name}" for winner in self.winners]
        values = [100 * winner.share for winner in self.winners]
        return draw_bars(
            names, values, x_label="第1名保持的比例（%）", title=f"权重变动±{percent(self.spread, 0)}时的第1名"
        )

    def _who(self) -> str:
        return listing([f"{winner.method}“{winner.name}”" for winner in self.winners])


_LIMITS = "得分只在这些对象之间比较，增减一个对象，得分和名次都可能变；名次不等于绩效等级。"
_SENSITIVE = "只考察了权重和排序方法，没有考察数据误差。"
_RELATIVE = Diagnostic("得分可以单独解释", "得分随参与比较的对象而变", Verdict.FAILS, "只用来排序，不作绩效得分")
