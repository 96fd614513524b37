"""How firm a grade is."""

from fractions import Fraction

from tests.scoring.test_card import sheet
from tests.scoring.test_item import row
from yzperf.rules import Rules
from yzperf.scoring import grade_sensitivity, score_sheet


def sensitivity(rules: Rules, *scores: tuple[str, str]):
    rows = [row("100", actual, weight=weight, name=f"指标{n}") for n, (weight, actual) in enumerate(scores)]
    return grade_sensitivity(score_sheet(sheet(*rows), rules), rules.profile("cn10"))


def test_distances_to_both_neighbours(rules: Rules) -> None:
    found = sensitivity(rules, ("60", "100"), ("40", "73.625"))
    assert found is not None
    assert (found.total, found.grade) == (Fraction("89.45"), "良")
    assert found.better == ("优", Fraction("0.55"))
    assert found.worse == ("中", Fraction("9.45"))


def test_moving_a_row_by_its_distance_changes_the_grade_and_less_does_not(rules: Rules) -> None:
    found = sensitivity(rules, ("60", "100"), ("40", "73.625"))
    assert found is not None
    profile = rules.profile("cn10")
    for margin in found.decisive():
        if margin.up is not None:
            assert profile.grade_of(found.total + margin.up) == "优"
            assert profile.grade_of(found.total + margin.up - Fraction(1, 10**6)) == "良"
        if margin.down is not None:
            assert profile.grade_of(found.total - margin.down) == "良"
            assert profile.grade_of(found.total - margin.down - Fraction(1, 10**6)) == "中"


def test_a_full_row_cannot_gain_and_an_empty_row_cannot_lose(rules: Rules) -> None:
    found = sensitivity(rules, ("60", "100"), ("30", "100"), ("10", "0"))
    assert found is not None
    assert [margin.up for margin in found.margins] == [None, None, None]
    assert [margin.down for margin in found.margins] == [0, 0, None]
    assert "已是最高等级" in found.sentences()[0]


def test_no_grade_no_sensitivity(rules: Rules) -> None:
    assert sensitivity(rules, ("50", "100")) is None
