"""B03 单项得分复算 (report): deductions that the text and its tables tell are those that weights and scores leave."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from yzperf.domain.document import Cell, Document, Paragraph, Story, Table
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.quantity import normalise
from yzperf.domain.reading.numerals import read_count
from yzperf.domain.scorecard import ScoreCard, plain
from yzperf.domain.scoresheet import IndicatorRow
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.deductions import read_deductions
from yzperf.quality.intervals import prints_as
from yzperf.quality.passage_values import passage_of
from yzperf.quality.wording import plain_name, share_found

_HEADS = {
    "weight": re.compile("^(?:分值|权重|满分|标准分|标准分值|指标分值|应得分)"),
    "score": re.compile("^(?:得分|评分|实得分|评价得分|实际得分|最终得分)$"),
    "reason": re.compile("扣分|失分|评分说明|得分说明|评分理由|备注|说明"),
}
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_TAKEN = re.compile(
    r"(?:扣(?:除|减|去|掉|分)?|失分?|丢分?)(?:了|为|计)?\s?(?P<points>\d+(?:\.\d+)?)\s?分(?!钟|以上|以下|左右)"
)
# what makes the number one of a rule, of somebody else, or of each of several
_NO_OUTCOME = re.compile("每|若|如果|则|最多|上限|标准|规定|可扣|应扣|自评|上年|原|(?:各|均|分别)$|[-+~～至]$")
_SENTENCE = re.compile("[^。！？!?\n]+")
_CLAUSE = re.compile("[，,；;：:]")
_OF_RULES = re.compile("评分标准|评分规则|计分办法|规定|自评")
_ALL = re.compile("(?:共|合计|累计|总共|总计|全部|一共)(?:被)?$")
_LIST = re.compile("(?:扣分|失分)(?:点|原因|项|情况|事项|主要)[^，,。；;]{0,8}[:：为是]")
_SOME = re.compile("主要|其中|等|包括|部分")
_ITEMS = re.compile(r"(?P<count>\d+)\s?(?P<unit>条|个|项|次|份|处|家|起|笔|台|户|天|辆|座|人|名|场)")
_EACH = re.compile(
    r"每(?:有|出现|发现|缺|少)?(?:1|一)?(?P<unit>条|个|项|次|份|处|家|起|笔|台|户|天|辆|座|人|名|场)[^，,。；;]{0,6}扣(?:减|除)?(?P<points>\d+(?:\.\d+)?)分"
)
_SAME_REASON = Fraction(3, 4)  # share of a reason's words that a sentence must hold to speak of it


# ── the tables of the report ────────────────────────────────────────────────────────────────────────


@check("B03", title="单项得分复算", clause="", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def deductions_in_tables_are_the_loss(report: Document) -> Iterator[Hit]:
    """A score table in the report: what the reason of a row takes off is its weight less its score."""
    rows = [row for table in report.tables if (heads := _heads(table)) for row in _rows(table, heads)]
    judged = [(row, told) for row in rows if (told := read_deductions(row[2].text, row[0]))]
    if not judged:
        raise Inapplicable("报告的表里没有写明扣多少分的扣分原因")
    for (weight, score, cell), told in judged:
        loss = weight - score
        if not told.is_loss(loss) and not told.is_added_wrong:
            message = (
                f"扣分原因写扣 {told.stated} 分，这一行分值 {plain(weight)} 减得分 {plain(score)} 是 {plain(loss)} 分"
            )
            yield Hit(cell.where, message, f"扣 {told.stated} 分", f"扣 {plain(loss)} 分")


def _heads(table: Table) -> Mapping[str, int]:
    """Columns of weight, score and reason by the words above them; none where one of them is missing or stands twice."""
    found: dict[str, list[int]] = defaultdict(list)
    for cell in table.cells:
        for key, words in _HEADS.items():
            if cell.row <= 2 and words.search(re.sub(r"\s|[（(].*", "", normalise(cell.text))):
                found[key].append(cell.column)
    reasons = found["reason"][:1]
    is_clear = len(found["weight"]) == 1 and len(found["score"]) == 1 and reasons
    return {"weight": found["weight"][0], "score": found["score"][0], "reason": reasons[0]} if is_clear else {}


def _rows(table: Table, heads: Mapping[str, int]) -> Iterator[tuple[Fraction, Fraction, Cell]]:
    by_place = {(cell.row, cell.column): cell for cell in table.cells}
    for row in range(2, table.height + 1):
        weight, score, reason = (by_place.get((row, heads[key])) for key in ("weight", "score", "reason"))
        if weight and score and reason and _number(weight) is not None and _number(score) is not None:
            yield _number(weight) or Fraction(0), _number(score) or Fraction(0), reason


def _number(cell: Cell) -> Fraction | None:
    text = normalise(cell.text).strip().removesuffix("分")
    return Fraction(text) if _NUMBER.fullmatch(text) else None


# ── running text ────────────────────────────────────────────────────────────────────────────────────


@check("B03", title="单项得分复算", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def deductions_listed_add_up(report: Document) -> Iterator[Hit]:
    """扣减3.50分。扣分点：……扣1分；……扣1分；……扣1.5分: the list is no more than the whole, and no less where it is all."""
    judged = [found for paragraph in _texts(report) if (found := _listed(paragraph))]
    if not judged:
        raise Inapplicable("报告没有先写共扣多少分、再逐项写扣分")
    for paragraph, total, parts, is_all in judged:
        added = sum(parts)
        if added > total or (is_all and added < total):
            message = f"此处写扣 {total} 分，逐项相加 {'＋'.join(map(str, parts))}＝{added} 分"
            yield Hit(paragraph.where, message, f"{total} 分", f"{added} 分")


def _texts(report: Document) -> list[Paragraph]:
    return [one for one in report.every_paragraph() if one.story is not Story.CELL and not one.level]


def _listed(paragraph: Paragraph) -> tuple[Paragraph, Decimal, list[Decimal], bool] | None:
    """The one deduction told before 扣分点： and those told behind it."""
    text = passage_of(paragraph).text
    begin = _LIST.search(text)
    if begin is None:
        return None
    wholes = _taken(text[: begin.start()])
    parts = _taken(text[begin.end() :])
    if len(wholes) != 1 or len(parts) < 2 or re.search("各扣|均扣", text):
        return None
    return paragraph, wholes[0], parts, not _SOME.search(text[max(0, begin.start() - 4) :])


def _taken(text: str) -> list[Decimal]:
    """Points that were taken off, rules left out."""
    found = (match for match in _TAKEN.finditer(text) if not _NO_OUTCOME.search(_before(text, match)))
    return [Decimal(match["points"]) for match in found]


def _before(text: str, match: re.Match[str]) -> str:
    """The words of the same clause in front of a deduction."""
    return _CLAUSE.split(text[max(0, text.rfind("。", 0, match.start())) : match.start()])[-1]


# ── running text and score sheet ────────────────────────────────────────────────────────────────────


@check("B03", title="单项得分复算", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def deductions_told_are_those_of_the_sheet(report: Document, agency_sheet: ScoreCard) -> Iterator[Hit]:
    """What the text says was taken off for a reason of the score sheet is what that row lost."""
    rows = [row for row in agency_sheet.sheet.scored_rows if _loss(row) is not None]
    found = [hit for paragraph in _texts(report) for hit in _told(paragraph, rows)]
    if not found:
        raise Inapplicable("报告文字里没有能与评分表对应的扣分")
    yield from (hit for hit in found if hit is not None)


def _told(paragraph: Paragraph, rows: Sequence[IndicatorRow]) -> Iterator[Hit | None]:
    """For each deduction whose reason is one of the sheet's: None where it is right."""
    for sentence, match in _deductions(paragraph):
        since = max((one.end() for one in _TAKEN.finditer(sentence, 0, match.start())), default=0)
        row = None if _whole_of(sentence, match, rows) else _row_of(sentence[since : match.start()], rows)
        if row is not None:
            told = read_deductions(row.reason, Fraction(row.weight.value or 0))
            right = [_loss(row) or Fraction(0), *map(Fraction, told.parts if told else ())]
            yield _compared(paragraph, Decimal(match["points"]), right, f"“{row.indicator}”")
    for found in _SENTENCE.finditer(passage_of(paragraph).text):
        yield from _by_each(paragraph, found[0], rows)


