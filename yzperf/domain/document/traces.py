"""What stands beside the text (文档痕迹): tracked changes, comments, hidden text, notes, headers and footers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from yzperf.domain.document.blocks import Block, Paragraph
from yzperf.errors import Place


class ChangeKind(StrEnum):
    """What somebody changed with tracking on (修订种类)."""

    INSERTED = "插入"
    DELETED = "删除"
    MOVED_HERE = "移入"
    MOVED_AWAY = "移出"
    FORMATTED = "改格式"


@dataclass(frozen=True, slots=True)
class Change:
    """One tracked change that nobody has accepted or refused yet (修订). ``date`` as the file gives it."""

    kind: ChangeKind
    author: str
    date: str
    text: str
    where: Place


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment (批注) with the text that it hangs on. ``reply_to`` is the id of the comment that it answers."""

    id: str
    author: str
    date: str
    text: str
    anchor_text: str
    where: Place
    is_resolved: bool = False
    reply_to: str = ""


@dataclass(frozen=True, slots=True)
class Hidden:
    """Text that is in the file but not on the page (隐藏文字)."""

    text: str
    where: Place


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote or endnote (脚注、尾注). ``number`` as shown; ``where`` is the paragraph that refers to it."""

    kind: str
    number: str
    blocks: tuple[Block, ...]
    where: Place

    @property
    def text(self) -> str:
        """Text of the note, one line a paragraph."""
        return "\n".join(block.text for block in self.blocks if isinstance(block, Paragraph))


@dataclass(frozen=True, slots=True)
class Margin:
    """A header or footer (页眉、页脚) of a section; ``pages`` is 默认, 首页 or 偶数页."""

    kind: str
    section: int
    pages: str
    blocks: tuple[Block, ...]
    has_page_number: bool

    @property
    def text(self) -> str:
        """Its text, one line a paragraph."""
        return "\n".join(block.text for block in self.blocks if isinstance(block, Paragraph))
