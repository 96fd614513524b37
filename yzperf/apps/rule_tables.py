"""``yzperf rules`` as tables in a terminal (规则表): all frameworks, one framework, one profile."""

from __future__ import annotations

from collections import Counter

from rich.box import SIMPLE_HEAD
from rich.console import Console, JustifyMethod
from rich.markup import escape
from rich.table import Table

from yzperf.apps.rule_lines import rule_lines
from yzperf.rules import Framework, Rules, Status
from yzperf.rules.description import Description, Section

_STATES = {Status.READ: "已读", Status.SETTING: "程序设定", Status.UNVERIFIED: "未核实"}
# What of an indicator is shown where there is little room, and where there is more; a notebook shows all.
_FEW = ("编号", "三级指标", "评价要点或公式", "方向", "分值")
_MORE = (*_FEW, "二级指标", "条款")
_WIDE = 110  # characters of a terminal


def show_rules(  # noqa: PLR0917  (what the command was asked for)
    console: Console, rules: Rules, key: str | None, profiles: bool, frameworks: bool, unverified: bool
) -> None:
    """Print what ``yzperf rules`` was asked for: a list, a profile, a framework, parameters or a clause.

    Raises
    ------
    RuleError
        If there is nothing of this key or name.
    """
    if frameworks:
        console.print(_framework_list(rules))
    elif key is not None and _is_described(rules, key):
        show_description(console, rules.describe(key))
    else:
        for line in rule_lines(rules, key, profiles=profiles, unverified=unverified):
            console.print(line, markup=False, soft_wrap=True)
    for change in rules.changes():
        console.print(f"附加规则：{change}", markup=False, soft_wrap=True)


def _is_described(rules: Rules, key: str) -> bool:
    names = (name for profile in rules.library.profiles.values() for name in (profile.id, *profile.aliases))
    return key in rules.library.frameworks or key in names


def show_description(console: Console, description: Description) -> None:
    """Print a profile or framework: title, facts, tables."""
    console.print(f"[bold]{escape(description.title)}[/bold]")
    facts = Table.grid(padding=(0, 2, 0, 0))
    facts.add_column(no_wrap=True, style="dim")
    facts.add_column(overflow="fold")
    for name, text in description.facts:
        if text:
            facts.add_row(escape(name), escape(text))
    console.print(facts)
    for section in description.sections:
        console.print()
        console.print(_table(section, _MORE if console.width >= _WIDE else _FEW))


def _table(section: Section, indicator_columns: tuple[str, ...]) -> Table:
    grouped = any(name for name, _ in section.groups)
    shown = section.only(indicator_columns) if grouped else section
    table = Table(
        title=escape(section.title), title_justify="left", title_style="bold", header_style="bold", box=SIMPLE_HEAD
    )
    for heading in (*(["一级指标"] if grouped else []), *shown.headings):
        widest = heading == "评价要点或公式"
        table.add_column(escape(heading), overflow="fold", no_wrap=heading == "编号", ratio=1 if widest else None)
    for name, rows in shown.groups:
        for number, row in enumerate(rows):
            front = [name if number == 0 else ""] if grouped else []
            table.add_row(*map(escape, (*front, *row)), end_section=number == len(rows) - 1)
    return table


def _framework_list(rules: Rules) -> Table:
    table = Table(header_style="bold", box=SIMPLE_HEAD)
    for heading in ("编号", "名称", "地区", "指标", "依据"):
        justify: JustifyMethod = "right" if heading == "指标" else "left"
        fixed = heading in ("编号", "地区", "依据")
        table.add_column(
            heading, overflow="fold", justify=justify, no_wrap=fixed, ratio=1 if heading == "名称" else None
        )
    for item in rules.library.frameworks.values():
        table.add_row(item.id, escape(item.name), item.region, str(len(item.indicators)), _basis(rules, item))
    return table


def _basis(rules: Rules, item: Framework) -> str:
    """On what the indicators rest: how many on a clause that was read, on a program setting, on what nobody read."""
    states = Counter(rules.library.clauses[indicator.clause].status for indicator in item.indicators)
    return "\n".join(f"{words}{states[state]}" for state, words in _STATES.items() if states[state])
