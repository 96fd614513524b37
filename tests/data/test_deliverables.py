"""The deliverables of the spot check: those that the seed draws, labelled, and found wrong where something was planted."""

from __future__ import annotations

import tomllib
from decimal import Decimal

import pytest

import yzperf as yz
from yzperf.cycle import SpotCheckDesign, draw_spot_checks

ROOT = yz.sample_deliverables()
LABEL = "示例数据，纯属虚构"
PLANTED = {"P03": {"I02"}, "P07": set(), "P08": {"B06"}, "P09": set(), "P12": {"B03", "D02"}}


def test_the_folders_are_those_that_the_stated_design_draws() -> None:
    projects = yz.load_table(ROOT / "projects.csv", exact=["全年预算（万元）"])
    design = SpotCheckDesign(size=5, seed="20250618", strata=("类别",), certain_from=Decimal(4500), unit="万元")
    sample = draw_spot_checks(projects, design, id="项目编号", amount="全年预算（万元）")
    assert list(sample.chosen["项目编号"]) == sorted(path.name for path in ROOT.iterdir() if path.is_dir())


@pytest.mark.parametrize("number", PLANTED)
def test_what_was_planted_is_found_and_nothing_else_that_is_certain(number: str) -> None:
    case = yz.open_case(ROOT / number)
    assert case.info.label == LABEL
    assert LABEL in "".join(one.text for one in yz.load_document(case.report).paragraphs)
    found = yz.check_case(case).findings
    assert {one.id for one in found} >= PLANTED[number]
    assert {one.id for one in found if one.is_serious} <= PLANTED[number] | {"A04", "B02"}
    named = tomllib.loads((ROOT / number / "case.toml").read_text(encoding="utf-8"))["case"]["name"]
    projects = yz.load_table(ROOT / "projects.csv").set_index("项目编号")
    assert projects.loc[number, "项目名称"] == named
