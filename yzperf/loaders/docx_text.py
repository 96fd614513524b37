"""A .docx as plain facts (文档读取): what the child process hands back. The parent decides what it means (``prose``)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from yzperf.errors import LoadError, Place, Problem


def read_text(path: Path) -> dict[str, Any]:
    """Read everything of a guarded .docx.

    Returns
    -------
    dict
        ``blocks`` (paragraphs ``p``, tables ``t``, figures ``f``, text boxes ``box`` in reading order), ``notes``,
        ``margins``, ``comments``, ``changes``, ``hidden``, ``properties``, ``pages``, ``part`` and ``unread``.

    Raises
    ------
    LoadError
        If the main part is missing or is not XML, or the document is beyond all measure.
    """
    from yzperf.loaders.docx.package import DamagedError

    try:
        return _read(path)
    except DamagedError as error:
        remedy = "请用 WPS/Word 打开后另存一份；打不开的请向提供方重新索取"
        raise LoadError(Problem(Place(file=path.name), str(error), "完好的 Word 文档", remedy)) from error


def _read(path: Path) -> dict[str, Any]:
    from yzperf.loaders.docx.blocks import read_blocks
    from yzperf.loaders.docx.context import Context
    from yzperf.loaders.docx.facts import read_page, read_properties, sections
    from yzperf.loaders.docx.names import number_elements, w
    from yzperf.loaders.docx.numbering import Numbering
    from yzperf.loaders.docx.package import DamagedError, Package
    from yzperf.loaders.docx.stories import read_comments, read_margins, read_notes
    from yzperf.loaders.docx.styles import Styles

    package = Package(path)
    main = package.main_part()
    document = package.main_tree()
    bodies = list(document.iterchildren(w("body")))  # one, but for files that some program put together
    if not bodies:
        raise DamagedError("没有正文的文档")
    number_elements(document)
    settings = package.tree(package.related(main, "settings"))
    context = Context(
        package,
        Styles(package.tree(package.related(main, "styles"))),
        Numbering(package.tree(package.related(main, "numbering"))),
        lambda container, part: read_blocks(container, context, part),
    )
    blocks = [block for body in bodies for block in read_blocks(body, context, main)]
    parts = [section for body in bodies for section in sections(body)]
    return {
        "part": main,
        "blocks": blocks,
        "notes": read_notes(context, main, settings),
        "margins": list(read_margins(context, main, parts)),
        "comments": read_comments(context, main),
        "changes": context.changes,
        "hidden": context.hidden,
        "pages": [read_page(section, number, settings) for number, section in enumerate(parts, 1)],
        "properties": read_properties(package, main, settings),
        "unread": package.unread,
    }
