"""Pictures, charts, diagrams and text boxes that hang on a paragraph (图形): DrawingML and the older VML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from yzperf.loaders.docx.charts import chart_texts, diagram_texts
from yzperf.loaders.docx.context import Blocks, Context
from yzperf.loaders.docx.names import ALTERNATE, CHOICE, EMU_MM, FALLBACK, a, r, w, whole

_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
# What a drawing can show → its kind, the attribute that leads to its part, and what that part says.
_SHOWN: dict[str, tuple[str, str, Callable[[Any | None], list[list[str]]] | None]] = {
    a("blip"): ("图片", "embed", None),
    _CHART: ("图表", "id", chart_texts),
    _DIAGRAM: ("示意图", "dm", diagram_texts),
}
_V = "{urn:schemas-microsoft-com:vml}"
_OFFICE = "{urn:schemas-microsoft-com:office:office}"
_BOX = w("txbxContent")
_LENGTH = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*([\d.]{1,9})(pt|in|mm|cm|px)?", re.IGNORECASE)
_UNIT_MM = {"pt": 25.4 / 72, "in": 25.4, "mm": 1.0, "cm": 10.0, "px": 25.4 / 96, "": 25.4 / 72}


def read_drawing(node: Any, context: Context, part: str) -> Blocks:
    """Read what a ``w:drawing``, ``w:pict`` or ``w:object`` shows; lines and empty shapes are nothing.

    Returns
    -------
    list
        Figures ``{"kind": "f", …}`` and text boxes ``{"kind": "box", "blocks": […]}`` in the order of the file.
    """
    read = _read_vml if node.tag in (w("pict"), w("object")) else _read_drawingml
    return [*read(node, context, part), *_boxes(node, context, part)]


def _read_drawingml(node: Any, context: Context, part: str) -> Iterator[dict[str, Any]]:
    frame = next((child for child in node if child.tag in (f"{_WP}inline", f"{_WP}anchor")), None)
    if frame is None:
        return
    properties = frame.find(f"{_WP}docPr")
    extent = frame.find(f"{_WP}extent")
    common = {
        "alt": _alt(properties),
        "width": _mm(extent, "cx"),
        "height": _mm(extent, "cy"),
        "is_floating": frame.tag == f"{_WP}anchor",
    }
    relations = context.package.relations(part)
    shown = (child for child in _visible(frame) if child.tag in _SHOWN)
    for child in shown:
        kind, attribute, read = _SHOWN[child.tag]
        target = _target(relations, child.get(r(attribute)) or child.get(r("link")))
        texts = read(context.package.tree(target)) if read else []
        yield {**_figure(kind, common, context, target), "texts": texts}


def _read_vml(node: Any, context: Context, part: str) -> Iterator[dict[str, Any]]:
    relations = context.package.relations(part)
    is_object = next(node.iter(f"{_OFFICE}OLEObject"), None) is not None
    for image in node.iter(f"{_V}imagedata"):
        shape = image.getparent()
        common = {
            "alt": shape.get("alt") or image.get(f"{_OFFICE}title") or "",
            **_vml_size(shape.get("style") or ""),
            "is_floating": "absolute" in (shape.get("style") or ""),
        }
        target = _target(relations, image.get(r("id")) or image.get(f"{_OFFICE}relid"))
        yield _figure("嵌入对象" if is_object else "图片", common, context, target)


def _figure(kind: str, common: dict[str, Any], context: Context, target: str) -> dict[str, Any]:
    digest = context.package.digest(target) if target else ""
    return {"kind": "f", "what": kind, **common, "part": target, "sha256": digest, "texts": []}


def _boxes(node: Any, context: Context, part: str) -> Iterator[dict[str, Any]]:
    for child in _visible(node):
        if child.tag == _BOX and (blocks := context.read_blocks(child, part)):
            yield {"kind": "box", "blocks": blocks}


def _visible(node: Any) -> Iterator[Any]:
    """All descendants that are shown: of alternatives the first, of a text box only the box itself."""
    for child in node:
        if child.tag == ALTERNATE:
            choice = child.find(CHOICE)
            yield from _visible(choice if choice is not None else child)
        elif isinstance(child.tag, str) and child.tag != FALLBACK:
            yield child
            if child.tag != _BOX:
                yield from _visible(child)


def _target(relations: Any, key: str | None) -> str:
    relation = relations.get(key or "")
    return relation.target if relation and not relation.is_external else ""


def _alt(properties: Any | None) -> str:
    """What the author wrote about the picture; the name that the program gave it is no such text."""
    if properties is None:
        return ""
    return properties.get("descr") or properties.get("title") or ""


def _mm(extent: Any | None, side: str) -> float:
    return 0.0 if extent is None else round(whole(extent.get(side)) * EMU_MM, 1)


def _vml_size(style: str) -> dict[str, float]:
    sizes = {"width": 0.0, "height": 0.0}
    for side, number, unit in _LENGTH.findall(style):
        if number.count(".") < 2 and number.strip("."):
            sizes[side.lower()] = round(float(number) * _UNIT_MM[unit.lower()], 1)
    return sizes
