"""Score a whole portfolio (组合计分): source, rules and engine put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from yzperf.errors import ScoreError
from yzperf.portfolio.checks import check_data
from yzperf.portfolio.engines import needs_guard, open_engine
from yzperf.portfolio.relational import MEMORY
from yzperf.portfolio.result import Basis, PortfolioScore
from yzperf.portfolio.roll_up import roll_up
from yzperf.portfolio.rules import PortfolioRules, portfolio_rules
from yzperf.portfolio.schema import DIMENSIONS
from yzperf.portfolio.source import open_source
from yzperf.rules import Rules

PROFILE = "cn10"
TWO_WORKERS = "local[2]"


def score_portfolio(
    given: Any,
    rules: Rules,
    *,
    profile: str = PROFILE,
    by: Sequence[str] = tuple(DIMENSIONS.values()),
    engine: str = "auto",
    memory: str = MEMORY,
    spark_url: str = TWO_WORKERS,
    step: Callable[[str], None] = lambda text: None,
) -> PortfolioScore:
    """Score every row of a portfolio, add up, judge, count, and check the data.

    Parameters
    ----------
    given
        See `open_source`.
    profile
        Scoring profile for all records; the result names it.
    by
        Dimensions to add up by: ``部门``, ``资金``, ``镇``, ``年度``.
    engine
        ``auto``, ``local``, ``duckdb`` or ``spark``.
    memory
        Limit of DuckDB; what does not fit goes to a temporary directory.
    spark_url
        Address of the Spark master.
    step
        Is told what is being done.

    Returns
    -------
    PortfolioScore

    Raises
    ------
    LoadError, RuleError, ScoreError
    """
    dimensions = _dimensions(by)
    chosen = portfolio_rules(rules, profile)
    step("核对数据格式")
    source = open_source(given)
    with open_engine(source, engine, memory=memory, spark_url=spark_url) as opened:
        guarded = needs_guard(source, chosen, opened)
        step(f"计分、汇总 {source.rows['indicators']:,} 行（{opened.name}）")
        cells = roll_up(opened, chosen, dimensions, guarded=guarded)
        step("核查数据")
        checks = check_data(opened, chosen, guarded=guarded)
    return PortfolioScore(_basis(chosen), opened.name, tuple(dimensions), cells.frame, cells.settled, checks)


def _dimensions(by: Sequence[str]) -> list[str]:
    known = {heading: name for name, heading in DIMENSIONS.items()}
    unknown = [heading for heading in by if heading not in known]
    if unknown or not by:
        raise ScoreError(f"--by：读到“{'、'.join(unknown)}”，应为 {'、'.join(known)} 中的一个或几个，用逗号隔开")
    return [known[heading] for heading in dict.fromkeys(by)]


def _basis(rules: PortfolioRules) -> Basis:
    return Basis(
        on=rules.rules.on,
        region=rules.rules.region,
        profile=rules.profile.name,
        grades=rules.grade_names,
        citations=rules.basis,
        scope=rules.rules.scope_warning(rules.profile),
        warned=rules.monitoring.ruled,
    )
