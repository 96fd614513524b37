"""What was planted in the sample case and the true figures (PLANTED.md), for whoever teaches or tests with it."""

from __future__ import annotations

from fractions import Fraction

from case_leaves import INFLATED, PROJECT, WITHOUT_EVIDENCE, leaves, total_by_rule, total_typed
from case_numbers import LABEL, Facts, to_places
from case_report import WRONG_TOTAL
from case_tables import WRONG_RATE_ROW


def planted(facts: Facts) -> str:
    """What was planted in the case and the true figures, for whoever teaches or tests with it."""
    inflated = next(leaf for leaf in leaves(facts) if leaf.name == INFLATED)
    rule, typed = total_by_rule(facts), total_typed(facts)
    return f"""# {PROJECT}：埋设的问题和真值

{LABEL}。

## 埋设的问题

| 序号 | 文件 | 位置 | 问题 | 正确的是 |
|---|---|---|---|---|
| 1 | scores.xlsx | “{INFLATED}”行，得分 | 目标{inflated.target}，完成{inflated.actual}，未达到却填满分{inflated.weight}分，没有理由 | {_two(inflated.by_rule)}分 |
| 2 | scores.xlsx | “{WITHOUT_EVIDENCE}”行，证据编号 | 没有证据编号 | 应有证据 |
| 3 | evidence/manifest.csv | E08（e08_patrol.csv） | 登记以后文件被改动（一座设施由“停运”改为“正常”），sha256 不符 | 与登记时一致 |
| 4 | evidence/manifest.csv | E15（e15_site_visit.txt） | 清单列有此件，文件没有交来 | 应交文件 |
| 5 | report.docx | 摘要 | 得分写成{WRONG_TOTAL}分 | 正文、评分表为{_two(typed)}分 |
| 6 | report.docx | 提纲 | 缺“七、其他需要说明的问题” | 应有该部分 |
| 7 | budget.csv | “{WRONG_RATE_ROW}”行，执行率 | 印成93.20%（数字颠倒） | 313.82÷340.00=92.30% |

第1项改变结论：评分表合计{_two(typed)}分（优），按规则核算{_two(rule)}分（良）。

## 真值

| 事项 | 数值 | 算法 |
|---|---:|---|
| 评分表合计（填报） | {_two(typed)} | 22个三级指标得分相加 |
| 按规则核算的总分 | {float(rule):.6f} | 不舍入；定性指标沿用评价人评分 |
| M1 水质达标率净提升 | {facts.effect:.6f} 个百分点 | 治理村与未治理村前后均值之差的差（2023年起为后） |
| M2 受益农户满意度 | {facts.satisfaction:.6f} 分 | 每份问卷已答题目的均值，按各镇受益户数加权 |
| M3 户均建设成本 | {facts.unit_cost:.6f} 万元/户 | 决算金额合计÷受益户数合计 |
| 成本节约率 | {facts.saving:.6f} % | （合同金额－决算金额）÷合同金额 |
| 决算金额合计 | {facts.settled} 万元 | 48个村相加 |
| 受益户数合计 | {facts.households} 户 | 48个村相加 |
| 全年执行数 | {facts.spent} 万元 | 决算金额＋二类费用151.20 |
"""


def _two(value: Fraction) -> str:
    return f"{to_places(value, 2)}"
