"""Ties that a report tells, days and numbers of people in its papers: each beside what must pass."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.quality.report_tables import report_of
from tests.quality.test_checks import found
from tests.quality.test_evidence_checks import item
from tests.quality.test_whole_project import INFO
from yzperf.domain.finding import EvidenceClass
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
    ("number", "last", "wrong"),
    [
        ("D05", "2025年5月9日", True),
        ("D05", "2025年1月9日", False),
        ("D05", "计划2025年5月9日移交", False),
        ("H09", "值班员周某（420106197903152034）。", True),
        ("H09", "统一社会信用代码91320000134787040X。", False),
    ],
)
def test_papers_of_the_evidence(rules: Rules, tmp_path: Path, number: str, last: str, wrong: bool) -> None:
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence/a.txt").write_text(f"积水点由41个减少到17个。\n2024年12月31日\n{last}\n", encoding="utf-8")
    hits = found(rules, number, evidence=(item("a.txt", "全文"),), folder=tmp_path, info=INFO)
    assert any(one.evidence is EvidenceClass.PROOF for one in hits) is wrong
