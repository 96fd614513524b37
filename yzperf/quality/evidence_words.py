"""The words of the evidence checks (用语表), read once from ``evidence_words.toml`` beside this module."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class EvidenceWords:
    """What ``evidence_words.toml`` says, compiled; ``whole`` and ``pictures`` are endings of files."""

    empty: re.Pattern[str]
    scene: re.Pattern[str]
    page: re.Pattern[str]
    own: re.Pattern[str]
    filler: re.Pattern[str]
    whole: frozenset[str]
    pictures: frozenset[str]


@cache
def evidence_words() -> EvidenceWords:
    """Read the word list that comes with the package."""
    table = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    whole, pictures = (frozenset(table.pop(name)) for name in ("whole", "pictures"))
    patterns = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in table.items()}
    return EvidenceWords(**patterns, whole=whole, pictures=pictures)


def ending(file: str) -> str:
    """The ending of a file in small letters, without its dot.

    >>> ending("照片/IMG_01.JPG")
    'jpg'
    """
    return Path(file).suffix.lower().removeprefix(".")
