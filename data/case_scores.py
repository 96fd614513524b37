"""The score sheet, the approved targets and the self-evaluation of the sample case (评分表、目标表、自评表)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import groupby
from typing import Any

from case_leaves import (
    AGENCY,
    DEPARTMENT,
    INFLATED,
    PROJECT,
    UNIT,
    WITHOUT_EVIDENCE,
    Leaf,
    leaves,
    number,
    percent,
    share,
    total_typed,
)
from case_numbers import LABEL, Facts, change_of, to_places
from form_layouts import LAYOUTS
from form_sections import SECTIONS, Table, money, title
from form_sheet import FormSheet
from openpyxl.workbook import Workbook

_HEADINGS = (
    "一级指标",
    "二级指标",
    "三级指标",
    "指标解释",
    "评分方法",
    "指标值",
    "实际完成值",
    "分值",
    "得分",
    "扣分原因",
    "证据编号",
)
_WIDTHS = (9, 11, 19, 34, 9, 15, 19, 7, 8, 34, 11)


# ── scores.xlsx ─────────────────────────────────────────────────────────────────────────────────────


def score_book(facts: Facts) -> Workbook:
    """绩效评价评分表 of the agency."""
    form = FormSheet("评分表", _WIDTHS, landscape=True)
    form.book.properties.title = f"{PROJECT}绩效评价评分表（{LABEL}）"
    form.band(f"{PROJECT}绩效评价评分表", "title", 36)
    form.band(f"（{LABEL}）", "subtitle")
    _heads(form, ((1, 4, f"项目名称：{PROJECT}"), (5, 8, "评价年度：2024年度"), (9, 11, f"评价机构：{AGENCY}")))
    _heads(form, ((1, 4, f"主管部门：{DEPARTMENT}"), (5, 8, f"实施单位：{UNIT}"), (9, 11, "主评人：张示例")))
    for column, heading in enumerate(_HEADINGS, 1):
        form.put(column, column, heading, "head")
    form.sheet.print_title_rows = f"{form.row}:{form.row}"
    form.next_row(30)
    _score_rows(form, leaves(facts))
    _score_foot(form, total_typed(facts))
    return form.finish()


def _heads(form: FormSheet, cells: tuple[tuple[int, int, str], ...]) -> None:
    for first, last, text in cells:
        form.put(first, last, text, "plain")
    form.next_row()


def _score_rows(form: FormSheet, rows: list[Leaf]) -> None:
    _merged(form, rows, 1, lambda leaf: (leaf.l1,))
    _merged(form, rows, 2, lambda leaf: (leaf.l1, leaf.l2))
    for leaf in rows:
        actual: Any = float(leaf.actual[:-1]) / 100 if leaf.as_percent else leaf.actual
        fmt = "" if not leaf.as_percent else "0.00%" if "." in leaf.actual else "0%"
        form.put(3, 3, leaf.name, "text")
        form.put(4, 4, leaf.explanation, "text")
        form.put(5, 5, leaf.method)
        form.put(6, 6, leaf.target)
        form.put(7, 7, round(actual, 6) if leaf.as_percent else actual, fmt=fmt)
        form.put(8, 8, leaf.weight)
        form.put(9, 9, number(leaf.score))
        form.put(10, 10, leaf.reason or None, "text")
        form.put(11, 11, leaf.evidence or None)
        form.next_row(26)


def _merged(form: FormSheet, rows: list[Leaf], column: int, same: Callable[[Leaf], tuple[str, ...]]) -> None:
    top = form.row
    for key, group in groupby(rows, same):
        size = len(list(group))
        form.put(column, column, key[-1], "cell", row=top, rows=size)
        top += size


def _score_foot(form: FormSheet, total: Fraction) -> None:
    form.put(1, 7, "总分", "head")
    form.put(8, 8, 100, "head")
    form.put(9, 9, number(total), "head")
    form.put(10, 11, None)
    form.next_row(26)
    form.put(1, 7, "等级", "head")
    form.put(8, 11, "优", "head")
    form.next_row(26)
    form.band("注：90（含）—100分为优，80（含）—90分为良，60（含）—80分为中，60分以下为差。", "note")
    form.band(f"说明：{LABEL}。镇、村、单位和人名均为虚构。", "note")


# ── targets.xlsx and self_evaluation.xlsx ───────────────────────────────────────────────────────────

# indicator → second level on the national form, approved weight, actual value that the unit reported
_REASONS = {
    "受益农户接管数": "部分农户长期外出，未能入户施工，列入下年计划",
    "成本节约率": "签证增加，今后从严审核变更",
    "污水直排口消除率": "沿河老宅接管困难，分批改造",
}
_APPROVED = {
    "治理村完成数": ("数量指标", 5, "48个"),
    "受益农户接管数": ("数量指标", 10, ""),
    "工程验收合格率": ("质量指标", 8, "100%"),
    "设施正常运行率": ("质量指标", 7, "96%"),
    "完成及时性": ("时效指标", 5, "2024年11月20日"),
    "户均建设成本": ("成本指标", 10, ""),
    "成本节约率": ("成本指标", 5, ""),
    INFLATED: ("生态效益指标", 15, ""),
    "污水直排口消除率": ("社会效益指标", 10, "96.8%"),
    WITHOUT_EVIDENCE: ("可持续影响指标", 5, "达成预期指标"),
    "受益农户满意度": ("服务对象满意度指标", 10, "95.2%"),
}


def approved(facts: Facts) -> list[dict[str, str]]:
    """Rows of the approved targets, with what the unit reported of each."""
    by_name = {leaf.name: leaf for leaf in leaves(facts)}
    return [_approved_row(facts, by_name[name], *rest) for name, rest in _APPROVED.items()]


def _approved_row(facts: Facts, leaf: Leaf, level: str, weight: int, said: str) -> dict[str, str]:
    actual = said or _unit_figure(facts, leaf)
    relation, value, unit = _split(leaf)
    score = number(Fraction(str(to_places(weight * _reached(leaf, actual), 2))))
    return {
        "l1": _first_level(level), "l2": level, "indicator": leaf.name, "relation": relation, "value": value,
        "unit": unit, "target": leaf.target, "actual": actual, "weight": str(weight), "score": str(score),
        "reason": _REASONS.get(leaf.name, ""),
    }  # fmt: skip


def _unit_figure(facts: Facts, leaf: Leaf) -> str:
    """What the unit reports; of water quality it gives the plain change before and after."""
    if leaf.name != INFLATED:
        return leaf.actual
    return f"{to_places(change_of(facts.outcomes, 1), 1)}个百分点"


def _split(leaf: Leaf) -> tuple[str, str, str]:
    """指标性质, 指标值, 度量单位 of a target."""
    if match := re.fullmatch(r"([≥≤=])([\d.,]+)(.+)", leaf.target):
        return match[1], match[2], match[3]
    return ("定性" if leaf.method == "定性" else ""), leaf.target, ""


def _reached(leaf: Leaf, actual: str) -> Fraction:
    return Fraction(1) if leaf.method in ("定性", "时效") else share(replace(leaf, actual=actual))


def _first_level(level: str) -> str:
    if "满意度" in level:
        return "满意度指标"
    return "效益指标" if "效益" in level or "影响" in level else "产出指标"


def target_book(facts: Facts) -> Workbook:
    """项目支出绩效目标表, as approved with the budget."""
    form = FormSheet("目标表", (12, 18, 24, 11, 18, 13, 9))
    form.book.properties.title = f"{PROJECT}绩效目标表（{LABEL}）"
    form.band("项目支出绩效目标表", "title", 36)
    form.band("（2024年度）", "subtitle")
    for word, value in (
        ("项目名称", PROJECT),
        ("主管部门", DEPARTMENT),
        ("实施单位", UNIT),
        ("年度资金总额（万元）", "4,000.00"),
    ):
        form.put(1, 2, word, "head")
        form.put(3, 7, value)
        form.next_row()
    form.put(1, 2, "年度绩效目标", "head")
    form.put(
        3,
        7,
        "完成48个行政村生活污水治理并通水，接管农户3,900户，河道水质明显好于未治理村，农户满意。",
        "text",
    )
    form.next_row(36)
    _target_rows(form, approved(facts))
    form.band(f"说明：{LABEL}。产出、效益、满意度合计90分，预算执行率10分在自评时计入。", "note")
    return form.finish()


def _target_rows(form: FormSheet, rows: list[dict[str, str]]) -> None:
    for column, heading in enumerate(("一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "分值"), 1):
        form.put(column, column, heading, "head")
    form.next_row(28)
    top = form.row
    for column, keys in ((1, ("l1",)), (2, ("l1", "l2"))):
        line = top
        for key, group in groupby(rows, lambda row, keys=keys: tuple(row[each] for each in keys)):  # type: ignore
            size = len(list(group))
            form.put(column, column, key[-1], row=line, rows=size)
            line += size
    for row in rows:
        form.put(3, 3, row["indicator"], "text")
        for column, key in ((4, "relation"), (5, "value"), (6, "unit"), (7, "weight")):
            text = row[key]
            plain = re.fullmatch(r"\d+(\.\d+)?", text)
            form.put(column, column, (float(text) if "." in text else int(text)) if plain else text or None)
        form.next_row(24)


def self_evaluation_book(facts: Facts) -> Workbook:
    """The unit's own 自评表 in the national layout."""
    table = Table("self_evaluation", LAYOUTS["national"], _self_spec(facts), approved(facts))
    form = FormSheet(table.layout.sheet, table.layout.widths)
    form.book.properties.title = f"{PROJECT}绩效自评表（{LABEL}）"
    title(form, table)
    SECTIONS["head"](form, table)
    money(form, table)
    for name in ("goals", "indicators", "total"):
        SECTIONS[name](form, table)
    form.band(f"说明：{LABEL}。", "note")
    return form.finish()


