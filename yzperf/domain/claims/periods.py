"""The time that a number speaks of (期间): the last year, date or 上年 in front of it."""

from __future__ import annotations

import re

_PERIOD = re.compile(
    r"(?:(?:截至|截止到?|至)\s?(?:19|20)\d\d\s?年(?:\s?\d{1,2}\s?月)?(?:\s?\d{1,2}\s?日)?(?:[底末])?"
    r"|(?:19|20)\d\d\s?年?\s?[-~至]\s?(?:19|20)\d\d\s?年(?:度)?"
    r"|(?:19|20)\d\d\s?年(?:\s?\d{1,2}\s?月(?:\s?\d{1,2}\s?日)?)?(?:度|初|末|底|第?[一二三四]季度|[上下]半年)?"
    r"|上年(?:同期|度)?|去年(?:同期)?|上一年度?|同期|当年|本年度?|全年(?!预算)|“?[十]+[一二三四五]五”?(?:期间|时期))"
)
_COMPARED = re.compile(r"(?:较|比|同|与|于)$")


def period_of(sentence: str, place: int) -> str:
    """Return the words that date a number at a place of a sentence, blank where none do.

    The year that something is compared with (较2022年) is not the year of the number.

    >>> period_of("截至2023年12月31日，支出800万元", 17), period_of("2023年较2022年增长5%", 13)
    ('截至2023年12月31日', '2023年')
    """
    found = ""
    part = max(sentence.rfind(sign, 0, place) for sign in "；;")
    for match in _PERIOD.finditer(sentence, part + 1, place):
        if not _COMPARED.search(sentence[: match.start()]):
            found = match[0].replace(" ", "")
    return found
