"""One report, the same words, as different houses set it: the ground truth and its renderings (示例数据，纯属虚构)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from tests.word_xml import (
    NORMAL,
    C,
    WordFile,
    centred,
    in_list,
    level,
    list_instance,
    numbered_list,
    para,
    picture,
    run,
    style,
    table,
    word_field,
)

CHINESE = "一二三四五六七八九十"


@dataclass(frozen=True)
class Head:
    """A heading of the ground truth."""

    level: int
    title: str


@dataclass(frozen=True)
class Text:
    """A paragraph of running text."""

    text: str


@dataclass(frozen=True)
class Grid:
    """A table with its caption and rows of cells."""

    caption: str
    rows: tuple[tuple[C | str, ...], ...]


@dataclass(frozen=True)
class Shot:
    """A figure with its caption below."""

    caption: str


Item = Head | Text | Grid | Shot
TITLE = "示例县农村供水保障项目绩效评价报告"
COVER = (
    "委托单位：示例县财政局",
    "评价机构：示例咨询有限公司（盖章）",
    "主评人（签字）：",
    "复核人：李示例",
    "2025年3月10日",
)
MERGED = (
    (C("一级指标", down="restart"), C("二级指标", down="restart"), C("评分", span=2)),
    (C(down="continue"), C(down="continue"), "分值", "得分"),
    (C("产出", down="restart"), "数量指标", "20", "18.50"),
    (C(down="continue"), "质量指标", "30", "28.00"),
    (C("合计", span=2), "50", "46.50"),
)
MERGED_TEXTS = (
    ("一级指标", "二级指标", "评分", ""),
    ("", "", "分值", "得分"),
    ("产出", "数量指标", "20", "18.50"),
    ("", "质量指标", "30", "28.00"),
    ("合计", "", "50", "46.50"),
)
REPORT: tuple[Item, ...] = (
    Head(1, "基本情况"),
    Head(2, "项目概况"),
    Head(3, "立项背景"),
    Text("示例县北部六镇长期依靠分散水井供水，水质和水量都不稳定。2023年经批准立项，计划两年内建成集中供水工程。"),
    Head(3, "资金情况"),
    Text(
        "项目年初预算1,200.00万元，全年预算1,250.00万元，截至2024年12月31日支出1,187.36万元，预算执行率94.99%（见表1）。"
    ),
    Grid(
        "表1 资金使用情况", (("来源", "预算数", "执行数"), ("省级", "800.00", "760.00"), ("县级", "450.00", "427.36"))
    ),
    Head(2, "绩效目标"),
    Text("新增供水人口3.2万人；水质合格率不低于95%；受益群众满意度不低于90%。主要任务包括以下三项。"),
    Text("1.新建水厂两座；"),
    Text("2.铺设管网86公里；"),
    Text("3.改造泵站五座。"),
    Head(1, "评价工作开展情况"),
    Head(2, "评价方法"),
    Text("采用比较法、因素分析法和公众评判法，评价组于2025年1月至2月实地核查六个镇，访谈42人次，过程见图1。"),
    Shot("图1 评价工作流程"),
    Head(1, "综合评价情况及评价结论"),
    Text("经综合评价，项目得分92.35分，评价等级为“优”。产出部分得分情况见表2，评分表见附件1。"),
    Grid("表2 产出得分情况", MERGED),
    Head(1, "存在的问题"),
    Head(2, "部分管网渗漏"),
    Text("抽查的18处接口中有2处渗漏，责任单位已制定整改方案并承诺在2025年6月底前完成，渗漏率仍高于设计要求。"),
    Head(1, "有关建议"),
    Text("一是落实管护经费；二是建立漏损监测台账；三是将用户满意度纳入供水单位年度考核，按季度通报考核结果。"),
)


def headings() -> list[tuple[int, str]]:
    """Level and title of all headings, without their numbers."""
    return [(item.level, item.title) for item in REPORT if isinstance(item, Head)]


def texts() -> list[str]:
    """All running text."""
    return [item.text for item in REPORT if isinstance(item, Text)]


@dataclass
class Numbers:
    """Counts headings: the position at each level."""

    at: list[int] = field(default_factory=lambda: [0] * 4)

    def next(self, depth: int) -> tuple[int, ...]:
        """Count one heading and return its numbers from the outermost level."""
        self.at[depth - 1] += 1
        self.at[depth:] = [0] * (4 - depth)
        return tuple(self.at[:depth])


def official(numbers: tuple[int, ...]) -> str:
    """一、 （一） 1."""
    last = numbers[-1]
    return (f"{CHINESE[last - 1]}、", f"（{CHINESE[last - 1]}）", f"{last}.")[len(numbers) - 1]


def decimal(numbers: tuple[int, ...]) -> str:
    """1 1.1 1.1.1, with a blank."""
    return ".".join(map(str, numbers)) + " "


def chapters(numbers: tuple[int, ...]) -> str:
    """第一章 一、 （一）"""
    return f"第{CHINESE[numbers[0] - 1]}章 " if len(numbers) == 1 else official(numbers[1:])


HeadMaker = Callable[[Head, tuple[int, ...]], str]


def report(heading: HeadMaker, *, styles: str = "", numbering: str = "", contents: str = "") -> WordFile:
    """The whole report with one way of setting headings."""
    made = WordFile(styles=NORMAL + styles, numbering=numbering).with_picture()
    made.add(centred(run(TITLE, bold=True, size=22, font="方正小标宋简体")))
    made.add(*(para(run(line, size=16)) for line in COVER), contents)
    numbers = Numbers()
    for item in REPORT:
        made.add(*_blocks(item, heading, numbers))
    made.add(para("附件：1.绩效评价评分表"), para("示例咨询有限公司（盖章）"), para("2025年3月10日"))
    return made


def _blocks(item: Item, heading: HeadMaker, numbers: Numbers) -> list[str]:
    if isinstance(item, Head):
        return [heading(item, numbers.next(item.level))]
    if isinstance(item, Text):
        return [para(item.text, more='<w:ind w:firstLineChars="200" w:firstLine="640"/>')]
    if isinstance(item, Grid):
        unit = [para("单位：万元", more='<w:jc w:val="right"/>')] if "资金" in item.caption else []
        return [centred(run(item.caption, size=14)), *unit, table(item.rows), para("")]
    return [centred(picture(alt="流程图")), centred(run(item.caption, size=14))]


# ── the houses ──────────────────────────────────────────────────────────────────────────────────────


def word_styles() -> WordFile:
    """Real heading styles, numbers typed, a live table of contents."""
    styles = "".join(style(f"h{n}", f"heading {n}", outline=n, look="<w:b/>") for n in (1, 2, 3))
    styles += style("toc1", "toc 1") + style("toc2", "toc 2")
    lines = [
        para(run(f"{title}"), "<w:r><w:tab/></w:r>", word_field(f"PAGEREF _Toc{n} \\h", str(n)), style=f"toc{depth}")
        for n, (depth, title) in zip(count(1), headings())
        if depth < 3
    ]
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o "1-2" </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    lines[0] = lines[0].replace("</w:pPr>", "</w:pPr>" + begin, 1)
    lines[-1] = lines[-1].replace("</w:p>", '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>')
    contents = centred("目  录") + "".join(lines)
    return report(
        lambda head, at: para(official(at) + head.title, style=f"h{head.level}"), styles=styles, contents=contents
    )


def wps_styles() -> WordFile:
    """As WPS saves it: styles with ids 2, 3, 4, custom ones based on them, sizes on the runs."""
    styles = "".join(style(str(n + 1), f"heading {n}", based_on="a", outline=n) for n in (1, 2, 3))
    styles += style("11", "一级标题", based_on="2") + style("12", "公文二级", based_on="3")
    keys = {1: "11", 2: "12", 3: "4"}
    made = report(
        lambda head, at: para(run(official(at) + head.title, bold=True, size=16), style=keys[head.level]), styles=styles
    )
    made.raw_part(
        "docProps/app.xml",
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        b"<Application>WPS Office_12.1.0.21915</Application></Properties>",
    )
    return made


def bold_paragraphs() -> WordFile:
    """No styles at all: bold paragraphs with typed numbers; the contents typed by hand."""
    lines = "".join(
        para(f"{'  ' * (depth - 1)}{title}{'…' * 8}{n}") for n, (depth, title) in zip(count(1), headings()) if depth < 3
    )
    return report(
        lambda head, at: para(run(official(at) + head.title, bold=True)),
        contents=centred(run("目 录", bold=True)) + lines,
    )


def official_fonts() -> WordFile:
    """GB/T 9704: 黑体, 楷体, 仿宋 of one size, nothing bold."""
    fonts = {1: "黑体", 2: "楷体_GB2312", 3: "仿宋_GB2312"}
    return report(lambda head, at: para(run(official(at) + head.title, font=fonts[head.level], bold=head.level == 3)))


def automatic_numbers() -> WordFile:
    """Bold paragraphs whose numbers Word counts."""
    levels = (level(0, "chineseCounting", "%1、"), level(1, "chineseCounting", "（%2）"), level(2, "decimal", "%3."))
    numbering = numbered_list(*levels) + list_instance(1, 0)
    return report(
        lambda head, at: para(run(head.title, bold=True), more=in_list(1, head.level - 1)), numbering=numbering
    )


def numbers_in_styles() -> WordFile:
    """Heading styles that bring their number with them."""
    bound = [f'<w:pStyle w:val="h{n}"/>' for n in (1, 2, 3)]
    levels = (
        level(0, "chineseCountingThousand", "%1、", more=bound[0]),
        level(1, "chineseCountingThousand", "（%2）", more=bound[1]),
        level(2, "decimal", "%3.", more=bound[2]),
    )
    styles = "".join(
        style(
            f"h{n}",
            f"heading {n}",
            outline=n,
            more=f'<w:numPr>{f"<w:ilvl w:val={chr(34)}{n - 1}{chr(34)}/>" if n > 1 else ""}<w:numId w:val="1"/></w:numPr>',
        )
        for n in (1, 2, 3)
    )
    numbering = numbered_list(*levels) + list_instance(1, 0)
    return report(lambda head, at: para(head.title, style=f"h{head.level}"), styles=styles, numbering=numbering)


def decimal_numbers() -> WordFile:
    """1 1.1 1.1.1, larger and bold."""
    sizes = {1: 18, 2: 16, 3: 16}
    return report(lambda head, at: para(run(decimal(at) + head.title, bold=True, size=sizes[head.level])))


def chapter_numbers() -> WordFile:
    """第一章 一、 （一）, centred chapters."""

    def heading(head: Head, at: tuple[int, ...]) -> str:
        made = run(chapters(at) + head.title, bold=True, size=18 if head.level == 1 else 16)
        return centred(made) if head.level == 1 else para(made)

    return report(heading)


def outline_levels() -> WordFile:
    """Plain look, but an outline level on every heading; numbers typed with full-width points."""
    return report(
        lambda head, at: para(
            official(at).replace(".", "．") + head.title, more=f'<w:outlineLvl w:val="{head.level - 1}"/>'
        )
    )


HOUSES: dict[str, Callable[[], WordFile]] = {
    made.__name__: made
    for made in (
        word_styles,
        wps_styles,
        bold_paragraphs,
        official_fonts,
        automatic_numbers,
        numbers_in_styles,
        decimal_numbers,
        chapter_numbers,
        outline_levels,
    )
}
