"""D08 访谈座谈实地登记 (lists): 座谈会4场：…14人、…9人 has four, 走访30户：甲区9户、乙区7户…… comes to thirty, as the log has them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.errors import Place
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.passage_values import Passage, passages
from yzperf.quality.work_log import log_lines

_WORK = "走访|踏勘|实地|核查|抽查|访谈|座谈|调研|检查|查看|现场"
_UNITS = "户|家|个|处|所|人|名|座|笔|份"
_ALIKE = {"家": "户", "名": "人"}  # measure words that count the same thing
_ITEM = rf"(?:[\u4e00-\u9fff]{{2,12}})\d{{1,4}}(?:{_UNITS})"
_LIST = re.compile(rf"[:：](?P<items>{_ITEM}(?:、{_ITEM}|和{_ITEM}|，{_ITEM}){{2,}})(?![等左])(?=[，,。；;）)]|$)")
_WHOLE = re.compile(rf"(?<![\d.,至—-])(?P<count>\d{{1,4}})(?P<unit>{_UNITS})(?![日次均])")
_NAMED = re.compile(rf"(?P<name>[\u4e00-\u9fff]{{2,12}})(?P<count>\d{{1,4}})(?P<unit>{_UNITS})")
_NOT_ALL = re.compile("其中|例如|比如|包括|主要|如")
_VAGUE = re.compile(r"(?:约|近|超过|不少于|至少|每[^，。]{0,4})$")

_MEETINGS = re.compile(
    r"座谈会?(?:共|会)?(?P<count>\d{1,2})[场次个](?:[，,]?(?:共|共有|共计|累计|合计)?(?:参加|参会|出席)?\d{1,4}人次?(?:参加)?)?[:：]"
    r"(?P<items>[^。；;]+)"
)
_MEETING = re.compile(r"^(?=.*(?:\d{1,2}月\d{1,2}日|\d{1,2}日|座谈|会))[^，,、]*\d{1,3}人次?$")


@dataclass(frozen=True, slots=True)
class _Visited:
    """So many of each place, and the number that is told of all."""

    whole: int
    text: str
    unit: str
    parts: tuple[tuple[str, int], ...]
    where: Place

    @property
    def total(self) -> int:
        return sum(count for _, count in self.parts)


@check("D08", title="访谈座谈实地登记", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def lists_of_visits_add_up(report: Document) -> Iterator[Hit]:
    """走访30户企业：甲区9户、乙区7户、……: the places come to the whole; 座谈会4场：……: as many are listed."""
    told = list(passages(report))
    visited = [one for passage in told for one in _visited(passage)]
    meetings = [(passage, match) for passage in told for match in _MEETINGS.finditer(passage.text)]
    if not visited and not meetings:
        raise Inapplicable("报告没有逐处列出走访、座谈的数目")
    for one in visited:
        if one.total != one.whole:
            sums = "＋".join(str(count) for _, count in one.parts)
            message = f"此处写 {one.text}，列出的各处 {sums}＝{one.total}{one.unit}"
            yield Hit(one.where, message, one.text, f"{one.total}{one.unit}")
    for passage, match in meetings:
        yield from _listed_meetings(passage, match)


def _visited(passage: Passage) -> Iterator[_Visited]:
    for sentence in passage.sentences():
        for match in _LIST.finditer(sentence.text):
            parts = [(one["name"], int(one["count"]), one["unit"]) for one in _NAMED.finditer(match["items"])]
            front = sentence.text[: match.start()]
            since = max(front.rfind("；"), front.rfind(";")) + 1
            whole = _whole_of(front[since:], parts[0][2])
            is_all = re.search(_WORK, front[since:]) and not _NOT_ALL.search(front[-6:])
            if whole and is_all and len({_plain(unit) for *_, unit in parts}) == 1:
                pairs = tuple((name, count) for name, count, _ in parts)
                yield _Visited(int(whole["count"]), whole[0], whole["unit"], pairs, passage.where)


def _whole_of(front: str, unit: str) -> re.Match[str] | None:
    """The last number in front of a list that is counted in its measure word."""
    found = [
        one
        for one in _WHOLE.finditer(front)
        if _plain(one["unit"]) == _plain(unit) and not _VAGUE.search(front[: one.start()])
    ]
    return found[-1] if found else None


def _plain(unit: str) -> str:
    return _ALIKE.get(unit, unit)


def _listed_meetings(passage: Passage, match: re.Match[str]) -> Iterator[Hit]:
    items = [one.strip() for one in re.split("[，,、]", match["items"]) if one.strip()]
    said = int(match["count"])
    if len(items) > 1 and all(_MEETING.match(one) for one in items) and len(items) != said:
        message = f"座谈会写 {said} 场，后面列出 {len(items)} 场（{'、'.join(items)}）"
        yield Hit(passage.where, message, f"{said}场", f"{len(items)}场")


# ── the log ─────────────────────────────────────────────────────────────────────────────────────────


@check("D08", title="访谈座谈实地登记", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def places_visited_are_in_the_log(report: Document, log: pd.DataFrame) -> Iterator[Hit]:
    """Of each place the log, where it tells one number of it, has as many as the list in the report."""
    lines = [line.text for line in log_lines(log)]
    visited = [one for passage in passages(report) for one in _visited(passage)]
    logged = {(one, name): _logged(lines, name, one.unit) for one in visited for name, _ in one.parts}
    if not any(logged.values()):
        raise Inapplicable("报告和工作日志没有都写各处走访了几家")
    for one in visited:
        # most places agree: it is the same count
        agree = sum(logged[one, name] == {count} for name, count in one.parts)
        for name, count in one.parts:
            numbers = logged[one, name]
            if len(numbers) == 1 and count not in numbers and 2 * agree >= len(one.parts):
                right = numbers.pop()
                message = f"“{name}”此处写 {count}{one.unit}，工作日志登记 {right}{one.unit}"
                yield Hit(one.where, message, f"{count}{one.unit}", f"{right}{one.unit}")


def _logged(lines: list[str], name: str, unit: str) -> set[int]:
    """走访甲区企业9家: what the log counts behind a name in the same clause."""
    pattern = re.compile(rf"(?:{_WORK})[^，,。；;\d]{{0,6}}{re.escape(name)}[^，,。；;\d]{{0,8}}(\d{{1,4}})({_UNITS})")
    return {int(match[1]) for text in lines for match in pattern.finditer(text) if _plain(match[2]) == _plain(unit)}
