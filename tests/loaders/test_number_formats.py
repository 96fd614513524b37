"""Number formats: what they mean for the number; no stored digit is lost."""

import pytest
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from yzperf.loaders.number_formats import BUILT_IN, is_date, is_plain, show_by

WAN = '[>=100000000]0!.00,,"亿元";[>=10000]0!.0,"万元";0"元"'


@pytest.mark.parametrize(
    ("code", "stored", "text"),
    [
        ("General", "0.30000000000000004", "0.3"),
        ("General", "1e-7", "0.0000001"),
        ("General", "5.0", "5"),
        ("General", "1E+300", "1E+300"),
        ("#,##0.00", "1234567.5", "1234567.5"),
        ("_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ", "-12.5", "-12.5"),
        ("[Red]0.00;[Blue]-0.00", "-3", "-3"),
        ("0.00%", "0.8618304", "86.18304%"),
        ("0%", "1", "100%"),
        ('0"%"', "95", "95%"),
        ('"≥"0%', "0.95", "≥95%"),
        ('0"个"', "8", "8个"),
        ('#,##0.00"元/㎡"', "350", "350元/㎡"),
        ('#,##0.00"万元"', "12.5", "12.5万元"),
        ('0!.0,"万元"', "123456", "12.3456万元"),
        ("0\\.0,", "123456", "12.3456"),
        ("0!.0000", "123456", "12.3456"),
        ("#,##0,", "123456", "123.456"),
        ("0.00,,", "1234567", "1.234567"),
        (WAN, "234567890", "2.3456789亿元"),
        (WAN, "123456", "12.3456万元"),
        (WAN, "12", "12元"),
        ("000000", "321", "000321"),
        ("yyyy/m/d", "45597", "2024-11-01"),
        ("yyyy/m/d h:mm", "45597.5", "2024-11-01 12:00:00"),
        ('yyyy"年"m"月"d"日"', "45597", "2024-11-01"),
        ('[$-804]yyyy"年"m"月"', "45597", "2024年11月"),
        ("mmm-yy", "45597", "2024年11月"),
        ('yyyy"年"', "45597", "2024年"),
        ("h:mm", "0.5208333333333", "12:30:00"),
        ("[h]:mm", "1.5", "36:00:00"),
    ],
)
def test_shown_text(code: str, stored: str, text: str) -> None:
    assert show_by(code)(stored) == text


@pytest.mark.parametrize("number", [27, 30, 31, 36, 50, 52, 57, 58, 14, 22])
def test_dates_that_chinese_excel_names_by_number(number: int) -> None:
    assert show_by(BUILT_IN[number])("45597").startswith("2024")


def test_days_before_the_day_that_never_was() -> None:
    assert [show_by("yyyy/m/d")(day) for day in ("1", "59", "61")] == ["1900-01-01", "1900-02-28", "1900-03-01"]


def test_days_since_1904() -> None:
    assert show_by("yyyy/m/d", since_1904=True)("44135") == "2024-11-01"


@pytest.mark.parametrize(
    "code",
    [
        *BUILTIN_FORMATS.values(),
        WAN,
        '0"万元"',
        'yyyy"年"m"月"',
        "[$-804]aaaa",
        "[Red]0",
        '"合计"0',
        "d/m",
        "@",
        "上午/下午h:mm",
    ],
)
def test_dates_are_told_from_numbers_as_openpyxl_does(code: str) -> None:
    assert is_date(code) == bool(is_date_format(code))


@pytest.mark.parametrize("code", ["General", "0", "0.00", "#,##0.00", "@", "0.00_ ", "[Red]0.00"])
def test_formats_that_change_nothing(code: str) -> None:
    assert is_plain(code)
    assert show_by(code)("1234.5") == "1234.5"


@pytest.mark.parametrize("code", ["0%", '0"个"', "yyyy/m/d", "0!.0,", "00000", WAN])
def test_formats_that_change_something(code: str) -> None:
    assert not is_plain(code)


@pytest.mark.parametrize("stored", ["十", "", "nan", "inf"])
def test_what_is_no_number(stored: str) -> None:
    with pytest.raises(ValueError, match=r"could not convert|NaN|Infinity"):
        show_by("0.00")(stored)
