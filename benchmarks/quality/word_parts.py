"""Parts of a Word file that the maker of reports does not write: a footnote, a text box."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BODY = "word/document.xml"


def add_footnote(path: Path, words: str, text: str) -> None:
    """Hang a footnote on the first paragraph that holds the words."""
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes xmlns:w="{W}">'
        '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        f'<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>{escape(text)}</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"

    def change(parts: dict[str, str]) -> None:
        parts[_BODY] = _behind(parts[_BODY], words, mark)
        parts["word/footnotes.xml"] = notes
        types, relations = "[Content_Types].xml", "word/_rels/document.xml.rels"
        override = f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'
        parts[types] = parts[types].replace("</Types>", override)
        relation = f'<Relationship Id="rIdNotes" Type="{_OFFICE}/footnotes" Target="footnotes.xml"/></Relationships>'
        parts[relations] = parts[relations].replace("</Relationships>", relation)

    _rewrite(path, change)


def add_text_box(path: Path, words: str, text: str) -> None:
    """Hang a text box on the first paragraph that holds the words."""
    inside = f"<w:txbxContent><w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p></w:txbxContent>"
    box = (
        '<w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape style="width:200pt;height:60pt">'
        f"<v:textbox>{inside}</v:textbox></v:shape></w:pict></w:r>"
    )

    def change(parts: dict[str, str]) -> None:
        parts[_BODY] = _behind(parts[_BODY], words, box)

    _rewrite(path, change)


def _behind(body: str, words: str, piece: str) -> str:
    """Put a run at the end of the paragraph that holds the words."""
    at = body.index("</w:p>", body.index(escape(words)))
    return body[:at] + piece + body[at:]


def _rewrite(path: Path, change: Callable[[dict[str, str]], None]) -> None:
    with zipfile.ZipFile(path) as source:
        names = source.namelist()
        binary = {name: source.read(name) for name in names if not name.endswith((".xml", ".rels"))}
        parts = {name: source.read(name).decode() for name in names if name not in binary}
    change(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in [*names, *(name for name in parts if name not in names)]:
            target.writestr(zipfile.ZipInfo(name), binary.get(name) or parts[name])
