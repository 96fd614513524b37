"""What is not in the body (正文以外): footnotes, endnotes, headers, footers, comments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from yzperf.loaders.docx.blocks import read_blocks
from yzperf.loaders.docx.context import Context
from yzperf.loaders.docx.counting import written
from yzperf.loaders.docx.names import number_elements, r, value, w, whole

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_NOTES = (("脚注", "footnote", "footnotes", "脚注号"), ("尾注", "endnote", "endnotes", "尾注号"))
_PAGES = {"default": "默认", "first": "首页", "even": "偶数页"}
_MARGINS = (("页眉", "headerReference"), ("页脚", "footerReference"))
_DEFAULT_FORMATS = {"脚注": "decimal", "尾注": "lowerRoman"}


def read_notes(context: Context, main: str, settings: Any | None) -> list[dict[str, Any]]:
    """Read footnotes and endnotes in the order of their numbers; notes that nothing refers to come last, unnumbered."""
    found: list[dict[str, Any]] = []
    for kind, tag, relation, mark in _NOTES:
        part = context.package.related(main, relation)
        tree = context.package.tree(part) if part else None
        if tree is None:
            continue
        number_elements(tree)
        order = list(dict.fromkeys(key for seen, key in context.note_order if seen == mark))
        style = value(settings, f"{w(f'{tag}Pr')}/{w('numFmt')}", _DEFAULT_FORMATS[kind])
        notes = {note.get(w("id")) or "": note for note in tree.iterchildren(w(tag)) if not note.get(w("type"))}
        for key in [*(key for key in order if key in notes), *(key for key in notes if key not in order)]:
            number = written(order.index(key) + 1, style) if key in order else ""
            blocks = read_blocks(notes[key], context, part)
            if blocks:
                found.append({"what": kind, "id": key, "number": number, "part": part, "blocks": blocks})
    return found


def read_margins(context: Context, main: str, sections: list[Any]) -> Iterator[dict[str, Any]]:
    """Read the headers and footers that each section names itself."""
    relations = context.package.relations(main)
    for number, kind, reference in _references(sections):
        relation = relations.get(reference.get(r("id")) or "")
        tree = context.package.tree(relation.target) if relation else None
        if relation is None or tree is None:
            continue
        number_elements(tree)
        yield {
            "what": kind,
            "section": number,
            "pages": _PAGES.get(reference.get(w("type")) or "default", "默认"),
            "part": relation.target,
            "has_page_number": _has_page_number(tree),
            "blocks": read_blocks(tree, context, relation.target),
        }


def _references(sections: list[Any]) -> Iterator[tuple[int, str, Any]]:
    for number, section in enumerate(sections, 1):
        for kind, tag in _MARGINS:
            yield from ((number, kind, reference) for reference in section.iterchildren(w(tag)))


def _has_page_number(tree: Any) -> bool:
    codes = [node.text or "" for node in tree.iter(w("instrText"))]
    codes += [node.get(w("instr")) or "" for node in tree.iter(w("fldSimple"))]
    return any("PAGE" in code.upper().split() for code in codes) or next(tree.iter(w("pgNum")), None) is not None


def read_comments(context: Context, main: str) -> list[dict[str, Any]]:
    """Read the comments with the ends of the text that they hang on."""
    part = context.package.related(main, "comments")
    tree = context.package.tree(part) if part else None
    if tree is None:
        return []
    number_elements(tree)
    states = _comment_states(context, main)
    nodes = list(tree.iterchildren(w("comment")))
    owners = {key: node.get(w("id")) or "" for node in nodes for key in _paragraph_ids(node)}
    return [_comment(node, context, part, states, owners) for node in nodes]


def _comment(
    node: Any, context: Context, part: str, states: dict[str, tuple[bool, str]], owners: dict[str, str]
) -> dict[str, Any]:
    key = node.get(w("id")) or ""
    state = next((states[own] for own in _paragraph_ids(node) if own in states), (False, ""))
    blocks = read_blocks(node, context, part)
    return {
        "id": key,
        "author": node.get(w("author")) or "",
        "date": node.get(w("date")) or "",
        "text": "\n".join(block["text"] for block in blocks if block["kind"] == "p"),
        "is_resolved": state[0],
        "reply_to": owners.get(state[1], ""),
        "span": context.comment_spans.get(key, {}),
    }


def _paragraph_ids(node: Any) -> list[str]:
    return [paragraph.get(f"{_W14}paraId") or "-" for paragraph in node.iter(w("p"))]


def _comment_states(context: Context, main: str) -> dict[str, tuple[bool, str]]:
    """By the id of a comment's last paragraph: whether it is done, and the paragraph of the comment it answers."""
    part = context.package.related(main, "commentsExtended")
    tree = context.package.tree(part) if part else None
    nodes = [] if tree is None else list(tree.iter(f"{_W15}commentEx"))
    return {
        node.get(f"{_W15}paraId") or "": (bool(whole(node.get(f"{_W15}done"))), node.get(f"{_W15}paraIdParent") or "")
        for node in nodes
    }
