"""Start a Word document without the ballast of python-docx's template: unused styles, a thumbnail."""

from __future__ import annotations

from typing import Any

import docx

_KEPT = {
    "Normal",
    "Heading 1",
    "Heading 2",
    "Default Paragraph Font",
    "Normal Table",
    "No List",
    "Table Grid",
}
_BALLAST = ("stylesWithEffects", "customXml", "thumbnail")


def new_document() -> Any:
    """An empty document with the few styles that a report needs."""
    document = docx.Document()
    for style in list(document.styles):
        if style.name not in _KEPT:
            style.delete()
    for owner in (document.part, document.part.package):
        ballast = [key for key, rel in owner.rels.items() if any(word in rel.reltype for word in _BALLAST)]
        for key in ballast:
            del owner.rels[key]
    return document
