"""A scored table (得分卡): each row with exact score, rule and clause; total and grade that follow from them."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from yzperf.domain.data_item import Computation
from yzperf.domain.htmltable import html_table
from yzperf.domain.labels import label
from yzperf.domain.scoresheet import IndicatorRow, MoneyRow, ScoreSheet
from yzperf.errors import Place


def half_up(value: Fraction, places: int = 2) -> Decimal:
    """Round an exact value half-up (四舍五入) to a Decimal with fixed places; away from zero below zero.

    >>> half_up(Fraction(1005, 1000)), half_up(Fraction(-1005, 1000))
    (Decimal('1.01'), Decimal('-1.01'))
    """
    scaled = abs(value) * 10**places
    magnitude = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(magnitude if value >= 0 else -magnitude).scaleb(-places)


@dataclass(frozen=True, slots=True)
class ScoredRow:
    """One row with the score that the rule gives.

    ``exact`` is None where a person must judge (定性指标, 缺值, 不可能的值); then ``carried`` says whether the filled-in
    score stands in the total unverified. ``band`` is the lowest and highest score that the stated level allows.
    ``excluded``: the row does not apply (不适用), its weight goes to the others. ``presumed``: what the profile would give
    where the sheet's own rule was not understood.
    """

    l1: str
    l2: str
    indicator: str
    target: str
    actual: str
    weight: Fraction
    reported: Fraction | None
    exact: Fraction | None
    rule: str
    note: str
    where: Place
    source: IndicatorRow | MoneyRow
    band: tuple[Fraction, Fraction] | None = None
    clause: str = ""  # the citation that the score rests on
    excluded: bool = False
    presumed: Fraction | None = None

    @property
    def score(self) -> Decimal | None:
        """Score by the rule, two decimals half-up; None where a person must judge."""
        return None if self.exact is None else half_up(self.exact)

    @property
    def outcome(self) -> str:
        """The score as people read it: two decimals, 人工 where a person must judge, 不适用."""
        return "不适用" if self.excluded else "人工" if self.score is None else f"{self.score:.2f}"

    @property
    def carried(self) -> bool:
        """Whether the filled-in score is taken over because the rule leaves the row to a person."""
        return self.exact is None and self.reported is not None and not self.excluded

    @property
    def counted(self) -> Fraction | None:
        """What goes into the total: the score by the rule, else the filled-in one, else nothing."""
        return None if self.excluded else self.reported if self.exact is None else self.exact


@dataclass(frozen=True, slots=True)
class ScoreCard:
    """A whole table scored by one profile. ``rules`` are the citations printed with it."""

    sheet: ScoreSheet
    profile: str
    profile_name: str
    rules: tuple[str, ...]
    rows: tuple[ScoredRow, ...]
    grade: str | None
    scope: str = ""  # said where the profile was made for another region or for others
    grades: tuple[tuple[str, Fraction], ...] = ()  # name and lower bound of each grade, the best first
    computed: tuple[Computation, ...] = ()  # actual values that were computed from data items

    @property
    def exact_total(self) -> Fraction | None:
        """Sum of all counted scores, unrounded, rows that do not apply shared out (折算); None while any other row has
        neither score nor filled-in score."""
        return total_of(self.rows)

    @property
    def excluded_weight(self) -> Fraction:
        """Points of the rows that do not apply (不适用)."""
        return sum((row.weight for row in self.rows if row.excluded), Fraction(0))

    @property
    def total(self) -> Decimal | None:
        """Total with two decimals, half-up on the exact sum."""
        exact = self.exact_total
        return None if exact is None else half_up(exact)

    @property
    def carried_total(self) -> Decimal:
        """How much of the total rests on filled-in scores that the rule leaves to a person."""
        return half_up(sum((row.reported or Fraction(0) for row in self.rows if row.carried), Fraction(0)))

    @property
    def comparable(self) -> tuple[Decimal, Decimal]:
        """Filled-in sum and rule sum over the rows that carry a filled-in score (同口径)."""
        rows = [row for row in self.rows if row.reported is not None and not row.excluded]
        return tuple(half_up(sum(values, Fraction(0))) for values in _columns(rows))  # type: ignore[return-value]

    def totals_by(self, level: str = "l1") -> dict[str, tuple[Fraction, Fraction | None]]:
        """Weight and counted score of each first-level (or ``l2``) block, in order of appearance."""
        names = dict.fromkeys(getattr(row, level) for row in self.rows)
        groups = {name: [row for row in self.rows if getattr(row, level) == name] for name in names}
        return {name: (sum((row.weight for row in rows), Fraction(0)), total_of(rows)) for name, rows in groups.items()}

    def table(self) -> pd.DataFrame:
        """Rows with Chinese column names, scores as strings with two decimals."""
        columns = ["l1", "l2", "indicator", "target", "actual", "weight", "reported", "score", "rule", "note"]
        records = [
            (
                r.l1,
                r.l2,
                r.indicator,
                r.target,
                r.actual,
                plain(r.weight),
                plain(r.reported),
                _text(r.score),
                r.rule,
                r.note,
            )
            for r in self.rows
        ]
        return pd.DataFrame(records, columns=[label(column) for column in columns])

    def summary(self) -> str:
        """The outcome in one line: filled-in total and grade, total and grade by the rule, what rests on a person."""
        printed = self.sheet.reported_total.text if self.sheet.reported_total else "未填"
        parts = [
            f"填报总分 {printed}，等级 {self.sheet.reported_grade or '未填'}",
            f"复算总分 {_text(self.total) or '待定'}，等级 {self.grade or '不定'}（{self.profile_name}）",
            f"其中 {self.carried_total:.2f} 分由人评定、照填报计入" if self.carried_total else "",
            f"不适用 {plain(self.excluded_weight)} 分，按其余各项得分率折算" if self.excluded_weight else "",
            self.scope.rstrip("。"),
        ]
        return "；".join(filter(None, parts)) + "。"

    def blocks(self) -> pd.DataFrame:
        """Weight, score and rate (得分率) of each first-level block, and of the whole."""
        whole = (sum((row.weight for row in self.rows), Fraction(0)), self.exact_total)
        lines = [*self.totals_by("l1").items(), ("合计", whole)]
        records = [
            (name, plain(weight), _text(_rounded(score)), _rate(score, weight)) for name, (weight, score) in lines
        ]
        return pd.DataFrame(records, columns=[label(key) for key in ("l1", "weight", "score", "rate")])

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": self.summary(), "text/html": self._repr_html_()}

    def _repr_html_(self) -> str:
        name = html.escape(f"{self.sheet.kind}：{self.sheet.head.get('项目名称', self.sheet.file)}")
        rules = "；".join(html.escape(rule) for rule in self.rules)
        return f"<h4>{name}</h4>{html_table(self.table())}<p>{html.escape(self.summary())}<br><small>依据：{rules}</small></p>"


def _rounded(score: Fraction | None) -> Decimal | None:
    return None if score is None else half_up(score)


def _rate(score: Fraction | None, weight: Fraction) -> str:
    return "" if score is None or not weight else f"{half_up(score * 100 / weight)}%"


def total_of(rows: Iterable[ScoredRow]) -> Fraction | None:
    """Total of rows: what does not apply takes the rate of the rest (折算). None while a row is open, or none applies."""
    scored = tuple(rows)
    applying = [row for row in scored if not row.excluded]
    total = exact_sum(row.counted for row in applying)
    if len(applying) == len(scored) or total is None:
        return total
    whole, weight = (sum((row.weight for row in part), Fraction(0)) for part in (scored, applying))
    return total * whole / weight if weight else None


def exact_sum(values: Iterable[Fraction | None]) -> Fraction | None:
    """Add exact values; None as soon as one is missing, so that a gap never passes as zero."""
    total = Fraction(0)
    for value in values:
        if value is None:
            return None
        total += value
    return total


def plain(value: Fraction | None) -> str:
    """Print an exact value without trailing zeros: ``10``, ``19.6``; blank for None; two decimals if it does not end."""
    if value is None:
        return ""
    if 10**6 % value.denominator:
        return str(half_up(value))
    text = f"{half_up(value, 6):f}"
    return text.rstrip("0").rstrip(".")


def _columns(rows: list[ScoredRow]) -> tuple[list[Fraction], list[Fraction]]:
    reported = [row.reported for row in rows if row.reported is not None]
    by_rule = [row.counted for row in rows if row.counted is not None]
    return reported, by_rule


def _text(value: Decimal | None) -> str:
    return "" if value is None else f"{value:.2f}"
