"""质量检查意见书: every finding a row, leads apart, the coverage with it, room for the answer, the same bytes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest

import yzperf as yz
from tests.conftest import ROOT
from yzperf.domain.finding import Coverage, EvidenceClass, Finding, Severity, Verdict
from yzperf.domain.waiver import Decision, Waiver, fingerprint
from yzperf.errors import Place
from yzperf.quality import Audit, Settled, all_checks, settle
from yzperf.quality.handling import handling

DAY = date(2025, 3, 10)


def finding(number: int = 1, *, lead: bool = False, **changes) -> Finding:
    made = Finding(
        id="E04" if lead else "B03",
        title="近似重复" if lead else "单项得分复算",
        evidence=EvidenceClass.LEAD if lead else EvidenceClass.PROOF,
        severity=Severity.MINOR if lead else Severity.BLOCKING,
        verdict=Verdict.LEAD if lead else Verdict.FAILED,
        where=Place("report.docx", paragraph=f"第{number}段"),
        message=f"第{number}处说明",
        reported=f"{number}.0",
        recomputed=f"{number}.5",
        clause="财预〔2020〕10号 第十八条",
    )
    return replace(made, **changes)


def audit_of(*findings: Finding) -> Audit:
    verdicts = {"B03": Verdict.FAILED, "E04": Verdict.LEAD, "D02": Verdict.NO_INPUT}
    return Audit(findings, Coverage(verdicts, {"D02": "缺少证据清单"}))


def tables(path: Path) -> dict[str, list[list[str]]]:
    """Tables by their last heading cell, heading row left out; findings stand in two tables of the same heading."""
    made: dict[str, list[list[str]]] = {}
    for table in docx.Document(str(path)).tables:
        head, *rows = [[cell.text for cell in row.cells] for row in table.rows]
        made.setdefault(head[-1], []).extend(rows)
    return made


def text(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)


def test_every_finding_is_a_row_with_room_for_the_answer(tmp_path: Path) -> None:
    path = yz.write_opinion(
        audit_of(finding(1), finding(2, lead=True)), tmp_path / "a.docx", on=DAY, checked=["r.docx"]
    )
    problem, lead = tables(path)["机构答复"]
    assert problem[:6] == [
        "1",
        "B03 单项得分复算",
        "report.docx 第1段",
        "1.0",
        "1.5",
        "第1处说明。依据：财预〔2020〕10号 第十八条。",
    ]
    assert problem[6:] == ["S1 阻断", "P 实证", handling(finding()), ""]
    assert lead[:2] == ["1", "E04 近似重复"]
    assert "不作问题认定" in lead[8]
    assert tables(path)["没有查的原因"] == [["D02", "缺少证据清单"]]
    assert "线索只提示进一步核实，不是问题认定" in text(path)
    assert "发现问题 1 处，其中阻断和重大的 1 处、影响评价结论的 0 处；线索 1 条；已豁免或驳回 0 处" in text(path)


def test_counts_by_severity_and_class(tmp_path: Path) -> None:
    given = [
        *(finding(n, changes_conclusion=n == 1) for n in (1, 2)),
        finding(3, lead=True, changes_conclusion=True),
        finding(4, evidence=EvidenceClass.RULE, severity=Severity.MAJOR),
    ]
    path = yz.write_opinion(audit_of(*given), tmp_path / "a.docx", on=DAY)
    assert tables(path)["其中影响结论"] == [
        ["S1 阻断", "2", "0", "0", "1"],
        ["S2 重大", "0", "1", "0", "0"],
        ["S3 一般", "0", "0", "1", "0"],
        ["S4 提示", "0", "0", "0", "0"],
        ["合计", "2", "1", "1", "1"],
    ]


def test_nothing_found_is_said_with_what_was_not_checked(tmp_path: Path) -> None:
    path = yz.write_opinion(audit_of(), tmp_path / "a.docx", on=DAY)
    assert "机构答复" not in tables(path)
    assert "已执行的检查没有发现问题。" in text(path)
    assert "没有线索。" in text(path)
    assert "没有查到问题，不等于没有执行的检查也没有问题" in text(path)


def test_waived_findings_are_listed_apart_and_stale_decisions_told(tmp_path: Path) -> None:
    waiver = Waiver(fingerprint(finding(1)), Decision.WAIVED, "机构已书面说明", "李示例", date(2025, 4, 1))
    stale = replace(waiver, fingerprint="0" * 12, check="A01")
    settled = settle(audit_of(finding(1), finding(2)), [waiver, stale])
    path = yz.write_opinion(settled, tmp_path / "a.docx", on=DAY)
    assert [row[2] for row in tables(path)["机构答复"]] == ["report.docx 第2段"]
    (row,) = tables(path)["决定、理由、决定人和日期"]
    assert row[-1] == "豁免：机构已书面说明（李示例，2025年4月1日）"
    assert "豁免记录 000000000000（A01）对应的发现已不存在或已改变" in text(path)


def test_five_hundred_findings_and_the_same_bytes(tmp_path: Path) -> None:
    many = audit_of(*(finding(n, lead=n % 3 == 0) for n in range(500)))
    one, two = (yz.write_opinion(many, tmp_path / name, on=DAY) for name in ("a.docx", "b.docx"))
    assert len(tables(one)["机构答复"]) == 500
    assert one.read_bytes() == two.read_bytes()
    other = yz.write_opinion(audit_of(finding(7)), tmp_path / "c.docx", on=DAY)
    assert other.read_bytes() != one.read_bytes()


def test_texts_that_look_like_template_tags_are_printed_not_run(tmp_path: Path) -> None:
    odd = finding(reported="{{ label }}", message="{% for x in y %}<w:p>&")
    path = yz.write_opinion(audit_of(odd), tmp_path / "a.docx", on=DAY)
    (row,) = tables(path)["机构答复"]
    assert row[3] == "｛｛ label ｝｝"
    assert "<w:p>&" in row[5]


def test_a_case_is_printed_with_its_label_and_parties(tmp_path: Path) -> None:
    case = yz.open_case(yz.sample_case())
    path = yz.write_opinion(yz.check_case(case), tmp_path / "a.docx", on=case.info.rules_on, case=case)
    header = docx.Document(str(path)).sections[0].header
    assert "示例数据，纯属虚构" in "".join(paragraph.text for paragraph in header.paragraphs)
    assert ["评价机构", "示例评价咨询有限公司"] in tables(path)["内容"]
    plain = yz.write_opinion(audit_of(finding()), tmp_path / "b.docx", on=DAY)
    assert "示例数据" not in "".join(p.text for p in docx.Document(str(plain)).sections[0].header.paragraphs)


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(yz.ReportError, match=r"应为 \.docx 文件名"):
        yz.write_opinion(Settled(audit_of()), tmp_path / "a.pdf", on=DAY)
    assert list(tmp_path.iterdir()) == []


def test_every_check_has_a_next_step() -> None:
    for check in all_checks():
        for lead in (False, True):
            assert handling(finding(id=check.id, verdict=Verdict.LEAD if lead else Verdict.FAILED))


def test_the_template_is_what_its_script_writes() -> None:
    import make_quality_opinion
    from word_package import package

    written = (ROOT / "templates" / "quality_opinion.docx").read_bytes()
    assert package(make_quality_opinion.document()) == written
