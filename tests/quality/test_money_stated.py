"""B07 on the text: amounts against budget.csv and the form, capitals against digits; B06 on odd wordings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.quality.report_tables import report_of, table
from tests.quality.test_checks import GOOD, budget, evaluation, found
from tests.quality.test_text_checks import report
from tests.scoring.test_card import money, sheet
from tests.scoring.test_item import row
from yzperf.domain.case import CaseInfo
from yzperf.domain.finding import Finding, Verdict
from yzperf.domain.scoresheet import ScoreSheet
from yzperf.rules import Rules

INFO = CaseInfo(
    name="项目", label="", year=2024, period=(date(2024, 1, 1), date(2024, 12, 31)), region="国家",
    rules_on=date(2025, 3, 10), profile="cn10_evaluation", framework="cn10_annex2", money_unit="万元", parties={},
)  # fmt: skip


def hits(rules: Rules, *texts: str, **parts) -> list[Finding]:
    given = {"report": report(*texts), "budget": budget(*GOOD), "info": INFO, **parts}
    return found(rules, "B07", **given)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("项目全年执行数146.15万元。", "145.15万元"),
        ("项目全年预算数1.60亿元。", "160万元"),
        ("项目年初预算160万元，实际到位资金162万元。", "160万元"),
        ("项目全年预算数160万元，支出145.15万元，结余15.85万元。", "14.85万元"),
        ("市级资金追加30万元。", "20万元或10万元"),
        ("镇级资金到位50万元，镇级资金支出47.15万元。", "46.15万元"),
    ],
)
def test_the_text_says_otherwise_than_the_table(rules: Rules, text: str, right: str) -> None:
    (finding,) = hits(rules, text)
    assert finding.recomputed == right
    assert finding.verdict is Verdict.FAILED


@pytest.mark.parametrize(
    "text",
    [
        "项目全年执行数145.15万元，结余14.85万元。",
        "项目全年执行数145万元。",  # fewer digits
        "项目全年执行数1,451,500元。",
        "项目全年执行数约150万元。",
        "市级资金追加20万元，市级资金调减10万元。",
        "2023年项目全年执行数120万元。",
        "截至2024年9月30日，项目支出88万元。",
        "项目预算150万元，全年预算数160万元。",
        "项目全年预算数160万元，支出20万元用于管网建设。",
        "项目全年预算数160万元，其中设备购置预算30万元。",
    ],
)
def test_the_same_or_another_amount_passes(rules: Rules, text: str) -> None:
    assert hits(rules, "项目全年预算数160万元。", text) == []


def test_an_amount_of_which_nobody_says_that_it_is_the_whole(rules: Rules) -> None:
    (finding,) = hits(rules, "支出120万元。")
    assert finding.verdict is Verdict.LEAD


def test_the_form_against_the_table(rules: Rules) -> None:
    def form(adjusted: str, unit: str = "万元") -> ScoreSheet:
        return replace(sheet(money_rows=[money("150", adjusted, "145.15")]), money_unit=unit)

    (finding,) = found(rules, "B07", forms=(form("170"),), budget=budget(*GOOD), info=INFO)
    assert (finding.reported, finding.recomputed) == ("170", "160")
    assert found(rules, "B07", forms=(form("160.0"),), budget=budget(*GOOD), info=INFO) == []
    in_yuan = replace(sheet(money_rows=[money("1500000", "1600000", "1451500")]), money_unit="元")
    assert found(rules, "B07", forms=(in_yuan,), budget=budget(*GOOD), info=INFO) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("合同金额人民币叁佰贰拾万元整（￥3,200,000.00元）。", 0),
        ("合同金额叁佰贰拾万元（小写：320万元）。", 0),
        ("合同金额叁佰贰拾万元（小写：310万元）。", 1),
        ("合同金额￥3,100,000.00元（大写：人民币叁佰贰拾万元整）。", 1),
        ("合同金额叁佰贰拾万元，其中管网工程310万元。", 0),
    ],
)
def test_capitals_and_digits(rules: Rules, text: str, count: int) -> None:
    both = "另付人民币壹万元整（1万元）。"  # so that there is always something to judge
    assert len(found(rules, "B07", report=report(both, text))) == count


# ── B06 ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("最终评分92.3分。", 1),
        ("总分值100分，实得91.5分。", 1),
        ("综合绩效评价得分为90.65分，绩效等级为“良”。", 1),
        ("自评得分95分，本次评价得分90.56分。", 1),
        ("自评等级为优，本次评价等级为良。", 1),
        ("自评等级为良，本次评价等级为优。", 0),
        ("单位自评总分98分，自评等级为“良”。", 0),
        ("2022年评价总分为85分，等级“良”。", 0),
        ("上年度项目综合得分88.2分，等级为良。", 0),
        ("复核后总分由92.1分调整为90.65分。", 0),
        ("得分90.65（百分制），属于“优秀”等次。", 0),
        ("评价等级分为优、良、中、差，80分（含）以上等级为良。", 0),
        ("过程类指标得分率82%，评价等级为良。", 0),
        ("去年评为良。", 0),
        ("专家认为，该项目应评为良。", 0),
        ("项目单位在反馈中提出等级应为良，未予采纳。", 0),
        ("原评定为良，复核后等级为优。", 0),
        ("专家认为应评为优，本次评价等级为良。", 1),
        ("评价机构认为，项目评价等级为良。", 1),
        ("原定目标全部完成，评价等级为良。", 1),
    ],
)
def test_b06_odd_wordings(rules: Rules, text: str, count: int) -> None:
    made = evaluation(row("100", "90.65", weight="100", reported="90.65"), total="90.65", grade="优")
    assert len(found(rules, "B06", made, report=report(text))) == count


def test_an_amount_that_the_table_tells_of_a_part_is_not_the_whole(rules: Rules) -> None:
    """镇级应筹40万元，实际到位30万元: the money and the rate are those of the source that the table names."""
    whole = "项目全年预算数160万元，实际到位资金150万元，到位率93.75%。"
    part = "镇级调整后应筹40万元，实际到位30万元，到位率75.00%。"
    rows = table([("资金来源", "到位资金（万元）"), ("市级补助", "120"), ("镇级自筹", "30"), ("合计", "150")], at=9)
    made = report("#一、资金", whole, "#二、问题", part, "#三、结论", "项目全年预算数160万元。")
    told = found(rules, "A04", report=replace(made, blocks=(*made.blocks, rows)))
    assert told == []
    (finding,) = found(rules, "A04", report=report("#一、资金", whole, "#二、问题", "项目到位率75.00%。"))
    assert finding.reported == "75.00%"


def test_b06_grades_in_a_section_that_reviews_another_paper(rules: Rules) -> None:
    made = evaluation(row("100", "90.65", weight="100", reported="90.65"), total="90.65", grade="优")
    for heading, count in (("五、质量检查意见", 0), ("五、评价结论", 1)):
        told = report_of(f"# {heading}", "评价等级为良。")
        assert len(found(rules, "B06", made, report=told)) == count
