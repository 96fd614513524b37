"""Small portfolios for the tests, and the engines they run on."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from make_portfolio import make_portfolio

from tests.conftest import ON
from yzperf.portfolio.engines import open_engine
from yzperf.portfolio.rules import PortfolioRules, portfolio_rules
from yzperf.portfolio.source import open_source
from yzperf.rules import load_rules

RECORD = {
    "year": 2024, "department": "示例教育局", "fund": "一般公共预算", "town": "示例甲镇", "budget_fen": 100_00,
    "spent_fen": 100_00, "finished": True, "month": 7, "month_spent_fen": 60_00, "month_completion_hundredths": 60_00,
}  # fmt: skip
ROW = {
    "block": "产出指标", "relation": "≥", "target_hundredths": 100_00, "actual_hundredths": 100_00,
    "weight_hundredths": 10_00, "reported_hundredths": None, "capped": False,
}  # fmt: skip


def rules_of(profile: str = "cn10", region: str = "扬中", on: Any = ON) -> PortfolioRules:
    return portfolio_rules(load_rules(on=on, region=region), profile)


def frames(*records: tuple[dict[str, Any], Sequence[dict[str, Any]]]) -> dict[str, pd.DataFrame]:
    """Tables from (record, its rows); what is not said is as in ``RECORD`` and ``ROW``."""
    projects = [{"record_id": number, **RECORD, **record} for number, (record, _) in enumerate(records, 1)]
    rows = [
        {"record_id": number, "line": line, **ROW, **row}
        for number, (_, several) in enumerate(records, 1)
        for line, row in enumerate(several, 1)
    ]
    return {
        "projects": typed(pd.DataFrame(projects)),
        "indicators": typed(pd.DataFrame(rows, columns=["record_id", "line", *ROW])),
    }


def typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Whole numbers, flags and words that may be unknown, also where a column is empty."""
    words = {"department", "fund", "town", "block", "relation"}
    kinds = {
        name: "string" if name in words else "boolean" if name in ("finished", "capped") else "Int64" for name in frame
    }
    return frame.astype(object).where(frame.notna(), None).astype(kinds)


@contextmanager
def engine_on(name: str, tables: Any) -> Iterator[Any]:
    with open_engine(open_source(tables), name, memory="1GB", spark_url="local[2]") as engine:
        yield engine


@pytest.fixture(autouse=True, scope="session")
def java_compiles_quickly() -> None:
    """A cluster works for hours on what it compiled well; a test is over before that is done."""
    quick = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
    os.environ["JAVA_TOOL_OPTIONS"] = f"{os.environ.get('JAVA_TOOL_OPTIONS', '')} {quick}".strip()


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small county with planted defects."""
    folder = tmp_path_factory.mktemp("county")
    make_portfolio(folder, projects=1_200, years=(2023, 2024), seed=20200225)
    return folder


ENGINES = ["local", "duckdb", pytest.param("spark", marks=pytest.mark.spark)]
