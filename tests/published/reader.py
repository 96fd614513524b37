"""Published cases as data (公开案例): a folder with figures, an adapter that says which call gives which figure.

A case is a folder with data and ``expected.toml`` (name, value, tolerance and source of each figure), either beside
the repository, read in place, or one of ``own/``. Its adapter is ``cases/<case>.toml``; see README.md. An adapter may
name another case whose data it reads: data beside the repository are never copied into it.
"""

from __future__ import annotations

import importlib
import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.published.paths import figure
from yzperf import methods

HERE = Path(__file__).resolve().parent
BESIDE = Path(os.environ.get("YZPERF_PUBLISHED", HERE.parents[2] / "shared" / "published" / "methods"))
OWN, ADAPTERS = HERE / "own", HERE / "cases"

_ADAPTER_KEYS = {"data", "call", "figures", "not_offered"}
_CALL_KEYS = {
    *("id", "method", "file", "as_text", "dataset", "frame"),
    *("derive", "number_within", "filter", "complete", "pivot", "index", "take"),
    *("arguments", "options"),
}
WHOLE_CASE = "*"


class AdapterError(Exception):
    """An adapter does not fit its case or this reader."""


class Calls(Mapping[str, Any]):
    """What the calls of an adapter return, by id; each is made when a figure first asks for it."""

    def __init__(self, folder: Path, calls: list[dict[str, Any]]) -> None:
        self._folder, self._made = folder, dict[str, Any]()
        self._calls = {call["id"]: call for call in calls}

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            self._made[name] = perform(self._calls[name], self._folder, self)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._calls)

    def __len__(self) -> int:
        return len(self._calls)

    def __contains__(self, name: object) -> bool:
        return name in self._calls  # the default would make the call


@dataclass(frozen=True, eq=False)
class Case:
    """A folder and its adapter; a case without an adapter file has an empty one.

    ``data`` is where its files are: the folder itself, or that of the case beside the repository which it names.
    """

    name: str
    data: Path
    checks: Mapping[str, Mapping[str, Any]]
    adapter: Mapping[str, Any]

    @cached_property
    def calls(self) -> Calls:
        """What the calls of the adapter return."""
        return Calls(self.data, self.adapter.get("call", []))

    @property
    def not_offered(self) -> Mapping[str, str]:
        """Check (or ``*`` for the whole case) → why no method computes it."""
        reasons: Mapping[str, str] = self.adapter.get("not_offered", {})
        return reasons

    def judged(self) -> list[str]:
        """The checks to be judged one by one; ``*`` stands for a whole case that is not offered."""
        return [WHOLE_CASE] if WHOLE_CASE in self.not_offered else list(self.checks)


def all_cases(places: tuple[Path, ...] = (BESIDE, OWN), adapters: Path = ADAPTERS) -> dict[str, Case]:
    """Read every case of the places that are there, by name."""
    folders = [path.parent for place in places for path in sorted(place.glob("*/expected.toml"))]
    return {folder.name: _case(folder, adapters / f"{folder.name}.toml", places[0]) for folder in folders}


def _case(folder: Path, adapter: Path, beside: Path) -> Case:
    checks = tomllib.loads((folder / "expected.toml").read_text(encoding="utf-8"))["check"]
    rows = tomllib.loads(adapter.read_text(encoding="utf-8")) if adapter.is_file() else {}
    data = beside / rows["data"] if "data" in rows else folder
    return Case(folder.name, data, {check["name"]: check for check in checks}, rows)


def faults(case: Case) -> list[str]:
    """Tell what is wrong with an adapter: unknown words, figures nobody printed, a figure twice."""
    calls, given = case.adapter.get("call", []), set(case.adapter.get("figures", {}))
    refused = set(case.not_offered)
    unknown = sorted(set(case.adapter) - _ADAPTER_KEYS | {key for call in calls for key in set(call) - _CALL_KEYS})
    ids = [call["id"] for call in calls]
    return [
        *(f"unknown word {key!r}" for key in unknown),
        *(f"call {name!r} twice" for name in sorted({name for name in ids if ids.count(name) > 1})),
        *(f"no such check: {name!r}" for name in sorted((given | refused) - set(case.checks) - {WHOLE_CASE})),
        *(f"{name!r} both given and not offered" for name in sorted(given & refused)),
        *(["a whole case is not offered, but there are figures"] if WHOLE_CASE in refused and given else []),
        *(f"{name!r} is not offered without a reason" for name in sorted(refused) if not case.not_offered[name]),
    ]


