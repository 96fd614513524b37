"""E11 报告值与原始数据复算: Cronbach's α that the report prints, computed again from the answers."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd

from yzperf.domain.claims import Claims, Role
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.reading.numerals import read_count
from yzperf.domain.survey import Survey
from yzperf.forensics.reliability import alphas
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.checks.survey_counts import rows_are_told
from yzperf.quality.printed_estimates import number_of
from yzperf.quality.survey_figures import Answers, Floats, read_answers

_FEWEST_SHEETS = 10
_ITEMS = re.compile(r"(\d{1,2}|[两二三四五六七八九十])\s*(?:个|道|项)(?:[\u4e00-\u9fff]{0,6})(?:题|项|条目|指标)")
_TINY = 1e-9


@check("E11", title="报告值与原始数据复算", clause="", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def reliability_follows_from_answers(claims: Claims, survey: Survey, tables: dict[str, pd.DataFrame]) -> Iterator[Hit]:
    """The only α of the report is that of the satisfaction items, with or without the one on the whole."""
    told = [
        one for one in claims.own if one.role is Role.STATISTIC and one.symbol == "α" and one.is_exact and not one.bound
    ]
    answers = read_answers(survey, tables)
    if not told or answers is None or answers.ranks.shape[1] < 2 or len(answers.ranks) < _FEWEST_SHEETS:
        raise Inapplicable("报告没有写信度系数，或问卷不足两道量表题")
    found = sorted({round(value, 6) for values in _sets(answers) for value in alphas(values)})
    if not found or len({one.value for one in told}) > 1:
        raise Inapplicable("报告写了几个信度系数，分不清各是哪几题的")
    one = number_of(told[0])
    if any(one.ends[0] - _TINY <= value <= one.ends[1] + _TINY for value in found):
        return
    items = _ITEMS.search(told[0].sentence)
    nearest = min(found, key=lambda value: abs(value - one.value))
    shown = f"{nearest:.{one.decimals}f}"
    message = (
        f"克朗巴赫 α 写 {one.text}，用 {survey.where.file} 的 {answers.ranks.shape[1]} 道满意度题复算为 {shown}"
        "（答全的、成对的、以均值补缺的、标准化的都算过）"
    )
    hit = Hit(told[0].where, message, one.text, shown)
    is_other = items is not None and read_count(items[1]) not in (answers.ranks.shape[1], answers.ranks.shape[1] - 1)
    yield hit.as_lead if is_other or rows_are_told(claims, len(survey.answers)) is False else hit


def _sets(answers: Answers) -> Iterator[Floats]:
    """The items as steps and as points, all of them and without the one on the whole."""
    for values in (answers.ranks, answers.points):
        yield values
        if answers.overall_item is not None and values.shape[1] > 2:
            yield np.delete(values, answers.overall_item, axis=1)
