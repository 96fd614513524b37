"""Group A: what the report lacks, and where its parts contradict each other."""

from __future__ import annotations

from itertools import takewhile

from benchmarks.quality.clean import amount, words
from benchmarks.quality.deliverable import Deliverable, Grid, Text
from benchmarks.quality.registry import Spot, defect, report, shifted


def drop_section(made: Deliverable, title: str) -> None:
    """Take out a heading and the text below it; signatures and annexes behind the last section stay."""
    body = takewhile(lambda block: not isinstance(block, Text) or block.look == "text", made.under(title))
    for block in (made.report[made.head_index(title)], *body):
        made.remove(block)


@defect("缺一节", "A01", "R")
def missing_section(made: Deliverable, level: str) -> list[Spot]:
    drop_section(made, "其他需要说明的问题" if level == "easy" else "绩效评价工作过程")
    return [report()]


@defect("空壳章节", "A02", "R")
def empty_section(made: Deliverable, level: str) -> list[Spot]:
    (block,) = made.under("其他需要说明的问题")[:1]
    assert isinstance(block, Text)
    block.text = "略。" if level == "easy" else "有关情况详见附件6。"
    return [report("其他需要说明"), report(block.text)]


@defect("封面要素缺失或不符", "A03", "R")
def cover_element(made: Deliverable, level: str) -> list[Spot]:
    cover = made.texts("主评人：")[0]
    if level == "easy":
        for name in ("主评人：", "委托单位："):
            made.remove(made.texts(name)[0])
        return [report()]
    cover.text = "主评人：孙示例"
    return [report("孙示例")]


@defect("摘要与正文执行率不一致", "A04 B09")
def summary_rate(made: Deliverable, level: str) -> list[Spot]:
    """The summary tells another rate of execution than the score sheet of the annex."""
    old = made.facts["execution"]
    new = shifted(old, "-9.4" if level == "easy" else "-0.03")
    if level == "easy":
        made.replace(old, new)
    else:
        row = next(row for row in made.grid("附表").rows if row[1] == "预算执行率")
        row[3] = new
    return [report(new), report(old)]


@defect("满意度前后不一致", "A04 E11")
def satisfaction_twice(made: Deliverable, level: str) -> list[Spot]:
    old = made.facts["satisfaction"]
    new = shifted(old, "9" if level == "easy" else "0.3")
    made.replace(old, new, at=0 if level == "easy" else -1)
    return [report(new), report(old)]


@defect("支出数前后不一致", "A04 B07 B08 B09")
def spending_twice(made: Deliverable, level: str) -> list[Spot]:
    old = words(made)["spent"]
    new = amount(made, made.facts["spent"] + (100 if level == "easy" else 0) + made.facts["up"] / 100)
    made.replace(old, new, at=0 if level == "easy" else -1)
    return [report(new), report(old)]


@defect("引用的附件图表不存在", "A05")
def missing_annex(made: Deliverable, level: str) -> list[Spot]:
    text = "问卷见附件9。" if level == "easy" else "分镇情况如表8所示。"
    made.add_under("绩效评价工作过程", text)
    return [report(text)]


@defect("没有范围与局限说明", "A06", "R")
def no_limits(made: Deliverable, level: str) -> list[Spot]:
    block = made.under("其他需要说明的问题")[0]
    assert isinstance(block, Text)
    block.text = "无。" if level == "easy" else "本次评价工作扎实有效，各方面情况良好，没有其他需要说明的问题。"
    return [report("说明"), report(block.text)]


@defect("建议没有责任单位和期限", "A07", "R")
def advice_without_owner(made: Deliverable, level: str) -> list[Spot]:
    grid = made.grid("表3")
    if level == "hard":
        grid.rows[2][2:] = ["", ""]
        return [report("建议"), report(grid.rows[2][1])]
    made.remove(grid)
    made.under("有关建议")[0].text = "各级要高度重视，切实加强管理，不断提升水平。"  # type: ignore[union-attr]
    problems = [block.text for block in made.texts("．") if block.text[:1].isdigit()]  # left without an answer
    return [report("建议"), report("高度重视"), *map(report, problems)]


@defect("问题没有对应的建议", "A07", "R")
def problem_without_advice(made: Deliverable, level: str) -> list[Spot]:
    grid = made.grid("表3")
    gone = grid.rows[1:3] if level == "easy" else grid.rows[2:3]
    grid.rows = [row for row in grid.rows if row not in gone]
    return [report("建议"), *(report(row[0][:2]) for row in gone)]


@defect("单项完成值正文与附表不一致", "A04")
def actual_twice(made: Deliverable, level: str) -> list[Spot]:
    old = made.facts["output"]
    new = shifted(old, "-20" if level == "easy" else "-1")
    if level == "easy":
        made.replace(old, new)
    else:
        grid: Grid = made.grid("附表")
        next(row for row in grid.rows if row[1] == made.project["output"][0])[3] = new
    return [report(new), report(old)]
