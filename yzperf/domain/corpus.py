"""Reports to look for copies in (往期报告库): passages with their places, title, subject, and scores of each report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from yzperf.domain.document import Document, Kind, Paragraph, walk
from yzperf.domain.picture import Picture
from yzperf.domain.scoresheet import ScoreSheet
from yzperf.errors import Place

LEAST_LETTERS = 30  # of a passage; below that only headings, dates and figures are left
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s*[-—~至]\s*(?:19|20)\d\d)?\s*年?度?")
_KIND = re.compile(
    r"(?:部门|财政|重点|单位|预算|支出|项目|资金|整体)*(?:绩效)?(?:自评|自我评价|评价|评估)(?:工作)?(?:总结|报告|情况).*$"
)
_SIGNS = re.compile(r"[\s（）()《》“”\"·,，、:：—-]")

Score = tuple[str, str]  # points of a row, points given


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph, in the text or in a cell, and the headings that it stands under."""

    text: str
    where: Place
    section: str = ""


@dataclass(frozen=True, slots=True)
class CorpusReport:
    """One report. ``scores`` are the rows of its own score sheet, if one is annexed; ``digest`` is that of its file;
    ``pictures`` are its photographs."""

    file: str
    title: str
    passages: tuple[Passage, ...]
    scores: tuple[Score, ...] = ()
    digest: str = ""
    pictures: tuple[Picture, ...] = ()

    @property
    def subject(self) -> str:
        """What the report is about: its title without year and kind of report; blank if nothing is left."""
        return subject_of(self.title)


def subject_of(title: str) -> str:
    """Cut year and kind of report off a title.

    Examples
    --------
    >>> subject_of("扬中市农村生活污水治理项目2024年度绩效评价报告")
    '扬中市农村生活污水治理'
    """
    return _KIND.sub("", _SIGNS.sub("", _YEAR.sub("", title)))


def read_report(
    document: Document, sheet: ScoreSheet | None = None, digest: str = "", pictures: tuple[Picture, ...] = ()
) -> CorpusReport:
    """Make a report of the corpus out of a document, its own score sheet and its photographs."""
    passages = tuple(passages_of(document))
    return CorpusReport(document.file, title_of(document), passages, scores_of(sheet), digest, pictures)


def passages_of(document: Document) -> Iterator[Passage]:
    """Paragraphs of the body and its cells that are long enough to be told apart; headings and captions left out."""
    section = ""
    for block in walk(document.blocks):
        if not isinstance(block, Paragraph) or block.kind not in (Kind.TEXT, Kind.HEADING):
            continue
        if block.level:
            section = " › ".join((*block.path, block.title))
        is_bare = block.level and len(block.text) <= len(block.title)  # a run-in heading stands before its own text
        if len(block.text) >= LEAST_LETTERS and not is_bare:
            yield Passage(block.text, block.where, section)


def title_of(document: Document) -> str:
    """Title of a document: its own, or the first lines of the cover up to the one that says what kind of report it is."""
    lines: list[str] = []
    for paragraph in document.paragraphs[:12]:
        if paragraph.level:
            break
        lines.append(paragraph.text.strip())
        if _KIND.search(lines[-1]):
            return "".join(lines)
    return document.title or (lines[0] if lines else "")


def scores_of(sheet: ScoreSheet | None) -> tuple[Score, ...]:
    """Points and points given of every row; nothing if any row has none."""
    rows = sheet.scored_rows if sheet else ()
    found = [(_number(row.weight), _number(row.reported)) for row in rows]
    return tuple(found) if all(given for _, given in found) else ()


def _number(quantity: object) -> str:
    value = getattr(quantity, "value", None)
    return "" if value is None else f"{value.normalize():f}"
