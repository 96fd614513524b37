"""Krippendorff's α: by hand, by pairs, against the package, bootstrap, refusals. Published figures: tests/published."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yzperf.domain.result import Verdict
from yzperf.drawing.canvas import png_bytes
from yzperf.errors import MethodError
from yzperf.methods import krippendorff_alpha
from yzperf.methods.public_judgement import disagreement
from yzperf.methods.public_judgement.disagreement import LEVELS, alpha, drawn_alphas, pairable


def ratings(objects: int, raters: int, seed: int, top: int = 5, holes: float = 0.2) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    values = np.clip(rng.normal(3, 1, (objects, 1)) + 0.6 * rng.normal(size=(objects, raters)), 1, top).round()
    values[rng.random(values.shape) < holes] = np.nan
    return pd.DataFrame(values).add_prefix("E")


def by_pairs(table: pd.DataFrame, level: str) -> float:
    """The definition: mean disagreement of pairs within units over that of all pairs."""
    units = [row[~np.isnan(row)] for row in table.to_numpy(float)]
    units = [row for row in units if len(row) > 1]
    pool = np.sort(np.concatenate(units))

    def apart(first: float, second: float) -> float:
        low, high = sorted((first, second))
        between = ((pool >= low) & (pool <= high)).sum() - ((pool == low).sum() + (pool == high).sum()) / 2
        measures = {
            "nominal": float(first != second),
            "ordinal": 0.0 if first == second else float(between) ** 2,
            "interval": (first - second) ** 2,
            "ratio": ((first - second) / (first + second)) ** 2 if first + second else 0.0,
        }
        return measures[level]

    observed = sum(sum(apart(one, other) for one in row for other in row) / (len(row) - 1) for row in units)
    expected = sum(apart(one, other) for one in pool for other in pool) / (len(pool) - 1)
    return 1 - observed / expected


def test_two_raters_by_hand() -> None:
    """Four units, one disagreement: 2 of 8 ordered pairs differ; expected 2 · 3 · 5 / 56."""
    table = pd.DataFrame({"a": ["x", "x", "y", "y"], "b": ["x", "y", "y", "y"]})
    assert krippendorff_alpha(table, level="nominal").value == pytest.approx(1 - (2 / 8) / (2 * 3 * 5 / 56))


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("seed", range(3))
def test_equals_its_definition(level: str, seed: int) -> None:
    table = ratings(9, 4, seed)
    assert krippendorff_alpha(table, level=level, draws=0).value == pytest.approx(by_pairs(table, level))


@pytest.mark.parametrize("level", LEVELS)
def test_equals_the_package(level: str) -> None:
    package = pytest.importorskip("krippendorff")
    table = ratings(40, 7, 5)
    theirs = package.alpha(reliability_data=table.to_numpy().T, level_of_measurement=level)
    assert krippendorff_alpha(table, level=level, draws=0).value == pytest.approx(theirs)


@pytest.mark.parametrize("level", LEVELS)
def test_many_values_give_the_same_without_a_table(level: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = pairable(ratings(30, 5, 2, top=9).to_numpy())
    with_table = alpha(data, level), drawn_alphas(data, level, 50, 1)
    monkeypatch.setattr(disagreement, "_value_table", lambda _: None)
    assert alpha(data, level) == pytest.approx(with_table[0])
    assert drawn_alphas(data, level, 50, 1) == pytest.approx(with_table[1])


@pytest.mark.parametrize("level", LEVELS)
def test_a_draw_is_the_alpha_of_the_repeated_units(level: str) -> None:
    table = ratings(12, 4, 3, holes=0.0)
    data = pairable(table.to_numpy())
    chosen = np.random.default_rng(8).integers(12, size=(5, 12))  # the rows that the seed draws
    drawn = drawn_alphas(data, level, 5, 8)
    for rows, found in zip(chosen, drawn, strict=True):
        assert found == pytest.approx(alpha(pairable(table.to_numpy()[rows]), level)[0])


def test_words_with_an_order() -> None:
    words = {1: "差", 2: "中", 3: "良", 4: "优", 5: "特优"}
    numbers = ratings(20, 3, 4)
    named = numbers.apply(lambda column: column.map(words)).assign(项目=[f"对象{row}" for row in range(20)])
    result = krippendorff_alpha(named, name="项目", order=["差", "中", "良", "优", "特优"])
    assert result.value == pytest.approx(krippendorff_alpha(numbers).value)
    assert result.bounds == krippendorff_alpha(numbers).bounds


def test_single_ratings_are_left_out_and_named() -> None:
    table = pd.DataFrame({"项目": list("甲乙丙丁"), "a": [1, 2, None, None], "b": [1, 3, 4, None]})
    result = krippendorff_alpha(table, name="项目")
    assert result.alone == ("丙",)
    assert result.left_out == ("丁",)
    assert "丙" in result.sentences()[1]
    assert "丁" in result.sentences()[1]
    assert (result.objects, result.ratings) == (2, 4)


def test_a_rater_apart_is_named() -> None:
    table = ratings(40, 4, 6, holes=0.0)
    table["E3"] = 6 - table["E3"]
    result = krippendorff_alpha(table)
    assert max(result.without, key=lambda pair: pair[1])[0] == "E3"
    assert "去掉E3" in result.sentences()[2]
    verdicts = {check.assumption: check.verdict for check in result.diagnostics()}
    assert verdicts["没有与众不同的专家"] is Verdict.DOUBTFUL
    assert verdicts["一致程度足以作结论"] is Verdict.FAILS


@settings(max_examples=20, deadline=None)
@given(st.floats(0.01, 100), st.floats(-50, 50), st.permutations(range(15)))
def test_interval_level_does_not_depend_on_unit_and_origin(scale: float, shift: float, order: list[int]) -> None:
    table = ratings(15, 3, 1)
    moved = krippendorff_alpha(table.iloc[order] * scale + shift, level="interval", draws=0)
    assert moved.value == pytest.approx(krippendorff_alpha(table, level="interval", draws=0).value)


def test_what_people_see() -> None:
    result = krippendorff_alpha(ratings(25, 4, 1))
    assert len(result.table()) == 5
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert png_bytes(result.figure())
    assert krippendorff_alpha(ratings(25, 4, 1), draws=0).interval is None


@pytest.mark.parametrize(
    ("table", "options", "words"),
    [
        (pd.DataFrame({"a": [1, 1], "b": [1, 1]}), {}, "所有评分都相同"),
        (pd.DataFrame({"a": [1, None], "b": [2, 1]}), {}, "只有1个，至少要2个"),
        (pd.DataFrame({"a": [1, None], "b": [None, 1]}), {}, "只有0个"),
        (pd.DataFrame({"a": list("xyz"), "b": list("xyy")}), {}, "不是数"),
        (pd.DataFrame({"a": list("xyz"), "b": list("xyy")}), {"order": ["x", "y"]}, "没有：z"),
        (pd.DataFrame({"a": [-1, 2], "b": [1, 3]}), {"level": "ratio"}, "不小于0"),
        (ratings(5, 2, 1), {"level": "rank"}, "尺度"),
        (ratings(5, 2, 1), {"level": "nominal", "order": [1, 2]}, "只用于ordinal"),
        (ratings(5, 2, 1), {"draws": 5}, "0或至少99"),
        (ratings(5, 2, 1), {"raters": ["E0"]}, "只有1个专家"),
    ],
)
def test_refusals(table: pd.DataFrame, options: dict[str, object], words: str) -> None:
    with pytest.raises(MethodError, match=words):
        krippendorff_alpha(table, **options)
