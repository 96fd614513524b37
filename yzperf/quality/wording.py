"""Names and sentences compared (名称比对): the same name in another dress, and how alike two texts are."""

from __future__ import annotations

import re
from fractions import Fraction

from yzperf.domain.quantity import normalise

_DRESS = re.compile(r"[\s“”\"'‘’「」《》()\[\]【】,，。.;；:：、/\\_~—-]")
_REMARK = re.compile(r"\((?:示例|自评|定量|定性|正向|逆向|反向|\d+分?)\)")
_ORDINAL = re.compile(r"^(?:指标)?\d{1,2}[.、:：)](?!\d)")


def plain_name(text: str) -> str:
    """A name without blanks, signs, remarks and its number in a list.

    >>> plain_name("1.受益农户 满意度（定量）") == plain_name("受益农户满意度")
    True
    """
    return _DRESS.sub("", _ORDINAL.sub("", _REMARK.sub("", normalise(text)))).casefold()


def pairs(text: str) -> frozenset[str]:
    """Every two neighbouring signs of a text in plain dress."""
    plain = plain_name(text)
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))


def likeness(one: str, other: str) -> Fraction:
    """How alike two names are: neighbouring signs that they share, of all that they have (Dice 1945); 1 for the same.

    >>> likeness("受益农户满意度", "农户满意度")
    Fraction(4, 5)
    """
    first, second = pairs(one), pairs(other)
    return Fraction(2 * len(first & second), len(first) + len(second)) if first or second else Fraction(0)


def before(text: str, figure: str) -> str:
    """The words of a sentence in front of a printed figure, which may be the end of a longer one elsewhere in it.

    >>> before("置信水平95%，误差5%", "5%")
    '置信水平95%，误差'
    """
    match = re.search(r"(?<![\d.,])" + re.escape(figure), text)
    return text[: match.start()] if match else text.partition(figure)[0]


def share_found(text: str, in_text: str) -> Fraction:
    """The share of the neighbouring signs of a text that stand in another one as well."""
    wanted = pairs(text)
    return Fraction(len(wanted & pairs(in_text)), len(wanted)) if wanted else Fraction(0)
