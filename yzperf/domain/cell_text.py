"""Texts that a spreadsheet would not leave alone (单元格文字): guarded by an apostrophe on the way out, restored on the way in.

A spreadsheet runs ``=1+1`` as a formula, shows 0012 as 12, loses the end of a long number and takes 3-5 for a date. A
text is guarded if it would suffer so, or if it could not be told from a number or from a guarded text when read back.
"""

from __future__ import annotations

import re

from yzperf.domain.quantity import normalise
from yzperf.domain.reading.numerals import read_digits

GUARD = "'"
# What XML cannot carry, and what would be read as such an escape.
_NO_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_RUN_AS_FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠﹢﹣﹦﹫]")
_TAKEN_FOR_SOMETHING_ELSE = re.compile(r"\d{1,4}[-/]\d{1,2}|\d+(?:\.\d*)?[eE][+-]?\d+|true|false", re.IGNORECASE)


def storable(text: str) -> str:
    """The text as a workbook can hold it: signs that no XML has are written the way Excel writes them.

    >>> storable("a\x1bb"), storable("甲村")
    ('a_x001B_b', '甲村')
    """
    return _NO_XML.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def is_formula_like(text: str) -> bool:
    """Whether a spreadsheet might run the text: it starts with = + - @ (full-width ones too), TAB or a line break."""
    return bool(_RUN_AS_FORMULA.match(text))


def guarded(text: str) -> str:
    """The text as it is safe in a delimited file.

    >>> guarded("=1+1"), guarded("0012"), guarded("甲村")
    ("'=1+1", "'0012", '甲村')
    """
    return GUARD + text if _needs_guard(text) else text


def restored(text: str) -> str:
    """Undo `guarded`; an apostrophe that belongs to the text stays.

    >>> restored("'=1+1"), restored("'tis")
    ('=1+1', "'tis")
    """
    return text[1:] if is_guarded(text) else text


def is_guarded(text: str) -> bool:
    """Whether the text carries a guard: it is a text, whatever it looks like."""
    return text.startswith(GUARD) and _needs_guard(text[1:])


def _needs_guard(text: str) -> bool:
    return (
        text.startswith(GUARD)
        or is_formula_like(text)
        or text != text.strip()
        or bool(_TAKEN_FOR_SOMETHING_ELSE.fullmatch(text))
        or read_digits(normalise(text).removesuffix("%").rstrip()) is not None
    )
