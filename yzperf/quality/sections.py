"""What belongs to a section of a report (章节内容): the signatures and annexes behind the last one are no part of it."""

from __future__ import annotations

from itertools import takewhile

from yzperf.domain.document import Block, Document, Paragraph, Section

_ANNEXES = ("附件", "附录")
_SIGNED = ("主评人", "落款", "日期", "评价机构", "项目负责人")


def own_blocks(section: Section, report: Document) -> list[Block]:
    """The blocks right under a heading, up to the first line of a signature or the heading of an annex."""
    ends = {caption.where for caption in report.captions if caption.label in _ANNEXES}
    ends |= {line.where for line in report.signatures if line.role in _SIGNED}
    return list(takewhile(lambda block: block.where not in ends, section.blocks))


def own_text(section: Section, report: Document) -> str:
    """The running text right under a heading, and behind it in its own line."""
    heading = section.heading
    own = heading.text.removeprefix(heading.title) if heading else ""
    blocks = (block for block in own_blocks(section, report) if isinstance(block, Paragraph) and block is not heading)
    return "\n".join((own, *(block.text for block in blocks)))
