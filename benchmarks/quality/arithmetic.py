"""Group B: sums, rates, units and dates that do not work out."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from openpyxl import load_workbook

from benchmarks.quality.clean import amount, words
from benchmarks.quality.deliverable import Deliverable
from benchmarks.quality.registry import Spot, defect, report, shifted

SCORES = "scores.xlsx"


def set_score(made: Deliverable, at: int, score: Decimal, *, carry: bool = True) -> None:
    """Type a score; where ``carry``, sheet total, report and annex follow, so that only the row itself is wrong."""
    old = made.leaves[at]
    made.leaves[at] = replace(old, typed=str(score))
    row = next(row for row in made.grid("附表").rows if row[1] == old.name)
    row[5] = f"{score:.2f}"
    if carry:
        set_total(made, Decimal(made.total) + score - Decimal(str(float(old.score))))
        block = next(row for row in made.grid("表2").rows if row[0] == old.l1)
        was, block[2] = block[2], f"{Decimal(block[2]) + score - Decimal(str(float(old.score))):.2f}"
        made.replace_everywhere(f"得{was}分", f"得{block[2]}分")
        made.replace_everywhere(f"得分{was}分", f"得分{block[2]}分")


def set_total(made: Deliverable, total: Decimal) -> None:
    """Change the total everywhere."""
    was, made.total = made.total, f"{total:.2f}"
    made.replace_everywhere(f"{was}分", f"{made.total}分")
    for name in ("表2", "附表"):
        made.grid(name).rows[-1][-1] = made.total
    grade = next(name for name, least in (("优", 90), ("良", 80), ("中", 60), ("差", 0)) if total >= least)
    made.replace_everywhere(f"“{made.grade}”", f"“{grade}”")
    made.grade = grade


@defect("权重合计不是100", "B01")
def weights_sum(made: Deliverable, level: str) -> list[Spot]:
    at = made.leaf_index("资金使用合规性")
    leaf = made.leaves[at]
    made.leaves[at] = replace(leaf, weight=leaf.weight + (10 if level == "easy" else 1), typed=str(leaf.score))
    return [Spot(SCORES), report("附表"), report(leaf.name)]


@defect("总分不等于各行之和", "B02 B06")
def total_not_sum(made: Deliverable, level: str) -> list[Spot]:
    set_total(made, Decimal(made.total) - (Decimal(3) if level == "easy" else Decimal("0.30")))
    return [Spot(SCORES, "总分"), Spot(SCORES, "合计"), report(made.total)]


@defect("未达标却满分", "B03")
def full_for_missed(made: Deliverable, level: str) -> list[Spot]:
    name = made.project["effect"] if level == "easy" else "预算执行率"
    at = made.leaf_index(name)
    set_score(made, at, Decimal(made.leaves[at].weight))
    return [Spot(SCORES, name)]


@defect("单项得分算错", "B03")
def item_miscounted(made: Deliverable, level: str) -> list[Spot]:
    at = made.leaf_index(made.project["effect"])
    step = Decimal("-4.00") if level == "easy" else Decimal("0.07")
    set_score(made, at, Decimal(f"{float(made.leaves[at].score):.2f}") + step)
    return [Spot(SCORES, made.project["effect"])]


@defect("扣分理由与扣分数不符", "B03")
def deduction_differs(made: Deliverable, level: str) -> list[Spot]:
    at = made.leaf_index("长效机制健全性")
    reason = "扣3分" if level == "easy" else "经费未落实扣1分，考核未落实扣1分"
    made.leaves[at] = replace(made.leaves[at], reason=reason)
    return [Spot(SCORES, "长效机制")]


@defect("得分越界", "B04")
def score_out_of_range(made: Deliverable, level: str) -> list[Spot]:
    at = made.leaf_index("管理制度健全性")
    set_score(made, at, Decimal("5.00") if level == "easy" else Decimal("3.05"))
    return [Spot(SCORES, "管理制度健全性")]


@defect("等级与总分不符", "B05 B06")
def grade_differs(made: Deliverable, level: str) -> list[Spot]:
    wrong = "差" if level == "easy" else "良" if made.grade == "优" else "优"
    made.replace_everywhere(f"“{made.grade}”", f"“{wrong}”")
    made.grade = wrong
    return [Spot(SCORES, "等级"), Spot(SCORES, "总分"), report(f"“{made.grade}”")]


@defect("报告总分与评分表不一致", "B06")
def total_in_report(made: Deliverable, level: str) -> list[Spot]:
    new = shifted(made.total, "4.2" if level == "easy" else "0.05")
    if level == "easy":
        made.replace(f"{made.total}分", f"{new}分")
    else:
        made.grid("附表").rows[-1][-1] = new
    return [report(new)]


@defect("报告等级与评分表不一致", "B06")
def grade_in_report(made: Deliverable, level: str) -> list[Spot]:
    other = "良" if made.grade == "优" else "优"
    made.replace(f"“{made.grade}”", f"“{other}”", at=0 if level == "easy" else -1)
    return [report(f"“{other}”")]


@defect("报告支出与资金表不一致", "B07")
def spending_against_budget(made: Deliverable, level: str) -> list[Spot]:
    """All over the report the same, but not what budget.csv says."""
    spent = made.facts["spent"]
    old, new = words(made)["spent"], amount(made, spent + (Decimal(250) if level == "easy" else Decimal("0.90")))
    made.replace_everywhere(old, new)
    number = new.removesuffix(made.house["money_unit"]).replace(",", "")
    made.grid("表1").rows[-1][3] = number
    return [report(new), report(number), Spot("budget.csv", "合计")]


@defect("资金恒等式不成立", "B08")
def budget_identity(made: Deliverable, level: str) -> list[Spot]:
    made.budget[1]["结余"] = shifted(made.budget[1]["结余"], "300" if level == "easy" else "0.10")
    return [Spot("budget.csv", made.budget[1]["资金来源"]), Spot("budget.csv", "合计")]


@defect("资金表执行率算错", "B08 B09")
def budget_rate(made: Deliverable, level: str) -> list[Spot]:
    made.budget[2]["执行率"] = shifted(made.budget[2]["执行率"], "-7" if level == "easy" else "-0.02")
    return [Spot("budget.csv", made.budget[2]["资金来源"])]


@defect("资金表合计行不等于各行之和", "B08")
def budget_sum(made: Deliverable, level: str) -> list[Spot]:
    made.budget[-1]["年初预算数"] = shifted(made.budget[-1]["年初预算数"], "1000" if level == "easy" else "0.09")
    return [Spot("budget.csv", "合计")]


@defect("报告资金表合计不等于各行之和", "B08 B02 B09 A04")
def report_table_sum(made: Deliverable, level: str) -> list[Spot]:
    row = made.grid("表1").rows[-1]
    row[1] = shifted(row[1], "10000" if level == "easy" else "-0.60")
    return [report(row[1]), report("合计")]


@defect("百分点算错", "B09")
def points_wrong(made: Deliverable, level: str) -> list[Spot]:
    old = f"{made.facts['points']}个百分点"
    new = shifted(old, "6" if level == "easy" else "0.3")
    made.replace(old, new)
    return [report(new)]


@defect("占比算错", "B09")
def share_wrong(made: Deliverable, level: str) -> list[Spot]:
    old = made.facts["rate"]
    new = shifted(old, "-11" if level == "easy" else "0.4")
    made.replace_everywhere(old, new)
    return [report(new)]


@defect("增长率算错", "B09")
def growth_wrong(made: Deliverable, level: str) -> list[Spot]:
    text = (
        "服务人次由2000人次增加到2500人次，增长35%。"
        if level == "easy"
        else "日均客流从1250人次增至1310人次，同比增长5.2%。"
    )
    made.add_under("项目效益情况", text)
    return [report(text)]


@defect("各部分占比合计不是100%", "B09")
def parts_of_whole(made: Deliverable, level: str) -> list[Spot]:
    text = (
        "受访者中，男性占60%，女性占55%。"
        if level == "easy"
        else "从年龄看，35岁及以下占21.4%，36至60岁占48.9%，60岁以上占28.3%。"
    )
    made.add_under("绩效评价工作过程", text)
    return [report(text)]


@defect("金额单位写错", "B10")
def unit_slip(made: Deliverable, level: str) -> list[Spot]:
    old = words(made)["spent"]
    unit = made.house["money_unit"]
    new = old.removesuffix(unit) + ("元" if unit == "万元" else "万元")
    made.replace(old, new, at=0 if level == "easy" else -1)
    return [report(new), report(old)]


@defect("表头单位写错", "B10 B07 A04")
def table_unit(made: Deliverable, level: str) -> list[Spot]:
    grid = made.grid("表1")
    right = made.house["money_unit"]
    grid.unit = "单位：" + ("亿元" if level == "easy" else "元" if right == "万元" else "万元")
    return [report(grid.unit), *(report(row[1]) for row in grid.rows)]


@defect("表格没有写单位", "B10", "R")
def unit_missing(made: Deliverable, level: str) -> list[Spot]:
    made.grid("表1").unit = ""
    if level == "hard":
        made.grid("表1").caption = "表1　资金构成"
    return [report("表1"), *(report(row[0]) for row in made.grid("表1").rows)]


@defect("不可能的日期", "B11")
def impossible_date(made: Deliverable, level: str) -> list[Spot]:
    year = made.facts["year"]
    text = f"项目于{year}年2月30日开工。" if level == "easy" else f"验收组于{year}年6月31日完成资料审查。"
    made.add_under("项目产出情况", text)
    return [report(text)]


@defect("事件在评价期之外", "B11 D05 H06")
def outside_period(made: Deliverable, level: str) -> list[Spot]:
    year = made.facts["year"]
    late = f"{year + 2}年3月" if level == "easy" else f"{year + 1}年7月15日"
    text = f"全部支出凭证于{late}完成核对。"
    made.add_under("绩效评价工作过程", text)
    return [report(text)]


@defect("评分表藏有行", "B12")
def hidden_rows(made: Deliverable, level: str) -> list[Spot]:
    def hide(folder: Path) -> None:
        book = load_workbook(folder / SCORES)
        sheet = book.active
        rows = (6, 7, 8) if level == "easy" else (11,)
        for row in rows:
            sheet.row_dimensions[row].hidden = True
        book.save(folder / SCORES)

    made.after.append(hide)
    return [Spot(SCORES)]


@defect("公式缓存值与公式不符", "B12")
def stale_formula(made: Deliverable, level: str) -> list[Spot]:
    """The total is a formula whose stored value is an old one; openpyxl stores none, so the part is edited."""

    def edit(folder: Path) -> None:
        path = folder / SCORES
        with zipfile.ZipFile(path) as source:
            parts = {name: source.read(name) for name in source.namelist()}
        name = "xl/worksheets/sheet1.xml"
        last = 3 + len(made.leaves)
        formula = f"SUM(I4:I{last})-{'5' if level == 'easy' else '0.1'}".encode()
        cell = re.compile(rb'(<c r="I%d"[^>]*>)<v>' % (last + 1))
        parts[name], changed = cell.subn(rb"\1<f>" + formula + rb"</f><v>", parts[name])
        assert changed == 1
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
            for key, content in parts.items():
                target.writestr(key, content)

    made.after.append(edit)
    return [Spot(SCORES, "总分")]
