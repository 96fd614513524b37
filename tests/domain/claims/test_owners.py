"""Amounts and rates of parts of a project are not taken for those of the project."""

from __future__ import annotations

import pytest

from yzperf.domain.claims import Setting, TableCell, read_claims, read_prose, read_table
from yzperf.domain.document import Document, Paragraph
from yzperf.errors import Place


def subjects(text: str, owner: str = "") -> list[str]:
    return [claim.subject for claim in read_prose(text, Setting(Place(), owner=owner))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("道路工程预算100万元，支出95万元，执行率95%。", ["道路工程预算", "道路工程支出", "道路工程执行率"]),
        ("甲镇到位资金60万元。支出58万元。", ["甲镇到位资金", "甲镇支出"]),
        ("项目年初预算数1,000万元，支出950万元，执行率95%。", ["项目年初预算数", "支出", "执行率"]),
        ("全年执行数950万元，结余50万元。", ["全年执行数", "结余"]),
        (
            "道路工程预算100万元，支出95万元；项目全年预算300万元，支出280万元。",
            ["道路工程预算", "道路工程支出", "项目全年预算", "支出"],
        ),
    ],
)
def test_an_owner_holds_until_another_is_named(text: str, expected: list[str]) -> None:
    assert subjects(text) == expected


def test_a_heading_that_names_a_part_owns_what_stands_below() -> None:
    def under(heading: str) -> str:
        paragraph = Paragraph("预算执行率95%。", None, Place(), path=("二、实施情况", heading))
        return read_claims(Document("", (paragraph,))).found[0].subject

    assert under("2.桥梁工程") == "桥梁工程预算执行率"
    assert under("（一）资金使用情况") == "预算执行率"


def test_sums_of_two_tables_are_two_things() -> None:
    rows = [["项目", "预算数（万元）"], ["合计", "100"]]
    cells = [
        TableCell(row, column, text, Place())
        for row, texts in enumerate(rows, 1)
        for column, text in enumerate(texts, 1)
    ]
    found = [
        read_table(cells, Setting(Place(), subject=caption))[0] for caption in ("表1 2023年资金", "表2 2024年资金")
    ]
    assert [(claim.subject, claim.period) for claim in found] == [
        ("表1 2023年资金合计", "2023年"),
        ("表2 2024年资金合计", "2024年"),
    ]
