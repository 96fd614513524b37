"""The county that comes with the package: made by its script, labelled, small, the same rows whatever the size."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
from make_portfolio import main, make_portfolio

from tests.conftest import ROOT

COUNTY = ROOT / "data" / "portfolio"


def test_the_script_makes_the_shipped_rows(tmp_path: Path) -> None:
    main([str(tmp_path)])
    for name in ("projects", "indicators"):
        assert pq.read_table(tmp_path / f"{name}.parquet").equals(pq.read_table(COUNTY / f"{name}.parquet"))
    for name in ("truth.json", "README.md"):
        assert (tmp_path / name).read_text(encoding="utf-8") == (COUNTY / name).read_text(encoding="utf-8")


def test_it_is_labelled_and_small() -> None:
    for name in ("projects", "indicators"):
        path = COUNTY / f"{name}.parquet"
        assert pq.read_schema(path).metadata[b"label"].decode() == "示例数据，纯属虚构"
        assert path.stat().st_size < 1_000_000
    assert "示例数据，纯属虚构" in (COUNTY / "README.md").read_text(encoding="utf-8")
    assert all(name.startswith("示例") for name in set(pq.read_table(COUNTY / "projects.parquet")["town"].to_pylist()))


def test_a_larger_portfolio_begins_with_the_same_rows(tmp_path: Path) -> None:
    small = make_portfolio(tmp_path / "a", projects=30, years=(2024,), seed=3)
    make_portfolio(tmp_path / "b", projects=70, years=(2024,), seed=3)
    one, other = (pq.read_table(tmp_path / name / "indicators.parquet") for name in "ab")
    assert other.slice(0, small["rows.indicators"]).equals(one)


def test_truth_counts_the_rows() -> None:
    truth = json.loads((COUNTY / "truth.json").read_text(encoding="utf-8"))
    for name in ("projects", "indicators"):
        assert pq.read_metadata(COUNTY / f"{name}.parquet").num_rows == truth[f"rows.{name}"]
