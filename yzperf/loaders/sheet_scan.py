"""A large sheet in the form that programs write, whole columns at a time (成批扫描). Runs in the child process.

A million cells are found as positions of ``<`` and ``>`` in the bytes, and their attributes and values are read by steps
over arrays: no Python object is made for a cell whose stored digits are what it shows. The scanner takes only the form
that it knows, ``<c r="A1" s="3" t="s"><f>…</f><v>12</v></c>``; anything else (prefixes, comments, other attributes)
raises ``OddSheetError`` and the sheet is read by the XML parser (``sheet_xml``), with the same result.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yzperf.loaders.guard import Extent, SafeArchive
from yzperf.loaders.number_formats import is_plain
from yzperf.loaders.sheet_cells import (
    BOOLEAN,
    DAY,
    ERROR,
    FAILED,
    FIGURE,
    FORMULA_TEXT,
    INLINE,
    MAX_COLUMN,
    MAX_ROW,
    MOMENT,
    NUMBER,
    SHARED,
    STALE,
    SheetCells,
    Values,
)
from yzperf.loaders.texts import SEPARATOR
from yzperf.loaders.xlsx_parts import inline_text

Positions = NDArray[np.int64]
Bytes = NDArray[np.uint8]
Mask = NDArray[np.bool_]

_PADDING = b"<>" * 4 + b"\0" * 32  # some tags behind the last cell, so that every look ahead finds one
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]+\d+:[A-Z]+\d+)"')
_LONGEST_HEAD = 4_000_000  # 16,384 columns with a width each
_MAX_PLAIN_DIGITS = 15
_ROW_DIGITS, _COLUMN_LETTERS, _STYLE_DIGITS, _INDEX_DIGITS = 7, 3, 6, 9
# Kinds of cell by the first letter of the attribute t; FORMULA_TEXT begins like SHARED and gets a letter of its own.
_KINDS = {0: NUMBER, ord("n"): NUMBER, ord("s"): SHARED, ord("b"): BOOLEAN, ord("e"): FAILED, ord("d"): DAY}
_KIND_SHIFT = 32
_KINDS |= {ord("S"): FORMULA_TEXT, ord("i"): INLINE}
# Weight of a byte in a number: nought for a digit, one for the point, too much for everything else.
_WEIGHTS = np.full(256, 64, np.uint8)
_WEIGHTS[ord("0") : ord("9") + 1] = 0
_WEIGHTS[ord(".")] = 1


class OddSheetError(Exception):
    """The sheet is not written in the usual form."""


@dataclass(slots=True)
class _Tags:
    """All tags of a piece of XML: where they begin and end, and the two letters behind ``<``."""

    data: Bytes
    start: Positions
    stop: Positions
    first: Bytes
    second: Bytes


@dataclass(slots=True)
class _Cells:
    """Attributes of cells, and where their stored values stand in the bytes: nowhere if ``begin`` is ``end``."""

    row: Positions
    column: Positions
    style: Positions
    kind: Bytes
    begin: Positions
    end: Positions
    note: NDArray[np.int8]

    def take(self, chosen: Any) -> _Cells:
        """Some of the cells, by mask or number."""
        return _Cells(*(getattr(self, name)[chosen] for name in self.__slots__))


def scan_sheet(archive: SafeArchive, part: str, values: Values, extent: Extent) -> SheetCells:
    """Read one sheet.

    Raises
    ------
    OddSheetError
        If it is not written in the usual form; nothing is said of whether it is good.
    LoadError
        If the part is damaged or its cells lie too far apart.
    """
    found = SheetCells()
    for piece, is_last in _pieces(archive.stream(part, is_xml=True)):
        if is_last:
            found.merged = [area.decode() for area in _MERGED.findall(piece)]
            _require(len(found.merged) == piece.count(b"<mergeCell "))
        else:
            try:
                _scan_piece(piece, values, found, extent)
            except (ValueError, IndexError, KeyError) as error:
                raise archive.damaged() from error
    return found


def _pieces(stream: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Whole rows of the sheet data, then all that stands behind them."""
    buffer, rest = b"", []
    is_inside = is_behind = False
    for chunk in stream:
        if is_behind:
            rest.append(chunk)
            continue
        buffer += chunk
        if not is_inside and (begin := re.search(rb"<sheetData(/?)>", buffer)):
            buffer, is_inside = buffer[begin.end() :], True
            is_behind = bool(begin[1])
        if is_inside and (end := buffer.find(b"</sheetData>")) >= 0:
            yield buffer[:end], False
            buffer, is_behind = buffer[end:], True
        elif not is_inside:
            _require(len(buffer) < _LONGEST_HEAD)
        elif not is_behind:
            cut = buffer.rfind(b"</row>") + len(b"</row>")
            if cut > len(b"</row>"):
                yield buffer[:cut], False
                buffer = buffer[cut:]
    _require(is_behind)
    yield b"".join([buffer, *rest]), True


