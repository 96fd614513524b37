"""Tables out and in again: nothing lost, nothing run as a formula."""

from __future__ import annotations

import csv
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yzperf import face
from yzperf.domain.cell_text import guarded, is_formula_like, restored
from yzperf.errors import LoadError
from yzperf.loaders.grid import read_stored
from yzperf.reports.table_files import save_table, save_tables

SIGNS = "=+-@\t\r\n＝＋－＠'\"、,;，012.%eE/_x<&> 甲𠮷\u200b"
texts = st.one_of(
    st.text(alphabet=SIGNS, max_size=8),
    st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=12),
    st.sampled_from(["0012", "321182198001011234", "1E5", "3-5", "1/2", "2024-01-01", "95%", "true", "_x000D_", "'=1"]),
)
numbers = st.one_of(st.integers(-(10**14), 10**14), st.floats(-1e300, 1e300))


def blank(text: str) -> str | None:
    return text or None


@given(text=texts)
def test_a_guard_comes_off_again(text: str) -> None:
    assert restored(guarded(text)) == text
    assert not is_formula_like(guarded(text))


@settings(max_examples=60)
@given(column=st.lists(texts, min_size=1, max_size=6).filter(any), number=numbers)
def test_texts_and_numbers_come_back_from_a_delimited_file(
    tmp_path_factory: pytest.TempPathFactory, column: list[str], number: float
) -> None:
    path = tmp_path_factory.mktemp("t") / "表.csv"
    frame = pd.DataFrame({"文字": column, "数": [number] * len(column)})
    save_table(frame, path)
    found = face.load_table(path)
    assert found["文字"].tolist() == [blank(text) for text in column]
    assert found["数"].tolist() == [number] * len(column)


@settings(max_examples=60)
@given(column=st.lists(st.one_of(texts, numbers), min_size=1, max_size=6).filter(any))
def test_texts_and_numbers_come_back_from_a_workbook(
    tmp_path_factory: pytest.TempPathFactory, column: list[Any]
) -> None:
    path = tmp_path_factory.mktemp("t") / "表.xlsx"
    save_table(pd.DataFrame({"列": pd.Series(column, dtype=object), "满": 1}), path)
    (grid,) = read_stored(path)
    for row, saved in enumerate(column, 2):
        found = grid.sorts.get((row, 1))
        assert found == (None if saved == "" else "text" if isinstance(saved, str) else "number")
    for value, saved in zip(face.load_table(path)["列"], column, strict=True):
        if saved == "":
            assert pd.isna(value)
        else:
            assert value == (saved if isinstance(saved, str) else pytest.approx(saved, rel=1e-15))


FRAME = pd.DataFrame(
    {
        "编号": ["001", "002"],
        "长号": ["321182202400000001234", "110000000000000001"],
        "金额": [Decimal("1234567890123.45"), Decimal("0.10")],
        "多位": [Decimal("90071992547409.9312"), None],
        "数": [1.5, float("nan")],
        "整": [3, -4],
        "日期": [date(2024, 3, 1), date(2024, 12, 31)],
        "时间": [datetime(2024, 3, 1, 8, 5, 9), None],
        "文字": ["=HYPERLINK(\"x\")", "第一行\n第二行"],
        "像数": ["95%", "12"],
    }
)  # fmt: skip


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_a_whole_table_comes_back(tmp_path: Path, suffix: str) -> None:
    face.save_table(FRAME, tmp_path / f"表{suffix}")
    found = face.load_table(tmp_path / f"表{suffix}", exact=["金额", "多位"])
    assert found["金额"].tolist() == [Decimal("1234567890123.45"), Decimal("0.10")]
    assert found["多位"].tolist() == [Decimal("90071992547409.9312"), None]
    assert found["整"].dtype == "int64"
    assert found["日期"].tolist() == ["2024-03-01", "2024-12-31"]
    assert found["时间"].tolist()[0] == "2024-03-01 08:05:09"
    for name in ("编号", "长号", "文字", "像数"):
        assert found[name].tolist() == FRAME[name].tolist()


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_the_same_table_gives_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    one, other = (face.save_table(FRAME, tmp_path / name / f"表{suffix}").read_bytes() for name in "ab")
    assert one == other


@pytest.mark.parametrize(
    "start", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＋1", "－1", "＠x", " =1+1"]
)
def test_nothing_runs(tmp_path: Path, start: str) -> None:
    frame = pd.DataFrame({start: [start, "甲"], "数": [-1, 2]})
    save_table(frame, tmp_path / "表.csv")
    with (tmp_path / "表.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert [row[0][0] for row in rows] == ["'", "'", "甲"]
    assert [row[1] for row in rows] == ["数", "-1", "2"]  # numbers are left alone
    save_table(frame, tmp_path / "表.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "表.xlsx").active
    assert [sheet["A1"].data_type, sheet["A2"].data_type] == ["s", "s"]
    assert sheet["A2"].quotePrefix
    assert sheet["B2"].data_type == "n"


def test_what_people_type_is_read_as_they_see_it(tmp_path: Path) -> None:
    face.save_table(pd.DataFrame({"项": ["a", "b"], "率": [None, None]}), tmp_path / "表.xlsx")
    book = openpyxl.load_workbook(tmp_path / "表.xlsx")
    book.active["B2"].value, book.active["B2"].number_format = 0.956, "0.0%"
    book.active["B3"].value, book.active["B3"].number_format = 88, '0"%"'
    book.save(tmp_path / "表.xlsx")
    assert face.load_table(tmp_path / "表.xlsx")["率"].tolist() == [95.6, 88.0]


def test_all_defects_of_a_workbook_at_once(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["金额", "金额", "乙"], ["十二", 1, "x"], [3, "#DIV/0!", "y"]):
        book.active.append(row)
    book.active["B3"].data_type = "e"
    book.save(tmp_path / "表.xlsx")
    with pytest.raises(LoadError) as caught:
        face.load_table(tmp_path / "表.xlsx", exact=["金额"])
    assert {problem.place.cell for problem in caught.value.problems} == {"B1", "A2", "B3"}


@pytest.mark.parametrize("name", ["表.txt", "表", "表.xls"])
def test_other_kinds_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(LoadError, match=r"\.xlsx"):
        face.save_table(FRAME, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_several_tables_need_a_workbook(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="2 张表"):
        save_tables({"a": FRAME, "b": FRAME}, tmp_path / "表.csv")
    save_tables({"a/b": FRAME, "c": FRAME}, tmp_path / "表.xlsx")
    assert openpyxl.load_workbook(tmp_path / "表.xlsx").sheetnames == ["a_b", "c"]
