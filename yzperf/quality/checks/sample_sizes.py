"""F05 样本数自洽: groups of those asked, degrees of freedom, and tables of the sample agree with how many there were."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from yzperf.domain.claims import Claim, Claims, Outcome
from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.reading.numerals import read_count
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.printed_means import valid_sheets
from yzperf.quality.printed_tests import PrintedTest, read_tests
from yzperf.quality.sample_parts import SampleParts, read_sample_parts
from yzperf.quality.sentences_and_rows import Row, read_rows
from yzperf.quality.statistics_words import statistics_words

_COUNT = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)[人份户名位个]?")
_OTHER_GROUP = re.compile("(?:与|同|和)[^，,。;；]{0,12}\\d[^。;；]{0,40}?(?:比较|相比|对比|对照)")
_MISSING = 0.1  # of the answers
_FEWEST_ROWS = 2


@check("F05", title="样本数自洽", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def groups_make_the_sample(report: Document, claims: Claims) -> Iterator[Hit]:
    """Groups of one kind do not exceed the people that they are of, and make up all where they are told to."""
    found = list(read_sample_parts(report, claims))
    if not found:
        raise Inapplicable("报告文字里没有写受访、受调查的人分成几组")
    for one in found:
        if any(name.endswith("各") for name in one.names) or _is_of_the_last(one):
            continue  # 走访西片区和港区企业各4户
        if one.total > one.whole.value or (one.total < one.whole.value and (one.is_all or one.is_nearly_all)):
            yield _of_parts(one)


def _is_of_the_last(one: SampleParts) -> bool:
    """座谈会11人参加；现场访谈12人，又访谈2人，合计14人: the last parts alone make up the whole."""
    counts = [part.value for part in one.parts]
    return any(sum(counts[at:]) == one.whole.value for at in range(1, len(counts) - 1))


def _of_parts(one: SampleParts) -> Hit:
    whole = int(one.whole.value)
    listed = "、".join(f"{name}{part.text}" for name, part in zip(one.names, one.parts, strict=True))
    message = f"各组（{listed}）合计 {one.total}，总数写 {one.whole.text}"
    if one.is_all or (one.total > whole and one.is_one_kind):
        return Hit(one.whole.where, message, one.whole.text, str(one.total))
    remark = "；若各组有重叠，请说明" if one.total > whole else f"，差 {whole - one.total}；其余的人请说明"
    return _lead(Hit(one.whole.where, message + remark, one.whole.text, str(one.total)))


def _lead(hit: Hit) -> Hit:
    return Hit(
        hit.where, hit.message, hit.reported, hit.recomputed, severity=Severity.MINOR, evidence=EvidenceClass.LEAD
    )


# ── degrees of freedom ──────────────────────────────────────────────────────────────────────────────


@check("F05", title="样本数自洽", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def degrees_follow_from_people(report: Document, claims: Claims) -> Iterator[Hit]:
    """Degrees of freedom are n − 1 of a paired test, n − 2 of two groups and of a correlation; missing answers leave fewer,
    nothing leaves more."""
    judged = [
        (one, one.outcome)
        for one in read_tests(report, claims)
        if one.outcome and one.outcome.freedoms and one.people and one.outcome.symbol in _JUDGES
    ]
    if not judged:
        raise Inapplicable("报告里没有同一处写明人数和自由度的检验")
    valid = valid_sheets(claims)
    for one, outcome in judged:
        if outcome.symbol == "t" and valid and _is_against_survey(one):
            yield from _of_t_against(one, outcome, int(valid.value))
        else:
            yield from _JUDGES[outcome.symbol](one, outcome)


def _is_against_survey(one: PrintedTest) -> bool:
    """与120份民办机构问卷比较: one group is told here, the other one is the survey."""
    paired = statistics_words().tests["paired"].search(one.text)
    return len(one.people) == 1 and bool(_OTHER_GROUP.search(one.text)) and not paired


def _of_t_against(one: PrintedTest, outcome: Outcome, valid: int) -> Iterator[Hit]:
    degrees, people = outcome.freedoms[0], one.people[0]
    both = people + valid
    if people == valid or degrees.decimals or degrees.value in (both - 2, both):
        return
    told = f"与 {people} 人比较，有效问卷 {valid} 份，自由度应为 n－2"
    yield from _against(
        degrees, both - 2, told, is_certain=bool(statistics_words().tests["independent"].search(one.text))
    )


def _of_t(one: PrintedTest, outcome: Outcome) -> Iterator[Hit]:
    words = statistics_words().tests
    degrees, people = outcome.freedoms[0], one.people
    paired, independent = (bool(words[name].search(one.text)) for name in ("paired", "independent"))
    if paired and len(people) == 1:
        yield from _against(degrees, people[0] - 1, f"n={people[0]}，自由度应为 n－1", is_certain=True)
    elif len(people) == 1 and _OTHER_GROUP.search(one.text) and degrees.value > people[0]:
        return  # 与120份民办机构问卷比较: the other group is told elsewhere
    elif (independent or len(people) == 2) and not paired and len(people) <= 2:
        told = f"n={'＋'.join(map(str, people))}，自由度应为 n－2"
        if words["welch"].search(one.text) or degrees.decimals:
            yield from _of_welch(degrees, people)
        else:
            yield from _against(degrees, sum(people) - 2, told, is_certain=independent)
    elif len(people) == 1:
        yield from _more(degrees, people[0] - 1, f"n={people[0]}，t 检验的自由度最多 n－1", is_certain=False)


def _of_welch(degrees: Claim, people: Sequence[int]) -> Iterator[Hit]:
    """Between those of the smaller group and those of both."""
    most, least = sum(people) - 2, min(people) - 1
    if len(people) == 2 and not least - 0.5 <= float(degrees.value) <= most + 0.5:
        shown = f"{least}至{most}"
        message = f"两组 {people[0]}、{people[1]} 人，校正的自由度应在 {shown}之间，报告写 {degrees.text}"
        yield Hit(degrees.where, message, degrees.text, shown)


def _of_r(one: PrintedTest, outcome: Outcome) -> Iterator[Hit]:
    if len(one.people) == 1 and not statistics_words().tests["partial"].search(one.text):
        n = one.people[0]
        yield from _against(outcome.freedoms[0], n - 2, f"n={n}，相关系数的自由度应为 n－2", is_certain=True)


def _of_f(one: PrintedTest, outcome: Outcome) -> Iterator[Hit]:
    words = statistics_words().tests
    if len(outcome.freedoms) != 2 or words["repeated"].search(one.text):
        return
    between, within = outcome.freedoms
    n = sum(one.people)
    is_certain = bool(words["one_way"].search(one.text))
    most = n - 1 - int(between.value)
    yield from _more(within, most, f"共 {n} 人，组间自由度 {between.text} 时组内自由度最多", is_certain)
    groups = _groups(one.text)
    if is_certain and groups and int(between.value) != groups - 1:
        message = f"{groups} 组比较，组间自由度应为 {groups - 1}，报告写 {between.text}"
        yield _lead(Hit(between.where, message, between.text, str(groups - 1)))


def _groups(text: str) -> int:
    found = {read_count(match[1]) for match in statistics_words().samples["groups"].finditer(text)}
    return found.pop() if len(found) == 1 else 0


def _against(degrees: Claim, right: int, told: str, is_certain: bool) -> Iterator[Hit]:
    if degrees.value > right:
        yield from _more(degrees, right, told, is_certain)
    elif degrees.value < right:
        message = f"{told}（{right}），报告写 {degrees.text}；若有缺答，请写明实际参加检验的人数"
        yield _lead(Hit(degrees.where, message, degrees.text, str(right)))


def _more(degrees: Claim, most: int, told: str, is_certain: bool) -> Iterator[Hit]:
    if degrees.value > most:
        hit = Hit(degrees.where, f"{told}（{most}），报告写 {degrees.text}", degrees.text, str(most))
        yield hit if is_certain else _lead(hit)


@check("F05", title="样本数自洽", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def tests_are_of_the_sample(report: Document, claims: Claims) -> Iterator[Hit]:
    """A test that names no people of its own is of no more than the valid questionnaires."""
    valid = valid_sheets(claims)
    judged = [
        (one, outcome)
        for one in read_tests(report, claims)
        if (outcome := one.outcome) and outcome.symbol in ("t", "r") and outcome.freedoms and not one.people
    ]
    if valid is None or not judged:
        raise Inapplicable("报告没有写有效问卷份数，或没有写自由度的检验")
    for one, outcome in judged:
        told = f"有效问卷 {valid.text}，自由度最多"
        is_of_survey = bool(statistics_words().samples["asked"].search(one.text))
        yield from _more(outcome.freedoms[0], int(valid.value) - 1, told, is_certain=is_of_survey)
        if outcome.symbol == "t" and _is_of_halves(one.text):
            yield from _fewer(outcome.freedoms[0], int(valid.value) - 2, valid)


def _is_of_halves(text: str) -> bool:
    """男性……，女性……: two groups that leave nobody over, compared without a correction."""
    words = statistics_words()
    is_plain = not words.tests["welch"].search(text) and not words.tests["paired"].search(text)
    return is_plain and any(one.search(text) and other.search(text) for one, other in words.opposites[:1])


def _fewer(degrees: Claim, right: int, valid: Claim) -> Iterator[Hit]:
    """A few answers are often missing; more than a tenth of them would be told."""
    missing = right - int(degrees.value)
    if missing > 0 and not degrees.decimals:
        message = f"有效问卷 {valid.text}，男女两组比较的自由度应为 {right}，报告写 {degrees.text}"
        hit = Hit(degrees.where, message, degrees.text, str(right))
        yield hit if missing > right * _MISSING else _lead(hit)


_JUDGES = {"t": _of_t, "r": _of_r, "F": _of_f}


# ── tables of the sample ────────────────────────────────────────────────────────────────────────────


@check("F05", title="样本数自洽", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def tables_hold_the_sample(report: Document, claims: Claims) -> Iterator[Hit]:
    """The groups of one attribute in a table of the sample are not more people than valid questionnaires; fewer where some
    left the question out."""
    stated = valid_sheets(claims)
    tables = [rows for rows in read_rows(report) if _is_of_sample(rows)]
    if stated is None or not tables:
        raise Inapplicable("报告没有写有效问卷份数，或没有样本构成的表")
    for rows in tables:
        yield from _of_table(rows, stated)


def _is_of_sample(rows: Sequence[Row]) -> bool:
    words = statistics_words().samples
    return bool(words["sample_table"].search(rows[0].around)) and not words["multiple"].search(rows[0].around)


def _of_table(rows: Sequence[Row], stated: Claim) -> Iterator[Hit]:
    for column in rows[0].heads:
        if _counts_sample(rows[0], column):
            named = [(_attribute(row, column), row) for row in rows]
            for name, group in groupby(named, key=itemgetter(0)):
                yield from _of_group(name, [row for _, row in group], column, stated)


def _counts_sample(row: Row, column: int) -> bool:
    """Whether a column holds those who answered, and neither what was sent out nor the population."""
    words, heads = statistics_words().samples, row.heads[column]
    told = " ".join(heads)
    is_other = words["not_counted"].search(told) or words["multiple"].search(told)
    return bool(heads and words["counted"].search(heads[-1]) and not is_other)


def _attribute(row: Row, column: int) -> str:
    """What the groups of a row are divided by: the first label where a second one names the group, else the head."""
    labels = _labels(row, column)
    if len(labels) > 1:
        return row.text(labels[0])
    return (row.heads.get(labels[0]) or ("",))[-1] if labels else ""


def _labels(row: Row, column: int) -> list[int]:
    """Columns to the left that name something."""
    return [one for one in sorted(row.heads) if one < column and row.text(one) and not _COUNT.fullmatch(row.text(one))]


def _last_as_total(counts: Sequence[int], valid: int) -> int:
    """全县: a last row that holds all the others is their total, whatever it is called."""
    is_total = len(counts) > _FEWEST_ROWS and counts[-1] == sum(counts[:-1]) and sum(counts) > valid
    return counts[-1] if is_total else 0


def _of_group(name: str, rows: Sequence[Row], column: int, stated: Claim) -> Iterator[Hit]:
    words = statistics_words().samples
    parts = [row for row in rows if not any(words["total"].search(row.text(one)) for one in _labels(row, column))]
    matches = [_COUNT.fullmatch(row.text(column)) for row in parts]
    if len(parts) < _FEWEST_ROWS or not words["attribute"].search(name) or not all(matches):
        return
    counts, valid = [int(match[1].replace(",", "")) for match in matches if match], int(stated.value)
    total = sum(counts) - _last_as_total(counts, valid)
    message = f"按“{name}”各组合计 {total}，有效问卷写 {stated.text}"
    hit = Hit(parts[-1].cells[column].where, message, str(total), stated.text)
    if total > valid:
        yield hit
    elif total < valid:
        yield _lead(Hit(hit.where, f"{message}；若有人没有回答，请说明", hit.reported, hit.recomputed))
