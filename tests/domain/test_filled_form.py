"""A filled form as an object: tables with Chinese columns, exact numbers, one unit, all text escaped."""

from __future__ import annotations

from decimal import Decimal

import pytest

from yzperf.domain.filled_form import FieldValue, FilledForm, FormRow, in_unit
from yzperf.domain.form_fields import FieldKind, FormField, FormFields, FormPart, PartShape
from yzperf.errors import Place, Problem

WHERE = Place("表.xlsx", "一", "B3")
FIELDS = (
    FormField("project", "表头", "项目名称", (), FieldKind.TEXT, True, (), ""),
    FormField("name", "明细", "名称", (), FieldKind.TEXT, True, (), ""),
    FormField("sum", "明细", "金额", (), FieldKind.MONEY, True, (), ""),
    FormField("rate", "明细", "比例", (), FieldKind.NUMBER, False, (), ""),
)
FORM = FormFields("own", "自定表", "", "", FIELDS, (FormPart("明细", PartShape.TABLE),), "万元")


def value(text: str, read: str | Decimal | None, unit: str = "") -> FieldValue:
    return FieldValue(text, read, WHERE, unit)


def row(name: str, amount: str, unit: str, *, is_total: bool = False, **more: FieldValue) -> FormRow:
    values = {"name": value(name, name), "sum": value(amount, Decimal(amount), unit), **more}
    return FormRow(values, WHERE, is_total)


@pytest.fixture
def form() -> FilledForm:
    head = FormRow({"project": value("<b>甲</b>", "<b>甲</b>")}, WHERE)
    rows = (
        row("一", "1.5", "万元", rate=value("50%", Decimal(50), "%")),
        row("二", "2500", "元"),
        row("合计", "1.75", "万元", is_total=True),
    )
    problem = Problem(WHERE, "空白", "“比例”", "请填写")
    return FilledForm(FORM, "表.xlsx", "一", "万元", {"表头": (head,), "明细": rows}, ("没有读的列：甲",), (problem,))


def test_a_table_is_in_one_unit_without_its_total(form: FilledForm) -> None:
    table = form.table("明细")
    assert list(table.columns) == ["名称", "金额（万元）", "比例（%）"]
    assert table["金额（万元）"].tolist() == [Decimal("1.5"), Decimal("0.25")]
    assert table["比例（%）"].tolist() == [Decimal(50), None]
    assert [row.is_total for row in form.parts["明细"]] == [False, False, True]


def test_pairs_are_a_table_with_cells(form: FilledForm) -> None:
    assert form.table("表头").to_numpy().tolist() == [["项目名称", "<b>甲</b>", "B3"]]
    assert form.head == {"项目名称": "<b>甲</b>"}


def test_values_are_found_by_heading_or_key(form: FilledForm) -> None:
    assert form.value("项目名称") is form.value("project") is not None
    assert form.value("名称") is None  # a column, not a label


def test_a_part_that_is_not_there_is_refused_with_the_list(form: FilledForm) -> None:
    with pytest.raises(KeyError, match="表头、明细"):
        form.table("附件")


def test_the_page_escapes_texts_and_tells_problems(form: FilledForm) -> None:
    page = form._repr_html_()
    assert "&lt;b&gt;甲" in page
    assert "<b>甲" not in page
    assert "请填写" in page
    assert "没有读的列：甲" in page


def test_nothing_filled_in_is_an_empty_table_with_headings() -> None:
    table = FilledForm(FORM, "表.xlsx", "", "万元", {}).table("明细")
    assert (len(table), list(table.columns)) == (0, ["名称", "金额（万元）", "比例"])


@pytest.mark.parametrize(
    ("amount", "unit", "to", "same"),
    [
        ("1", "亿元", "万元", "10000"),
        ("12345.67", "元", "万元", "1.234567"),
        ("3", "", "元", "3"),
        ("3", "元", "", "3"),
    ],
)
def test_units_convert_exactly(amount: str, unit: str, to: str, same: str) -> None:
    assert in_unit(Decimal(amount), unit, to) == Decimal(same)
