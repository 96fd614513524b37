"""What is not in the body: notes, headers, footers, comments; and what the file says of itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.word_xml import NORMAL, WordFile, para, run, word_field
from yzperf.loaders.docx_text import read_text

_W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'


def read(made: WordFile, folder: Path) -> dict[str, Any]:
    made.styles = made.styles or NORMAL
    return read_text(made.save(folder / "r.docx"))


def note(kind: str, key: int, text: str) -> str:
    return f'<w:{kind} w:id="{key}">{para(f"<w:r><w:{kind}Ref/></w:r>", text)}</w:{kind}>'


def mark(kind: str, key: int) -> str:
    return f'<w:r><w:{kind}Reference w:id="{key}"/></w:r>'


def test_notes_are_numbered_in_the_order_of_their_marks(tmp_path: Path) -> None:
    made = WordFile([para("甲", mark("footnote", 3), "乙"), para("丙", mark("footnote", 2), mark("endnote", 2))])
    separator = '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    made.part(
        "footnotes",
        "footnotes.xml",
        separator + note("footnote", 2, "后注") + note("footnote", 3, "先注") + note("footnote", 9, "孤注"),
        "footnotes",
    )
    made.part("endnotes", "endnotes.xml", note("endnote", 2, "尾"), "endnotes")
    settings = '<w:footnotePr><w:numFmt w:val="decimalEnclosedCircleChinese"/></w:footnotePr>'
    found = read(made.part("settings", "settings.xml", settings, "settings"), tmp_path)
    assert [(one["what"], one["number"], one["blocks"][0]["text"]) for one in found["notes"]] == [
        ("脚注", "①", "先注"), ("脚注", "②", "后注"), ("脚注", "", "孤注"), ("尾注", "i", "尾"),
    ]  # fmt: skip
    assert found["blocks"][0]["text"] == "甲乙"
    assert found["blocks"][0]["marks"] == [["脚注号", 1, 1, "3"]]


def test_headers_and_footers_by_section(tmp_path: Path) -> None:
    first = '<w:sectPr><w:headerReference w:type="first" r:id="rIdH"/><w:pgSz w:w="11906" w:h="16838"/><w:titlePg/></w:sectPr>'
    made = WordFile([para("封面", more=first), para("正文")])
    made.section = '<w:footerReference w:type="default" r:id="rIdF"/>' + made.section + '<w:pgNumType w:start="1"/>'
    made.part("header", "header1.xml", para("内部资料"), "hdr", relation="rIdH")
    made.part("footer", "footer1.xml", para("— ", word_field("PAGE"), " —"), "ftr", relation="rIdF")
    found = read(made, tmp_path)
    assert [(one["what"], one["section"], one["pages"], one["has_page_number"]) for one in found["margins"]] == [
        ("页眉", 1, "首页", False),
        ("页脚", 2, "默认", True),
    ]
    assert found["margins"][0]["blocks"][0]["text"] == "内部资料"
    assert [
        (one["section"], one["width"], one["first_page"], one["differs_on_first_page"]) for one in found["pages"]
    ] == [
        (1, 210.0, None, True),
        (2, 210.0, 1, False),
    ]


def test_comments_with_their_text_answers_and_state(tmp_path: Path) -> None:
    start, end = (
        '<w:commentRangeStart w:id="{}"/>',
        '<w:commentRangeEnd w:id="{0}"/><w:r><w:commentReference w:id="{0}"/></w:r>',
    )
    made = WordFile(
        [
            para("总分", start.format(1), "90.65", end.format(1), "分"),
            start.format(2),
            para("甲"),
            para("乙", end.format(2)),
        ]
    )
    comments = "".join(
        f'<w:comment w:id="{key}" w:author="{author}" w:date="2025-03-01T00:00:00Z"><w:p w14:paraId="{hook}"><w:r><w:t>{text}</w:t></w:r></w:p></w:comment>'
        for key, author, hook, text in (
            (1, "张三", "AA", "与评分表不符"),
            (2, "李四", "BB", "待补"),
            (3, "王五", "CC", "已改"),
        )
    )
    made.part("comments", "comments.xml", comments, "comments")
    extended = (
        '<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"><w15:commentEx w15:paraId="AA" w15:done="1"/>'
        '<w15:commentEx w15:paraId="CC" w15:paraIdParent="AA"/></w15:commentsEx>'
    )
    made.raw_part("word/commentsExtended.xml", extended.encode(), relation=("rIdX", "commentsExtended"))
    found = read(made, tmp_path)
    assert [(one["author"], one["text"], one["is_resolved"], one["reply_to"]) for one in found["comments"]] == [
        ("张三", "与评分表不符", True, ""), ("李四", "待补", False, ""), ("王五", "已改", False, "1"),
    ]  # fmt: skip
    main = "word/document.xml"
    assert found["comments"][0]["span"] == {"start": [main, 0, 2], "end": [main, 0, 7], "reference": [main, 0, 7]}
    assert found["comments"][1]["span"]["start"] == [main, 1, 0]
    assert found["comments"][1]["span"]["end"] == [main, 2, 1]


def test_a_comment_stays_at_its_words_when_blanks_are_cut_and_a_number_is_set_in_front(tmp_path: Path) -> None:
    from tests.word_xml import in_list, level, list_instance, numbered_list

    made = WordFile(numbering=numbered_list(level(0, "chineseCounting", "%1、")) + list_instance(1, 0))
    inside = '<w:commentRangeStart w:id="1"/>' + run("概况") + '<w:commentRangeEnd w:id="1"/>'
    made.add(para(run("　　"), inside, more=in_list(1)))
    made.part("comments", "comments.xml", '<w:comment w:id="1" w:author="a"><w:p/></w:comment>', "comments")
    found = read(made, tmp_path)
    span = found["comments"][0]["span"]
    assert found["blocks"][0]["text"][span["start"][2] : span["end"][2]] == "概况"


def test_properties_settings_and_signatures(tmp_path: Path) -> None:
    made = WordFile([para("甲")])
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"><dc:creator>张三</dc:creator>'
        "<cp:lastModifiedBy>李四</cp:lastModifiedBy><cp:revision>12</cp:revision><dcterms:created>2025-03-01T00:00:00Z</dcterms:created>"
        "</cp:coreProperties>"
    )
    app = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Template>红头.dotx</Template>'
        "<Company>甲公司</Company><Application>WPS Office</Application><TotalTime>95</TotalTime></Properties>"
    )
    custom = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        '<property name="KSOProductBuildVer"><vt:lpwstr>2052-12.1</vt:lpwstr></property></Properties>'
    )
    for name, text in (("core", core), ("app", app), ("custom", custom)):
        made.raw_part(f"docProps/{name}.xml", text.encode())
    made.raw_part("_xmlsignatures/sig1.xml", b"<x/>")
    made.part("settings", "settings.xml", '<w:trackRevisions/><w:documentProtection w:edit="readOnly"/>', "settings")
    said = read(made, tmp_path)["properties"]
    assert (said["creator"], said["last_modified_by"], said["revision"], said["company"]) == (
        "张三",
        "李四",
        "12",
        "甲公司",
    )
    assert (said["application"], said["template"], said["editing_minutes"]) == ("WPS Office", "红头.dotx", "95")
    assert said["custom"] == {"KSOProductBuildVer": "2052-12.1"}
    assert (said["signatures"], said["tracks_changes"], said["protection"]) == (1, True, "readOnly")
