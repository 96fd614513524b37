"""H06, D08, D05, D03, D10: what the log of the work says against the report, the manifest of the evidence and the case.

All are leads: a log is kept by hand, and one line may stand for several days or leave somebody out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

import pandas as pd

from yzperf.domain.case import CaseInfo
from yzperf.domain.document import Document, Kind, Paragraph
from yzperf.domain.evidence import Evidence
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.errors import Place
from yzperf.loaders.table_check import read_day
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.dated_words import DatedWords, dated_words, is_near
from yzperf.quality.events import is_of_process
from yzperf.quality.procedure_words import procedure_words
from yzperf.quality.sections import titled_blocks
from yzperf.quality.tellings import words_of
from yzperf.quality.work_log import LogLine, log_lines, persons

_BEFORE, _AFTER = 1, 21  # days that evidence may be registered before the line of the log and behind it
_NUMBER = re.compile(r"(?P<head>[A-Za-z]+-?)(?P<number>\d{1,4})")
_UP_TO = re.compile(r"\s*(?:至|到|[-—–~～])\s*$")
_TEAM = re.compile(
    r"(?:工作组|评价组|评价小组|课题组|项目组)[^，,。；;\d]{0,12}(?:由|共|成员)[^，,。；;\d]{0,8}(?P<one>\d{1,2})(?:名|人|位)"
    r"|由(?P<two>\d{1,2})[名人位][^，,。；;]{0,10}(?:组成|构成)[^，,。；;]{0,6}(?:工作组|评价组|评价小组|课题组|项目组)"
    r"|(?:确定|抽调|安排)(?P<three>\d{1,2})[名人位](?:成员|评价人员|工作人员)"
)
_EXPERTS = re.compile(r"(?P<one>\d{1,2})[名位]专家|专家(?:组)?(?:共|由)?(?P<two>\d{1,2})[名人位]")
_STAGE = re.compile("阶段[（(:：]*$")
_HEAD = 24  # signs in front of the days of a stage that its paragraph tells of
_FULL_NAME = 3  # signs: of two, one that differs makes another name
_TEAM_STEP = "成立工作组"
_GROUPS = (("评价组成员", _TEAM), ("专家", _EXPERTS))
Day = tuple[int, int]  # month and day
Spanned = tuple[LogLine, tuple[Day, Day]]


@check("H06", title="程序时间线", clause="tp4.18", severity=Severity.HINT, evidence=EvidenceClass.LEAD)
def days_of_the_work_are_those_of_the_log(report: Document, log: pd.DataFrame) -> Iterator[Hit]:
    """No day of the chapter on the work is another than the one that the log gives to the same work."""
    lines = [line for line in log_lines(log) if line.day]
    told = list(_told(report))
    if not lines or not told:
        raise Inapplicable("报告没有写评价过程的日期，或工作日志没有日期")
    spans = [(line, _ends(line)) for line in lines]
    logged = {end for _, ends in spans for end in ends}
    for one in told:
        for end in dict.fromkeys((one.day.first, one.day.last)):
            if end not in logged and not any(low < end < high for _, (low, high) in spans):
                yield from _told_otherwise(one, end, spans, told)[:1]


def _told(report: Document) -> Iterator[DatedWords]:
    for block, titles in titled_blocks(report):
        if isinstance(block, Paragraph) and block.kind is not Kind.CONTENTS and is_of_process(titles):
            yield from dated_words(block.text, block.where)


def _ends(line: LogLine) -> tuple[Day, Day]:
    days = [day for day in (line.day, line.until) if day]
    return (days[0].month, days[0].day), (days[-1].month, days[-1].day)


def _told_otherwise(one: DatedWords, end: Day, spans: Sequence[Spanned], told: Sequence[DatedWords]) -> list[Hit]:
    """The line that speaks of the same and whose day the report does not tell of it."""
    found = []
    for line, ends in spans:
        other = ends[1] if end == one.day.last != one.day.first else ends[0]
        is_told = any(other in (each.day.first, each.day.last) and _is_of(each, line) for each in told)
        if is_near(end, other) and not is_told and _is_of(one, line):
            said = f"{other[0]}月{other[1]}日"
            message = f"报告写“{one.day.text}”（{one.sentence[:40]}），工作日志“{line.step}”登记在 {said}，请核对"
            found.append(Hit(one.where, message, one.day.text, said))
    return found


def _is_of(one: DatedWords, line: LogLine) -> bool:
    step = words_of(line.step)
    return one.is_of(words_of(f"{line.step}，{line.text}")) or bool(step and step <= one.words)


@check("H06", title="程序时间线", clause="tp4.18", severity=Severity.HINT, evidence=EvidenceClass.LEAD)
def stages_hold_their_days(report: Document) -> Iterator[Hit]:
    """实施阶段（4月8日至5月16日）: what the paragraph tells of that stage lies within it."""
    told = [(block, list(dated_words(block.text, block.where))) for block in _process(report)]
    headed = [(block, days) for block, days in told if days and _is_stage(block, days[0])]
    if not headed:
        raise Inapplicable("报告没有写各阶段的起止日期")
    for block, (stage, *days) in headed:
        low, high = stage.day.first, stage.day.last
        for one in days if low < high else ():
            if not low <= one.day.first <= high and not _STAGE.search(one.sentence[: one.day.start]):
                message = f"“{stage.day.text}”的阶段里写了“{one.day.text}”（{one.sentence[:40]}），请核对"
                yield Hit(block.where, message, one.day.text, stage.day.text)


def _is_stage(block: Paragraph, first: DatedWords) -> bool:
    is_range = first.day.first != first.day.last
    return is_range and bool(_STAGE.search(first.sentence[: first.day.start])) and first.day.start < _HEAD


# ── people ──────────────────────────────────────────────────────────────────────────────────────────


@check("D08", title="访谈座谈实地登记", clause="", severity=Severity.HINT, evidence=EvidenceClass.LEAD)
def team_and_experts_are_those_of_the_log(report: Document, log: pd.DataFrame) -> Iterator[Hit]:
    """How many evaluators and experts there were, and who: as the log and its lists of names say."""
    lines = log_lines(log)
    judged = False
    for name, words in _GROUPS:
        told = [(int(number), block) for block in _process(report) for number in _numbers(words, block.text)]
        logged = [
            (int(number), line.where) for line in lines for number in _numbers(words, f"{line.text}；{line.parties}")
        ]
        beside = [
            [[(int(number), line.where) for number in _numbers(words, text)] for text in (line.text, line.parties)]
            for line in lines
        ]
        listed = [(len(line.people), line.where) for line in lines if name == _GROUPS[0][0] and _is_of_team(line)]
        judged = judged or bool(logged and (told or listed))
        yield from _differing(name, [(number, block.where) for number, block in told], logged)
        yield from (hit for text, parties in beside for hit in _differing(f"{name}（参加人一栏）", parties, text))
        if len(listed) == 1 and listed[0][0] > 1:
            yield from _differing(f"{name}（列名）", logged, listed)
    if not judged:
        raise Inapplicable("报告和工作日志没有都写评价组或专家几人")


def _process(report: Document) -> Iterator[Paragraph]:
    for block, titles in titled_blocks(report):
        if isinstance(block, Paragraph) and block.kind is not Kind.CONTENTS and is_of_process(titles):
            yield block


def _numbers(words: re.Pattern[str], text: str) -> Iterator[str]:
    for match in words.finditer(text):
        yield next(number for number in match.groups() if number)


def _is_of_team(line: LogLine) -> bool:
    return procedure_words().step_of(line.step) == _TEAM_STEP


def _differing(name: str, told: Sequence[tuple[int, Place]], logged: Sequence[tuple[int, Place]]) -> Iterator[Hit]:
    """Numbers of which none agrees: experts may meet twice in different numbers."""
    known = {number for number, _ in logged}
    if known and told and not known & {number for number, _ in told}:
        number, where = told[0]
        said = "、".join(map(str, sorted(known)))
        message = f"{name}此处写 {number} 人，工作日志是 {said} 人，请核对"
        yield Hit(where, message, str(number), said)


@check("D10", title="内部审核", clause="tp4.18.3", severity=Severity.HINT, evidence=EvidenceClass.LEAD)
def reviewer_is_in_the_log(log: pd.DataFrame, info: CaseInfo) -> Iterator[Hit]:
    """The name of the reviewer is spelt in the log as in the case: another person may have reviewed as well."""
    named = persons(info.parties.get("复核人", ""))
    reviews = [line for line in log_lines(log) if procedure_words().step_of(line.step) == "内部审核" and line.people]
    if not named or not reviews:
        raise Inapplicable("案卷没有写复核人，或工作日志没有写内部审核的参加人")
    took_part = frozenset(person for line in reviews for person in line.people)
    for name in sorted(named - took_part):
        for other in sorted(person for person in took_part - named if _is_misspelt(name, person)):
            message = f"案卷登记的复核人是“{name}”，工作日志内部审核的参加人写“{other}”，请核对"
            yield Hit(reviews[-1].where, message, other, name)


def _is_misspelt(name: str, other: str) -> bool:
    """One sign of a given name differs."""
    apart = [one for one in zip(name, other, strict=False) if one[0] != one[1]]
    return len(name) == len(other) >= _FULL_NAME and len(apart) == 1 and name[0] == other[0]


# ── evidence ────────────────────────────────────────────────────────────────────────────────────────


@check("D03", title="证据元数据", clause="tp4.6", severity=Severity.HINT, evidence=EvidenceClass.LEAD)
def collectors_are_of_the_team(evidence: tuple[Evidence, ...], log: pd.DataFrame) -> Iterator[Hit]:
    """Who collected a piece of evidence is somebody of the log, where the log knows nearly all collectors."""
    team = frozenset(person for line in log_lines(log) for person in line.people)
    named = [(item, person) for item in evidence for person in persons(item.collector)]
    strange = [(item, person) for item, person in named if person not in team]
    if not named or not team or 2 * len(strange) > len(named):
        raise Inapplicable("证据清单没有采集人，或工作日志没有写他们")
    for item, person in strange:
        message = f"{item.id} 的采集人“{person}”不在工作日志的参加人里，请核对姓名或补登"
        yield Hit(item.where, message, person, "、".join(sorted(team)))


@check("D05", title="证据时点", clause="", severity=Severity.HINT, evidence=EvidenceClass.LEAD)
def evidence_is_got_when_the_log_says(evidence: tuple[Evidence, ...], log: pd.DataFrame) -> Iterator[Hit]:
    """The day of a piece of evidence is near that of the line of the log that names it as its outcome."""
    lines = [(line, outcome) for line, outcome in zip(log_lines(log), _outcomes(log), strict=True) if line.day]
    dated = {item: day for item in evidence if (day := read_day(item.collected_on))}
    found = [(item, line) for line, outcome in lines for item in dated if _names(outcome, item.id)]
    if not found:
        raise Inapplicable("工作日志的成果没有写证据编号，或证据没有取得日期")
    for item, line in found:
        days = _days_apart(dated[item], line)
        if (days < -_BEFORE or days > _AFTER) and sum(one is item for one, _ in found) == 1:
            message = f"{item.id} 登记的取得日期 {dated[item]}，工作日志“{line.step}”（{line.day}至{line.until}）取得这件证据，请核对"
            yield Hit(item.where, message, str(dated[item]), str(line.day))


def _outcomes(log: pd.DataFrame) -> list[str]:
    return list(log["成果"].fillna("").astype(str)) if "成果" in log.columns else [""] * len(log)


def _names(outcome: str, number: str) -> bool:
    """Whether 证据E01至E04、E06 names E03."""
    own = _NUMBER.fullmatch(number)
    if own is None:
        return False
    found = [match for match in _NUMBER.finditer(outcome) if match["head"] == own["head"]]
    for at, match in enumerate(found):
        low = high = int(match["number"])
        if at + 1 < len(found) and _UP_TO.match(outcome[match.end() : found[at + 1].start()]):
            high = int(found[at + 1]["number"])
        if low <= int(own["number"]) <= high:
            return True
    return False


def _days_apart(day: date, line: LogLine) -> int:
    """Days behind the last day of a line, negative in front of its first."""
    assert line.day
    assert line.until
    return (day - line.day).days if day < line.day else max(0, (day - line.until).days)
