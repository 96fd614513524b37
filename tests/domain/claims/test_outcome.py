"""Test results as Chinese reports print them, put together for recomputation."""

from __future__ import annotations

from fractions import Fraction

import pytest

from yzperf.domain.claims import Outcome, Setting, outcomes, read_prose
from yzperf.errors import Place


def found(text: str) -> list[Outcome]:
    return list(outcomes(read_prose(text, Setting(Place()))))


def told(outcome: Outcome) -> str:
    freedoms = ",".join(str(claim.value) for claim in outcome.freedoms)
    p = f" p{outcome.p.bound or '='}{outcome.p.value}" if outcome.p else ""
    return f"{outcome.symbol}({freedoms})={outcome.statistic.value}{p}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("t(38)=2.25，P＜0.05", ["t(38)=2.25 p<0.05"]),
        ("ｔ（３８）＝２．２５，Ｐ＜０．０５", ["t(38)=2.25 p<0.05"]),
        ("χ2=12.4，df=3，P=0.006", ["χ2(3)=12.4 p=0.006"]),
        ("χ²(2)=7.81，p=.020", ["χ2(2)=7.81 p=0.020"]),
        ("t值为2.31，p值为0.024", ["t()=2.31 p=0.024"]),
        ("F（2，57）=4.1，p>0.05", ["F(2,57)=4.1 p>0.05"]),
        ("相关系数为0.31，显著性概率为0.02", ["r()=0.31 p=0.02"]),
        ("卡方值为15.36，自由度为4，P值为0.004", ["χ2(4)=15.36 p=0.004"]),
        ("Z=-2.58，P=0.010", ["Z()=-2.58 p=0.010"]),
        (
            "男女差异t(98)=1.2，p=0.23；城乡差异F(1,98)=6.5，p=0.012",
            ["t(98)=1.2 p=0.23", "F(1,98)=6.5 p=0.012"],
        ),
        ("执行率为95.2%，较上年提高3个百分点", []),
    ],
)
def test_results_are_put_together(text: str, expected: list[str]) -> None:
    assert [told(outcome) for outcome in found(text)] == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("t(38)=2.25，差异显著", True),
        ("t(38)=0.25，差异不显著", False),
        ("t(38)=0.25，p>0.05，差异无统计学意义", False),
        ("t(38)=2.25，p<0.05，差异具有统计学意义", True),
        ("t(38)=0.5，p>0.05，差异不具有统计学意义", False),
        ("t(38)=2.25，显著性水平为0.05", None),
    ],
)
def test_what_the_sentence_calls_it(text: str, said: bool | None) -> None:
    assert found(text)[0].is_significant is said


def test_the_printed_precision_of_a_statistic_gives_an_interval() -> None:
    statistic = found("t(38)=2.25，P＜0.05")[0].statistic
    assert statistic.interval() == (Fraction("2.245"), Fraction("2.255"))
