"""The registry of defects (缺陷登记): each a small function that changes one deliverable, at two levels of difficulty."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.quality.deliverable import Deliverable

LEVELS = ("easy", "hard")  # gross and plainly worded; small, in a table or annex, in other words


@dataclass(frozen=True)
class Spot:
    """Where a defect may rightly be found: the file, and words of the paragraph, row or line; no words: anywhere in it."""

    file: str
    words: str = ""


@dataclass(frozen=True)
class Defect:
    """A kind of defect: the checks that may find it, and whether proof (P), rule (R) or lead (L) is what it deserves."""

    name: str
    title: str
    checks: tuple[str, ...]
    kind: str
    inject: Callable[[Deliverable, str], list[Spot]]


_DEFECTS: dict[str, Defect] = {}
Inject = Callable[[Deliverable, str], list[Spot]]


def defect(title: str, checks: str, kind: str = "P") -> Callable[[Inject], Inject]:
    """Register a defect. The function gets the deliverable and the level; it says every right place."""

    def register(function: Inject) -> Inject:
        name = function.__name__
        _DEFECTS[name] = Defect(name, title, tuple(checks.split()), kind, function)
        return function

    return register


def all_defects() -> tuple[Defect, ...]:
    """Every registered defect, by its first check."""
    from benchmarks.quality import (  # noqa: F401  (importing registers them)
        arithmetic,
        evidence_chain,
        indicators,
        methods,
        other_places,
        procedure,
        questionnaires,
        recomputation,
        recycling,
        reuse,
        statistics,
        structure,
    )

    return tuple(sorted(_DEFECTS.values(), key=lambda one: one.checks[0]))


def report(words: str = "") -> Spot:
    """A place in the report."""
    return Spot("report.docx", words)


def shifted(text: str, by: str) -> str:
    """The first number of a text moved, its decimals kept: 86.4% by 0.3 → 86.7%."""
    from decimal import Decimal

    match = re.search(r"\d[\d,]*(?:\.\d+)?", text)
    assert match, text
    old = Decimal(match[0].replace(",", ""))
    new = old + Decimal(by)
    shape = f"{new:,.{-old.as_tuple().exponent}f}" if "," in match[0] else f"{new:.{-old.as_tuple().exponent}f}"  # type: ignore[operator]
    return text[: match.start()] + shape + text[match.end() :]
