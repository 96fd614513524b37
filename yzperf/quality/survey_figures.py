"""Satisfaction of a survey by every rule in use (满意度算法): points or shares, weighted or not, all or only full sheets.

A report need not say by which rule it computed; a figure is wrong only if no listed rule gives it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from yzperf.domain.survey import CodebookItem, QuestionKind, Role, Survey
from yzperf.quality.survey_words import survey_words
from yzperf.quality.wording import plain_name, share_found

Floats = NDArray[np.float64]
_GROUPS_AT_MOST = 60
_ALIKE = Fraction(1, 2)  # of the pairs of signs of a name
_LINES = (80, 60)  # a person counts as satisfied from so many points


@dataclass(frozen=True, slots=True)
class Figure:
    """One way to compute, and the value in per cent of the full mark; ``scale`` are points that are not the code book's."""

    rule: str
    value: float
    scale: tuple[int, ...] = ()


@dataclass(frozen=True)
class Answers:
    """The satisfaction items of a survey as ranks, 0 for the best answer, NaN for none.

    Parameters
    ----------
    ranks
        Shape (people, items).
    levels
        Number of answers of the items; 0 where they differ.
    points
        Points of the codebook in per cent of the full mark, shape (people, items).
    weights
        Weights of the people by the name of the weighting.
    full
        Most points of the code book; 0 where the items differ.
    """

    items: tuple[CodebookItem, ...]
    ranks: Floats
    levels: int
    points: Floats
    weights: Mapping[str, Floats]
    full: int = 0

    def of(self, rows: NDArray[np.bool_] | None = None, columns: Sequence[int] | None = None) -> list[Figure]:
        """All figures of some people and items (all by default)."""
        mask = np.ones(len(self.ranks), bool) if rows is None else rows
        chosen = list(range(len(self.items))) if columns is None else list(columns)
        weighted = self.weights.items() if rows is None else [("", np.ones(len(mask)))]
        return [
            Figure(rule + name, value, scale)
            for rule, values, scale in self._rules(mask, chosen)
            for name, weights in weighted
            for value in _means(values, weights[mask])
        ]

    def _rules(self, rows: NDArray[np.bool_], columns: list[int]) -> Iterator[tuple[str, Floats, tuple[int, ...]]]:
        """Each rule as a matrix of 0–100, from which means are taken; what a code book says goes first."""
        ranks, points = self.ranks[rows][:, columns], self.points[rows][:, columns]
        given = ~np.isnan(ranks)
        yield "按编码本分值平均", points, ()
        for name, scale in survey_words().points:
            if len(scale) == self.levels:
                steps: Floats = np.array([100.0 * point / scale[0] for point in scale], np.float64)
                values: Floats = np.where(given, steps[np.where(given, ranks, 0).astype(int)], np.nan)
                yield f"按{name}平均", values, scale if self.full else ()
        for top in range(1, max(2, self.levels - 1)):
            yield f"前{top}档占比", np.where(given, 100.0 * (ranks < top), np.nan), ()
            yield f"前{top}档占比（未答计入分母）", np.where(ranks < top, 100.0, 0.0), ()
        scores = _row_means(points)
        for line in _LINES:
            share = np.where(np.isnan(scores), np.nan, 100.0 * (scores >= line))
            yield f"{line}分以上的人占比", share[:, None], ()

    @cached_property
    def overall_item(self) -> int | None:
        """The item that asks for satisfaction on the whole."""
        titles = (at for at, item in enumerate(self.items) if survey_words().overall_item.search(item.title))
        return next(titles, None)

    @cached_property
    def overall_items(self) -> list[int]:
        """That item, or those of several forms in one file (家长卷、学生卷), which nobody answers together."""
        found = [at for at, item in enumerate(self.items) if survey_words().overall_item.search(item.title)]
        answered = ~np.isnan(self.ranks[:, found])
        return found if (answered.sum(axis=1) <= 1).all() else found[:1]

    def item_of(self, name: str) -> int | None:
        """The only item that a name fits: as its number, in its title, or by most of its signs."""
        plain = plain_name(name)
        if len(plain) < 2:
            return None
        titles = [plain_name(item.title) for item in self.items]
        columns = [plain_name(item.column) for item in self.items]
        for fits in (
            [at for at, column in enumerate(columns) if plain == column],
            [at for at, title in enumerate(titles) if plain in title],
            _nearest(plain, titles),
        ):
            if len(fits) == 1:
                return fits[0]
        return self.overall_item if survey_words().overall_item.search(plain) else None


