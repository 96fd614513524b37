"""``yzperf framework`` (指标体系): what frameworks there are, and the indicators of one, for a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from yzperf.rules import Framework, Rules
from yzperf.rules.period import covers


def show_frameworks(console: Console, rules: Rules) -> None:
    """Print every framework that is in force, of any region: those of the chosen region and above it first."""
    own = rules.frameworks()
    every = [item for item in rules.library.frameworks.values() if covers(item, rules.on)]
    rows = [*own, *(item for item in every if item not in own)]
    _print(console, ("编号", "名称", "地区", "指标", "公式"), (_line(item) for item in rows))
    console.print("空白评分表：yzperf framework 编号 --out 评分表.xlsx", markup=False, soft_wrap=True)


def _line(item: Framework) -> tuple[str, ...]:
    formulas = sum(bool(indicator.formula) for indicator in item.indicators)
    return item.id, item.name, item.region, str(len(item.indicators)), str(formulas or "")


def show_framework(console: Console, framework: Framework, rules: Rules) -> None:
    """Print the indicators of one framework with how they are evaluated, its note on weights and its basis."""
    console.print(f"{framework.name}（{framework.id}，{framework.region}）", markup=False, soft_wrap=True)
    rows = ((item.l1, item.l2, item.name, item.how) for item in framework.indicators)
    _print(console, ("一级指标", "二级指标", "三级指标", "评价要点或公式"), rows)
    for line in (framework.weight_note, rules.scope_warning(framework), f"依据：{'；'.join(rules.basis(framework))}"):
        if line:
            console.print(line, markup=False, soft_wrap=True)


def _print(console: Console, headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    table = Table(header_style="bold")
    for heading in headings:
        table.add_column(heading, overflow="fold", justify="right" if heading in ("指标", "公式") else "left")
    for row in rows:
        table.add_row(*map(escape, row))
    console.print(table)
