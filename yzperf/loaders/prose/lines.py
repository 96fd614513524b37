"""The body as a row of lines with their look (行): what headings, captions and signatures are told apart by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yzperf.domain.quantity import normalise
from yzperf.loaders.prose.labels import Label, read_label

Wire = Mapping[str, Any]
Look = tuple[float, str, bool]  # size, font, bold
_WHOLE = 0.9  # share of the signs that makes a line bold
_LONG = 30  # a line of so many signs is running text, whose look is that of the body
SENTENCE_ENDS = ("。", ";", ",", "?", "!")  # on normalised text
_HEADING_FONTS = ("黑", "楷", "标宋", "hei", "kai")


@dataclass(frozen=True, slots=True)
class Line:
    """One block of the body. ``kind`` is p, t or f; tables and figures have no text."""

    kind: str
    wire: Wire
    in_box: bool = False
    plain: str = ""
    label: Label | None = None
    look: Look = (0.0, "", False)
    is_centred: bool = False

    @property
    def is_text(self) -> bool:
        """Whether it is a paragraph."""
        return self.kind == "p"

    @property
    def compact(self) -> str:
        """Text without any blanks: 摘　要 is 摘要."""
        return "".join(self.plain.split())

    @property
    def outline(self) -> int | None:
        """Outline level by style or by its own setting."""
        level: int | None = self.wire.get("outline")
        return level


def lines_of(blocks: Iterable[Wire]) -> list[Line]:
    """Lay out the blocks of the body; those of a text box follow the paragraph that it hangs on."""
    return [line for block in blocks for line in _lines(block, False)]


def _lines(block: Wire, in_box: bool) -> Iterator[Line]:
    if block["kind"] == "box":
        for inner in block["blocks"]:
            yield from _lines(inner, True)
    elif block["kind"] == "p":
        if block["text"]:
            yield _text_line(block, in_box)
    else:
        yield Line(block["kind"], block, in_box)


def _text_line(block: Wire, in_box: bool) -> Line:
    plain = normalise(block["text"].replace("\n", " "))
    return Line(
        kind="p",
        wire=block,
        in_box=in_box,
        plain=plain,
        label=read_label(plain),
        look=_look(block["runs"]),
        is_centred=block["alignment"] == "center",
    )


def is_bold(run: Sequence[Any]) -> bool:
    """Whether a run as the child hands it over is bold."""
    return bool(run[1] & 1)


def _look(runs: Sequence[Sequence[Any]]) -> Look:
    """The look of most of the signs."""
    weights: Counter[tuple[float, str]] = Counter()
    bold = total = 0
    for run in runs:
        size = len("".join(run[0].split()))
        weights[run[3], run[4]] += size
        total += size
        bold += size * is_bold(run)
    (points, font), _ = max(weights.items(), key=lambda item: item[1], default=((0.0, ""), 0))
    return points, font, bool(total) and bold >= _WHOLE * total


def body_look(lines: Iterable[Line]) -> Look:
    """The look of the running text: that of most signs in long lines."""
    weights: Counter[Look] = Counter()
    for line in lines:
        if line.is_text and len(line.plain) > _LONG:
            weights[line.look] += len(line.plain)
    return max(weights.items(), key=lambda item: item[1], default=((0.0, "", False), 0))[0]


def stands_out(line: Line, body: Look) -> bool:
    """Whether a line looks like more than running text: bold, larger, centred, or in a heading font."""
    _, font, bold = line.look
    is_marked = (bold and not body[2]) or line.is_centred
    return is_marked or is_larger(line, body) or _is_heading_font(font, body[1])


def is_larger(line: Line, body: Look) -> bool:
    """Whether a line is set larger than the running text."""
    return bool(line.look[0] and body[0]) and line.look[0] > body[0] + 0.4


def _is_heading_font(font: str, body: str) -> bool:
    return bool(font) and font != body and any(word in font.lower() for word in _HEADING_FONTS)
