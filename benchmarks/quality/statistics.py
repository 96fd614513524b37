"""Groups F and G: statistics and methods that cannot be as printed. Each is a sentence; the clean house has a right one."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.quality.deliverable import Deliverable, Grid
from benchmarks.quality.registry import Inject, Spot, defect, report


@dataclass(frozen=True)
class Sentence:
    """A wrong sentence at both levels, and where it stands."""

    name: str
    title: str
    checks: str
    easy: str
    hard: str
    kind: str = "P"
    section: str = "绩效评价工作过程"


SENTENCES = (
    Sentence("p_value", "p值与统计量不符", "F01", "两组差异显著（t(38)=1.25，P＜0.05）。", "卡方检验χ2=7.1，df=3，P=0.02，差异有统计学意义。"),
    Sentence("p_of_f", "F检验的p值不符", "F01", "方差分析差异显著，F(2,57)=1.10，p=0.003。", "各镇之间差异显著（F（3，116）＝2.41，P＜0.05）。"),
    Sentence("impossible_mean", "均值不可能", "F02", "12名受访干部对流程打分（1至5分的整数），平均4.37分。", "对25位受访者的5分制评价取平均，得4.33分（每人给一个整数分）。"),
    Sentence("impossible_deviation", "标准差不可能", "F03", "5分制评分的均值M=4.90，标准差SD=1.80，n=40。", "整体评价为4.70±1.30（5分制，n=60）。"),
    Sentence("interval_against_p", "区间与p值矛盾", "F04", "净效应为2.10，95%置信区间[-0.40，4.60]，P=0.01。", "净效应1.52（标准误0.60），95%置信区间为[0.85，2.19]。"),
    Sentence("subgroups", "分组人数不等于总数", "F05", "受访干部共60人，其中男性40人，女性30人。", "访谈对象合计48人，其中村民31人、干部12人、企业代表4人。"),
    Sentence("freedom_against_n", "自由度与样本数矛盾", "F05", "对男性20人、女性20人作独立样本t检验，t(78)=2.30，P=0.024。", "以n=30的样本作配对t检验，t(30)=2.50，P=0.018。"),
    Sentence("impossible_value", "不可能的统计值", "F06", "相关系数r=1.31，P＜0.05。", "卡方检验P=1.02，差异不显著。"),
    Sentence("consistency_ratio", "层次分析未通过一致性检验", "G01", "层次分析的判断矩阵CR=0.28，通过一致性检验。", "判断矩阵λmax=4.62，n=4，一致性比例CR=0.06，小于0.1。"),
    Sentence("entropy_weights", "熵权合计不为1", "G02", "熵权法求得四项权重为0.40、0.35、0.30、0.25。", "按熵权法，三项权重分别为0.412、0.331、0.262。"),
    Sentence("too_few_units", "DEA单元太少", "G03", "以5个乡镇为决策单元作DEA，投入4项、产出3项。", "对12个单位运用数据包络分析，选取3项投入和2项产出。", "R"),
    Sentence("few_clusters", "聚类太少", "G05", "以4个乡镇作聚类估计双重差分，聚类稳健标准误显示显著。", "双重差分的标准误聚类到镇（共12个镇），P=0.04，未作小样本修正。", "R"),
    Sentence("many_tests", "多重检验没有修正", "G08", "对40个题目逐一检验，有3个题目P＜0.05，说明有差异。", "按性别、年龄、镇共比较24组，其中2组P＜0.05，差异显著。", "L"),
    Sentence("strong_cause", "结论强于设计", "G10", "实施前后对比表明，本项目直接导致了全县收入大幅增长。", "与上年相比指标改善，可见项目带动了就业。", "L", "项目效益情况"),
    Sentence("wrong_growth_points", "百分点与百分比混用", "B09", "合格率由80.0%提高到90.0%，提高12.5个百分点。", "覆盖率从62.5%升至70.0%，上升12.0个百分点。", "P", "项目效益情况"),
)  # fmt: skip


def _injecting(sentence: Sentence) -> Inject:
    def inject(made: Deliverable, level: str) -> list[Spot]:
        text = sentence.easy if level == "easy" else sentence.hard
        made.add_under(sentence.section, text)
        return [report(text)]

    inject.__name__ = sentence.name
    return inject


def register(sentence: Sentence) -> None:
    """Make a sentence a defect of the registry."""
    defect(sentence.title, sentence.checks, sentence.kind)(_injecting(sentence))


for _sentence in SENTENCES:
    register(_sentence)


@defect("判断矩阵不互反", "G01")
def matrix_not_reciprocal(made: Deliverable, level: str) -> list[Spot]:
    rows = [["判断矩阵", "数量", "质量", "成本"], ["数量", "1", "3", "5"]]
    rows += [["质量", "3", "1", "2"] if level == "easy" else ["质量", "1/3", "1", "2"]]
    rows += [["成本", "1/5", "1/2" if level == "easy" else "1/3", "1"]]
    at = made.head_index("绩效评价工作过程")
    made.report.insert(at, Grid("表4　层次分析判断矩阵", rows))
    return [report("判断矩阵"), report("质量"), report("成本")]
