"""Word reports: headings by style and by number, tracked insertions, text boxes, tables."""

from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml

from yzperf.errors import LoadError
from yzperf.loaders import load_document

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.fixture
def report(tmp_path: Path) -> Path:
    document = docx.Document()
    document.add_heading("基本情况", 1)
    document.add_paragraph("一、综合评价情况及评价结论")
    document.add_paragraph("（一）项目概况")
    document.add_paragraph("1.这一句是正文，不是标题，因为它以句号结束。")
    paragraph = document.add_paragraph("总分")
    paragraph._p.append(parse_xml(f'<w:ins {W} w:id="1" w:author="a"><w:r><w:t>90.65分</w:t></w:r></w:ins>'))
    paragraph._p.append(parse_xml(f'<w:del {W} w:id="2" w:author="a"><w:r><w:delText>88分</w:delText></w:r></w:del>'))
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ("指标", "得分", "合计", "90.65"), strict=True):
        cell.text = text
    document.save(tmp_path / "r.docx")
    return tmp_path / "r.docx"


def test_headings_by_style_and_by_number(report: Path) -> None:
    headings = [(heading.text, heading.level) for heading in load_document(report).headings]
    assert headings == [("基本情况", 1), ("一、综合评价情况及评价结论", 1), ("（一）项目概况", 2)]


def test_tracked_insertions_are_read_and_deletions_are_not(report: Path) -> None:
    paragraph = load_document(report).paragraphs[4]
    assert paragraph.text == "总分90.65分"
    assert str(paragraph.where) == "r.docx “一、综合评价情况及评价结论 › （一）项目概况”一节第2段"


def test_tables(report: Path) -> None:
    assert load_document(report).tables[0].rows == (("指标", "得分"), ("合计", "90.65"))


def test_empty_and_damaged_documents(tmp_path: Path) -> None:
    docx.Document().save(tmp_path / "空.docx")
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04")
    with pytest.raises(LoadError, match="没有文字"):
        load_document(tmp_path / "空.docx")
    with pytest.raises(LoadError, match="损坏"):
        load_document(tmp_path / "坏.docx")
