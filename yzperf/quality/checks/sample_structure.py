"""E10 样本结构偏差: the people asked against the people there are, stratum by stratum of the frame."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pandas as pd

from yzperf.domain.claims import Claims, Role
from yzperf.domain.claims.slips import slip
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.survey import Role as Use
from yzperf.domain.survey import Survey
from yzperf.quality.catalogue import Hit, Inapplicable, NoPower, check
from yzperf.quality.survey_figures import Answers, frames_of, read_answers

_LEVEL = 0.001  # clusters make a sample look further off than it is: the gap below decides
_GAP = 10.0  # points between the share of the sample and that of the frame
_FEWEST = 30
_STRATA = 3  # of which all but one stand in the report


@dataclass(frozen=True, slots=True)
class Margin:
    """One column of the frame: shares of the sample and of the frame by value, in per cent, and how unlikely."""

    column: str
    size: str
    sample: Mapping[str, float]
    frame: Mapping[str, float]
    p: float

    @property
    def furthest(self) -> str:
        """The value that is furthest off."""
        return max(self.frame, key=lambda name: abs(self.sample[name] - self.frame[name]))

    @property
    def gap(self) -> float:
        """How far that is, in points."""
        return abs(self.sample[self.furthest] - self.frame[self.furthest])


@check("E10", title="样本结构偏差", clause="tp4.6", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
def sample_is_like_its_frame(survey: Survey, tables: dict[str, pd.DataFrame], claims: Claims) -> Iterator[Hit]:
    """No stratum is far over or under its share, unless the sheets are weighted or the reported figure is."""
    frames = list(frames_of(survey, tables))
    if not frames:
        raise Inapplicable("案卷没有问卷总体的分层数据（各层总体数）")
    if len(survey.answers) < _FEWEST:
        raise NoPower(f"不到 {_FEWEST} 份答卷，结构偏差多半是偶然")
    if survey.column_of(Use.WEIGHT) is not None:
        return
    for _, column, size, sizes in frames:
        margin = _margin(survey, column, size, sizes)
        if margin.p < _LEVEL and margin.gap >= _GAP:
            yield from _hit(margin, survey, tables, claims)


@check("E10", title="样本结构偏差", clause="tp4.6", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
def frame_is_that_of_the_report(survey: Survey, tables: dict[str, pd.DataFrame], claims: Claims) -> Iterator[Hit]:
    """The sizes of the strata are those that the report prints: one that differs, where the others are printed so."""
    frames = list(frames_of(survey, tables))
    if not frames:
        raise Inapplicable("案卷没有问卷总体的分层数据（各层总体数）")
    for table, _, size, sizes in frames:
        printed = {name: {float(claim.value) for claim in claims.own if name in claim.subject} for name in sizes}
        odd = [name for name, value in sizes.items() if value not in printed[name]]
        if len(odd) == 1 and printed[odd[0]] and len(sizes) >= _STRATA:
            near = [value for value in printed[odd[0]] if slip(Decimal(str(value)), Decimal(str(sizes[odd[0]])))]
            said = f"{near[0]:g}" if near else "别的数"
            message = (
                f"总体数据 {table} 的“{odd[0]}”{size}为 {sizes[odd[0]]:g}，报告写{said}，其他各层都与报告相同，请核对"
            )
            yield Hit(survey.where, message, said, f"{sizes[odd[0]]:g}")


def _margin(survey: Survey, column: str, size: str, sizes: Mapping[str, float]) -> Margin:
    from scipy.special import chdtrc

    counts = survey.answers[column].astype(str).value_counts()
    whole, total = sum(sizes.values()), float(sum(counts.get(name, 0) for name in sizes))
    frame = {name: 100 * value / whole for name, value in sizes.items()}
    sample = {name: 100 * float(counts.get(name, 0)) / total for name in sizes}
    statistic = sum((sample[name] - share) ** 2 / share for name, share in frame.items() if share) * total / 100
    return Margin(column, size, sample, frame, float(chdtrc(len(sizes) - 1, statistic)))


def _hit(margin: Margin, survey: Survey, tables: dict[str, pd.DataFrame], claims: Claims) -> Iterator[Hit]:
    answers = read_answers(survey, tables)
    figures = _figures(answers, margin) if answers else None
    if figures and _is_stated(claims, figures[1], figures[0]):
        return  # the reported figure is the weighted one
    name = margin.furthest
    message = (
        f"按“{margin.column}”看，样本与总体（{margin.size}）的结构差得远：“{name}”占样本 {margin.sample[name]:.1f}%、"
        f"占总体 {margin.frame[name]:.1f}%，相差 {margin.gap:.1f} 个百分点（χ² 检验 P<{_LEVEL}）"
    )
    if figures:
        message += f"；满意度不加权 {figures[0]:.1f}%，按总体加权 {figures[1]:.1f}%，总的结论应加权或说明理由"
    yield Hit(survey.where, message, f"{margin.sample[name]:.1f}%", f"{margin.frame[name]:.1f}%")


def _figures(answers: Answers, margin: Margin) -> tuple[float, float] | None:
    """The satisfaction of the plain and of the weighted sample."""
    weighted = next((weights for name, weights in answers.weights.items() if margin.size in name), None)
    if weighted is None or not weighted.any():
        return None
    means = np.nanmean(answers.points, axis=1)
    given = ~np.isnan(means)
    return float(means[given].mean()), float(np.average(means[given], weights=weighted[given]))


def _is_stated(claims: Claims, weighted: float, plain: float) -> bool:
    """Whether the report gives the weighted figure, and does not give the plain one as well."""
    spans = [claim.interval() for claim in claims.of(Role.SATISFACTION) if claim.unit in ("%", "分")]
    held = [[low <= value <= high for low, high in filter(None, spans)] for value in (weighted, plain)]
    return any(held[0]) and not any(held[1])
