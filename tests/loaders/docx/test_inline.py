"""What stands inside paragraphs: nothing a reader sees is lost, nothing he does not see is taken for text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.word_xml import NORMAL, WordFile, para, run, style, text_box, tracked, word_field
from yzperf.loaders.docx_text import read_text


def read(folder: Path, *blocks: str, **parts: Any) -> dict[str, Any]:
    made = WordFile(list(blocks), styles=NORMAL + parts.pop("styles", ""))
    for name, value in parts.items():
        setattr(made, name, value)
    return read_text(made.save(folder / "r.docx"))


def texts(folder: Path, *blocks: str, **parts: Any) -> list[str]:
    return [block["text"] for block in read(folder, *blocks, **parts)["blocks"] if block["kind"] == "p"]


def test_runs_that_look_alike_are_one(tmp_path: Path) -> None:
    (block,) = read(tmp_path, para(run("总"), run("分"), run("90", bold=True), run("分", bold=True)))["blocks"]
    assert block["text"] == "总分90分"
    assert [one[0] for one in block["runs"]] == ["总分", "90分"]


def test_looks_come_from_styles_and_runs(tmp_path: Path) -> None:
    look = '<w:b/><w:color w:val="FF0000"/><w:sz w:val="30"/>'
    styles = style("s", "s", look=look)
    made = para(run("甲"), run("乙", more='<w:b w:val="0"/>', size=22, font="楷体"), style="s")
    (block,) = read(tmp_path, made, styles=styles)["blocks"]
    assert block["runs"] == [["甲", 1, 0, 15.0, "仿宋", "FF0000"], ["乙", 0, 0, 22.0, "楷体", "FF0000"]]


def test_tracked_changes_are_accepted_in_the_text_and_kept_apart(tmp_path: Path) -> None:
    made = para(run("总分"), tracked("del", run("88"), run("分")), tracked("ins", run("90"), run("分"), author="李四"))
    found = read(tmp_path, made)
    assert found["blocks"][0]["text"] == "总分90分"
    assert [(one["kind"], one["author"], one["text"]) for one in found["changes"]] == [
        ("删除", "张三", "88分"),
        ("插入", "李四", "90分"),
    ]


def test_what_was_inserted_and_deleted_again_is_gone(tmp_path: Path) -> None:
    found = read(tmp_path, para("甲", tracked("ins", tracked("del", run("乙"))), "丙"))
    assert found["blocks"][0]["text"] == "甲丙"
    assert [one["kind"] for one in found["changes"]] == ["删除"]


def test_moved_text_stands_where_it_went(tmp_path: Path) -> None:
    found = read(tmp_path, para("甲", tracked("moveFrom", run("乙"))), para(tracked("moveTo", run("乙")), "丙"))
    assert [block["text"] for block in found["blocks"]] == ["甲", "乙丙"]
    assert [one["kind"] for one in found["changes"]] == ["移出", "移入"]


def test_a_deleted_paragraph_mark_joins_two_paragraphs(tmp_path: Path) -> None:
    gone = '<w:rPr><w:del w:id="1" w:author="a" w:date="d"/></w:rPr>'
    assert texts(tmp_path, para("甲", more=gone), para("乙"), para("丙")) == ["甲乙", "丙"]
    assert texts(tmp_path, para("甲"), para("乙", more=gone)) == ["甲", "乙"]


def test_format_changes_are_noted(tmp_path: Path) -> None:
    change = '<w:rPrChange w:id="1" w:author="王五" w:date="d"><w:rPr/></w:rPrChange>'
    found = read(tmp_path, para(run("总分", bold=True, more=change)))
    assert [(one["kind"], one["author"], one["text"]) for one in found["changes"]] == [("改格式", "王五", "总分")]


def test_hidden_text_is_kept_apart(tmp_path: Path) -> None:
    styles = style("h", "h", look="<w:vanish/>")
    shown = run("见", more='<w:vanish w:val="0"/>')
    found = read(
        tmp_path, para("总", run("密", more="<w:vanish/>"), "分"), para(run("全部"), shown, style="h"), styles=styles
    )
    assert [block["text"] for block in found["blocks"]] == ["总分", "见"]
    assert [one["text"] for one in found["hidden"]] == ["密", "全部"]


def test_text_in_wrappers_of_any_kind_is_kept(tmp_path: Path) -> None:
    control = f"<w:sdt><w:sdtPr><w:alias w:val='单位'/></w:sdtPr><w:sdtContent>{run('乙')}</w:sdtContent></w:sdt>"
    smart = f"<w:smartTag w:element='place'>{run('丙')}</w:smartTag>"
    unknown = f"<w:newThing>{run('丁')}</w:newThing>"
    ruby = f"<w:r><w:ruby><w:rt>{run('pin')}</w:rt><w:rubyBase>{run('戊')}</w:rubyBase></w:ruby></w:r>"
    assert texts(tmp_path, para("甲", control, smart, unknown, ruby)) == ["甲乙丙丁戊"]


def test_content_controls_around_paragraphs_and_prompts(tmp_path: Path) -> None:
    prompt = "<w:sdt><w:sdtPr><w:alias w:val='机构'/><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>单击此处</w:t></w:r></w:sdtContent></w:sdt>"
    block = f"<w:sdt><w:sdtContent>{para('甲')}{para('乙：', prompt)}</w:sdtContent></w:sdt>"
    found = read(tmp_path, block)["blocks"]
    assert [one["text"] for one in found] == ["甲", "乙：单击此处"]
    assert found[1]["marks"] == [["占位提示", 2, 6, "机构"]]


def test_fields_show_their_result_and_keep_their_code(tmp_path: Path) -> None:
    made = para("表", word_field("SEQ 表 \\* ARABIC", "3"), "　见第", word_field("PAGEREF _Ref1", "7"), "页")
    (block,) = read(tmp_path, made)["blocks"]
    assert block["text"] == "表3　见第7页"
    assert block["marks"] == [["域", 1, 2, "SEQ 表 \\* ARABIC"], ["域", 5, 6, "PAGEREF _Ref1"]]


def test_a_field_without_end_swallows_nothing(tmp_path: Path) -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF x</w:instrText></w:r>'
    assert texts(tmp_path, para("甲", begin, run("乙")), para("丙")) == ["甲乙", "丙"]
    open_result = begin + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    assert texts(tmp_path, para("甲", open_result, "乙"), para("丙")) == ["甲乙", "丙"]


def test_nested_fields(tmp_path: Path) -> None:
    inner = word_field("PAGE", "5")
    made = word_field("= 1", "x").replace(" = 1 </w:instrText></w:r>", f" = </w:instrText></w:r>{inner}", 1)
    assert texts(tmp_path, para("共", made, "页")) == ["共x页"]


def test_old_form_fields_show_their_state(tmp_path: Path) -> None:
    def box(state: str) -> str:
        data = f'<w:ffData><w:checkBox><w:default w:val="0"/>{state}</w:checkBox></w:ffData>'
        return (
            f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r><w:r><w:instrText> FORMCHECKBOX </w:instrText>'
            '</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )

    assert texts(tmp_path, para(box("<w:checked/>"), "是", box(""), "否")) == ["☑是□否"]


def test_symbols(tmp_path: Path) -> None:
    def sign(font: str, code: str) -> str:
        return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'

    made = para(sign("Wingdings 2", "F052"), "是", sign("Wingdings", "F0A8"), "否", sign("Symbol", "F0B3"), "9")
    assert texts(tmp_path, made, para(sign("Nobody", "F041"))) == ["☑是□否≥9", "\ufffd"]


def test_formulas_are_one_line(tmp_path: Path) -> None:
    fraction = (
        "<m:oMath><m:r><m:t>执行率=</m:t></m:r><m:f><m:num><m:r><m:t>支出</m:t></m:r></m:num>"
        "<m:den><m:r><m:t>预算</m:t></m:r></m:den></m:f></m:oMath>"
    )
    assert texts(tmp_path, para("按", fraction, "计算")) == ["按执行率=(支出)/(预算)计算"]


def test_breaks_tabs_and_blanks(tmp_path: Path) -> None:
    made = '<w:p><w:r><w:t xml:space="preserve">　　甲</w:t><w:tab/><w:t>乙\n </w:t><w:br/><w:t>丙</w:t><w:br w:type="page"/></w:r></w:p>'
    assert texts(tmp_path, made, para("　"), para("")) == ["甲\t乙\n丙"]


def test_links_and_bookmarks(tmp_path: Path) -> None:
    link = f'<w:hyperlink r:id="rId77">{run("公开网址")}</w:hyperlink>'
    made = para('<w:bookmarkStart w:id="1" w:name="_Ref9"/>', "见", link, '<w:bookmarkEnd w:id="1"/>', "。")
    (block,) = read(tmp_path, made, relations=[("rId77", "hyperlink", "http://example.invalid/a")])["blocks"]
    assert block["text"] == "见公开网址。"
    assert block["marks"] == [["书签", 0, 5, "_Ref9"], ["超链接", 1, 5, "http://example.invalid/a"]]


def test_a_text_box_follows_its_paragraph_and_is_read_once(tmp_path: Path) -> None:
    found = read(tmp_path, para("甲", text_box(para("框一"), para("框二"))), para("乙"))["blocks"]
    assert [block["kind"] for block in found] == ["p", "box", "p"]
    assert [block["text"] for block in found[1]["blocks"]] == ["框一", "框二"]


def test_the_fallback_is_read_where_there_is_no_choice(tmp_path: Path) -> None:
    only = f"<mc:AlternateContent><mc:Fallback>{run('乙')}</mc:Fallback></mc:AlternateContent>"
    assert texts(tmp_path, para("甲", only)) == ["甲乙"]


def test_contents_are_told_apart(tmp_path: Path) -> None:
    styles = style("t1", "toc 1") + style("m1", "目录 1")
    gallery = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{para('目录')}{para('一、概况')}</w:sdtContent></w:sdt>"
    )
    link = f'<w:hyperlink w:anchor="_Toc1">{run("三、结论")}</w:hyperlink>'
    blocks = read(
        tmp_path,
        gallery,
        para("二、结论 5", style="t1"),
        para("四 6", style="m1"),
        para(link),
        para("正文"),
        styles=styles,
    )["blocks"]
    assert [block["is_contents"] for block in blocks] == [True, True, True, True, True, False]


def test_a_contents_field_that_never_ends_does_not_hide_the_report(tmp_path: Path) -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    blocks = read(tmp_path, para(begin, "一、概况 3"), para("二、正文在这里。"))["blocks"]
    assert [block["is_contents"] for block in blocks] == [True, False]


@pytest.mark.parametrize("outline", ["7", "x", "", "99", "-1"])
def test_odd_outline_levels(tmp_path: Path, outline: str) -> None:
    (block,) = read(tmp_path, para("甲", more=f'<w:outlineLvl w:val="{outline}"/>'))["blocks"]
    assert block["outline"] == (8 if outline == "7" else None)


def test_an_imported_file_is_told(tmp_path: Path) -> None:
    found = read(tmp_path, para("甲"), '<w:altChunk r:id="rId5"/>', relations=[("rId5", "aFChunk", "chunk.html")])
    assert "chunk.html" in found["unread"][0]
