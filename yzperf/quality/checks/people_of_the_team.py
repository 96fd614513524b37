"""H07 文档来源, H05 人员不可能: people and bodies that had a hand in the work and are not of the team, or not where they signed."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from yzperf.domain.case import CaseInfo
from yzperf.domain.document import Document
from yzperf.domain.evidence import Evidence
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.errors import Place
from yzperf.loaders.table_check import read_day
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.parties import EVALUATED, agency_of, bodies_of, body_name, evaluators_of
from yzperf.quality.procedure_words import procedure_words
from yzperf.quality.work_log import LogLine, log_lines, persons

_TEAM_STEP, _OF_OTHERS = "成立工作组", ("方案论证", "接受委托", "内部审核", "归档")
_ORGANISED = re.compile("(?:公司|事务所|研究院|学院|大学|中心|局|厅|委员会|集团|协会|学会|管理处|站|办公室)$")
_LEAST_TEAM = 2
_OFFICE = re.compile("局|中心|单位|委|办|公司|政府|处|站$")  # where papers of others are brought too
_OWN = re.compile("评价组|评价机构|评价人员|项目组|工作组|本机构")
_NO_NAME = re.compile("[省市县区镇乡局处站院所]|^.{5}")  # what is left of 锦川区住房和城乡建设局


@check("H07", title="文档来源", clause="", severity=Severity.HINT, evidence=EvidenceClass.LEAD)
def file_is_of_the_agency_of_the_case(report: Document, info: CaseInfo) -> Iterator[Hit]:
    """The organisations that made and last saved the file are the agency, not those evaluated."""
    names = dict.fromkeys((report.properties.creator, report.properties.last_modified_by))
    bodies = [name for name in names if _ORGANISED.search(name)]
    agency = agency_of(info)
    if not agency or not bodies or any(one.role == "评价机构" and one.value for one in report.signatures):
        raise Inapplicable("案卷没有写评价机构，文档属性没有单位名称，或报告自己写了评价机构")
    for name in bodies:
        if body_name(name) not in agency and agency not in body_name(name):
            is_theirs = any(one in body_name(name) or body_name(name) in one for one in bodies_of(info, *EVALUATED))
            remark = "是被评价单位，请核实报告由谁起草" if is_theirs else "请核实是否转包或沿用别处的文件"
            yield Hit(Place(file=report.file), f"文档属性为“{name}”，不是案卷的评价机构，{remark}", name, agency)


@check("H07", title="文档来源", clause="", severity=Severity.HINT, evidence=EvidenceClass.LEAD)
def those_at_work_are_of_the_team(log: pd.DataFrame, info: CaseInfo) -> Iterator[Hit]:
    """Who takes part in the work is one of those that the log names when the team was formed."""
    lines = log_lines(log)
    team = frozenset(person for line in lines if _step(line) == _TEAM_STEP for person in line.people)
    if len(team) < _LEAST_TEAM:
        raise Inapplicable("工作日志没有列出评价组成员的姓名")
    known = team | evaluators_of(info) | persons(info.parties.get("复核人", ""))
    for line in lines:
        strange = [name for name in sorted(line.people - known) if not _NO_NAME.search(name)]
        for name in strange if _step(line) not in _OF_OTHERS else ():
            message = f"“{name}”参加了“{line.step}”，不在日志“成立工作组”一条列出的成员里，请核实是谁、是否外聘"
            yield Hit(line.where, message, name, "、".join(sorted(team)))


def _is_own(item: Evidence, info: CaseInfo) -> bool:
    """What the evaluators made themselves on a visit: questionnaires, records of talks."""
    agency = agency_of(info)
    return bool(_OWN.search(item.source)) or (bool(agency) and agency in body_name(item.source))


@check("H05", title="人员不可能", clause="", severity=Severity.HINT, evidence=EvidenceClass.LEAD)
def collectors_were_where_the_evidence_was(
    evidence: tuple[Evidence, ...], log: pd.DataFrame, info: CaseInfo
) -> Iterator[Hit]:
    """Who got a paper of a body on a day was not out on a visit elsewhere all that day by the log."""
    lines = [line for line in log_lines(log) if line.day and line.people]
    others = [item for item in evidence if not _is_own(item, info)]
    dated = [(item, day, persons(item.collector)) for item in others if (day := read_day(item.collected_on))]
    if not lines or not dated:
        raise Inapplicable("工作日志没有人名，或证据没有取得日期")
    for item, day, people in dated:
        own = [line for line in lines if line.day == day and people & line.people]
        if own and all(_is_out(line) for line in own) and not any(_is_there(line, item) for line in own):
            message = f"{item.id} 登记由“{item.collector}”{day} 取自“{item.source}”，日志当天此人在“{own[0].site}”{own[0].step}，请核对"
            yield Hit(item.where, message, item.collector, own[0].site)


def _step(line: LogLine) -> str:
    return procedure_words().step_of(line.step)


def _is_out(line: LogLine) -> bool:
    """Whether a line tells of one day at places that are no office."""
    return _step(line) == "现场调研" and line.until == line.day and not _OFFICE.search(line.site)


def _is_there(line: LogLine, item: Evidence) -> bool:
    """Whether a paper was got at the site of the line."""
    return any(part in line.site for part in re.split("[、，,（(]", item.source) if part)
