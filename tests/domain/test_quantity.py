"""Targets and actual values as people write them."""

import csv
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from yzperf.domain.quantity import Kind, Quantity, Relation, normalise, read_quantity
from yzperf.domain.reading.numerals import NUMERAL_SIGNS, read_digits, read_numeral, write_numeral
from yzperf.domain.units import _UNITS

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


# ── the corpus: 460 cells read by an independent person ─────────────────────────────────────────────

CORPUS = list(csv.DictReader((Path(__file__).parent / "quantities.csv").open(encoding="utf-8", newline="")))
KINDS = {"number": Kind.NUMBER, "range": Kind.RANGE, "date": Kind.DATE, "text": Kind.TEXT, "blank": Kind.BLANK}


def wanted(row: dict[str, str]) -> tuple[object, ...]:
    number, upper = (Decimal(row[key]) if row[key] else None for key in ("number", "upper"))
    return KINDS[row["kind"]], row["relation"], number, upper, row["unit"], row["date"]


def fields(quantity: Quantity) -> tuple[object, ...]:
    when = quantity.date.isoformat() if quantity.date else ""
    return quantity.kind, quantity.relation or "", quantity.number, quantity.upper, quantity.unit, when


def test_corpus() -> None:
    read = [(row, fields(read_quantity(row["text"], row["unit_column"], row["relation_column"]))) for row in CORPUS]
    misses = [f"{row['text']!r}: {found}, wanted {wanted(row)}" for row, found in read if found != wanted(row)]
    assert len(CORPUS) >= 460
    assert len(misses) <= len(CORPUS) // 100, "\n".join(misses)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("降低3-5个百分点", "-5", "-3", "个百分点"),
        ("-10%~-5%", "-10", "-5", "%"),
        ("偏差不超过±3%", "-3", "3", "%"),
        ("20%以上30%以下", "20", "30", "%"),
        ("80>x≥60", "60", "80", ""),
        ("≤100%且≥95%", "95", "100", "%"),
        ("3至5日内", "3", "5", "日"),
    ],
)
def test_ranges(text: str, low: str, high: str, unit: str) -> None:
    quantity = read_quantity(text)
    assert (quantity.kind, quantity.unit, quantity.relation) == (Kind.RANGE, unit, None)
    assert (quantity.number, quantity.upper) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    "text",
    [
        "3、5个", "三、五个", "两三个", "三四百亩", "几十家", "数十家", "上百人", "100多人", "一百二", "一年半", "三分之二以上",
        "第三批", "前3名", "二期工程", "二次供水", "一起", "5年级", "3级", "100分制", "5楼", "18:00前", "翻一番", "5G网络", "5A",
        "未达到95%", "不足90%", "无5", "元/100人", "每月5日", "3-5月", "15日前", "30天后", "2021.5", "2021.1-2021.12", "百分之内", "8. 5%", "2021  95", "二195", "1.", "百家", "≤2021.12", "007", "1e5",
        "5 100%", "100 200", "(3)", "(1,234)", "10-3", "-5--3%", "≥3-5个", "≤90%以上", "3千-5万元", "由10天缩短至3天",
        "下降-5%", "负增长5%", "满意度-95%", "95%(未完成)", "500元(左右)", "2021年12月31日后", "2021年12月未完成", "到2025年底",
        "不超过上年的5%", "2021年13月", "2月30日前", "比2020年增长5%", "3个村5公里",
    ],
)  # fmt: skip
def test_what_may_mean_two_things_is_left_as_text(text: str) -> None:
    quantity = read_quantity(text)
    assert (quantity.kind, quantity.number, quantity.upper, quantity.date) == (Kind.TEXT, None, None, None)


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("一户一档建档率100%", "100", "%"),
        ("PM2.5浓度≤35μg/m³", "35", "μg/m³"),
        ("贰拾伍万元整", "250000", "元"),
        ("零下5℃", "-5", "℃"),
    ],
)
def test_figures_in_names_are_not_counted(text: str, number: str, unit: str) -> None:
    assert (read_quantity(text).number, read_quantity(text).unit) == (Decimal(number), unit)


