"""Guess what the columns of an unknown table are (推测版式): by the words of the headings and by what stands below."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from statistics import mean

from yzperf.domain.form import Forms, plain_heading
from yzperf.domain.labels import label
from yzperf.domain.layout_guess import HeadingGuess, LayoutGuess
from yzperf.domain.quantity import Kind, normalise, read_quantity
from yzperf.loaders.grid import Grid, column_letters

NEEDED = ("indicator", "target", "actual", "weight")
_ROWS_LOOKED_AT, _HEADING_ROWS, _SHORT, _SAMPLES = 40, 40, 16, 3
_MOST_COLUMNS = 100  # no form is nearly as wide
# Words count more than values: numbers between 0 and 100 look alike in several columns.
_WORDS, _VALUES, _VALUES_ALONE, _FLOOR = 0.6, 0.4, 0.5, 0.25
_LEVELS = re.compile(
    r"(?:产出|效益|满意度|决策|过程|投入|管理|效果|成本|数量|质量|时效|社会|经济|生态|可持续)(?:指标)?"
)


def guess_layout(grid: Grid, forms: Forms) -> LayoutGuess | None:
    """Guess the heading row of a sheet and the meaning of its columns.

    Returns
    -------
    LayoutGuess or None
        None where no row looks like the headings of an indicator table.
    """
    if len(grid.columns) > _MOST_COLUMNS:
        return None
    rows = [row for row in grid.rows if row <= _HEADING_ROWS and len(_headings(grid, row)) >= 4]
    guesses = [_guess_row(grid, row, forms) for row in rows]
    best = max(guesses, key=_agreement, default=None)
    return best if best and sum(bool(one.field) for one in best.headings) >= 3 else None


def _agreement(guess: LayoutGuess) -> float:
    """How well words and values agree over all columns; a row without the needed ones heads another table."""
    return sum(one.confidence for one in guess.headings if one.field) - len(guess.lacking)


def _headings(grid: Grid, row: int) -> dict[int, str]:
    texts = {column: grid.own_text(row, column) for column in grid.columns}
    short = {column: text for column, text in texts.items() if 0 < len(plain_heading(text)) <= _SHORT}
    return {column: text for column, text in short.items() if read_quantity(text).kind is Kind.TEXT}


def _guess_row(grid: Grid, row: int, forms: Forms) -> LayoutGuess:
    headings = _headings(grid, row)
    values = {column: _values(grid, row, column) for column in headings}
    scored = sorted(_candidates(headings, values, forms), key=lambda found: -found[0])
    taken: dict[int, tuple[str, float, str]] = {}
    for confidence, column, field, why in scored:
        if column not in taken and field not in {used for used, *_ in taken.values()} and confidence >= _FLOOR:
            taken[column] = field, confidence, why
    found = {field for field, *_ in taken.values()}
    return LayoutGuess(
        grid.file,
        grid.sheet,
        row,
        tuple(_heading_guess(column, text, values[column], taken.get(column)) for column, text in headings.items()),
        tuple(label(field) for field in NEEDED if field not in found),
    )


def _heading_guess(column: int, heading: str, values: list[str], taken: tuple[str, float, str] | None) -> HeadingGuess:
    field, confidence, why = taken or ("", 0.0, "")
    return HeadingGuess(column_letters(column), heading, field, confidence, why, tuple(values[:_SAMPLES]))


def _values(grid: Grid, row: int, column: int) -> list[str]:
    below = range(row + 1, min(row + 1 + _ROWS_LOOKED_AT, grid.rows.stop))
    return [text for line in below if (text := grid.own_text(line, column))]


def _candidates(
    headings: Mapping[int, str], values: Mapping[int, list[str]], forms: Forms
) -> Iterator[tuple[float, int, str, str]]:
    """Confidence, column, field and reason for every pair that has any."""
    for column, heading in headings.items():
        for field in dict.fromkeys(forms.indicator.values()):
            like, word = _likeness(plain_heading(heading), field, forms)
            fits = _FITS[field](values[column]) if field in _FITS else 0.0
            confidence = _WORDS * like + _VALUES * fits if like else _VALUES_ALONE * fits
            if like < 1 and not fits and values[column]:
                confidence /= 2  # a word that the values speak against
            told = [f"表头像“{word}”" if like else "", f"所填内容像{label(field)}" if fits >= 0.5 else ""]
            if confidence:
                yield (1.0 if like == 1 else confidence), column, field, "，".join(filter(None, told)) or "只凭内容"


def _likeness(heading: str, field: str, forms: Forms) -> tuple[float, str]:
    """Best likeness of a heading to the known headings of a field: the same, or how many pairs of characters it shares."""
    words = [word for word, known in forms.indicator.items() if known == field]
    best = max(((_shared_pairs(heading, word), word) for word in words), default=(0.0, ""))
    return best if best[0] >= 0.4 else (0.0, "")


def _shared_pairs(one: str, other: str) -> float:
    """Sørensen–Dice coefficient of the pairs of neighbouring characters."""
    pairs, others = ({text[i : i + 2] for i in range(len(text) - 1)} for text in (one, other))
    return 2 * len(pairs & others) / (len(pairs) + len(others)) if pairs and others else 0.0


# ── what values look like ───────────────────────────────────────────────────────────────────────────


def _share(values: list[str], test: Callable[[str], bool]) -> float:
    return mean(map(test, values)) if values else 0.0


def _is_quantity(text: str) -> bool:
    return read_quantity(text).kind in (Kind.NUMBER, Kind.RANGE, Kind.DATE)


def _as_target(values: list[str]) -> float:
    said = _share(values, lambda text: read_quantity(text).relation is not None)
    return max(said, 0.6 * _share(values, _is_quantity))


def _as_actual(values: list[str]) -> float:
    with_unit = _share(values, lambda text: bool(read_quantity(text).unit) and read_quantity(text).relation is None)
    return max(0.8 * with_unit, 0.5 * _share(values, _is_quantity))


def _plain_numbers(values: list[str]) -> list[Decimal | Fraction]:
    read = [read_quantity(text) for text in values]
    plain = [one.number for one in read if one.kind is Kind.NUMBER and not one.unit and not one.relation]
    return [number for number in plain if number is not None]


def _as_weight(values: list[str]) -> float:
    """Plain numbers that make 100 or 90 without their total row, or twice that with it."""
    numbers = _plain_numbers(values)
    if len(numbers) < max(3, 0.8 * len(values)) or any(not 0 <= number <= 100 for number in numbers):
        return 0.0
    return 1.0 if sum(numbers) in (90, 100, 180, 190, 200) else 0.4


def _as_reported(values: list[str]) -> float:
    """Plain numbers up to 100 that are no running number."""
    numbers = _plain_numbers(values)
    is_count = numbers[:3] == [1, 2, 3]
    fits = len(numbers) >= max(3, 0.8 * len(values)) and all(0 <= number <= 100 for number in numbers)
    return 0.6 if fits and not is_count else 0.0


def _as_level(values: list[str]) -> float:
    return _share(values, lambda text: bool(_LEVELS.match(normalise(text))))


def _as_indicator(values: list[str]) -> float:
    names = [text for text in values if read_quantity(text).kind is Kind.TEXT and 3 <= len(text) <= 40]
    different = len(set(names)) / len(names) if names else 0.0
    return different * len(names) / len(values) if values else 0.0


def _as_unit(values: list[str]) -> float:
    return _share(
        values, lambda text: bool(read_quantity("1", text).unit) and not _is_quantity(text) and len(text) <= 4
    )


def _as_relation(values: list[str]) -> float:
    return _share(values, lambda text: read_quantity("1", "", text).relation is not None)


def _as_words(values: list[str]) -> float:
    return _share(values, lambda text: len(text) > 10 and not _is_quantity(text))


_FITS: Mapping[str, Callable[[list[str]], float]] = {
    "l1": _as_level,
    "l2": _as_level,
    "indicator": _as_indicator,
    "target": _as_target,
    "actual": _as_actual,
    "weight": _as_weight,
    "reported": _as_reported,
    "reason": _as_words,
    "unit": _as_unit,
    "relation": _as_relation,
}
