"""Build ``evaluation_report.docx``: 绩效评价报告 after 财预〔2020〕10号 附件3, page after GB/T 9704.

Run ``python templates/make_evaluation_report.py`` after a change; the same script gives the same bytes.
Staff may edit a copy in Word and pass it by path: it is checked (full-width braces, unknown names, calls)
before it is used.
"""

from __future__ import annotations

from pathlib import Path

from word_blocks import (
    Column,
    cell,
    contents_line,
    each,
    frame,
    heading,
    para,
    para_of,
    row,
    table,
    tag,
    text,
    texts,
    when,
)
from word_package import package
from word_styles import XML, W, section

TARGET = Path(__file__).with_name("evaluation_report.docx")


def cover() -> str:
    """Cover page: label of an example, title, parties, date."""
    underlined = '<w:tcBorders><w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:tcBorders>'
    line = row(cell(50, "{{ row.name }}", "CoverCell") + cell(102, "{{ row.value }}", "CoverCell", borders=underlined))
    loop = [
        f"<w:tr><w:tc><w:tcPr/><w:p>{text(mark)}</w:p></w:tc></w:tr>"
        for mark in ("{%tr for row in cover %}", "{%tr endfor %}")
    ]
    blank = para("Normal", "")
    return (
        tag("if label")
        + para("Label", "{{ label }}")
        + tag("else")
        + blank
        + tag("endif")
        + blank * 3
        + para("Title", "{{ title }}")
        + blank * 3
        + frame([50, 102], loop[0] + line + loop[1], borders="")
    )


def statement() -> str:
    """声明 and signatures, on the back of the cover."""
    sign = each("line", "signatures", para("BodyText", "{{ line }}", '<w:spacing w:before="290" w:after="0"/>'))
    return (
        para("FrontHeading", "声　明") + texts("statement") + sign + para_of("SectionEnd", "", section(numbered=False))
    )


def summary() -> str:
    """摘要: conclusion, the blocks, main problems, advice."""
    return (
        # The section before starts the page; a second break would leave an empty one.
        para("FrontHeading", "摘　要", '<w:pageBreakBefore w:val="0"/>')
        + para("FrontLevel", "（一）评价结论")
        + texts("summary.conclusion")
        + block_table("summary")
        + para("FrontLevel", "（二）主要问题")
        + texts("summary.problems")
        + para("FrontLevel", "（三）主要建议")
        + texts("summary.advice")
    )


def block_table(name: str) -> str:
    """Blocks with weight, score and rate, and the total."""
    columns = [
        Column(52, "一级指标", "{{ row.name }}", "CellCentre"),
        Column(34, "分值", "{{ row.weight }}", "CellCentre"),
        Column(34, "得分", "{{ row.score }}", "CellCentre"),
        Column(34, "得分率", "{{ row.rate }}", "CellCentre"),
    ]
    return para("TableCaption", f"{{{{ {name}.caption }}}}") + table(columns, f"{name}.rows") + source(f"{name}.source")


def source(name: str) -> str:
    """The line below a table. It also keeps two tables apart, which Word would otherwise join."""
    return para("Source", f"{{{{ {name} }}}}")


def contents() -> str:
    """目录: links with live page numbers (PAGEREF).

    Not a TOC field: LibreOffice leaves the page numbers inside one blank until somebody updates it by hand
    (measured in 7.4), while it computes PAGEREF outside one at once, and Word does through ``updateFields``.
    """
    lines = (
        tag("if entry.level == 1")
        + contents_line("Contents1")
        + tag("else")
        + contents_line("Contents2")
        + tag("endif")
    )
    return para("FrontHeading", "目　录") + each("entry", "toc", lines)


def overview() -> str:
    """一、基本情况."""
    money = [Column(30, "资金来源", "{{ row.name }}", "SmallCell")] + [
        Column(15.75, head, f"{{{{ row.{key} }}}}", "SmallNumber")
        for head, key in (
            ("年初预算数", "initial"),
            ("调增", "up"),
            ("调减", "down"),
            ("全年预算数", "budget"),
            ("到位数", "arrived"),
            ("全年执行数", "spent"),
            ("结余", "rest"),
            ("执行率", "rate"),
        )
    ]
    targets = [
        Column(24, "一级指标", "{{ row.l1 }}", "CellCentre"),
        Column(30, "二级指标", "{{ row.l2 }}", "CellCentre"),
        Column(62, "三级指标", "{{ row.indicator }}"),
        Column(40, "指标值", "{{ row.target }}", "CellCentre"),
    ]
    return (
        para("FrontHeading", "{{ title }}")
        + heading("h.s1", "Heading1")
        + heading("h.s1_1", "Heading2")
        + para("Heading3", "1.项目背景")
        + texts("overview.background")
        + para("Heading3", "2.主要内容及实施情况")
        + texts("overview.content")
        + para("Heading3", "3.资金投入和使用情况")
        + texts("overview.money")
        + when(
            "overview.rows",
            para("TableCaption", "{{ overview.caption }}")
            + table(money, "overview.rows", head="SmallHead")
            + source("overview.source"),
        )
        + heading("h.s1_2", "Heading2")
        + para("Heading3", "1.总体目标")
        + texts("goals.overall")
        + para("Heading3", "2.阶段性目标")
        + texts("goals.stages")
        + when(
            "goals.rows",
            para("TableCaption", "{{ goals.caption }}") + table(targets, "goals.rows") + source("goals.source"),
        )
    )


