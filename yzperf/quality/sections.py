"""What belongs to a section of a report (章节内容): the signatures and annexes behind the last one are no part of it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from yzperf.domain.document import Block, Document, Paragraph, Section, Table
from yzperf.errors import Place

_ANNEXES = ("附件", "附录")
DATED = ("日期", "完成日期")  # roles of a date; 完成日期 is that of the report on its cover only
_SIGNED = ("主评人", "落款", "日期", "评价机构", "项目负责人")


def own_blocks(section: Section, report: Document) -> list[Block]:
    """The blocks right under a heading, up to the first line of a signature or the heading of an annex."""
    ends = {caption.where for caption in report.captions if caption.label in _ANNEXES}
    ends |= {line.where for line in report.signatures if line.role in _SIGNED}
    return list(takewhile(lambda block: block.where not in ends, section.blocks))


def own_text(section: Section, report: Document) -> str:
    """The running text right under a heading, and behind it in its own line."""
    heading = section.heading
    own = _behind(heading) if heading else ""
    blocks = (block for block in own_blocks(section, report) if isinstance(block, Paragraph) and block is not heading)
    return "\n".join((own, *(block.text for block in blocks)))


def _behind(heading: Paragraph) -> str:
    """What a run-in heading goes on with; its title may be spaced in another way than its text."""
    is_whole = "".join(heading.text.split()) == "".join(heading.title.split())
    return "" if is_whole else heading.text.removeprefix(heading.title)


def cover_places(report: Document) -> frozenset[Place]:
    """Places of all that stands in front of the first heading, the cells of its tables among them; none without headings."""
    if not report.headings:
        return frozenset()
    blocks = tuple(takewhile(lambda one: not (isinstance(one, Paragraph) and one.level), report.blocks))
    cells = (cell.where for block in blocks if isinstance(block, Table) for cell in block.cells)
    return frozenset((*(block.where for block in blocks), *cells))


def titled_blocks(report: Document) -> Iterator[tuple[Block, tuple[str, ...]]]:
    """Every block with the headings above it, outermost first, a heading's own among them."""
    titles: list[tuple[int, str]] = []
    for block in report.blocks:
        if isinstance(block, Paragraph) and block.level:
            level = block.level
            titles = [*(one for one in titles if one[0] < level), (level, block.title or block.text)]
        yield block, tuple(title for _, title in titles)
