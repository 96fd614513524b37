"""Signatures, properties, changes, comments, hidden text and personal numbers of a report, each with its benign twin."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.quality.test_checks import found
from tests.quality.test_text_checks import report
from yzperf import face
from yzperf.domain.document import Change, ChangeKind, Comment, Document, Hidden, Properties, Signature
from yzperf.domain.finding import Severity, Verdict
from yzperf.errors import Place
from yzperf.quality import Bundle, audit
from yzperf.quality.exposed import exposed_in
from yzperf.rules import Rules

HERE = Place(file="报告.docx", paragraph="第9段")
AGENCY = Signature("评价机构", "评价机构", "示例咨询有限公司", HERE)
OWNER = Signature("项目单位", "实施单位", "示例治污管理中心", HERE)
DATED = Signature("日期", "", "2025年6月6日", HERE)


def signed(*signatures: Signature, **changes) -> Document:
    return replace(report("正文。"), signatures=signatures, **changes)


def evaluator(name: str, has_picture: bool = False) -> Signature:
    return Signature("主评人", "主评人（签字）", name, HERE, "签字", has_picture)


# ── H02 ─────────────────────────────────────────────────────────────────────────────────────────────


def test_h02_no_place_for_the_evaluator(rules: Rules) -> None:
    (finding,) = found(rules, "H02", report=signed(AGENCY))
    assert finding.verdict is Verdict.FAILED
    assert "第十八条（四）" in finding.clause
    assert found(rules, "H02", report=signed(AGENCY, evaluator("张三"))) == []
    assert found(rules, "H02", report=signed(AGENCY, evaluator("", has_picture=True))) == []


def test_h02_a_blank_line_may_be_signed_on_paper(rules: Rules) -> None:
    (finding,) = found(rules, "H02", report=signed(AGENCY, evaluator("")))
    assert finding.verdict is Verdict.LEAD


def test_h02_somebody_else_signs(rules: Rules) -> None:
    info = face.open_case(face.sample_case()).info
    (finding,) = found(rules, "H02", report=signed(AGENCY, evaluator("王五")), info=info)
    assert (finding.reported, finding.recomputed) == ("王五", "张示例")
    assert found(rules, "H02", report=signed(AGENCY, evaluator("张 示例、李四")), info=info) == []


def test_h02_is_not_asked_of_a_department(rules: Rules) -> None:
    outcome = audit(Bundle(rules=rules, report=signed(OWNER)))
    assert outcome.coverage.verdicts["H02"] is Verdict.NO_INPUT


# ── H07 ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("company", ["示例咨询有限公司", "示例咨询", "微软（中国）有限公司", "联想集团"])
def test_h07_the_agency_itself(rules: Rules, company: str) -> None:
    told = signed(
        AGENCY,
        OWNER,
        properties=Properties(company=company, creator="示例咨询有限公司", last_modified_by="Admin"),
    )
    assert found(rules, "H07", report=told) == []


def test_h07_the_evaluated_unit(rules: Rules) -> None:
    (finding,) = found(rules, "H07", report=signed(AGENCY, OWNER, properties=Properties(creator="示例治污管理中心")))
    assert finding.verdict is Verdict.LEAD
    assert finding.severity is Severity.HINT
    assert "被评价单位" in finding.message


# ── H08 ─────────────────────────────────────────────────────────────────────────────────────────────


def test_h08_traces(rules: Rules) -> None:
    change = Change(ChangeKind.INSERTED, "某", "2025-06-01T08:00:00Z", "90.55", HERE)
    assert [one.severity for one in found(rules, "H08", report=signed(DATED, changes=(change,)))] == [Severity.MINOR]
    late = replace(change, date="2025-06-09T08:00:00Z")
    (finding,) = found(rules, "H08", report=signed(DATED, changes=(late,)))
    assert finding.severity is Severity.MAJOR
    assert "签署日期 2025-06-06 之后" in finding.message
    comment = Comment("1", "某", "", "此数待核", "95%", HERE)
    assert "待核" in found(rules, "H08", report=signed(comments=(comment,)))[0].message
    assert "秘密" in found(rules, "H08", report=signed(hidden=(Hidden("秘密的一段", HERE),)))[0].message


def test_h08_what_is_no_trace(rules: Rules) -> None:
    look = Change(ChangeKind.FORMATTED, "某", "", "标题", HERE)
    done = Comment("1", "某", "", "已改", "95%", HERE, is_resolved=True)
    assert found(rules, "H08", report=signed(changes=(look,), comments=(done,), hidden=(Hidden(" ", HERE),))) == []


# ── H09 ─────────────────────────────────────────────────────────────────────────────────────────────


def test_h09_personal_numbers(rules: Rules) -> None:
    told = report(
        "受访人身份证号11010519491231002X。",
        "村民王某13812345678。",
        "联系电话：13812345678。",
        "信用代码91320000134787040X。",
    )
    findings = found(rules, "H09", report=told, exposed=exposed_in(told))
    assert [finding.severity for finding in findings] == [Severity.MAJOR, Severity.MINOR]
    assert "1231" not in findings[0].message
    assert "13812345678" not in findings[1].message
    assert found(rules, "H09", report=told, exposed=exposed_in(report("联系电话：13812345678。"))) == []