def _nearest(name: str, titles: Sequence[str]) -> list[int]:
    """Those whose title shares most with a name, half of it at least: 服务包与收费 for 签约服务包的内容和收费."""
    alike = [share_found(name, title) for title in titles]
    best = max(alike)
    return [at for at, one in enumerate(alike) if one == best] if best >= _ALIKE else []


def read_answers(survey: Survey, tables: Mapping[str, pd.DataFrame]) -> Answers | None:
    """The satisfaction items, or None if the survey has none with points."""
    kept = [item for item in survey.codebook if item.kind == QuestionKind.SATISFACTION and len(best_first(item)) > 1]
    if not kept:
        return None
    orders = [best_first(item) for item in kept]
    ranks = np.column_stack(
        [_ranks(survey.answers[item.column], order) for item, order in zip(kept, orders, strict=True)]
    )
    points = np.column_stack([_points(survey.answers[item.column], item) for item in kept])
    counts = {len(order) for order in orders}
    levels = counts.pop() if len(counts) == 1 else 0
    tops = {max(item.points.values(), default=0) for item in kept}
    full = tops.pop() if len(tops) == 1 else 0
    return Answers(tuple(kept), ranks, levels, points, dict(weightings(survey, tables)), full)


def best_first(item: CodebookItem) -> tuple[str, ...]:
    """The answers of a satisfaction item from the best to the worst; words tell the direction where they are known,
    since codes may run either way (1=非常满意), else the points do; without points only the words."""
    ladder, options = survey_words().ladder, tuple(item.points) or item.options
    if all(option in ladder for option in options):
        return tuple(sorted(options, key=ladder.index))
    return tuple(sorted(item.points, key=item.points.__getitem__, reverse=True))


_SEXES = {"男": "男性", "女": "女性"}  # one sign would be found in other words


def groups_of(survey: Survey) -> dict[str, NDArray[np.bool_]]:
    """The people of each value of the attributes (示例甲镇 → rows); values of two columns are not told apart."""
    kinds = (QuestionKind.ATTRIBUTE, QuestionKind.SINGLE)
    columns = [item.column for item in survey.codebook if item.kind in kinds and item.role is not Role.INTERVIEWER]
    groups: dict[str, NDArray[np.bool_]] = {}
    for column in columns:
        texts = survey.answers[column].dropna().astype(str).reindex(survey.answers.index, fill_value="")
        if texts.nunique() <= _GROUPS_AT_MOST:
            named = {value: _SEXES.get(value, value) for value in texts.unique()}
            groups |= {name: (texts == value).to_numpy() for value, name in named.items() if len(name) > 1}
    return groups


def _ranks(cells: pd.Series, order: Sequence[str]) -> Floats:
    places = {answer: float(at) for at, answer in enumerate(order)}
    return _looked_up(cells, lambda cell: places.get(str(cell), np.nan))


def _points(cells: pd.Series, item: CodebookItem) -> Floats:
    """Points in per cent of the full mark; without points, or with the lowest for the best answer, even steps."""
    order = best_first(item)
    points = item.points if item.points and item.points[order[0]] > item.points[order[-1]] else _even(order)
    full = max(points.values()) or 1
    return _looked_up(cells, lambda cell: 100 * points[cell] / full if cell in points else np.nan)


def _looked_up(cells: pd.Series, value: Callable[[Any], float]) -> Floats:
    """A value for every cell, NaN for an empty one; what a hundred people answered is looked up once."""
    places, answers = pd.factorize(cells)
    values: Floats = np.array([*map(value, answers), np.nan])[places]
    return values


def _even(order: Sequence[str]) -> dict[str, int]:
    return {answer: len(order) - at for at, answer in enumerate(order)}


