"""A document on a page (文档一览): its outline with what stands under each heading, and what a checker should know first."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping, Sequence

from yzperf.domain.document.blocks import Figure, Paragraph, Table
from yzperf.domain.document.section import Section

_BOX = "font-size:13px;line-height:1.7;max-width:920px"
_GREY = "color:#66707d"
_CHIP = "display:inline-block;margin:0 6px 6px 0;padding:1px 9px;border-radius:10px;background:#eef2f7"
_ALERT = "display:inline-block;margin:0 6px 6px 0;padding:1px 9px;border-radius:10px;background:#fdecc8"
_ALERTS = ("修订", "批注", "隐藏文字")  # a finished report has none of these


def page_html(title: str, byline: str, outline: Section, counts: Mapping[str, int], unread: Sequence[str]) -> str:
    """Return title, counts and outline tree as HTML; all text escaped."""
    chips = "".join(_chip(name, count) for name, count in counts.items())
    warnings = "".join(f'<div style="color:#9a5b00">未能读取：{html.escape(line)}</div>' for line in unread)
    front = f'<div style="{_GREY}">正文标题之前：{_content(outline)}</div>' if outline.blocks else ""
    return (
        f'<div style="{_BOX}"><h4 style="margin:0 0 2px">{html.escape(title)}</h4>'
        f'<div style="{_GREY};margin-bottom:6px">{html.escape(byline)}</div><div>{chips}</div>{warnings}'
        f"{front}{_tree(outline.sections)}</div>"
    )


def page_text(title: str, outline: Section, counts: Mapping[str, int], unread: Sequence[str]) -> str:
    """Return the same as plain text."""
    numbers = "，".join(f"{name} {count}" for name, count in counts.items() if count)
    tree = [f"{'  ' * depth}{section.title}" for depth, section in _indented(outline, 0)]
    return "\n".join([title, numbers, *(f"未能读取：{line}" for line in unread), *tree])


def _chip(name: str, count: int) -> str:
    style = _ALERT if count and name in _ALERTS else _CHIP
    return f'<span style="{style}">{name} <b>{count}</b></span>'


def _tree(sections: Sequence[Section]) -> str:
    if not sections:
        return ""
    items = "".join(
        f'<li>{html.escape(section.title)} <span style="{_GREY}">{_content(section)}</span>{_tree(section.sections)}</li>'
        for section in sections
    )
    return f'<ul style="list-style:none;margin:0;padding-left:18px">{items}</ul>'


def _content(section: Section) -> str:
    """What stands directly under a heading: 3段 420字 1表."""
    texts = [block.text for block in section.blocks if isinstance(block, Paragraph)]
    counts = (
        (len(texts), "段"),
        (sum(len(text) for text in texts), "字"),
        (sum(isinstance(block, Table) for block in section.blocks), "表"),
        (sum(isinstance(block, Figure) for block in section.blocks), "图"),
    )
    return " ".join(f"{count}{unit}" for count, unit in counts if count)


def _indented(section: Section, depth: int) -> Iterator[tuple[int, Section]]:
    for child in section.sections:
        yield depth, child
        yield from _indented(child, depth + 1)
