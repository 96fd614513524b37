"""H02 签名盖章, H07 文档来源, H08 修订批注和隐藏文字, H09 个人信息外露: what a report carries beside its text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile

from yzperf.domain.case import CaseInfo
from yzperf.domain.document import Block, ChangeKind, Document, Paragraph, Signature, Table
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.survey import ADDRESS, Survey
from yzperf.errors import Place
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.exposed import Exposed
from yzperf.quality.sections import cover_places
from yzperf.quality.wording import plain_name

_AGENCY, _EVALUATOR, _REVIEWER = "评价机构", "主评人", "复核人"
_SIGNING = (_AGENCY, _REVIEWER)  # who stands on a page of signatures beside the evaluator
_EVALUATED = ("主管部门", "项目单位")
_ORGANISATION = re.compile("公司|事务所|研究院|学院|大学|中心|局$|厅$|委员会|集团|协会|学会")
_MAKERS = re.compile("微软|联想|惠普|戴尔|华硕|宏碁|金山|系统之家|雨林木风|深度技术|番茄花园")  # of the computer
_NAMES = re.compile("[、，,；; 　]+")
_CONTACTS = re.compile("联系|咨询|电话|手机")
# A number that people are asked to call: of a service wherever it stands, of an office where it is the whole line.
_SERVICE = re.compile("举报|投诉|监督电话|服务热线|热线电话|值班|咨询电话|客服|报修|求助")
_OFFICE_LINE = re.compile(r"^\s*(?:联系|咨询|监督|服务|值班|办公)?电话\s*[:：]?\s*[\d*（(＋+]")
_SIGNED_BY_HAND = re.compile("签字|签名|签章|手签")
_SCANNED_PAGE = 100.0  # mm: a picture so wide without a caption may be a signature page
_SHOWN = 24
_MOBILE = "手机号"


@check("H02", title="签名盖章", clause="tp4.18.4", severity=Severity.MAJOR, evidence=EvidenceClass.RULE)
def evaluator_signs(report: Document) -> Iterator[Hit]:
    """The report of an agency has a line for its evaluator; a blank one may be signed on paper."""
    agencies = _values(report, _AGENCY)
    if not agencies:
        raise Inapplicable("报告没有写评价机构，不是第三方机构的报告或看不出来")
    cover = _named_on_the_cover(report)
    own = [one for one in report.signatures if one.role == _EVALUATOR and one.where not in cover]
    if not own:
        yield _no_place_to_sign(report, cover)
    elif not any(one.value or one.has_picture for one in own):
        message = "主评人一栏空着；纸质件已签名的请核对，没有的请补签"
        yield Hit(own[0].where, message, severity=Severity.HINT, evidence=EvidenceClass.LEAD)
    elif not _has_place_for_the_seal(report, agencies, cover):
        message = f"落款没有评价机构“{agencies[0]}”盖章的位置；盖在封面或纸质件上的请核对"
        yield Hit(Place(file=report.file), message, severity=Severity.MINOR, evidence=EvidenceClass.LEAD)


def _no_place_to_sign(report: Document, cover: frozenset[Place]) -> Hit:
    """A page where others sign, and not the evaluator, is a breach; a file without any such page may have one on paper."""
    message = "报告没有主评人签名的位置（封面只印姓名的不是签名）"
    pages = [one for one in report.figures if not one.caption and one.width >= _SCANNED_PAGE]
    others = [one for one in report.signatures if one.where not in cover and one.role in _SIGNING]
    if others:
        return Hit(Place(file=report.file), message)
    if not pages:
        hit = Hit(Place(file=report.file), f"{message}，也没有签章页；签章页另附或只在纸质件、盖章的 PDF 上的请核对")
        return hit.as_lead
    message = "报告没有主评人签名的文字；有不带题注的整页图片，可能是扫描的签章页，请核对"
    return Hit(pages[-1].where, message, severity=Severity.MINOR, evidence=EvidenceClass.LEAD)


def _named_on_the_cover(report: Document) -> frozenset[Place]:
    """Lines before the first heading that name somebody and leave no room to sign."""
    if not report.headings:
        return frozenset()
    named: list[Place] = []
    for block in takewhile(lambda one: not (isinstance(one, Paragraph) and one.level), report.blocks):
        places = [block.where] if isinstance(block, Paragraph) else _cells(block)
        named += places
    signed = {one.where for one in report.signatures if one.wants or one.has_picture}
    return frozenset(named) - signed


def _cells(block: Block) -> list[Place]:
    """Places of a table on the cover; one whose head asks people to sign is a signature page."""
    if not isinstance(block, Table) or any(_SIGNED_BY_HAND.search(cell.text) for cell in block.cells):
        return []
    return [cell.where for cell in block.cells]


def _has_place_for_the_seal(report: Document, agencies: list[str], cover: frozenset[Place]) -> bool:
    """A line for the agency's seal wherever it is, or the agency's name alone outside the cover."""
    lines = [one for one in report.signatures if one.role == _AGENCY or _same_body(one.value, agencies)]
    if any(one.where not in cover or "章" in one.wants or one.has_picture for one in lines):
        return True
    names = {plain_name(name) for name in agencies}
    return any(plain_name(one.text) in names and one.where not in cover for one in report.paragraphs)


@check("H02", title="签名盖章", clause="tp4.18.4", severity=Severity.MAJOR, evidence=EvidenceClass.RULE)
def signer_is_the_evaluator(report: Document, info: CaseInfo) -> Iterator[Hit]:
    """Who signs as 主评人 is the one that the case names."""
    registered = set(_NAMES.split(info.parties.get(_EVALUATOR, ""))) - {""}
    signed = [one for one in report.signatures if one.role == _EVALUATOR and one.value]
    if not registered or not signed:
        raise Inapplicable("案卷或报告没有写主评人")
    for one in signed:
        if not any(plain_name(name) in plain_name(one.value) for name in registered):
            known = "、".join(sorted(registered))
            yield Hit(one.where, f"主评人签的是“{one.value}”，案卷登记的是“{known}”", one.value, known)


@check("H02", title="签名盖章", clause="tp4.18.4", severity=Severity.MINOR, evidence=EvidenceClass.RULE)
def reviewer_is_the_one_of_the_case(report: Document, info: CaseInfo) -> Iterator[Hit]:
    """Who signs as 复核人 is the one that the case names; of several lines one is enough."""
    registered = set(_NAMES.split(info.parties.get(_REVIEWER, ""))) - {""}
    signed = [one for one in report.signatures if one.role == _REVIEWER and one.value]
    if not registered or not signed:
        raise Inapplicable("案卷或报告没有写复核人")
    if not any(plain_name(name) in plain_name(one.value) for name in registered for one in signed):
        known = "、".join(sorted(registered))
        yield Hit(signed[0].where, f"复核人签的是“{signed[0].value}”，案卷登记的是“{known}”", signed[0].value, known)


@check("H02", title="签名盖章", clause="tp4.18.4", severity=Severity.MAJOR, evidence=EvidenceClass.RULE)
def signer_is_the_one_on_the_cover(report: Document) -> Iterator[Hit]:
    """The cover and the page of signatures name one evaluator and one agency."""
    cover = cover_places(report)
    told = [one for one in report.signatures if one.role in (_EVALUATOR, _AGENCY) and one.value]
    front, below = ([one for one in told if (one.where in cover) is is_front] for is_front in (True, False))
    pairs = [(one, named) for one in below if (named := [other for other in front if other.role == one.role])]
    if not pairs:
        raise Inapplicable("封面和落款没有写同一方")
    for one, named in pairs:
        if not _same_body(one.value, [other.value for other in named]):
            message = f"{one.role}此处写“{one.value}”，封面写“{named[0].value}”"
            yield Hit(one.where, message, one.value, named[0].value)


@check("H07", title="文档来源", clause="", severity=Severity.HINT, evidence=EvidenceClass.LEAD)
def file_is_of_the_agency(report: Document) -> Iterator[Hit]:
    """The organisations in the properties of the file are the agency; the evaluated unit is worth a question."""
    agency = _values(report, _AGENCY)
    said = {
        "作者": report.properties.creator, "单位": report.properties.company, "最后保存者": report.properties.last_modified_by,
    }  # fmt: skip
    bodies = {name: value for name, value in said.items() if _ORGANISATION.search(value) and not _MAKERS.search(value)}
    if not agency or not bodies:
        raise Inapplicable("报告没有写评价机构，或文档属性没有单位名称")
    for name, value in bodies.items():
        if not _same_body(value, agency):
            evaluated = _same_body(value, [text for role in _EVALUATED for text in _values(report, role)])
            remark = "，是被评价单位，请核实报告由谁起草" if evaluated else "，请核实是否转包或沿用别处的文件"
            message = f"文档属性“{name}”为“{value}”，不是评价机构“{agency[0]}”{remark}"
            yield Hit(Place(file=report.file), message, value, agency[0])


def _values(report: Document, role: str) -> list[str]:
    return [one.value for one in report.signatures if one.role == role and one.value]


def _same_body(value: str, names: list[str]) -> bool:
    plain = plain_name(value)
    return bool(plain) and any(plain in plain_name(name) or plain_name(name) in plain for name in names)


@check("H08", title="修订、批注和隐藏文字", clause="", severity=Severity.MINOR, evidence=EvidenceClass.PROOF)
def nothing_is_left_in_the_file(report: Document) -> Iterator[Hit]:
    """A report that is handed in has no open changes, no open comments, no text that the page does not show."""
    signed = _signed_on(report)
    for change in report.changes:
        if change.kind is not ChangeKind.FORMATTED and change.text.strip():
            later = bool(signed) and change.date[:10] > signed
            told = f"，在签署日期 {signed} 之后" if later else ""
            message = f"未接受的修订：{change.author or '（未留名）'} {change.date[:10]} {change.kind}“{_short(change.text)}”{told}"
            yield Hit(change.where, message, _short(change.text), severity=Severity.MAJOR if later else None)
    for comment in report.comments:
        if not comment.is_resolved and not comment.reply_to:
            yield Hit(
                comment.where,
                f"未处理的批注：{comment.author or '（未留名）'}“{_short(comment.text)}”",
                _short(comment.text),
            )
    for hidden in report.hidden:
        if len(hidden.text.strip()) > 1:
            yield Hit(hidden.where, f"隐藏文字：“{_short(hidden.text)}”", _short(hidden.text))


def _signed_on(report: Document) -> str:
    """The date under the report, 2025-06-06; blank if there is none."""
    dates = (one for one in report.signatures if one.role == "日期" and one.value)
    return next((_iso(one) for one in dates if _iso(one)), "")


def _iso(signature: Signature) -> str:
    parts = re.search(r"(\d{4})\D+(\d{1,2})\D+(\d{1,2})", signature.value)
    return "-".join(part.zfill(2) for part in parts.groups()) if parts else ""


def _short(text: str) -> str:
    bare = " ".join(text.split())
    return bare if len(bare) <= _SHOWN else f"{bare[:_SHOWN]}…"


@check("H09", title="个人信息外露", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def no_personal_numbers(exposed: tuple[Exposed, ...]) -> Iterator[Hit]:
    """No identity numbers, bank cards or private telephones; a number that people are to call is none."""
    private = [one for one in exposed if not _is_to_be_called(one)]
    counts = Counter(one.kind for one in private)
    seen: set[tuple[str, Place]] = set()
    for one in private:
        if (one.kind, one.where) not in seen:
            seen.add((one.kind, one.where))
            severity = Severity.MINOR if one.kind == _MOBILE else None
            message = f"{one.kind} {one.text} 没有隐去（全文共 {counts[one.kind]} 处{one.kind}）"
            yield Hit(one.where, message, one.text, "", severity=severity)


def _is_to_be_called(one: Exposed) -> bool:
    if one.kind != _MOBILE:
        return False
    is_office = one.is_imprint and _CONTACTS.search(one.sentence)
    return bool(is_office or _SERVICE.search(one.sentence) or _OFFICE_LINE.search(one.sentence))


@check("H09", title="个人信息外露", clause="", severity=Severity.HINT, evidence=EvidenceClass.LEAD)
def survey_is_handed_over_without_numbers(survey: Survey) -> Iterator[Hit]:
    """Numbers of the people asked stand in a file that is passed on: needed to call them back, not to be published."""
    columns = Counter((one.column, one.kind) for one in survey.fingerprints if one.kind != ADDRESS)
    for (column, kind), count in columns.items():
        message = f"问卷数据“{column}”列有 {count} 个{kind}没有隐去；回访核查以外，公开、转交前请隐去"
        yield Hit(replace(survey.where, cell=f"{column}列"), message, f"{count} 个{kind}")
