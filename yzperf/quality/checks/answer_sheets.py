"""E03 完全重复, E04 近似重复, E05 直线作答, E07 时间戳, E08 联系方式: what the answer sheets themselves look like.

All are leads: honest people answer alike, tick straight lines and share a telephone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.survey import Fingerprint, QuestionKind, Role, Survey
from yzperf.errors import Place
from yzperf.forensics.answer_patterns import nearest_copies
from yzperf.forensics.exact_copies import equal_rows, excess_of_copies, threshold_of_likeness, varied
from yzperf.quality.catalogue import Hit, Inapplicable, NoPower, check
from yzperf.quality.survey_figures import read_answers

Codes = NDArray[np.int64]
_LEVEL = 0.01
_FEWEST_ITEMS, _FEWEST_SHEETS = 6, 30
_LONG = 15  # items from which a pair alike above all draws says something
_STRAIGHT_BASELINE, _STRAIGHT_LEVEL = 0.35, 0.001  # honest surveys with satisfied people reach a third
_SECONDS_AN_ITEM = 2.0  # nobody reads and answers faster
_NIGHT = (0, 5)  # hours in which no household is visited
_SHARE_OF_SHEETS = 0.05
_SHOWN = 8


def _codes(survey: Survey, items: int, what: str) -> Codes:
    answers = read_answers(survey, {})
    if answers is None:
        raise Inapplicable("问卷没有带分值的满意度题目")
    ranks = answers.ranks
    if ranks.shape[1] < items or len(ranks) < _FEWEST_SHEETS:
        raise NoPower(f"不到 {items} 题或 {_FEWEST_SHEETS} 份答卷，{what}多半是巧合")
    codes: Codes = np.where(np.isnan(ranks), -1, ranks).astype(np.int64)
    return codes


def _lines(survey: Survey, rows: list[int]) -> str:
    """The sheets by their number in the survey, the first few of them."""
    column = next((item.column for item in survey.codebook if item.kind == QuestionKind.ID), None)
    names = [f"第{row + 2}行" if column is None else str(survey.answers[column].iloc[row]) for row in rows]
    return "、".join(names[:_SHOWN]) + (f"等{len(names)}份" if len(names) > _SHOWN else "")


@check("E03", title="完全重复的答卷", clause="", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
def sheets_are_not_copies(survey: Survey) -> Iterator[Hit]:
    """More equal sheets of three and more different answers than people of the same level give by chance."""
    codes = _codes(survey, _FEWEST_ITEMS, "相同的答卷")
    observed, expected, p = excess_of_copies(codes)
    if p > _LEVEL or observed < 2 * expected + 4:
        return
    rows = np.flatnonzero(varied(codes))
    groups = sorted(equal_rows(codes[rows]), key=len, reverse=True)
    shown = "；".join(_lines(survey, [int(rows[at]) for at in group]) for group in groups[:3])
    message = f"{observed} 份答卷（答案不少于三种）与别的答卷完全相同，按得分分组打乱后平均只有 {expected:.1f} 份（P≤{_LEVEL}）：{shown}"
    yield Hit(survey.where, message, f"{observed}份", f"{expected:.1f}份")


@check("E04", title="近似重复的答卷", clause="", severity=Severity.HINT, evidence=EvidenceClass.LEAD)
def sheets_are_not_near_copies(survey: Survey) -> Iterator[Hit]:
    """Pairs more alike than any pair of any draw; straight lines and exact copies (E03) left out."""
    codes = _codes(survey, _LONG, "近似的答卷")
    copies = {at for group in equal_rows(codes) for at in group[1:]}
    rows = np.array([at for at in np.flatnonzero(varied(codes)) if at not in copies], np.int64)
    if len(rows) < _FEWEST_SHEETS:
        raise NoPower(f"答案不少于三种的答卷不到 {_FEWEST_SHEETS} 份，近似的答卷多半是巧合")
    limit = threshold_of_likeness(codes[rows])
    if limit >= 1:
        raise NoPower("打乱后也有完全相同的答卷，近似说明不了什么")
    likeness, partner = nearest_copies(codes[rows])
    for at in np.flatnonzero(likeness > limit):
        if at < partner[at] or likeness[partner[at]] <= limit:
            pair = _lines(survey, [int(rows[at]), int(rows[partner[at]])])
            message = f"{pair}有 {likeness[at]:.0%} 的题相同，按得分分组打乱多次，没有一对超过 {limit:.0%}"
            yield Hit(survey.where, message, f"{likeness[at]:.0%}", f"≤{limit:.0%}")


@check("E05", title="直线作答份额", clause="", severity=Severity.HINT, evidence=EvidenceClass.LEAD)
def few_straight_lines(survey: Survey) -> Iterator[Hit]:
    """The share of people who gave one answer throughout, against a third, which honest surveys reach."""
    from scipy.special import bdtrc

    codes = _codes(survey, _FEWEST_ITEMS, "直线作答")
    full = codes[(codes >= 0).all(axis=1)]
    straight = int((full == full[:, :1]).all(axis=1).sum())
    if not len(full):
        raise NoPower("没有一份答卷答完了全部题目")
    if bdtrc(straight - 1, len(full), _STRAIGHT_BASELINE) < _STRAIGHT_LEVEL:
        share = f"{straight / len(full):.1%}"
        message = f"{len(full)} 份完整答卷中 {straight} 份（{share}）全部题目选同一档，明显多于如实调查可能有的三分之一，请核对访问方式"
        yield Hit(survey.where, message, share, f"{_STRAIGHT_BASELINE:.0%}")


@check("E07", title="答卷时间", clause="", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
def times_are_possible(survey: Survey) -> Iterator[Hit]:
    """Enough time to read, no visits at night, no interviewer with two visits at once."""
    starts = _starts(survey)
    if starts is None and not len(survey.durations):
        raise Inapplicable("问卷数据没有开始时间和时长")
    yield from _too_quick(survey)
    if starts is not None:
        night = [
            row
            for row, start in enumerate(starts)
            if pd.notna(start) and _NIGHT[0] <= start.hour < _NIGHT[1] and start != start.normalize()
        ]
        yield from _many(survey, night, "开始于深夜零点到五点")
        yield from _many(survey, _overlapping(survey, starts), "与同一调查员的上一份时间重叠", _SHARE_OF_SHEETS)


def _starts(survey: Survey) -> list[pd.Timestamp] | None:
    """When each visit began; None unless date and time of day are both told."""
    column = survey.column_of(Role.START)
    if column is None:
        return None
    texts = survey.answers[column].astype(str)
    dated = next(
        (item.column for item in survey.codebook if item.kind == QuestionKind.TIME and "日期" in item.column), None
    )
    if not texts.str.contains(r"\d{4}").any():
        if dated is None:
            return None
        texts = survey.answers[dated].astype(str) + " " + texts
    times = pd.to_datetime(texts, errors="coerce", format="mixed")
    return list(times) if times.notna().mean() > 0.5 and texts.str.contains(":").any() else None


def _too_quick(survey: Survey) -> Iterator[Hit]:
    items = sum(
        item.kind not in (QuestionKind.ID, QuestionKind.TIME, QuestionKind.ATTRIBUTE, QuestionKind.OPEN)
        for item in survey.codebook
    )
    limit = _SECONDS_AN_ITEM * items
    rows = [row for row, seconds in enumerate(survey.durations) if 0 < seconds < limit]
    yield from _many(survey, rows, f"{items} 题用时不到 {limit:.0f} 秒", _SHARE_OF_SHEETS)


def _overlapping(survey: Survey, starts: list[pd.Timestamp]) -> list[int]:
    """Sheets that began before the one before them, of the same interviewer, had ended."""
    column = survey.column_of(Role.INTERVIEWER)
    if column is None or not len(survey.durations):
        return []
    by_name: dict[str, list[tuple[pd.Timestamp, float, int]]] = defaultdict(list)
    for row, (name, start, seconds) in enumerate(zip(survey.answers[column], starts, survey.durations, strict=True)):
        if pd.notna(start) and seconds > 0:
            by_name[str(name)].append((start, seconds, row))
    return [
        row
        for visits in by_name.values()
        for (start, seconds, _), (following, _, row) in pairwise(sorted(visits))
        if following + pd.Timedelta(minutes=1) < start + pd.Timedelta(seconds=seconds)
    ]


def _many(survey: Survey, rows: list[int], words: str, share: float = 0.0) -> Iterator[Hit]:
    """A single slip of the clock is no lead."""
    if len(rows) > max(2, share * len(survey.answers)):
        message = f"{len(rows)} 份答卷{words}：{_lines(survey, sorted(rows))}"
        yield Hit(survey.where, message, f"{len(rows)}份", "")


@check("E08", title="联系方式重复", clause="", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
def contacts_are_of_different_people(survey: Survey) -> Iterator[Hit]:
    """One identity number on several sheets, one telephone on more than a household has; compared by keyed hash."""
    columns = {one.column for one in survey.fingerprints}
    if not columns:
        raise Inapplicable("问卷数据没有手机号、身份证号")
    groups: dict[tuple[str, str], set[Fingerprint]] = defaultdict(set)
    for one in survey.fingerprints:
        groups[one.kind, one.digest].add(one)
    for (kind, _), found in groups.items():
        rows = sorted({one.row for one in found})
        if len(rows) > _SHEETS_A_NUMBER.get(kind, 1):
            lines = "、".join(f"第{row}行" for row in rows[:_SHOWN])
            message = f"{len(rows)} 份答卷留同一个{kind}（{lines}）"
            yield Hit(Place(survey.where.file, survey.where.sheet, f"第{rows[0]}行"), message, f"{len(rows)}份", "1份")


_SHEETS_A_NUMBER = Counter({"手机号": 2})  # a couple may share one
