"""Forms filled in Word give the same sheets as from Excel; cells are named by table, row and column."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import yzperf as yz
from tests.conftest import ROOT
from tests.filled_forms import fill, plain_value
from tests.word_xml import NORMAL, C, WordFile, centred, para, run, table
from yzperf.domain.filled_form import FilledForm
from yzperf.domain.finding import Verdict
from yzperf.domain.scoresheet import ScoreSheet, SheetKind
from yzperf.errors import LoadError
from yzperf.loaders import load_document
from yzperf.loaders.form_table import read_forms
from yzperf.loaders.grid import Grid, read_workbook
from yzperf.loaders.word_forms import form_grids
from yzperf.rules import load_all_forms

FORMS = load_all_forms()
PUBLISHED = sorted((ROOT / "data" / "published").glob("*.xlsx"))
HEADING = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施")
HEAD = [
    [C("项目支出绩效自评表", span=8)],
    [C("项目名称"), C("示例项目", span=7)],
    ["主管部门", C("示例局", span=3), "实施单位", C("示例中心", span=3)],
]
MONEY = [
    [C("项目资金（万元）", down="restart"), C(""), "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    [C(down="continue"), "年度资金总额", "100", "100", "95", "10", "95%", "9.5"],
]
ROWS = [
    [C("产出指标", down="restart"), "数量指标", "新建水厂", "≥8座", "8座", "50", "50", ""],
    [C(down="continue"), "质量指标", "水质合格率", "≥95%", "90%", "30", "28.42", "汛期浊度升高"],
    [C("满意度指标"), "服务对象满意度", "用水户满意度", "≥90%", "92%", "10", "10", ""],
]
TOTAL = [[C("总分", span=5), "100", "97.92", ""]]
FORM = [*HEAD, *MONEY, list(HEADING), *ROWS, *TOTAL]
PROSE = "项目单位按照批复的实施方案组织实施，截至2024年12月底已完成全部建设内容，通过了县级验收，资料齐全。" * 3


def saved(folder: Path, *blocks: str) -> Path:
    return WordFile(list(blocks), styles=NORMAL).save(folder / "自评表.docx")


def sheets(path: Path) -> list[ScoreSheet]:
    return yz.load_score_sheets(path)


def values(part: Any) -> Any:
    """Everything of a sheet but where it stands."""
    if isinstance(part, dict):
        skipped = ("file", "sheet", "cell", "where", "confirmed", "paragraph")
        return {key: values(inner) for key, inner in part.items() if key not in skipped}
    return [values(inner) for inner in part] if isinstance(part, list | tuple) else part


def word_rows(grid: Grid) -> list[list[C | str]]:
    """The rows of a sheet as rows of a Word table with the same merged cells."""
    ends: dict[tuple[int, int], tuple[int, int]] = {}
    for cell, origin in grid.origins.items():
        ends[origin] = max(ends.get(origin, origin), cell)
    return [
        [cell for column in grid.columns if (cell := _word_cell(grid, ends, row, column))]
        for row in range(1, grid.rows.stop)
    ]


def _word_cell(grid: Grid, ends: dict[tuple[int, int], tuple[int, int]], row: int, column: int) -> C | None:
    top, left = grid.origins.get((row, column), (row, column))
    if left != column:
        return None
    bottom, right = ends.get((top, left), (top, left))
    down = "" if top == bottom else ("restart" if row == top else "continue")
    return C("" if row > top else grid.text(row, column), right - left + 1, down)


@pytest.mark.parametrize("workbook", PUBLISHED, ids=lambda path: path.stem)
def test_published_tables_read_the_same_from_word(workbook: Path, tmp_path: Path) -> None:
    (grid,) = read_workbook(workbook)
    path = saved(tmp_path, table(word_rows(grid)))
    assert values(asdict(sheets(path)[0])) == values(asdict(sheets(workbook)[0]))


def shape(form: FilledForm) -> list[tuple[str, int, str, object]]:
    """Every value of a filled form with its part, row and key."""
    return [
        (part, number, key, value.value)
        for part, rows in form.parts.items()
        for number, row in enumerate(rows)
        for key, value in row.values.items()
    ]


@pytest.mark.parametrize("kind", sorted(FORMS))
def test_every_official_form_reads_the_same_from_word(kind: str, tmp_path: Path) -> None:
    fill(FORMS[kind], tmp_path / "a.xlsx", plain_value)
    (grid,) = read_workbook(tmp_path / "a.xlsx")
    (sheet,) = read_forms(tmp_path / "a.xlsx", FORMS, kind)
    (word,) = read_forms(saved(tmp_path, table(word_rows(grid))), FORMS, kind)
    assert shape(word) == shape(sheet)
    assert len(shape(word)) > 3


def test_cells_are_named_by_table_row_and_column(tmp_path: Path) -> None:
    (sheet,) = sheets(saved(tmp_path, para("说明"), table([["附注", "无"]]), para("二、自评表"), table(FORM)))
    assert sheet.kind is SheetKind.SELF_EVALUATION
    assert (sheet.sheet, str(sheet.rows[1].where)) == ("第2个表", "自评表.docx 第2个表 第8行第3列")
    assert [row.indicator for row in sheet.rows] == ["新建水厂", "水质合格率", "用水户满意度"]
    assert sheet.head["项目名称"] == "示例项目"
    assert sheet.reported_total is not None
    assert str(sheet.reported_total.value) == "97.92"


def test_a_form_in_several_tables_is_one_form(tmp_path: Path) -> None:
    whole = sheets(saved(tmp_path, table(FORM)))
    parts = saved(tmp_path, table(HEAD), table(MONEY), para(""), table([list(HEADING), *ROWS, *TOTAL]))
    (sheet,) = sheets(parts)
    assert values(asdict(sheet)) == values(asdict(whole[0]))
    assert (sheet.sheet, sheet.rows[0].where.sheet, sheet.rows[0].where.cell) == ("第1至3个表", "第3个表", "第2行第3列")


@pytest.mark.parametrize("between", ["", "（续表）", "续表1"])
def test_a_table_cut_at_a_page_break_is_joined_and_its_repeated_heading_left_out(tmp_path: Path, between: str) -> None:
    blocks = [
        table([*HEAD, *MONEY, list(HEADING), *ROWS[:2]]),
        para(between),
        table([list(HEADING), *ROWS[2:], *TOTAL]),
    ]
    (sheet,) = sheets(saved(tmp_path, *blocks))
    assert [row.indicator for row in sheet.rows] == ["新建水厂", "水质合格率", "用水户满意度"]
    assert sheet.rows[2].where.cell == "第2行第3列"


def test_title_year_and_unit_may_stand_above_the_table_and_the_total_below(tmp_path: Path) -> None:
    blocks = [
        centred(run("项目支出绩效自评表", bold=True)),
        centred("（2024年度）"),
        para("单位：元"),
        table([*HEAD[1:], *MONEY, list(HEADING), *ROWS]),
        para("总分：97.92"),
    ]
    (sheet,) = sheets(saved(tmp_path, *blocks))
    assert (sheet.head["年度"], sheet.money_unit, sheet.layout) == ("2024", "元", "national")
    assert sheet.reported_total is not None
    assert (str(sheet.reported_total.value), str(sheet.reported_total.where)) == ("97.92", "自评表.docx 第4段")


def test_several_forms_in_one_document(tmp_path: Path) -> None:
    other = [[C("项目支出绩效自评表", span=8)], [C("项目名称"), C("另一项目", span=7)], *FORM[2:]]
    assert [sheet.head["项目名称"] for sheet in sheets(saved(tmp_path, table(FORM), para(""), table(other)))] == [
        "示例项目",
        "另一项目",
    ]


def test_a_form_inside_a_frame(tmp_path: Path) -> None:
    (sheet,) = sheets(saved(tmp_path, table([[C(table(FORM) + para(""))]])))
    assert str(sheet.rows[0].where) == "自评表.docx 第1个表第1行第1列内的表 第7行第3列"


def test_all_defects_are_told_with_their_cells(tmp_path: Path) -> None:
    rows = [[*row] for row in ROWS]
    rows[0][5], rows[2][6] = "五十", "优秀"
    with pytest.raises(LoadError) as caught:
        sheets(saved(tmp_path, table([*HEAD, *MONEY, list(HEADING), *rows, *TOTAL])))
    assert [str(problem).split("：")[0] for problem in caught.value.problems] == [
        "自评表.docx 第1个表 第7行第6列",
        "自评表.docx 第1个表 第9行第7列",
    ]


def test_a_document_without_a_form(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="没有找到指标表"):
        sheets(saved(tmp_path, para("一封信"), table([["甲", "乙"]])))


def test_in_a_report_only_annexes_and_named_forms_count(tmp_path: Path) -> None:
    part = table(
        [["一级指标", "三级指标", "指标值", "实际完成值", "分值", "得分"], ["产出", "水厂", "8", "8", "20", "18"]]
    )
    annex = table([[C("绩效评价评分表", span=8)], list(HEADING), *ROWS])
    path = saved(tmp_path, para(run("一、产出", bold=True)), para(PROSE * 5), part, para(PROSE), para("附件1"), annex)
    assert [grid.sheet for grid in form_grids(load_document(path))] == ["第2个表"]


# ── the face ────────────────────────────────────────────────────────────────────────────────────────

ON = date(2025, 3, 1)


def test_score_and_check_take_word_forms(tmp_path: Path) -> None:
    path = saved(tmp_path, table(FORM))
    card = yz.score(path, on=ON, region="国家")
    assert card.total is not None
    audit = yz.check(path, on=ON, region="国家")
    assert audit.coverage.verdicts["B03"] is not Verdict.NO_INPUT
    assert "A01" in audit.coverage.missing  # a form is no report


def annexed(folder: Path, rows: list[list[Any]], text: str = "总得分90.56分") -> Path:
    head = [[C("绩效评价评分表", span=8)], list(HEADING)]
    blocks = [
        para(run("一、概况", bold=True)),
        para(PROSE * 5),
        para(f"经综合评价，{text}。"),
        para("附件1"),
        table([*head, *rows]),
    ]
    return saved(folder, *blocks)


def test_a_report_is_held_against_the_score_sheet_of_its_annex(tmp_path: Path) -> None:
    rows = [*ROWS, [C("总分", span=5), "90", "88.42", ""]]
    found = yz.check(annexed(tmp_path, rows), on=ON, region="国家").findings
    (finding,) = [one for one in found if one.id == "B06"]
    assert (finding.reported, finding.recomputed) == ("90.56", "88.42")
    assert {one.id for one in found} >= {"A01", "B06"}
    clean = yz.check(annexed(tmp_path, rows, "总得分88.42分"), on=ON, region="国家")
    assert [one for one in clean.findings if one.id == "B06"] == []


def test_an_annex_that_cannot_be_read_does_not_keep_the_report_from_being_checked(tmp_path: Path) -> None:
    rows = [[*row] for row in ROWS]
    rows[0][5] = "五十"
    audit = yz.check(annexed(tmp_path, rows), on=ON, region="国家")
    assert "A01" not in audit.coverage.missing
    assert "附表未能读取" in audit.coverage.missing["B03"]
    assert "第3行第6列" in audit.coverage.missing["B03"]


def test_the_self_evaluation_in_the_annex_of_a_report_is_checked_by_itself(tmp_path: Path) -> None:
    blocks = [para(run("一、概况", bold=True)), para(PROSE * 5), para("总得分88.00分。"), para("附件2"), table(FORM)]
    found = yz.check(saved(tmp_path, *blocks), on=ON, region="国家")
    assert "B06" in found.coverage.missing  # the unit's own total is not the report's
    assert found.coverage.verdicts["B02"] is not Verdict.NO_INPUT
