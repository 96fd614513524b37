"""What stands inside a paragraph (段内内容): text as accepted, tracked changes apart, fields, links, notes, objects.

An element that is not known is walked through: its text is kept, whatever it is wrapped in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from yzperf.loaders.docx.context import Blocks, Context, Span, Trace
from yzperf.loaders.docx.drawings import read_drawing
from yzperf.loaders.docx.formulas import FORMULA, linear
from yzperf.loaders.docx.line import Line
from yzperf.loaders.docx.names import (
    ALTERNATE,
    CHOICE,
    FALLBACK,
    ORDINAL,
    RUN,
    TEXT,
    VAL,
    is_on,
    r,
    value,
    w,
    whole,
)
from yzperf.loaders.docx.styles import Look, combined, read_look, read_numbering
from yzperf.loaders.docx.symbols import form_value, is_placeholder, symbol

_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_SIGNS = {w("tab"): "\t", w("ptab"): "\t", w("cr"): "\n", w("noBreakHyphen"): "-"}
_COMMENT_ENDS = {w("commentRangeStart"): "start", w("commentRangeEnd"): "end", w("commentReference"): "reference"}
_NOTE_MARKS = {w("footnoteReference"): "脚注号", w("endnoteReference"): "尾注号"}
_SPEAKING = ("域", "脚注号", "尾注号")  # marks that matter even where there is no text: a page number, a note
_CONTENTS_TARGETS = ("#_Toc", "#__RefHeading")
_WRAPPERS = {w("ins"): "插入", w("del"): "删除", w("moveTo"): "移入", w("moveFrom"): "移出"}


@dataclass
class _Field:
    """A field that has begun; until its result begins, text belongs to its code."""

    line: Line
    start: int
    code: str = ""
    in_result: bool = False
    swallowed: str = ""
    form: str = ""


class InlineReader:
    """Reads the paragraphs of one story in order; fields may run over several of them."""

    def __init__(self, context: Context, part: str, *, in_contents: bool = False) -> None:
        self.context, self.part = context, part
        self._in_contents = in_contents
        self._fields: list[_Field] = []
        self._open: Line | None = None  # a paragraph whose mark was deleted goes on in the next
        self._look: Look = {}
        self._style_look: Look = {}
        self._bookmarks: dict[str, tuple[Line, int]] = {}
        self._line = Line(0)
        self._pending: list[tuple[str, str, int]] = []

    # ── paragraphs ──────────────────────────────────────────────────────────────────────────────────

    def paragraph(self, element: Any) -> Blocks:
        """Read one ``w:p``: the paragraph, if it has text, and the objects that hang on it."""
        properties = element.find(w("pPr"))
        style = self.context.styles.paragraph(value(properties, w("pStyle")))
        self._style_look = style.look
        self._line = self._open or Line(whole(element.get(ORDINAL)))
        self._line.comments += [(key, end, self._line.length) for key, end, _ in self._pending]
        self._pending.clear()
        self._walk(element, None)
        self._give_back_code()
        self._note_format_change(properties)
        if self._mark_is_deleted(properties):
            self._open = self._line
            return []
        self._open = None
        return self._finished(properties, style)

    def close(self) -> Blocks:
        """End of the story: a paragraph that waited for its continuation ends here."""
        if self._open is None:
            return []
        self._line, self._open = self._open, None
        return self._finished(None, self.context.styles.paragraph(""))

    def between(self, element: Any) -> None:
        """A comment that begins or ends between paragraphs."""
        if element.tag == w("commentRangeStart"):
            self._pending.append((element.get(w("id")) or "", "start", 0))
        elif element.tag == w("commentRangeEnd"):
            self._comment_end_between(element.get(w("id")) or "")

    def _finished(self, properties: Any | None, style: Any) -> Blocks:
        line = self._line
        outline = properties.find(w("outlineLvl")) if properties is not None else None
        level = style.outline if outline is None else whole(outline.get(VAL), 9) + 1
        found = {
            "kind": "p",
            **line.finish(number := self._number(properties, style), self.context, self.part),
            "number": number,
            "style": style.name,
            "outline": level if level and 1 <= level <= 9 else None,
            "is_title": style.is_title,
            "is_caption": style.is_caption,
            "is_contents": self._in_contents or line.in_contents or style.is_contents or self._is_contents_line(),
            "alignment": value(properties, w("jc"), style.alignment),
            "new_page": properties is not None and bool(is_on(properties.find(w("pageBreakBefore")))),
        }
        self.context.count_characters(found["text"])
        says_something = found["text"] or any(kind in _SPEAKING for kind, *_ in found["marks"])
        return [found, *line.objects] if says_something else line.objects

    def _number(self, properties: Any | None, style: Any) -> str:
        own = read_numbering(properties)
        number_id, level = own or style.numbering or ("", None)
        if own and level is None and style.numbering:
            level = style.numbering[1]
        return self.context.numbering.shown(number_id, level, style.numbering_style) if number_id else ""

    def _is_contents_line(self) -> bool:
        """A line of the contents refers to the page of a heading; it is no heading itself."""
        in_field = any(field.in_result and field.code.split()[:1] == ["TOC"] for field in self._fields)
        return (in_field and self._line.since(0).rstrip()[-1:].isdigit()) or any(
            (kind == "域" and text.startswith("PAGEREF")) or (kind == "超链接" and text.startswith(_CONTENTS_TARGETS))
            for kind, _, _, text in self._line.marks
        )

    def _mark_is_deleted(self, properties: Any | None) -> bool:
        mark = properties.find(w("rPr")) if properties is not None else None
        return mark is not None and (mark.find(w("del")) is not None or mark.find(w("moveFrom")) is not None)

    def _note_format_change(self, properties: Any | None) -> None:
        change = properties.find(w("pPrChange")) if properties is not None else None
        if change is not None:
            self._record(Trace("改格式", *_who(change)), self._line.since(0)[:80])

    # ── text ────────────────────────────────────────────────────────────────────────────────────────

    def _walk(self, element: Any, trace: Trace | None) -> None:
        for child in element:
            if handler := _HANDLERS.get(child.tag):
                handler(self, child, trace)
            elif isinstance(child.tag, str):
                self._walk(child, trace)

    def _pass_over(self, node: Any, trace: Trace | None) -> None:
        """Properties are read where they are needed; the fallback repeats what the choice before it said."""

    def _run(self, node: Any, trace: Trace | None) -> None:
        properties = node.find(w("rPr"))
        character = value(properties, w("rStyle"))
        styled = self.context.styles.run(character) if character else {}
        self._look = combined(self._style_look, styled, read_look(properties))
        start = self._line.length
        self._walk(node, trace)
        change = properties.find(w("rPrChange")) if properties is not None else None
        if change is not None:
            self._record(Trace("改格式", *_who(change)), self._line.since(start))

    def _text(self, node: Any, trace: Trace | None) -> None:
        text = node.text or ""
        if node.get(_XML_SPACE) != "preserve":
            text = text.strip(" \t\r\n")
        self._emit(text.replace("\n", " "), trace)

    def _sign(self, node: Any, trace: Trace | None) -> None:
        self._emit(_SIGNS[node.tag], trace)

    def _symbol(self, node: Any, trace: Trace | None) -> None:
        self._emit(symbol(node), trace)

    def _formula(self, node: Any, trace: Trace | None) -> None:
        self._emit(linear(node), trace)

    def _break(self, node: Any, trace: Trace | None) -> None:
        if node.get(w("type"), "textWrapping") == "textWrapping":
            self._emit("\n", trace)

    def _emit(self, text: str, trace: Trace | None) -> None:
        if not text:
            return
        if unfinished := next((field for field in self._fields if not field.in_result), None):
            unfinished.swallowed += text
        elif trace and trace.is_gone:
            self._record(trace, text)
        elif self._look.get("hidden"):
            self.context.note_hidden(Span(self.part, self._line.ordinal, self._line.length, self._line.length), text)
        else:
            self._line.add(text, self._look)
            if trace:
                self._record(trace, text)

    def _record(self, trace: Trace, text: str) -> None:
        begin = self._line.length - (0 if trace.is_gone else len(text))
        self.context.record(trace, Span(self.part, self._line.ordinal, begin, self._line.length), text)

    # ── wrappers ────────────────────────────────────────────────────────────────────────────────────

    def _tracked(self, node: Any, trace: Trace | None) -> None:
        kind = _WRAPPERS[node.tag]
        inside = trace if trace and trace.is_gone else Trace(kind, *_who(node))
        self._walk(node, inside)

    def _alternate(self, node: Any, trace: Trace | None) -> None:
        choice = node.find(CHOICE)
        fallback = node.find(FALLBACK)
        chosen = choice if choice is not None else fallback
        if chosen is not None:
            self._walk(chosen, trace)

    def _ruby(self, node: Any, trace: Trace | None) -> None:
        for base in node.iterchildren(w("rubyBase")):
            self._walk(base, trace)

    def _link(self, node: Any, trace: Trace | None) -> None:
        start = self._line.length
        self._walk(node, trace)
        relation = self.context.package.relations(self.part).get(node.get(r("id")) or "")
        anchor = node.get(w("anchor"))
        self._line.mark("超链接", start, f"#{anchor}" if anchor else (relation.target if relation else ""))

    def _control(self, node: Any, trace: Trace | None) -> None:
        start = self._line.length
        properties = node.find(w("sdtPr"))
        self._walk(node, trace)
        if is_placeholder(properties):
            self._line.mark("占位提示", start, value(properties, w("alias")) or value(properties, w("tag")))

    # ── fields ──────────────────────────────────────────────────────────────────────────────────────

    def _field_char(self, node: Any, trace: Trace | None) -> None:
        kind = node.get(w("fldCharType"))
        if kind == "begin":
            data = node.find(w("ffData"))
            form = "" if data is None else form_value(data)
            self._fields.append(_Field(self._line, self._line.length, form=form))
        elif kind == "separate" and self._fields:
            self._fields[-1].in_result = True
        elif kind == "end" and self._fields:
            self._end_field(self._fields.pop(), trace)

    def _end_field(self, field: _Field, trace: Trace | None) -> None:
        start = field.start if field.line is self._line else 0
        if field.form and self._line.length == start:
            self._emit(field.form, trace)
        self._mark_field(field.code, start)

    def _simple_field(self, node: Any, trace: Trace | None) -> None:
        start = self._line.length
        self._walk(node, trace)
        self._mark_field(node.get(w("instr")) or "", start)

    def _mark_field(self, code: str, start: int) -> None:
        plain = " ".join(code.split())
        self._line.mark("域", start, plain)

    def _code(self, node: Any, trace: Trace | None) -> None:
        if self._fields:
            self._fields[-1].code += node.text or ""

    def _give_back_code(self) -> None:
        """A field whose result never began must not swallow the text that follows."""
        for field in [field for field in self._fields if not field.in_result]:
            self._fields.remove(field)
            self._look = self._style_look
            self._emit(field.swallowed, None)

    # ── notes, comments, bookmarks, objects ─────────────────────────────────────────────────────────

    def _note(self, node: Any, trace: Trace | None) -> None:
        if trace and trace.is_gone:
            return
        kind = _NOTE_MARKS[node.tag]
        key = node.get(w("id")) or ""
        self._line.mark(kind, self._line.length, key)
        self.context.note_order.append((kind, key))

    def _comment(self, node: Any, trace: Trace | None) -> None:
        self._line.comments.append((node.get(w("id")) or "", _COMMENT_ENDS[node.tag], self._line.length))

    def _comment_end_between(self, key: str) -> None:
        spot = [self.part, self._line.ordinal, self._line.length]
        self.context.comment_spans.setdefault(key, {})["end"] = spot

    def _bookmark_start(self, node: Any, trace: Trace | None) -> None:
        name = node.get(w("name")) or ""
        if name and name != "_GoBack":
            self._line.marks.append(["书签", self._line.length, self._line.length, name])
            self._bookmarks[node.get(w("id")) or ""] = (self._line, len(self._line.marks) - 1)

    def _bookmark_end(self, node: Any, trace: Trace | None) -> None:
        line, at = self._bookmarks.pop(node.get(w("id")) or "", (None, 0))
        if line is self._line:
            line.marks[at][2] = line.length

    def _object(self, node: Any, trace: Trace | None) -> None:
        if trace and trace.is_gone:
            self._record(trace, "〔图〕")
            return
        found = read_drawing(node, self.context, self.part)
        for one in found:
            one["n"] = self._line.ordinal
        self._line.objects += found


# An element that is not named here is walked through.
_HANDLERS: dict[Any, Callable[[InlineReader, Any, Trace | None], None]] = {
    TEXT: InlineReader._text,
    RUN: InlineReader._run,
    w("delText"): InlineReader._text,
    w("br"): InlineReader._break,
    w("sym"): InlineReader._symbol,
    FORMULA: InlineReader._formula,
    w("fldChar"): InlineReader._field_char,
    w("instrText"): InlineReader._code,
    w("delInstrText"): InlineReader._code,
    w("fldSimple"): InlineReader._simple_field,
    w("hyperlink"): InlineReader._link,
    w("sdt"): InlineReader._control,
    w("drawing"): InlineReader._object,
    w("pict"): InlineReader._object,
    w("object"): InlineReader._object,
    ALTERNATE: InlineReader._alternate,
    w("ruby"): InlineReader._ruby,
    w("bookmarkStart"): InlineReader._bookmark_start,
    w("bookmarkEnd"): InlineReader._bookmark_end,
    **dict.fromkeys(_SIGNS, InlineReader._sign),
    **dict.fromkeys(_COMMENT_ENDS, InlineReader._comment),
    **dict.fromkeys(_NOTE_MARKS, InlineReader._note),
    **dict.fromkeys(_WRAPPERS, InlineReader._tracked),
    **dict.fromkeys((w("pPr"), w("rPr"), w("sdtPr"), w("sdtEndPr"), w("rt"), FALLBACK), InlineReader._pass_over),
}


def _who(node: Any) -> tuple[str, str]:
    return node.get(w("author")) or "", node.get(w("date")) or ""
