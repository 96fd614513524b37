"""C08: targets below what the table says of the year before; they are leads only."""

from __future__ import annotations

import pytest

from yzperf.domain.finding import Verdict
from yzperf.domain.workings import Sort, StoredCell, StoredSheet, Workings
from yzperf.quality import Bundle, audit
from yzperf.rules import Rules

HEADS = ("序号", "三级指标", "指标值", "计量单位", "上年水平")


def told(rules: Rules, *rows: tuple[str, str, str, str]) -> list[str]:
    lines = [("绩效目标表",), HEADS, *((str(at), *row) for at, row in enumerate(rows, 1))]
    cells = {
        (row, column): StoredCell(text, Sort.TEXT)
        for row, line in enumerate(lines, 1)
        for column, text in enumerate(line, 1)
    }
    book = Workings("targets.xlsx", (StoredSheet("targets.xlsx", "目标", False, cells),))
    found = [one for one in audit(Bundle(rules=rules, workings=(book,))).findings if one.id == "C08"]
    assert all(one.verdict is Verdict.LEAD for one in found)
    return [one.reported for one in found]


@pytest.mark.parametrize(
    ("row", "count"),
    [
        (("污水治理率", "≥60%", "%", "67.67%"), 1),
        (("污水治理率", "≥60%", "%", "47.67%"), 0),
        (("贷款规模", "≥15亿元", "亿元", "16.30亿元"), 1),
        (("贷款规模", "≥15亿元", "亿元", "136,000万元"), 0),
        (("平均贴息率", "≤1.50%", "%", "1.46%"), 1),
        (("平均办理时长", "≤7个工作日", "", "8个工作日"), 0),
        (("验收合格率", "=100%", "%", "100%"), 0),
        (("公示情况", "已公示", "", "—"), 0),
    ],
)
def test_targets_and_the_year_before(rules: Rules, row: tuple[str, str, str, str], count: int) -> None:
    assert len(told(rules, row)) == count
