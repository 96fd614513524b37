"""Documents and their clauses (文件与条款): one fact each, in own words, and whether it may be cited."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from yzperf.rules.entry import Entry, Origin


class Status(StrEnum):
    """How far a fact can be relied on (核实状态)."""

    READ = "read"
    UNVERIFIED = "unverified"
    SETTING = "setting"


@dataclass(frozen=True, slots=True)
class Document:
    """A legal document, a form, or the program's own settings (文件). Unknown dates are None.

    ``own_level`` marks rules for a government's own budget (省级, 市级): they do not reach the places below it.
    """

    id: str
    number: str
    title: str
    region: str
    issued: date | None
    in_force: date | None
    until: date | None
    checked_on: date | None
    status: Status
    scope: str
    source: str
    own_level: bool
    origin: Origin

    @property
    def since(self) -> date | None:
        """First day in force, as clauses and profiles call it."""
        return self.in_force

    @property
    def name(self) -> str:
        """Number of the document, or its title where it has no number."""
        return self.number or f"《{self.title}》"


@dataclass(frozen=True, slots=True)
class Clause:
    """One article of a document with its fact in own words (条款)."""

    id: str
    document: Document
    article: str
    fact: str
    status: Status
    since: date | None
    until: date | None
    origin: Origin

    @property
    def region(self) -> str:
        """Region of the document."""
        return self.document.region

    @property
    def name(self) -> str:
        """How the clause is called in lists; the same text as its citation."""
        return self.citation

    @property
    def citation(self) -> str:
        """Text to print as basis (依据); an unverified fact never looks like a citation."""
        if self.status is Status.UNVERIFIED:
            return f"{self.document.title}（未核实，不作为依据引用）"
        if self.status is Status.SETTING:
            return f"程序设定：{self.article}"
        return f"{self.document.name} {self.article}"


def read_document(entry: Entry) -> Document:
    """Read the ``[document]`` table of a clause file."""
    return Document(
        id=entry.text("id"),
        number=entry.text("number", ""),
        title=entry.text("title"),
        region=entry.text("region"),
        issued=entry.day("issued"),
        in_force=entry.day("in_force"),
        until=entry.day("until"),
        checked_on=entry.day("checked_on"),
        status=entry.choice("status", Status),
        scope=entry.text("scope", ""),
        source=entry.text("source", ""),
        own_level=entry.flag("own_level", default=False),
        origin=entry.origin,
    )


def read_clauses(entry: Entry) -> Iterator[Clause]:
    """Read a clause file. A clause takes status and dates of its document unless it has its own."""
    document = read_document(entry.table("document", required=True))
    for row in entry.tables("clause"):
        yield Clause(
            id=row.text("id"),
            document=document,
            article=row.text("article"),
            fact=row.text("fact"),
            status=row.choice("status", Status, document.status),
            since=row.day("since", document.in_force),
            until=row.day("until", document.until),
            origin=row.origin,
        )
