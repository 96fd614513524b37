"""What all readers of one document share (读取上下文): styles, counters, and what is found beside the text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from yzperf.loaders.docx.numbering import Numbering
from yzperf.loaders.docx.package import DamagedError, Package
from yzperf.loaders.docx.styles import Styles

MOST_TEXT = 10_000_000  # characters; a report of a thousand pages has under a million

Blocks = list[dict[str, Any]]
Spot = list[Any]  # part, ordinal of the paragraph, offset in its text


@dataclass(frozen=True)
class Trace:
    """Who changed a text, and how (插入, 删除, 移入, 移出, 改格式)."""

    kind: str
    author: str
    date: str

    @property
    def is_gone(self) -> bool:
        """Whether the text is no longer there for a reader who accepts all changes."""
        return self.kind in ("删除", "移出")


@dataclass(frozen=True)
class Span:
    """A stretch of a paragraph while it is read."""

    part: str
    ordinal: int
    begin: int
    end: int


@dataclass
class Context:
    """Shared state of one reading. ``read_blocks`` reads what a container such as a text box or cell holds."""

    package: Package
    styles: Styles
    numbering: Numbering
    read_blocks: Callable[[Any, str], Blocks]
    changes: list[dict[str, Any]] = field(default_factory=list)
    hidden: list[dict[str, Any]] = field(default_factory=list)
    comment_spans: dict[str, dict[str, Spot]] = field(default_factory=dict)
    note_order: list[tuple[str, str]] = field(default_factory=list)
    characters: int = 0

    def record(self, trace: Trace, span: Span, text: str) -> None:
        """Note a change; stretches of one change that follow each other are one."""
        made = {"part": span.part, "n": span.ordinal, "kind": trace.kind, "author": trace.author, "date": trace.date}
        last = self.changes[-1] if self.changes else None
        if last and last["end"] == span.begin and all(last[key] == value for key, value in made.items()):
            last["text"] += text
            last["end"] = span.end
        elif text:
            self.changes.append({**made, "text": text, "end": span.end})

    def note_hidden(self, span: Span, text: str) -> None:
        """Note text that is on no page; stretches at one spot are one."""
        made = {"part": span.part, "n": span.ordinal, "offset": span.begin}
        last = self.hidden[-1] if self.hidden else None
        if last and all(last[key] == value for key, value in made.items()):
            last["text"] += text
        else:
            self.hidden.append({**made, "text": text})

    def count_characters(self, text: str) -> None:
        """Stop at a document that nobody wrote by hand.

        Raises
        ------
        DamagedError
        """
        self.characters += len(text)
        if self.characters > MOST_TEXT:
            raise DamagedError(f"超过 {MOST_TEXT // 10_000} 万字的文档")
