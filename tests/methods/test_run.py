"""Methods by name, as a case file calls them, and how light the package is to import."""

import inspect
import subprocess
import sys
from typing import get_type_hints

import numpy as np
import pandas as pd
import pytest

from yzperf import methods
from yzperf.domain.result import Result
from yzperf.errors import MethodError
from yzperf.methods import METHODS, run
from yzperf.methods.least_cost.unit_cost_result import UnitCostComparison
from yzperf.methods.wording import fixed, listing, p_value, places_for, rise_or_fall

COSTS = pd.DataFrame({"成本": [10.0, 30.0], "数量": [2, 4]})


def test_every_public_function_is_a_method_of_its_name() -> None:
    functions = {name for name in methods.__all__ if inspect.isfunction(getattr(methods, name))} - {"run", "suggest"}
    assert {name: method.__name__ for name, method in METHODS.items()} == {name: name for name in functions}


@pytest.mark.parametrize("name", METHODS)
def test_a_method_gives_a_result_of_its_own(name: str) -> None:
    result = get_type_hints(METHODS[name])["return"]
    assert issubclass(result, Result)
    assert result is not Result


def test_runs_by_name_with_the_options_of_a_case_file() -> None:
    result = run("unit_cost_comparison", COSTS, cost="成本", quantity="数量")
    assert isinstance(result, UnitCostComparison)
    assert result.value == pytest.approx(40 / 6)


def test_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(MethodError, match=r"没有名为“双重差分”的方法，可用：.*difference_in_differences、"):
        run("双重差分", COSTS)


def test_unknown_and_missing_options_are_told_at_once() -> None:
    with pytest.raises(MethodError) as caught:
        run("unit_cost_comparison", COSTS, cost="成本", qty="数量")
    assert len(caught.value.problems) == 2
    assert "没有选项“qty”" in str(caught.value)
    assert "缺少必填选项“quantity”" in str(caught.value)


def test_importing_the_methods_loads_nothing_heavy() -> None:
    program = (
        "import sys, yzperf.methods\n"
        "print(sorted({'statsmodels', 'scipy', 'matplotlib'} & {name.split('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(("error", "places"), [(0.034, 3), (1.2, 1), (7456, 0), (0, 2), (np.nan, 2), (1e-9, 6)])
def test_places(error: float, places: int) -> None:
    assert places_for(error) == places


def test_numbers_in_words() -> None:
    assert fixed(-0.001, 2) == "0.00"
    assert fixed(1234567.891, 1, "元") == "1,234,567.9元"
    assert (p_value(0.0004), p_value(0.0344)) == ("p<0.001", "p=0.034")
    assert listing(["甲", "乙"]) == "甲、乙"
    assert listing([str(n) for n in range(7)]) == "0、1、2、3、4等7个"
    assert [rise_or_fall(value) for value in (1, -1, 0)] == ["提高", "下降", "没有变化"]