# ── properties ──────────────────────────────────────────────────────────────────────────────────────

ONES, STEPS = "零一二三四五六七八九", ["", "十", "百", "千", "万"]


def spelt(number: int) -> str:
    """A writer of its own: digit by digit with its step, then the noughts put right."""
    digits = str(number)
    pairs = [(digit, STEPS[len(digits) - at - 1]) for at, digit in enumerate(digits)]
    written = "".join(ONES[int(digit)] + (step if digit != "0" else "") for digit, step in pairs)
    return re.sub("零+", "零", written).rstrip("零") or "零"


def test_every_numeral_up_to_99999() -> None:
    wrong = [number for number in range(100_000) if read_numeral(spelt(number)) != number]
    assert wrong == []


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_numerals_round_trip(number: int) -> None:
    assert read_numeral(write_numeral(number)) == number


@given(st.text())
def test_numerals_refuse_everything_else(text: str) -> None:
    value = read_numeral(text)
    assert value is None or set(text) <= {*NUMERAL_SIGNS, "点"}


LIKELY = "0123456789.,%％-~—至到年月日前底内个人万元亩次以上下不超过低于≥≤<>=±()（）、:第约近几多余百分之一二三十半增长下降℃x/ "


@given(st.one_of(st.text(max_size=30), st.text(LIKELY, max_size=14)), st.sampled_from(["", "%", "人", "万元"]))
def test_no_number_is_invented(text: str, unit: str) -> None:
    quantity = read_quantity(text, unit)
    assert (quantity.kind in (Kind.NUMBER, Kind.RANGE)) == (quantity.number is not None)
    assert (quantity.kind is Kind.RANGE) == (quantity.upper is not None)
    if "±" not in normalise(text):
        assert all(
            stands_in(value, normalise(text)) for value in (quantity.number, quantity.upper) if value is not None
        )


def stands_in(value: Decimal, text: str) -> bool:
    """The value is one of the figures that stand in the text, in digits or as a whole run of Chinese numerals."""
    grouped = re.sub(r"(?<=[0-9])\s(?=[0-9]{3})", "", text)
    digits = [read_digits(found) for found in re.findall(r"[0-9]*[0-9,]*\.?[0-9]+", grouped)]
    closed = re.sub(r"\s", "", text)
    runs = re.findall(f"[{NUMERAL_SIGNS}点]+", closed) + re.findall(
        f"[{NUMERAL_SIGNS}点]+", re.sub("[百千]分之", "|", closed)
    )
    half = [Decimal("0.5")] if "半" in text else []
    return abs(value) in [*digits, *map(read_numeral, runs), *half]


OPERATORS = {
    "": None,
    "≥": GE,
    "≧": GE,
    "⩾": GE,
    ">=": GE,
    "＞＝": GE,
    "≤": LE,
    "≦": LE,
    "<=": LE,
    "=": EQ,
    "﹦": EQ,
    "═": EQ,
}


@given(
    st.decimals(min_value=0, max_value=10**30, allow_nan=False, allow_infinity=False, places=3),
    st.sampled_from(sorted(_UNITS)),
    st.sampled_from(sorted(OPERATORS)),
)
def test_any_decimal_with_any_unit_and_operator_is_read_back(number: Decimal, unit: str, glyph: str) -> None:
    assume(not (unit in ("年", "月") and number == int(number)))  # 2021年 and 12月 are dates
    quantity = read_quantity(f"{glyph}{number}{unit}")
    assert (quantity.number, quantity.unit, quantity.relation) == (number, unit, OPERATORS[glyph])
    column = read_quantity(f"{number}", unit, glyph)
    assert (column.number, column.unit, column.relation) == (number, unit, OPERATORS[glyph])


@given(st.text("-—–－/\\…　 ", max_size=6), st.sampled_from(["", "%", "元"]))
def test_signs_alone_are_never_numbers(text: str, unit: str) -> None:
    assert read_quantity(text, unit, "≥").number is None


def test_zero_width_characters_go_and_symbols_stay() -> None:
    assert normalise("\u200b㎡①\ufeff") == "㎡①"
