"""Tables with merged cells: every cell once, at the place where a reader sees it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.word_xml import NORMAL, C, WordFile, cell, para, run, table
from yzperf.errors import LoadError
from yzperf.loaders.docx_text import read_text


def read(folder: Path, *blocks: str) -> dict[str, Any]:
    return read_text(WordFile(list(blocks), styles=NORMAL).save(folder / "r.docx"))


def cells(folder: Path, block: str) -> list[tuple[int, int, int, int, str]]:
    (found,) = [one for one in read(folder, block)["blocks"] if one["kind"] == "t"]
    return [(*one[:4], "".join(inner.get("text", "") for inner in one[4])) for one in found["cells"]]


def raw(*rows: str, grid: int = 3) -> str:
    columns = '<w:gridCol w:w="1000"/>' * grid
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{para(text)}</w:tc>"


def test_merged_both_ways(tmp_path: Path) -> None:
    rows = [[C("甲", down="restart"), C("乙", span=2)], [C(down="continue"), "丙", "丁"], [C("合计", span=3)]]
    assert cells(tmp_path, table(rows)) == [
        (1, 1, 2, 1, "甲"), (1, 2, 1, 2, "乙"), (2, 2, 1, 1, "丙"), (2, 3, 1, 1, "丁"), (3, 1, 1, 3, "合计"),
    ]  # fmt: skip


def test_columns_that_no_cell_edge_needs_are_not_counted(tmp_path: Path) -> None:
    rows = [[C("甲", span=3), C("乙", span=2)], [C("丙", span=3), C("丁", span=2)]]
    assert [one[:4] for one in cells(tmp_path, table(rows))] == [(1, 1, 1, 1), (1, 2, 1, 1), (2, 1, 1, 1), (2, 2, 1, 1)]


def test_the_older_way_to_merge_sideways(tmp_path: Path) -> None:
    block = raw(tc("甲", '<w:hMerge w:val="restart"/>') + tc("", "<w:hMerge/>") + tc("乙"), tc("1") + tc("2") + tc("3"))
    assert cells(tmp_path, block)[:2] == [(1, 1, 1, 2, "甲"), (1, 3, 1, 1, "乙")]


def test_rows_that_begin_later(tmp_path: Path) -> None:
    late = f'<w:trPr><w:gridBefore w:val="1"/></w:trPr>{tc("乙")}{tc("丙")}'
    assert cells(tmp_path, raw(tc("甲") + tc("子") + tc("丑"), late))[3:] == [(2, 2, 1, 1, "乙"), (2, 3, 1, 1, "丙")]


def test_cells_without_spans_are_placed_by_their_widths(tmp_path: Path) -> None:
    def wide(text: str, width: int) -> str:
        return tc(text, f'<w:tcW w:w="{width}" w:type="dxa"/>')

    block = raw(
        wide("甲", 3010), wide("1", 1000) + wide("2", 1000) + wide("3", 1000), wide("丙", 2000) + wide("丁", 1000)
    )
    assert cells(tmp_path, block) == [
        (1, 1, 1, 3, "甲"), (2, 1, 1, 1, "1"), (2, 2, 1, 1, "2"), (2, 3, 1, 1, "3"), (3, 1, 1, 2, "丙"), (3, 3, 1, 1, "丁"),
    ]  # fmt: skip


def test_a_cell_that_continues_nothing_stands_for_itself(tmp_path: Path) -> None:
    block = raw(tc("甲", "<w:vMerge/>") + tc("乙"), tc("", "<w:vMerge/>") + tc("丙"))
    assert cells(tmp_path, block) == [(1, 1, 2, 1, "甲"), (1, 2, 1, 1, "乙"), (2, 2, 1, 1, "丙")]


def test_text_under_a_merged_cell_is_hidden_not_lost(tmp_path: Path) -> None:
    found = read(tmp_path, raw(tc("甲", '<w:vMerge w:val="restart"/>'), tc("看不见", "<w:vMerge/>")))
    assert [one["text"] for one in found["hidden"]] == ["看不见"]


def test_nested_tables(tmp_path: Path) -> None:
    (block,) = read(tmp_path, table([[C(para("外") + table([["内"]]) + para("")), "右"]]))["blocks"]
    outer = block["cells"][0][4]
    assert [one["kind"] for one in outer] == ["p", "t"]
    assert outer[1]["cells"][0][4][0]["text"] == "内"


def test_tracked_rows(tmp_path: Path) -> None:
    def row(kind: str, text: str) -> str:
        return f'<w:trPr><w:{kind} w:id="1" w:author="张三" w:date="d"/></w:trPr>{tc(text)}'

    found = read(tmp_path, raw(tc("甲"), row("del", "乙"), row("ins", "丙")))
    (block,) = found["blocks"]
    assert ["".join(inner["text"] for inner in one[4]) for one in block["cells"]] == ["甲", "丙"]
    assert [(one["kind"], one["text"]) for one in found["changes"]] == [
        ("删除", "〔表格行〕乙"),
        ("插入", "〔表格行〕丙"),
    ]


def test_a_table_that_is_all_deleted_is_gone(tmp_path: Path) -> None:
    gone = f'<w:trPr><w:del w:id="1" w:author="a" w:date="d"/></w:trPr>{tc("甲")}'
    assert read(tmp_path, para("乙"), raw(gone))["blocks"][0]["text"] == "乙"
    assert len(read(tmp_path, para("乙"), raw(gone))["blocks"]) == 1


def test_rows_and_cells_in_content_controls(tmp_path: Path) -> None:
    wrapped = f"<w:sdt><w:sdtContent><w:tr>{tc('乙')}<w:sdt><w:sdtContent>{tc('丙')}</w:sdtContent></w:sdt></w:tr></w:sdtContent></w:sdt>"
    block = raw(tc("甲") + tc("子"), grid=2).replace("</w:tbl>", wrapped + "</w:tbl>")
    assert [one[-1] for one in cells(tmp_path, block)] == ["甲", "子", "乙", "丙"]


def test_heading_rows_and_alternative_text(tmp_path: Path) -> None:
    (block,) = read(tmp_path, table([["甲"], ["乙"]], heading_rows=1, more='<w:tblCaption w:val="说明"/>'))["blocks"]
    assert (block["heading_rows"], block["alt"]) == (1, "说明")


@pytest.mark.parametrize("span", ["0", "-3", "x", "", "2.0"])
def test_odd_spans(tmp_path: Path, span: str) -> None:
    block = raw(tc("甲", f'<w:gridSpan w:val="{span}"/>') + tc("乙"))
    assert [one[-1] for one in cells(tmp_path, block)] == ["甲", "乙"]


def test_a_table_beyond_all_measure_is_refused(tmp_path: Path) -> None:
    wide = raw(*(tc("甲", '<w:gridSpan w:val="999999999"/>') + tc("乙") for _ in range(3)))
    assert len(cells(tmp_path, wide)) == 6
    with pytest.raises(LoadError, match="列数超出常理"):
        read(tmp_path, raw(tc("x") * 1001))


def test_a_cell_with_a_figure_or_several_paragraphs(tmp_path: Path) -> None:
    block = f"<w:tbl><w:tr>{cell(C(para('一') + para(run('二'))))}</w:tr></w:tbl>"
    assert cells(tmp_path, block) == [(1, 1, 1, 1, "一二")]
