"""The forms that are really exchanged (表式): which headings mean what, and how the layouts are told apart."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from yzperf.domain.layout_guess import ConfirmedLayout
from yzperf.domain.quantity import normalise

_BRACKETS = re.compile(r"[(\[【〔][^)\]】〕]*[)\]】〕]")


@dataclass(frozen=True, slots=True)
class Layout:
    """One family of forms. It fits if the title has one of its words, all
    ``needs`` are there, its ``headings`` stand as such, and the columns are in ``order``. The first that fits wins."""

    id: str
    name: str
    kind: str
    profile: str
    title_words: tuple[str, ...]
    needs: tuple[str, ...]
    headings: tuple[str, ...]
    order: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Forms:
    """Heading synonyms of the indicator block and the money block, words of special rows, and the layouts."""

    indicator: Mapping[str, str]  # plain heading → field
    money: Mapping[str, str]
    head: tuple[str, ...]
    total_words: tuple[str, ...]
    grade_words: tuple[str, ...]
    grade_values: tuple[str, ...]
    foot_words: tuple[str, ...]
    part_words: tuple[str, ...]
    period_words: tuple[str, ...]
    ignored: tuple[str, ...]
    layouts: tuple[Layout, ...]
    confirmed: tuple[ConfirmedLayout, ...] = ()


@lru_cache(maxsize=1 << 14)  # the same headings are looked up row by row
def plain_heading(text: str) -> str:
    """Strip a heading to its bare words: no blanks, no line breaks, no brackets such as ``(A)`` or ``（10分）``.

    >>> plain_heading("全年实际值 （B）")
    '全年实际值'
    """
    plain = re.sub(r"\s+", "", normalise(text))
    return _BRACKETS.sub("", plain).strip("：:*★")
