"""F02, F03, F04: means, deviations, intervals and tests that follow from the groups that a report prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from yzperf.domain.claims import Claim, Claims, Outcome
from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.forensics.significance import Interval, sizes
from yzperf.forensics.summaries import (
    Group,
    deviation_of_groups,
    f_of_groups,
    mean_of_groups,
    t_of_groups,
    t_of_mean,
)
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.group_summaries import Summary, SummaryTable, read_summaries, read_summary_tables
from yzperf.quality.printed_estimates import Number
from yzperf.quality.printed_means import valid_sheets
from yzperf.quality.printed_tests import PrintedTest, read_tests
from yzperf.quality.statistics_words import statistics_words

_TINY = 1e-9


def _meets(printed: Number, ends: Interval) -> bool:
    return printed.ends[0] <= ends[1] + _TINY and ends[0] - _TINY <= printed.ends[1]


def _shown(ends: Interval, decimals: int) -> str:
    low, high = (f"{end:.{decimals}f}" for end in ends)
    return low if low == high else f"{low}至{high}"


# ── the whole and its groups ────────────────────────────────────────────────────────────────────────


@check("F02", title="均值与比率粒度", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def mean_of_all_follows_from_groups(report: Document, claims: Claims) -> Iterator[Hit]:
    """The mean, or the share, of all is that of the groups, each with its number of people."""
    found = list(_divided(report, claims))
    if not found:
        raise Inapplicable("报告没有既印各组人数和均值（占比）、又印全部的")
    for table in found:
        yield from _of_mean(table)


@check("F03", title="标准差可行域与重构", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def deviation_of_all_follows_from_groups(report: Document, claims: Claims) -> Iterator[Hit]:
    """The standard deviation of all is what is within the groups and between their means."""
    found = [one for one in _divided(report, claims) if one.whole and one.whole.deviation and all(_groups(one))]
    if not found:
        raise Inapplicable("报告没有既印各组标准差、又印全部的标准差")
    for table in found:
        printed = table.whole.deviation if table.whole else None
        ends = deviation_of_groups([one for one in _groups(table) if one])
        if printed and not _meets(printed, ends):
            shown = _shown(ends, printed.decimals)
            message = f"由各组的人数、均值、标准差，全部的标准差应为 {shown}，印的是 {printed.text}"
            yield Hit(printed.where, message, printed.text, shown)


def _groups(table: SummaryTable) -> list[Group | None]:
    return [one.group() for one in table.groups]


def _divided(report: Document, claims: Claims) -> Iterator[SummaryTable]:
    """Groups that make up the whole that is printed beside them; weighted figures follow other rules."""
    weighted = statistics_words().weighted
    tables = [
        one for one in read_summary_tables(report) if one.whole and not weighted.search(one.around + one.whole.name)
    ]
    for table in (*tables, *_in_text(report, claims)):
        yield from _stretches(table)


def _stretches(table: SummaryTable) -> Iterator[SummaryTable]:
    """Rows one after another that are as many people as the whole: 学生、家长, then 小学、初中, then 男、女."""
    run: list[Summary] = []
    for one in table.groups:
        run.append(one)
        people = sum(group.n or 0 for group in run)
        if table.whole and people == table.whole.n and len(run) > 1:
            yield SummaryTable(tuple(run), table.whole, table.is_share, table.around)
        if not table.whole or table.whole.n is None or people >= table.whole.n:
            run = []


def _in_text(report: Document, claims: Claims) -> Iterator[SummaryTable]:
    """Two groups of one paragraph beside the mean of everybody, who are as many as both."""
    valid = valid_sheets(claims)
    told = [one for one in read_summaries(report, claims) if not statistics_words().weighted.search(one.sentence)]
    for block in dict.fromkeys(one.block for one in told):
        beside = [one for one in told if one.block == block]
        wholes = [one for one in beside if one.is_all]
        groups = [one for one in beside if not one.is_all and one.n]
        if len(wholes) == 1 and len(groups) > 1:
            n = wholes[0].n if wholes[0].n and wholes[0].n > max(one.n or 0 for one in groups) else None
            people = n or (int(valid.value) if valid else None)
            whole = Summary(wholes[0].name, people, wholes[0].mean, wholes[0].deviation, is_all=True)
            yield SummaryTable(tuple(groups), whole, is_share=False, around="")


def _of_mean(table: SummaryTable) -> Iterator[Hit]:
    whole = table.whole
    if whole is None:
        return
    ends = mean_of_groups([Group(one.n or 0, one.mean.ends) for one in table.groups])
    if _meets(whole.mean, ends):
        return
    kind = "占比" if table.is_share else "均值"
    shown = _shown(ends, whole.mean.decimals)
    message = f"由各组的人数和{kind}，“{whole.name}”的{kind}应为 {shown}，印的是 {whole.mean.text}"
    hit = Hit(whole.mean.where, message, whole.mean.text, shown)
    low, high = (sum(one.mean.ends[end] for one in table.groups) / len(table.groups) for end in (0, 1))
    if not _meets(whole.mean, (low, high)):
        yield hit
    elif "平均" not in whole.name:
        yield Hit(hit.where, f"{message}；是各组不加权的平均，请按人数加权或写明", hit.reported, shown).as_lead


# ── tests of groups ─────────────────────────────────────────────────────────────────────────────────


@check("F04", title="区间、p值与估计一致", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def tests_follow_from_groups(report: Document, claims: Claims) -> Iterator[Hit]:
    """t and F are those of the means, deviations and numbers of people that are printed of the groups."""
    told, tables = read_summaries(report, claims), list(read_summary_tables(report))
    valid = valid_sheets(claims)
    judged = False
    for one in read_tests(report, claims):
        outcome = one.outcome
        if outcome is None or not outcome.statistic.is_exact or outcome.statistic.bound:
            continue
        expected = _expected(one, outcome, told, tables, valid)
        judged = judged or expected is not None
        if expected is not None:
            yield from _of_test(outcome, *expected)
    if not judged:
        raise Inapplicable("报告没有在检验旁边印各组的人数、均值和标准差")


def _expected(
    one: PrintedTest, outcome: Outcome, told: Sequence[Summary], tables: Sequence[SummaryTable], valid: Claim | None
) -> tuple[Interval, str] | None:
    if outcome.symbol == "F" and len(outcome.freedoms) == 2:
        return _of_anova(outcome, tables)
    if outcome.symbol != "t" or len(outcome.freedoms) > 1:
        return None
    beside = [summary for summary in told if summary.sentence == one.text]
    if statistics_words().tests["paired"].search(one.text):
        return _of_differences(one, outcome)
    pair = _two_groups(beside, told, outcome, valid)
    if pair is None:
        return None
    words = "、".join(f"均值{group.mean[0] / 2 + group.mean[1] / 2:g}（n={group.n}）" for group in pair)
    return t_of_groups(*pair), f"由两组的{words}和标准差"


def _two_groups(
    beside: Sequence[Summary], told: Sequence[Summary], outcome: Outcome, valid: Claim | None
) -> tuple[Group, Group] | None:
    """Two in the sentence; else one there and everybody of the same report, who fit the degrees of freedom."""
    groups = [group for one in beside if (group := one.group())]
    if len(groups) == 2 and len(beside) == 2:
        return groups[0], groups[1]
    if len(groups) != 1 or len(beside) != 1 or not outcome.freedoms:
        return None
    rest = int(outcome.freedoms[0].value) + 2 - groups[0].n
    n = int(valid.value) if valid else None
    others = [group for one in told if one.is_all and (group := one.group(n)) and group.n == rest]
    return (groups[0], others[0]) if len(others) == 1 else None


def _of_differences(one: PrintedTest, outcome: Outcome) -> tuple[Interval, str] | None:
    """提高17.3分（差值标准差12.4），t(185): one mean difference with its deviation."""
    if not outcome.freedoms or not one.differences:
        return None
    difference, deviation = one.differences
    n = int(outcome.freedoms[0].value) + 1
    if n < 2:
        return None
    group = Group(n, _ends(difference), _ends(deviation))
    return t_of_mean(group), f"由差值 {difference.text}、标准差 {deviation.text}（n={n}）"


def _ends(claim: Claim) -> Interval:
    half = 0.5 / 10 ** max(0, claim.decimals)
    return float(claim.value) - half, float(claim.value) + half


def _of_anova(outcome: Outcome, tables: Sequence[SummaryTable]) -> tuple[Interval, str] | None:
    """The only table with so many groups and people."""
    between, within = (int(one.value) for one in outcome.freedoms)
    fits = [
        groups
        for table in tables
        if len(groups := [one for one in _groups(table) if one]) == len(table.groups) == between + 1
        and sum(group.n for group in groups) == between + within + 1
    ]
    return (f_of_groups(fits[0]), f"由表中 {between + 1} 组的人数、均值和标准差") if len(fits) == 1 else None


def _of_test(outcome: Outcome, ends: Interval, told: str) -> Iterator[Hit]:
    statistic = outcome.statistic
    low, high = sizes(_ends(statistic)) if outcome.symbol == "t" else _ends(statistic)
    if low > ends[1] + _TINY or high < ends[0] - _TINY:
        shown = _shown(ends, max(0, statistic.decimals))
        message = f"{told}，{outcome.symbol} 应为 {shown}，报告写 {statistic.value}"
        yield Hit(statistic.where, message, str(statistic.value), shown)
