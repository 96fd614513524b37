"""Captions, references, signature lines: what names what, and what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.loaders.prose.test_headings import SENTENCE, b, read
from tests.word_xml import NORMAL, C, WordFile, centred, para, picture, run, style, table, word_field
from yzperf.domain.document import Document
from yzperf.loaders.prose.references import find_references
from yzperf.loaders.prose.signatures import read_signatures

GRID = table([["来源", "金额"], ["省级", "1"]])


def document(folder: Path, *blocks: str, styles: str = "") -> Document:
    return read(WordFile(list(blocks), styles=NORMAL + styles).with_picture(), folder)


# ── captions ────────────────────────────────────────────────────────────────────────────────────────


def test_captions_find_their_table_and_figure_on_either_side(tmp_path: Path) -> None:
    found = document(
        tmp_path,
        b("一、概况"), centred("表1 资金"), para("单位：万元"), GRID, para(SENTENCE),
        GRID, centred("表2-1：支出"), para(SENTENCE),
        centred(picture()), centred("图 1　流程"), para(SENTENCE),
        centred("图2　机构"), centred(picture()),
    )  # fmt: skip
    assert [(one.label, one.number, one.title) for one in found.captions] == [
        ("表", "1", "资金"), ("表", "2-1", "支出"), ("图", "1", "流程"), ("图", "2", "机构"),
    ]  # fmt: skip
    assert [table.caption for table in found.tables] == ["表1 资金", "表2-1：支出"]
    assert [figure.caption for figure in found.figures] == ["图 1 流程", "图2 机构"]
    assert [one.target for one in found.captions] == [one.id for one in (*found.tables, *found.figures)]


def test_each_caption_has_one_object_and_each_object_one_caption(tmp_path: Path) -> None:
    found = document(tmp_path, centred("表1 甲"), GRID, centred("表2 乙"), GRID, para(SENTENCE))
    assert [table.caption for table in found.tables] == ["表1 甲", "表2 乙"]
    found = document(tmp_path, GRID, centred("表1 甲"), GRID, centred("表2 乙"), para(SENTENCE))
    assert sorted(table.caption for table in found.tables) == ["表1 甲", "表2 乙"]


def test_word_captions_with_a_counter_and_by_style(tmp_path: Path) -> None:
    counted = para("表", word_field("SEQ 表 \\* ARABIC", "7"), " 各镇得分")
    found = document(tmp_path, counted, para(SENTENCE), para("图9 示意", style="c"), styles=style("c", "题注"))
    assert [(one.label, one.number, one.title, one.target) for one in found.captions] == [
        ("表", "7", "各镇得分", ""),
        ("图", "9", "示意", ""),
    ]


@pytest.mark.parametrize(
    "text", ["表1显示，资金已到位", "图2为流程", "表1 资金已全部到位。", "表2024年预算", "表示感谢"]
)
def test_sentences_are_no_captions(tmp_path: Path, text: str) -> None:
    assert document(tmp_path, centred(text), GRID).captions == ()


@pytest.mark.parametrize(
    ("above", "unit"),
    [
        (("表1 资金（单位：万元）",), "万元"), (("表1 资金", "单位：元"), "元"), (("单位：元", "表1 资金"), "元"),
        (("表1 资金", "金额单位：亿元"), "亿元"), (("表1 资金",), ""),
        (("表1　资金来源与支出情况（万元）",), "万元"), (("表1 户均造价（元/户）",), "元/户"), (("表1 资金（示例）",), ""),
        (("表1 资金（万元）", "单位：元"), "元"),
    ],
)  # fmt: skip
def test_units_beside_a_table(tmp_path: Path, above: tuple[str, ...], unit: str) -> None:
    assert document(tmp_path, *map(centred, above), GRID).tables[0].unit == unit


def test_a_unit_in_the_first_row(tmp_path: Path) -> None:
    assert document(tmp_path, table([[C("单位：万元", span=2)], ["甲", "1"]])).tables[0].unit == "万元"


# ── references ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("详见表3。", [("表", "3")]), ("（见表2-1、图4）", [("表", "2-1"), ("图", "4")]), ("如附件一所示", [("附件", "一")]),
        ("附件1、2和3", [("附件", "1"), ("附件", "2"), ("附件", "3")]), ("见附表2", [("附表", "2")]), ("表1至3", [("表", "1"), ("表", "3")]),
        ("财务报表2024年", []), ("时间表1月", []), ("表5个", []), ("地图1", []), ("代表2人", []), ("本表如下", []), ("表1.5%", []),
        ("见附录A、附表A-1和表B.2", [("附录", "A"), ("附表", "A-1"), ("表", "B.2")]), ("附录Ｂ", [("附录", "B")]), ("图A所示", []), ("附件APP", []),
        ("附件2024年评分表", []), ("财预〔2020〕10号附件1", []), ("《管理办法》附件2", []), ("（财预〔2020〕10号）的附件2", []), ("统计图3", []), ("图书馆3座", []),
    ],
)  # fmt: skip
def test_references(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(label, number) for label, number, _ in find_references(text)] == expected


def test_references_are_resolved_and_what_is_missing_is_told(tmp_path: Path) -> None:
    found = document(
        tmp_path, b("一、概况"), para("资金见表1，流程见图8，问卷见附件一。"), centred("表1 资金"), GRID, para(SENTENCE), para("附件1　调查问卷"), para(SENTENCE)
    )  # fmt: skip
    annex = found.headings[-1]
    assert [(one.label, one.number, one.target) for one in found.references] == [
        ("表", "1", found.tables[0].id), ("图", "8", ""), ("附件", "一", annex.id),
    ]  # fmt: skip
    assert found.references[0].where.paragraph == "“一、概况”一节第1段"


def test_references_in_cells_notes_and_headings_count(tmp_path: Path) -> None:
    found = document(tmp_path, b("一、得分（见表2）"), para(SENTENCE), table([["说明", "详见附件5"]]))
    assert [(one.label, one.number) for one in found.references] == [("表", "2"), ("附件", "5")]


# ── signatures ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("主评人（签字）：张三", [("主评人", "张三", "签字")]),
        ("主评人：张三　　　复核人：李四", [("主评人", "张三", ""), ("复核人", "李四", "")]),
        ("评价机构（盖章）：____________", [("评价机构", "", "盖章")]),
        ("受托机构: 甲公司\t日期：2025年3月1日", [("评价机构", "甲公司", ""), ("日期", "2025年3月1日", "")]),
        ("示例咨询有限公司（公章）", [("落款", "示例咨询有限公司", "公章")]),
        ("主评人（张三）签字：________", [("主评人", "", "签字")]),
        ("日期：　　　　年　　月　　日", [("日期", "", "")]),
        ("评价机构：甲公司（盖章）", [("评价机构", "甲公司", "盖章")]),
        ("二〇二五年三月十日", [("日期", "二〇二五年三月十日", "")]),
        ("2025年3月", [("日期", "2025年3月", "")]),
        ("评价机构对项目开展了评价：情况良好。", []),
        ("项目负责人由镇长担任", []),
        ("2025年3月完成验收", []),
    ],
)
def test_signature_lines(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(one.role, one.value, one.wants) for one in read_signatures(text)] == expected


def test_signatures_in_cells_and_a_seal_beside(tmp_path: Path) -> None:
    cells = table([["主评人（签字）", "张三"], ["评价机构：（盖章）", ""], ["预算数", "2025年3月1日"]])
    found = document(
        tmp_path, cells, para(SENTENCE), para("示例咨询有限公司（盖章）", picture(floating=True)), para("2025年3月1日")
    )
    assert [(one.role, one.value, one.wants, one.has_picture) for one in found.signatures] == [
        ("主评人", "张三", "签字", False), ("评价机构", "", "盖章", False),
        ("落款", "示例咨询有限公司", "盖章", True), ("日期", "2025年3月1日", "", True),
    ]  # fmt: skip
    assert str(found.signatures[0].where) == "r.docx 第1个表 第1行第2列"


def test_a_list_with_such_words_in_it_is_no_signature_page(tmp_path: Path) -> None:
    log = table([["日期", "环节", "参加人"], ["3月1日", "委托", "评价机构"], ["3月2日", "调研", "评价机构"]])
    assert document(tmp_path, log).signatures == ()


def test_lines_of_one_paragraph_are_lines(tmp_path: Path) -> None:
    broken = "<w:r><w:t>委托单位：甲局</w:t><w:br/><w:t>评价机构：乙公司</w:t></w:r>"
    assert [(one.role, one.value) for one in document(tmp_path, para(broken)).signatures] == [
        ("委托单位", "甲局"),
        ("评价机构", "乙公司"),
    ]


def test_a_run_of_the_title_is_one_title(tmp_path: Path) -> None:
    made = document(
        tmp_path,
        centred(run("示例县供水项目", size=22)),
        centred(run("绩效评价报告", size=22)),
        b("一、概况"),
        para(SENTENCE),
    )
    assert made.title == "示例县供水项目绩效评价报告"