def _require(is_usual: bool | np.bool_) -> None:
    if not is_usual:
        raise OddSheetError


def _scan_piece(piece: bytes, values: Values, found: SheetCells, extent: Extent) -> None:
    tags = _find_tags(piece)
    is_cell = tags.first == ord("c")
    _require((~is_cell | (tags.second == ord(" "))).all())
    cells = _read_cells(tags, np.flatnonzero(is_cell))
    cells = cells.take((cells.begin < cells.end) | (cells.note > 0))
    codes, notes = _codes(tags.data, piece, values, cells)
    shown = ~np.isin(codes, np.fromiter(values.blanks, np.int32)) | (cells.note > 0)
    cells, codes, notes = cells.take(shown), codes[shown], (notes | cells.note)[shown]
    if not len(codes):
        return
    extent.include(int(cells.row.max()), int(cells.column.max()))
    for target, numbers in ((found.rows, cells.row), (found.columns, cells.column), (found.codes, codes)):
        target.frombytes(numbers.astype(np.intc).tobytes())
    found.notes.frombytes(notes.tobytes())
    found.sorts.frombytes(_sorts(values, cells).tobytes())


def _sorts(values: Values, cells: _Cells) -> NDArray[np.int8]:
    sorts = np.array([values.sort(_KINDS.get(letter, ""), 0) for letter in range(256)], np.int8)[cells.kind]
    is_moment = np.array([*values.moments, False])[np.minimum(cells.style, len(values.moments))]
    is_number = (cells.kind == 0) | (cells.kind == ord("n"))
    return np.where(is_number, np.where(is_moment, MOMENT, FIGURE), sorts).astype(np.int8)


def _find_tags(piece: bytes) -> _Tags:
    data = np.frombuffer(bytearray(piece + _PADDING), np.uint8)
    start, stop = np.flatnonzero(data == ord("<")), np.flatnonzero(data == ord(">"))
    # Every < has its >, in turn: no such sign stands in a text or an attribute.
    _require(len(start) == len(stop) and bool((start < stop).all()) and bool((stop[:-1] < start[1:]).all()))
    first, second = data[start + 1], data[start + 2]
    _require(not np.isin(first, (ord("!"), ord("?"))).any())
    return _Tags(data, start, stop, first, second)


# ── attributes ──────────────────────────────────────────────────────────────────────────────────────


def _read_cells(tags: _Tags, cells: Positions) -> _Cells:
    """``r``, then perhaps ``s``, then perhaps ``t``, then the end of the tag; then formula and value."""
    data, at = tags.data, tags.start[cells] + 2
    _require(_begins(data, at, b' r="').all())
    column, at = _letters(data, at + 4)
    row, at = _digits(data, at, _ROW_DIGITS)
    _require((data[at] == ord('"')).all())
    _require(((row >= 1) & (row <= MAX_ROW) & (column >= 1) & (column <= MAX_COLUMN)).all())
    style, at = _style(data, at + 1)
    kind, at = _kinds(data, at)
    at = at + _begins(data, at, b" /")
    _require((at + (data[at] == ord("/")) == tags.stop[cells]).all())
    return _Cells(row, column, style, kind, *_find_values(tags, cells, kind))


def _style(data: Bytes, at: Positions) -> tuple[Positions, Positions]:
    """Number of the style, and the place behind the attribute; style 0 where there is none."""
    style = np.zeros(len(at), np.int64)
    styled = np.flatnonzero(_begins(data, at, b' s="'))
    style[styled], stop = _digits(data, at[styled] + 4, _STYLE_DIGITS)
    _require((data[stop] == ord('"')).all())
    at[styled] = stop + 1
    return style, at


