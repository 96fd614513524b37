"""Checks that hold a report against its survey file: each defect, and the benign twin that must pass."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.quality.test_checks import found
from tests.quality.test_text_checks import report
from yzperf import face
from yzperf.domain.case import Case
from yzperf.domain.finding import Finding, Severity, Verdict
from yzperf.domain.survey import CodebookItem, QuestionKind, Role, Survey
from yzperf.errors import Place
from yzperf.quality import Bundle, audit
from yzperf.rules import Rules

POINTS = {"非常满意": 100, "满意": 80, "一般": 60, "不满意": 30, "非常不满意": 0}
WORDS = list(POINTS)


@pytest.fixture(scope="module")
def case() -> Case:
    return face.open_case(face.sample_case())


def survey(ranks: np.ndarray, **columns: tuple[Role, list]) -> Survey:
    """Satisfaction items from ranks (0 best, -1 none), with other columns and what they are used for."""
    items = [
        CodebookItem(f"题{at}", f"您对第{at}项是否满意", QuestionKind.SATISFACTION, POINTS, tuple(WORDS))
        for at in range(ranks.shape[1])
    ]
    frame = pd.DataFrame(
        {item.column: [WORDS[rank] if rank >= 0 else None for rank in ranks[:, at]] for at, item in enumerate(items)}
    )
    for name, (_, values) in columns.items():
        frame[name] = values
    others = [CodebookItem(name, name, QuestionKind.ATTRIBUTE, {}, role=role) for name, (role, _) in columns.items()]
    return Survey(frame.astype(object), (*items, *others), Place(file="survey.csv"))


def hits(rules: Rules, number: str, case: Case, *texts: str, of: Survey | None = None, **parts) -> list[Finding]:
    given = {"survey": of or case.survey, "tables": case.tables, "info": case.info, "log": case.log, **parts}
    return found(rules, number, report=report(*texts), **given)


# ── E02 ─────────────────────────────────────────────────────────────────────────────────────────────


def test_e02_valid_sheets_are_the_rows_of_the_file(rules: Rules, case: Case) -> None:
    assert hits(rules, "E02", case, "发放问卷430份，回收424份，有效问卷420份。") == []
    assert hits(rules, "E02", case, "发放问卷430份，回收420份，有效问卷418份。") == []  # the file has all returned
    (finding,) = hits(rules, "E02", case, "发放问卷430份，回收424份，有效问卷412份。")
    assert (finding.reported, finding.recomputed) == ("412份", "420份")


# ── E11 ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "受益农户满意度83.6%。",  # the codebook's points, weighted by the households of the towns
        "受益农户满意度为85.52%。",  # the same without weights
        "受益农户满意度目标值为90%，上年满意度88.0%。",  # a target and another year
        "受益农户满意度约85%。",
    ],
)
def test_e11_by_any_listed_rule(rules: Rules, case: Case, text: str) -> None:
    assert hits(rules, "E11", case, text, "综合满意度83.6分。") == []


def test_e11_no_rule_gives_it(rules: Rules, case: Case) -> None:
    (finding,) = hits(rules, "E11", case, "受益农户满意度92.7%。")
    assert finding.severity is Severity.BLOCKING
    assert finding.verdict is Verdict.FAILED
    assert (finding.reported, finding.recomputed) == ("92.7%", "85.5%")
    assert "420 份答卷" in finding.message


def test_e11_a_group_by_its_own_answers(rules: Rules, case: Case) -> None:
    rows = case.survey.answers["镇"] == "示例甲镇"
    items = [item.column for item in case.survey.codebook if item.kind == QuestionKind.SATISFACTION]
    points = case.survey.answers.loc[rows, items].map(lambda answer: POINTS.get(answer, np.nan))
    right = f"{points.mean(axis=1).mean():.2f}"
    assert hits(rules, "E11", case, f"示例甲镇满意度{right}%。") == []
    (finding,) = hits(rules, "E11", case, "示例甲镇满意度99.17%。")
    assert finding.recomputed == f"{right}%"


def test_e11_another_population_may_have_its_own_survey(rules: Rules, case: Case) -> None:
    (finding,) = hits(rules, "E11", case, "受益农户满意度83.6%，游客满意度99.1%。")
    assert finding.verdict is Verdict.LEAD


def test_e11_so_few_digits_prove_nothing(rules: Rules, case: Case) -> None:
    given = {"survey": case.survey, "tables": case.tables, "info": case.info}
    verdicts = [
        audit(Bundle(rules=rules, **given, report=report(f"农户满意度{value}%。"))).coverage.verdicts["E11"]
        for value in ("84", "83.6", "91")
    ]
    assert verdicts == [Verdict.NO_POWER, Verdict.PASSED, Verdict.FAILED]


def test_e11_people_of_a_group(rules: Rules, case: Case) -> None:
    told = "有效问卷中，示例甲镇150份、示例乙镇120份、示例丙镇90份、示例丁镇{}份。"
    assert hits(rules, "E11", case, told.format(60), "农户满意度83.6%。") == []
    (finding,) = hits(rules, "E11", case, told.format(62), "农户满意度83.6%。")
    assert (finding.reported, finding.recomputed) == ("62份", "60份")
