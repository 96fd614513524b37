"""Filled forms as people hand them over: official layouts, own layouts, odd rows; and every defect at once."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from unittest.mock import patch

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.filled_forms import Typed, fill, plain_value, read_back
from yzperf.domain.filled_form import FilledForm
from yzperf.domain.form import plain_heading
from yzperf.domain.form_fields import FieldKind, FormField
from yzperf.errors import LoadError
from yzperf.loaders.cells import is_filler, is_remark
from yzperf.loaders.form_kind import rank_forms
from yzperf.loaders.form_table import load_form, read_forms
from yzperf.loaders.form_values import is_dash
from yzperf.loaders.grid import read_workbook
from yzperf.loaders.xlsx_cells import read_cells
from yzperf.loaders.xlsx_computed import read_computed
from yzperf.rules import load_all_forms

FORMS = load_all_forms()
Rows = Sequence[Sequence[object]]


@pytest.fixture(autouse=True, scope="module")
def one_process() -> Iterator[None]:
    """Hundreds of small workbooks: parsed here, not in a process each as by the command line."""
    readers = {"xlsx": read_cells, "computed": read_computed}
    with patch("yzperf.loaders.grid.parse", lambda kind, file: readers[kind](file)):
        yield


def sheet(path: Path, rows: Rows, merged: Iterable[str] = ()) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    for area in merged:
        book.active.merge_cells(area)
    book.save(path)
    return path


def read(path: Path, kind: str | None = None) -> FilledForm:
    (form,) = read_forms(path, FORMS, kind)
    return form


def told(form: FilledForm) -> list[tuple[str, str, str]]:
    return [(problem.place.cell, problem.read, problem.expected) for problem in form.problems]


def column(form: FilledForm, part: str, key: str) -> list[object]:
    return [row.values[key].value if key in row.values else None for row in form.rows(part)]


# ── written empty, filled, read ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("id", FORMS)
def test_what_is_filled_into_an_empty_form_is_read_again(id: str, tmp_path: Path) -> None:
    typed = fill(FORMS[id], tmp_path / "t.xlsx", plain_value)
    form = read(tmp_path / "t.xlsx")
    assert form.form is FORMS[id]
    found = read_back(form)
    assert {cell: found.get(cell) for cell in typed} == typed
    assert (form.problems, form.notes) == ((), ())


@pytest.mark.parametrize("id", FORMS)
def test_an_untouched_form_is_known_and_every_lack_is_told(id: str, tmp_path: Path) -> None:
    fill(FORMS[id], tmp_path / "t.xlsx", lambda *_: None)
    form = read(tmp_path / "t.xlsx")
    assert form.form is FORMS[id]
    asked = {f.heading for f in FORMS[id].pairs() if f.required and not FORMS[id].part(f.part).optional}
    lacking = {problem.remedy.removeprefix("请填写“").removesuffix("”") for problem in form.problems}
    assert asked <= lacking
    assert all(problem.place.cell for problem in form.problems)
    assert form.head == {}


WORDS = sorted({word for form in FORMS.values() for f in form.fields for word in (f.heading, *f.options)})
TEXTS = st.one_of(
    st.text(min_size=1, max_size=30),
    st.text("=+-@项目目标一二12%≥（）：、，。 \n", min_size=1, max_size=30),
    st.sampled_from(WORDS),
    st.sampled_from(["=1+1", "+86", "-5%", "@me", "项目名称：某项目", "=cmd|' /C calc'!A0", "第一段\n第二段"]),
)
TYPED = {
    FieldKind.MONEY: st.integers(0, 10**9).map(lambda cents: cents / 100),
    FieldKind.NUMBER: st.one_of(st.integers(-1000, 1000), st.integers(0, 10**4).map(lambda cents: cents / 100)),
    FieldKind.DATE: st.dates(date(2000, 1, 1), date(2049, 12, 31)),
}


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), st.sampled_from(sorted(FORMS)))
def test_nothing_that_is_typed_is_lost(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, id: str) -> None:
    """Any text, number, date and choice comes back from its cell. Left out: what says nothing, and the form's own
    titles and labels, which a person reads as such too."""
    form = FORMS[id]
    own = {word for f in form.pairs() for word in f.headings} | {word for p in form.layout for word in p.titles}

    def typed(field: FormField, number: int) -> Typed:
        if field.options:
            return data.draw(st.sampled_from(field.options))
        if field.kind in TYPED:
            return data.draw(TYPED[field.kind])
        # most cells are plain: drawing hundreds of texts would take long
        text = "" if number % 4 else data.draw(TEXTS).strip()
        says_something = _is_storable(text) and not (is_dash(text) or is_filler(text) or is_remark(text))
        labels = {plain_heading(text), plain_heading(text.split("：")[0])}
        return text if says_something and not labels & own else f"内容{number}"

    path = tmp_path_factory.mktemp("forms") / "t.xlsx"
    values = fill(form, path, typed)
    found = read_back(read(path))
    assert {cell: _same(found.get(cell)) for cell in values} == {cell: _same(pair) for cell, pair in values.items()}


def _is_storable(text: str) -> bool:
    """What a workbook can hold: no control characters, and nothing that its reader takes for an escape."""
    return bool(text) and all(sign in "\n" or (sign.isprintable() and ord(sign) < 0xD800) for sign in text)


def _same(pair: tuple[str, object] | None) -> object:
    """Numbers by value; texts without the blanks at the ends of lines that a reader may drop."""
    if pair is None or isinstance(pair[1], date):
        return pair
    key, value = pair
    return (key, value.strip()) if isinstance(value, str) else (key, Decimal(str(value)).normalize())


# ── published tables ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("S01", "national"),
        ("S03", "national"),
        ("S05_sichuan", "sichuan"),
        ("S06", "national"),
        ("S07", "national"),
        ("S09", "hubei"),
        ("S11", "hubei"),
        ("S14", "yunnan"),
        ("S16", "weight_first"),
    ],
)
def test_published_tables_are_known_by_their_headings(published: Path, name: str, id: str) -> None:
    assert read(published / f"{name}.xlsx").form.id == f"self_evaluation_{id}"


def test_a_published_table_is_read_with_heading_of_two_lines_unit_and_merged_groups(published: Path) -> None:
    form = read(published / "S14.xlsx")
    assert form.unit == "元"
    assert form.head["项目名称"] == "义务教育营养改善计划"
    table = form.table("指标")
    assert list(table.columns[:7]) == [
        "一级指标",
        "二级指标",
        "三级指标",
        "指标性质",
        "指标值",
        "度量单位",
        "实际完成值",
    ]
    assert table["一级指标"].tolist().count("产出指标") == 4
    assert list(table.iloc[5][["指标性质", "指标值", "实际完成值", "得分"]]) == ["=", "100", "98%", Decimal(9)]
    total = form.value("总分")
    assert total is not None
    assert (total.value, total.where.cell) == (Decimal(96), "I25")


def test_rows_that_explain_another_need_no_points(published: Path) -> None:
    form = read(published / "S16.xlsx")
    explaining = [row for row in form.rows("指标") if row.values["indicator"].text.startswith("其中")]
    assert len(explaining) == 7
    cells = {row.where.cell[1:] for row in explaining}
    assert not [problem for problem in form.problems if problem.place.cell[1:] in cells]


def test_blocks_of_one_table_keep_their_name(published: Path) -> None:
    form = read(published / "S09.xlsx")
    assert column(form, "年度绩效目标", "block") == ["年度绩效目标1（40分）"] * 3 + ["年度绩效目标2（40分）"] * 2
    assert form.notes == ()


def test_a_form_that_is_no_form_of_the_list_is_refused_with_the_nearest(published: Path) -> None:
    with pytest.raises(LoadError, match=r"认不出是哪一种表.*最接近的是.*--kind"):
        read(published / "S18.xlsx")


def test_a_form_that_fits_two_lists_names_them_and_how_to_choose(published: Path) -> None:
    """This table shows the money part alone, which two lists print alike."""
    with pytest.raises(LoadError, match=r"self_evaluation_national.*self_evaluation_weight_first.*--kind"):
        read(published / "S02.xlsx")
    assert read(published / "S02.xlsx", "self_evaluation_national").form.id == "self_evaluation_national"


# ── heads as people lay them out ────────────────────────────────────────────────────────────────────

RECORD = {
    "项目名称": "示例项目",
    "访谈时间": "2024-05-06",
    "访谈地点": "某镇",
    "访谈对象及职务": "张某，站长",
    "访谈人": "李某",
    "记录人": "王某",
    "访谈记录": "问答若干",
    "访谈对象签字": "张某",
    "访谈人签字": "李某",
}


@pytest.mark.parametrize(
    "rows",
    [
        [["访谈记录"], *([word, text] for word, text in RECORD.items())],
        [["访谈记录"], *([f"{word}：", "", text] for word, text in RECORD.items())],
        [["访谈记录"], *([f"{word}：{text}"] for word, text in RECORD.items())],
        [["访谈记录表"], list(RECORD), list(RECORD.values())],
        [["访谈记录"], *([f"{a}：{RECORD[a]}    {b}：{RECORD[b]}"] for a, b in [("项目名称", "访谈时间"), ("访谈地点", "访谈对象及职务"), ("访谈人", "记录人"), ("访谈对象签字", "访谈人签字")]), ["访谈记录", "问答若干"]],
    ],
    ids=["beside", "with a gap", "in one cell", "labels over values", "two in one cell"],
)  # fmt: skip
def test_labels_and_values_however_they_stand(tmp_path: Path, rows: Rows) -> None:
    form = read(sheet(tmp_path / "t.xlsx", rows))
    assert form.form.id == "interview"
    assert (form.head, told(form)) == (RECORD, [])


def test_a_blank_value_is_not_taken_from_the_next_label(tmp_path: Path) -> None:
    rows = [["访谈记录"], ["项目名称", None, "访谈时间", "2024-05-06"], *([w, t] for w, t in list(RECORD.items())[2:])]
    form = read(sheet(tmp_path / "t.xlsx", rows))
    assert told(form) == [("B2", "空白", "“项目名称”（必填）")]
    assert form.head["访谈时间"] == "2024-05-06"


def test_a_value_that_looks_like_a_label_is_a_value(tmp_path: Path) -> None:
    rows = [["访谈记录"], *([word, text] for word, text in {**RECORD, "访谈记录": "问题"}.items()), ["问题", "建议"]]
    form = read(sheet(tmp_path / "t.xlsx", rows))
    assert (form.head["访谈记录"], form.head["问题"]) == ("问题", "建议")


def test_a_csv_in_gb18030_is_read_too(tmp_path: Path) -> None:
    with (tmp_path / "表.csv").open("w", encoding="gb18030", newline="") as stream:
        csv.writer(stream).writerows([["访谈记录"], *RECORD.items()])
    form = read(tmp_path / "表.csv")
    assert form.head == RECORD
    found = form.value("访谈地点")
    assert found is not None
    assert (found.where.file, found.where.cell) == ("表.csv", "B4")


def test_the_year_may_stand_under_the_title(tmp_path: Path) -> None:
    rows = [["项目支出绩效自评表"], ["（2024年度）"], ["项目名称", "甲", "主管部门", "乙"], ["实施单位", "丙"]]
    found = read(sheet(tmp_path / "t.xlsx", rows), "self_evaluation_national").value("年度")
    assert found is not None
    assert (found.value, found.where.cell) == (Decimal(2024), "A2")


def test_labels_of_two_parts_are_told_apart_by_the_title_of_the_part(tmp_path: Path) -> None:
    money = ["资金总额", 100, "政府预算资金", 60]
    rows = [
        ["绩效目标表"],
        ["实施期资金（万元）", *money],
        ["", "债券资金", 40],
        ["年度资金（万元）", *money],
        ["", "债券资金", 7],
    ]
    form = read(sheet(tmp_path / "t.xlsx", rows), "target_bond_henan")
    assert column(form, "实施期资金", "p_bond") == [Decimal(40)]
    assert column(form, "年度资金", "bond") == [Decimal(7)]


# ── tables as people lay them out ───────────────────────────────────────────────────────────────────

MATERIALS = ["序号", "资料名称", "提供单位", "是否提供", "页数"]


def materials(path: Path, rows: Rows, heading: Sequence[object] = MATERIALS) -> FilledForm:
    return read(sheet(path, [["资料清单"], heading, *rows]), "material_list")


def test_fillers_totals_and_repeated_headings(tmp_path: Path) -> None:
    rows = [
        [1, "批复", "某局", "是", 3],
        [2, "……", "", "", ""],
        [3, "", "", "", ""],
        MATERIALS,
        [2, "合同", "某局", "否", "—"],
        ["合计", "", "", "", 3],
    ]
    form = materials(tmp_path / "t.xlsx", rows)
    assert column(form, "清单", "name") == ["批复", "合同"]
    assert column(form, "清单", "pages") == [Decimal(3), None]
    assert [row.values["pages"].value for row in form.parts["清单"] if row.is_total] == [Decimal(3)]
    assert form.problems == ()


def test_a_gap_in_the_numbering_is_told(tmp_path: Path) -> None:
    rows = [[1, "批复", "某局", "是"], [2, "合同", "某局", "是"], [4, "账册", "某局", "是"]]
    assert told(materials(tmp_path / "t.xlsx", rows)) == [("A5", "4", "3（序号连续）")]


def test_every_defect_of_a_table_is_told_at_once(tmp_path: Path) -> None:
    rows = [["一", "批复", "", "也许", "三页"], [2, "合同", "某局", "是", 2]]
    form = materials(tmp_path / "t.xlsx", rows)
    assert told(form) == [
        ("C3", "空白", "“提供单位”（必填）"),
        ("A3", "一", "“序号”的数字"),
        ("D3", "也许", "“是否提供”的选项之一：是、否"),
        ("E3", "三页", "“页数”的数字"),
    ]
    assert all(problem.remedy for problem in form.problems)
    with pytest.raises(LoadError) as caught:
        load_form(tmp_path / "t.xlsx", FORMS, "material_list")
    assert len(caught.value.problems) == 4


def test_a_heading_that_is_not_understood_is_told_where_a_needed_one_is_lacking(tmp_path: Path) -> None:
    heading = ["序号", "资料名称", "谁给的", "是否提供", "页数"]
    form = materials(tmp_path / "t.xlsx", [[1, "批复", "某局", "是", 3]], heading)
    assert told(form) == [("C2", "谁给的", "能认出的表头（缺 提供单位）")]


def test_a_column_of_ones_own_is_passed_over_and_said(tmp_path: Path) -> None:
    form = materials(tmp_path / "t.xlsx", [[1, "批复", "某局", "是", 3, "x"]], [*MATERIALS, "经办"])
    assert form.problems == ()
    assert form.notes == ("“清单”有没有读的列：经办",)


def test_a_lacking_column_is_told_with_the_headings_that_are_there(tmp_path: Path) -> None:
    form = materials(tmp_path / "t.xlsx", [[1, "批复", "是", 3]], ["序号", "资料名称", "是否提供", "页数"])
    assert told(form) == [("A2", "序号、资料名称、是否提供、页数", "含 提供单位 的表头")]


def test_columns_headed_by_options_are_ticked(tmp_path: Path) -> None:
    heading = ["题号", "题目", "非常满意", "满意", "一般", "不满意", "非常不满意"]
    rows = [[1, "水质", "√"], [2, "态度", "", "", "√"], [3, "收费", "√", "√"]]
    form = read(sheet(tmp_path / "t.xlsx", [["满意度调查问卷"], heading, *rows]), "questionnaire")
    assert column(form, "满意度题", "answer") == ["非常满意", "一般", None]
    assert ("C5", "☑非常满意☑满意") in [(cell, text) for cell, text, _ in told(form)]


def test_two_tables_side_by_side(tmp_path: Path) -> None:
    """The first column serves both (河南、郑州的目标申报表)."""
    rows = [
        ["绩效目标申报表"],
        ["", "实施期目标", "", "", "年度目标"],
        ["一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值"],
        ["产出指标", "数量指标", "改造管网", "≥30公里", "数量指标", "改造管网", "≥10公里"],
        ["", "质量指标", "验收合格率", "100%", "质量指标", "验收合格率", "100%"],
    ]
    form = read(sheet(tmp_path / "t.xlsx", rows, ["B2:D2", "E2:G2", "A4:A5"]), "ex_ante_target")
    assert column(form, "实施期指标", "p_target") == ["≥30公里", "100%"]
    assert column(form, "年度指标", "target") == ["≥10公里", "100%"]
    assert column(form, "年度指标", "l1") == ["产出指标", "产出指标"]


def test_two_tables_below_each_other_are_told_apart_by_their_titles(tmp_path: Path) -> None:
    heading = ["一级指标", "二级指标", "三级指标", "指标值"]
    rows = [
        ["绩效目标申报表"],
        ["年度绩效指标"],
        heading,
        ["产出指标", "数量指标", "甲", "1"],
        ["实施期绩效指标"],
        heading,
        ["产出指标", "数量指标", "乙", "2"],
    ]
    form = read(sheet(tmp_path / "t.xlsx", rows), "target_declaration")
    assert column(form, "年度指标", "indicator") == ["甲"]
    assert column(form, "实施期指标", "p_indicator") == ["乙"]


def test_an_optional_part_may_stay_blank_but_not_by_half(tmp_path: Path) -> None:
    def typed(field: FormField, number: int) -> Typed:
        return None if field.part == "统计" and field.key != "sent" else plain_value(field, number)

    fill(FORMS["questionnaire"], tmp_path / "t.xlsx", typed)
    lacking = {expected for _, _, expected in told(read(tmp_path / "t.xlsx"))}
    assert "“回收份数”（必填）" in lacking
    fill(FORMS["questionnaire"], tmp_path / "t.xlsx", lambda f, n: None if f.part == "统计" else plain_value(f, n))
    assert read(tmp_path / "t.xlsx").problems == ()


def test_points_of_the_money_part_are_asked_for_in_its_first_row_only(tmp_path: Path) -> None:
    def typed(field: FormField, number: int) -> Typed:
        later = field.first_row and typed.seen.get(field.key)  # type: ignore[attr-defined]
        typed.seen[field.key] = True  # type: ignore[attr-defined]
        return None if later else plain_value(field, number)

    typed.seen = {}  # type: ignore[attr-defined]
    fill(FORMS["self_evaluation_national"], tmp_path / "t.xlsx", typed)
    form = read(tmp_path / "t.xlsx")
    assert form.problems == ()
    assert column(form, "资金", "money_weight")[1:] == [None, None, None]


# ── units ───────────────────────────────────────────────────────────────────────────────────────────

MONEY = ["资金项目", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"]


@pytest.mark.parametrize(
    ("rows", "unit", "in_form_unit"),
    [
        ([["金额单位：元"], MONEY, ["年度资金总额", 100, 100, "0.5万元", 10, "1%", 1]], "元", 5000),
        ([["项目资金（万元）"], MONEY, ["年度资金总额", 100, 100, "5000元", 10, "1%", 1]], "万元", "0.5"),
        ([MONEY, ["年度资金总额", 100, 100, 50, 10, "50%", 5]], "万元", 50),
    ],
)
def test_units_of_money(tmp_path: Path, rows: Rows, unit: str, in_form_unit: object) -> None:
    form = read(sheet(tmp_path / "t.xlsx", [["项目支出绩效自评表"], *rows]), "self_evaluation_national")
    assert form.unit == unit
    assert form.table("资金")[f"全年执行数（{unit}）"].tolist() == [Decimal(str(in_form_unit))]


def test_an_assumed_unit_is_said(tmp_path: Path) -> None:
    path = sheet(tmp_path / "t.xlsx", [["自评表"], MONEY, ["年度资金总额", 1, 1, 1, 10, "100%", 10]])
    assert "按表式规定的“万元”读" in read(path, "self_evaluation_national").notes[0]


def test_a_name_like_a_unit_is_none(tmp_path: Path) -> None:
    rows = [["项目支出绩效自评表"], ["实施单位：元氏县某局"], MONEY, ["年度资金总额", 1, 1, 1, 10, "100%", 10]]
    assert read(sheet(tmp_path / "t.xlsx", rows), "self_evaluation_national").unit == "万元"


# ── files ───────────────────────────────────────────────────────────────────────────────────────────


def test_several_sheets_of_one_book(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    fill(FORMS["interview"], path, plain_value)
    book = openpyxl.load_workbook(path)
    book.copy_worksheet(book.active).title = "二"
    book.create_sheet("草稿")["A1"] = "随手记"
    book.save(path)
    assert [form.sheet for form in read_forms(path, FORMS)] == ["访谈记录", "二"]
    assert read_forms(path, FORMS)[0].notes == ("没有读的工作表：“草稿”，认不出是哪一种表",)
    assert load_form(path, FORMS, sheet="二").sheet == "二"
    with pytest.raises(LoadError, match="有 2 张填好的表：“访谈记录”、“二”"):
        load_form(path, FORMS)
    with pytest.raises(LoadError, match="没有填了表的工作表“三”"):
        load_form(path, FORMS, sheet="三")


def test_an_unknown_kind_is_refused_with_the_list(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match=r"没有表式“nope”；现有：.*interview"):
        read_forms(tmp_path / "t.xlsx", FORMS, "nope")


def test_cells_that_show_an_error_are_told(tmp_path: Path) -> None:
    rows = [["访谈记录"], *([word, text] for word, text in {**RECORD, "项目名称": "=1/0"}.items())]
    form = read(sheet(tmp_path / "t.xlsx", rows))
    assert ("B2", "没有结果的公式", "公式的计算结果") in told(form)


def test_the_list_whose_headings_stand_as_such_comes_first(published: Path) -> None:
    ranked = rank_forms(read_workbook(published / "S05_sichuan.xlsx")[0], FORMS)
    assert ranked[0].form.id == "self_evaluation_sichuan"
    assert ranked[0].value > ranked[1].value > 0
