"""Group F in other words and in tables: what a recomputation must find, and what only looks wrong."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.quality.deliverable import Deliverable, Grid, Text
from benchmarks.quality.registry import Spot, defect, report
from benchmarks.quality.statistics import Sentence, register
from benchmarks.quality.twins import sentence, twin

_SECTION = "绩效评价工作过程"

for _sentence in (
    Sentence("share_of_people", "人数占比不可能", "F02", "在120名受访者中，表示满意的占92.35%。", "对96名领补对象的电话调查显示，政策知晓率为87.64%。"),
    Sentence("mean_of_tens", "十分制均值不可能", "F02", "15名村民代表按0至10分打整数分，人均打分8.43分。", "采用李克特五级量表，企业组（n＝14）M＝4.25，村民组（n＝16）M＝3.81。"),
    Sentence("deviation_by_parity", "整数分的标准差不可能", "F03", "内部流程的评价均值为4.21分（标准差0.65，n=28，五级量表，每人打整数分）。", "20名受访教师中党员占35%，标准差0.18。"),
    Sentence("test_in_words", "用话写的检验p值不符", "F01", "卡方值为3.10，自由度为3，P值小于0.05，城乡差异显著。", "两组的独立样本t检验，t值为2.31，自由度为38，p值大于0.05。"),
    Sentence("correlation_with_n", "相关系数的p值不符", "F01", "二者相关系数r=0.12（n=120），P＜0.01。", "满意度与距离的皮尔逊相关系数为0.15，样本量为96，P值小于0.05。"),
    Sentence("called_significant", "显著与否说反", "F01", "两组差异不显著（t(38)=4.25）。", "方差分析表明城乡差异显著（P＝0.32）。"),
    Sentence("ratio_interval", "比值的区间与p值矛盾", "F04", "优势比为1.85，95%CI（0.80，4.30），P=0.005。", "参加培训的发生比是未参加者的1.42倍，95%置信区间：1.10～1.83，P值为0.210。"),
    Sentence("estimate_outside", "估计值在区间之外", "F04", "处理效应为0.80，95%置信区间为0.95至1.30。", "双重差分估计值为-1.20个百分点，其95%置信区间为[-1.05，-0.35]。"),
    Sentence("t_of_estimate", "估计值与t值不符", "F04", "培训的系数为0.35（标准误0.12），t值为4.90。", "回归结果显示，培训次数的系数为0.35，标准误为0.30，在5%水平上显著。"),
    Sentence("groups_of_variance", "方差分析自由度与人数矛盾", "F05", "单因素方差分析，三组共60名受访者，F(2,60)=4.10，P=0.021。", "收入与满意度的相关系数r(118)=0.32，n=100，P＜0.01。"),
    Sentence("groups_in_brackets", "括号里的分组人数多于总数", "F05", "问卷调查受访者共300人，其中满意180人、基本满意90人、不满意40人。", "受访者50人（男22人，女29人）。"),
    Sentence("beyond_scale", "均值或指数超出范围", "F06", "受访者20人，5分制平均5.37分。", "因子分析的KMO值为1.12，适合作因子分析。"),
):  # fmt: skip
    register(_sentence)


def _table(made: Deliverable, grid: Grid, *notes: str) -> None:
    """A table at the end of the section, with a sentence that cites it and notes below."""
    number = grid.caption.split("　")[0]
    made.add_under(_SECTION, f"分析结果见{number}。")
    at = made.head_index(_SECTION) + 1 + len(made.under(_SECTION))
    made.report[at:at] = [grid, *(Text(note) for note in notes)]


def _models(cells: Sequence[str]) -> Grid:
    first, below, second, under = cells
    rows = [["变量", "模型（1）", "模型（2）"], ["培训次数", first, second], ["", below, under]]
    rows += [["常数项", "1.204***", "1.118***"], ["", "（0.302）", "（0.310）"], ["样本量", "420", "420"]]
    return Grid("表4　回归结果", rows)


_STARS = "注：括号内为稳健标准误，***、**、*分别表示在1%、5%、10%的水平上显著。"


@defect("星号够不着", "F04")
def stars_without_ground(made: Deliverable, level: str) -> list[Spot]:
    """Three stars for a tenth of a standard error; two for 1.2 of them."""
    wrong = (
        ("0.352***", "（0.121）", "0.040***", "（0.400）")
        if level == "easy"
        else ("0.352***", "（0.121）", "0.210**", "（0.180）")
    )
    _table(made, _models(wrong), _STARS)
    return [report(wrong[2])]


@defect("检验表的p值不符", "F01")
def tests_in_a_table(made: Deliverable, level: str) -> list[Spot]:
    rows = [["变量", "χ2", "自由度", "P值"], ["性别", "1.20", "1", "0.273"]]
    rows += [["年龄", "3.10", "3", "0.002"] if level == "easy" else ["年龄", "7.10", "3", "0.029"]]
    _table(made, Grid("表4　分组比较的卡方检验", rows))
    return [report("年龄")]


@defect("样本表合计多于有效问卷", "F05")
def sample_table(made: Deliverable, level: str) -> list[Spot]:
    valid = made.facts["valid"]
    men = valid // 2
    women = valid - men + (40 if level == "easy" else 3)
    rows = [["性别", "人数"], ["男", str(men)], ["女", str(women)]]
    _table(made, Grid("表4　样本基本情况", rows))
    return [report("女"), report("有效问卷")]


@defect("自由度多于有效问卷", "F05")
def degrees_beyond_sheets(made: Deliverable, level: str) -> list[Spot]:
    """Degrees of a test of satisfaction that more people would have than answered."""
    degrees = made.facts["valid"] + (200 if level == "easy" else 3)
    text = f"男女受访者的满意度差异显著（t({degrees})=2.41，P＜0.05）。"
    made.add_under(_SECTION, text)
    return [report(text)]


@defect("均值表的标准差不可能", "F03")
def deviations_in_a_table(made: Deliverable, level: str) -> list[Spot]:
    rows = [
        ["变量", "观测值", "均值", "标准差", "最小值", "最大值"],
        ["年龄（岁）", "200", "45.20", "12.60", "18", "80"],
    ]
    rows += [
        ["是否参加培训", "200", "0.35", "0.18", "0", "1"]
        if level == "easy"
        else ["满意程度", "200", "4.60", "1.31", "1", "5"]
    ]
    _table(made, Grid("表4　变量的描述性统计", rows))
    return [report(rows[2][0])]


@defect("相关系数矩阵不可能", "F06")
def correlation_matrix(made: Deliverable, level: str) -> list[Spot]:
    """A coefficient beyond 1; three that no data have together."""
    last = ["3.参与程度", "1.31**", "0.42**", "1"] if level == "easy" else ["3.参与程度", "-0.90**", "0.90**", "1"]
    rows = [["变量", "1", "2", "3"], ["1.家庭收入", "1", "", ""], ["2.满意程度", "0.90**", "1", ""], last]
    _table(made, Grid("表4　变量的相关系数", rows))
    return [report("满意程度"), report("参与程度")]


# ── what only looks wrong ───────────────────────────────────────────────────────────────────────────

sentence("weighted_mean", "加权的均值", "F02", _SECTION, "12名受访干部按1至5分打整数分，按职务加权平均4.37分。")
sentence(
    "points_of_answers",
    "按分值计的满意度",
    "F02",
    _SECTION,
    "非常满意、满意、一般、不满意分别按100、80、60、0分计，抽取的120名受访者平均得分为92.33分。",
)
sentence(
    "missing_answers",
    "有人缺答的占比",
    "F02 F05",
    _SECTION,
    "抽取的120名受访者中，有2人未作答，认为流程方便的占92.37%。",
)
sentence("cut_off_digits", "截去尾数的均值", "F02", _SECTION, "12名受访干部打分（1至5分的整数），平均4.41分。")
sentence("one_tailed", "写明单尾的检验", "F01 F04", _SECTION, "按事先登记的方案作单尾检验，t(38)=1.80，P=0.040。")
sentence("rounded_statistic", "统计量只印一位小数", "F01", _SECTION, "两组差异显著（t(38)=2.2，P=0.030）。")
sentence(
    "welch_degrees",
    "方差不齐的校正自由度",
    "F01 F05",
    _SECTION,
    "对男性20人、女性20人作独立样本t检验，方差不齐，校正后t(35.6)=2.25，P=0.031。",
)
sentence(
    "fewer_degrees",
    "缺答后的自由度",
    "F05",
    _SECTION,
    "对男性20人、女性20人作独立样本t检验，各有1人没有作答，t(36)=2.30，P=0.027。",
)
sentence("uneven_ratio", "比值的区间不居中", "F04", _SECTION, "优势比为1.85，95%CI（1.20，2.85），P=0.005。")
sentence(
    "few_degrees",
    "样本小时的宽区间",
    "F04",
    _SECTION,
    "试点7个村，净效应1.50（标准误0.50），95%置信区间为[0.28，2.72]，t(6)=3.00，P=0.024。",
)
sentence("overlapping_groups", "有重叠的分组", "F05 B09", _SECTION, "另访谈基层干部40人，其中女性20人、党员25人、35岁以下18人。")  # fmt: skip
sentence(
    "letters_of_engineers",
    "工程里的字母",
    "F01 F06",
    _SECTION,
    "设计洪水标准P=5%，圆弧半径r=1.5m，护坡厚度t=20mm，防洪效果显著。",
)


@twin("诚实的回归表", "F04")
def honest_models(made: Deliverable) -> None:
    _table(made, _models(("0.352***", "（0.121）", "0.210", "（0.180）")), _STARS)


@twin("不可能的边上的相关矩阵", "F06")
def matrix_on_the_edge(made: Deliverable) -> None:
    rows = [
        ["变量", "1", "2", "3"],
        ["1.家庭收入", "1", "", ""],
        ["2.满意程度", "0.5**", "1", ""],
        ["3.参与程度", "-0.5**", "0.5**", "1"],
    ]
    _table(made, Grid("表4　变量的相关系数", rows))
