"""What commands say and draw (屏幕): progress on standard error, results on standard output, exit status."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from typer.exceptions import TyperException

from yzperf.apps.chinese_help import usage_sentence

out_console = Console(highlight=False)
error_console = Console(stderr=True, highlight=False)
MOST_REFUSALS = 20  # in the terminal; all stand in the overview
_MOST_LINES = 50  # of errors on a screen


def say_written(*paths: Path) -> None:
    for path in paths:
        error_console.print(f"已写出：{path}", markup=False, soft_wrap=True)


def show_scores(
    tables: list[Any], *, as_json: bool, sensitivity: bool = False, more: dict[str, Any] | None = None
) -> None:
    """Scored tables with their findings, for people or as JSON; serious findings make the exit status."""
    from yzperf.apps import terminal
    from yzperf.scoring import grade_sensitivity

    if as_json:
        cards = [terminal.card_json(card, audit.findings) | (more or {}) for card, audit in tables]
        for answer, (card, _) in zip(cards, tables if sensitivity else [], strict=False):
            answer["sensitivity"] = terminal.sensitivity_json(grade_sensitivity(card))
        print_json(cards)
    for card, audit in tables if not as_json else ():
        terminal.show_card(out_console, card)
        if sensitivity:
            terminal.show_sensitivity(out_console, grade_sensitivity(card))
        terminal.show_findings(out_console, audit.findings, audit.coverage)
    exit_on_serious([finding for _, audit in tables for finding in audit.findings])


@contextmanager
def progress() -> Iterator[Any]:
    """A spinner with the current step on standard error, so that standard output stays clean."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=error_console, transient=True) as progress:
        task = progress.add_task("准备")
        yield lambda text: progress.update(task, description=text)


def _columns() -> tuple[ProgressColumn, ...]:
    return (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )


@contextmanager
def bar(work: str, failed: str) -> Iterator[Any]:
    """A bar of what is done on standard error."""
    with Progress(*_columns(), console=error_console, transient=True) as progress:
        task = progress.add_task(work)

        def advance(done: int, total: int, refused: int) -> None:
            progress.update(task, completed=done, total=total, description=f"{work}（{failed} {refused}）")

        yield advance


@contextmanager
def stages() -> Iterator[Any]:
    """A bar for every stage of a longer work on standard error."""
    with Progress(*_columns(), console=error_console, transient=True) as progress:
        tasks: dict[str, Any] = {}

        def advance(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = progress.add_task(stage, total=total)
            progress.update(tasks[stage], completed=done, total=total)

        yield advance


def print_json(data: object) -> None:
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=1) + "\n")


def exit_on_serious(findings: Any) -> None:
    if any(finding.is_serious for finding in findings):
        raise typer.Exit(1)


def exit_of_batch(lists: Any) -> None:
    """What could not be handled weighs more than what was found: nobody has looked at it."""
    if lists.refused:
        raise typer.Exit(2)
    if lists.serious:
        raise typer.Exit(1)


def fail(sentence: str) -> None:
    lines = sentence.splitlines()
    for line in lines[:_MOST_LINES]:
        error_console.print(f"错误：{line}", markup=False, soft_wrap=True)
    if len(lines) > _MOST_LINES:
        rest = f"……另有 {len(lines) - _MOST_LINES} 处；全部清单：yzperf check 文件 --out 问题.xlsx --marked 标注.xlsx"
        error_console.print(rest, markup=False, soft_wrap=True)
    sys.exit(2)


def sentence(error: BaseException) -> str:
    if isinstance(error, TyperException):
        return usage_sentence(error)
    if isinstance(error, KeyboardInterrupt):
        return "已中断，没有写出不完整的文件"
    if isinstance(error, OSError):
        return f"{error.filename or ''}：{error.strerror or error}。请核对路径和权限"
    return str(error)


def use_utf8() -> None:
    """Windows consoles and pipes default to a code page that lacks characters of the reports."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
