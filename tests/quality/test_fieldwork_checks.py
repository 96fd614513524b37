"""Checks on the log of the work: each defect, and the benign twin that must pass."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from tests.quality.test_checks import found
from tests.quality.test_text_checks import report
from yzperf import face
from yzperf.domain.case import Case
from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Finding, Severity, Verdict
from yzperf.quality import Bundle, audit
from yzperf.rules import Rules

DONE = "踏勘16个村，访谈12人次，召开座谈会3次，发放问卷430份，有效问卷420份。"


@pytest.fixture(scope="module")
def case() -> Case:
    return face.open_case(face.sample_case())


def log(*rows: tuple[str, str, str]) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=["日期", "环节", "内容"])
    made["参加人"] = "张示例、李示例"
    return made


def sectioned(*texts: str) -> Document:
    """A report whose headings carry their path, as they do when they are read from a file."""
    made = report(*texts)
    return replace(made, blocks=tuple(replace(one, path=(one.text,)) if one.level else one for one in made.blocks))


def visits(rules: Rules, text: str, *contents: str) -> list[Finding]:
    rows = [("2025-04-02", "现场调研", content) for content in contents]
    return found(rules, "D08", report=sectioned("#评价工作开展情况", text), log=log(*rows))


# ── D08 ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "contents",
    [
        ("踏勘16个村、42座设施", "访谈12人次", "发放430份，有效420份"),
        ("踏勘10个村", "踏勘6个村", "访谈村民12人次"),  # together
        ("踏勘16个村", "访谈单位3个、村民9人次，共访谈12人次"),
    ],
)
def test_d08_as_logged(rules: Rules, contents: tuple[str, ...]) -> None:
    assert visits(rules, DONE, *contents) == []


def test_d08_more_than_logged(rules: Rules) -> None:
    (finding,) = visits(rules, DONE, "踏勘12个村", "访谈12人次")
    assert finding.verdict is Verdict.FAILED
    assert (finding.reported, finding.recomputed) == ("16个", "12个")
    (finding,) = visits(rules, DONE, "发放400份，有效420份")
    assert finding.recomputed == "400份"


@pytest.mark.parametrize(
    ("told", "logged"),
    [
        ("4月9日赴14个点位现场核查。", "实地核查12个点位"),
        ("对14个点位开展了实地走访。", "走访12个点位"),
        ("评价组踏勘行政村14个。", "踏勘12个"),
        ("实地察看14个行政村。", "现场查看12个村"),
        ("共组织了 14 场座谈会。", "召开座谈会12场"),
    ],
)
def test_d08_the_word_may_stand_behind_the_number(rules: Rules, told: str, logged: str) -> None:
    (finding,) = visits(rules, told, logged)
    assert finding.verdict is Verdict.FAILED
    assert visits(rules, told, logged.replace("12", "14")) == []


@pytest.mark.parametrize(
    "told",
    [
        "有效问卷420份。有效问卷在东、西、南三个片区分别为150份、140份和130份。",
        "有效问卷420份，其中城区有效280份、乡镇有效140份。",
    ],
)
def test_d08_the_questionnaires_of_the_towns_are_not_all(rules: Rules, told: str) -> None:
    assert visits(rules, told, "发放430份，有效420份") == []
    (finding,) = visits(rules, "共回收有效问卷240份。", "发放430份，有效420份")
    assert finding.recomputed == "420份"


def test_d08_opinions_are_those_of_the_log(rules: Rules) -> None:
    logged = "收到意见9条，采纳7条，未采纳2条"
    assert visits(rules, "共收到反馈意见9条，采纳7条、未采纳2条。", logged) == []
    told = visits(rules, "共收到反馈意见12条，采纳10条、未采纳2条。", logged)
    assert [finding.reported for finding in told] == ["12条", "10条"]
    assert all(finding.verdict is Verdict.FAILED for finding in told)


@pytest.mark.parametrize(
    ("told", "logged"),
    [
        ("检查原始凭证362份，抽查线路12条。", "抽查凭证326份，核对台账"),
        ("实地考察9个镇（街道）的16个演出点。", "实地考察8个镇（街道）的16个演出点"),
        ("访谈管理人员及驾驶员共15人，其中管理人员8人、驾驶员7人。", "访谈管理人员5人、驾驶员7人，共12人"),
        ("抽查班次38个。", "抽查36个班次"),
        ("召开四场座谈会。", "召开座谈会3场"),
        ("个别谈话共25人次。", "访谈22人次"),
        ("现场核查定点机构9家。", "核查4家定点机构；核查4家定点机构"),
    ],
)
def test_d08_one_number_more_than_logged(rules: Rules, told: str, logged: str) -> None:
    (finding,) = [one for one in visits(rules, told, *logged.split("；")) if "工作日志登记" in one.message]
    assert finding.verdict is (Verdict.LEAD if "数目很小" in finding.message else Verdict.FAILED)


@pytest.mark.parametrize(
    ("told", "logged"),
    [
        ("检查原始凭证326份，抽查线路12条，占全部线路的26.09%。", "抽查凭证326份，核对台账"),
        (
            "访谈交通运输局、公司管理人员及驾驶员共15人，其中局3人、公司5人、驾驶员7人。",
            "访谈局3人、公司5人、驾驶员7人，共15人",
        ),
        ("对8家定点机构开展现场核查，抽查面44.44%。", "核查4家定点机构；核查4家定点机构"),
        ("查阅会计凭证约400份，访谈30余人。", "抽查凭证326份；访谈22人"),
        ("抽查合同12份，核查现场6个。", "抽查凭证326份；走访企业3家"),
        ("收到专家意见15条，反馈意见11条，采纳9条、未采纳2条。", "收到意见11条，采纳9条，未采纳2条"),
        ("走访48个村中的16个村。", "走访16个村"),
        ("访谈22人，另访谈企业负责人40人。", "访谈22人次"),
    ],
)
def test_d08_numbers_as_logged(rules: Rules, told: str, logged: str) -> None:
    rows = [("2025-04-02", "现场调研", content) for content in logged.split("；")]
    outcome = audit(Bundle(rules=rules, report=sectioned("#评价工作开展情况", told), log=log(*rows)))
    assert [one for one in outcome.findings if one.id == "D08" and one.verdict is Verdict.FAILED] == []


@pytest.mark.parametrize(("told", "evidence"), [("5家", EvidenceClass.LEAD), ("54家", EvidenceClass.PROOF)])
def test_d08_few_may_be_other_visits(rules: Rules, told: str, evidence: EvidenceClass) -> None:
    (finding,) = visits(rules, f"抽查定点机构{told}。", f"抽查{4 if told == '5家' else 45}家定点机构")
    assert finding.evidence is evidence


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("访谈共18人，其中交通运输局3人、公司管理人员5人、驾驶员7人。", "15人"),
        ("深度访谈25人次，包括主管部门6人次、演出团体7人次、站长9人次。", "22人次"),
        ("分别访谈区级5人、镇级9人、村级13人，共计28人。", "27人"),
        ("收到反馈意见11条，其中采纳10条、未采纳2条。", "12条"),
        ("被评价单位提出意见8项，采纳5项，部分采纳1项，未采纳1项。", "7项"),
        ("访谈12人，其中干部7人、村民8人。", "15人"),
    ],
)
def test_d08_parts_come_to_the_whole(rules: Rules, text: str, sums: str) -> None:
    (finding,) = found(rules, "D08", report=report(text))
    assert (finding.recomputed, finding.verdict) == (sums, Verdict.FAILED)


@pytest.mark.parametrize(
    "text",
    [
        "访谈共15人，其中交通运输局3人、公司管理人员5人、驾驶员7人。",
        "召开座谈会6场，访谈27人，其中区级5人、镇级9人、村级13人。",
        "收到反馈意见8条，采纳6条、未采纳2条，未采纳的均已说明理由。",
        "收到意见11条，全部采纳。访谈20人，其中女性9人。",
        "访谈基层干部40人，其中女性20人、党员25人、35岁以下18人。",
        "第一轮收到意见5条，采纳4条；第二轮收到意见3条，采纳3条，未采纳0条。",
    ],
)
def test_d08_parts_that_pass(rules: Rules, text: str) -> None:
    outcome = audit(Bundle(rules=rules, report=report(text)))
    assert [one for one in outcome.findings if one.id == "D08" and one.verdict is Verdict.FAILED] == []


def test_d08_other_things_are_not_compared(rules: Rules) -> None:
    logged = ("踏勘16个村", "访谈村民12人")
    assert visits(rules, "踏勘16个村、42座设施，访谈村民12人、企业3家。", *logged) == []


def test_d08_fewer_may_be_the_same_places_twice(rules: Rules) -> None:
    assert found(rules, "D08", report=report("评价组实地踏勘16个村。"), log=log(("2025-04-02", "踏勘", "踏勘12个村")))
    (finding,) = visits(rules, DONE, "踏勘12个村", "踏勘9个村")
    assert finding.verdict is Verdict.LEAD
    assert finding.severity is Severity.HINT


def test_d08_a_number_of_the_project_is_no_visit(rules: Rules) -> None:
    text = ("#评价工作开展情况", "踏勘16个村。", "#绩效分析", "巡查126座设施，109座正常。")
    assert (
        found(rules, "D08", report=sectioned(*text), log=log(("2025-04-02", "巡查", "踏勘16个村，巡查100座设施"))) == []
    )


# ── D05, D10 ────────────────────────────────────────────────────────────────────────────────────────


def test_d05_collected_after_the_report(rules: Rules, case: Case) -> None:
    assert case.evidence is not None
    late = replace(case.evidence[0], collected_on="2025-07-01")
    (finding,) = found(rules, "D05", evidence=(late, *case.evidence[1:]), info=case.info)
    assert (finding.reported, finding.recomputed) == ("2025-07-01", "不晚于 2025-06-06")
    assert found(rules, "D05", evidence=(replace(late, collected_on="2025/6/6"),), info=case.info) == []


def test_d10_the_evaluator_reviews_alone(rules: Rules, case: Case) -> None:
    made = log(("2025-05-30", "内部复核", "复核报告"))
    assert found(rules, "D10", log=made, info=case.info) == []
    made["参加人"] = "张示例"
    (finding,) = found(rules, "D10", log=made, info=case.info)
    assert finding.verdict is Verdict.FAILED
    assert "第十八条（三）" in finding.clause


@pytest.mark.parametrize(
    "step",
    [
        ("2025-05-30", "三级复核", "复核底稿"),
        ("2025-05-30", "报告修改", "经部门负责人审核后修改"),
        ("2025-05-30", "质控", "质量控制部门检查"),
    ],
)
def test_d10_no_review_before_the_final_report(rules: Rules, case: Case, step: tuple[str, str, str]) -> None:
    rows = [("2025-05-12", "初稿", ""), ("2025-06-06", "提交正式报告", "签字盖章")]
    (finding,) = found(rules, "D10", log=log(*rows), info=case.info)
    assert finding.verdict is Verdict.FAILED
    assert finding.where.cell == "第3行"
    outcome = audit(Bundle(rules=rules, log=log(rows[0], step, rows[1]), info=case.info))
    assert [one for one in outcome.findings if one.id == "D10"] == []


def test_d10_a_log_that_stops_at_the_draft_tells_nothing(rules: Rules, case: Case) -> None:
    outcome = audit(Bundle(rules=rules, log=log(("2025-05-12", "初稿", "")), info=case.info))
    assert outcome.coverage.verdicts["D10"] is Verdict.NO_INPUT


# ── H06 ─────────────────────────────────────────────────────────────────────────────────────────────

STEPS = [
    ("2025-03-10", "接受委托"), ("2025-04-02", "现场调研"), ("2025-05-12", "初稿"), ("2025-05-16", "征求意见"),
    ("2025-05-26", "意见反馈"), ("2025-05-30", "内部复核"), ("2025-06-06", "终稿"), ("2025-06-13", "归档"),
]  # fmt: skip


def steps(rules: Rules, *rows: tuple[str, str]) -> list[Finding]:
    return found(rules, "H06", log=log(*((*row, "") for row in rows)))


def test_h06_in_order(rules: Rules) -> None:
    assert steps(rules, *STEPS) == []
    assert steps(rules, *STEPS, ("2025-05-20", "补充现场调研")) == []  # after the opinions
    assert steps(rules, *reversed(STEPS)) == []  # the order of the lines is none


def test_h06_the_draft_before_the_fieldwork(rules: Rules) -> None:
    rows = [(("2025-03-20", name) if name == "初稿" else (day, name)) for day, name in STEPS]
    (finding,) = steps(rules, *rows)
    assert finding.verdict is Verdict.FAILED
    assert "“初稿”（2025-03-20）早于“现场调研”（2025-04-02）" in finding.message
    rows = [(("2025-06-08", name) if name == "内部复核" else (day, name)) for day, name in STEPS]
    (finding,) = steps(rules, *rows)
    assert "“终稿”（2025-06-06）早于“内部审核”（2025-06-08）" in finding.message
    assert "第十八条" in finding.clause


def test_h06_a_step_without_a_record_is_a_lead(rules: Rules) -> None:
    (finding,) = steps(rules, *(row for row in STEPS if row[1] not in ("征求意见", "意见反馈")))
    assert finding.verdict is Verdict.LEAD
    assert "征求意见" in finding.message
