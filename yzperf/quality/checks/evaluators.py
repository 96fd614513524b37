"""H01 主评人资格: what the register says of the evaluator, on the day on which the report is signed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from yzperf.domain.case import CaseInfo
from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.register import Evaluator, Register
from yzperf.errors import Place
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.parties import agency_of, body_name, evaluators_of, signed_on
from yzperf.quality.register_words import register_words
from yzperf.quality.wording import plain_name
from yzperf.rules import Rules

_FILE = "register/evaluators.csv"
_WORKING, _EVALUATING = 5, 3  # years, tp4.7.4


@check("H01", title="主评人资格", clause="tp4.7", severity=Severity.MAJOR, evidence=EvidenceClass.RULE)
def evaluator_is_qualified(register: Register, info: CaseInfo, rules: Rules) -> Iterator[Hit]:
    """Title or licence, years of work, on the day of signing; what the register does not say is a lead."""
    names, day = evaluators_of(info), signed_on(info)
    if not names or day is None or not register.evaluators:
        raise Inapplicable("案卷没有写主评人或报告日期，或登记库没有主评人（evaluators.csv）")
    for name in sorted(names):
        entries = [one for one in register.evaluators if plain_name(one.name) == plain_name(name)]
        own = [one for one in entries if body_name(one.agency) == agency_of(info)]
        if own:
            yield from _conditions(own[0], day, rules)
        else:
            yield _not_of_the_agency(name, entries, info)


_TITLE = re.compile("[为系是](?P<title>(?:助理|初级|见习|实习)[\u4e00-\u9fff]{1,6}|[\u4e00-\u9fff]{1,6}(?:员级))")
_YEARS = re.compile(r"(?:从事|具有|从业)[^，,。；;\d]{0,16}绩效评价[^，,。；;\d]{0,8}(?P<years>\d{1,2})年")


@check("H01", title="主评人资格", clause="tp4.7", severity=Severity.MAJOR, evidence=EvidenceClass.RULE)
def report_tells_of_a_qualified_evaluator(report: Document, rules: Rules) -> Iterator[Hit]:
    """主评人……为助理会计师，从事预算绩效评价工作1年: what the report itself says of title and years."""
    told = [
        one
        for one in report.paragraphs
        if "主评人" in one.text and (_TITLE.search(one.text) or _YEARS.search(one.text))
    ]
    if not told:
        raise Inapplicable("报告没有写主评人的职称或从业年限")
    for paragraph in told:
        sentence = next(one for one in re.split("[。；;]", paragraph.text) if "主评人" in one)
        title, years = _TITLE.search(sentence), _YEARS.search(sentence)
        if title and not register_words().licence.search(sentence):
            message = f"报告写主评人的职称为“{title['title']}”，应为中高级职称或所列执业资格"
            yield Hit(paragraph.where, message, title["title"], "中高级职称", clause=rules.cite("tp4.7.3"))
        if years and int(years["years"]) < _EVALUATING:
            message = f"报告写主评人从事绩效评价 {years['years']} 年，应满 {_EVALUATING} 年"
            yield Hit(
                paragraph.where, message, f"{years['years']}年", f"满{_EVALUATING}年", clause=rules.cite("tp4.7.4")
            )


def _not_of_the_agency(name: str, entries: list[Evaluator], info: CaseInfo) -> Hit:
    agency = info.parties.get("评价机构", "")
    if not entries:
        return _lead(Place(_FILE), f"登记库里没有主评人“{name}”，请核实资格；信用管理平台的录入不是强制的")
    message = f"主评人“{name}”登记在“{entries[0].agency}”，报告由“{agency}”出具；请核实是否借用人员"
    return _lead(entries[0].where, message, entries[0].agency, agency)


def _conditions(one: Evaluator, day: date, rules: Rules) -> Iterator[Hit]:
    yield from _qualification(one, day, rules)
    for since, years, what in (
        (one.working_since, _WORKING, "参加工作"),
        (one.evaluating_since, _EVALUATING, "从事预算绩效评价"),
    ):
        if since is None:
            yield _lead(
                one.where,
                f"登记库没有写主评人“{one.name}”{what}的日期，无法判断是否满 {years} 年",
                severity=Severity.HINT,
            )
        elif _years_later(since, years) > day:
            message = f"主评人“{one.name}”{since} 起{what}，到签署日 {day} 不满 {years} 年"
            yield Hit(one.where, message, str(since), f"不晚于签署日前 {years} 年", clause=rules.cite("tp4.7.4"))
    if one.convicted == "有":
        yield _lead(one.where, f"登记库写主评人“{one.name}”有刑事处罚；除所列过失犯罪执行完毕满 5 年外不得担任，请核实")


def _qualification(one: Evaluator, day: date, rules: Rules) -> Iterator[Hit]:
    """A middle or senior title, or a licence that is still valid; words that nobody knows are for a person to judge."""
    words = register_words()
    has_title = words.senior.search(one.title) and not words.junior.search(one.title)
    has_licence = bool(words.licence.search(f"{one.licence} {one.title}"))
    if has_title and not words.licence.search(one.title):
        return
    given = "、".join(filter(None, (one.title, one.licence))) or "未填"
    wanted = "中高级职称，或签署日有效的所列执业资格"
    if has_licence and one.licence_until is not None and one.licence_until < day:
        message = f"主评人“{one.name}”以“{given}”任主评人，证书有效期至 {one.licence_until}，早于签署日 {day}"
        yield Hit(one.where, message, str(one.licence_until), wanted, clause=rules.cite("tp4.7.3"))
    elif not has_licence and not has_title:
        message = f"主评人“{one.name}”的职称和执业资格为“{given}”，"
        if one.licence or (one.title and not words.junior.search(one.title)):
            yield _lead(one.where, message + "看不出是不是第七条（三）认可的，请核实", given, wanted)
        else:
            yield Hit(one.where, message + f"应为{wanted}", given, wanted, clause=rules.cite("tp4.7.3"))


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 3, 1)


def _lead(where: Place, message: str, given: str = "", wanted: str = "", severity: Severity = Severity.MINOR) -> Hit:
    return Hit(where, message, given, wanted, severity=severity, evidence=EvidenceClass.LEAD)
