"""``yzperf check --commented`` (批注副本): the report as it was handed in, every finding a comment at its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeGuard

from yzperf.apps.atomic import write_atomically
from yzperf.domain.case import Case
from yzperf.domain.document import Document, Paragraph, Table, walk
from yzperf.domain.finding import Finding, Verdict
from yzperf.domain.waiver import Waived, Waiver
from yzperf.errors import LoadError, Place
from yzperf.loaders import load_document
from yzperf.loaders.commenting import Comment, commented_copy
from yzperf.quality import Settled
from yzperf.quality.handling import handling
from yzperf.reports.text import clean

Spots = dict[Place, int]


def require_commentable(paths: list[Path], out: Path) -> None:
    """One Word report, or one case with its report, goes into one copy.

    Raises
    ------
    LoadError
    """
    if len(paths) != 1 or not (paths[0].is_dir() or paths[0].suffix.lower() == ".docx"):
        raise LoadError("--commented：一次批注一份 .docx 报告，请只给一个报告或一个案卷文件夹")
    if out.suffix.lower() != ".docx":
        raise LoadError(f"--commented：读到“{out.name}”，应为 .docx 文件名")


def is_commentable(report: Path | None) -> TypeGuard[Path]:
    """Whether there is a report and it is a Word document: a PDF takes no comments."""
    return report is not None and report.suffix.lower() == ".docx"


def report_of(path: Path, cases: Sequence[Case]) -> Path:
    """The report that was checked: the file itself, or that of the case.

    Raises
    ------
    LoadError
        If the case has no report, or one that is no Word document.
    """
    report = cases[0].report if cases else path
    if not is_commentable(report):
        raise LoadError(f"--commented：{path} 里没有 Word 评价报告（.docx），没有可以批注的文件")
    return report


def commented_bytes(report: Path, settled: Settled) -> bytes:
    """The copy as the bytes of a .docx; the original is only read.

    Raises
    ------
    LoadError
        If the original cannot be read.
    """
    return commented_copy(report, list(comments_of(load_document(report), settled)))


def write_commented(report: Path, settled: Settled, out: Path) -> None:
    """Write the copy; the original is only read.

    Raises
    ------
    LoadError
        If the copy would replace the original, or the original cannot be read.
    """
    if out.resolve() == report.resolve():
        raise LoadError(f"--commented：“{out}”就是交来的报告，写上去会冲掉原件。请换一个文件名")
    copy = commented_bytes(report, settled)
    write_atomically(out, lambda part: part.write_bytes(copy))


def comments_of(document: Document, settled: Settled) -> Iterator[Comment]:
    """First one comment that lists what has no place in this report, then one for every finding that has."""
    spots = _spots(document)
    placed = [(decided, _spot(decided[0].where, spots)) for decided in settled.every_finding()]
    elsewhere = [decided for decided, spot in placed if spot is None]
    if elsewhere:
        head = f"以下 {len(elsewhere)} 处发现不在本报告的某一段或某一格："
        lines = [
            f"（{number}）{decided[0].where}：{_one_line(*decided)}" for number, decided in enumerate(elsewhere, 1)
        ]
        yield Comment(min(spots.values()), (head, *map(clean, lines)))
    yield from (Comment(spot, tuple(map(clean, _lines(*decided)))) for decided, spot in placed if spot is not None)


def _spots(document: Document) -> Spots:
    """Number of the paragraph in the text part, by every name that its place goes by."""
    body = [block for block in walk(document.blocks) if isinstance(block, Paragraph | Table)]
    part = next(block.anchor for block in body if block.anchor).partition("#")[0]
    spots: Spots = {}
    for block in body:
        for place, paragraph in _places(block):
            if paragraph.anchor.startswith(f"{part}#p"):
                spots.setdefault(place, int(paragraph.anchor.rpartition("#p")[2]))
    return spots


def _places(block: Paragraph | Table) -> Iterator[tuple[Place, Paragraph]]:
    """A cell is also found without its section, a table by its first cell."""
    if isinstance(block, Paragraph):
        yield block.where, block
        return
    for cell in block.cells:
        for paragraph in (inside for inside in cell.blocks if isinstance(inside, Paragraph)):
            where = cell.where
            yield from ((place, paragraph) for place in (where, Place(where.file, where.sheet, where.cell)))
            yield from ((place, paragraph) for place in (block.where, Place(where.file, where.sheet)))


def _spot(where: Place, spots: Spots) -> int | None:
    names = (where, Place(where.file, where.sheet, where.cell), Place(where.file, where.sheet))
    return next((spots[name] for name in names if name in spots), None)


def _lines(finding: Finding, waiver: Waiver | None) -> Iterator[str]:
    yield _one_line(finding, waiver)
    if finding.reported or finding.recomputed:
        yield f"原文：{finding.reported or '—'}　复算：{finding.recomputed or '—'}"
    if finding.clause:
        yield f"依据：{finding.clause}"
    if waiver is None or waiver.counts:
        yield f"处理建议：{handling(finding)}"


def _one_line(finding: Finding, waiver: Waiver | None) -> str:
    touches = "（影响结论）" if finding.changes_conclusion else ""
    kind = "线索（不是问题认定）" if finding.verdict is Verdict.LEAD else finding.severity
    said = f"【{Waived(finding, waiver).words()}】" if waiver else ""
    return f"{said}{kind} {finding.id} {finding.title}{touches}：{finding.message}"
