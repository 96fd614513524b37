"""The row that gives the grade, whatever the form calls it."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

import yzperf as yz


@pytest.mark.parametrize("label", ["等级", "绩效等级", "评定等级", "综合评价等级"])
def test_the_grade_is_read(label: str, tmp_path: Path) -> None:
    book = Workbook()
    for row in (
        ("一级指标", "二级指标", "三级指标", "分值", "实际完成值", "得分"),
        ("产出", "数量", "演出场次", 60, "436场", 60),
        ("效益", "满意度", "群众满意度", 40, "84.87%", 29.28),
        ("合计", None, None, 100, None, 89.28),
        (label, None, None, None, None, "良"),
    ):
        book.active.append(row)
    book.save(tmp_path / "评分表.xlsx")
    (sheet,) = yz.load_score_sheets(tmp_path / "评分表.xlsx")
    assert sheet.reported_grade == "良"
    assert [row.indicator for row in sheet.scored_rows] == ["演出场次", "群众满意度"]
