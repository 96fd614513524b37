"""What became of a draft (初稿与终稿): changed lines, changed scores and grades, and the comments that were accepted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from yzperf.errors import Place


class ChangeKind(StrEnum):
    """What happened to a line (改动)."""

    ADDED = "增加"
    REMOVED = "删除"
    CHANGED = "修改"


@dataclass(frozen=True, slots=True)
class Comment:
    """One opinion on the draft (意见): whether it was accepted and why not, and the words that name what it is about."""

    number: str
    text: str
    is_accepted: bool
    reason: str
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LineChange:
    """One paragraph or row of a table that changed; ``section`` are the headings above it."""

    kind: ChangeKind
    where: Place
    section: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A score or grade that changed; ``context`` is what it stands in, in both versions.

    ``is_sum`` marks block scores, total and grade, which follow from the scores of single indicators.
    """

    name: str
    before: str
    after: str
    where: Place
    context: str
    is_sum: bool


@dataclass(frozen=True, slots=True)
class Revision:
    """The difference of two versions, held against the comments: accepted ones without a change, and the other way round."""

    lines: tuple[LineChange, ...]
    values: tuple[ValueChange, ...]
    idle: tuple[Comment, ...]
    unasked: tuple[ValueChange, ...]

    @property
    def is_answered(self) -> bool:
        """Whether every accepted comment led to a change, and a comment asked for every change of a score or grade."""
        return not self.idle and not self.unasked

    def sentences(self) -> list[str]:
        """What does not fit together, one line each, after the counts."""
        return [
            f"改动 {len(self.lines)} 处，其中得分、等级改动 {len(self.values)} 项",
            *(f"意见 {one.number} 已采纳，但没有看到相应改动：{one.text}" for one in self.idle),
            *(
                f"{one.name}由 {one.before} 改为 {one.after}，没有已采纳的意见提到（{one.where}）"
                for one in self.unasked
            ),
        ]
