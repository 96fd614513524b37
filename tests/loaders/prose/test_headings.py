"""Headings in whatever way a house sets them: drawn at random, the outline must come out as it was written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.house_styles import CHINESE, HOUSES, Head, Numbers, Text, headings
from tests.word_xml import (
    NORMAL,
    WordFile,
    centred,
    in_list,
    level,
    list_instance,
    numbered_list,
    para,
    run,
    style,
    table,
)
from yzperf.domain.document import Document
from yzperf.domain.quantity import normalise
from yzperf.loaders.docx_text import read_text
from yzperf.loaders.prose.build import build_document
from yzperf.loaders.prose.labels import read_label

SENTENCE = "项目单位按照批复的实施方案组织实施，截至2024年12月底已完成全部建设内容，并通过了县级验收。"


def read(made: WordFile, folder: Path) -> Document:
    """Read without the child process, so that many can be read."""
    path = made.save(folder / "r.docx")
    return build_document(path.name, read_text(path))


def outline(document: Document) -> list[tuple[int, str]]:
    return [(heading.level or 0, bare(heading.title)) for heading in document.headings]


def bare(title: str) -> str:
    label = read_label(normalise(title))
    return (label.rest if label else normalise(title)).rstrip(":")


@pytest.mark.parametrize("house", HOUSES)
def test_every_house_gives_the_same_outline(house: str, tmp_path: Path) -> None:
    assert outline(read(HOUSES[house](), tmp_path)) == headings()


# ── houses drawn at random ──────────────────────────────────────────────────────────────────────────

CONTENT = (
    Head(1, "基本情况"),
    Head(2, "项目概况"),
    Text(SENTENCE),
    Head(3, "立项依据"),
    Text("一是依据充分；二是程序规范。" + SENTENCE),
    Head(3, "资金安排"),
    Text(SENTENCE),
    Head(2, "绩效目标"),
    Text("2.5亿元以上的部分由省级承担，其余由县级承担。"),
    Text("（1）新建水厂两座；"),
    Text("（2）铺设管网86公里。"),
    Head(1, "评价结论"),
    Text(SENTENCE),
    Head(2, "得分情况"),
    Text(SENTENCE),
    Head(1, "有关建议"),
    Text(SENTENCE),
)
LOOKS = {
    "bold": {"bold": True},
    "larger": {"size": 18},
    "bold larger": {"bold": True, "size": 18},
    "black": {"font": "黑体"},
    "kai": {"font": "楷体_GB2312"},
    "plain": {},
}


@dataclass(frozen=True)
class House:
    """How one house sets headings: numbers, look and carrier for each level."""

    numbers: str
    dress: tuple[str, str, str]
    looks: tuple[str, str, str]
    carriers: tuple[str, str, str]
    colon: bool
    body_font: str


DRESSES = {
    "official": (
        ("{c}、", "{c} 、", "{c}.", "{c}．"),
        ("（{c}）", "({c})", "（{c}） ", "（{c}）、"),
        ("{d}.", "{d}、", "{d}．", "{d} . "),
    ),
    "chapter": (("第{c}章 ", "第{c}章　", "第{c}章"), ("{c}、",), ("（{c}）", "({c})")),
    "part": (("第{c}部分 ", "第{c}部分：", "第{c}篇 "), ("{c}、",), ("（{c}）",)),
    "decimal": (("{d} ", "{d}. ", "{d}、"), ("{p} ", "{p}", "{p}、"), ("{p} ", "{p}")),
}


@st.composite
def houses(draw: st.DrawFn) -> House:
    numbers = draw(st.sampled_from(sorted(DRESSES)))
    dress = tuple(draw(st.sampled_from(options)) for options in DRESSES[numbers])
    looks = tuple(draw(st.sampled_from(sorted(LOOKS))) for _ in range(3))
    carriers = tuple(draw(st.sampled_from(("none", "style", "outline", "list"))) for _ in range(3))
    colon = looks[0] != "plain" and draw(st.booleans())  # a plain “1 …：” might as well lead in a list
    return House(numbers, dress, looks, carriers, colon, draw(st.sampled_from(("仿宋", "宋体", ""))))


def rendered(house: House) -> WordFile:
    styles = NORMAL.replace('w:eastAsia="仿宋"', f'w:eastAsia="{house.body_font}"')
    styles += "".join(style(f"h{n}", f"heading {n}", outline=n) for n in (1, 2, 3))
    made = WordFile(styles=styles, numbering=_list_of(house))
    made.add(centred(run("示例县项目绩效评价报告", bold=True, size=22)), para("2025年3月10日"))
    numbers = Numbers()
    for item in CONTENT:
        made.add(_heading(house, item, numbers.next(item.level)) if isinstance(item, Head) else para(item.text))
    return made


def _heading(house: House, head: Head, at: tuple[int, ...]) -> str:
    carrier = house.carriers[head.level - 1]
    is_listed = carrier == "list" and house.numbers == "official"
    number = "" if is_listed else _number(house, head.level, at)
    colon = "：" if house.colon and head.level == 1 else ""
    text = run(number + head.title + colon, **LOOKS[house.looks[head.level - 1]])
    more = in_list(1, head.level - 1) if is_listed else ""
    more += f'<w:outlineLvl w:val="{head.level - 1}"/>' if carrier == "outline" else ""
    return para(text, style=f"h{head.level}" if carrier == "style" else "", more=more)


def _number(house: House, depth: int, at: tuple[int, ...]) -> str:
    path = ".".join(map(str, at))
    return house.dress[depth - 1].format(c=CHINESE[at[-1] - 1], d=at[-1], p=path)


def _list_of(house: House) -> str:
    """Levels that are not counted by Word still count, so that 1. begins anew below each （一）."""
    levels = (level(0, "chineseCounting", "%1、"), level(1, "chineseCounting", "（%2）"), level(2, "decimal", "%3."))
    return numbered_list(*levels) + list_instance(1, 0)


@given(houses())
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_house_gives_the_outline_that_was_written(tmp_path: Path, house: House) -> None:
    expected = [(item.level, item.title) for item in CONTENT if isinstance(item, Head)]
    assert outline(read(rendered(house), tmp_path)) == expected


# ── single traps ────────────────────────────────────────────────────────────────────────────────────


def outline_of(folder: Path, *blocks: str, styles: str = "", numbering: str = "") -> list[tuple[int, str]]:
    document = read(WordFile(list(blocks), styles=NORMAL + styles, numbering=numbering), folder)
    return [(heading.level or 0, heading.title) for heading in document.headings]


def b(text: str, size: float = 0) -> str:
    return para(run(text, bold=True, size=size))


def test_run_in_headings_are_headings_and_keep_their_text(tmp_path: Path) -> None:
    made = WordFile(
        [
            b("一、主要经验"),
            para(run("（一）统一招标。", bold=True), run(SENTENCE)),
            para(run("（二）立项依据充分", font="楷体"), run("。" + SENTENCE, font="仿宋")),
            para("（三）没有另外的字体，就不是标题。" + SENTENCE),
        ],
        styles=NORMAL,
    )
    document = read(made, tmp_path)
    assert [(one.level, one.title) for one in document.headings] == [
        (1, "一、主要经验"),
        (2, "（一）统一招标"),
        (2, "（二）立项依据充分"),
    ]
    first, second = document.outline.sections[0].sections
    assert SENTENCE in first.text
    assert "（三）" in second.text


def test_a_line_break_ends_a_heading(tmp_path: Path) -> None:
    broken = '<w:r><w:t>一、基本情况</w:t><w:br/><w:t xml:space="preserve">' + SENTENCE + "</w:t></w:r>"
    assert outline_of(tmp_path, para(broken), para(SENTENCE)) == [(1, "一、基本情况")]


def test_an_abstract_with_numbers_of_its_own_hangs_below_its_heading(tmp_path: Path) -> None:
    main = [b("一、基本情况"), para(SENTENCE), b("（一）概况"), para(SENTENCE), b("二、结论"), para(SENTENCE)]
    abstract = [b("摘　要", 18), b("一、项目概况"), para(SENTENCE), b("二、评价结论"), para(SENTENCE)]
    assert outline_of(tmp_path, *abstract, *main) == [
        (1, "摘 要"), (2, "一、项目概况"), (2, "二、评价结论"), (1, "一、基本情况"), (2, "（一）概况"), (1, "二、结论"),
    ]  # fmt: skip
    assert outline_of(tmp_path, b("摘　要", 18), para(SENTENCE), *main)[1] == (1, "一、基本情况")


def test_headings_of_an_annex_hang_below_it(tmp_path: Path) -> None:
    blocks = [b("一、基本情况"), para(SENTENCE), b("二、建议"), para(SENTENCE), para("附件1：调查问卷"), para(SENTENCE)]
    blocks += [
        b("一、个人情况"),
        para(SENTENCE),
        b("二、评价"),
        para(SENTENCE),
        b("附件2"),
        b("一、访谈提纲"),
        para(SENTENCE),
    ]
    assert outline_of(tmp_path, *blocks) == [
        (1, "一、基本情况"), (1, "二、建议"), (1, "附件1：调查问卷"), (2, "一、个人情况"), (2, "二、评价"), (1, "附件2"),
        (2, "一、访谈提纲"),
    ]  # fmt: skip


def test_a_report_that_is_itself_the_annex_of_a_letter_hangs_below_nothing(tmp_path: Path) -> None:
    blocks = [b("附件"), para(SENTENCE), b("一、基本情况"), para(SENTENCE), b("二、建议"), para(SENTENCE)]
    assert outline_of(tmp_path, *blocks) == [(1, "附件"), (1, "一、基本情况"), (1, "二、建议")]


def test_the_main_text_goes_on_behind_an_annex_that_stands_in_between(tmp_path: Path) -> None:
    blocks = [b("一、基本情况"), para(SENTENCE), b("附表1", 16), para(SENTENCE), b("二、建议"), para(SENTENCE)]
    assert outline_of(tmp_path, *blocks)[-1] == (1, "二、建议")


def test_lists_are_no_headings(tmp_path: Path) -> None:
    plain = [para(f"{n}.{what}") for n, what in enumerate(("新建水厂", "铺设管网", "改造泵站"), 1)]
    annexes = [para("附件：1.评分表"), para("2.调查问卷")]
    named = [para("附件1：评分表"), para("附件2：调查问卷")]
    blocks = [b("一、内容"), para(SENTENCE), *plain, para(SENTENCE), *annexes, para(SENTENCE), *named]
    assert outline_of(tmp_path, *blocks) == [(1, "一、内容")]


def test_only_those_of_an_inner_class_that_stand_out_are_headings(tmp_path: Path) -> None:
    blocks = [
        b("一、内容"),
        b("1.工程建设"),
        para(SENTENCE),
        para("1.新建水厂"),
        para(SENTENCE),
        b("2.运行管护"),
        para(SENTENCE),
    ]
    assert outline_of(tmp_path, *blocks) == [(1, "一、内容"), (3, "1.工程建设"), (3, "2.运行管护")]


def test_unnumbered_lines_that_stand_out_hang_below_the_heading_above(tmp_path: Path) -> None:
    blocks = [b("一、内容"), b("工程建设"), para(SENTENCE), b("二、结论", 16), b("注意：一点"), para(SENTENCE)]
    assert outline_of(tmp_path, *blocks) == [(1, "一、内容"), (1, "工程建设"), (1, "二、结论")]
    blocks = [b("一、内容", 18), b("工程建设"), para(SENTENCE)]
    assert outline_of(tmp_path, *blocks) == [(1, "一、内容"), (2, "工程建设")]


def test_a_document_without_a_number_is_ordered_by_size(tmp_path: Path) -> None:
    blocks = [
        b("基本情况", 20),
        b("项目概况", 18),
        para(SENTENCE),
        b("绩效目标", 18),
        para(SENTENCE),
        b("结论", 20),
        para(SENTENCE),
    ]
    assert outline_of(tmp_path, *blocks) == [(1, "基本情况"), (2, "项目概况"), (2, "绩效目标"), (1, "结论")]


def test_a_paragraph_of_text_in_a_heading_style_stays_text(tmp_path: Path) -> None:
    styles = style("h1", "标题 1")
    assert outline_of(
        tmp_path, para("一、概况", style="h1"), para("二、" + SENTENCE * 2, style="h1"), styles=styles
    ) == [(1, "一、概况")]


def test_a_title_in_a_heading_style_is_the_title(tmp_path: Path) -> None:
    styles = "".join(style(f"h{n}", f"heading {n}", outline=n) for n in (1, 2, 3))
    blocks = [
        para("示例项目绩效评价报告", style="h1"),
        para("一、概况", style="h2"),
        para("（一）背景", style="h3"),
        para("二、结论", style="h2"),
    ]
    made = read(WordFile(blocks, styles=NORMAL + styles), tmp_path)
    assert made.title == "示例项目绩效评价报告"
    assert [(one.level, one.title) for one in made.headings] == [(1, "一、概况"), (2, "（一）背景"), (1, "二、结论")]


def test_sentences_in_a_heading_style_are_text(tmp_path: Path) -> None:
    styles = style("h1", "heading 1", outline=1)
    blocks = [
        para("一、问题", style="h1"),
        para("字符集采用统一编码。", style="h1"),
        para("1.没有摸底，目标偏高。", style="h1"),
    ]
    assert outline_of(tmp_path, *blocks, styles=styles) == [(1, "一、问题"), (1, "1.没有摸底，目标偏高。")]


def test_a_list_below_styled_headings_of_the_same_numbers_hangs_below(tmp_path: Path) -> None:
    styles = style("h1", "heading 1", outline=1) + style("h2", "heading 2", outline=2)
    blocks = [
        para("1.引言", style="h1"),
        para("1.1 目的", style="h2"),
        b("1.甲"),
        para(SENTENCE),
        b("2.乙"),
        para(SENTENCE),
    ]
    blocks += [para("2.结论", style="h1"), b("3.没有套用样式"), para(SENTENCE)]
    assert outline_of(tmp_path, *blocks, styles=styles) == [
        (1, "1.引言"), (2, "1.1 目的"), (3, "1.甲"), (3, "2.乙"), (1, "2.结论"), (1, "3.没有套用样式"),
    ]  # fmt: skip


def test_numbers_take_the_levels_that_are_free(tmp_path: Path) -> None:
    digits = [b("1.概述"), para(SENTENCE), b("（1）背景"), para(SENTENCE), b("2.结论"), para(SENTENCE)]
    assert outline_of(tmp_path, *digits) == [(1, "1.概述"), (2, "（1）背景"), (1, "2.结论")]
    mixed = [b("一、概述"), b("1.1背景"), para(SENTENCE), b("1.2目的"), para(SENTENCE), b("二、结论"), para(SENTENCE)]
    assert outline_of(tmp_path, *mixed) == [(1, "一、概述"), (2, "1.1背景"), (2, "1.2目的"), (1, "二、结论")]


def test_an_item_that_explains_itself_is_no_heading(tmp_path: Path) -> None:
    blocks = [b("一、内容"), b("（2）权限控制：可以根据身份区分权限，管理员拥有最高的权限"), para(SENTENCE)]
    assert outline_of(tmp_path, *blocks) == [(1, "一、内容")]


def test_dates_and_names_that_stand_out_are_no_headings(tmp_path: Path) -> None:
    blocks = [b("一、内容"), para(SENTENCE), b("2025年3月10日"), para(SENTENCE), b("17301120 张三"), para(SENTENCE)]
    assert outline_of(tmp_path, *blocks) == [(1, "一、内容")]


def test_the_title_once_more_and_table_titles_are_no_headings(tmp_path: Path) -> None:
    blocks = [
        b("摘要"),
        para(SENTENCE),
        centred(run("示例项目绩效评价报告", bold=True, size=22)),
        b("一、概况"),
        para(SENTENCE),
    ]
    blocks += [
        centred(run("项目支出绩效自评表", bold=True)),
        para("单位：万元"),
        table([["项目", "金额"], ["甲", "1"]]),
    ]
    assert outline_of(tmp_path, *blocks) == [(1, "摘要"), (1, "一、概况")]


def test_typed_contents_without_page_numbers_are_told_by_their_coming_again(tmp_path: Path) -> None:
    blocks = [
        centred("目　录"),
        para("一、概况"),
        para("二、结论"),
        b("一、概况"),
        para(SENTENCE),
        b("二、结论"),
        para(SENTENCE),
    ]
    assert outline_of(tmp_path, *blocks) == [(1, "一、概况"), (1, "二、结论")]
    assert outline_of(tmp_path, *blocks[:3], para("附件"), *blocks[3:]) == [(1, "一、概况"), (1, "二、结论")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一、基本情况", (5, "基本情况")), ("十二、结论", (5, "结论")), ("（三）目标", (6, "目标")), ("(三) 目标", (6, "目标")),
        ("1．背景", (7, "背景")), ("1、背景", (7, "背景")), ("1 背景", (7, "背景")), ("1.2 目标", (8, "目标")),
        ("1.2.3目标", (8, "目标")), ("（1）方法", (9, "方法")), ("1）方法", (9, "方法")), ("①方法", (10, "方法")), ("叁、结论", (4, "结论")),
        ("第三章　结论", (2, "结论")), ("第二部分：结论", (1, "结论")), ("第1节 概况", (3, "概况")),
        ("2.5亿元用于建设", None), ("3.2万人受益", None), ("2024年完成", None), ("1.5倍", None), ("一是落实经费", None),
        ("2024.12完成", None), ("5 个村", None), ("3.14", None),
    ],
)  # fmt: skip
def test_numbers_in_front_of_lines(text: str, expected: tuple[int, str] | None) -> None:
    label = read_label(normalise(text))
    assert (label and (int(label.rank), label.rest)) == expected
