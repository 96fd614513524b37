"""Places that a person finds, and ids that stay."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from tests.loaders.prose.test_headings import SENTENCE, b, read
from tests.word_xml import NORMAL, C, W, WordFile, centred, para, picture, run, table, text_box, tracked
from yzperf.domain.document import Document, Figure, MarkKind, Story


def document(folder: Path, *blocks: str, **parts: str) -> Document:
    return read(WordFile(list(blocks), styles=NORMAL, **parts).with_picture(), folder)


def test_paragraphs_are_counted_under_their_headings(tmp_path: Path) -> None:
    found = document(
        tmp_path, para("封面"), b("一、概况"), para(SENTENCE), para(""), b("（一）背景"), para(SENTENCE), para("乙")
    )
    assert [one.where.paragraph for one in found.paragraphs] == [
        "首个标题之前第1段", "标题“一、概况”", "“一、概况”一节第1段", "标题“一、概况 › （一）背景”",
        "“一、概况 › （一）背景”一节第1段", "“一、概况 › （一）背景”一节第2段",
    ]  # fmt: skip
    assert [one.path for one in found.paragraphs][-1] == ("一、概况", "（一）背景")


def test_without_headings_paragraphs_are_just_counted(tmp_path: Path) -> None:
    assert [str(one.where) for one in document(tmp_path, para("甲"), para("乙")).paragraphs] == [
        "r.docx 第1段",
        "r.docx 第2段",
    ]


def test_cells_nested_tables_figures_and_boxes(tmp_path: Path) -> None:
    nested = table([[C(para("外") + table([["内"]]) + para("")), C(para(picture()))]])
    found = document(tmp_path, b("一、概况"), para("甲", text_box(para("框"))), para(picture()), nested)
    outer, inner = found.tables
    assert str(outer.cells[0].where) == "r.docx 第1个表 第1行第1列 在“一、概况”一节"
    assert str(inner.cells[0].where) == "r.docx 第1个表第1行第1列内的表 第1行第1列 在“一、概况”一节"
    assert (outer.number, inner.number) == (1, 0)
    box = next(one for one in found.paragraphs if one.story is Story.BOX)
    assert str(box.where) == "r.docx “一、概况”一节第1段旁文本框"
    assert [str(figure.where) for figure in found.figures] == [
        "r.docx 第1幅图 在“一、概况”一节",
        "r.docx 第1个表 第1行第2列 在“一、概况”一节",
    ]


def test_long_titles_are_cut_in_places_only(tmp_path: Path) -> None:
    title = "一、主要经验及做法、存在的问题及原因分析和下一步打算"
    found = document(tmp_path, b(title), para(SENTENCE))
    assert found.paragraphs[1].where.paragraph == "“一、主要经验及做法、存在的问题及原…”一节第1段"
    assert found.paragraphs[1].path == (title,)


def test_ids_stay_when_something_else_changes(tmp_path: Path) -> None:
    before = document(
        tmp_path, b("一、概况"), para("甲"), table([["来源", "金额"], ["省级", "1"]]), para("乙"), para("乙")
    )
    after = document(
        tmp_path,
        para("新"),
        b("一、概况"),
        para(run("甲", bold=True)),
        table([["来源", "金额"], ["省级", "2"]]),
        para("乙"),
        para("乙"),
    )
    assert {one.id for one in before.paragraphs} < {one.id for one in after.paragraphs}
    assert before.tables[0].id == after.tables[0].id
    ids = [one.id for one in before.every_paragraph()]
    assert len(set(ids)) == len(ids)


def test_anchors_lead_back_to_the_file(tmp_path: Path) -> None:
    made = WordFile([para(""), para("甲"), table([["一", "二"]]), para("乙")], styles=NORMAL)
    found = read(made, tmp_path)
    nodes = list(etree.fromstring(made.document()).iter(f"{{{W}}}p"))
    for paragraph in found.every_paragraph():
        part, _, ordinal = paragraph.anchor.partition("#p")
        assert part == "word/document.xml"
        assert "".join(nodes[int(ordinal)].itertext()) == paragraph.text


def test_runs_joined_are_the_text_and_marks_lie_inside(tmp_path: Path) -> None:
    link = f'<w:hyperlink w:anchor="x">{run("附件")}</w:hyperlink>'
    found = document(tmp_path, para(run("　总分"), run("90", bold=True), link, run("  ")))
    (paragraph,) = found.paragraphs
    assert "".join(one.text for one in paragraph.runs) == paragraph.text == "总分90附件"
    (mark,) = paragraph.marks
    assert (mark.kind, paragraph.text[mark.start : mark.end], mark.value) == (MarkKind.LINK, "附件", "#x")


def test_changes_comments_and_hidden_text_are_placed(tmp_path: Path) -> None:
    gone = para(tracked("del", run("整段删去")), more="<w:rPr><w:vanish/></w:rPr>")
    inside = '<w:commentRangeStart w:id="1"/>' + run("90.65") + '<w:commentRangeEnd w:id="1"/>'
    made = WordFile(
        [b("一、概况"), para(SENTENCE), gone, para("总分", inside, run("密", more="<w:vanish/>"))], styles=NORMAL
    )
    made.part(
        "comments",
        "comments.xml",
        '<w:comment w:id="1" w:author="甲"><w:p><w:r><w:t>核对</w:t></w:r></w:p></w:comment>',
        "comments",
    )
    found = read(made, tmp_path)
    assert found.changes[0].where.paragraph == "“一、概况”一节第1段"
    assert (found.comments[0].anchor_text, found.comments[0].where.paragraph) == ("90.65", "“一、概况”一节第2段")
    assert (found.hidden[0].text, found.hidden[0].where.paragraph) == ("密", "“一、概况”一节第2段")


def test_notes_are_placed_at_their_mark(tmp_path: Path) -> None:
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    made = WordFile([b("一、概况"), table([["甲", C(para("乙", mark))]])], styles=NORMAL)
    made.part("footnotes", "footnotes.xml", f'<w:footnote w:id="2">{para("来源：统计年鉴")}</w:footnote>', "footnotes")
    (note,) = read(made, tmp_path).notes
    assert (note.kind, note.number, note.text) == ("脚注", "1", "来源：统计年鉴")
    assert str(note.where) == "r.docx 第1个表 第1行第2列 在“一、概况”一节"


def test_a_seal_is_a_figure_of_its_place(tmp_path: Path) -> None:
    found = document(tmp_path, b("一、概况"), centred(picture(alt="印章", floating=True)))
    (figure,) = (block for block in found.blocks if isinstance(block, Figure))
    assert (figure.alt, figure.is_floating) == ("印章", True)


def test_a_note_in_a_document_without_text_stands_in_the_file(tmp_path: Path) -> None:
    made = WordFile([para('<w:r><w:footnoteReference w:id="2"/></w:r>')], styles=NORMAL)
    made.part("footnotes", "footnotes.xml", f'<w:footnote w:id="2">{para("注")}</w:footnote>', "footnotes")
    (note,) = read(made, tmp_path).notes
    assert str(note.where) == "r.docx"
