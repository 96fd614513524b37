"""B09 比率与增减复算 (parts of a whole): shares that divide one whole between them add up to 100 %."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, groupby

from yzperf.domain.claims import Claim, Claims, Role, Standing
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.quality.catalogue import Hit, Inapplicable, check

# Each row: words of the first and of the last share of a division that leaves nothing over; what lies between belongs to it.
_DIVISIONS = tuple(
    (re.compile(first), re.compile(last))
    for first, last in (
        (r"^(?!.*女).*男", r"^(?!.*男).*女"),
        (r"^(?!.*男).*女", r"^(?!.*女).*男"),
        (
            r"\d.{0,4}(?:及以下|以下|以内|以里)(?!.*\d.{0,4}以上)|不足\d|低于\d|不满\d",
            r"\d.{0,4}(?:及以上|以上)|超过\d|高于\d",
        ),
        (r"\d.{0,4}(?:及以上|以上)|超过\d|高于\d", r"\d.{0,4}(?:及以下|以下|以内)|不足\d|低于\d|不满\d"),
        (r".", r"其余|剩余|余下"),
        (r"城镇|城市", r"农村|乡村"),
        (r"农村|乡村", r"城镇|城市"),
    )
)
_PAIRS = (0, 1, 5, 6)  # divisions into two: nothing may stand between
_STAGE = re.compile("[；;。]|其中")
_RATE = re.compile("(?:(?<!比)率|度|增长|下降|提高|降低)")
_BOUND = re.compile(r"\d{1,9}(?=[^\d，,]{0,4}以[上下内里])|(?<=[足于过满])\d{1,9}")
_TWO = 2
_TOO_MUCH = 100


@check("B09", title="比率与增减复算", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def shares_make_a_whole(claims: Claims) -> Iterator[Hit]:
    """男性占60%，女性占55%: what is divided by one question adds up to 100 %, within the printed digits."""
    sentences = groupby((claim for claim in claims.own if claim.unit == "%"), key=lambda claim: claim.group)
    divided = [division for _, group in sentences for division in _divisions(list(group))]
    if not divided:
        raise Inapplicable("报告文字里没有把一个整体分完的占比")
    for shares in divided:
        added = sum((share.value for share in shares), Decimal(0))
        ends = [share.interval() for share in shares]
        low, high = (sum((end[at] for end in ends if end), Fraction(0)) for at in (0, 1))
        if not low <= _TOO_MUCH <= high and not any(map(_is_whole, _fewer(shares))):
            told = "＋".join(share.text for share in shares)
            yield Hit(shares[0].where, f"各部分占比 {told}＝{added}%，不是 100%", f"{added}%", "100%")


def _fewer(shares: Sequence[Claim]) -> Iterator[Sequence[Claim]]:
    """Shares without some of the first or last: 预付10%，…付至97%，余下3%."""
    yield from (shares[start:stop] for start, stop in combinations(range(len(shares) + 1), 2) if stop - start > 1)


def _is_whole(shares: Sequence[Claim]) -> bool:
    return sum(share.value for share in shares) == _TOO_MUCH


def _divisions(percents: Sequence[Claim]) -> Iterator[list[Claim]]:
    """The runs of shares of one sentence that are a whole by the words of their first and last."""
    if table_row(percents[0]):
        return
    words = _words(percents)
    for at, (first, last) in enumerate(_DIVISIONS):
        run = _run(percents, words, first, last, 2 if at in _PAIRS else len(percents))
        if len(run) > 1 and all(map(_is_share, run)) and _touch(run, words[percents.index(run[0]) :]):
            yield run
            return


def _touch(run: Sequence[Claim], words: Sequence[str]) -> bool:
    """50岁以上 and 30岁以下 leave something between them; two open ends are a whole only from one bound on."""
    bounds = [_BOUND.findall(_own(said)) for said in words[: len(run)]]
    if len(run) > _TWO or not all(bounds):
        return True
    return abs(int(bounds[0][-1]) - int(bounds[1][-1])) <= 1


def table_row(claim: Claim) -> bool:
    """Whether a claim stands in a table, where columns and not words say what belongs together."""
    return "#" in claim.group


def _words(percents: Sequence[Claim]) -> list[str]:
    """The words in front of each share, since the one before."""
    begins = [0, *(claim.end for claim in percents[:-1])]
    offset = percents[0].start - percents[0].sentence.find(percents[0].text)
    return [
        claim.sentence[max(0, begin - offset) : max(0, claim.start - offset)]
        for begin, claim in zip(begins, percents, strict=True)
    ]


def _run(
    percents: Sequence[Claim], words: Sequence[str], first: re.Pattern[str], last: re.Pattern[str], most: int
) -> list[Claim]:
    """The shares from the first to the last of a division, if nothing between them opens another one."""
    for start, said in enumerate(words):
        if not first.search(_own(said)):
            continue
        for stop in range(start + 1, min(len(words), start + most)):
            if _STAGE.search(words[stop]):
                break
            if last.search(words[stop]):
                return list(percents[start : stop + 1])
    return []


def _own(words: str) -> str:
    """What follows 其中 or a semicolon in front of a share."""
    return _STAGE.split(words)[-1]


def _is_share(claim: Claim) -> bool:
    is_stated = claim.is_exact and claim.standing is Standing.STATED and not claim.bound
    return is_stated and claim.role in (Role.SHARE, Role.RATE) and not _RATE.search(claim.subject)
