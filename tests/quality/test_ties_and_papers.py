"""Ties that a report tells, days and numbers of people in its papers: each beside what must pass."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.quality.report_tables import report_of
from tests.quality.test_checks import evaluation, found
from tests.quality.test_evidence_checks import item
from tests.quality.test_fieldwork_checks import log
from tests.quality.test_whole_project import INFO
from tests.scoring.test_item import row
from yzperf.domain.finding import EvidenceClass
from yzperf.quality import Bundle, audit
from yzperf.rules import Rules

PARTIES = {"实施单位": "澜江市排水设施管理处", "主管部门": "澜江市水务局", "评价机构": "湖北恒策工程咨询有限公司"}
CASE = replace(INFO, parties={**INFO.parties, **PARTIES})


def classes(rules: Rules, number: str, text: str) -> list[EvidenceClass]:
    told = "评价机构名称为湖北恒策工程咨询有限公司，主管部门支持，项目组成员参加。"
    made = report_of("#七、其他需要说明的问题", told, text)
    return [one.evidence for one in found(rules, number, report=made, info=CASE)]


@pytest.mark.parametrize(
    ("number", "text", "wanted"),
    [
        ("H03", "我公司2023年至今承担市排水设施管理处的造价咨询业务。", [EvidenceClass.RULE]),
        ("H03", "组员谢某兼任其中1家服务机构监事。", [EvidenceClass.RULE]),
        ("H03", "评价组（成员苏某2024年3月前在市排水设施管理处计划科工作）。", [EvidenceClass.LEAD]),
        ("H03", "我公司未承担市排水设施管理处的造价咨询业务。", []),
        ("H03", "2025年4月8日评价组成员在市排水设施管理处座谈并现场工作。", []),
        ("H03", "市排水设施管理处2024年受市水务局委托承担管网运维。", []),
        ("H03", "评价组抽查了主管部门2024年委托开展的内部审计资料。", []),
        ("H04", "8个标段共用一套由湖北恒策工程咨询有限公司编写的技术规格书。", [EvidenceClass.RULE]),
        ("H04", "由湖北恒策工程咨询有限公司编写的评价实施方案通过论证。", []),
        ("H04", "我公司承担了本项目绩效自评报告的编写。", [EvidenceClass.RULE]),
    ],
)
def test_ties_that_the_report_tells(rules: Rules, number: str, text: str, wanted: list[EvidenceClass]) -> None:
    assert classes(rules, number, text) == wanted


@pytest.mark.parametrize(
    ("number", "last", "wanted"),
    [
        ("D05", "2025年5月9日", {EvidenceClass.PROOF}),
        ("D05", "2025年1月9日", set()),
        ("D05", "计划2025年5月9日移交", set()),
        ("H09", "值班员周某（420106197903152034）。", {EvidenceClass.LEAD}),
        ("H09", "统一社会信用代码91320000134787040X。", set()),
    ],
)
def test_papers_of_the_evidence(
    rules: Rules, tmp_path: Path, number: str, last: str, wanted: set[EvidenceClass]
) -> None:
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence/a.txt").write_text(f"积水点由41个减少到17个。\n2024年12月31日\n{last}\n", encoding="utf-8")
    hits = found(rules, number, evidence=(item("a.txt", "全文"),), folder=tmp_path, info=INFO)
    assert {one.evidence for one in hits} - {EvidenceClass.LEAD} == wanted - {EvidenceClass.LEAD}
    assert bool(wanted) <= bool(hits)


@pytest.mark.parametrize(("points", "wrong"), [("2.00", True), ("2.75", False)])
def test_i05_the_sheet_of_the_year_before(rules: Rules, tmp_path: Path, points: str, wrong: bool) -> None:
    names = [f"指标{sign}" for sign in "甲乙丙丁戊己庚辛壬"]
    lost = names[:4]
    rows = [row("1", "1", name=name, weight="3", reported="2.00" if name in lost else "3.00") for name in names]
    lines = [f"{name},{points if name in lost else '3.00'}" for name in names]
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence/上年评分.csv").write_text("\n".join(["三级指标,上年得分", *lines]), encoding="utf-8")
    hits = found(rules, "I05", evaluation(*rows), evidence=(item("上年评分.csv", "全表"),), folder=tmp_path)
    assert bool(hits) is wrong


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("访谈26人，其中主管部门8人、实施单位6人、居民12人。", True),
        ("访谈26人，其中主管部门6人、实施单位8人、居民12人。", False),
        ("访谈26人，其中主管部门和实施单位14人、居民12人。", False),
    ],
)
def test_d08_of_whom_the_people_asked_were(rules: Rules, text: str, wrong: bool) -> None:
    rows = log(("2025-04-16", "访谈", "访谈26人：主管部门6人、实施单位8人、居民12人")).assign(
        参加人="秦岚", 地点="财政局"
    )
    hits = found(rules, "D08", report=report_of("#评价工作过程", text), log=rows)
    assert any(one.evidence is EvidenceClass.PROOF for one in hits) is wrong


@pytest.mark.parametrize(
    ("source", "site", "count"),
    [
        ("澜江市排水设施管理处", "青枫乡", 1),
        ("澜江市排水设施管理处", "澜江市排水设施管理处", 0),
        ("青枫乡", "青枫乡、长岭乡", 0),
        ("湖北恒策工程咨询有限公司", "青枫乡", 0),
        ("评价组", "青枫乡", 0),
    ],
)
def test_h05_who_got_a_paper_while_out_elsewhere(rules: Rules, source: str, site: str, count: int) -> None:
    paper = replace(item("a.txt", "全文"), source=source, collected_on="2025-04-08", collector="张示例")
    out = log(("2025-04-08", "现场调研", "查看泵站")).assign(地点=site, 参加人="张示例")
    findings = audit(Bundle(rules=rules, evidence=(paper,), log=out, info=CASE)).findings
    told = [one for one in findings if one.id == "H05" and "登记由" in one.message]
    assert [one.evidence for one in told] == [EvidenceClass.LEAD] * count


def test_h07_people_outside_the_team(rules: Rules) -> None:
    made = log(
        ("2025-03-10", "成立工作组", "组成评价组"),
        ("2025-04-08", "现场调研", "查看泵站"),
        ("2025-04-20", "方案论证", "专家论证方案"),
    )
    made = made.assign(地点="青枫乡", 参加人=["张示例、李示例", "张示例、周示例", "王示例"])
    findings = audit(Bundle(rules=rules, log=made, info=CASE)).findings
    (hit,) = [one for one in findings if one.id == "H07" and "不在日志" in one.message]
    assert (hit.reported, hit.evidence) == ("周示例", EvidenceClass.LEAD)
