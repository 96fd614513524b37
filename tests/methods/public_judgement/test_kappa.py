"""κ for many raters and for two: by hand, properties, gaps, refusals. Published figures: tests/published."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yzperf.domain.result import Verdict
from yzperf.drawing.canvas import png_bytes
from yzperf.errors import MethodError
from yzperf.methods import fleiss_kappa, weighted_kappa

CLASSES = pd.DataFrame(
    {
        "项目": list("甲乙丙丁戊己"),
        "张": ["优", "良", "良", "中", "优", "中"],
        "王": ["优", "良", "中", "中", "优", "良"],
        "李": ["优", "良", "良", "中", "良", "中"],
    }
)
GRADES = ["优", "良", "中"]


def random_classes(objects: int, raters: int, seed: int) -> pd.DataFrame:
    return pd.DataFrame(np.random.default_rng(seed).integers(1, 4, size=(objects, raters))).add_prefix("E")


# ── Fleiss ──────────────────────────────────────────────────────────────────────────────────────────


def test_fleiss_by_hand() -> None:
    """Pairs that agree: 1, 1, 1/3, 1, 1/3, 1/3; shares 5/18, 7/18, 6/18."""
    result = fleiss_kappa(CLASSES, name="项目")
    chance = (5**2 + 7**2 + 6**2) / 18**2
    assert result.kappa.observed == pytest.approx(4 / 6)
    assert result.value == pytest.approx((4 / 6 - chance) / (1 - chance))
    assert result.split == ("丙", "戊", "己")


def test_counts_and_columns_agree() -> None:
    counts = pd.DataFrame([(CLASSES.iloc[row, 1:] == grade).sum() for grade in GRADES] for row in range(6))
    counts.columns = GRADES
    from_counts, from_columns = fleiss_kappa(counts, counts=True), fleiss_kappa(CLASSES, name="项目")
    assert from_counts.value == pytest.approx(from_columns.value)
    assert from_counts.bounds == pytest.approx(from_columns.bounds)
    assert from_counts.exact is None


def test_full_agreement_is_one() -> None:
    same = pd.DataFrame({"a": [1, 2, 1, 3], "b": [1, 2, 1, 3]})
    result = fleiss_kappa(same)
    assert result.value == pytest.approx(1)
    assert result.exact == pytest.approx(1)
    assert result.interval == (pytest.approx(1), pytest.approx(1))


def test_interval_is_near_the_jackknife() -> None:
    """Gwet's error is the linear part of the jackknife over objects."""
    table = random_classes(60, 4, 2)
    table["E1"] = table["E0"]
    whole = fleiss_kappa(table)
    left = np.array([fleiss_kappa(table.drop(index=row)).value for row in table.index])
    jackknife = np.sqrt(59 / 60 * ((left - left.mean()) ** 2).sum())
    assert whole.kappa.error == pytest.approx(jackknife, rel=0.03)


def test_fleiss_with_gaps() -> None:
    gaps = CLASSES.copy()
    gaps.loc[0, "张"] = None
    gaps.loc[1, ["张", "王"]] = None
    available = fleiss_kappa(gaps, name="项目", missing="available")
    assert available.objects == 6
    assert available.single == 1
    assert available.exact is None
    pairs = np.array([1, 1 / 3, 1, 1 / 3, 1 / 3])
    assert available.kappa.observed == pytest.approx(pairs.mean())
    listwise = fleiss_kappa(gaps, name="项目", missing="listwise")
    assert listwise.left_out == ("甲", "乙")
    assert listwise.value == pytest.approx(fleiss_kappa(CLASSES.iloc[2:], name="项目").value)


def test_error_with_gaps_is_near_the_jackknife() -> None:
    table = random_classes(80, 4, 3).astype(float)
    table["E1"] = table["E0"]
    table.iloc[::5, 0] = np.nan
    table.iloc[::8, 1:] = np.nan
    whole = fleiss_kappa(table, missing="available")
    left = np.array([fleiss_kappa(table.drop(index=row), missing="available").value for row in table.index])
    rows = whole.objects
    assert whole.kappa.error == pytest.approx(np.sqrt((rows - 1) / rows * ((left - left.mean()) ** 2).sum()), rel=0.05)


@settings(max_examples=20, deadline=None)
@given(st.permutations([1, 2, 3]), st.permutations(["E0", "E1", "E2"]))
def test_names_and_order_do_not_matter(names: list[int], order: list[str]) -> None:
    table = random_classes(15, 3, 1)
    renamed = table[order].replace(dict(zip([1, 2, 3], names, strict=True)))
    assert fleiss_kappa(renamed).value == pytest.approx(fleiss_kappa(table).value)


# ── weighted ────────────────────────────────────────────────────────────────────────────────────────


def test_weighted_by_hand() -> None:
    """甲 against 乙 on six objects; linear weights 1, ½, 0."""
    result = weighted_kappa(CLASSES, name="项目", raters=["张", "王"], categories=GRADES)
    observed = (4 + 2 * 0.5) / 6
    first, second = np.array([2, 2, 2]) / 6, np.array([2, 2, 2]) / 6
    chance = (np.outer(first, second) * [[1, 0.5, 0], [0.5, 1, 0.5], [0, 0.5, 1]]).sum()
    assert result.value == pytest.approx((observed - chance) / (1 - chance))
    assert result.exact_share == pytest.approx(4 / 6)
    assert result.counts == ((2, 0, 0), (0, 1, 1), (0, 1, 1))


