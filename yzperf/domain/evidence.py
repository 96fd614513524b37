"""Evidence of a case (证据): what the manifest says of a file, and what the file itself says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from yzperf.domain.quantity import normalise
from yzperf.errors import Place

# E01, Z-01, D-1.2 anywhere in a cell; 附证1, a bare 3 and 1-1 only where nothing else stands between the separators
_CODE = re.compile(r"[A-Za-z]+(?:[-.]\d+)+|[A-Za-z]+\d(?:-\d{1,2}(?!\d))?(?![\d.])|[A-Za-z]+\d+(?:\.\d+)*")
_NAMED = re.compile(r"(?:详见|参见|见)?([\u4e00-\u9fff]{1,4}-?\d+(?:\.\d+)*)")
_BARE = re.compile(r"\d+(?:[-.]\d+)*")
_BETWEEN = re.compile(r"[、,;/\s]+")
_DASH = re.compile("[—–‐－]")


def plain_number(text: str) -> str:
    """A number of the evidence in plain signs (Ｅ０１, Z—01).

    >>> plain_number("Ｚ－０１")
    'Z-01'
    """
    return _DASH.sub("-", normalise(text)).strip()


def read_references(text: str) -> tuple[str, ...]:
    """The numbers of evidence that a cell of a score sheet names.

    >>> read_references("E01,E02"), read_references("Z-04、Z-07"), read_references("附证1；附证12"), read_references("3、4")
    (('E01', 'E02'), ('Z-04', 'Z-07'), ('附证1', '附证12'), ('3', '4'))
    >>> read_references("3-1,3-7"), read_references("见3-1页")
    (('3-1', '3-7'), ())
    """
    plain = plain_number(text)
    if codes := _CODE.findall(plain):
        return tuple(codes)
    parts = [part for part in _BETWEEN.split(plain) if part]
    if all(map(_BARE.fullmatch, parts)):
        return tuple(parts)
    return tuple(match[1] for part in parts if (match := _NAMED.fullmatch(part)))


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
