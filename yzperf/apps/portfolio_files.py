"""``yzperf portfolio`` (组合汇总): score a portfolio, show it, write its tables. No arithmetic here."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from rich.console import Console
from rich.table import Table

from yzperf.apps.score_files import write_frames
from yzperf.portfolio import PortfolioScore

_NARROW = ("项目数", "已评价", "覆盖率%", "优", "良", "中", "差", "金额加权平均分", "执行率%", "预警", "低于序时进度")
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
        console.print(_table(frame, (name, *(heading for heading in _NARROW if heading in frame))))
        if len(frame) > _MOST_LINES + 1:
            console.print(f"[dim]{name}共 {len(frame) - 1} 项，只显示前 {_MOST_LINES} 项和合计；全部见 --out[/dim]")
    checks = score.data_checks()
    if len(checks):
        console.print(_table(checks, tuple(checks.columns)))


def _table(frame: pd.DataFrame, headings: Sequence[str]) -> Table:
    shown = frame if len(frame) <= _MOST_LINES + 1 else pd.concat([frame.head(_MOST_LINES), frame.tail(1)])
    table = Table(header_style="bold")
    for heading in headings:
        numeric = pd.api.types.is_numeric_dtype(frame[heading])
        table.add_column(heading, justify="right" if numeric else "left", no_wrap=numeric, overflow="fold")
    for values in shown[list(headings)].itertuples(index=False, name=None):
        table.add_row(*map(_text, values))
    return table


def _text(value: Any) -> str:
    if value is None or pd.isna(value):
        return "—"
    return f"{value:,.2f}" if isinstance(value, float) else str(value)


def write_portfolio(score: PortfolioScore, out: Path) -> None:
    """Write all tables: to one workbook, or as CSV files into a folder; whole or not at all."""
    notes = pd.DataFrame({"说明": list(score.sentences())})
    frames = {"说明": notes, **{f"按{name}": frame for name, frame in score.tables().items()}, "数据核查": score.data_checks()}
    if out.suffix:
        write_frames(out, frames)
        return
    for name, frame in frames.items():
        write_frames(out / f"{name}.csv", {name: frame})


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
    return [
        {name: None if pd.isna(value) else value for name, value in row.items()} for row in frame.to_dict("records")
    ]


def is_serious(score: PortfolioScore) -> bool:
    """Whether a check of blocking severity found something."""
    return bool(((score.checks["count"] > 0) & score.checks["severity"].str.startswith("S1")).any())
