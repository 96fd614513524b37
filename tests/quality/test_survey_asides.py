"""E11, E10: durations, correlations, whole answers and points that run the other way; each with its benign twins."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.quality.report_tables import report_of, table
from tests.quality.test_checks import found
from tests.quality.test_survey_checks import honest, survey
from yzperf.domain.finding import Finding, Verdict
from yzperf.domain.survey import Role, Survey
from yzperf.quality.survey_figures import read_answers
from yzperf.rules import Rules

RANKS = honest(120, 4, 3)
SECONDS = np.round(np.random.default_rng(5).normal(300, 60, 120))
ANSWERED = replace(survey(RANKS), durations=pd.Series(SECONDS))
POINTS = read_answers(ANSWERED, {})
assert POINTS is not None
WHOLE = int(np.isfinite(POINTS.points).all(axis=1).sum())
FIRST = pd.DataFrame(POINTS.points)[[0, 1]].dropna()
R = FIRST[0].corr(FIRST[1])


def told(rules: Rules, text: str, answered: Survey = ANSWERED) -> list[Finding]:
    return found(rules, "E11", report=report_of("#四、项目效益情况", text), survey=answered, tables={})


def test_e11_durations(rules: Rules) -> None:
    low, high, middle = (f"{way(SECONDS):g}" for way in (np.min, np.max, np.median))
    assert told(rules, f"每份问卷用时最短{low}秒，最长{high}秒，中位数{middle}秒。") == []
    (finding,) = told(rules, f"每份问卷用时最短{low}秒，最长{high}秒，中位数{float(middle) + 54:g}秒。")
    assert finding.verdict is Verdict.FAILED
    (finding,) = told(rules, "答题时间平均9.5分钟。")
    assert finding.verdict is Verdict.LEAD  # it may be of other sheets


@pytest.mark.parametrize(
    "text", ["答题时间平均约9分钟。", "施工用时最短30分钟。", f"答题时间平均{np.mean(SECONDS) / 60:.1f}分钟。"]
)
def test_e11_durations_that_are_none_or_right(rules: Rules, text: str) -> None:
    answered = ANSWERED if "施工" not in text else replace(ANSWERED, durations=pd.Series(dtype=float))
    assert [one for one in told(rules, f"{text}六道题。相关系数为{R:.3f}。", answered) if "用时" in one.message] == []


def test_e11_correlations(rules: Rules) -> None:
    assert told(rules, f"第0项与第1项的相关系数r＝{R:.3f}（n＝{len(FIRST)}，P＜0.001）。") == []
    assert told(rules, f"相关系数为{FIRST[0].rank().corr(FIRST[1].rank()):.2f}。") == []
    (finding,) = told(rules, f"第0项与第1项的相关系数r＝{-R:.3f}（n＝{len(FIRST)}）。")
    assert finding.verdict is Verdict.LEAD


def test_e11_whole_answers(rules: Rules) -> None:
    assert told(rules, f"按{WHOLE}份四题全答的问卷计算。") == []
    (finding,) = told(rules, f"按{WHOLE + 27}份四题全答的问卷计算。")
    assert str(WHOLE) in finding.recomputed
    assert told(rules, f"按{WHOLE + 27}份二题全答的问卷计算。") == []  # which two is not said


def test_e11_points_that_run_against_the_others(rules: Rules) -> None:
    first, *rest = ANSWERED.codebook
    turned = dict(zip(first.points, reversed(first.points.values()), strict=True))
    answered = replace(ANSWERED, codebook=(replace(first, points=turned), *rest))
    (finding,) = [one for one in told(rules, "正文。", answered) if "编码本" in one.message]
    assert finding.verdict is Verdict.FAILED
    assert [one for one in told(rules, "正文。") if "编码本" in one.message] == []
    every = [
        replace(one, points=dict(zip(one.points, reversed(one.points.values()), strict=True)))
        for one in ANSWERED.codebook
    ]
    answered = replace(ANSWERED, codebook=tuple(every))
    assert [one for one in told(rules, "正文。", answered) if "编码本" in one.message] == []  # one way throughout


@pytest.mark.parametrize(("size", "count"), [(2740, 0), (4270, 1)])
def test_e10_the_frame_is_that_of_the_report(rules: Rules, size: int, count: int) -> None:
    towns = ["城关镇", "青石镇", "双桥镇", "龙塘镇"]
    answered = survey(RANKS, 乡镇=(Role.STRATUM, [towns[at % 4] for at in range(120)]))
    frame = pd.DataFrame({"乡镇": towns, "人数": [2120, 2460, 2080, size]})
    rows = [["乡镇", "人数（人）"], ["城关镇", "2,120"], ["青石镇", "2,460"], ["双桥镇", "2,080"], ["龙塘镇", "2,740"]]
    made = report_of("#二、评价工作", table(rows))
    hits = found(rules, "E10", report=made, survey=answered, tables={"frame": frame})
    assert len([one for one in hits if "请核对" in one.message]) == count
