"""Results of significance tests as a report prints them (显著性检验): statistic, degrees of freedom, p, what is called significant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from yzperf.domain.claims.claim import Claim, Role
from yzperf.domain.claims.vocabulary import vocabulary

_TESTED = ("t", "F", "χ2", "Z", "r")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One test result. ``p`` is None where none is printed; its bound is ``<`` for P＜0.05, blank for P＝0.03.

    ``is_significant`` is what the sentence says in words, None if it says nothing.
    """

    symbol: str
    statistic: Claim
    freedoms: tuple[Claim, ...] = ()
    p: Claim | None = None
    is_significant: bool | None = None


def outcomes(claims: Sequence[Claim]) -> tuple[Outcome, ...]:
    """Put together what one sentence or row of a table prints of each test: t(38)=2.25，P＜0.05.

    Parameters
    ----------
    claims
        Claims in reading order, as ``read_claims`` gives them.
    """
    stated = [claim for claim in claims if claim.role in (Role.STATISTIC, Role.FREEDOM, Role.P_VALUE)]
    grouped = groupby(stated, key=lambda claim: claim.group)
    return tuple(outcome for _, group in grouped for outcome in _of_sentence(list(group)))


def _of_sentence(claims: list[Claim]) -> Iterator[Outcome]:
    """Each statistic with the freedoms beside it and the p that follows before the next statistic."""
    places = [at for at, claim in enumerate(claims) if claim.symbol in _TESTED]
    begins = [0, *(_with_freedoms(claims, at) for at in places[1:]), len(claims)]
    for place, since, until in zip(places, begins, begins[1:], strict=False):
        near = claims[since:until]
        yield Outcome(
            symbol=claims[place].symbol,
            statistic=claims[place],
            freedoms=tuple(claim for claim in near if claim.role is Role.FREEDOM),
            p=next((claim for claim in claims[place:until] if claim.role is Role.P_VALUE), None),
            is_significant=_says_significant(claims[place].sentence),
        )


def _with_freedoms(claims: Sequence[Claim], at: int) -> int:
    """Where a statistic begins with the degrees in its brackets: F(2,57)=4.1 has them in front."""
    while at and claims[at - 1].role is Role.FREEDOM and claims[at].start - claims[at - 1].end <= 4:
        at -= 1
    return at


def _says_significant(sentence: str) -> bool | None:
    words = vocabulary()
    if words.denied.search(sentence):
        return False
    return True if words.affirmed.search(sentence) else None
