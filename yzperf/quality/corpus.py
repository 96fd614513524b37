"""A corpus with its index (往期报告库), and what a report has in common with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from yzperf.domain.corpus import CorpusReport, Passage
from yzperf.forensics.copy_index import CopyIndex, build_index
from yzperf.forensics.passage_match import Match, distinctive_letters
from yzperf.quality.copy_words import copy_words
from yzperf.rules import Rules


@dataclass(frozen=True, eq=False)
class Corpus:
    """Reports and the index over their passages, in the same order."""

    reports: tuple[CorpusReport, ...]
    index: CopyIndex

    def copies(self, report: CorpusReport, before: int | None = None) -> list[CopiedPassage]:
        """Passages of a report that stand in others of the corpus, in order; the report itself is left out.

        ``before`` looks only at so many reports from the first on, which compares each pair of a corpus once.
        """
        own = [at for at, other in enumerate(self.reports) if is_same(report, other)]
        own += range(len(self.reports) if before is None else before, len(self.reports))
        found = self.index.find(_texts(report), without=own)
        return [self._copied(report, one.passage, one.report, one.source, one.match, one.also) for one in found]

    def _copied(  # noqa: PLR0917  (the parts of what the index returns)
        self, report: CorpusReport, passage: int, other: int, source: int, match: Match, also: int
    ) -> CopiedPassage:
        origin = self.reports[other]
        return CopiedPassage(report, report.passages[passage], origin, origin.passages[source], match, also)

    def share(self, report: CorpusReport, copies: Sequence[CopiedPassage]) -> float:
        """Share of the letters of a report, set phrases left out, that stand in the passages copied."""
        whole = sum(distinctive_letters(passage.text, self.index.is_common) for passage in report.passages)
        return sum(copy.match.letters for copy in copies) / whole if whole else 0.0


@dataclass(frozen=True, slots=True)
class CopiedPassage:
    """A passage, where it stands in another report, and how much of it."""

    report: CorpusReport
    passage: Passage
    origin: CorpusReport
    source: Passage
    match: Match
    also: int

    @property
    def is_evaluative(self) -> bool:
        """Whether the passage belongs to a section in which an evaluator judges."""
        return bool(copy_words().evaluative.search(self.passage.section))

    @property
    def is_recommendation(self) -> bool:
        """Whether the passage belongs to the recommendations."""
        return bool(copy_words().recommendations.search(self.passage.section.split(" › ")[-1]))

    @property
    def is_same_subject(self) -> bool:
        """Whether both reports are about the same project, such as those of two years."""
        return bool(self.report.subject) and self.report.subject == self.origin.subject


def make_corpus(reports: Iterable[CorpusReport], known: Iterable[str] = ()) -> Corpus:
    """Index reports. ``known`` are texts that everybody may quote."""
    held = tuple(reports)
    return Corpus(held, build_index([_texts(report) for report in held], known))


def is_same(report: CorpusReport, other: CorpusReport) -> bool:
    """Whether two entries are one report: the same title, and either that names its subject or the texts are the same.

    The same texts under another title are no excuse: that is the report copied as a whole.
    """
    if report.title != other.title:
        return False
    return bool(report.subject) or _texts(report) == _texts(other)


def _texts(report: CorpusReport) -> list[str]:
    return [passage.text for passage in report.passages]


def known_texts(rules: Rules) -> Iterator[str]:
    """Texts that reports share by right: set phrases, outlines, and the explanations of the frameworks."""
    yield from copy_words().phrases
    yield from (section.title for outline in rules.library.outlines.values() for section in outline.sections)
    for framework in rules.library.frameworks.values():
        for indicator in framework.indicators:
            yield from (indicator.name + indicator.explanation, indicator.formula, *indicator.checks)
            yield "".join(indicator.checks)
