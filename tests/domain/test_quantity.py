"""Targets and actual values as people write them."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yzperf.domain.quantity import Kind, Relation, read_quantity

GE, LE, EQ = Relation.AT_LEAST, Relation.AT_MOST, Relation.EQUAL


@pytest.mark.parametrize(
    ("text", "relation", "number", "unit"),
    [
        ("≥95%", GE, "95", "%"),
        ("﹦72890元", EQ, "72890", "元"),
        ("═100%", EQ, "100", "%"),
        ("≧735人次", GE, "735", "人次"),
        (">=90%", GE, "90", "%"),
        ("不低于95%", GE, "95", "%"),
        ("98%以上", GE, "98", "%"),
        ("80分(含)以上", GE, "80", "分"),
        ("达到100%", GE, "100", "%"),
        ("≤90万元", LE, "90", "万元"),
        ("控制在90万元以内", LE, "90", "万元"),
        ("不超过12个月", LE, "12", "个月"),
        ("30日内", LE, "30", "日"),
        ("=8个", EQ, "8", "个"),
        ("8个", None, "8", "个"),
        ("已完成8个", None, "8", "个"),
        ("１２３．５％", None, "123.5", "%"),
        ("2,345,678元", None, "2345678", "元"),
        ("23333.56", None, "23333.56", ""),
        ("-5%", None, "-5", "%"),
        ("≥11.376万元", GE, "11.376", "万元"),
        ("43.20", None, "43.20", ""),
        ("100%完成", None, "100", "%"),
        ("12㎡", None, "12", "㎡"),
    ],
)
def test_numbers(text: str, relation: Relation | None, number: str, unit: str) -> None:
    quantity = read_quantity(text)
    assert (quantity.kind, quantity.relation, quantity.unit) == (Kind.NUMBER, relation, unit)
    assert quantity.number == Decimal(number)
    assert quantity.text == text


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2021年12月底前", date(2021, 12, 31)),
        ("2024年2月底", date(2024, 2, 29)),
        ("2024年11月28日前完成", date(2024, 11, 28)),
        ("2024-12-31", date(2024, 12, 31)),
        ("2024.6.5", date(2024, 6, 5)),
        ("12月底前", date(1, 12, 31)),
        ("2024年", date(2024, 12, 31)),
    ],
)
def test_dates(text: str, when: date) -> None:
    assert (read_quantity(text).kind, read_quantity(text).date) == (Kind.DATE, when)


@pytest.mark.parametrize(
    "text",
    [
        "及时",
        "达成预期指标",
        "效果明显",
        "3-5个",
        "10-15强/5-10一般/0-5差",
        "约30个",
        "1、上级专项",
        "5项任务都已经按时完成验收",
    ],
)
def test_texts_stay_texts(text: str) -> None:
    assert read_quantity(text).kind is Kind.TEXT
    assert read_quantity(text).number is None


@pytest.mark.parametrize("text", ["", "  ", "—", "--", "/", "(blank)", "　"])
def test_blanks_are_blank_and_never_zero(text: str) -> None:
    assert read_quantity(text).kind is Kind.BLANK
    assert read_quantity(text).number is None


def test_columns_of_their_own_fill_what_the_cell_leaves_open() -> None:
    assert read_quantity("100", unit="%", relation="═") == read_quantity("100", unit="％", relation="=")
    assert (read_quantity("100", unit="%").unit, read_quantity("100", unit="百分比").unit) == ("%", "百分比")
    assert read_quantity("≥5个", unit="台", relation="≤").relation is GE
    assert read_quantity("≥5个", unit="台").unit == "个"


@given(st.decimals(min_value=0, max_value=10**12, places=4), st.sampled_from(["", "%", "元", "万元", "个", "人次"]))
def test_any_number_is_read_back_exactly(number: Decimal, unit: str) -> None:
    for text in (f"{number}{unit}", f"{number:,}{unit}", f"≥{number}{unit}"):
        quantity = read_quantity(text)
        assert (quantity.number, quantity.unit) == (number, unit)


@given(st.text(max_size=30))
def test_no_text_crashes_or_becomes_a_number_without_a_digit(text: str) -> None:
    quantity = read_quantity(text)
    if quantity.kind is Kind.NUMBER:
        assert any(character.isdigit() for character in text)
