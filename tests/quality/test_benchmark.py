"""A small run of the mutation benchmark: clean deliverables stay clean, what the checks can find they do find."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

import yzperf as yz
from benchmarks.quality.__main__ import wilson
from benchmarks.quality.clean import HOUSES, PROJECTS, make_clean
from benchmarks.quality.measure import Checked, check, is_at
from benchmarks.quality.registry import LEVELS, all_defects
from benchmarks.quality.twins import all_twins
from yzperf.domain.finding import EvidenceClass, Severity, Verdict

SEEDS = (0, 1, 2)  # each house once, three kinds of projects
PLANTED_IN = 1
# Proof and rule defects that every house must show, with the level from which on they are found.
FOUND = {
    "missing_section": LEVELS,
    "total_not_sum": LEVELS,
    "full_for_missed": LEVELS,
    "item_miscounted": LEVELS,
    "score_out_of_range": LEVELS,
    "grade_differs": LEVELS,
    "grade_in_report": LEVELS,
    "budget_identity": LEVELS,
    "budget_rate": LEVELS,
    "budget_sum": LEVELS,
    "weights_sum": LEVELS,
    "low_output_share": LEVELS,
    "elements_missing": LEVELS,
    "no_evidence": LEVELS,
    "unknown_evidence": LEVELS,
    "file_missing": LEVELS,
    "file_changed": LEVELS,
    "points_wrong": LEVELS,
    "growth_wrong": LEVELS,
    "valid_above_returned": LEVELS,
    "valid_rate_wrong": LEVELS,
    "p_value": LEVELS,
    "p_of_f": LEVELS,
    "impossible_value": LEVELS,
    "consistency_ratio": LEVELS,
    "matrix_not_reciprocal": LEVELS,
    "entropy_weights": LEVELS,
    "rank_wrong": LEVELS,
    "too_few_units": LEVELS,
    "few_clusters": LEVELS,
    "impossible_mean": LEVELS,
    "impossible_deviation": LEVELS,
    "interval_against_p": LEVELS,
    "subgroups": LEVELS,
    "freedom_against_n": LEVELS,
    "stars_without_ground": LEVELS,
    "tests_in_a_table": LEVELS,
    "sample_table": LEVELS,
    "correlation_matrix": LEVELS,
    "bands_overlap": LEVELS,
    "target_evaded": LEVELS,
    "steps_broken": LEVELS,
    "no_signature": LEVELS,
    "unqualified_evaluator": LEVELS,
    "conflict_of_interest": LEVELS,
    "role_conflict": LEVELS,
    "personal_data": LEVELS,
    "repealed_document": LEVELS,
    "summary_rate": ("easy",),
    "spending_twice": ("easy",),
}


@cache
def clean(seed: int) -> Checked:
    return check(make_clean(seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_clean_deliverable_has_no_proof_and_no_breach(seed: int) -> None:
    checked = clean(seed)
    assert checked.refused == ""
    assert checked.false() == []
    assert checked.coverage[0] >= 10


@pytest.mark.parametrize(("name", "level"), [(name, level) for name, levels in FOUND.items() for level in levels])
def test_a_planted_defect_is_found_at_its_place(name: str, level: str) -> None:
    seed = PLANTED_IN
    planted = next(one for one in all_defects() if one.name == name)
    made = make_clean(seed)
    spots = planted.inject(made, level)
    checked = check(made)
    hits = [
        (one, text)
        for one, text in zip(checked.findings, checked.places, strict=True)
        if one.id in planted.checks and (one.id, one.message) not in clean(seed).told
    ]
    assert hits
    assert any(is_at(spots, one, text) for one, text in hits)


@pytest.mark.parametrize("twin", all_twins(), ids=lambda twin: twin.name)
def test_a_benign_twin_passes(twin) -> None:
    made = make_clean(PLANTED_IN)
    twin.apply(made)
    checked = check(made)
    assert checked.refused == ""
    assert [
        one.message
        for one in checked.findings
        if one.verdict is Verdict.FAILED
        and one.severity is Severity.BLOCKING
        and one.evidence is not EvidenceClass.LEAD
    ] == []


def test_the_seed_decides_everything(tmp_path: Path) -> None:
    """The same seed writes the same bytes, another seed others; every project and house comes up."""
    for name, seed in (("one", 4), ("two", 4), ("three", 5)):
        make_clean(seed).save(tmp_path / name)
    names = [path.relative_to(tmp_path / "one") for path in sorted((tmp_path / "one").rglob("*")) if path.is_file()]
    content = [[(tmp_path / folder / name).read_bytes() for name in names] for folder in ("one", "two")]
    assert content[0] == content[1]
    assert (tmp_path / "three" / "report.docx").read_bytes() != (tmp_path / "one" / "report.docx").read_bytes()
    assert yz.open_case(tmp_path / "one").missing == ("报告文字（narrative.toml）",)
    drawn = [make_clean(seed) for seed in range(15)]
    assert {one.project["key"] for one in drawn} == {one["key"] for one in PROJECTS}
    assert {one.house["key"] for one in drawn} == {one["key"] for one in HOUSES}


def test_the_registry_holds_what_the_catalogue_asks() -> None:
    defects = all_defects()
    assert len(defects) >= 60
    assert {id[0] for one in defects for id in one.checks} == set("ABCDEFGHI")
    assert {one.kind for one in defects} == {"P", "R", "L"}


@pytest.mark.parametrize("planted", all_defects(), ids=lambda one: one.name)
def test_every_defect_changes_the_deliverable_at_both_levels_in_its_own_way(planted) -> None:
    """An injector that changes nothing would count as a miss of the checks."""
    easy, hard = (_changed(planted, level) for level in LEVELS)
    assert _untouched() not in (easy, hard)
    assert planted.name in _IN_THE_FILES or easy != hard


_IN_THE_FILES = {
    "traces_left",
    "hidden_rows",
    "stale_formula",
    "cloned_scores",
    "reused_photograph",
    "footnote_spending",
    "text_box_rates",
}  # what is changed after saving


@cache
def _untouched() -> str:
    return _state(make_clean(1))


def _changed(planted, level: str) -> str:
    made = make_clean(1)
    assert planted.inject(made, level)
    return _state(made)


def _state(made) -> str:
    parts = (made.report, made.leaves, made.targets, made.budget, made.survey, made.log, made.manifest, made.evidence)
    return repr((*parts, made.total, made.grade, made.author, len(made.after), made.register_tables))


def test_wilson_interval_of_a_published_example() -> None:
    """81 of 263: 0.2553 to 0.3662 (Newcombe, Statistics in Medicine 17, 1998, table I, method 3)."""
    low, high = wilson(81, 263)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)
    assert wilson(0, 0) == (0.0, 1.0)
