"""Papers of other houses, written without a look at the checks: nothing false is said of them, every defect can be planted."""

from __future__ import annotations

from pathlib import Path

import pytest

import yzperf as yz
from benchmarks.quality.measure import is_serious
from benchmarks.quality.other_houses import HOUSES, defects_of, plant
from benchmarks.quality.sound_papers import PAPERS
from yzperf.face import check_case
from yzperf.quality import all_checks

NAMES = sorted(path.name for path in HOUSES.iterdir())


CLEAN = [HOUSES / name / "case" for name in NAMES] + sorted(PAPERS.iterdir())


@pytest.mark.parametrize("folder", CLEAN, ids=lambda path: path.relative_to(HOUSES.parent).as_posix())
def test_clean_papers_have_no_false_finding(folder: Path) -> None:
    findings = check_case(yz.open_case(folder)).findings
    assert [one for one in findings if is_serious(one)] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_defect_can_be_planted(name: str, tmp_path: Path) -> None:
    known = {one.id for one in all_checks()}
    defects = defects_of(name)
    assert len({one["id"] for one in defects}) == len(defects)
    for one in defects:
        assert set(one["checks"]) & known, one["id"]
        assert one["kind"] in "PRL"
        plant(name, one["changes"], tmp_path / one["id"])


def test_the_page_tells_how_many_defects_there_are() -> None:
    page = (Path(__file__).parents[2] / "docs" / "quality_benchmark.md").read_text(encoding="utf-8")
    assert f"{sum(len(defects_of(name)) for name in NAMES):,} 处缺陷" in page


def test_what_is_not_there_is_not_changed(tmp_path: Path) -> None:
    change = dict(defects_of("farmland")[0]["changes"][0]) | {"old": "没有这句话"}
    with pytest.raises(ValueError, match="没有这句话"):
        plant("farmland", [change], tmp_path / "case")
