"""Samples as a report sums them up (样本概括): so many people, their mean, their standard deviation, whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from yzperf.domain.claims import Claim, Claims, Role
from yzperf.domain.document import Document
from yzperf.forensics.summaries import Group
from yzperf.quality.graded_counts import cell_number
from yzperf.quality.printed_estimates import Number, number_of
from yzperf.quality.printed_means import counts_people
from yzperf.quality.sentences_and_rows import Row, Sentence, bare, read_rows, read_sentences
from yzperf.quality.statistics_words import statistics_words

_COUNT = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)[人份户名位个例]?")
_VALUE = re.compile(r"-?\d+(?:\.\d+)?(?:%|分)?")
_PAIR = re.compile(r"(\d+(?:\.\d+)?)(?:分)?±(\d*\.?\d+)")


@dataclass(frozen=True, slots=True)
class Summary:
    """One sample. ``n`` is None where no number of people stands beside the mean; ``sentence`` and ``block`` are where it
    stands in the text, ``is_all`` tells that it is of everybody asked."""

    name: str
    n: int | None
    mean: Number
    deviation: Number | None = None
    is_all: bool = False
    sentence: str = ""
    block: str = ""

    def group(self, n: int | None = None) -> Group | None:
        """The printed numbers as intervals; None where people or deviation are not told."""
        people = self.n or n
        if people is None or people < 2 or self.deviation is None:
            return None
        return Group(people, self.mean.ends, (max(0.0, self.deviation.ends[0]), self.deviation.ends[1]))


@dataclass(frozen=True, slots=True)
class SummaryTable:
    """Groups with the row of all of them, of one column of means or of shares."""

    groups: tuple[Summary, ...]
    whole: Summary | None
    is_share: bool
    around: str


# ── prose ───────────────────────────────────────────────────────────────────────────────────────────


def read_summaries(report: Document, claims: Claims) -> list[Summary]:
    """Means of the text with the deviation and the number of people beside them."""
    paragraphs = groupby(read_sentences(report, claims), key=lambda one: id(one.paragraph))
    return [one for _, inside in paragraphs for sentence in inside for one in _of_sentence(sentence)]


def _of_sentence(sentence: Sentence) -> Iterator[Summary]:
    means = [one for one in sentence.claims if one.role is Role.MEAN and one.is_exact and not one.bound]
    for at, mean in enumerate(means):
        since = means[at - 1].end if at else sentence.begin
        until = means[at + 1].start if at + 1 < len(means) else sentence.begin + len(sentence.text)
        deviations = [one for one in sentence.claims if one.role is Role.DEVIATION and mean.end <= one.start < until]
        front = sentence.paragraph[since : mean.start]
        yield Summary(
            name=mean.subject,
            n=_people(mean, sentence, since, until),
            mean=number_of(mean),
            deviation=number_of(deviations[0]) if deviations and deviations[0].is_exact else None,
            is_all=bool(statistics_words().samples["everybody"].search(front)),
            sentence=sentence.text,
            block=mean.block,
        )


def _people(mean: Claim, sentence: Sentence, since: int, until: int) -> int | None:
    """n=352 behind the mean, else the nearest number of people in front of it."""
    counts = [one for one in sentence.claims if counts_people(one) and one.unit != "家" and since <= one.start < until]
    behind = [one for one in counts if one.role is Role.SAMPLE and one.start >= mean.end]
    front = [one for one in counts if one.end <= mean.start]
    chosen = behind[:1] or front[-1:]
    return int(chosen[0].value) if chosen else None


# ── tables ──────────────────────────────────────────────────────────────────────────────────────────


def read_summary_tables(report: Document) -> Iterator[SummaryTable]:
    """Each column of means, or of shares, of a table that has a column of people."""
    for rows in read_rows(report):
        words = statistics_words()
        people = _people_columns(rows[0])
        if not people or words.samples["subtotal"].search("".join(row.label for row in rows)):
            continue
        means = _columns(rows[0], words.columns["mean"])
        shares = [at for at in _columns(rows[0], words.columns["rated"]) if rows[0].text(at).endswith("%")]
        for column in (*means, *(shares if len(people) == 1 else ())):
            nearest = min(people, key=lambda one: (one > column, abs(one - column)))
            table = _table(rows, nearest, column, is_share=column in shares)
            if len(table.groups) > 1:
                yield table


def _people_columns(row: Row) -> list[int]:
    """Columns of those who answered, not of those among them who answered this or that."""
    words = statistics_words().columns
    return [at for at in _columns(row, words["people"]) if not words["some_people"].search(row.heads[at][-1])]


def _columns(row: Row, pattern: re.Pattern[str]) -> list[int]:
    return [at for at, heads in row.heads.items() if heads and pattern.search(bare(heads[-1]))]


def _table(rows: Sequence[Row], people: int, column: int, *, is_share: bool) -> SummaryTable:
    words = statistics_words()
    deviations = [] if is_share else [one for one in _columns(rows[0], words.columns["deviation"]) if one > column]
    found = [one for row in rows if (one := _of_row(row, people, column, deviations))]
    wholes = [one for one in found if one.is_all]
    return SummaryTable(
        groups=tuple(one for one in found if not one.is_all),
        whole=wholes[0] if len(wholes) == 1 else None,
        is_share=is_share,
        around=rows[0].around,
    )


def _of_row(row: Row, people: int, column: int, deviations: Sequence[int]) -> Summary | None:
    count = _COUNT.fullmatch(row.text(people))
    text = row.text(column)
    pair = _PAIR.fullmatch(text)
    if count is None or not (pair or _VALUE.fullmatch(text)):
        return None
    where = row.cells[column].where
    deviation = Number(pair[2], float(pair[2]), _places(pair[2]), where) if pair else None
    if not pair and deviations and _VALUE.fullmatch(row.text(deviations[0])):
        deviation = cell_number(row, deviations[0])
    label = " ".join(row.text(at) for at in sorted(row.cells) if at < min(people, column))
    return Summary(
        name=row.label,
        n=int(count[1].replace(",", "")),
        mean=Number(text, float(pair[1]), _places(pair[1]), where) if pair else cell_number(row, column),
        deviation=deviation,
        is_all=bool(statistics_words().samples["total"].search(label or row.label)),
    )


def _places(digits: str) -> int:
    return len(digits.partition(".")[2])
