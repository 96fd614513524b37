"""Sentences of a paragraph and their clauses (句与分句), by place in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SENTENCE = re.compile(r"[^。！？!?\n]+")
_BREAK = re.compile(r"[，；;]|,(?!\d{3}(?!\d))")


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """Yield each sentence with where it begins."""
    for match in _SENTENCE.finditer(text):
        if match[0].strip():
            yield match.start(), match[0]


def clause_start(text: str, place: int) -> int:
    """Where the clause begins that holds a place of a sentence; a comma that groups thousands is no break."""
    found = 0
    for match in _BREAK.finditer(text, 0, place):
        found = match.end()
    return found
