"""Find what a report names (找提及): documents with their titles, grades, chapters, dates, places, bodies, indicators."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from yzperf.domain.claims.mention import Mention, MentionKind
from yzperf.domain.claims.mention_words import NameForm, mention_words
from yzperf.domain.claims.plain import plain_text
from yzperf.domain.claims.prose import Setting
from yzperf.domain.finding import Confidence
from yzperf.domain.reading.numerals import read_numeral, read_year
from yzperf.privacy import find_personal, mask

_SENTENCE_END = re.compile("[。！？!?\n；;]")
_HAN = re.compile(r"[\u4e00-\u9fff]+$")


@dataclass(frozen=True, slots=True)
class _Text:
    """A paragraph as printed and in plain signs, and where it stands."""

    printed: str
    plain: str
    setting: Setting

    def mention(
        self, kind: MentionKind, value: str, start: int, end: int, confidence: Confidence = Confidence.HIGH
    ) -> Mention:
        """A name that stands from ``start`` to ``end``."""
        since = max((match.end() for match in _SENTENCE_END.finditer(self.plain, 0, start)), default=0)
        until = _SENTENCE_END.search(self.plain, end)
        return Mention(
            kind=kind,
            value=value,
            text=self.printed[start:end],
            where=self.setting.where,
            confidence=confidence,
            sentence=self.printed[since : until.start() if until else None].strip(),
            part=self.setting.part,
            block=self.setting.block,
            start=start,
            end=end,
        )


def read_mentions(text: str, setting: Setting) -> list[Mention]:
    """Return what a text names, in order.

    Places and bodies are told by their last word and are leads only: their confidence is never high, but for provinces.
    """
    here = _Text(text, plain_text(text), setting)
    readers = (_documents, _grades, _chapters, _dates, _indicators, _places, _bodies, _personal)
    found = [mention for reader in readers for mention in reader(here)]
    return sorted(found, key=lambda mention: (mention.start, -mention.end))


# ── documents ───────────────────────────────────────────────────────────────────────────────────────


def _documents(here: _Text) -> Iterator[Mention]:
    """Document numbers and titles; a title and a number that stand side by side name one document."""
    words = mention_words()
    numbers = [_number(here, match) for match in words.number.finditer(here.plain)]
    titles = [
        here.mention(MentionKind.TITLE, match["title"].strip(), match.start(), match.end())
        for match in words.title.finditer(here.plain)
    ]
    pairs = [(title, number) for title in titles for number in numbers if _belong(here.plain, title, number)]
    for number in numbers:
        yield replace(number, with_=next((title.value for title, other in pairs if other is number), ""))
    for title in titles:
        yield replace(title, with_=next((number.value for other, number in pairs if other is title), ""))


def _number(here: _Text, match: re.Match[str]) -> Mention:
    agency = match["agency"]
    for lead in mention_words().before_agency.finditer(agency):
        agency = match["agency"][lead.end() :] or agency
    start = match.end("agency") - len(agency)
    value = f"{agency}〔{match['year']}〕{match['serial'].lstrip('0') or '0'}号"
    return here.mention(MentionKind.DOCUMENT, value, start, match.end())


def _belong(plain: str, title: Mention, number: Mention) -> bool:
    words = mention_words()
    if title.end <= number.start:
        return bool(words.title_then_number.search(plain[title.end : number.start]))
    return bool(words.number_then_title.search(plain[number.end : title.start])) and number.end <= title.start


# ── grades, chapters, indicators ────────────────────────────────────────────────────────────────────


def _grades(here: _Text) -> Iterator[Mention]:
    words = mention_words()
    for match in words.grade.finditer(here.plain):
        grade = words.same_grade.get(match["grade"], match["grade"])
        yield here.mention(MentionKind.GRADE, grade, match.start("grade"), match.end("grade"))


def _chapters(here: _Text) -> Iterator[Mention]:
    for match in mention_words().chapter.finditer(here.plain):
        yield here.mention(MentionKind.CHAPTER, match[0], *match.span())


def _indicators(here: _Text) -> Iterator[Mention]:
    for match in mention_words().indicator.finditer(here.plain):
        yield here.mention(MentionKind.INDICATOR, match["name"], *match.span("name"))


# ── dates ───────────────────────────────────────────────────────────────────────────────────────────


def _dates(here: _Text) -> Iterator[Mention]:
    for pattern in mention_words().dates:
        for match in pattern.finditer(here.plain):
            if value := _date(match):
                yield here.mention(MentionKind.DATE, value, *match.span())


def _date(match: re.Match[str]) -> str:
    """2023-12-31, as far as it is given; an impossible day stays, since that is a finding."""
    year = match["year"] if match["year"].isdigit() else read_year(match["year"])
    parts = [read for name in ("month", "day") if (raw := match[name]) and (read := _small(raw))]
    return "-".join([year, *(f"{part:02d}" for part in parts)]) if year else ""


def _small(text: str) -> int:
    value = int(text) if text.isdigit() else read_numeral(text)
    return int(value or 0)


# ── places and bodies ───────────────────────────────────────────────────────────────────────────────


def _places(here: _Text) -> Iterator[Mention]:
    provinces = mention_words().provinces
    for name, start, end in _names(here.plain, mention_words().places):
        is_known = name in provinces
        yield here.mention(
            MentionKind.PLACE, name, start, end, confidence=Confidence.HIGH if is_known else Confidence.LOW
        )


def _bodies(here: _Text) -> Iterator[Mention]:
    for name, start, end in _names(here.plain, mention_words().bodies):
        yield here.mention(MentionKind.BODY, name, start, end, confidence=Confidence.MIDDLE)


def _names(plain: str, form: NameForm) -> Iterator[tuple[str, int, int]]:
    """Names that end with one of the words: as far left as there are Chinese signs and nothing cuts them off."""
    since = 0
    for match in form.suffix.finditer(plain):
        front = _HAN.search(plain[max(since, match.start() - form.longest) : match.start()])
        stem = form.cut.split(front[0])[-1] if front else ""
        if len(stem) >= 2 and not form.generic.match(stem):
            since = match.end()
            yield stem + match[0], match.start() - len(stem), match.end()


def _personal(here: _Text) -> Iterator[Mention]:
    for one in find_personal(here.printed):
        shown = here.mention(MentionKind.PERSONAL, str(one.kind), one.start, one.end)
        yield replace(shown, text=one.masked, sentence=mask(shown.sentence))
