"""A04: as many things are listed as the words in front say, and as many indicators as the score sheet has."""

from __future__ import annotations

from pathlib import Path

import pytest

import yzperf as yz
from tests.lift_report import lift_report
from tests.quality.report_tables import report_of
from tests.quality.test_lift_report import ON
from yzperf.quality.checks.listed_counts import lists_are_as_long_as_said


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("扣分主要扣在三处：一是预算粗，二是逾期6台。", "2"),
        ("存在四个方面的问题：一是粗；二是慢；三是散。", "3"),
        ("主要有两点不足，一是粗，二是慢，三是散。", "3"),
        ("主要问题有四个：一是甲；二是乙；三是丙；四是丁；五是戊。", "5"),
        ("原因有3个方面：第一，粗；第二，慢；第三，散；第四，乱。", "4"),
        ("采取三项措施。一是培训，二是督查，三是通报，四是问责。", "4"),
    ],
)
def test_a_list_of_another_length(text: str, listed: str) -> None:
    (hit,) = lists_are_as_long_as_said(report_of(text))
    assert hit.recomputed == listed


@pytest.mark.parametrize(
    "text",
    [
        "扣分主要扣在三处：一是预算粗，二是逾期6台，三是管护没有说清楚。",
        "存在两个问题：一是粗，二是慢。原因：一是人少，二是钱少，三是路远。",
        "主要问题有两个：一是粗；二是慢。",
        "有三项任务：一是建，包括两部分，二是管，三是用。",
        "有三个方面的问题：一是粗。",  # goes on in the paragraphs below
    ],
)
def test_a_list_that_is_right(text: str) -> None:
    assert list(lists_are_as_long_as_said(report_of(text))) == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("17个三级指标", "19个三级指标", "评分表有 17 个"),
        ("4个一级指标", "5个一级指标", "评分表有 4 个"),
        ("满意度89.4%，比", "满意度98.4%，比", "居民满意度"),
        ("决策（满分15分", "决策（满分25分", "分值"),
        ("年底结余167.4万元。原因", "年底结余176.4万元。原因", "结余"),
        ("设备及安装补助1,512万元，占", "设备及安装补助1,512元，占", "单位不同"),
        ("效益得分率最高，为93.1%", "效益得分率最高，为83.1%", "得分率"),
    ],
)
def test_what_the_text_says_of_its_own_sheet(old: str, new: str, words: str, tmp_path: Path) -> None:
    lift_report((old, new)).save(tmp_path / "report.docx")
    found = yz.check(tmp_path / "report.docx", on=ON, region="国家").findings
    assert any(one.id in ("A04", "B10") and words in one.message for one in found)
