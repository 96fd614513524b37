"""E08: a few telephones that nobody has, among many real ones, are a lead; one or two are slips of the pen."""

from __future__ import annotations

from pathlib import Path

import pytest

from yzperf.loaders.survey_answers import load_survey
from yzperf.quality.catalogue import Hit
from yzperf.quality.checks.answer_contacts import contacts_are_possible

REAL = [f"139{at:08}" for at in range(0, 37 * 300, 37)]


def hits(folder: Path, numbers: list[str]) -> list[Hit]:
    lines = ["编号,联系电话,题1", *(f"W{at},{number},满意" for at, number in enumerate(numbers))]
    (folder / "survey.csv").write_text("\n".join(lines), encoding="utf-8")
    head = "列名,题目,类型,选项分值\n编号,编号,编号,\n联系电话,受访人联系电话,属性,\n"
    (folder / "codebook.csv").write_text(f"{head}题1,您满意吗,满意度,满意=100;不满意=0\n", encoding="utf-8")
    return list(contacts_are_possible(load_survey(folder / "survey.csv", folder / "codebook.csv")))


@pytest.mark.parametrize(
    "false",
    [
        ["12345678901", "12088887777", "12911112222"],
        ["1390000000", "1580000123", "1870000456"],
        ["12345678901", "1390000000", "00000000000", "12800001111"],
    ],
)
def test_a_few_impossible_numbers_are_a_lead(tmp_path: Path, false: list[str]) -> None:
    (hit,) = hits(tmp_path, [*REAL, *false])
    assert f"{len(false)} 份答卷" in hit.message
    assert hit.evidence is None  # the check's own: a lead, never a proof
    assert hit.severity is None


@pytest.mark.parametrize(
    "honest",
    [
        ["12345678901", "1390000000"],
        ["0511-88351234", "051188351235", "88351234", "0511 88351236"],
        ["无", "不便透露", "", "拒答"],
        ["+86 187 0000 0011", "187-0000-0022", "8618700000033"],
    ],
)
def test_slips_and_other_numbers_are_not(tmp_path: Path, honest: list[str]) -> None:
    assert hits(tmp_path, [*REAL, *honest]) == []
