"""What stands in files is printed as it stands: signs that the terminal library reads as its own markup do nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

import yzperf as yz
from yzperf.apps.terminal import show_card, show_findings
from yzperf.domain.finding import Coverage, Verdict

HOSTILE = "[/bold][red]合格率[/]"


@pytest.fixture
def console() -> Console:
    return Console(file=StringIO(), width=400)


def printed(console: Console) -> str:
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_names_and_values_of_a_sheet(console: Console, published: Path) -> None:
    card = yz.score(published / "S09.xlsx", on=date(2024, 3, 1), region="国家")
    rows = tuple(replace(row, indicator=HOSTILE, l1=HOSTILE, target=HOSTILE, actual=HOSTILE) for row in card.rows)
    show_card(console, replace(card, rows=rows))
    assert printed(console).count(HOSTILE) >= 4 * len(rows)


def test_messages_and_reasons(console: Console, published: Path) -> None:
    audit = yz.check(published / "S09.xlsx", on=date(2024, 3, 1), region="国家")
    finding = replace(audit.findings[0], message=HOSTILE, where=replace(audit.findings[0].where, sheet=HOSTILE))
    coverage = Coverage({"B01": Verdict.NO_INPUT}, {"B01": HOSTILE})
    show_findings(console, [finding], coverage)
    assert printed(console).count(HOSTILE) == 3


def test_checks_that_lack_the_same_material_are_told_in_one_line() -> None:
    reasons = {
        "A01": "缺少评价报告（.docx）",
        "D08": "缺少评价报告（.docx）、工作日志（log.csv）；缺少评价报告（.docx）",
        "B05": "表上没有填等级",
        "H06": "缺少工作日志（log.csv）",
        "B02": "缺少评价报告（.docx）；表上没有填总分",
    }
    found = Coverage(dict.fromkeys(reasons, Verdict.NO_INPUT), reasons).missing_sentences()
    assert found == [
        "未执行 A01、D08：缺少评价报告（.docx）",
        "未执行 B05：表上没有填等级",
        "未执行 H06：缺少工作日志（log.csv）",
        "未执行 B02：缺少评价报告（.docx）；表上没有填总分",
    ]
