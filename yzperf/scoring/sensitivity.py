"""How firm a grade is (等级稳定性): how far each score must move, or each weight be wrong, to change it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from yzperf.domain.htmltable import html_table
from yzperf.domain.scorecard import ScoreCard, ScoredRow, half_up, plain
from yzperf.rules import Grade, Profile


@dataclass(frozen=True, slots=True)
class Margin:
    """One row's power over the grade. A distance is None where the row alone cannot reach the boundary."""

    indicator: str
    weight: Fraction
    score: Fraction
    up: Fraction | None  # points this row must gain for the better grade
    down: Fraction | None  # points this row must lose for the worse grade


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Distance of a total to its neighbouring grades, and what each row could do about it."""

    total: Fraction
    grade: str
    better: tuple[str, Fraction] | None  # name of the next better grade, points missing
    worse: tuple[str, Fraction] | None  # name of the next worse grade, points to spare (exclusive)
    margins: tuple[Margin, ...]

    def decisive(self) -> tuple[Margin, ...]:
        """Rows that alone can change the grade."""
        return tuple(margin for margin in self.margins if margin.up is not None or margin.down is not None)

    def sentences(self) -> tuple[str, ...]:
        """Chinese sentences: the distances first, then the rows that decide."""
        better = f"再得 {plain(self.better[1])} 分升为“{self.better[0]}”" if self.better else "已是最高等级"
        worse = f"失去超过 {plain(self.worse[1])} 分降为“{self.worse[0]}”" if self.worse else "已是最低等级"
        rows = self.decisive()
        names = "、".join(margin.indicator for margin in rows[:5])
        alone = (
            f"单凭一项就能改变等级的有 {len(rows)} 项（{names}{'等' if len(rows) > 5 else ''}）"
            if rows
            else "没有哪一项单独能改变等级"
        )
        return (f"总分 {half_up(self.total)}，等级“{self.grade}”：{better}，{worse}。", f"{alone}。")

    def table(self) -> pd.DataFrame:
        """Rows with the points that would change the grade; blank where the row alone cannot."""
        records = [(m.indicator, plain(m.weight), plain(m.score), plain(m.up), plain(m.down)) for m in self.margins]
        return pd.DataFrame(records, columns=["三级指标", "分值", "得分", "多得几分升等", "少得几分降等（不含）"])

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        text = "".join(self.sentences())
        return {"text/plain": text, "text/html": f"<p>{text}</p>{html_table(self.table())}"}


def grade_sensitivity(card: ScoreCard, profile: Profile) -> Sensitivity | None:
    """Tell how far every score must move to change the grade.

    Parameters
    ----------
    card
        A scored table.
    profile
        The profile it was scored by: its grades are half-open from their lower bound on.

    Returns
    -------
    Sensitivity or None
        None while the card has no grade.
    """
    total = card.exact_total
    if card.grade is None or total is None:
        return None
    names = [grade.name for grade in profile.grades]
    place = names.index(card.grade)
    better = _step(profile.grades[place - 1], total) if place else None
    worse = (names[place + 1], total - profile.grades[place].lower) if place + 1 < len(names) else None
    margins = tuple(_margin(row, better, worse) for row in card.rows)
    return Sensitivity(total, card.grade, better, worse, margins)


def _step(grade: Grade, total: Fraction) -> tuple[str, Fraction]:
    return grade.name, grade.lower - total


def _margin(row: ScoredRow, better: tuple[str, Fraction] | None, worse: tuple[str, Fraction] | None) -> Margin:
    score = row.counted or Fraction(0)
    up = better[1] if better and row.weight - score >= better[1] else None
    down = worse[1] if worse and score > worse[1] else None
    return Margin(row.indicator, row.weight, score, up, down)
