"""Evidence of a case (证据): what the manifest says of a file, and what the file itself says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from yzperf.errors import Place


@dataclass(frozen=True, slots=True)
class Evidence:
    """One line of the evidence manifest (证据清单)."""

    id: str
    file: str
    sha256: str
    source: str
    collected_on: str
    collector: str
    locator: str
    where: Place
    size: int | None = None


class EvidenceState(StrEnum):
    """What became of a piece of evidence since it was listed (核对结果)."""

    INTACT = "一致"
    UNSEALED = "未登记哈希"
    ALTERED = "登记后改动过"
    RESIZED = "大小与登记的不同"
    ABSENT = "清单上有、文件没有交来"
    EMPTY = "空文件"
    OUTSIDE = "不在案卷文件夹内"
    UNLISTED = "文件在、清单没有列"


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """One file beside the manifest: ``id`` is empty where it is not listed, ``same_as`` names files of equal content."""

    id: str
    file: str
    state: EvidenceState
    size: int | None
    sha256: str
    same_as: tuple[str, ...]
    where: Place

    @property
    def is_sound(self) -> bool:
        """Whether the file is what was listed."""
        return self.state is EvidenceState.INTACT
