"""How firm a grade is (等级稳定性): how far each score, or each weight, must move to change it."""

from __future__ import annotations

import html
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

import pandas as pd

from yzperf.domain.htmltable import html_table
from yzperf.domain.scorecard import ScoreCard, ScoredRow, half_up, plain

Step = tuple[str, Fraction] | None  # name of a neighbouring grade, points to it

_MOST_STRIPS = 20


@dataclass(frozen=True, slots=True)
class Shift:
    """A change of one weight that changes the grade (分值变动).

    At ``points`` the better grade is reached (``included``); the worse one begins only beyond them.
    """

    points: Fraction
    grade: str
    included: bool

    def __str__(self) -> str:
        return f"{'≥' if self.included else '＞'}{outward(self.points)}"


@dataclass(frozen=True, slots=True)
class Margin:
    """One row's power over the grade, by its score and by its weight; None where the row alone cannot change it.

    When one weight moves, the others give or take in proportion, so that their sum stays.
    """

    indicator: str
    weight: Fraction
    score: Fraction
    up: Fraction | None  # points this row must gain for the better grade
    down: Fraction | None  # points beyond which the loss of this row gives the worse grade
    others_rate: Fraction | None  # score rate of all other rows; None where they weigh nothing
    less: Shift | None  # what taking weight from the row does
    more: Shift | None  # what giving weight to the row does

    @property
    def rate(self) -> Fraction | None:
        """Score rate (得分率) of the row; None where it weighs nothing."""
        return self.score / self.weight if self.weight else None

    @property
    def shifts(self) -> tuple[Shift, ...]:
        """Changes of the weight that change the grade, the smaller first."""
        return tuple(sorted(filter(None, (self.less, self.more)), key=lambda shift: shift.points))


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Distance of a total to its neighbouring grades, and what the score or the weight of each row could do about it."""

    total: Fraction
    grade: str
    better: Step  # name of the next better grade, points missing
    worse: Step  # name of the next worse grade, points to spare (exclusive)
    margins: tuple[Margin, ...]

    def decisive(self) -> tuple[Margin, ...]:
        """Rows whose score alone can change the grade."""
        return tuple(margin for margin in self.margins if margin.up is not None or margin.down is not None)

    def decisive_weights(self) -> tuple[Margin, ...]:
        """Rows whose weight alone can change the grade, the nearest first."""
        return tuple(sorted((m for m in self.margins if m.shifts), key=lambda margin: margin.shifts[0].points))

    def sentences(self) -> tuple[str, ...]:
        """Chinese sentences: the distances first, then the rows whose score or weight decides."""
        better = f"再得 {outward(self.better[1])} 分升为“{self.better[0]}”" if self.better else "已是最高等级"
        worse = f"失去超过 {outward(self.worse[1])} 分降为“{self.worse[0]}”" if self.worse else "已是最低等级"
        return (
            f"总分 {half_up(self.total)}，等级“{self.grade}”：{better}，{worse}。",
            f"{_alone('得分', self.decisive())}。",
            f"{_alone('分值（其余各项分值同比例增减）', self.decisive_weights())}{self._nearest()}。",
        )

    def table(self) -> pd.DataFrame:
        """Rows with the points that would change the grade; blank where the row alone cannot."""
        records = [(m.indicator, plain(m.weight), plain(m.score), outward(m.up), outward(m.down)) for m in self.margins]
        return pd.DataFrame(records, columns=["三级指标", "分值", "得分", "多得几分升等", "少得几分降等（不含）"])

    def weight_table(self) -> pd.DataFrame:
        """Rows with the change of their weight that would change the grade; blank where that alone cannot."""
        records = [
            (m.indicator, plain(m.weight), _percent(m.rate), _percent(m.others_rate), *_cells(m.less), *_cells(m.more))
            for m in self.margins
        ]
        columns = ["三级指标", "分值", "得分率", "其余得分率", "分值减少", "减少后等级", "分值增加", "增加后等级"]
        return pd.DataFrame(records, columns=columns)

    def figure(self) -> Any:
        """One strip a row: how far its weight may move before the grade changes, the nearest first."""
        from yzperf.drawing.spans import Span, draw_spans

        firm = tuple(margin for margin in self.margins if not margin.shifts)
        shown = (*self.decisive_weights(), *firm)[:_MOST_STRIPS]
        whole = sum((margin.weight for margin in self.margins), Fraction(0))
        spans = [
            Span(f"{m.indicator}（{plain(m.weight)}分）", _end(m.less, m.weight), _end(m.more, whole - m.weight))
            for m in shown
        ]
        title = f"各项分值变动多少，等级“{self.grade}”才改变"
        return draw_spans(spans, x_label="分值变动（分），其余各项同比例增减", title=title)

    def _nearest(self) -> str:
        margin = next(iter(self.decisive_weights()), None)
        if margin is None:
            return ""
        shift = margin.shifts[0]
        verb = f"{'减少' if shift == margin.less else '增加'}{'' if shift.included else '超过'}"
        points = f"{plain(margin.weight)} 分{verb} {outward(shift.points)} 分"
        return f"；最近的是“{margin.indicator}”，由 {points}即为“{shift.grade}”"

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        text = "".join(self.sentences())
        tables = html_table(self.table()) + html_table(self.weight_table())
        return {"text/plain": text, "text/html": f"<p>{html.escape(text)}</p>{tables}"}


def outward(value: Fraction | None) -> str:
    """Print a distance in full up to four decimals, else with two and never too short: so far is far enough.

    >>> outward(Fraction(1, 3)), outward(Fraction("0.5536")), outward(None)
    ('0.34', '0.5536', '')
    """
    if value is None or not 10**4 % value.denominator:
        return plain(value)
    return plain(Fraction(ceil(value * 100), 100))


def _alone(what: str, rows: tuple[Margin, ...]) -> str:
    if not rows:
        return f"没有哪一项单独变动{what}能改变等级"
    names = "、".join(margin.indicator for margin in rows[:5])
    return f"单独变动{what}就能改变等级的有 {len(rows)} 项（{names}{'等' if len(rows) > 5 else ''}）"


def _cells(shift: Shift | None) -> tuple[str, str]:
    return (str(shift), shift.grade) if shift else ("", "")


def _end(shift: Shift | None, room: Fraction) -> Any:
    from yzperf.drawing.spans import End

    return End(float(shift.points), shift.grade) if shift else End(float(room))


def _percent(rate: Fraction | None) -> str:
    return "" if rate is None else f"{half_up(rate * 100)}%"


def grade_sensitivity(card: ScoreCard) -> Sensitivity | None:
    """Tell how far every score, or every weight, must move to change the grade.

    Parameters
    ----------
    card
        A scored table. Its grades are half-open from their lower bound on. Rows that do not apply (不适用) have no power
        over the grade; the others share the whole.

    Returns
    -------
    Sensitivity or None
        None while the card has no grade.
    """
    total = card.exact_total
    if card.grade is None or total is None:
        return None
    place = [name for name, _ in card.grades].index(card.grade)
    better, worse = _neighbours(card, place, total)
    rows = [row for row in card.rows if not row.excluded]
    margins = _margins(rows, *(_of_rows(step, rows, card) for step in (better, worse)))
    return Sensitivity(total, card.grade, better, worse, margins)


def _neighbours(card: ScoreCard, place: int, total: Fraction) -> tuple[Step, Step]:
    above, below = card.grades[:place][-1:], card.grades[place + 1 :][:1]
    better = next(((name, lower - total) for name, lower in above), None)
    return better, next(((name, total - card.grades[place][1]) for name, _ in below), None)


def _of_rows(step: Step, rows: list[ScoredRow], card: ScoreCard) -> Step:
    """Points of the total as points of the rows that apply: where some do not, each point of the rest counts for more."""
    if step is None:
        return None
    whole = sum((row.weight for row in card.rows), Fraction(0))
    return step[0], step[1] * sum((row.weight for row in rows), Fraction(0)) / whole


def _margins(rows: list[ScoredRow], better: Step, worse: Step) -> tuple[Margin, ...]:
    scores = sum((row.counted or Fraction(0) for row in rows), Fraction(0))
    weights = sum((row.weight for row in rows), Fraction(0))
    return tuple(_margin(row, better, worse, (scores, weights)) for row in rows)


def _margin(row: ScoredRow, better: Step, worse: Step, sums: tuple[Fraction, Fraction]) -> Margin:
    score, (total, whole) = row.counted or Fraction(0), sums
    rest = whole - row.weight
    others = (total - score) / rest if rest else None
    gain = Fraction(0) if others is None or not row.weight else score / row.weight - others
    less, more = _shifts(gain, better, worse)
    return Margin(
        indicator=row.indicator,
        weight=row.weight,
        score=score,
        up=better[1] if better and row.weight - score >= better[1] else None,
        down=worse[1] if worse and score > worse[1] else None,
        others_rate=others,
        less=_feasible(less, row.weight),
        more=_feasible(more, rest),
    )


def _shifts(gain: Fraction, better: Step, worse: Step) -> tuple[Shift | None, Shift | None]:
    """What taking and giving weight does: a point moved changes the total by ``gain``, the row's rate less that of
    the others."""
    if not gain:
        return None, None
    up = Shift(better[1] / abs(gain), better[0], included=True) if better else None
    down = Shift(worse[1] / abs(gain), worse[0], included=False) if worse else None
    return (down, up) if gain > 0 else (up, down)


def _feasible(shift: Shift | None, room: Fraction) -> Shift | None:
    """A weight can fall by all of itself, and rise by all of the others."""
    if shift is None or shift.points > room or (shift.points == room and not shift.included):
        return None
    return shift
