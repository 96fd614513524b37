"""What is found for a line of the body (判定结果)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that is a heading. ``title`` is what it says, of a run-in heading only the first sentence."""

    level: int
    title: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class FoundCaption:
    """A caption at a line, and the line of the table or figure that it names, if there is one."""

    label: str
    number: str
    title: str
    target: int | None = None


@dataclass(frozen=True, slots=True)
class FoundSignature:
    """One label of a signature line with what stands behind it."""

    role: str
    label: str
    value: str
    wants: str
