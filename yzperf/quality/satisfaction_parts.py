"""Satisfaction told of some of the people or of one matter (部分人、单项的满意度): what a number is of, if not of everybody.

It is explained otherwise by the counts beside it in its own sentence, by the row of a table that the sentence names, or by
the answers of a group or a question that it names. A wrong number is explained by none of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import combinations

from yzperf.domain.claims import Claim, Claims, Role
from yzperf.quality.printed_means import counts_people, valid_sheets
from yzperf.quality.survey_questions import plain_label
from yzperf.quality.survey_words import survey_words
from yzperf.quality.unit_lines import table_of

_RATES = ("%", "分")
_RESULTS = (Role.SATISFACTION, Role.MEAN)
_TOTAL = re.compile("[合总共小]\\s*计|平均|总体|全[部县市区省镇校体]|加权|样本")
_COLUMN_OF_RESULTS = re.compile("满意|均值|平均|均分|折算")
_IN_TURN = re.compile("依次|分别")
_BREAK = re.compile("[；;。]")
_SHORTEST = 2  # signs of a name
_SEXES = {"男性": "男", "女性": "女"}  # told as 男读者, 女生, 男、女
_NO_SEX = re.compile("[妇子儿]女|女[儿婿]|男[朋友]")


@dataclass(frozen=True)
class SatisfactionParts:
    """The numbers of a report, and how many people were asked in all (None where that is not known)."""

    claims: Claims
    whole: int | None

    @classmethod
    def of_report(cls, claims: Claims, whole: int | None = None) -> SatisfactionParts:
        """As many people as are known, or as the report says that it has valid answers of."""
        valid = valid_sheets(claims) if whole is None else None
        return cls(claims, int(valid.value) if valid else whole)

    def explain(self, claim: Claim) -> bool:
        """Whether the report itself tells of which part the number is, so that it says nothing of everybody."""
        return self.base(claim) is not None or self.is_of_row(claim) or (claim.value, claim.unit) in self._weighted

    @cached_property
    def _weighted(self) -> frozenset[tuple[Decimal, str]]:
        """Results that a sentence makes of means and shares: 家长87.27分，教师83.75分，按70%和30%加权为86.21%."""
        told = [one for one in self.claims.own if "加权" in one.sentence]
        return frozenset((one.value, unit) for one in told for unit in _RATES if _is_weighted(one, self._beside(one)))

    def base(self, claim: Claim) -> int | None:
        """男读者165人，满意147人，满意率89.09%: the people that it is a share of by the two counts in front of it, if those
        are not all who were asked."""
        counts = [one for one in self._beside(claim) if one.start < claim.start and counts_people(one)][-2:]
        ends = claim.interval()
        if self.whole is None or len(counts) < 2 or ends is None or claim.unit != "%":
            return None
        (first, second), (part, base) = [int(one.value) for one in counts], sorted(int(one.value) for one in counts)
        shares = ((part, base), (first, first + second), (second, first + second))  # 98人满意、10人不满意，满意率90.74%
        bases = [whole for share, whole in shares if whole and ends[0] <= Fraction(100 * share, whole) <= ends[1]]
        return bases[0] if bases and self.whole not in bases else None

    def is_headcount(self, claim: Claim) -> bool:
        """选择满意及以上的共327人，满意率84.28%: whether a count in front of it is that share of all who were asked."""
        ends = claim.interval()
        counts = [one for one in self._beside(claim) if one.start < claim.start and counts_people(one)]
        return any(
            ends and self.whole and ends[0] <= Fraction(100 * int(one.value), self.whole) <= ends[1] for one in counts
        )

    def is_of_row(self, claim: Claim) -> bool:
        """资金到账速度满意率只有78.06%: whether a table of items or groups prints it in a row that the sentence names."""
        front = claim.sentence[: _place(claim)]
        return any(
            _is_part(row.subject) and row.subject in front and row.value == claim.value
            for row in self.claims.of(*_RESULTS)
            if table_of(row) and _COLUMN_OF_RESULTS.search(row.sentence.partition(row.subject)[2])
        )

    def in_turn(self, claim: Claim, names: Sequence[str]) -> str:
        """甲、乙、丙的满意率依次为a、b、c: the name that the number belongs to; blank where names and numbers are not as many."""
        words = list(_IN_TURN.finditer(claim.sentence, 0, _place(claim)))
        if not words:
            return ""
        end = next((one.start() for one in _BREAK.finditer(claim.sentence, words[-1].end())), len(claim.sentence))
        listed = [one for one in self._beside(claim) if words[-1].end() <= _place(one) < end and one.unit == claim.unit]
        named = named_in(names, _BREAK.split(claim.sentence[: words[-1].start()])[-1])
        return named[listed.index(claim)] if len(named) == len(listed) and claim in listed else ""

    def _beside(self, claim: Claim) -> list[Claim]:
        return [one for one in self.claims.own if one.group == claim.group and one.block == claim.block]


def _is_weighted(claim: Claim, beside: Sequence[Claim]) -> bool:
    """Whether it is the mean of just so many numbers of its sentence as there are weights in it, which come to 100%."""
    weights = [Fraction(one.value) for one in beside if one.unit == "%" and one.start < claim.start]
    means = [Fraction(one.value) for one in beside if one.unit in _RATES and one.start < claim.start]
    ends, many = claim.interval(), next((n for n in (2, 3) if sum(weights[-n:]) == 100), 0)
    if ends is None or not many or claim.unit not in _RATES:
        return False
    shares = weights[-many:]
    chosen = combinations([one for one in means if one not in shares], many)
    return any(
        ends[0] <= sum((a * b for a, b in zip(shares, one, strict=True)), Fraction(0)) / 100 <= ends[1]
        for one in chosen
    )


def is_point_of_answer(claim: Claim) -> bool:
    """“非常满意”100分: the point that an answer is given, and no result."""
    return claim.unit == "分" and bool(survey_words().point_of_answer.search(claim.sentence[: _place(claim)]))


def named_in(names: Sequence[str] | Mapping[str, object], text: str) -> list[str]:
    """The groups that a text names, in its order; a longer name goes before one that is a piece of it."""
    plain = _NO_SEX.sub("", plain_label(text))
    told = {_SEXES.get(name, plain_label(name)): name for name in names}
    words = sorted((word for word in told if word), key=len, reverse=True)
    found = re.findall("|".join(map(re.escape, words)), plain) if words else []
    return list(dict.fromkeys(told[word] for word in found))


def _is_part(name: str) -> bool:
    return len(name) >= _SHORTEST and not _TOTAL.search(name)


def _place(claim: Claim) -> int:
    """Where a number stands in its sentence."""
    return claim.start - int(claim.group.partition("@")[2] or 0) if "@" in claim.group else 0
