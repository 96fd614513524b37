"""What a report says in a paragraph, in plain signs (段落), and the values that it gives to a symbol: CR=CI/RI=0.057."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from yzperf.domain.claims.plain import plain_text
from yzperf.domain.document import Document, Paragraph
from yzperf.errors import Place
from yzperf.quality.printed import Printed, read_printed

_GIVEN = re.compile(
    r"\s*(?:统计量|统计值|检验值|值)?\s*(?:[(][^()]{1,14}[)])?\s*(?:的?绝对值)?(?:的?(?:最大值?|最高值?|平均值?|均值))?\s*(?:[,，]?\s*(?:结果|计算得|求得|算得))?\s*"
    r"(?P<sign>(?P<several>(?:依次|分别)[为是])|约为|仅为|均为|为|是|等于|达到?|[:=≈约])?\s*"
)
_END = re.compile(r"[,，。;；、<>≤≥!！\n]|小于|大于|低于|高于|不超过")
_VALUE = re.compile(r"\s*(?:约|≈)?\s*(-?\d{0,15}\.?\d{1,15}\s*%?)(?!\s*[/÷×*+\-−.\d])")
_NEXT = re.compile(r"\s*(?:[、,，;]\s*和?|和|及|与)\s*(-?\d{0,15}\.?\d{1,15}\s*%?)(?!\s*[/÷×*\d])")
_HAN = re.compile(r"[\u4e00-\u9fff)]$")
_SENTENCE = re.compile(r"[^。！？!?\n]+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph or a sentence of one; ``text`` is in plain signs, of the same length as printed."""

    text: str
    where: Place

    def sentences(self) -> Iterator[Passage]:
        """Its sentences, in order."""
        for match in _SENTENCE.finditer(self.text):
            yield Passage(match[0].strip(), self.where)


@dataclass(frozen=True, slots=True)
class Given:
    """The value that a text gives to a name, and where in the text."""

    printed: Printed
    start: int
    end: int


def passages(report: Document) -> Iterator[Passage]:
    """Every paragraph, those of cells and notes too."""
    for paragraph in report.every_paragraph():
        yield passage_of(paragraph)


def passage_of(paragraph: Paragraph) -> Passage:
    """A paragraph in plain signs."""
    return Passage(plain_text(paragraph.text), paragraph.where)


def values_of(name: re.Pattern[str], text: str) -> Iterator[Given]:
    """Values that follow a name: of a chain CR=CI/RI=0.052/0.90=0.057 the last, of 分别为0.05、0.03 each."""
    for match in name.finditer(text):
        given = _GIVEN.match(text, match.end())
        if given is None or not (given["sign"] or _HAN.search(text[: given.end()].rstrip())):
            continue
        value = _VALUE.match(text, _last_link(text, given.end()))
        while value:
            printed = read_printed(value[1])
            if printed is not None:
                yield Given(printed, value.start(1), value.end(1))
            value = _NEXT.match(text, value.end()) if given["several"] else None


def _last_link(text: str, start: int) -> int:
    """Where the last member of a chain of equations begins."""
    end = _END.search(text, start)
    return max(start, text.rfind("=", start, end.start() if end else len(text)) + 1)
