"""H06 程序时间线: no step of the work before the one that it rests on, in the report, in the log and under the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.table_place import place_of_row
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.events import REPORT, SIGNED, WORK_LOG, Event, log_events, report_events, signed_events
from yzperf.quality.procedure_words import Order, procedure_words
from yzperf.quality.work_log import LOG
from yzperf.rules import Rules

_ANY_YEAR = 2025  # of days that are told without one, in a report that is not dated: only their order counts
_BETWEEN = ("征求意见", "内部审核")  # the draft and the final report


@dataclass(frozen=True, slots=True)
class _Breach:
    order: Order
    earlier: Event
    later: Event
    is_sure: bool = True


@check("H06", title="程序时间线", clause="cn10.22", severity=Severity.MAJOR, evidence=EvidenceClass.RULE)
def steps_are_told_in_order(report: Document, rules: Rules) -> Iterator[Hit]:
    """The steps that the report tells, and the date under it."""
    signed = signed_events(report)
    events = _of_report(report, signed)
    if len(events) < 2:
        raise Inapplicable("报告没有写明两个以上环节的日期")
    yield from _hits(_breaches([*events, *signed]), rules)


@check("H06", title="程序时间线", clause="cn10.22", severity=Severity.MAJOR, evidence=EvidenceClass.RULE)
def steps_in_order(log: pd.DataFrame, rules: Rules) -> Iterator[Hit]:
    """The steps of the log; opinions are asked and the report reviewed between the draft and the final report."""
    events = log_events(log)
    named = {event.step for event in events}
    if len(named) < 2:
        raise Inapplicable("工作日志看不出两个以上的环节")
    yield from _hits(_breaches(events), rules)
    lacking = [step for step in _BETWEEN if step not in named]
    if {"初稿", "终稿"} <= named and lacking:
        message = f"工作日志有初稿和终稿，没有“{'、'.join(lacking)}”的记录；做过的请补登"
        yield Hit(place_of_row(log, None, file=LOG), message, severity=Severity.MINOR, evidence=EvidenceClass.LEAD)


@check("H06", title="程序时间线", clause="tp4.18", severity=Severity.MAJOR, evidence=EvidenceClass.RULE)
def report_is_dated_after_the_work(report: Document, log: pd.DataFrame, rules: Rules) -> Iterator[Hit]:
    """The date under the report against the log."""
    signed, logged = signed_events(report), log_events(log)
    if not logged:
        raise Inapplicable("工作日志看不出环节")
    told = _of_report(report, signed)
    already = {breach.earlier.step for breach in _breaches([*told, *signed]) if breach.later.step == SIGNED}
    found = [one for one in _breaches([*logged, *signed]) if one.later.step == SIGNED]
    yield from _hits([one for one in found if one.earlier.step not in already], rules)


def _of_report(report: Document, signed: Sequence[Event]) -> list[Event]:
    return report_events(report, signed[-1].start[0].year if signed else _ANY_YEAR)


# ── orders that are broken ──────────────────────────────────────────────────────────────────────────


def _breaches(events: Sequence[Event]) -> list[_Breach]:
    return [
        breach
        for order in procedure_words().orders
        for source in (REPORT, WORK_LOG)
        if not order.only or order.only == source
        for breach in _breach(order, [one for one in events if one.source == source or one.step == SIGNED])
    ]


def _breach(order: Order, events: Sequence[Event]) -> Iterator[_Breach]:
    """The first time of a step counts, of reviews the last one: a draft may be reviewed before opinions are asked too."""
    earlier = [one for one in events if one.step == order.earlier]
    later = [one for one in events if one.step == order.later]
    if not earlier or not later:
        return
    after = max(later, key=lambda one: one.start) if order.last else min(later, key=lambda one: one.start)
    if order.by_end:
        before = max(earlier, key=lambda one: one.end)
        limit = before.end[0]
    else:
        before = min(earlier, key=lambda one: one.start)
        limit = before.start[0]
    if after.start[1] < limit:
        asked = [one.start[0] for one in events if one.step == order.before]
        yield _Breach(order, before, after, not any(after.start[1] < day for day in asked))


def _hits(breaches: Iterable[_Breach], rules: Rules) -> Iterator[Hit]:
    """One hit an event: the one that breaks most orders is told first, with all that it breaks."""
    left = list(breaches)
    while left:
        counts = Counter(event for one in left for event in {one.later, one.earlier})
        worst = max(counts, key=lambda event: (counts[event], event in [one.later for one in left]))
        yield _hit(worst, [one for one in left if worst in (one.earlier, one.later)], rules)
        left = [one for one in left if worst not in (one.earlier, one.later)]


def _hit(worst: Event, breaches: Sequence[_Breach], rules: Rules) -> Hit:
    before = dict.fromkeys(one.earlier for one in breaches if one.later == worst)
    behind = dict.fromkeys(one.later for one in breaches if one.earlier == worst)
    said = [("早于", "、".join(map(_shown, before))), ("晚于", "、".join(map(_shown, behind)))]
    message = "，".join(f"{_shown(worst)}{word}{names}" for word, names in said if names)
    limits = [f"不早于 {max(before, key=lambda one: one.start).text}"] if before else []
    limits += [f"不晚于 {min(behind, key=lambda one: one.start).text}"] if behind else []
    hit = Hit(worst.where, message, worst.text, "、".join(limits), clause=rules.cite(breaches[0].order.clause))
    return hit if any(one.is_sure for one in breaches) else hit.as_lead


def _shown(event: Event) -> str:
    return f"“{event.step}”（{event.text}）"
