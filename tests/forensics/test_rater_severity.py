"""Severity from the history of a pool: against dense algebra, and what it finds beside a look within the panel."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from yzperf.forensics.rater_severity import holm, severity_of_raters

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]


def pool(
    rng: np.random.Generator, *, raters: int = 60, panels: int = 60, bias: float = 0.0
) -> tuple[Floats, Codes, Codes]:
    """Panels of five that score four projects each; raters differ by 3 points, single scores by 5. Rater 0 has a bias."""
    severity = rng.normal(0, 3, raters)
    severity[0] += bias
    who = np.array([rng.choice(raters, 5, replace=False) for _ in range(panels)])
    seats = np.repeat(who, 4, axis=0)  # projects × raters
    quality = rng.normal(80, 6, len(seats))
    scores = quality[:, None] + severity[seats] + rng.normal(0, 5, seats.shape)
    items = np.broadcast_to(np.arange(len(seats))[:, None], seats.shape)
    return scores.ravel(), seats.ravel(), items.ravel()


def dense(scores: Floats, raters: Codes, items: Codes, ratio: float) -> tuple[Floats, float]:
    """BLUP of the severities and the restricted log likelihood by plain generalised least squares."""
    items_at = np.eye(items.max() + 1)[items]
    raters_at = np.eye(raters.max() + 1)[raters]
    shape = np.eye(len(scores)) + ratio * raters_at @ raters_at.T
    inverse = np.linalg.inv(shape)
    information = items_at.T @ inverse @ items_at
    residual = scores - items_at @ np.linalg.solve(information, items_at.T @ inverse @ scores)
    free = len(scores) - items_at.shape[1]
    noise = float(residual @ inverse @ residual) / free
    logs = [np.linalg.slogdet(matrix)[1] for matrix in (shape, information)]
    return ratio * raters_at.T @ inverse @ residual, -0.5 * (free * np.log(noise) + sum(logs))


def test_the_estimates_are_those_of_dense_algebra() -> None:
    data = pool(np.random.default_rng(3), raters=8, panels=6)
    found = severity_of_raters(*data)
    ratio = found.spread**2 / found.noise**2
    severities, best = dense(*data, ratio)
    assert found.shrunken == pytest.approx(severities, abs=1e-8)
    assert all(dense(*data, other)[1] <= best + 1e-6 for other in ratio * np.array([0.5, 0.8, 1.25, 2.0]))


def test_shrunken_towards_the_pool_and_more_so_with_few_scores() -> None:
    scores, raters, items = pool(np.random.default_rng(5))
    found = severity_of_raters(scores, raters, items)
    assert (np.abs(found.shrunken) <= np.abs(found.raw) + 2.0).all()
    few, many = np.argsort(np.bincount(raters))[[0, -1]]
    assert found.error[few] > found.error[many]


def test_a_rater_of_weak_projects_is_not_called_severe() -> None:
    rng = np.random.default_rng(8)
    seats = np.array([[0, 1, 2], [0, 1, 3], [0, 2, 3]] * 20 + [[1, 2, 3]] * 20)
    quality = np.where((seats == 0).any(axis=1), 60.0, 90.0)  # rater 0 sees only weak ones
    scores = quality[:, None] + rng.normal(0, 2, seats.shape)
    items = np.broadcast_to(np.arange(len(seats))[:, None], seats.shape)
    found = severity_of_raters(scores.ravel(), seats.ravel(), items.ravel())
    assert abs(found.shrunken[0]) < 1


def test_holm_is_that_of_the_definition() -> None:
    p = np.array([0.01, 0.04, 0.03, 0.005])
    assert holm(p).tolist() == pytest.approx([0.03, 0.06, 0.06, 0.02])


def robust_z(scores: Floats) -> Floats:
    middle = np.median(scores, axis=1, keepdims=True)
    distance = np.abs(scores - middle)
    found: Floats = 0.6745 * distance / np.median(distance, axis=1, keepdims=True)
    return found


def test_within_a_panel_of_five_honest_people_are_accused() -> None:
    """quality.md: a robust z above 3.5 flags 20 % of honest panels of five."""
    panels = np.random.default_rng(2).normal(80, 5, (20_000, 5))
    share = float((robust_z(panels) > 3.5).any(axis=1).mean())
    assert abs(share - 0.20) < 3 * (0.2 * 0.8 / 20_000) ** 0.5 + 0.005  # printed without decimals


def test_the_history_of_the_pool_finds_what_a_panel_cannot() -> None:
    """quality.md: 1.9 % of honest raters flagged and 67 % of biases of +10 found, the spread known; here it is estimated."""
    rng = np.random.default_rng(4)
    runs = [severity_of_raters(*pool(rng, bias=10)) for _ in range(60)]
    found = sum(run.p[0] < 0.01 for run in runs)
    honest = np.mean([run.p[1:] < 0.01 for run in runs])
    assert 0.47 <= found / len(runs) <= 0.85  # 67 % and three standard errors of 60 runs
    assert honest <= 0.019
    assert np.mean([run.spread for run in runs]) == pytest.approx(3.3, abs=0.3)  # the biased one among 60 widens it
