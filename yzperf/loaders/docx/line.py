"""A paragraph in the making (行缓冲): runs of one look, and what hangs on which stretch of the text."""

from __future__ import annotations

from typing import Any

from yzperf.loaders.docx.context import Blocks, Context
from yzperf.loaders.docx.numbering import joined
from yzperf.loaders.docx.styles import Look

_SWITCHES = ("bold", "italic", "underline", "struck", "highlighted")


class Line:
    """Text that grows run by run. Offsets count from the first sign read, and move when blanks are cut off."""

    def __init__(self, ordinal: int) -> None:
        self.ordinal = ordinal
        self.runs: list[list[Any]] = []
        self.length = 0
        self.marks: list[list[Any]] = []
        self.comments: list[tuple[str, str, int]] = []
        self.objects: Blocks = []
        self.in_contents = False

    def add(self, text: str, look: Look) -> None:
        """Append text; a stretch that looks like the one before joins it."""
        shown = _wire(look)
        if self.runs and self.runs[-1][1:] == shown:
            self.runs[-1][0] += text
        else:
            self.runs.append([text, *shown])
        self.length += len(text)

    def mark(self, kind: str, start: int, value: str) -> None:
        """Hang something on the text from ``start`` to here."""
        self.marks.append([kind, start, self.length, value])

    def since(self, start: int) -> str:
        """The text from an offset to here."""
        return "".join(run[0] for run in self.runs)[start:]

    def finish(self, number: str, context: Context, part: str) -> dict[str, Any]:
        """Cut blanks at both ends, set the number in front, and move all offsets accordingly."""
        cut = self._trim()
        prefix = self._prefix(number)
        length = sum(len(run[0]) for run in self.runs)

        def moved(offset: int) -> int:
            return min(max(offset - cut + len(prefix), 0), length)

        for key, end, offset in self.comments:
            context.comment_spans.setdefault(key, {})[end] = [part, self.ordinal, moved(offset)]
        marks = [[kind, moved(start), moved(end), value] for kind, start, end, value in self.marks]
        if prefix:
            marks.insert(0, ["自动编号", 0, len(number), number])
        return {"text": "".join(run[0] for run in self.runs), "runs": self.runs, "marks": marks, "n": self.ordinal}

    def _trim(self) -> int:
        cut = 0
        while self.runs:
            text = self.runs[0][0].lstrip()
            cut += len(self.runs[0][0]) - len(text)
            self.runs[0][0] = text
            if text:
                break
            self.runs.pop(0)
        while self.runs:
            self.runs[-1][0] = self.runs[-1][0].rstrip()
            if self.runs[-1][0]:
                break
            self.runs.pop()
        return cut

    def _prefix(self, number: str) -> str:
        """An automatic number stands in the look of the text that it leads."""
        if not number or not self.runs:
            return ""
        prefix = joined(number, "")
        self.runs[0][0] = prefix + self.runs[0][0]
        return prefix


def _wire(look: Look) -> list[Any]:
    flags = sum(1 << bit for bit, name in enumerate(_SWITCHES) if look.get(name))
    return [flags, look.get("raised", 0), look.get("size", 0.0), look.get("font", ""), look.get("colour", "")]
