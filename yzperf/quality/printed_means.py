"""Means and shares that a report prints with the number of people (印出的均值和占比), and what one answer may be worth."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, gcd

from yzperf.domain.claims import Claim, Claims, Role
from yzperf.domain.document import Document
from yzperf.domain.reading.numerals import read_count
from yzperf.errors import Place
from yzperf.forensics.grain import Grain
from yzperf.quality.sentences_and_rows import Row, Sentence, bare, read_rows, read_sentences
from yzperf.quality.statistics_words import statistics_words

_SHARE = Fraction(100)
_SLACK = Fraction(1, 20)  # people who may have left a question out where the report does not say how many answered it
_LEAST_SLACK = 3
_LONGEST_SCALE = 10
_LEAST_OF_HUNDRED = 20
_MOST_PEOPLE = 100_000  # beyond, no printed share has any power
_N = re.compile(r"(?<![A-Za-z])[nN]\s*=\s*(\d+)")
_PAIR = re.compile(r"(-?\d+\.\d+)(?:分)?±(\d*\.\d+)")
_LISTED = re.compile("分别|依次")
_SHARE_OF = re.compile("占[^，,；;。]{0,16}$")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class PrintedMean:
    """One printed mean or share.

    ``people`` is every number of people that it may be of. ``step`` is what an answer is a multiple of, None where that
    is not known (a weighted mean, a mean over so many items that the report does not tell). ``is_sure`` says that the
    report itself ties the figure to whole answers of this one number of people: only then is a contradiction proof.
    """

    text: str
    printed: str
    where: Place
    people: tuple[int, ...]
    items: int = 1
    step: Fraction | None = Fraction(1)
    is_sure: bool = False
    scale: tuple[int, int] | None = None
    deviation: str = ""

    @property
    def grain(self) -> Grain | None:
        """The means that can be, None where nobody can tell."""
        return None if self.step is None or not self.people else Grain(self.people, self.items, self.step)

    @property
    def is_on_scale(self) -> bool:
        """Whether it lies between the ends of its scale; what does not is told by F06, and once is enough."""
        return self.scale is None or self.scale[0] <= float(self.printed) <= self.scale[1]

    @property
    def is_share(self) -> bool:
        """Whether it counts yes against no."""
        return self.step == _SHARE


def read_means(report: Document, claims: Claims) -> list[PrintedMean]:
    """Means and shares of the text, then those of the tables."""
    valid = valid_sheets(claims)
    survey = (int(valid.value),) if valid else ()
    is_weighted = _weighs_survey(report)
    found = [mean for one in read_sentences(report, claims) for mean in _of_sentence(one, survey, is_weighted)]
    return found + [mean for rows in read_rows(report) for mean in _of_table(rows, is_weighted)]


def valid_sheets(claims: Claims) -> Claim | None:
    """The number of valid questionnaires, if the text states a single one; tables tell those of towns."""
    told = [one for one in claims.of(Role.VALID) if one.is_whole and one.is_exact and "@" in one.group]
    told = told or [one for one in claims.of(Role.COUNT, Role.SAMPLE) if one.is_exact and _is_of_valid(one)]
    if len({one.value for one in told}) > 1:  # beside the sheets sent out or come back; others are those of a part
        beside = {one.group for one in claims.of(Role.ISSUED, Role.RETURNED)}
        told = [one for one in told if one.group in beside]
    return told[0] if len({one.value for one in told}) == 1 else None


def _is_of_valid(claim: Claim) -> bool:
    """400份有效问卷: what is counted stands behind the number."""
    behind = claim.sentence.partition(claim.text)[2]
    return "@" in claim.group and bool(statistics_words().samples["valid_behind"].match(behind))


def _weighs_survey(report: Document) -> bool:
    words = statistics_words()
    texts = (paragraph.text for paragraph in report.every_paragraph())
    return any("加权" in text and words.weighted_survey.search(text) for text in texts)


# ── sentences ───────────────────────────────────────────────────────────────────────────────────────


def _of_sentence(sentence: Sentence, survey: Sequence[int], is_weighted: bool) -> Iterator[PrintedMean]:
    means = [claim for claim in sentence.claims if _is_mean(claim, sentence)]
    for claim in means:
        yield _mean(claim, means, sentence, survey)
    shares = [claim for claim in sentence.claims if _is_share(claim, sentence)]
    for claim in shares:
        share = _share(claim, shares, sentence, survey, is_weighted)
        yield replace(share, deviation=_deviation_beside(claim, shares, sentence))


def _is_mean(claim: Claim, sentence: Sentence) -> bool:
    words = statistics_words()
    if not claim.is_exact or claim.bound or claim.role is Role.DEVIATION or not words.mean_units.search(claim.unit):
        return False
    if claim.role is Role.MEAN or words.mean.search(sentence.front(claim)):
        return claim.value >= 0
    told = words.averaged.search(sentence.before(claim)) and words.averaged_end.search(sentence.front(claim))
    return bool(told) and claim.unit == "分"


def _mean(claim: Claim, means: Sequence[Claim], sentence: Sentence, survey: Sequence[int]) -> PrintedMean:
    words = statistics_words()
    stated = _people_beside(claim, means, sentence)
    text = sentence.paragraph
    items = _items(sentence.text)
    scale = scale_of(sentence.text) or scale_of(text)
    is_whole = _is_whole(text)
    # 按100、80……赋值，满意度84.57%。按5—1分计，平均4.23分: a sentence with a scale of its own has other points
    points = points_step(sentence.text if scale_of(sentence.text) else text)
    people, is_tied = _people(stated, survey, text)
    return PrintedMean(
        text=claim.text,
        printed=_digits(claim),
        where=claim.where,
        people=people,
        items=items or 1,
        step=(points or _step_of_mean(text, scale)) if items or not words.several.search(sentence.text) else None,
        is_sure=is_whole and is_tied and points is None,
        scale=None if points else scale or _satisfaction_scale(claim, sentence),
        deviation=_deviation_beside(claim, means, sentence),
    )


def _satisfaction_scale(claim: Claim, sentence: Sentence) -> tuple[int, int] | None:
    """满意度平均85.39分: points of satisfaction so high are out of a hundred, told or not."""
    is_of_hundred = "满意" in sentence.text and claim.unit == "分" and _LEAST_OF_HUNDRED < claim.value <= _SHARE
    return (0, int(_SHARE)) if is_of_hundred else None


def _is_whole(text: str) -> bool:
    words = statistics_words()
    return bool(words.whole.search(text)) and not words.not_whole.search(text)


def _step_of_mean(text: str, scale: tuple[int, int] | None) -> Fraction | None:
    """Whole marks where the text says so, or a short scale; experts' marks and marks out of 100 may have decimals."""
    words = statistics_words()
    is_likely = scale is not None and scale[1] <= _LONGEST_SCALE and not words.not_whole.search(text)
    return Fraction(1) if (_is_whole(text) or is_likely) and not words.weighted.search(text) else None