def _kinds(data: Bytes, at: Positions) -> tuple[Bytes, Positions]:
    """First letter of the kind, and the place behind the attribute; 0 where there is none."""
    kind = np.zeros(len(at), np.uint8)
    typed = np.flatnonzero(_begins(data, at, b' t="'))
    here = at[typed] + 4
    is_text, is_inline = _begins(data, here, b'str"'), _begins(data, here, b'inlineStr"')
    letter = np.where(is_text, ord("S"), data[here]).astype(np.uint8)
    is_short = (data[here + 1] == ord('"')) & (letter != ord("i"))
    _require(((is_text | is_inline | is_short) & np.isin(letter, list(_KINDS))).all())
    kind[typed] = letter
    at[typed] = here + np.where(is_text, 4, np.where(is_inline, 10, 2))
    return kind, at


def _begins(data: Bytes, at: Positions, word: bytes) -> Mask:
    result = data[at] == word[0]
    for offset, letter in enumerate(word[1:], 1):
        result &= data[at + offset] == letter
    return np.asarray(result)


def _letters(data: Bytes, at: Positions) -> tuple[Positions, Positions]:
    """Column letters as numbers, and the place behind them."""
    number = np.zeros(len(at), np.int64)
    for _ in range(_COLUMN_LETTERS):
        letter = data[at].astype(np.int64) - (ord("A") - 1)
        is_letter = (letter >= 1) & (letter <= 26)
        number = np.where(is_letter, number * 26 + letter, number)
        at = at + is_letter
    return number, at


def _digits(data: Bytes, at: Positions, longest: int) -> tuple[Positions, Positions]:
    """Digits as whole numbers, and the place behind them."""
    number = np.zeros(len(at), np.int64)
    for _ in range(longest):
        digit = data[at] - np.uint8(ord("0"))  # what is no digit wraps around to more than nine
        is_digit = digit <= 9
        if not is_digit.any():
            break
        number = np.where(is_digit, number * 10 + digit, number)
        at = at + is_digit
    return number, at


# ── values ──────────────────────────────────────────────────────────────────────────────────────────


def _find_values(tags: _Tags, cells: Positions, kind: Bytes) -> tuple[Positions, Positions, NDArray[np.int8]]:
    """Where the stored value of every cell begins and ends, and the note: a formula that was never computed."""
    at = cells + 1
    is_open = ~_is_closed(tags, cells)
    has_formula = is_open & (tags.first[at] == ord("f"))
    at = at + np.where(has_formula, np.where(_is_closed(tags, at), 1, 2), 0)
    is_inline = is_open & (kind == ord("i")) & (tags.first[at] == ord("i"))
    has_value = is_open & (tags.first[at] == ord("v"))
    is_full = has_value & ~_is_closed(tags, at)
    behind = at + np.where(is_full, 2, np.where(has_value, 1, 0))
    is_end = (tags.first[behind] == ord("/")) & (tags.second[behind] == ord("c"))
    _require((~is_open | is_end | is_inline).all())
    begin = tags.stop[at] + 1
    end = np.where(is_full, tags.start[at + 1], begin)
    if is_inline.any():
        end[is_inline] = _inline_ends(tags, at[is_inline])
    return begin, end, np.where(has_formula & (begin == end) & (kind != ord("S")), STALE, 0).astype(np.int8)


def _is_closed(tags: _Tags, at: Positions) -> Mask:
    """Tags without content: ``<v/>``."""
    return np.asarray(tags.data[tags.stop[at] - 1] == ord("/"))


def _inline_ends(tags: _Tags, at: Positions) -> Positions:
    """Where the ``is`` element that begins at each tag ends."""
    is_end = (tags.first == ord("/")) & (tags.second == ord("i")) & (tags.data[tags.start + 3] == ord("s"))
    ends = np.flatnonzero(is_end)
    place = np.searchsorted(ends, at)
    _require(len(ends) > 0 and bool((place < len(ends)).all()))
    return tags.start[ends[place]]


