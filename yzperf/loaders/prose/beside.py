"""Notes, headers, comments, changes and hidden text, each put at its place in the text (文外内容)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from yzperf.domain.document import Change, ChangeKind, Comment, Hidden, Margin, Note, Story
from yzperf.errors import Place
from yzperf.loaders.prose.builder import Builder, Scene
from yzperf.loaders.prose.places import Position, Spots

Wire = Mapping[str, Any]
_STORIES = {"脚注": Story.FOOTNOTE, "尾注": Story.ENDNOTE, "页眉": Story.HEADER, "页脚": Story.FOOTER}
_LONGEST_ANCHOR = 500


def notes_of(wires: Sequence[Wire], builder: Builder, places: Mapping[tuple[str, str], Place]) -> tuple[Note, ...]:
    """Build footnotes and endnotes; ``places`` are those of the marks in the text by kind and id."""
    made = []
    for wire in wires:
        name = f"{wire['what']}{wire['number']}"
        blocks = builder.inner(wire["blocks"], _scene(wire, builder, name))
        here = places.get((wire["what"], wire["id"]), Place(file=builder.file, cell=name))
        made.append(Note(wire["what"], wire["number"], blocks, here))
    return tuple(made)


def margins_of(wires: Sequence[Wire], builder: Builder) -> tuple[Margin, ...]:
    """Build headers and footers."""
    made = []
    for wire in wires:
        name = f"第{wire['section']}节{wire['pages']}{wire['what']}"
        blocks = builder.inner(wire["blocks"], _scene(wire, builder, name))
        made.append(Margin(wire["what"], wire["section"], wire["pages"], blocks, wire["has_page_number"]))
    return tuple(made)


def _scene(wire: Wire, builder: Builder, name: str) -> Scene:
    return Scene(wire["part"], Position(builder.file), _STORIES[wire["what"]], name=name)


def comments_of(wires: Sequence[Wire], spots: Spots) -> tuple[Comment, ...]:
    """Build comments with the text that they hang on."""
    return tuple(
        Comment(
            id=wire["id"],
            author=wire["author"],
            date=wire["date"],
            text=wire["text"],
            anchor_text=_anchor_text(wire["span"], spots),
            where=_comment_place(wire["span"], spots),
            is_resolved=wire["is_resolved"],
            reply_to=wire["reply_to"],
        )
        for wire in wires
    )


def _comment_place(span: Mapping[str, Sequence[Any]], spots: Spots) -> Place:
    spot = span.get("start") or span.get("reference") or span.get("end")
    return spots.place(spot[0], spot[1]) if spot else spots.nowhere


def _anchor_text(span: Mapping[str, Sequence[Any]], spots: Spots) -> str:
    start, end = span.get("start"), span.get("end")
    if not start or not end or start[0] != end[0]:
        return ""
    texts = []
    for ordinal, paragraph in spots.between(start[0], start[1], end[1]):
        first = start[2] if ordinal == start[1] else 0
        last = end[2] if ordinal == end[1] else len(paragraph.text)
        texts.append(paragraph.text[first:last])
        if sum(map(len, texts)) > _LONGEST_ANCHOR:
            break
    return "\n".join(texts)[:_LONGEST_ANCHOR]


def changes_of(wires: Sequence[Wire], spots: Spots) -> tuple[Change, ...]:
    """Build the list of tracked changes."""
    return tuple(
        Change(
            ChangeKind(wire["kind"]), wire["author"], wire["date"], wire["text"], spots.place(wire["part"], wire["n"])
        )
        for wire in wires
    )


def hidden_of(wires: Sequence[Wire], spots: Spots) -> tuple[Hidden, ...]:
    """Build the list of hidden text."""
    found = (Hidden(wire["text"].strip(), spots.place(wire["part"], wire["n"])) for wire in wires)
    return tuple(hidden for hidden in found if hidden.text)
