"""The lines of the sample score sheet (三级指标): target, actual value, weight, and what the rule gives.

The actual values that rest on data are computed from the drawn data, rounded as a person would write them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from case_numbers import PLANNED_HOUSEHOLDS, Facts, to_places

PROJECT = "扬中市农村生活污水治理项目（示例）"
DEPARTMENT, UNIT, AGENCY = "示例市生态环境局", "示例市农村治污管理中心", "示例评价咨询有限公司"
INFLATED = "河道水质达标率提升"
WITHOUT_EVIDENCE = "长效管护机制健全性"
OUTFALLS, CLEARED = 316, 280
FACILITIES, RUNNING = 126, 109
ACCEPTED = 47


@dataclass(frozen=True)
class Leaf:
    """One line of the score sheet. ``typed`` is set only where the person did not follow the rule or had to judge."""

    l1: str
    l2: str
    name: str
    explanation: str
    method: str
    target: str
    actual: str
    weight: int
    reason: str = ""
    evidence: str = ""
    typed: str = ""
    as_percent: bool = False

    @property
    def by_rule(self) -> Fraction:
        """Score that the rule gives, exact; where a person must judge, the person's score."""
        if self.method == "定性":
            return Fraction(self.typed)
        return self.weight * share(self)

    @property
    def score(self) -> Fraction:
        """Score that stands on the sheet, two decimals."""
        return Fraction(self.typed or str(to_places(self.by_rule, 2)))


def share(leaf: Leaf) -> Fraction:
    if leaf.method == "时效":
        return Fraction(1)
    target, actual = (Fraction(re.sub(r"[^\d.]", "", text)) for text in (leaf.target, leaf.actual))
    if leaf.target.startswith("≤"):
        return min(Fraction(1), target / actual)
    return min(Fraction(1), actual / target)


def percent(value: Fraction, places: int = 1) -> str:
    """Print a share as people do: 0.8651 → 86.5%."""
    return f"{to_places(Fraction(value) * 100, places)}%"


def actual_values(facts: Facts) -> dict[str, str]:
    """The actual values that rest on data, as the evaluator wrote them."""
    return {
        "预算执行率": percent(Fraction(facts.spent) / 4060, 2),
        "受益农户接管数": f"{facts.households:,}户",
        "工程验收合格率": percent(Fraction(ACCEPTED, 48)),
        "设施正常运行率": percent(Fraction(RUNNING, FACILITIES)),
        "户均建设成本": f"{to_places(facts.unit_cost, 2)}万元/户",
        "成本节约率": f"{to_places(facts.saving, 2)}%",
        "河道水质达标率提升": f"{to_places(facts.effect, 1)}个百分点",
        "污水直排口消除率": percent(Fraction(CLEARED, OUTFALLS)),
        "受益农户满意度": f"{to_places(facts.satisfaction, 1)}%",
    }


def leaves(facts: Facts) -> list[Leaf]:
    """All lines of the score sheet."""
    found = actual_values(facts)
    return [*_decision(), *_process(found), *_output(found), *_benefit(found)]


def _decision() -> list[Leaf]:
    return [
        Leaf("决策", "项目立项", "立项依据充分性", "立项是否符合法规、政策、规划、职责和公共财政支持范围，是否与其他项目重复", "要点法", "5项", "5项", 3, "", "E01"),
        Leaf("决策", "项目立项", "立项程序规范性", "申请和设立程序、审批材料、事前论证和集体决策是否齐备", "要点法", "3项", "3项", 2, "", "E01,E02"),
        Leaf("决策", "绩效目标", "绩效目标合理性", "目标是否明确、与实际工作相关、水平正常、与资金量匹配", "要点法", "4项", "3项", 3, "接管户数目标未按入户意愿摸底测算，与实际可接管规模有差距", "E03"),
        Leaf("决策", "绩效目标", "绩效指标明确性", "目标是否细化为指标、指标值是否清晰可衡量、是否与任务数对应", "要点法", "3项", "2项", 2, "长效管护指标没有可衡量的指标值", "E03"),
        Leaf("决策", "资金投入", "预算编制科学性", "预算是否经过论证、内容与项目匹配、测算有据、额度与任务相适应", "要点法", "4项", "3项", 3, "二类费用按总额匡算，没有分项测算依据", "E04"),
        Leaf("决策", "资金投入", "资金分配合理性", "分配依据是否充分，额度是否与各镇任务相适应", "要点法", "2项", "2项", 2, "", "E04"),
    ]  # fmt: skip


