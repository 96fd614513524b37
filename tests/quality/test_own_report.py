"""The report that the program writes itself, checked like an agency's: what is not wrong in it is not said to be."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import yzperf as yz
from yzperf.quality import Audit


@pytest.fixture(scope="module")
def audit(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    case = Path(shutil.copytree(yz.sample_case(), tmp_path_factory.mktemp("own") / "案卷"))
    yz.report(yz.evaluate(case), case / "report.docx")
    return yz.check(case, on=yz.open_case(case).info.rules_on, region="国家")


def test_amounts_and_estimates_are_those_of_the_case(audit: Audit) -> None:
    assert [found for found in audit.findings if found.id in {"B07", "B10", "F01", "F02", "F03", "F04", "F05"}] == []


def test_only_the_total_of_the_rule_differs_from_the_agency_sheet(audit: Audit) -> None:
    totals = {found.reported for found in audit.findings if found.id == "B06" and found.reported[:1].isdigit()}
    assert totals == {"89.45"}
