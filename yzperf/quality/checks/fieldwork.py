"""D05 证据时点, D08 访谈座谈实地登记, D10 三级复核: the log of the work, and what the report tells of it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

import pandas as pd

from yzperf.domain.case import CaseInfo
from yzperf.domain.claims import Claim, Claims, Role, Standing, read_claims
from yzperf.domain.document import Document, Paragraph
from yzperf.domain.evidence import Evidence
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.table_place import place_of_row
from yzperf.errors import Place
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.procedure_words import procedure_words
from yzperf.quality.unit_lines import table_of
from yzperf.quality.wording import before

LOG = "log.csv"
_KINDS = {
    "访谈": re.compile("访谈|个别谈话"),
    "座谈": re.compile("座谈"),
    "踏勘": re.compile("踏勘|实地|走访|查勘|勘察|察看|现场(?:调研|核查|勘查|查看|检查|核实|抽查)"),
    "反馈意见": re.compile("(?:收到|反馈|收集|回复)[^，,。；;]{0,8}意见"),
    "采纳": re.compile("采纳"),
    "巡查": re.compile("巡查"),
}
_FIELD_SECTIONS = re.compile("评价(?:工作)?(?:开展|情况|过程|组织|实施)|工作开展|摘\\s*要|组织实施")
_EVALUATORS = re.compile("评价组|工作组|评价人员|评价小组|本次评价")
_SHEETS = (Role.ISSUED, Role.RETURNED, Role.VALID)
# Words that any record of an inner review has, whatever the step is called (三级复核, 质量控制, 总师审核, 校核).
_REVIEW = re.compile("复核|审核|质量控制|质量检查|质控|内审|校核|审签")
_CLAUSE = re.compile("[，,；;。]")
_DOING = re.compile("(?:开展|进行|实施|作|做)了?|的|予以")
_PEOPLE = re.compile("[、，,；; 　]+")
Key = tuple[str, str, str]


def _date(text: object) -> str:
    """2025-06-06 from any way to write a day; blank where there is none."""
    parts = re.search(r"(\d{4})\D+(\d{1,2})\D+(\d{1,2})", str(text))
    return "-".join(part.zfill(2) for part in parts.groups()) if parts else ""


def _row(log: pd.DataFrame, at: int | None) -> Place:
    return place_of_row(log, at, file=LOG)


# ── D08 ─────────────────────────────────────────────────────────────────────────────────────────────


@check("D08", title="访谈座谈实地登记", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def visits_are_in_the_log(claims: Claims, log: pd.DataFrame) -> Iterator[Hit]:
    """No more visits, talks and questionnaires than the log has; fewer may be the same places twice."""
    logged = _by_key(_of_log(log))
    told = _by_key(claim for claim in claims if _is_of_fieldwork(claim))
    shared = {key: entries for key in told if (entries := _entries(key, logged))}
    if not shared:
        raise Inapplicable("报告和工作日志没有写同一种访谈、座谈、踏勘、问卷的次数")
    for key, entries in shared.items():
        total = sum((entry.value for entry in entries), Decimal(0))
        for claim in _not_of_groups(told[key], total):
            if claim.value != total and claim.value not in [entry.value for entry in entries]:
                yield _differs(key, claim, str(total), claim.value > total or key[0] in _SHEETS)


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


def _is_of_fieldwork(claim: Claim) -> bool:
    """What the evaluators did, not what the project did: told by the chapter, or by who did it."""
    if claim.role in _SHEETS:
        return True
    return bool(_FIELD_SECTIONS.search(claim.part) or _EVALUATORS.search(claim.sentence))


def _of_log(log: pd.DataFrame) -> Claims:
    if "内容" not in log.columns:
        raise Inapplicable("工作日志没有“内容”一列")
    lines = tuple(Paragraph(str(text), None, _row(log, at)) for at, text in enumerate(log["内容"].fillna("")))
    return read_claims(Document(LOG, lines))


def _by_key(claims: Claims | Iterator[Claim]) -> Mapping[Key, list[Claim]]:
    """Counts by what was done, the unit, and the noun behind it: 踏勘16个村 is (踏勘, 个, 村)."""
    found: dict[Key, list[Claim]] = defaultdict(list)
    for claim in claims:
        key = _key(claim)
        if key and claim.is_exact and not claim.bound and claim.standing is Standing.STATED:
            found[key].append(claim)
    return found


def _entries(key: Key, logged: Mapping[Key, list[Claim]]) -> list[Claim]:
    """The lines of the log on the same: 16个行政村 are 16个村; a number without a noun is that of its kind."""
    kind, unit, noun = key
    same = [one for one in logged if one[:2] == (kind, unit) and (one[2] == noun or _is_tail(one[2], noun))]
    return [claim for one in same for claim in logged[one]]


def _is_tail(one: str, other: str) -> bool:
    return bool(one and other) and (one.endswith(other) or other.endswith(one))


def _key(claim: Claim) -> Key | None:
    if claim.role in _SHEETS:
        return (claim.role, claim.unit, "")
    front = before(claim.sentence, claim.text)
    back = claim.sentence[len(front) + len(claim.text) :]
    kinds = _kinds(front)
    if claim.role is not Role.COUNT or (kinds and re.search("问卷|份", front[max(kinds)[0] :])):
        return None
    clause = _CLAUSE.split(back)[0]
    behind = _kinds(clause)
    if not kinds and not behind:
        return None
    kind = max(kinds)[1] if kinds else min(behind)[1]
    noun = re.match(r"[\u4e00-\u9fff]{0,4}", _DOING.split(clause[: min(behind)[0]])[0] if behind else clause)
    return kind, claim.unit, noun[0] if noun else ""


def _kinds(text: str) -> list[tuple[int, str]]:
    return [(match.start(), kind) for kind, pattern in _KINDS.items() for match in pattern.finditer(text)]


def _differs(key: Key, claim: Claim, total: str, is_certain: bool) -> Hit:
    message = f"{key[0]}写 {claim.text}{key[2]}，工作日志登记 {total}{key[1]}{key[2]}"
    if is_certain:
        return Hit(claim.where, message, claim.text, f"{total}{key[1]}")
    remark = "；少的可能是同一处去过几次，请核对"
    return Hit(claim.where, message + remark, claim.text, total, severity=Severity.HINT, evidence=EvidenceClass.LEAD)


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
    for at in reviews:
        people = set(_PEOPLE.split(str(log["参加人"].iloc[at]))) - {"", "nan", "None"}
        if people and people <= evaluators:
            names = "、".join(sorted(people))
            yield Hit(_row(log, at), f"内部审核只有主评人“{names}”自己参加", names, "主评人以外的指定机构或人员")


def _not_reviewed(log: pd.DataFrame) -> Iterator[Hit]:
    """A log that ends with the final report without a word of a review; one that stops earlier tells nothing."""
    told = " ".join(log[name].astype(str).str.cat(sep=" ") for name in ("环节", "内容", "成果") if name in log.columns)
    final = [at for at, step in enumerate(log["环节"].astype(str)) if procedure_words().step_of(step) == "终稿"]
    if not final or _REVIEW.search(told):
        raise Inapplicable("工作日志看不出内部审核由谁参加")
    message = "工作日志记到终稿，没有指定的机构或人员内部审核报告的记录；做过的请补登并附复核表"
    yield Hit(_row(log, final[0]), message, "没有内部审核记录", "终稿前由指定的机构或人员审核")
