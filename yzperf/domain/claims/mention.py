"""Something that a report names beside its numbers (提及): a document, place, body, date, chapter, grade, indicator."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from yzperf.domain.finding import Confidence
from yzperf.errors import Place


class MentionKind(StrEnum):
    """What is named (种类)."""

    DOCUMENT = "文号"
    TITLE = "文件名"
    GRADE = "等级"
    CHAPTER = "章节"
    CAPTION = "图表附件"
    DATE = "日期"
    PLACE = "地名"
    BODY = "单位"
    INDICATOR = "指标"
    PERSONAL = "个人信息"


@dataclass(frozen=True, slots=True)
class Mention:
    """One name with its place.

    ``value`` is the same for all ways of writing it: 财预〔2020〕10号 for every bracket, 2023-12-31 for a date (2023-12
    without a day; an impossible one is kept as written), 优 for 优秀. ``with_`` is what belongs to it: the title of a
    document number and the other way round. ``target`` is the id of what a reference points to, blank if there is none.
    Personal numbers are masked. ``is_quoted`` is what stands in a section that reviews other papers.
    """

    kind: MentionKind
    value: str
    text: str
    where: Place
    with_: str = ""
    target: str = ""
    confidence: Confidence = Confidence.HIGH
    sentence: str = ""
    part: str = ""
    block: str = ""
    start: int = 0
    end: int = 0
    is_quoted: bool = False
