"""What a report evaluates (评价对象): its places and years, by the case register or by the report's own cover."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from yzperf.domain.case import CaseInfo
from yzperf.domain.corpus import title_of
from yzperf.domain.document import Document

_YEARS = re.compile(r"(?<!\d)(20\d\d)(?:\s*年?度?\s*[-—~～至]+\s*(20\d\d))?\s*年")
_NO_NAME = re.compile(
    r"(?:(?:19|20)\d\d\s*[-—~～至、]*\s*)+年?度?|绩效评价报告|绩效自评|报告|(?:预算)?绩效评价|(?:财政)?支出"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """``cover`` is the text that names the own places and bodies; ``years`` are the years evaluated, maybe none;
    ``names`` are those of the project itself."""

    cover: str
    years: frozenset[int]
    names: tuple[str, ...] = ()

    @property
    def start(self) -> date | None:
        """First day of the evaluated period, as far as it is known."""
        return date(min(self.years), 1, 1) if self.years else None

    def is_own(self, place: str) -> bool:
        """Whether a place is named on the cover, with or without its last word (扬中市, 扬中)."""
        return place in self.cover or (len(place) > 2 and place[:-1] in self.cover)


def subject_of_report(report: Document, info: CaseInfo | None) -> Subject:
    """Read the subject of a report. A case that says its period knows better than a title."""
    lines = (paragraph.text for paragraph in takewhile(lambda one: not one.level, report.paragraphs))
    cover = [report.title, *lines]
    title = title_of(report)
    named = _NO_NAME.sub("", title)
    if info is None:
        return Subject("\n".join(cover), _years(title), (named,))
    years = frozenset(range(info.period[0].year, info.period[1].year + 1))
    texts = [*cover, info.name, info.region, *info.parties.values()]
    return Subject("\n".join(texts), years, tuple(filter(None, (info.name, named))))


def _years(title: str) -> frozenset[int]:
    found = [(int(first), int(last or first)) for first, last in _YEARS.findall(title)]
    return frozenset(year for first, last in found for year in range(first, last + 1))
