"""Weights that make the sample look like the population (权数校准): post-stratification, raking, linear calibration.

References
----------
Deming, W. E. and Stephan, F. F. (1940). On a least squares adjustment of a sampled frequency table when the expected
marginal totals are known. Annals of Mathematical Statistics 11(4), 427-444.
Deville, J.-C. and Särndal, C.-E. (1992). Calibration estimators in survey sampling. JASA 87(418), 376-382.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from yzperf.methods.columns import blanks, missing_columns, numbers, refuse, rows_text
from yzperf.methods.public_judgement.answers import as_word
from yzperf.methods.public_judgement.calibration_result import CalibratedWeights, MarginCell
from yzperf.methods.wording import listing

Floats = NDArray[np.float64]
Margins = Mapping[str, Mapping[str, float]]
_DISTANCES = ("raking", "linear")
_SAME_TOTAL = 1e-6


@dataclass(frozen=True, slots=True)
class _Margin:
    column: str
    names: tuple[str, ...]
    codes: NDArray[np.intp]
    targets: Floats


def calibrate_weights(
    answers: pd.DataFrame,
    *,
    margins: Margins,
    weights: str | None = None,
    distance: str = "raking",
    precision: float = 1e-8,
    most_rounds: int = 1_000,
) -> CalibratedWeights:
    """Adjust weights until the sample has the population's distribution of each margin (事后分层、多变量迭代加权).

    One margin is post-stratification; several are raked in turn (iterative proportional fitting) until all fit.

    Parameters
    ----------
    answers : DataFrame, one row per respondent
    margins : mapping of column to mapping of category to persons
        Population of each category. All margins must add up to the same total; shares (adding up to 1) are scaled to
        the sum of the weights.
    weights : str, optional
        Column of the design weights; 1 by default.
    distance : {"raking", "linear"}
        Raking keeps weights positive; linear calibration (the regression estimator) is solved at once and may not.
    precision : float
        Largest relative gap to a margin at which raking stops.
    most_rounds : int
        If the gap is still wider then, the result says that it did not converge.

    Returns
    -------
    CalibratedWeights
        ``weights`` in the order of the rows: ``answers.assign(权数=result.weights)`` goes into ``survey_estimate``,
        whose errors are then on the safe side (they do not use the margins).

    Raises
    ------
    MethodError
        For absent columns, gaps, categories without a population or without a respondent, totals that differ,
        weights that are not positive.
    """
    refuse(missing_columns(answers, [*(("控制变量", column) for column in margins), ("权数", weights)]))
    refuse(_option_problems(margins, distance, precision, most_rounds))
    problems: list[str] = []
    start = np.ones(len(answers)) if weights is None else numbers(answers, weights, "权数", problems)
    if not (start > 0).all():
        problems.append(f"列“{weights}”（权数）应为正数，不能空缺（{rows_text(~(start > 0))}）")
    read = [_read(answers, column, dict(targets), problems) for column, targets in margins.items()]
    refuse(problems)
    read = _same_total(read, float(start.sum()))
    found, rounds, gap = rake(start, read, precision, most_rounds) if distance == "raking" else linear(start, read)
    return CalibratedWeights(
        weights=tuple(found.tolist()),
        start=tuple(start.tolist()),
        distance=distance,
        rounds=rounds,
        gap=gap,
        converged=gap <= max(precision, _SAME_TOTAL if distance == "linear" else 0.0),
        cells=tuple(cell for margin in read for cell in _cells(margin, start, found)),
        margins=tuple(margin.column for margin in read),
    )


def rake(start: Floats, margins: list[_Margin], precision: float, most_rounds: int) -> tuple[Floats, int, float]:
    """Fit the margins in turn; return the weights, the rounds made and the largest relative gap left."""
    weights, gap, made = start.copy(), np.inf, 0
    while gap > precision and made < most_rounds:
        for margin in margins:
            weights *= (margin.targets / np.bincount(margin.codes, weights, len(margin.names)))[margin.codes]
        gap, made = _gap(weights, margins), made + 1
    return weights, made, gap


def linear(start: Floats, margins: list[_Margin]) -> tuple[Floats, int, float]:
    """Weights nearest to the start in weighted squares (regression estimator); one step."""
    dummies = np.column_stack([np.eye(len(margin.names))[margin.codes] for margin in margins])
    targets = np.concatenate([margin.targets for margin in margins])
    lacking = targets - start @ dummies
    factors = np.linalg.lstsq((dummies * start[:, None]).T @ dummies, lacking, rcond=1e-12)[0]
    weights: Floats = start * (1 + dummies @ factors)
    return weights, 1, _gap(weights, margins)


def _gap(weights: Floats, margins: list[_Margin]) -> float:
    return max(
        float(np.abs(np.bincount(margin.codes, weights, len(margin.names)) / margin.targets - 1).max())
        for margin in margins
    )


def _option_problems(margins: Margins, distance: str, precision: float, most_rounds: int) -> list[str]:
    problems = [] if margins else ["没有给出总体的分布（margins）"]
    if distance not in _DISTANCES:
        problems.append(f"校准方法（distance）应为{'、'.join(_DISTANCES)}之一，现为“{distance}”")
    if not precision > 0 or most_rounds < 1:
        problems.append("精度（precision）应大于0，最多轮数（most_rounds）应不小于1")
    wrong = [
        f"“{column}”的“{name}”"
        for column, targets in margins.items()
        for name, size in targets.items()
        if not size > 0 or not np.isfinite(size)
    ]
    return [*problems, f"总体数应为正数：{listing(wrong)}；没有人的类别请去掉"] if wrong else problems


def _read(answers: pd.DataFrame, column: str, targets: dict[str, float], problems: list[str]) -> _Margin:
    names = {as_word(name): place for place, name in enumerate(targets)}
    words = answers[column].map(as_word)
    empty = blanks(answers[column])
    if empty.any():
        problems.append(f"列“{column}”（控制变量）有空缺（{rows_text(empty)}）；请补齐，或去掉并说明")
    if strange := sorted(set(words) - set(names) - {""}):
        problems.append(f"“{column}”的总体分布里没有：{listing(strange)}；请核对写法")
    if unseen := [name for name in names if name not in set(words)]:
        problems.append(f"“{column}”的这些类别没有样本：{listing(unseen)}；请与相近的类别合并")
    codes = np.asarray(words.map(names).fillna(0), np.intp)
    return _Margin(column, tuple(names), codes, np.array(list(targets.values()), float))


def _same_total(margins: list[_Margin], weight: float) -> list[_Margin]:
    """Scale shares to the sum of the weights; refuse counts whose totals differ."""
    totals = np.array([margin.targets.sum() for margin in margins])
    shares = np.abs(totals - 1) < _SAME_TOTAL
    counts = totals[~shares]
    if len(counts) and np.ptp(counts) > _SAME_TOTAL * counts.max():
        told = [f"“{margin.column}”{total:,.10g}" for margin, total in zip(margins, totals, strict=True)]
        refuse([f"各变量的总体合计不同：{listing(told)}；请统一口径，或都改用占比"])
    whole = float(counts[0]) if len(counts) else weight
    return [
        _Margin(margin.column, margin.names, margin.codes, margin.targets / total * whole)
        for margin, total in zip(margins, totals, strict=True)
    ]


def _cells(margin: _Margin, start: Floats, found: Floats) -> list[MarginCell]:
    before, after = (np.bincount(margin.codes, weights, len(margin.names)) for weights in (start, found))
    counts = np.bincount(margin.codes, minlength=len(margin.names))
    return [
        MarginCell(
            column=margin.column,
            name=name,
            count=int(counts[place]),
            before=float(before[place] / before.sum()),
            after=float(after[place]),
            target=float(margin.targets[place]),
            share=float(margin.targets[place] / margin.targets.sum()),
        )
        for place, name in enumerate(margin.names)
    ]
