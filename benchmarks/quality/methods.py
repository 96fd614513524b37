"""Group G: methods whose printed numbers, designs and words do not go together, and the harmless twins of these."""

from __future__ import annotations

from decimal import Decimal

from benchmarks.quality.arithmetic import SCORES, set_score
from benchmarks.quality.deliverable import Deliverable, Grid
from benchmarks.quality.registry import Inject, Spot, defect, report
from benchmarks.quality.twins import sentence, twin

_WORK = "绩效评价工作过程"

# name, title, checks, kind, easy, hard: sentences of the working chapter
_SENTENCES = (
    ("eigenvalue_below_order", "最大特征根小于阶数", "G01", "P",
     "层次分析法的5阶判断矩阵λmax=4.86，CR=0.03，通过一致性检验。", "判断矩阵（n＝4）最大特征根为3.97，一致性良好。"),
    ("consistency_chain", "CI与λmax不符", "G01", "P",
     "判断矩阵为4阶，λmax=4.30，CI=0.03，RI=0.90，CR=0.033。", "AHP四阶矩阵λmax＝4.152，CI＝0.038，CR＝0.042，小于0.1。"),
    ("ranks_in_words", "名次与贴近度不符", "G02", "P",
     "TOPSIS结果：示例甲镇贴近度为0.412，排名第1；示例乙镇贴近度为0.735，排名第2。",
     "按贴近度排序，示例甲镇（贴近度0.613）列第2位，示例丙镇（贴近度0.587）列第1位。"),
    ("direction_in_words", "熵权方向说反", "G02", "L",
     "根据信息熵确定权重，信息熵越大，指标权重越大。", "用TOPSIS排序，按贴近度由小到大排列名次。"),
    ("most_efficient", "多数单元有效", "G03", "L",
     "以20个村为决策单元作DEA，投入1项、产出1项，20个村中有17个村DEA有效。",
     "数据包络分析以18个站点为决策单元，选取2项投入、1项产出，其中11个效率值为1。"),
    ("trend_contradicted", "平行趋势检验结论说反", "G04", "L",
     "用双重差分法核算，平行趋势检验F=5.20，P=0.003，满足平行趋势。",
     "DID估计前作事前趋势联合检验，P值为0.021，可认为两组不存在显著差异。"),
    ("one_period_before", "实施前只有一期", "G04", "L",
     "采用双重差分法，使用项目实施前后各一年的数据。", "以未实施村为对照，用倍差法比较两期面板数据。"),
    ("staggered_start", "分批实施仍用双向固定效应", "G05", "R",
     "项目分批实施，采用双向固定效应的双重差分估计，事前趋势平行。",
     "首年3个镇、次年5个镇陆续启动，用DID估计平均效果，平行趋势成立。"),
    ("vif_contradicted", "方差膨胀因子说反", "G06", "P",
     "回归各变量VIF均小于10，最大为14.2，不存在多重共线性。", "方差膨胀因子（VIF）在1.3至11.6之间，均低于10。"),
    ("collinear", "共线性没有处理", "G06", "L",
     "回归模型的VIF最大值为23.5，各系数显著。", "成本回归的方差膨胀因子最大为10.9，模型拟合良好。"),
    ("residuals_contradicted", "残差检验说反", "G07", "L",
     "回归的White检验P=0.002，不存在异方差。", "成本回归DW值为0.71，残差无自相关。"),
    ("matching_unbalanced", "匹配后仍不平衡", "G09", "L",
     "采用倾向得分匹配，匹配后标准化均值差为0.32，平衡性较好。", "PSM后最大标准化偏差为13.6%，通过平衡性检验。"),
    ("manipulated", "断点操纵检验说反", "G09", "L",
     "运用断点回归，McCrary密度检验P=0.004，不存在人为操纵。", "以得分60分为断点作断点回归，密度检验p值为0.031，未发现操纵。"),
)  # fmt: skip


def _injecting(name: str, easy: str, hard: str) -> Inject:
    def inject(made: Deliverable, level: str) -> list[Spot]:
        text = easy if level == "easy" else hard
        made.add_under(_WORK, text)
        return [report(text)]

    inject.__name__ = name
    return inject


for _name, _title, _checks, _kind, _easy, _hard in _SENTENCES:
    defect(_title, _checks, _kind)(_injecting(_name, _easy, _hard))