def _process(found: dict[str, str]) -> list[Leaf]:
    return [
        Leaf("过程", "资金管理", "资金到位率", "实际到位资金÷预算资金×100%", "比例法", "100%", "100%", 4, "", "E05", as_percent=True),
        Leaf("过程", "资金管理", "预算执行率", "实际支出资金÷实际到位资金×100%", "比例法", "100%", found["预算执行率"], 4, "部分标段质保金和审计尾款未到支付时点", "E05", as_percent=True),
        Leaf("过程", "资金管理", "资金使用合规性", "是否合乎财务制度、审批完整、用途相符，有无截留、挤占、挪用、虚列支出", "要点法", "4项", "4项", 5, "", "E05,E06"),
        Leaf("过程", "组织实施", "管理制度健全性", "财务和业务管理制度是否建立，是否合法、合规、完整", "要点法", "2项", "2项", 3, "", "E06"),
        Leaf("过程", "组织实施", "制度执行有效性", "是否守法守规、调整手续完备、合同和验收资料及时归档、人员和条件落实", "要点法", "4项", "2项", 4, "9个标段变更签证后补；验收资料未在30日内归档", "E07,E14"),
    ]  # fmt: skip


def _output(found: dict[str, str]) -> list[Leaf]:
    return [
        Leaf("产出", "产出数量", "治理村完成数", "年度内完成治理并通水的行政村数", "比例法", "≥48个", "48个", 4, "", "E07"),
        Leaf("产出", "产出数量", "受益农户接管数", "年度内完成户内接管的农户数", "比例法", f"≥{PLANNED_HOUSEHOLDS:,}户", found["受益农户接管数"], 6, "部分农户长期外出，户内接管未能入户施工", "E10"),
        Leaf("产出", "产出质量", "工程验收合格率", "验收合格的村数÷完成治理的村数×100%", "比例法", "=100%", found["工程验收合格率"], 5, "丙07村过河管段闭水试验未一次通过，整改后待复验", "E09"),
        Leaf("产出", "产出质量", "设施正常运行率", "巡查时正常运行的设施数÷巡查设施数×100%", "比例法", "≥95%", found["设施正常运行率"], 5, "部分分散式设施停运或曝气故障", "E08,E15"),
        Leaf("产出", "产出时效", "完成及时性", "最后一个村通水的时间与计划时间比较", "时效", "2024年11月底前", "2024年11月20日", 5, "", "E07"),
        Leaf("产出", "产出成本", "户均建设成本", "决算金额÷受益户数，与控制单价比较", "比例法", "≤1.05万元/户", found["户均建设成本"], 6, "", "E10"),
        Leaf("产出", "产出成本", "成本节约率", "（合同金额－决算金额）÷合同金额×100%", "比例法", "≥4%", found["成本节约率"], 4, "现场签证增加，核减率低于预期", "E10"),
    ]  # fmt: skip


def _benefit(found: dict[str, str]) -> list[Leaf]:
    return [
        Leaf("效益", "项目效益", INFLATED, "治理村河道断面水质达标率比未治理村多提升的幅度（实施效益：生态效益）", "比例法", "≥10个百分点", found[INFLATED], 10, "", "E12", typed="10"),
        Leaf("效益", "项目效益", "污水直排口消除率", "已消除的直排口数÷排查的直排口数×100%（实施效益：社会效益）", "比例法", "≥98%", found["污水直排口消除率"], 6, "沿河老宅接管条件差，直排口尚未全部封堵", "E11"),
        Leaf("效益", "项目效益", WITHOUT_EVIDENCE, "管护主体、经费、考核是否落实（实施效益：可持续影响）", "定性", "建立并有效运行", "部分达成预期指标并具有一定效果", 4, "管护主体已明确，运维经费未列入年度预算", "", typed="2.6"),
        Leaf("效益", "项目效益", "受益农户满意度", "受益农户问卷六个题目的平均得分，按各镇受益户数加权", "比例法", "≥90%", found["受益农户满意度"], 10, "设施日常维护和报修处理两题得分偏低", "E13"),
    ]  # fmt: skip


def total_typed(facts: Facts) -> Fraction:
    """Sum of the scores that stand on the sheet."""
    return sum((leaf.score for leaf in leaves(facts)), Fraction(0))


def total_by_rule(facts: Facts) -> Fraction:
    """Sum of the scores that the rule gives, unrounded."""
    return sum((leaf.by_rule for leaf in leaves(facts)), Fraction(0))


def number(value: Fraction) -> int | float:
    """A score as a person types it: 5, 3.81."""
    return int(value) if value.denominator == 1 else float(value)
