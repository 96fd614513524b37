"""Look-alike glyphs and spaces (全角、形近字符归一)."""

from __future__ import annotations

import re

# Full-width ASCII, and the look-alikes seen on published forms. Not NFKC: that would turn ㎡ into m2 and ① into 1.
_GLYPHS: dict[int, int | None] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_GLYPHS |= str.maketrans("﹦═≧≦⩾⩽﹥﹤﹪−–—－　", "==≥≤≥≤><%----" + " ")
_GLYPHS |= dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))

# Only where a value is read: angle brackets typed for operators, 波浪号 look-alikes, ≮ and ≯.
_VALUE_GLYPHS = str.maketrans("〉〈≮≯〜∼∶﹢―‐‑【】〔〕", ">" + "<≥≤~~:+---()()")
_SPACED_GROUPS = re.compile(r"(?<![0-9.,])[0-9]{1,3}(?:[ \u00a0\u2009\u202f][0-9]{3}){2,}(?![0-9])")
_LOOSE_SPACE = re.compile(r"(?<![0-9.,])\s+|\s+(?![0-9.,])")


def normalise(text: str) -> str:
    """Replace full-width and look-alike glyphs by the plain ones, drop zero-width ones and trim (归一)."""
    return text.translate(_GLYPHS).strip()


def close_up(plain: str) -> str:
    """Close up the spaces of letter-spaced typing; between two figures a space stays, since it parts them."""
    grouped = _SPACED_GROUPS.sub(lambda match: re.sub(r"\s", "", match.group()), plain.translate(_VALUE_GLYPHS))
    return _LOOSE_SPACE.sub("", re.sub(r"\s+", " ", grouped))


def same_length(text: str) -> str:
    """Replace full-width and look-alike glyphs sign for sign, so that places in the text stay (逐字归一).

    Zero-width signs become blanks; the full-width comma stays, which parts numbers where the plain one groups them.
    """
    return text.translate(_SIGN_FOR_SIGN)


_SIGN_FOR_SIGN: dict[int, int] = {code: 0x20 if plain is None else plain for code, plain in _GLYPHS.items()}
del _SIGN_FOR_SIGN[0xFF0C]
_SIGN_FOR_SIGN |= {code: plain for code, plain in _VALUE_GLYPHS.items() if chr(code) not in "【】〔〕"}
_SIGN_FOR_SIGN |= str.maketrans("\u00a0\u2009\u202f\t", "    ")
