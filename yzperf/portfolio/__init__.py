"""A whole portfolio (项目组合): the rules of one sheet on millions of rows, in memory, on DuckDB or on a Spark cluster."""

from yzperf.portfolio.result import PortfolioScore
from yzperf.portfolio.score import score_portfolio

__all__ = ["PortfolioScore", "score_portfolio"]
