"""Places in the text that point to a table, figure or annex (交叉引用): 见表3, 如图2-1所示, 详见附件2."""

from __future__ import annotations

import re
from collections.abc import Iterator

from yzperf.domain.quantity import normalise

_NUMBER = r"\d{1,3}(?:[-.]\d{1,3}){0,2}|[一二三四五六七八九十]{1,3}|[A-Z](?:[-.]?\d{1,3}){0,2}(?![A-Za-z])"
# 财务报表2024, 时间表1月, 附表 is its own label; a number that goes on as a quantity is none.
_REFERENCE = re.compile(
    rf"(附件|附录|附表|附图|(?<![报代列量课图时外评分统调问仪手年附])表|(?<![地版意企试视附制绘计])图)\s*({_NUMBER})"
    r"(?![\d%％]|[-.]\d|年|月|日|个|张|万|亿|元|人|项|份|致|样|律|并|般|直)"
)
_NEED_DIGITS = ("表", "图")
_CELL = re.compile(r"\s+[A-Z]\d+")
_NEAR, _LONGEST = 8, 80
_FOREIGN = re.compile(r"(?:号|》)\s*\)?(?:的)?\s*\Z")  # the annex of a document that is quoted: 财预〔2020〕10号附件1
_MORE = re.compile(rf"\s*[、,和与及至~]\s*(?:第)?({_NUMBER})(?![\d%％.-]|年|月|日|个|张|万|亿|元|人|项|份)")


def find_references(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield label, number and the words of each reference in a text; 附件1、2 are two.

    >>> list(find_references("得分见表3，问卷见附件1、2。"))
    [('表', '3', '表3'), ('附件', '1', '附件1'), ('附件', '2', '附件1、2')]
    """
    plain = normalise(text)
    for match in _REFERENCE.finditer(plain):
        if _FOREIGN.search(plain[max(match.start() - _NEAR, 0) : match.start()]):
            continue
        label, end = match[1], match.end()
        if label in _NEED_DIGITS and match[2].isalpha() and match[2].isascii():
            continue  # 图A alone may be a name
        if label in _NEED_DIGITS and _CELL.fullmatch(match[0][len(label) :]):
            continue  # 评分表 A5 is a cell of a sheet
        yield label, match[2], match[0]
        while (more := _MORE.match(plain, end)) and more.end() - match.start() < _LONGEST:
            end = more.end()
            yield label, more[1], plain[match.start() : end]
