"""Surveys: codebook and answers, skips apart from non-answers, ticks expanded, personal numbers nowhere."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from yzperf import face
from yzperf.domain.survey import Condition, Role, Survey
from yzperf.errors import LoadError
from yzperf.loaders.codebook import load_codebook
from yzperf.methods import run

CODEBOOK = """列名,题目,类型,选项分值,子题,适用条件,缺失代码,最多选,范围,用途,必答
Q1,您是否办理过业务,单选,是;否,,,,,,,是
Q2,您满意吗,满意度,5:非常满意=100;4:满意=80;3:一般=60;2:不满意=30;1:非常不满意=0,,Q1=是,99=拒答,,,,
Q3,您通过哪些渠道办理,多选,网上;窗口;电话、短信;其他,,Q1=是,,2,,,
Q4,以下方面,矩阵,满意=100;不满意=0,态度;效率,,,,,,
Q5,年龄,数值,,,,,,16—100,,
Q6,您的手机号码,开放,,,,,,,,
Q7,意见,开放,,,,,,,,
权,权数,数值,,,,,,,权数,
"""
HEADING = (
    "序号,提交答卷时间,所用时间,来源,来自IP,1、您是否办理过业务？,2、您满意吗,3(网上),3(窗口),3(电话、短信),3(其他),"
    "4、以下方面_态度,4(效率),5、年龄,6、您的手机号码,7、意见,权"
)
GOOD = '1,2025/4/10 8:47:03,312秒,微信,117.136.67.12(江苏-镇江),是,4,1,0,1,0,满意,不满意,35,13812341234,"打13812341234，证11010519491231002X",1.5'
SKIPPED = "2,2025/4/10 9:47:03,1分2秒,链接,117.136.67.13(江苏-镇江),否,(跳过),-3,-3,-3,-3,满意,(空),41,,,0.5"


def survey(folder: Path, *rows: str, heading: str = HEADING, codebook: str = CODEBOOK, **options: bytes) -> Survey:
    (folder / "答卷.csv").write_text("\n".join([heading, *rows]) + "\n", encoding="gb18030")
    (folder / "编码本.csv").write_text(codebook, encoding="utf-8")
    return face.load_survey(folder / "答卷.csv", folder / "编码本.csv", **options)


def read(problems) -> list[tuple[str, str, str]]:
    return [(problem.place.cell, problem.read, problem.expected) for problem in problems]


def test_an_export_is_read_as_it_is(tmp_path: Path) -> None:
    found = survey(tmp_path, GOOD, SKIPPED)
    assert found.problems == ()
    first = found.answers.iloc[0]
    assert first[["Q1", "Q2", "Q3", "Q4_态度", "Q4_效率"]].tolist() == [
        "是",
        "满意",
        "网上；电话、短信",
        "满意",
        "不满意",
    ]
    assert found.answers["Q5"].tolist() == [35.0, 41.0]
    assert found.answers["权"].tolist() == [1.5, 0.5]
    assert found.durations.tolist() == [312.0, 62.0]
    assert found.item("Q4_效率").title == "以下方面：效率"


def test_skipped_is_not_unanswered(tmp_path: Path) -> None:
    found = survey(tmp_path, GOOD, SKIPPED)
    states = found.states.iloc[1]
    assert states[["Q2", "Q3", "Q4_效率", "Q6"]].tolist() == ["跳过", "跳过", "未答", "未答"]
    assert found.response().set_index("题目").loc["Q2"].tolist() == [1, 1, 0, 0, 0]
    assert found.answers.loc[1, "Q2"] is None


def test_ticks_are_expanded(tmp_path: Path) -> None:
    ticks = survey(tmp_path, GOOD, SKIPPED).expanded()
    assert list(ticks.columns) == ["Q3:网上", "Q3:窗口", "Q3:电话、短信", "Q3:其他"]
    assert ticks.iloc[0].tolist() == [1, 0, 1, 0]
    assert ticks.iloc[1].isna().all()


@pytest.mark.parametrize(
    "cell", ["网上┋电话、短信", "网上；电话、短信", "电话、短信;网上", "网上┋电话、短信〖客服热线〗"]
)
def test_ticks_in_one_cell(tmp_path: Path, cell: str) -> None:
    heading = HEADING.replace("3(网上),3(窗口),3(电话、短信),3(其他)", "3、您通过哪些渠道办理")
    found = survey(tmp_path, GOOD.replace("1,0,1,0", cell), heading=heading)
    assert found.answers["Q3"].tolist() == ["网上；电话、短信"]
    assert found.problems == ()


def test_every_misfit_is_told_with_its_cell(tmp_path: Path) -> None:
    rows = [
        GOOD.replace(",35,", ",135,").replace(",满意,", ",很好,").replace(",1.5", ",0"),
        SKIPPED.replace("(跳过)", "5").replace("-3,-3,-3,-3", "1,1,1,0"),
        GOOD.replace(",是,4,", ",,99,").replace("1,0,1,0", "(跳过),(跳过),(跳过),(跳过)"),
    ]
    found = read(survey(tmp_path, *rows).problems)
    assert ("第2行“Q5”", "135", "数字，不小于 16，不大于 100") in found
    assert ("第2行“Q4_态度”", "很好", "满意、不满意之一") in found
    assert ("第2行“权”", "0", "大于 0 的权数") in found
    assert ("第3行“Q2”", "5", "空白（只问 Q1=是 的人）") in found
    assert ("第3行“Q3”", "网上；窗口；电话、短信", "空白（只问 Q1=是 的人）") in found
    assert ("第4行“Q1”", "空白", "必答") in found
    assert len(found) == 6  # 99 in Q2, where Q1 is blank, is a missing code, and Q3 there was skipped: no misfits


def test_too_many_ticks_and_a_skip_that_should_not_be(tmp_path: Path) -> None:
    found = read(survey(tmp_path, GOOD.replace("1,0,1,0", "1,1,1,0").replace(",4,1", ",(跳过),1")).problems)
    assert [one[2] for one in found] == ["答案（按适用条件这个人应当回答）", "最多选 2 项"]


def test_missing_codes_count_as_missing(tmp_path: Path) -> None:
    found = survey(
        tmp_path, GOOD.replace(",是,4,", ",是,99,"), GOOD.replace("1,2025", "2,2025").replace(",是,4,", ",是,不了解,")
    )
    assert found.states["Q2"].tolist() == ["缺失", "缺失"]
    assert found.answers["Q2"].tolist() == [None, "不了解"]
    assert found.problems == ()


def test_the_place_in_a_workbook_is_its_cell(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (HEADING.split(","), GOOD.replace(",35,", ",350,").split('"')[0].split(",")):
        book.active.append(row)
    book.save(tmp_path / "答卷.xlsx")
    (tmp_path / "编码本.csv").write_text(CODEBOOK, encoding="utf-8")
    found = face.load_survey(tmp_path / "答卷.xlsx", tmp_path / "编码本.csv")
    assert [problem.place.cell for problem in found.problems] == [
        "N2",
        "Q2",
    ]  # the age, and the weight that is not there


def test_times(tmp_path: Path) -> None:
    codebook = "列名,题目,类型,选项分值,用途\n始,开始,时间,,开始时间\n终,结束,时间,,结束时间\n"
    rows = ["2025-04-10 23:58,2025-04-11 00:03:30", "08:00,08:05", "09:10,09:05", "明天,9:00", ","]
    found = survey(tmp_path, *rows[:4], heading="始,终", codebook=codebook)
    assert found.durations.tolist()[:2] == [330.0, 300.0]
    assert found.durations.isna().tolist() == [False, False, True, True]
    assert [(one.place.cell, one.expected[:5]) for one in found.problems] == [
        ("第4行“终”", "晚于开始的"),
        ("第5行“始”", "日期时间（"),
    ]


def test_times_of_a_platform_that_nobody_named(tmp_path: Path) -> None:
    """Start and end stand in the export and not in the codebook: what cannot be read is left out, not complained of."""
    codebook = "列名,题目,类型,选项分值,用途\n满,满意,满意度,满意=2;不满意=1,\n"
    rows = [
        "2025/4/14 8:27:00,2025/4/14 8:30:25,满意",
        "2025/4/14 9:00:00,2025/4/14 8:59:00,满意",
        "无,2025/4/14 9:10:00,满意",
    ]
    found = survey(tmp_path, *rows, heading="开始答题时间,提交答卷时间,满", codebook=codebook)
    assert found.durations.tolist()[0] == 205.0
    assert found.durations.isna().tolist() == [False, True, True]
    assert found.moments[0] == datetime(2025, 4, 14, 8, 27)


def test_the_codebook_tells_all_its_defects(tmp_path: Path) -> None:
    codebook = (
        "列名,题目,类型,选项分值,子题,适用条件,缺失代码,最多选,范围,用途\n"
        "A,甲,选择,,,,,,,\n"
        "B,乙,单选,,,,,,,\n"
        "C,丙,单选,是;否,,Z=是,,,,\n"
        "D,丁,单选,是;否,,C=也许,99,3,很大,总体\n"
        "A,又,矩阵,是=x,,,,,,\n"
    )
    with pytest.raises(LoadError) as caught:
        survey(tmp_path, "1", heading="A", codebook=codebook)
    cells = {problem.place.cell for problem in caught.value.problems}
    assert {
        "第2行“类型”", "第3行“选项分值”", "第4行“适用条件”", "第5行“适用条件”", "第5行“缺失代码”", "第5行“最多选”",
        "第5行“范围”", "第5行“用途”", "第6行“列名”", "第6行“子题”", "第6行“选项分值”",
    } <= cells  # fmt: skip


def test_missing_questions_are_named_together(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="Q4_态度、Q4_效率、Q5"):
        survey(tmp_path, "是,满意", heading="Q1,Q2")


def test_doubled_numbers_of_questionnaires(tmp_path: Path) -> None:
    found = survey(tmp_path, "7", "8", "7", heading="卷", codebook="列名,题目,类型,选项分值\n卷,编号,编号,\n")
    assert read(found.problems) == [("第4行“卷”", "7", "不重复的编号")]


def test_conditions() -> None:
    assert Condition("Q", ("甲", "乙")).holds("乙；丙")
    assert not Condition("Q", ("甲",)).holds("")
    assert Condition("Q", ("甲",), negated=True).holds("")
    assert not Condition("Q", ("甲",), negated=True).holds("甲；乙")


# ── personal numbers ────────────────────────────────────────────────────────────────────────────────

PLANTED = ("13812341234", "11010519491231002X", "117.136.67.12")


def test_planted_numbers_are_nowhere(tmp_path: Path) -> None:
    rows = [GOOD, GOOD.replace("1,2025", "13812341234,2025").replace(",35,", ",11010519491231002X,"), SKIPPED]
    found = survey(tmp_path, *rows)
    shown = [
        repr(found), str(found), found.answers.to_string(), found.states.to_string(), found.answers.to_csv(),
        str(found.problems), found.duplicates().to_string(), repr(found.fingerprints),
        str(found._repr_mimebundle_()),
    ]  # fmt: skip
    assert [(number, text) for number in PLANTED for text in shown if number in text] == []
    assert "138****1234" in found.answers.loc[0, "Q7"]
    assert found.answers.loc[0, "来自IP"] == "117.136.*.*(江苏-镇江)"


def test_the_same_number_twice_is_found_by_its_fingerprint(tmp_path: Path) -> None:
    other = GOOD.replace("13812341234", "13912341234").replace("11010519491231002X", "无")
    found = survey(tmp_path, GOOD, other, GOOD.replace("11010519491231002X", "无"))
    assert found.duplicates()[["组", "位置", "列"]].to_numpy().tolist() == [
        [1, "第2行", "6、您的手机号码"],
        [1, "第2行", "7、意见"],
        [1, "第4行", "6、您的手机号码"],
        [1, "第4行", "7、意见"],
    ]


def test_fingerprints_compare_between_files_only_with_the_same_key(tmp_path: Path) -> None:
    def digest(**options: bytes) -> str:
        return survey(tmp_path, GOOD, **options).fingerprints[0].digest

    assert digest(key=b"k") == digest(key=b"k")
    assert len({digest(), digest(), digest(key=b"k")}) == 3


def test_missing_columns_do_not_tell_numbers_either(tmp_path: Path) -> None:
    with pytest.raises(LoadError) as caught:
        survey(tmp_path, "x", heading="13812341234")
    assert "13812341234" not in str(caught.value)


def test_methods_take_the_answers(tmp_path: Path) -> None:
    rows = [GOOD.replace("1,2025", f"{n},2025", 1).replace(",是,4,", f",是,{n % 5 + 1},") for n in range(1, 31)]
    found = survey(tmp_path, *rows)
    result = run("satisfaction_estimate", found.answers, items={"Q2": "满意"}, points=found.item("Q2").points)
    assert result.value == pytest.approx((100 + 80 + 60 + 30 + 0) / 5)


def test_the_sample_survey_is_clean(sample_case: Path) -> None:
    found = face.load_survey(sample_case / "survey.csv", sample_case / "survey_codebook.csv")
    assert found.problems == ()
    assert len(found.answers) == 420
    assert found.durations.equals(pd.Series(found.answers["时长秒"], dtype=float, name="时长（秒）"))


@pytest.mark.parametrize(
    ("column", "role"),
    [
        ("访员", Role.INTERVIEWER),
        ("调查员编号", Role.INTERVIEWER),
        ("样本权重", Role.WEIGHT),
        ("开始答题时间", Role.START),
        ("街道", Role.NONE),
    ],
)
def test_a_column_tells_its_use_by_its_name(tmp_path: Path, column: str, role: Role) -> None:
    path = tmp_path / "codebook.csv"
    path.write_text(f"列名,题目,类型,选项分值\n{column},{column},属性,\n", encoding="utf-8")
    assert load_codebook(path)[0].role is role


@pytest.mark.parametrize(
    ("heading", "row", "moment"),
    [
        ("提交答卷时间,编号", "2025/4/10 8:47:03,1", datetime(2025, 4, 10, 8, 47, 3)),
        ("访问日期,开始,编号", "2025.04.10,08:47,1", datetime(2025, 4, 10, 8, 47)),
        ("调查日期,编号", "2025年4月10日,1", datetime(2025, 4, 10)),
        ("开始,结束,编号", "2025-04-10 08:47:03,2025-04-10 08:52:00,1", datetime(2025, 4, 10, 8, 47, 3)),
        ("提交答卷时间,编号", "2025/2/30 8:47:03,1", None),
    ],
)
def test_when_a_sheet_was_filled_in(tmp_path: Path, heading: str, row: str, moment: datetime | None) -> None:
    """As platforms name it, or by the day and the clock of two columns."""
    times = "".join(
        f"{name},{name},时间,,,,,,,{role},\n" for name, role in (("开始", "开始时间"), ("结束", "结束时间"))
    )
    items = "列名,题目,类型,选项分值,子题,适用条件,缺失代码,最多选,范围,用途,必答\n编号,编号,编号,,,,,,,,\n"
    book = items + "".join(line for line in times.splitlines(True) if line.partition(",")[0] in heading.split(","))
    found = survey(tmp_path, row, heading=heading, codebook=book)
    assert found.moments == (moment,)


def test_a_birthday_is_no_day_of_the_survey(tmp_path: Path) -> None:
    book = "列名,题目,类型,选项分值\n编号,编号,编号,\n出生日期,您的出生日期,开放,\n"
    assert survey(tmp_path, "1,1961-04-10", heading="编号,出生日期", codebook=book).moments == ()
