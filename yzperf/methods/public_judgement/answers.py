"""What a satisfaction survey must bring along, and its answers as points (问卷数据要求)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import pandas as pd

from yzperf.methods.columns import blanks, missing_columns, refuse
from yzperf.methods.wording import listing

DESIGNS = ("simple", "stratified")
_LEAST_ANSWERS = 2

Points = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Survey:
    """What the caller says of a survey: columns, points, strata and population."""

    items: tuple[str, ...]
    points: Points | Mapping[str, Points]
    strata: str | None
    population: Mapping[str, float] | float | None
    design: str
    top: int
    no_opinion: tuple[str, ...]

    def points_of(self, item: str) -> Points:
        """Points of the answers to one item; the codebook may give each item its own."""
        own = self.points.get(item)
        scale = own if isinstance(own, Mapping) else cast(Points, self.points)
        return {as_word(word): value for word, value in scale.items()}

    def total(self) -> float:
        """Size of the population, infinite where it is unknown."""
        if isinstance(self.population, Mapping):
            return float(sum(self.population.values()))
        return np.inf if self.population is None else float(self.population)

    def words(self) -> tuple[str, ...]:
        """All answers, best first."""
        best: dict[str, float] = {}
        for item in self.items:
            for word, points in self.points_of(item).items():
                best[word] = max(float(points), best.get(word, float(points)))
        return tuple(sorted(best, key=lambda word: -best[word]))

    def top_words(self, item: str) -> tuple[str, ...]:
        """The ``top`` best answers of an item (满意率计入的答案)."""
        points = self.points_of(item)
        return tuple(sorted(points, key=lambda word: -points[word])[: self.top])


@dataclass(frozen=True, slots=True)
class Coded:
    """Answers as numbers, one row per questionnaire with at least one valid answer.

    ``scores``, ``top`` and ``codes`` have shape (n, k) with NaN for a missing answer: points, 1/0 for a top
    answer, place of the word in ``Survey.words()``. ``strata`` are codes into ``names``.
    """

    scores: np.ndarray
    top: np.ndarray
    codes: np.ndarray
    strata: np.ndarray
    names: tuple[str, ...]
    populations: np.ndarray
    blank: int
    without_stratum: int
    no_opinion: tuple[int, ...]


def prepare(answers: pd.DataFrame, survey: Survey) -> Coded:
    """Turn answers into points, or refuse with all problems.

    Raises
    ------
    MethodError
        First what the options lack, then what the answers lack; each stage tells all it finds.
    """
    refuse([*_option_problems(answers, survey), *_design_problems(survey)])
    words = answers[list(survey.items)].apply(lambda column: column.map(as_word))
    refuse(_unknown_words(words, survey))
    coded = _code(answers, words, survey)
    refuse(_population_problems(coded, survey) or _thin_strata(coded, survey))
    return coded


def as_word(cell: object) -> str:
    """An answer as written in the code book: ``5.0`` read from a sheet is the answer ``5``."""
    if cell is None or (isinstance(cell, float) and np.isnan(cell)) or cell is pd.NA:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _option_problems(answers: pd.DataFrame, survey: Survey) -> list[str]:
    roles = [*(("题目", item) for item in survey.items), ("分层", survey.strata)]
    problems = missing_columns(answers, roles)
    if not survey.items:
        problems.append("没有指定题目（items）")
    doubled = [item for item, count in Counter(survey.items).items() if count > 1]
    if doubled:
        problems.append(f"题目重复：{listing(doubled)}")
    for item in survey.items:
        problems.extend(_scale_problems(item, survey.points_of(item), survey.top))
    return list(dict.fromkeys(problems))


def _scale_problems(item: str, points: Points, top: int) -> list[str]:
    bad = [f"{word}={value}" for word, value in points.items() if not _is_number(value)]
    if bad:
        return [f"题目“{item}”的赋分不是数：{listing(bad)}"]
    if len(set(points.values())) < 2:
        return [f"题目“{item}”的赋分至少要有两档不同分值"]
    if not 1 <= top < len(points):
        return [f"题目“{item}”有{len(points)}档答案，满意率计入档数（top）应在1和{len(points) - 1}之间，现为{top}"]
    return []


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and bool(np.isfinite(value))


def _design_problems(survey: Survey) -> list[str]:
    if survey.design not in DESIGNS:
        return [f"抽样设计（design）应为simple或stratified，现为“{survey.design}”"]
    sizes = survey.population.values() if isinstance(survey.population, Mapping) else [survey.population]
    problems = [f"总体数应为正数，现有：{size}" for size in sizes if size is not None and not size > 0]
    if survey.design == "stratified" and survey.strata is None:
        problems.append("分层抽样要指定分层列（strata）")
    if survey.design == "stratified" and not isinstance(survey.population, Mapping):
        problems.append("分层抽样要给出各层总体数（population：层名→人数或户数）")
    return problems


def _unknown_words(words: pd.DataFrame, survey: Survey) -> list[str]:
    problems = []
    for item in survey.items:
        known = {"", *survey.points_of(item), *survey.no_opinion}
        odd = Counter(word for word in words[item] if word not in known)
        if odd:
            found = listing([f"“{word}”{count}处" for word, count in odd.most_common()])
            problems.append(f"题目“{item}”有未赋分的答案：{found}；请补充赋分，或列入不计分的答案（no_opinion）")
    return problems


def _code(answers: pd.DataFrame, words: pd.DataFrame, survey: Survey) -> Coded:
    order = {word: float(place) for place, word in enumerate(survey.words())}
    scores = np.column_stack([words[item].map(survey.points_of(item)) for item in survey.items]).astype(float)
    codes = np.column_stack([words[item].map(order) for item in survey.items]).astype(float)
    top = np.column_stack([words[item].isin(survey.top_words(item)) for item in survey.items]).astype(float)
    top, codes = np.where(np.isnan(scores), np.nan, top), np.where(np.isnan(scores), np.nan, codes)
    answered = ~np.isnan(scores).all(axis=1)
    placed = np.ones(len(answers), bool) if survey.strata is None else ~blanks(answers[survey.strata])
    rows = answered & placed
    labels = _stratum_labels(answers, survey)[rows]
    names, strata = _strata(labels, survey)
    return Coded(
        scores=scores[rows],
        top=top[rows],
        codes=codes[rows],
        strata=strata,
        names=names,
        populations=_populations(names, survey),
        blank=int((~answered).sum()),
        without_stratum=int((answered & ~placed).sum()),
        no_opinion=tuple(int(words[item].isin(survey.no_opinion).sum()) for item in survey.items),
    )


def _stratum_labels(answers: pd.DataFrame, survey: Survey) -> np.ndarray:
    if survey.strata is None:
        return np.full(len(answers), "全体", dtype=object)
    return np.asarray(answers[survey.strata].map(as_word), dtype=object)


def _strata(labels: np.ndarray, survey: Survey) -> tuple[tuple[str, ...], np.ndarray]:
    """Names in the order of the population table (else sorted) and the code of each row."""
    present = set(labels)
    listed = [as_word(name) for name in survey.population] if isinstance(survey.population, Mapping) else []
    names = [name for name in listed if name in present] + sorted(present - set(listed))
    places = {name: place for place, name in enumerate(names)}
    return tuple(names), np.array([places[label] for label in labels], dtype=int)


def _populations(names: Sequence[str], survey: Survey) -> np.ndarray:
    """Size of each stratum; NaN where the table lacks it, infinite where nothing is known."""
    if isinstance(survey.population, Mapping):
        sizes = {as_word(name): float(size) for name, size in survey.population.items()}
        return np.array([sizes.get(name, np.nan) for name in names])
    return np.array([survey.total()]) if len(names) == 1 else np.full(len(names), np.nan)


def _population_problems(coded: Coded, survey: Survey) -> list[str]:
    if len(coded.scores) < _LEAST_ANSWERS:
        return [f"有效问卷只有{len(coded.scores)}份，至少要{_LEAST_ANSWERS}份"]
    if not isinstance(survey.population, Mapping) or survey.strata is None:
        too_many = len(coded.scores) > survey.total()
        return ["有效问卷多于总体数，请核对总体数（population）"] if too_many else []
    lacking = [name for name, size in zip(coded.names, coded.populations, strict=True) if np.isnan(size)]
    unseen = [as_word(name) for name in survey.population if as_word(name) not in coded.names]
    counts = np.bincount(coded.strata, minlength=len(coded.names))
    over = [name for name, n, size in zip(coded.names, counts, coded.populations, strict=True) if n > size]
    problems = [f"总体数（population）里没有：{listing(lacking)}"] if lacking else []
    if unseen and survey.design == "stratified":
        problems.append(f"以下各层没有有效问卷，不能代表总体：{listing(unseen)}；请补充调查或并层")
    return problems + ([f"有效问卷多于该层总体数：{listing(over)}"] if over else [])


def _thin_strata(coded: Coded, survey: Survey) -> list[str]:
    strata, names = (coded.strata, coded.names) if survey.design == "stratified" else (coded.strata * 0, ("全体",))
    problems = []
    for place, item in enumerate(survey.items):
        counts = np.bincount(strata[~np.isnan(coded.scores[:, place])], minlength=len(names))
        thin = [f"{name}（{n}份）" for name, n in zip(names, counts, strict=True) if n < _LEAST_ANSWERS]
        if thin:
            problems.append(f"题目“{item}”的回答太少，每层至少{_LEAST_ANSWERS}份：{listing(thin)}；请并层或补充调查")
    return problems
