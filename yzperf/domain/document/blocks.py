"""What a document is made of, in reading order (文档内容): paragraphs, tables with merged cells, figures; each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from yzperf.errors import Place


class Kind(StrEnum):
    """What a paragraph is there for (段落用途)."""

    TITLE = "题名"
    HEADING = "标题"
    TEXT = "正文"
    CAPTION = "题注"
    CONTENTS = "目录"


class Story(StrEnum):
    """Where in the document a paragraph stands (所在部分)."""

    BODY = "正文"
    BOX = "文本框"
    CELL = "表格"
    FOOTNOTE = "脚注"
    ENDNOTE = "尾注"
    HEADER = "页眉"
    FOOTER = "页脚"
    COMMENT = "批注"


class MarkKind(StrEnum):
    """What is attached to a stretch of text (附着物)."""

    NUMBER = "自动编号"
    LINK = "超链接"
    FIELD = "域"
    BOOKMARK = "书签"
    FOOTNOTE = "脚注号"
    ENDNOTE = "尾注号"
    COMMENT = "批注"
    PLACEHOLDER = "占位提示"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one appearance. ``size`` in points, 0 where unknown; ``raised`` 1 superscript, -1 subscript."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    struck: bool = False
    highlighted: bool = False
    raised: int = 0
    size: float = 0.0
    font: str = ""
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something attached to ``text[start:end]`` of its paragraph.

    ``value`` is the target of a link, the code of a field (``SEQ 表``, ``REF _Ref1``, ``PAGE``), the name of a bookmark,
    the id of a note or comment, or the automatic number as shown.
    """

    kind: MarkKind
    start: int
    end: int
    value: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph as a reader sees it: tracked insertions in, deletions and hidden text out, automatic number in front.

    ``level`` is 1–9 for a heading, else None; ``title`` is then the heading as shown with its number, which for a
    run-in heading is only the first sentence. ``path`` are the headings above, outermost first. ``runs`` joined give
    ``text``. ``anchor`` is the position in the file (part and ordinal of the ``w:p``), for writing comments there.
    """

    text: str
    level: int | None
    where: Place
    kind: Kind = Kind.TEXT
    title: str = ""
    number: str = ""
    path: tuple[str, ...] = ()
    runs: tuple[Run, ...] = ()
    marks: tuple[Mark, ...] = ()
    style: str = ""
    alignment: str = ""
    story: Story = Story.BODY
    id: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell, merged or not; rows and columns count from 1. ``blocks`` may hold figures and nested tables."""

    row: int
    column: int
    blocks: tuple[Block, ...]
    where: Place
    row_span: int = 1
    column_span: int = 1

    @property
    def text(self) -> str:
        """Text of the cell's own paragraphs, one line each."""
        return "\n".join(block.text for block in self.blocks if isinstance(block, Paragraph))


@dataclass(frozen=True, slots=True)
class Table:
    """One table. Merged cells stand once, at their upper left corner; ``number`` counts the tables of the document.

    ``caption`` is the caption as shown, ``unit`` what 单位：… beside the table says, ``heading_rows`` how many rows are
    repeated on each page.
    """

    cells: tuple[Cell, ...]
    where: Place
    number: int = 0
    caption: str = ""
    unit: str = ""
    alt: str = ""
    heading_rows: int = 0
    story: Story = Story.BODY
    id: str = ""
    anchor: str = ""

    @property
    def height(self) -> int:
        """Number of rows."""
        return max((cell.row + cell.row_span - 1 for cell in self.cells), default=0)

    @property
    def width(self) -> int:
        """Number of columns of the grid."""
        return max((cell.column + cell.column_span - 1 for cell in self.cells), default=0)

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Texts as a rectangle; what a merged cell covers is blank."""
        width = self.width
        grid = [[""] * width for _ in range(self.height)]
        for cell in self.cells:
            grid[cell.row - 1][cell.column - 1] = cell.text
        return tuple(tuple(row) for row in grid)

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell that covers a position of the grid, or None where the row is shorter."""
        for cell in self.cells:
            if 0 <= row - cell.row < cell.row_span and 0 <= column - cell.column < cell.column_span:
                return cell
        return None


class FigureKind(StrEnum):
    """What is shown (图的种类)."""

    PICTURE = "图片"
    CHART = "图表"
    DIAGRAM = "示意图"
    OBJECT = "嵌入对象"


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture, chart, diagram or embedded object. Sizes in mm, 0 where unknown.

    ``part`` and ``sha256`` are those of the stored picture; ``texts`` are rows of what a chart or diagram says: a chart's
    title, then one row a series with its categories and values.
    """

    kind: FigureKind
    where: Place
    number: int = 0
    alt: str = ""
    caption: str = ""
    width: float = 0.0
    height: float = 0.0
    is_floating: bool = False
    part: str = ""
    sha256: str = ""
    texts: tuple[tuple[str, ...], ...] = ()
    id: str = ""
    anchor: str = ""


Block = Paragraph | Table | Figure


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Blocks in reading order, those inside table cells after their table."""
    for block in blocks:
        yield block
        if isinstance(block, Table):
            for cell in block.cells:
                yield from walk(cell.blocks)
