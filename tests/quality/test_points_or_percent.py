"""B09 on changes of rates: in percentage points, or in per cent of the rate before."""

from __future__ import annotations

import pytest

from tests.quality.test_benign_wording import proofs
from tests.quality.test_text_checks import report
from yzperf.rules import Rules


def wrong(rules: Rules, text: str) -> list[str]:
    return [one.reported for one in proofs(rules, "B09", report(text)) if "单位写错" in one.message]


@pytest.mark.parametrize(
    "text",
    [
        "覆盖率97.67%，比2023年的94.19%提高3.48{}；两镇没有纳入。",
        "及时率91.67%，较上年的88.19%提高了3.48{}。",
        "利用率由2023年的44.19%提高到2024年的47.67%，提高3.48{}。",
        "达标率从上年末的94.19%上升至97.67%，上升3.48{}。",
        "贫血率5.70%，比2023年的9.18%下降3.48{}。",
        "满意度86.52%，比90%的目标低3.48{}。",
    ],
)
def test_points_as_percent(rules: Rules, text: str) -> None:
    assert wrong(rules, text.format("个百分点")) == []
    assert wrong(rules, text.format("%")) == ["3.48%"]


@pytest.mark.parametrize(
    "text",
    [
        "覆盖率97.67%，比2023年的94.19%提高3.69%。",
        "收运量增长12.31%，增速比上年高，比2023年的94.19万吨提高3.48%。",
        "覆盖率97.67%，比2023年的94.19%高，收运量提高3.48%。",
        "覆盖率约97.67%，比2023年的94.19%提高3.48%。",
        "覆盖率101.2%，比100.4%提高0.8%。",
        "中标价比概算低4.31%，比控制价高0.66%。",
    ],
)
def test_honest(rules: Rules, text: str) -> None:
    assert wrong(rules, text) == []


def test_percent_as_points(rules: Rules) -> None:
    text = "利用率由2023年的40.00%提高到2024年的50.00%，提高{}。"
    assert wrong(rules, text.format("25.00%")) == []
    assert wrong(rules, text.format("25.00个百分点")) == ["25.00个百分点"]
