"""E11 报告值与原始数据复算 (tables): a table of items or of groups; what a column is shows in the lines that agree with the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from yzperf.domain.claims import Claims
from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.scorecard import half_up
from yzperf.domain.survey import Survey
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.checks.survey_counts import rows_are_told
from yzperf.quality.printed_tables import PrintedCell, PrintedTable, tables_of
from yzperf.quality.survey_figures import Answers, Floats, best_first, groups_of, read_answers
from yzperf.quality.survey_words import tells_several
from yzperf.quality.wording import plain_name

_TOTAL = re.compile("合计|总计|共计|小计|平均|总体|全部|加权|全样本")
_ENOUGH = Fraction(2, 3)  # of the lines of a column that one rule gives: that is what the column is
_FEWEST = 3
_TELLING = 2  # decimals that make one agreement of two lines no chance
_SLACK = 1e-9
Rules = dict[str, float]


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a table: what it is of, its cells, and every figure that its cells may be, by the name of the rule."""

    name: str
    cells: tuple[PrintedCell, ...]
    rules: Rules


@check("E11", title="报告值与原始数据复算", clause="", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def result_tables_follow_from_answers(
    report: Document, claims: Claims, survey: Survey, tables: dict[str, pd.DataFrame]
) -> Iterator[Hit]:
    """Where one rule gives most lines of a column from the answers, it gives the others too."""
    answers = read_answers(survey, tables)
    found = [lines for table in tables_of(report) if answers and len(lines := _lines(table, survey, answers)) > 1]
    if not found:
        raise Inapplicable("报告没有按题目或分组印出问卷结果的表")
    whole = "\n".join(one.text for one in report.every_paragraph())
    is_sure = rows_are_told(claims, len(survey.answers)) is not False and not tells_several(whole)
    for lines in found:
        for column in range(1, min(len(line.cells) for line in lines)):
            for hit in _judge(lines, column, survey):
                yield hit if is_sure else hit.as_hint


# ── what the lines are of ───────────────────────────────────────────────────────────────────────────


def _lines(table: PrintedTable, survey: Survey, answers: Answers) -> list[_Line]:
    """The lines that name a question each, or a value of one attribute each; none if it is another table."""
    body = [(plain_name(row[0].text), row) for row in table.rows[1:] if row and not _TOTAL.search(row[0].text)]
    groups = {plain_name(value): mask for value, mask in groups_of(survey).items()}
    of_items = [(name, row, at) for name, row in body if (at := answers.item_of(name)) is not None]
    if len({at for *_, at in of_items}) == len(of_items) == len(body):
        return [_Line(name, tuple(row), _of_item(at, answers)) for name, row, at in of_items]
    if all(name in groups for name, _ in body):
        return [_Line(name, tuple(row), _of_group(groups[name], answers)) for name, row in body]
    return []


# ── what a cell may be ──────────────────────────────────────────────────────────────────────────────


def _of_item(at: int, answers: Answers) -> Rules:
    everybody = np.ones(len(answers.ranks), bool)
    return _counted(answers, at, everybody) | _averaged(answers, [at], everybody) | _weighted(answers, at)


def _of_group(rows: np.ndarray, answers: Answers) -> Rules:
    rules: Rules = {"份数": float(rows.sum())}
    for at, item in enumerate(answers.items):
        counted = _counted(answers, at, rows) | _averaged(answers, [at], rows)
        rules |= {f"{item.column}：{name}": value for name, value in counted.items()}
    figures = {f"{at}{one.rule}": one.value for at, one in enumerate(answers.of(rows=rows))}
    return rules | figures | _averaged(answers, list(range(len(answers.items))), rows)


def _counted(answers: Answers, at: int, rows: np.ndarray) -> Rules:
    """How many answered, gave each answer, or that one or a better one; and their shares."""
    ranks = answers.ranks[rows, at]
    given, everybody = int((~np.isnan(ranks)).sum()), len(ranks)
    rules: Rules = {"回答人数": float(given), "份数": float(everybody)}
    for top in range(len(best_first(answers.items[at]))):  # also the answers that nobody gave
        for name, count in ((f"第{top + 1}档", (ranks == top).sum()), (f"前{top + 1}档", (ranks <= top).sum())):
            rules[f"{name}人数"] = float(count)
            rules |= {
                f"{name}占{base}": 100 * float(count) / of for base, of in (("答题", given), ("全部", everybody)) if of
            }
    return rules


def _averaged(answers: Answers, columns: Sequence[int], rows: np.ndarray) -> Rules:
    """Mean and standard deviation of the points, on the scales in use."""
    points = answers.points[rows][:, columns]
    given = ~np.isnan(points)
    counts = given.sum(axis=1)
    means = (np.where(given, points, 0.0).sum(axis=1) / np.maximum(counts, 1))[counts > 0]
    steps = (
        answers.levels - answers.ranks[rows][:, columns[0]] if len(columns) == 1 and answers.levels else np.array([])
    )
    scales: Mapping[str, Floats] = {
        "百分制": means,
        "十分制": means / 10,
        "五分制": means / 20,
        "按档": steps[~np.isnan(steps)],
    }
    rules: Rules = {}
    for name, values in scales.items():
        if len(values) > 1:
            rules |= {f"{name}均值": float(values.mean()), f"{name}标准差": float(values.std(ddof=1))}
            rules |= {f"{name}标准差（总体）": float(values.std()), f"{name}中位数": float(np.median(values))}
    return rules


def _weighted(answers: Answers, at: int) -> Rules:
    return {f"{number}{one.rule}": one.value for number, one in enumerate(answers.of(columns=[at]))}


# ── a column ────────────────────────────────────────────────────────────────────────────────────────


def _judge(lines: Sequence[_Line], column: int, survey: Survey) -> Iterator[Hit]:
    told = [(line, ends) for line in lines if (ends := _ends(line.cells[column]))]
    agreed = {name: sum(_meets(ends, line.rules.get(name)) for line, ends in told) for name in _names(lines)}
    most = max(agreed.values(), default=0)
    if most == len(told) or not _is_known(most, [line.cells[column] for line, _ in told]):
        return
    rule = next(name for name, count in agreed.items() if count == most)
    for line, ends in told:
        if rule in line.rules and not any(_meets(ends, value) for value in line.rules.values()):
            cell, right = line.cells[column], line.rules[rule]
            shown = str(half_up(Fraction(right), _decimals(cell)))
            message = (
                f"“{line.cells[0].text}”写 {cell.text}，按 {survey.where.file} 的 {len(survey.answers)} 份答卷复算为 {shown}；"
                f"同一列其余 {most} 行由答卷都能得到"
            )
            yield Hit(cell.where, message, cell.text, shown)


def _is_known(most: int, cells: Sequence[PrintedCell]) -> bool:
    """Whether so many agreements tell what the column is; of two or three lines only figures with decimals do."""
    if len(cells) > _FEWEST:
        return most >= _FEWEST and most >= _ENOUGH * len(cells)
    return most > 0 and most >= len(cells) - 1 and all(_decimals(cell) >= _TELLING for cell in cells)


def _names(lines: Sequence[_Line]) -> list[str]:
    return list(dict.fromkeys(name for line in lines for name in line.rules))


def _meets(ends: tuple[float, float], value: float | None) -> bool:
    return value is not None and ends[0] - _SLACK <= value <= ends[1] + _SLACK


def _ends(cell: PrintedCell) -> tuple[float, float] | None:
    """What was rounded to the printed number, per cent as they stand; a whole number is exact."""
    number = cell.number
    if number is None:
        return None
    scale = 100 if "%" in cell.text or "％" in cell.text else 1
    low, high = (number.low, number.high) if _decimals(cell) or scale == 100 else (number.value, number.value)
    return float(low * scale), float(high * scale)


def _decimals(cell: PrintedCell) -> int:
    return len(re.sub(r"[%％\s]", "", cell.text).partition(".")[2])
