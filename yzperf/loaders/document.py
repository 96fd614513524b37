"""Read a Word document from outside (评价报告、自评报告): behind guard and child process, into a tree with places."""

from __future__ import annotations

from pathlib import Path

from yzperf.domain.document import Document
from yzperf.errors import LoadError, Place, Problem
from yzperf.loaders.child import parse
from yzperf.loaders.guard import require_safe_archive
from yzperf.loaders.prose.build import build_document
from yzperf.loaders.word_kinds import require_word


def load_document(path: str | Path) -> Document:
    """Read a .docx: heading tree, tables, figures, notes, signature lines, changes, comments, hidden text, metadata.

    Parameters
    ----------
    path
        A .docx from outside. Old Word, WPS, PDF, ODT and RTF are refused with the way to convert them.

    Raises
    ------
    LoadError
        If the file is missing, damaged, hostile, of a kind to convert first, or has no text.

    Examples
    --------
    >>> import yzperf as yz
    >>> report = yz.load_document(yz.sample_case() / "report.docx")
    >>> report.headings[1].title, report.tables[0].caption
    ('一、项目基本情况', '表1 各部分得分情况')
    """
    path = Path(path)
    require_word(path)
    require_safe_archive(path)
    document = _built(path)
    if not document.blocks:
        raise LoadError(Problem(Place(file=path.name), "没有文字的文档", "评价报告正文", "扫描件请改交可编辑的 .docx"))
    return document


def _built(path: Path) -> Document:
    found = parse("docx", path)
    try:
        return build_document(path.name, found)
    except (ValueError, IndexError, KeyError, TypeError, AttributeError) as error:  # the child is not trusted either
        remedy = "请用 WPS/Word 打开后另存一份；仍不行请把文件交给 yzperf 的维护人员"
        raise LoadError(Problem(Place(file=path.name), "内容前后不符的文档", "完好的 .docx", remedy)) from error
