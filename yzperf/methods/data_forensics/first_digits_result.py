"""First digits against Benford's law, in numbers and in words (首位数字检验结果)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.wording import fixed, p_value

# Nigrini (2012): upper bounds of the mean absolute deviation by number of digits
_CLASSES = {1: (0.006, 0.012, 0.015), 2: (0.0012, 0.0018, 0.0022), 3: (0.00036, 0.00044, 0.00050)}
_WORDS = ("很接近", "接近", "勉强接近", "不接近")
_WIDE = 2.0  # orders of magnitude
_MOST_BARS = 9


@dataclass(frozen=True, slots=True)
class DigitShare:
    """One leading number: how often it occurs, and the share expected."""

    digits: int
    count: int
    expected: float


@dataclass(frozen=True)
class BenfordTest(Result):
    """Leading digits of the amounts that were used; ``left_out`` were gaps or too small."""

    amount: str
    digits: int
    lines: tuple[DigitShare, ...]
    left_out: int
    chi_square: float
    p_value: float
    mean_absolute_deviation: float
    distortion: float
    magnitudes: float

    title = "首位数字检验（Benford）"
    method = "数据核验"

    @property
    def count(self) -> int:
        """Amounts that were used."""
        return sum(line.count for line in self.lines)

    @property
    def conformity(self) -> str:
        """Nigrini's class of the mean absolute deviation."""
        return _WORDS[sum(self.mean_absolute_deviation > bound for bound in _CLASSES[self.digits])]

    @property
    def value(self) -> float:
        """Mean absolute deviation of the shares."""
        return self.mean_absolute_deviation

    @property
    def unit(self) -> str:
        """None: a share."""
        return ""

    @property
    def interval(self) -> None:
        """None: a distance."""
        return None

    def table(self) -> pd.DataFrame:
        """One line a leading number."""
        lines = [(one.digits, one.count, one.count / self.count, one.expected) for one in self.lines]
        return pd.DataFrame(lines, columns=["首位数字", "个数", "实际占比", "期望占比"])

    def sentences(self) -> tuple[str, ...]:
        """How near, and what that does not say."""
        return (
            f"“{self.amount}”的{self.count:,}个数，前{self.digits}位数字的分布与 Benford 律{self.conformity}"
            f"（平均绝对偏差{fixed(self.mean_absolute_deviation, 4)}）。",
            f"χ²={fixed(self.chi_square, 1)}，{p_value(self.p_value)}；个数多时很小的偏离也显著，以平均绝对偏差为准。"
            f"失真系数{fixed(100 * self.distortion, 2)}%。",
            f"空白和过小的{self.left_out}个没有用。固定标准的补助、取整的预算、卡在限额下的采购本来就不合这一律，偏离只是线索，不能作为认定的依据。",
        )

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Whether the law may be expected at all."""
        verdict = Verdict.HOLDS if self.magnitudes >= _WIDE else Verdict.FAILS
        advice = "数额跨度小，不适用" if verdict is Verdict.FAILS else "数额须自由发生，不是按标准发放"
        return (Diagnostic("数额跨几个数量级", f"{fixed(self.magnitudes, 1)}个", verdict, advice),)

    def figure(self) -> Any:
        """The leading numbers that depart most, as bars of the difference in percentage points."""
        from yzperf.drawing.bars import draw_bars

        gaps = sorted(self.lines, key=lambda one: -abs(one.count / self.count - one.expected))[:_MOST_BARS]
        values = [100 * (one.count / self.count - one.expected) for one in gaps]
        label = "实际占比与期望占比之差（百分点），偏离最大的几个"
        return draw_bars([f"以{one.digits}开头" for one in gaps], values, x_label=label, places=2)
