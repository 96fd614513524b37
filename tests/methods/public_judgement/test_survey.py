"""Survey estimates: textbook formulas by hand, domains, intervals, refusals. Published figures: tests/published."""

import math
import warnings
from dataclasses import asdict

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yzperf.domain.result import Verdict
from yzperf.drawing.canvas import png_bytes
from yzperf.errors import MethodError
from yzperf.methods import survey_estimate
from yzperf.methods.distributions import t_quantile
from yzperf.methods.public_judgement.survey_design import rao_scott_bounds
from yzperf.methods.sampling import stratified_mean


def people(seed: int = 1, clusters: int = 12, size: int = 5) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    village = np.repeat(np.arange(clusters), size)
    score = 80 + 5 * rng.normal(size=clusters)[village] + 8 * rng.normal(size=len(village))
    return pd.DataFrame(
        {
            "村": [f"村{one}" for one in village],
            "镇": np.where(village < clusters // 2, "甲镇", "乙镇"),
            "得分": score,
            "满意": (score > 78).astype(int),
            "村数": np.where(village < clusters // 2, 40, 60),
            "户数": 100 + 10 * village,
            "权": rng.uniform(1, 3, len(village)),
        }
    )


def test_simple_sample_by_hand() -> None:
    table = pd.DataFrame({"y": [1.0, 2, 3, 6], "N": 20})
    result = survey_estimate(table, value="y", first_stage="N")
    assert result.value == 3
    error = math.sqrt((1 - 4 / 20) * (14 / 3) / 4)
    assert result.standard_error == pytest.approx(error)
    assert result.interval == pytest.approx((3 - t_quantile(3) * error, 3 + t_quantile(3) * error))
    assert result.estimate.design_effect == pytest.approx(1)
    total = survey_estimate(table, value="y", kind="total", first_stage="N")
    assert (total.value, total.standard_error) == pytest.approx((60, 20 * error))
    assert total.estimate.design_effect == pytest.approx(1)


def test_stratified_mean_is_the_textbook_one() -> None:
    table = people().assign(总=lambda frame: np.where(frame["镇"] == "甲镇", 300, 900))
    result = survey_estimate(table, value="得分", strata="镇", first_stage="总")
    codes = (table["镇"] == "乙镇").to_numpy(int)
    expected = stratified_mean(table["得分"].to_numpy(), codes, np.array([300.0, 900.0]))
    assert asdict(result.estimate) == pytest.approx(asdict(expected))


def test_two_stage_total_by_hand() -> None:
    """Cochran 11.24: N² (1−f₁) s²_b / n of cluster totals, plus N/n Σ M² (1−f₂) s²_w / m."""
    table = people()[["村", "得分", "户数"]].assign(村数=40)
    result = survey_estimate(table, value="得分", kind="total", cluster="村", first_stage="村数", second_stage="户数")
    groups = table.groupby("村", sort=False)
    sizes, means, spread = groups["户数"].first(), groups["得分"].mean(), groups["得分"].var()
    totals = sizes * means
    assert result.value == pytest.approx(40 / 12 * totals.sum())
    between = 40**2 * (1 - 12 / 40) * totals.var() / 12
    within = 40 / 12 * (sizes**2 * (1 - 5 / sizes) * spread / 5).sum()
    assert result.standard_error == pytest.approx(math.sqrt(between + within))


def test_domains_add_up_to_the_whole() -> None:
    table = people()
    result = survey_estimate(table, value="得分", kind="total", weights="权", strata="镇", cluster="村", by="满意")
    assert sum(one.estimate.estimate for one in result.domains) == pytest.approx(result.value)
    mean = survey_estimate(table, value="得分", weights="权", strata="镇", cluster="村", by="镇")
    own = table[table["镇"] == "甲镇"]
    assert mean.domains[0].estimate.estimate == pytest.approx(np.average(own["得分"], weights=own["权"]))


def test_clusters_that_agree_inside_have_a_large_design_effect() -> None:
    table = people().assign(得分=lambda frame: frame["户数"] * 1.0)
    result = survey_estimate(table, value="得分", cluster="村")
    assert result.estimate.design_effect == pytest.approx(5 * 59 / 60 * 12 / 11)  # m, both with their own degrees


def test_shares_and_their_intervals() -> None:
    table = pd.DataFrame({"a": ["满意"] * 8 + ["一般"] * 2})
    share = survey_estimate(table, value="a", kind="share", counted=["满意"])
    assert share.value == pytest.approx(80)
    assert share.interval == pytest.approx((49.0, 94.3), abs=0.1)  # Wilson for 8 of 10
    for interval in ("logit", "rao_scott", "t", "normal"):
        low, high = survey_estimate(table, value="a", kind="share", counted=["满意"], interval=interval).interval
        assert low < 80 < high
        assert (high <= 100) == (interval not in ("t", "normal"))


def test_rao_scott_bounds_reach_the_likelihood_limit() -> None:
    share = survey_estimate(people(), value="满意", kind="share", cluster="村").estimate
    p, count = share.estimate, share.estimate * (1 - share.estimate) / share.standard_error**2
    for end in rao_scott_bounds(share):
        ratio = 2 * count * (p * math.log(p / end) + (1 - p) * math.log((1 - p) / (1 - end)))
        assert ratio == pytest.approx(t_quantile(share.degrees) ** 2)


def test_everybody_satisfied_keeps_a_width() -> None:
    table = pd.DataFrame({"a": [1] * 12})
    for interval in ("wilson", "logit", "rao_scott"):
        low, high = survey_estimate(table, value="a", kind="share", interval=interval).interval
        assert low < 80
        assert high == pytest.approx(100)


def test_those_who_answer_are_a_domain() -> None:
    table = people()
    table.loc[[0, 7], "得分"] = np.nan
    result = survey_estimate(table, value="得分", cluster="村", missing="answered")
    assert result.unanswered == 2
    assert result.value == pytest.approx(table["得分"].mean())
    assert "另有2份未答" in result.sentences()[1]


@settings(max_examples=20, deadline=None)
@given(st.floats(0.1, 100), st.permutations(range(60)))
def test_size_of_weights_and_order_do_not_matter(scale: float, order: list[int]) -> None:
    table = people()
    one = survey_estimate(table, value="得分", weights="权", strata="镇", cluster="村")
    moved = table.iloc[order].assign(权=lambda frame: frame["权"] * scale)
    other = survey_estimate(moved, value="得分", weights="权", strata="镇", cluster="村")
    assert (other.value, other.standard_error) == pytest.approx((one.value, one.standard_error))


def test_what_people_see() -> None:
    result = survey_estimate(
        people(), value="满意", kind="share", strata="镇", cluster="村", first_stage="村数", by="镇"
    )
    assert result.table()["范围"].tolist() == ["总体", "甲镇", "乙镇"]
    assert "2层、12个群" in result.sentences()[1]
    verdicts = {check.assumption: check.verdict for check in result.diagnostics()}
    assert verdicts["抽样单元足够"] is Verdict.DOUBTFUL
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert png_bytes(result.figure())


@pytest.mark.parametrize(
    ("change", "options", "words"),
    [
        ({}, {"value": "分"}, "缺少列“分”"),
        ({"得分": "高"}, {}, "不是数"),
        ({"得分": [None] + [1.0] * 59}, {}, "缺失值（第1行）"),
        ({"权": 0}, {"weights": "权"}, "应为正数"),
        ({"村": [None] + ["a"] * 29 + ["b"] * 30}, {"cluster": "村"}, "有空缺（第1行）"),
        ({"村数": 3}, {"cluster": "村", "first_stage": "村数"}, "少于样本中的个数"),
        ({"村数": range(60, 120)}, {"cluster": "村", "first_stage": "村数"}, "内应相同"),
        ({}, {"cluster": "镇", "strata": "镇"}, "每层至少要2个抽样单元"),
        ({"户数": 2}, {"cluster": "村", "second_stage": "户数"}, "少于样本中的个数"),
        ({}, {"second_stage": "户数"}, "指明群"),
        ({}, {"kind": "median"}, "估计量"),
        ({}, {"interval": "exact"}, "区间（interval）"),
        ({}, {"interval": "wilson"}, "只用于比例"),
        ({}, {"missing": "drop"}, "缺失处理"),
        ({}, {"counted": ["是"]}, "只用于比例"),
        ({}, {"value": "镇", "kind": "share", "counted": ["丙镇"]}, "没有人选过：丙镇"),
    ],
)
def test_refusals(change: dict[str, object], options: dict[str, object], words: str) -> None:
    with pytest.raises(MethodError, match=words):
        survey_estimate(people().assign(**change), **{"value": "得分", **options})
