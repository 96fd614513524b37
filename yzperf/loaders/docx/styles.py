"""Styles of a document (样式): what a paragraph or run looks like after the chain of “based on”, and which are headings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from yzperf.loaders.docx.names import VAL, is_on, value, w, whole

Look = dict[str, Any]
_LONGEST_CHAIN = 30
_SWITCHES = {"bold": w("b"), "italic": w("i"), "struck": w("strike"), "hidden": w("vanish")}
_BODY_LEVEL = 9  # outline level of body text, counted from 0
_CHINESE = {sign: number for number, sign in enumerate("一二三四五六七八九", 1)}
# Names that mean a heading where the style itself has no outline level; the group is the level.
_HEADING_NAMES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?:heading|标题|標題|titre|überschrift)\s*([1-9一二三四五六七八九])(?:级|級)?",
        r".{0,6}?([1-9一二三四五六七八九])\s*[级級](?:标题|標題|题目|目录标题)",
        r".{0,6}(?:标题|標題)\s*([1-9一二三四五六七八九])\s*[级級]?",
    )
)
_OWN_HEADINGS = re.compile(r"heading ([1-9])", re.IGNORECASE)
_TITLE_NAMES = re.compile(r"title|标题|標題|(?:报告|文档|文件|大|主|总|公文)标题|报告题目|题名", re.IGNORECASE)
_CONTENTS_NAMES = re.compile(r"(?:toc|目录|目錄|contents)\s*\d{1,2}", re.IGNORECASE)
_CAPTION_NAMES = re.compile(
    r"caption|题注|題注|(?:表|图|图表|表格|插图)(?:标题|题|题注|名)|table|figure|illustration", re.IGNORECASE
)


@dataclass
class Style:
    """One style as stored."""

    name: str
    parent: str
    look: Look
    outline: int | None
    numbering: tuple[str, int | None] | None
    alignment: str


@dataclass(frozen=True)
class ParagraphStyle:
    """A paragraph style with all that it inherits. ``outline`` counts from 1; None is body text."""

    name: str = ""
    outline: int | None = None
    is_title: bool = False
    is_contents: bool = False
    is_caption: bool = False
    numbering: tuple[str, int | None] | None = None
    numbering_style: str = ""
    alignment: str = ""
    look: Look = field(default_factory=dict)


class Styles:
    """All styles of one document by their id."""

    def __init__(self, tree: Any | None) -> None:
        nodes = [] if tree is None else list(tree.iter(w("style")))
        self._styles = {node.get(w("styleId")) or "": _style(node) for node in nodes}
        defaults = tree.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}") if tree is not None else None
        self._defaults = read_look(defaults)
        self._default_id = next((node.get(w("styleId")) or "" for node in nodes if _is_default(node)), "")
        self._paragraphs: dict[str, ParagraphStyle] = {}
        self._runs: dict[str, Look] = {}

    def paragraph(self, style_id: str) -> ParagraphStyle:
        """What a paragraph style amounts to; an unknown id is the default style."""
        key = style_id if style_id in self._styles else self._default_id
        if key not in self._paragraphs:
            self._paragraphs[key] = self._resolve(key)
        return self._paragraphs[key]

    def run(self, style_id: str) -> Look:
        """What a character style sets."""
        if style_id not in self._runs:
            self._runs[style_id] = self._merged_look(self._chain(style_id))
        return self._runs[style_id]

    def _chain(self, style_id: str) -> list[tuple[str, Style]]:
        """The style and those it is based on; a circle ends where it closes."""
        chain: list[tuple[str, Style]] = []
        seen: set[str] = set()
        while style_id in self._styles and style_id not in seen and len(chain) < _LONGEST_CHAIN:
            seen.add(style_id)
            chain.append((style_id, self._styles[style_id]))
            style_id = self._styles[style_id].parent
        return chain

    def _merged_look(self, chain: list[tuple[str, Style]]) -> Look:
        merged: Look = {}
        for _, style in reversed(chain):
            merged |= style.look
        return merged

    def _resolve(self, style_id: str) -> ParagraphStyle:
        chain = self._chain(style_id)
        names = [style.name for _, style in chain]
        numbered = next(((key, style.numbering) for key, style in chain if style.numbering), ("", None))
        return ParagraphStyle(
            name=names[0] if names else "",
            outline=_outline(chain),
            is_title=bool(names) and bool(_TITLE_NAMES.fullmatch(names[0].strip())),
            is_contents=any(_CONTENTS_NAMES.fullmatch(name.strip()) for name in names),
            is_caption=any(_CAPTION_NAMES.fullmatch(name.strip()) for name in names),
            numbering=numbered[1],
            numbering_style=numbered[0],
            alignment=next((style.alignment for _, style in chain if style.alignment), ""),
            look=self._defaults | self._merged_look(chain),
        )


def _is_default(node: Any) -> bool:
    return node.get(w("type")) == "paragraph" and node.get(w("default")) in ("1", "true", "on")


def _style(node: Any) -> Style:
    properties = node.find(w("pPr"))
    outline = properties.find(w("outlineLvl")) if properties is not None else None
    return Style(
        name=value(node, w("name")),
        parent=value(node, w("basedOn")),
        look=read_look(node.find(w("rPr"))),
        outline=None if outline is None else whole(outline.get(VAL), _BODY_LEVEL),
        numbering=read_numbering(properties),
        alignment=value(properties, w("jc")),
    )


def _outline(chain: list[tuple[str, Style]]) -> int | None:
    """The first outline level or telling name on the way up: body text based on a heading stays body text.

    Word's own headings are known by their names, whatever level somebody gave them.
    """
    for _, style in chain:
        if own := _OWN_HEADINGS.fullmatch(style.name.strip()):
            return int(own[1])
        if style.outline is not None:
            return style.outline + 1 if 0 <= style.outline < _BODY_LEVEL else None
        if level := level_by_name(style.name):
            return level
    return None


def level_by_name(name: str) -> int | None:
    """Level that the name of a style tells: heading 2, 标题 2, 二级标题.

    >>> level_by_name("标题 2"), level_by_name("正文二级标题"), level_by_name("正文")
    (2, 2, None)
    """
    for pattern in _HEADING_NAMES:
        if match := pattern.fullmatch(name.strip()):
            return _CHINESE.get(match[1]) or int(match[1])
    return None


def read_numbering(properties: Any | None) -> tuple[str, int | None] | None:
    """The list and level that ``w:numPr`` names; the level None where it is left open."""
    node = properties.find(w("numPr")) if properties is not None else None
    if node is None:
        return None
    level = node.find(w("ilvl"))
    number = value(node, w("numId"))
    return None if not number else (number, None if level is None else whole(level.get(VAL)))


def read_look(properties: Any | None) -> Look:
    """What a ``w:rPr`` sets, and nothing else."""
    if properties is None or not len(properties):
        return {}
    look: Look = {}
    for child in properties:
        if reader := _READERS.get(child.tag):
            reader(child, look)
    return look


def _switch(name: str) -> Any:
    def read(node: Any, look: Look) -> None:
        look[name] = bool(is_on(node))

    return read


def _size(node: Any, look: Look) -> None:
    look["size"] = whole(node.get(VAL)) / 2


def _font(node: Any, look: Look) -> None:
    if font := node.get(w("eastAsia")) or node.get(w("eastAsiaTheme")):
        look["font"] = font


def _colour(node: Any, look: Look) -> None:
    colour = node.get(VAL) or ""
    look["colour"] = "" if colour == "auto" else colour


def _underline(node: Any, look: Look) -> None:
    look["underline"] = (node.get(VAL) or "single") != "none"


def _highlight(node: Any, look: Look) -> None:
    look["highlighted"] = (node.get(VAL) or "none") != "none"


def _raised(node: Any, look: Look) -> None:
    look["raised"] = {"superscript": 1, "subscript": -1}.get(node.get(VAL) or "", 0)


_READERS = {tag: _switch(name) for name, tag in _SWITCHES.items()} | {
    w("dstrike"): _switch("struck"),
    w("sz"): _size,
    w("rFonts"): _font,
    w("color"): _colour,
    w("u"): _underline,
    w("highlight"): _highlight,
    w("vertAlign"): _raised,
}


def combined(paragraph: Look, character: Look, direct: Look) -> Look:
    """What a run looks like: a switch that both styles set turns itself off, what the run says itself goes first."""
    look = paragraph | character
    for name in _SWITCHES:
        if paragraph.get(name) and character.get(name):
            look[name] = False
    return look | direct
