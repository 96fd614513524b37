"""What was done when (评价过程的事件): the steps of an evaluation as the text, its schedules, the log and the signature tell them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from yzperf.domain.document import Block, Document, Kind, Paragraph, Signature, Table
from yzperf.domain.table_place import place_of_row
from yzperf.errors import Place
from yzperf.quality.procedure_words import Step, procedure_words
from yzperf.quality.sections import DATED, cover_places, titled_blocks
from yzperf.quality.told_times import ToldTime, plain_times, told_times
from yzperf.quality.work_log import LOG

REPORT, WORK_LOG = "报告", "工作日志"
SIGNED = "报告落款"
_SENTENCE = re.compile("[^。；;\n]+")
_CLAUSE = re.compile("[^，,：:]+")
_GOES_ON = re.compile("(?:并|同时|同日|当日|当天|随即)")
_HEADS = re.compile(r"[)）]?[:：]")  # 准备阶段（3月3日至18日）：接受委托，成立工作组
_LEAD = 16  # signs of a paragraph that may head it
_BACK = 3  # clauses between a date and what was done on it
_LONGEST = 180  # days of a step; 2024年1月1日至12月31日 is what is evaluated
_HALF_A_YEAR = 6  # months
Days = tuple[date, date]  # a day that is known only as far as the words tell: the first and the last that it may be


@dataclass(frozen=True, slots=True)
class Event:
    """One step. ``start`` and ``end`` are known as far as the words tell; ``text`` is the time as printed, ``said`` the words
    that tell of it."""

    step: str
    start: Days
    end: Days
    text: str
    where: Place
    source: str
    said: str = ""

    @property
    def day(self) -> date | None:
        """The day, where one is told."""
        return self.start[0] if self.start[0] == self.start[1] == self.end[0] else None


@dataclass(frozen=True, slots=True)
class _Told:
    """A step and the time that is told with it; ``is_alone`` if no other step shares that time."""

    step: str
    time: ToldTime
    is_alone: bool
    said: str


# ── the report ──────────────────────────────────────────────────────────────────────────────────────


def report_events(report: Document, year: int) -> list[Event]:
    """The steps that the chapter on the work tells, in its order.

    Parameters
    ----------
    year
        The year of the last day, where none is told with its year.
    """
    told = list(_told_steps(report))
    years = _years([one.time for _, one in told], year)
    dated = ((one, one.time.in_year(own), where) for (where, one), own in zip(told, years, strict=True))
    return [_event(one, days, where) for one, days, where in dated if days and (days[1] - days[0]).days < _LONGEST]


def _years(times: Sequence[ToldTime], last: int) -> list[int]:
    """Years left out go on from the day before, those in front of the first year that is told back from it."""
    first = next((at for at, time in enumerate(times) if time.year), len(times) - 1)
    years = [time.year or last for time in times]
    for at in range(first - 1, -1, -1):
        years[at] = years[at + 1] - _turns(times[at], times[at + 1])
    for at in range(first + 1, len(times)):
        years[at] = times[at].year or years[at - 1] + _turns(times[at - 1], times[at])
    return years


def _turns(one: ToldTime, after: ToldTime) -> bool:
    """12月20日形成初稿，1月6日征求意见: the later day is that of the next year."""
    return one.since[0] - after.since[0] >= _HALF_A_YEAR


def _event(told: _Told, days: Days, where: Place) -> Event:
    is_exact = told.time.is_range and told.is_alone and bool(re.search("[日号]|[.-]", told.time.text))
    start, end = ((days[0], days[0]), (days[1], days[1])) if is_exact else (days, days)
    return Event(told.step, start, end, told.time.text, where, REPORT, told.said)


def _told_steps(report: Document) -> Iterator[tuple[Place, _Told]]:
    for block, titles in titled_blocks(report):
        yield from _told_in(block, is_of_process(titles))


def is_of_process(titles: Iterable[str]) -> bool:
    """Whether one of the headings above a text is that of the chapter on the evaluators' work."""
    return any(procedure_words().section.search(title) for title in titles)


def _told_in(block: Block, is_process: bool) -> Iterator[tuple[Place, _Told]]:
    if isinstance(block, Table):
        yield from _scheduled(block, is_process)
    elif isinstance(block, Paragraph) and block.kind is not Kind.CONTENTS:
        plain = plain_times(block.text)
        if is_process or procedure_words().section.search(plain[:_LEAD]):
            yield from ((block.where, told) for sentence in _SENTENCE.findall(plain) for told in _in_sentence(sentence))


def _in_sentence(sentence: str) -> list[_Told]:
    """Every step with its time, whether the date stands in front of it or behind."""
    times = list(told_times(sentence))
    if not times:
        return []
    clauses = [match.span() for match in _CLAUSE.finditer(sentence)]
    own = [[time for time in times if start <= time.start < end] for start, end in clauses]
    steps = [_steps(sentence[start:end], start, sentence[:start]) for start, end in clauses]
    is_headed = len(times) == 1 and bool(_HEADS.match(sentence, times[0].end))
    pairs = []
    for at, found in enumerate(steps):
        for step, place in found:
            time = _nearest(own[at], place) or _earlier(at, own, steps, sentence[clauses[at][0] :], is_headed)
            pairs += [(step, time, sentence[slice(*clauses[at])])] if time else []
    used = [time.start for _, time, _ in pairs]
    return [_Told(step, time, used.count(time.start) == 1, said) for step, time, said in pairs]


