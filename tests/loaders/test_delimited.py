"""Delimited text: encodings, exact numbers, all defects at once."""

from decimal import Decimal
from pathlib import Path

import pytest

from yzperf.errors import LoadError
from yzperf.loaders import read_rows, read_table

TEXT = '资金来源,年初预算数,备注\n市级,"1,234.50",𠮷祥\n镇级,—,\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "t.csv").write_bytes(TEXT.encode(encoding))
    frame = read_table(tmp_path / "t.csv", required=["资金来源"], exact=["年初预算数"])
    assert frame["年初预算数"].tolist() == [Decimal("1234.50"), None]
    assert frame["备注"].tolist() == ["𠮷祥", None]


def test_tabs(tmp_path: Path) -> None:
    (tmp_path / "t.tsv").write_text("甲\t乙\n1,5\t2\n", encoding="utf-8")
    assert read_rows(tmp_path / "t.tsv")[1] == ["1,5", "2"]


def test_codes_with_leading_zeros_stay_text(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("编号,数\n001,1\n002,2.5\n", encoding="utf-8")
    frame = read_table(tmp_path / "t.csv")
    assert frame["编号"].tolist() == ["001", "002"]
    assert frame["数"].tolist() == [1.0, 2.5]


def messages(path: Path, **options) -> str:
    with pytest.raises(LoadError) as caught:
        read_table(path, **options)
    return str(caught.value)


def test_all_defects_at_once(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("甲,乙\n1,2,3\n4\n", encoding="utf-8")
    text = messages(tmp_path / "t.csv", required=["丙", "丁"])
    assert "丙、丁" in text
    assert "第2行" in text
    assert "第3行" in text


def test_numbers_that_are_none(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("金额\n十二万\n12\n≥3\n", encoding="utf-8")
    text = messages(tmp_path / "t.csv", exact=["金额"])
    assert "第2行“金额”：读到“十二万”" in text
    assert "第4行“金额”：读到“≥3”" in text


@pytest.mark.parametrize(
    ("content", "word"),
    [(b"", "0 字节"), (b"\xff\xfe\xfa\x00\x01", "编码"), (b"a,b\n\x00,1\n", "空字节"), (b"a,b\n", "没有数据行")],
)
def test_unusable_files(tmp_path: Path, content: bytes, word: str) -> None:
    (tmp_path / "t.csv").write_bytes(content)
    assert word in messages(tmp_path / "t.csv")


@pytest.mark.parametrize(
    "cells", [["P001", "P002"], ["3万", "5万"], ["十二", "十"], ["3-5", "6-7"], ["≥3", "5"], ["1,23", "2"]]
)
def test_only_plain_figures_make_a_column_of_numbers(tmp_path: Path, cells: list[str]) -> None:
    (tmp_path / "t.csv").write_text("甲\t乙\n" + "".join(f"{cell}\t1\n" for cell in cells), encoding="utf-8")
    assert read_table(tmp_path / "t.csv")["甲"].tolist() == cells


def test_what_looks_like_a_month_is_a_number_in_a_column(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("甲,乙\n2021.12,20211231\n—,85%\n", encoding="utf-8")
    frame = read_table(tmp_path / "t.csv", exact=["乙"])
    assert frame["甲"].tolist()[0] == 2021.12
    assert frame["乙"].tolist() == [Decimal("20211231"), Decimal("85")]


def test_a_table_between_a_title_and_notes(tmp_path: Path) -> None:
    text = "2024年度资金情况表,,\n编制单位：示例局,,金额单位：元\n资金来源,年初预算数,备注\n市级,12345678.9,\n镇级,—,待拨\n注：以上为示例,,\n填表人：甲,,\n"
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    frame = read_table(tmp_path / "t.csv", money=["年初预算数"], unit="万元")
    assert list(frame.columns) == ["资金来源", "年初预算数", "备注"]
    assert frame["年初预算数"].tolist() == [Decimal("1234.56789"), None]
    assert frame.attrs["around"] == (
        "2024年度资金情况表",
        "编制单位：示例局 金额单位：元",
        "注：以上为示例",
        "填表人：甲",
    )


def test_units_in_headings(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(
        '来源,年初数(元),执行数（万元）,执行率(%)\n市级,"12,345",1.2,97\n', encoding="utf-8"
    )
    frame = read_table(
        tmp_path / "t.csv", required=["年初数", "执行数"], money=["年初数", "执行数"], exact=["执行率(%)"], unit="万元"
    )
    assert frame.iloc[0].tolist() == ["市级", Decimal("1.2345"), Decimal("1.2"), Decimal(97)]
    assert "年初数" in messages(tmp_path / "t.csv", required=["年初数"])  # without a unit it is a name like any other


def test_a_note_is_not_taken_for_a_row_and_a_row_not_for_a_note(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("名称,数量\n附属设施,\n说明牌,3\n来源地,\n", encoding="utf-8")
    assert read_table(tmp_path / "t.csv")["名称"].tolist() == ["附属设施", "说明牌", "来源地"]


def test_blank_columns_behind_the_table(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("名称,数量,,\n甲,1,,\n乙,2,,\n", encoding="utf-8")
    assert list(read_table(tmp_path / "t.csv").columns) == ["名称", "数量"]


def test_the_line_of_a_defect_counts_blank_lines_and_lines_in_quotes(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text('名称,金额\n\n"两\n行",1\n乙,二\n', encoding="utf-8")
    assert "第5行“金额”：读到“二”" in messages(tmp_path / "t.csv", exact=["金额"])


def test_headings_that_are_years(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("指标,2021年,2022年\n满意度,高,较高\n", encoding="utf-8")
    assert list(read_table(tmp_path / "t.csv").columns) == ["指标", "2021年", "2022年"]
