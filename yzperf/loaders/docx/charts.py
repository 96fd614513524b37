"""What charts and diagrams say (图表文字): titles, categories and stored values, which are claims like any others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from yzperf.loaders.docx.names import a

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_MOST = 2_000  # values of one chart; more is a plot of raw data, not a statement


def chart_texts(tree: Any | None) -> list[list[str]]:
    """Return the title, then one row a series: its name and ``category=value`` for each stored point."""
    if tree is None:
        return []
    title = tree.find(f"{_C}chart/{_C}title")
    rows = [[_text(title.iter(a("t")))]] if title is not None else []
    return rows + [_series(series) for series in tree.iter(f"{_C}ser")]


def _series(series: Any) -> list[str]:
    name = series.find(f"{_C}tx")
    categories = _points(series, f"{_C}cat", f"{_C}xVal")
    values = _points(series, f"{_C}val", f"{_C}yVal")
    shown = [f"{categories.get(key, key)}={text}" for key, text in list(values.items())[:_MOST]]
    return ["" if name is None else _text(name.iter(f"{_C}v")), *shown]


def _points(series: Any, *tags: str) -> dict[str, str]:
    points: dict[str, str] = {}
    for tag in tags:
        for point in series.iterfind(f"{tag}//{_C}pt"):
            points[point.get("idx") or str(len(points))] = _text(point.iter(f"{_C}v"))
    return points


def diagram_texts(tree: Any | None) -> list[list[str]]:
    """Return the text of each node of a diagram (SmartArt)."""
    if tree is None:
        return []
    texts = (_text(point.iter(a("t"))) for point in tree.iter(f"{_DGM}pt"))
    return [[text] for text in texts if text]


def _text(nodes: Iterable[Any]) -> str:
    return "".join(node.text or "" for node in nodes).strip()
