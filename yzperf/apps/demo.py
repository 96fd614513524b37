"""``yzperf demo`` (完整演示): real published self-evaluations re-scored, then one full synthetic case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from yzperf import face
from yzperf.apps.run_case import CaseRun, evaluate_case
from yzperf.apps.score_files import Scored, score_files, write_scores
from yzperf.domain.scorecard import ScoreCard
from yzperf.rules import load_rules

REGION = "国家"
ON = date(2025, 3, 10)  # the demonstration must print the same next year


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demonstration found and wrote."""

    published: list[Scored]
    published_file: Path
    case: CaseRun

    def show(self, console: Console) -> None:
        """Print both parts."""
        console.rule("一、公开的单位自评表：按规则复算")
        console.print(f"真实公开数据，来源见各表附注；按 {ON} 有效的国家规则，计分方案随表式")
        console.print(_overview(self.published))
        for card, audit in self.published:
            for finding in audit.findings:
                console.print(
                    f"  {escape(card.sheet.file)} {finding.where.cell} [dim]{finding.id}[/dim] {escape(finding.message)}"
                )
        console.rule("二、完整案卷：从文件到报告")
        self.case.show(console)
        console.print(f"    {self.published_file}", markup=False, soft_wrap=True)


def run_demo(out: Path, step: Callable[[str], None]) -> Demo:
    """Run both parts and write their files into ``out``."""
    rules = load_rules(on=ON, region=REGION)
    published = score_files(face.published_tables(), rules, None, step)
    published_file = out / "公开自评表复算.xlsx"
    write_scores(published, published_file)
    case = evaluate_case(face.sample_case(), out / "案卷", step)
    return Demo(published, published_file, case)


def _overview(tables: list[Scored]) -> Table:
    table = Table(header_style="bold")
    for heading in ("文件", "单位", "计分方案"):
        table.add_column(heading, overflow="fold")
    for heading in ("填报总分", "复算总分", "同口径填报→复算", "等级", "发现"):
        table.add_column(heading, justify="right")
    for card, audit in tables:
        table.add_row(
            escape(card.sheet.file),
            escape(_unit(card)),
            card.profile,
            *_figures(card),
            card.grade or "—",
            str(len(audit.findings)),
        )
    return table


def _unit(card: ScoreCard) -> str:
    head = card.sheet.head
    return head.get("实施单位") or head.get("单位名称") or head.get("考核单位") or head.get("项目名称", "")


def _figures(card: ScoreCard) -> tuple[str, str, str]:
    printed = card.sheet.reported_total.text if card.sheet.reported_total else "未见"
    reported, by_rule = card.comparable
    return printed, "—" if card.total is None else f"{card.total:.2f}", f"{reported:.2f} → {by_rule:.2f}"
