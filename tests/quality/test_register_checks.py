"""H01, H03, H04, H05: evaluators, owners, other roles and people in time, each with what must pass."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

import yzperf as yz
from tests.program import run
from tests.quality.test_checks import found
from yzperf.domain.case import CaseInfo
from yzperf.domain.finding import EvidenceClass, Finding, Severity, Verdict
from yzperf.domain.register import Contract, Employment, Evaluator, Organisation, Register, Shareholding
from yzperf.errors import LoadError, Place
from yzperf.quality import Bundle, audit
from yzperf.rules import Rules

HERE = Place("register/表.csv", cell="第2行")
AGENCY, UNIT, OFFICE = "示例评价咨询有限公司", "示例市农村治污管理中心", "示例市生态环境局"
GOOD = Evaluator(
    "张示例", AGENCY, "高级会计师", "", None, date(2008, 7, 1), date(2016, 1, 1), "无", HERE
)  # the report is of 2025-06-06


@pytest.fixture(scope="module")
def info() -> CaseInfo:
    return yz.open_case(yz.sample_case()).info


# ── H01 ─────────────────────────────────────────────────────────────────────────────────────────────


def qualified(rules: Rules, info: CaseInfo, *evaluators: Evaluator) -> list[Finding]:
    return found(rules, "H01", register=Register(evaluators=evaluators), info=info)


@pytest.mark.parametrize(
    ("changes", "clause"),
    [
        ({"title": "助理会计师"}, "第七条（三）"),
        ({"title": "", "licence": ""}, "第七条（三）"),
        ({"title": "", "licence": "注册会计师", "licence_until": date(2025, 5, 31)}, "第七条（三）"),
        ({"working_since": date(2020, 6, 7)}, "第七条（四）"),
        ({"evaluating_since": date(2022, 6, 7)}, "第七条（四）"),
    ],
)
def test_h01_a_condition_that_is_not_met(rules: Rules, info: CaseInfo, changes: dict, clause: str) -> None:
    (finding,) = qualified(rules, info, replace(GOOD, **changes))
    assert (finding.evidence, finding.severity) == (EvidenceClass.RULE, Severity.MAJOR)
    assert clause in finding.clause


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"title": "助理研究员"},
        {"title": "工程师（中级）"},
        {"title": "", "licence": "注册会计师、律师", "licence_until": date(2027, 12, 31)},
        {"title": "一级注册造价工程师"},
        {"licence": "注册会计师", "licence_until": date(2020, 1, 1)},
        {"working_since": date(2020, 6, 6), "evaluating_since": date(2022, 6, 6)},
    ],
)
def test_h01_conditions_that_are_met(rules: Rules, info: CaseInfo, changes: dict) -> None:
    assert qualified(rules, info, replace(GOOD, **changes)) == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "李某"}, "没有主评人“张示例”"),
        ({"agency": "别家咨询有限公司"}, "登记在“别家咨询有限公司”"),
        ({"convicted": "有"}, "刑事处罚"),
        ({"title": "五级职员"}, "看不出"),
        ({"evaluating_since": None}, "没有写"),
    ],
)
def test_h01_what_the_register_does_not_settle_is_a_lead(
    rules: Rules, info: CaseInfo, changes: dict, words: str
) -> None:
    (finding,) = qualified(rules, info, replace(GOOD, **changes))
    assert finding.verdict is Verdict.LEAD
    assert words in finding.message


def test_h01_without_a_day_of_signing_nothing_is_judged(rules: Rules, info: CaseInfo) -> None:
    undated = replace(info, parties={key: text for key, text in info.parties.items() if key != "报告日期"})
    outcome = audit(Bundle(rules=rules, register=Register(evaluators=(GOOD,)), info=undated))
    assert outcome.coverage.verdicts["H01"] is Verdict.NO_INPUT
    assert audit(Bundle(rules=rules, info=info)).coverage.missing["H01"].startswith("缺少登记库")


# ── H03 ─────────────────────────────────────────────────────────────────────────────────────────────


def tied(rules: Rules, info: CaseInfo, log: pd.DataFrame | None = None, **parts) -> list[Finding]:
    return found(rules, "H03", register=Register(**parts), info=info, log=log)


@pytest.mark.parametrize(("held", "holder"), [(AGENCY, UNIT), (AGENCY, f"{OFFICE}（示例）"), (UNIT, AGENCY)])
def test_h03_owned_by_those_evaluated(rules: Rules, info: CaseInfo, held: str, holder: str) -> None:
    (finding,) = tied(rules, info, shareholdings=(Shareholding(held, holder, None, HERE),))
    assert finding.verdict is Verdict.FAILED
    assert "第二条" in finding.clause


def test_h03_other_owners_pass_and_a_shared_one_is_a_lead(rules: Rules, info: CaseInfo) -> None:
    own = Shareholding(AGENCY, "示例投资有限公司", None, HERE)
    assert tied(rules, info, shareholdings=(own, Shareholding("别家", UNIT, None, HERE))) == []
    (finding,) = tied(rules, info, shareholdings=(own, replace(own, agency=UNIT)))
    assert finding.verdict is Verdict.LEAD


def test_h03_the_same_address_is_a_lead(rules: Rules, info: CaseInfo) -> None:
    agency = Organisation(AGENCY, "评价机构", "", "张三", "示例路1号", HERE)
    unit = Organisation(UNIT, "其他单位", "", "李四", "示例路 1 号", HERE)
    (finding,) = tied(rules, info, organisations=(agency, unit))
    assert finding.verdict is Verdict.LEAD
    assert "地址相同" in finding.message
    assert tied(rules, info, organisations=(agency, replace(unit, address="示例路2号"))) == []
    assert tied(rules, info, organisations=(agency, replace(unit, name="无关单位"))) == []


def post(until: date | None, person: str = "张示例", employer: str = UNIT) -> Employment:
    return Employment(person, employer, "副科长", date(2019, 1, 1), until, HERE)


def test_h03_a_post_that_is_still_held(rules: Rules, info: CaseInfo) -> None:
    career = (post(None), post(None, employer=AGENCY))
    (finding,) = tied(rules, info, employments=career)
    assert finding.verdict is Verdict.FAILED
    assert "第二十三条" in finding.clause
    (namesake,) = tied(rules, info, employments=career[:1])
    assert namesake.verdict is Verdict.LEAD
    assert "同名" in namesake.message


@pytest.mark.parametrize(("until", "count"), [(date(2023, 1, 1), 1), (date(2021, 1, 1), 0)])
def test_h03_a_post_that_was_left(rules: Rules, info: CaseInfo, until: date, count: int) -> None:
    findings = tied(rules, info, employments=(post(until),))
    assert [finding.verdict for finding in findings] == [Verdict.LEAD] * count


def test_h03_members_of_the_team_by_the_log(rules: Rules, info: CaseInfo) -> None:
    career = (post(None, "赵示例"), post(None, "赵示例", AGENCY))
    (finding,) = tied(
        rules, info, log=log(("2025-04-02", "现场调研", "踏勘", "张示例、赵示例", "四个镇")), employments=career
    )
    assert "赵示例" in finding.message


def contract(client: str, project: str, service: str = "财务审计", until: date | None = date(2023, 6, 30)) -> Contract:
    return Contract(AGENCY, client, project, service, date(2022, 1, 1), until, "", HERE)


@pytest.mark.parametrize(
    ("given", "count"),
    [
        (contract(UNIT, "污水处理厂决算"), 1),
        (contract("示例市财政局", "污水处理厂决算"), 0),
        (contract(UNIT, "污水处理厂决算", until=date(2022, 3, 1)), 0),
        (contract("别县水务局", "污水处理厂决算"), 0),
    ],
)
def test_h03_other_business_within_three_years(rules: Rules, info: CaseInfo, given: Contract, count: int) -> None:
    assert [one.verdict for one in tied(rules, info, contracts=(given,))] == [Verdict.LEAD] * count


# ── H04 ─────────────────────────────────────────────────────────────────────────────────────────────


def log(*lines: tuple[str, str, str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(lines, columns=["日期", "环节", "内容", "参加人", "地点"])


def role(rules: Rules, info: CaseInfo, text: str, people: str = AGENCY, site: str = "实施单位") -> list[Finding]:
    return found(rules, "H04", info=info, log=log(("2023-09-10", "咨询服务", text, people, site)))


@pytest.mark.parametrize(
    "text",
    [
        "编制本项目绩效目标",
        "协助完成该项目事前绩效评估",
        "代拟项目绩效目标申报表",
        "绩效目标编报辅导",
        "受托开展年中绩效运行监控",
        "编写单位自评报告",
        "承担可行性研究报告编制",
    ],
)
def test_h04_the_agency_evaluates_its_own_work(rules: Rules, info: CaseInfo, text: str) -> None:
    (finding,) = role(rules, info, text)
    assert (finding.evidence, finding.severity) == (EvidenceClass.RULE, Severity.MAJOR)
    assert finding.where == Place("log.csv", cell="第2行")


@pytest.mark.parametrize(
    "text",
    [
        "收集绩效目标和事前绩效评估资料",
        "核对单位自评表",
        "编写实施方案、指标体系和问卷",
        "了解项目背景、资金和绩效目标",
        "编制评价方案，核对绩效目标",
    ],
)
def test_h04_the_work_of_an_evaluation_is_no_other_role(rules: Rules, info: CaseInfo, text: str) -> None:
    assert role(rules, info, text) == []


def test_h04_for_the_finance_bureau_is_a_lead_and_others_are_not_meant(rules: Rules, info: CaseInfo) -> None:
    (finding,) = role(rules, info, "完成项目事前绩效评估", site="示例市财政局")
    assert finding.verdict is Verdict.LEAD
    assert role(rules, info, "编制本项目绩效目标", people="示例市农村治污管理中心") == []


@pytest.mark.parametrize(
    ("given", "verdicts"),
    [
        (contract(UNIT, "扬中市农村生活污水治理项目", "绩效目标编制服务"), [Verdict.FAILED]),
        (contract(OFFICE, "农村生活污水治理项目", "事前绩效评估"), [Verdict.FAILED]),
        (contract("示例市财政局", "扬中市农村生活污水治理项目", "事前绩效评估"), [Verdict.LEAD]),
        (contract("示例市财政局", "扬中市农村生活污水治理项目", "绩效评价"), []),
        (contract(UNIT, "公厕改造项目", "绩效目标编制服务"), []),
    ],
)
def test_h04_by_contract(rules: Rules, info: CaseInfo, given: Contract, verdicts: list[Verdict]) -> None:
    findings = found(rules, "H04", register=Register(contracts=(given,)), info=info)
    assert [one.verdict for one in findings] == verdicts


# ── H05 ─────────────────────────────────────────────────────────────────────────────────────────────


def timed(rules: Rules, info: CaseInfo, *lines: tuple[str, str, str]) -> list[Finding]:
    """Lines of one day: what, who, where."""
    given = log(*(("2025-04-02", "现场调研", text, people, site) for text, people, site in lines))
    return found(rules, "H05", info=info, log=given)


def test_h05_two_places_at_one_hour(rules: Rules, info: CaseInfo) -> None:
    first = ("9:00—11:30踏勘", "张示例、赵示例", "示例甲镇")
    (finding,) = timed(rules, info, first, ("10：00至12：00座谈", "赵示例", "示例市财政局"))
    assert (finding.evidence, finding.severity) == (EvidenceClass.PROOF, Severity.MAJOR)
    assert (finding.reported, finding.recomputed) == ("10:00—12:00", "09:00—11:30")
    assert "“赵示例”" in finding.message
    assert timed(rules, info, first, ("14:00-16:00座谈", "赵示例", "示例市财政局")) == []
    assert timed(rules, info, first, ("10:00-12:00座谈", "王示例", "示例市财政局")) == []
    assert timed(rules, info, first, ("10:00-12:00踏勘", "赵示例", "示例甲镇、示例乙镇")) == []


@pytest.mark.parametrize("site", ["河南省郑州市", "示例省外市", "宜兴市环保局", "外地"])
def test_h05_far_away_on_the_same_day_is_a_lead(rules: Rules, info: CaseInfo, site: str) -> None:
    (finding,) = timed(rules, info, ("踏勘", "张示例", "四个镇"), ("座谈", "张示例、李示例", site))
    assert (finding.verdict, finding.severity) == (Verdict.LEAD, Severity.MINOR)


@pytest.mark.parametrize("site", ["示例市财政局", "示例丙镇", "评价机构", "镇江市财政局", "扬中市三茅街道", ""])
def test_h05_two_places_of_one_county_pass(rules: Rules, info: CaseInfo, site: str) -> None:
    assert (
        timed(rules, info, ("踏勘", "张示例", "四个镇"), ("座谈", "张示例、专家组", site), ("x", "张示例", "四个镇"))
        == []
    )


def test_h05_two_visits_on_one_day_are_a_hint(rules: Rules, info: CaseInfo) -> None:
    first = ("实地核查城北颐养院、湖滨敬老院", "张示例、赵示例", "城北颐养院、湖滨敬老院")
    (finding,) = timed(rules, info, first, ("实地核查东塘敬老院", "赵示例、王示例", "东塘敬老院"))
    assert (finding.verdict, finding.severity) == (Verdict.LEAD, Severity.HINT)
    assert timed(rules, info, first, ("实地核查东塘敬老院", "王示例", "东塘敬老院")) == []
    assert timed(rules, info, first, ("与镇里座谈", "赵示例", "东塘镇")) == []
    assert timed(rules, info, first, ("下午核查东塘敬老院", "赵示例", "东塘敬老院")) == []
    assert timed(rules, info, first, ("核查6家机构", "赵示例", "6家机构")) == []


@pytest.mark.parametrize(
    ("site", "count"), [("城关镇、青石镇", 1), ("龙塘镇、城关镇", 0), ("6个乡镇", 0), ("县财政局", 0)]
)
def test_h05_other_towns_on_one_day_are_a_hint(rules: Rules, info: CaseInfo, site: str, count: int) -> None:
    hits = timed(rules, info, ("走访学校2所", "张示例、赵示例", "龙塘镇"), ("召开座谈会2场", "赵示例", site))
    assert [one.severity for one in hits] == [Severity.HINT] * count


def test_h05_other_work_while_several_days_go_on(rules: Rules, info: CaseInfo) -> None:
    made = log(
        ("2025-04-15", "现场调研", "抽查投放点60座，至4月18日结束", "张示例", "六个镇"),
        ("2025-04-16", "访谈", "访谈40人", "张示例", "示例市财政局"),
    )
    (finding,) = found(rules, "H05", info=info, log=made)
    assert (finding.reported, finding.severity) == ("2025-04-16", Severity.HINT)
    made["日期"] = ["2025-04-15", "2025-04-22"]
    assert found(rules, "H05", info=info, log=made) == []


def test_h05_groups_are_no_persons(rules: Rules, info: CaseInfo) -> None:
    both = "评价机构、各镇、专家组"
    assert timed(rules, info, ("踏勘", f"张示例、{both}", "四个镇"), ("座谈", f"李示例、{both}", "河南省郑州市")) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("实地核查200个点位", 1),
        ("入户120户", 1),
        ("核查60个村", 0),
        ("入户200户，至4月18日结束", 0),
        ("巡查126座设施", 0),
    ],
)
def test_h05_more_sites_than_a_day_has_room_for(rules: Rules, info: CaseInfo, text: str, count: int) -> None:
    findings = timed(rules, info, (text, "张示例、赵示例", "四个镇"), ("座谈", "李示例", "四个镇"))
    assert [one.severity for one in findings] == [Severity.HINT] * count


@pytest.mark.parametrize(("number", "count"), [(6, 1), (5, 0)])
def test_h05_many_projects_at_once(rules: Rules, info: CaseInfo, number: int, count: int) -> None:
    running = replace(contract("某局", "某项目", "绩效评价", None), since=date(2025, 1, 1), evaluator="张示例、王五")
    ended = replace(running, until=date(2025, 5, 1))
    findings = found(rules, "H05", register=Register(contracts=(*[running] * number, ended)), info=info)
    assert [one.verdict for one in findings] == [Verdict.LEAD] * count


# ── a case with a register ──────────────────────────────────────────────────────────────────────────


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "案卷"
    shutil.copytree(yz.sample_case(), folder)
    return folder


def shareholders(folder: Path, holder: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "shareholders.csv").write_text(f"机构,股东,持股比例\n{AGENCY},{holder},30\n", encoding="utf-8")
    return folder


def test_the_register_of_a_case_and_that_of_the_bureau(case: Path, tmp_path: Path) -> None:
    shareholders(case / "register", "无关的人")
    assert "H03" not in {one.id for one in yz.check(case, on=date(2025, 3, 10), region="扬中").findings}
    bureau = shareholders(tmp_path / "登记库", UNIT)
    (finding,) = [
        one for one in yz.check(case, on=date(2025, 3, 10), region="扬中", register=bureau).findings if one.id == "H03"
    ]
    assert finding.where.file == "register/shareholders.csv"
    done = run("check", case, "--register", bureau)
    assert done.returncode == 1
    assert UNIT in done.stdout


def test_a_register_that_is_wrong_is_told_with_the_rest(case: Path, tmp_path: Path) -> None:
    (shareholders(case / "register", UNIT) / "shareholders.csv").write_text("机构,股东\n,甲\n", encoding="utf-8")
    with pytest.raises(LoadError, match="shareholders"):
        yz.open_case(case)
    done = run("check", case / "report.docx", "--register", tmp_path)
    assert done.returncode == 2
    assert "只用来核查案卷" in done.stderr
