"""A .pdf as lines of text page by page (PDF 读取): what the child process hands back. Nothing is drawn, run or fetched."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from yzperf.errors import LoadError, Place, Problem

_MOST_PAGES = 1_000
_MOST_SIGNS = 5_000_000
_FACTS = {
    "title": "/Title",
    "creator": "/Author",
    "application": "/Creator",
    "created": "/CreationDate",
    "modified": "/ModDate",
}


def read_pdf(path: Path) -> dict[str, Any]:
    """Read the text of a PDF.

    Returns
    -------
    dict
        ``pages``, the lines of each page as the file orders them; ``properties``; ``unread`` in Chinese.

    Raises
    ------
    LoadError
        If the file is locked with a password or cannot be read as a PDF.
    """
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise _locked(path)
        return _read(reader)
    except DependencyError as error:  # a cipher that this installation does not know
        raise _locked(path) from error
    except (PyPdfError, ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as error:
        remedy = "请用 WPS 或 PDF 阅读器打开后“另存为”一份；仍不行请向提供方索取 Word 原稿"
        raise LoadError(Problem(Place(file=path.name), "损坏或写法异常的 PDF", "完好的 PDF", remedy)) from error


def _read(reader: Any) -> dict[str, Any]:
    pages: list[list[str]] = []
    signs, count = 0, len(reader.pages)
    for page in reader.pages[:_MOST_PAGES]:
        text = page.extract_text() or ""
        signs += len(text)
        if signs > _MOST_SIGNS:
            break
        pages.append([line for line in text.split("\n") if line.strip()])
    unread = [f"只读了前 {len(pages)} 页，全文 {count} 页"] if len(pages) < count else []
    told = reader.metadata or {}
    return {
        "pages": pages,
        "properties": {name: str(told[key])[:500] for name, key in _FACTS.items() if told.get(key)},
        "unread": unread,
    }


def _locked(path: Path) -> LoadError:
    return LoadError(
        Problem(Place(file=path.name), "设了打开密码的 PDF", "没有密码的文件", "请向提供方索取不设密码的文件")
    )
