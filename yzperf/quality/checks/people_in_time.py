"""H05 人员不可能: one person in two places, more places than a day has room for, more projects than one can lead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import combinations

import pandas as pd

from yzperf.domain.case import CaseInfo
from yzperf.domain.claims import MentionKind, Setting, read_mentions
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.register import Contract, Register
from yzperf.errors import Place
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.gazetteer import gazetteer
from yzperf.quality.parties import evaluators_of, signed_on
from yzperf.quality.register_words import register_words
from yzperf.quality.wording import plain_name
from yzperf.quality.work_log import LogLine, log_lines

# Settings of the program: no document gives them, and what rests on them is a hint.
_SITES_A_DAY = 40  # for one person
_PROJECTS = 5  # led at the same time
_TOWN = re.compile("(?![一二三四五六七八九十两各全\\d])[\u4e00-\u9fff]{1,6}(?:镇|乡|街道|街|村|社区)")
_LARGE = re.compile("(?:省|自治区|自治州|市|县|区|旗)$")
_UNTIL = re.compile(r"至\s*\d{1,2}\s*[月日]|为期|历时|共\d+天")  # a line that tells of several days


@check("H05", title="人员不可能", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def nobody_is_in_two_places(log: pd.DataFrame, info: CaseInfo) -> Iterator[Hit]:
    """By the hours that the log gives nobody is at two places at once; by the day alone, far apart is only a lead."""
    lines = [line for line in log_lines(log) if line.day and line.people and line.site]
    if len(lines) < 2:
        raise Inapplicable("工作日志没有写明日期、参加人和地点的两条记录")
    own = f"{info.name}{info.region}{''.join(info.parties.values())}"
    for first, second in combinations(lines, 2):
        names = "、".join(sorted(first.people & second.people))
        if names and first.day == second.day and _are_apart(first, second):
            yield from _at_both(first, second, names, own)
        elif names and first.step != second.step and _overlap(first, second):
            message = f"“{names}”{first.day}至{first.until}登记“{first.step}”，其间 {second.day} 又登记“{second.step}”（{second.site}），请核对"
            yield Hit(second.where, message, str(second.day), f"{first.day}至{first.until}").as_hint


def _overlap(first: LogLine, second: LogLine) -> bool:
    """Whether work elsewhere begins while work that lasts several days goes on."""
    if first.day is None or second.day is None or first.until is None or first.site == second.site:
        return False
    return first.day < second.day < first.until


def _are_apart(first: LogLine, second: LogLine) -> bool:
    one, other = plain_name(first.site), plain_name(second.site)
    return one not in other and other not in one


def _at_both(first: LogLine, second: LogLine, names: str, own: str) -> Iterator[Hit]:
    said = f"“{names}”{first.day} 同日登记在“{first.site}”（{first.step}）和“{second.site}”（{second.step}，{first.where.cell}为前者）"
    hours = _hours(first), _hours(second)
    if hours[0] and hours[1]:
        if max(hours[0][0], hours[1][0]) < min(hours[0][1], hours[1][1]):
            message = f"{said}，时间 {_clock(hours[0])} 与 {_clock(hours[1])} 重叠"
            yield Hit(second.where, message, _clock(hours[1]), _clock(hours[0]))
    elif _is_away(first.site, own) is not _is_away(second.site, own):
        message = f"{said}，一处在本地、一处在外地，请核对"
        yield Hit(second.where, message, second.site, first.site).as_lead
    elif _is_visit(first) and _is_visit(second):
        message = f"{said}，两处都是现场核查、没有写时间，请核对日期和参加人"
        yield Hit(second.where, message, second.site, first.site).as_hint
    elif _are_other_towns(first.site, second.site):
        message = f"{said}，是不同的镇（街道），没有写时间，请核对日期和参加人"
        yield Hit(second.where, message, second.site, first.site).as_hint
    elif first.step == second.step and first.people - second.people and second.people - first.people:
        message = f"{said}，两处参加的人不同，像是分组，没有写时间，请核对参加人"
        yield Hit(second.where, message, second.site, first.site).as_hint


def _are_other_towns(one: str, other: str) -> bool:
    """Whether two sites are lists of towns by name that have none in common."""
    lists = [[part.strip() for part in re.split("[、，,;；]", site)] for site in (one, other)]
    are_towns = all(_TOWN.fullmatch(town) for towns in lists for town in towns)
    return are_towns and not set(lists[0]) & set(lists[1])


def _is_visit(line: LogLine) -> bool:
    """Whether a line tells of going to look at places that it names; a talk in the afternoon takes less than a day."""
    words, told = register_words(), f"{line.step}{line.text}"
    return (
        bool(words.visit.search(line.text)) and not words.meeting.search(told) and not words.general.search(line.site)
    )


Hours = tuple[int, int]  # minutes of the day


def _hours(line: LogLine) -> Hours | None:
    match = register_words().clock.search(f"{line.text} {line.site}")
    return (_minutes(match["from"]), _minutes(match["to"])) if match else None


def _minutes(text: str) -> int:
    hour, minute = re.split("[:：]", text)
    return int(hour) * 60 + int(minute)


def _clock(hours: Hours) -> str:
    return "—".join(f"{minutes // 60:02d}:{minutes % 60:02d}" for minutes in hours)


def _is_away(site: str, own: str) -> bool:
    """Whether a site names a county, a city or a province that is not that of the case, nor lies in it or around it."""
    if register_words().away.search(site):
        return True
    found = [one.value for one in read_mentions(site, Setting(Place(), "", "")) if one.kind is MentionKind.PLACE]
    codes = gazetteer().named_in(own)
    large = [name for name in found if _LARGE.search(name)]
    return bool(large) and not any(name in own or gazetteer().is_kin(name, codes) for name in large)


@check("H05", title="人员不可能", clause="", severity=Severity.HINT, evidence=EvidenceClass.LEAD)
def sites_fit_into_the_day(log: pd.DataFrame) -> Iterator[Hit]:
    """No more sites visited on a day than its people can see."""
    counted = [(line, match) for line in log_lines(log) if (match := register_words().site.search(line.text))]
    if not counted:
        raise Inapplicable("工作日志没有写核查点位的个数")
    for line, match in counted:
        sites, people = int(match["count"]), max(1, len(line.people))
        if sites > _SITES_A_DAY * people and not _UNTIL.search(line.text):
            message = f"一天{match[0]}，参加 {people} 人，每人 {sites // people} 处；请核对天数和分工"
            yield Hit(line.where, message, match["count"])


@check("H05", title="人员不可能", clause="", severity=Severity.HINT, evidence=EvidenceClass.LEAD)
def evaluator_leads_few_projects_at_once(register: Register, info: CaseInfo) -> Iterator[Hit]:
    """A principal evaluator does not lead many evaluations on the day of signing."""
    names, day = evaluators_of(info), signed_on(info)
    led = [one for one in register.contracts if one.evaluator]
    if not names or day is None or not led:
        raise Inapplicable("案卷没有写主评人或报告日期，或登记库的合同没有写主评人（contracts.csv）")
    for name in sorted(names):
        running = [one for one in led if name in re.split("[、，,；; ]+", one.evaluator) and _runs(one, day)]
        if len(running) > _PROJECTS:
            message = f"主评人“{name}”在签署日 {day} 同时主持 {len(running)} 个项目，请核实投入的时间"
            yield Hit(running[0].where, message, f"{len(running)} 个项目")


def _runs(contract: Contract, day: date) -> bool:
    """Whether a contract runs on a day; one without an end is taken to last a year."""
    if contract.since is None or contract.since > day:
        return False
    return contract.until >= day if contract.until else (day - contract.since).days < 365
