"""Weights listed in a sentence (文字里的一组权重): 权重分别为0.40、0.35、0.25 add up to 1 as far as the digits go."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from yzperf.domain.reading.numerals import read_count
from yzperf.quality.catalogue import Hit
from yzperf.quality.method_words import words_of
from yzperf.quality.passage_values import Passage
from yzperf.quality.printed import Printed, read_printed

PER_CENT = 10  # weights that add up to more than this are printed as parts of 100
_FEWEST = 2
_FIGURE = re.compile(r"\d{0,15}\.?\d{1,15}\s*%?")
_TOTAL = re.compile("(?:权重|熵权|权数)?(?:之和|合计|总和|相加)")
Ends = tuple[Fraction, Fraction]


def wrong_lists(sentence: Passage) -> Iterator[Hit]:
    """A list that is too long for 1 is wrong; one that falls short only where it is said to be the whole."""
    for match in words_of("ranking", "several").finditer(sentence.text):
        values = [
            one
            for text in _FIGURE.findall(_TOTAL.split(match["list"])[0])
            if (one := read_printed(text.replace(" ", "")))
        ]
        ends = whole_of(values)
        if ends is None or ends[0] <= 1 <= ends[1] or (ends[1] < 1 and not _is_whole(sentence.text, len(values))):
            continue
        total = sum(one.value for one in values)
        shown, listed = f"{float(total) / scale_of(values):g}", "、".join(one.text for one in values)
        yield Hit(sentence.where, f"权重 {listed} 合计为 {shown}，应为 1", listed, "合计1")


def whole_of(values: Sequence[Printed]) -> Ends | None:
    """What the sum can be, as a share of the whole."""
    if len(values) < _FEWEST:
        return None
    scale = scale_of(values)
    return sum((one.low for one in values), Fraction(0)) / scale, sum((one.high for one in values), Fraction(0)) / scale


def scale_of(values: Sequence[Printed]) -> int:
    """100 where the weights are parts of 100, else 1."""
    return 100 if sum(one.value for one in values) > PER_CENT else 1


def _is_whole(text: str, count: int) -> bool:
    match = words_of("ranking", "counted").search(text)
    return match is not None and (match[1] is None or read_count(match[1]) == count)
