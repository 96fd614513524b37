"""The unit of a table that stands in a line of its own, above or below it."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

import yzperf as yz


def units(folder: Path, *blocks: str) -> list[str]:
    """Units of the tables of a document: 表 makes a table, anything else a paragraph."""
    made = docx.Document()
    for block in blocks:
        if block == "表":
            made.add_table(2, 2).cell(0, 0).text = "来源"
        else:
            made.add_paragraph(block)
    path = folder / "报告.docx"
    made.save(str(path))
    return [table.unit for table in yz.load_document(path).tables]


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        (("单位：元", "表", "正文。"), ["元"]),
        (("资金如下。", "表", "（金额单位：万元）", "正文。"), ["万元"]),
        (("资金如下。", "表", "", "注：单位：亿元。", "正文。"), ["亿元"]),
        (("资金如下。", "表", "单位：千元", "表"), ["", "千元"]),
        (("资金如下。", "表", "填报单位：示例市图书馆（虚构）"), [""]),
        (("资金如下。", "表", "正文里写明单位：元的，以元计。"), [""]),
    ],
)
def test_the_unit_line(tmp_path: Path, blocks: tuple[str, ...], expected: list[str]) -> None:
    assert units(tmp_path, *blocks) == expected
