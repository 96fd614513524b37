"""``yzperf layout`` (确认版式): show the guess, write it for correction, or remember it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from yzperf.apps.atomic import write_atomically
from yzperf.domain.layout_guess import LayoutGuess
from yzperf.errors import LoadError, Place, Problem
from yzperf.loaders.confirmed_layouts import layout_text, remember, remembered_file


def show_guesses(console: Console, guesses: Sequence[LayoutGuess]) -> None:
    """Print a table for every sheet: column, heading, reading, confidence, reason, samples."""
    for guess in guesses:
        console.print(f"\n[bold]{escape(guess.file)}[/bold] {escape(guess.sheet)} 第{guess.row}行", highlight=False)
        table = Table(header_style="bold")
        frame = guess.table()
        for name in frame.columns:
            table.add_column(name, overflow="fold")
        for row in frame.itertuples(index=False, name=None):
            table.add_row(*map(escape, row))
        console.print(table)
        if guess.lacking:
            console.print(f"[yellow]没有找到：{escape('、'.join(guess.lacking))}[/yellow]")


def write_guesses(guesses: Sequence[LayoutGuess], out: Path) -> str:
    """Write the guesses as TOML to correct; returns what to do next."""
    if out.suffix.lower() != ".toml":
        raise LoadError(f"--out：读到“{out.name}”，应为 .toml 文件名")
    text = "\n".join(layout_text(guess) for guess in guesses)
    note = "# 请核对每个表头“读作”什么；不用的写“不读”。改好后：yzperf score 文件 --layout 本文件\n"
    write_atomically(out, lambda path: path.write_text(note + text, encoding="utf-8"))
    return f"已写出：{out}。请核对后用 yzperf score 文件 --layout {out}"


def confirm_guesses(guesses: Sequence[LayoutGuess]) -> str:
    """Remember the guesses on this machine.

    Raises
    ------
    LoadError
        If a needed column was not found: half a reading would lose values.
    """
    lacking = [guess for guess in guesses if guess.lacking]
    if lacking:
        raise LoadError([_incomplete(guess) for guess in lacking])
    for guess in guesses:
        remember(guess, remembered_file())
    return f"已记住：{remembered_file()}。同样表头的表以后都这样读"


def _incomplete(guess: LayoutGuess) -> Problem:
    place = Place(file=guess.file, sheet=guess.sheet)
    remedy = "请用 --out 写成文件，改好后以 --layout 使用"
    return Problem(place, f"没有找到 {'、'.join(guess.lacking)}", "各栏都有对应的表头", remedy)
