"""E09 个体一致性: people whose answers to one part of the questionnaire do not hang together. A hint, never against a row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.survey import Survey
from yzperf.quality.catalogue import Hit, Inapplicable, NoPower, check
from yzperf.quality.survey_figures import Answers, read_answers
from yzperf.quality.survey_sheets import lines

Codes = NDArray[np.int64]
Floats = NDArray[np.float64]
_FEWEST_ITEMS, _FEWEST_SCALES, _ITEMS_A_SCALE, _FEWEST_SHEETS = 15, 2, 4, 60
_QUANTILE = 0.999  # of what answers shuffled among people of the same level give
_SHARE, _FEWEST_PEOPLE = 0.07, 8  # no model of honest people reached 5 %
_DRAWS = 20


@check("E09", title="个体一致性", clause="", severity=Severity.HINT, evidence=EvidenceClass.LEAD)
def answers_of_a_person_hang_together(survey: Survey) -> Iterator[Hit]:
    """Many people whose answers within a scale are further apart than shuffled ones ever are: they were not read."""
    answers = read_answers(survey, {})
    if answers is None:
        raise Inapplicable("问卷没有带分值的满意度题目")
    scales = _scales(answers)
    if len(answers.items) < _FEWEST_ITEMS or len(scales) < _FEWEST_SCALES:
        raise NoPower(
            f"满意度不到 {_FEWEST_ITEMS} 题或不到 {_FEWEST_SCALES} 个量表（矩阵题），看不出一个人的回答是否前后一致"
        )
    rows = np.flatnonzero(~np.isnan(answers.ranks).any(axis=1))
    codes: Codes = answers.ranks[rows].astype(np.int64)
    rows, codes = rows[codes.min(axis=1) < codes.max(axis=1)], codes[codes.min(axis=1) < codes.max(axis=1)]
    if len(rows) < _FEWEST_SHEETS:
        raise NoPower(f"答完全部题目又不是直线作答的不到 {_FEWEST_SHEETS} 份")
    left = _left(codes, scales)
    apart, limit = _spread(left), _limit(left)
    odd = np.flatnonzero(apart > limit)
    if len(odd) >= max(_FEWEST_PEOPLE, _SHARE * len(rows)):
        share = f"{len(odd) / len(rows):.1%}"
        shown = lines(survey, [int(rows[at]) for at in odd[np.argsort(-apart[odd])]])
        message = (
            f"{len(odd)} 份答卷（{share}）对同一量表各题的回答彼此脱节，超过打乱后的 {_QUANTILE:.1%} 分位："
            f"{shown}。如实的调查不到 5%，请核对访问方式；不据此删除答卷"
        )
        yield Hit(survey.where, message, share, f"<{_SHARE:.0%}")


def _scales(answers: Answers) -> list[Codes]:
    """The items of each matrix question."""
    names = [item.column.rpartition("_")[0] for item in answers.items]
    sizes = Counter(name for name in names if name)
    kept = [name for name, size in sizes.items() if size >= _ITEMS_A_SCALE]
    return [np.array([at for at, one in enumerate(names) if one == name], np.int64) for name in kept]


def _spread(left: Floats) -> Floats:
    """The variance of what is left of each person's answers."""
    spread: Floats = (left**2).mean(axis=1)
    return spread


def _left(codes: Codes, scales: list[Codes]) -> Floats:
    """The answers without the difficulty of the items and the level of the person on each scale."""
    parts = [codes[:, scale] - codes[:, scale].mean(axis=0) for scale in scales]
    return np.hstack([part - part.mean(axis=1, keepdims=True) for part in parts])


def _limit(left: Floats) -> float:
    """What people would reach whose deviations were drawn from everybody's, item by item."""
    random = np.random.default_rng(0)
    null = [_spread(random.permuted(left, axis=0)) for _ in range(_DRAWS)]
    return float(np.quantile(np.concatenate(null), _QUANTILE))