def _codes(data: Bytes, piece: bytes, values: Values, cells: _Cells) -> tuple[NDArray[np.int32], NDArray[np.int8]]:
    """Numbers of the shown texts, and the notes."""
    codes, notes = np.full(len(cells.kind), values.blank, np.int32), np.zeros(len(cells.kind), np.int8)
    is_left = cells.begin < cells.end
    shared = np.flatnonzero(is_left & (cells.kind == ord("s")))
    codes[shared] = _shared(data, values, cells.take(shared))
    numbers = np.flatnonzero(is_left & _may_be_plain(values, cells))
    good, first = _keep_plain(data, values, cells.begin[numbers], cells.end[numbers])
    plain = numbers[good]
    codes[plain] = np.arange(first, first + len(plain))
    is_left[shared] = is_left[plain] = False
    for chosen, kind, style in _groups(np.flatnonzero(is_left), cells):
        spans = zip(cells.begin[chosen].tolist(), cells.end[chosen].tolist(), strict=True)
        codes[chosen] = _rest(values, kind, style, [piece[start:stop] for start, stop in spans])
        notes[chosen] = np.where((kind == FAILED) | (codes[chosen] == values.no_date), ERROR, 0)
    return codes, notes


def _groups(left: Positions, cells: _Cells) -> Iterator[tuple[Positions, str, int]]:
    """Cells of one kind and one style at a time."""
    look = cells.kind[left].astype(np.int64) << _KIND_SHIFT | cells.style[left]
    for one in np.unique(look).tolist():
        yield left[look == one], _KINDS[one >> _KIND_SHIFT], one & ((1 << _KIND_SHIFT) - 1)


def _rest(values: Values, kind: str, style: int, raw: list[bytes]) -> list[int]:
    if kind == INLINE:
        return [values.texts.add(inline_text(text)) for text in raw]
    return list(map(values.shown(kind, style).__getitem__, raw))


def _shared(data: Bytes, values: Values, cells: _Cells) -> Positions:
    index, stop = _digits(data, cells.begin, _INDEX_DIGITS)
    _require((stop == cells.end).all())
    if len(index) and int(index.max()) >= len(values.shared):
        raise IndexError
    return index + values.shared.start


def _may_be_plain(values: Values, cells: _Cells) -> Mask:
    is_plain_style = np.array([is_plain(code) for code in values.formats] + [True])  # an unknown style is General
    is_number = (cells.kind == 0) | (cells.kind == ord("n"))
    return np.asarray(is_number & is_plain_style[np.minimum(cells.style, len(values.formats))])


def _keep_plain(data: Bytes, values: Values, begin: Positions, end: Positions) -> tuple[Mask, int]:
    """Move the numbers whose stored digits are what they show into the text table, as they stand.

    Returns
    -------
    tuple
        Which of them are such, and the number of the first.
    """
    size = end - begin + 1  # with the separator
    steps = np.zeros(len(data) + 1, np.int8)
    steps[begin] = 1
    steps[end + 1] -= 1
    gathered = data[np.cumsum(steps[:-1], dtype=np.int8).astype(bool)]
    stop = np.cumsum(size) - 1
    gathered[stop] = ord(SEPARATOR)
    good = _are_plain(gathered, stop - size + 1, stop)
    kept = gathered[np.repeat(good, size)]
    return good, values.texts.extend_raw(kept[:-1].tobytes(), int(np.count_nonzero(good)))


def _are_plain(data: Bytes, begin: Positions, end: Positions) -> Mask:
    """Numbers with no power of ten, no more digits than Excel keeps, no noughts at the ends."""
    if not len(begin):
        return np.zeros(0, bool)
    start = begin + (data[begin] == ord("-"))
    weight = np.cumsum(_WEIGHTS[data], dtype=np.int64)
    size, points = end - start, weight[end - 1] - weight[start] + _WEIGHTS[data[start]]
    first, second, last = data[start], data[np.minimum(start + 1, len(data) - 1)], data[end - 1]
    is_short = (size > 0) & (size - points <= _MAX_PLAIN_DIGITS) & (points <= 1) & (first != ord("."))
    has_loose_end = (points == 1) & ((last == ord("0")) | (last == ord(".")))
    has_loose_start = (first == ord("0")) & (size > 1) & (second != ord("."))
    return np.asarray(is_short & ~has_loose_end & ~has_loose_start)
