"""Text as the extractor reads it (归一): plain glyphs sign for sign, so that every place in it is one of the original."""

from __future__ import annotations

import re

from yzperf.domain.claims.vocabulary import vocabulary
from yzperf.domain.reading.glyphs import same_length
from yzperf.privacy import find_personal

BLOT = "\x00"  # stands for each sign of what holds figures but is no quantity
_WIDE_COMMA = re.compile(r"(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
_SPACED = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?![\d])(?=\.\d| ?\D|$)")
_LETTERED = re.compile(r"(?<=[\u4e00-\u9fff]) +(?=[\d])|(?<=\d) +(?=[\u4e00-\u9fff%㎡])")


def plain_text(text: str) -> str:
    """Return the text with full-width and look-alike glyphs replaced, of the same length.

    A full-width comma stays one, since 分别为120，130 are two numbers; between full-width digits it groups thousands.
    """
    return same_length(_WIDE_COMMA.sub(",", text))


def without_names(plain: str, at_start: bool = True) -> str:
    """Blot out what holds figures but is no quantity: document numbers, dates, references, codes, numbers of headings.

    Parameters
    ----------
    at_start
        Whether the text begins a paragraph, where 1. and （一） are numbering.
    """
    words = vocabulary()
    spans = [one.span() for pattern in words.not_quantities for one in pattern.finditer(plain)]
    spans += [(one.start, one.end) for one in find_personal(plain)]
    if at_start and (match := words.numbering.match(plain)):
        spans.append(match.span())
    signs = list(plain)
    for start, end in spans:
        signs[start:end] = BLOT * (end - start)
    return "".join(signs)
