"""What stands around a value without belonging to it: numbering, stars, quotes, brackets, remarks, names with figures."""

from __future__ import annotations

import re

from yzperf.domain.reading.words import IDIOMS, MEASURES

_STARS = r"[★☆*▲△●•◆■□◇※]+"
_QUOTES = "“”\"'‘’「」『』"
_END = r"[。;,]+$|(?<![0-9])[.、]+$"
_HAN = "[一二三四五六七八九十]{1,3}"
# A figure that follows "1、" or "2. " directly must not be the rest of a list (3、5个) or of a decimal (8. 5%).
_NUMBERINGS = (
    "[①-⒛㈠-㈩❶-❿➀-➓]",
    rf"\((?:[0-9]{{1,2}}|{_HAN})\)(?=.)",
    r"[0-9]{1,2}\)(?=.)",
    r"[0-9]{1,2}\.(?=[^0-9\s])",
    r"[0-9]{1,2}\.\s(?=[^0-9])",
    r"[1-9]\.\s(?=[0-9]{2,}(?![0-9.]*%))",
    r"[0-9]{1,2}、(?=[^0-9一二三四五六七八九十])",
    r"[1-9]、(?=[0-9]{4}年|[0-9]{2,}(?![0-9月日号.、/-])|[0-9]+\.[0-9])",
    rf"{_HAN}、(?=[^一二三四五六七八九十百千万])",
    rf"{_HAN}\.(?=[^0-9一二三四五六七八九十百千万])",
    rf"(?:指标|目标|任务|内容)(?:[0-9]{{1,2}}|{_HAN})[:：、.]",
)
_NUMBERING = re.compile("|".join(_NUMBERINGS))
_NAME = re.compile(
    r"(?<![A-Za-z0-9/·.])[A-Za-z]+-?[0-9]+(?:\.[0-9]+)?(?:[A-Z][0-9]+)*(?=[\u4e00-\u9fff])|(?<![0-9.])[1-9][A-Z](?=[\u4e00-\u9fff])"
)
_IDIOM = re.compile(IDIOMS)
_BRACKET = re.compile(r"\(([^()]*)\)")
# A remark that says something about the value itself cannot be left out.
_WEIGHTY = re.compile(r"约|左右|上下|余|未|没|不(?!含)|降|减|增|至|到|[≥≤<>=±]|以上|以下|以内|大于|小于|高于|低于|超")
_UNIT_PART = {*MEASURES.split(), "A", "C", "a"}


def undress(text: str) -> str:
    """Take off numbering, stars, quotes, whole brackets and the full stop, again and again until none is left."""
    while (barer := _take_off(text)) != text:
        text = barer
    return text


def drop_names(text: str) -> str:
    """Take the figures out of names (5G基站, PM2.5浓度) and idioms (一次性), so that they are not counted."""
    return _IDIOM.sub("某", _NAME.sub("某", text))


def drop_remarks(text: str) -> str:
    """Leave out remarks in brackets (抽样); what belongs to a unit, 台(套) or dB(A), stays."""
    return _BRACKET.sub(_remark, text)


def _take_off(text: str) -> str:
    text = re.sub(_STARS, "", text.strip().strip(_QUOTES)) if re.match(_STARS, text) else text.strip().strip(_QUOTES)
    text = _NUMBERING.sub("", text, count=1) if _NUMBERING.match(text) else text
    return re.sub(_END, "", _out_of_bracket(text))


def _out_of_bracket(text: str) -> str:
    """A bare figure in brackets may be negative or a number of a paragraph: it stays bracketed."""
    match = _BRACKET.fullmatch(text)
    bare = match and re.fullmatch(r"[0-9.,\s]*", match[1])
    return match[1] if match and not bare else text


def _remark(match: re.Match[str]) -> str:
    before = match.string[: match.start()]
    of_unit = match[1] in _UNIT_PART and before[-1:].isalpha()
    return match.group() if of_unit or _WEIGHTY.search(match[1]) else ""