def _steps(clause: str, offset: int, front: str = "") -> list[tuple[str, int]]:
    """The steps of a clause, each with its place; ``front`` is what the sentence says before."""
    words = procedure_words()
    if words.planned.search(clause):
        return []
    own = [step for step in words.steps if not _is_other(step, clause) and not step.never_after.search(front + clause)]
    before = _CLAUSE.findall(front)[-1:]
    goes_on = [step for step in own if before and step.object.search(before[0])]
    matches = ((step, step.words.search(clause) or (step in goes_on and step.goes_on.search(clause))) for step in own)
    return [(step.name, offset + match.start()) for step, match in matches if match]


def _is_other(step: Step, clause: str) -> bool:
    return bool(step.other.search(clause))


def _nearest(times: Sequence[ToldTime], place: int) -> ToldTime | None:
    """The last time in front of a step, else the first behind it."""
    before = [time for time in times if time.start <= place]
    return before[-1] if before else (times[0] if times else None)


def _earlier(
    at: int, own: Sequence[list[ToldTime]], steps: Sequence[list[tuple[str, int]]], text: str, is_headed: bool
) -> ToldTime | None:
    """The time of a clause before: 8月8日，课题组提交初稿. One that has its own step goes on only by 并 or 同日."""
    for back in range(at - 1, max(at - 1 - _BACK, -1) if not is_headed else -1, -1):
        is_free = is_headed or not steps[back] or (back == at - 1 and _GOES_ON.match(text))
        if not is_free:
            return None
        if own[back]:
            return own[back][-1]
    return None


def _scheduled(table: Table, is_process: bool) -> Iterator[tuple[Place, _Told]]:
    """Rows of a schedule: a column that says when, the others what."""
    words = procedure_words()
    rows = table.rows
    heads = [plain_times(text) for text in rows[0]] if rows else []
    when = next((at for at, head in enumerate(heads) if words.when.search(head)), None)
    if when is None or not (is_process or any(words.step_of(row[0]) for row in rows[1:])):
        return
    if not any(words.what.search(head) for head in heads):
        return
    for number, row in enumerate(rows[1:], 2):
        times = list(told_times(plain_times(row[when])))
        named = list(dict.fromkeys(name for at, text in enumerate(row) if at != when for name in _named(text)))
        cell = table.cell(number, when + 1)
        if len(times) == 1 and cell:
            yield from ((cell.where, _Told(name, times[0], len(named) == 1, "，".join(row))) for name in named)


def _named(text: str) -> list[str]:
    """Steps that a cell names: as a bare label, else in its sentences."""
    plain = plain_times(text)
    label = procedure_words().step_of(plain) if not re.search("[，,。；;、]", plain) else ""
    return [label] if label else [name for clause in _CLAUSE.findall(plain) for name, _ in _steps(clause, 0)]


# ── the log, the signature ──────────────────────────────────────────────────────────────────────────


def log_events(log: pd.DataFrame) -> list[Event]:
    """The steps of a log, by its column 环节, else by what its text says was done; empty where it has no such columns."""
    if not {"日期", "环节"} <= set(log.columns):
        return []
    texts = log["内容"] if "内容" in log.columns else [""] * len(log)
    rows = enumerate(zip(log["日期"], log["环节"].fillna(""), texts, strict=True))
    places = [place_of_row(log, at, file=LOG) for at in range(len(log))]
    return [event for at, (day, label, text) in rows for event in _logged(str(day), str(label), str(text), places[at])]


def _logged(day: str, label: str, content: str, where: Place) -> Iterator[Event]:
    time = next(told_times(plain_times(day)), None)
    days = time.in_year(time.year) if time and time.year else None
    if days is None:
        return
    words = procedure_words()
    named = words.step_of(label)
    is_other = any(step.name == named and step.other.search(label) for step in words.steps)
    text = plain_times(content)
    names = [named] if named else [name for clause in _CLAUSE.findall(text) for name, _ in _steps(clause, 0)]
    for name in [] if is_other else dict.fromkeys(names):
        told = days[0].isoformat() if days[0] == days[1] else day
        yield Event(name, days, days, told, where, WORK_LOG, f"{label}，{text}")


def signed_events(report: Document) -> list[Event]:
    """The dates on the cover, and the last one under the report, as steps of the work."""
    cover = cover_places(report)
    lines = [line for line in report.signatures if line.role == "日期" or (line.role in DATED and line.where in cover)]
    found = [(event, line.where in cover) for line in lines if (event := _signed(line))]
    under = [event for event, is_cover in found if not is_cover][-1:]
    return [event for event, is_cover in found if is_cover] + under


def _signed(line: Signature) -> Event | None:
    time = next((one for one in told_times(plain_times(line.value)) if one.year), None)
    days = time.in_year(time.year) if time and time.year else None
    return Event(SIGNED, days, days, time.text, line.where, REPORT) if time and days else None
