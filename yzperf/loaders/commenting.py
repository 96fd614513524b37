"""A copy of a Word document with comments at its paragraphs (批注副本): made in a limited child process, original only read.

Run as ``python -m yzperf.loaders.commenting IN OUT``; comments come as JSON on standard input. Only the text, the comments
and the two lists that name them are written anew; every other part is carried over byte for byte.
"""

from __future__ import annotations

import io
import json
import posixpath
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from yzperf.loaders import limited
from yzperf.loaders.guard import require_safe_archive
from yzperf.loaders.marking import copy_in_child, limit_resources
from yzperf.loaders.word_kinds import require_word

_AUTHOR, _INITIALS = "yzperf 质量检查", "质检"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_REMEDY = "意见书仍可用 --opinion 写出；请用 WPS/Word 打开原件另存一份再试"


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment: the number of its paragraph in the text part (``Paragraph.anchor``), and its lines."""

    paragraph: int
    lines: tuple[str, ...]


def commented_copy(path: Path, comments: Sequence[Comment]) -> bytes:
    """Return a .docx with every comment at its paragraph, beside those that it has; the same input gives the same bytes.

    A paragraph in a text box is commented at the paragraph that the box hangs on: Word takes no comments inside.

    Raises
    ------
    LoadError
        If the file is hostile, damaged or of another kind.
    """
    require_word(path)
    require_safe_archive(path)
    if limited.is_inside():  # a batch: limits hold already, and no file may be written
        return _copy(path.read_bytes(), comments)
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "in.docx", Path(folder) / "out.docx"
        source.write_bytes(path.read_bytes())
        copy_in_child(__name__, path, (source, out), [asdict(comment) for comment in comments], _REMEDY)
        return out.read_bytes()


# ── in the child ────────────────────────────────────────────────────────────────────────────────────


def main(arguments: list[str]) -> None:
    """Entry point of the child."""
    limit_resources()
    comments = [Comment(told["paragraph"], tuple(told["lines"])) for told in json.load(sys.stdin)]
    Path(arguments[1]).write_bytes(_copy(Path(arguments[0]).read_bytes(), comments))


def _copy(content: bytes, comments: Sequence[Comment]) -> bytes:
    """The package with what changes in it; every other part as it was."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = {entry.filename: entry for entry in archive.infolist()}
        parts = {name: archive.read(name) for name in entries}
    changed = _commented(parts, comments)
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in {**parts, **changed}.items():
            entry = zipfile.ZipInfo(name, entries[name].date_time if name in entries else (1980, 1, 1, 0, 0, 0))
            archive.writestr(entry, part, zipfile.ZIP_DEFLATED)
    return copy.getvalue()


def _commented(parts: dict[str, bytes], comments: Sequence[Comment]) -> dict[str, bytes]:
    """The parts that change."""
    from lxml import etree

    main_part = _target(parts, "", "officeDocument") or "word/document.xml"
    text = _parse(parts[main_part])
    name = _target(parts, main_part, "comments")
    changed: dict[str, bytes] = {}
    if name not in parts:
        name = _free_name(parts, posixpath.dirname(main_part))
        changed |= _registered(parts, main_part, name, etree.QName(text).namespace)
    namespace = etree.QName(text).namespace
    notes = _parse(parts[name]) if name in parts else etree.Element(f"{{{namespace}}}comments", nsmap={"w": namespace})
    paragraphs = list(text.iter(f"{{{namespace}}}p"))
    first = max((int(note.get(f"{{{namespace}}}id") or 0) for note in notes), default=-1) + 1
    for number, comment in enumerate(comments, first):
        _anchor(_outermost(paragraphs[comment.paragraph]), str(number), namespace)
        notes.append(_note(comment, str(number), namespace))
    return {**changed, main_part: _written(text), name: _written(notes)}


def _outermost(paragraph: Any) -> Any:
    return next((found for found in reversed(list(paragraph.iterancestors(paragraph.tag)))), paragraph)


def _anchor(paragraph: Any, number: str, namespace: str) -> None:
    """Span the whole paragraph, and put the sign of the comment at its end."""
    named = f"{{{namespace}}}id"
    begin = paragraph.makeelement(f"{{{namespace}}}commentRangeStart", {named: number})
    paragraph.insert(1 if paragraph.find(f"{{{namespace}}}pPr") is not None else 0, begin)
    paragraph.append(paragraph.makeelement(f"{{{namespace}}}commentRangeEnd", {named: number}))
    run = paragraph.makeelement(f"{{{namespace}}}r")
    run.append(run.makeelement(f"{{{namespace}}}commentReference", {named: number}))
    paragraph.append(run)


def _note(comment: Comment, number: str, namespace: str) -> Any:
    from lxml import etree

    name = f"{{{namespace}}}"
    told = {f"{name}id": number, f"{name}author": _AUTHOR, f"{name}initials": _INITIALS}
    note = etree.Element(f"{name}comment", told, nsmap={"w": namespace})
    for line in comment.lines:
        run = etree.SubElement(etree.SubElement(note, f"{name}p"), f"{name}r")
        etree.SubElement(run, f"{name}t").text = line
    return note


def _registered(parts: dict[str, bytes], main_part: str, name: str, namespace: str) -> dict[str, bytes]:
    """The list of kinds and the relationships of the text, with the new part in both."""
    from lxml import etree

    types = _parse(parts["[Content_Types].xml"])
    etree.SubElement(types, f"{{{_TYPES}}}Override", {"PartName": f"/{name}", "ContentType": _KIND})
    where = _relations_of(main_part)
    relations = _parse(parts[where]) if where in parts else etree.Element(f"{{{_RELATIONS}}}Relationships")
    taken = {relation.get("Id") for relation in relations}
    key = next(key for key in (f"rIdComments{number}" for number in range(len(taken) + 1)) if key not in taken)
    base = namespace.replace("/wordprocessingml/2006/main", "/officeDocument/2006/relationships")
    base = base.replace("/wordprocessingml/main", "/officeDocument/relationships")  # a file of the strict kind
    told = {"Id": key, "Type": f"{base}/comments", "Target": f"/{name}"}
    etree.SubElement(relations, f"{{{_RELATIONS}}}Relationship", told)
    return {"[Content_Types].xml": _written(types), where: _written(relations)}


def _free_name(parts: dict[str, bytes], folder: str) -> str:
    names = (posixpath.join(folder, f"comments{number or ''}.xml") for number in range(len(parts) + 1))
    return next(name for name in names if name not in parts)


def _target(parts: dict[str, bytes], part: str, kind: str) -> str:
    where = _relations_of(part)
    for relation in _parse(parts[where]) if where in parts else ():
        if (relation.get("Type") or "").endswith(f"/{kind}"):
            return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), relation.get("Target"))).lstrip("/")
    return ""


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _parse(content: bytes) -> Any:
    from lxml import etree

    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def _written(root: Any) -> bytes:
    from lxml import etree

    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


if __name__ == "__main__":
    main(sys.argv[1:])
