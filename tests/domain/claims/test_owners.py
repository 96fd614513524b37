"""Amounts and rates of parts of a project are not taken for those of the project."""

from __future__ import annotations

import pytest

from yzperf.domain.claims import Claim, Role, Setting, TableCell, read_claims, read_prose, read_table
from yzperf.domain.document import Document, Paragraph
from yzperf.domain.finding import Confidence
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
        ("项目预算1,000万元，其中省级600万元，县级400万元。支出950万元。", ["项目预算", "省级", "县级", "支出"]),
        ("2.桥梁工程。预算200万元，执行率100%，得5分。", ["桥梁工程预算", "桥梁工程执行率", "桥梁工程执行率"]),
        ("预算执行率95%，得4.5分。", ["预算执行率", "预算执行率"]),
        ("年初预算数400万元，上级资金追加12万元，全年预算数412万元。", ["年初预算数", "上级资金追加", "全年预算数"]),
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


CLEAN = [
    "项目预算1,000万元，支出950.4万元，预算执行率95.04%，综合得分88.5分，评价等级为“良”。受益群众满意度92.3%。",
    "2023年项目预算1,000.00万元，其中省级600万元，县级400万元。全年支出950.40万元，执行率95.0%。",
    "2022年预算800万元，支出780万元，执行率97.5%。",
    "1.道路工程。预算300万元，支出285万元，执行率95%，得分4.5分。",
    "2.桥梁工程。预算200万元，支出200万元，执行率100%，得分5分。",
    "道路改造目标值12公里，实际完成12.5公里，得5分；桥梁改造目标值3座，实际完成3座，得4分。",
    "甲镇满意度95.2%，乙镇满意度89.7%，总体满意度92.3%。其中男性满意度92.0%，女性满意度92.6%。",
    "甲镇支出320.5万元，乙镇支出280.3万元，丙镇支出349.6万元。甲镇和乙镇的满意度分别为95.2%和89.7%。",
    "项目综合得分88.5分。其中决策14.5分、过程17分、产出31分、效益26分。支出950.4万元，较上年增长21.85%。",
]


def test_a_clean_report_says_nothing_twice_with_two_values() -> None:
    found: dict[tuple[str, str, str], Claim] = {}
    for claim in (claim for text in CLEAN for claim in read_prose(text, Setting(Place()))):
        if claim.confidence is not Confidence.LOW and claim.role is not Role.CHANGE:
            first = found.setdefault((claim.role, claim.subject, claim.period), claim)
            one, other = first.interval(), claim.interval(first.unit)
            assert one is not None
            assert other is not None
            assert max(one[0], other[0]) <= min(one[1], other[1]), (first, claim)
    assert len(found) > 30
