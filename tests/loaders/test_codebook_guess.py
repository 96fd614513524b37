"""A codebook proposed from the answers: what a column seems to be, never how much an answer is worth."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.program import run
from yzperf.domain.survey import QuestionKind, Role
from yzperf.loaders.codebook import load_codebook
from yzperf.loaders.codebook_guess import guess_codebook
from yzperf.loaders.survey_answers import load_survey
from yzperf.loaders.text_table import TextTable

N = 20


def table(**columns: Sequence[str]) -> TextTable:
    rows = tuple(zip(*columns.values(), strict=True))
    return TextTable("答卷.csv", "", tuple(columns), rows, tuple(range(2, N + 2)), tuple(range(1, len(columns) + 1)))


def cycled(*answers: str) -> list[str]:
    return [answers[at % len(answers)] for at in range(N)]


SATISFIED = cycled("满意", "非常满意", "不太满意", "不了解", "一般")


def guessed(name: str, answers: Sequence[str]) -> tuple[str, str, tuple[str, ...]]:
    item = guess_codebook(table(**{"满意吗": SATISFIED, name: answers}))[1]
    return str(item.kind), str(item.role), item.options


@pytest.mark.parametrize(
    ("name", "answers", "expected"),
    [
        ("3、您对服务态度的评价", cycled("5", "4", "1"), ("满意度", "", ("1", "4", "5"))),
        ("服务质量", cycled("一般", "较满意", "很不满意"), ("满意度", "", ("较满意", "一般", "很不满意"))),
        ("您的性别", cycled("男", "女", "女"), ("单选", "", ("女", "男"))),
        ("年龄", [str(20 + at) for at in range(N)], ("数值", "", ())),
        ("4、从哪里知道", cycled("网上┋窗口", "窗口"), ("多选", "", ("窗口", "网上"))),
        ("意见", [f"希望第{at}条路修一修" for at in range(N)], ("开放", "", ())),
        ("建议", cycled("希望尽快把村口的路灯修好", "没有"), ("单选", "", ("希望尽快把村口的路灯修好", "没有"))),
        ("所用时间", cycled("312秒", "61秒"), ("时间", "时长", ())),
        ("开始答题时间", cycled("2025-04-10 08:47"), ("时间", "开始时间", ())),
        ("提交答卷时间", cycled("2025-04-10 08:47"), ("时间", "结束时间", ())),
        ("访员", cycled("甲", "乙"), ("属性", "调查员", ())),
        ("序号", [str(at) for at in range(N)], ("编号", "", ())),
        ("5、您等了多长时间？", cycled("半小时内", "一小时以上"), ("单选", "", ("半小时内", "一小时以上"))),
    ],
)
def test_a_column_is_what_it_seems(
    name: str, answers: Sequence[str], expected: tuple[str, str, tuple[str, ...]]
) -> None:
    assert guessed(name, answers) == expected


def test_no_answer_gets_points() -> None:
    items = guess_codebook(table(满意吗=SATISFIED))
    assert [(item.kind, item.points, item.role) for item in items] == [(QuestionKind.SATISFACTION, {}, Role.NONE)]
    assert items[0].options == ("非常满意", "满意", "一般", "不太满意")


@pytest.mark.parametrize(
    "columns",
    [
        {"镇": cycled("甲镇", "乙镇"), "户数": [str(at) for at in range(N)]},
        {"项目": cycled("一般公共预算", "一般"), "金额": [str(at) for at in range(N)]},
        {"等级": cycled("一般"), "数": cycled("1", "2")},
        {"满意度": [f"{80 + at}.5%" for at in range(N)], "镇": cycled("甲镇", "乙镇")},
    ],
)
def test_other_tables_are_no_surveys(columns: dict[str, Sequence[str]]) -> None:
    assert guess_codebook(table(**columns)) == ()


def test_what_is_proposed_can_be_corrected_and_read(sample_case: Path, tmp_path: Path) -> None:
    out = tmp_path / "编码本.csv"
    done = run("survey", sample_case / "survey.csv", "--propose", out)
    assert done.returncode == 0
    assert "满意度 6 列" in done.stdout
    assert len(load_codebook(out)) == 16
    survey = load_survey(sample_case / "survey.csv", out)
    assert survey.problems == ()
    assert len(survey.answers) == 420
    again = run("survey", sample_case / "survey.csv", "--propose", out)
    assert again.returncode == 2
    assert "不冲掉" in again.stderr


def test_without_codebook_the_way_to_one_is_told(sample_case: Path) -> None:
    done = run("survey", sample_case / "survey.csv")
    assert done.returncode == 2
    assert "--propose" in done.stderr


@pytest.mark.parametrize("name", ["来源", "来自IP", "提交渠道"])
def test_where_a_sheet_came_from_is_no_number_of_it(name: str) -> None:
    assert guessed(name, cycled("微信", "网页"))[0] == QuestionKind.ATTRIBUTE
