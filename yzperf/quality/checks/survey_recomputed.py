"""E11 报告值与原始数据复算: what the report says of satisfaction, computed again from the answers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pandas as pd

from yzperf.domain.case import CaseInfo
from yzperf.domain.claims import Claim, Claims, Role, Standing
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.scorecard import half_up
from yzperf.domain.survey import Survey
from yzperf.errors import Place
from yzperf.quality.catalogue import Hit, Inapplicable, NoPower, check
from yzperf.quality.survey_figures import Answers, Figure, groups_of, read_answers
from yzperf.quality.survey_words import survey_words

_ROLES = (Role.SATISFACTION, Role.ACTUAL, Role.MEAN)
_AROUND = 5.0  # power is judged among the values that a slip could have given: so many points either way
_LEAST_POWER = 0.5
_SLACK = 1e-9  # the figures are binary fractions
_CLAUSES = re.compile("[，,；;。]")


@dataclass(frozen=True, slots=True)
class Stated:
    """A satisfaction that the report states, in per cent, and the figures that it may be."""

    name: str
    text: str
    low: float
    high: float
    decimals: int
    where: Place
    figures: tuple[Figure, ...]

    @property
    def matches(self) -> bool:
        """Whether some rule gives it, to the printed decimals."""
        return _hits(self.figures, self.low, self.high)

    @property
    def power(self) -> float:
        """Share of the values nearby, of the same number of decimals, that no rule gives."""
        width = self.high - self.low
        steps = int(_AROUND / width) if width else 0
        offsets = [at * width for at in range(-steps, steps + 1) if at]
        free = [not _hits(self.figures, self.low + off, self.high + off) for off in offsets]
        return sum(free) / len(free) if free else 0.0


def _hits(figures: Sequence[Figure], low: float, high: float) -> bool:
    return any(low - _SLACK <= figure.value <= high + _SLACK for figure in figures)


@check("E11", title="报告值与原始数据复算", clause="", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def satisfaction_follows_from_answers(
    claims: Claims, survey: Survey, tables: dict[str, pd.DataFrame], info: CaseInfo
) -> Iterator[Hit]:
    """Every satisfaction in the report is what some listed rule makes of the answers."""
    answers = read_answers(survey, tables)
    if answers is None:
        raise Inapplicable("问卷没有带分值的满意度题目")
    stated = [_stated(claim, survey, answers) for claim in claims.of(*_ROLES) if _is_of_survey(claim, info)]
    if not stated:
        raise Inapplicable("报告没有写满意度")
    wrong = [one for one in stated if not one.matches]
    if not wrong and max(one.power for one in stated) < _LEAST_POWER:
        raise NoPower("报告的满意度位数太少，写错了多半也能由某种算法得到")
    certain = _certain(stated)
    for one in wrong:
        yield _hit(one, survey, certain[one.name])


@check("E11", title="报告值与原始数据复算", clause="", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def groups_have_their_people(claims: Claims, survey: Survey) -> Iterator[Hit]:
    """有效问卷中甲镇150份: as many rows of the file say so."""
    groups = groups_of(survey)
    counted = [(claim, groups[claim.subject]) for claim in claims.of(Role.COUNT, Role.VALID) if _counts(claim, groups)]
    if not counted:
        raise Inapplicable("报告没有写各组的有效问卷份数")
    for claim, rows in counted:
        if claim.value != int(rows.sum()):
            right = f"{int(rows.sum())}份"
            message = f"“{claim.subject}”写有效问卷 {claim.text}，{survey.where.file} 中是 {right}"
            yield Hit(claim.where, message, claim.text, right)


def _counts(claim: Claim, groups: Mapping[str, Any]) -> bool:
    told = "有效" in claim.sentence and not re.search("发放|回收", claim.sentence)
    return claim.subject in groups and claim.unit == "份" and claim.is_exact and told


def _is_of_survey(claim: Claim, info: CaseInfo) -> bool:
    """A result of this project and year, not a target, a promise, or the figure of another place or year."""
    about = "满意" in claim.subject and claim.is_exact and not claim.bound and claim.standing is Standing.STATED
    if not about or claim.unit not in ("%", "分") or (claim.role is Role.MEAN and claim.unit != "分"):
        return False
    clause = next((part for part in _CLAUSES.split(claim.sentence) if claim.text in part), claim.sentence)
    years = [int(year) for year in re.findall(r"\d{4}", claim.period)]
    return not survey_words().elsewhere.search(clause + claim.period) and all(year >= info.year for year in years)


def _stated(claim: Claim, survey: Survey, answers: Answers) -> Stated:
    ends = claim.interval() or (Fraction(0), Fraction(0))
    scale = Fraction(100, answers.levels) if claim.unit == "分" and 0 < claim.value <= answers.levels else Fraction(1)
    low, high = (float(end * scale) for end in ends)
    name, figures = _candidates(claim.subject, survey, answers)
    return Stated(name, claim.text, low, high, max(0, claim.decimals), claim.where, tuple(figures))


def _candidates(subject: str, survey: Survey, answers: Answers) -> tuple[str, list[Figure]]:
    """Whom the subject names beside a group or an item, and the figures that it may be."""
    name = survey_words().satisfied.sub("", subject).strip("、和及与的：:“”")
    groups = groups_of(survey)
    within = [value for value in groups if value in subject or (len(name) > 1 and name in value)]
    items = [at for at, item in enumerate(answers.items) if len(name) > 1 and _asks(item.title, name)]
    if within:
        return "", [figure for value in within for figure in answers.of(rows=groups[value])]
    if 0 < len(items) < len(answers.items):
        figures = [figure for at in items for figure in answers.of(columns=[at])]
        return "", figures + (answers.of(columns=items) if len(items) > 1 else [])
    overall = [] if answers.overall_item is None else answers.of(columns=[answers.overall_item])
    return name, answers.of() + overall


def _asks(title: str, name: str) -> bool:
    """Whether the item asks about it: the name, or three signs of it in a row, stand in the title."""
    return name in title or any(name[at : at + 3] in title for at in range(len(name) - 2))


def _certain(stated: Sequence[Stated]) -> dict[str, bool]:
    """Whether a figure of this name must be of this survey: the only name, or one whose other figures are."""
    names = {one.name for one in stated if one.name}
    found: dict[str, bool] = defaultdict(bool)
    for one in stated:
        found[one.name] |= one.matches or not one.name or len(names) == 1
    return found


def _hit(one: Stated, survey: Survey, is_certain: bool) -> Hit:
    first, nearest = one.figures[0], min(one.figures, key=lambda figure: abs(figure.value - (one.low + one.high) / 2))
    rules = len({figure.rule for figure in one.figures})
    shown = f"{half_up(Fraction(first.value), max(1, one.decimals))}%"
    message = (
        f"满意度写 {one.text}，用 {survey.where.file} 的 {len(survey.answers)} 份答卷按 {rules} 种算法复算都得不到；"
        f"{first.rule}为 {shown}，最接近的是 {half_up(Fraction(nearest.value), 2)}%（{nearest.rule}）"
    )
    if is_certain:
        return Hit(one.where, message, one.text, shown)
    remark = "；若出自另一次调查，请附数据"
    return Hit(one.where, message + remark, one.text, shown, severity=Severity.HINT, evidence=EvidenceClass.LEAD)
