"""Read a Word report from outside (评价报告): headings by style or by number, text, tables, all with places."""

from __future__ import annotations

import re
from pathlib import Path

from yzperf.domain.document import Document, Paragraph, Table
from yzperf.domain.quantity import normalise
from yzperf.errors import LoadError, Place, Problem
from yzperf.loaders.child import parse
from yzperf.loaders.guard import require_kind, require_safe_archive

_LEVELS = (
    (1, re.compile(r"[一二三四五六七八九十]{1,3}、")),
    (2, re.compile(r"\([一二三四五六七八九十]{1,3}\)")),
    (3, re.compile(r"\d{1,2}[.．、](?!\d)")),
)
_CONTENTS = re.compile(r"[.…·]{2,}\s*\d+$|\s\d{1,3}$")  # a page number at the end: a line of the contents
_LONGEST_HEADING = 40  # a numbered sentence of the text is longer than a heading


def load_document(path: Path) -> Document:
    """Read a .docx behind guard and child process.

    Raises
    ------
    LoadError
        If the file is missing, damaged, hostile, of a kind to convert first, or has no text.
    """
    require_kind(path, ".docx")
    require_safe_archive(path)
    found = parse("docx", path)
    if not any(item["text"] for item in found["paragraphs"]) and not found["tables"]:
        raise LoadError(Problem(Place(file=path.name), "没有文字的文档", "评价报告正文", "扫描件请改交可编辑的 .docx"))
    return Document(
        file=path.name,
        paragraphs=tuple(
            Paragraph(item["text"], _level(item["text"], item["style"]), _place(path, item["number"]))
            for item in found["paragraphs"]
        ),
        tables=tuple(
            Table(tuple(tuple(row) for row in table["rows"]), _place(path, table["number"], "后的表格"))
            for table in found["tables"]
        ),
    )


def _place(path: Path, number: int, suffix: str = "") -> Place:
    return Place(file=path.name, paragraph=f"第{number}段{suffix}")


def _level(text: str, style: str) -> int | None:
    if not text or style.lower().startswith("toc") or _CONTENTS.search(text):
        return None
    if match := re.fullmatch(r"(?:heading|标题)\s*(\d)", style.strip(), re.IGNORECASE):
        return int(match[1])
    if len(text) > _LONGEST_HEADING or text.endswith(("。", "；", ";")):
        return None
    plain = normalise(text)
    return next((level for level, pattern in _LEVELS if pattern.match(plain)), None)
