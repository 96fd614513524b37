"""A07 问题—原因—建议闭环: every deduction is told, every problem has its advice, every piece of advice somebody to follow it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from yzperf.domain.document import Document, Paragraph, Section, Table, walk
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.quantity import normalise
from yzperf.domain.scorecard import ScoreCard, ScoredRow, plain
from yzperf.domain.scoresheet import IndicatorRow
from yzperf.errors import Place
from yzperf.loaders.prose.labels import Rank, read_label
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.wording import share_found

_TOLD = Fraction(1, 3)  # share of a reason's pairs of signs that the report must hold
_ANSWERED = Fraction(1, 5)  # of a problem's, in the advice: advice uses other words than the problem
_HEAVY = Fraction(1, 10)  # of a weight: a smaller loss needs no problem of its own
_ITEM = re.compile(
    r"^\s*(?:[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）、.．]|[①-⑳]|[一二三四五六七八九十]是|(?:问题|建议)[一二三四五六七八九十\d]{1,2}[:：、])\s*(?=\D)"
)
PROBLEMS = re.compile("^(?!.*(?:建议|其他|说明)).*问题")
PROBLEM_PART = re.compile("存在.{0,4}问题|主要问题|问题及|问题和")
ADVICE = re.compile("建议|改进措施|整改")
_WHO = re.compile("单位|部门|局|中心|镇|街道|办|委|责任|主管|财政|公司|乡|院|校|站|各级|政府")
_WHEN = re.compile(r"\d{4}年|\d+月|\d+(?:个)?(?:工作日|日|天)内|年底|月底|季度|期限|立即|尽快|下年|下一年|今后|及时")
_WHO_HEAD = re.compile("(?:责任|牵头|整改|落实|承办|实施|建议对象).{0,2}(?:单位|部门|主体|人|对象)|责任方")
_WHEN_HEAD = re.compile("期限|时限|(?:完成|整改|落实).{0,2}(?:时间|日期|节点)")
_LIST = 3  # items, of which one may stand out
# who and by when as a single piece of advice says it: by a label, or 建议某局于2025年10月底前
_WHO_TOLD = re.compile(
    "(?:责任|牵头|整改|落实|承办|配合)(?:单位|部门|主体|人|方|科室)|(?:建议|由|请|要求)[^，,。；;]{1,24}(?:局|委|办|中心|部门|单位|公司|政府|院|校|站|镇|街道|乡|村|队|会|馆|所|处|厅)"
)
_WHEN_TOLD = re.compile(
    r"\d{4}年|\d{1,2}月|[\d一二三四五六七八九十两]+(?:个)?(?:工作日|日|天|月|年|季度)内|年底|月底|季度|(?:完成|整改|落实|办理)(?:期限|时限)|(?:期限|时限)[:：]|年度|编制前"
)
_NO_ANSWER = re.compile(
    "[-—/无待定]+|待补充?|待明确|适时|尽快|及时|视情况|择机|长期|(?:持续|长期|稳步|有序|逐步|不断)?(?:推进|坚持|开展|落实|实施)"
    "|近期|今后|另行(?:确定|通知|明确)|按要求|(?:各)?(?:有关|相关)(?:单位|部门|方面|各方)|各单位|各部门"
)
_ANSWER = re.compile(
    r"(?P<asked>(?:责任|牵头|整改|落实|承办)(?:单位|部门|主体)|(?:完成|整改|落实|办理)(?:期限|时限|时间))[:：]\s*(?P<answer>[^,，。；;()（）]+)"
)
_OF_PART = "(?:主要|存在的?)*(?:经验|做法|成效|成绩|问题|不足|原因)(?:分析)?"
_PART_NAME = re.compile(f"{_OF_PART}(?:(?:[、及和与]|以及)?{_OF_PART})*")
_INLINE = re.compile(
    r"(?<=[。；;])\s*(?:\d{1,2}[.、．]|[一二三四五六七八九十]是|[(（][一二三四五六七八九十\d]{1,2}[)）])"
)
_FILLER = re.compile("没有|不够|不到位|不足|有待|尚未|未能|存在|问题|部分|进一步|加强|完善|提高|提升|不|的|了|和|与|及")


@dataclass(frozen=True, slots=True)
class Item:
    """One problem or piece of advice."""

    text: str
    where: Place


@check("A07", title="扣分问题建议闭环", clause="cn10.a3", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
def problems_are_answered(report: Document, card: ScoreCard) -> Iterator[Hit]:
    """Each deduction is told in the text, each problem has advice, and the advice says who and by when."""
    problems, advice = under(report, PROBLEMS, PROBLEM_PART), under(report, ADVICE, None)
    if not problems and not advice:
        raise Inapplicable("报告里没有认出存在问题和建议两部分")
    told = _body_text(report)
    yield from (_untold(row) for row in card.rows if _is_cut(row) and not _is_told(row, told))
    if advice:
        yield from _unanswered(_items(problems), _text(advice))
        yield from _left_out(problems)
        yield from _left_out(advice)
        yield from _fewer(_items(problems), _items(advice))
        yield from _nobody(advice)
        yield from _nobody_for_one(list(numbered(advice)))
        yield from (hit for item in numbered(advice) for hit in _idle_answers(item))
        yield from (hit for section in advice for hit in _blank_cells(section))


# ── deductions ──────────────────────────────────────────────────────────────────────────────────────


def _is_cut(row: ScoredRow) -> bool:
    lost = row.weight - row.reported if row.reported is not None else Fraction(0)
    return lost > 0 and lost >= row.weight * _HEAVY


def _is_told(row: ScoredRow, told: str) -> bool:
    reason = row.source.reason if isinstance(row.source, IndicatorRow) else ""
    name = re.sub("情况$|性$|率$", "", normalise(row.indicator))
    return name in told or share_found(reason or row.indicator, told) >= _TOLD


def _untold(row: ScoredRow) -> Hit:
    lost = plain(row.weight - (row.reported or 0))
    return Hit(row.where, f"“{row.indicator}”扣 {lost} 分，报告正文没有说到这一项的问题", f"扣 {lost} 分")


# ── problems and advice ─────────────────────────────────────────────────────────────────────────────


def _unanswered(problems: Sequence[Item], advice: str) -> Iterator[Hit]:
    bare = _FILLER.sub("", advice)
    for item in (one for whole in problems for one in _parted(whole)):
        head = re.split("[。；;]", item.text)[0][:40]
        alike = max(share_found(_FILLER.sub("", text), bare) for text in (head, item.text))
        if alike < _ANSWERED:
            yield Hit(item.where, f"问题“{head}”在建议里没有对应的措施", head)


def _parted(item: Item) -> Iterator[Item]:
    """（二）存在的问题及原因。1.…2.…: a paragraph that holds a whole part has its problems inside; 主要经验 has none."""
    head, _, rest = item.text.partition("。")
    if not _PART_NAME.fullmatch(head):
        yield item
    elif "问题" in head or "不足" in head:
        pieces = (piece.strip() for piece in _INLINE.split(f"。{rest}"))
        yield from (Item(piece, item.where) for piece in pieces if len(piece) > 1)


def _left_out(sections: Sequence[Section]) -> Iterator[Hit]:
    """1.2.3.5.: a number that is left out, of a list that is typed by hand."""
    found = [(label, one.where) for one in _paragraphs(sections) if (label := read_label(normalise(one.text)))]
    for (before, _), (after, where) in pairwise(found):
        if before.rank is after.rank is not Rank.DECIMAL and after.value == before.value + 2:
            message = f"“{before.number}”后面是“{after.number}”，中间少一条；是否删去了一条"
            yield Hit(where, message, after.number, str(before.value + 1)).as_lead


def _fewer(problems: Sequence[Item], advice: Sequence[Item]) -> Iterator[Hit]:
    """Fewer pieces of advice than problems: the problem that they speak least of is told."""
    if len(advice) < _LIST or len(problems) != len(advice) + 1:
        return
    nearest = [(max(share_found(_head_of(one), other.text) for other in advice), at) for at, one in enumerate(problems)]
    least = problems[min(nearest)[1]]
    message = f"问题 {len(problems)} 条、建议 {len(advice)} 条，“{_head_of(least)}”最少提到，请核对有没有对应的建议"
    yield Hit(least.where, message, _head_of(least)).as_hint


def _head_of(item: Item) -> str:
    return re.split("[。；;]", item.text)[0][:40]


def _nobody_for_one(advice: Sequence[Item]) -> Iterator[Hit]:
    """A piece of advice that leaves out who or by when, where nearly all others say it."""
    for name, words in (("责任单位", _WHO_TOLD), ("完成期限", _WHEN_TOLD)):
        lacking = [item for item in advice if not words.search(item.text)]
        if len(advice) >= _LIST and 0 < len(lacking) * _LIST <= len(advice):
            for item in lacking:
                message = f"建议“{item.text[:30]}”没有写{name}，其他各条都写了，难以跟踪整改"
                yield Hit(item.where, message, item.text[:30]).as_hint


def _idle_answers(item: Item) -> Iterator[Hit]:
    """责任单位：相关单位；完成期限：适时: the question is answered by a word that binds nobody."""
    for match in _ANSWER.finditer(item.text):
        answer = match["answer"].strip()
        if _NO_ANSWER.fullmatch(answer):
            yield Hit(item.where, f"建议“{_head_of(item)}”的{match['asked']}只写“{answer}”，难以跟踪整改", answer)


def _nobody(advice: Sequence[Section]) -> Iterator[Hit]:
    text = _text(advice)
    lacking = [name for name, words in (("责任单位", _WHO), ("完成期限", _WHEN)) if not words.search(text)]
    if lacking and advice[0].heading:
        message = f"建议没有写明{'和'.join(lacking)}，难以跟踪整改"
        yield Hit(advice[0].heading.where, message, severity=Severity.HINT)


def _blank_cells(section: Section) -> Iterator[Hit]:
    """Rows of a table of advice that leave out who or by when, where the table has a column for it."""
    for table in (block for block in section.all_blocks() if isinstance(block, Table)):
        heads = {column: _head(table, column) for column in range(1, table.width + 1)}
        asked = {column: head for column, head in heads.items() if _WHO_HEAD.search(head) or _WHEN_HEAD.search(head)}
        for row in range(2, table.height + 1) if asked else ():
            texts = {column: _cell_text(table, row, column) for column in heads}
            blank = [head for column, head in asked.items() if not texts[column] or _NO_ANSWER.fullmatch(texts[column])]
            said = [text for column, text in texts.items() if text and column not in asked and not text.isdigit()]
            first = table.cell(row, min(asked))
            if blank and said and first:
                message = f"建议“{said[-1][:30]}”没有写{'和'.join(blank)}，难以跟踪整改"
                yield Hit(first.where, message, said[-1][:30], severity=Severity.HINT)


def _head(table: Table, column: int) -> str:
    return _cell_text(table, 1, column)


def _cell_text(table: Table, row: int, column: int) -> str:
    """What stands in a place of the table, the text of a merged cell in all that it covers."""
    cell = table.cell(row, column)
    return re.sub(r"\s", "", normalise(cell.text)) if cell else ""


def _items(sections: Sequence[Section]) -> list[Item]:
    """Numbered problems with their explanation; unnumbered paragraphs where nothing is numbered."""
    items = list(numbered(sections))
    return items or [Item(normalise(block.text), block.where) for block in _paragraphs(sections)]


def numbered(sections: Sequence[Section]) -> Iterator[Item]:
    """Items with a number, with what is told of them."""
    for section in sections:
        for part in section.walk():
            own = part.heading if part.heading and part is not section and not part.sections else None
            if own and _ITEM.match(normalise(own.title)):
                yield Item(_ITEM.sub("", normalise(f"{own.title}。{part.text}")), own.where)
            else:
                yield from (
                    Item(_ITEM.sub("", normalise(block.text)), block.where)
                    for block in part.blocks
                    if isinstance(block, Paragraph) and _ITEM.match(normalise(block.text))
                )


def under(report: Document, wanted: re.Pattern[str], part: re.Pattern[str] | None) -> list[Section]:
    """The sections whose heading names them; of a chapter of several things (经验、问题) only the part."""
    found = [section for section in report.outline.sections if wanted.search(section.title)]
    parts = [[one for one in section.sections if part and part.search(one.title)] for section in found]
    return [one for section, inner in zip(found, parts, strict=True) for one in (inner or [section])]


def _paragraphs(sections: Sequence[Section]) -> Iterator[Paragraph]:
    for section in sections:
        yield from (block for block in section.all_blocks() if isinstance(block, Paragraph) and block.text.strip())


def _text(sections: Sequence[Section]) -> str:
    """All that stands in sections, headings and table cells included."""
    return "\n".join(_all_text(section) for section in sections)


def _all_text(section: Section) -> str:
    titles = [part.title for part in section.walk()]
    blocks = walk(tuple(section.all_blocks()))
    return normalise("\n".join((*titles, *(block.text for block in blocks if isinstance(block, Paragraph)))))


def _body_text(report: Document) -> str:
    """The running text and small tables; the score sheet in an annex tells nothing of a deduction."""
    sections = [section for section in report.outline.sections if not section.title.startswith("附")]
    return normalise("\n".join(_prose(section) for section in sections) or report.outline.text)


def _prose(section: Section) -> str:
    blocks = [block for block in section.all_blocks() if isinstance(block, Paragraph)]
    tables = [block for block in section.all_blocks() if isinstance(block, Table) and block.width <= 5]
    cells = [cell.text for table in tables for cell in table.cells]
    return "\n".join((*(part.title for part in section.walk()), *(block.text for block in blocks), *cells))
