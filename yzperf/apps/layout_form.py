"""The guess of an unknown layout as a form (确认版式): a person says what each column is, once."""

from __future__ import annotations

import html
from pathlib import Path

import ipywidgets as widgets

from yzperf.domain.layout_guess import UNREAD, HeadingGuess, LayoutGuess
from yzperf.face import guess_layout
from yzperf.loaders.confirmed_layouts import FIELDS, load_layouts, remember, remembered_file


def confirm_layout(path: str | Path) -> widgets.VBox:
    """Show the guess for the first table of a file, to correct and remember it.

    Raises
    ------
    LoadError
        If the file cannot be read or holds nothing like an indicator table.
    """
    return layout_form(guess_layout(path)[0])


def layout_form(guess: LayoutGuess, file: Path | None = None) -> widgets.VBox:
    """One line for each column: heading, what it is read as, samples; a button that remembers the choice.

    Parameters
    ----------
    file
        Where to remember it; None takes the place of this machine.
    """
    target = file or remembered_file()
    choices = {one.heading: _choice(one) for one in guess.headings}
    lines = [widgets.HBox([choices[one.heading], _samples(one)]) for one in guess.headings]
    button = widgets.Button(description="确认并记住", button_style="primary", icon="check")
    said = widgets.HTML()

    def confirm(_: widgets.Button) -> None:
        readings = {heading: str(choice.value) for heading, choice in choices.items()}
        said.value = _outcome(guess, target, readings)

    button.on_click(confirm)
    title = widgets.HTML(f"<b>{html.escape(guess.file)} {html.escape(guess.sheet)}</b>：请核对各列读作什么")
    return widgets.VBox([title, *lines, button, said])


def _choice(one: HeadingGuess) -> widgets.Dropdown:
    return widgets.Dropdown(
        options=[UNREAD, *FIELDS],
        value=one.reading if one.reading in FIELDS else UNREAD,
        description=one.heading,
        style={"description_width": "12em"},
        layout=widgets.Layout(width="28em"),
    )


def _samples(one: HeadingGuess) -> widgets.HTML:
    shown = html.escape("、".join(one.samples)) or "（空）"
    return widgets.HTML(f'<span style="color:#6b7280">把握 {one.confidence:.0%}　{shown}</span>')


def _outcome(guess: LayoutGuess, target: Path, readings: dict[str, str]) -> str:
    read = [reading for reading in readings.values() if reading != UNREAD]
    doubled = sorted({reading for reading in read if read.count(reading) > 1})
    if doubled:
        return f'<span style="color:#b42318">没有保存：{html.escape("、".join(doubled))} 选了两次，请改正</span>'
    try:
        remember(guess, target, readings)
    except OSError as error:
        return f'<span style="color:#b42318">没有保存：{html.escape(str(error))}</span>'
    return f"已记住（共 {len(load_layouts(target))} 种版式）：{html.escape(str(target))}。同样表头的表以后都这样读。"
