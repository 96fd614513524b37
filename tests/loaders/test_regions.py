"""Several forms on one sheet: each a table of its own, with its own head, money, rows and total."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from yzperf.domain.scoresheet import ScoreSheet
from yzperf.errors import LoadError
from yzperf.loaders import load_score_sheets
from yzperf.rules import load_forms

HEADING = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"]
MONEY = [
    ["项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    ["年度资金总额", "", 100, 100, 90, 10, 0.9, 9],
]


def form(
    number: int, title: str = "项目支出绩效自评表", *, money: bool = True, total: bool = True
) -> list[list[object]]:
    """One filled form; every text of it carries its number."""
    return [
        *([[title], ["（2024年度）"]] if title else []),
        *([["项目名称", f"项目{number}"]] if title else []),
        *(MONEY if money else []),
        HEADING,
        ["产出指标", "数量指标", f"数量{number}", "≥8个", "8个", 50, 50, ""],
        ["", "质量指标", f"合格率{number}", "≥95%", "95%", 40, 40, ""],
        *([["总分", "", "", "", "", 100, 90 + number, ""]] if total else []),
    ]


def sheets(path: Path, rows: list[list[object]]) -> list[ScoreSheet]:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return load_score_sheets(path, load_forms())


def told(sheet: ScoreSheet) -> tuple[str, list[str], int, str]:
    total = sheet.reported_total
    return (
        sheet.head.get("项目名称", ""),
        [row.indicator for row in sheet.rows],
        len(sheet.money),
        total.text if total else "",
    )


@pytest.mark.parametrize("gap", [[], [[]], [["填表人：甲", "", "联系电话：示例"], []], [["注：以上为示例"], []]])
def test_one_form_below_the_other(tmp_path: Path, gap: list[list[object]]) -> None:
    found = sheets(tmp_path / "t.xlsx", [*form(1), *gap, *form(2), *gap, *form(3)])
    assert [told(sheet) for sheet in found] == [
        (f"项目{n}", [f"数量{n}", f"合格率{n}"], 1, str(90 + n)) for n in (1, 2, 3)
    ]
    assert len({row.where.cell for sheet in found for row in sheet.rows}) == 6


def test_forms_without_titles_are_cut_at_their_totals(tmp_path: Path) -> None:
    found = sheets(tmp_path / "t.xlsx", [*form(1, "", money=False), *form(2, "", money=False)])
    assert [told(sheet) for sheet in found] == [
        ("", ["数量1", "合格率1"], 0, "91"),
        ("", ["数量2", "合格率2"], 0, "92"),
    ]


def test_a_total_in_the_money_block_of_the_second_form_does_not_cut_it(tmp_path: Path) -> None:
    second = [["合计", *row[1:]] if row[0] == "年度资金总额" else row for row in form(2)]
    found = sheets(tmp_path / "t.xlsx", [*form(1), *second])
    assert [(sheet.head["项目名称"], sheet.money[0].name) for sheet in found] == [
        ("项目1", "年度资金总额"),
        ("项目2", "合计"),
    ]


def test_money_blocks_stay_with_their_forms_without_any_title(tmp_path: Path) -> None:
    found = sheets(tmp_path / "t.xlsx", [*form(1, ""), *form(2, "")])
    assert [told(sheet)[1:] for sheet in found] == [(["数量1", "合格率1"], 1, "91"), (["数量2", "合格率2"], 1, "92")]


@pytest.mark.parametrize("gap", [0, 1, 2])
def test_forms_side_by_side(tmp_path: Path, gap: int) -> None:
    left, right = form(1), form(2)
    rows = [[*one, *[""] * (len(HEADING) - len(one) + gap), *two] for one, two in zip(left, right, strict=True)]
    found = sheets(tmp_path / "t.xlsx", rows)
    assert [told(sheet) for sheet in found] == [
        (f"项目{n}", [f"数量{n}", f"合格率{n}"], 1, str(90 + n)) for n in (1, 2)
    ]


def test_four_forms_in_a_square(tmp_path: Path) -> None:
    def beside(one: int, two: int) -> list[list[object]]:
        pairs = zip(form(one), form(two), strict=True)
        return [[*left, *[""] * (len(HEADING) - len(left) + 1), *right] for left, right in pairs]

    found = sheets(tmp_path / "t.xlsx", [*beside(1, 2), [], *beside(3, 4)])
    assert sorted(sheet.head["项目名称"] for sheet in found) == ["项目1", "项目2", "项目3", "项目4"]
    assert all(len(sheet.rows) == 2 for sheet in found)


def test_a_heading_repeated_after_a_page_break_stays_in_its_form(tmp_path: Path) -> None:
    rows = [*form(1, total=False), HEADING, ["", "时效指标", "及时率", "100%", "100%", 10, 10, ""], form(1)[-1]]
    (sheet,) = sheets(tmp_path / "t.xlsx", rows)
    assert [(row.l1, row.indicator) for row in sheet.rows] == [
        ("产出指标", "数量1"),
        ("产出指标", "合格率1"),
        ("产出指标", "及时率"),
    ]
    assert told(sheet)[3] == "91"


def test_target_blocks_with_a_heading_each_stay_one_form(tmp_path: Path) -> None:
    block = form(1, money=False)
    rows = [
        *block[:3],
        ["年度绩效目标1（40分）"],
        *block[3:6],
        ["年度绩效目标2（40分）"],
        *block[3:6],
        ["总分", "", "", "", "", 100, 91],
    ]
    (sheet,) = sheets(tmp_path / "t.xlsx", rows)
    assert [row.block for row in sheet.rows] == ["目标1", "目标1", "目标2", "目标2"]


def test_twin_targets_that_share_their_first_level_stay_one_form(tmp_path: Path) -> None:
    twin = [*HEADING, "二级指标", "三级指标", "年度指标值", "分值"]
    rows = [*form(1)[:5], twin, *([*row, "数量指标", "别的", "≥1", 5] for row in form(1)[6:8])]
    (sheet,) = sheets(tmp_path / "t.xlsx", rows)
    assert [row.indicator for row in sheet.rows] == ["数量1", "合格率1"]


def test_another_table_where_no_form_has_ended_is_told(tmp_path: Path) -> None:
    other = ["一级指标", "三级指标", "二级指标", "实际完成值", "年度指标值", "分值", "得分"]
    with pytest.raises(LoadError, match="又有一个表头"):
        sheets(tmp_path / "t.xlsx", [*form(1, total=False), other, ["产出指标", "甲", "数量指标", "1", "1", 10, 10]])


def test_every_form_of_the_repository_is_one(published: Path) -> None:
    assert [len(load_score_sheets(path, load_forms())) for path in sorted(published.glob("*.xlsx"))] == [1] * 12


INDICATORS = [
    ["产出指标", "数量指标", "数量", "≥8个", "8个", 60, 60, ""],
    ["", "质量指标", "合格率", "≥95%", "95%", 40, 40, ""],
]


@pytest.mark.parametrize("repeated", [True, False])
def test_a_list_of_the_indicators_of_several_projects(tmp_path: Path, repeated: bool) -> None:
    rows: list[list[object]] = [["自评情况汇总表"], ["序号", "项目名称", *HEADING]]
    for number in (1, 2):
        for place, line in enumerate(INDICATORS):
            rows.append([number, f"项目{number}" if repeated or not place else None, *line])
    rows.append(["", "注：以上为示例"])
    one, two = sheets(tmp_path / "t.xlsx", rows)
    assert [told(one)[:2], told(two)[:2]] == [("项目1", ["数量", "合格率"]), ("项目2", ["数量", "合格率"])]
    assert [row.where.cell for row in two.rows] == ["E5", "E6"]


def test_one_project_with_its_name_in_a_column(tmp_path: Path) -> None:
    rows = [["项目名称", *HEADING], *(["项目甲", *line] for line in INDICATORS), ["总分", "", "", "", "", "", 100, 100]]
    (one,) = sheets(tmp_path / "t.xlsx", rows)
    assert told(one) == ("项目甲", ["数量", "合格率"], 0, "100")
