"""Words for coefficients of agreement (一致程度的说法): conventions of practice, each with its author."""

from __future__ import annotations

from dataclasses import dataclass

from yzperf.domain.result import Diagnostic, Verdict


@dataclass(frozen=True, slots=True)
class Bands:
    """Lower bounds and words, ascending; ``author`` proposed them."""

    author: str
    steps: tuple[tuple[float, str], ...]

    def word(self, value: float) -> str:
        """The word for a value."""
        return [word for bound, word in self.steps if value >= bound or bound == self.steps[0][0]][-1]


KAPPA = Bands(
    "Landis—Koch（1977）",
    ((-1.0, "不比偶然好"), (1e-12, "轻微"), (0.2, "尚可"), (0.4, "中等"), (0.6, "较强"), (0.8, "几乎完全一致")),
)
CONCORDANCE = Bands("Schmidt（1997）", ((0.0, "很弱"), (0.3, "弱"), (0.5, "中等"), (0.7, "强"), (0.9, "很强")))
INTRACLASS = Bands("Koo—Li（2016）", ((-9.0, "差"), (0.5, "中等"), (0.75, "好"), (0.9, "优")))
ALPHA = Bands("Krippendorff（2004）", ((-9.0, "不宜使用"), (0.667, "只可作初步结论"), (0.8, "可靠")))

INDEPENDENT = Diagnostic(
    "专家各自独立评分", "数据本身不能回答", Verdict.UNTESTABLE, "说明评分办法；讨论以后再打的分，一致性会偏高"
)


def enough(count: int, least: int, what: str, advice: str) -> Diagnostic:
    """Whether there are as many objects or raters as practice asks for."""
    name, text = f"{what}足够", f"{count}{'位' if what == '专家' else '个'}{what}"
    if count >= least:
        return Diagnostic(name, text, Verdict.HOLDS)
    return Diagnostic(name, f"{text}，少于{least}", Verdict.DOUBTFUL, advice)
