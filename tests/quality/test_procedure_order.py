"""H06: the steps of an evaluation in the order of the rules, however the report and the log write them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.quality.report_tables import report_of, table
from tests.quality.test_checks import found
from tests.quality.test_fieldwork_checks import log
from yzperf.domain.document import Document, Signature
from yzperf.domain.finding import EvidenceClass, Finding
from yzperf.errors import Place
from yzperf.rules import Rules

GOOD = (
    "2025年4月7日，我所与委托单位签订业务约定书；4月18日评价实施方案通过论证；4月28日至5月23日实施现场评价；"
    "6月13日形成报告初稿并征求意见；7月4日收到书面反馈意见；7月11日完成内部复核；7月18日出具正式报告。"
)


def told(rules: Rules, *texts: str, signed: str = "") -> list[Finding]:
    return [
        one for one in found(rules, "H06", report=dated(report_of("#评价工作过程", *texts), signed)) if _is_rule(one)
    ]


def _is_rule(finding: Finding) -> bool:
    return finding.evidence is EvidenceClass.RULE


def dated(made: Document, day: str) -> Document:
    line = Signature("日期", "", day, Place(file="报告.docx", paragraph="第99段"))
    return replace(made, signatures=(line,) if day else ())


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        "接受委托（3月3日）、成立工作组（3月5日），3月18日组织专家论证实施方案，4月7日至8日踏勘项目区，5月6日形成初稿，5月30日定稿。",
        "报告初稿于2025年6月13日形成，征求意见函于6月18日发出，被评价单位的意见于7月1日反馈。",
        "12月20日形成初稿，次年1月6日征求意见，1月15日定稿。",
        "2025.3.10签订合同，2025.4.28-5.23现场核查，2025.6.13完成初稿。",
        "5月8日就实施方案征求专家意见，5月20日完成报告初稿，5月26日书面征求意见。",
        "3月20日前期调研，4月2日方案通过专家评审，4月10日现场核查，5月12日形成初稿，5月20日补充现场核查，6月6日定稿。",
        "准备阶段（3月3日至3月31日）：签订委托合同，制定方案并组织专家评审。实施阶段（4月1日至5月10日）：现场核查、问卷调查。",
        "5月上旬形成初稿，5月征求意见，6月底定稿。",
        "五月六日形成初稿，五月九日书面征求意见，五月三十日定稿。",
        "现场抽查了2024年6月采购合同和2024年12月初稿设计文件，2025年4月7日签订评价合同。",
        "5月15日形成初稿后，5月10日至5月12日补充走访了3个村。",
    ],
)
def test_h06_in_order(rules: Rules, text: str) -> None:
    assert told(rules, text, "2025年7月25日整理归档。") == []


@pytest.mark.parametrize(
    ("old", "new", "step"),
    [
        ("6月13日形成", "5月13日形成", "初稿"),
        ("2025年4月7日", "2025年4月27日", "接受委托"),
        ("7月4日收到", "6月4日收到", "意见反馈"),
        ("4月18日评价", "7月18日评价", "方案论证"),
        ("7月11日完成内部", "6月11日完成内部", "内部审核"),
        ("7月18日出具", "6月8日出具", "终稿"),
    ],
)
def test_h06_one_step_in_the_wrong_place(rules: Rules, old: str, new: str, step: str) -> None:
    assert old in GOOD
    hits = told(rules, GOOD.replace(old, new))
    assert len(hits) == 1
    assert f"“{step}”（{new.partition('日')[0]}日）" in hits[0].message


@pytest.mark.parametrize(
    "text",
    [
        "报告初稿于6月13日形成，6月8日向被评价单位征求意见。",
        "征求意见函于6月8日发出；6月13日，评价组完成报告初稿。",
        "5月初向主管部门征求意见，6月形成报告初稿。",
        "六月十三日形成初稿，六月八日书面征求意见。",
        "2025.06.13形成评价报告初稿，2025.06.08征求被评价单位意见。",
        "2025-06-13 撰写初稿，2025-06-08 征求意见。",
    ],
)
def test_h06_opinions_before_the_draft_in_other_words(rules: Rules, text: str) -> None:
    (finding,) = told(rules, text, "2025年7月25日整理归档。")
    assert "“征求意见”" in finding.message
    assert "“初稿”" in finding.message


def test_h06_a_schedule(rules: Rules) -> None:
    rows = [
        ("阶段", "时间", "工作内容"), ("准备阶段", "2025年3月3日至3月21日", "签订合同、编制方案、方案评审"),
        ("实施阶段", "2025年4月2日至4月18日", "现场核查、问卷调查"), ("初稿撰写", "2025年5月12日", "形成报告初稿"),
        ("征求意见", "2025年5月16日", "书面征求意见"),
    ]  # fmt: skip
    good = report_of("#评价工作过程", table(rows))
    assert found(rules, "H06", report=good) == []
    rows[4] = ("征求意见", "2025年5月6日", "书面征求意见")
    (finding,) = found(rules, "H06", report=report_of("#评价工作过程", table(rows)))
    assert finding.where.paragraph.endswith("第5行第2列")


@pytest.mark.parametrize("day", ["2025年4月30日", "二〇二五年四月三十日", "2025年5月", "2025.5.2"])
def test_h06_dated_before_the_work_was_done(rules: Rules, day: str) -> None:
    (finding,) = told(rules, GOOD, signed=day)
    assert "报告落款" in finding.message
    assert "初稿" in finding.message
    assert told(rules, GOOD, signed="2025年7月18日") == []
    assert told(rules, GOOD, signed="二〇二五年七月") == []


def test_h06_a_report_of_january(rules: Rules) -> None:
    assert (
        told(rules, "11月6日进场现场核查，12月20日形成初稿，1月6日征求意见，1月15日定稿。", signed="2026年1月15日")
        == []
    )


def test_h06_dated_before_the_steps_of_the_log(rules: Rules) -> None:
    rows = (("2025-06-13", "初稿", ""), ("2025-06-18", "征求意见", ""), ("2025-07-11", "内部复核", ""))
    silent = report_of("#评价结论", "好。")
    (finding,) = found(rules, "H06", report=dated(silent, "2025年6月18日"), log=log(*rows))
    assert "内部审核" in finding.message
    assert found(rules, "H06", report=dated(silent, "2025年7月18日"), log=log(*rows)) == []


def test_h06_a_review_before_the_opinions_and_one_after(rules: Rules) -> None:
    rows = [("2025-05-12", "初稿", ""), ("2025-05-14", "内部复核", ""), ("2025-05-16", "征求意见", "")]
    rows += [("2025-05-26", "意见反馈", ""), ("2025-05-30", "质量复核", ""), ("2025-06-06", "终稿", "")]
    assert found(rules, "H06", log=log(*rows)) == []


def test_d08_another_day_in_the_log_is_a_hint_where_the_act_is_another(rules: Rules) -> None:
    rows = (("2025-04-07", "接受委托", ""), ("2025-06-13", "初稿", ""))
    text = "2025年4月9日签订委托合同，6月13日形成初稿。"
    (finding,) = found(rules, "D08", report=report_of("#评价过程", text), log=log(*rows))
    assert finding.evidence is EvidenceClass.LEAD
    assert (finding.reported, finding.recomputed) == ("2025年4月9日", "2025-04-07")


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("3月21日形成实施方案，4月28日经5名专家论证通过。", True),
        ("3月21日形成实施方案，3月28日经5名专家论证通过。", False),
        ("3月22日成立由6人组成的评价组，5月26日形成初稿。", True),
        ("5月26日形成报告初稿并征求意见。", False),  # one day told of two steps
        ("3月29日方案经财政局批准。", False),  # not the act that the log registers
        ("5月25日至26日形成报告初稿，5月28日征求意见。", False),
    ],
)
def test_d08_the_day_of_a_step_is_that_of_the_log(rules: Rules, text: str, wrong: bool) -> None:
    rows = [("2025-03-12", "成立工作组", "确定分工"), ("2025-03-28", "方案论证", "专家论证实施方案")]
    rows += [("2025-05-26", "初稿", "形成报告初稿"), ("2025-05-28", "征求意见", "书面征求意见")]
    hits = found(rules, "D08", report=report_of("#评价工作过程", text), log=log(*rows))
    assert any(one.evidence is EvidenceClass.PROOF for one in hits) is wrong


def test_h06_steps_that_no_line_of_the_log_names(rules: Rules) -> None:
    rows = [("2025-05-12", "初稿", ""), ("2025-05-16", "征求意见", ""), ("2025-06-06", "终稿", "")]
    (finding,) = found(rules, "H06", log=log(*rows))
    assert finding.evidence is EvidenceClass.LEAD
    assert "内部审核" in finding.message


def test_h06_the_log_by_what_its_lines_say(rules: Rules) -> None:
    rows = [("2025-05-12", "报告阶段", "撰写评价报告初稿"), ("2025-05-06", "报告阶段", "向主管部门书面征求意见")]
    (finding,) = found(rules, "H06", log=log(*rows))
    assert "“征求意见”（2025-05-06）早于“初稿”（2025-05-12）" in finding.message


# ── B11: what the report asks for ───────────────────────────────────────────────────────────────────


def asked(rules: Rules, *blocks: object) -> list[Finding]:
    made = dated(report_of("#六、有关建议", *blocks), "2025年6月20日")  # type: ignore[arg-type]
    return [one for one in found(rules, "B11", report=made) if "完成期限" in one.message]


@pytest.mark.parametrize(
    ("when", "count"),
    [("2024年8月31日", 1), ("2025年5月底前", 1), ("2025年8月31日", 0), ("2026年预算编制前", 0), ("长期坚持", 0)],
)
def test_b11_deadlines_before_the_report(rules: Rules, when: str, count: int) -> None:
    rows = [("问题", "建议", "责任单位", "完成期限"), ("一", "改", "甲局", "2025年9月30日"), ("二", "改", "乙局", when)]
    assert len(asked(rules, table(rows, at=2))) == count
    assert (
        len(asked(rules, f"1.改进考核。责任单位：甲局。完成时限：{when}。另于2025年12月底前完成时限：2025年12月31日。"))
        == count
    )
