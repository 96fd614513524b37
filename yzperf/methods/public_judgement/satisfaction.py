"""Satisfaction of the public or the served (公众评判法·问卷调查): points, shares, and how sure one can be.

References
----------
Cochran, W. G. (1977). Sampling Techniques, 3rd ed., ch. 5. Wiley.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from yzperf.methods.columns import refuse
from yzperf.methods.public_judgement.answers import Coded, Points, Survey, prepare
from yzperf.methods.public_judgement.internal_consistency import alpha_of_scores
from yzperf.methods.public_judgement.satisfaction_result import Group, Item, SatisfactionEstimate, Share, Structure
from yzperf.methods.sampling import (
    Mean,
    needed_size,
    straight_lined,
    stratified_mean,
    stratum_shares,
    structure_test,
    wilson_interval,
)

NO_OPINION = ("不了解", "不清楚", "不适用", "拒答")


def satisfaction_estimate(
    answers: pd.DataFrame,
    *,
    items: Sequence[str] | Mapping[str, str],
    points: Points | Mapping[str, Points],
    strata: str | None = None,
    population: Mapping[str, float] | float | None = None,
    design: str | None = None,
    top: int = 2,
    margin: float = 5.0,
    issued: int | None = None,
    no_opinion: Sequence[str] = NO_OPINION,
) -> SatisfactionEstimate:
    """Estimate satisfaction in points and the share of the satisfied from a questionnaire (满意度测算).

    A questionnaire scores the mean of the items it answers. Stratified samples are weighted by the size of
    the strata, with finite population correction and t quantiles of n − H degrees of freedom.

    Parameters
    ----------
    answers : DataFrame, one row per questionnaire
        Empty cells are missing answers, counted item by item.
    items : sequence of str, or mapping of str to str
        Columns of the items; a mapping also gives each column its title.
    points : mapping of str to float, or mapping of item to such a mapping
        Answer → points (``{"非常满意": 100, "满意": 80, …}``), for all items or for each.
    strata : str, optional
        Column of the stratum (镇街、行业 …).
    population : mapping of str to float, or float, optional
        Persons (or households) in each stratum, or in all; unknown means no finite population correction.
    design : {"stratified", "simple"}, optional
        How the sample was drawn; by default stratified if strata and their populations are given.
    top : int
        How many of the best answers count as satisfied (满意率).
    margin : float
        Precision aimed at, in per cent of the full mark and in percentage points.
    issued : int, optional
        Questionnaires handed out, for the response rate.
    no_opinion : sequence of str
        Answers without points that count as missing.

    Returns
    -------
    SatisfactionEstimate

    Raises
    ------
    MethodError
        If columns, points, strata or answers do not carry the method; all problems of a stage at once.
    """
    titles = dict(items) if isinstance(items, Mapping) else {item: item for item in items}
    drawn = design or ("stratified" if strata is not None and isinstance(population, Mapping) else "simple")
    columns = tuple(items)
    survey = Survey(columns, points, strata, population, drawn, top, tuple(no_opinion))
    coded = prepare(answers, survey)
    refuse(_plan_problems(issued, margin, len(coded.scores)))
    sample = _Weighting(coded, survey)
    overall = sample.mean(np.nanmean(coded.scores, axis=1))
    full_mark = max(float(value) for item in survey.items for value in survey.points_of(item).values())
    straight, complete = straight_lined(coded.codes)
    return SatisfactionEstimate(
        full_mark=full_mark,
        overall=overall,
        top=_share(sample.mean(np.nanmean(coded.top, axis=1))),
        top_words=survey.top_words(survey.items[0]),
        design=drawn,
        strata_column=strata or "",
        population=sample.total,
        items=tuple(_item(sample, place, titles[item]) for place, item in enumerate(survey.items)),
        groups=_groups(coded) if strata is not None else (),
        answered=len(coded.scores),
        blank=coded.blank,
        without_stratum=coded.without_stratum,
        no_opinion=sum(coded.no_opinion),
        issued=issued,
        alpha=alpha_of_scores(coded.scores[~np.isnan(coded.scores).any(axis=1)]),
        straight=straight,
        complete=complete,
        margin=margin,
        needed_for_score=sample.needed(_spread(sample, overall), margin / 100 * full_mark, overall.design_effect),
        needed_for_share=sample.needed(0.5, margin / 100, overall.design_effect),
        structure=_structure(coded),
    )


class _Weighting:
    """The coded answers with the strata of the design: one stratum if the sample was simple."""

    def __init__(self, coded: Coded, survey: Survey) -> None:
        self.coded, self.words = coded, survey.words()
        stratified = survey.design == "stratified"
        self.total = survey.total()
        self.strata = coded.strata if stratified else np.zeros(len(coded.strata), int)
        self.populations = coded.populations if stratified else np.array([self.total])

    def mean(self, values: np.ndarray) -> Mean:
        """Mean over the rows that have a value."""
        rows = ~np.isnan(values)
        return stratified_mean(values[rows], self.strata[rows], self.populations)

    def weights(self, rows: np.ndarray) -> np.ndarray:
        """Weights of the rows, adding up to 1."""
        counts = np.bincount(self.strata[rows], minlength=len(self.populations))
        weights: np.ndarray = (stratum_shares(self.populations) / counts)[self.strata[rows]]
        return weights

    def needed(self, spread: float, margin: float, design_effect: float) -> int:
        """Answers needed for a precision."""
        return needed_size(spread, margin, self.total, design_effect)


def _plan_problems(issued: int | None, margin: float, answered: int) -> list[str]:
    problems = [] if 0 < margin < 100 else [f"精度要求（margin）应在0和100之间，现为{margin:g}"]
    if issued is not None and issued < answered:
        problems.append(f"发放份数（issued）{issued}少于有效问卷{answered}份，请核对")
    return problems


def _share(mean: Mean) -> Share:
    return Share(mean.estimate, *wilson_interval(mean))


def _item(sample: _Weighting, place: int, title: str) -> Item:
    codes = sample.coded.codes[:, place]
    rows = ~np.isnan(codes)
    weights = np.bincount(codes[rows].astype(int), weights=sample.weights(rows), minlength=len(sample.words))
    return Item(
        title=title,
        mean=sample.mean(sample.coded.scores[:, place]),
        top=_share(sample.mean(sample.coded.top[:, place])),
        missing=int((~rows).sum()),
        shares=tuple(zip(sample.words, (float(weight) for weight in weights), strict=True)),
    )


def _groups(coded: Coded) -> tuple[Group, ...]:
    """Each stratum on its own; strata with a single questionnaire have no interval and are left out."""
    scores, top = np.nanmean(coded.scores, axis=1), np.nanmean(coded.top, axis=1)
    groups = []
    for code, name in enumerate(coded.names):
        rows = coded.strata == code
        known = coded.populations[code]
        size = np.array([np.inf if np.isnan(known) else known])
        if rows.sum() > 1:
            mean, share = (stratified_mean(v[rows], np.zeros(rows.sum(), int), size) for v in (scores, top))
            groups.append(Group(name, None if np.isinf(size[0]) else float(size[0]), mean, _share(share)))
    return tuple(groups)


def _spread(sample: _Weighting, overall: Mean) -> float:
    """Standard deviation of the questionnaires' scores in the population."""
    scores = np.nanmean(sample.coded.scores, axis=1)
    return float((sample.weights(np.ones(len(scores), bool)) @ (scores - overall.estimate) ** 2) ** 0.5)


def _structure(coded: Coded) -> Structure | None:
    if len(coded.names) < 2 or not np.isfinite(coded.populations).all():
        return None
    counts = np.bincount(coded.strata)
    gaps = counts / counts.sum() - stratum_shares(coded.populations)
    widest = int(np.abs(gaps).argmax())
    return Structure(*structure_test(counts, coded.populations), coded.names[widest], float(gaps[widest]))
