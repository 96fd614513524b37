"""The heading tree and the table grid as objects."""

from __future__ import annotations

from yzperf.domain.document import Cell, Document, Kind, Paragraph, Table, section_tree
from yzperf.errors import Place

HERE = Place(file="r.docx")


def head(level: int, title: str, text: str = "") -> Paragraph:
    return Paragraph(title + text, level, HERE, Kind.HEADING, title)


def text(words: str) -> Paragraph:
    return Paragraph(words, None, HERE)


def cell(row: int, column: int, words: str, down: int = 1, right: int = 1) -> Cell:
    return Cell(row, column, (text(words),), HERE, down, right)


def test_blocks_hang_under_their_heading() -> None:
    root = section_tree(
        [text("封面"), head(1, "一、甲"), text("1"), head(2, "（一）乙"), text("2"), head(1, "二、丙"), text("3")]
    )
    assert root.level == 0
    assert [block.text for block in root.blocks if isinstance(block, Paragraph)] == ["封面"]
    first, second = root.sections
    assert (first.title, first.sections[0].title, second.title) == ("一、甲", "（一）乙", "二、丙")
    assert first.text == "1\n2"
    assert [section.title for section in root.walk()] == ["", "一、甲", "（一）乙", "二、丙"]


def test_a_skipped_level_hangs_under_the_nearest_heading() -> None:
    root = section_tree([head(1, "一"), head(3, "1."), head(2, "（一）")])
    assert [section.title for section in root.sections[0].sections] == ["1.", "（一）"]


def test_a_run_in_heading_is_heading_and_text() -> None:
    (section,) = section_tree([head(2, "（一）乙", "。后面是正文。")]).sections
    assert (section.title, section.text) == ("（一）乙", "（一）乙。后面是正文。")


def test_a_document_deeper_than_python_likes() -> None:
    assert len(list(section_tree([head(9, "九") for _ in range(5000)]).walk())) == 5001


def test_table_as_rectangle_and_by_position() -> None:
    table = Table((cell(1, 1, "甲", down=2), cell(1, 2, "乙", right=2), cell(2, 2, "丙"), cell(2, 3, "丁")), HERE)
    assert (table.height, table.width) == (2, 3)
    assert table.rows == (("甲", "乙", ""), ("", "丙", "丁"))
    covering = table.cell(2, 1)
    assert covering is not None
    assert covering.text == "甲"
    assert table.cell(3, 1) is None


def test_tables_and_paragraphs_in_cells_are_found() -> None:
    inner = Table((cell(1, 1, "内"),), HERE)
    outer = Table((Cell(1, 1, (text("外"), inner), HERE),), HERE)
    contents = Paragraph("一、甲 3", None, HERE, Kind.CONTENTS)
    document = Document("r.docx", (contents, text("正文"), outer))
    assert document.tables == (outer, inner)
    assert [one.text for one in document.every_paragraph()] == ["正文", "外", "内"]
    assert [one.text for one in document.contents] == ["一、甲 3"]
    assert document.counts()["表格"] == 2
