"""E08 联系方式重复: numbers that several sheets share, or that nobody can have; what is kept of them is masked or hashed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.survey import ADDRESS, CodebookItem, Fingerprint, QuestionKind, Role, Survey
from yzperf.errors import Place
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.survey_sheets import many

_SHEETS_A_NUMBER = {"手机号": 2}  # a couple may share one
_LEAST_ADDRESSES = 10  # of a survey whose sheets come from many places
_FEW_ADDRESSES = 3
_SHEETS_AN_ADDRESS = 10  # times as many as the usual address sends
_SHEETS_A_TAIL = 5  # by chance not even three of a thousand sheets have one prefix and one end
_FIRST_ROW = 2  # of a file with one line of headings
_SHOWN = 8
_FALSE_SHARE = 0.05  # slips of the pen
_SLIPS = 3  # in a large survey too few for a proof, and yet enough to ring up
_MOST_FALSE = 0.5
_LEAST_RUN = 5
_TAIL = re.compile(r"(?P<start>1\d{2})\*{4}(?P<end>\d{4})")
_KINDS = {"手机号": re.compile("电话|手机|联系方式|号码"), "身份证号": re.compile("身份证|证件号")}
# What masking leaves of a number that is none: fewer signs than of one that may be (139****0007), or too short to mask.
_NO_NUMBER = {
    "手机号": re.compile(r"(?:1\d|00)\d\*{4}\d{2}|1[0-2]\d\*{4}\d{4}|\d{1,6}"),
    "身份证号": re.compile(r"\d{3}\*{4}[\dXx]{2}|\d{1,14}"),
}
_DRESS = re.compile(r"^\+?86|[\s-]")


@check("E08", title="联系方式重复", clause="", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
def contacts_are_of_different_people(survey: Survey) -> Iterator[Hit]:
    """One identity number on several sheets, one telephone on more than a household has; compared by keyed hash."""
    numbers = [one for one in survey.fingerprints if one.kind != ADDRESS]
    if not numbers and not list(_columns(survey)):
        raise Inapplicable("问卷数据没有手机号、身份证号")
    groups: dict[tuple[str, str], set[Fingerprint]] = defaultdict(set)
    for one in numbers:
        groups[one.kind, one.digest].add(one)
    for (kind, _), found in groups.items():
        rows = sorted({one.row for one in found})
        if len(rows) > _SHEETS_A_NUMBER.get(kind, 1):
            shown = "、".join(f"第{row}行" for row in rows[:_SHOWN]) + ("等" if len(rows) > _SHOWN else "")
            message = f"{len(rows)} 份答卷留同一个{kind}（{shown}）"
            yield Hit(Place(survey.where.file, survey.where.sheet, f"第{rows[0]}行"), message, f"{len(rows)}份", "1份")


@check("E08", title="联系方式重复", clause="", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
def addresses_are_of_different_places(survey: Survey) -> Iterator[Hit]:
    """Sheets sent one by one from other addresses, and many from one: where most come from one, they were typed in there."""
    rows: dict[str, list[int]] = defaultdict(list)
    for one in survey.fingerprints:
        if one.kind == ADDRESS:
            rows[one.digest].append(one.row)
    if len(rows) < _LEAST_ADDRESSES:
        raise Inapplicable("问卷数据没有各份答卷的 IP 地址")
    usual, whole = median(map(len, rows.values())), sum(map(len, rows.values()))
    many_of_one = [found for found in rows.values() if len(found) >= _SHEETS_AN_ADDRESS * usual]
    for found in many_of_one if len(many_of_one) <= _FEW_ADDRESSES else []:  # more are the networks of the places
        if len(found) < _MOST_FALSE * whole:
            yield _of_one(survey, found, ADDRESS)


@check("E08", title="联系方式重复", clause="", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
def masked_telephones_are_of_different_people(survey: Survey) -> Iterator[Hit]:
    """138****6601 on many sheets: what is left of a number is that of few others."""
    columns = [item for item, kind in _columns(survey) if kind == "手机号"]
    if not columns:
        raise Inapplicable("问卷数据没有手机号")
    known = {(one.row, one.column) for one in survey.fingerprints}
    for item in columns:
        rows: dict[str, list[int]] = defaultdict(list)
        for at, cell in enumerate(survey.answers[item.column]):
            if _TAIL.fullmatch(str(cell or "")) and (at + _FIRST_ROW, item.column) not in known:
                rows[str(cell)].append(at + _FIRST_ROW)
        for found in rows.values():
            if len(found) >= _SHEETS_A_TAIL:
                yield _of_one(survey, found, "隐去中间四位的手机号")


def _of_one(survey: Survey, rows: Sequence[int], kind: str) -> Hit:
    shown = "、".join(f"第{row}行" for row in rows[:_SHOWN]) + ("等" if len(rows) > _SHOWN else "")
    place = Place(survey.where.file, survey.where.sheet, f"第{rows[0]}行")
    return Hit(place, f"{len(rows)} 份答卷同一个{kind}（{shown}），请回访核实", f"{len(rows)}份")


@check("E08", title="联系方式重复", clause="", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
def contacts_are_possible(survey: Survey) -> Iterator[Hit]:
    """Numbers that no telephone has, or with a wrong check digit: a lead, and a proof where slips of the pen are fewer."""
    columns = list(_columns(survey))
    if not columns:
        raise Inapplicable("问卷数据没有手机号、身份证号")
    for item, kind in columns:
        texts = [_DRESS.sub("", str(cell)) if cell is not None else "" for cell in survey.answers[item.column]]
        false = [at for at, text in enumerate(texts) if _NO_NUMBER[kind].fullmatch(text)]
        given = sum(any(sign.isdigit() for sign in text) for text in texts)
        is_beyond_slips = len(false) > _FALSE_SHARE * given
        if is_beyond_slips or len(false) >= _SLIPS:
            found = many(survey, false, f"的“{item.column}”不是可能有的{kind}（位数、号段或校验位不对）")
            is_of_kind = (
                is_beyond_slips and len(false) < _MOST_FALSE * given
            )  # else the column holds something else (landlines, codes)
            yield from (hit.as_proof if is_of_kind else hit for hit in found)


@check("E08", title="联系方式重复", clause="", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
def telephones_are_not_counted_up(survey: Survey) -> Iterator[Hit]:
    """No row of sheets whose telephones go up (or down) one by one: people are not asked in the order of their numbers."""
    columns = [item for item, kind in _columns(survey) if kind == "手机号"]
    if not columns:
        raise Inapplicable("问卷数据没有手机号")
    for item in columns:
        ends = [_TAIL.fullmatch(_DRESS.sub("", str(cell or ""))) for cell in survey.answers[item.column]]
        for order in _orders(survey):
            rows = _longest_run([(row, ends[row]) for row in order])
            if len(rows) >= _LEAST_RUN:
                yield from many(survey, rows, f"的“{item.column}”一份比一份大（小）1，逐号排下来")
                break


def _orders(survey: Survey) -> Iterator[list[int]]:
    """Rows as they stand in the file, then those of each interviewer."""
    yield list(range(len(survey.answers)))
    column = survey.column_of(Role.INTERVIEWER)
    if column is not None:
        names = survey.answers[column].astype(str).tolist()
        for name in sorted(set(names)):
            yield [row for row, one in enumerate(names) if one == name]


def _longest_run(rows: Sequence[tuple[int, re.Match[str] | None]]) -> list[int]:
    best: list[int] = []
    run: list[int] = []
    for (before, one), (row, other) in pairwise(rows):
        step = abs(int(other["end"]) - int(one["end"])) if one and other and one["start"] == other["start"] else 0
        run = ([*run, row] if run else [before, row]) if step == 1 else []
        best = max(best, run, key=len)
    return best


def _columns(survey: Survey) -> Iterator[tuple[CodebookItem, str]]:
    for item in survey.codebook:
        told = item.kind in (QuestionKind.ATTRIBUTE, QuestionKind.OPEN, QuestionKind.NUMBER, QuestionKind.ID)
        for kind, pattern in _KINDS.items():
            if told and item.column in survey.answers and pattern.search(item.column + item.title):
                yield item, kind