def _people_beside(claim: Claim, means: Sequence[Claim], sentence: Sentence) -> list[int]:
    """Counts of people on the side where this sentence has them: 45人平均4.37分，38人…, or 平均4.37分（n=45）."""
    counts = [one for one in sentence.claims if counts_people(one)]
    place = means.index(claim)
    since = means[place - 1].end if place else sentence.begin
    until = means[place + 1].start if place + 1 < len(means) else sentence.begin + len(sentence.text)
    is_before = any(one.end <= means[0].start for one in counts)
    near = [
        one for one in counts if (since <= one.start < claim.start if is_before else claim.end <= one.start < until)
    ]
    near = near or ([one for one in counts if one.end <= means[0].start] if is_before else [])
    return list(dict.fromkeys(int(one.value) for one in near if one.value > 0))


def counts_people(claim: Claim) -> bool:
    """Whether a number counts those who answered: n=40, 受访者60人, 有效问卷420份."""
    roles = (Role.SAMPLE, Role.COUNT, Role.VALID, Role.RETURNED, Role.ACTUAL)
    if claim.role not in roles or not claim.is_exact or claim.decimals or claim.bound:
        return False
    words = statistics_words()
    behind = claim.sentence.partition(claim.text)[2]
    is_one_of = claim.unit == "个" and words.people_behind.match(behind)
    return bool(claim.role is Role.SAMPLE or words.people_units.search(claim.unit) or is_one_of)


def _people(stated: Sequence[int], survey: Sequence[int], text: str) -> tuple[tuple[int, ...], bool]:
    """Every number of people that it may be, and whether the report says exactly which."""
    is_missing = bool(statistics_words().missing.search(text))
    few = [n for n in stated or survey if 0 < n <= _MOST_PEOPLE]
    if stated and not is_missing:
        return tuple(sorted(few)), len(stated) == 1
    return tuple(sorted({n for most in few for n in _with_slack(most)})), False


