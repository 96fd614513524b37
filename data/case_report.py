"""The agency's own report of the sample case (评价报告): headings partly by style, partly bold paragraphs; two defects."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from case_leaves import (
    AGENCY,
    CLEARED,
    DEPARTMENT,
    FACILITIES,
    OUTFALLS,
    PROJECT,
    RUNNING,
    UNIT,
    Leaf,
    actual_values,
    leaves,
    total_typed,
)
from case_numbers import LABEL, START, Facts, to_places
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from lean_docx import new_document

_LATIN = "Times New Roman"
WRONG_TOTAL = "90.85"  # planted: the summary keeps the score of an earlier draft


class Paper:
    """A Word document with Chinese fonts; headings by style (``styled``) or as bold paragraphs."""

    def __init__(self) -> None:
        self.document = new_document()
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.top_margin, section.bottom_margin = Cm(3.7), Cm(3.5)
        section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
        _dress(self.document.styles["Normal"], "仿宋", 14)
        for level, font in ((1, "黑体"), (2, "楷体")):
            _dress(self.document.styles[f"Heading {level}"], font, 15)

    def title(self, text: str, size: float = 22) -> None:
        """A centred bold line."""
        paragraph = self._line(text, "黑体", size, bold=True)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def heading(self, text: str, level: int, styled: bool) -> None:
        """A heading; authors often type it as a bold paragraph."""
        if styled:
            self.document.add_heading(text, level)
        else:
            line = self._line(text, "黑体" if level == 1 else "楷体", 15, bold=True)
            line.paragraph_format.keep_with_next = True

    def text(self, *paragraphs: str) -> None:
        """Body paragraphs, indented by two characters."""
        for line in paragraphs:
            paragraph = self.document.add_paragraph(line)
            paragraph.paragraph_format.first_line_indent = Pt(28)
            paragraph.paragraph_format.line_spacing = Pt(25)
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)

    def table(self, caption: str, rows: list[tuple[str, ...]], widths: tuple[float, ...]) -> None:
        """A framed table with its caption above."""
        line = self._line(caption, "黑体", 12)
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.paragraph_format.keep_with_next = True
        table = self.document.add_table(len(rows), len(widths), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        _repeat_heading(table)
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text, width in zip(row.cells, texts, widths, strict=True):
                cell.width = Cm(width)
                _fill(cell, text)

    def right(self, *lines: str) -> None:
        """Lines at the right, as under a signature."""
        for line in lines:
            self._line(line, "仿宋", 14).alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def page_break(self) -> None:
        self.document.add_page_break()

    def _line(self, text: str, font: str, size: float, bold: bool = False) -> Any:
        paragraph = self.document.add_paragraph()
        run = paragraph.add_run(text)
        run.bold = bold
        run.font.size = Pt(size)
        run.font.name = _LATIN
        run._element.rPr.rFonts.set(qn("w:eastAsia"), font)
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(4)
        return paragraph


def _dress(style: Any, font: str, size: float) -> None:
    style.font.name = _LATIN
    style.font.size = Pt(size)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(4)
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.rPr.rFonts
    for key in list(fonts.attrib):
        if "heme" in key:
            del fonts.attrib[key]
    fonts.set(qn("w:eastAsia"), font)


def _repeat_heading(table: Any) -> None:
    """Print the first row again on each page; no row breaks over two pages."""
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _fill(cell: Any, text: str) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1)
    paragraph.add_run(text).font.size = Pt(10)


# ── the report ──────────────────────────────────────────────────────────────────────────────────────


def report(facts: Facts) -> Any:
    """The whole report; part 七 is left out (planted)."""
    paper = Paper()
    core = paper.document.core_properties
    core.author, core.title, core.comments = AGENCY, f"{PROJECT}绩效评价报告", LABEL
    for part in (_cover, _summary, _situation, _work, _conclusion, _analysis, _lessons, _advice, _annex):
        part(paper, facts)
    return paper.document


def _points(facts: Facts, l1: str) -> tuple[str, str]:
    """Weight and typed score of one first-level block."""
    rows = [leaf for leaf in leaves(facts) if leaf.l1 == l1]
    return str(sum(leaf.weight for leaf in rows)), _two(sum((leaf.score for leaf in rows), Fraction(0)))


def _two(value: Fraction) -> str:
    return f"{to_places(value, 2)}"


def _cover(paper: Paper, _: Facts) -> None:
    paper.title("扬中市农村生活污水治理项目（示例）")
    paper.title("2024年度绩效评价报告")
    paper.title(f"（{LABEL}）", 14)
    paper.text(
        "委托单位：示例市财政局", f"主管部门：{DEPARTMENT}", f"实施单位：{UNIT}", f"评价机构：{AGENCY}", "主评人：张示例",
    )  # fmt: skip


def _summary(paper: Paper, facts: Facts) -> None:
    found = actual_values(facts)
    paper.title("摘　要", 16)
    paper.text(
        f"受示例市财政局委托，{AGENCY}于2025年3月至6月对{PROJECT}2024年度支出开展绩效评价。"
        f"项目全年预算数4,060.00万元，全年执行数{facts.spent:,}万元，执行率{found['预算执行率']}。",
        f"经综合评价，项目得分{WRONG_TOTAL}分，评价等级为“优”。48个村全部通水，接管农户{found['受益农户接管数']}，"
        f"户均建设成本{found['户均建设成本']}，受益农户满意度{found['受益农户满意度']}。",
        "主要问题：接管户数目标没有摸底测算，变更签证后补，部分设施停运，沿河老宅直排口没有全部消除。",
        "主要建议：运维经费列入年度预算；编制目标前逐户摸底；变更先批后建。",
    )
    paper.page_break()


def _situation(paper: Paper, facts: Facts) -> None:
    paper.heading("一、项目基本情况", 1, styled=True)
    paper.heading("（一）项目概况", 2, styled=False)
    paper.text(
        "农村生活污水分散、量小，直排河道影响人居环境。2022年10月批复立项，对示例甲镇、示例乙镇、示例丙镇、示例丁镇"
        "的48个行政村实施治理，工艺分纳管接入、集中式设施、分散式设施三类。2023年先行截污，2024年完成户内接管和设施建设。",
        f"项目年初预算数4,000.00万元，年中上级专项资金追加120.00万元，镇级配套资金调减60.00万元，全年预算数4,060.00万元，"
        f"全部到位。全年执行数{facts.spent:,}万元，结余{4060 - facts.spent}万元。",
    )
    paper.heading("（二）项目绩效目标", 2, styled=True)
    paper.text(
        "总体目标：用两年时间完成48个行政村生活污水治理，消除直排口，改善河道水质，建立长效管护机制。",
        "阶段性目标：2024年11月底前全部通水，接管农户不少于3,900户，设施正常运行率不低于95%，受益农户满意度不低于90%。",
    )


def _work(paper: Paper, facts: Facts) -> None:
    paper.heading("二、绩效评价工作开展情况", 1, styled=True)
    paper.heading("（一）绩效评价目的、对象和范围", 2, styled=False)
    paper.text(
        "核实产出和效益，查明目标未完成的原因，为安排运维资金提供依据。评价对象为2024年度项目资金，范围为四个镇的48个治理村。"
    )
    paper.heading("（二）绩效评价原则、评价指标体系、评价方法、评价标准", 2, styled=False)
    paper.text(
        "遵循科学公正、统筹兼顾、激励约束、公开透明的原则。指标体系分决策、过程、产出、效益四类，共22个三级指标，见附件1。"
        "采用比较法、公众评判法、因素分析法；水质改善以52个未治理村为对照，用双重差分法核算。标准以计划标准为主。",
    )
    paper.heading("（三）绩效评价工作过程", 2, styled=False)
    paper.text(
        "2025年3月10日接受委托，3月21日组织专家论证方案。4月2日至18日踏勘16个村，访谈12人次，发放问卷430份，回收424份，"
        f"有效问卷{len(facts.answers)}份。5月12日形成初稿，5月16日书面征求意见，5月30日内部复核，6月6日定稿。",
    )


def _conclusion(paper: Paper, facts: Facts) -> None:
    paper.heading("三、综合评价情况及评价结论", 1, styled=False)
    total = _two(total_typed(facts))
    paper.text(f"按照评价指标体系逐项评分，项目总得分{total}分，评价等级为“优”。各部分得分见表1。")
    rows = [("一级指标", "分值", "得分", "得分率")]
    for l1 in ("决策", "过程", "产出", "效益"):
        weight, got = _points(facts, l1)
        rows.append((l1, weight, got, f"{to_places(Fraction(got) / int(weight) * 100, 2)}%"))
    rows.append(("合计", "100", total, f"{total}%"))
    paper.table("表1　各部分得分情况", rows, (4, 3, 3, 3))


def _analysis(paper: Paper, facts: Facts) -> None:
    paper.heading("四、绩效评价指标分析", 1, styled=True)
    texts = {
        "决策": ("（一）项目决策情况", "立项依据充分、程序规范。接管户数目标没有按入户意愿摸底测算，长效管护指标没有可衡量的指标值，二类费用按总额匡算，分别扣分。"),
        "过程": ("（二）项目过程情况", _process_text(facts)),
        "产出": ("（三）项目产出情况", _output_text(facts)),
        "效益": ("（四）项目效益情况", _benefit_text(facts)),
    }  # fmt: skip
    for l1, (heading, body) in texts.items():
        weight, got = _points(facts, l1)
        paper.heading(heading, 2, styled=l1 in ("决策", "产出"))
        paper.text(f"{l1}指标满分{weight}分，得{got}分。{body}")


def _process_text(facts: Facts) -> str:
    return (
        f"资金到位率100%；预算执行率{actual_values(facts)['预算执行率']}，质保金和审计尾款未到支付时点。资金专账核算，未发现截留、挤占、"
        "挪用和虚列支出。9个标段变更签证后补，验收资料没有在30日内归档，制度执行有效性扣2分。"
    )


def _output_text(facts: Facts) -> str:
    found = actual_values(facts)
    return (
        f"48个村全部完成治理，最后一个村于2024年11月20日通水；接管农户{found['受益农户接管数']}，比目标少{3900 - facts.households}户；"
        f"验收合格率{found['工程验收合格率']}；巡查{FACILITIES}座设施，{RUNNING}座正常运行，正常运行率{found['设施正常运行率']}。"
        f"决算金额{facts.settled:,}万元，户均建设成本{found['户均建设成本']}，低于控制单价；成本节约率{found['成本节约率']}。"
    )


def _benefit_text(facts: Facts) -> str:
    found = actual_values(facts)
    return (
        f"{START}年以后，治理村断面水质达标率比未治理村多提升{found['河道水质达标率提升']}；"
        f"排查直排口{OUTFALLS}个，消除{CLEARED}个，消除率{found['污水直排口消除率']}；管护主体已明确，运维经费没有列入年度预算；"
        f"受益农户满意度{found['受益农户满意度']}，日常维护和报修处理两题得分偏低。"
    )


def _lessons(paper: Paper, _: Facts) -> None:
    paper.heading("五、主要经验及做法、存在的问题及原因分析", 1, styled=False)
    paper.heading("（一）主要经验及做法", 2, styled=False)
    paper.text("统一控制单价和招标文本，各标段价格可比；治理村和未治理村同时布设断面，为核算净效应留下对照。")
    paper.heading("（二）存在的问题及原因分析", 2, styled=False)
    paper.text(
        "1．接管户数没有达到目标。目标按户籍户数的八成估算，没有考虑长期外出户。",
        "2．变更签证后补，验收资料归档不及时。监督人员少，变更审批与支付没有挂钩。",
        "3．部分设施停运，农户对日常维护不满意。运维经费靠村集体垫付，报修渠道不清楚。",
        "4．沿河老宅直排口没有全部消除。接管条件差，单户改造成本高。",
    )


def _advice(paper: Paper, _: Facts) -> None:
    paper.heading("六、有关建议", 1, styled=True)
    paper.table(
        "表2　问题与建议对应表",
        [
            ("问题", "建议", "责任单位", "期限"),
            ("接管户数未达目标", "编制目标前逐户摸底", UNIT, "2025年10月底前"),
            ("变更签证后补", "未经事前审批的变更不予支付", UNIT, "2025年9月底前"),
            ("部分设施停运", "运维经费列入预算，按月巡查", f"{DEPARTMENT}、各镇", "2026年预算编制前"),
            ("直排口未全部消除", "列入下一年度计划，分批销号", UNIT, "2025年12月底前"),
        ],
        (3.6, 4.6, 4.0, 3.4),
    )
    paper.text("")
    paper.right("主评人（签字）：张示例", f"{AGENCY}（盖章）", "2025年6月6日")


def _annex(paper: Paper, facts: Facts) -> None:
    paper.page_break()
    paper.heading("附件1", 1, styled=False)
    paper.title("绩效评价评分表", 16)
    rows = [("一级", "二级指标", "三级指标", "指标值", "实际完成值", "分值", "得分")]
    rows += [_annex_row(leaf) for leaf in leaves(facts)]
    rows.append(("合计", "", "", "", "", "100", _two(total_typed(facts))))
    paper.table(f"附表　{PROJECT}评分表（{LABEL}）", rows, (1.3, 2.0, 4.0, 2.6, 3.3, 1.1, 1.3))


def _annex_row(leaf: Leaf) -> tuple[str, ...]:
    return leaf.l1, leaf.l2, leaf.name, leaf.target, leaf.actual, str(leaf.weight), _two(leaf.score)
