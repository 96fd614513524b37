"""A Word document as a reader sees it, with everything that the file says beside (文档)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from yzperf.domain.document.blocks import Block, Figure, Kind, Paragraph, Table, walk
from yzperf.domain.document.page import page_html, page_text
from yzperf.domain.document.properties import PageSetup, Properties
from yzperf.domain.document.relations import Caption, Reference, Signature
from yzperf.domain.document.section import Section, section_tree
from yzperf.domain.document.traces import Change, Comment, Hidden, Margin, Note


@dataclass(frozen=True, slots=True)
class Document:
    """A Word document. ``blocks`` is the body in reading order, text boxes after the paragraph that they hang on.

    ``unread`` says in Chinese what the file holds but this reading does not (a damaged part, an imported file).
    """

    file: str
    blocks: tuple[Block, ...]
    title: str = ""
    notes: tuple[Note, ...] = ()
    margins: tuple[Margin, ...] = ()
    changes: tuple[Change, ...] = ()
    comments: tuple[Comment, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    captions: tuple[Caption, ...] = ()
    references: tuple[Reference, ...] = ()
    signatures: tuple[Signature, ...] = ()
    pages: tuple[PageSetup, ...] = ()
    properties: Properties = field(default_factory=Properties)
    unread: tuple[str, ...] = ()

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Headings, text and captions of the body and its text boxes; lines of the contents left out."""
        found = (block for block in self.blocks if isinstance(block, Paragraph))
        return tuple(paragraph for paragraph in found if paragraph.kind is not Kind.CONTENTS)

    @property
    def headings(self) -> tuple[Paragraph, ...]:
        """All headings in order."""
        return tuple(paragraph for paragraph in self.paragraphs if paragraph.level)

    @property
    def contents(self) -> tuple[Paragraph, ...]:
        """Lines of the table of contents (目录), which repeat headings and are no text of their own."""
        found = (block for block in self.blocks if isinstance(block, Paragraph))
        return tuple(paragraph for paragraph in found if paragraph.kind is Kind.CONTENTS)

    @property
    def tables(self) -> tuple[Table, ...]:
        """All tables in order, nested ones after the table that holds them."""
        return tuple(block for block in walk(self.blocks) if isinstance(block, Table))

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All figures in order, those in table cells included."""
        return tuple(block for block in walk(self.blocks) if isinstance(block, Figure))

    @property
    def outline(self) -> Section:
        """The tree of headings; its root holds what stands before the first one."""
        return section_tree(block for block in self.blocks if not _is_contents(block))

    def every_paragraph(self) -> Iterator[Paragraph]:
        """All text that there is: body, cells, text boxes, then notes, headers and footers; the contents left out."""
        for blocks in (self.blocks, *(note.blocks for note in self.notes), *(one.blocks for one in self.margins)):
            yield from (
                block for block in walk(blocks) if isinstance(block, Paragraph) and block.kind is not Kind.CONTENTS
            )

    def counts(self) -> dict[str, int]:
        """How much there is of each kind, with Chinese names."""
        return {
            "标题": len(self.headings),
            "段落": sum(paragraph.kind is Kind.TEXT for paragraph in self.paragraphs),
            "表格": len(self.tables),
            "图": len(self.figures),
            "脚注尾注": len(self.notes),
            "交叉引用": len(self.references),
            "修订": len(self.changes),
            "批注": len(self.comments),
            "隐藏文字": len(self.hidden),
        }

    def _repr_html_(self) -> str:
        return page_html(self.title or self.file, self._byline(), self.outline, self.counts(), self.unread)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        text = page_text(self.title or self.file, self.outline, self.counts(), self.unread)
        return {"text/plain": text, "text/html": self._repr_html_()}

    def _byline(self) -> str:
        said = self.properties
        parts = {"文件": self.file, "作者": said.creator, "最后保存": said.last_modified_by, "程序": said.application}
        return "　".join(f"{name} {value}" for name, value in parts.items() if value)


def _is_contents(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.kind is Kind.CONTENTS
