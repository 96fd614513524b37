"""Which engine computes a portfolio (选择引擎): memory for what fits a sheet, DuckDB above, Spark where it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from yzperf.errors import ScoreError
from yzperf.portfolio.engine import Engine
from yzperf.portfolio.local import local_engine
from yzperf.portfolio.relational import duckdb_engine, spark_engine
from yzperf.portfolio.rows import MOST_POINTS, value_limit
from yzperf.portfolio.rules import PortfolioRules
from yzperf.portfolio.source import Source

ENGINES = ("auto", "local", "duckdb", "spark")
LOCAL_ROWS = 100_000


@contextmanager
def open_engine(source: Source, name: str, *, memory: str, spark_url: str) -> Iterator[Engine]:
    """Open an engine on a portfolio and close it afterwards.

    Parameters
    ----------
    name
        One of ``ENGINES``; ``auto`` takes memory below 100,000 rows of indicators and DuckDB from there on.

    Raises
    ------
    ScoreError
        If there is no such engine, or it does not start.
    """
    if name not in ENGINES:
        raise ScoreError(f"--engine：读到“{name}”，应为 {'、'.join(ENGINES)} 之一")
    chosen = name if name != "auto" else "local" if source.rows["indicators"] < LOCAL_ROWS else "duckdb"
    if chosen == "local":
        yield local_engine(source)
        return
    engine = duckdb_engine(source, memory) if chosen == "duckdb" else spark_engine(source, spark_url)
    try:
        yield engine
    finally:
        engine.close()


def needs_guard(source: Source, rules: PortfolioRules, engine: Engine) -> bool:
    """Whether values may overflow 64 bits: they are large, or the files do not say how large; columns in memory wrap
    without a word and are always guarded."""
    limits = {"target_hundredths": value_limit(rules), "actual_hundredths": value_limit(rules)}
    limits["weight_hundredths"] = MOST_POINTS
    found = {name: source.largest.get(name) for name in limits}
    return engine.name == "local" or any(size is None or size > limits[name] for name, size in found.items())
