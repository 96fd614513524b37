"""Find the table among the records of a file (找表): lines before the heading, notes behind the last row, units."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from yzperf.domain.quantity import normalise
from yzperf.loaders.records import Record

_HEADING_WITHIN = 30  # records
_UNIT_IN_HEADING = re.compile(r"^(.*?)\s*[(\[]\s*(?:单位)?[:\s]*(亿元|百万元|万元|千元|元)\s*[)\]]$")
_UNIT_LINE = re.compile(r"(?:金额)?单位\s*[::]?\s*(?:人民币)?\s*(亿元|百万元|万元|千元|元)")
_LABELLED = re.compile(r"[^:]:\s*\S")
_NOTE = re.compile(
    r"(?:注\d*|附?注|说明|备注|填[表报](?:人|单位|日期|说明)?|制表人?|审核人?|复核人?|(?:单位)?负责人|联系(?:人|电话)|(?:数据)?来源)\s*:"
)


@dataclass(frozen=True, slots=True)
class FoundTable:
    """The heading, the body, and what stood around them."""

    heading: Record
    body: list[Record]
    before: tuple[str, ...]
    behind: tuple[str, ...]

    @property
    def unit(self) -> str:
        """Unit of money that a line above the heading gives for the whole table (单位：万元)."""
        return next((match[1] for text in self.before if (match := _UNIT_LINE.search(normalise(text)))), "")


def unit_of_line(text: str) -> str:
    """Unit of money that a line gives for the whole table.

    >>> unit_of_line("金额单位：万元")
    '万元'
    """
    match = _UNIT_LINE.search(normalise(text))
    return match[1] if match else ""


def find_table(records: Sequence[Record], required: Sequence[str] = ()) -> FoundTable | None:
    """Find the heading and the rows below it.

    Parameters
    ----------
    records
        All filled records of the file.
    required
        Headings that must be there: the record that has most of them is the heading.

    Returns
    -------
    FoundTable or None
        None where no record can be a heading.
    """
    place = _heading_place(records, required)
    if place is None:
        return None
    width = len(records[place].cells)
    stop = len(records)
    while stop > place + 1 and is_note(_texts(records[stop - 1]), width):
        stop -= 1
    before, behind = (tuple(map(_line, part)) for part in (records[:place], records[stop:]))
    return FoundTable(_without_tail(records[place]), list(records[place + 1 : stop]), before, behind)


def split_unit(heading: str) -> tuple[str, str]:
    """Name and unit of a heading.

    Examples
    --------
    >>> split_unit("年初预算数（万元）"), split_unit("执行率(%)")
    (('年初预算数', '万元'), ('执行率(%)', ''))
    """
    match = _UNIT_IN_HEADING.match(normalise(heading))
    return (match[1], match[2]) if match else (heading, "")


def _heading_place(records: Sequence[Record], required: Sequence[str]) -> int | None:
    first = records[:_HEADING_WITHIN]
    named = [len({split_unit(cell.strip())[0] for cell in record.cells} & set(required)) for record in first]
    if best := max(named, default=0):
        return named.index(best)
    usual = Counter(len(record.cells) for record in records if len(record.cells) > 1).most_common(1)
    width = usual[0][0] if usual else 1
    return next((place for place, record in enumerate(first) if _can_head(record, width)), 0 if records else None)


def _can_head(record: Record, width: int) -> bool:
    """Filled nearly as far as the table is wide, and no line of labels with their values (单位：万元)."""
    return _filled(record) >= 0.6 * width and not any(map(is_label, record.cells))


def is_label(text: str) -> bool:
    """Whether a text names something and gives its value: 单位：万元."""
    return bool(_LABELLED.search(normalise(text)))


def _filled(record: Record) -> int:
    return len(_texts(record))


def is_note(texts: Sequence[str], width: int) -> bool:
    """Whether the filled cells of a row are one that begins like a note, under a table of several columns."""
    return width > 1 and len(texts) == 1 and bool(_NOTE.match(normalise(texts[0])))


def _without_tail(record: Record) -> Record:
    """Blank cells behind the last heading come from a spreadsheet that was wider once."""
    cells = [cell.strip() for cell in record.cells]
    while cells and not cells[-1]:
        cells.pop()
    return Record(record.line, cells)


def _texts(record: Record) -> list[str]:
    return [cell.strip() for cell in record.cells if cell.strip()]


def _line(record: Record) -> str:
    return " ".join(_texts(record))
