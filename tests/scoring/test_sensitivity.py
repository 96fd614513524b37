"""How firm a grade is: distances of scores and of weights, and what happens just there and just before."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.conftest import ON
from tests.scoring.test_card import sheet
from tests.scoring.test_item import HERE, row
from yzperf import face
from yzperf.domain.scorecard import ScoreCard
from yzperf.domain.scoresheet import Amount
from yzperf.errors import ScoreError
from yzperf.rules import Rules, load_rules
from yzperf.scoring import Sensitivity, grade_sensitivity, score_sheet

RULES = load_rules(on=ON, region="国家")
A_LITTLE = Fraction(1, 10**9)


def card_of(*scores: tuple[Fraction | str, str], rules: Rules = RULES) -> ScoreCard:
    """A card of rows with weight and rate; weights may be any fraction, as moved weights are."""
    rows = [row("100", actual, weight="1", name=f"指标{n}") for n, (_, actual) in enumerate(scores)]
    weighted = [replace(r, weight=Amount("", Fraction(w), HERE)) for r, (w, _) in zip(rows, scores, strict=True)]
    return score_sheet(sheet(*weighted), rules)


def sensitivity(*scores: tuple[Fraction | str, str], rules: Rules = RULES) -> Sensitivity | None:
    return grade_sensitivity(card_of(*scores, rules=rules))


def test_distances_to_both_neighbours(rules: Rules) -> None:
    found = sensitivity(("60", "100"), ("40", "73.625"), rules=rules)
    assert found is not None
    assert (found.total, found.grade) == (Fraction("89.45"), "良")
    assert found.better == ("优", Fraction("0.55"))
    assert found.worse == ("中", Fraction("9.45"))


def test_moving_a_row_by_its_distance_changes_the_grade_and_less_does_not(rules: Rules) -> None:
    found = sensitivity(("60", "100"), ("40", "73.625"), rules=rules)
    assert found is not None
    profile = rules.profile("cn10")
    assert len(found.decisive()) == 2
    for margin in found.decisive():
        if margin.up is not None:
            assert profile.grade_of(found.total + margin.up) == "优"
            assert profile.grade_of(found.total + margin.up - Fraction(1, 10**6)) == "良"
        if margin.down is not None:
            assert profile.grade_of(found.total - margin.down) == "良"
            assert profile.grade_of(found.total - margin.down - Fraction(1, 10**6)) == "中"


def test_a_full_row_cannot_gain_and_an_empty_row_cannot_lose(rules: Rules) -> None:
    found = sensitivity(("60", "100"), ("30", "100"), ("10", "0"), rules=rules)
    assert found is not None
    assert [margin.up for margin in found.margins] == [None, None, None]
    assert [margin.down for margin in found.margins] == [0, 0, None]
    assert "已是最高等级" in found.sentences()[0]


def test_no_grade_no_sensitivity(rules: Rules) -> None:
    assert sensitivity(("50", "100"), rules=rules) is None
    with pytest.raises(ScoreError, match="等级不定"):
        face.sensitivity(card_of(("50", "100")))


# ── weights ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_worked_weight() -> None:
    """60 full and 40 at 70 %: 88. A point from the second to the first gains 0.3; 2 ÷ 0.3 reaches 90, 8 ÷ 0.3 loses 80."""
    found = sensitivity(("60", "100"), ("40", "70"))
    assert found is not None
    first, second = found.margins
    assert (first.rate, first.others_rate) == (1, Fraction("0.7"))
    assert first.more is not None
    assert (first.more.points, first.more.grade, first.more.included) == (Fraction(20, 3), "优", True)
    assert first.less is not None
    assert (first.less.points, first.less.grade, first.less.included) == (Fraction(80, 3), "中", False)
    assert (second.less, second.more) == (first.more, first.less)
    assert list(found.weight_table().iloc[0]) == ["指标0", "60", "100.00%", "70.00%", "＞26.67", "中", "≥6.67", "优"]
    assert found.sentences()[2].endswith("最近的是“指标0”，由 60 分增加 6.67 分即为“优”。")


def test_a_weight_cannot_fall_below_nothing_nor_rise_above_all() -> None:
    found = sensitivity(("2", "100"), ("98", "85"))
    assert found is not None
    small, large = found.margins
    assert small.less is None  # even without it the total is 85
    assert small.more is not None
    assert large.more is None
    assert large.less == small.more


def test_the_last_point_of_a_weight_does_not_lose_a_grade_that_has_its_lower_bound() -> None:
    """Without the full row the total is 80, exactly the bound of 良; beyond there is nothing left to take."""
    found = sensitivity(("50", "100"), ("50", "80"))
    assert found is not None
    assert found.total == 90
    assert found.margins[0].less is not None  # 优 is lost by any loss
    assert found.margins[0].less.points == 0
    good = sensitivity(("40", "100"), ("60", "80"))
    assert good is not None
    assert good.grade == "良"
    assert good.margins[0].less is None


def test_rows_that_score_like_the_rest_cannot_change_it_by_their_weight() -> None:
    found = sensitivity(("50", "85"), ("50", "85"))
    assert found is not None
    assert found.decisive_weights() == ()
    assert "没有哪一项单独变动分值" in found.sentences()[2]


def test_a_single_row_and_a_row_without_weight_have_no_weight_to_move() -> None:
    alone = sensitivity(("100", "85"))
    assert alone is not None
    assert alone.margins[0].shifts == ()
    assert alone.margins[0].others_rate is None
    beside = sensitivity(("100", "85"), ("0", "85"))
    assert beside is not None
    assert [margin.shifts for margin in beside.margins] == [(), ()]
    assert beside.weight_table().iloc[1]["得分率"] == ""


def moved(scores: list[tuple[Fraction, str]], place: int, change: Fraction) -> list[tuple[Fraction, str]]:
    """The same rows with one weight changed and the others rescaled in proportion."""
    whole = sum(weight for weight, _ in scores)
    rest = whole - scores[place][0]
    scale = (rest - change) / rest
    return [(weight + change if n == place else weight * scale, actual) for n, (weight, actual) in enumerate(scores)]


def shares(cuts: list[int]) -> list[Fraction]:
    edges = [0, *sorted(set(cuts)), 1000]
    return [Fraction(high - low, 10) for low, high in pairwise(edges)]


@given(st.lists(st.integers(1, 999), min_size=1, max_size=5), st.lists(st.integers(0, 1000), min_size=6, max_size=6))
def test_scoring_again_with_moved_weights_flips_the_grade_just_there(cuts: list[int], rates: list[int]) -> None:
    scores = [(weight, str(rate / 10)) for weight, rate in zip(shares(cuts), rates, strict=False)]
    found = sensitivity(*scores)
    assert found is not None
    assume(found.decisive_weights())
    for place, margin in enumerate(found.margins):
        for side, shift in ((-1, margin.less), (1, margin.more)):
            if shift is None:
                continue
            beyond = shift.points if shift.included else shift.points + A_LITTLE
            before = shift.points - A_LITTLE if shift.included else shift.points
            assert card_of(*moved(scores, place, side * beyond)).grade == shift.grade
            assert card_of(*moved(scores, place, side * before)).grade == found.grade


@given(st.lists(st.integers(1, 999), min_size=1, max_size=4), st.lists(st.integers(0, 1000), min_size=5, max_size=5))
def test_a_weight_said_to_be_harmless_is_harmless_at_both_ends(cuts: list[int], rates: list[int]) -> None:
    scores = [(weight, str(rate / 10)) for weight, rate in zip(shares(cuts), rates, strict=False)]
    found = sensitivity(*scores)
    assert found is not None
    for place, margin in enumerate(found.margins):
        weight = scores[place][0]
        if margin.less is None:
            assert card_of(*moved(scores, place, -weight)).grade == found.grade
        if margin.more is None:
            assert card_of(*moved(scores, place, 100 - weight)).grade == found.grade


# ── rows that do not apply ──────────────────────────────────────────────────────────────────────────


def test_where_a_row_does_not_apply_a_point_of_the_others_counts_for_more() -> None:
    """20 of 100 points do not apply: 72 of 80 is 90 of 100. A row loses 8 points and the total 10."""
    found = sensitivity(("40", "100"), ("40", "80"), ("20", "不适用"))
    assert found is not None
    assert (found.total, found.grade) == (90, "优")
    assert [margin.indicator for margin in found.margins] == ["指标0", "指标1"]
    assert found.worse == ("良", 0)
    good = sensitivity(("40", "100"), ("40", "75"), ("20", "不适用"))
    assert good is not None
    assert good.total == Fraction(175, 2)
    assert good.margins[1].up == 2  # 40 + 32 of 80 is 90 %
    assert good.margins[1].down == 6  # 40 + 24 of 80 is 80 %


@given(st.lists(st.integers(1, 999), min_size=3, max_size=5), st.lists(st.integers(0, 1000), min_size=6, max_size=6))
def test_moved_weights_flip_the_grade_where_a_row_does_not_apply(cuts: list[int], rates: list[int]) -> None:
    parts = shares(cuts)
    assume(len(parts) > 2)
    out, applying = parts[0], parts[1:]
    scores = [(weight, str(rate / 10)) for weight, rate in zip(applying, rates, strict=False)]
    found = sensitivity(*scores, (out, "不适用"))
    assert found is not None
    for place, margin in enumerate(found.margins):
        for side, shift in ((-1, margin.less), (1, margin.more)):
            if shift is None:
                continue
            beyond = shift.points if shift.included else shift.points + A_LITTLE
            before = shift.points - A_LITTLE if shift.included else shift.points
            assert card_of(*moved(scores, place, side * beyond), (out, "不适用")).grade == shift.grade
            assert card_of(*moved(scores, place, side * before), (out, "不适用")).grade == found.grade
