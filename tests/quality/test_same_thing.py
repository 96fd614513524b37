"""What changes no number changes no finding: order, file names, line ends, encodings, width of signs, units, other programs."""

from __future__ import annotations

import hashlib
import shutil
from functools import cache
from pathlib import Path

import pytest

import yzperf as yz
from benchmarks.quality.clean import make_clean
from benchmarks.quality.registry import all_defects
from benchmarks.quality.same_thing import CHANGES, essence
from yzperf.face import check_case

# Seed and defects of one deliverable; what makes all of them wrong at once leaves less to repeat.
DELIVERABLES: dict[str, tuple[int, tuple[str, ...]]] = {
    "clean": (1, ()),
    "reused": (1, ("file_twice", "photo_resaved")),
    "numbers": (1, ("summary_rate", "growth_wrong", "valid_rate_wrong", "p_value", "item_miscounted")),
    "money": (1, ("spending_twice", "budget_rate", "report_table_sum", "share_wrong")),
    "chain": (2, ("no_evidence", "file_changed", "total_in_report", "bands_overlap", "placeholder", "copied_sheets")),
}
_NAMES = [pytest.param(name, marks=pytest.mark.office) if name == "LibreOffice" else name for name in CHANGES]


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every deliverable in a folder of its own."""
    root = tmp_path_factory.mktemp("saved")
    known = {one.name: one for one in all_defects()}
    for name, (seed, defects) in DELIVERABLES.items():
        made = make_clean(seed)
        for defect in defects:
            known[defect].inject(made, "easy")
        made.save(root / name)
    return root


@cache
def found(folder: Path) -> list[tuple[str, ...]]:
    return essence(check_case(yz.open_case(folder)).findings)


def state(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("deliverable", DELIVERABLES)
@pytest.mark.parametrize("change", _NAMES)
def test_findings_stay_what_they_were(change: str, deliverable: str, saved: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(saved / deliverable, tmp_path / "case"))
    CHANGES[change](folder)
    assert state(folder) != state(saved / deliverable)
    assert essence(check_case(yz.open_case(folder)).findings) == found(saved / deliverable)


@pytest.mark.parametrize("deliverable", DELIVERABLES)
def test_there_is_something_to_keep(deliverable: str, saved: Path) -> None:
    planted = set(DELIVERABLES[deliverable][1])
    checks = {one.checks[0] for one in all_defects() if one.name in planted}
    assert len({one[0] for one in found(saved / deliverable)}) >= min(len(checks), 3)
