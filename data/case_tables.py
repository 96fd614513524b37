"""The plain tables of the sample case (数据表): budget, survey, outcomes, costs and others."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from case_numbers import ITEMS, LABEL, PLANNED_HOUSEHOLDS, TOWNS, WORDS, Facts, frame_of, stream, to_places
from fixed_bytes import save_table

BUDGET_HEADER = (
    "资金来源",
    "年初预算数",
    "调增",
    "调减",
    "全年预算数",
    "到位数",
    "全年执行数",
    "结余",
    "执行率",
)
WRONG_RATE_ROW = "镇级配套资金（示例）"
_SOURCES = (  # name, opening budget, added, cut
    ("上级专项资金（示例）", "1600.00", "120.00", "0.00"),
    ("本级财政资金（示例）", "1900.00", "0.00", "0.00"),
    (WRONG_RATE_ROW, "400.00", "0.00", "60.00"),
    ("上年结转资金（示例）", "100.00", "0.00", "0.00"),
)
_QUESTIONS = (
    "您对本示例项目的施工过程（占地、噪声、工期）是否满意",
    "您对自家户内接管和路面恢复的质量是否满意",
    "您对院内及屋边异味、渗漏的改善是否满意",
    "您对村庄河道和环境的改善是否满意",
    "您对污水设施日常运行和维护是否满意",
    "您对反映问题后的处理是否满意",
)
_ABOUT = (
    ("问卷编号", "示例问卷的编号", "编号"),
    ("调查日期", "调查日期", "时间"),
    ("开始时间", "访问开始时间", "时间"),
    ("时长秒", "访问时长（秒）", "时间"),
    ("调查员", "调查员代号", "属性"),
    ("镇", "受访户所在镇", "属性"),
    ("村", "受访户所在村", "属性"),
    ("性别", "受访人性别", "属性"),
    ("年龄段", "受访人年龄段", "属性"),
)


def save_tables(facts: Facts, folder: Path) -> None:
    """Write all plain tables of the case."""
    save_table(folder / "budget.csv", BUDGET_HEADER, budget_rows(facts))
    _save_survey(facts, folder)
    save_table(folder / "outcomes.csv", ("村", "镇", "年度", "治理村", "水质达标率", "氨氮浓度"), facts.outcomes)
    costs = [[v.name, v.technique, v.households, v.contract, v.settled, LABEL] for v in facts.treated]
    save_table(folder / "costs.csv", ("村", "工艺", "受益户数", "合同金额", "决算金额", "备注"), costs)
    _save_cashflow(facts, folder)
    _save_alternatives(facts, folder)
    _save_factors(facts, folder)
    _save_benchmark(facts, folder)
    _save_experts(folder)


# ── budget ──────────────────────────────────────────────────────────────────────────────────────────


def budget_rows(facts: Facts) -> list[list[str]]:
    """Rows of budget.csv with the total. One printed rate has two digits exchanged (planted)."""
    money = [_budget_row(facts, *(name, *map(Decimal, figures))) for name, *figures in _SOURCES]
    total = [sum(column, Decimal(0)) for column in zip(*(row[1:] for row in money), strict=True)]
    return [_with_rate(row) for row in (*money, ["合计", *total])]


def _budget_row(facts: Facts, name: str, opening: Decimal, added: Decimal, cut: Decimal) -> list[object]:
    budget = opening + added - cut
    spent = {
        "本级财政资金（示例）": facts.spent - 1720 - 100 - Decimal("313.82"),
        WRONG_RATE_ROW: Decimal("313.82"),
    }.get(name, budget)
    return [name, opening, added, cut, budget, budget, spent, budget - spent]


def _with_rate(row: list[object]) -> list[str]:
    rate = to_places(Decimal(str(row[6])) / Decimal(str(row[4])) * 100, 2)
    if row[0] == WRONG_RATE_ROW:
        rate = Decimal("93.20")  # planted: 92.30 with two digits exchanged
    return [*map(str, row), f"{rate}%"]


# ── survey ──────────────────────────────────────────────────────────────────────────────────────────


def _save_survey(facts: Facts, folder: Path) -> None:
    header = [name for name, _, _ in _ABOUT]
    save_table(folder / "survey.csv", [*header, *ITEMS, "意见"], facts.answers)
    points = ";".join(f"{word}={value}" for word, value in WORDS.items())
    codebook = [
        *([name, question, kind, ""] for name, question, kind in _ABOUT),
        *([item, question, "满意度", points] for item, question in zip(ITEMS, _QUESTIONS, strict=True)),
        ["意见", "您还有什么意见和建议", "开放", ""],
    ]
    save_table(folder / "survey_codebook.csv", ("列名", "题目", "类型", "选项分值"), codebook)
    save_table(folder / "survey_frame.csv", ("镇", "受益户数"), frame_of(facts.villages).items())


# ── tables for cost-benefit, least cost, factors, benchmark, experts ────────────────────────────────


def _save_cashflow(facts: Facts, folder: Path) -> None:
    """Twenty years: the spending of 2024, then running cost and benefits that fade in."""
    rows: list[list[object]] = [[2024, facts.spent, "0.00", "0.00", "0.00", "0.00", LABEL]]
    for number, year in enumerate(range(2025, 2045)):
        grown = min(1.0, 0.7 + 0.15 * number)
        parts = (98.0 * 1.02**number, 236.0 * grown, 118.0 * grown, 78.0 * grown)
        rows.append([year, "0.00", *(to_places(part, 2) for part in parts), LABEL])
    save_table(folder / "cashflow.csv", ("年度", "投资", "运维", "环境效益", "健康效益", "节约效益", "备注"), rows)


def _save_alternatives(facts: Facts, folder: Path) -> None:
    plans = (  # name, investment, running cost a year, tons of COD a year
        ("组合工艺（实施方案）", facts.settled, Decimal("98.00"), 152),
        ("全部纳管接入", Decimal("4886.00"), Decimal("62.00"), 158),
        ("全部集中式设施", Decimal("3915.00"), Decimal("118.00"), 151),
        ("全部分散式设施", Decimal("3524.00"), Decimal("171.00"), 136),
    )
    rows = [[name, cost, run, 20, cost + 20 * run, tons, LABEL] for name, cost, run, tons in plans]
    header = ("方案", "建设投资", "年运维费", "使用年限", "全寿命成本", "年削减量", "备注")
    save_table(folder / "alternatives.csv", header, rows)


def _save_factors(facts: Facts, folder: Path) -> None:
    """户数 × 单户工程量 × 单价 gives the construction cost, planned 3,900 and settled."""
    metres = Decimal("25.6")
    price = to_places(facts.settled / facts.households / metres, 8)
    rows = [
        ["户数", "户", PLANNED_HOUSEHOLDS, facts.households, LABEL],
        ["单户工程量", "米/户", "25.0", metres, LABEL],
        ["单价", "万元/米", "0.0400", price, LABEL],
    ]
    save_table(folder / "factors.csv", ("因素", "单位", "计划", "实际", "备注"), rows)


def _save_benchmark(facts: Facts, folder: Path) -> None:
    """Twenty towns: investment, staff and running cost in, households and treated water out."""
    random = stream("benchmark")
    rows = [_own_town(facts, town) for town in TOWNS.values()]
    for letter in "戊己庚辛壬癸子丑寅卯辰巳午未申酉":
        households = random.randint(420, 1500)
        waste = random.uniform(1.0, 1.35)
        rows.append([
            f"示例{letter}镇",
            to_places(households * random.uniform(0.95, 1.08) * waste, 2),
            max(2, round(households / 190 * waste * random.uniform(0.85, 1.2))),
            to_places(households * 0.026 * waste * random.uniform(0.9, 1.15), 2),
            households,
            to_places(households * 0.0095 * random.uniform(0.82, 1.0), 2),
        ])  # fmt: skip
    save_table(folder / "benchmark.csv", ("镇", "投资", "人员", "运维", "受益户数", "达标水量"), rows)


def _own_town(facts: Facts, town: str) -> list[object]:
    villages = [village for village in facts.treated if village.town == town]
    households = sum(village.households for village in villages)
    cost = sum((village.settled for village in villages), Decimal(0))
    return [
        town,
        cost,
        round(households / 190) + 1,
        to_places(households * 0.027, 2),
        households,
        to_places(households * 0.0088, 2),
    ]


def _save_experts(folder: Path) -> None:
    """Five experts score six items from 0 to 100; the experts lean to one side a little."""
    random = stream("experts")
    centres = {
        "立项必要性": 92,
        "目标合理性": 82,
        "资金管理": 90,
        "过程规范性": 80,
        "产出完成度": 88,
        "效益显著性": 86,
    }
    rows = []
    for number, lean in enumerate((-2, 1, 3, -1, 0), 1):
        scores = [min(100, max(0, round(random.gauss(centre + lean, 2.4)))) for centre in centres.values()]
        rows.append([f"示例专家{number}", *scores])
    save_table(folder / "experts.csv", ("专家", *centres), rows)
