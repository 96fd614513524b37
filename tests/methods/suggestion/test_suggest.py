"""Which methods a case allows: judged by the shape of its tables, with what else would be needed."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import yzperf as yz
from yzperf.domain.case import Case
from yzperf.methods import METHODS
from yzperf.methods.suggestion.requirements import REQUIREMENTS
from yzperf.methods.suggestion.suggestion import Suggestion
from yzperf.methods.suggestion.table_shape import shape_of


@pytest.fixture(scope="module")
def case() -> Case:
    return yz.open_case(yz.sample_case())


def _suggested(case: Case, **tables: pd.DataFrame) -> Suggestion:
    return yz.methods.suggest(replace(case, tables=tables, survey=None))


def _panel(starts: dict[str, int]) -> pd.DataFrame:
    rows = [(unit, year, int(year >= start)) for unit, start in starts.items() for year in range(2018, 2026)]
    frame = pd.DataFrame(rows, columns=["县", "年度", "已实施"])
    return frame.assign(入学率=np.arange(len(frame)) % 7 + 90.5)


def test_every_method_has_one_line_and_no_other_has() -> None:
    assert sorted(line.method for line in REQUIREMENTS) == sorted(METHODS)


def test_methods_that_the_sample_case_uses_are_allowed(case: Case) -> None:
    found = yz.methods.suggest(case)
    assert {call.method for call in case.methods} <= set(found.allowed)
    used = {line.requirement.method: line for line in found.advice}
    assert used["difference_in_differences"].table == "outcomes"
    assert used["difference_in_differences"].columns == ("村", "年度", "水质达标率", "治理村")
    assert used["satisfaction_estimate"].table == "survey"


def test_staggered_starts_allow_staggered_methods(case: Case) -> None:
    staggered = {"callaway_santanna", "sun_abraham", "goodman_bacon_decomposition"}
    assert staggered <= set(_suggested(case, t=_panel({"甲": 2020, "乙": 2022, "丙": 2030})).allowed)
    assert not staggered & set(_suggested(case, t=_panel({"甲": 2020, "乙": 2020, "丙": 2030})).allowed)


def test_a_measure_that_is_taken_back_is_no_start(case: Case) -> None:
    frame = _panel({"甲": 2020, "乙": 2022, "丙": 2030})
    frame.loc[frame["年度"] == 2024, "已实施"] = 0
    assert shape_of("t", frame).panel.switching == ()
    assert "two_way_fixed_effects" not in _suggested(case, t=frame).allowed


def test_says_what_would_be_needed(case: Case) -> None:
    frame = _panel({"甲": 2020, "乙": 2022}).drop(columns="已实施")
    table = _suggested(case, t=frame).table().set_index("函数")
    assert table.loc["difference_in_differences", "判断"] == "数据不够"
    assert table.loc["difference_in_differences", "还需要的数据"] == "一栏是否实施：有的对象实施，有的没有"
    assert table.loc["trend_adjusted_change", "判断"] == "数据允许"
    assert table.loc["trend_adjusted_change", "要由评价人指明"] == "实施从哪一期开始"


def test_a_case_without_tables_needs_everything(case: Case) -> None:
    found = _suggested(case)
    assert found.allowed == ()
    assert all(line.lacking for line in found.advice)
    assert found.sentences()[0].startswith(f"{len(METHODS)}种方法中，数据允许0种")


def test_matrices_are_known_by_their_arithmetic(case: Case) -> None:
    judgements = pd.DataFrame({"a": [1, 1 / 3, 1 / 5], "b": [3, 1, 0.333], "c": [5, 3, 1]})
    memberships = pd.DataFrame({"因素": ["甲", "乙"], "优": [0.5, 0.2], "良": [0.3, 0.3], "中": [0.2, 0.5]})
    assert "analytic_hierarchy_process" in _suggested(case, t=judgements).allowed
    assert "analytic_hierarchy_process" not in _suggested(case, t=judgements.assign(c=[4, 3, 1])).allowed
    assert "fuzzy_comprehensive_evaluation" in _suggested(case, t=memberships).allowed
    assert "fuzzy_comprehensive_evaluation" not in _suggested(case, t=memberships.assign(优=[0.5, 0.5])).allowed


def test_columns_are_told_apart_by_their_values() -> None:
    frame = pd.DataFrame(
        {
            "村": ["甲", "乙", "丙"],
            "镇": ["东", "东", "西"],
            "年度": [2022, 2023, 2024],
            "治理": ["是", "否", "是"],
            "投资": [1.5, None, 3.0],
            "人数": [3, 4, 5],
            "备注": "示例数据，纯属虚构",
        }
    )
    shape = shape_of("t", frame)
    assert (shape.labels, shape.groups, shape.times) == (("村",), ("镇",), ("年度",))
    assert (shape.flags, shape.numbers, shape.money) == (("治理",), ("投资", "人数"), ("投资",))
    assert shape.positive == ("人数",)  # a gap is no number
    assert shape.panel is None


def test_codes_of_objects_may_be_numbers() -> None:
    frame = pd.DataFrame({"countyreal": [1, 1, 2, 2], "year": [2003, 2004] * 2, "lemp": [1.5, 2.5, 3.5, 4.0]})
    assert shape_of("t", frame).panel.unit == "countyreal"


def test_an_allowed_method_runs_on_the_columns_it_names(case: Case) -> None:
    """The advice is worth something: what it names can be handed to the method."""
    line = next(one for one in yz.methods.suggest(case).advice if one.requirement.method == "difference_in_differences")
    unit, time, outcome, treated = line.columns
    frame = case.tables[line.table]
    result = yz.methods.difference_in_differences(
        frame, outcome=outcome, unit=unit, time=time, treated=treated, start=2023
    )
    assert np.isfinite(result.value)


def test_is_read_in_a_notebook(case: Case) -> None:
    shown = yz.methods.suggest(case)._repr_mimebundle_()
    assert "方法选择" in shown["text/html"]
    assert "由评价人判断" in shown["text/plain"]
