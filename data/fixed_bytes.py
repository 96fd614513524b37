"""Write office files, tables and texts: the same content gives the same bytes on every machine and day."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

_ZIP_TIME = (2025, 1, 1, 0, 0, 0)
_STAMP = "2025-01-01T00:00:00Z"
_STAMPS = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def save_office(document: Any, path: Path) -> None:
    """Save an openpyxl workbook or a python-docx document with fixed dates and a fixed order of parts."""
    raw = io.BytesIO()
    document.save(raw)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_fixed(raw.getvalue()))


def save_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Save a comma-separated table in UTF-8 with plain line ends."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    save_text(path, text.getvalue())


def save_text(path: Path, text: str) -> None:
    """Save a text in UTF-8 with plain line ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))


def _fixed(raw: bytes) -> bytes:
    """Repack a zip: sorted parts, one date, stored and not deflated, since zlib versions pack differently."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as target,
    ):
        for name in sorted(source.namelist(), key=lambda part: (part != "[Content_Types].xml", part)):
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.create_system = 0
            target.writestr(entry, _without_today(name, source.read(name)))
    return packed.getvalue()


def _without_today(name: str, content: bytes) -> bytes:
    if name != "docProps/core.xml":
        return content
    return _STAMPS.sub(rb"\g<1>" + _STAMP.encode() + rb"\g<3>", content)
