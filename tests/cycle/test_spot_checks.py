"""Spot checks: the design fixes the sample, whatever the order of the list; chances are what the design says."""

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yzperf.cycle import SpotCheckDesign, draw_spot_checks
from yzperf.cycle.spot_checks import allocate
from yzperf.errors import MethodError


@pytest.fixture
def projects() -> pd.DataFrame:
    rng = np.random.default_rng(7)
    number = [f"P{n:03d}" for n in range(200)]
    department = rng.choice(["教育", "水利", "交通"], 200, p=[0.6, 0.3, 0.1])
    return pd.DataFrame(
        {"编号": number, "部门": department, "金额": [Decimal(int(v)) for v in rng.integers(10, 1000, 200)]}
    )


def draw(projects: pd.DataFrame, **changes) -> pd.DataFrame:
    settings = {"size": 40, "seed": "2026310期 07 1 9", "strata": ("部门",), "certain_from": Decimal(950)} | changes
    return draw_spot_checks(projects, SpotCheckDesign(**settings), id="编号", amount="金额").chosen


def test_the_sample_is_as_designed(projects: pd.DataFrame) -> None:
    chosen = draw(projects)
    assert len(chosen) == 40
    assert chosen["编号"].is_unique
    large = set(projects.loc[projects["金额"] >= 950, "编号"])
    assert large <= set(chosen["编号"])
    assert set(chosen["部门"]) == {"教育", "水利", "交通"}
    assert set(chosen.loc[chosen["抽取方式"] == "必查", "编号"]) == large


def test_the_order_of_the_list_changes_nothing(projects: pd.DataFrame) -> None:
    shuffled = projects.sample(frac=1, random_state=1).reset_index(drop=True)
    pd.testing.assert_frame_equal(draw(projects), draw(shuffled))


def test_another_seed_draws_others_and_the_same_seed_the_same(projects: pd.DataFrame) -> None:
    assert draw(projects)["编号"].tolist() == draw(projects)["编号"].tolist()
    assert draw(projects)["编号"].tolist() != draw(projects, seed="另一个种子")["编号"].tolist()


def test_chances_add_up_to_the_size_and_are_what_happens(projects: pd.DataFrame) -> None:
    design = {"strata": (), "certain_from": None, "size": 50}
    counts = pd.Series(0, index=projects["编号"])
    for seed in range(400):
        counts[draw(projects, seed=str(seed), **design)["编号"]] += 1
    assert set(draw(projects, **design)["抽取概率"]) == {0.25}
    # 400 draws with chance 1/4: mean 100, standard deviation 8.7; six deviations would be a fault
    assert (counts - 100).abs().max() < 52


def test_a_known_draw(projects: pd.DataFrame) -> None:
    small = pd.DataFrame({"编号": ["A", "B", "C", "D"]})
    chosen = draw_spot_checks(small, SpotCheckDesign(2, "种子"), id="编号").chosen
    import hashlib

    ranked = sorted("ABCD", key=lambda name: hashlib.sha256(f"种子\n{name}".encode()).hexdigest())
    assert chosen["编号"].tolist() == sorted(ranked[:2])


def test_all_that_is_wrong_is_told_at_once(projects: pd.DataFrame) -> None:
    twice = pd.concat([projects, projects])
    with pytest.raises(MethodError) as caught:
        draw_spot_checks(twice, SpotCheckDesign(0, "", certain_from=Decimal(1)), id="编号")
    assert len(caught.value.problems) == 4


def test_too_small_a_sample_is_refused(projects: pd.DataFrame) -> None:
    with pytest.raises(MethodError, match="共需"):
        draw(projects, size=3)


@given(
    st.dictionaries(st.text("甲乙丙丁戊", min_size=1, max_size=3), st.integers(1, 50), min_size=1),
    st.integers(0, 200),
    st.integers(0, 3),
)
def test_allocation_never_exceeds_a_stratum_and_uses_the_whole_size(
    sizes: dict[str, int], total: int, at_least: int
) -> None:
    shares = allocate(sizes, total, at_least)
    floor = sum(min(size, at_least) for size in sizes.values())
    assert all(0 <= shares[name] <= sizes[name] for name in sizes)
    assert sum(shares.values()) == max(floor, min(total, sum(sizes.values())))


def test_a_small_stratum_needs_no_more_than_it_has() -> None:
    small = pd.DataFrame({"编号": ["A", "B", "C", "D"], "部门": ["甲", "甲", "甲", "乙"]})
    chosen = draw_spot_checks(small, SpotCheckDesign(3, "种子", ("部门",), at_least=2), id="编号").chosen
    assert sorted(chosen["部门"]) == ["乙", "甲", "甲"]
    with pytest.raises(MethodError, match="共需 3 个"):
        draw_spot_checks(small, SpotCheckDesign(2, "种子", ("部门",), at_least=2), id="编号")


def test_the_recipe_names_everything_that_fixes_the_sample(projects: pd.DataFrame) -> None:
    design = SpotCheckDesign(40, "某期号码", ("部门",), Decimal(950), 2, "万元")
    sample = draw_spot_checks(projects, design, id="编号", amount="金额")
    recipe = dict(sample.recipe())
    assert (recipe["种子"], recipe["抽取数"], recipe["分层列"], recipe["每层至少"]) == (
        "某期号码",
        "40",
        "部门",
        "2 个",
    )
    assert recipe["必查金额"] == "950 万元及以上全部抽取"
    assert "SHA-256" in recipe["层内抽取"]
    assert all(chance.endswith(f"/{size}") for chance, size in sample.strata_table()[["抽取概率", "项目数"]].to_numpy())


def test_a_list_that_was_drawn_from_before_is_not_overwritten(projects: pd.DataFrame) -> None:
    with pytest.raises(MethodError, match="已有列 抽取方式、抽取概率"):
        draw(draw(projects), size=10)


def test_the_words_of_a_simple_sample(projects: pd.DataFrame) -> None:
    sample = draw_spot_checks(projects, SpotCheckDesign(5, "种子"), id="编号")
    assert sample.sentences()[0] == "从 200 个项目中抽取 5 个：不分层，随机抽取。"
