"""Who is who in a case (各方): the agency, those evaluated, and whether a contract is on the project of the case."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from yzperf.domain.case import CaseInfo
from yzperf.domain.register import Contract
from yzperf.loaders.table_check import read_day
from yzperf.quality.register_words import register_words
from yzperf.quality.wording import plain_name, share_found
from yzperf.quality.work_log import persons

EVALUATED = ("实施单位", "项目单位", "主管部门", "被评价单位")
_THE_PROJECT = Fraction(4, 5)  # of the name's pairs of signs: a contract may shorten it
_OF_PLACE = re.compile("^.{1,6}?[省市县区旗]")
_LEAST_NAME = 4  # signs of a name without its place that no other body has
_REMARK = re.compile(r"[(（][^()（）]*[)）]")


def body_name(text: str) -> str:
    """A name of a body without remarks: 示例咨询有限公司（盖章） is 示例咨询有限公司."""
    return plain_name(_REMARK.sub("", text))


def agency_of(info: CaseInfo) -> str:
    """The evaluating agency, blank where the case does not say."""
    return body_name(info.parties.get("评价机构", ""))


def bodies_of(info: CaseInfo, *roles: str) -> frozenset[str]:
    """Names of the parties of these roles; a line may name several."""
    texts = (part for role in roles for part in re.split("[、，,；;]", info.parties.get(role, "")))
    return frozenset(map(body_name, texts)) - {""}


def names_evaluated(text: str, info: CaseInfo) -> bool:
    """Whether words speak of those evaluated: by role, or by name with or without its place (市排水设施管理处)."""
    names = [_OF_PLACE.sub("", name) for name in bodies_of(info, *EVALUATED)]
    is_named = any(len(name) >= _LEAST_NAME and name in text for name in names)
    return is_named or bool(register_words().evaluated.search(text))


def evaluators_of(info: CaseInfo) -> frozenset[str]:
    """Names of the principal evaluators (主评人)."""
    return persons(info.parties.get("主评人", ""))


def signed_on(info: CaseInfo) -> date | None:
    """The day of the report."""
    return read_day(info.parties.get("报告日期", ""))


def is_on_project(contract: Contract, info: CaseInfo) -> bool:
    """Whether a contract is on the project of the case, also by a shorter name."""
    name, project = body_name(info.name), body_name(contract.project)
    return bool(project) and (name in project or project in name or share_found(name, project) >= _THE_PROJECT)
