"""One sheet of 15 rows: from a read sheet to scores, total and grade."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from benchmarks.clock import seconds
from yzperf.domain.quantity import read_quantity
from yzperf.domain.scoresheet import Amount, IndicatorRow, ScoreSheet, SheetKind
from yzperf.errors import Place
from yzperf.rules import load_rules
from yzperf.scoring import score_sheet


def run() -> Iterator[str]:
    """Time the scoring of one read sheet, after import."""
    rules = load_rules(on=date(2025, 3, 10), region="国家")
    sheet = _sheet()
    yield f"15 rows scored in {seconds(lambda: score_sheet(sheet, rules), 50) * 1000:.2f} ms"


def _sheet() -> ScoreSheet:
    here = Place(file="t.xlsx")
    values = [
        ("≥95%", "93.7%"),
        ("≤90万元", "88.5万元"),
        ("=8个", "8个"),
        ("2024年11月底前", "2024年11月20日"),
        ("及时", "及时"),
    ] * 3
    rows = tuple(
        IndicatorRow(
            "产出指标",
            "数量指标",
            f"指标{number}",
            read_quantity(target),
            read_quantity(actual),
            Amount("6", Decimal(6), here),
            Amount("6", Decimal(6), here),
            "",
            here,
        )
        for number, (target, actual) in enumerate(values)
    )
    return ScoreSheet(SheetKind.SELF_EVALUATION, "national", "t.xlsx", "", {}, (), rows, (), None, "", "万元")
