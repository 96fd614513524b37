"""Answers counted by grade (各档人数): 非常满意188份、满意158份、一般40份、不满意14份, in prose and in tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from yzperf.domain.claims import Claim, Claims
from yzperf.domain.document import Document
from yzperf.domain.reading.numerals import read_count
from yzperf.errors import Place
from yzperf.quality.grades import (
    Grade,
    are_of_one_question,
    best_first,
    grade_at_end,
    grade_words,
    read_grade,
    words_before,
)
from yzperf.quality.printed_estimates import Number, number_of
from yzperf.quality.printed_means import counts_people
from yzperf.quality.sentences_and_rows import Row, Sentence, bare, read_rows, read_sentences
from yzperf.quality.statistics_words import statistics_words

_FEWEST = 3
_BREAKS = re.compile("[。；;]")
_LISTED = re.compile("分别|依次")
_COUNT = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)[人份户名位个票]?")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?%?")
_CUMULATED = re.compile("及以上|及以下|以上的?$|以下的?$")


@dataclass(frozen=True, slots=True)
class GradedCounts:
    """How many people gave each answer of one question, the best first, among how many.

    ``whole`` is the number printed for all of them, None where none is; ``is_tied`` whether it stands in the same place.
    ``shares`` are those printed for each answer (None for one that has none), ``text`` what stands around, ``subtotal`` what a part of the grades is told to
    add up to.
    """

    grades: tuple[Grade, ...]
    counts: tuple[Number, ...]
    shares: tuple[Number | None, ...]
    whole: Number | None
    is_tied: bool
    name: str
    text: str
    where: Place
    block: str = ""
    end: int = 0
    row: Row | None = None
    subtotal: Number | None = None

    @property
    def values(self) -> tuple[int, ...]:
        """The counts as numbers."""
        return tuple(int(one.value) for one in self.counts)

    @property
    def total(self) -> int:
        """All of them together."""
        return sum(self.values)

    @property
    def adds_up(self) -> bool:
        """Whether they are all of those asked."""
        return self.whole is None or self.total == self.whole.value

    @property
    def names(self) -> tuple[str, ...]:
        """The grades by name."""
        return tuple(one.name for one in self.grades)

    @property
    def is_complete(self) -> bool:
        """Whether grades of the good end, of the bad end and between are listed, and nobody is told to be left out."""
        if grade_words().left_out.search(self._other_words()):
            return False
        points = [one.points for one in self.grades if one.points is not None]
        if len(points) == len(self.grades):
            return len(points) >= _FEWEST and sorted(points) == list(range(min(points), min(points) + len(points)))
        middle = next(at for at, rung in enumerate(_rungs()) if rung == "NEUTRAL")
        places = [one.place for one in self.grades]
        is_whole = min(places) < middle < max(places) and not {middle - 1, middle}.isdisjoint(places)  # 基本满意, 一般
        return len(places) >= _FEWEST and ("/" in self.grades[0].stem or is_whole)

    def _other_words(self) -> str:
        text = self.text
        for name in self.names:
            text = text.replace(name, "")
        return text


def _rungs() -> tuple[str, ...]:
    return tuple(grade_words().places)


def read_graded(report: Document, claims: Claims, valid: Claim | None) -> list[GradedCounts]:
    """Yield those of the text, then those of the tables.

    Parameters
    ----------
    valid
        The valid questionnaires, which the answers are of where no other number is told.
    """
    sheets = number_of(valid) if valid else None
    paragraphs = groupby(read_sentences(report, claims), key=lambda one: id(one.paragraph))
    found = [one for _, inside in paragraphs for one in _of_paragraph(list(inside), sheets)]
    return found + [one for rows in read_rows(report) for one in (*_of_rows(rows), *_of_column(rows, sheets))]


# ── prose ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Counted:
    grade: Grade
    count: Claim
    share: Claim | None


def _of_paragraph(sentences: Sequence[Sentence], valid: Number | None) -> Iterator[GradedCounts]:
    claims = [claim for one in sentences for claim in one.claims]
    text = sentences[0].paragraph
    for run in _runs(claims, text):
        first, last = run[0].count, run[-1].count
        behind = _whole_behind(claims, last, text)
        whole = _whole_before(claims, first, text) or behind
        order = best_first([one.grade for one in run])
        shares = _listed_shares(claims, last, len(run), text)
        counted = [run[at] for at in order]
        beside = [shares[at] if shares else run[at].share for at in order]
        yield GradedCounts(
            grades=tuple(one.grade for one in counted),
            counts=tuple(number_of(one.count) for one in counted),
            shares=tuple(number_of(one) if one else None for one in beside),
            whole=number_of(whole) if whole else valid,
            is_tied=whole is not None,
            name=first.subject,
            text=text,
            where=first.where,
            block=first.block,
            end=last.end,
            subtotal=number_of(behind) if behind and behind is not whole else None,
        )


def _runs(claims: Sequence[Claim], text: str) -> Iterator[list[_Counted]]:
    """Counts that follow one another, each with a grade of the same question."""
    run: list[_Counted] = []
    for at, claim in enumerate(claims):
        if claim.unit == "%" or not counts_people(claim) or _is_grade_itself(claims, at, text):
            continue
        grade = _grade_before(claims, at, text)
        if grade is not None and (not run or are_of_one_question([*(one.grade for one in run), grade])):
            run.append(_Counted(grade, claim, _share_behind(claims, at, text)))
            continue
        if len(run) > 1:
            yield run
        run = [_Counted(grade, claim, _share_behind(claims, at, text))] if grade else []
    if len(run) > 1:
        yield run


def _is_grade_itself(claims: Sequence[Claim], at: int, text: str) -> bool:
    """The 5分 of 5分100份."""
    return claims[at].unit in ("分", "星", "级")


def _grade_before(claims: Sequence[Claim], at: int, text: str) -> Grade | None:
    """The grade whose count this is: named right before it, by a number of points, or as its subject in a list."""
    claim = claims[at]
    since = claims[at - 1].end if at else 0
    between = text[since : claim.start]
    if at and claims[at - 1].unit in ("分", "星") and claims[at - 1].is_exact and not _rest(between):
        return read_grade(text[claims[at - 1].start : claims[at - 1].end])
    words = grade_words()
    if _CUMULATED.search(between) or len(_joined_names(between)) > 1:
        is_listed = _LISTED.search(between)
        return grade_at_end(claim.subject) if is_listed else None
    found = words.tail.search(between.rstrip()) or words.tail.search(words_before(between))
    if found:
        return read_grade(found["label"])
    return grade_at_end(claim.subject) if _LISTED.search(text[: claim.start]) else None


def _rest(between: str) -> str:
    return grade_words().filler.sub("", between)


def _share_behind(claims: Sequence[Claim], at: int, text: str) -> Claim | None:
    """148人，占48.37% or 148人（48.37%）."""
    follower = claims[at + 1] if at + 1 < len(claims) else None
    if follower is None or follower.unit != "%" or not follower.is_exact:
        return None
    between = text[claims[at].end : follower.start]
    return follower if len(between) <= 12 and not _rest(between) and not _BREAKS.search(between) else None


def _whole_before(claims: Sequence[Claim], first: Claim, text: str) -> Claim | None:
    """The people whom the answers are of: the last number of people before them that is no answer itself."""
    front = [one for one in claims if one.end <= first.start and counts_people(one) and one.unit not in ("分", "家")]
    for one in reversed(front):
        if one.value >= first.value and not grade_words().tail.search(words_before(text[: one.start])):
            return one
    return None


def _whole_behind(claims: Sequence[Claim], last: Claim, text: str) -> Claim | None:
    """……10人，共250人: told behind the answers."""
    behind = next((one for one in claims if one.start >= last.end and counts_people(one)), None)
    told = text[last.end : behind.start] if behind else ""
    told = re.sub(r"[两二三四](?:项|者|档|类)|[(（][\d.]+%[)）]", "", told)
    return behind if behind and statistics_words().samples["sum"].search(told.strip()) else None


def _listed_shares(claims: Sequence[Claim], last: Claim, many: int, text: str) -> Sequence[Claim]:
    """占比依次为47.0%、39.5%、10.0%、3.5%: as many per cent as there are counts, right behind them."""
    behind = [one for one in claims if one.start >= last.end][: many + 1]
    listed = behind[:many]
    if len(listed) < many or any(one.unit != "%" or not one.is_exact for one in listed):
        return ()
    between = text[last.end : listed[0].start]
    return listed if _LISTED.search(between) and not _BREAKS.search(between) else ()


# ── answers counted together ────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Together:
    """So many people, or per cent, gave one of these answers: 表示“很满意”和“较满意”的310份.

    ``names`` are the grades; empty where ``first`` of the list right before are meant (前两项合计260人).
    """

    claim: Claim
    names: tuple[str, ...]
    first: int
    whole: Claim | None


def read_together(report: Document, claims: Claims) -> Iterator[Together]:
    """Yield what the text tells of several grades together."""
    for _, inside in groupby(read_sentences(report, claims), key=lambda one: id(one.paragraph)):
        sentences = list(inside)
        told = [claim for one in sentences for claim in one.claims]
        for sentence in sentences:
            for claim in sentence.claims:
                yield from _together(claim, told, sentence)


def _together(claim: Claim, claims: Sequence[Claim], sentence: Sentence) -> Iterator[Together]:
    if not claim.is_exact or claim.bound or not (claim.unit == "%" or counts_people(claim)) or claim.unit == "分":
        return
    at = claims.index(claim)
    front = sentence.paragraph[max(claims[at - 1].end if at else 0, sentence.begin) : claim.start]
    before = grade_words().first_ones.search(sentence.paragraph[max(0, claim.start - 24) : claim.start])
    whole = _whole_before(claims, claim, sentence.paragraph)
    if before:
        yield Together(claim, (), read_count(before[1]), whole)
        return
    names = _joined_names(front)
    if len(names) > 1:
        yield Together(claim, names, 0, whole)


def _joined_names(front: str) -> tuple[str, ...]:
    """The grades that stand together right before a number."""
    words = grade_words()
    found = [match for match in words.label.finditer(front) if front[match.end() : match.end() + 1] not in ("度", "率")]
    if not found or _rest(front[found[-1].end() :].replace("合计", "").replace("之和", "")):
        return ()
    group = [found[-1]]
    for match in reversed(found[:-1]):
        if not words.joined.search(front[match.end() : group[0].start()]):
            break
        group.insert(0, match)
    return tuple(match[0] for match in group)


# ── tables ──────────────────────────────────────────────────────────────────────────────────────────


def _of_rows(rows: Sequence[Row]) -> Iterator[GradedCounts]:
    """A column for each grade, a row for each group or question."""
    columns = {at: grade for at, heads in rows[0].heads.items() if (grade := _grade_of(heads))}
    if len(columns) < 2 or not are_of_one_question(list(columns.values())):
        return
    shares = {grade.name: at for at, heads in rows[0].heads.items() if (grade := _grade_of(heads, is_share=True))}
    for row in rows:
        counts = {at: _COUNT.fullmatch(row.text(at)) for at in columns}
        if all(counts.values()):
            yield _from_row(row, columns, shares)


def _grade_of(heads: Sequence[str], *, is_share: bool = False) -> Grade | None:
    """The grade that the heads of a column name; beside it they may say that the column counts, or holds shares."""
    grades = [
        grade for head in heads if (grade := read_grade(re.sub(r"\(?(?:人数?|份数?|户数?|%|占比|比例)\)?$", "", head)))
    ]
    told = " ".join(heads)
    return grades[-1] if grades and bool(grade_words().share_head.search(told)) is is_share else None


def _from_row(row: Row, columns: dict[int, Grade], shares: dict[str, int]) -> GradedCounts:
    places = sorted(columns)
    order = [places[at] for at in best_first([columns[at] for at in places])]
    grades = tuple(columns[at] for at in order)
    whole = next((one for one in _people_columns(row) if one not in columns), None)
    return GradedCounts(
        grades=grades,
        counts=tuple(cell_number(row, at) for at in order),
        shares=tuple(cell_number(row, shares[one.name]) if one.name in shares else None for one in grades),
        whole=cell_number(row, whole) if whole is not None else None,
        is_tied=whole is not None,
        name=row.label,
        text=row.around,
        where=row.cells[order[0]].where,
        row=row,
    )


def _people_columns(row: Row) -> list[int]:
    words = statistics_words()
    names = re.compile(f"{words.columns['people'].pattern}|{words.samples['total'].pattern}")
    return [
        at
        for at, heads in row.heads.items()
        if heads
        and names.search(heads[-1])
        and not grade_words().share_head.search(heads[-1])
        and _COUNT.fullmatch(row.text(at))
    ]


def _of_column(rows: Sequence[Row], valid: Number | None) -> Iterator[GradedCounts]:
    """A row for each grade, a column for how many gave it: each column that counts by itself."""
    for _, found in groupby(_graded_rows(rows), key=lambda pair: pair[0]):
        graded = [(row, grade) for _, row, grade in found]
        grades = [grade for _, grade in graded]
        if len(graded) < _FEWEST or not are_of_one_question(grades):
            continue
        first = graded[0][0]
        for column, heads in first.heads.items():
            is_count = (
                heads and grade_words().count_head.search(heads[-1]) and not grade_words().share_head.search(heads[-1])
            )
            if is_count and all(_COUNT.fullmatch(row.text(column)) for row, _ in graded):
                yield _from_column(graded, column, valid)


def _graded_rows(rows: Sequence[Row]) -> Iterator[tuple[int, Row, Grade]]:
    """Rows of grades, numbered by the stretch that they stand in."""
    stretch, last = 0, False
    for row in rows:
        grade = read_grade(_label_of(row))
        stretch += last and grade is None
        last = grade is not None
        if grade:
            yield stretch, row, grade


def _label_of(row: Row) -> str:
    """The last words before the first number: behind the question that a merged cell names stands the answer."""
    texts = [row.text(at) for at in sorted(row.cells)]
    words = [text for text in texts if text and not _NUMBER.fullmatch(text)]
    return next((text for text in reversed(words) if read_grade(text)), row.label)


def _from_column(graded: Sequence[tuple[Row, Grade]], column: int, valid: Number | None) -> GradedCounts:
    order = best_first([grade for _, grade in graded])
    rows = [graded[at][0] for at in order]
    shares = [
        at
        for at, heads in rows[0].heads.items()
        if at > column and heads and grade_words().share_head.search(heads[-1])
    ]
    share = shares[0] if shares else None
    return GradedCounts(
        grades=tuple(graded[at][1] for at in order),
        counts=tuple(cell_number(row, column) for row in rows),
        shares=tuple(cell_number(row, share) if share and _NUMBER.fullmatch(row.text(share)) else None for row in rows),
        whole=valid,
        is_tied=False,
        name="",
        text=rows[0].around,
        where=rows[0].cells[column].where,
    )


def cell_number(row: Row, column: int) -> Number:
    """The number of a cell; per cent as it stands."""
    digits = re.sub(r"[%人份户名位个票分,]", "", bare(row.cells[column].text))
    return Number(row.text(column), float(digits), len(digits.partition(".")[2]), row.cells[column].where)
