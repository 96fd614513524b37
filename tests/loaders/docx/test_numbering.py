"""Automatic numbers as Word shows them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.word_xml import NORMAL, WordFile, in_list, level, list_instance, numbered_list, para, style
from yzperf.loaders.docx.counting import written
from yzperf.loaders.docx.numbering import joined
from yzperf.loaders.docx_text import read_text

OFFICIAL = (level(0, "chineseCounting", "%1、"), level(1, "chineseCounting", "（%2）"), level(2, "decimal", "%3."))


def numbers(folder: Path, numbering: str, *items: tuple[int, int], styles: str = "", first: str = "") -> list[str]:
    made = WordFile([first], styles=NORMAL + styles, numbering=numbering)
    made.add(*(para("甲", more=in_list(number, at)) for number, at in items))
    found = read_text(made.save(folder / "r.docx"))["blocks"]
    return [block["text"].removesuffix("甲") for block in found]


def test_levels_begin_anew_below_the_next_one(tmp_path: Path) -> None:
    lists = numbered_list(*OFFICIAL) + list_instance(1, 0)
    items = [(1, 0), (1, 1), (1, 1), (1, 2), (1, 2), (1, 0), (1, 1), (1, 2)]
    assert numbers(tmp_path, lists, *items) == ["一、", "（一）", "（二）", "1.", "2.", "二、", "（一）", "1."]


def test_a_level_that_does_not_begin_anew(tmp_path: Path) -> None:
    levels = (level(0, "decimal", "%1."), level(1, "decimal", "%2)", more='<w:lvlRestart w:val="0"/>'))
    lists = numbered_list(*levels) + list_instance(1, 0)
    assert numbers(tmp_path, lists, (1, 0), (1, 1), (1, 0), (1, 1)) == ["1.", "1)", "2.", "2)"]


def test_lists_of_one_definition_share_their_count_unless_one_starts_itself(tmp_path: Path) -> None:
    own = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    lists = numbered_list(*OFFICIAL) + list_instance(1, 0) + list_instance(2, 0) + list_instance(3, 0, own)
    items = [(1, 0), (2, 0), (3, 0), (3, 0), (1, 0)]
    assert numbers(tmp_path, lists, *items) == ["一、", "二、", "一、", "二、", "三、"]


def test_a_list_with_a_level_of_its_own(tmp_path: Path) -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1)", start=3)}</w:lvlOverride>'
    lists = numbered_list(*OFFICIAL) + list_instance(1, 0, own)
    assert numbers(tmp_path, lists, (1, 0), (1, 0)) == ["C)", "D)"]


def test_numbers_of_several_levels_and_legal_digits(tmp_path: Path) -> None:
    levels = (level(0, "chineseCounting", "第%1章"), level(1, "decimal", "%1.%2", more="<w:isLgl/>"))
    lists = numbered_list(*levels) + list_instance(1, 0)
    assert numbers(tmp_path, lists, (1, 0), (1, 1), (1, 1)) == ["第一章 ", "1.1 ", "1.2 "]


def test_a_level_above_that_was_never_used_shows_its_start(tmp_path: Path) -> None:
    lists = numbered_list(level(0, "decimal", "%1"), level(1, "decimal", "%1.%2")) + list_instance(1, 0)
    assert numbers(tmp_path, lists, (1, 1)) == ["1.1 "]


def test_bullets_and_unknown_lists_show_nothing(tmp_path: Path) -> None:
    lists = numbered_list(level(0, "bullet", "\uf0b7")) + list_instance(1, 0)
    assert numbers(tmp_path, lists, (1, 0), (9, 0), (0, 0)) == ["", "", ""]


def test_styles_bring_numbers_and_a_paragraph_can_take_them_off(tmp_path: Path) -> None:
    bound = level(1, "chineseCounting", "（%2）", more='<w:pStyle w:val="h2"/>')
    lists = numbered_list(level(0, "chineseCounting", "%1、"), bound) + list_instance(1, 0)
    styles = style("h2", "heading 2", more='<w:numPr><w:numId w:val="1"/></w:numPr>') + style(
        "h3", "mine", based_on="h2"
    )
    made = WordFile(styles=NORMAL + styles, numbering=lists)
    made.add(para("甲", style="h2"), para("乙", style="h3"), para("丙", style="h2", more=in_list(0)))
    assert [block["text"] for block in read_text(made.save(tmp_path / "r.docx"))["blocks"]] == [
        "（一）甲",
        "（二）乙",
        "丙",
    ]


def test_a_list_that_names_the_style_of_another(tmp_path: Path) -> None:
    linked = '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="公文"/></w:abstractNum>'
    owner = numbered_list(*OFFICIAL).replace("<w:multiLevelType", '<w:styleLink w:val="公文"/><w:multiLevelType')
    assert numbers(tmp_path, owner + linked + list_instance(1, 0) + list_instance(2, 5), (2, 0), (2, 1)) == [
        "一、",
        "（一）",
    ]


def test_blank_paragraphs_count_as_in_word(tmp_path: Path) -> None:
    lists = numbered_list(*OFFICIAL) + list_instance(1, 0)
    assert numbers(tmp_path, lists, (1, 0), first=para("", more=in_list(1))) == ["二、"]


@pytest.mark.parametrize(
    ("number", "kind", "shown"),
    [
        (10, "chineseCounting", "十"), (11, "chineseCountingThousand", "十一"), (21, "japaneseCounting", "二十一"),
        (108, "chineseCountingThousand", "一百零八"), (3, "chineseLegalSimplified", "叁"), (12, "ideographDigital", "一二"),
        (11, "ideographTraditional", "甲"), (1, "ideographZodiac", "子"), (20, "decimalEnclosedCircle", "⑳"),
        (21, "decimalEnclosedCircleChinese", "㉑"), (51, "decimalEnclosedCircle", "51"), (2, "decimalEnclosedParen", "⑵"),
        (3, "decimalEnclosedFullstop", "⒊"), (7, "decimalZero", "07"), (12, "decimalFullWidth", "１２"),
        (4, "lowerRoman", "iv"), (1999, "upperRoman", "MCMXCIX"), (4000, "upperRoman", "4000"), (27, "lowerLetter", "aa"),
        (5, "unheard", "5"), (0, "chineseCounting", "0"), (10**9, "lowerLetter", "1000000000"), (1, "bullet", ""),
    ],
)  # fmt: skip
def test_formats(number: int, kind: str, shown: str) -> None:
    assert written(number, kind) == shown


def test_a_number_stands_apart_from_the_text_only_after_a_letter_or_digit() -> None:
    assert [joined(number, "甲") for number in ("一、", "（一）", "1.", "1.1", "第一章")] == [
        "一、甲", "（一）甲", "1.甲", "1.1 甲", "第一章 甲",
    ]  # fmt: skip