@check("A04", title="前后数字一致", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def losses_told_are_those_of_the_sheet(report: Document, agency_sheet: ScoreCard) -> Iterator[Hit]:
    """扣分指标8个，共扣5.11分, 产出类扣0.81分: what is told of all indicators or of a block is what the score sheet lost."""
    rows = [row for row in agency_sheet.sheet.scored_rows if _loss(row) is not None]
    if len(rows) < len(agency_sheet.sheet.scored_rows):
        raise Inapplicable("评分表没有填全，不知道共扣多少分")
    for paragraph in _texts(report):
        for sentence, match in _deductions(paragraph):
            if whole := _whole_of(sentence, match, rows):
                name, loss = whole
                hit = _compared(paragraph, Decimal(match["points"]), [loss], name)
                yield from [hit] if hit else []


def _deductions(paragraph: Paragraph) -> Iterator[tuple[str, re.Match[str]]]:
    """Every deduction of a paragraph with its sentence, rules left out."""
    for sentence in _SENTENCE.finditer(passage_of(paragraph).text):
        for match in _TAKEN.finditer(sentence[0]):
            if not _NO_OUTCOME.search(_before(sentence[0], match)):
                yield sentence[0], match


# of those named before, or of the first few
_OF_FEW = re.compile(r"(?:上述|以上|前述|这|该|其中|前)[^，,。；;]{0,6}?(?:[一二三四五六七八九两]|\d{1,2})[个项]")

_INDICATORS = re.compile(r"([一二三四五六七八九十两]+|\d+)(?:个|项)(?:[一二三]级)?(?:扣分)?(?:指标|合计|共)")


def _whole_of(sentence: str, match: re.Match[str], rows: Sequence[IndicatorRow]) -> tuple[str, Fraction] | None:
    """What a deduction is told of, if it is a block or all indicators, and what the sheet lost there."""
    before = _before(sentence, match)
    if _OF_RULES.search(sentence[: match.start()]):
        return None
    blocks = _blocks_in(before, rows)
    if blocks:
        return f"“{'、'.join(blocks)}”", _sum([row for row in rows if row.l1 in blocks])
    is_all = (
        _ALL.search(before) and "指标" in sentence[: match.start()] and not _is_of_few(sentence[: match.start()], rows)
    )
    return ("各指标", _sum(rows)) if is_all and not _names_a_block(sentence[: match.start()], rows) else None


def _is_of_few(front: str, rows: Sequence[IndicatorRow]) -> bool:
    """扣分最多的三个指标……三项合计扣4.77分: of those named, or of fewer than lost points."""
    losing = sum(_loss(row) != 0 for row in rows)
    counts = [read_count(found[1]) for found in _INDICATORS.finditer(front)]
    return bool(_OF_FEW.search(front)) or any(0 < count < losing for count in counts)


def _names_a_block(front: str, rows: Sequence[IndicatorRow]) -> bool:
    return any(row.l1 and row.l1 in front for row in rows)


def _compared(paragraph: Paragraph, points: Decimal, right: Sequence[Fraction], what: str) -> Hit | None:
    if any(prints_as(value, points) for value in right):
        return None
    message = f"此处写扣 {points} 分，评分表上{what}扣 {plain(right[0])} 分"
    return Hit(paragraph.where, message, f"扣 {points} 分", f"扣 {plain(right[0])} 分")


def _by_each(paragraph: Paragraph, sentence: str, rows: Sequence[IndicatorRow]) -> Iterator[Hit | None]:
    """3条线路台账缺失，每条扣0.50分: so many times that is what the indicator of the paragraph lost."""
    each, row = _EACH.search(sentence), _named_in(paragraph, rows)
    counts = [int(one["count"]) for one in _ITEMS.finditer(sentence) if each and one["unit"] == each["unit"]]
    if each is None or row is None or not counts or not _loss(row):
        return
    loss, points = _loss(row) or Fraction(0), Fraction(each["points"])
    if any(count * points == loss for count in counts):
        yield None
        return
    message = f"此处写{each[0]}，“{row.indicator}”在评分表上扣 {plain(loss)} 分，与所写的个数（{'、'.join(map(str, counts))}）都对不上"
    yield Hit(paragraph.where, message, each[0], f"扣 {plain(loss)} 分")


def _named_in(paragraph: Paragraph, rows: Sequence[IndicatorRow]) -> IndicatorRow | None:
    """The one indicator that a paragraph names."""
    text = plain_name(f"{paragraph.path[-1] if paragraph.path else ''}{paragraph.text}")
    named = [row for row in rows if plain_name(row.indicator) in text]
    return named[0] if len(named) == 1 else None


def _row_of(front: str, rows: Sequence[IndicatorRow]) -> IndicatorRow | None:
    """The one row of which a sentence tells the reason."""
    reasons = [(row, _TAKEN.sub("", normalise(row.reason)).strip("，,。；; ")) for row in rows]
    found = [row for row, reason in reasons if len(reason) > 5 and share_found(reason, front) >= _SAME_REASON]
    return found[0] if len(found) == 1 else None


def _blocks_in(front: str, rows: Sequence[IndicatorRow]) -> list[str]:
    """The block, or blocks (产出和效益扣), that the words right in front of a deduction name."""
    names = dict.fromkeys(row.l1 for row in rows if row.l1)
    one = rf"(?:{'|'.join(map(re.escape, names)) or '(?!)'})(?:类|维度|部分|方面|一级)?(?:指标)?"
    found = re.search(rf"(?:{one}[、和与及])*{one}(?:两[类项]|三[类项])?[共合计]{{0,2}}$", front)
    return [name for name in names if found and name in found[0]]


def _loss(row: IndicatorRow) -> Fraction | None:
    if row.weight.value is None or row.reported.value is None:
        return None
    return Fraction(row.weight.value) - Fraction(row.reported.value)


def _sum(rows: Sequence[IndicatorRow]) -> Fraction:
    return sum((_loss(row) or Fraction(0) for row in rows), Fraction(0))
