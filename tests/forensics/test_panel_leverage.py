"""What one or two members of a panel can do: brute force over the scale, and the stated simulation."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import combinations, product

import numpy as np
import pytest

from tests.conftest import ROOT
from yzperf.forensics.panel_leverage import Rule, leverage, mean, median, without_extremes

RULES: dict[str, Rule] = {"平均": mean, "去掉一个最高和一个最低": without_extremes(), "中位数": median}


def fractions(*scores: float) -> list[Fraction]:
    return [Fraction(str(score)) for score in scores]


def test_rules_by_hand() -> None:
    scores = fractions(70, 80, 85, 90, 100)
    assert [rule(scores) for rule in RULES.values()] == [85, 85, 85]
    assert without_extremes(2, 0)(scores) == Fraction(235, 3)
    assert without_extremes()(fractions(90, 90, 90, 60)) == 90  # of equal ones only one goes
    with pytest.raises(ValueError, match="dropped"):
        without_extremes()(fractions(80, 90))


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("members", [1, 2])
def test_the_ends_of_the_scale_are_the_farthest_that_anybody_can_go(name: str, members: int) -> None:
    scores, rule = fractions(76, 80, 83, 84, 91), RULES[name]
    grid = [Fraction(value) for value in range(0, 101, 20)]
    every = [
        rule([dict(zip(who, given, strict=True)).get(place, score) for place, score in enumerate(scores)])
        for who in combinations(range(5), members)
        for given in product(grid, repeat=members)
    ]
    found = leverage(scores, rule, members=members)
    assert (found.down, found.up) == (min(every), max(every))


def test_who_can_change_the_grade() -> None:
    bounds = fractions(60, 80, 90)
    near = leverage(fractions(80, 81, 79, 80, 81), mean, members=1, bounds=bounds)
    assert near.flips == ((0,), (1,), (2,), (3,), (4,))
    firm = leverage(fractions(85, 85, 85, 85, 85), median, members=1, bounds=bounds)
    assert (firm.flips, firm.shift) == ((), 0)
    assert len(leverage(fractions(84, 84, 85, 85, 86), median, members=2, bounds=bounds).flips) == 0
    assert len(leverage(fractions(84, 84, 85, 95, 96), median, members=2, bounds=bounds).flips) > 0


STATED = [  # quality.md: panel, colluders who give 100, mean shift of mean, trimmed mean and median
    (5, 1, (4.0, 1.7, 1.5)),
    (5, 2, (8.0, 8.2, 4.3)),
    (3, 2, (None, 20.0, None)),
]


@pytest.mark.parametrize(("size", "colluders", "stated"), STATED)
def test_the_stated_simulation(size: int, colluders: int, stated: tuple[float | None, ...]) -> None:
    """Others give 80 ± 5; the stated mean lies within three standard errors of ours, and half its last digit."""
    draws = 2_000
    panels = np.clip(np.random.default_rng(9).normal(80, 5, (draws, size)), 0, 100).round(2)
    for rule, value in zip(RULES.values(), stated, strict=True):
        if value is not None:
            before = [fractions(*panel) for panel in panels.tolist()]
            shifts = np.array(
                [float(rule([Fraction(100)] * colluders + one[colluders:]) - rule(one)) for one in before]
            )
            error = shifts.std() / draws**0.5
            assert abs(shifts.mean() - value) <= 3 * error + 0.05


def test_the_table_of_the_page() -> None:
    """Every row of the example of docs/raters.md is computed again."""
    text = (ROOT / "docs" / "raters.md").read_text(encoding="utf-8")
    scores = fractions(*map(float, re.findall(r"\d+", text.partition("五位专家打分 ")[2].partition("。")[0])))
    rows = [
        row.split("|")[1:-1] for row in text.splitlines() if row.split("|")[1:2] and row.split("|")[1].strip() in RULES
    ]
    assert len(rows) == len(RULES)
    for name, *cells in ([cell.strip() for cell in row] for row in rows):
        rule = RULES[name]
        made = [leverage(scores, rule, members=members, bounds=fractions(60, 80, 90)) for members in (1, 2)]
        shown = [f"{float(rule(scores)):.2f}", *(f"{float(one.down):.2f}—{float(one.up):.2f}" for one in made)]
        assert [*cells[:3]] == shown
        assert cells[3] == f"{len(made[0].flips)} / {len(made[1].flips)}"
