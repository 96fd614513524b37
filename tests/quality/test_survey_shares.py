"""E11: shares and numbers of answers as reports write them, each with the right figure (passes) and a wrong one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.quality.test_checks import found
from tests.quality.test_text_checks import report
from yzperf import face
from yzperf.domain.case import Case
from yzperf.domain.document import Cell, Document, Paragraph, Table
from yzperf.domain.finding import Finding, Verdict
from yzperf.domain.survey import Survey
from yzperf.errors import Place
from yzperf.loaders.survey_answers import load_survey
from yzperf.quality import Bundle, audit
from yzperf.rules import Rules

CODEBOOK = """列名,题目,类型,选项分值,适用条件,用途
编号,编号,编号,,,
性别,您的性别,属性,,,
镇,所在镇,属性,,,
年龄,您的年龄段,单选,35岁及以下;36—50岁;51岁及以上,,
Q1,您是否办理过本项业务,单选,1:是;2:否,,
Q2,您对窗口服务态度是否满意,满意度,1:非常满意=100;2:满意=80;3:一般=60;4:不满意=0,,
Q3,您对办理时间是否满意,满意度,1:非常满意=100;2:满意=80;3:一般=60;4:不满意=0,Q1=是,
Q4,您通过哪些渠道办理业务,多选,网上;窗口;电话;其他,,
权数,权数,数值,,,权数
"""
# 40 people: the answers run through these in turn, so that every share is known.
Q2 = ["非常满意", "非常满意", "满意", "满意", "满意", "一般", "一般", "不满意"]
CHANNELS = ["网上┋窗口", "网上", "窗口", "网上┋窗口┋电话", "电话"]
AGES = ["35岁及以下", "36—50岁", "36—50岁", "51岁及以上"]


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Survey:
    folder = tmp_path_factory.mktemp("survey")
    lines = ["编号,性别,镇,年龄,Q1,Q2,Q3,Q4,权数"]
    for at in range(40):
        asked = at % 4 != 0  # ten of forty have not been there
        third = ("1", "2", "2")[at % 3] if asked else ""
        cells = [f"W{at:03}", "男" if at < 22 else "女", "示例甲镇" if at < 16 else "示例乙镇", AGES[at % 4]]
        cells += ["1" if asked else "2", str(dict(zip(Q2, "11222334", strict=True))[Q2[at % 8]]), third]
        lines.append(",".join([*cells, CHANNELS[at % 5], "1.5" if at < 20 else "0.5"]))
    (folder / "survey.csv").write_text("\n".join(lines), encoding="utf-8")
    (folder / "codebook.csv").write_text(CODEBOOK, encoding="utf-8")
    read = load_survey(folder / "survey.csv", folder / "codebook.csv")
    assert read.problems == ()
    return read


@pytest.fixture(scope="module")
def case() -> Case:
    return face.open_case(face.sample_case())


def hits(rules: Rules, case: Case, survey: Survey, document: Document) -> list[Finding]:
    return found(rules, "E11", report=document, survey=survey, tables={}, info=case.info)


def told(rules: Rules, case: Case, survey: Survey, text: str) -> list[Finding]:
    return hits(rules, case, survey, report("发放问卷42份，回收41份，有效问卷40份。", text))


@pytest.mark.parametrize(
    "figures",
    [
        ("对服务态度回答“非常满意”的占{}。", "25.0%", "52.0%"),
        ("对窗口服务态度表示非常满意的受访者占比为{}。", "25%", "35%"),
        ("服务态度方面，“非常满意”和“满意”合计占{}。", "62.5%", "82.5%"),
        ("服务态度满意及以上的比例达{}。", "62.5%", "65.2%"),
        ("窗口服务态度选择不满意的有5人，占{}。", "12.5%", "2.5%"),
        ("窗口服务态度选择不满意的有{}。", "5人", "6人"),
        ("{}的受访者对服务态度“非常满意”。", "25.0%", "45.0%"),
        ("服务态度评价为非常满意、满意、一般、不满意的分别占25.0%、{}、25.0%和12.5%。", "37.5%", "35.5%"),
        ("窗口服务态度的非常满意率为{}。", "２５．０％", "５２．０％"),
        ("示例甲镇受访者中，对服务态度非常满意的占{}。", "25.0%", "31.0%"),
        ("男性受访者占{}。", "55.0%", "45.0%"),
        ("有效问卷中男性22份、女性{}。", "18份", "19份"),
        ("受访者中36至50岁的占{}。", "50.0%", "60.0%"),
        ("受访者年龄在35岁及以下的占{}。", "25.0%", "20.0%"),
        ("受访者选择“网上”渠道的占{}。", "60.0%", "66.0%"),
        ("按勾选次数计，问卷里选择“网上”的占{}。", "37.5%", "33.8%"),
        ("被访者中{}的人选择电话办理。", "40.0%", "24.0%"),
        ("问卷显示，办理时间满意的占{}（只问办理过的30人）。", "66.7%", "56.7%"),
        ("问卷显示，办理时间满意的占全部受访者的{}。", "50.0%", "45.0%"),
        ("加权后，男性受访者占{}。", "77.5%", "70.5%"),
        ("对服务态度的满意人数为{}。", "25人", "26人"),  # those more than satisfied are satisfied
    ],
)
def test_e11_the_share_of_an_answer(rules: Rules, case: Case, survey: Survey, figures: tuple[str, str, str]) -> None:
    text, right, wrong = figures
    assert told(rules, case, survey, text.format(right)) == []
    (finding,) = told(rules, case, survey, text.format(wrong))
    assert finding.verdict is Verdict.FAILED
    assert finding.reported == wrong
    assert finding.where.paragraph == "第2段"


@pytest.mark.parametrize(
    "text",
    [
        "对服务态度非常满意的约占五成。",
        "目标是对服务态度非常满意的占90%以上。",
        "上年对服务态度非常满意的占52.0%。",
        "对服务态度非常满意的受访者中，领到补贴的占85.0%。",
        "参训学员中男性占72.0%。",  # no word of the survey: people of the project
        "示例甲镇发放问卷20份，占47.6%。",
        "项目覆盖示例甲镇813户、示例乙镇900户。",
        "服务态度满意率为62.5%。",  # a satisfaction, by another part of the check
        "是否公示：是，公示率为97.0%。",
        "受访者中领过补助的占31.0%。",
        "邻县受访者对服务态度非常满意的占52.0%，为同类项目抽查结果。",
    ],
)
def test_e11_other_shares_are_let_be(rules: Rules, case: Case, survey: Survey, text: str) -> None:
    given = {"survey": survey, "tables": {}, "info": case.info, "report": report("有效问卷40份。", text)}
    assert [one for one in audit(Bundle(rules=rules, **given)).findings if one.id == "E11"] == []


@pytest.mark.parametrize(
    "text",
    [
        "受访者中非常满意的占52.0%。",  # of which question?
        "本次设计了企业卷和群众卷，对服务态度非常满意的占52.0%。",  # of which survey?
        "在领过补助的家庭里，受访者对服务态度非常满意的占52.0%。",
    ],
)
def test_e11_what_is_not_clear_is_a_lead_at_most(rules: Rules, case: Case, survey: Survey, text: str) -> None:
    given = {"survey": survey, "tables": {}, "info": case.info, "report": report("有效问卷40份。", text)}
    findings = [one for one in audit(Bundle(rules=rules, **given)).findings if one.id == "E11"]
    assert [one.verdict for one in findings] in ([], [Verdict.LEAD])


def test_e11_a_file_of_another_number_of_sheets(rules: Rules, case: Case, survey: Survey) -> None:
    made = report("发放问卷62份，有效问卷60份。", "对服务态度回答“非常满意”的占31.0%。")
    assert [one.verdict for one in hits(rules, case, survey, made)] == [Verdict.LEAD]


def tabled(caption: str, *rows: str) -> Document:
    """A table of the report; ^ continues the cell above it."""
    cells = []
    texts = [row.split("|") for row in rows]
    for line, row in enumerate(texts, 1):
        for column, text in enumerate(row, 1):
            below = [lower[column - 1] for lower in texts[line:]]
            span = 1 + next((at for at, one in enumerate(below) if one != "^"), len(below))
            place = Place("报告.docx", "第1个表", f"第{line}行第{column}列")
            if text != "^":
                blocks = (Paragraph(text, None, place, id=f"p{line}-{column}"),)
                cells.append(Cell(line, column, blocks, row_span=span, where=place))
    made = report("有效问卷40份。")
    table = Table(tuple(cells), where=Place("报告.docx", "第1个表"), caption=caption, id="t-1")
    return replace(made, blocks=(*made.blocks, table))


def test_e11_tables(rules: Rules, case: Case, survey: Survey) -> None:
    wide = ("题目|非常满意|满意|一般|不满意", "窗口服务态度|25.0%|37.5%|25.0%|12.5%", "办理时间|33.3%|66.7%|0.0%|{}")
    made = tabled("表3　各题作答情况", *(row.format("0.0%") for row in wide))
    assert hits(rules, case, survey, made) == []
    (finding,) = hits(rules, case, survey, tabled("表3　各题作答情况", *(row.format("3.0%") for row in wide)))
    assert (finding.where.cell, finding.verdict) == ("第3行第5列", Verdict.FAILED)


def test_e11_a_table_of_answers_below_each_other(rules: Rules, case: Case, survey: Survey) -> None:
    rows = ("题目|选项|人数（人）|占比（%）", "窗口服务态度|非常满意|10|25.0", "^|满意|15|{}", "^|一般|10|25.0")
    assert hits(rules, case, survey, tabled("表4　满意度分布", *(row.format("37.5") for row in rows))) == []
    (finding,) = hits(rules, case, survey, tabled("表4　满意度分布", *(row.format("35.7") for row in rows)))
    assert (finding.reported, finding.recomputed) == ("35.7", "37.5%")
    assert finding.verdict is Verdict.FAILED
    of_one = ("选项|人数|占比", "非常满意|10|25.0%", "满意|{}|37.5%", "合计|40|100%")
    (finding,) = hits(rules, case, survey, tabled("表5　对服务态度的评价", *(row.format("16") for row in of_one)))
    assert finding.recomputed.startswith("15")


# ── which way a scale runs, and out of how many points ──────────────────────────────────────────────


def scaled(folder: Path, options: str) -> Survey:
    """Two items of the same answers, 2 · 1, 1 · 2, 1 · 3, 1 · 4 of five people each time."""
    lines = ["编号,甲题,乙题", *(f"W{at},{one},{one}" for at, one in enumerate("11234"))]
    (folder / "survey.csv").write_text("\n".join(lines), encoding="utf-8")
    head = "列名,题目,类型,选项分值\n编号,编号,编号,\n"
    body = f"甲题,您对服务是否满意,满意度,{options}\n乙题,您对环境是否满意,满意度,{options}\n"
    (folder / "codebook.csv").write_text(head + body, encoding="utf-8")
    return load_survey(folder / "survey.csv", folder / "codebook.csv")


@pytest.mark.parametrize(
    "scale",
    [
        # (100+100+80+60+0)/5
        ("1:非常满意=100;2:满意=80;3:一般=60;4:不满意=0", "满意度68.00%", "满意度86.10%"),
        ("1:非常满意=1;2:满意=2;3:一般=3;4:不满意=4", "满意度得分均值2.20分", "满意度得分均值2.45分"),  # 1 is best
        ("1:非常满意=1;2:满意=2;3:一般=3;4:不满意=4", "满意率为60.00%", "满意率为66.25%"),  # 3 of 5
        ("1:非常满意=10;2:满意=8;3:一般=6;4:不满意=0", "满意度均值6.80分（满分10分）", "满意度均值8.65分（满分10分）"),
        ("1:非常满意;2:满意;3:一般;4:不满意", "满意率为60.00%", "满意率为66.25%"),  # no points at all
        ("4:不满意=0;3:一般=60;2:满意=80;1:非常满意=100", "满意度68.00分", "满意度86.10分"),
    ],
)
def test_e11_scales(rules: Rules, case: Case, tmp_path: Path, scale: tuple[str, str, str]) -> None:
    options, right, wrong = scale
    made = scaled(tmp_path, options)
    assert hits(rules, case, made, report(f"有效问卷5份，农户{right}。")) == []
    (finding,) = hits(rules, case, made, report(f"有效问卷5份，农户{wrong}。"))
    assert finding.verdict is Verdict.FAILED


@pytest.mark.parametrize("text", ["满意度指标分值10分，得9.29分。", "受益农户满意度得分9.29分，扣0.71分。"])
def test_e11_the_score_of_the_indicator_is_no_result_of_the_survey(rules: Rules, case: Case, text: str) -> None:
    given = {"survey": case.survey, "tables": case.tables, "info": case.info, "report": report(text)}
    assert [one for one in audit(Bundle(rules=rules, **given)).findings if one.id == "E11"] == []


def test_e11_points_that_are_not_the_code_book_s(rules: Rules, case: Case, tmp_path: Path) -> None:
    made = scaled(tmp_path, "1:非常满意=100;2:满意=80;3:一般=60;4:不满意=0")
    (finding,) = hits(rules, case, made, report("有效问卷5份，农户满意度72.50%。"))  # (4+4+3+2+1)/5 of 4, doubled
    assert finding.verdict is Verdict.FAILED
    (finding,) = hits(rules, case, made, report("有效问卷5份，农户满意度70.00%。"))  # 100/75/50/25
    assert finding.verdict is Verdict.LEAD
    assert "100/75/50/25" in finding.message
    said = "非常满意、满意、一般、不满意分别计100分、75分、50分、25分。"
    assert hits(rules, case, made, report("有效问卷5份。", said, "农户满意度70.00%。")) == []


@pytest.mark.parametrize(
    "figures",
    [
        ("男受访者22人，对服务态度满意15人，满意率{}；女受访者18人。", "68.18%", "86.18%"),
        ("36—50岁和51岁及以上的受访者，满意率为{}。", "50.00%", "56.20%"),
        (
            "35岁及以下10人、36—50岁20人、51岁及以上10人，对服务态度的满意率依次为{}、50.00%。",
            "100.00%、50.00%",
            "70.00%、50.00%",
        ),
        ("业务量上升；服务态度满意率只有{}。", "62.50%", "65.20%"),
        ("对服务态度“非常满意”10份、“满意”15份，合计25份，满意率{}。", "62.50%", "65.20%"),
        ("服务态度满意度：“非常满意”100分、“满意”80分，满意率为{}。", "62.50%", "65.20%"),
    ],
)
def test_e11_satisfaction_of_a_group_or_a_question(
    rules: Rules, case: Case, survey: Survey, figures: tuple[str, str, str]
) -> None:
    """A part is held against its own answers, in whatever words it is told."""
    text, right, wrong = figures
    assert told(rules, case, survey, text.format(right)) == []
    assert any(one.verdict is Verdict.FAILED for one in told(rules, case, survey, text.format(wrong)))


def test_e11_counts_of_people_whom_no_question_divides(rules: Rules, case: Case, survey: Survey) -> None:
    part = "办证的受访者31人，满意18人，满意率{}。"
    right, wrong = (told(rules, case, survey, part.format(value)) for value in ("58.06%", "85.06%"))
    assert [one for one in right if one.verdict is Verdict.FAILED] == []
    assert [one.reported for one in wrong if one.verdict is Verdict.FAILED] == ["85.06%"]
