"""Which findings the list shows (筛选): by group, class, severity, check, file, what was decided, and words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from yzperf.domain.finding import Finding
from yzperf.domain.waiver import Waiver
from yzperf.quality.groups import group_title

ALL = "全部"
OPEN, CHANGED = "未处理", "须重新决定"
NO_FILE = "（不在文件里）"


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding with the decision on it, and the earlier decision that it has outgrown."""

    finding: Finding
    waiver: Waiver | None = None
    earlier: Waiver | None = None

    @property
    def state(self) -> str:
        """What was decided: 未处理, 须重新决定, 已接受, 已驳回 or 已豁免."""
        if self.waiver is not None:
            return f"已{self.waiver.decision}"
        return CHANGED if self.earlier else OPEN


FIELDS: Mapping[str, Callable[[Entry], str]] = {
    "组": lambda entry: group_title(entry.finding.id),
    "类别": lambda entry: str(entry.finding.evidence),
    "严重程度": lambda entry: str(entry.finding.severity),
    "检查": lambda entry: f"{entry.finding.id} {entry.finding.title}",
    "文件": lambda entry: entry.finding.where.file or NO_FILE,
    "处理": lambda entry: entry.state,
}


def choices(entries: Iterable[Entry]) -> dict[str, list[str]]:
    """What can be chosen in each field, sorted; only what there is."""
    some = list(entries)
    return {name: [ALL, *sorted({read(entry) for entry in some})] for name, read in FIELDS.items()}


def chosen(entries: Sequence[Entry], wanted: Mapping[str, str], words: str) -> list[Entry]:
    """The entries that fit every field and hold every one of the words."""
    parts = words.casefold().split()
    return [entry for entry in entries if _fits(entry, wanted) and all(part in _text(entry) for part in parts)]


def _fits(entry: Entry, wanted: Mapping[str, str]) -> bool:
    return all(value == ALL or FIELDS[name](entry) == value for name, value in wanted.items())


def _text(entry: Entry) -> str:
    found, waiver = entry.finding, entry.waiver
    signed = (waiver.by, waiver.reason) if waiver else ()
    parts = (found.id, found.title, str(found.where), found.message, found.reported, found.recomputed, found.clause)
    return "\n".join((*parts, *signed)).casefold()