def _with_slack(most: int) -> range:
    return range(max(1, most - max(_LEAST_SLACK, ceil(most * _SLACK))), most + 1)


def _items(text: str) -> int | None:
    match = statistics_words().items.search(text)
    return (read_count(match[1]) or None) if match else None


def _deviation_beside(claim: Claim, means: Sequence[Claim], sentence: Sentence) -> str:
    """The deviation that follows before the next mean."""
    place = means.index(claim)
    until = means[place + 1].start if place + 1 < len(means) else None
    found = [
        one
        for one in sentence.claims
        if one.role is Role.DEVIATION and one.start >= claim.end and (until is None or one.start < until)
    ]
    if not found or not found[0].is_exact:
        return ""
    deviation = found[0]
    if claim.unit != "%" or deviation.unit == "%":
        return _digits(deviation)
    return f"{deviation.value * 100:.{deviation.decimals - 2}f}" if deviation.decimals >= 2 else ""


def _digits(claim: Claim) -> str:
    return f"{claim.value:.{max(0, claim.decimals)}f}"


# ── shares of people ────────────────────────────────────────────────────────────────────────────────


def _is_share(claim: Claim, sentence: Sentence) -> bool:
    words = statistics_words()
    is_rate = claim.unit == "%" and claim.role in (Role.SHARE, Role.SATISFACTION, Role.RATE) and not claim.bound
    told = words.surveyed.search(sentence.text) and not words.subset.search(sentence.before(claim))
    is_named = _is_of_people(claim, sentence) or words.satisfied_share.search(claim.subject)
    is_points = words.satisfied_points.search(claim.subject)
    if (of := _SHARE_OF.search(sentence.front(claim))) and not words.part_of_share.fullmatch(of[0]):
        return False  # 占全年支出的68.26% counts no people
    return bool(is_rate and told and claim.is_exact and 0 <= claim.value <= 100 and (is_named or is_points))


def _is_of_people(claim: Claim, sentence: Sentence) -> bool:
    """满意的占92%, 92%的受访者表示满意; 占全年支出的68.26% is a share of something else."""
    whole = statistics_words().share_whole.search(sentence.front(claim))
    if whole and not statistics_words().people_whole.search(whole[1]):
        return False
    return claim.role is Role.SHARE or bool(statistics_words().share_behind.search(sentence.after(claim)))


def _share(
    claim: Claim, shares: Sequence[Claim], sentence: Sentence, survey: Sequence[int], is_weighted: bool
) -> PrintedMean:
    """占比 counts people; 满意率 mostly does; 满意度 only where the report says so, or says the points of an answer.

    A later share of a sentence may be one of those that an earlier share has counted (知晓的占80%，其满意的占92.71%).
    """
    words = statistics_words()
    text = sentence.paragraph
    before = [one for one in sentence.claims if one.end <= claim.start and counts_people(one) and one.value > 0]
    if before and _LISTED.search(text[before[-1].end : claim.start]):
        before = []  # 121人、203人、108人，分别占……: each is a part, not what they are parts of
    rates = [one for one in sentence.claims if one.unit == "%"]
    stated = [int(one.value) for one in before if not any(_is_part(one, rate, sentence) for rate in rates)]
    stated += [round(n * part.value / 100) for n in stated for part in shares[: shares.index(claim)]]
    people, is_tied = _people([one for one in dict.fromkeys(stated) if one], survey, text)
    counts = _is_of_people(claim, sentence) or bool(words.as_share.search(text))
    is_satisfied = "满意" in claim.subject or "满意" in sentence.text
    points = points_step(text)
    step = points if points else _SHARE if counts or not words.satisfied_points.search(claim.subject) else None
    weighs = words.weighted.search(text) or (is_weighted and is_satisfied)
    return PrintedMean(
        text=claim.text,
        printed=_digits(claim),
        where=claim.where,
        people=people,
        items=_items(text) or 1,
        step=None if weighs or (words.several.search(text) and _items(text) is None) else step,
        is_sure=counts and is_tied and points is None,
    )


def _is_part(count: Claim, share: Claim, sentence: Sentence) -> bool:
    """60岁以上的213人，占55.2%: the people in front are those that the share counts, not those it is a share of."""
    return bool(statistics_words().part_of_share.fullmatch(sentence.paragraph[count.end : share.start]))


