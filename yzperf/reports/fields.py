"""Numbers for the text (数字字段): each has a name, a printed value and a source; braces call it.

``{总分}`` is replaced by the computed total. There is no expression language: a name is looked up or refused.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pandas as pd

from yzperf.domain.evaluation import Evaluation
from yzperf.domain.scorecard import ScoreCard, exact_sum, half_up, plain
from yzperf.errors import Place, Problem, ReportError
from yzperf.reports.text import (
    PENDING,
    chinese_date,
    clean,
    is_blank,
    measured,
    money,
    percent,
    read_number,
    score,
    show,
)

_CALL = re.compile(r"\{([^{}\n]{1,200})\}")
_TOTAL_ROWS = ("合计", "总计", "年度资金总额")
_MONEY = ("年初预算数", "调增", "调减", "全年预算数", "到位数", "全年执行数", "结余")
_CARD = "评分表复算"


@dataclass(frozen=True, slots=True)
class Field:
    """One number that the text may quote (数字字段).

    Parameters
    ----------
    name, text, source : str
        What braces call it by, how it is printed, and the cell or rule it comes from.
    """

    name: str
    text: str
    source: str


class Filler:
    """Fills ``{名称}`` in texts, remembers what was used and what is unknown.

    Parameters
    ----------
    fields : dict of str to Field
    """

    def __init__(self, fields: dict[str, Field]) -> None:
        self._fields = fields
        self._unknown: list[tuple[str, str]] = []
        self.used: dict[str, Field] = {}

    def fill(self, section: str, text: str) -> str:
        """Return the text with its fields replaced, made harmless; unknown names are collected."""
        # One pass over the author's text: a value that holds braces is never read as a field.
        return clean(_CALL.sub(lambda match: self._value(section, match[1]), text))

    def require_all_known(self) -> None:
        """Raise one error that names every unknown field with its section.

        Raises
        ------
        ReportError
            If any text called a field that does not exist.
        """
        if self._unknown:
            raise ReportError([self._problem(section, name) for section, name in dict.fromkeys(self._unknown)])

    def _value(self, section: str, name: str) -> str:
        field = self._fields.get(name.strip())
        if field is None:
            self._unknown.append((section, name))
            return ""
        self.used[field.name] = field
        return field.text

    def _problem(self, section: str, name: str) -> Problem:
        near = difflib.get_close_matches(name.strip(), self._fields, n=3, cutoff=0.5)
        hint = (
            f"是否指{'、'.join('{' + other + '}' for other in near)}？"
            if near
            else "请改正字段名，或补齐它所依据的材料。"
        )
        return Problem(Place("narrative.toml", paragraph=section), "{" + name + "}", "已有的数字字段", hint)


def fields_of(evaluation: Evaluation) -> dict[str, Field]:
    """Collect every number a text may quote.

    Parameters
    ----------
    evaluation : Evaluation

    Returns
    -------
    dict of str to Field
        总分, 等级, 满分; 得分, 满分, 得分率 of each block; the money of the 合计 row with 执行率 and 到位率;
        counts; ``M1.value``, ``M1.low``, ``M1.high``, ``M1.unit`` of each method result.
    """
    makers = (_case_fields, _card_fields, _block_fields, _budget_fields, _count_fields, _method_fields)
    return {field.name: field for maker in makers for field in maker(evaluation)}


def total_row(budget: pd.DataFrame | None) -> dict[str, Any] | None:
    """The 合计 row of the budget, or None if there is none."""
    records = [] if budget is None else budget.to_dict("records")
    found = [record for record in records if show(record.get("资金来源")).strip() in _TOTAL_ROWS]
    return {str(key): value for key, value in found[0].items()} if found else None


def execution_rate(record: dict[str, Any]) -> tuple[str, str]:
    """Printed 执行率 of a budget row and how it was had: as written with %, else 全年执行数 ÷ 全年预算数."""
    written = show(record.get("执行率")).strip()
    if written.endswith(("%", "％")):
        return clean(written), "执行率"
    return _ratio(record, "全年执行数", "全年预算数"), "全年执行数÷全年预算数"


def _case_fields(evaluation: Evaluation) -> Iterator[Field]:
    info = evaluation.case.info
    yield Field("项目名称", clean(info.name), "case.toml")
    yield Field("年度", str(info.year), "case.toml")
    yield Field("评价期间", "至".join(map(chinese_date, info.period)), "case.toml")


def _card_fields(evaluation: Evaluation) -> Iterator[Field]:
    card = evaluation.card
    weight = sum((row.weight for row in card.rows), Fraction(0))
    yield Field("总分", score(card.exact_total), f"{_CARD}，{card.profile_name}")
    yield Field("等级", clean(card.grade or PENDING), f"{_CARD}，未舍入总分定级")
    yield Field("满分", plain(weight), f"{_CARD}，分值合计")
    yield Field("总得分率", percent(card.exact_total, weight), f"{_CARD}，总分÷满分")
    yield Field("沿用填报得分", f"{card.carried_total:.2f}", f"{_CARD}，须人工评判、沿用填报得分的行")
    yield from _reported_fields(card)


def _reported_fields(card: ScoreCard) -> Iterator[Field]:
    if any(row.reported is not None for row in card.rows):
        reported, by_rule = card.comparable
        yield Field("填报合计", f"{reported:.2f}", "评分表，有填报得分的行相加")
        yield Field("同口径复算合计", f"{by_rule:.2f}", f"{_CARD}，有填报得分的行相加")


def _block_fields(evaluation: Evaluation) -> Iterator[Field]:
    for level in ("l2", "l1"):  # a first-level name wins over a second-level one
        for name, (weight, got) in evaluation.card.totals_by(level).items():
            for short in dict.fromkeys((clean(name), clean(name).removesuffix("指标"))):
                yield Field(f"{short}得分", score(got), f"{_CARD}，“{clean(name)}”各行相加")
                yield Field(f"{short}满分", plain(weight), f"{_CARD}，“{clean(name)}”分值相加")
                yield Field(f"{short}得分率", percent(got, weight), f"{_CARD}，“{clean(name)}”得分÷满分")


def _budget_fields(evaluation: Evaluation) -> Iterator[Field]:
    record = total_row(evaluation.case.budget)
    if evaluation.case.budget is None:
        yield from (_pending(name, "budget.csv") for name in (*_MONEY, "执行率", "到位率"))
    if record is None:
        return
    for name in _MONEY:
        if not is_blank(record.get(name)):
            yield Field(name, money(record[name]), f"budget.csv 合计行“{name}”（{evaluation.case.info.money_unit}）")
    rate, how = execution_rate(record)
    yield Field("执行率", rate, f"budget.csv 合计行“{how}”")
    yield Field("到位率", _ratio(record, "到位数", "全年预算数"), "budget.csv 合计行“到位数÷全年预算数”")


def _ratio(record: dict[str, Any], part: str, whole: str) -> str:
    numbers = read_number(record.get(part)), read_number(record.get(whole))
    return percent(*(None if number is None else Fraction(number) for number in numbers))


def _count_fields(evaluation: Evaluation) -> Iterator[Field]:
    case, rows = evaluation.case, evaluation.card.rows
    yield Field("一级指标数", str(len({row.l1 for row in rows})), "评分表")
    yield Field("三级指标数", str(len(rows)), "评分表，计分的行")
    yield Field("未评分指标数", str(sum(row.counted is None for row in rows)), "评分表")
    yield Field("检查数", str(len(evaluation.coverage.verdicts)), "质量检查")
    yield Field("发现数", str(len(evaluation.findings)), "质量检查")
    lists = {"证据数": case.evidence, "问卷数": case.survey.answers if case.survey else None}
    sources = {"证据数": "证据清单", "问卷数": f"{case.survey.where}，每行一份" if case.survey else "问卷数据"}
    for name, found in lists.items():
        yield _pending(name, sources[name]) if found is None else Field(name, str(len(found)), sources[name])


def _method_fields(evaluation: Evaluation) -> Iterator[Field]:
    for key, result in evaluation.results.items():
        source = clean(f"方法结果 {key}：{result.title}（{result.method}）")
        interval = zip(("low", "high"), result.interval or (), strict=False)
        for part, number in (("value", result.value), *interval):
            yield Field(
                f"{key}.{part}",
                _finite(key, part, number),
                source + ("，95%置信区间" if part != "value" else ""),
            )
        yield Field(f"{key}.unit", clean(result.unit), source)
    for key, lacking in evaluation.gaps.items():
        for part in ("value", "low", "high", "unit"):
            yield _pending(f"{key}.{part}", f"方法 {key} 未计算：{lacking}")


def _pending(name: str, source: str) -> Field:
    """A number whose material was not handed over: the report is made all the same and says so."""
    return Field(name, f"（{PENDING}）", clean(f"没有材料：{source}"))


def _finite(key: str, part: str, number: float) -> str:
    try:
        return measured(float(number))
    except ValueError as error:
        raise ReportError(f"方法结果 {key}.{part} 不是有限数，不能写入报告。请检查该方法所用的数据。") from error


def difference_by_rounding(rows: Iterable[Fraction | None]) -> str | None:
    """How much the displayed scores add up to, if that is not the displayed total; None where they agree."""
    values = list(rows)
    exact = exact_sum(values)
    shown = sum((half_up(value) for value in values if value is not None), start=half_up(Fraction(0)))
    return None if exact is None or shown == half_up(exact) else f"{shown:.2f}"
