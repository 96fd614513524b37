"""A report of 60 pages and 60 tables: everything read with places, against python-docx reading bare text."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.clock import seconds
from tests.word_xml import NORMAL, WordFile, centred, para, style, table
from tests.word_xml import run as word_run
from yzperf.loaders import load_document
from yzperf.loaders.docx_text import read_text
from yzperf.loaders.guard import require_safe_archive
from yzperf.loaders.prose.build import build_document

_SENTENCE = "项目单位按照批复的实施方案组织实施，截至2024年12月底已完成全部建设内容，支出1,187.36万元，执行率94.99%（见表{n}）。"
_PAGES = 60


def run() -> Iterator[str]:
    """Time reading after the start of the child process, and the whole call with it."""
    with tempfile.TemporaryDirectory() as folder:
        path = _report().save(Path(folder) / "r.docx")
        document = load_document(path)
        found = read_text(path)
        ours = seconds(lambda: build_document(path.name, read_text(path)))
        parts = (seconds(lambda: read_text(path)), seconds(lambda: build_document(path.name, found)))
        guard = seconds(lambda: require_safe_archive(path))
        whole = seconds(lambda: load_document(path), 3)
        theirs = seconds(lambda: _by_python_docx(path))
        cells = sum(len(one.cells) for one in document.tables)
        paragraphs = len(list(document.every_paragraph()))
        yield f"{paragraphs:,} paragraphs, {len(document.headings)} headings, {len(document.tables)} tables, {cells:,} cells"
        yield f"read {ours:.2f} s (XML {parts[0]:.2f}, sense {parts[1]:.2f}); guard {guard:.2f} s; whole call with child process {whole:.2f} s"
        yield f"python-docx, bare text of paragraphs and cells {theirs:.2f} s: ours {ours / theirs:.2f} of it"


def _report() -> WordFile:
    made = WordFile(styles=NORMAL + style("h1", "heading 1", outline=1))
    rows = [["一级指标", "二级指标", "三级指标", "指标值", "完成值", "分值", "得分"]]
    rows += [["产出", "数量指标", f"指标{n}", "≥95%", "96.2%", "5", "4.85"] for n in range(12)]
    for page in range(1, _PAGES + 1):
        made.add(para(f"{page}.情况", style="h1"), para(word_run(f"（{page}）小节", bold=True)))
        made.add(
            *(para(word_run(_SENTENCE.format(n=page)), word_run(_SENTENCE.format(n=page), bold=True)) for _ in range(8))
        )
        made.add(centred(f"表{page} 得分情况"), table(rows))
    return made


def _by_python_docx(path: Path) -> Any:
    import docx

    document = docx.Document(str(path))
    texts = [paragraph.text for paragraph in document.paragraphs]
    return texts + [cell.text for one in document.tables for row in one.rows for cell in row.cells]
