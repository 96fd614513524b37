"""How names and targets of indicators are looked at (指标用语表), read once from ``indicator_words.toml`` beside this module."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from yzperf.quality.wording import plain_name


@dataclass(frozen=True, slots=True)
class IndicatorWords:
    """What ``indicator_words.toml`` says, compiled. ``synonyms`` are words with the one that stands for their group."""

    direction: re.Pattern[str]
    checkable: re.Pattern[str]
    scored: re.Pattern[str]
    as_planned: re.Pattern[str]
    counters: tuple[frozenset[str], ...]
    cost: re.Pattern[str]
    not_cost: re.Pattern[str]
    works: re.Pattern[str]
    synonyms: tuple[tuple[str, str], ...]
    spellings: tuple[tuple[str, str], ...]
    idle: re.Pattern[str]

    def count_alike(self, unit: str, other: str) -> bool:
        """Whether two measure words count the same things (48个村, 48座)."""
        return any({unit, other} <= group for group in self.counters)

    def meaning(self, name: str) -> str:
        """A name with one word for all of the same meaning and without idle ones.

        >>> indicator_words().meaning("路面验收合格率") == indicator_words().meaning("项目路面验收达标率")
        True
        """
        return self._put(name, self.synonyms)

    def spelt_alike(self, name: str, other: str) -> bool:
        """Whether two names are one in another spelling: 道路通达率, 道路通达比率."""
        return self._put(name, self.spellings) == self._put(other, self.spellings)

    def _put(self, name: str, words: tuple[tuple[str, str], ...]) -> str:
        plain = plain_name(name)
        for word, chosen in words:
            plain = plain.replace(word, chosen)
        return self.idle.sub("", plain)


@lru_cache(maxsize=1)
def indicator_words() -> IndicatorWords:
    """The shipped words."""
    table = tomllib.loads(Path(__file__).with_name("indicator_words.toml").read_text(encoding="utf-8"))
    targets, cost = table["targets"], table["cost"]
    return IndicatorWords(
        direction=re.compile(targets["direction"]),
        checkable=re.compile(targets["checkable"]),
        scored=re.compile(targets["scored"]),
        as_planned=re.compile(targets["as_planned"]),
        counters=tuple(map(frozenset, targets["counters"])),
        cost=re.compile(cost["indicator"]),
        not_cost=re.compile(cost["not_indicator"]),
        works=re.compile(cost["works"]),
        synonyms=tuple(_pairs(table["synonym"])),
        spellings=tuple(_pairs([row for row in table["synonym"] if row.get("spelling")])),
        idle=re.compile(table["names"]["idle"]),
    )


def _pairs(groups: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Every word with the sign of its group, long ones first: 正常运行率 before 运行率. A sign is no word of any name."""
    pairs = [(word, f"〔{number}〕") for number, group in enumerate(groups) for word in group["words"]]
    return sorted(pairs, key=lambda pair: -len(pair[0]))
