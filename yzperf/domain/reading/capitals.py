"""Amounts in capitals (大写金额): 人民币叁佰贰拾万元整, 陆万捌仟伍佰元伍角贰分."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from yzperf.domain.reading.numerals import read_numeral

_SIGN = "零〇壹贰叁肆伍陆柒捌玖拾佰仟万亿億貳參陸萬"
_AMOUNT = re.compile(
    rf"(?:人民币[:： ]*)?([{_SIGN}]*[壹贰叁肆伍陆柒捌玖貳參陸拾佰仟][{_SIGN}]*)[元圆]"
    rf"(?:([{_SIGN}])角)?(?:零?([{_SIGN}])分)?[整正]?"
)


@dataclass(frozen=True, slots=True)
class Capitals:
    """An amount in capitals from ``start`` to ``end``, in 元."""

    start: int
    end: int
    value: Decimal


def find_capitals(text: str) -> Iterator[Capitals]:
    """Yield the amounts of a text that are written in capitals.

    >>> [str(found.value) for found in find_capitals("人民币壹佰万零伍仟元伍角整（小写略）")]
    ['1005000.5']
    """
    for match in _AMOUNT.finditer(text):
        value = _whole(match[1])
        tenths = read_numeral(match[2]) if match[2] else Decimal(0)
        hundredths = read_numeral(match[3]) if match[3] else Decimal(0)
        if value is not None and tenths is not None and hundredths is not None:
            # Half a unit of the last digit must not be half a 元: capitals say the amount in full.
            yield Capitals(match.start(), match.end(), value + tenths / 10 + hundredths / 100)


def _whole(text: str) -> Decimal | None:
    """Cheques put a 零 where plain numerals have none (壹佰万零伍仟)."""
    return read_numeral(text) or read_numeral(re.sub("[零〇]", "", text))
