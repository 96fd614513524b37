"""PDF files that hold text: paragraphs and tables put together again, everything else refused with a remedy."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest

import yzperf as yz
from tests.pdf_file import write_pdf
from yzperf.domain.document import Paragraph

HEAD, FOOT = "示例县道路项目绩效评价报告", "— {} —"
FIRST = [
    "一、项目基本情况",
    "项目年初预算数1,000.00万元，截至2023年12月31日累计支出9",
    "50.00万元，预算执行率95.00%，结余50.00万",
    "元，项目单位资金管理比较规范，按合同支付了工程款和监理费。",
    "二、评价结论",
    "经综合评价，项目总得分88.50分，评价等级为“良”。",
]
SECOND = [
    "表1 各部分得分",
    "一级指标 分值 得分 得分率",
    "决策 15 13.50 90.00%",
    "过程 25 22.00 88.00%",
    "合计 40 35.50 88.75%",
]


def pdf(folder: Path, pages: Sequence[Sequence[str]]) -> Path:
    return write_pdf(folder / "报告.pdf", pages)


def framed(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    return [[HEAD, *page, FOOT.format(number)] for number, page in enumerate(pages, 1)]


def test_lines_become_paragraphs_with_their_page(tmp_path: Path) -> None:
    document = yz.load_pdf(pdf(tmp_path, framed([FIRST, SECOND, ["附件1 问卷"]])))
    assert [heading.title for heading in document.headings][:2] == ["一、项目基本情况", "二、评价结论"]
    body = document.blocks[1]
    assert isinstance(body, Paragraph)
    assert body.text.startswith("项目年初预算数")
    assert body.text.endswith("监理费。")
    assert str(body.where) == "报告.pdf “一、项目基本情况”一节第1段（第1页）"


def test_page_numbers_and_repeated_lines_are_left_out(tmp_path: Path) -> None:
    document = yz.load_pdf(pdf(tmp_path, framed([FIRST, SECOND, ["附件1 问卷"]])))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert HEAD not in texts
    assert not any("—" in text for text in texts)


def test_rows_become_a_table(tmp_path: Path) -> None:
    document = yz.load_pdf(pdf(tmp_path, [FIRST, SECOND]))
    (table,) = document.tables
    assert table.caption == "表1 各部分得分"
    assert table.rows[1] == ("决策", "15", "13.50", "90.00%")
    claims = yz.read_claims(document).of("得分", "总分")
    assert [(claim.subject, str(claim.value), claim.where.sheet) for claim in claims] == [
        ("总分", "88.50", ""),
        ("决策", "13.50", "第1个表"),
        ("过程", "22.00", "第1个表"),
        ("表1 各部分得分合计", "35.50", "第1个表"),
    ]


def test_a_figure_that_a_line_breaks_is_not_glued_together(tmp_path: Path) -> None:
    claims = yz.read_claims(yz.load_pdf(pdf(tmp_path, [FIRST])))
    assert "950.00" not in {str(claim.value) for claim in claims}


def test_a_figure_with_blanks_before_its_unit_and_a_broken_unit_are_read(tmp_path: Path) -> None:
    document = yz.load_pdf(pdf(tmp_path, [["项目结余资金为 50.00 万", "元，已交回财政。"]]))
    assert [(claim.text, claim.unit) for claim in yz.read_claims(document)] == [("50.00 万元", "万元")]


def test_it_says_that_the_structure_was_guessed(tmp_path: Path) -> None:
    assert yz.load_pdf(pdf(tmp_path, [FIRST])).unread == ("PDF 没有段落和表格的结构，标题、段落、表格是按排版还原的",)


def test_a_scan_is_refused(tmp_path: Path) -> None:
    with pytest.raises(yz.LoadError, match="没有文字的 PDF"):
        yz.load_pdf(pdf(tmp_path, [[], []]))


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.pdf", b"hello", "不是 PDF 的文件"),
        ("a.pdf", b"%PDF-1.7\n garbage", "损坏或写法异常的 PDF"),
        ("a.pdf", b"", "0 字节的空文件"),
        ("a.docx", b"%PDF-1.7", ".docx 文件"),
    ],
)
def test_what_is_no_pdf_is_refused_with_a_remedy(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(yz.LoadError, match=said):
        yz.load_pdf(path)


def test_a_cut_file_is_refused_or_read_but_never_fails(tmp_path: Path) -> None:
    whole = pdf(tmp_path, [FIRST, SECOND]).read_bytes()
    for at in range(100, len(whole), 997):
        path = tmp_path / "cut.pdf"
        path.write_bytes(whole[:at])
        with suppress(yz.LoadError):
            assert yz.load_pdf(path).blocks
