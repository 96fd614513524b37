"""Where the worked case and the other fictional or published material of the package lies (示例)."""

from __future__ import annotations

from pathlib import Path

from yzperf.domain.shipped import shipped

SAMPLE_CASE = "rural_sewage_2024"


def sample_case() -> Path:
    """Folder of the worked case that comes with the package (示例数据，纯属虚构)."""
    return shipped("data") / "cases" / SAMPLE_CASE


def sample_portfolio() -> Path:
    """Folder of a county's portfolio that comes with the package (示例数据，纯属虚构)."""
    return shipped("data") / "portfolio"


def sample_deliverables() -> Path:
    """Folder of a bureau's spot check: a project list and the deliverables of the drawn ones (示例数据，纯属虚构)."""
    return shipped("data") / "deliverables"


def published_tables() -> list[Path]:
    """Workbooks made from published self-evaluation tables (公开自评表), sorted."""
    return sorted((shipped("data") / "published").glob("*.xlsx"))
