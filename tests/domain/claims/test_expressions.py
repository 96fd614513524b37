"""Computations that a report prints."""

from __future__ import annotations

import pytest

from yzperf.domain.claims.expressions import expressions_in


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("即（168+142）÷386×100%=80.31%。", True),
        ("即（168+142）÷392×100%=80.31%。", False),
        ("即（168＋142）／386＝80.13％。", False),
        ("得分=98.80%×5=4.94分。", True),
        ("得分＝98.80%×5＝4.49分。", False),
        ("得分=5-(95-94)×0.06=4.94分。", True),
        ("8,941.20万元÷2,347.60万人次=3.81元", True),
        ("25.20万元÷420人=600元/人。", True),
        ("25.20万元÷420人=660元/人。", False),
        ("12+13+15=40", True),
        ("12+13+15=42", False),
        ("33.3+33.3+33.3=100", True),
        ("(7.01-6.48)/6.48*100%=8.2%", True),
        ("(7.01-6.48)/6.48*100%=2.8%", False),
    ],
)
def test_what_is_printed_as_a_computation(text: str, holds: bool) -> None:
    assert [one.holds for one in expressions_in(text)] == [holds]


@pytest.mark.parametrize(
    "text",
    [
        "t(38)=2.25，F(1，98)=4.10",
        "χ2(1)=3.62，P=0.057",
        "2023—2024年",
        "1/0=5",
        "（1+2=3",
        "M=4.28，SD=0.77",
        "苏财绩〔2021〕3-4号",
        "n=120",
    ],
)
def test_what_is_none(text: str) -> None:
    assert all(one.holds for one in expressions_in(text))
