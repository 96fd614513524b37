"""E11: tables of survey results by question and by group; the lines that agree tell what a column is."""

from __future__ import annotations

import numpy as np
import pytest

from tests.quality.report_tables import report_of, table
from tests.quality.test_checks import found
from yzperf.domain.finding import Finding, Verdict
from yzperf.domain.survey import Survey
from yzperf.loaders.survey_answers import load_survey
from yzperf.rules import Rules

TITLES = [
    "您对饭菜口味打几分",
    "您对菜品花样打几分",
    "您对份量充足打几分",
    "您对食品安全卫生打几分",
    "您对收费公示打几分",
]
NAMES = ["饭菜口味", "菜品花样", "份量充足", "食品安全", "收费公示"]
AREAS = ["城关片区", "东陈片区", "西河片区", "南坡片区"]
TOLD = "发放问卷120份，回收110份，有效问卷100份。"
Rows = list[list[str]]


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Survey:
    """A hundred parents who give one to ten points."""
    folder, rng = tmp_path_factory.mktemp("survey"), np.random.default_rng(3)
    points = ";".join(f"{one}={one * 10}" for one in range(10, 0, -1))
    book = [
        "列名,题目,类型,选项分值",
        "片区,学校所在片区,属性,",
        *(f"Q{at},{name},满意度,{points}" for at, name in enumerate(TITLES, 1)),
    ]
    marks = rng.integers(5, 11, (100, 5))
    lines = [",".join([AREAS[at % 4], *map(str, row)]) for at, row in enumerate(marks)]
    (folder / "survey.csv").write_text("\n".join(["片区,Q1,Q2,Q3,Q4,Q5", *lines]), encoding="utf-8")
    (folder / "codebook.csv").write_text("\n".join(book), encoding="utf-8")
    return load_survey(folder / "survey.csv", folder / "codebook.csv")


def marks_of(survey: Survey) -> np.ndarray:
    return survey.answers[["Q1", "Q2", "Q3", "Q4", "Q5"]].astype(int).to_numpy()


def by_item(survey: Survey, heads: tuple[str, ...] = ("均值", "标准差")) -> Rows:
    marks = marks_of(survey)
    lines = [[name, f"{one.mean():.2f}", f"{one.std(ddof=1):.2f}"] for name, one in zip(NAMES, marks.T, strict=True)]
    return [["项目", *heads], *lines]


def by_area(survey: Survey) -> Rows:
    marks, areas = marks_of(survey), survey.answers["片区"].to_numpy()
    lines = [[one, str((areas == one).sum()), f"{10 * marks[areas == one].mean():.2f}"] for one in AREAS]
    return [["片区", "有效答卷", "满意度（%）"], *lines, ["合计", "100", "88.88"]]


def hits(rules: Rules, survey: Survey, rows: Rows, *texts: str) -> list[Finding]:
    report = report_of(TOLD, *texts, table(rows, 2))
    return [one for one in found(rules, "E11", report=report, survey=survey, tables={}) if "同一列" in one.message]


def test_tables_that_follow_from_the_answers(rules: Rules, survey: Survey) -> None:
    assert hits(rules, survey, by_item(survey)) == []
    assert hits(rules, survey, by_area(survey)) == []


@pytest.mark.parametrize(("column", "wrong"), [(1, "9.61"), (2, "0.42")])
def test_a_mean_or_spread_that_does_not(rules: Rules, survey: Survey, column: int, wrong: str) -> None:
    rows = by_item(survey)
    right, rows[3][column] = rows[3][column], wrong
    (finding,) = hits(rules, survey, rows)
    assert finding.verdict is Verdict.FAILED
    assert (finding.reported, finding.recomputed) == (wrong, right)
    assert finding.where.paragraph == f"第2个表第4行第{column + 1}列"


def test_a_group_of_other_size_or_mean(rules: Rules, survey: Survey) -> None:
    rows = by_area(survey)
    rows[2][1], rows[3][2] = "31", "99.10"
    assert {(one.reported, one.recomputed == "25") for one in hits(rules, survey, rows)} == {
        ("31", True),
        ("99.10", False),
    }


def test_a_hundred_marks_for_ten_are_the_same_column(rules: Rules, survey: Survey) -> None:
    rows = by_item(survey)
    for line in rows[1:]:
        line[1] = f"{float(line[1]) * 10:.1f}％"
    assert hits(rules, survey, rows) == []


def test_a_column_of_something_else_is_not_judged(rules: Rules, survey: Survey) -> None:
    """Pupils of an area, or the results of last year, come from no sheet: no line of theirs agrees."""
    rows = by_area(survey)
    for line, pupils, before in zip(rows[1:], ("6840", "4215", "3392", "2978", "17425"), "12345", strict=True):
        line += [pupils, f"7{before}.13"]
    rows[0] += ["学生数", "上年满意度"]
    assert hits(rules, survey, rows) == []


def test_of_two_lines_decimals_must_tell(rules: Rules, survey: Survey) -> None:
    """One count of two that fits may be chance; a mean to two decimals is none."""
    rows = by_item(survey)[:3]
    rows[2][1] = "9.61"
    (finding,) = hits(rules, survey, rows)
    assert finding.reported == "9.61"
    assert hits(rules, survey, [["项目", "回答人数"], ["饭菜口味", "100"], ["菜品花样", "96"]]) == []


def test_of_several_surveys_it_is_a_lead(rules: Rules, survey: Survey) -> None:
    rows = by_item(survey)
    rows[3][1] = "9.61"
    (finding,) = hits(rules, survey, rows, "学生问卷和家长问卷分别发放。")
    assert finding.verdict is Verdict.LEAD
    (finding,) = hits(rules, survey, rows, "家长问卷共5题，家长问卷见附件。")
    assert finding.verdict is Verdict.FAILED


def test_an_answer_that_nobody_gave(rules: Rules, survey: Survey) -> None:
    """A column of those who gave one point, nobody on most lines; a wrong one is told all the same."""
    rows = [
        ["项目", "1分", "5分"],
        *([name, "0", str(int((one == 5).sum()))] for name, one in zip(NAMES, marks_of(survey).T, strict=True)),
    ]
    assert hits(rules, survey, rows) == []
    rows[2][1] = "77"
    (finding,) = hits(rules, survey, rows)
    assert (finding.reported, finding.recomputed) == ("77", "0")