def _add(made: Deliverable, caption: str, *lines: str) -> None:
    made.report.insert(made.head_index(_WORK), Grid(caption, [line.split("|") for line in lines]))


@defect("判断矩阵给不出表中的权重", "G01")
def judged_weights(made: Deliverable, level: str) -> list[Spot]:
    first = "0.448" if level == "easy" else "0.628"
    lines = (f"数量|1|3|5|{first}", "质量|1/3|1|2|0.230", f"成本|1/5|1/2|1|{1 - Decimal(first) - Decimal('0.230')}")
    _add(made, "表4　判断矩阵及权重", "指标|数量|质量|成本|权重", *lines)
    return [report(first), report(lines[2].rpartition("|")[2])]


@defect("一致性检验表的一行不符", "G01")
def consistency_table(made: Deliverable, level: str) -> list[Spot]:
    wrong = "4.62|0.207|0.90|0.06" if level == "easy" else "4.117|0.039|0.90|0.063"
    lines = ("准则层|4|" + wrong + "|通过", "产出|3|3.009|0.005|0.58|0.008|通过", "效益|3|3.039|0.019|0.58|0.033|通过")
    _add(made, "表4　层次单排序一致性检验", "判断矩阵|阶数|λmax|CI|RI|CR|结论", *lines)
    return [report("准则层")]


@defect("贴近度与名次表不符", "G02")
def rank_wrong(made: Deliverable, level: str) -> list[Spot]:
    names = ("示例甲镇", "示例乙镇", "示例丙镇", "示例丁镇")
    distances = (
        ("0.021", "0.063", "0.750"),
        ("0.033", "0.049", "0.598"),
        ("0.041", "0.040", "0.494"),
        ("0.066", "0.018", "0.214"),
    )
    ranks = ("4", "2", "3", "1") if level == "easy" else ("1", "3", "2", "4")
    lines = ["|".join((name, *part, rank)) for name, part, rank in zip(names, distances, ranks, strict=True)]
    _add(made, "表4　TOPSIS评价结果", "镇|D+|D-|贴近度|排名", *lines)
    return [report(name) for name in (names if level == "easy" else names[1:3])]


@defect("贴近度方向算反", "G02")
def closeness_turned(made: Deliverable, level: str) -> list[Spot]:
    head = "镇|正理想解距离|负理想解距离|相对贴近度" if level == "easy" else "镇|D+|D-|Ci"
    lines = ("示例甲镇|0.021|0.063|0.250", "示例乙镇|0.033|0.049|0.402", "示例丙镇|0.066|0.018|0.786")
    _add(made, "表4　各镇贴近度", head, *lines)
    return [report("示例甲镇")]


@defect("熵权与差异系数不符", "G02")
def entropy_table(made: Deliverable, level: str) -> list[Spot]:
    wrong = "0.536" if level == "easy" else "0.286"
    lines = ("数量|0.921|0.079|0.436", "质量|0.948|0.052|0.287", "成本|0.950|0.050|0.276")
    shown = [
        lines[0].replace("0.436", wrong),
        lines[1].replace("0.287", "0.437") if level == "hard" else lines[1],
        lines[2],
    ]
    _add(made, "表4　熵权法结果", "指标|信息熵|差异系数|权重", *shown)
    return [report("数量"), report("质量")]


@defect("反向指标作正向", "G02", "L")
def direction_wrong(made: Deliverable, level: str) -> list[Spot]:
    name = "群众投诉率" if level == "easy" else "设施停运次数事故率"
    _add(made, "表4　TOPSIS指标方向", "指标|属性", "完成数量|正向", f"{name}|正向", "单位成本|负向")
    return [report(name)]


@defect("综合效率不是纯技术效率乘规模效率", "G03")
def efficiency_product(made: Deliverable, level: str) -> list[Spot]:
    wrong = "0.972" if level == "easy" else "0.821"
    lines = (f"示例甲镇|{wrong}|0.900|0.902", "示例乙镇|1.000|1.000|1.000", "示例丙镇|0.640|0.800|0.800")
    _add(made, "表4　各镇DEA效率", "镇|综合技术效率|纯技术效率|规模效率", *lines)
    return [report("示例甲镇")]


