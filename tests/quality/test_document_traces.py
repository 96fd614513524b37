"""Signatures, properties, changes, comments, hidden text and personal numbers of a report, each with its benign twin."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

import yzperf as yz
from tests.quality.test_checks import found
from tests.quality.test_text_checks import report
from yzperf import face
from yzperf.domain.document import (
    Cell,
    Change,
    ChangeKind,
    Comment,
    Document,
    Figure,
    FigureKind,
    Hidden,
    Paragraph,
    Properties,
    Signature,
    Story,
    Table,
)
from yzperf.domain.finding import Finding, Severity, Verdict
from yzperf.errors import Place
from yzperf.loaders.masking import masked_document
from yzperf.loaders.prose.relations import signatures_of
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


def on_paper(*lines: str, figures: tuple[Figure, ...] = ()) -> Document:
    """A cover that names the evaluator, a chapter, and these lines below it, read as a loader reads them."""
    texts = ("评价机构：示例咨询有限公司", "主评人：张示例", "#一、基本情况", *["正文。"] * 4, *lines)
    made = report(*texts)
    blocks = (*made.blocks, *figures)
    return replace(made, blocks=blocks, signatures=signatures_of(blocks))


def test_h02_a_name_on_the_cover_is_no_signature(rules: Rules) -> None:
    (finding,) = found(rules, "H02", report=on_paper("评价机构（盖章）：示例咨询有限公司", "2025年6月6日"))
    assert finding.verdict is Verdict.FAILED
    assert "封面" in finding.message


@pytest.mark.parametrize(
    "lines", [(), ("示例咨询有限公司", "2025年6月6日"), ("附件1 被评价单位意见（盖章）：示例县水利局",)]
)
def test_h02_without_any_page_of_signatures_it_may_be_on_paper(rules: Rules, lines: tuple[str, ...]) -> None:
    (finding,) = found(rules, "H02", report=on_paper(*lines))
    assert finding.verdict is Verdict.LEAD
    assert "签章页另附" in finding.message


@pytest.mark.parametrize(
    "lines",
    [
        ("主评人（签字）：张示例", "示例咨询有限公司（盖章）"),
        ("主评人签名：张示例", "示例咨询有限公司", "2025年6月6日"),
        ("评价机构（公章）：示例咨询有限公司　　主评人：张示例",),
    ],
)
def test_h02_ways_to_sign_and_seal(rules: Rules, lines: tuple[str, ...]) -> None:
    assert found(rules, "H02", report=on_paper(*lines)) == []


def test_h02_no_place_for_the_seal_is_a_lead(rules: Rules) -> None:
    (finding,) = found(rules, "H02", report=on_paper("主评人（签字）：张示例", "2025年6月6日"))
    assert (finding.verdict, finding.severity) == (Verdict.LEAD, Severity.MINOR)
    assert "盖章" in finding.message


def test_h02_a_scanned_page_is_looked_at_by_a_person(rules: Rules) -> None:
    page = Figure(FigureKind.PICTURE, replace(HERE, paragraph="第99段"), width=160.0, height=230.0)
    (finding,) = found(rules, "H02", report=on_paper(figures=(page,)))
    assert finding.verdict is Verdict.LEAD
    (finding,) = found(rules, "H02", report=on_paper(figures=(replace(page, caption="图1 现场照片"),)))
    assert "扫描" not in finding.message


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


def exposed(rules: Rules, *texts: str) -> list[Finding]:
    told = report("评价机构：示例咨询有限公司", "联系人：李某　电话：13812345678", "#一、工作过程", *texts)
    return found(rules, "H09", report=told, exposed=exposed_in(told))


@pytest.mark.parametrize(
    "text",
    [
        "受访人身份证号：000000199001010014。",
        "受访人王某（身份证号码 110105 19491231 002X）。",
        "老证身份证号110105491231002。",
        "补贴打入一卡通账号 6222 0212 3456 7890 123。",
        "联系人王某，电话１３８－１２３４－５６７８。",
        "村会计手机138 1234 5678。",
    ],
)
def test_h09_private_numbers_in_the_text(rules: Rules, text: str) -> None:
    (finding,) = exposed(rules, text)
    assert finding.verdict is Verdict.FAILED
    digits = "".join(sign for sign in unicodedata.normalize("NFKC", text) if sign.isdigit())
    assert digits[4:-4] not in "".join(sign for sign in finding.message if sign.isdigit())
    assert "*" in finding.reported


@pytest.mark.parametrize(
    "text",
    [
        "监督电话：13812345678。",
        "报修电话13812345678，24小时有人接听。",
        "项目编号202312345678901234。",
        "账户余额1381234567.80元。",
        "身份证复印件1份、合同15份。",
    ],
)
def test_h09_numbers_that_are_nobodys(rules: Rules, text: str) -> None:
    assert exposed(rules, text) == []


def test_h09_columns_of_numbers_in_a_table(rules: Rules) -> None:
    def cell(row: int, column: int, text: str) -> Cell:
        where = Place(file="报告.docx", sheet="第1个表", cell=f"第{row}行第{column}列")
        return Cell(row, column, (Paragraph(text, None, where, story=Story.CELL),), where)

    texts = (
        ("姓名", "身份证号码", "编号"),
        ("王某", "320000199001010011", "320000199001010011"),
        ("李某", "110105491231002", "2"),
    )
    cells = tuple(cell(row, at, text) for row, line in enumerate(texts, 1) for at, text in enumerate(line, 1))
    told = Document("报告.docx", (Table(cells, Place(file="报告.docx", sheet="第1个表")),))
    findings = found(rules, "H09", report=told, exposed=exposed_in(told))
    assert [one.where.cell for one in findings] == ["第2行第2列", "第3行第2列"]
    assert "19900101" not in "".join(one.message for one in findings)
    shown = repr(masked_document(told).tables)
    assert shown.count("320000199001010011") == 1  # in the column 编号, where it is nobody's
    assert "110105491231002" not in shown


def test_h09_a_survey_with_numbers_is_a_hint(rules: Rules, tmp_path: Path) -> None:
    path, codebook = tmp_path / "survey.csv", tmp_path / "book.csv"
    path.write_text("编号,联系电话,总体\n1,13812345678,满意\n2,,不满意\n", encoding="utf-8")
    book = "列名,题目,类型,选项分值\n编号,编号,编号,\n联系电话,电话,属性,\n总体,总体,满意度,满意=100;不满意=0\n"
    codebook.write_text(book, encoding="utf-8")
    (finding,) = found(rules, "H09", survey=yz.load_survey(path, codebook))
    assert (finding.verdict, finding.severity) == (Verdict.LEAD, Severity.HINT)
    assert "“联系电话”列有 1 个手机号" in finding.message