def work() -> str:
    """二、绩效评价工作开展情况."""
    log = [
        Column(22, "日期", "{{ row.date }}", "CellCentre"),
        Column(20, "环节", "{{ row.step }}", "CellCentre"),
        Column(44, "内容", "{{ row.content }}"),
        Column(24, "参加人", "{{ row.people }}"),
        Column(20, "地点", "{{ row.place }}"),
        Column(26, "成果", "{{ row.outcome }}"),
    ]
    return (
        heading("h.s2", "Heading1")
        + heading("h.s2_1", "Heading2")
        + para("Heading3", "1.评价目的")
        + texts("work.purpose")
        + para("Heading3", "2.评价对象和范围")
        + texts("work.scope")
        + heading("h.s2_2", "Heading2")
        + para("Heading3", "1.评价原则")
        + texts("work.principles")
        + para("Heading3", "2.评价指标体系")
        + texts("work.framework")
        + para("Heading3", "3.评价方法")
        + texts("work.methods")
        + para("Heading3", "4.评价标准")
        + texts("work.standards")
        + heading("h.s2_3", "Heading2")
        + texts("work.process")
        + when(
            "work.rows",
            para("TableCaption", "{{ work.caption }}") + table(log, "work.rows") + source("work.source"),
        )
    )


def verdict() -> str:
    """三、综合评价情况及评价结论."""
    chart = para("Figure", "{{ verdict.chart }}") + para("FigureCaption", "{{ verdict.chart_caption }}")
    return heading("h.s3", "Heading1") + texts("verdict.texts") + block_table("verdict") + chart


def analysis() -> str:
    """四、绩效评价指标分析: for each block its texts, its rows, and what the methods found."""
    rows = [
        Column(21, "二级指标", "{{ row.l2 }}", "CellCentre"),
        Column(37, "三级指标", "{{ row.indicator }}"),
        Column(27, "指标值", "{{ row.target }}", "CellCentre"),
        Column(26, "实际完成值", "{{ row.actual }}", "CellCentre"),
        Column(12, "分值", "{{ row.weight }}", "CellCentre"),
        Column(14, "得分", "{{ row.score }}", "CellCentre"),
        Column(19, "得分率", "{{ row.rate }}", "CellCentre"),
    ]
    listed = para("TableCaption", "{{ block.caption }}") + table(rows, "block.rows") + source("block.source")
    inner = heading("block.title", "Heading2") + texts("block.texts") + when("block.rows", listed)
    return heading("h.s4", "Heading1") + each("block", "blocks", inner + each("result", "block.results", result()))


def result() -> str:
    """One method result: answer, picture, assumptions."""
    checks = [
        Column(44, "假设", "{{ row.assumption }}"),
        Column(46, "检验", "{{ row.statistic }}"),
        Column(20, "结论", "{{ row.verdict }}", "CellCentre"),
        Column(46, "建议", "{{ row.advice }}"),
    ]
    return (
        para("Heading3", "{{ result.title }}")
        + texts("result.sentences")
        + when(
            "result.has_figure",
            para("Figure", "{{ result.figure }}") + para("FigureCaption", "{{ result.figure_caption }}"),
        )
        + when(
            "result.checks",
            para("TableCaption", "{{ result.caption }}") + table(checks, "result.checks") + source("result.source"),
        )
    )


def closing() -> str:
    """五 to 七."""
    problem = para("Heading3", "{{ item.title }}") + each("line", "item.texts", para("BodyText", "{{ line }}"))
    advice = [
        Column(12, "序号", "{{ row.no }}", "CellCentre"),
        Column(82, "建议", "{{ row.advice }}"),
        Column(36, "责任单位", "{{ row.unit }}", "CellCentre"),
        Column(26, "期限", "{{ row.deadline }}", "CellCentre"),
    ]
    return (
        heading("h.s5", "Heading1")
        + heading("h.s5_1", "Heading2")
        + texts("experience")
        + heading("h.s5_2", "Heading2")
        + texts("problems.none")
        + each("item", "problems.rows", problem)
        + heading("h.s6", "Heading1")
        + texts("advice.texts")
        + when(
            "advice.rows",
            para("TableCaption", "{{ advice.caption }}") + table(advice, "advice.rows") + source("advice.source"),
        )
        + heading("h.s7", "Heading1")
        + heading("h.s7_1", "Heading2")
        + texts("other.limits")
        + each("result", "other.results", result())
        + heading("h.s7_2", "Heading2")
        + texts("other.checks")
        + heading("h.s7_3", "Heading2")
        + texts("other.scoring")
    )


