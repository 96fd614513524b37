"""H04 角色冲突: what an agency did for the project before it came to evaluate it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from yzperf.domain.case import CaseInfo
from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.register import Register
from yzperf.errors import Place
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.parties import (
    EVALUATED,
    agency_of,
    bodies_of,
    body_name,
    evaluators_of,
    is_on_project,
    names_evaluated,
)
from yzperf.quality.register_words import RoleWords, register_words
from yzperf.quality.wording import plain_name
from yzperf.quality.work_log import LogLine, log_lines, persons

_OWN = re.compile("本机构|本公司|本所|我公司|我所|我单位|评价机构|项目组|评价组")
_NOT = re.compile("未|没有|不(?:得|曾|存在)|并非|无")
_OF_THE_UNIT = ("单位自评", "编制绩效目标")  # whoever asked for it, it is the work of those evaluated
_SENTENCE = re.compile("[^。；;\n]+")
_BEFORE = re.compile(
    r"此前|曾|以前|先前|承担过|参与过|做过|编制了|编写了|承担了|[编制写]过|同时承担|一并|20\d\d年[^，,]{0,8}受[^，,]{2,16}委托"
)


@check("H04", title="角色冲突", clause="tp4.2", severity=Severity.MAJOR, evidence=EvidenceClass.RULE)
def log_tells_of_no_other_role(log: pd.DataFrame, info: CaseInfo) -> Iterator[Hit]:
    """The agency did not do itself, for those evaluated, what it now evaluates: targets, appraisal, self-evaluation."""
    for line in log_lines(log):
        role = _role(line)
        if role and _is_by_the_agency(line, info):
            message = f"评价机构在本项目中承担过{role.name}（工作日志：“{line.text}”），再来评价等于评价自己的工作"
            yield _conflict(line.where, message, line.text, _is_for_the_evaluated(line, info))


@check("H04", title="角色冲突", clause="tp4.2", severity=Severity.MAJOR, evidence=EvidenceClass.RULE)
def contracts_tell_of_no_other_role(register: Register, info: CaseInfo) -> Iterator[Hit]:
    """The same by its contracts on this project."""
    agency = agency_of(info)
    if not agency or not register.contracts:
        raise Inapplicable("案卷没有写评价机构，或登记库没有合同（contracts.csv）")
    evaluated = bodies_of(info, *EVALUATED)
    for one in register.contracts:
        role = next((role for role in register_words().roles if role.service.search(one.service)), None)
        if role and body_name(one.agency) == agency and is_on_project(one, info):
            message = (
                f"评价机构受“{one.client}”委托在本项目中承担过{role.name}（{one.service}），再来评价等于评价自己的工作"
            )
            yield _conflict(one.where, message, one.service, body_name(one.client) in evaluated)


@check("H04", title="角色冲突", clause="tp4.2", severity=Severity.MAJOR, evidence=EvidenceClass.RULE)
def report_tells_of_no_other_role(report: Document, info: CaseInfo) -> Iterator[Hit]:
    """评价机构……此前受主管部门委托编制了该项目绩效目标申报表: what the report says of the agency's own earlier work."""
    sentences = [(one, found[0]) for one in report.paragraphs for found in _SENTENCE.finditer(one.text)]
    own = [(one, text) for one, text in sentences if _OWN.search(text)]
    if not own:
        raise Inapplicable("报告没有说评价机构做过什么")
    for paragraph, sentence in own:
        for clause in re.split("[，,]", sentence):
            role = next((role for role in register_words().roles if role.log.search(clause)), None)
            if role and _BEFORE.search(clause) and not _NOT.search(clause):
                message = f"评价机构在本项目中承担过{role.name}（“{clause}”），再来评价等于评价自己的工作"
                is_for_them = role.name in _OF_THE_UNIT or names_evaluated(clause, info)
                yield _conflict(paragraph.where, message, clause, is_for_them)


def _role(line: LogLine) -> RoleWords | None:
    """What one clause tells: in 此前为该中心编写自评报告，开展独立性核查 only the second one is of the work itself."""
    words = register_words()
    clauses = [one for one in re.split("[，,；;。]", line.text) if not words.looked_at.search(one)]
    texts = [f"{line.step}：{one}" for one in clauses]
    return next((role for role in words.roles if any(map(role.log.search, texts))), None)


def _is_by_the_agency(line: LogLine, info: CaseInfo) -> bool:
    """The log is the agency's own; a line of others names only them."""
    if not line.parties or "评价机构" in line.parties:
        return True
    own = evaluators_of(info) | persons(info.parties.get("复核人", ""))
    return bool(own & line.people) or (bool(agency_of(info)) and agency_of(info) in plain_name(line.parties))


def _is_for_the_evaluated(line: LogLine, info: CaseInfo) -> bool:
    return names_evaluated(plain_name(f"{line.text}{line.parties}{line.site}"), info)


def _conflict(where: Place, message: str, given: str, is_for_the_evaluated: bool) -> Hit:
    if is_for_the_evaluated:
        return Hit(where, message, given)
    message += "；不是被评价方委托的，请委托方判断是否回避"
    return Hit(where, message, given, severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