def test_table_of_counts_gives_the_same() -> None:
    crossed = pd.crosstab(CLASSES["张"], CLASSES["王"]).loc[GRADES, GRADES].reset_index(drop=True)
    for weights in ("linear", "quadratic", "unweighted", [[0, 1, 5], [1, 0, 1], [5, 1, 0]]):
        one = weighted_kappa(crossed, counts=True, weights=weights)
        two = weighted_kappa(CLASSES, name="项目", raters=["张", "王"], categories=GRADES, weights=weights)
        assert (one.value, one.bounds) == (two.value, two.bounds)


def test_quadratic_weights_of_equal_margins_are_the_correlation() -> None:
    table = pd.DataFrame({"a": [1, 2, 3, 4, 1, 2, 3, 4], "b": [1, 2, 4, 3, 2, 1, 3, 4]})
    result = weighted_kappa(table, weights="quadratic")
    assert result.value == pytest.approx(table.corr().iloc[0, 1])


def test_unused_grade_changes_linear_weights_only_through_their_range() -> None:
    """A grade nobody used beyond the ends stretches all distances alike: κ stays."""
    table = pd.DataFrame({"a": [1, 2, 3, 1], "b": [1, 3, 3, 2]})
    assert weighted_kappa(table, categories=[1, 2, 3, 4]).value == pytest.approx(weighted_kappa(table).value)


def test_a_milder_rater_is_said() -> None:
    table = pd.DataFrame({"a": [1, 1, 2, 2, 3] * 8, "b": [2, 2, 3, 3, 3] * 8})
    verdicts = {check.assumption: check.verdict for check in weighted_kappa(table).diagnostics()}
    assert verdicts["两人宽严相同"] is Verdict.DOUBTFUL


# ── both ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("raters", [3, 2])
def test_what_people_see(raters: int) -> None:
    method = fleiss_kappa if raters == 3 else weighted_kappa
    result = method(random_classes(30, raters, 4))
    assert "κ=" in result.sentences()[0]
    assert len(result.table()) == 3
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert png_bytes(result.figure())


@pytest.mark.parametrize("method", [fleiss_kappa, weighted_kappa])
@pytest.mark.parametrize(
    ("change", "options", "words"),
    [
        ({"E0": 1, "E1": 1}, {}, "κ无法计算"),
        ({"E0": [None] + [1, 2, 3] * 3}, {}, "缺失值.*第1行"),
        ({}, {"raters": ["E0", "E9"]}, "缺少列“E9”"),
        ({}, {"raters": ["E0"]}, "只有1个专家"),
        ({}, {"missing": "drop"}, "缺失处理"),
    ],
)
def test_refusals(method: object, change: dict[str, object], options: dict[str, object], words: str) -> None:
    with pytest.raises(MethodError, match=words):
        method(random_classes(10, 2, 1).assign(**change), **options)


@pytest.mark.parametrize(
    ("table", "options", "words"),
    [
        (random_classes(5, 3, 1), {}, "只比较两位专家，现有3位"),
        (random_classes(9, 2, 1), {"categories": [1, 2]}, "没有：3"),
        (random_classes(9, 2, 1), {"weights": "cubic"}, "权重"),
        (random_classes(9, 2, 1), {"weights": [[0, 1], [1, 0]]}, "3行3列"),
        (random_classes(9, 2, 1), {"weights": [[1, 1, 1], [1, 1, 1], [1, 1, 1]]}, "对角线为0"),
        (random_classes(9, 2, 1), {"weights": [[0, 0, 0], [0, 0, 0], [0, 0, 0]]}, "不全为0"),
        (random_classes(9, 2, 1), {"counts": True}, "应为方表"),
        (pd.DataFrame({"a": [1, -1], "b": [0, 2]}), {"counts": True}, "不小于0"),
        (pd.DataFrame({"a": [1, 1], "b": [0, 2]}), {"counts": True, "categories": [1, 2, 3]}, "有3个"),
    ],
)
def test_weighted_refusals(table: pd.DataFrame, options: dict[str, object], words: str) -> None:
    with pytest.raises(MethodError, match=words):
        weighted_kappa(table, **options)


def test_count_refusals() -> None:
    with pytest.raises(MethodError, match="不小于0的整数（第2行）"):
        fleiss_kappa(pd.DataFrame({"a": [1, 1.5, 2], "b": [2, 1, 1]}), counts=True)
    with pytest.raises(MethodError, match="没有人评（第1行）"):
        fleiss_kappa(pd.DataFrame({"a": [0, 1, 2], "b": [0, 1, 1]}), counts=True)
    with pytest.raises(MethodError, match="不到2个"):
        fleiss_kappa(pd.DataFrame({"a": [1, 1, 2], "b": [0, 0, 1]}), counts=True)
