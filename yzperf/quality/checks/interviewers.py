"""E06 调查员层面异常: an interviewer whose sheets are too alike, too flat, too full or too quick for chance."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from yzperf.domain.claims import Claim, Claims
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.survey import Role, Survey
from yzperf.forensics.answer_patterns import spread_within
from yzperf.forensics.group_permutation import Excess, Statistic, excess_of_groups, group_means, nearest_within
from yzperf.quality.catalogue import Hit, Inapplicable, NoPower, check
from yzperf.quality.survey_figures import frames_of, read_answers

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
_FEWEST_ITEMS, _FEWEST_INTERVIEWERS, _FEWEST_SHEETS = 4, 4, 10
_ASKERS = re.compile("(?:经培训的)?(?:调查员|访员|访问员|调查人员)")
_LEVEL = 0.01  # that any honest interviewer is named at all
_FAR = 0.5  # in standard deviations between people: many sheets make small differences sure


@dataclass(frozen=True, slots=True)
class Sign:
    """One way in which invented sheets differ. ``sign`` turns its statistic so that large values are suspicious."""

    words: str
    sign: int
    spread: float
    statistic: Statistic
    shown: str


@check("E06", title="调查员层面异常", clause="", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
def interviewers_differ_by_chance(survey: Survey, tables: dict[str, pd.DataFrame]) -> Iterator[Hit]:
    """Sheets are shuffled between the interviewers of a stratum; who stands out further than chance is named."""
    names = _interviewers(survey)
    answers = read_answers(survey, tables)
    if answers is None or answers.ranks.shape[1] < _FEWEST_ITEMS:
        raise NoPower(f"满意度题目少于 {_FEWEST_ITEMS} 题，看不出调查员之间的差别")
    kept = names.isin(names.value_counts()[lambda counts: counts >= _FEWEST_SHEETS].index).to_numpy()
    labels, groups = np.unique(names[kept].to_numpy(str), return_inverse=True)
    if len(labels) < _FEWEST_INTERVIEWERS:
        raise NoPower(f"有 {_FEWEST_SHEETS} 份以上答卷的调查员不到 {_FEWEST_INTERVIEWERS} 名，分不出谁异常")
    strata = _strata(survey, tables)[kept]
    if _is_nested(groups, strata):
        raise NoPower("每名调查员只在一个镇（层）调查、一层只有一名，镇的差别和人的差别分不开")
    signs = _signs(answers.ranks[kept], survey.durations.to_numpy(float)[kept] if len(survey.durations) else None)
    excess = excess_of_groups([sign.statistic for sign in signs], groups, strata)
    for at, name in enumerate(labels):
        yield from _hit(survey, str(name), int((groups == at).sum()), _reasons(signs, excess, at))


@check("E06", title="调查员层面异常", clause="", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
def interviewers_are_as_many_as_told(claims: Claims, survey: Survey) -> Iterator[Hit]:
    """No more interviewers in the file than the report says there were; some may have come back with nothing."""
    told = [
        one for one in claims.own if one.is_exact and one.unit in ("名", "人", "位") and _ASKERS.match(_behind(one))
    ]
    if len({one.value for one in told}) != 1:
        raise Inapplicable("报告没有写有几名调查员")
    names = sorted(_interviewers(survey).replace("", np.nan).dropna().unique())
    if len(names) > told[0].value:
        message = f"报告写 {told[0].text}调查员，{survey.where.file} 里有 {len(names)} 名：{'、'.join(names[:20])}"
        yield Hit(survey.where, message, told[0].text, f"{len(names)}名").as_proof


def _behind(claim: Claim) -> str:
    return claim.sentence.partition(claim.text)[2]


def _interviewers(survey: Survey) -> pd.Series:
    column = survey.column_of(Role.INTERVIEWER)
    if column is None:
        raise Inapplicable("问卷数据没有调查员一列（编码本用途“调查员”）")
    return survey.answers[column].dropna().astype(str).reindex(survey.answers.index, fill_value="")


def _strata(survey: Survey, tables: dict[str, pd.DataFrame]) -> Codes:
    """The stratum of each sheet: the column so used, or the one that the frame lists; else one for all."""
    column = survey.column_of(Role.STRATUM) or next((name for _, name, _, _ in frames_of(survey, tables)), None)
    if column is None:
        return np.zeros(len(survey.answers), np.int64)
    codes: Codes = np.unique(survey.answers[column].astype(str), return_inverse=True)[1].astype(np.int64)
    return codes


def _is_nested(groups: Codes, strata: Codes) -> bool:
    return all(len(set(groups[strata == stratum])) == 1 for stratum in set(strata.tolist()))


def _signs(ranks: Floats, durations: Floats | None) -> list[Sign]:
    same = np.zeros((len(ranks), len(ranks)))
    for column in ranks.T:
        same += column[:, None] == column[None, :]
    spread, missing = spread_within(ranks), np.isnan(ranks).mean(axis=1)
    found = [
        Sign("各题答案几乎不变（个人内标准差）", -1, _deviation(spread), group_means(-spread), "{:.2f}"),
        Sign("未答的题", -1, _deviation(missing), group_means(-missing), "{:.1%}"),
    ]
    nearest = same / ranks.shape[1]
    found.append(Sign("答卷之间相同的题", 1, _nearest_spread(nearest), nearest_within(nearest), "{:.0%}"))
    if durations is not None and np.isfinite(durations).sum() > len(ranks) / 2:
        log = np.log(np.where(durations > 0, durations, np.nan))
        found.append(Sign("访问时长（秒，几何平均）", -1, _deviation(log), group_means(-log), "exp"))
    return [one for one in found if one.spread > 0]


def _deviation(values: Floats) -> float:
    return float(np.nanstd(values))


def _nearest_spread(same: Floats) -> float:
    others = same.copy()
    np.fill_diagonal(others, 0.0)
    return float(others.max(axis=1).std())


def _reasons(signs: list[Sign], excess: Excess, at: int) -> list[str]:
    return [
        f"{sign.words} {_shown(sign, excess.observed[row, at])}，其他人同样分到这些答卷时平均 {_shown(sign, excess.expected[row, at])}"
        for row, sign in enumerate(signs)
        if excess.p[row, at] <= _LEVEL and excess.observed[row, at] - excess.expected[row, at] >= _FAR * sign.spread
    ]


def _shown(sign: Sign, value: float) -> str:
    value *= sign.sign
    return f"{np.exp(value):.0f}" if sign.shown == "exp" else sign.shown.format(value)


def _hit(survey: Survey, name: str, sheets: int, reasons: list[str]) -> Iterator[Hit]:
    if reasons:
        message = (
            f"调查员“{name}”的 {sheets} 份答卷与其他调查员不同：{'；'.join(reasons)}。置换检验（全部调查员、全部统计量合计）"
            f"P≤{_LEVEL}。不说明有假，请回访核实"
        )
        yield Hit(survey.where, message, name, "")