@defect("离等级界限很近", "G11", "L")
def near_the_next_grade(made: Deliverable, level: str) -> list[Spot]:
    """The judged row falls so far that the total ends just above 90."""
    at = made.leaf_index("长效机制健全性")
    above = Decimal("0.05") if level == "easy" else Decimal("0.80")
    left = Decimal(str(float(made.leaves[at].score))) - (Decimal(made.total) - 90 - above)
    set_score(made, at, max(Decimal("0.00"), left.quantize(Decimal("0.01"))))
    return [Spot(SCORES, "总分")]


# ── twins ───────────────────────────────────────────────────────────────────────────────────────────

sentence(
    "ratio_rounds_to_bound",
    "CR四舍五入为0.10",
    "G01",
    _WORK,
    "层次分析判断矩阵λmax=4.265，n=4，CI=0.0883，CR=0.10，通过一致性检验。",
)
sentence(
    "ratio_mended",
    "首轮不一致、修正后一致",
    "G01",
    _WORK,
    "首轮判断矩阵CR=0.28，未通过一致性检验，专家重新打分后CR=0.04，通过检验。",
)
sentence(
    "other_random_index",
    "另一张随机一致性指标表",
    "G01",
    _WORK,
    "判断矩阵为6阶，λmax=6.410，CI=0.082，RI=1.26，CR=0.065，小于0.1，通过一致性检验。",
)
sentence(
    "some_weights", "只列一部分权重", "G02", _WORK, "按熵权法，权重最大的两类指标是数量和质量，权重分别为0.41、0.33。"
)
sentence("weights_rounded", "权重合计只差舍入", "G02", _WORK, "按熵权法，三项权重分别为0.333、0.333、0.333。")
sentence(
    "small_dea_as_illustration",
    "单元少、写明只作示意",
    "G03",
    _WORK,
    "另以5个乡镇为决策单元试作DEA，投入2项、产出2项；单元太少，结果仅供参考，不作为评分依据。",
)
sentence(
    "trend_rejected_and_said",
    "平行趋势不成立并写明",
    "G04",
    _WORK,
    "双重差分的平行趋势检验P=0.003，不满足平行趋势，故不采用其结果。",
)
sentence(
    "clusters_corrected",
    "聚类少、已修正",
    "G05",
    _WORK,
    "双重差分的标准误聚类到镇（共12个镇），用野聚类自助法修正后P=0.04，事前趋势平行。",
)
sentence(
    "staggered_robust",
    "分批实施、用稳健估计",
    "G05",
    _WORK,
    "项目分批实施，双重差分采用Callaway和Sant'Anna的估计量，事前各期系数不显著，平行趋势成立。",
)
sentence("vif_told", "共线变量已剔除", "G06", _WORK, "初始回归VIF最大值为12.6，存在共线性，剔除该变量后VIF均小于5。")
sentence("residuals_told", "异方差已处理", "G07", _WORK, "White检验P=0.002，存在异方差，采用稳健标准误。")
sentence("tests_corrected", "多重检验已修正", "G08", _WORK, "对40个题目逐一检验，按Holm法修正后有2个题目差异显著。")
sentence(
    "balance_by_own_bound",
    "匹配前不平衡、匹配后平衡",
    "G09",
    _WORK,
    "采用倾向得分匹配，匹配前标准化均值差为0.45，匹配后标准化均值差为0.06，平衡性较好。",
)


@twin("倒数印成小数的判断矩阵", "G01")
def decimal_reciprocals(made: Deliverable) -> None:
    lines = ("数量|1|3|5|0.65", "质量|0.33|1|2|0.23", "成本|0.20|0.50|1|0.12")
    _add(made, "表4　层次分析判断矩阵", "判断矩阵|数量|质量|成本|权重", *lines)


@twin("相关系数表不是判断矩阵", "G01")
def correlations(made: Deliverable) -> None:
    _add(made, "表4　各题相关系数", "题目|流程|质量|效果", "流程|1|0.33|0.51", "质量|0.33|1|0.42", "效果|0.51|0.42|1")


@twin("贴近度印出来相等的名次", "G02")
def tied_closeness(made: Deliverable) -> None:
    lines = ("示例甲镇|0.0210|0.0630|0.75|2", "示例乙镇|0.0211|0.0635|0.75|1", "示例丙镇|0.0660|0.0180|0.21|3")
    _add(made, "表4　TOPSIS评价结果", "镇|D+|D-|贴近度|排名", *lines)
