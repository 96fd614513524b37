"""The document as a tree of headings (章节树)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from yzperf.domain.document.blocks import Block, Paragraph


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands below it. The root has no heading and holds cover, abstract and everything else."""

    heading: Paragraph | None
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]

    @property
    def title(self) -> str:
        """The heading as shown; blank for the root."""
        return self.heading.title if self.heading else ""

    @property
    def level(self) -> int:
        """Level of the heading; 0 for the root."""
        return (self.heading.level or 0) if self.heading else 0

    def walk(self) -> Iterator[Section]:
        """This section and all below it, in order."""
        yield self
        for section in self.sections:
            yield from section.walk()

    def all_blocks(self) -> Iterator[Block]:
        """Everything under this heading, subsections included, headings left out."""
        for section in self.walk():
            yield from section.blocks

    @property
    def text(self) -> str:
        """The running text under this heading, subsections included."""
        return "\n".join(block.text for block in self.all_blocks() if isinstance(block, Paragraph))


@dataclass
class _Open:
    """A section that is still being filled."""

    heading: Paragraph | None
    blocks: list[Block] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)

    @property
    def level(self) -> int:
        return (self.heading.level or 0) if self.heading else 0

    def close(self) -> Section:
        return Section(self.heading, tuple(self.blocks), tuple(self.sections))


def section_tree(blocks: Iterable[Block]) -> Section:
    """Hang blocks under their headings. A skipped level hangs under the nearest heading above it.

    A run-in heading stands in its own text: the paragraph is both the heading and the first block.
    """
    stack = [_Open(None)]
    for block in blocks:
        heading = block if isinstance(block, Paragraph) and block.level else None
        if heading:
            _close_to(stack, heading.level or 1)
            stack.append(_Open(heading))
        if heading is None or _is_run_in(heading):
            stack[-1].blocks.append(block)
    _close_to(stack, 1)
    return stack[0].close()


def _close_to(stack: list[_Open], level: int) -> None:
    while stack[-1].level >= level:
        done = stack.pop()
        stack[-1].sections.append(done.close())


def _is_run_in(heading: Paragraph) -> bool:
    return len("".join(heading.text.split())) > len("".join(heading.title.split()))
