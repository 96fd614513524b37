"""Tables as people read them on a page (表格): text to the left, numbers to the right, no row numbers, all text escaped."""

from __future__ import annotations

import html

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


def _with_index(frame: pd.DataFrame) -> pd.DataFrame:
    names = [name or "" for name in frame.index.names]
    return frame.reset_index().set_axis([*names, *frame.columns], axis="columns")


def _cell(tag: str, text: str, right: bool) -> str:
    side = "right" if right else "left"
    wrap = "white-space:nowrap;" if right or tag == "th" or len(text) <= _NARROW else ""
    ground = "background:#eef2f7;" if tag == "th" else ""
    return f'<{tag} style="{_CELL};{wrap}{ground}text-align:{side}">{html.escape(text)}</{tag}>'


def _text(value: object) -> str:
    if value is None or (isinstance(value, float) and pd.isna(value)):
        return ""
    if isinstance(value, float):
        return f"{value:,.6g}" if abs(value) < 1 else f"{value:,.4f}".rstrip("0").rstrip(".")
    return str(value)
