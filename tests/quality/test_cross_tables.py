"""B09 on two tables: the whole of a rate stands in another table."""

from __future__ import annotations

import pytest

from tests.quality.report_tables import Rows, report_of, table
from tests.quality.test_checks import found
from yzperf.domain.finding import Finding
from yzperf.rules import Rules

SPENT: Rows = (("补贴项目", "预算（元）", "支出（元）"), ("亏损补贴", "66,000,000", "65,000,000"), ("乘车补贴", "14,800,000", "14,236,580"), ("车辆补贴", "8,700,000", "8,412,000"), ("场站补助", "2,000,000", "1,763,420.50"), ("合计", "91,500,000", "89,412,000.50"))  # fmt: skip
CHECKED: Rows = (("补贴项目", "份数", "抽查金额（元）", "抽查金额占支出比例"), ("亏损补贴", "148", "52,000,000", "80.00%"), ("乘车补贴", "84", "9,965,606", "70.00%"), ("车辆补贴", "56", "6,309,000", "75.00%"), ("场站补助", "38", "1,058,052.30", "60.00%"), ("合计", "326", "69,332,658.30", "77.54%"))  # fmt: skip


def told(rules: Rules, *tables: Rows) -> list[Finding]:
    made = report_of(*(table(rows, at) for at, rows in enumerate(tables, 1)))
    return [one for one in found(rules, "B09", report=made) if "在两张表里" in one.message]


def with_cell(rows: Rows, row: int, column: int, text: str) -> Rows:
    return [
        [text if (at, place) == (row, column) else cell for place, cell in enumerate(cells)]
        for at, cells in enumerate(rows)
    ]


@pytest.mark.parametrize(
    ("row", "text", "right"), [(3, "57.00%", "75.00%"), (1, "88.00%", "80.00%"), (5, "74.54%", "77.54%")]
)
def test_one_rate_departs(rules: Rules, row: int, text: str, right: str) -> None:
    (finding,) = told(rules, SPENT, with_cell(CHECKED, row, 3, text))
    assert f"第{row + 1}行第4列" in str(finding.where)
    assert finding.recomputed == right


def test_amounts_in_other_units(rules: Rules) -> None:
    in_ten_thousands = [[f"{float(cell.replace(',', '')) / 10_000:.4f}" if at and place else cell for place, cell in enumerate(row)] for at, row in enumerate(SPENT)]  # fmt: skip
    assert len(told(rules, in_ten_thousands, with_cell(CHECKED, 3, 3, "57.00%"))) == 1


def test_rates_that_are_right_or_of_something_else(rules: Rules) -> None:
    assert told(rules, SPENT, CHECKED) == []
    two_wrong = with_cell(with_cell(CHECKED, 1, 3, "81.00%"), 2, 3, "77.00%")
    assert told(rules, SPENT, two_wrong) == []
    assert told(rules, SPENT, [[cell.replace("补贴", "经费") for cell in row] for row in CHECKED]) == []
