"""A report of a house of its own, written by hand (示例数据，纯属虚构): bold paragraphs for headings, numbers typed by hand, merged
tables, text boxes, footnotes, properties as WPS leaves them. ``python -m tests.lift_report FILE`` writes it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.word_xml import NORMAL, C, WordFile, centred, para, run, style, table, text_box

_TITLE = "示例区既有多层住宅加装电梯财政补助资金绩效评价报告"


def _part(text: str) -> str:
    return para(run(text, bold=True, size=16, font="黑体"))


def _section(text: str) -> str:
    return para(run(text, bold=True, size=14, font="楷体"))


def _point(head: str, text: str) -> str:
    return para(run(head, bold=True), text)


def _cell(text: str, span: int = 1) -> C:
    return C(centred(run(text, bold=True)), span=span)


def _note(number: int) -> str:
    return f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{number}"/></w:r>'


_NOTES = (
    "数据取自区财政局国库集中支付台账，截至2023年12月31日。",
    "有效率＝有效问卷÷收回问卷×100%；本报告的百分数四舍五入，各项相加可能与合计差0.1个百分点。",
    "《示例区既有多层住宅加装电梯补助办法》第九条：每台补助不超过28万元。",
)
_MONEY = [
    [_cell("资金来源"), _cell("年初预算"), _cell("年中追加"), _cell("调整后预算"), _cell("支出"), _cell("结余")],
    ["市级补助", "620.00", "—", "620.00", "620.00", "0.00"],
    ["区级配套", "1,240.00", "240.00", "1,480.00", "1,312.60", "167.40"],
    [_cell("合  计"), "1,860.00", "240.00", "2,100.00", "1,932.60", "167.40"],
]
_TOWNS = [
    [_cell("街道"), _cell("计划（台）"), _cell("完工（台）"), _cell("完成率"), _cell("受益户（户）")],
    ["东亭街道", "23", "22", "95.7%", "528"],
    ["西园街道", "20", "19", "95.0%", "456"],
    ["南桥街道", "17", "16", "94.1%", "384"],
    ["合计", "60", "57", "95.0%", "1,368"],
]
_ANSWERS = [
    [_cell("回答"), _cell("非常满意"), _cell("比较满意"), _cell("一般"), _cell("不满意"), _cell("合计")],
    ["份数", "198", "147", "29", "12", "386"],
    ["占比", "51.3%", "38.1%", "7.5%", "3.1%", "100%"],
]
_PARTS = [
    [_cell("维度"), _cell("满分"), _cell("得分"), _cell("得分率")],
    ["决策", "15", "13.50", "90.0%"],
    ["过程", "20", "17.68", "88.4%"],
    ["产出", "35", "32.08", "91.7%"],
    ["效益", "30", "27.93", "93.1%"],
    ["合计", "100", "91.19", "91.2%"],
]
_ROWS = (
    ("决策", "项目立项", "立项依据", "有政策、有规划、与职责相符", "符合", "4", "4.00", ""),
    ("决策", "项目立项", "立项程序", "经过论证、公示和会议研究", "符合", "3", "3.00", ""),
    ("决策", "目标与预算", "目标设定", "目标明确、可衡量", "没有设长效管护目标", "4", "3.00", "缺管护类目标，扣1分"),
    ("决策", "目标与预算", "预算测算", "按台数和补助标准测算", "管线迁改按比例估列", "4", "3.50", "管线迁改无测算明细，扣0.5分"),
    ("过程", "资金", "资金到位率", "100%", "100%", "3", "3.00", ""),
    ("过程", "资金", "预算执行率", "100%", "92.03%", "4", "3.68", "结余167.4万元"),
    ("过程", "资金", "资金合规性", "专款专用、手续完整", "2台补助先拨后审", "5", "4.00", "先拨后审，扣1分"),
    ("过程", "管理", "制度建设", "有补助办法和操作流程", "有", "4", "4.00", ""),
    ("过程", "管理", "档案管理", "一梯一档、完整可查", "3台缺竣工图", "4", "3.00", "缺竣工图，扣1分"),
    ("产出", "数量", "加装完工台数", "60台", "57台", "10", "9.50", "3台因管线冲突未开工"),
    ("产出", "质量", "使用登记办结率", "100%", "94.7%", "8", "7.58", "3台尚未办结"),
    ("产出", "时效", "按期完工", "2023年11月30日前", "6台逾期", "7", "5.00", "6台晚于计划，扣2分"),
    ("产出", "成本", "单台补助额", "≤28万元", "26.53万元", "10", "10.00", ""),
    ("效益", "社会效益", "受益户数", "≥1300户", "1368户", "8", "8.00", ""),
    ("效益", "社会效益", "投诉工单下降率", "≥50%", "57.0%", "7", "7.00", ""),
    ("效益", "可持续影响", "后续管护", "责任、经费、考核到位", "维保费用分摊协议只签了一部分", "5", "3.00", "18台未签协议，扣2分"),
    ("效益", "满意度", "居民满意度", "≥90%", "89.4%", "10", "9.93", "施工扰民意见较集中"),
)  # fmt: skip


def _scores() -> str:
    heads = ("一级指标", "二级指标", "三级指标", "目标值", "完成情况", "分值", "得分", "扣分说明")
    rows: list[list[C | str]] = [[_cell(head) for head in heads]]
    above = ("", "")
    for l1, l2, *rest in _ROWS:
        first = C(l1, down="restart") if l1 != above[0] else C("", down="continue")
        second = C(l2, down="restart") if (l1, l2) != above else C("", down="continue")
        rows.append([first, second, *rest])
        above = (l1, l2)
    rows.append([_cell("总  分", 5), "100", "91.19", ""])
    return table(rows)


def _front() -> list[str]:
    key = text_box(
        para(run("一页读懂", bold=True)),
        para("得分91.19分，等级为“优”。2100万元补助花了1932.6万元，装成57部电梯，1368户居民受益。"),
    )
    return [
        centred(run("（示例数据，纯属虚构）", size=12)),
        centred(run("示例区既有多层住宅加装电梯", bold=True, size=22)),
        centred(run("财政补助资金绩效评价报告", bold=True, size=22)),
        centred("（2023年度）"),
        para("委 托 方：示例区财政局"), para("主管部门：示例区住房和城乡建设局"), para("评价机构：示例经纬管理咨询有限公司"),
        para("主 评 人：周示例"), para("二〇二四年五月"),
        para(run("开 篇 摘 要", bold=True, size=16), key),
        para("老楼装电梯，民生小切口。受示例区财政局委托，我们对2023年度加装电梯补助资金作了评价，用两个月时间查账、看现场、问居民。"),
        para("总的看法是：这笔钱花得值。全年安排2,100万元，实际支出1,932.60万元，预算执行率92.03%；计划装60台，完工57台，完成95%。"
             "评价得分91.19分，评定为“优”等。扣分主要扣在三处：一是预算编得粗，二是6台没有按期完工，三是装完以后谁来管还没有说清楚。"),
    ]  # fmt: skip


def _facts() -> list[str]:
    return [
        _part("第一部分  项目基本情况"),
        _section("（一）立项背景"),
        para("示例区2000年以前建成的多层住宅有一千余幢，住着不少高龄老人，上下楼难是多年的老话题。2021年区政府出台补助办法，"
             "按“业主自愿、政府补助、街道统筹”的路子推进。本次评价的是2023年度的补助资金，不含业主自筹部分。"),
        _section("（二）钱从哪里来、花到哪里去"),
        para("年初预算1,860万元，其中市级补助620万元、区级配套1,240万元；年中因开工台数增加，区级追加240万元，调整后为2,100万元，全部到位。"
             "截至年底支出1,932.6万元", _note(1), "，结余167.4万元，已由区财政收回（见表1）。"),
        para("按用途分：设备及安装补助1,512万元，占78.2%；管线迁改补助336.6万元，占17.4%；施工期过渡安置补助84万元，占4.3%。"),
        centred(run("表1  资金安排及使用情况", bold=True)), para("单位：万元", more='<w:jc w:val="right"/>'), table(_MONEY),
        _section("（三）绩效目标"),
        para("批复的绩效目标：年内完成加装60台，受益不少于1300户，单台补助不超过28万元", _note(3), "，居民满意度90%以上，相关投诉减少一半。"),
    ]  # fmt: skip


def _work() -> list[str]:
    return [
        _part("第二部分  绩效评价工作开展情况"),
        _section("（一）目的、对象和范围"),
        para("弄清楚补助资金是否用在该用的地方、装成的电梯是否用得上用得好。对象是2023年度2,100万元补助资金，范围覆盖东亭、西园、南桥三个街道。"),
        _section("（二）原则、指标体系、方法和标准"),
        para("坚持客观公正、依据充分、结果可用。按《项目支出绩效评价管理办法》（财预〔2020〕10号）设4个一级指标、17个三级指标，满分100分；"
             "主要用比较法、成本效益分析法和公众评判法，对照计划标准打分，90分及以上为优，80分至90分（不含）为良，60分至80分（不含）为中，其余为差。"),
        _section("（三）评价过程"),
        para("2024年3月4日进场；3月18日至29日看了18处现场，占完工台数的31.6%；和街道、社区、业主代表、维保单位谈了31人次。"
             "问卷发出420份，收回398份，回收率94.8%；剔除漏答过半的12份，有效386份，有效率97.0%", _note(2), "。4月22日交初稿，5月10日定稿。"),
        _part("第三部分  综合评价结论"),
        para("综合得分为91.19分，绩效等级为优。四个维度里，效益得分率最高，为93.1%；过程得分率最低，为88.4%，高低相差4.7个百分点。"),
        centred(run("表2  各维度得分", bold=True)), table(_PARTS),
    ]  # fmt: skip


def _analysis() -> list[str]:
    return [
        _part("第四部分  绩效评价指标分析"),
        _section("（一）决策（满分15分，得13.5分）"),
        para("立项有依据、有论证，会议纪要和公示材料齐全。美中不足的是，目标里没有写装完以后怎么管，扣1分；管线迁改费用按设备款的一定比例估列，拿不出明细，扣0.5分。"),
        _section("（二）过程（满分20分，得17.68分）"),
        para("预算执行率92.03%，按比例得3.68分。抽查的凭证中有2台先拨付、后审核，合计53万元，扣1分。档案一梯一档，但有3台缺竣工图，扣1分。"),
        _section("（三）产出（满分35分，得32.08分）"),
        _point("数量。", "计划60台，完工57台，完成率95.0%，得9.5分；没有完工的3台都是地下燃气管线冲突。分街道情况见表3。"),
        _point("质量。", "57台中有54台办结使用登记，办结率94.7%，得7.58分。"),
        _point("时效。", "51台按期完工，6台晚了20天到两个月不等，扣2分，得5分。"),
        _point("成本。", "设备及安装补助1,512万元，平均每台26.53万元，低于28万元的上限，得满分。"),
        centred(run("表3  分街道完成情况", bold=True)), table(_TOWNS),
        _section("（四）效益（满分30分，得27.93分）"),
        para("57台电梯惠及1,368户，平均每台24户。12345热线上“上下楼难”的工单从2022年的86件降到37件，少了49件，下降57.0%，超过目标。"),
        para("386份有效问卷中，非常满意198份、比较满意147份，两项合计345份，满意度89.4%，比目标低0.6个百分点（见表4）。"
             "受访者里60岁及以上的213人，占55.2%。问得最多的是：坏了找谁修、钱谁来出。18台电梯还没有签维保费用分摊协议，扣2分。"),
        centred(run("表4  居民满意度回答分布", bold=True)), table(_ANSWERS),
    ]  # fmt: skip


def _end() -> list[str]:
    return [
        _part("第五部分  经验做法、存在问题及原因"),
        _section("（一）值得推广的做法"),
        para("一是街道“一幢一策”，把意见谈在开工前；二是并联审批，平均办理时间由45天压缩到28天，缩短37.8%。"),
        _section("（二）主要问题及原因"),
        _point("1、预算编制偏粗。", "管线迁改没有逐台踏勘就估列，年底结余167.4万元。原因是申报时管线资料不全，又没有要求产权单位先行核实。"),
        _point("2、工期把控不严。", "6台逾期完工。原因是施工合同没有约定逾期责任，街道也没有按月调度。"),
        _point("3、建后管护没有落地。", "57台中只有39台签了维保费用分摊协议，占68.4%。原因是补助办法只管建、不管用，业主之间分摊比例谈不拢。"),
        _point("4、先拨后审、资料不齐。", "2台先拨后审、3台缺竣工图。原因是年底集中支付，审核人手只有2人。"),
        _part("第六部分  对策建议"),
        _point("1、把预算做细（区住房和城乡建设局，2024年9月底前）。", "管线迁改逐台踏勘、附测算表，没有明细的不安排。"),
        _point("2、把工期管住（各街道，2024年8月底前）。", "合同写明逾期责任，每月通报进度。"),
        _point("3、把管护说清（区住房和城乡建设局会同各街道，2024年12月底前）。", "修订补助办法，签订维保费用分摊协议后再拨付尾款，力争2025年签约率达到100%。"),
        _point("4、把程序守牢（区财政局，2024年7月底前）。", "先审后拨，竣工图等资料不齐的不予支付。"),
        _part("第七部分  其他需要说明的问题"),
        para("问卷在小区内随机拦访，上班族接受访问的比例偏低，满意度主要反映常年在家居民的感受；电梯投用时间最长的不到一年，"
             "安全运行的效果还有待观察。"),
        para(run("评价机构：示例经纬管理咨询有限公司（盖章）"), more='<w:jc w:val="right"/>'),
        para(run("主评人：周示例（签字）"), more='<w:jc w:val="right"/>'),
        para(run("2024年5月10日"), more='<w:jc w:val="right"/>'),
        para(run("附件：绩效评价指标评分表", bold=True)), _scores(),
    ]  # fmt: skip


def lift_report(*changes: tuple[str, str]) -> WordFile:
    """The report, its footnotes and its properties; of every change the first place that has the old words."""
    made = WordFile(styles=NORMAL + style("a3", "footnote text"))
    body = "".join((*_front(), *_facts(), *_work(), *_analysis(), *_end()))
    for old, new in changes:
        assert old in body, old
        body = body.replace(old, new, 1)
    made.add(body)
    notes = "".join(
        f'<w:footnote w:id="{number}">{para(text, style="a3")}</w:footnote>' for number, text in enumerate(_NOTES, 1)
    )
    made.part("footnotes", "footnotes.xml", notes, "footnotes")
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>'
        f"{_TITLE}</dc:title><dc:creator>周示例</dc:creator><cp:lastModifiedBy>Administrator</cp:lastModifiedBy>"
        '<dcterms:created xsi:type="dcterms:W3CDTF">2024-04-18T01:20:00Z</dcterms:created>'
        '<dcterms:modified xsi:type="dcterms:W3CDTF">2024-05-10T08:05:00Z</dcterms:modified></cp:coreProperties>'
    )
    app = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Application>WPS Office_12.1.0.16729_F1E327BC-269C-435d-A152-05C5408002CA</Application><Pages>14</Pages></Properties>"
    )
    custom = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property '
        'fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="KSOProductBuildVer"><vt:lpwstr>2052-12.1.0.16729'
        "</vt:lpwstr></property></Properties>"
    )
    kinds = "application/vnd.openxmlformats-"
    made.raw_part("docProps/core.xml", core.encode(), mime=f"{kinds}package.core-properties+xml")
    made.raw_part("docProps/app.xml", app.encode(), mime=f"{kinds}officedocument.extended-properties+xml")
    made.raw_part("docProps/custom.xml", custom.encode(), mime=f"{kinds}officedocument.custom-properties+xml")
    return made


if __name__ == "__main__":
    lift_report().save(Path(sys.argv[1]))
