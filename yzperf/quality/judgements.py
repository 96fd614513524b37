"""What a report prints of the analytic hierarchy process (层次分析法): judgement matrices, λmax, CI, RI and CR."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile

from yzperf.domain.reading.numerals import read_count
from yzperf.errors import Place
from yzperf.forensics.pairwise_judgements import RANDOM_INDEX
from yzperf.quality.method_words import names_of, words_of
from yzperf.quality.passage_values import Given, Passage, values_of
from yzperf.quality.printed import Printed
from yzperf.quality.printed_tables import PrintedCell, PrintedTable

_LARGEST = 15
_TELLING = 2  # decimals of a random index that tell its order
_METHOD = "hierarchy"


@dataclass(frozen=True, slots=True)
class Consistency:
    """One consistency test as printed. ``passes`` is what the words say of it, None if they say nothing."""

    values: Mapping[str, Printed]
    order: int | None
    passes: bool | None
    where: Place
    name: str = ""


@dataclass(frozen=True, slots=True)
class JudgementMatrix:
    """A square of judgements with the names of its elements.

    ``weights`` is blank where no column gives them; ``has_shares`` says whether its heading calls them weights, which add
    up to 1, and not an eigenvector, which need not.
    """

    names: tuple[str, ...]
    cells: tuple[tuple[PrintedCell, ...], ...]
    weights: tuple[PrintedCell, ...]
    has_shares: bool
    table: PrintedTable


def says_passed(text: str) -> bool | None:
    """Whether the words say that a consistency test was passed, or failed and its weights were given up."""
    if words_of(_METHOD, "still_used").search(text):
        return None
    if words_of(_METHOD, "fails").search(text):
        return False
    return True if words_of(_METHOD, "passes").search(text) else None


# ── in words ────────────────────────────────────────────────────────────────────────────────────────


def consistency_in_words(passage: Passage) -> Iterator[Consistency]:
    """The tests of a paragraph: a symbol that comes again begins the next one."""
    names = names_of(_METHOD, "names")
    given = sorted(((one, role) for role, name in names.items() for one in values_of(name, passage.text)), key=_start)
    orders = [
        (match.start(), order)
        for match in words_of(_METHOD, "order").finditer(passage.text)
        if (order := _order(match))
    ]
    group: dict[str, Given] = {}
    for one, role in [*given, (None, "")]:
        if one is None or role in group:
            if group:
                yield _test(group, orders, passage)
            group = {}
        if one is not None:
            group[role] = one


def _start(pair: tuple[Given, str]) -> int:
    return pair[0].start


def _order(match: re.Match[str]) -> int | None:
    text = next((group for group in match.groups() if group), "")
    value = read_count(text)
    return value if 2 <= value <= _LARGEST else None


def _test(group: Mapping[str, Given], orders: list[tuple[int, int]], passage: Passage) -> Consistency:
    first, last = min(one.start for one in group.values()), max(one.end for one in group.values())
    known = {order for _, order in orders}
    near = min(orders, key=lambda pair: min(abs(pair[0] - first), abs(pair[0] - last)), default=None)
    order = near[1] if near and (len(known) == 1 or first - 40 <= near[0] <= last + 25) else None
    since = max((passage.text.rfind(sign, 0, first) for sign in "。;"), default=-1) + 1
    until = re.compile("[。;]").search(passage.text, last)
    said = says_passed(passage.text[since : until.start() if until else None])
    values = {role: one.printed for role, one in group.items()}
    return Consistency(values, order or _order_by(values), said, passage.where)


def _order_by(values: Mapping[str, Printed]) -> int | None:
    """RI=0.90 belongs to an order of 4 and to no other one; λmax stands next to it or above it."""
    random, eigenvalue = values.get("random"), values.get("eigenvalue")
    known = {
        order
        for row in RANDOM_INDEX.values()
        for order, index in enumerate(row, 3)
        if random and random.decimals >= _TELLING and random.meets(index, index)
    }
    fits = {order for order in known if eigenvalue is None or order - 1 < eigenvalue.value < 2 * order}
    return fits.pop() if len(fits) == 1 else None


# ── in tables ───────────────────────────────────────────────────────────────────────────────────────


def consistency_in_table(table: PrintedTable) -> Iterator[Consistency]:
    """The lines of a table of consistency tests: 准则层 | 阶数 | λmax | CI | RI | CR | 是否通过."""
    roles = {"order": re.compile("^(?:n|阶数|矩阵阶数|阶)$"), **names_of(_METHOD, "names")}
    for line in table.lines(roles):
        values = {role: value for role in names_of(_METHOD, "names") if (value := line.number(role))}
        if "ratio" not in values and len(values) < 2:
            continue
        order = line.number("order")
        said = " ".join(cell.text for row in table.rows if line.cells[next(iter(values))] in row for cell in row)
        whole = int(order.value) if order and order.value.denominator == 1 and 2 <= order.value <= _LARGEST else None
        yield Consistency(values, whole, says_passed(said), line.cells[_main(values)].where, line.name)


def _main(values: Mapping[str, Printed]) -> str:
    return next(role for role in ("ratio", "index", "eigenvalue", "random") if role in values)


def matrices_of(table: PrintedTable) -> Iterator[JudgementMatrix]:
    """Squares whose rows and columns have the same names and whose diagonal is 1."""
    row = 0
    while row < len(table.rows) - 2:
        found = next((one for column in (0, 1) if (one := _square(table, row, column))), None)
        if found is not None:
            yield found
        row += len(found.names) + 1 if found else 1


def _square(table: PrintedTable, head: int, column: int) -> JudgementMatrix | None:
    heads = [cell.text for cell in table.rows[head][column + 1 :]]
    below = [row[column].text for row in table.rows[head + 1 : head + 1 + _LARGEST]]
    size = _prefix(_same(one, other) for one, other in zip(heads, below, strict=False))
    if size < 2 and _named(table) and not any(cell.number for cell in table.rows[head]):
        size = _diagonal(table, head, column)
    if size < 2:
        return None
    cells = tuple(row[column + 1 : column + 1 + size] for row in table.rows[head + 1 : head + 1 + size])
    if any(one.number and one.number.value != 1 for one in (cells[at][at] for at in range(size))) and not _named(table):
        return None
    weights, has_shares = _weights(table, head, column + 1 + size, size)
    found = JudgementMatrix(tuple(below[:size]), cells, weights, has_shares, table)
    return found if _is_judged(found) else None


def _prefix(flags: Iterable[bool]) -> int:
    """How many hold before the first that does not."""
    return sum(1 for _ in takewhile(bool, flags))


def _diagonal(table: PrintedTable, head: int, column: int) -> int:
    """The size of a named matrix whose rows are called otherwise than its columns: as far as the diagonal is 1."""
    rows = table.rows[head + 1 : head + 1 + _LARGEST]
    cells = (row[column + 1 + at : column + 2 + at] for at, row in enumerate(rows))
    size = _prefix(bool(cell and cell[0].number and cell[0].number.value == 1) for cell in cells)
    return size if size > 2 else 0


def _same(one: str, other: str) -> bool:
    """B1 above, B1数量 at the side."""
    return bool(one and other) and (one in other or other in one)


def _weights(table: PrintedTable, head: int, column: int, size: int) -> tuple[tuple[PrintedCell, ...], bool]:
    """The column of weights; one that is called so goes before an eigenvector."""
    heads = [cell.text for cell in table.rows[head]]
    fitting = [at for at in range(column, len(heads)) if words_of(_METHOD, "weights").search(heads[at])]
    if not fitting:
        return (), False
    at = next((place for place in fitting if words_of(_METHOD, "shares").search(heads[place])), fitting[0])
    column_of = tuple(row[at] for row in table.rows[head + 1 : head + 1 + size])
    return column_of, bool(words_of(_METHOD, "shares").search(heads[at]))


def _named(table: PrintedTable) -> bool:
    return bool(words_of(_METHOD, "matrix").search(f"{table.near}{table.rows[0][0].text}"))


def _is_judged(matrix: JudgementMatrix) -> bool:
    """Judgements, not correlations: all cells above zero, some above 1; named so, or the two halves mirror each other."""
    numbers = [[cell.number for cell in row] for row in matrix.cells]
    pairs = list(_pairs(numbers))
    values = [one.value for pair in pairs for one in pair]
    if not values or min(values) <= 0:
        return False
    if _named(matrix.table):
        return True
    mirrored = sum(one.value * other.value == 1 and one.value != 1 for one, other in pairs)
    return max(values) > 1 and 2 * mirrored >= len(pairs)


def _pairs(numbers: list[list[Printed | None]]) -> Iterable[tuple[Printed, Printed]]:
    for row in range(len(numbers)):
        for column in range(row):
            one, other = numbers[row][column], numbers[column][row]
            if one and other:
                yield one, other
