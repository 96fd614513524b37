"""Word documents through guard and child process: what python-docx writes, what the case holds, what is refused."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

import yzperf as yz
from tests.house_styles import COVER, HOUSES, MERGED_TEXTS, TITLE, texts
from yzperf.domain.document import Document, Kind
from yzperf.errors import LoadError
from yzperf.loaders import load_document


def test_a_document_made_by_a_library(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_heading("基本情况", 1)
    made.add_paragraph("一、综合评价情况及评价结论")
    made.add_paragraph("（一）项目概况")
    made.add_paragraph("1.这一句是正文，不是标题，因为它以句号结束。")
    table = made.add_table(2, 2)
    for cell, text in zip(table._cells, ("指标", "得分", "合计", "90.65"), strict=True):
        cell.text = text
    made.save(str(tmp_path / "r.docx"))
    document = load_document(tmp_path / "r.docx")
    assert [(heading.title, heading.level) for heading in document.headings] == [
        ("基本情况", 1),
        ("一、综合评价情况及评价结论", 1),
        ("（一）项目概况", 2),
    ]
    assert document.tables[0].rows == (("指标", "得分"), ("合计", "90.65"))


@pytest.mark.parametrize("house", HOUSES)
def test_every_house_is_read_whole(house: str, tmp_path: Path) -> None:
    document = load_document(HOUSES[house]().save(tmp_path / "r.docx"))
    running = [one.text for one in document.paragraphs if one.kind is Kind.TEXT]
    assert [text for text in running if text in texts()] == texts()
    assert document.title == TITLE
    assert [table.caption for table in document.tables] == ["表1 资金使用情况", "表2 产出得分情况"]
    assert [table.unit for table in document.tables] == ["万元", ""]
    assert document.tables[1].rows == MERGED_TEXTS
    assert [figure.caption for figure in document.figures] == ["图1 评价工作流程"]
    assert [(one.label, one.number, bool(one.target)) for one in document.references] == [
        ("表", "1", True), ("图", "1", True), ("表", "2", True), ("附件", "1", False),
    ]  # fmt: skip
    signed = [(one.role, one.value) for one in document.signatures]
    assert signed[:5] == [
        ("委托单位", "示例县财政局"), ("评价机构", "示例咨询有限公司"), ("主评人", ""), ("复核人", "李示例"), ("日期", "2025年3月10日"),
    ]  # fmt: skip
    assert len(COVER) == 5


def test_the_report_of_the_sample_case(sample_case: Path) -> None:
    document = yz.load_document(str(sample_case / "report.docx"))
    assert document.title == "扬中市农村生活污水治理项目（示例）2024年度绩效评价报告"
    assert document.tables[2].height == 24
    assert document.properties.creator == "示例评价咨询有限公司"
    assert document.pages[0].width == 210.0


def test_reports_that_this_package_writes_are_read_back(tmp_path: Path, sample_case: Path) -> None:
    evaluation = yz.evaluate(sample_case)
    document = load_document(yz.report(evaluation, tmp_path / "r.docx"))
    assert len(document.contents) > 10
    assert {one.title for one in document.outline.sections} >= {"一、基本情况"}
    assert all(reference.target for reference in document.references if reference.label in ("表", "图"))
    assert all(figure.caption for figure in document.figures)
    assert document.margins


def test_empty_and_damaged_documents(tmp_path: Path) -> None:
    docx.Document().save(str(tmp_path / "空.docx"))
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04")
    with pytest.raises(LoadError, match="没有文字"):
        load_document(tmp_path / "空.docx")
    with pytest.raises(LoadError, match="损坏"):
        load_document(tmp_path / "坏.docx")


def test_facts_that_do_not_fit_together_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = HOUSES["word_styles"]().save(tmp_path / "r.docx")
    monkeypatch.setattr("yzperf.loaders.document.parse", lambda kind, path: {"blocks": [{"kind": "p"}]})
    with pytest.raises(LoadError, match="前后不符"):
        load_document(path)


def test_the_page_shows_outline_counts_and_what_was_not_read(tmp_path: Path) -> None:
    made = HOUSES["bold_paragraphs"]()
    made.add('<w:altChunk r:id="rIdZ"/>')
    document: Document = load_document(made.save(tmp_path / "r<1>.docx"))
    page = document._repr_html_()
    assert TITLE in page
    assert "一、基本情况" in page
    assert "表格 <b>2</b>" in page
    assert "未能读取" in page
    assert "r&lt;1&gt;.docx" in page
    assert "（一）项目概况" in document._repr_mimebundle_()["text/plain"]
