"""Claims of one paragraph (段落中的数字陈述)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from yzperf.domain.claims.claim import Claim, Role, Standing
from yzperf.domain.claims.numbers import Number, find_numbers, is_whole
from yzperf.domain.claims.owners import run_in_owner, with_owners
from yzperf.domain.claims.periods import period_of
from yzperf.domain.claims.plain import plain_text, without_names
from yzperf.domain.claims.roles import Reading, read_roles
from yzperf.domain.claims.sentences import sentences
from yzperf.domain.claims.statistics import read_statistics
from yzperf.domain.claims.subjects import BLOCKS, subjects_of
from yzperf.domain.claims.vocabulary import vocabulary
from yzperf.domain.finding import Confidence
from yzperf.domain.reading.numerals import negated
from yzperf.errors import Place

_FIGURE = re.compile(r"[\d〇零一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖]")
_CITED = re.compile("[《〔】\\]]|号")
# 指标体系满分100分，决策15分、过程25分…… tells how the marks are shared out, unless something was scored or taken off
_SHARED_OUT = re.compile("满分|总分(?:值)?为?100|百分制|分值|权重|指标体系")
_SCORED = re.compile("得(?!分率)|扣|失分|评分为|自评")
_CLAUSE = re.compile("[^，,；;]+(?:,\\d[^，,；;]*)*")
_OUTCOME = re.compile(r"^[^，,；;。每以含≥<>%％]{0,8}(?:(?:共|合计|累计)扣(?:减|除)?\d+(?:\.\d+)?|得\d+\.\d\d?)分$")
_OF_ALL = re.compile("(?:合计|共计|总计|满分|总分)[为是]?$")
_FEWEST_BLOCKS = 3
_FULL_MARKS = 100


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a text stands: its place, chapter, the id of its block, and the subject that goes without saying.

    ``is_aim`` marks what stands under a heading such as 绩效目标, where every result is one that was aimed at;
    ``owner`` is the part of the project that the heading above names.
    """

    where: Place
    part: str = ""
    block: str = ""
    subject: str = ""
    is_aim: bool = False
    owner: str = ""


def read_prose(text: str, setting: Setting, is_numbered: bool = True) -> list[Claim]:
    """Return the claims of a running text, in order.

    Parameters
    ----------
    is_numbered
        Whether 2.3 in front may be the number of a heading; not in a cell that holds a value.
    """
    if not _FIGURE.search(text):
        return []
    plain = plain_text(text)
    blotted = without_names(plain, at_start=is_numbered)
    parts = (_Sentence(text, plain, sentence, begin) for begin, sentence in sentences(blotted))
    found = [claim for part in parts for claim in _doubtful(list(_of_sentence(part, setting)))]
    return with_owners(found, run_in_owner(text) or setting.owner)


def _doubtful(claims: list[Claim]) -> list[Claim]:
    """Two values of one role about one subject in one sentence (分别为94%和97%) are two things that were not told apart."""
    values: dict[tuple[Role, str, str], set[Decimal]] = defaultdict(set)
    for claim in claims:
        values[claim.role, claim.subject, claim.period].add(claim.value)
    return [
        replace(claim, confidence=Confidence.LOW) if len(values[claim.role, claim.subject, claim.period]) > 1 else claim
        for claim in claims
    ]


@dataclass(frozen=True, slots=True)
class _Sentence:
    """One sentence: the paragraph as printed and as plain text, the sentence with names blotted out, where it begins."""

    printed: str
    plain: str
    blotted: str
    begin: int

    @property
    def own(self) -> str:
        """The sentence in plain signs, nothing blotted out."""
        return self.plain[self.begin : self.begin + len(self.blotted)]

    @property
    def first(self) -> int:
        """Where its first sign stands in the paragraph."""
        return self.begin + len(self.own) - len(self.own.lstrip())

    def as_printed(self, start: int = 0, end: int | None = None) -> str:
        """A stretch of the sentence as the document prints it."""
        stop = len(self.blotted) if end is None else end
        return self.printed[self.begin + start : self.begin + stop].strip()


