"""Present values by hand, the burden on the budget, words, refusals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from yzperf.domain.result import Verdict
from yzperf.drawing.canvas import png_bytes
from yzperf.errors import MethodError
from yzperf.methods import ppp_value_for_money

TERM = pd.DataFrame(
    {
        "年": [2025, 2026, 2027],
        "建设": [1000.0, 0, 0],
        "运营": [0.0, 110, 121],
        "收费": [0.0, 11, 0],
        "股权": [200.0, 0, 0],
        "补贴": [0.0, 330, 363],
        "预算": [5000.0, 3300, 4000],
        "其他": [0.0, 0, 37],
    }
)
ROLES: dict[str, Any] = {"public": ["建设", "运营"], "partnership": ["股权", "补贴"], "discount_rate": 10.0}


def test_present_values_by_hand() -> None:
    """1,000 + 110/1.1 + 121/1.21 less 11/1.1 is 1,190; 200 + 300 + 300 is 800."""
    found = ppp_value_for_money(TERM, **ROLES, public_income=["收费"])
    assert (found.public, found.partnership, found.value) == (
        pytest.approx(1190),
        pytest.approx(800),
        pytest.approx(390),
    )
    assert found.index == pytest.approx(100 * 390 / 1190)
    assert dict(found.public_parts)["收费"] == pytest.approx(-10)
    later = ppp_value_for_money(TERM, **ROLES, public_income=["收费"], first=1)
    assert later.value == pytest.approx(390 / 1.1)
    assert later.index == pytest.approx(found.index)


def test_other_discount_rates() -> None:
    found = ppp_value_for_money(TERM, **ROLES)
    assert [one.rate for one in found.rates] == [8, 9, 10, 11, 12]
    assert found.rates[2].saving == pytest.approx(found.value)
    free = ppp_value_for_money(TERM, **{**ROLES, "discount_rate": 0.0})
    assert free.value == pytest.approx(1231 - 893)


def test_the_burden_by_hand() -> None:
    """200/5,000, 330/3,300 and (363 + 37)/4,000: at the limit is not above it."""
    options = {**ROLES, "budget": "预算", "committed": ["其他"], "year": "年"}
    found = ppp_value_for_money(TERM, **options, limit=10)
    assert [one.share for one in found.burden] == pytest.approx([4, 10, 10])
    assert found.above == ()
    assert found.diagnostics()[1].verdict is Verdict.HOLDS
    tight = ppp_value_for_money(TERM, **options, limit=9.9)
    assert tight.above == (2026, 2027)
    assert tight.diagnostics()[1].verdict is Verdict.FAILS
    assert "2026年、2027年超过9.9%的上限" in tight.sentences()[2]


def test_words_tables_and_pictures() -> None:
    found = ppp_value_for_money(TERM, **ROLES)
    assert "低于PSC值1,200.00万元，相差400.00万元，物有所值指数33.3%" in found.sentences()[0]
    assert "再增加50.0%即无节约" in found.sentences()[1]
    assert "未检查财政承受能力" in found.sentences()[2]
    assert found.table().iloc[-1, -1] == pytest.approx(400)
    assert len(found.rate_table()) == 5
    assert png_bytes(found.figure())
    borne = ppp_value_for_money(TERM, **ROLES, budget="预算", committed=["其他"])
    assert borne.burden_table()["占比（%）"].tolist() == [4, 10, 10]
    assert png_bytes(borne.figure())
    dear = ppp_value_for_money(TERM.assign(补贴=[0.0, 3300, 3630]), **ROLES)
    assert "不支持采用合作方式" in dear.sentences()[0]


def test_a_conclusion_that_turns_with_the_rate_is_doubtful() -> None:
    frame = TERM.assign(建设=[470.0, 0, 0], 运营=0.0, 股权=0.0, 补贴=[0.0, 270, 270])
    assert ppp_value_for_money(frame, **ROLES).diagnostics()[0].verdict is Verdict.DOUBTFUL


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"public": []}, "至少一列"),
        ({"public": "建设"}, "至少一列"),
        ({"discount_rate": -100}, "折现率"),
        ({"first": 2}, "只能是0或1"),
        ({"limit": 10}, "就要给一般公共预算支出列"),
        ({"limit": 0, "budget": "预算"}, "应大于0"),
        ({"budget": "零"}, "须大于0（第2行）"),
        ({"partnership": ["负"]}, "须不小于0"),
        ({"partnership": ["空"]}, "缺失值"),
        ({"partnership": ["没有"]}, "缺少列"),
        ({"partnership": ["无"]}, "全为0"),
    ],
)
def test_refusals(change: dict[str, Any], words: str) -> None:
    frame = TERM.assign(零=[1.0, 0, 1], 负=[1.0, -1, 1], 空=[1.0, np.nan, 1], 无=0.0)
    with pytest.raises(MethodError, match=words):
        ppp_value_for_money(frame, **{**ROLES, **change})
