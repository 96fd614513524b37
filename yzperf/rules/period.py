"""When a rule is in force (施行期间). ``None`` means that the document gives no date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Protocol

from yzperf.errors import Problem
from yzperf.rules.entry import Origin


class Dated(Protocol):
    """Anything with a first and a last day in force, both inclusive."""

    @property
    def since(self) -> date | None: ...
    @property
    def until(self) -> date | None: ...


class Written(Dated, Protocol):
    """Something dated that stands in a file of the rule data."""

    @property
    def origin(self) -> Origin: ...


def covers(thing: Dated, on: date) -> bool:
    """Whether the rule is in force on a day (当日是否有效)."""
    return (thing.since is None or thing.since <= on) and (thing.until is None or on <= thing.until)


def overlap(one: Dated, other: Dated) -> bool:
    """Whether two periods share a day."""
    starts = max(thing.since or date.min for thing in (one, other))
    ends = min(thing.until or date.max for thing in (one, other))
    return starts <= ends


def why_not(thing: Dated, on: date) -> str:
    """Say since when, or until when, a rule is in force that is not in force on ``on``."""
    if thing.since and on < thing.since:
        return f"自{thing.since}起施行，{on}尚未生效"
    return f"施行至{thing.until}，{on}已经失效"


def words(thing: Dated) -> str:
    """Say from when to when a rule is in force (施行期间)."""
    until = f"，{thing.until}止" if thing.until else ""
    return f"{thing.since}起施行{until}" if thing.since else f"施行日期没有写明{until}"


def check_order(thing: Written, label: str) -> Iterator[Problem]:
    """Find a period that ends before it begins."""
    if thing.since and thing.until and thing.until < thing.since:
        yield thing.origin.problem(label, f"{thing.since} 至 {thing.until}", "先后有序的起止日期", "until")
