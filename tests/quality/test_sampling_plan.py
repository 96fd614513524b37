"""D09: what was looked at against what the plan asks for, as reports say it; each with its benign twin."""

from __future__ import annotations

import pytest

from tests.quality.test_text_checks import report
from yzperf.domain.finding import Finding, Verdict
from yzperf.quality import Bundle, audit
from yzperf.rules import Rules


def hits(rules: Rules, *texts: str) -> list[Finding]:
    return [one for one in audit(Bundle(rules=rules, report=report(*texts))).findings if one.id == "D09"]


@pytest.mark.parametrize(
    ("text", "thin", "enough"),
    [
        ("方案要求现场核查点位不少于点位总数的30%，全部点位共140个，实际核查{}个。", "14", "42"),
        ("按照实施方案，抽查比例不低于20%。项目共涉及120个村，本次现场抽查{}个村。", "18", "24"),
        ("评价组从48个治理村中抽取{}个村开展现场核查，方案规定抽样比例不低于30%。", "12", "16"),
        ("现场评价资金应不低于项目资金总额的60%，实际抽查资金{}万元，占项目资金总额3000万元的一部分。", "1200", "1800"),
        ("现场评价覆盖率不低于30%；本项目共126座设施，抽查{}座。", "20", "42"),
        ("实施方案规定走访户数应达到总户数的５％。全镇共1200户，实际入户走访{}户。", "48", "60"),
        ("方案要求实地核查面≥30%，评价组实际核查面为{}%。", "18", "33.3"),
        ("按委托合同，抽样比例至少20%，实际抽样比例{}%。", "12.5", "20.0"),
    ],
)
def test_d09_less_than_planned(rules: Rules, text: str, thin: str, enough: str) -> None:
    (finding,) = hits(rules, text.format(thin))
    assert finding.verdict is Verdict.FAILED
    assert "第六条" in finding.clause
    assert hits(rules, text.format(enough)) == []


@pytest.mark.parametrize(
    "text",
    [
        "抽检合格率不低于95%，实际抽检合格率93.1%。",  # a target of the project
        "有效问卷回收率不低于90%，共120份，抽查12份。",
        "现场核查共140个点位，实际核查14个。",  # no plan
        "方案要求抽查比例不低于30%。",  # nothing done is told
        "方案要求抽查比例不低于30%，计划抽查20个村，共48个村。",
        "抽样比例约三成，方案要求不低于30%。",
    ],
)
def test_d09_other_things_are_let_be(rules: Rules, text: str) -> None:
    assert hits(rules, text) == []


def test_d09_told_in_two_places(rules: Rules) -> None:
    plan = "实施方案规定，现场核查的点位不低于总数的30%。"
    (finding,) = hits(rules, plan, "评价组在140个点位中实地核查了14个点位。".replace("在140", "从140"))
    assert finding.where.paragraph == "第2段"
    assert hits(rules, plan, "评价组从140个点位中实地核查了42个点位。") == []


def test_d09_says_that_there_is_no_plan(rules: Rules) -> None:
    outcome = audit(Bundle(rules=rules, report=report("抽查了16个村。")))
    assert outcome.coverage.verdicts["D09"] is Verdict.NO_INPUT
