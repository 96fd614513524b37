"""Dates and deadlines: 2021年12月底前, 第四季度, 10月中旬, 二〇二一年十二月三十一日."""

from __future__ import annotations

import calendar
import re
from datetime import date

from yzperf.domain.reading.numerals import read_numeral, read_year
from yzperf.domain.reading.reading import Reading
from yzperf.domain.relation import Relation

# Periods that end on a known day: (month, day), day 0 for the last of the month.
_HALVES = {"上": 6, "下": 12}
_TENTHS = {"上": 10, "中": 20, "下": 0}
_NUMERAL = "[〇零一二三四五六七八九十]"
_SPELT = re.compile(rf"({_NUMERAL}{{4}})(?=年)|(?<!{_NUMERAL})({_NUMERAL}{{1,3}})(?=月|日|号|季度)")

_WHEN = (
    r"(?:(?P<y>(?:19|20)[0-9]{2})年(?:年(?=[底末内]))?|(?P<yy>[0-4][0-9])年(?=[0-9]{1,2}月|[底末])|(?P<this>当年|本年|今年|(?<![^于在:])年(?=[底末内])))?"
    r"(?:(?P<m>1[0-2]|0?[1-9])月份?(?:(?P<d>3[01]|[12][0-9]|0?[1-9])[日号]|(?P<tenth>[上中下])旬)?"
    r"|(?P<half>[上下])半年|第?(?P<q>[1-4])季度)?"
)
_PLAIN_DAY = r"(?P<y>(?:19|20)[0-9]{2})(?P<s>[-./])(?P<m>1[0-2]|0?[1-9])(?P=s)(?P<d>3[01]|[12][0-9]|0?[1-9])日?(?: ?0?0:00(?::00)?)?"
_EIGHT_DIGITS = r"(?P<y>(?:19|20)[0-9]{2})(?P<m>1[0-2]|0[1-9])(?P<d>3[01]|[12][0-9]|0[1-9])"
_PLAIN_MONTH = r"(?P<y>(?:19|20)[0-9]{2})(?:[./-](?P<m>1[0-2]|0[1-9])|[/-](?P<m1>[1-9]))"
_MONTH_DAY = r"(?P<m>1[0-2]|0?[1-9])[./-](?P<d>3[01]|[12][0-9]|0?[1-9])"

_BEFORE = r"(?P<before>之前|以前|前|内)?"
_TAIL = (
    r"(?P<end>底|末)?"
    + _BEFORE
    + r"(?:(?:均|已|全部|全面|基本|如期|按时|按期|顺利|并|及|正式|项目|工程|资金|任务|工作)*"
    r"(?:完成|完工|竣工|到位|拨付|发放|交付|验收|通过|投入使用|投用|建成|开工|动工|支付|实施|落实|结束|办结|上线|下达|印发|报送|提交|启用|运行|开放))*"
)
_BY = r"(?P<by>≤|<|<=|=<|不晚于|不迟于|最迟|最晚|早于|不超过|截止|截至)"
# Words in front may name the indicator; none of these, which move or repeat the date.
_LEAD = r"(?P<lead>[\u4e00-\u9fffA-Za-z、“”:]{0,20}?)"
_MOVING = re.compile("[每次上去明下前后自从至到起第逐隔近约距离超晚迟未没不几半]|[一二三四五六七八九十百千万亿]$")
_SHAPES = (_WHEN, _PLAIN_DAY)
_WORDED = [re.compile(f"{_LEAD}{_BY}?(?:于|在|:)?{shape}{_TAIL}") for shape in _SHAPES]
# A month and a day without a year are two figures, unless 前 says that they are a date.
_NEEDS_WORDS = [re.compile(f"{_LEAD}{_BY}?{shape}{_TAIL}") for shape in (_PLAIN_MONTH, _MONTH_DAY)]
_BARE = [re.compile(f"{shape}{_TAIL}") for shape in (_EIGHT_DIGITS, _PLAIN_MONTH)]


def read_date(text: str, has_unit: bool) -> Reading | None:
    """Read a date; figures that only look like one (2021.12) are none where a unit says what they count."""
    text = _SPELT.sub(_in_digits, text)
    patterns = _WORDED if has_unit else [*_WORDED, *_BARE]
    matches = [match for pattern in patterns if (match := pattern.fullmatch(text))]
    matches += [match for pattern in _NEEDS_WORDS if (match := pattern.fullmatch(text)) and match["before"]]
    return next((found for match in matches if (found := _date(match.groupdict()))), None)


def _in_digits(match: re.Match[str]) -> str:
    number = read_year(match[1]) if match[1] else read_numeral(match[2])
    return match.group() if number is None else str(number)


def _date(parts: dict[str, str | None]) -> Reading | None:
    year, month, day = _year(parts), _month(parts), _day(parts)
    if not _is_date(parts) or _MOVING.search(parts.get("lead") or ""):
        return None
    last = calendar.monthrange(year, month)[1]
    if day > last:
        return None
    by = parts["before"] or parts.get("by") not in (None, "截止", "截至")
    # A deadline without a year keeps year 1: the scoring rule takes the year of the period.
    return Reading(date=date(year, month, day or last), relation=Relation.AT_MOST if by else None)


def _is_date(parts: dict[str, str | None]) -> bool:
    """At least a year or a part of one; 年内 needs a year, 月内 and 日内 are lengths."""
    said = any(parts.get(key) for key in ("y", "yy", "m", "m1", "half", "q"))
    this_year = parts.get("this") and (parts["end"] or parts["before"])
    is_length = parts["before"] == "内" and parts.get("m") and not (parts.get("y") or parts.get("this"))
    doubled = parts["end"] and (parts.get("d") or parts.get("tenth"))
    return bool((said or this_year) and not is_length and not doubled)


def _year(parts: dict[str, str | None]) -> int:
    if parts.get("yy"):
        return 2000 + int(parts["yy"] or 0)
    return int(parts.get("y") or 1)


def _month(parts: dict[str, str | None]) -> int:
    if parts.get("q"):
        return 3 * int(parts["q"] or 0)
    return _HALVES.get(parts.get("half") or "") or int(parts.get("m") or parts.get("m1") or 12)


def _day(parts: dict[str, str | None]) -> int:
    return _TENTHS.get(parts.get("tenth") or "", int(parts.get("d") or 0))
