"""A report in another voice and dress goes through with what is really wrong with it, and nothing else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import yzperf as yz
from tests.lift_report import lift_report
from yzperf.domain.finding import Finding, Severity

ON = date(2024, 6, 1)


def findings(folder: Path, *changes: tuple[str, str]) -> tuple[Finding, ...]:
    path = folder / "report.docx"
    lift_report(*changes).save(path)
    return yz.check(path, on=ON, region="国家").findings


def test_nothing_is_held_against_it_but_the_table_that_nobody_cites(tmp_path: Path) -> None:
    (found,) = findings(tmp_path)
    assert (found.id, found.severity) == ("A05", Severity.HINT)
    assert "表2" in found.message


def test_its_own_score_sheet_is_read(tmp_path: Path) -> None:
    lift_report().save(tmp_path / "report.docx")
    (sheet,) = yz.load_score_sheets(tmp_path / "report.docx")
    assert len(sheet.scored_rows) == 17
    assert (sheet.reported_total.text if sheet.reported_total else "") == "91.19"


@pytest.mark.parametrize(
    ("old", "new", "checks"),
    [
        ("下降57.0%", "下降75.0%", {"B09"}),
        ("评价得分91.19分，评定", "评价得分90.19分，评定", {"B06"}),
        ("绩效等级为优", "绩效等级为良", {"B05", "B06"}),
        ("评定为“优”等", "评定为“良”等", {"B05", "B06"}),
        ("得分91.19分，等级为", "得分91.91分，等级为", {"B06"}),  # in a text box
        ("得32.08分）", "得32.80分）", {"A04"}),
        ("1,240.00", "1,420.00", {"B02", "B09"}),
        ("预算执行率92.03%；", "预算执行率93.02%；", {"A04", "B09"}),
        ("回收率94.8%", "回收率98.4%", {"B09", "E02"}),
        ("办结率94.7%", "办结率97.4%", {"A04", "B09"}),
        ("（见表1）", "（见表7）", {"A05"}),  # 表1 is then cited nowhere
        ("（财预〔2020〕10号）", "（财预〔2011〕285号）", {"I06"}),
        ("有效386份", "有效396份", {"B09", "E02"}),
    ],
)
def test_what_is_made_wrong_in_it_is_found(old: str, new: str, checks: set[str], tmp_path: Path) -> None:
    found = findings(tmp_path, (old, new))
    assert {one.id for one in found if "表2" not in one.message and "表1" not in one.message} == checks
