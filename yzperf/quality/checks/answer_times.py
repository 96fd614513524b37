"""E07 答卷时间: durations nobody needs, visits at night, at a fixed beat, or two at once. All are leads: clocks go wrong."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import time
from itertools import pairwise

import pandas as pd

from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.survey import QuestionKind, Role, Survey
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.survey_sheets import lines, many

_SECONDS_AN_ITEM = 2.0  # nobody reads and answers faster
_SIGNS_A_SECOND = 6.0  # read aloud, faster than any newsreader
_SHARE_OF_ONE_LENGTH = 0.1
_FEWEST_STEPS, _SHARE_OF_BEATS = 10, 0.85
_FEWEST_OF_ONE, _SHARE_OF_ONE = 4, 0.1  # sheets of one interviewer
_USUAL_LENGTH = 0.3
_NIGHT = (0, 5)  # hours in which no household is visited; who fills in a link alone may be awake
_SHARE_OF_SHEETS = 0.05


_MANY_VISITS, _FEW_AT_ONCE = 60, 2
_SURELY_AT_ONCE = 120  # seconds
_TO_THE_SECOND = 20  # what clocks may differ by that tell seconds; others tell minutes


@check("E07", title="答卷时间", clause="", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
def times_are_possible(survey: Survey) -> Iterator[Hit]:
    """Enough time to read, not the same time for all, no visits at night, at a fixed beat, or two at once."""
    starts = _starts(survey)
    if starts is None and not len(survey.durations):
        raise Inapplicable("问卷数据没有开始时间和时长")
    yield from _too_quick(survey)
    yield from _of_one_length(survey)
    yield from _of_one_length_by_interviewer(survey)
    if starts is not None:
        yield from _at_one_beat(survey, starts)
        night = [
            row
            for row, start in enumerate(starts)
            if pd.notna(start) and _NIGHT[0] <= start.hour < _NIGHT[1] and start != start.normalize()
        ]
        alone = survey.column_of(Role.INTERVIEWER) is None
        yield from many(survey, night, "开始于深夜零点到五点", _SHARE_OF_SHEETS if alone else 0.0)
        yield from _of_many_or_one(survey, _overlapping(survey, starts), "与同一调查员的上一份时间重叠")


def _starts(survey: Survey) -> list[pd.Timestamp] | None:
    """When each visit began; None unless date and time of day are both told."""
    column = survey.column_of(Role.START)
    if column is None:
        return _handed_in(survey)
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


def _handed_in(survey: Survey) -> list[pd.Timestamp] | None:
    """When each sheet was begun, from the time that the platform took it in and how long it took."""
    clocks = [one for one in survey.moments if one and one.time() != time()]
    moments = pd.to_datetime(pd.Series(survey.moments, dtype=object))
    return list(moments) if len(clocks) > len(survey.moments) / 2 else None


def _too_quick(survey: Survey) -> Iterator[Hit]:
    """An interviewer reads the questions aloud; who fills in the sheet alone reads them, or only ticks."""
    kinds = (QuestionKind.ID, QuestionKind.TIME, QuestionKind.ATTRIBUTE, QuestionKind.OPEN)
    asked = [item for item in survey.codebook if item.kind not in kinds]
    limit = _SECONDS_AN_ITEM * len(asked)
    if survey.column_of(Role.INTERVIEWER) is not None:
        limit = max(limit, sum(len(item.title) for item in asked) / _SIGNS_A_SECOND + len(asked))
    rows = [row for row, seconds in enumerate(survey.durations) if 0 < seconds < limit]
    yield from _of_many_or_one(survey, rows, f"{len(asked)} 题用时不到 {limit:.0f} 秒")


def _of_many_or_one(survey: Survey, rows: Sequence[int], words: str) -> Iterator[Hit]:
    """Enough of all sheets, or of those of one interviewer: a single one who invents is few among many."""
    found = list(many(survey, rows, words, _SHARE_OF_SHEETS))
    yield from found
    column = survey.column_of(Role.INTERVIEWER)
    if found or column is None:
        return
    names = survey.answers[column].astype(str)
    for name, count in Counter(names.iloc[row] for row in rows).items():
        if count >= _FEWEST_OF_ONE and count >= _SHARE_OF_ONE * int((names == name).sum()):
            yield from many(survey, [row for row in rows if names.iloc[row] == name], f"（调查员“{name}”）{words}")


def _of_one_length(survey: Survey) -> Iterator[Hit]:
    """One duration to the second on many sheets; whole minutes are rounded."""
    lengths = Counter(seconds for seconds in survey.durations if seconds > 0 and seconds % 60)
    if lengths:
        common, _ = lengths.most_common(1)[0]
        rows = [row for row, seconds in enumerate(survey.durations) if seconds == common]
        yield from many(survey, rows, f"用时都是 {common:g} 秒", _SHARE_OF_ONE_LENGTH)


def _of_one_length_by_interviewer(survey: Survey) -> Iterator[Hit]:
    """All visits of one interviewer as long as one another, be it to the minute, where those of the others differ."""
    column = survey.column_of(Role.INTERVIEWER)
    if column is None or not len(survey.durations):
        return
    timed = [
        (str(name), seconds)
        for name, seconds in zip(survey.answers[column], survey.durations, strict=True)
        if seconds > 0
    ]
    for name in sorted({one for one, _ in timed}):
        own = Counter(seconds for one, seconds in timed if one == name)
        seconds, count = own.most_common(1)[0]
        others = [length == seconds for one, length in timed if one != name]
        alike = sum(others) / len(others) if others else 1.0
        if count >= _FEWEST_STEPS and count >= _SHARE_OF_BEATS * own.total() and alike <= _USUAL_LENGTH:
            message = f"调查员“{name}”的 {own.total()} 份答卷中 {count} 份用时都是 {seconds:g} 秒，其他调查员的只有 {alike:.0%}"
            yield Hit(survey.where, message, f"{seconds:g}秒", "")


def _at_one_beat(survey: Survey, starts: list[pd.Timestamp]) -> Iterator[Hit]:
    """Visits of one interviewer that begin every so many minutes, all day: nobody walks so evenly."""
    for name, visits in _by_interviewer(survey, starts).items():
        steps = [(after - before, row) for (before, _), (after, row) in pairwise(visits) if after > before]
        beat, count = Counter(step for step, _ in steps).most_common(1)[0] if steps else (pd.Timedelta(0), 0)
        if len(steps) >= _FEWEST_STEPS and count >= _SHARE_OF_BEATS * len(steps):
            rows = [row for step, row in steps if step == beat]
            message = (
                f"调查员“{name}”有 {count} 次访问与上一次恰好相隔 {beat.total_seconds() / 60:g} 分钟，"
                f"占其访问的 {count / len(steps):.0%}：{lines(survey, rows)}"
            )
            yield Hit(survey.where, message, f"{count}次", "")


def _by_interviewer(survey: Survey, starts: list[pd.Timestamp]) -> dict[str, list[tuple[pd.Timestamp, int]]]:
    column = survey.column_of(Role.INTERVIEWER)
    by_name: dict[str, list[tuple[pd.Timestamp, int]]] = defaultdict(list)
    for row, start in enumerate(starts):
        if column is not None and pd.notna(start):
            by_name[str(survey.answers[column].iloc[row])].append((start, row))
    return {name: sorted(visits) for name, visits in by_name.items()}


def _overlapping(survey: Survey, starts: list[pd.Timestamp], least: pd.Timedelta | None = None) -> list[int]:
    """Sheets that began before the one before them, of the same interviewer, had ended."""
    column = survey.column_of(Role.INTERVIEWER)
    if column is None or not len(survey.durations):
        return []
    slack = least or pd.Timedelta(seconds=_TO_THE_SECOND if any(pd.notna(one) and one.second for one in starts) else 60)
    by_name: dict[str, list[tuple[pd.Timestamp, float, int]]] = defaultdict(list)
    for row, (name, start, seconds) in enumerate(zip(survey.answers[column], starts, survey.durations, strict=True)):
        if pd.notna(start) and seconds > 0:
            by_name[str(name)].append((start, seconds, row))
    return [
        row
        for visits in by_name.values()
        for (start, seconds, _), (following, _, row) in pairwise(sorted(visits))
        if following + slack < start + pd.Timedelta(seconds=seconds)
    ]


@check("E07", title="答卷时间", clause="", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
def nobody_visits_two_at_once(survey: Survey) -> Iterator[Hit]:
    """One or two visits that began minutes before the last one of the same interviewer ended, where all others follow one
    another: the clocks are right, so one of the two records may not be; sound surveys have such a sheet too, entered late."""
    starts = _starts(survey)
    if starts is None or survey.column_of(Role.INTERVIEWER) is None or not any(one.second for one in starts if one):
        raise Inapplicable("问卷数据没有调查员和到秒的开始、结束时间")
    rows = _overlapping(survey, starts)
    if len(starts) >= _MANY_VISITS and 0 < len(rows) <= _FEW_AT_ONCE:
        for row in _overlapping(survey, starts, pd.Timedelta(seconds=_SURELY_AT_ONCE)):
            message = f"{lines(survey, [row])}：同一调查员的上一次访问还没有结束，两次访问的时间重叠；其余 {len(starts) - len(rows)} 次都不重叠"
            yield Hit(survey.where, message, str(starts[row]), "")