def _of_sentence(sentence: _Sentence, setting: Setting) -> Iterator[Claim]:
    stated = read_statistics(sentence.blotted)
    numbers = find_numbers(stated.rest)
    readings = read_roles(stated.rest, numbers, setting.is_aim)
    found = sorted([*zip(numbers, readings, strict=True), *stated.found], key=lambda pair: (pair[0].start, pair[0].end))
    subjects = subjects_of(sentence.blotted, found, setting.subject)
    found = _with_weights(sentence.own, found, subjects)
    whole = _standing_of_all(sentence.own) if found else None
    stretches = _rules_within(sentence.own) if whole is Standing.RULE else ()
    for (number, reading), subject in zip(found, subjects, strict=True):
        is_block = reading.role is Role.SCORE and subject in BLOCKS  # 决策14.5分 needs no word for what it is
        sure = replace(reading, confidence=Confidence.HIGH) if is_block else reading
        claim = _claim(sentence, number, sure, replace(setting, subject=subject))
        is_of_all = not stretches or any(number.start in stretch for stretch in stretches)
        own = _standing(sentence.own[: number.start], reading.role)
        yield replace(claim, standing=whole if whole and is_of_all else own)


def _with_weights(
    sentence: str, found: list[tuple[Number, Reading]], subjects: list[str]
) -> list[tuple[Number, Reading]]:
    """The marks of the blocks in a sentence that shares out the full marks are weights."""
    told = [
        reading.role is Role.SCORE and subject in BLOCKS and not _OF_ALL.search(sentence[: number.start])
        for (number, reading), subject in zip(found, subjects, strict=True)
    ]
    points = sum(number.value for (number, _), is_block in zip(found, told, strict=True) if is_block)
    is_shared = points == _FULL_MARKS or (_SHARED_OUT.search(sentence) and not _SCORED.search(sentence))
    if sum(told) < _FEWEST_BLOCKS or not is_shared:
        return found
    return [
        (number, replace(reading, role=Role.WEIGHT, confidence=Confidence.HIGH) if is_block else reading)
        for (number, reading), is_block in zip(found, told, strict=True)
    ]


def _claim(sentence: _Sentence, number: Number, reading: Reading, setting: Setting) -> Claim:
    value = negated(number.value) if reading.sign < 0 < number.value else number.value
    return Claim(
        role=reading.role,
        value=value,
        unit=number.unit,
        text=sentence.as_printed(number.start, number.end),
        where=setting.where,
        decimals=number.decimals,
        subject=setting.subject,
        period=period_of(sentence.own, number.start),
        hedge=number.hedge,
        bound=reading.bound,
        confidence=reading.confidence,
        sentence=sentence.as_printed(),
        part=setting.part,
        block=setting.block,
        start=sentence.begin + number.start,
        end=sentence.begin + number.end,
        symbol=reading.symbol,
        group=f"{setting.block}@{sentence.first}",
        is_whole=is_whole(number.unit, number.decimals),
    )


def _standing_of_all(sentence: str) -> Standing | None:
    """What holds for every number of a sentence: a rule, or advice."""
    if vocabulary().rule.search(sentence):
        return Standing.RULE
    return Standing.ADVICE if vocabulary().advice.search(sentence.strip()) else None


def _rules_within(sentence: str) -> tuple[range, ...]:
    """The clauses of a sentence that are a rule, where others tell what came of it: 5份缺少意见，每份扣0.3分，共扣1.50分."""
    clauses = [range(*match.span()) for match in _CLAUSE.finditer(sentence)]
    texts = [sentence[one.start : one.stop] for one in clauses]
    ruled = [bool(vocabulary().rule.search(text)) for text in texts]
    told = [not rule and _OUTCOME.search(text) for rule, text in zip(ruled, texts, strict=True)]
    return tuple(one for one, rule in zip(clauses, ruled, strict=True) if rule) if any(told) else ()


def _standing(front: str, role: Role) -> Standing:
    if _is_quoted(front):
        return Standing.QUOTED
    return Standing.TARGET if role is Role.TARGET else Standing.STATED


def _is_quoted(front: str) -> bool:
    """Behind 《…》 … 规定 or 〔2020〕10号文件要求, until the text speaks of the project again."""
    words = vocabulary()
    opened = max((match.end() for match in words.quoted_opens.finditer(front)), default=-1)
    closed = max((match.end() for match in words.quoted_closes.finditer(front)), default=-1)
    return opened > closed and bool(_CITED.search(front[:opened]))
