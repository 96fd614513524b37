"""One number that a document states (数字陈述): what it counts, how exactly it was printed, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from yzperf.domain.finding import Confidence
from yzperf.domain.units import conversion
from yzperf.errors import Place


class Role(StrEnum):
    """What a number is (用途). Which words tell it is written in ``words.toml``."""

    TOTAL = "总分"
    SCORE = "得分"
    WEIGHT = "分值"
    DEDUCTION = "扣分"
    SCORE_RATE = "得分率"
    BUDGET = "预算"
    ADJUSTED_BUDGET = "调整预算"
    ADJUSTMENT = "追加"
    RECEIVED = "到位"
    SPENT = "支出"
    BALANCE = "结余"
    INVESTMENT = "投资"
    CONTRACT = "合同"
    SETTLEMENT = "决算"
    COST = "成本"
    STANDARD = "标准"
    AMOUNT = "金额"
    EXECUTION_RATE = "执行率"
    RECEIPT_RATE = "到位率"
    SATISFACTION = "满意度"
    RATE = "比率"
    SHARE = "占比"
    CHANGE = "增减"
    BASE = "基期值"
    ISSUED = "发放"
    RETURNED = "回收"
    VALID = "有效"
    RETURN_RATE = "回收率"
    VALID_RATE = "有效率"
    SAMPLE = "样本量"
    TARGET = "指标值"
    ACTUAL = "完成值"
    COUNT = "数量"
    P_VALUE = "p值"
    STATISTIC = "统计量"
    FREEDOM = "自由度"
    MEAN = "均值"
    DEVIATION = "标准差"
    STANDARD_ERROR = "标准误"
    LEVEL = "显著性水平"
    CONFIDENCE = "置信水平"
    LIMIT = "置信限"


class Standing(StrEnum):
    """Whether the document says it of the project, or only cites it (性质)."""

    STATED = "陈述"
    TARGET = "目标"
    ADVICE = "建议"
    RULE = "规则"
    QUOTED = "引文"

    @property
    def is_own(self) -> bool:
        """Whether the author says it of this project, be it as fact, target or advice."""
        return self not in (Standing.RULE, Standing.QUOTED)


@dataclass(frozen=True, slots=True)
class Claim:
    """One printed number with its meaning.

    ``value`` is exact and in ``unit``; ``decimals`` are those printed, negative where the last digit printed stands for
    tens (八成 is 80 % to the nearest ten: -1). ``text`` is the number as printed with its unit, ``sentence`` what it
    stands in, ``start`` and ``end`` its place in ``text`` of the paragraph with the id ``block``. ``hedge`` holds the
    words that make it approximate (约, 以上); ``bound`` the relation of a target (≥). ``part`` is the chapter, ``symbol``
    that of a statistic (t, F, χ2, Z, r, p, M, SD …). ``is_whole``
    marks what is counted one by one (424份), which nobody rounded; ``group`` is the same for the claims of one
    sentence, or of one row of a table.
    """

    role: Role
    value: Decimal
    unit: str
    text: str
    where: Place
    decimals: int = 0
    subject: str = ""
    period: str = ""
    hedge: str = ""
    bound: str = ""
    standing: Standing = Standing.STATED
    confidence: Confidence = Confidence.MIDDLE
    sentence: str = ""
    part: str = ""
    block: str = ""
    start: int = 0
    end: int = 0
    symbol: str = ""
    is_whole: bool = False
    group: str = ""

    @property
    def is_exact(self) -> bool:
        """Whether it can prove anything: an approximate number (约3万元, 近八成, 500人以上) proves nothing."""
        return not self.hedge

    def interval(self, unit: str = "") -> tuple[Fraction, Fraction] | None:
        """What the exact value can be, by half a unit of the last printed digit; both ends count as possible.

        Parameters
        ----------
        unit
            Unit of the answer, that of the claim where it is blank.

        Returns
        -------
        tuple or None
            None for an approximate number, and where the units do not convert.

        Examples
        --------
        >>> from yzperf.errors import Place
        >>> rate = Claim(Role.RATE, Decimal("95.2"), "%", "95.2%", Place(), decimals=1)
        >>> rate.interval()
        (Fraction(1903, 20), Fraction(381, 4))
        """
        factor = conversion(self.unit, unit or self.unit)
        if factor is None or not self.is_exact:
            return None
        half = Fraction(0) if self.is_whole else Fraction(1, 2) / Fraction(10) ** self.decimals
        return (Fraction(self.value) - half) * factor, (Fraction(self.value) + half) * factor
