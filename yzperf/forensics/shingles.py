"""Letters and shingles of Chinese text (字片段): what a copy keeps when blanks, signs, widths and figures are changed.

References
----------
Broder, A. Z. (1997). On the resemblance and containment of documents. Compression and Complexity of Sequences.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

SIZE = 5  # letters of a shingle
HASH_BITS = 40
_PLANE = 0x10000
_DIGIT = ord("0")
# Odd constants of 64 bits, one a place; any will do.
_FACTORS = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F],
    dtype=np.uint64,
)

Hashes = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Letters:
    """Letters of a text without blanks and signs; a run of figures counts as one letter, whatever its value.

    ``codes`` are code points after folding (full width, capitals), ``positions`` where they stand in the text.
    """

    codes: npt.NDArray[np.uint32]
    positions: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.codes)


def letters_of(text: str) -> Letters:
    """Read the letters of a text.

    Examples
    --------
    >>> "".join(map(chr, letters_of("全年执行数 3,863.58 万元，执行率９５％。").codes))
    '全年执行数0万元执行率0'
    """
    raw = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    codes = np.where(raw < _PLANE, _folding()[np.minimum(raw, _PLANE - 1)], raw)
    positions = np.flatnonzero(codes)
    kept = codes[positions]
    again = np.zeros(len(kept), dtype=bool)
    again[1:] = (kept[1:] == _DIGIT) & (kept[:-1] == _DIGIT)
    return Letters(kept[~again], positions[~again])


def shingle_hashes(codes: npt.NDArray[np.uint32]) -> Hashes:
    """Hash every run of five letters; ``HASH_BITS`` bits each, in order, n − 4 for n letters."""
    count = max(0, len(codes) - SIZE + 1)
    total = np.zeros(count, dtype=np.uint64)
    for offset, factor in enumerate(_FACTORS):
        total += codes[offset : offset + count].astype(np.uint64) * factor
    return _mixed(total) >> np.uint64(64 - HASH_BITS)


def covered(starts: npt.NDArray[np.bool_], letters: int) -> npt.NDArray[np.bool_]:
    """Mark the letters that lie in a chosen shingle; ``starts`` tells which shingles are chosen."""
    steps = np.zeros(letters + 1, dtype=np.int64)
    chosen = np.flatnonzero(starts)
    np.add.at(steps, chosen, 1)
    np.add.at(steps, chosen + SIZE, -1)
    return np.cumsum(steps[:-1]) > 0


def runs(marked: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First and last-plus-one of each run of marked letters."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], marked, [False])).astype(np.int8)))
    return [(int(since), int(until)) for since, until in edges.reshape(-1, 2)]


def _mixed(values: Hashes) -> Hashes:
    """Spread the bits (the finalizer of splitmix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


@lru_cache(maxsize=1)
def _folding() -> npt.NDArray[np.uint32]:
    """Letter that each code point of the basic plane counts as; 0 for blanks and signs."""
    return np.array([_folded(chr(code)) for code in range(_PLANE)], dtype=np.uint32)


def _folded(sign: str) -> int:
    plain = unicodedata.normalize("NFKC", sign).lower()
    if len(plain) != 1 or not plain.isalnum():
        return 0
    return _DIGIT if plain.isdecimal() else ord(plain)
