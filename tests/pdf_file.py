"""A small PDF with Chinese text, as programs make it: one composite font, each sign by its code point."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

_CMAP = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
1 beginbfrange <0000> <FFFF> <0000> endbfrange
endcmap end end"""
_FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H /DescendantFonts [ << /Type /Font"
    b" /Subtype /CIDFontType2 /BaseFont /Song /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
    b" /DW 1000 >> ] /ToUnicode 4 0 R >>"
)


def write_pdf(path: Path, pages: Sequence[Sequence[str]]) -> Path:
    """Write lines page by page; a page without lines is like a scan."""
    first = 5
    kids = b" ".join(b"%d 0 R" % (first + 2 * at) for at in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [ %s ] >>" % (len(pages), kids),
        _FONT,
        _stream(_CMAP),
    ]
    for at, lines in enumerate(pages):
        page = b"<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 595 842 ] /Resources << /Font << /F1 3 0 R >> >>"
        objects += [page + b" /Contents %d 0 R >>" % (first + 2 * at + 1), _stream(_content(lines))]
    path.write_bytes(_file(objects))
    return path


def _content(lines: Sequence[str]) -> bytes:
    shown = (
        f"BT /F1 12 Tf 1 0 0 1 72 {780 - 18 * at} Tm <{line.encode('utf-16-be').hex()}> Tj ET"
        for at, line in enumerate(lines)
    )
    return "\n".join(shown).encode()


def _stream(data: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data)


def _file(objects: Sequence[bytes]) -> bytes:
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(data))
    return data + head + table + trailer
