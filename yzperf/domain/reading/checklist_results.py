"""Read what was found of the points of a check-list (要点核查结果): 全部符合, 3/4, 符合①②④、不符合③; and of what vetoes it."""

from __future__ import annotations

import re

from yzperf.domain.quantity import normalise
from yzperf.domain.reading.numerals import read_count
from yzperf.domain.reading.scoring_rules import MARKS

_ALL_MET = re.compile(
    r"(?:全部|均|都|完全)(?:已)?(?:符合|满足|具备|达到|达标|做到)(?:要求|要点|标准)?|符合(?:全部|所有|各项)(?:评价)?(?:要求|要点|标准)?"
)
_NONE_MET = re.compile(r"(?:全部|均|都)(?:不|未)(?:符合|满足|具备|达到)(?:要求|要点|标准)?")
_PARTS = r"[项条个点](?:评价)?(?:要求|要点|标准)?"
_KEPT = "(?:符合|满足|具备|达到|做到)"
_COUNTED = re.compile(rf"(?=.*(?:要点|要求|{_KEPT}))(?:{_KEPT})?(\d+|[一二两三四五六七八九十]){_PARTS}(?:{_KEPT})?")
_OF = re.compile(r"(\d+)/(\d+)[项条个点]?")
_ALL_COUNTED = re.compile(
    rf"(?:全部|共)?(?P<all>\d+){_PARTS}(?:全部|均|都|皆)(?:已)?{_KEPT}|{_KEPT}全部(?P<all2>\d+){_PARTS}"
)
_SOME_COUNTED = re.compile(rf"(?P<all>\d+){_PARTS}[中,]?(?:其中)?{_KEPT}(?P<met>\d+){_PARTS}")
_LACKING = re.compile(
    rf"(?:缺少?|缺失|不符合|未达到|不具备)(?P<lost>\d+){_PARTS}|(?P<lost2>\d+){_PARTS}(?:不符合|未符合|缺失|未达到|不具备)"
)
_NEGATED = re.compile(r"不|未|没|缺|无|否|[×✗]")
_GROUP = re.compile(rf"(?P<before>[^{MARKS}]*)(?P<marks>[{MARKS}][{MARKS}、和及]*)(?P<after>[^{MARKS}]*)")
_PAIR = re.compile(rf"([{MARKS}])([^{MARKS}]+)")


def met_parts(text: str, count: int) -> int | frozenset[int] | None:
    """Read which parts of a check-list were found to be met (要点核查结果).

    Parameters
    ----------
    text
        The cell 实际完成值: 全部符合, 3/4, 符合3项, 符合①②④、不符合③ …
    count
        Number of parts.

    Returns
    -------
    int, frozenset of int, or None
        How many, or which ones (from 1), are met; None where the text does not say so.
    """
    plain = re.sub(r"\s+", "", normalise(text)).strip("。;,")
    if _ALL_MET.fullmatch(plain):
        return frozenset(range(1, count + 1))
    if _NONE_MET.fullmatch(plain):
        return frozenset()
    if match := _OF.fullmatch(plain):
        return int(match[1]) if int(match[2]) == count and int(match[1]) <= count else None
    if match := _COUNTED.fullmatch(plain):
        number = read_count(match[1])
        return number if number <= count else None
    number_met = _counted_parts(plain, count)
    return _listed_parts(plain, count) if number_met is None else number_met


def _counted_parts(plain: str, count: int) -> int | None:
    """4个要点均符合, 4个要点中符合3个, 缺1个要点: of as many parts as the list has."""
    if match := _ALL_COUNTED.fullmatch(plain):
        return count if int(match["all"] or match["all2"]) == count else None
    if match := _SOME_COUNTED.fullmatch(plain):
        return int(match["met"]) if int(match["all"]) == count and int(match["met"]) <= count else None
    if match := _LACKING.fullmatch(plain):
        lost = int(match["lost"] or match["lost2"])
        return count - lost if lost <= count else None
    return None


def _listed_parts(plain: str, count: int) -> frozenset[int] | None:
    """Parts named by their marks, each with a word that says whether it is met."""
    said: dict[int, bool] = {}
    for part in re.split(r"[,;。]", plain):
        mentions = _mentions(part)
        if mentions is None or any(said.get(number, sign) is not sign for number, sign in mentions):
            return None
        said.update(mentions)
    met = frozenset(number for number, sign in said.items() if sign)
    if not said or max(said) > count or (met and len(met) < len(said) < count):
        return None
    return met or frozenset(range(1, count + 1)) - frozenset(said)


def _mentions(part: str) -> list[tuple[int, bool]] | None:
    """Marks of one clause with their sign: 符合①②, ①②不符合, ①是②否; None where a mark has no word to it."""
    group = _GROUP.fullmatch(part)
    if group and (group["before"] or group["after"]):
        sign = not _NEGATED.search(group["before"] + group["after"])
        return [(MARKS.index(mark) + 1, sign) for mark in group["marks"] if mark in MARKS]
    pairs = _PAIR.findall(part)
    if "".join(map("".join, pairs)) != part:
        return None
    return [(MARKS.index(mark) + 1, not _NEGATED.search(words)) for mark, words in pairs]


def vetoed(text: str, veto: tuple[str, ...]) -> bool | None:
    """Whether a finding names what vetoes all points: True, False, or None where its words leave it open."""
    plain = normalise(text)
    for word in veto:
        for match in re.finditer(re.escape(word), plain):
            front = re.split(r"[,;。]", plain[: match.start()])[-1]
            if not re.search(r"不存在|未发现|没有|无|未发生|未见|不", front):
                return True if re.search(r"存在|发现|发生|有", front) else None
    return False
