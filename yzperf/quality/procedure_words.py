"""Steps of an evaluation and their order (评价程序用语表), read once from ``procedure.toml`` beside this module."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Step:
    """How a step is told: in a sentence, as the only words of a cell; what in the same clause, or in those of the sentence
    before it, makes it another thing; how a clause goes on to tell it of the ``object`` that the one before it names."""

    name: str
    words: re.Pattern[str]
    bare: re.Pattern[str]
    other: re.Pattern[str]
    never_after: re.Pattern[str]
    object: re.Pattern[str]
    goes_on: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Order:
    """A step that does not begin before another one begins, or ends where ``by_end``; ``last``: its last time counts;
    ``before``: where it comes before that step too, it may have been meant so."""

    earlier: str
    later: str
    by_end: bool
    last: bool
    only: str
    before: str
    clause: str


@dataclass(frozen=True, slots=True)
class ProcedureWords:
    """What ``procedure.toml`` says, compiled."""

    section: re.Pattern[str]
    when: re.Pattern[str]
    what: re.Pattern[str]
    planned: re.Pattern[str]
    steps: tuple[Step, ...]
    orders: tuple[Order, ...]
    acts: tuple[re.Pattern[str], ...]

    def acts_of(self, text: str) -> frozenset[str]:
        """What is done, whatever the step is called: 论证 and 评审 are one act, 批准 is another."""
        return frozenset(act.pattern for act in self.acts if act.search(text))

    def step_of(self, text: str) -> str:
        """The step that a bare label names; blank if it names none."""
        return next((step.name for step in reversed(self.steps) if step.bare.search(text)), "")


@lru_cache(maxsize=1)
def procedure_words() -> ProcedureWords:
    """The shipped words."""
    table = tomllib.loads(Path(__file__).with_name("procedure.toml").read_text(encoding="utf-8"))
    process = {name: re.compile(text) for name, text in table["process"].items()}
    acts = tuple(map(re.compile, table["acts"]))
    return ProcedureWords(
        **process, steps=tuple(map(_step, table["step"])), orders=tuple(map(_order, table["order"])), acts=acts
    )


def _step(row: dict[str, Any]) -> Step:
    keys = "words", "bare", "other", "never_after", "object", "goes_on"
    return Step(row["name"], *(re.compile(row[key]) if key in row else _NEVER for key in keys))


def _order(row: dict[str, Any]) -> Order:
    by_end, last = row.get("by", "start") == "end", row.get("last", False)
    return Order(row["earlier"], row["later"], by_end, last, row.get("only", ""), row.get("before", ""), row["clause"])
