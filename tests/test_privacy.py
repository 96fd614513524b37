"""Personal numbers: found wherever they stand, never where they are something else."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yzperf.errors import LoadError, Place, Problem
from yzperf.privacy import PersonalKind, find_personal, keyed_hash, mask, mask_address, mask_cell

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643 annex A


def identity(region: str, born: str, order: str) -> str:
    body = region + born + order
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11]


def luhn(body: str) -> str:
    total = sum(int(d) if n % 2 else sum(map(int, str(int(d) * 2))) for n, d in enumerate(reversed(body)))
    return body + str(-total % 10)


mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
identities = st.builds(
    identity,
    st.sampled_from(["321182", "110105", "540102", "810000"]),
    st.dates(min_value=date(1900, 1, 1)).filter(lambda d: d.year < 2100).map(lambda d: f"{d:%Y%m%d}"),
    st.from_regex(r"[0-9]{3}", fullmatch=True),
)
cards = st.from_regex(r"62[0-9]{16}", fullmatch=True).map(luhn)
words = st.text(alphabet="电话：是我，的 abc（）、\n", max_size=6)


@given(
    before=words, number=st.one_of(mobiles, identities, cards), after=st.sampled_from(["", "，谢谢", "\n第二行", " 或"])
)
def test_a_number_anywhere_in_a_text_is_masked(before: str, number: str, after: str) -> None:
    text = mask(before + number + after)
    assert number not in text
    assert text.startswith(before)
    assert text.endswith(after)
    assert mask(text) == text


@given(number=identities, place=st.integers(0, 16), other=st.sampled_from("0123456789"))
def test_a_changed_digit_breaks_the_check_digit(number: str, place: int, other: str) -> None:
    changed = number[:place] + other + number[place + 1 :]
    kinds = {one.kind for one in find_personal(changed)}
    assert (PersonalKind.IDENTITY in kinds) is (changed == number)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("13812341234", "138****1234"),
        ("１３８１２３４１２３４", "138****1234"),
        ("+86 138-1234-1234", "+86 138****1234"),
        ("8613812341234", "86138****1234"),
        ("138 1234 1234", "138****1234"),
        ("1381 234 1234", "138****1234"),
        ("13812341234.0", "138****1234.0"),
        ("13812341234、13912341234", "138****1234、139****1234"),
        ("11010519491231002X", "110*************2X"),
        ("11010519491231002x", "110*************2X"),
        ("110105 19491231 002X", "110*************2X"),
        ("4111 1111 1111 1111", "4111********1111"),
        ("vx13812341234", "vx138****1234"),
    ],
)
def test_ways_of_writing(text: str, shown: str) -> None:
    assert mask(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "91320000134787040X",  # credit code of a company
        "12321182MB1234567A",
        "110105194912310021",  # wrong check digit
        "321182201813450010",  # no such month
        "13812341234元",
        "¥13812341234",
        "13812341234.50",
        "13812341234.00",
        "1,381,234,123",
        "113812341234",
        "12812341234",
        "4111 1111 1111 1112",
        "321182240000000012345",  # 21 digits: a project code
        "2024-10-13 18:12:03",
        "a8aa88cb9c850b68513812341234eb9c850b685a4cb0644ec9e8b375aa3c935f",  # a SHA-256
        "3712.38",
        "",
    ],
)
def test_what_is_no_personal_number_stays(text: str) -> None:
    assert find_personal(text) == ()
    assert mask(text) == text


def test_a_credit_code_of_digits_only_is_no_card() -> None:
    # GB 32100 annex: weights are powers of 3 modulo 31; found among codes whose Luhn sum fits too
    code = next(code for code in all_digit_codes() if luhn(code[:-1]) == code)
    assert find_personal(code) == ()
    assert find_personal(code[:-1] + str((int(code[-1]) + 1) % 10)) == ()


def all_digit_codes():
    signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    for number in range(100_000, 200_000):
        body = f"91320000134{number}"
        check = signs[(31 - sum(int(d) * pow(3, n) for n, d in enumerate(body)) % 31) % 31]
        if check.isdecimal():
            yield body + check


def test_under_a_personal_heading_every_long_number_goes() -> None:
    assert mask_cell("110105194912310021", "身份证号码") == "110****21"
    assert mask_cell("0511-88321234", "联系电话") == "051****34"
    assert mask_cell("110105194912310021", "项目编码") == "110105194912310021"
    assert mask_cell("320102900101123", "身份证") == "320****23"


def test_addresses_keep_their_first_half() -> None:
    assert mask_address("117.136.67.12(江苏-镇江)") == "117.136.*.*(江苏-镇江)"
    assert mask_address("2024.10.1") == "2024.10.1"


def test_the_number_itself_is_not_in_what_is_shown() -> None:
    found = find_personal("13812341234")
    assert "13812341234" not in repr(found)
    assert keyed_hash("13812341234", b"a") != keyed_hash("13812341234", b"b")
    assert re.fullmatch("[0-9a-f]{64}", keyed_hash("13812341234", b"a"))


def test_errors_do_not_tell_it() -> None:
    problem = Problem(Place("a.csv", cell="第2行“年龄”"), "13812341234", "数字", "请改为数字")
    error = LoadError([problem, "电话13812341234写错了"])
    for text in (str(error), repr(error), repr(problem), repr(error.problems)):
        assert "13812341234" not in text
        assert "138****1234" in text
