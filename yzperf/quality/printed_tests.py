"""Significance tests that a report prints (印出的检验), with the words around them that tell how they were done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from yzperf.domain.claims import Claim, Claims, Outcome, Role, outcomes
from yzperf.domain.document import Document
from yzperf.quality.printed_estimates import says_significant, significance_level
from yzperf.quality.printed_means import counts_people
from yzperf.quality.sentences_and_rows import Sentence, read_sentences
from yzperf.quality.statistics_words import statistics_words

_BODIES = ("家", "个", "所")


@dataclass(frozen=True, slots=True)
class PrintedTest:
    """One test. ``outcome`` is None where only a p is printed.

    ``degrees`` are those printed, or those that follow from the number of people (``derived`` says from how many), empty
    where nothing tells them. ``said`` is what the text calls it, at the level ``alpha`` if it names one; ``differences`` the mean difference
    of pairs and its deviation.
    """

    outcome: Outcome | None
    p: Claim | None
    degrees: tuple[float, ...] = ()
    derived: str = ""
    said: bool | None = None
    alpha: float | None = None
    is_one_sided: bool = False
    people: tuple[int, ...] = ()
    text: str = ""
    differences: tuple[Claim, Claim] | None = None


def read_tests(report: Document, claims: Claims) -> list[PrintedTest]:
    """Tests of the text, then those of table rows with a column for the statistic."""
    found = [test for sentence in read_sentences(report, claims) for test in _of_sentence(sentence)]
    cells = [claim for claim in claims.own if "#" in claim.group]
    return found + [_of_row(outcome, cells) for outcome in outcomes(cells)]


def _of_sentence(sentence: Sentence) -> Iterator[PrintedTest]:
    results = outcomes(sentence.claims)
    for outcome in results:
        yield _test(outcome, outcome.p, sentence.near(_told(outcome)), sentence)
    used = {id(outcome.p) for outcome in results}
    alone = [claim for claim in sentence.claims if claim.role is Role.P_VALUE and id(claim) not in used]
    is_estimate = any(claim.role in (Role.STANDARD_ERROR, Role.LIMIT) for claim in sentence.claims)
    if len(alone) == 1 and not results and not is_estimate:
        yield _test(None, alone[0], sentence.near(alone), sentence)


def _told(outcome: Outcome) -> list[Claim]:
    """All numbers of a test."""
    return [outcome.statistic, *outcome.freedoms, *([outcome.p] if outcome.p else [])]


def _test(outcome: Outcome | None, p: Claim | None, text: str, sentence: Sentence) -> PrintedTest:
    people = _people(sentence)
    degrees, derived = _degrees(outcome, people, sentence.text)
    return PrintedTest(
        outcome=outcome,
        p=p,
        degrees=degrees,
        derived=derived,
        said=says_significant(text),
        alpha=significance_level(text) or significance_level(sentence.text),
        is_one_sided=bool(statistics_words().tests["one_sided"].search(sentence.paragraph)),
        people=people,
        text=sentence.text,
        differences=_differences(sentence, outcome),
    )


def _differences(sentence: Sentence, outcome: Outcome | None) -> tuple[Claim, Claim] | None:
    """提高17.3分（差值标准差12.4): the number right in front of the deviation of differences."""
    words = statistics_words().tests
    for at, claim in enumerate(sentence.claims):
        is_of_pairs = claim.role is Role.DEVIATION and words["difference"].search(sentence.front(claim))
        if is_of_pairs and at and outcome is not None and claim.end <= outcome.statistic.start:
            before = sentence.claims[at - 1]
            is_difference = before.role in (Role.CHANGE, Role.MEAN) and before.is_exact
            return (before, claim) if is_difference else None
    return None


def _people(sentence: Sentence) -> tuple[int, ...]:
    """How many were asked: 4家机构120份问卷 counts the questionnaires, the bodies only say where they come from."""
    counts = [one for one in sentence.claims if counts_people(one)]
    asked = [one for one in counts if one.unit not in _BODIES]
    return tuple(int(one.value) for one in asked or counts)


def _of_row(outcome: Outcome, cells: Sequence[Claim]) -> PrintedTest:
    row = [claim for claim in cells if claim.group == outcome.statistic.group]
    people = tuple(int(one.value) for one in row if one.role is Role.SAMPLE and one.decimals == 0)
    told = " ".join(claim.sentence for claim in row)
    degrees, derived = _degrees(outcome, people, told)
    is_one_sided = bool(statistics_words().tests["one_sided"].search(told))
    return PrintedTest(outcome, outcome.p, degrees, derived, is_one_sided=is_one_sided, people=people, text=told)


def _degrees(outcome: Outcome | None, people: Sequence[int], text: str) -> tuple[tuple[float, ...], str]:
    """Degrees as printed, else those that follow from the number of people."""
    if outcome is None or outcome.freedoms:
        return tuple(float(one.value) for one in outcome.freedoms) if outcome else (), ""
    total, loss = sum(people), _loss(outcome.symbol, len(people), text)
    return ((float(total - loss),), f"n={total}") if 0 < loss < total else ((), "")


def _loss(symbol: str, groups: int, text: str) -> int:
    """What a test loses of its n: 2 for a correlation, 1 or 2 for a t test that says which it is, 0 for none known."""
    words = statistics_words().tests
    if words["welch"].search(text) or words["partial"].search(text):
        return 0
    if symbol == "r":
        return 2 if groups == 1 else 0
    if symbol != "t":
        return 0
    if words["paired"].search(text):
        return 1 if groups == 1 else 0
    return 2 if words["independent"].search(text) and groups in (1, 2) else 0
