"""Tables as people read them on a page (表格): text to the left, numbers to the right, no row numbers, all text escaped."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

import pandas as pd

_TABLE = "border-collapse:collapse;font-size:13px;line-height:1.5"
_CELL = "border:1px solid #d9dee5;padding:4px 8px;vertical-align:top"
_NARROW = 8  # texts up to this many characters are not broken


def html_table(frame: pd.DataFrame) -> str:
    """Return a table as HTML. A plain row number is left out; a meaningful index is kept."""
    shown = frame if isinstance(frame.index, pd.RangeIndex) else _with_index(frame)
    numeric = [pd.api.types.is_numeric_dtype(kind) for kind in shown.dtypes]
    head = "".join(_cell("th", str(column), right) for column, right in zip(shown.columns, numeric, strict=True))
    body = "".join(
        "<tr>" + "".join(_cell("td", _text(value), right) for value, right in zip(row, numeric, strict=True)) + "</tr>"
        for row in shown.itertuples(index=False, name=None)
    )
    return f'<table style="{_TABLE}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def html_groups(headings: Sequence[str], groups: Iterable[tuple[str, Sequence[Sequence[str]]]]) -> str:
    """Return rows of text under common headings as one table; each heading that is not empty is a band across it."""
    head = "".join(_cell("th", heading, right=False) for heading in headings)
    body = "".join(_band(name, len(rows), len(headings)) + "".join(map(_text_row, rows)) for name, rows in groups)
    return f'<table style="{_TABLE}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def html_facts(facts: Iterable[tuple[str, str]]) -> str:
    """Return names and what there is to say of them as a table without a head."""
    rows = (f"<tr>{_cell('th', name, right=False)}{_cell('td', text, right=False)}</tr>" for name, text in facts)
    return f'<table style="{_TABLE}"><tbody>{"".join(rows)}</tbody></table>'


def _band(name: str, size: int, width: int) -> str:
    if not name:
        return ""
    style = f"{_CELL};background:#f7f9fb;font-weight:bold;text-align:left"
    return f'<tr><td colspan="{width}" style="{style}">{html.escape(name)}（{size} 项）</td></tr>'


def _text_row(row: Sequence[str]) -> str:
    return f"<tr>{''.join(_cell('td', text, right=False) for text in row)}</tr>"


def _with_index(frame: pd.DataFrame) -> pd.DataFrame:
    names = [name or "" for name in frame.index.names]
    return frame.reset_index().set_axis([*names, *frame.columns], axis="columns")


def _cell(tag: str, text: str, right: bool) -> str:
    side = "right" if right else "left"
    wrap = "white-space:nowrap;" if right or tag == "th" or len(text) <= _NARROW else ""
    wrap += "min-width:18em;" if "\n" in text else ""  # a list of points needs room
    ground = "background:#eef2f7;" if tag == "th" else ""
    return f'<{tag} style="{_CELL};{wrap}{ground}text-align:{side}">{_lines(text)}</{tag}>'


def _lines(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")


def _text(value: object) -> str:
    if value is None or (isinstance(value, float) and pd.isna(value)):
        return ""
    if isinstance(value, float):
        return f"{value:,.6g}" if abs(value) < 1 else f"{value:,.4f}".rstrip("0").rstrip(".")
    return str(value)
