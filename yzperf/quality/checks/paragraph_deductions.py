"""B03 单项得分复算 (a paragraph on one indicator): 建成率（5分，得4.58分）。……，扣0.42分: the deductions are weight less score."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from yzperf.domain.document import Document, Story
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.scorecard import ScoreCard
from yzperf.domain.scoresheet import IndicatorRow
from yzperf.errors import Place
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.intervals import decimals
from yzperf.quality.passage_values import passage_of
from yzperf.quality.wording import plain_name

_POINTS = r"\d{1,2}(?:\.\d{1,3})?"
_PAIR = re.compile(
    rf"[,，(（：:；;。、/]\s*(?:满分|分值|权重|标准分)?(?:为|是|[:：])?\s*(?P<weight>{_POINTS})\s?分[,，;；、/]?\s*"
    rf"(?:实际|实|评价|本项|该指标|最终)?得分?(?:为|是|[:：])?\s*(?P<score>{_POINTS})\s?分(?![值数钟别之])"
)
_WEIGHT = re.compile(rf"(?:满分|分值|权重|标准分)(?:为|是|[:：])?\s*(?P<points>{_POINTS})\s?分(?![值数钟别之])")
_SCORE = re.compile(
    rf"(?:实际|实|评价|本项|该项|该指标|最终)?(?<![值可应])得分?(?:为|是|了|[:：])?\s*(?P<points>{_POINTS})\s?分(?![值数钟别之])"
)
_TAKEN = re.compile(rf"(?:扣|失|丢)(?:除|减|去|掉|分)?(?:了|为|计)?\s?(?P<points>{_POINTS})\s?分(?!钟)")
_OF_RULE = re.compile(
    "每|若|如(?!期)|倘|假|最多|最高|上限|标准|规定|规则|办法|可扣|应扣|原则|低于[^，,。；;]*的[，,]?$|的[，,]?$|否则"
)
# what one cannot count: of each of several, of an assessment, of another indicator, tied to a range or a share
_UNSURE = re.compile(
    r"(?:各|均|分别|都|依次)扣|[多少再又被免拟曾]扣|考核[^，,。；;]{0,10}扣|另[^，,。；;]{0,16}扣|加(?:了)?\d|加分|扣[^，,。；;]{0,6}(?:[一二两三四五六七八九十半]+分|%)"
    r"|扣[^，,。；;]{0,6}分(?:以上|以下|左右|[-~～至/])|其他指标|其余|前述|已在|自评|调整前|初评|其中|主要|等扣|部分扣"
)
_MOST = 6  # deductions of which every sum is tried


@dataclass(frozen=True, slots=True)
class _Told:
    """What a paragraph says of an indicator: weight, score, and the points taken off as they are printed."""

    weight: Decimal
    score: Decimal
    taken: tuple[Decimal, ...]
    where: Place

    @property
    def is_sound(self) -> bool:
        """Whether some of the deductions together (a sum may stand beside its parts) are weight less score."""
        loss = self.weight - self.score
        sums = (some for many in range(1, len(self.taken) + 1) for some in combinations(self.taken, many))
        return any(abs(sum(some, Decimal(0)) - loss) <= self._slack(some) for some in sums)

    def _slack(self, some: Sequence[Decimal]) -> Decimal:
        numbers = [one for one in (self.weight, self.score, *some) if decimals(one)]
        return (
            sum((Decimal(1) / 2 / 10 ** decimals(one) for one in numbers), Decimal(0))
            if len(some) > 1
            else self._last(some[0])
        )

    def _last(self, one: Decimal) -> Decimal:
        """A single deduction is printed to its digits: 0.4 for 0.42, and never 0.43 for 0.42."""
        return Decimal(1) / 2 / 10 ** decimals(one) if decimals(one) < decimals(self.score) else Decimal(0)


@check("B03", title="单项得分复算", clause="", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def deductions_of_a_paragraph_are_the_loss(report: Document, agency_sheet: ScoreCard) -> Iterator[Hit]:
    """What a paragraph takes off an indicator of the score sheet is the weight less the score that it tells."""
    rows = agency_sheet.sheet.scored_rows
    told = [found for text, where in _texts(report) if (found := _told(text, where, rows))]
    if not told:
        raise Inapplicable("报告没有在一段里写一个指标的分值、得分和扣分")
    for one in told:
        if not one.is_sound:
            loss, added = one.weight - one.score, "＋".join(map(str, one.taken))
            message = f"此处写分值 {one.weight} 分、得 {one.score} 分，{one.weight}－{one.score}＝{loss}，写的却是扣 {added} 分"
            yield Hit(one.where, message, f"扣 {added} 分", f"扣 {loss} 分")


def _texts(report: Document) -> Iterator[tuple[str, Place]]:
    """Each paragraph that tells of one indicator, with its heading in front where that tells the points."""
    for paragraph in report.every_paragraph():
        if paragraph.story is Story.CELL or paragraph.level:
            continue
        head = paragraph.path[-1] if paragraph.path else ""
        text = passage_of(paragraph).text
        is_led = bool(_PAIR.search(head)) and not _PAIR.search(text)
        yield (f"{head}。{text}" if is_led else text), paragraph.where


def _told(text: str, where: Place, rows: Sequence[IndicatorRow]) -> _Told | None:
    pairs = list(_PAIR.finditer(text))
    weights = {Decimal(one["weight"]) for one in pairs} | {Decimal(one["points"]) for one in _WEIGHT.finditer(text)}
    scores = {Decimal(one["score"]) for one in pairs} | {Decimal(one["points"]) for one in _SCORE.finditer(text)}
    if len(weights) != 1 or len(scores) != 1 or len(pairs) > 1 or _UNSURE.search(text):
        return None
    weight, score = weights.pop(), scores.pop()
    taken = tuple(Decimal(one["points"]) for one in _TAKEN.finditer(text) if not _OF_RULE.search(_front(text, one)))
    is_one = _is_of_one(text, weight, score, rows)
    return _Told(weight, score, taken, where) if is_one and 0 < len(taken) <= _MOST else None


def _front(text: str, match: re.Match[str]) -> str:
    """The sentence in front of a deduction, up to where the last thing was told."""
    return re.split("[。；;]", text[: match.start()])[-1]


def _is_of_one(text: str, weight: Decimal, score: Decimal, rows: Sequence[IndicatorRow]) -> bool:
    """Whether the text names just one indicator of the score sheet, and that has this weight and this score."""
    plain = plain_name(text)
    named = [row for row in rows if plain_name(row.indicator) in plain]
    return len(named) == 1 and (named[0].weight.value, named[0].reported.value) == (weight, score)
