"""The reader itself: what it must refuse, and every word of its small language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.published.paths import PathError, figure
from tests.published.reader import AdapterError, Case, agrees, all_cases, computed, faults, perform

EXPECTED = """
[[check]]
name = "mean"
value = 2.0
tol = 1e-9
tol_kind = "abs"
source = "by hand"
"""
ADAPTER = """
[[call]]
id = "change"
method = "methods.comparison.panel.paired_change"
file = "data.csv"
derive = { after = "before + step" }
filter = "step > 0"
arguments = [{ from_column = "before" }, { from_column = "after" }]
"""


def case(tmp_path: Path, adapter: str) -> Case:
    folder, adapters = tmp_path / "cases" / "planted", tmp_path / "adapters"
    folder.mkdir(parents=True)
    adapters.mkdir()
    (folder / "expected.toml").write_text(EXPECTED, encoding="utf-8")
    (folder / "data.csv").write_text("before,step\n1,1\n2,2\n3,3\n4,-5\n", encoding="utf-8")
    (adapters / "planted.toml").write_text(adapter, encoding="utf-8")
    return all_cases((tmp_path / "cases",), adapters)["planted"]


def test_a_row_of_data_is_a_test(tmp_path: Path) -> None:
    planted = case(tmp_path, ADAPTER + '[figures]\nmean = "change[0]"\n')
    assert faults(planted) == []
    assert agrees(computed(planted, "mean"), planted.checks["mean"])


def test_data_of_another_case_are_read_in_place(tmp_path: Path) -> None:
    beside, own, adapters = tmp_path / "beside", tmp_path / "own", tmp_path / "adapters"
    for folder in (beside / "other", own / "planted", adapters):
        folder.mkdir(parents=True)
    (own / "planted" / "expected.toml").write_text(EXPECTED, encoding="utf-8")
    (beside / "other" / "data.csv").write_text("before,step\n1,1\n2,3\n", encoding="utf-8")
    rows = 'data = "other"\n' + ADAPTER + '[figures]\nmean = "change[0]"\n'
    (adapters / "planted.toml").write_text(rows, encoding="utf-8")
    planted = all_cases((beside, own), adapters)["planted"]
    assert faults(planted) == []
    assert computed(planted, "mean") == pytest.approx(2.0)


def test_a_figure_without_a_row_fails(tmp_path: Path) -> None:
    planted = case(tmp_path, ADAPTER)
    assert planted.judged() == ["mean"]
    with pytest.raises(AdapterError, match="no adapter row for 'mean'"):
        computed(planted, "mean")


def test_a_case_without_an_adapter_fails(tmp_path: Path) -> None:
    planted = case(tmp_path, "")
    assert planted.judged() == ["mean"]
    with pytest.raises(AdapterError):
        computed(planted, "mean")


def test_a_broken_call_does_not_spoil_the_others(tmp_path: Path) -> None:
    other = '[[call]]\nid = "broken"\nmethod = "no_such_method"\n[figures]\nmean = "change[0]"\n'
    planted = case(tmp_path, ADAPTER + other)
    assert computed(planted, "mean") == pytest.approx(2.0)
    with pytest.raises(AdapterError, match="no public function"):
        planted.calls["broken"]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ('[figures]\nmedian = "change[0]"', "no such check: 'median'"),
        ('[figures]\nmean = "change[0]"\n[not_offered]\nmean = "x"', "both given and not offered"),
        ('[not_offered]\nmean = ""', "without a reason"),
        ('[figures]\nmean = "change[0]"\n[not_offered]\n"*" = "x"', "a whole case"),
        ('[figure]\nmean = "change[0]"', "unknown word 'figure'"),
        ('[[call]]\nid = "change"\nmethod = "x"\nfilter_by = "y"', "unknown word 'filter_by'"),
        ('[[call]]\nid = "change"\nmethod = "x"', "call 'change' twice"),
    ],
)
def test_faults_of_an_adapter(tmp_path: Path, rows: str, words: str) -> None:
    assert any(words in fault for fault in faults(case(tmp_path, ADAPTER + rows)))


@pytest.mark.parametrize(
    ("ours", "theirs", "tol", "kind", "good"),
    [
        (1.04, 1.0, 0.05, "abs", True),
        (1.06, 1.0, 0.05, "abs", False),
        (104.0, 100.0, 0.05, "rel", True),
        (106.0, 100.0, 0.05, "rel", False),
        (9.0, 9, 0, "abs", True),
        (9.0000001, 9, 0, "abs", False),
        ((1.0, 2.0), [1, 2], 0, "abs", True),
        (np.array([1.0, 2.0]), [1, 2, 3], 0, "abs", False),
        (np.array(["A", "B"]), ["A", "B"], 0, "abs", True),
        (["A", "C"], ["A", "B"], 0, "abs", False),
        ("甲", "甲", 0, "abs", True),
        (float("nan"), 1.0, 1.0, "abs", False),
        (True, 1, 0, "abs", True),
    ],
)
def test_agreement(ours: Any, theirs: Any, tol: float, kind: str, good: bool) -> None:
    assert agrees(ours, {"value": theirs, "tol": tol, "tol_kind": kind}) is good


@dataclass(frozen=True)
class _Group:
    name: str
    year: int
    values: tuple[float, ...]

    def doubled(self) -> tuple[float, ...]:
        return tuple(2 * value for value in self.values)


RESULTS: Mapping[str, Any] = {
    "a": [_Group("first | last", 2004, (1.0, -4.0)), _Group("other", 2006, (9.0, 16.0))],
    "t": pd.DataFrame({"项目": ["甲", "乙"], "95%下限": [1.5, 2.5]}, index=["x", "y"]),
    "m": {"key": np.array([[1.0, 2.0], [3.0, 4.0]])},
}


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("a[0].values[1]", -4),
        ("a[-1].values[:1]", [9]),
        ("a[*].values[0]", [1, 9]),
        ("a[year=2006].doubled()", [18, 32]),
        ("a[name='other', year=2006].values[0]", 9),
        ("a[name='first | last'].values | abs | sqrt", [1, 2]),
        ("a[*].year | reverse", [2006, 2004]),
        ("a[0].values | half_width", -2.5),
        ("a | count", 2),
        ("t['95%下限'][1]", 2.5),
        ("t[项目='乙']['95%下限']", 2.5),
        ("t | column('95%下限') | sum", 4),
        ("m['key'] | diagonal | mean", 2.5),
        ("m['key'][0][1] | negative", -2),
        ({"minus": ["a[1].values", "a[0].values"]}, [8, 20]),
        ({"ratio": [{"plus": ["a[0].year", 1]}, {"times": [5, 401]}]}, 1),
        (["a[0].year", 3], [2004, 3]),
        ({"of": "t['项目']", "words": {"甲": "A", "乙": "B"}}, ["A", "B"]),
        ({"of": "a[0].year", "words": {"2004": "leap"}}, "leap"),
    ],
)
def test_paths(path: Any, wanted: Any) -> None:
    expected = {"value": wanted, "tol": 1e-12, "tol_kind": "abs"}
    assert agrees(figure(path, RESULTS), expected)


@pytest.mark.parametrize(
    "path",
    ["b.value", "a[0]values", "a | no_such_word", "a[year=1].values", "a[0].values | abs rest", {"power": ["a", "a"]}],
)
def test_paths_that_do_not_fit_are_refused(path: Any) -> None:
    with pytest.raises(PathError):
        figure(path, RESULTS)


def test_preparation_of_a_frame() -> None:
    """Long rows with a gap, pivoted; each word of the preparation in its order."""
    call = {
        "id": "x",
        "method": "methods.columns.missing_columns",
        "arguments": [{"from_frame": True}, {"from_values": [["role", "c"]]}],
        "frame": {"g": ["a", "a", "b", "b"], "k": [1, 2, 1, 2], "v": [1.0, 2.0, 3.0, None]},
        "number_within": {"n": "g"},
        "derive": {"w": "v * 10"},
        "complete": ["v"],
        "pivot": {"index": "g", "columns": "n", "values": "w"},
        "take": [0],
    }
    assert perform(call, Path(), {}) == ["缺少列“c”（role）。数据现有列：0"]


def test_options_from_files_and_earlier_calls(tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("c\n1\n", encoding="utf-8")
    call = {
        "id": "x",
        "method": "methods.columns.missing_columns",
        "arguments": [{"from_file": "other.csv"}, {"from_figure": "wanted"}],
    }
    assert perform(call, tmp_path, {"wanted": [("role", "c")]}) == []


def test_data_of_an_installed_package() -> None:
    call = {
        "id": "x",
        "method": "methods.comparison.panel.paired_change",
        "dataset": "longley",
        "derive": {"next": "YEAR + 1"},
        "arguments": [{"from_column": "YEAR"}, {"from_column": "next"}],
    }
    assert perform(call, Path(), {}) == (1.0, 0.0, 15)
