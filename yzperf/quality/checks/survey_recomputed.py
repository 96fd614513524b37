"""E11 报告值与原始数据复算: what the report says of satisfaction, computed again from the answers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
import pandas as pd

from yzperf.domain.claims import Claim, Claims, Role, Standing
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.scorecard import half_up
from yzperf.domain.survey import Survey
from yzperf.errors import Place
from yzperf.quality.catalogue import Hit, Inapplicable, NoPower, check
from yzperf.quality.checks.survey_counts import rows_are_told
from yzperf.quality.satisfaction_parts import SatisfactionParts, is_point_of_answer, named_in
from yzperf.quality.subject import Subject
from yzperf.quality.survey_figures import Answers, Figure, groups_of, read_answers
from yzperf.quality.survey_questions import Rows, named_at, plain_label
from yzperf.quality.survey_words import survey_words
from yzperf.quality.wording import before

_ROLES = (Role.SATISFACTION, Role.ACTUAL, Role.MEAN)
_AROUND = 5.0  # power is judged among the values that a slip could have given: so many points either way
_LEAST_POWER = 0.5
_MARKS_OF_AN_INDICATOR = 20  # points up to here may be the score of the indicator, not the mean of the sheets
_NEARLY_ALL = 0.9
_SLACK = 1e-9  # the figures are binary fractions
_CLAUSES, _COMMA = re.compile("[，,；;。]"), re.compile("[，,](?!\\d)")
_SHARE = re.compile(r"\d[\d.]*[%％]")
_TELLING = 4  # signs of a question that the words of a sentence repeat


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
    others: tuple[tuple[float, float], ...] = ()  # what it may be on another full mark
    is_doubtful: bool = False
    is_of_others: bool = False  # the report itself tells of which other part it is
    named: tuple[tuple[int, ...], ...] = ()  # points that the report tells

    @property
    def matches(self) -> bool:
        """Whether some rule gives it, to the printed decimals."""
        return any(_hits(self.figures, low, high) for low, high in ((self.low, self.high), *self.others))

    @property
    def found(self) -> list[Figure]:
        """The figures that it may be, to the printed decimals."""
        spans = ((self.low, self.high), *self.others)
        return [one for one in self.figures if any(_hits([one], *span) for span in spans)]

    @property
    def only_by(self) -> Figure | None:
        """The figure that it comes to by points that neither the code book nor the report names, and by nothing else."""
        found = self.found
        return found[0] if found and all(one.scale and one.scale not in self.named for one in found) else None

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
    claims: Claims, survey: Survey, tables: dict[str, pd.DataFrame], subject: Subject
) -> Iterator[Hit]:
    """Every satisfaction in the report is what some listed rule makes of the answers."""
    answers = read_answers(survey, tables)
    if answers is None:
        raise Inapplicable("问卷没有带分值的满意度题目")
    stated = [one for _, one in satisfactions(claims, survey, answers, subject)]
    if not stated:
        raise Inapplicable("报告没有写满意度")
    wrong = [one for one in stated if not one.matches and not one.is_of_others]
    if not wrong and max(one.power for one in stated) < _LEAST_POWER:
        raise NoPower("报告的满意度位数太少，写错了多半也能由某种算法得到")
    certain = _certain(stated)
    is_whole = rows_are_told(claims, len(survey.answers)) is not False
    sentences = {claim.sentence for claim in claims}
    for one in (replace(one, named=_scales_in(sentences)) for one in stated if one.matches):
        yield from _by_other_points(one, survey)
    for one in wrong:
        yield _hit(one, survey, certain[one.name] and not one.is_doubtful, is_whole)


def satisfactions(
    claims: Claims, survey: Survey, answers: Answers, subject: Subject, wanted: Callable[[Claim], object] = bool
) -> list[tuple[Claim, Stated]]:
    """What the report states of the satisfaction of this survey; of some claims only, since each is computed by many rules."""
    told = [claim for claim in claims.of(*_ROLES) if wanted(claim) and _is_of_survey(claim, subject)]
    parts = SatisfactionParts.of_report(claims, len(survey.answers))
    return [(claim, _stated(claim, survey, answers, parts)) for claim in told]


def _is_of_survey(claim: Claim, subject: Subject) -> bool:
    """A result of this project and year, not a target, a promise, or the figure of another place or year."""
    words = survey_words()
    is_named = "满意" in claim.subject or (claim.unit == "分" and words.overall_mean.search(_sentence_before(claim)))
    about = is_named and claim.is_exact and not claim.bound and claim.standing is Standing.STATED
    if (
        not about
        or claim.unit not in ("%", "分")
        or is_point_of_answer(claim)
        or (claim.role is Role.MEAN and claim.unit != "分")
    ):
        return False
    if (
        _OF_LABORATORY.search(claim.subject)
        or words.one_answer.search(claim.subject)
        or (claim.unit == "分" and words.indicator_score.search(claim.sentence))
    ):
        return False
    clause = _CLAUSES.split(before(claim.sentence, claim.text))[-1] + claim.text
    years = [int(year) for year in re.findall(r"\d{4}", claim.period)]
    return not words.elsewhere.search(clause + claim.period) and all(
        year >= max(subject.years, default=year) for year in years
    )


def _stated(claim: Claim, survey: Survey, answers: Answers, parts: SatisfactionParts) -> Stated:
    ends = claim.interval() or (Fraction(0), Fraction(0))
    marks = _full_marks(claim, answers) if claim.unit == "分" else (100,)
    (low, high), *others = [(float(100 * ends[0] / mark), float(100 * ends[1] / mark)) for mark in marks]
    if marks[0] == answers.levels:  # 1 may be the best answer
        top = float(100 + Fraction(100, answers.levels))
        others.append((top - high, top - low))
    is_mean = claim.unit == "分" and survey_words().overall_mean.search(_sentence_before(claim))
    subject = "" if is_mean else claim.subject  # 总体评价折合百分制均值 is of no single aspect
    groups = groups_of(survey)
    in_turn = parts.in_turn(claim, tuple(groups))
    within = [in_turn] if in_turn else _within(subject, claim, groups)
    rows = _rows_of(within, groups)
    name, figures = _candidates(subject, claim, rows, survey, answers)
    is_of_others = not within and parts.explain(claim)
    if is_mean:
        figures = [one for one in figures if "占比" not in one.rule]
    told = survey_words().full_mark.search(claim.sentence) or "均" in claim.sentence
    is_doubtful = claim.unit == "分" and claim.value <= _MARKS_OF_AN_INDICATOR and not told
    places = max(0, claim.decimals)
    if claim.unit == "分" and marks[0] == answers.levels:  # the mean of the ranks needs no points
        figures = [replace(figure, scale=()) for figure in figures]
    spans = tuple(figures), tuple(others)
    return Stated(name, claim.text, low, high, places, claim.where, *spans, is_doubtful, is_of_others)


def _scales_in(sentences: Iterable[str]) -> tuple[tuple[int, ...], ...]:
    """The points that the report gives the answers: 非常满意100分、满意80分、一般60分……"""
    scales = [scale for _, scale in survey_words().points]
    found = [tuple(map(int, re.findall(r"\d+(?=分|%)", one))) for one in sentences]
    return tuple(scale for scale in scales if any(scale == told[: len(scale)] for told in found))


def _by_other_points(one: Stated, survey: Survey) -> Iterator[Hit]:
    figure = one.only_by
    if figure is not None:
        message = (
            f"满意度写 {one.text}，按编码本的分值由 {survey.where.file} 得不到，只合“{figure.rule}”；"
            "实际用的分值请在报告中写明，并与编码本一致"
        )
        right = f"{half_up(Fraction(one.figures[0].value), max(1, one.decimals))}%"
        yield Hit(one.where, message, one.text, right, severity=Severity.HINT, evidence=EvidenceClass.LEAD)


def _full_marks(claim: Claim, answers: Answers) -> tuple[int, ...]:
    """What the points may be out of: as the sentence says, else the scale, the code book, ten or a hundred."""
    told = survey_words().full_mark.search(claim.sentence)
    if told:
        return (int(told["mark"] or told["system"]),)
    usual = (answers.levels, 10, 100)
    least = next((mark for mark in usual if claim.value <= mark), 100)
    return tuple(dict.fromkeys((least, *(mark for mark in (answers.full,) if claim.value <= mark))))


def _words_before(claim: Claim) -> str:
    """The words since the number before: “食品卫生”满意率最高，为89.28%. What numbers told together (分别为) are of is open."""
    front = before(claim.sentence, claim.text)
    together = "分别" if re.search("分别|依次", _CLAUSES.split(front)[-1]) else ""
    return together + re.split(r"\d[\d.,]*[%分]?", front)[-1]


def _within(subject: str, claim: Claim, groups: Mapping[str, object]) -> list[str]:
    """The groups that a number is told of: those of its subject, or of the clause that names any, from its own one back.

    男性175人，满意157人，满意率89.71%: 男性 holds until the sentence speaks of everybody again.
    """
    weighting, name = survey_words().weighting, _name(subject)
    found = [value for value in groups if value in weighting.sub("", subject) or (len(name) > 1 and name in value)]
    front = weighting.sub("", _sentence_before(claim))
    clauses = [text for part in (_SHARE.split(front)[-1], front) for text in reversed(_COMMA.split(part))]
    own = named_in(groups, clauses[0])
    if found or own or survey_words().of_everybody.search(weighting.sub("", _words_before(claim))):
        return found or own
    return next(filter(None, (named_in(groups, clause) for clause in clauses)), [])


def _name(subject: str) -> str:
    """What is left of a subject when the words of every satisfaction are taken out."""
    plain = survey_words().weighting.sub("", subject)
    return survey_words().satisfied.sub("", plain).strip("、和及与的：:“”")


def _rows_of(within: Sequence[str], groups: Mapping[str, Rows]) -> list[Rows]:
    """The people of each group and, of 中型和小型企业 or 60岁以上男性, of any or all of them; none where they are everybody."""
    rows = [groups[value] for value in within]
    if len(rows) < 2:
        return rows
    either: Rows = np.logical_or.reduce(rows)
    both: Rows = np.logical_and.reduce(rows)
    return [] if either.mean() > _NEARLY_ALL else [one for one in (*rows, either, both) if one.any()]


def _sentence_before(claim: Claim) -> str:
    return re.split("[；;]", before(claim.sentence, claim.text))[-1]


_OF_LABORATORY = re.compile("能力验证|比对")  # 满意 is a result of laboratories too
# 补贴对象满意度: who was asked, and no matter of an item
_PEOPLE = re.compile(
    "(?:对象|[人者民户客]|人员|群众|学生|师生|家长|企业|职工|单位|商家|会员)的?(?:总体|综合|平均)?满意[度率]"
)


def _candidates(
    subject: str, claim: Claim, rows: Sequence[Rows], survey: Survey, answers: Answers
) -> tuple[str, list[Figure]]:
    """Whom the subject names beside a group or an item, and the figures that it may be.

    The best or the worst of several, of which the report need not say which, may be any of them.
    """
    weighting = survey_words().weighting  # 按学生人数加权 is of everybody
    subject, words = weighting.sub("", subject), weighting.sub("", _words_before(claim))
    name = _name(subject)
    is_of_people = _PEOPLE.search(subject)
    items = _items(subject, "" if is_of_people else name, answers) or _items(words, "", answers)
    overall = answers.overall_items
    others = [at for at in range(len(answers.items)) if at not in overall] if overall else []
    besides = [others] if len(others) > 1 else []  # the items without that of the whole
    asked = [at for at in _asked_in(_sentence_before(claim), answers) if at not in (*overall, *items)]
    if survey_words().of_several.search(words + subject) and not items and not rows:
        return "", _of_any(answers, list(groups_of(survey).values()), overall)
    if rows:
        columns: list[list[int] | None] = [
            *([at] for at in (*items, *overall, *asked)),
            *([] if items else [None, *besides]),
        ]
        like = [at for at in items if _is_like_a_group(answers.items[at].title, subject, survey)]
        of_all = [figure for at in like for figure in answers.of(columns=[at])]
        return "", [figure for one in rows for chosen in columns[::-1] for figure in answers.of(one, chosen)] + of_all
    if 0 < len(items) < len(answers.items):
        figures = [figure for at in items for figure in answers.of(columns=[at])]
        return "", figures + (answers.of(columns=items) if len(items) > 1 else [])
    is_of_overall = overall and survey_words().overall_mean.search(_sentence_before(claim))
    whole = [] if is_of_overall else [*answers.of(), *(one for part in besides for one in answers.of(columns=part))]
    return name, whole + [figure for at in (*overall, *asked) for figure in answers.of(columns=[at])]


def _is_like_a_group(title: str, subject: str, survey: Survey) -> bool:
    """网上查档 is an item, 网上 a group."""
    return any(name in title and name in subject for name in groups_of(survey))


def _of_any(answers: Answers, groups: Sequence[Rows], overall: Sequence[int]) -> list[Figure]:
    figures = [figure for rows in groups for at in overall for figure in answers.of(rows, [at])]
    figures += [figure for rows in groups for figure in answers.of(rows)]
    return figures + [figure for at in range(len(answers.items)) for figure in answers.of(columns=[at])]


def _asked_in(words: str, answers: Answers) -> list[int]:
    """The items whose title shares most with the words in front of a number: 资金到账速度满意率只有……"""
    shared = [named_at(item.title, plain_label(words))[1] for item in answers.items]
    return [at for at, length in enumerate(shared) if length == max(shared) >= _TELLING]


def _items(subject: str, name: str, answers: Answers) -> list[int]:
    """The items that a subject asks about; what stands in quotation marks is their name."""
    quoted = re.findall(r"[“\"「『]([^”\"」』]{2,})[”\"」』]", subject)
    names = quoted or ([name] if len(name) > 1 else [])
    found = [at for at, item in enumerate(answers.items) if any(_asks(item.title, one) for one in names)]
    return found or [at for one in quoted for at in [answers.item_of(one)] if at is not None]


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


def _hit(one: Stated, survey: Survey, is_certain: bool, is_whole: bool) -> Hit:
    first, nearest = one.figures[0], min(one.figures, key=lambda figure: abs(figure.value - (one.low + one.high) / 2))
    rules = len({figure.rule for figure in one.figures})
    shown = f"{half_up(Fraction(first.value), max(1, one.decimals))}%"
    message = (
        f"满意度写 {one.text}，用 {survey.where.file} 的 {len(survey.answers)} 份答卷按 {rules} 种算法复算都得不到；"
        f"{first.rule}为 {shown}，最接近的是 {half_up(Fraction(nearest.value), 2)}%（{nearest.rule}）"
    )
    if is_certain and is_whole:
        return Hit(one.where, message, one.text, shown)
    remark = "；若出自另一次调查，请附数据" if is_whole else "；答卷的份数与报告写的不同（见 E02），请先补齐答卷"
    return Hit(one.where, message + remark, one.text, shown, severity=Severity.HINT, evidence=EvidenceClass.LEAD)