def points_step(text: str) -> Fraction | None:
    """The greatest number that all points of an answer are multiples of; None where no points are told.

    >>> points_step("非常满意、满意、一般、不满意分别按100、80、60、0分计")
    Fraction(20, 1)
    """
    words = statistics_words()
    listed = [int(one) for match in words.points.finditer(text) for one in _NUMBER.findall(match[1])]
    labelled = [int(match[1]) for match in words.points_labelled.finditer(text)]
    values = listed or (labelled if len(labelled) > 2 else [])
    return Fraction(gcd(*values)) if any(values) else None


def scale_of(text: str) -> tuple[int, int] | None:
    """The two ends of the scale, the lower one 0 where only the upper is told (5分制 may begin at 0).

    >>> scale_of("按1至5分打分"), scale_of("五级量表"), scale_of("得4.37分")
    ((1, 5), (0, 5), None)
    """
    words = statistics_words()
    if match := words.scale_ends.search(text):
        return int(match[1]), int(match[2])
    if match := words.scale_falling.search(text):
        return int(match[2]), int(match[1])
    if match := words.scale_top.search(text):
        told = match[1] or match[2]
        top = 100 if told == "百" else read_count(told)
        return (0, top) if top else None
    return None


# ── tables ──────────────────────────────────────────────────────────────────────────────────────────


def _of_table(rows: Sequence[Row], is_weighted: bool) -> Iterator[PrintedMean]:
    for row in rows:
        for column, heads in row.heads.items():
            if mean := _of_cell(row, column, heads, is_weighted):
                yield mean


def _of_cell(row: Row, column: int, heads: Sequence[str], is_weighted: bool) -> PrintedMean | None:
    words = statistics_words()
    text, head = row.text(column), heads[-1] if heads else ""
    pair = _PAIR.fullmatch(text)
    is_share = bool(words.columns["share"].search(head)) and not (is_weighted and "满意" in head)
    if pair is None and not _NUMBER.fullmatch(text.rstrip("%分")):
        return None
    if pair is None and not is_share and not words.columns["mean"].search(head):
        return None
    people = _people_of_row(row, column)
    told = " ".join([row.around, *heads, row.label])
    ends = _ends_of_row(row, column)
    scale = None if is_share else ends or scale_of(told)
    is_whole = _is_whole(told) or (ends == (0, 1) and bool(words.binary.search(told)))
    step = (
        _SHARE
        if is_share and not words.weighted.search(told)
        else None
        if is_share
        else Fraction(1)
        if is_whole
        else _step_of_mean(told, scale_of(told))
    )
    candidates, is_tied = _people(people, (), told)
    return PrintedMean(
        text=text,
        printed=pair[1] if pair else text.rstrip("%分"),
        where=row.cells[column].where,
        people=candidates,
        items=_items(told) or 1,
        step=None if words.several.search(told) and _items(told) is None else step,
        is_sure=is_tied and not is_share and is_whole,
        scale=scale,
        deviation=pair[2] if pair else _deviation_of_row(row, column),
    )


def _people_of_row(row: Row, column: int) -> list[int]:
    """The nearest column of people to the left under the same upper head, n in a head or label, or in the caption."""
    beside = [one for one in _alike(row, column, "people") if re.fullmatch(r"\d+[人份户名]?", row.text(one))]
    if beside:
        nearest = min(beside, key=lambda one: (one > column, abs(one - column)))
        return [int(row.text(nearest).rstrip("人份户名"))]
    texts = (*row.heads.get(column, ()), row.label, row.around)
    return next(([int(match[1])] for text in texts if (match := _N.search(text))), [])


def _deviation_of_row(row: Row, column: int) -> str:
    beside = [one for one in _alike(row, column, "deviation") if one > column and _NUMBER.fullmatch(row.text(one))]
    return row.text(min(beside)) if beside else ""


def _ends_of_row(row: Row, column: int) -> tuple[int, int] | None:
    """The least and the greatest value, where the table has a column of each and they are whole."""
    found = [next((row.text(one) for one in _alike(row, column, role)), "") for role in ("least", "most")]
    if not all(re.fullmatch(r"-?\d+(?:\.0+)?", text) for text in found):
        return None
    return int(float(found[0])), int(float(found[1]))


def _alike(row: Row, column: int, role: str) -> Iterable[int]:
    """Columns of a role that share the upper heads with this one, or have none."""
    pattern, upper = statistics_words().columns[role], row.heads[column][:-1]
    for one, heads in row.heads.items():
        if one != column and heads and pattern.search(bare(heads[-1])) and heads[:-1] in (upper, ()):
            yield one
