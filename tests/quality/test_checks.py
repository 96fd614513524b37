"""The first checks of the catalogue, each on both sides: the defect, and the benign twin that must pass."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.conftest import ON
from tests.scoring.test_card import amount, money, sheet
from tests.scoring.test_data_items import given_sheet
from tests.scoring.test_item import HERE, row
from yzperf.domain.document import Cell, Document, Paragraph, Table
from yzperf.domain.evidence import Evidence
from yzperf.domain.finding import Departure, Finding, Severity, Verdict
from yzperf.domain.quantity import read_quantity
from yzperf.domain.scorecard import half_up
from yzperf.domain.scoresheet import Block, ScoreSheet, SheetKind
from yzperf.errors import Place
from yzperf.quality import Bundle, all_checks, audit, merge
from yzperf.rules import Rules, load_rules
from yzperf.scoring import score_sheet


def found(
    rules: Rules, number: str, given: ScoreSheet | None = None, profile: str | None = None, **parts
) -> list[Finding]:
    card = score_sheet(given, rules, profile) if given else None
    outcome = audit(Bundle(rules=rules, card=card, **parts))
    assert outcome.coverage.verdicts[number] is not Verdict.NO_INPUT, outcome.coverage.missing[number]
    return [finding for finding in outcome.findings if finding.id == number]


def evaluation(*rows, total: str = "", grade: str = "") -> ScoreSheet:
    made = sheet(*rows, layout="evaluation")
    return replace(
        made, kind=SheetKind.EVALUATION, reported_total=amount(total) if total else None, reported_grade=grade
    )


def with_total(made: ScoreSheet, total: str, grade: str = "") -> ScoreSheet:
    return replace(made, reported_total=amount(total), reported_grade=grade)


# ── B01 ─────────────────────────────────────────────────────────────────────────────────────────────


def test_b01_weights_that_do_not_make_100(rules: Rules) -> None:
    (finding,) = found(rules, "B01", with_total(sheet(row("1", "1", weight="90")), "90"))
    assert finding.severity is Severity.BLOCKING
    assert finding.verdict is Verdict.FAILED
    assert (finding.reported, finding.recomputed) == ("90", "100")
    assert found(rules, "B01", sheet(row("1", "1", weight="33.3"), row("1", "1", weight="66.7"))) == []


def test_b01_a_part_of_a_table_is_only_a_lead(rules: Rules) -> None:
    (finding,) = found(rules, "B01", sheet(row("1", "1", weight="90")))
    assert finding.verdict is Verdict.LEAD
    assert "可能不完整" in finding.message


def test_b01_printed_block_points(rules: Rules) -> None:
    made = replace(sheet(row("1", "1", weight="100")), blocks=(Block("年度绩效目标", Decimal(80), HERE),))
    (finding,) = found(rules, "B01", made)
    assert "80" in finding.message
    assert found(rules, "B01", replace(made, blocks=(Block("年度绩效目标", Decimal(100), HERE),))) == []


# ── B02 ─────────────────────────────────────────────────────────────────────────────────────────────


def test_b02_total_that_is_not_the_sum(rules: Rules) -> None:
    rows = [row("1", "1", weight="50", reported="50"), row("1", "1", weight="50", reported="49.5")]
    (finding,) = found(rules, "B02", with_total(sheet(*rows), "100"))
    assert finding.severity is Severity.BLOCKING
    assert found(rules, "B02", with_total(sheet(*rows), "99.5")) == []


def test_b02_rounding_alone_is_only_noted(rules: Rules) -> None:
    rows = [row("3", "1", weight="10", reported="3.33") for _ in range(3)] + [row("1", "1", weight="70", reported="70")]
    (finding,) = found(rules, "B02", with_total(sheet(*rows), "80.00"))
    assert finding.severity is Severity.HINT
    assert not finding.is_serious


def test_b02_without_all_scores_says_so(rules: Rules) -> None:
    card = score_sheet(with_total(sheet(row("1", "1", weight="100")), "100"), rules)
    outcome = audit(Bundle(rules=rules, card=card))
    assert outcome.coverage.verdicts["B02"] is Verdict.NO_INPUT
    assert "没有填得分" in outcome.coverage.missing["B02"]


# ── B03, B04 ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("target", "actual", "reported", "how"),
    [
        ("≥95%", "95%", "9", "已达到指标值却扣分，又未说明原因"),
        ("43.2", "37.24", "9", "四舍五入成了整数"),
        ("98%", "98%", "9.8", "把完成值直接当作得分率"),
        ("=100%", "98%", "9", "舍去了小数"),
        ("≥100", "80", "10", "未达到指标值却得满分"),
        ("≥100", "80", "8.5", "填报高于规则"),
        ("≥100", "80", "7.5", "填报低于规则"),
    ],
)
def test_b03_names_how_a_score_departs(rules: Rules, target: str, actual: str, reported: str, how: str) -> None:
    (finding,) = found(rules, "B03", sheet(row(target, actual, reported=reported)))
    assert how in finding.message
    assert finding.departure is not None
    assert finding.confidence is not None


@pytest.mark.parametrize(
    ("target", "actual", "reported"),
    [("≥3", "1", "3.33"), ("≥8", "1", "1.25"), ("≤90万元", "100万元", "9.00"), ("及时", "及时", "10")],
)
def test_b03_is_silent_on_scores_that_follow_the_rule(rules: Rules, target: str, actual: str, reported: str) -> None:
    assert found(rules, "B03", sheet(row(target, actual, reported=reported))) == []


def test_b03_qualitative_score_outside_its_band(rules: Rules) -> None:
    (finding,) = found(rules, "B03", sheet(row("效果明显", "部分达成", reported="9")))
    assert finding.recomputed == "6–8"
    assert found(rules, "B03", sheet(row("效果明显", "部分达成", reported="7"))) == []


def test_b03_a_score_on_impossible_values(rules: Rules) -> None:
    (finding,) = found(rules, "B03", sheet(row("≥95%", "105%", reported="10", name="合格率")))
    assert "不可能超过100%" in finding.message


def test_b03_says_whether_the_grade_changes(rules: Rules) -> None:
    rows = [
        row("100", "100", weight="80", reported="80"),
        row("100", "90", weight="10", reported="10"),
        row("100", "0", weight="10", reported="0"),
    ]
    (finding,) = found(rules, "B03", sheet(*rows))
    assert finding.changes_conclusion


def test_b03_cites_the_rule_of_its_profile(rules: Rules) -> None:
    (own,) = found(rules, "B03", sheet(row("≥100", "80", reported="10")))
    (agency,) = found(rules, "B03", evaluation(row("≥100", "80", reported="10")))
    assert own.clause == "财预〔2020〕10号 第十六条"
    assert agency.clause.startswith("程序设定")


@pytest.mark.parametrize(("reported", "count"), [("10.5", 1), ("-1", 1), ("10", 0), ("0", 0)])
def test_b04(rules: Rules, reported: str, count: int) -> None:
    assert len(found(rules, "B04", sheet(row("及时", "及时", reported=reported)))) == count


# ── B05, B06 ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("score", "grade", "count"),
    [("90", "优", 0), ("89.99", "优", 1), ("80", "良", 0), ("60", "中", 0), ("59.99", "中", 1)],
)
def test_b05_grade_of_the_printed_total(rules: Rules, score: str, grade: str, count: int) -> None:
    made = with_total(sheet(row("100", score, weight="100", reported=score)), score, grade)
    assert len(found(rules, "B05", made)) == count


def test_b05_grade_by_the_rule_differs(rules: Rules) -> None:
    made = with_total(sheet(row("100", "85", weight="100", reported="92")), "92", "优")
    (finding,) = found(rules, "B05", made)
    assert finding.changes_conclusion
    assert (finding.reported, finding.recomputed) == ("优", "良")


def document(*texts: str, tables: tuple[Table, ...] = ()) -> Document:
    paragraphs = tuple(
        Paragraph(text, None, Place(file="r.docx", paragraph=f"第{n}段")) for n, text in enumerate(texts, 1)
    )
    return Document("r.docx", (*paragraphs, *tables))


def table(*rows: tuple[tuple[str, int], ...]) -> Table:
    """A table of cells given as text and number of columns that they span."""
    cells = []
    for number, texts in enumerate(rows, 1):
        column = 1
        for text, span in texts:
            where = Place(file="r.docx", sheet="第1个表", cell=f"第{number}行第{column}列")
            cells.append(Cell(number, column, (Paragraph(text, None, where),), where, 1, span))
            column += span
    return Table(tuple(cells), Place(file="r.docx", sheet="第1个表"))


def b06(rules: Rules, report: Document) -> list[Finding]:
    made = evaluation(row("100", "90.65", weight="100", reported="90.65"), total="90.65", grade="优")
    return found(rules, "B06", made, report=report)


def test_b06_another_total_in_the_summary(rules: Rules) -> None:
    (finding,) = b06(rules, document("经评价，项目综合得分为90.56分，评价等级为“优”。", "总分90.65分"))
    assert finding.where.paragraph == "第1段"
    assert (finding.reported, finding.recomputed) == ("90.56", "90.65")


@pytest.mark.parametrize(
    "text",
    [
        "总得分90.65分",
        "综合得分：90.7 分",
        "总分91分",
        "评价总分100分，项目得分90.65分",
        "决策指标得分12.83分",
        "上年度得分低于80分",
    ],
)
def test_b06_is_silent_on(rules: Rules, text: str) -> None:
    assert b06(rules, document(text)) == []


def test_b06_reads_score_tables_and_grades(rules: Rules) -> None:
    made = table(
        (("一级指标", 1), ("二级指标", 1), ("分值", 1), ("得分", 1)),
        (("产出", 1), ("数量", 1), ("100", 1), ("90.65", 1)),
        (("合计", 2), ("100", 1), ("91.65", 1)),
    )
    (finding,) = b06(rules, document(tables=(made,)))
    assert (finding.reported, finding.where.cell) == ("91.65", "第3行第4列")
    assert "“良”" in b06(rules, document("评价等级为“良”"))[0].message


# ── B07, B08 ────────────────────────────────────────────────────────────────────────────────────────


def test_b08_total_row_left_at_zero(rules: Rules) -> None:
    made = sheet(money_rows=[money("0", "0", "0"), money("90", "89.974", "89.974", total=False)])
    assert [finding.recomputed for finding in found(rules, "B08", made)] == ["90", "89.974", "89.974"]


def test_b08_parts_that_add_up(rules: Rules) -> None:
    rows = [money("10", "12", "11"), money("6", "7", "7", total=False), money("4", "5", "4", total=False)]
    assert found(rules, "B08", sheet(money_rows=rows)) == []


@pytest.mark.parametrize(
    ("printed", "count"), [("86.18%", 0), ("86.2%", 0), ("86%", 0), ("0.8618", 0), ("86.19%", 1), ("87%", 1)]
)
def test_b08_printed_rate(rules: Rules, printed: str, count: int) -> None:
    line = money("250000", "250000", "215457.6")
    rate = replace(line.rate, text=printed, value=Decimal(printed.rstrip("%")))
    made = sheet(money_rows=[replace(line, rate=rate)])
    assert len(found(rules, "B08", made)) == count


COLUMNS = ["资金来源", "年初预算数", "调增", "调减", "全年预算数", "到位数", "全年执行数", "结余", "执行率"]


def budget(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame([(r[0], *(None if v is None else Decimal(v) for v in r[1:])) for r in rows], columns=COLUMNS)


GOOD = [
    ("市级", "100", "20", "10", "110", "110", "99", "11", "90.00"),
    ("镇级", "50", None, "0", "50", "50", "46.15", "3.85", "92.3"),
    ("合计", "150", "20", "10", "160", "160", "145.15", "14.85", "90.72"),
]


def test_b08_budget_table_that_adds_up(rules: Rules) -> None:
    assert found(rules, "B08", budget=budget(*GOOD)) == []


def test_b08_rounding_alone_is_no_difference(rules: Rules) -> None:
    rows = [
        ("市级", "33.34", "0", "0", "33.34", "33.34", "30.12", "3.21", "90.34"),  # 333,350 － 301,220 元
        ("镇级", "33.34", "0", "0", "33.34", "33.34", "33.34", "0.00", "100.00"),
        ("合计", "66.67", "0", "0", "66.67", "66.67", "63.46", "3.21", "95.19"),
    ]
    assert found(rules, "B08", budget=budget(*rows)) == []
    rows[2] = (*rows[2][:6], "63.49", "3.18", "95.23")
    assert {one.reported for one in found(rules, "B08", budget=budget(*rows))} == {"63.49", "3.18"}


@pytest.mark.parametrize(("rate", "count"), [("90.36", 0), ("90.32", 0), ("90.43", 1)])
def test_b08_a_rate_of_rounded_amounts(rules: Rules, rate: str, count: int) -> None:
    rows = [("市级", "33.34", "0", "0", "33.34", "33.34", "30.12", "3.22", rate)]
    assert len(found(rules, "B08", budget=budget(*rows))) == count


@pytest.mark.parametrize(
    ("line", "column", "value", "words"),
    [
        (0, 4, "111", "年初预算数＋调增－调减"),
        (0, 7, "12", "到位数－全年执行数"),
        (1, 8, "93.2", "执行率填 93.2%"),
        (2, 1, "151", "各行相加 150"),
    ],
)
def test_b08_budget_table_that_does_not(rules: Rules, line: int, column: int, value: str, words: str) -> None:
    rows = [list(entry) for entry in GOOD]
    rows[line][column] = value
    assert any(words in finding.message for finding in found(rules, "B08", budget=budget(*map(tuple, rows))))


def test_b07_total_cost_that_was_rounded(rules: Rules) -> None:
    line = [money("90", "89.974", "89.974")]
    assert len(found(rules, "B07", sheet(row("≤90万元", "90", name="项目总成本"), money_rows=line))) == 1
    assert found(rules, "B07", sheet(row("≤90万元", "899740元", name="项目总成本"), money_rows=line)) == []


# ── C ───────────────────────────────────────────────────────────────────────────────────────────────


def leaf(l1: str, weight: str):
    return replace(row("100", "100", weight=weight, reported=weight), l1=l1, evidence=("E01",))


def test_c01(rules: Rules) -> None:
    (finding,) = found(
        rules, "C01", evaluation(leaf("决策", "20"), leaf("过程", "25"), leaf("产出", "30"), leaf("效益", "25"))
    )
    assert "55%" in finding.message
    assert finding.clause == "财预〔2020〕10号 第十四条"
    assert (
        found(rules, "C01", evaluation(leaf("决策", "20"), leaf("过程", "20"), leaf("产出", "30"), leaf("效益", "30")))
        == []
    )


def test_c01_a_required_block_is_missing(rules: Rules) -> None:
    missing = evaluation(leaf("决策", "20"), leaf("产出", "50"), leaf("效益", "30"))
    (finding,) = found(rules, "C01", missing)
    assert (finding.message, finding.verdict) == ("一级指标缺“过程”，应有决策、过程、产出、效益", Verdict.FAILED)
    assert finding.clause == "财预〔2020〕10号 第十四条"
    there = evaluation(leaf("项目决策", "20"), leaf("管理", "20"), leaf("产出指标", "30"), leaf("效果", "30"))
    assert found(rules, "C01", there) == []


def test_c01_a_block_of_another_name_may_be_the_missing_one(rules: Rules) -> None:
    (finding,) = found(
        rules, "C01", evaluation(leaf("决策", "20"), leaf("组织实施", "20"), leaf("产出", "30"), leaf("效益", "30"))
    )
    assert finding.verdict is Verdict.LEAD


HENAN_BOND = [("决策", "15"), ("管理", "25"), ("产出", "35"), ("效益", "25")]


def of_framework(rules: Rules, name: str, rows: list[tuple[str, str]]) -> list[Finding]:
    made = with_total(evaluation(*(leaf(*row) for row in rows)), "100")
    return found(rules, "B01", made, framework=rules.framework(name))


def test_b01_points_that_the_framework_does_not_allow(rules: Rules) -> None:
    assert of_framework(rules, "special_bond_henan", HENAN_BOND) == []
    (finding,) = of_framework(rules, "special_bond_henan", [("决策", "10"), ("管理", "30"), *HENAN_BOND[2:]])
    assert (finding.message, finding.severity) == ("“决策”10分，应不低于15分", Severity.MAJOR)
    assert finding.verdict is Verdict.FAILED
    assert finding.clause == "《政府专项债券项目资金绩效管理办法（河南）》 附件4注"


def test_b01_blocks_under_other_names_are_those_of_the_framework(rules: Rules) -> None:
    named = [("项目决策", "15"), ("过程", "25"), ("产出指标", "35"), ("效益", "15"), ("满意度", "10")]
    assert of_framework(rules, "special_bond_henan", named) == []


def test_b01_what_the_profile_asks_as_well_is_told_once(rules: Rules) -> None:
    low = [("决策", "20"), ("过程", "25"), ("产出", "30"), ("效益", "25")]
    made = with_total(evaluation(*(leaf(*row) for row in low)), "100")
    assert found(rules, "B01", made, framework=rules.framework("cn10_annex2")) == []
    assert len(found(rules, "C01", made, framework=rules.framework("cn10_annex2"))) == 1


def test_b01_points_that_nobody_has_read_give_a_lead(rules: Rules) -> None:
    sheet_of_jiading = [("前期", "25"), ("过程", "20"), ("后期", "55")]
    findings = of_framework(rules, "appraisal_third_party_jiading", sheet_of_jiading)
    assert {finding.verdict for finding in findings} == {Verdict.LEAD}
    assert all("未核实，不作为依据引用" in finding.clause for finding in findings)
    fitting = [("前期", "30"), ("过程", "20"), ("后期", "50")]
    assert of_framework(rules, "appraisal_third_party_jiading", fitting) == []


def test_b01_second_level_of_ppp(rules: Rules) -> None:
    parts = [
        ("项目运营", "产出", "40"),
        ("项目维护", "产出", "19"),
        ("安全保障", "产出", "21"),
        ("经济影响", "效果", "20"),
    ]
    made = with_total(evaluation(*(replace(leaf(l1, w), l2=l2, indicator=l2) for l2, l1, w in parts)), "100")
    (finding,) = found(rules, "B01", made, framework=rules.framework("ppp_operation"))
    assert "“项目运营、项目维护”合计占59%，应不低于60%" in finding.message


def test_b01_the_clause_is_that_of_the_profile(rules: Rules) -> None:
    (finding,) = found(rules, "B01", with_total(sheet(row("1", "1", weight="90")), "90"))
    assert finding.clause == "财预〔2020〕10号 第十八条"
    other = [replace(row("1", "1", weight=w), l1=l1) for l1, w in (("产出", "60"), ("效益", "20"), ("满意度", "10"))]
    (hint,) = found(rules, "B01", sheet(*other, money_rows=[money("1", "1", "1")]), "cn101")
    assert (hint.severity, hint.clause) == (Severity.HINT, "财预〔2021〕101号 三（六）")


def test_c03_blank_values_and_hidden_targets(rules: Rules) -> None:
    (finding,) = found(rules, "C03", sheet(row("", "", reported="10", name="年度资金支付完成率100%")))
    assert "写在名称里" in finding.message
    assert found(rules, "C03", sheet(row("及时", "及时", reported="10"))) == []


def test_c05_money_spent_as_an_output(rules: Rules) -> None:
    line = [money("43.2", "43.2", "37.24")]
    assert len(found(rules, "C05", sheet(row("43.2", "37.24", name="工程资金金额"), money_rows=line))) == 1
    assert len(found(rules, "C05", sheet(row("90%", "100%", name="预算资金执行率"), money_rows=line))) == 1
    assert found(rules, "C05", sheet(row("43.2", "40", name="新建管网"), money_rows=line)) == []


@pytest.mark.parametrize(
    ("scale", "count"), [("10-15强/5-10一般/0-5差", 2), ("11-15强/6-10一般/0-5差", 0), ("13-20/7-11/0-6", 1)]
)
def test_c10_bands(rules: Rules, scale: str, count: int) -> None:
    assert len(found(rules, "C10", sheet(row(scale, "", reported="9")))) == count


# ── D ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def archive(tmp_path: Path) -> tuple[Path, Evidence]:
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "a.txt").write_text("验收单", encoding="utf-8")
    digest = hashlib.sha256("验收单".encode()).hexdigest()
    return tmp_path, Evidence("E01", "a.txt", digest, "来源", "2024-12-01", "采集人", "第1页", HERE)


def test_d01(rules: Rules, archive: tuple[Path, Evidence]) -> None:
    _, item = archive
    rows = [
        leaf("产出", "50"),
        replace(leaf("产出", "25"), evidence=()),
        replace(leaf("效益", "25"), evidence=("E99",)),
    ]
    findings = found(rules, "D01", evaluation(*rows), evidence=(item,))
    assert [finding.message.count("E99") for finding in findings] == [0, 1]
    assert found(rules, "D01", evaluation(rows[0]), evidence=(item,)) == []


def test_d01_is_not_asked_of_a_self_evaluation(rules: Rules, archive: tuple[Path, Evidence]) -> None:
    outcome = audit(Bundle(rules=rules, card=score_sheet(sheet(row("1", "1")), rules), evidence=(archive[1],)))
    assert outcome.coverage.verdicts["D01"] is Verdict.NO_INPUT


def test_d02(rules: Rules, archive: tuple[Path, Evidence]) -> None:
    folder, item = archive

    def messages(**changes) -> list[str]:
        given = (replace(item, **changes),)
        return [finding.message for finding in found(rules, "D02", evidence=given, folder=folder)]

    assert messages() == []
    assert messages(sha256=item.sha256.upper()) == []
    assert "SHA-256 不符" in messages(sha256="0" * 64)[0]
    assert "缺失" in messages(file="b.txt")[0]
    assert "不在案卷文件夹内" in messages(file="../../../etc/passwd")[0]
    (folder / "evidence" / "空.txt").write_bytes(b"")
    assert "空文件" in messages(file="空.txt")[0]


# ── A ───────────────────────────────────────────────────────────────────────────────────────────────


def outline_document(rules: Rules, leave_out: str = "") -> Document:
    sections = [section for section in rules.outline("cn10_annex3").walk() if section.title != leave_out]
    numbers = {1: "一、", 2: "（一）"}
    paragraphs = tuple(
        Paragraph(f"{numbers.get(section.level, '1.')}{section.title}", section.level, Place(file="r.docx"))
        for section in sections
    )
    return Document("r.docx", paragraphs)


def test_a01(rules: Rules) -> None:
    assert found(rules, "A01", report=outline_document(rules)) == []
    (finding,) = found(rules, "A01", report=outline_document(rules, "其他需要说明的问题"))
    assert "其他需要说明的问题" in finding.message
    assert finding.clause == "财预〔2020〕10号 附件3"


def test_a01_under_numbered_chapters_the_numbers_below_tell_no_chapter(rules: Rules) -> None:
    """第一章 基本情况 / 一、项目概况: the second is the section of that name, though 一、项目概况 alone may be a chapter."""
    plain = outline_document(rules)
    chapters = [block for block in plain.blocks if isinstance(block, Paragraph)]
    named = [replace(block, text=_chapter_number(block)) for block in chapters]
    assert found(rules, "A01", report=replace(plain, blocks=tuple(named))) == []
    without = [block for block in named if "项目概况" not in block.text]
    (finding,) = found(rules, "A01", report=replace(plain, blocks=tuple(without)))
    assert "项目概况" in finding.message


def _chapter_number(block: Paragraph) -> str:
    """The same heading as houses with chapters number it."""
    title = block.text.partition("、" if block.level == 1 else "）")[2]
    return {1: "第一章 ", 2: "一、"}.get(block.level or 0, "") + title


# ── coverage ────────────────────────────────────────────────────────────────────────────────────────


def test_nothing_handed_in_is_no_pass(rules: Rules) -> None:
    outcome = audit(Bundle(rules=rules))
    assert outcome.findings == ()
    assert set(outcome.coverage.verdicts.values()) == {Verdict.NO_INPUT}
    assert all(text.startswith("缺少") for text in outcome.coverage.missing.values())


def test_merged_audits_count_a_check_as_run_if_it_ran_anywhere(rules: Rules) -> None:
    both = merge([audit(Bundle(rules=rules)), audit(Bundle(rules=rules, budget=budget(*GOOD)))])
    assert both.coverage.verdicts["B08"] is Verdict.PASSED
    assert "B08" not in both.coverage.missing
    assert both.coverage.checked == 1


def test_the_dozen_of_the_issue_is_registered() -> None:
    wanted = {"A01", "B01", "B02", "B03", "B04", "B05", "B06", "B08", "C01", "C03", "D01", "D02"}
    assert wanted <= {check.id for check in all_checks()}


def test_leads_never_make_the_exit_status_serious(rules: Rules) -> None:
    line = [money("43.2", "43.2", "37.24")]
    findings = found(rules, "C05", sheet(row("43.2", "37.24", name="工程资金金额"), money_rows=line))
    assert findings[0].verdict is Verdict.LEAD
    assert not findings[0].is_serious


@pytest.mark.parametrize(
    ("target", "actual", "reported", "departure"),
    [
        ("≥95%", "95%", "9", Departure.NO_REASON),
        ("43.2", "37.24", "9", Departure.ROUNDING),
        ("98%", "98%", "9.8", Departure.RAW_VALUE),
        ("≥100", "80", "10", Departure.RULE),
        ("≥95%", "90元", "10", Departure.IMPOSSIBLE),
        ("效果明显", "未达成", "9", Departure.BAND),
    ],
)
def test_departures_are_classified(rules: Rules, target: str, actual: str, reported: str, departure: Departure) -> None:
    (finding,) = found(rules, "B03", sheet(row(target, actual, reported=reported)))
    assert finding.departure is departure


def test_b03_one_decimal_instead_of_two_is_minor(rules: Rules) -> None:
    (finding,) = found(rules, "B03", sheet(row("90", "88", reported="9.8")))
    assert finding.severity is Severity.MINOR


def test_b03_full_marks_on_a_missed_target_are_no_rounding(rules: Rules) -> None:
    (finding,) = found(rules, "B03", sheet(row("≥95%", "92%", reported="10")))
    assert "未达到指标值却得满分" in finding.message


def test_a01_another_document_is_said_once(rules: Rules) -> None:
    (finding,) = found(rules, "A01", report=document("关于召开会议的通知", "请准时参加。"))
    assert "可能不是绩效评价报告" in finding.message


# ── B09 ─────────────────────────────────────────────────────────────────────────────────────────────


@given(st.integers(0, 999), st.integers(1, 999), st.integers(0, 3), st.integers(-3, 3))
def test_b09_a_rate_is_wrong_only_beyond_its_printed_decimals(part: int, whole: int, places: int, off: int) -> None:
    assume(part <= whole)
    rules = load_rules(on=ON, region="国家")
    right = half_up(Fraction(part * 100, whole), places)
    typed = right + Decimal(off).scaleb(-places)
    assume(typed >= 0)
    made = given_sheet("资金到位率", 实际到位资金=f"{part}元", 预算资金=f"{whole}元")
    made = replace(made, rows=(replace(made.rows[0], actual=read_quantity(f"{typed:f}%")),))
    assert bool(found(rules, "B09", made)) == (off != 0)


def test_b09_a_text_is_not_judged_and_an_unused_number_is_only_a_hint(rules: Rules) -> None:
    made = given_sheet("资金到位率", 实际到位资金="95元", 预算资金="100元", 计划成本="5元")
    made = replace(made, rows=(replace(made.rows[0], actual=read_quantity("基本到位")),))
    (finding,) = found(rules, "B09", made)
    assert (finding.severity, finding.verdict) == (Severity.HINT, Verdict.LEAD)
    assert "计划成本" in finding.message
