"""Paths from the result of a call to a figure (取数路径): a small language, so that an adapter row stays data.

``call.effect.standard_error`` attributes, ``call.table()`` methods without arguments, ``[0]``, ``[-1]``, ``[:5]``,
``['key']`` (key, column or row label), ``[group=2004, period=2006]`` the one item or row whose attributes or columns
have these values, ``[*]`` the rest of the path for every item; then reductions behind bars: ``call.interval | half_width``.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

_HEAD = re.compile(r"\s*([\w-]+)")
_CONDITION = r"(?:[^\W\d]\w*|'[^']*')=(?:'[^']*'|-?[\d.]+)"
_STEP = re.compile(
    r"\.(?P<attribute>[^\W\d]\w*)(?P<called>\(\))?"
    r"|\[(?:(?P<each>\*)|(?P<index>-?\d+)|(?P<slice>-?\d*:-?\d*)|(?P<key>'[^']*')"
    rf"|(?P<conditions>{_CONDITION}(?:,\s*{_CONDITION})*))\]"
)
_REDUCTION = re.compile(r"\s*\|\s*(\w+)(?:\(([^()]*)\))?\s*")


class PathError(Exception):
    """The path does not fit the language or the result."""


def _column(table: pd.DataFrame, name: str) -> np.ndarray:
    values: np.ndarray = table[name].to_numpy()
    return values


REDUCTIONS: Mapping[str, Callable[..., Any]] = {
    "abs": np.abs,
    "column": _column,
    "count": len,
    "diagonal": np.diag,
    "exp": np.exp,
    "half_width": lambda pair: (pair[1] - pair[0]) / 2,
    "log": np.log,
    "max": np.max,
    "mean": np.mean,
    "min": np.min,
    "negative": np.negative,
    "numbers": lambda words: np.asarray(words, float),
    "reverse": lambda values: list(values)[::-1],
    "round": np.round,
    "sorted": sorted,
    "sqrt": np.sqrt,
    "sum": np.sum,
}
OPERATIONS: Mapping[str, Callable[[Any, Any], Any]] = {
    "minus": np.subtract,
    "plus": np.add,
    "ratio": np.divide,
    "times": np.multiply,
}


def figure(wanted: Any, results: Mapping[str, Any]) -> Any:
    """Compute one figure of an adapter.

    Parameters
    ----------
    wanted : str, list, dict or number
        A path; a list of figures; ``{minus = [a, b]}`` (also ``plus``, ``times``, ``ratio``);
        ``{of = path, words = {ours = theirs}}``, which says our words in theirs; a number as it is.
    results : mapping of call id to what the call returned
    """
    match wanted:
        case str():
            return follow(wanted, results)
        case list():
            return [figure(part, results) for part in wanted]
        case {"of": path, "words": words}:
            return _translated(figure(path, results), words)
        case dict() if len(wanted) == 1 and next(iter(wanted)) in OPERATIONS:
            ((name, operands),) = wanted.items()
            first, second = (np.asarray(figure(operand, results)) for operand in operands)
            return OPERATIONS[name](first, second)
        case int() | float():
            return wanted
    raise PathError(f"not a figure: {wanted!r}")


def follow(path: str, results: Mapping[str, Any]) -> Any:
    """Walk one path."""
    head = _HEAD.match(path)
    if head is None or head[1] not in results:
        raise PathError(f"{path!r}: no call of that id, there are {sorted(results)}")
    bar = _first_bar(path)
    value = _walk(results[head[1]], list(_steps(path, head.end(), bar)))
    for name, arguments in _reductions(path, bar):
        value = REDUCTIONS[name](value, *arguments)
    return value


def _first_bar(path: str) -> int:
    """Where the reductions begin; a bar inside quotes belongs to a key."""
    bare = re.sub(r"'[^']*'", lambda quoted: "_" * len(quoted[0]), path)
    return bare.index("|") if "|" in bare else len(path)


def _steps(path: str, start: int, end: int) -> Iterator[re.Match[str]]:
    while path[start:end].strip():
        step = _STEP.match(path, start, end)
        if step is None:
            raise PathError(f"{path!r}: cannot read {path[start:end]!r}")
        yield step
        start = step.end()


def _reductions(path: str, start: int) -> Iterator[tuple[str, tuple[Any, ...]]]:
    while path[start:].strip():
        found = _REDUCTION.match(path, start)
        if found is None or found[1] not in REDUCTIONS:
            raise PathError(f"{path!r}: {path[start:]!r} is none of {sorted(REDUCTIONS)}")
        yield found[1], ast.literal_eval(f"({found[2]},)") if found[2] else ()
        start = found.end()


def _walk(value: Any, steps: list[re.Match[str]]) -> Any:
    for place, step in enumerate(steps):
        if step["each"]:
            return [_walk(item, steps[place + 1 :]) for item in value]
        value = _one_step(value, step)
    return value


def _one_step(value: Any, step: re.Match[str]) -> Any:
    if step["attribute"]:
        part = getattr(value, step["attribute"])
        return part() if step["called"] else part
    if step["conditions"]:
        pairs = [condition.rsplit("=", 1) for condition in re.findall(_CONDITION, step["conditions"])]
        return _item(value, {field.strip("'"): ast.literal_eval(wanted) for field, wanted in pairs})
    if step["key"]:
        return value[step["key"][1:-1]]
    rows = value.iloc if isinstance(value, pd.DataFrame | pd.Series) else value
    if step["index"]:
        return rows[int(step["index"])]
    ends = [int(end) if end else None for end in step["slice"].split(":")]
    return rows[slice(*ends)]


def _item(items: Any, wanted: Mapping[str, Any]) -> Any:
    """The one item (or row of a table) that has these values."""
    if isinstance(items, pd.DataFrame):
        fitting = [row for _, row in items.iterrows() if all(row[field] == value for field, value in wanted.items())]
    else:
        fitting = [item for item in items if all(getattr(item, field) == value for field, value in wanted.items())]
    if len(fitting) != 1:
        raise PathError(f"{len(fitting)} items with {dict(wanted)}, one is needed")
    return fitting[0]


def _translated(value: Any, words: Mapping[str, Any]) -> Any:
    return [words[str(part)] for part in value] if np.ndim(value) else words[str(value)]
