"""One table, a case or a whole portfolio scored (计分)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from yzperf import portfolio
from yzperf.domain.case import Case
from yzperf.domain.scorecard import ScoreCard
from yzperf.domain.scoresheet import ScoreSheet
from yzperf.errors import LoadError, Place, Problem, ScoreError
from yzperf.face.reading import load_score_sheets
from yzperf.portfolio import PortfolioScore
from yzperf.rules import Rules, load_rules
from yzperf.scoring import Sensitivity, grade_sensitivity, score_sheet


def score(source: str | Path | ScoreSheet | Case, *, on: date, region: str, profile: str | None = None) -> ScoreCard:
    """Score one table by the rules in force on a date in a region.

    Parameters
    ----------
    source
        A workbook or Word form (its first table), a read sheet, or a case (its 评分表, by the case's own profile).
    profile
        Scoring profile; None takes the one that belongs to the layout. The card names it.

    Raises
    ------
    LoadError, RuleError
    """
    if isinstance(source, Case):
        return score_case(source, load_rules(on=on, region=region), profile)
    sheet = source if isinstance(source, ScoreSheet) else load_score_sheets(source)[0]
    return score_sheet(sheet, load_rules(on=on, region=region), profile)


def sensitivity(card: ScoreCard) -> Sensitivity:
    """Tell how firm the grade of a scored table is: by each row's score and by each row's weight (等级稳定性).

    Raises
    ------
    ScoreError
        If the card has no grade.
    """
    found = grade_sensitivity(card)
    if found is None:
        reason = "分值合计不为 100、有未评分的行，或没有一行能按规则计分"
        raise ScoreError(f"{card.sheet.file}：等级不定（{reason}），谈不上稳定性。请先把表填全")
    return found


def score_portfolio(
    source: Any,
    *,
    on: date,
    region: str,
    profile: str = "cn10",
    by: Sequence[str] = ("部门", "资金", "镇", "年度"),
    engine: str = "auto",
    memory: str = "2GB",
    spark_url: str = "local[2]",
    extra: Path | None = None,
    step: Callable[[str], None] = lambda text: None,
) -> PortfolioScore:
    """Score a whole portfolio, from a county to a nation. See ``yzperf.portfolio.score_portfolio``.

    Raises
    ------
    LoadError, RuleError, ScoreError
    """
    rules = load_rules(on=on, region=region, extra=extra)
    return portfolio.score_portfolio(
        source, rules, profile=profile, by=by, engine=engine, memory=memory, spark_url=spark_url, step=step
    )


def score_case(case: Case, rules: Rules, profile: str | None) -> ScoreCard:
    if case.scores is None:
        place = Place(file=str(case.folder))
        read = "scores.xlsx 还没有填写" if (case.folder / "scores.xlsx").exists() else "没有 scores.xlsx"
        raise LoadError(Problem(place, read, "填好的评分表", "请填好评分表，放进案卷文件夹"))
    return score_sheet(case.scores, rules, profile or case.info.profile)
