"""Data made safe and fit to print."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pandas as pd
import pytest

from yzperf.reports.text import break_title, clean, is_blank, measured, merged, money, numeral, read_number


@pytest.mark.parametrize(
    ("raw", "printed"),
    [
        ("a\tb\nc\x0cd\x07e", "a b c d e"),
        ("{{ 7*7 }}", "｛｛ 7*7 ｝｝"),
        ("{_{ x }_}", "｛_｛ x ｝_｝"),
        ("预算<100万 & >50万", "预算<100万 & >50万"),
        ("正常\u202e反向", "正常 反向"),
        ("\ud800坏", "坏"),
        (None, ""),
        (float("nan"), ""),
        (pd.NaT, ""),
        (Decimal("12.50"), "12.50"),
        (datetime(2025, 3, 1, 8), "2025-03-01"),
        (date(2025, 3, 1), "2025-03-01"),
    ],
)
def test_what_no_paragraph_may_hold_is_gone(raw: object, printed: str) -> None:
    assert clean(raw) == printed


def test_blank_is_not_zero() -> None:
    assert is_blank(pd.NA)
    assert is_blank("  ")
    assert not is_blank(0)


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("1234.5", "1,234.50"),
        ("1,234.505", "1,234.51"),
        (Decimal("0"), "0.00"),
        (None, "—"),
        ("见附件", "见附件"),
        (float("inf"), "inf"),
        ("-3", "-3.00"),
    ],
)
def test_money_has_two_decimals_or_stays_as_written(value: object, printed: str) -> None:
    assert money(value) == printed


def test_numbers_are_read_as_people_write_them() -> None:
    assert read_number("97.3%") == Decimal("97.3")
    assert read_number("NaN") is None


@pytest.mark.parametrize(
    ("value", "printed"), [(1234.567, "1,234.57"), (0.00123, "0.00123"), (0.0, "0.00"), (-0.005, "-0.01")]
)
def test_small_figures_keep_digits(value: float, printed: str) -> None:
    assert measured(value) == printed


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_figure_must_be_finite(value: float) -> None:
    with pytest.raises(ValueError, match="有限"):
        measured(value)


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("某某市人民医院", ["某某市人民医院"]),
        ("某某市2024年农村公路安全生命防护工程项目", ["某某市2024年", "农村公路安全生命防护工程项目"]),
        (
            "扬中市城市管理局数字化城市管理信息系统运行维护项目",
            ["扬中市城市管理局", "数字化城市管理信息系统运行维护项目"],
        ),
        ("难以断开" * 6, ["难以断开" * 6]),
    ],
)
def test_a_title_breaks_behind_a_word_only(title: str, lines: list[str]) -> None:
    assert break_title(title) == lines
    assert "".join(break_title(title)) == title


def test_repeated_cells_become_ditto_and_an_inner_one_starts_anew() -> None:
    rows = [{"a": "决策", "b": "目标"}, {"a": "决策", "b": "目标"}, {"a": "产出", "b": "目标"}]
    assert [(row["a"], row["b"]) for row in merged(rows, "a", "b")] == [
        ("决策", "目标"),
        ("〃", "〃"),
        ("产出", "目标"),
    ]


def test_numerals() -> None:
    assert [numeral(number) for number in (1, 10, 12)] == ["一", "十", "十二"]
