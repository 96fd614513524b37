"""The finished file (成品文件): properties, a last look for leftovers, fixed bytes, written whole or not."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from yzperf.errors import ReportError
from yzperf.reports.headings import Heading
from yzperf.reports.ooxml import W, finish_document, parse, text_of

_FIXED = (1980, 1, 1, 0, 0, 0)
_LEFTOVER = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|(?<![A-Za-z0-9_])(?:nan|NaN|NaT|None|<NA>)(?![A-Za-z0-9_])")
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file says of itself (文档属性). ``day`` replaces today: bytes must not change over night."""

    title: str
    creator: str
    subject: str
    day: date


def finished(raw: bytes, properties: Properties, headings: Sequence[Heading]) -> bytes:
    """Turn what docxtpl saved into the file that is handed over.

    Raises
    ------
    ReportError
        If a template tag, ``nan`` or ``None`` is left in any text, or a heading is missing.
    """
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/document.xml"] = finish_document(parts["word/document.xml"], headings)
    parts["docProps/core.xml"] = core_xml(properties)
    _require_clean(parts)
    return zipped(parts)


def zipped(parts: dict[str, bytes]) -> bytes:
    """Zip parts with sorted names and fixed dates."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts):
            entry = zipfile.ZipInfo(name, _FIXED)
            entry.create_system = 3
            archive.writestr(entry, parts[name], zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def write_whole(content: bytes, out: Path) -> Path:
    """Write a file beside its place and move it there, so that nobody ever sees half of it.

    Raises
    ------
    ReportError
        If the folder is missing or the file is open elsewhere.
    """
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(out)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise ReportError(f"无法写入 {out}：{error.strerror}。请检查文件夹是否存在、文件是否正被打开。") from error
    return out


def _require_clean(parts: dict[str, bytes]) -> None:
    problems = [
        f"{name}：“…{text}…”"
        for name, content in parts.items()
        if name.endswith(".xml")
        for text in _leftovers(content)
    ]
    if problems:
        raise ReportError([f"报告中留有未填的模板标签或空值 {problem}，请检查数据和模板" for problem in problems])


def _leftovers(content: bytes) -> Iterator[str]:
    for text in _texts(parse(content)):
        if found := _LEFTOVER.search(text):
            yield text[max(0, found.start() - 12) : found.end() + 12]


def _texts(root: Any) -> Iterator[str]:
    """Text by paragraph, since Word may cut a tag into several runs; other parts as a whole."""
    paragraphs = list(root.iter(f"{W}p"))
    yield from (text_of(paragraph) for paragraph in paragraphs)
    yield from (field.text or "" for field in root.iter(f"{W}instrText"))
    if not paragraphs:
        yield "".join(root.itertext())


def core_xml(properties: Properties) -> bytes:
    """Return the part ``docProps/core.xml`` of a Word or Excel file."""
    stamp = f"{properties.day.isoformat()}T00:00:00Z"
    creator = escape(properties.creator)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<cp:coreProperties xmlns:cp="{_CORE}" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(properties.title)}</dc:title><dc:subject>{escape(properties.subject)}</dc:subject>"
        f"<dc:creator>{creator}</dc:creator><dc:language>zh-CN</dc:language><cp:lastModifiedBy>{creator}</cp:lastModifiedBy>"
        f'<cp:revision>1</cp:revision><dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{stamp}</dcterms:modified></cp:coreProperties>'
    ).encode()
