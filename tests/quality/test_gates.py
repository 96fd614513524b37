"""Three gates: which checks belong to which is data; a finding of another gate neither shows nor counts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import yzperf as yz
from tests.program import run
from tests.reports.test_opinion import DAY, audit_of, finding, text
from yzperf.errors import RuleError
from yzperf.quality import all_checks, at_gate, gates, settle


def test_every_check_belongs_to_the_last_gate_and_some_to_the_first() -> None:
    plan, draft, final = gates().values()
    numbers = {check.id for check in all_checks()}
    assert {one for one in numbers if final.holds(one)} == numbers
    assert {one for one in numbers if plan.holds(one)} >= {"B01", "C09"}
    assert not any(plan.holds(one) for one in ("B03", "B06", "D01", "A01"))
    assert draft.holds("B03")
    assert not draft.holds("H02")
    assert final.holds("H02")


def test_only_checks_of_the_gate_show_and_count(tmp_path: Path) -> None:
    settled = settle(audit_of(finding(1), finding(2, id="B01", title="权重合计")), [])
    plan = at_gate(settled, "plan")
    assert [one.id for one in plan.audit.findings] == ["B01"]
    assert plan.audit.coverage.verdicts == {}
    assert at_gate(settled, "实施方案") == plan
    assert at_gate(settled, "final") == replace(settled, gate="终稿")
    path = yz.write_opinion(plan, tmp_path / "a.docx", on=DAY)
    assert "按“实施方案”关口核查，只执行属于这道关口的检查" in text(path)
    with pytest.raises(RuleError, match="没有关口“定稿”"):
        at_gate(settled, "定稿")


def test_the_command_knows_gates() -> None:
    done = run("check", yz.sample_case(), "--gate", "plan")
    assert done.returncode == 0, done.stdout
    assert "B03" not in done.stdout
    assert "没有关口" in run("check", yz.sample_case(), "--gate", "x").stderr
