"""A synthetic evaluation with everything that has broken reports: long texts, ``<``, ``&``, quotes, gaps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from yzperf.domain.case import Case, CaseInfo, MethodCall
from yzperf.domain.evaluation import Evaluation
from yzperf.domain.evidence import Evidence
from yzperf.domain.finding import Coverage, EvidenceClass, Finding, Severity
from yzperf.domain.finding import Verdict as CheckVerdict
from yzperf.domain.quantity import read_quantity
from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.domain.scorecard import ScoreCard, ScoredRow
from yzperf.domain.scoresheet import Amount, IndicatorRow, ScoreSheet, SheetKind
from yzperf.domain.survey import CodebookItem, Survey
from yzperf.errors import Place

LONG_NAME = (
    "农村公路安全生命防护工程沿线居民、过往车辆驾驶人及沿线学校师生"
    "对防护设施设置合理性和养护及时性的综合满意程度（含抽样调查）"
)
INDICATORS = [
    ("决策", "项目立项", "立项依据充分性", "充分", "充分", 4, "4", "4"),
    ("决策", "项目立项", "立项程序规范性", "规范", "规范", 3, "3", "3"),
    ("决策", "绩效目标", "绩效目标合理性", "合理", "较合理", 3, "3", "2.4"),
    ("决策", "绩效目标", "绩效指标明确性", "明确", "部分指标不可衡量", 4, "3.2", "3"),
    ("决策", "资金投入", "预算编制科学性", "科学", "科学", 3, "3", "3"),
    ("决策", "资金投入", "资金分配合理性", "合理", "合理", 3, "3", None),
    ("过程", "资金管理", "资金到位率", "100%", "100%", 4, "4", "4"),
    ("过程", "资金管理", "预算执行率", "≥95%", "97.31%", 5, "5", "5"),
    ("过程", "资金管理", "资金使用合规性", "合规，无“截留”“挤占”", "合规", 4, "4", "4"),
    ("过程", "组织实施", "管理制度健全性", "健全", "健全", 3, "3", "3"),
    ("过程", "组织实施", "制度执行有效性", "有效", "验收资料 < 应有 & 部分缺失", 4, "4", "3"),
    ("产出", "产出数量", "完成防护工程里程", "≥120公里", "118.6公里", 8, "8", "7.9066666"),
    ("产出", "产出数量", "新增警示标志", "≥860块", "872块", 5, "5", "5"),
    ("产出", "产出质量", "工程验收合格率", "≥98%", "98.9%", 6, "6", "6"),
    ("产出", "产出质量", "抽检<优良>率", "≥90%", "91%", 4, "4", "4"),
    ("产出", "产出时效", "按期完工率", "100%", "93.33%", 5, "5", "4.6666666"),
    ("产出", "产出成本", "单位里程成本", "≤8.2万元/公里", "8.05万元/公里", 4, "4", "4"),
    ("效益", "社会效益", "事故起数下降率", "≥15%", "18.4%", 9, "9", "9"),
    ("效益", "社会效益", "受益行政村", "≥46个", "46个", 5, "5", "5"),
    ("效益", "生态效益", "边坡植被恢复率", "≥85%", "79%", 4, "4", "3.7176470"),
    ("效益", "可持续影响", "管护机制建立情况", "建立", "已建立，部分镇未落实经费", 4, "3", None),
    ("效益", "满意度", LONG_NAME, "≥90%", "88.7%", 6, "6", "5.9133333"),
]


@dataclass(frozen=True)
class Part:
    """A heading with the headings below it: all that a report reads of an outline."""

    title: str
    sections: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Panel(Result):
    """A method result made up for the tests."""

    title: str = "事故起数变化的双重差分估计"
    method: str = "双重差分法（DID）"
    number: float = -0.1837
    with_figure: bool = True

    @property
    def value(self) -> float:
        return self.number

    @property
    def unit(self) -> str:
        return "起/公里"

    @property
    def interval(self) -> tuple[float, float] | None:
        return (-0.2911, -0.0763)

    def table(self) -> pd.DataFrame:
        return pd.DataFrame({"估计": [self.number]})

    def sentences(self) -> tuple[str, ...]:
        return (
            "与未实施路段相比，实施路段每公里事故起数平均减少0.18起（95%置信区间0.08至0.29）。",
            "该结论以两类路段事前走势平行为前提；样本为24个月、46条路段，p<0.05 & 稳健标准误按镇聚类。",
        )

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        return (
            Diagnostic("事前趋势平行", "联合检验 F=0.84，p=0.52", Verdict.HOLDS),
            Diagnostic("没有预期效应", "提前一期系数 0.02（p=0.71）", Verdict.HOLDS, "继续观察"),
            Diagnostic("聚类数足够", "聚类数 11 个，偏少", Verdict.DOUBTFUL, "用自助法复核区间，结论不变再引用"),
        )

    def figure(self) -> Any:
        if not self.with_figure:
            return None
        from yzperf.drawing.canvas import new_figure

        with new_figure(width_cm=14, height_cm=7) as (figure, axes):
            axes.plot([1, 2, 3, 4], [0.61, 0.6, 0.45, 0.41], label="实施路段")
            axes.plot([1, 2, 3, 4], [0.58, 0.57, 0.56, 0.55], label="未实施路段")
            axes.set_ylabel("起/公里")
            axes.legend()
        return figure


def _amount(text: str | None) -> Amount:
    return Amount(text or "", None if text is None else Decimal(text), Place("scores.xlsx", "评分表", "H5"))


def scored(number: int, entry: tuple[Any, ...]) -> ScoredRow:
    """One row of the sample card."""
    l1, l2, name, target, actual, weight, reported, exact = entry
    where = Place("scores.xlsx", "评分表", f"C{number + 4}")
    quantities = read_quantity(target), read_quantity(actual)
    evidence = (f"E{number:02d}", f"E{number % 7 + 1:02d}")
    source = IndicatorRow(
        l1, l2, name, *quantities, _amount(str(weight)), _amount(reported), "", where, evidence=evidence
    )
    judged = exact is None
    rule = "定性指标，由人工评判" if judged else "按完成比例计分：实际值÷指标值×分值，超过100%按满分"
    scores = (None if text is None else Fraction(text) for text in (reported, exact))
    note = "与填报得分不一致，差0.09分" if number == 12 else ""
    return ScoredRow(l1, l2, name, target, actual, Fraction(weight), *scores, rule, note, where, source)


def sheet(kind: SheetKind, rows: tuple[IndicatorRow, ...]) -> ScoreSheet:
    """A handed-over sheet with the given rows."""
    name = "scores.xlsx" if kind is SheetKind.EVALUATION else "targets.xlsx"
    return ScoreSheet(kind, "标准", name, "评分表", {"项目名称": "示例"}, (), rows, (), None, "", "万元")


def card() -> ScoreCard:
    """22 rows, of which two need a person."""
    rows = tuple(scored(number, entry) for number, entry in enumerate(INDICATORS, 1))
    source = sheet(SheetKind.EVALUATION, tuple(row.source for row in rows))  # type: ignore[misc]
    rules = ("财预〔2020〕10号第十六条：评价结果采取评分和评级相结合的方式", "程序设定：四舍五入到两位小数")
    return ScoreCard(source, "cn10_evaluation", "财预〔2020〕10号财政评价计分", rules, rows, "优")


def budget() -> pd.DataFrame:
    """Money by source, as strings and decimals mixed, with a 合计 row."""
    columns = [
        "资金来源",
        "年初预算数",
        "调增",
        "调减",
        "全年预算数",
        "到位数",
        "全年执行数",
        "结余",
        "执行率",
    ]
    rows = [
        ["上级补助资金", "620.00", "0", "0", "620.00", "620.00", "612.50", "7.50", "98.79%"],
        [
            "本级财政资金",
            Decimal("380"),
            Decimal("12.5"),
            None,
            Decimal("392.5"),
            Decimal("392.5"),
            "372.85",
            "19.65",
            None,
        ],
        ["合计", "1,000.00", "12.50", "0", "1,012.50", "1,012.50", "985.35", "27.15", "97.32%"],
    ]
    return pd.DataFrame(rows, columns=columns, dtype=object)


def log() -> pd.DataFrame:
    """The log of the evaluation."""
    rows = [
        "2025-03-03|前期准备|接受委托，组成评价组，收集政策文件和项目资料|评价组全体|市财政局|工作方案",
        "2025-03-12|方案评审|专家评审工作方案和指标体系，修改3处|专家5人|市财政局|评审意见",
        "2025-03-18|现场核查|实地核查12个路段，核对竣工资料和支付凭证，访谈干部|评价组4人|新坝镇|核查底稿",
        "2025-04-08|征求意见|书面征求项目单位和委托单位意见，逐条回应|评价组|市交通局|意见采纳表",
    ]
    columns = ["日期", "环节", "内容", "参加人", "地点", "成果"]
    return pd.DataFrame([row.split("|") for row in rows], columns=columns)


def narrative() -> dict[str, Any]:
    """Texts with fields in braces; some parts are missing on purpose."""
    long = "项目严格按照批复的建设内容组织实施，各镇（街道）落实属地责任，交通部门加强技术指导和质量监督。" * 4
    return {
        "概况": {
            "背景": "为贯彻落实农村公路“安全生命防护工程”有关要求，{年度}年市政府将临水临崖、急弯陡坡等"
            "路段防护列入民生实事。\n" + long,
            "主要内容": ["计划实施防护工程120公里，新增警示标志860块，覆盖46个行政村。", long],
            "资金": "项目年初预算{年初预算数}万元，全年预算{全年预算数}万元，到位{到位数}万元，"
            "到位率{到位率}；全年执行{全年执行数}万元，执行率{执行率}。",
        },
        "目标": {"总体": "消除农村公路安全隐患，降低事故起数，保障群众出行安全。"},
        "评价工作": {
            "目的": "检查资金使用和目标完成情况，查找问题，提出建议，为以后年度预算安排提供依据。",
            "对象范围": "评价对象为{年度}年项目资金，覆盖全部11个镇（街道）。发放并收回有效问卷{问卷数}份。",
            "原则": "坚持科学公正、统筹兼顾、激励约束、公开透明的原则。",
            "方法": "综合运用比较法、因素分析法、公众评判法。对事故起数采用双重差分法，"
            "估计值{M1.value}（{M1.low}至{M1.high}）{M1.unit}。",
        },
        "分析": {
            "决策": "决策类指标满分{决策满分}分，得分{决策得分}分，得分率{决策得分率}。绩效指标不够明确。",
            "过程": "过程类指标得分{过程得分}分。" + long,
            "产出": "产出类指标得分{产出得分}分，里程完成率<100%，主要因2个标段延期。",
        },
        "经验": ["部门联动，建立“周调度、月通报”机制。", "严把质量关，引入第三方检测。"],
        "问题": _issues(),
    }


def _issues() -> list[dict[str, str]]:
    return [
        {
            "问题": "部分标段延期完工",
            "原因": "征地协调滞后，施工单位投入不足。",
            "建议": "建立延期约谈和信用惩戒机制，" * 6 + "明确时限。",
            "责任单位": "市交通运输局",
            "期限": "2025年9月底前",
        },
        {
            "问题": "管护经费未落实",
            "原因": "部分镇未将管护经费列入年度预算。",
            "建议": "将管护经费纳入镇级预算。",
            "责任单位": "有关镇人民政府",
        },
        {
            "问题": "绩效指标不够明确，部分指标无法衡量",
            "原因": "编制目标时未与建设任务逐项对应。",
            "建议": "按任务数细化指标值。",
            "责任单位": "市交通运输局",
            "期限": "2025年底前",
        },
    ]


def _evidence(number: int) -> Evidence:
    file = f"evidence/{number:02d}_第{number}标段竣工验收报告及质量检测报告（盖章扫描件）.pdf"
    digest = f"{number:064x}"[::-1]
    return Evidence(
        f"E{number:02d}",
        file,
        digest,
        "市交通运输局建设科",
        "2025-03-18",
        "张某",
        f"第{number}页表2",
        Place("evidence.csv"),
    )


def findings() -> tuple[Finding, ...]:
    """One that changes the conclusion, one lead, one breach."""
    proof, lead, rule = EvidenceClass.PROOF, EvidenceClass.LEAD, EvidenceClass.RULE
    failed, hint = CheckVerdict.FAILED, CheckVerdict.LEAD
    place = Place("scores.xlsx", "评分表", "H16")
    wrong, clause = "“完成防护工程里程”填报得分与按规则复算不一致。", "财预〔2020〕10号第十六条"
    same = "有6份问卷答案完全相同，提交时间相差不到1分钟。"
    bare = "“管护机制建立情况”没有附佐证材料。"
    return (
        Finding("C07", "得分复算", proof, Severity.MAJOR, failed, place, wrong, "8.00", "7.91", True, clause),
        Finding("L03", "问卷同质", lead, Severity.HINT, hint, Place("survey.csv"), same),
        Finding("B02", "佐证齐全", rule, Severity.MINOR, failed, Place("scores.xlsx", "评分表", "K20"), bare),
    )


def _survey() -> Survey:
    answers = pd.DataFrame({"编号": range(1, 313), "Q1": ["满意"] * 312})
    return Survey(answers, (CodebookItem("Q1", "总体满意度", "满意度", {"满意": 100}),), Place("survey.csv"))


PARTIES = {
    "项目单位": "某某市公路事业发展中心",
    "主管部门": "某某市交通运输局",
    "委托单位": "某某市财政局",
    "评价机构": "某某绩效评价咨询有限公司",
    "主评人": "李某",
    "复核人": "王某",
    "报告日期": "2025年4月20日",
}
INFO = CaseInfo(
    name="某某市2024年农村公路安全生命防护工程项目",
    label="示例数据，纯属虚构",
    year=2024,
    period=(date(2024, 1, 1), date(2024, 12, 31)),
    region="扬中",
    rules_on=date(2025, 3, 1),
    profile="cn10_evaluation",
    framework="cn10_annex2",
    money_unit="万元",
    parties=PARTIES,
)


def make(**changes: Any) -> Evaluation:
    """Build the sample evaluation; keywords replace parts of its case."""
    scores = card()
    approved = tuple(row for row in scores.sheet.rows if row.l1 in ("产出", "效益"))
    case = Case(
        Path("case"),
        INFO,
        scores=scores.sheet,
        targets=sheet(SheetKind.TARGETS, approved),
        budget=budget(),
        survey=_survey(),
        evidence=tuple(_evidence(number) for number in range(1, 31)),
        log=log(),
        methods=(MethodCall("M1", "did", "accidents", {}, ("事故起数下降率",)),),
        narrative=narrative(),
        missing=("report.docx",),
    )
    verdicts = {finding.id: finding.verdict for finding in findings()}
    verdicts |= {"D01": CheckVerdict.PASSED, "R05": CheckVerdict.NO_INPUT}
    coverage = Coverage(verdicts, {"R05": "缺少材料：report.docx"})
    return Evaluation(replace(case, **changes), scores, {"M1": Panel()}, findings(), coverage)


def make_outline() -> Part:
    """The outline of 10号 annex 3, headings only."""
    tree: dict[str, list[str]] = {
        "基本情况": ["项目概况", "项目绩效目标"],
        "绩效评价工作开展情况": [
            "绩效评价目的、对象和范围",
            "绩效评价原则、评价指标体系、评价方法、评价标准",
            "绩效评价工作过程",
        ],
        "综合评价情况及评价结论": [],
        "绩效评价指标分析": ["项目决策情况", "项目过程情况", "项目产出情况", "项目效益情况"],
        "主要经验及做法、存在的问题及原因分析": [],
        "有关建议": [],
        "其他需要说明的问题": [],
    }
    return Part("提纲", tuple(Part(title, tuple(map(Part, below))) for title, below in tree.items()))


@pytest.fixture(scope="session")
def outline() -> Part:
    return make_outline()


@pytest.fixture
def evaluation() -> Evaluation:
    return make()


@pytest.fixture(scope="session")
def made() -> Callable[..., Evaluation]:
    return make
