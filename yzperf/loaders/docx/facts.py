"""What the file says of itself (文件信息): properties, settings, sections with paper and margins."""

from __future__ import annotations

from typing import Any

from yzperf.loaders.docx.names import TWIP_MM, is_on, w, whole
from yzperf.loaders.docx.package import Package

# Local name of the element → name of the property.
_CORE = {
    "title": "title",
    "subject": "subject",
    "creator": "creator",
    "lastModifiedBy": "last_modified_by",
    "created": "created",
    "modified": "modified",
    "lastPrinted": "last_printed",
    "revision": "revision",
    "keywords": "keywords",
    "description": "description",
    "category": "category",
}
_APPLICATION = {
    "Application": "application",
    "AppVersion": "application_version",
    "Company": "company",
    "Manager": "manager",
    "Template": "template",
    "Pages": "pages",
    "Words": "words",
    "TotalTime": "editing_minutes",
}
_MOST_CUSTOM = 200


def read_properties(package: Package, main: str, settings: Any | None) -> dict[str, Any]:
    """Read metadata, and of the settings what tells how the document was worked on."""
    found: dict[str, Any] = {
        **_named(package.tree(package.related("", "core-properties")), _CORE),
        **_named(package.tree(package.related("", "extended-properties")), _APPLICATION),
        "custom": _custom(package.tree(package.related("", "custom-properties"))),
        "signatures": sum(name.startswith("_xmlsignatures/sig") and name.endswith(".xml") for name in package.names),
    }
    if settings is not None:
        protection = settings.find(w("documentProtection"))
        found["tracks_changes"] = bool(is_on(settings.find(w("trackRevisions"))))
        found["protection"] = "" if protection is None else (protection.get(w("edit")) or "")
        part = package.related(main, "settings")
        attached = (one.target for one in package.relations(part).values() if one.kind == "attachedTemplate")
        found["attached_template"] = next(attached, "")
    return found


def _named(tree: Any | None, names: dict[str, str]) -> dict[str, str]:
    nodes = [] if tree is None else [node for node in tree if isinstance(node.tag, str)]
    locals_ = ((node.tag.rsplit("}", 1)[-1], (node.text or "").strip()) for node in nodes)
    return {names[name]: text for name, text in locals_ if name in names}


def _custom(tree: Any | None) -> dict[str, str]:
    nodes = [] if tree is None else [node for node in tree if isinstance(node.tag, str)]
    return {node.get("name") or "": "".join(node.itertext()).strip() for node in nodes[:_MOST_CUSTOM]}


def sections(body: Any) -> list[Any]:
    """All section properties in order; the last is that of the body."""
    return [node for node in body.iter(w("sectPr")) if node.getparent().tag in (w("pPr"), body.tag)]


def read_page(section: Any, number: int, settings: Any | None) -> dict[str, Any]:
    """Read paper, margins and page numbers of one section, in mm and points."""
    size, margin = section.find(w("pgSz")), section.find(w("pgMar"))
    numbers, grid, columns = section.find(w("pgNumType")), section.find(w("docGrid")), section.find(w("cols"))
    start = None if numbers is None else numbers.get(w("start"))
    return {
        "section": number,
        **{name: _mm(size, key) for name, key in (("width", "w"), ("height", "h"))},
        "is_landscape": size is not None and size.get(w("orient")) == "landscape",
        **{name: _mm(margin, name) for name in ("top", "right", "bottom", "left", "header", "footer")},
        "columns": 1 if columns is None else max(whole(columns.get(w("num")), 1), 1),
        "lines": _grid_pitch(grid),
        "first_page": None if start is None else whole(start),
        "number_format": "" if numbers is None else (numbers.get(w("fmt")) or ""),
        "differs_on_first_page": bool(is_on(section.find(w("titlePg")))),
        "differs_on_even_pages": settings is not None and bool(is_on(settings.find(w("evenAndOddHeaders")))),
    }


def _mm(node: Any | None, name: str) -> float:
    return 0.0 if node is None else round(abs(whole(node.get(w(name)))) * TWIP_MM, 1)


def _grid_pitch(grid: Any | None) -> float:
    """Line pitch in points, where the section has a line grid at all."""
    if grid is None or (grid.get(w("type")) or "default") == "default":
        return 0.0
    return whole(grid.get(w("linePitch"))) / 20