def computed(case: Case, check: str) -> Any:
    """Our value of one published figure.

    Raises
    ------
    AdapterError
        If the adapter has no row for it.
    """
    rows = case.adapter.get("figures", {})
    if check not in rows:
        raise AdapterError(f"{case.name}: no adapter row for {check!r}; add one to cases/{case.name}.toml")
    return figure(rows[check], case.calls)


def agrees(value: Any, check: Mapping[str, Any]) -> bool:
    """Compare with the published value: within ``tol``, absolute or relative; exact where it is 0; words as words."""
    ours, theirs = np.atleast_1d(value).tolist(), np.atleast_1d(check["value"]).tolist()
    tolerance = {"rel": 0, "abs": 0, "rel" if check["tol_kind"] == "rel" else "abs": check["tol"]}
    return len(ours) == len(theirs) and all(
        first == (second if isinstance(second, str) else pytest.approx(second, **tolerance))
        for first, second in zip(ours, theirs, strict=True)
    )


def perform(call: Mapping[str, Any], folder: Path, results: Mapping[str, Any]) -> Any:
    """Make one call of an adapter; ``results`` are those of the calls above it."""
    frame = _prepared(_source(call, folder), call)
    options = {name: _value(raw, frame, folder, results) for name, raw in call.get("options", {}).items()}
    if "arguments" in call:
        positional = [_value(raw, frame, folder, results) for raw in call["arguments"]]
    else:
        positional = [] if frame is None else [frame]
    return _function(call["method"])(*positional, **options)


def _function(name: str) -> Any:
    """A public method by its name, a documented helper by its dotted path inside the package."""
    module, _, function = name.rpartition(".")
    if not module and name not in methods.__all__:
        raise AdapterError(f"{name!r} is no public function of yzperf.methods")
    return getattr(importlib.import_module(f"yzperf.{module}") if module else methods, function)


def _source(call: Mapping[str, Any], folder: Path) -> pd.DataFrame | None:
    if "dataset" in call:
        module = importlib.import_module(f"statsmodels.datasets.{call['dataset']}")
        data: pd.DataFrame = module.load_pandas().data
        return data
    if "frame" in call:
        return pd.DataFrame(call["frame"])
    kept = dict.fromkeys(call.get("as_text", []), str)
    return pd.read_csv(folder / call["file"], dtype=kept) if "file" in call else None


def _prepared(frame: pd.DataFrame | None, call: Mapping[str, Any]) -> pd.DataFrame | None:
    """Apply what the call says, in the order in which the reader lists it."""
    if frame is None:
        return None
    for column, expression in call.get("derive", {}).items():
        frame = frame.assign(**{column: frame.eval(expression)})
    for column, group in call.get("number_within", {}).items():
        frame = frame.assign(**{column: frame.groupby(group).cumcount()})
    if "filter" in call:
        frame = frame.query(call["filter"])
    if "complete" in call:
        frame = frame.dropna(subset=call["complete"])
    if "pivot" in call:
        frame = frame.pivot(**call["pivot"])
    if "index" in call:
        frame = frame.set_index(call["index"])
    return frame[call["take"]] if "take" in call else frame


def _value(raw: Any, frame: pd.DataFrame | None, folder: Path, results: Mapping[str, Any]) -> Any:
    """An option or argument: as written, or taken from the frame, another file or an earlier call."""
    match raw:
        case {"from_file": name}:
            return pd.read_csv(folder / name)
        case {"from_figure": wanted}:
            return figure(wanted, results)
        case {"from_values": values}:
            return np.array(values)
    return raw if frame is None else _of_frame(raw, frame)


def _of_frame(raw: Any, frame: pd.DataFrame) -> Any:
    match raw:
        case {"from_column": column}:
            return frame[column].to_numpy()
        case {"from_columns": columns}:
            return frame[columns].to_numpy(float)
        case {"from_codes": column, "order": order}:
            return pd.Categorical(frame[column], order).codes.astype(int)
        case {"from_frame": True}:
            return frame
    return raw
