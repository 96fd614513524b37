"""H03 利益冲突: owners, careers and contracts that tie an agency to what it evaluates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import pandas as pd

from yzperf.domain.case import CaseInfo
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.register import Employment, Register
from yzperf.errors import Place
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.parties import EVALUATED, agency_of, bodies_of, body_name, evaluators_of, is_on_project, signed_on
from yzperf.quality.wording import plain_name
from yzperf.quality.work_log import log_lines

_YEARS = 3  # that a tie is asked about; a setting of the program, no document gives it


@check("H03", title="利益冲突", clause="tp4.2", severity=Severity.MAJOR, evidence=EvidenceClass.RULE)
def agency_belongs_to_nobody_evaluated(register: Register, info: CaseInfo) -> Iterator[Hit]:
    """The agency is not owned by the client or the evaluated, owns none of them, and shares no owner, head, address."""
    agency, others = agency_of(info), bodies_of(info, *EVALUATED, "委托单位")
    if not agency or not (register.shareholdings or register.organisations):
        raise Inapplicable("案卷没有写评价机构，或登记库没有股东和单位（shareholders.csv、organisations.csv）")
    for one in register.shareholdings:
        held, holder = body_name(one.agency), body_name(one.holder)
        if (held == agency and holder in others) or (holder == agency and held in others):
            share = f"，持股 {one.percent}%" if one.percent is not None else ""
            message = f"“{one.holder}”是“{one.agency}”的股东{share}；评价机构应独立于委托方和被评价方"
            yield Hit(one.where, message, one.holder)
    yield from _shared_owners(register, agency, others)
    yield from _shared_particulars(register, agency, others)


@check("H03", title="利益冲突", clause="cn10.23", severity=Severity.MAJOR, evidence=EvidenceClass.RULE)
def evaluators_do_not_work_for_the_evaluated(register: Register, info: CaseInfo) -> Iterator[Hit]:
    """The evaluator holds no post with those evaluated; one held lately is asked about."""
    names, day = evaluators_of(info), signed_on(info)
    if not names or day is None or not register.employments:
        raise Inapplicable("案卷没有写主评人或报告日期，或登记库没有任职经历（employment.csv）")
    yield from _posts(register, info, names, day)


@check("H03", title="利益冲突", clause="cn10.23", severity=Severity.MAJOR, evidence=EvidenceClass.RULE)
def team_does_not_work_for_the_evaluated(register: Register, info: CaseInfo, log: pd.DataFrame) -> Iterator[Hit]:
    """The same for those who took part in the work by its log."""
    day = signed_on(info)
    names = frozenset(name for line in log_lines(log) for name in line.people)
    names -= evaluators_of(info)
    if not names or day is None or not register.employments:
        raise Inapplicable("工作日志没有人名，案卷没有写报告日期，或登记库没有任职经历（employment.csv）")
    yield from _posts(register, info, names, day)


@check("H03", title="利益冲突", clause="", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
def no_other_business_with_the_evaluated(register: Register, info: CaseInfo) -> Iterator[Hit]:
    """Other work for those evaluated within three years is to be explained; work on this very project is H04."""
    agency, day = agency_of(info), signed_on(info)
    if not agency or day is None or not register.contracts:
        raise Inapplicable("案卷没有写评价机构或报告日期，或登记库没有合同（contracts.csv）")
    evaluated = bodies_of(info, *EVALUATED)
    for one in register.contracts:
        is_late = (one.until or day) >= _years_before(day) and (one.since or day) <= day
        if (
            body_name(one.agency) == agency
            and body_name(one.client) in evaluated
            and is_late
            and not is_on_project(one, info)
        ):
            message = (
                f"评价机构 {_YEARS} 年内为“{one.client}”做过“{one.project}”（{one.service}），请说明是否影响独立性"
            )
            yield Hit(one.where, message, one.client)


def _shared_owners(register: Register, agency: str, others: frozenset[str]) -> Iterator[Hit]:
    owners = {body_name(one.holder): one for one in register.shareholdings if body_name(one.agency) == agency}
    for one in register.shareholdings:
        own = owners.get(body_name(one.holder))
        if own and body_name(one.agency) in others:
            message = f"“{one.holder}”同时是评价机构和“{one.agency}”的股东（{own.where.file} {own.where.cell}），请核实"
            yield _lead(one.where, message, one.holder)


def _shared_particulars(register: Register, agency: str, others: frozenset[str]) -> Iterator[Hit]:
    own = next((one for one in register.organisations if body_name(one.name) == agency), None)
    for one in register.organisations if own else ():
        if own is None or body_name(one.name) not in others:
            continue
        pairs = (
            ("法定代表人", plain_name(own.representative), plain_name(one.representative)),
            ("地址", plain_name(own.address), plain_name(one.address)),
            ("电话", own.phone, one.phone),
        )
        if same := "、".join(name for name, first, second in pairs if first and first == second):
            yield _lead(one.where, f"评价机构与“{one.name}”的{same}相同，请核实两者的关系", one.name)


def _posts(register: Register, info: CaseInfo, names: Iterable[str], day: date) -> Iterator[Hit]:
    evaluated = bodies_of(info, *EVALUATED)
    for one in register.employments:
        if one.person in names and body_name(one.employer) in evaluated and (one.since or day) <= day:
            yield from _post(one, day, _is_known(register, one.person, agency_of(info)))


def _post(one: Employment, day: date, is_known: bool) -> Iterator[Hit]:
    """A post that is still held is a breach, if the career is certainly that of the agency's own person."""
    post = f"“{one.employer}”{one.post}"
    if one.until is None or one.until >= day:
        message = f"“{one.person}”参加评价时仍任{post}（{one.since} 起），与资金使用单位有直接利益关系"
        hit = Hit(one.where, message, one.employer)
        yield (
            hit
            if is_known
            else _lead(one.where, message + "；登记库没有写此人在评价机构任职，可能同名，请核实", one.employer)
        )
    elif one.until >= _years_before(day):
        yield _lead(
            one.where, f"“{one.person}”{one.until} 以前任{post}，离任不满 {_YEARS} 年，请核实是否应当回避", one.employer
        )


def _is_known(register: Register, person: str, agency: str) -> bool:
    """Whether the register knows this person at the agency: else it may be a namesake."""
    careers = ((one.person, one.employer) for one in register.employments)
    posts = [*careers, *((one.name, one.agency) for one in register.evaluators)]
    return any(name == person and body_name(body) == agency for name, body in posts)


def _years_before(day: date) -> date:
    return date(day.year - _YEARS, day.month, min(day.day, 28))


def _lead(where: Place, message: str, given: str) -> Hit:
    return Hit(where, message, given, severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
