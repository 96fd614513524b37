"""How the words around a number are looked at (数字用语表), read once from ``telling_words.toml`` beside this module."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class TellingWords:
    """``idle`` words say nothing of the thing; those of ``part`` in front of a number make it less than the whole.

    Behind ``others`` a sentence speaks of another place, time or author; ``counted_as`` gives the measure word that stands for others.
    """

    idle: re.Pattern[str]
    part: re.Pattern[str]
    others: re.Pattern[str]
    counted_as: dict[str, str]


@lru_cache(maxsize=1)
def telling_words() -> TellingWords:
    """The shipped words."""
    table = tomllib.loads(Path(__file__).with_name("telling_words.toml").read_text(encoding="utf-8"))
    words = table["words"]
    idle = "|".join(map(re.escape, words["idle"]))
    return TellingWords(re.compile(idle), re.compile(words["part"]), re.compile(words["others"]), table["counted_as"])