_TOTALS = ("合计", "总计", "小计", "合 计", "总 计")
_OF_SAMPLE = re.compile("样本|抽|计划|发放|回收|有效|问卷|序号|编号|占比|比例")


def weightings(survey: Survey, tables: Mapping[str, pd.DataFrame]) -> Iterator[tuple[str, Floats]]:
    """Weights of the people by the name of the weighting, blank for none."""
    yield "", np.ones(len(survey.answers))
    column = survey.column_of(Role.WEIGHT)
    if column is not None:
        yield f"，按“{column}”加权", pd.to_numeric(survey.answers[column], errors="coerce").fillna(0).to_numpy(float)
    stratum = survey.column_of(Role.STRATUM)
    if stratum is not None:
        yield "，各层等权", _by_stratum(survey.answers[stratum], dict.fromkeys(survey.answers[stratum], 1.0))
    for _, name, size, frame in frames_of(survey, tables):
        yield f"，按{size}加权", _by_stratum(survey.answers[name], frame)
        yield f"，各{name}等权", _by_stratum(survey.answers[name], dict.fromkeys(frame, 1.0))


def frames_of(survey: Survey, tables: Mapping[str, pd.DataFrame]) -> Iterator[tuple[str, str, str, dict[str, float]]]:
    """Tables that give the size of every stratum of the sample: table, column, name of the size, value → size."""
    for table, given in tables.items():
        frame = given[~given.astype(str).isin(_TOTALS).any(axis=1)]
        sizes = [name for name in frame.columns if pd.api.types.is_numeric_dtype(frame[name])]
        keys = [name for name in frame.columns if name not in sizes and frame[name].is_unique]
        wholes = [name for name in sizes if len(sizes) == 1 or not _OF_SAMPLE.search(str(name))]
        for key, size in ((key, size) for key in keys for size in wholes if len(wholes) == 1):
            sizes_by = dict(zip(frame[key].astype(str), frame[size].astype(float), strict=True))
            for name in _columns_of(survey, str(key), set(sizes_by)):
                yield table, name, str(size), sizes_by


def _columns_of(survey: Survey, key: str, strata: set[str]) -> list[str]:
    """The column of the answers that has the strata of a frame: by its name, else the only one with these values."""
    kinds = (QuestionKind.ATTRIBUTE, QuestionKind.SINGLE)
    columns = [item.column for item in survey.codebook if item.kind in kinds and item.column in survey.answers]
    values = {name: set(survey.answers[name].dropna().astype(str)) for name in {key, *columns} & {*survey.answers}}
    held = [name for name, given in values.items() if len(given) > 1 and given <= strata]
    return [key] if key in held else held if len(held) == 1 else []


def _by_stratum(cells: pd.Series, sizes: Mapping[str, float]) -> Floats:
    counts = cells.astype(str).value_counts()
    return _looked_up(cells.astype(str), lambda value: sizes.get(value, 0.0) / counts[value])


def _means(values: Floats, weights: Floats) -> Iterator[float]:
    """Mean of the means of persons, mean of all answers, mean of the means of items, and of the full sheets only."""
    yield from _mean(_row_means(values), weights)
    given = ~np.isnan(values)
    if given.all() or values.shape[1] == 1:
        return
    spread = np.repeat(weights[:, None], values.shape[1], axis=1)
    yield from _mean(values.ravel(), spread.ravel())
    columns = [value for at in range(values.shape[1]) for value in _mean(values[:, at], weights)]
    yield from _mean(np.array(columns), np.ones(len(columns)))
    full = given.all(axis=1)
    yield from _mean(_row_means(values[full]), weights[full])


def _mean(values: Floats, weights: Floats) -> Iterator[float]:
    kept = ~np.isnan(values) & (weights > 0)
    if kept.any():
        yield float(np.average(values[kept], weights=weights[kept]))


def _row_means(values: Floats) -> Floats:
    given = ~np.isnan(values)
    count = given.sum(axis=1)
    total = np.where(given, values, 0.0).sum(axis=1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)
