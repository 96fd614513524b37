"""Finding an indicator by what a person types (指标检索): Chinese text without a dictionary, in a fixed order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from yzperf.domain.quantity import normalise
from yzperf.rules.indicator_entry import LibraryIndicator

_HALF = 0.5


@dataclass(frozen=True, slots=True)
class _Query:
    whole: str
    terms: tuple[str, ...]
    pairs: frozenset[str]


def rank(text: str, indicators: Iterable[LibraryIndicator]) -> tuple[LibraryIndicator, ...]:
    """Return what matches, best first; all of them, in order, for a blank text.

    Order: the exact name; the name contains the text; it contains every word of it; name and keywords together do;
    name, keywords and explanation together do; more than half of the character pairs (二字组) occur there.
    Inside a rank the larger share of pairs goes first, in the name and then anywhere, then the shorter name, the id.
    """
    query = _read(text)
    if not query.terms:
        return tuple(indicators)
    ranked = [(key, item) for item in indicators if (key := _key(query, item)) is not None]
    return tuple(item for _, item in sorted(ranked, key=lambda pair: pair[0]))


def _plain(text: str) -> str:
    return normalise(text).casefold()


def _read(text: str) -> _Query:
    terms = tuple(_plain(text).split())
    return _Query("".join(terms), terms, frozenset(pair for term in terms for pair in _pairs(term)))


def _pairs(text: str) -> frozenset[str]:
    """Neighbouring characters: 床位使用 → 床位, 位使, 使用; a single character stands for itself."""
    if len(text) < 2:
        return frozenset(text)
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


def _key(query: _Query, item: LibraryIndicator) -> tuple[int, float, float, int, str] | None:
    name, words, everything = _texts(item)
    tier = _tier(query, name, words, everything)
    if tier is None:
        return None
    return tier, -_share(query, name), -_share(query, everything), len(item.name), item.id


def _tier(query: _Query, name: str, words: str, everything: str) -> int | None:
    tests = (
        query.whole == name,
        query.whole in name,
        _has_all(query, name),
        _has_all(query, words),
        _has_all(query, everything),
        _share(query, everything) > _HALF,
    )
    return next((tier for tier, passed in enumerate(tests) if passed), None)


def _texts(item: LibraryIndicator) -> tuple[str, str, str]:
    """Name; name and keywords; these with explanation, kinds of project and sector. A line break parts them."""
    words = (item.name, *item.keywords)
    everything = (*words, item.explanation, *item.project_kinds, item.sector)
    return _plain(item.name), _plain("\n".join(words)), _plain("\n".join(everything))


def _has_all(query: _Query, text: str) -> bool:
    return all(term in text for term in query.terms)


def _share(query: _Query, text: str) -> float:
    return sum(pair in text for pair in query.pairs) / len(query.pairs)
