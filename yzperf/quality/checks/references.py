"""A05 附件与图表引用: what the text points to is there, no number stands twice, what is there is pointed to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from yzperf.domain.document import Caption, Document, Paragraph
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.quantity import normalise
from yzperf.domain.reading.numerals import read_count
from yzperf.loaders.prose.labels import Rank, read_label
from yzperf.quality.catalogue import Hit, Inapplicable, check

_ANNEXES = ("附件", "附录", "附表", "附图")
_POINTS_NEAR = re.compile("下表|下图|上表|上图|如下|见下|以下|所示")
_LIST = re.compile(r"附[件录][:：]")
_ITEM = re.compile(r"(?:(?<=[:：；;，,、\s])|^)(?P<number>\d{1,2})[.．、](?!\d)\s*(?P<name>[^；;，,。\n]{2,30})")
_APART = re.compile("另[附册行]|单独|单行|电子|光盘|另卷")
_FEWEST_ANNEXES = 2
_OF_CHAPTERS = (Rank.PART, Rank.CHAPTER, Rank.FORMAL, Rank.CHINESE)
_CHAPTER = re.compile(
    r"(?:详?见|参见|参阅|如)(?:本报告|报告|本文|正文|上文|下文|后文|前文)?(?:的)?(?P<chapter>第(?P<number>[一二三四五六七八九十]{1,3}|\d{1,2})(?P<unit>章|部分))(?!.{0,4}(?:办法|法|条例|规定))"
)
_BESIDE = 3  # blocks before a table: its caption, the unit, the sentence that leads to it


@check("A05", title="附件与图表引用", clause="", severity=Severity.MINOR, evidence=EvidenceClass.PROOF)
def references_lead_somewhere(report: Document) -> Iterator[Hit]:
    """Every table, figure and annex that the text names is there; numbers are given once; what is there is named."""
    if not report.references and not any(caption.number for caption in report.captions):
        raise Inapplicable("报告没有编号的表、图、附件，也没有引用它们")
    yield from _dangling(report)
    yield from _no_such_chapter(report)
    yield from _twice(report)
    yield from _never_named(report)
    yield from _listed_and_not_there(report)


def _listed_and_not_there(report: Document) -> Iterator[Hit]:
    """附件：1.评分表；2.问卷……: with annexes in front and behind it, one that is missing was lost; the last may be a file."""
    there = {int(one.number) for one in report.captions if one.label in ("附件", "附录") and one.number.isdigit()}
    if len(there) < _FEWEST_ANNEXES:
        return
    for paragraph in report.paragraphs:
        listed = _LIST.match(normalise(paragraph.text))
        items = list(_ITEM.finditer(paragraph.text)) if listed else []
        for item in (one for one in items if int(one["number"]) not in there and not _APART.search(one["name"])):
            name = f"附件{item['number']}"
            hit = Hit(paragraph.where, f"附件目录列有“{name} {item['name']}”，报告里没有这个附件", item["name"], name)
            yield hit if min(there) < int(item["number"]) < max(there) else hit.as_lead


def _dangling(report: Document) -> Iterator[Hit]:
    """A report whose annexes are all files of their own cannot be judged by itself: a lead only."""
    known = {_kind(caption.label) for caption in report.captions if caption.number}
    told = set()
    for reference in report.references:
        name = f"{reference.label}{reference.number}"
        if reference.target or name in told:
            continue
        told.add(name)
        certain = _kind(reference.label) in known
        hint = "" if certain else "；如另附文件，请一并交来"
        message = f"正文引用“{reference.text}”，报告里没有{name}{hint}"
        yield Hit(reference.where, message, name, evidence=None if certain else EvidenceClass.LEAD)


def _no_such_chapter(report: Document) -> Iterator[Hit]:
    """见第五章, where the chapters end with the fourth; those of a law are no chapters of the report."""
    numbers = [
        label.value
        for one in report.headings
        if (label := read_label(normalise(one.title or one.text))) and label.rank in _OF_CHAPTERS
    ]
    if not numbers:
        return
    for paragraph in report.paragraphs:
        for match in _CHAPTER.finditer(normalise(paragraph.text)):
            number = read_count(match["number"])
            if number and number not in numbers:
                message = f"正文引用“{match['chapter']}”，报告没有这一{match['unit']}（到第{max(numbers)}{match['unit']}为止）"
                yield Hit(paragraph.where, message, match["chapter"])


def _kind(label: str) -> str:
    return "附件" if label in _ANNEXES else label


def _twice(report: Document) -> Iterator[Hit]:
    """Two tables of the body with one number; a table that goes on (续表) is one table, annexes count anew."""
    seen: dict[str, Caption] = {}
    for caption in _of_body(report):
        name = f"{caption.label}{caption.number}"
        first = seen.setdefault(name, caption)
        is_continued = "续" in caption.title or "续" in _text_of(report, caption) or caption.title == first.title
        if first is not caption and caption.target and not is_continued:
            message = f"“{name}”用了两次：“{first.title}”和“{caption.title}”"
            yield Hit(caption.where, message, f"{name} {caption.title}", f"{name} {first.title}")


def _of_body(report: Document) -> list[Caption]:
    """Numbered tables and figures in front of the first annex."""
    captions = takewhile(lambda caption: caption.label not in ("附件", "附录"), report.captions)
    return [caption for caption in captions if caption.number and caption.label not in _ANNEXES]


def _text_of(report: Document, caption: Caption) -> str:
    return next((block.text for block in report.paragraphs if block.where == caption.where), "")


def _never_named(report: Document) -> Iterator[Hit]:
    """Tables and figures that no sentence leads to: a hint, since the reader may find them all the same."""
    named = {reference.target for reference in report.references}
    named_too = {(reference.label, reference.number) for reference in report.references}
    has_list = any(_LIST.match(normalise(paragraph.text)) for paragraph in report.paragraphs)
    annexes = [] if has_list else [one for one in report.captions if one.number and one.label in ("附件", "附录")]
    for caption in (*_of_body(report), *annexes):
        is_named = caption.target in named or (caption.label, caption.number) in named_too
        if caption.target and not is_named and not _is_led_to(report, caption):
            name = f"{caption.label}{caption.number}"
            message = f"“{name} {caption.title}”在正文里没有提到"
            yield Hit(caption.where, message, name, severity=Severity.HINT, evidence=EvidenceClass.LEAD)


def _is_led_to(report: Document, caption: Caption) -> bool:
    """Whether the words beside it point to it (如下表), or it is the first thing under its heading."""
    places = [at for at, block in enumerate(report.blocks) if block.id and block.id == caption.target]
    if not places or caption.label in ("附件", "附录"):
        return False
    before = [block for block in report.blocks[max(0, places[0] - _BESIDE) : places[0]] if isinstance(block, Paragraph)]
    behind = [block for block in report.blocks[places[0] + 1 : places[0] + _BESIDE] if isinstance(block, Paragraph)]
    opens = any(block.level for block in before[-2:])
    return opens or any(_POINTS_NEAR.search(block.text) for block in (*before, *behind))
