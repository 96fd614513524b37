"""A04 前后数字一致 (scores told of single indicators): 预算执行率……分值5分，得4.94分, and how many got full marks, by the score sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from yzperf.domain.document import Document, Paragraph, Story
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.scorecard import ScoreCard
from yzperf.domain.scoresheet import IndicatorRow
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.intervals import prints_as
from yzperf.quality.passage_values import passage_of
from yzperf.quality.wording import plain_name
from yzperf.rules.outline import plain_title

_SHORTEST = 4  # signs of a name that stands for one indicator and not for a word of the text
_SAID = re.compile(
    r"(?P<got>(?<!价)(?:实际)?得分?)(?:为|是|了)?\s?(?P<score>\d+(?:\.\d+)?)\s?分(?![值数钟别之])"
    r"|(?P<weight>分值|满分|权重)(?:为|是)?\s?(?P<points>\d+(?:\.\d+)?)\s?分(?![钟别之])"
)
# the number is one of a rule (每低1个百分点扣0.5分), of several indicators together, or of somebody else
_OF_RULE = re.compile("[的者可]$|每|若|如(?!期)|则|否则|标准|规定|不得|以[上下]|达到|之间|区间|档")
_OF_OTHERS = re.compile(
    "综合|项目得|绩效评价|最终|部分|小计|合计|共计|[一二]级指标|各项|其余|其他|推算|测算|假设|两项|[三四五六七八九十]项|应得|可得|自评|填报|调整前|上年|原|平均|总|本类|该类|维度"
)
_COUNTED = (
    (
        re.compile(r"指标[^。；;]{0,12}?(?:得满分|满分|未扣分|不扣分)的(?:有|共有?|为)?\s?(?P<count>\d{1,3})\s?[个项]"),
        True,
    ),
    (re.compile(r"指标[^。]{0,40}?(?:扣分|失分|丢分|未得满分)的(?:有|共有?|为)?\s?(?P<count>\d{1,3})\s?[个项]"), False),
    (re.compile(r"(?:得满分|满分|未扣分|不扣分)的?(?:三级)?指标(?:有|共有?|为)?\s?(?P<count>\d{1,3})\s?[个项]"), True),
    (re.compile(r"(?:扣分|失分|丢分|未得满分)的?(?:三级)?指标(?:有|共有?|为)?\s?(?P<count>\d{1,3})\s?[个项]"), False),
)
_SENTENCE = re.compile("[。；;]")
_CLAUSE = re.compile("[，,。；;：:、（(]")


@dataclass(frozen=True, slots=True)
class _Told:
    """A score or a weight that a paragraph gives to an indicator."""

    row: IndicatorRow
    is_score: bool
    text: str
    paragraph: Paragraph

    @property
    def of_sheet(self) -> Decimal | None:
        """What the score sheet has."""
        return (self.row.reported if self.is_score else self.row.weight).value

    @property
    def agrees(self) -> bool:
        """To the digits that the text prints."""
        value, told = self.of_sheet, Decimal(self.text)
        return value is None or prints_as(Fraction(value), told)


@check("A04", title="前后数字一致", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def scores_of_single_indicators(report: Document, agency_sheet: ScoreCard) -> Iterator[Hit]:
    """The score and the weight that the text gives to an indicator are those of the score sheet."""
    names = _names(agency_sheet.sheet.scored_rows)
    told = [one for paragraph in report.every_paragraph() for one in _told(paragraph, names)]
    if not told:
        raise Inapplicable("报告文字里没有逐个指标写得分或分值")
    for one in told:
        if not one.agrees:
            what = "得" if one.is_score else "分值"
            message = f"“{one.row.indicator}”此处写{what} {one.text} 分，评分表为 {one.of_sheet} 分"
            yield Hit(one.paragraph.where, message, one.text, f"{one.of_sheet}")


def _names(rows: Sequence[IndicatorRow]) -> dict[str, IndicatorRow]:
    """Indicators by their names as a text writes them, the longest first; a name of several rows is none."""
    plain = [plain_name(row.indicator) for row in rows]
    pairs = [(name, row) for name, row in zip(plain, rows, strict=True) if plain.count(name) == 1]
    return dict(sorted(((name, row) for name, row in pairs if len(name) >= _SHORTEST), key=lambda pair: -len(pair[0])))


def _told(paragraph: Paragraph, names: dict[str, IndicatorRow]) -> Iterator[_Told]:
    """One score and one weight at most for each indicator of a paragraph: of several nobody can tell which is the whole."""
    if paragraph.story is Story.CELL:
        return
    text = passage_of(paragraph).text
    for row, part in _parts(text, names, _named_by(paragraph, names)):
        matches = [match for match in _SAID.finditer(part) if not _is_other(part, match.start())]
        for is_score, key in ((True, "score"), (False, "points")):
            said = [match[key] for match in matches if match[key]]
            if len(said) == 1 and not (is_score and _is_of_other(row, said[0], part, names.values())):
                yield _Told(row, is_score, said[0], paragraph)


def _is_of_other(row: IndicatorRow, score: str, part: str, rows: Iterable[IndicatorRow]) -> bool:
    """Whether a score is that of something larger (预算执行率98.8%，项目得分89.28分), or of the indicator whose value it follows."""
    is_more = row.weight.value is not None and Decimal(score) > row.weight.value
    sentence = _SENTENCE.split(part[: part.find(score)])[-1]
    scored = (one for one in rows if one is not row and one.reported.value == Decimal(score))
    return is_more or any(one.actual.number is not None and str(one.actual) in sentence for one in scored)


def _named_by(paragraph: Paragraph, names: dict[str, IndicatorRow]) -> IndicatorRow | None:
    """The indicator that the heading above names alone."""
    title = plain_title(paragraph.path[-1]).removesuffix("指标") if paragraph.path else ""
    return names.get(plain_name(title))


def _parts(text: str, names: dict[str, IndicatorRow], first: IndicatorRow | None) -> Iterator[tuple[IndicatorRow, str]]:
    """What is said of each indicator: from its name to the next."""
    taken: list[tuple[int, int, IndicatorRow]] = []
    for name, row in names.items():
        for match in re.finditer(re.escape(name), text.casefold()):
            if all(match.end() <= start or end <= match.start() for start, end, _ in taken):
                taken.append((match.start(), match.end(), row))
    taken.sort(key=lambda one: one[0])
    starts = [(0, 0, first)] if first else []
    spots = [*starts, *taken]
    several = [row for _, _, row in spots]
    for at, (_, end, row) in enumerate(spots):
        until = spots[at + 1][0] if at + 1 < len(spots) else len(text)
        if row is not None and several.count(row) == 1:
            yield row, text[end:until]


def _is_other(part: str, at: int) -> bool:
    """Whether the words in front make the number one of a rule, of several indicators, or of somebody else."""
    clauses = _CLAUSE.split(part[:at])
    sentence = _SENTENCE.split(part[:at])[-1]
    before = clauses[-2] if len(clauses) > 1 and not clauses[-1] else ""
    return bool(_OF_RULE.search(clauses[-1]) or _OF_RULE.search(before) or _OF_OTHERS.search(sentence))


@check("A04", title="前后数字一致", clause="", severity=Severity.MINOR, evidence=EvidenceClass.PROOF)
def full_marks_are_as_many_as_said(report: Document, agency_sheet: ScoreCard) -> Iterator[Hit]:
    """满分指标13个，扣分指标8个: as many as the score sheet has."""
    rows = agency_sheet.sheet.scored_rows
    full = sum(row.reported.value == row.weight.value for row in rows)
    passages = [(paragraph, passage_of(paragraph).text) for paragraph in report.every_paragraph()]
    told = [
        (paragraph, match, is_full)
        for paragraph, text in passages
        for pattern, is_full in _COUNTED
        for match in pattern.finditer(text)
        if not _OF_OTHERS.search(_SENTENCE.split(text[: match.start()])[-1])
    ]
    if not told or any(row.reported.value is None or row.weight.value is None for row in rows):
        raise Inapplicable("报告没有写多少个指标得了满分，或评分表没有填全")
    for paragraph, match, is_full in told:
        right = full if is_full else len(rows) - full
        if int(match["count"]) != right:
            message = f"此处写“{match[0]}”，评分表上{'得满分' if is_full else '扣分'}的指标有 {right} 个"
            yield Hit(paragraph.where, message, match["count"], str(right))
