"""Paragraphs, tables, loops and fields of a docxtpl template, written as short calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from word_styles import mm

_HINT = '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'


def text(content: str) -> str:
    """One run. Jinja tags stay whole because the run is written in one piece.

    The hint makes Word set ambiguous glyphs (“ ” — …) in the Chinese font.
    """
    return f'<w:r>{_HINT}<w:t xml:space="preserve">{escape(content)}</w:t></w:r>'


def para(style: str, content: str, extra: str = "") -> str:
    """A paragraph of one run; ``extra`` is more pPr in schema order after the style."""
    return para_of(style, text(content), extra)


def para_of(style: str, runs: str, extra: str = "") -> str:
    """A paragraph of ready runs."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{extra}</w:pPr>{runs}</w:p>'


def tag(statement: str) -> str:
    """A paragraph that docxtpl replaces by the bare Jinja statement."""
    return f"<w:p>{text('{%p ' + statement + ' %}')}</w:p>"


def each(name: str, source: str, inner: str) -> str:
    """Repeat blocks for every item."""
    return tag(f"for {name} in {source}") + inner + tag("endfor")


def when(condition: str, inner: str) -> str:
    """Blocks that stand only if the condition holds."""
    return tag(f"if {condition}") + inner + tag("endif")


def texts(source: str, style: str = "BodyText") -> str:
    """A list of strings, one paragraph each."""
    return each("line", source, para(style, "{{ line }}"))


def heading(source: str, style: str) -> str:
    """A heading. Its bookmark is set after rendering: Word refuses a tag in a bookmark's id."""
    return para(style, f"{{{{ {source} }}}}")


def field(instruction: str, shown: str = "") -> str:
    """A live Word field with its shown text."""
    parts = [
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>',
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
        text(shown),
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    ]
    return "".join(parts)


def contents_line(style: str) -> str:
    """One line of the contents: text, dots, page number, all linked to the heading."""
    inner = text("{{ entry.text }}") + "<w:r><w:tab/></w:r>" + field("PAGEREF {{ entry.mark }} \\h")
    return para_of(style, f'<w:hyperlink w:anchor="{{{{ entry.mark }}}}" w:history="1">{inner}</w:hyperlink>')


@dataclass(frozen=True)
class Column:
    """One table column: width in mm, heading, what the row prints, cell style."""

    width: float
    head: str
    value: str
    style: str = "Cell"


_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="{8 if side in ("top", "bottom") else 4}" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def cell(width: float, content: str, style: str, *, span: int = 1, borders: str = "") -> str:
    """A cell. One that prints the ditto mark 〃 is merged with the cell above after rendering."""
    properties = (
        f'<w:tcW w:w="{mm(width)}" w:type="dxa"/>'
        + (f'<w:gridSpan w:val="{span}"/>' if span > 1 else "")
        + borders
        + '<w:vAlign w:val="center"/>'
    )
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{para(style, content)}</w:tc>"


def row(cells: str, *, header: bool = False) -> str:
    """A row that never breaks over a page; a header row is repeated on every page."""
    repeat = "<w:tblHeader/>" if header else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeat}</w:trPr>{cells}</w:tr>"


def frame(widths: Sequence[float], rows: str, borders: str = _BORDERS) -> str:
    """A centred table of fixed widths."""
    grid = "".join(f'<w:gridCol w:w="{mm(width)}"/>' for width in widths)
    drawn = f"<w:tblBorders>{borders}</w:tblBorders>" if borders else ""
    whole = f'<w:tblW w:w="{sum(map(mm, widths))}" w:type="dxa"/>'
    properties = f'{whole}<w:jc w:val="center"/>{drawn}<w:tblLayout w:type="fixed"/>'
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"


def table(columns: Sequence[Column], source: str, *, head: str = "CellHead", foot: str = "") -> str:
    """A table with a header row and one row for every ``row`` in ``source``."""
    top = row("".join(cell(c.width, c.head, head) for c in columns), header=True)
    body = row("".join(cell(c.width, c.value, c.style) for c in columns))
    loop = (_row_tag(f"for row in {source}"), _row_tag("endfor"))
    return frame([c.width for c in columns], top + loop[0] + body + loop[1] + foot)


def _row_tag(statement: str) -> str:
    return f"<w:tr><w:tc><w:tcPr/><w:p>{text('{%tr ' + statement + ' %}')}</w:p></w:tc></w:tr>"
