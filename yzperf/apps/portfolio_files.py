"""``yzperf portfolio`` (组合汇总): score a portfolio, show it, write its tables. No arithmetic here."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from yzperf.apps.workbook import write_lists
from yzperf.portfolio import PortfolioScore

_LEFT_OUT = ("已评价", "金额覆盖率%", "未定等级", "未得总分", "其中有未定行", "金额加权平均分", "全年预算数（万元）", "全年执行数（万元）",
             "低于序时进度", "正常", "无法判断", "指标行", "复算行", "照填报行", "空缺行")  # fmt: skip
_CHECKS_LEFT_OUT = ("层次", "总数")
_MOST_LINES = 20


def dimensions(text: str) -> list[str]:
    """The words of ``--by``, separated by commas of either kind."""
    return [word.strip() for word in text.replace("，", ",").replace("、", ",").split(",") if word.strip()]


def show_portfolio(console: Console, score: PortfolioScore) -> None:
    """Print the sentences, one table for each dimension, and what the data checks found."""
    console.print(f"[bold]{score.title}[/bold]（引擎 {score.engine}）")
    for sentence in score.sentences():
        console.print(sentence, markup=False, soft_wrap=True)
    for name, frame in score.tables().items():
        console.print(_table(frame, _LEFT_OUT))
        if len(frame) > _MOST_LINES + 1:
            console.print(f"[dim]{name}共 {len(frame) - 1} 项，只显示前 {_MOST_LINES} 项和合计；全部见 --out[/dim]")
    checks = score.data_checks()
    if len(checks):
        console.print(_table(checks, _CHECKS_LEFT_OUT))


def _table(frame: pd.DataFrame, left_out: Sequence[str]) -> Table:
    """What fits a terminal of 80 characters; all columns are in the files."""
    headings = [heading for heading in frame.columns if heading not in left_out]
    shown = frame if len(frame) <= _MOST_LINES + 1 else pd.concat([frame.head(_MOST_LINES), frame.tail(1)])
    table = Table(header_style="bold", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for heading in headings:
        numeric = pd.api.types.is_numeric_dtype(frame[heading])
        table.add_column(heading, justify="right" if numeric else "left", no_wrap=numeric, overflow="fold")
    for values in shown[headings].itertuples(index=False, name=None):
        table.add_row(*map(_text, values))
    return table


def _text(value: Any) -> str:
    if value is None or pd.isna(value):
        return "—"
    return f"{value:,.2f}" if isinstance(value, float) else escape(str(value))


def write_portfolio(score: PortfolioScore, out: Path) -> None:
    """Write all tables: to one workbook, or as CSV files into a folder; whole or not at all."""
    notes = pd.DataFrame({"说明": list(score.sentences())})
    frames = {
        "说明": notes,
        **{f"按{name}": frame for name, frame in score.tables().items()},
        "数据核查": score.data_checks(),
    }
    if out.suffix:
        write_lists(out, frames)
        return
    for name, frame in frames.items():
        write_lists(out / f"{name}.csv", {name: frame})


def portfolio_json(score: PortfolioScore) -> dict[str, Any]:
    """The object that ``yzperf portfolio --json`` prints."""
    return {
        "engine": score.engine,
        "profile": score.basis.profile,
        "rules": list(score.basis.citations),
        "sentences": list(score.sentences()),
        "tables": {name: _plain(frame) for name, frame in score.tables().items()},
        "data_checks": _plain(score.data_checks()),
    }


def _plain(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as JSON has them: gaps as null."""
    lines = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [{str(name): value for name, value in line.items()} for line in lines]


def is_serious(score: PortfolioScore) -> bool:
    """Whether a check of blocking severity found something."""
    return bool(((score.checks["count"] > 0) & score.checks["severity"].str.startswith("S1")).any())
