"""Each method with its family, its name and what it needs (方法与数据要求): one line each.

``asked`` is what no table shows and the evaluator must know.
"""

from __future__ import annotations

from dataclasses import dataclass

from yzperf.methods.suggestion import needs as n
from yzperf.methods.suggestion.needs import Need


@dataclass(frozen=True, slots=True)
class Requirement:
    """What one method needs."""

    method: str
    family: str
    title: str
    needs: tuple[Need, ...]
    asked: str = ""


_COMPARED = (n.PANEL, n.OUTCOME, n.TREATED)
_STAGGERED = (n.PANEL, n.OUTCOME, n.SWITCHING, n.STAGGERED)
_MATRIX = (n.OBJECTS, n.TWO_NUMBERS)
_TWO_GROUPS = (n.MANY_ROWS, n.FLAG, n.TWO_NUMBERS)
_START = "实施从哪一期开始"
_SELECTED = "哪一栏是否实施；影响是否实施又影响结果的因素是不是都在表里"
_FLOW = "哪几栏是投入，哪几栏是产出"
_DIRECTION = "每个指标越大越好还是越小越好"

_LINES = (
    Requirement("target_comparison", "比较法", "与目标值比较", (n.OBJECTS, n.TWO_NUMBERS), "哪两栏是实际值和目标值"),
    Requirement("before_after_comparison", "比较法", "前后比较（成对）", (n.OBJECTS, n.TWO_NUMBERS), "哪两栏是同一结果的之前和之后"),
    Requirement("trend_adjusted_change", "比较法", "扣除趋势的前后变化", (n.PANEL, n.OUTCOME, n.SEVERAL_PERIODS), _START),
    Requirement("difference_in_differences", "比较法", "双重差分", _COMPARED, _START + "；没有实施时两组会不会同步变化"),
    Requirement("two_way_fixed_effects", "比较法", "双向固定效应", (n.PANEL, n.OUTCOME, n.SWITCHING)),
    Requirement("event_study", "比较法", "事件研究", (n.PANEL, n.OUTCOME, n.SWITCHING, n.SEVERAL_PERIODS)),
    Requirement("callaway_santanna", "比较法", "分批实施的双重差分（Callaway–Sant'Anna）", _STAGGERED),
    Requirement("sun_abraham", "比较法", "分批实施的事件研究（Sun–Abraham）", _STAGGERED),
    Requirement("goodman_bacon_decomposition", "比较法", "双向固定效应的分解（Goodman-Bacon）", _STAGGERED),
    Requirement("wild_cluster_bootstrap", "比较法", "野聚类自助法（组数少）", (n.PANEL, n.OUTCOME, n.SWITCHING)),
    Requirement("cluster_bootstrap", "比较法", "按组重抽的自助法", (n.PANEL, n.OUTCOME, n.SWITCHING)),
    Requirement("randomisation_inference", "比较法", "随机化推断（实施对象很少）", _COMPARED, _START),
    Requirement("interrupted_time_series", "比较法", "中断时间序列", (n.SERIES, n.OUTCOME), _START),
    Requirement("synthetic_control", "比较法", "合成控制", (n.PANEL, n.OUTCOME, n.MANY_UNITS, n.SEVERAL_PERIODS), "哪个对象实施、从哪一期开始"),
    Requirement("synthetic_difference_in_differences", "比较法", "合成双重差分", (*_COMPARED, n.MANY_UNITS, n.SEVERAL_PERIODS), _START),
    Requirement("regression_discontinuity", "比较法", "断点回归", (n.MANY_ROWS, n.TWO_NUMBERS), "按哪一栏的哪个数分界；对象能不能自己决定在哪一边"),
    Requirement("matching", "比较法", "匹配", _TWO_GROUPS, _SELECTED),
    Requirement("inverse_probability_weighting", "比较法", "逆概率加权", _TWO_GROUPS, _SELECTED),
    Requirement("doubly_robust_estimation", "比较法", "双稳健估计", _TWO_GROUPS, _SELECTED),
    Requirement("cost_benefit_analysis", "成本效益分析法", "成本效益分析", (n.PERIODS, n.FLOWS), "哪几栏是成本、哪几栏是效益；折现率"),
    Requirement("cost_benefit_sensitivity", "成本效益分析法", "成本效益敏感性分析", (n.PERIODS, n.FLOWS), "哪几栏是成本、哪几栏是效益；折现率"),
    Requirement("least_cost_frontier", "最低成本法", "最低成本前沿", (n.OBJECTS, n.MONEY, n.QUANTITY), "各方案的质量是否达到同一标准；实施的是哪个方案"),
    Requirement("cost_effectiveness_analysis", "最低成本法", "成本效果分析", (n.OBJECTS, n.MONEY, n.QUANTITY)),
    Requirement("chain_substitution", "因素分析法", "连环替代法", (n.OBJECTS, n.TWO_NUMBERS), "哪两栏是基期和报告期；因素相乘还是相加"),
    Requirement("shapley_decomposition", "因素分析法", "Shapley 分解", (n.OBJECTS, n.TWO_NUMBERS), "哪两栏是基期和报告期；因素相乘还是相加"),
    Requirement("lmdi_decomposition", "因素分析法", "LMDI 分解", (n.PERIODS, n.POSITIVE), "哪几栏是相乘的因素"),
    Requirement("unit_cost_comparison", "最低成本法", "单位成本比较", (n.MONEY, n.QUANTITY), "支出标准"),
    Requirement("satisfaction_estimate", "公众评判法", "满意度测算", (n.ANSWERS,), "各层的总体人数"),
    Requirement("analytic_hierarchy_process", "权重与排序", "层次分析法", (n.JUDGEMENTS,)),
    Requirement("weigh_by_entropy", "权重与排序", "熵权法", _MATRIX, _DIRECTION),
    Requirement("weigh_by_critic", "权重与排序", "CRITIC 法", (n.OBJECTS, n.THREE_NUMBERS), _DIRECTION),
    Requirement("weigh_by_variation", "权重与排序", "变异系数法", _MATRIX),
    Requirement("combine_weights", "权重与排序", "组合赋权", (n.WEIGHT_SETS,)),
    Requirement("topsis", "权重与排序", "优劣解距离法（TOPSIS）", _MATRIX, f"权重；{_DIRECTION}"),
    Requirement("grey_relational_analysis", "权重与排序", "灰色关联分析", _MATRIX, _DIRECTION),
    Requirement("vikor", "权重与排序", "折衷排序（VIKOR）", _MATRIX, f"权重；{_DIRECTION}"),
    Requirement("rank_sensitivity", "权重与排序", "排名稳定性", _MATRIX, f"权重；{_DIRECTION}"),
    Requirement("fuzzy_comprehensive_evaluation", "权重与排序", "模糊综合评价", (n.MEMBERSHIPS,), "各因素的权重"),
    Requirement("survey_estimate", "公众评判法", "抽样调查估计", (n.ANSWERS,), "抽样怎样做的：分层、整群、各层总体"),
    Requirement("calibrate_weights", "公众评判法", "事后分层、多变量迭代加权", (n.ANSWERS,), "总体的结构"),
    Requirement("sample_size_planner", "公众评判法", "样本量设计", (n.GROUP_SIZES,), "要多准"),
    Requirement("nonresponse_analysis", "公众评判法", "未回答分析", (n.OBJECTS,), "抽中的每一户访问结果怎样，没有访问到的也要在表里"),
    Requirement("net_promoter_score", "公众评判法", "净推荐值", (n.MARKS_ONE,), "哪一栏是0至10的推荐分"),
    Requirement("importance_performance_analysis", "公众评判法", "重要性—满意度四象限分析", (n.SCALE,), "哪几栏是满意度；重要性在哪几栏，或哪一栏是总体满意度"),
    Requirement("cronbach_alpha", "公众评判法", "问卷信度（克隆巴赫α系数）", (n.SCALE,)),
    Requirement("mcdonald_omega", "公众评判法", "问卷信度（麦克唐纳ω系数）", (n.SCALE,)),
    Requirement("kendall_w", "公众评判法", "专家排序的一致性（肯德尔W）", (n.MARKS,), "各栏是不是同一批对象由不同专家打的分"),
    Requirement("intraclass_correlation", "公众评判法", "专家打分的一致性（组内相关系数）", (n.MARKS,), "各栏是不是同一批对象由不同专家打的分"),
    Requirement("fleiss_kappa", "公众评判法", "归类的一致性（弗莱斯κ）", (n.CATEGORIES,), "各栏是不是同一批对象由不同人归的类"),
    Requirement("weighted_kappa", "公众评判法", "两人评级的一致性（加权κ）", (n.CATEGORIES,), "等级的次序"),
    Requirement("krippendorff_alpha", "公众评判法", "一致性（克里彭多夫α，可有空缺）", (n.MARKS,), "各栏是不是同一批对象由不同专家打的分"),
    Requirement("delphi_rounds", "公众评判法", "德尔菲法各轮", (n.ROUNDS, n.OUTCOME)),
    Requirement("stochastic_frontier_analysis", "标杆管理法", "随机前沿分析", (n.THREE_NUMBERS, n.MANY_ROWS), _FLOW),
    Requirement("data_envelopment_analysis", "标杆管理法", "数据包络分析（CCR、BCC）", (n.OBJECTS, n.POSITIVE, n.ENOUGH_UNITS), _FLOW),
    Requirement("super_efficiency", "标杆管理法", "超效率", (n.OBJECTS, n.POSITIVE, n.ENOUGH_UNITS), _FLOW),
    Requirement("slacks_based_measure", "标杆管理法", "松弛测度（SBM）", (n.OBJECTS, n.POSITIVE, n.ENOUGH_UNITS), _FLOW),
    Requirement("bootstrap_efficiency", "标杆管理法", "效率的偏差修正和区间（Simar–Wilson）", (n.OBJECTS, n.POSITIVE, n.ENOUGH_UNITS), _FLOW),
    Requirement("cost_efficiency", "标杆管理法", "成本效率和配置效率", (n.OBJECTS, n.POSITIVE, n.ENOUGH_UNITS, n.PRICES), _FLOW),
    Requirement("malmquist_index", "标杆管理法", "Malmquist 生产率指数", (n.PANEL, n.POSITIVE, n.ENOUGH_UNITS), _FLOW),
    Requirement("quantile_benchmark", "标杆管理法", "分位数标杆", (n.OBJECTS, n.OUTCOME), "哪一栏是结果，越大越好还是越小越好"),
    Requirement("comparable_units", "标杆管理法", "同类可比单位", (n.OBJECTS, n.TWO_NUMBERS), "哪个单位被评价；哪几栏是单位自己选不了的条件"),
    Requirement("debt_sustainability", "财政工具", "债务可持续性", (n.PERIODS, n.TWO_NUMBERS), "今后各年的增速、利率、基本盈余在哪几栏；现在的债务率"),
    Requirement("regional_equity", "财政工具", "地区均衡性（基尼系数、泰尔指数）", (n.OBJECTS, n.MONEY, n.TWO_NUMBERS), "哪一栏是人口"),
    Requirement("social_insurance_balance", "财政工具", "社保基金精算平衡", (n.PERIODS, n.TWO_NUMBERS), "今后各年的缴费人数、待遇人数在哪几栏；费率、人均基数和待遇、累计结余"),
    Requirement("ppp_value_for_money", "财政工具", "PPP物有所值与财政承受能力", (n.PERIODS, n.TWO_NUMBERS), "政府自己做的成本、合作的支出责任在哪几栏；折现率"),
    Requirement("special_bond_coverage", "财政工具", "专项债券本息覆盖倍数", (n.PERIODS, n.TWO_NUMBERS), "各年的项目收入、成本、还本在哪几栏；利率"),
    Requirement("granularity_test", "数据核验", "粒度检验（GRIM）", (n.PRINTED, n.QUANTITY)),
    Requirement("benford_test", "数据核验", "首位数字检验（Benford）", (n.MANY_AMOUNTS,), "金额是不是自由发生的"),
    Requirement("near_duplicates", "数据核验", "近似重复答卷", (n.FIVE_ANSWERS,)),
    Requirement("straight_lining", "数据核验", "直线作答", (n.FIVE_ANSWERS,)),
    Requirement("cost_benefit_simulation", "成本效益分析法", "成本效益蒙特卡罗模拟", (n.PERIODS, n.FLOWS), "哪些数不确定、怎样分布；折现率"),
    Requirement("unit_cost_regression", "最低成本法", "单位成本回归", (n.OBJECTS, n.MONEY, n.QUANTITY, n.THREE_NUMBERS), "影响成本的条件是哪几栏"),
    Requirement("driver_regression", "因素分析法", "驱动因素回归（Shapley R²）", (n.THREE_NUMBERS, n.MANY_ROWS), "哪一栏是结果、哪几栏是驱动因素"),
    Requirement("oaxaca_blinder", "因素分析法", "Oaxaca–Blinder 分解", (n.TWO_GROUPS, n.TWO_NUMBERS, n.MANY_ROWS), "比哪两组、哪几栏是解释的特征"),
)  # fmt: skip

# the order of 财预〔2020〕10号 第十七条 as far as it goes
_FAMILIES = (
    "比较法", "成本效益分析法", "最低成本法", "因素分析法", "公众评判法", "标杆管理法", "权重与排序", "财政工具", "数据核验",
)  # fmt: skip
REQUIREMENTS = tuple(sorted(_LINES, key=lambda line: _FAMILIES.index(line.family)))