def _self_spec(facts: Facts) -> dict[str, Any]:
    rate = percent(Fraction(facts.spent) / 4060, 2)
    got = to_places(Fraction(facts.spent) / 406, 2)
    spent = str(facts.spent)
    current = str(facts.spent - 100)
    scores = sum((Fraction(row["score"]) for row in approved(facts)), Fraction(str(got)))
    return {
        "title": "项目支出绩效自评表",
        "year": "（2024年度）",
        "money_unit": "万元",
        "percent": "number",
        "head": {"项目名称": PROJECT, "主管部门": DEPARTMENT, "实施单位": UNIT},
        "points": {},
        "total": str(number(scores)),
        "total_weight": "100",
        "goals": (
            "完成48个行政村生活污水治理并通水，接管农户3,900户。",
            f"48个行政村全部通水，接管农户{facts.households:,}户。",
        ),
        "money": [
            {"name": "年度资金总额", "figures": ["4000", "4060", spent, "10", rate, str(got)]},
            {
                "name": "其中：当年财政拨款",
                "figures": ["3900", "3960", current, "—", percent(Fraction(current) / 3960, 2), "—"],
            },
            {"name": "上年结转资金", "figures": ["100", "100", "100", "—", "100%", "—"]},
            {"name": "其他资金", "figures": ["0", "0", "0", "—", "", "—"]},
        ],
    }