def annex(name: str) -> str:
    """附表 number (top left, 黑体) and title (centred)."""
    return heading(f"h.{name}", "AnnexNumber") + para("AnnexTitle", f"{{{{ {name}.title }}}}")


def score_annex() -> str:
    """附表1 评分表: the whole score sheet on landscape pages."""
    columns = [
        Column(13, "一级指标", "{{ row.l1 }}", "SmallCentre"),
        Column(20, "二级指标", "{{ row.l2 }}", "SmallCentre"),
        Column(36, "三级指标", "{{ row.indicator }}", "SmallCell"),
        Column(24, "指标值", "{{ row.target }}", "SmallCentre"),
        Column(24, "实际完成值", "{{ row.actual }}", "SmallCentre"),
        Column(11, "分值", "{{ row.weight }}", "SmallCentre"),
        Column(13, "填报得分", "{{ row.reported }}", "SmallCentre"),
        Column(13, "复算得分", "{{ row.score }}", "SmallCentre"),
        Column(53, "计分规则及说明", "{{ row.rule }}", "SmallCell"),
        Column(18, "证据编号", "{{ row.evidence }}", "SmallCell"),
    ]
    foot = row(
        cell(117, "合计", "SmallHead", span=5)
        + cell(11, "{{ a1.weight }}", "SmallCentre")
        + cell(13, "{{ a1.reported }}", "SmallCentre")
        + cell(13, "{{ a1.total }}", "SmallCentre")
        + cell(71, "{{ a1.grade }}", "SmallCell", span=2)
    )
    return annex("a1") + table(columns, "a1.rows", head="SmallHead", foot=foot) + texts("a1.notes", "Note")


def other_annexes() -> str:
    """附表2 证据清单, 附表3 质量检查意见, 附表4 数字来源."""
    evidence = [
        Column(14, "编号", "{{ row.id }}", "SmallCentre"),
        Column(72, "文件", "{{ row.file }}", "SmallCell"),
        Column(36, "来源", "{{ row.source }}", "SmallCell"),
        Column(20, "采集日期", "{{ row.date }}", "SmallCentre"),
        Column(18, "采集人", "{{ row.collector }}", "SmallCentre"),
        Column(35, "位置", "{{ row.locator }}", "SmallCell"),
        Column(30, "SHA-256（前16位）", "{{ row.digest }}", "SmallCentre"),
    ]
    findings = [
        Column(14, "编号", "{{ row.id }}", "SmallCentre"),
        Column(30, "检查项目", "{{ row.title }}", "SmallCell"),
        Column(21, "严重程度", "{{ row.severity }}", "SmallCentre"),
        Column(19, "结论", "{{ row.verdict }}", "SmallCentre"),
        Column(67, "问题", "{{ row.message }}", "SmallCell"),
        Column(20, "填报值", "{{ row.reported }}", "SmallCentre"),
        Column(20, "复算值", "{{ row.recomputed }}", "SmallCentre"),
        Column(34, "位置", "{{ row.where }}", "SmallCell"),
    ]
    missing = [
        Column(30, "检查编号", "{{ row.id }}", "SmallCentre"),
        Column(195, "未执行的原因", "{{ row.reason }}", "SmallCell"),
    ]
    numbers = [
        Column(50, "字段", "{{ row.name }}", "SmallCell"),
        Column(45, "数值", "{{ row.value }}", "SmallCentre"),
        Column(130, "来源", "{{ row.source }}", "SmallCell"),
    ]
    return (
        annex("a2")
        + when("a2.rows", table(evidence, "a2.rows", head="SmallHead"))
        + texts("a2.notes", "Note")
        + annex("a3")
        + texts("a3.coverage", "Note")
        + when("a3.rows", table(findings, "a3.rows", head="SmallHead") + texts("a3.notes", "Note"))
        + when("a3.missing", table(missing, "a3.missing", head="SmallHead") + para("Source", ""))
        + annex("a4")
        + when("a4.rows", table(numbers, "a4.rows", head="SmallHead"))
        + texts("a4.notes", "Note")
    )


def document() -> str:
    """The whole ``word/document.xml``."""
    portrait = para_of("SectionEnd", "", section(start=1))
    body = (
        cover()
        + statement()
        + summary()
        + contents()
        + overview()
        + work()
        + verdict()
        + analysis()
        + closing()
        + portrait
        + score_annex()
        + other_annexes()
        + section(landscape=True)
    )
    return f"{XML}<w:document {W}><w:body>{body}</w:body></w:document>"


if __name__ == "__main__":
    TARGET.write_bytes(package(document()))
