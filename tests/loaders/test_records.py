"""Delimited text: delimiters found out, quotes strict, no line too long."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yzperf.errors import LoadError
from yzperf.loaders.records import DELIMITERS, find_delimiter, split_records

PATH = Path("t.csv")


@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_delimiters(delimiter: str) -> None:
    text = f"项目{delimiter}金额\n甲{delimiter}1\n乙{delimiter}2\n"
    assert find_delimiter(text) == delimiter
    assert [record.cells for record in split_records(PATH, text)] == [["项目", "金额"], ["甲", "1"], ["乙", "2"]]


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("项目;金额\n甲;1,234.50\n乙;2,345.60\n", ";"),
        ("项目\t说明\n甲\t好，快，省\n乙\t好，快\n", "\t"),
        ("某局2024年情况,,\n单位：万元,,\n项目,金额,备注\n甲;乙,1,2\n丙;丁,3,4\n", ","),
        ('项目,说明\n甲,"一；二;三"\n乙,"四;五;六"\n', ","),
        ("只有一列\n甲\n乙\n", ","),
    ],
)
def test_delimiters_among_other_signs(text: str, delimiter: str) -> None:
    assert find_delimiter(text) == delimiter


def test_lines_are_those_of_the_file() -> None:
    found = split_records(PATH, '甲,乙\n\n"两\n行",1\n , \n丙,2\n')
    assert [(record.line, record.cells) for record in found] == [
        (1, ["甲", "乙"]),
        (3, ["两\n行", "1"]),
        (6, ["丙", "2"]),
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('甲,乙\n1,2\n"3,4\n5,6\n', "第3行"),
        ('甲,乙\n1,"a"b\n', "第2行"),
        ('甲,乙\n"' + "x\n" * 60 + '",2\n', "第2行"),
        ("甲,乙\n" + "x" * 200_000 + ",1\n", "第2行"),
    ],
)
def test_quotes_that_do_not_match(text: str, line: str) -> None:
    with pytest.raises(LoadError) as caught:
        split_records(PATH, text)
    assert line in str(caught.value)
    assert "双引号" in str(caught.value)


@pytest.mark.parametrize("text", ["," * 6_000_000, "\n" * 6_000_000, "a,b\n" * 3_000_000])
def test_more_cells_than_a_sheet_may_have(text: str) -> None:
    with pytest.raises(LoadError, match="万个单元格"):
        split_records(PATH, text)


def test_all_limits_hold_on_one_line() -> None:
    assert len(split_records(PATH, "a,b\nc,d", 3)) == 2
    with pytest.raises(LoadError):
        split_records(PATH, "a,b\nc,d,e", 3)


_cell = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=8).filter(
    lambda text: text == text.strip()
)


@given(st.lists(st.lists(_cell, min_size=3, max_size=3).filter(any), min_size=1), st.sampled_from(list(DELIMITERS)))
def test_what_a_spreadsheet_writes_is_read_back(rows: list[list[str]], delimiter: str) -> None:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([["甲", "乙", "丙"]] * 9 + rows)
    found = [record.cells for record in split_records(PATH, written.getvalue())]
    assert found[9:] == rows


def test_signs_that_steer_a_terminal_are_not_printed() -> None:
    with pytest.raises(LoadError) as caught:
        split_records(PATH, '名称,值\n"\x1b[2J\u202e甲,1\n')
    assert "[2J" in str(caught.value)
    assert not {"\x1b", "\u202e"} & set(str(caught.value))
