"""Benign twins (无害孪生): what looks like a defect and is none. No check may fail on them; a lead or hint may stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from benchmarks.quality.arithmetic import set_total
from benchmarks.quality.clean import ITEMS, POINTS, amount, places, words
from benchmarks.quality.deliverable import AGENCY, LEAD, PRINCIPAL, Deliverable
from benchmarks.quality.evidence_chain import as_jpeg, scene
from benchmarks.quality.procedure import QUALIFIED
from benchmarks.quality.questionnaires import answer_table, follow, tell_in_note


@dataclass(frozen=True)
class Twin:
    """A harmless oddity and the check that a naive rule would make fire."""

    name: str
    title: str
    tempts: str
    apply: Callable[[Deliverable], None]


_TWINS: dict[str, Twin] = {}


def twin(title: str, tempts: str) -> Callable[[Callable[[Deliverable], None]], Callable[[Deliverable], None]]:
    """Register a twin."""

    def register(function: Callable[[Deliverable], None]) -> Callable[[Deliverable], None]:
        _TWINS[function.__name__] = Twin(function.__name__, title, tempts, function)
        return function

    return register


def all_twins() -> tuple[Twin, ...]:
    """Every registered twin."""
    from benchmarks.quality import methods, recomputation  # noqa: F401  (importing registers theirs)

    return tuple(_TWINS.values())


def sentence(name: str, title: str, tempts: str, section: str, text: str) -> None:
    """A twin that is one sentence; {…} are words of the house."""

    def apply(made: Deliverable) -> None:
        made.add_under(section, text.format(**words(made), **{"last": made.facts["year"] - 1}))

    apply.__name__ = name
    twin(title, tempts)(apply)


@twin("合计只差四舍五入", "B02")
def rounded_total(made: Deliverable) -> None:
    set_total(made, Decimal(made.total) + Decimal("0.01"))


@twin("满意度按镇加权", "E11 F02")
def weighted_satisfaction(made: Deliverable) -> None:
    """The frame says how many people each town has; the report says that it weighs by them."""
    counts = {row["镇"]: int(row["总体数"]) for row in made.frame}
    means = {}
    for town in counts:
        rows = [row for row in made.survey if row["镇"] == town]
        means[town] = Fraction(sum(POINTS[row[item]] for row in rows for item in ITEMS), len(rows) * len(ITEMS))
    new = f"{places(sum(means[town] * counts[town] for town in counts) / sum(counts.values()), 1)}%"
    old = made.facts["satisfaction"]
    made.replace_everywhere(old, new)
    tell_in_note(made, old, new)
    at = made.leaf_index(f"{made.project['object']}满意度")
    before = places(made.leaves[at].score, 2)
    made.leaves[at] = replace(made.leaves[at], actual=new, explanation="各镇满意度按总体数加权")
    after = places(made.leaves[at].score, 2)
    benefit = made.grid("表2").rows[4]
    block, benefit[2] = benefit[2], str(Decimal(benefit[2]) + after - before)
    made.replace_everywhere(f"{block}分", f"{benefit[2]}分")
    made.grid("附表").rows[at + 1][5] = str(after)
    set_total(made, Decimal(made.total) + after - before)
    made.add_under("绩效评价工作过程", "满意度按各镇总体数加权计算。")


@twin("各选项的占比、人数与问卷数据一致", "E11")
def right_shares(made: Deliverable) -> None:
    """In a table and in three ways of saying it; one is of the people of one town."""
    made.report.insert(made.head_index("项目效益情况") + 2, answer_table(made))
    size, first = len(made.survey), [row for row in made.survey if row["镇"] == made.survey[0]["镇"]]
    best = [row for row in made.survey if row[ITEMS[0]] == "非常满意"]
    good = [row for row in made.survey if POINTS[row[ITEMS[3]]] >= 80]
    own = [row for row in first if row[ITEMS[1]] == "满意"]
    shares = [places(Fraction(100 * part, whole), 1) for part, whole in ((len(best), size), (len(good), size))]
    made.add_under("项目效益情况", f"对办事流程表示“非常满意”的有{len(best)}人，占{shares[0]}%。")
    made.add_under("项目效益情况", f"人员服务方面，非常满意和满意合计占{shares[1]}%。")
    share = places(Fraction(100 * len(own), len(first)), 2)
    made.add_under("项目效益情况", f"{first[0]['镇']}受访者中，对实施质量满意的占{share}%。")


@twin("三成受访者如实全答非常满意", "E05")
def honest_straight(made: Deliverable) -> None:
    for row in made.survey[::4]:
        row.update(dict.fromkeys(ITEMS, "非常满意"))
    at = made.leaf_index(f"{made.project['object']}满意度")
    before = places(made.leaves[at].score, 2)
    follow(made)
    made.leaves[at] = replace(made.leaves[at], actual=made.facts["satisfaction"])
    after = places(made.leaves[at].score, 2)
    benefit = made.grid("表2").rows[4]
    block, benefit[2] = benefit[2], str(Decimal(benefit[2]) + after - before)
    made.replace_everywhere(f"{block}分", f"{benefit[2]}分")
    made.grid("附表").rows[at + 1][5] = str(after)
    set_total(made, Decimal(made.total) + after - before)


@twin("同一份批复登记两次", "D07")
def paper_listed_twice(made: Deliverable) -> None:
    """One paper proves two indicators; each has its own number and place in it."""
    row = made.manifest[0]
    copy = {key: row[key] for key in ("来源", "取得日期", "采集人")}
    made.register({**copy, "编号": "E41", "文件": "e41_approval.txt", "定位": "第1行"}, made.evidence[row["文件"]])


@twin("两处现场各有照片", "D07 D03")
def photos_of_two_sites(made: Deliverable) -> None:
    for at, site in enumerate(("甲1号点位", "丙7号点位")):
        row = {"编号": f"E{31 + at}", "文件": f"e{31 + at}_site.jpg", "来源": "示例评价咨询有限公司（示例）"}
        row |= {"取得日期": f"{made.facts['year'] + 1}-04-20", "采集人": "赵示例", "定位": "" if at else site}
        made.register(row, as_jpeg(scene(made.facts["sites"] + at), 80))


@twin("同一金额换单位再写", "B10 A04")
def other_unit(made: Deliverable) -> None:
    spent = made.facts["spent"]
    text = f"{spent * 10_000:.0f}元" if made.house["money_unit"] == "万元" else f"{spent}万元"
    made.add_under("项目过程情况", f"全年执行数{text}。")


@twin("摘要少印小数", "A04")
def fewer_digits(made: Deliverable) -> None:
    made.replace(made.facts["execution"], f"{places(Fraction(made.facts['execution'][:-1]), 1)}%")


@twin("约数", "A04")
def approximate(made: Deliverable) -> None:
    made.add_under("项目过程情况", f"全年支出约{places(made.facts['spent'], 0)}万元，执行率九成左右。")


@twin("标题用近义词", "A01")
def other_heading(made: Deliverable) -> None:
    block = made.report[made.head_index("其他需要说明的问题")]
    block.title = "其他需要说明的情况"  # type: ignore[union-attr]


@twin("分年度的金额", "A04")
def other_years(made: Deliverable) -> None:
    year = made.facts["year"]
    low = amount(made, places(Fraction(made.facts["spent"]) * Fraction(4, 5), 2))
    made.add_under("项目过程情况", f"{year - 1}年度支出{low}，预算执行率88.10%。")


@twin("批复表用另一种写法", "C09")
def approved_in_another_dress(made: Deliverable) -> None:
    """The approved table names the year and the unit, and stores a share as 0.95."""
    effect = made.project["effect"]
    dressed = {effect: f"{made.facts['year']}年{effect}（%）"}
    made.targets = [
        replace(leaf, name=dressed.get(leaf.name, leaf.name), target="≥0.95" if leaf.name == effect else leaf.target)
        for leaf in made.targets
    ]


@twin("主评人资格齐全，离任已久", "H01 H03")
def sound_register(made: Deliverable) -> None:
    """A licence that ended beside a title that does not, a post left long ago, work for the bureau."""
    unit = made.project["unit"]
    made.register_tables |= {
        "evaluators.csv": [{**QUALIFIED, "执业资格": "注册会计师", "证书有效期至": "2019-12-31"}],
        "employment.csv": [
            {"姓名": LEAD, "单位": AGENCY, "职务": "项目经理", "开始日期": "2016-01-01", "结束日期": ""},
            {"姓名": LEAD, "单位": unit, "职务": "科员", "开始日期": "2008-01-01", "结束日期": "2015-12-31"},
        ],
        "contracts.csv": [
            {
                "机构": AGENCY,
                "委托方": PRINCIPAL,
                "项目": "别的项目",
                "服务内容": "绩效评价",
                "开始日期": "2023-01-01",
                "完成日期": "2023-06-30",
            }
        ],
    }


sentence(
    "quoted_statute",
    "引用法定原文",
    "I03 A04",
    "绩效评价原则、评价指标体系、评价方法、评价标准",
    "《项目支出绩效评价管理办法》第十八条规定：“绩效评价结果采取评分和评级相结合的方式，总分一般设置为100分，等级一般划分为四档：90（含）—100分为优、80（含）—90分为良、60（含）—80分为中、60分以下为差。”",
)
sentence(
    "superseded_then",
    "当时有效的旧文件",
    "I06",
    "绩效评价工作过程",
    "本项目2017年曾依据当时有效的《财政支出绩效评价管理暂行办法》（财预〔2011〕285号）开展过评价。",
)
sentence("last_year_rate", "上年的数", "A04", "项目过程情况", "{last}年预算执行率为88.10%，满意度为79.5%。")
sentence("neighbour", "别处的数作比较", "A04 I02", "项目效益情况", "邻县同类项目满意度为75.0%，执行率为81.20%。")
sentence(
    "target_beside_actual", "目标与完成值不同", "A04", "项目产出情况", "预算执行率目标值为100%，满意度目标为不低于90%。"
)
sentence("full_marks", "满分是100分", "B06", "综合评价情况及评价结论", "评价总分100分，按百分制计分。")
sentence(
    "anonymised", "匿名的人和村", "I01", "绩效评价工作过程", "受访者张某某、李某（化名）反映，×村的联系人更换频繁。"
)
sentence("one_sided", "单侧检验写明", "F01", "绩效评价工作过程", "单侧检验差异显著（t(38)=1.80，单侧P=0.040）。")
sentence("rounded_growth", "增减只差舍入", "B09", "项目效益情况", "合格率由65%提高到89%，提高23.9个百分点。")
sentence(
    "parts_rounded",
    "占比合计只差舍入",
    "B09",
    "绩效评价工作过程",
    "从年龄看，35岁及以下占33.3%，36至60岁占33.3%，60岁以上占33.3%。",
)
sentence(
    "own_score_of_part",
    "代词指称各部分",
    "A04",
    "综合评价情况及评价结论",
    "其中个别指标扣分较多，该部分得分率低于平均水平。",
)
sentence("advice_numbers", "建议里的数", "A04", "有关建议", "建议下一年度预算执行率达到98%以上，满意度提高到95%。")
sentence(
    "subset_satisfaction",
    "问卷里没有的分组的满意度",
    "A04 E11",
    "项目效益情况",
    "分行业看，示例餐饮业满意度为70.0%，示例零售业满意度为99.0%。",
)
