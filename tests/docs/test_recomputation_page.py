"""The page on recomputation: its table is what the test can find, its examples are what the checks say."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

from yzperf.forensics.grain import Grain
from yzperf.forensics.granularity import greatest_deviation

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = DOCS / "recomputation.md"


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_recomputation", DOCS / "make_recomputation.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_table_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == script().text(), "请运行 python docs/make_recomputation.py"


def test_the_picture_is_there() -> None:
    assert "pictures/granularity_power.png" in PAGE.read_text(encoding="utf-8")
    assert script().PICTURE.read_bytes().startswith(b"\x89PNG")


def test_the_numbers_in_the_text() -> None:
    share = script().power(300, script()._SHARE, 2)
    uncertain = Grain(range(295, 306), step=script()._SHARE).power(2)
    assert f"300 人是 {share:.2f}，295 至 305 人都有可能时只有 {uncertain:.2f}" in PAGE.read_text(encoding="utf-8")
    assert f"标准差最大是 {greatest_deviation('4.90', 40, (0, 5)):.2f}（40 人）" in PAGE.read_text(encoding="utf-8")


def test_four_of_five_honest_satisfactions_would_be_accused() -> None:
    """Totals of 20 points each, judged as if they counted people."""
    n = 120
    as_share = Grain(range(n, n + 1), step=script()._SHARE)
    honest = [f"{20 * total / n:.2f}" for total in range(5 * n + 1)]
    accused = sum(not as_share.gives(one) for one in honest) / len(honest)
    assert 0.78 < accused < 0.82
    as_points = Grain(range(n, n + 1), step=script()._POINTS)
    assert all(as_points.gives(one) for one in honest)
