"""The Word template (模板): opened only after a look at every part, rendered only in the sandbox."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from yzperf.domain.shipped import shipped
from yzperf.errors import LoadError, Place, Problem, ReportError
from yzperf.loaders.guard import require_safe_archive
from yzperf.reports.ooxml import W, parse
from yzperf.reports.sandbox import complaints, environment, require_plain

# What a template may print. A test holds this to what the sections really provide.
NAMES = (
    *("label", "title", "cover", "statement", "signatures", "summary", "toc", "h"),
    *("overview", "goals", "work", "verdict", "blocks", "experience", "problems", "advice", "other"),
    *("a1", "a2", "a3", "a4"),
)
_RENDERED = re.compile(r"^(word/(document|header\d*|footer\d*|footnotes)|docProps/core)\.xml$")
_FULL_WIDTH = re.compile(r"[｛{]\s*[｛％]|｛\s*[{%]|[｝％]\s*[｝}]|%\s*｝")
_OUTSIDE = re.compile(rb'TargetMode\s*=\s*["\']External["\']')


def open_template(path: Path | None = None, *, names: Sequence[str] = NAMES) -> Any:
    """Open the shipped template, or one that was named explicitly, after a check of all its parts.

    Templates are code. Only the shipped one is used by itself; another is used only because somebody named
    its path, never because it lay in a case folder. Either is refused if it calls, filters or computes, and
    runs in a sandbox.

    Parameters
    ----------
    path : Path, optional
        A .docx made from the shipped template.
    names : sequence of str
        What the document provides for printing; by default what the evaluation report does.

    Returns
    -------
    docxtpl.DocxTemplate

    Raises
    ------
    ReportError
        If the file is no sound .docx, refers to outside files, or holds what a template may not.
    """
    from docxtpl.template import DocxTemplate

    file = path or shipped("templates") / "evaluation_report.docx"
    try:
        require_safe_archive(file)
    except LoadError as error:
        raise ReportError(error.problems) from error
    content = file.read_bytes()
    document = DocxTemplate(io.BytesIO(content))
    problems = list(_problems(file.name, content, document, names))
    if problems:
        raise ReportError(problems)
    return document


def render(document: Any, context: Mapping[str, Any]) -> bytes:
    """Render an opened template.

    Parameters
    ----------
    document : docxtpl.DocxTemplate
        From `open_template`.
    context : mapping
        Plain text, numbers, lists, dicts and opaque pictures.

    Returns
    -------
    bytes
        The .docx as docxtpl saves it, not yet finished.

    Raises
    ------
    ReportError
        If the context is not plain, has gaps, or the template asks for what it has not.
    """
    from jinja2.exceptions import TemplateError

    require_plain(context)
    try:
        document.render(dict(context), environment())
    except TemplateError as error:
        near = "".join(getattr(error, "docx_context", ())).strip()
        raise ReportError(
            f"模板无法套用：{error.message}。{f'附近文字：{near[:80]}。' if near else ''}请对照随包模板改正。"
        ) from error
    raw = io.BytesIO()
    document.save(raw)
    return raw.getvalue()


def _problems(name: str, content: bytes, document: Any, names: Sequence[str]) -> Iterator[Problem]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "word/document.xml" not in archive.namelist():
            yield _problem(name, "", "不是 Word 文档", "含 word/document.xml 的 .docx 文件")
            return
        for part in sorted(archive.namelist()):
            yield from _part_problems(name, part, archive.read(part), document, names)


def _part_problems(name: str, part: str, content: bytes, document: Any, names: Sequence[str]) -> Iterator[Problem]:
    if part.endswith(".rels") and _OUTSIDE.search(content):
        yield _problem(name, part, "引用了外部文件或网址", "不引用外部内容的模板")
    if not _RENDERED.match(part):
        return
    root = parse(content)
    for text in _paragraphs(root):
        if _FULL_WIDTH.search(text):
            yield _problem(name, part, f"全角括号标签“{text.strip()[:40]}”", "半角的 {{ }} 或 {% %}")
    for source in _sources(part, root, document):
        for complaint in complaints(source, names):
            yield _problem(name, part, complaint, "只取值、判断和循环的模板")


def _sources(part: str, root: Any, document: Any) -> list[str]:
    """What the engine will see: the whole part, or each property by itself."""
    if part == "docProps/core.xml":
        return [element.text or "" for element in root.iter("*")]
    return [document.patch_xml(document.xml_to_string(root))]


def _paragraphs(root: Any) -> Iterator[str]:
    for paragraph in root.iter(f"{W}p"):
        yield "".join(text.text or "" for text in paragraph.iter(f"{W}t"))


def _problem(name: str, part: str, read: str, expected: str) -> Problem:
    return Problem(Place(name, paragraph=part), read, expected, "请从随包模板另存一份再改，或改回原样。")
