"""How often intervals of the public judgement methods hold the truth and tests reject it, by simulation at small n."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from yzperf.methods import (
    cronbach_alpha,
    fleiss_kappa,
    intraclass_correlation,
    kendall_w,
    krippendorff_alpha,
    mcdonald_omega,
    net_promoter_score,
    survey_estimate,
    weighted_kappa,
)

Trial = Callable[[int], tuple[bool, bool | None]]  # seed → the interval held the truth; the test rejected it (or None)


def _held(bounds: tuple[float, float] | None, truth: float) -> bool:
    return bounds is not None and bounds[0] <= truth <= bounds[1]


def _items(seed: int, rows: int, loadings: tuple[float, ...]) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    own = rng.normal(size=(rows, len(loadings))) * np.sqrt(1 - np.square(loadings))
    return pd.DataFrame(rng.normal(size=(rows, 1)) * loadings + own).add_prefix("Q")


def _alpha(rows: int, interval: str) -> Trial:
    """Five parallel items of loading 0.7: α = 5 · 0.49 / (1 + 4 · 0.49)."""

    def trial(seed: int) -> tuple[bool, bool | None]:
        found = cronbach_alpha(_items(seed, rows, (0.7,) * 5), interval=interval, draws=999)
        return _held(found.interval, 5 * 0.49 / (1 + 4 * 0.49)), None

    return trial


def _omega(rows: int) -> Trial:
    """Five items of loadings 0.9 to 0.5; the test is that of one factor, which holds."""
    loadings = (0.9, 0.8, 0.7, 0.6, 0.5)
    truth = sum(loadings) ** 2 / (sum(loadings) ** 2 + sum(1 - one**2 for one in loadings))

    def trial(seed: int) -> tuple[bool, bool | None]:
        found = mcdonald_omega(_items(seed, rows, loadings), draws=499)
        return _held(found.interval, truth), found.fit is not None and found.fit[2] < 0.05

    return trial


def _ranks(objects: int, raters: int) -> Trial:
    """Experts that rank at random; W has no interval."""

    def trial(seed: int) -> tuple[bool, bool | None]:
        scores = pd.DataFrame(np.random.default_rng(seed).normal(size=(objects, raters))).add_prefix("E")
        return True, kendall_w(scores, draws=499).p_value <= 0.05

    return trial


def _classes(seed: int, objects: int, raters: int, known: float) -> pd.DataFrame:
    """Raters who know the true class (1 to 3, equally likely) with this probability and else guess: κ = known²."""
    rng = np.random.default_rng(seed)
    true = rng.integers(1, 4, size=(objects, 1))
    guess = rng.integers(1, 4, size=(objects, raters))
    knows = rng.random((objects, raters)) < known
    return pd.DataFrame(np.where(knows, true, guess)).add_prefix("E")


def _fleiss(objects: int, raters: int, known: float) -> Trial:
    def trial(seed: int) -> tuple[bool, bool | None]:
        found = fleiss_kappa(_classes(seed, objects, raters, known))
        return _held(found.interval, known**2), None if known else found.p_value < 0.05

    return trial


def _weighted(objects: int, known: float, weights: str) -> Trial:
    """Guesses and truth have the same margins, so that every weighting has κ = known²."""

    def trial(seed: int) -> tuple[bool, bool | None]:
        found = weighted_kappa(_classes(seed, objects, 2, known), weights=weights)
        return _held(found.interval, known**2), None if known else found.p_value < 0.05

    return trial


def _scores(objects: int, raters: int, form: str, share: float) -> Trial:
    """Variance ``share`` between objects, a tenth between raters, the rest error; form (3,1) leaves raters out."""

    def trial(seed: int) -> tuple[bool, bool | None]:
        rng = np.random.default_rng(seed)
        level = 0.1**0.5 * rng.normal(size=raters)
        noise = (0.9 - share) ** 0.5 * rng.normal(size=(objects, raters))
        table = pd.DataFrame(share**0.5 * rng.normal(size=(objects, 1)) + level + noise)
        found = intraclass_correlation(table, form=form)
        truth = share / 0.9 if form == "ICC(3,1)" else share
        return _held(found.interval, truth), None if share else found.forms[form].p_value < 0.05

    return trial


def _alpha_of_raters(objects: int, raters: int, known: float) -> Trial:
    """A tenth of the classes missing at random; as for κ, α = known² in the population."""

    def trial(seed: int) -> tuple[bool, bool | None]:
        table = _classes(seed, objects, raters, known)
        table = table.mask(np.random.default_rng(seed + 10**6).random(table.shape) < 0.1)
        found = krippendorff_alpha(table, level="nominal")
        return _held(found.interval, known**2), None

    return trial


def _promoters(rows: int) -> Trial:
    """Half promoters, three tenths detractors: 20 points."""

    def trial(seed: int) -> tuple[bool, bool | None]:
        answers = np.random.default_rng(seed).choice([10, 8, 2], size=rows, p=[0.5, 0.2, 0.3])
        return _held(net_promoter_score(pd.DataFrame({"a": answers}), score="a").interval, 20.0), None

    return trial


def _two_stages(kind: str, interval: str) -> Trial:
    """Fifteen of 60 villages, eight of 40 persons in each, from a population made once; few villages alike inside."""
    rng = np.random.default_rng(1)
    level = rng.normal(0, 0.5, 60)
    people = level[:, None] + rng.normal(size=(60, 40)) + 0.8
    people = (people > 0).astype(float) if kind == "share" else people

    def trial(seed: int) -> tuple[bool, bool | None]:
        own = np.random.default_rng(seed)
        rows = [
            (village, value)
            for village in own.choice(60, 15, replace=False)
            for value in own.choice(people[village], 8, replace=False)
        ]
        table = pd.DataFrame(rows, columns=["v", "y"]).assign(N=60, M=40)
        found = survey_estimate(
            table, value="y", kind=kind, cluster="v", first_stage="N", second_stage="M", interval=interval
        )
        return _held(found.interval, people.mean() * (100 if kind == "share" else 1)), None

    return trial


TRIALS: dict[str, Trial] = {
    "Cronbach α, 20 questionnaires, Feldt": _alpha(20, "feldt"),
    "Cronbach α, 100 questionnaires, bootstrap": _alpha(100, "bootstrap"),
    "McDonald ω, 100 questionnaires, bootstrap; test of one factor": _omega(100),
    "Fleiss κ, 20 objects, 4 raters": _fleiss(20, 4, 0.8),
    "Fleiss κ, 20 objects, 4 raters who guess": _fleiss(20, 4, 0.0),
    "weighted κ, 50 objects, linear": _weighted(50, 0.8, "linear"),
    "weighted κ, 100 objects, quadratic, raters who guess": _weighted(100, 0.0, "quadratic"),
    "ICC(2,1), 10 objects, 5 raters": _scores(10, 5, "ICC(2,1)", 0.6),
    "ICC(3,1), 8 objects, 3 raters": _scores(8, 3, "ICC(3,1)", 0.6),
    "ICC(3,1), 8 objects, 3 raters who do not agree": _scores(8, 3, "ICC(3,1)", 0.0),
    "Krippendorff α, 40 objects, 4 raters, a tenth missing": _alpha_of_raters(40, 4, 0.8),
    "net promoter score, 30 answers": _promoters(30),
    "mean, 15 villages of 8, two stages": _two_stages("mean", "t"),
    "share, 15 villages of 8, two stages, Wilson": _two_stages("share", "wilson"),
    "share, 15 villages of 8, two stages, Rao–Scott": _two_stages("share", "rao_scott"),
    "Kendall W, 6 objects, 4 experts at random": _ranks(6, 4),
    "Kendall W, 4 objects, 3 experts at random, all deals": _ranks(4, 3),
}


def rates(trial: Trial, repeats: int) -> tuple[float, float]:
    """Share of trials in which the interval held the truth, and in which the test rejected it."""
    found = [trial(seed) for seed in range(repeats)]
    held, rejected = (sum(bool(one) for one in side) / repeats for side in zip(*found, strict=True))
    return held, rejected


def run(repeats: int = 2_000) -> Iterator[str]:
    """Print both shares for every trial."""
    for name, trial in TRIALS.items():
        held, rejected = rates(trial, repeats)
        yield f"{name}: holds {100 * held:.1f} %, rejects {100 * rejected:.1f} % of {repeats}"


if __name__ == "__main__":
    for line in run(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000):
        print(line, flush=True)
