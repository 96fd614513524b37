"""Group C: what is wrong with the system of indicators."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from benchmarks.quality.clean import places
from benchmarks.quality.deliverable import Deliverable, Leaf
from benchmarks.quality.registry import Spot, defect

SCORES = "scores.xlsx"


def change(made: Deliverable, name: str, /, **parts: object) -> None:
    """Change one row of the score sheet; its row of the report's annex follows, its score stays as typed."""
    at = made.leaf_index(name)
    old = made.leaves[at]
    made.leaves[at] = replace(old, **{"typed": str(places(old.score, 2)), **parts})  # type: ignore[arg-type]
    row = next(row for row in made.grid("附表").rows if row[1] == name)
    new = made.leaves[at]
    row[1:5] = [new.name, new.target, new.actual, str(new.weight)]


def reweigh(made: Deliverable, weights: dict[str, int]) -> None:
    """Give rows other weights and the scores that the rule gives; the totals of the sheet follow."""
    for name, weight in weights.items():
        at = made.leaf_index(name)
        leaf = made.leaves[at]
        typed = str(Fraction(leaf.typed) * weight / leaf.weight) if leaf.typed else ""
        made.leaves[at] = replace(leaf, weight=weight, typed=str(places(Fraction(typed), 2)) if typed else "")
    made.total = str(places(sum((leaf.score for leaf in made.leaves), Fraction(0)), 2))


@defect("产出效益权重不足60", "C01", "R")
def low_output_share(made: Deliverable, level: str) -> list[Spot]:
    taken = 10 if level == "easy" else 6
    reweigh(made, {made.project["effect"]: 15 - taken, "资金使用合规性": 5 + taken})
    return [Spot(SCORES)]


@defect("定量指标太少", "C02", "R")
def few_quantitative(made: Deliverable, level: str) -> list[Spot]:
    names = [made.project[key][0] for key in ("output", "rate", "cost")]
    names += [made.project["effect"], f"{made.project['object']}满意度"] if level == "easy" else []
    for name in names:
        change(made, name, target="达到要求", actual="达成预期指标", method="定性")
    return [Spot(SCORES)]


@defect("指标要素缺失", "C03", "R")
def elements_missing(made: Deliverable, level: str) -> list[Spot]:
    name = made.project["rate"][0]
    change(made, name, actual="", **({"target": ""} if level == "easy" else {}))
    return [Spot(SCORES, name)]


@defect("指标值不可衡量", "C04", "L")
def vague_target(made: Deliverable, level: str) -> list[Spot]:
    name = made.project["effect"]
    change(
        made, name, target="显著提升" if level == "easy" else "较上年进一步改善", actual="达成预期指标", method="定性"
    )
    return [Spot(SCORES, name)]


@defect("重复或同义指标", "C05", "L")
def duplicate_indicator(made: Deliverable, level: str) -> list[Spot]:
    first = made.leaves[made.leaf_index(made.project["rate"][0])]
    name = first.name if level == "easy" else first.name.replace("合格率", "达标率").replace("准确率", "正确率")
    half = replace(first, weight=5)
    made.leaves[made.leaf_index(first.name)] = half
    made.leaves.insert(made.leaf_index(first.name) + 1, replace(half, name=name))
    return [Spot(SCORES, name), Spot(SCORES, first.name)]


@defect("没有成本指标", "C06", "L")
def no_cost(made: Deliverable, level: str) -> list[Spot]:
    name = made.project["cost"][0]
    at = made.leaf_index(name)
    old = made.leaves[at]
    target = "48个" if level == "easy" else "≥90%"
    made.leaves[at] = Leaf(
        "产出",
        "产出数量",
        "建档数" if level == "easy" else "资料齐全率",
        "",
        "比例法",
        target,
        target.strip("≥"),
        old.weight,
        "",
        "E05",
    )
    return [Spot(SCORES)]


@defect("权重平均分配", "C07", "L")
def equal_weights(made: Deliverable, level: str) -> list[Spot]:
    size = len(made.leaves)
    weights = [100 // size + (at < 100 % size) for at in range(size)]
    if level == "hard":
        weights = [leaf.weight for leaf in made.leaves]
        tail = [at for at, leaf in enumerate(made.leaves) if leaf.l1 in ("产出", "效益")]
        for at, weight in zip(tail, (9, 9, 9, 9, 9, 10, 10), strict=False):
            weights[at] = weight
    reweigh(made, {leaf.name: weight for leaf, weight in zip(made.leaves, weights, strict=True)})
    return [Spot(SCORES)]


@defect("目标定得过低", "C08", "L")
def soft_target(made: Deliverable, level: str) -> list[Spot]:
    name, unit = made.project["output"][:2]
    done = int(made.facts["output"].removesuffix(unit))
    target = f"≥{done // 4 if level == 'easy' else done * 6 // 10}{unit}"
    change(made, name, target=target)
    made.targets = [replace(leaf, target=target) if leaf.name == name else leaf for leaf in made.targets]
    return [Spot(SCORES, name), Spot("targets.xlsx", name)]


@defect("批复的指标被删去", "C09")
def target_dropped(made: Deliverable, level: str) -> list[Spot]:
    name = made.project["effect"] if level == "easy" else "完成及时性"
    change(made, name, name="管理台账完整率" if level == "easy" else "进度报送及时性")
    return [Spot(SCORES), Spot("targets.xlsx", name)]


@defect("指标值与批复不一致", "C09")
def target_changed(made: Deliverable, level: str) -> list[Spot]:
    name = made.project["effect"] if level == "easy" else made.project["rate"][0]
    change(made, name, target="≥70%" if level == "easy" else "≥97%")
    return [Spot(SCORES, name), Spot("targets.xlsx", name)]


@defect("批复的定量指标改写或改名降低", "C09")
def target_evaded(made: Deliverable, level: str) -> list[Spot]:
    """Easy: a word instead of the figure; hard: another name with a lower figure."""
    name = made.project["effect"]
    if level == "easy":
        change(made, name, target="明显提高")
        return [Spot(SCORES, name), Spot("targets.xlsx", name)]
    change(made, name, name=f"{name}完成情况", target="≥80%")
    return [Spot(SCORES, name), Spot("targets.xlsx", name)]


@defect("指标单位与批复不一致", "C09")
def target_unit_changed(made: Deliverable, level: str) -> list[Spot]:
    name, unit = made.project["output"][:2]
    other = "平方米" if level == "easy" else "批"
    leaf = made.leaves[made.leaf_index(name)]
    change(made, name, target=leaf.target.replace(unit, other), actual=leaf.actual.replace(unit, other))
    return [Spot(SCORES, name), Spot("targets.xlsx", name)]


@defect("评分标准分档重叠或空档", "C10")
def bands_overlap(made: Deliverable, level: str) -> list[Spot]:
    name = "长效机制健全性"
    bands = (
        "健全90-100分；较健全80-95分；不健全0-80分" if level == "easy" else "健全90-100分；较健全80-88分；不健全0-80分"
    )
    change(made, name, target=bands)
    return [Spot(SCORES, name)]


@defect("评分标准有空档或重叠", "C10")
def steps_broken(made: Deliverable, level: str) -> list[Spot]:
    """Easy: nothing said between 80 and 90; hard: a few points belong to two steps."""
    name = made.project["effect"]
    gap = "≥90%得满分；60%-80%得8分；低于60%不得分"
    overlap = "95%（含）以上得满分；80%-95%得12分；60%-82%得8分；60%以下不得分"
    change(made, name, method=gap if level == "easy" else overlap)
    return [Spot(SCORES, name)]
