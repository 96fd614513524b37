"""Every published figure of every case against ours, within its own tolerance; nothing is widened.

The cases beside the repository are read in place, they are not part of it.
"""

from __future__ import annotations

import pytest

from tests.published.reader import ADAPTERS, BESIDE, Case, agrees, all_cases, computed, faults

CASES = all_cases()
ROWS = [pytest.param(case, check, id=f"{name}-{check}") for name, case in CASES.items() for check in case.judged()]


@pytest.mark.parametrize(("case", "check"), ROWS)
def test_published_figure(case: Case, check: str) -> None:
    if check in case.not_offered:
        pytest.skip(f"未提供：{case.name} {check}，{case.not_offered[check]}")
    if case.data.parent == BESIDE and not BESIDE.is_dir():
        pytest.skip(f"公开案例文件夹不在仓库旁，{case.name}未核对")
    ours, expected = computed(case, check), case.checks[check]
    assert agrees(ours, expected), f"{ours} is not {expected['value']} ± {expected['tol']} ({expected['source']})"


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in CASES.items()])
def test_an_adapter_fits_its_case(case: Case) -> None:
    assert faults(case) == []


def test_no_adapter_is_left_over() -> None:
    lonely = {path.stem for path in ADAPTERS.glob("*.toml")} - set(CASES)
    if not BESIDE.is_dir():
        pytest.skip(f"公开案例文件夹不在仓库旁，{len(lonely)}个案例未核对")
    assert lonely == set()
