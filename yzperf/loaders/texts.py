"""The different texts of a workbook (文字表): a cell holds a number into it. Runs in the child process."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

SEPARATOR = "\0"  # cannot stand in XML, nor in a cell
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_CONTROL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_LONE = re.compile("[\ud800-\udfff]")
Clean = Callable[[str], str]


class TextTable:
    """Texts in the order they were added; they leave the child process as one piece of UTF-8.

    Parameters
    ----------
    clean
        What becomes of every text: ``shown`` for people, ``stored`` for programs.
    """

    def __init__(self, clean: Clean) -> None:
        self._clean = clean
        self._pieces: list[bytes] = []
        self._known: dict[str, int] = {}
        self.count = 0

    def add(self, text: str) -> int:
        """Number of a text; the same text keeps its number."""
        if text not in self._known:
            self._known[text] = self.append(self._clean(text).replace(SEPARATOR, " "))
        return self._known[text]

    def append(self, text: str) -> int:
        """Add a text that is clean and is not looked up again."""
        return self.extend_raw(text.encode(), 1)

    def extend(self, texts: list[str]) -> range:
        """Add many texts."""
        joined = self._clean(SEPARATOR.join(texts))
        if joined.count(SEPARATOR) != max(0, len(texts) - 1):  # one of them tried to be two
            joined = SEPARATOR.join(self._clean(text).replace(SEPARATOR, " ") for text in texts)
        first = self.extend_raw(joined.encode(), len(texts))
        return range(first, first + len(texts))

    def extend_raw(self, piece: bytes, count: int) -> int:
        """Add ``count`` texts that are already joined; gives the number of the first."""
        first, self.count = self.count, self.count + count
        if count:
            self._pieces.append(piece)
        return first

    def dump(self) -> bytes:
        """All texts, joined."""
        return SEPARATOR.encode().join(self._pieces)


def stored(text: str) -> str:
    """Undo Excel's own escapes (``_x000D_``)."""
    if "_x" not in text:
        return text
    return _LONE.sub("", _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text))


def shown(text: str) -> str:
    """The same as people see it: control signs that no text has fall away, one kind of line end."""
    text = _CONTROL.sub("", stored(text))
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def unescape(raw: bytes) -> str:
    """Text of a piece of XML without tags."""
    text = raw.decode("utf-8")
    return html.unescape(text) if "&" in text else text
