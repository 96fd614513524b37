"""B09 比率 (shares in brackets): 采购1609.49万元（82.23%）、改造219.15万元（11.20%）……: one whole that all but one of them are of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.scorecard import half_up
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.passage_values import Passage, passages
from yzperf.quality.printed import Printed, read_printed

_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_UNIT = r"(?:[万亿]?元|[户人次份家个处台套所件条座亩笔批项张]{1,2}|公里|平方米|吨)"
_SHARE = re.compile(
    rf"(?<![\d.,约近])(?P<part>{_NUMBER})\s?(?P<unit>{_UNIT})[(（](?:占比?(?:重|例)?(?:为)?)?(?P<share>\d{{1,3}}(?:\.\d+)?%)[)）]"
)
_OF_OWN = re.compile("各|该|当地|同比|增长|下降|完成率|完成计划|执行率|达标率|满意")
_FEWEST = 3
_ROUNDED = 2  # halves of a last digit: shares are rounded, and one of them may be made to fit 100 %


@dataclass(frozen=True, slots=True)
class _Part:
    """A number with its share; ``text`` as printed."""

    part: Printed
    share: Printed
    text: str

    def is_of(self, whole: Fraction) -> bool:
        """Whether it is that share of a whole, to the digits printed."""
        slack = _ROUNDED * (self.share.high - self.share.low) / 2
        return self.share.low - slack <= self.part.value / whole <= self.share.high + slack


@check("B09", title="比率与增减复算", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def shares_in_brackets_are_of_one_whole(report: Document) -> Iterator[Hit]:
    """Three shares or more in one sentence are of their sum, or of another number of the paragraph, each of them."""
    told = [
        (passage, run) for passage in passages(report) for sentence in passage.sentences() for run in _runs(sentence)
    ]
    if not told:
        raise Inapplicable("报告没有在一串数后面的括号里写占比")
    for passage, run in told:
        yield from _odd_one(passage, run)


def _runs(sentence: Passage) -> Iterator[list[_Part]]:
    """Parts of one unit; nothing where the words say that each rate is of its own."""
    matches = list(_SHARE.finditer(sentence.text))
    parts = [(match["unit"], part) for match in matches if (part := _part(match))]
    is_own = bool(matches) and _OF_OWN.search(sentence.text[: matches[-1].end()])
    if len(parts) >= _FEWEST and len({unit for unit, _ in parts}) == 1 and not is_own:
        yield [part for _, part in parts]


def _part(match: re.Match[str]) -> _Part | None:
    part, share = read_printed(match["part"]), read_printed(match["share"])
    return _Part(part, share, match[0]) if part and share and part.value else None


def _odd_one(passage: Passage, run: Sequence[_Part]) -> Iterator[Hit]:
    """The one that is no share of a whole of which all others are, if no whole explains it too."""
    numbers = [one.value for text in re.findall(_NUMBER, passage.text) if (one := read_printed(text)) and one.value]
    added = sum((one.part.value for one in run), Fraction(0))
    wrong = {whole: [one for one in run if not one.is_of(whole)] for whole in {added, *numbers}}
    best = min(wrong, key=lambda whole: (len(wrong[whole]), whole != added))
    if len(wrong[best]) == 1 and len(run) - 1 >= _FEWEST - 1:
        (odd,) = wrong[best]
        right = f"{half_up(100 * odd.part.value / best, max(0, odd.share.decimals - 2))}%"
        message = f"“{odd.text}”：其余 {len(run) - 1} 项都是占 {half_up(best, odd.part.decimals):,f} 的比重，这一项应为 {right}"
        yield Hit(passage.where, message, odd.share.text, right)
