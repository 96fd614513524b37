"""Values of a filled form by their kind: what people write, and what is told when it cannot be read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from yzperf.domain.filled_form import FieldValue
from yzperf.domain.form_fields import FieldKind, FormField
from yzperf.errors import Place
from yzperf.loaders.cells import Problems
from yzperf.loaders.form_values import is_tick, read_value

WHERE = Place("表.xlsx", "表", "B2")


def field(kind: FieldKind, *options: str) -> FormField:
    return FormField("k", "表头", "栏目", (), kind, True, options, "")


def read(kind: FieldKind, text: str, *options: str, unit: str = "") -> tuple[FieldValue, list[str]]:
    problems = Problems()
    value = read_value(field(kind, *options), text, WHERE, unit, problems)
    return value, [str(problem) for problem in problems.found]


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("12", "12", ""),
        ("1,234.50", "1234.50", ""),
        ("95%", "95", "%"),
        ("12 盏", "12", "盏"),
        ("2024年度", "2024", "年度"),
        ("－3", "-3", ""),
        ("１２", "12", ""),
        (".5", "0.5", ""),
    ],
)
def test_numbers(text: str, number: str, unit: str) -> None:
    value, problems = read(FieldKind.NUMBER, text)
    assert (value.value, value.unit, value.text, problems) == (Decimal(number), unit, text, [])


@pytest.mark.parametrize("text", ["约12", "12-15", "十二", "12（其中3个在建）", "12,34", "1.2.3", "≥5", "12。"])
def test_what_is_no_number_is_told_and_not_guessed(text: str) -> None:
    value, problems = read(FieldKind.NUMBER, text)
    assert value.value is None
    assert problems == [
        f"表.xlsx 工作表“表” B2：读到“{text}”，应为“栏目”的数字。请改为数字；没有数值请留空或填“—”，说明文字请移到备注栏"
    ]


@pytest.mark.parametrize(
    ("text", "unit", "number", "read_unit"),
    [
        ("120.5", "万元", "120.5", "万元"),
        ("120.5万元", "元", "120.5", "万元"),
        ("1亿元", "", "1", "亿元"),
        ("3,000元", "万元", "3000", "元"),
    ],
)
def test_money_keeps_its_own_unit_before_that_of_the_form(text: str, unit: str, number: str, read_unit: str) -> None:
    value, problems = read(FieldKind.MONEY, text, unit=unit)
    assert (value.value, value.unit, problems) == (Decimal(number), read_unit, [])


@pytest.mark.parametrize("text", ["12人", "一百万元", "100万元左右"])
def test_what_is_no_money_is_told(text: str) -> None:
    value, problems = read(FieldKind.MONEY, text, unit="万元")
    assert value.value is None
    assert "金额" in problems[0]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-05-06", date(2024, 5, 6)),
        ("2024年5月6日", date(2024, 5, 6)),
        ("2024.5.6", date(2024, 5, 6)),
        ("2024/05/06", date(2024, 5, 6)),
        ("20240506", date(2024, 5, 6)),
        ("2024-05-06 14:30:00", date(2024, 5, 6)),
        ("2024年5月6日下午3时30分", date(2024, 5, 6)),
        ("2024年5月底前", date(2024, 5, 31)),
        ("二〇二四年五月六日", date(2024, 5, 6)),
    ],
)
def test_dates(text: str, day: date) -> None:
    value, problems = read(FieldKind.DATE, text)
    assert (value.value, problems) == (day, [])


@pytest.mark.parametrize("text", ["5月6日", "2024-13-01", "尽快", "2024年1月至3月", "45292"])
def test_what_is_no_date_is_told(text: str) -> None:
    value, problems = read(FieldKind.DATE, text)
    assert value.value is None
    assert "日期" in problems[0]


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("部分支持", "部分支持"),
        ("部分支持（支持一期，不支持二期）", "部分支持"),
        ("不予支持：依据不足", "不予支持"),
        ("☑部分支持 □不予支持 □予以支持", "部分支持"),
        ("予以支持□ 部分支持□ 不予支持√", "不予支持"),
        ("1、予以支持 □ 2、部分支持 ☑", "部分支持"),
        ("予以支持", "予以支持"),
    ],
)
def test_choices(text: str, chosen: str) -> None:
    value, problems = read(FieldKind.CHOICE, text, "予以支持", "部分支持", "不予支持")
    assert (value.value, problems) == (chosen, [])


def test_the_longest_option_is_taken() -> None:
    value, _ = read(FieldKind.LEVEL, "不满意（等候时间长）", "满意", "不满意")
    assert value.value == "不满意"


@pytest.mark.parametrize(("text", "words"), [("支持", "请改为其中一项"), ("☑予以支持 ☑部分支持", "只留一项")])
def test_what_is_no_option_or_several_is_told_with_the_options(text: str, words: str) -> None:
    value, (problem,) = read(FieldKind.CHOICE, text, "予以支持", "部分支持")
    assert value.value is None
    assert "予以支持、部分支持" in problem
    assert words in problem


@pytest.mark.parametrize(("glyphs", "sign"), [("﹦", "="), ("≧", "≥"), ("≥", "≥"), ("定性", "定性")])
def test_glyphs_of_relations_are_options(glyphs: str, sign: str) -> None:
    value, problems = read(FieldKind.CHOICE, glyphs, "=", "≥", "≤", "定性")
    assert (value.value, problems) == (sign, [])


def test_a_lone_tick_says_yes() -> None:
    assert read(FieldKind.CHOICE, "√", "是", "否")[0].value == "是"


def test_none_may_be_a_choice_and_otherwise_says_nothing() -> None:
    assert read(FieldKind.CHOICE, "无", "有", "无")[0].value == "无"
    assert read(FieldKind.CHOICE, "无", "是", "否") == (FieldValue("无", None, WHERE), [])
    assert read(FieldKind.NUMBER, "—") == (FieldValue("—", None, WHERE), [])
    assert read(FieldKind.TEXT, "无")[0].value == "无"


def test_open_choices_take_any_text() -> None:
    assert read(FieldKind.CHOICE, "1、上级专项 □")[0].value == "1、上级专项 □"


@pytest.mark.parametrize(
    ("text", "ticked"), [("√", True), ("1", True), ("是", True), ("", False), ("—", False), ("□", False), ("×", False)]
)
def test_ticks(text: str, ticked: bool) -> None:
    assert is_tick(text) is ticked
