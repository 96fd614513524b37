"""Groups A and B once more, in other places and other words: footnote, text box, caption, cover, capitals, 其中, 小计."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import groupby

from benchmarks.quality.clean import amount, words
from benchmarks.quality.deliverable import Deliverable, Text
from benchmarks.quality.registry import Spot, defect, report, shifted
from benchmarks.quality.word_parts import add_footnote, add_text_box

_DIGITS, _PLACES = "零壹贰叁肆伍陆柒捌玖", "元拾佰仟万拾佰仟亿拾佰仟"


def in_capitals(value: Decimal) -> str:
    """An amount of 元 in capitals, as it stands on vouchers.

    >>> in_capitals(Decimal("20750900.30"))
    '贰仟零柒拾伍万零玖佰元叁角整'
    """
    whole, cents = divmod(int(value * 100), 100)
    text = ""
    for at, digit in enumerate(reversed(str(whole))):
        is_unit = at % 4 == 0
        text = (_DIGITS[int(digit)] if digit != "0" else "零") + (_PLACES[at] if digit != "0" or is_unit else "") + text
    while "零零" in text:
        text = text.replace("零零", "零")
    for unit in "亿万元":
        text = text.replace(f"零{unit}", unit)
    tenths, hundredths = divmod(cents, 10)
    tail = f"{_DIGITS[tenths]}角" * bool(tenths) + f"{_DIGITS[hundredths]}分" * bool(hundredths)
    return f"{text}{tail}" + "整" * (not hundredths)


def wrong_spending(made: Deliverable, level: str) -> str:
    """The spending of the project, by 250万元 too much or by 0.90万元."""
    return amount(made, made.facts["spent"] + (Decimal(250) if level == "easy" else Decimal("0.90")))


@defect("脚注里的支出数与正文不一致", "A04 B07")
def footnote_spending(made: Deliverable, level: str) -> list[Spot]:
    new = wrong_spending(made, level)
    said = f"全年支出{new}" if level == "easy" else f"该项目实际支出为{new}，数据取自国库支付系统。"
    made.after.append(lambda folder: add_footnote(folder / "report.docx", made.project["background"][:12], said))
    return [report(new), report(words(made)["spent"])]


@defect("文本框里的执行率、满意度与正文不一致", "A04 E11")
def text_box_rates(made: Deliverable, level: str) -> list[Spot]:
    right = made.facts["execution" if level == "easy" else "satisfaction"]
    new = shifted(right, "-9.00" if level == "easy" else "0.3")
    said = f"资金执行率{new}" if level == "easy" else f"{made.project['object']}满意度：{new}"
    made.after.append(lambda folder: add_text_box(folder / "report.docx", made.project["background"][:12], said))
    return [report(new), report(right)]


@defect("表题里的金额与表里不一致", "A04 B07 B10")
def caption_amount(made: Deliverable, level: str) -> list[Spot]:
    grid, new = made.grid("表1"), wrong_spending(made, level)
    grid.caption = f"{grid.caption}（全年支出{new}）" if level == "easy" else f"{grid.caption}（该项目支出{new}）"
    return [report(new), report(words(made)["spent"])]


@defect("封面的金额与正文不一致", "A04 B07 B10")
def cover_amount(made: Deliverable, level: str) -> list[Spot]:
    budget = made.facts["budget"] + (Decimal(300) if level == "easy" else Decimal("0.80"))
    text = Text(f"项目全年预算：{amount(made, budget)}")
    made.report.insert(made.report.index(made.texts("实施单位：")[0]) + 1, text)
    return [report(amount(made, budget)), report(words(made)["budget"])]


@defect("大写金额与小写不一致", "B07")
def capitals_differ(made: Deliverable, level: str) -> list[Spot]:
    spent = made.facts["spent"] * 10_000
    wrong = spent + (Decimal(1_000_000) if level == "easy" else Decimal(900))
    said = (
        f"全年执行数人民币{in_capitals(wrong)}（小写：{spent:.2f}元）。"
        if level == "easy"
        else f"结算金额为{spent:,.2f}元（大写：人民币{in_capitals(wrong)}）。"
    )
    made.add_under("项目过程情况", said)
    return [report(said)]


@defect("亿元与万元混写时写错", "A04 B07 B10")
def hundred_millions(made: Deliverable, level: str) -> list[Spot]:
    spent = made.facts["spent"]
    wrong = f"{spent / 10_000:.4f}万元" if level == "easy" else f"{spent / 10_000 + Decimal('0.0102'):.4f}亿元"
    said = f"项目全年支出{wrong}。"
    made.add_under("项目过程情况", said)
    return [report(said), report(words(made)["spent"])]


@defect("“其中”各项与总数或资金表不符", "B02 B07 B09")
def of_which_in_text(made: Deliverable, level: str) -> list[Spot]:
    """Too much together, or one of them too little, which only the budget table tells."""
    money = [amount(made, row) for row in made.facts["spent_parts"]]
    change = Decimal(60) if level == "easy" else Decimal(-12)
    money[1] = amount(made, made.facts["spent_parts"][1] + change)
    names = [row["资金来源"] for row in made.budget[:3]]
    parts = "、".join(f"{name}{value}" for name, value in zip(names, money, strict=True))
    said = f"全年支出{words(made)['spent']}，其中：{parts}。"
    made.add_under("项目过程情况", said)
    return [report(said)]


@defect("“其中”各行加起来不是上一行", "B02 B08 B09")
def of_which_rows(made: Deliverable, level: str) -> list[Spot]:
    grid = made.grid("表1")
    rows = [["年度资金总额", *grid.rows[-1][1:]], *([*row] for row in grid.rows[1:-1])]
    rows[1][0] = f"其中：{rows[1][0]}"
    rows[2][3] = shifted(rows[2][3], "-500" if level == "easy" else "0.50")
    grid.rows = [grid.rows[0], *rows]
    return [report("年度资金总额"), report(rows[2][0])]


@defect("正文里年初、增减与调整后预算不相符", "B08 B07")
def changes_do_not_add_up(made: Deliverable, level: str) -> list[Spot]:
    old = words(made)["down"]
    new = amount(made, made.facts["down"] + (Decimal(120) if level == "easy" else Decimal("0.40")))
    made.replace(old, new)
    return [report(new)]


@defect("正文里的结余不是到位减支出", "B08 B07 A04")
def balance_wrong(made: Deliverable, level: str) -> list[Spot]:
    old = words(made)["balance"]
    new = amount(made, made.facts["balance"] + (Decimal(45) if level == "easy" else Decimal("0.30")))
    made.replace(old, new)
    return [report(new), report(old)]


@defect("附表里分值、扣分和得分不相符", "B03")
def deduction_column(made: Deliverable, level: str) -> list[Spot]:
    grid = made.grid("附表")
    for row in grid.rows[1:-1]:
        row.append(f"{Decimal(row[4]) - Decimal(row[5]):.2f}")
    grid.rows[0].append("扣分")
    grid.rows[-1].append(f"{100 - Decimal(made.total):.2f}")
    at = made.leaf_index(made.project["effect"]) + 1
    grid.rows[at][6] = shifted(grid.rows[at][6], "3" if level == "easy" else "0.15")
    grid.rows[-1][6] = shifted(grid.rows[-1][6], "3" if level == "easy" else "0.15")
    return [report(made.project["effect"])]


@defect("正文里一项指标的分值、扣分和得分不相符", "B03")
def deduction_in_text(made: Deliverable, level: str) -> list[Spot]:
    said = (
        "长效机制健全性：该指标满分5分，后续经费没有列入预算，扣3分，得3.5分。"
        if level == "easy"
        else "长效机制健全性权重5分，经费未落实扣1分，考核未落实扣0.8分，实得3.5分。"
    )
    made.add_under("项目效益情况", said)
    return [report(said)]


@defect("附表里的小计不等于各行之和", "B02")
def subtotal_rows(made: Deliverable, level: str) -> list[Spot]:
    """A row 小计 closes each first-level block of the annex."""
    grid = made.grid("附表")
    rows: list[list[str]] = []
    for _, block in groupby(grid.rows[1:-1], key=lambda row: row[0]):
        members = list(block)
        score = sum((Decimal(row[5]) for row in members), Decimal(0))
        rows += [*members, ["小计", "", "", "", str(sum(int(row[4]) for row in members)), f"{score:.2f}"]]
    rows[-1][5] = shifted(rows[-1][5], "-4" if level == "easy" else "0.30")
    grid.rows = [grid.rows[0], *rows, grid.rows[-1]]
    return [report("小计"), report("合计")]


@defect("用别的话说的等级与评分表不一致", "B05 B06")
def grade_in_other_words(made: Deliverable, level: str) -> list[Spot]:
    other = "良好" if made.grade == "优" else "优秀"
    said = f"综合评定等级为{other}。" if level == "easy" else f"对照评分标准，本项目评价结果为：{other}。"
    made.add_under("综合评价情况及评价结论", said)
    return [report(said)]


@defect("评分表扣分原因里的合计不等于各项", "B03")
def deductions_added_wrong(made: Deliverable, level: str) -> list[Spot]:
    at = made.leaf_index("长效机制健全性")
    reason = (
        "经费未落实（-1分），考核未落实（-1分）"
        if level == "easy"
        else "1.经费未列入预算，扣一分；2.考核办法没有执行，扣0.5分；3.台账不全，扣0.5分。共扣1.5分"
    )
    made.leaves[at] = replace(made.leaves[at], reason=reason)
    return [Spot("scores.xlsx", "长效机制")]
