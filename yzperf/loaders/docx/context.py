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

    def count_characters(self, text: str) -> None:
        """Stop at a document that nobody wrote by hand.

        Raises
        ------
        DamagedError
        """
        self.characters += len(text)
        if self.characters > MOST_TEXT:
            raise DamagedError(f"超过 {MOST_TEXT // 10_000} 万字的文档")
