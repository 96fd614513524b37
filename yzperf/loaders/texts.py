"""The different texts of a workbook (文字表): a cell holds a number into it. Runs in the child process."""

from __future__ import annotations

import html
import re

SEPARATOR = "\x1f"  # cannot stand in XML
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1e\ud800-\udfff]")


class TextTable:
    """Texts in the order they were added; they leave the child process as one piece of UTF-8."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._known: dict[str, int] = {}
        self.count = 0

    def add(self, text: str) -> int:
        """Number of a text; the same text keeps its number."""
        if text not in self._known:
            self._known[text] = self.append(clean(text).replace(SEPARATOR, " "))
        return self._known[text]

    def append(self, text: str) -> int:
        """Add a text that is clean and is not looked up again."""
        return self.extend_raw(text.encode(), 1)

    def extend(self, texts: list[str]) -> range:
        """Add many texts."""
        joined = clean(SEPARATOR.join(texts))
        if joined.count(SEPARATOR) != max(0, len(texts) - 1):  # one of them tried to be two
            joined = SEPARATOR.join(clean(text).replace(SEPARATOR, " ") for text in texts)
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


def clean(text: str) -> str:
    """Undo Excel's own escapes (``_x000D_``); control signs that no text has fall away."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    text = _CONTROL.sub("", text)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def unescape(raw: bytes) -> str:
    """Text of a piece of XML without tags."""
    text = raw.decode("utf-8")
    return html.unescape(text) if "&" in text else text
