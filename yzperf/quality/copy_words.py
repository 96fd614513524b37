"""Words of the copying checks (查重用语表), read once from ``copying.toml`` beside this module."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class CopyWords:
    """What ``copying.toml`` says, compiled."""

    evaluative: re.Pattern[str]
    recommendations: re.Pattern[str]
    annexes: re.Pattern[str]
    phrases: tuple[str, ...]


@lru_cache(maxsize=1)
def copy_words() -> CopyWords:
    """The shipped words."""
    table = tomllib.loads(Path(__file__).with_name("copying.toml").read_text(encoding="utf-8"))
    sections = {name: re.compile(pattern) for name, pattern in table["sections"].items()}
    return CopyWords(**sections, phrases=tuple(table["known"]["phrases"]))
