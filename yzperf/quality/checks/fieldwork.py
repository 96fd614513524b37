"""D05 证据时点, D08 访谈座谈实地登记, D10 三级复核: the log of the work, and what the report tells of it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import pandas as pd

from yzperf.domain.case import CaseInfo
from yzperf.domain.claims import Claim, Claims, Role, Standing, read_claims
from yzperf.domain.document import Document, Kind, Paragraph
from yzperf.domain.evidence import Evidence
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.table_place import place_of_row
from yzperf.errors import Place
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.events import is_of_process
from yzperf.quality.procedure_words import procedure_words
from yzperf.quality.sections import titled_blocks
from yzperf.quality.unit_lines import table_of
from yzperf.quality.work_counts import Counted, counted_work

LOG = "log.csv"
_SUMMARY = re.compile("摘\\s*要")
_EVALUATORS = re.compile("评价组|工作组|评价人员|评价小组|本次评价")
_SHEETS = (Role.ISSUED, Role.RETURNED, Role.VALID)
_SENTENCE = re.compile("[^。；;\n]+")
_PEOPLE_ASKED = ("访谈", "座谈")
_ANSWERS = ("采纳", "部分采纳", "未采纳")
_LEAD = 16  # signs of a paragraph that may head it
_FEW = 8  # lines of a log whose sums are tried
_PAIR = 2
_MANY = 10  # visits, talks, questionnaires: fewer may be others
# Words that any record of an inner review has, whatever the step is called (三级复核, 质量控制, 总师审核, 校核).
_REVIEW = re.compile("复核|审核|质量控制|质量检查|质控|内审|校核|审签")
_PEOPLE = re.compile("[、，,；; 　]+")


def _date(text: object) -> str:
    """2025-06-06 from any way to write a day; blank where there is none."""
    parts = re.search(r"(\d{4})\D+(\d{1,2})\D+(\d{1,2})", str(text))
    return "-".join(part.zfill(2) for part in parts.groups()) if parts else ""


def _row(log: pd.DataFrame, at: int | None) -> Place:
    return place_of_row(log, at, file=LOG)


# ── D08 ─────────────────────────────────────────────────────────────────────────────────────────────


@check("D08", title="访谈座谈实地登记", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def visits_are_in_the_log(report: Document, log: pd.DataFrame) -> Iterator[Hit]:
    """No more visits, talks and opinions than the log has; fewer may be the same places twice."""
    logged = _of_log(log)
    told = [one for one in _of_fieldwork(report) if any(one.is_same_work(entry) for entry in logged)]
    if not told:
        raise Inapplicable("报告和工作日志没有写同一种访谈、座谈、踏勘、意见的次数")
    for one in told:
        entries = [entry for entry in logged if one.is_same_work(entry)]
        total = sum(entry.value for entry in entries)
        is_vague = one.value < total and any(bool(entry.noun) is not bool(one.noun) for entry in entries)
        if one.value not in _sums(entries) and not is_vague:
            yield _differs(one, total)


def _of_log(log: pd.DataFrame) -> list[Counted]:
    if "内容" not in log.columns:
        raise Inapplicable("工作日志没有“内容”一列")
    texts = enumerate(log["内容"].fillna("").astype(str))
    return [one for at, text in texts for one in counted_work(text, _row(log, at))]


def _of_fieldwork(report: Document) -> Iterator[Counted]:
    """What the evaluators did, not what the project did: told by the chapter, or by who did it."""
    for block, titles in titled_blocks(report):
        if isinstance(block, Paragraph) and block.kind is not Kind.CONTENTS:
            is_own = is_of_process((*titles, block.text[:_LEAD])) or any(map(_SUMMARY.search, titles))
            sentences = [one for one in _SENTENCE.findall(block.text) if is_own or _EVALUATORS.search(one)]
            yield from (one for sentence in sentences for one in counted_work(sentence, block.where))


def _sums(entries: Sequence[Counted]) -> set[int]:
    """What lines of the log can come to: each of them, what each is made of, and several together."""
    found: set[int] = set()
    for entry in entries[:_FEW]:
        found |= {entry.value, *(entry.value + one for one in found)}
    return found | {part for entry in entries for part in entry.parts} | {sum(entry.value for entry in entries)}


def _differs(one: Counted, total: int) -> Hit:
    message = f"{one.kind}写 {one.text}{one.noun}，工作日志登记 {total}{one.unit}{one.noun}"
    if one.value > total:
        return _of_few(Hit(one.where, message, one.text, f"{total}{one.unit}"), one.value)
    remark = "；少的可能是同一处去过几次，请核对"
    return Hit(one.where, message + remark, one.text, str(total)).as_hint


@check("D08", title="访谈座谈实地登记", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def questionnaires_are_in_the_log(claims: Claims, log: pd.DataFrame) -> Iterator[Hit]:
    """Questionnaires issued, returned and valid as the log has them."""
    logged, told = _sheets(_claims_of(log)), _sheets(claims)
    if not logged.keys() & told.keys():
        raise Inapplicable("报告和工作日志没有写同一种问卷的份数")
    for role in (role for role in told if role in logged):
        values = [entry.value for entry in logged[role]]
        total = sum(values, Decimal(0))
        for claim in _not_of_groups(told[role], total):
            if claim.value not in (total, *values):
                message = f"{role}写 {claim.text}，工作日志登记 {total}{claim.unit}"
                yield _of_few(Hit(claim.where, message, claim.text, f"{total}{claim.unit}"), max(claim.value, total))


def _of_few(hit: Hit, largest: Decimal | int) -> Hit:
    """A log and a report often name few visits of another kind (抽查5家, of them 4 on this day)."""
    if largest >= _MANY:
        return hit
    return replace(hit.as_lead, message=f"{hit.message}（数目很小，也可能说的不是一件事，请对照原文）")


_SHEET_UNITS = ("", "份", "张", "套", "个", "人", "户")


def _sheets(claims: Iterable[Claim]) -> Mapping[Role, list[Claim]]:
    found: dict[Role, list[Claim]] = defaultdict(list)
    for claim in claims:
        is_told = claim.is_exact and not claim.bound and claim.standing is Standing.STATED
        if claim.role in _SHEETS and is_told and claim.unit in _SHEET_UNITS:
            found[claim.role].append(claim)
    return found


def _claims_of(log: pd.DataFrame) -> Claims:
    if "内容" not in log.columns:
        raise Inapplicable("工作日志没有“内容”一列")
    lines = tuple(Paragraph(str(text), None, _row(log, at)) for at, text in enumerate(log["内容"].fillna("")))
    return read_claims(Document(LOG, lines))


def _not_of_groups(told: Sequence[Claim], total: Decimal) -> Iterator[Claim]:
    """What is told of all: several smaller numbers of one sentence or table are those of the towns or groups."""
    smaller = Counter(_list_of(claim) for claim in told if claim.value < total)
    with_all = {_list_of(claim) for claim in told if claim.value == total}
    for claim in told:
        is_part = claim.value < total and (smaller[_list_of(claim)] > 1 or _list_of(claim) in with_all)
        if not is_part:
            yield claim


def _list_of(claim: Claim) -> str:
    return table_of(claim) or claim.group


@check("D08", title="访谈座谈实地登记", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def people_and_opinions_add_up(report: Document) -> Iterator[Hit]:
    """访谈15人，其中3人、5人、7人; 反馈意见11条，采纳9条、未采纳2条: the parts come to the whole."""
    told = [counted_work(one.text, one.where) for one in report.paragraphs]
    lists = [one for found in told for one in found if one.kind in _PEOPLE_ASKED and len(one.parts) > 1]
    answered = [opinions for found in told if (opinions := _opinions(found))]
    if not lists and not answered:
        raise Inapplicable("报告没有写访谈、座谈各有几人，或意见采纳了几条")
    for one in lists:
        yield from _parts(one)
    for heard, values in answered:
        if sum(values) != heard.value:
            sums = "＋".join(map(str, values))
            message = f"反馈意见写 {heard.text}，采纳和未采纳 {sums}＝{sum(values)}{heard.unit}"
            yield Hit(heard.where, message, heard.text, f"{sum(values)}{heard.unit}")


def _parts(one: Counted) -> Iterator[Hit]:
    """Parts that come to more are wrong for certain; two that come to less need not be all."""
    total = sum(one.parts)
    if total != one.value:
        sums = "＋".join(map(str, one.parts))
        hit = Hit(one.where, f"{one.kind}写 {one.text}，其中 {sums}＝{total}{one.unit}", one.text, f"{total}{one.unit}")
        yield hit if total > one.value or len(one.parts) > _PAIR else hit.as_hint


def _opinions(found: Sequence[Counted]) -> tuple[Counted, tuple[int, ...]] | None:
    """The opinions heard and what became of them, where a paragraph tells each once."""
    by_kind = {kind: [one for one in found if one.kind == kind] for kind in ("反馈意见", *_ANSWERS)}
    heard, answers = by_kind.pop("反馈意见"), [ones for ones in by_kind.values() if ones]
    is_told_once = len(heard) == 1 and len(answers) > 1 and all(len(ones) == 1 for ones in answers)
    return (heard[0], tuple(ones[0].value for ones in answers)) if is_told_once else None


# ── D05 ─────────────────────────────────────────────────────────────────────────────────────────────


@check("D05", title="证据时点", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def evidence_is_older_than_the_report(evidence: tuple[Evidence, ...], info: CaseInfo) -> Iterator[Hit]:
    """What a score rests on was there when the report was signed."""
    signed = _date(info.parties.get("报告日期", ""))
    if not signed or not any(_date(item.collected_on) for item in evidence):
        raise Inapplicable("案卷没有写报告日期，或证据没有取得日期")
    for item in evidence:
        collected = _date(item.collected_on)
        if collected > signed:
            message = f"{item.id} 的取得日期 {collected} 在报告日期 {signed} 之后"
            yield Hit(item.where, message, collected, f"不晚于 {signed}")


# ── D10 ────────────────────────────────────────────────────────────────────────────────────────


@check("D10", title="内部审核", clause="tp4.18.3", severity=Severity.MAJOR, evidence=EvidenceClass.RULE)
def somebody_else_reviews(log: pd.DataFrame, info: CaseInfo) -> Iterator[Hit]:
    """There is an internal review before the report is final, and it is not done by the evaluator alone."""
    if not {"环节", "参加人"} <= set(log.columns) or not info.parties.get("主评人"):
        raise Inapplicable("工作日志没有环节、参加人，或案卷没有写主评人")
    evaluators = set(_PEOPLE.split(info.parties["主评人"])) - {""}
    reviews = [at for at, step in enumerate(log["环节"].astype(str)) if procedure_words().step_of(step) == "内部审核"]
    if not reviews:
        yield from _not_reviewed(log)
    if any(_others_in(log, at, evaluators) for at in reviews):
        return  # 一级复核 by the evaluator, 二级复核 by others
    for at in reviews:
        people = set(_PEOPLE.split(str(log["参加人"].iloc[at]))) - {"", "nan", "None"}
        if people and people <= evaluators:
            names = "、".join(sorted(people))
            yield Hit(_row(log, at), f"内部审核只有主评人“{names}”自己参加", names, "主评人以外的指定机构或人员")


def _others_in(log: pd.DataFrame, at: int, evaluators: set[str]) -> bool:
    return bool(set(_PEOPLE.split(str(log["参加人"].iloc[at]))) - {"", "nan", "None"} - evaluators)


def _not_reviewed(log: pd.DataFrame) -> Iterator[Hit]:
    """A log that ends with the final report without a word of a review; one that stops earlier tells nothing."""
    told = " ".join(log[name].astype(str).str.cat(sep=" ") for name in ("环节", "内容", "成果") if name in log.columns)
    final = [at for at, step in enumerate(log["环节"].astype(str)) if procedure_words().step_of(step) == "终稿"]
    if not final or _REVIEW.search(told):
        raise Inapplicable("工作日志看不出内部审核由谁参加")
    message = "工作日志记到终稿，没有指定的机构或人员内部审核报告的记录；做过的请补登并附复核表"
    yield Hit(_row(log, final[0]), message, "没有内部审核记录", "终稿前由指定的机构或人员审核")
