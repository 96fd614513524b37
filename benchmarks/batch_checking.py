"""Deliverables checked by ``yzperf checks`` on all processors, with all outputs written, and again with nothing changed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from benchmarks.clock import cost
from benchmarks.quality.clean import make_clean
from yzperf.apps.checks import Checks, run_checks
from yzperf.loaders.crew import cores

_ON = date(2025, 3, 10)


def run(deliverables: int = 200) -> Iterator[str]:
    """So many clean deliverables, one that is broken; a second run into another folder must give the same bytes."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _lay_out(root / "in", deliverables)
        done, first = cost(lambda: _checks(root / "in", root / "out"))
        again, rest = cost(lambda: _checks(root / "in", root / "out"))
        _checks(root / "in", root / "other")
        one, other = _written(root / "out"), _written(root / "other")
        differing = [name for name, data in one.items() if other.get(name) != data]
        yield done.sentence()
        yield f"{first} on {cores()} processors: {first.wall / deliverables:.2f} s and {first.cpu / deliverables:.2f} s of processor each, with list, opinion and commented copy"
        yield f"run again with nothing changed: {rest} ({again.reused} kept); files that differ in a run into another folder: {len(differing)}"


def _lay_out(folder: Path, deliverables: int) -> None:
    for number in range(deliverables):
        make_clean(number).save(folder / f"{number:03d}")
    (folder / "坏").mkdir()
    (folder / "坏" / "case.toml").write_text("[case\n", encoding="utf-8")


def _checks(folder: Path, out: Path) -> Checks:
    settings = {"on": _ON.isoformat(), "region": "国家", "profile": None, "rules": None}
    return run_checks([folder], out, settings, about={}, workers=cores(), advance=lambda *_: None)


def _written(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and path.name not in ("用时.csv", "续跑记录.jsonl")
    }
