"""D08 访谈座谈实地登记 (annex): the people of each talk in the table of talks are those that the log has on that day."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.printed_tables import PrintedCell, PrintedTable, tables_of
from yzperf.quality.work_log import LogLine, log_lines

_PEOPLE = re.compile("人数|人次")
_TALK = re.compile("座谈|访谈|约谈")
_DAY = re.compile(r"(?:(?:19|20)\d\d[-/.年])?(?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?")
_COUNT = re.compile(r"(?P<count>\d{1,3})人?")
_BY_KIND = {
    kind: re.compile(rf"{kind}[^，,。；;\d]{{0,12}}[，,]?(?:共|有)?(\d{{1,3}})[人名位]")
    for kind in ("座谈", "访谈", "约谈")
}


@check("D08", title="访谈座谈实地登记", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def talks_of_the_annex_are_those_of_the_log(report: Document, log: pd.DataFrame) -> Iterator[Hit]:
    """附件 座谈和访谈情况: where the log has one talk of this kind on the day, as many people took part."""
    lines = log_lines(log)
    rows = [row for table in tables_of(report) for row in _rows(table)]
    told = [(people, line, logged) for day, kind, people in rows for line, logged in _logged(lines, day, kind)]
    if not told:
        raise Inapplicable("报告没有列出各次座谈、访谈人数的表，或工作日志没有写同一天的人数")
    for people, line, logged in told:
        match = _COUNT.fullmatch(people.text)
        if match and int(match["count"]) != logged:
            message = f"{line.day} 的座谈、访谈此处写 {match['count']} 人，工作日志“{line.text}”"
            yield Hit(people.where, message, f"{match['count']}人", f"{logged}人")


def _rows(table: PrintedTable) -> Iterator[tuple[tuple[int, int], str, PrintedCell]]:
    """Day, kind and people of each row; a day or kind that stands twice belongs to several talks, which nobody can tell
    apart."""
    heads = [cell.text for cell in table.rows[0]]
    at = next((at for at, head in enumerate(heads) if _PEOPLE.search(head)), None)
    if at is None:
        return
    found = [(_day_of(row), _kind_of(row), row[at]) for row in table.rows[1:]]
    keys = [(day, kind) for day, kind, _ in found]
    for day, kind, people in found:
        if day and kind and keys.count((day, kind)) == 1:
            yield day, kind, people


def _day_of(row: tuple[PrintedCell, ...]) -> tuple[int, int] | None:
    match = next((match for cell in row if (match := _DAY.fullmatch(cell.text))), None)
    return (int(match["month"]), int(match["day"])) if match else None


def _kind_of(row: tuple[PrintedCell, ...]) -> str:
    return next((match[0] for cell in row if (match := _TALK.search(cell.text))), "")


def _logged(lines: list[LogLine], day: tuple[int, int], kind: str) -> list[tuple[LogLine, int]]:
    """The only number of people that the log has of this kind on this day."""
    same = [line for line in lines if line.day and (line.day.month, line.day.day) == day and line.day == line.until]
    found = [(line, int(number)) for line in same for number in _BY_KIND[kind].findall(line.text)]
    return found if len(found) == 1 else []
