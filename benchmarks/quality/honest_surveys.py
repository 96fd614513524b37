"""How often honest surveys are accused: ``python -m benchmarks.quality.honest_surveys [--draws N]``.

People answer by several models of how real ones do; nobody copies or invents. Each check of group E that looks at the
sheets is run on every file; printed is the share of files that it gives a lead on, with Wilson's interval, beside the
rate that ``docs/checks.md`` states for it.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from benchmarks.quality.__main__ import shown
from yzperf.domain.finding import Verdict
from yzperf.domain.survey import CodebookItem, QuestionKind, Role, Survey
from yzperf.errors import Place
from yzperf.quality import Bundle, audit
from yzperf.rules import load_rules

Ranks = NDArray[np.int64]
POINTS = {"非常满意": 100, "满意": 80, "一般": 60, "不满意": 30, "非常不满意": 0}
WORDS = tuple(POINTS)
CUTS = (-0.8, 0.2, 1.0, 1.8)
CHECKS = ("E03", "E04", "E05", "E06", "E07", "E09")
STATED = {"E03": 0.02, "E04": 0.02, "E05": 0.01, "E06": 0.05, "E07": 0.01, "E09": 0.02}


@dataclass(frozen=True, slots=True)
class Field:
    """One survey as it is carried out: how many people, items, and how content they are."""

    people: int
    items: int
    content: float
    straight: float  # share who tick the best answer throughout


def one_factor(field: Field, random: np.random.Generator) -> Ranks:
    """Each person has a level of their own, and chance."""
    level = random.normal(field.content, 0.8, (field.people, 1)) + random.normal(0, 0.7, (field.people, field.items))
    return np.digitize(-level, CUTS)


def two_factors(field: Field, random: np.random.Generator) -> Ranks:
    """Half of the items ask for something else: service, and the works."""
    both = random.multivariate_normal([0, 0], [[0.64, 0.25], [0.25, 0.64]], field.people)
    level = np.where(np.arange(field.items) % 2, both[:, :1], both[:, 1:]) + field.content
    return np.digitize(-(level + random.normal(0, 0.6, level.shape)), CUTS)


def pairs_of_items(field: Field, random: np.random.Generator) -> Ranks:
    """Neighbouring items ask nearly the same, so answers go in pairs."""
    level = random.normal(field.content, 0.6, (field.people, 1))
    shared = np.repeat(random.normal(0, 0.7, (field.people, field.items // 2 + 1)), 2, axis=1)[:, : field.items]
    return np.digitize(-(level + shared + random.normal(0, 0.4, shared.shape)), CUTS)


def habits(field: Field, random: np.random.Generator) -> Ranks:
    """Everybody has a usual answer and leaves it for the one or two items that they have something to say about."""
    usual = np.digitize(-random.normal(field.content, 0.8, field.people), CUTS)
    ranks = np.repeat(usual[:, None], field.items, axis=1)
    leaves = random.random(ranks.shape) < np.linspace(0.05, 0.4, field.items)
    return np.clip(ranks + leaves * random.choice([-1, 1, 1, 2], ranks.shape), 0, 4).astype(np.int64)


def hard_items(field: Field, random: np.random.Generator) -> Ranks:
    """Items differ much in how content people are with them; people in towns and households are alike."""
    town = np.repeat(random.normal(0, 0.3, 10), field.people // 10 + 1)[: field.people, None]
    level = town + random.normal(field.content, 0.7, (field.people, 1)) - np.linspace(-0.6, 0.9, field.items)
    return np.digitize(-(level + random.normal(0, 0.6, level.shape)), CUTS)


MODELS: tuple[Callable[[Field, np.random.Generator], Ranks], ...] = (
    one_factor,
    two_factors,
    pairs_of_items,
    habits,
    hard_items,
)


def field_of(random: np.random.Generator) -> Field:
    """A survey such as evaluations have: 80 to 600 people, 5 to 24 items, satisfaction of 70 to 95 points."""
    return Field(
        int(random.integers(80, 601)),
        int(random.choice([5, 6, 8, 10, 12, 16, 20, 24])),
        float(random.uniform(0.3, 1.6)),
        float(random.uniform(0, 0.25)),
    )


def honest_survey(seed: int) -> Survey:
    """One file; the same seed gives the same."""
    random = np.random.default_rng(seed)
    field = field_of(random)
    ranks = MODELS[seed % len(MODELS)](field, random)
    ranks[random.random(field.people) < field.straight] = 0
    ranks[random.random(ranks.shape) < 0.01] = -1
    return as_survey(ranks, random)


def as_survey(ranks: Ranks, random: np.random.Generator) -> Survey:
    """The file of six interviewers who go from house to house; their pace is their own, minutes are rounded."""
    people = len(ranks)
    items = [
        CodebookItem(f"Q{at % 2}_{at}", f"您对第{at}项工作是否满意", QuestionKind.SATISFACTION, POINTS, WORDS)
        for at in range(ranks.shape[1])
    ]
    frame = pd.DataFrame(
        {item.column: [WORDS[rank] if rank >= 0 else None for rank in ranks[:, at]] for at, item in enumerate(items)}
    ).astype(object)
    seconds = np.exp(random.normal(np.log(12 * ranks.shape[1] + 60), 0.3, people)).round()
    frame["调查员"] = [f"调查员{at % 6}" for at in range(people)]
    frame["开始时间"] = _starts(seconds, random)
    others = [
        CodebookItem("调查员", "调查员", QuestionKind.ATTRIBUTE, {}, role=Role.INTERVIEWER),
        CodebookItem("开始时间", "开始时间", QuestionKind.TIME, {}, role=Role.START),
    ]
    return Survey(frame, (*items, *others), Place(file="survey.csv"), durations=pd.Series(seconds))


def _starts(seconds: NDArray[np.float64], random: np.random.Generator) -> list[str]:
    """One visit after the other, each interviewer from half past eight, twenty to a day."""
    starts, clock, done = [], dict.fromkeys(range(6), 0.0), Counter[int]()
    for at, length in enumerate(seconds):
        who = at % 6
        day, number = divmod(done[who], 20)
        clock[who] = clock[who] if number else 8.5 * 3600 + random.integers(0, 900)
        moment = pd.Timestamp(2025, 4, 1) + pd.Timedelta(days=day, seconds=round(clock[who]))
        starts.append(moment.strftime("%Y-%m-%d %H:%M"))
        clock[who] += length + random.integers(60, 900)
        done[who] += 1
    return starts


def accused(survey: Survey, checks: Sequence[str] = CHECKS) -> dict[str, Verdict]:
    """What the checks say of one file."""
    rules = load_rules(on=date(2025, 3, 10), region="国家")
    verdicts = audit(Bundle(rules=rules, survey=survey, tables={})).coverage.verdicts
    return {name: verdicts[name] for name in checks if name in verdicts}


def without_people(survey: Survey) -> Survey:
    """The same file with nothing but answers: nobody knows who asked."""
    return replace(survey, durations=pd.Series(dtype=float))


def main() -> None:
    """Print the share of honest files with a lead, by check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=100)
    parser.add_argument("--first", type=int, default=0)
    given = parser.parse_args()
    told: dict[str, Counter[Verdict]] = {name: Counter() for name in CHECKS}
    for seed in range(given.first, given.first + given.draws):
        for name, verdict in accused(honest_survey(seed)).items():
            told[name][verdict] += 1
            if verdict is Verdict.LEAD:
                print(f"seed {seed}, {MODELS[seed % len(MODELS)].__name__}: {name}")
    print("| check | honest files with a lead | stated | without power |\n|---|---|---|---|")
    for name, counts in told.items():
        judged = counts[Verdict.LEAD] + counts[Verdict.PASSED]
        print(f"| {name} | {shown(counts[Verdict.LEAD], judged)} | ≤ {STATED[name]:.0%} | {counts[Verdict.NO_POWER]} |")


if __name__ == "__main__":
    main()
