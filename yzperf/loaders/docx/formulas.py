"""Formulas of Word's own editor as one line of text (公式): ``(实际支出/预算数)×100%``."""

from __future__ import annotations

from typing import Any

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
FORMULA, FORMULAS = f"{_M}oMath", f"{_M}oMathPara"
# structure → how its parts are put together; parts that are not named follow one another
_SHAPES = {
    "f": "({num})/({den})",
    "sSup": "{e}^{sup}",
    "sSub": "{e}_{sub}",
    "sSubSup": "{e}_{sub}^{sup}",
    "rad": "√({e})",
    "nary": "{chr}({e})",
    "bar": "{e}",
    "acc": "{e}",
}
_BRACKETS = ("(", ")")


def linear(element: Any) -> str:
    """The formula in one line; what has no shape of its own is read from left to right."""
    name = element.tag.removeprefix(_M) if isinstance(element.tag, str) else ""
    if name == "t":
        return element.text or ""
    if name.endswith("Pr"):
        return ""
    if name in _SHAPES:
        return _shaped(element, _SHAPES[name])
    if name == "d":
        return _BRACKETS[0] + "".join(linear(child) for child in element) + _BRACKETS[1]
    return "".join(linear(child) for child in element)


def _shaped(element: Any, shape: str) -> str:
    parts = dict.fromkeys(("num", "den", "e", "sup", "sub"), "")
    for child in element:
        if isinstance(child.tag, str):
            parts[child.tag.removeprefix(_M)] = linear(child)
    sign = element.find(f"{_M}naryPr/{_M}chr")
    parts["chr"] = "∫" if sign is None else (sign.get(f"{_M}val") or "∑")
    return shape.format(**parts)
