"""Coverage by hand, stress, break-even, staged issues, words, refusals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from yzperf.domain.result import Verdict
from yzperf.drawing.canvas import png_bytes
from yzperf.errors import MethodError
from yzperf.methods import special_bond_coverage

TERM = pd.DataFrame(
    {"年": [2025, 2026, 2027], "收": [0.0, 700, 900], "成": [0.0, 100, 100], "本": [0.0, 0, 1000], "息": [30.0, 30, 30]}
)
ROLES: dict[str, Any] = {"income": "收", "principal": "本", "cost": "成", "rate": 3.0, "year": "年"}


def test_by_hand() -> None:
    """(1,600 − 200) over 1,000 + 3 · 30; the first year is 30 short."""
    found = special_bond_coverage(TERM, **ROLES)
    assert found.value == pytest.approx(1400 / 1090)
    assert [one.service for one in found.base.years] == pytest.approx([30, 30, 1030])
    assert [one.left for one in found.base.years] == pytest.approx([-30, 540, 310])
    assert found.base.least == 0
    assert (found.base.short, found.base.shortfall) == ((2025,), pytest.approx(30))


def test_interest_given_or_from_the_rate() -> None:
    given = special_bond_coverage(TERM, **{**ROLES, "rate": None, "interest": "息"})
    assert given.value == pytest.approx(special_bond_coverage(TERM, **ROLES).value)
    assert given.runs[-2].coverage == pytest.approx(1400 / (1090 + 30))  # one point more on 1,000 for three years


def test_stress_by_hand() -> None:
    runs = {one.name: one.coverage for one in special_bond_coverage(TERM, **ROLES).runs}
    assert runs["收入下降30%"] == pytest.approx((1600 * 0.7 - 200) / 1090)
    assert runs["成本上升20%"] == pytest.approx((1600 - 240) / 1090)
    assert runs["利率上升0.5个百分点"] == pytest.approx(1400 / 1105)
    assert runs["以上最差的同时发生"] == pytest.approx((1600 * 0.7 - 240) / 1120)


@pytest.mark.parametrize("required", [1.0, 1.2])
def test_break_even_reaches_what_is_required(required: float) -> None:
    found = special_bond_coverage(TERM, **ROLES, required=required)
    lower = special_bond_coverage(TERM.assign(收=TERM["收"] * (1 - found.income_room)), **ROLES)
    dearer = special_bond_coverage(TERM, **{**ROLES, "rate": 3.0 + found.rate_room})
    assert (lower.value, dearer.value) == (pytest.approx(required), pytest.approx(required))


def test_bonds_issued_in_turn_and_repaid_in_parts() -> None:
    frame = TERM.assign(发=[600.0, 400, 0], 本=[0.0, 500, 500], 贷=[0.0, 50, 50])
    found = special_bond_coverage(frame, **ROLES, issued="发", other_service="贷")
    assert [one.service for one in found.base.years] == pytest.approx([18, 500 + 30 + 50, 500 + 15 + 50])


def test_without_cost_it_is_income_over_service() -> None:
    found = special_bond_coverage(TERM, income="收", principal="本", rate=3.0)
    assert found.value == pytest.approx(1600 / 1090)
    assert "全期项目收入是还本付息的1.47倍" in found.sentences()[0]


def test_words_tables_and_picture() -> None:
    found = special_bond_coverage(TERM, **ROLES, required=1.2)
    assert "2025年累计资金不足，最多缺30.00万元" in found.sentences()[1]
    assert "收入下降10%时1.14倍" in found.sentences()[2]
    assert "收入最多可下降5.8%" in found.sentences()[3]
    verdicts = [check.verdict for check in found.diagnostics()]
    assert verdicts == [Verdict.HOLDS, Verdict.FAILS, Verdict.DOUBTFUL, Verdict.UNTESTABLE]
    assert len(found.table()) == len(found.runs)
    assert np.isfinite(found.year_table()["累计结余"]).all()
    assert png_bytes(found.figure())
    poor = special_bond_coverage(TERM.assign(收=[0.0, 300, 300]), **ROLES)
    assert "至少还须增加115.0%" in poor.sentences()[3]
    none = special_bond_coverage(TERM, **ROLES, income_stress=(), cost_stress=(), rate_stress=())
    assert none.sentences()[2] == "没有做压力测试。"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"rate": None}, "只给一个"),
        ({"interest": "息"}, "只给一个"),
        ({"principal": "零"}, "没有要覆盖的债"),
        ({"issued": "少"}, "超过了累计发行"),
        ({"issued": "多"}, "还有500没有还清"),
        ({"income": "负"}, "须不小于0"),
        ({"required": 0}, "要求的倍数"),
        ({"income_stress": (0,)}, "压力幅度"),
        ({"income_stress": (120,)}, "不能超过100%"),
        ({"cost": "没有"}, "缺少列"),
    ],
)
def test_refusals(change: dict[str, Any], words: str) -> None:
    frame = TERM.assign(零=0.0, 少=[500.0, 0, 0], 多=[1500.0, 0, 0], 负=[1.0, -1, 1])
    with pytest.raises(MethodError, match=words):
        special_bond_coverage(frame, **{**ROLES, **change})
