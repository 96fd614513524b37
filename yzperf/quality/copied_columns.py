"""Columns of a table that were copied from another one (照抄的列): row by row the same, but for one cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import product

from yzperf.domain.claims.slips import Slip, slip
from yzperf.quality.printed import Printed, read_printed
from yzperf.quality.printed_tables import PrintedCell, PrintedTable

_FEWEST = 4  # rows that agree; of fewer nobody can tell that they are copied
_FEWEST_BACKED = 2  # where other columns of the same rows are copied too
_BACKING = 2
_FEWEST_NAMES = 6
_DIFFERENT = 3  # texts that a copied column holds: 是、是、是、否 are no copy
_NAME = re.compile("[\u4e00-\u9fffA-Za-z]")
_CLOSING = re.compile("^(?:其中|合计|总计|共计|小计|平均|均值|全[省市县区镇乡])")
_DAY = re.compile(r"(?:(?:19|20)(\d\d)[-/.年](\d{1,2})[-/.月]|(\d{1,2})月)(\d{1,2})日?")
_UNIT = re.compile(r"[(（][^()（）]*[)）]")
Pair = tuple[PrintedCell, PrintedCell]


@dataclass(frozen=True)
class Column:
    """What stands below a heading, without its unit."""

    head: str
    cells: tuple[PrintedCell, ...]

    @cached_property
    def named(self) -> dict[str, int]:
        """The rows by their names; what stands twice, and sums, name no row."""
        many = Counter(cell.text for cell in self.cells)
        return {cell.text: at for at, cell in enumerate(self.cells) if many[cell.text] == 1 and _is_name(cell.text)}

    @cached_property
    def names(self) -> tuple[PrintedCell, ...]:
        """The cells that hold a name."""
        return tuple(cell for cell in self.cells if _is_name(cell.text))

    def is_like(self, other: Column) -> bool:
        """Whether the headings share two signs in a row: 预算 and 到位 do not, however like their numbers are."""
        return any(
            self.head[at : at + 2] in other.head for at in range(len(self.head) - 1) if self.head[at : at + 2].strip()
        )


@dataclass(frozen=True, slots=True)
class Copied:
    """A column and the one that it follows, as pairs of cells; ``names`` are those of its rows, ``backing`` is how many
    other columns of these rows are copied without a slip."""

    names: tuple[str, ...]
    pairs: tuple[Pair, ...]
    backing: int = 0

    @property
    def odd(self) -> tuple[int, ...]:
        """The rows that differ."""
        return tuple(at for at, (one, other) in enumerate(self.pairs) if not is_same(one.text, other.text))

    @property
    def is_copy(self) -> bool:
        """Whether so many different cells agree that the column is the same thing, and what differs is a slip of it."""
        same = [one.text for at, (one, _) in enumerate(self.pairs) if at not in self.odd]
        fewest, different = (_FEWEST_BACKED, _FEWEST_BACKED) if self.backing >= _BACKING else (_FEWEST, _DIFFERENT)
        is_known = len(same) >= fewest and len(set(same)) >= different and len(self.odd) <= 1
        slips = [_slip_of(*self.pairs[at]) for at in self.odd]
        return is_known and all(slips) and (len(same) >= _FEWEST or Slip.REPLACED not in slips)

    @property
    def is_whole(self) -> bool:
        """Whether every row agrees, and with different figures."""
        return not self.odd and len({one.text for one, _ in self.pairs}) >= _DIFFERENT


def columns_of(table: PrintedTable) -> list[Column]:
    """The columns of a table below its headings; each is to be compared with those of many tables."""
    start = table.first_line
    heads = [" ".join(dict.fromkeys(cell.text for cell in one)) for one in zip(*table.rows[:start], strict=True)]
    cells = zip(*table.rows[start:], strict=True)
    return [Column(_UNIT.sub("", head), column) for head, column in zip(heads, cells, strict=True)]


def copied_columns(columns: Sequence[Column], others: Sequence[Column]) -> Iterator[Copied]:
    """The columns of a table that follow one of another: by the names of their rows, names by their order."""
    for key, other_key in product(columns, others):
        yield from _by_names(key, other_key, columns, others)
        yield from _in_order(key, other_key)


def is_same(one: str, other: str) -> bool:
    """The same text, day or number, as far as both are printed.

    >>> is_same("2024年5月20日", "2024-5-20"), is_same("21,386.45", "21386.452"), is_same("41,785", "41875")
    (True, True, False)
    """
    days = _day(one), _day(other)
    if days[0] and days[1]:
        return days[0][-2:] == days[1][-2:] and (len({day[0] for day in days if day} - {0}) < 2)
    numbers = _number(one), _number(other)
    if numbers[0] and numbers[1]:
        return numbers[0].low <= numbers[1].high and numbers[1].low <= numbers[0].high
    return one == other


def _day(text: str) -> tuple[int, int, int] | None:
    """Year (0 where none is told), month and day."""
    match = _DAY.fullmatch(text)
    year, month, alone, day = match.groups() if match else ("", "", "", "")
    return (int(year or 0), int(month or alone), int(day)) if match else None


def _number(text: str) -> Printed | None:
    """A number; 85.15 under the heading of a rate is 85.15%."""
    return read_printed(text.rstrip("%"))


def _slip_of(one: PrintedCell, other: PrintedCell) -> Slip | None:
    """A day with one part otherwise, a figure that a slip makes of the other, a name with one sign otherwise; what is
    neither (0 and 不符合) is told in another way."""
    days, numbers = (_day(one.text), _day(other.text)), (_number(one.text), _number(other.text))
    if days[0] and days[1]:
        apart = [a != b for a, b in zip(days[0], days[1], strict=True) if a and b]
        return Slip.SWAPPED if sum(apart) == 1 or apart[:1] == [True] else None  # of another year: 12月 is 2月 here
    if numbers[0] and numbers[1]:
        return slip(_decimal(numbers[0]), _decimal(numbers[1]))
    is_name = _is_name(one.text) and _is_name(other.text) and _is_one_sign(one, other)
    return Slip.SWAPPED if is_name else None


def _decimal(number: Printed) -> Decimal:
    return Decimal(number.value.numerator) / Decimal(number.value.denominator)


def _by_names(key: Column, other_key: Column, columns: Sequence[Column], others: Sequence[Column]) -> Iterator[Copied]:
    """A pair of columns of one heading whose rows have the same names in both tables."""
    rows, places = key.named, other_key.named
    shared = [name for name in rows if name in places]
    if len(shared) <= _FEWEST_BACKED:
        return
    found = []
    for column, other in product([one for one in columns if one is not key], others):
        pairs = [(name, column.cells[rows[name]], other.cells[places[name]]) for name in shared]
        filled = [row for row in pairs if row[1].text and row[2].text]
        if column.is_like(other):
            found.append(Copied(tuple(name for name, *_ in filled), tuple((one, paper) for _, one, paper in filled)))
    backing = sum(one.is_whole for one in found)
    yield from (replace(one, backing=backing) for one in found)


def _in_order(column: Column, other: Column) -> Iterator[Copied]:
    """Two lists of names, of which one has one sign otherwise."""
    own, paper = column.names, other.names
    if len(own) != len(paper) or len(own) < _FEWEST_NAMES or len({one.text for one in own}) < len(own):
        return
    copied = Copied(tuple(one.text for one in paper), tuple(zip(own, paper, strict=True)))
    if all(_is_one_sign(*copied.pairs[at]) for at in copied.odd):
        yield copied


def _is_one_sign(one: PrintedCell, other: PrintedCell) -> bool:
    apart = [a for a, b in zip(one.text, other.text, strict=False) if a != b]
    return len(one.text) == len(other.text) > 2 and len(apart) == 1


def _is_name(text: str) -> bool:
    return bool(_NAME.search(text)) and not _CLOSING.search(text) and not _DAY.fullmatch(text)
