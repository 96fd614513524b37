"""Copying between reports: 2,000 generated reports of 20,000 characters with planted copies, indexed and searched.

Two-thirds of a report is text of its own; the rest are set phrases, a statutory text and the agency's own template, which
must not be found. Planted: whole paragraphs, paragraphs with other figures, and with every fifteenth letter changed.
"""

from __future__ import annotations

import random
import resource
import time
from collections.abc import Iterator

from yzperf.forensics.copy_index import CopyIndex, build_index

REPORTS, LETTERS, PARAGRAPH = 2000, 20_000, 180
_SEED = 20260315
# Common characters of official prose; words of two are drawn from them, as often as Zipf's law has it.
_SIGNS = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部"
    "度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数"
    "正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特"
    "件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口"
)


def run() -> Iterator[str]:
    """Build, index, search; yields the lines to print."""
    made = _Corpus(random.Random(_SEED))
    reports = made.reports()
    start = time.perf_counter()
    index = build_index(reports, [made.statute])
    yield f"index of {len(reports)} reports, {sum(map(len, map(''.join, reports))):,} characters: {_since(start)}"
    yield f"index in memory: keys {index.keys.nbytes / 2**20:.0f} MiB, peak of the process {_peak():.0f} MiB"
    yield from _search(made, index)


def _search(made: _Corpus, index: CopyIndex) -> Iterator[str]:
    found, planted, false, slowest = dict.fromkeys(made.kinds, 0), dict.fromkeys(made.kinds, 0), 0, 0.0
    for _ in range(50):
        report, truth = made.new_report()
        start = time.perf_counter()
        copies = {copy.passage: copy for copy in index.find(report)}
        slowest = max(slowest, time.perf_counter() - start)
        for at, (kind, source) in truth.items():
            planted[kind] += 1
            found[kind] += at in copies and copies[at].report == source
        false += len(set(copies) - set(truth))
    yield f"a new report against the index: slowest of 50 {slowest:.3f} s"
    for kind in made.kinds:
        yield f"planted, {kind}: {found[kind]} of {planted[kind]} found with the right report"
    yield f"false pairs: {false} in 50 reports"


class _Corpus:
    """Generated reports: own text, template of one of forty agencies, statutory text."""

    kinds = ("whole paragraph", "other figures", "every fifteenth letter changed")

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        signs = sorted(set(_SIGNS))
        self._words = ["".join(chance.choices(signs, k=2)) for _ in range(12_000)]
        self._weights = [1 / (rank + 10) for rank in range(len(self._words))]
        self.statute = self._text(2_000)
        self._phrases = [self._text(PARAGRAPH) for _ in range(20)]
        self._templates = [[self._text(PARAGRAPH) for _ in range(5)] for _ in range(40)]
        self._made: list[list[str]] = []

    def reports(self) -> list[list[str]]:
        self._made = [self._report(number) for number in range(REPORTS)]
        return self._made

    def new_report(self) -> tuple[list[str], dict[int, tuple[str, int]]]:
        """A report of new text with one paragraph of each kind planted; where, and from which report."""
        report, truth = self._report(0), {}
        for kind, at in zip(self.kinds, self._chance.sample(range(60), 3), strict=True):
            source = self._chance.randrange(REPORTS)
            report[at] = self._altered(self._chance.choice(self._made[source][:60]), kind)
            truth[at] = (kind, source)
        return report, truth

    def _report(self, number: int) -> list[str]:
        own = [self._text(PARAGRAPH) for _ in range(75)]
        quoted = [self.statute[at : at + PARAGRAPH] for at in range(0, 1800, PARAGRAPH)]
        return [*own, *self._phrases, *quoted, *self._templates[number % 40]]

    def _text(self, letters: int) -> str:
        words = self._chance.choices(self._words, self._weights, k=letters // 2)
        for at in range(7, len(words), 11):
            words[at] = f"{self._chance.randrange(10, 99999)}万元，"
        return "".join(words)

    def _altered(self, text: str, kind: str) -> str:
        if kind == self.kinds[1]:
            return "".join(str(self._chance.randrange(10)) if sign.isdigit() else sign for sign in text)
        if kind == self.kinds[2]:
            return "".join("某" if at % 15 == 7 else sign for at, sign in enumerate(text))
        return text


def _since(start: float) -> str:
    return f"{time.perf_counter() - start:.1f} s"


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
