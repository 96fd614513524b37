"""From the facts that the child hands over to a document (组装)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from yzperf.domain.document import Document, PageSetup, Properties
from yzperf.errors import Place
from yzperf.loaders.prose.beside import changes_of, comments_of, hidden_of, margins_of, notes_of
from yzperf.loaders.prose.builder import Builder
from yzperf.loaders.prose.lines import lines_of
from yzperf.loaders.prose.plan import plan_of
from yzperf.loaders.prose.relations import captions_of, references_of, signatures_of

_NOTE_MARKS = {"脚注号": "脚注", "尾注号": "尾注"}


def build_document(file: str, found: Mapping[str, Any]) -> Document:
    """Build the document that a file's facts describe.

    Parameters
    ----------
    found
        What ``docx_text.read_text`` returns.
    """
    lines = lines_of(found["blocks"])
    plan = plan_of(lines)
    builder = Builder(file)
    blocks = builder.body(lines, plan, found["part"])
    captions = captions_of(blocks, plan)
    notes = notes_of(found["notes"], builder, dict(_note_places(found, builder)))
    first_heading = min(plan.headings, default=len(lines))
    titles = "".join(_one_line(lines[at].wire["text"]) for at in plan.titles if at < first_heading)
    bare = Document(file, tuple(blocks), notes=notes, margins=margins_of(found["margins"], builder))
    return Document(
        file=file,
        blocks=bare.blocks,
        title=titles or _title_of_form(bare) or found["properties"].get("title", ""),
        notes=notes,
        margins=bare.margins,
        changes=changes_of(found["changes"], builder.spots),
        comments=comments_of(found["comments"], builder.spots),
        hidden=hidden_of(found["hidden"], builder.spots),
        captions=captions,
        references=references_of(bare.every_paragraph(), captions),
        signatures=signatures_of(blocks),
        pages=tuple(PageSetup(**page) for page in found["pages"]),
        properties=Properties(**found["properties"]),
        unread=tuple(found["unread"]),
    )


def _one_line(text: str) -> str:
    """A title that is broken over two lines, without the break."""
    return " ".join(text.replace("\n", "").split())


def _title_of_form(document: Document) -> str:
    """What stands above the first table of a document that has no headings."""
    first = next(iter(document.tables), None)
    return first.caption if first and not document.headings else ""


def _note_places(found: Mapping[str, Any], builder: Builder) -> Iterator[tuple[tuple[str, str], Place]]:
    """Where the mark of each note stands."""
    for wire in _paragraphs(found["blocks"]):
        for kind, _, _, key in wire["marks"]:
            if kind in _NOTE_MARKS:
                yield (_NOTE_MARKS[kind], key), builder.spots.place(found["part"], wire["n"])


def _paragraphs(wires: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for wire in wires:
        if wire["kind"] == "p":
            yield wire
        for cell in wire.get("cells", ()):
            yield from _paragraphs(cell[4])
        yield from _paragraphs(wire.get("blocks", []))
