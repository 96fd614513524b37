"""A02 空壳章节: a heading of the outline with nothing under it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from yzperf.domain.document import Block, Document, Figure, Section, Table
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.quantity import normalise
from yzperf.loaders.prose.labels import Rank, read_label
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.checks.report_structure import OUTLINE
from yzperf.quality.sections import own_blocks, own_text
from yzperf.rules import Rules

# words that fill a line and say nothing; 无 is an answer where a section asks for what else there is
_NOTHING = re.compile(
    r"\(?(?:略|从略|此处略|内容略|正文略|同上|同前|见[上前]文|详见[上前]文|待补充?|待完善|待定|待填|内容待补|暂缺|暂无内容|\.{2,}|…+|-+|/)+\)?"
    r"|略[,，]\s?(?:详|参)?见[^,，。;；]{1,12}"
)
_SENTENCES = re.compile("[。；;]+")
_SCORE = re.compile(r"得\d[\d.]*分")
_SEE = re.compile(
    r"(?:有关|相关|本节|本部分|具体|详细|内容|情况|说明|请|的|,)*(?:详见|参见|参阅|另见|见)(?:本报告|后附|所附|报告)*(?P<what>附[件表录图]\s*[\d一二三四五六七八九十]{0,3})[^,，。;；]{0,12}"
)
_OF_SECTIONS = (Rank.ARTICLE, Rank.CHINESE_BRACKETS, Rank.DECIMAL)  # 1. 2. may be lines of a list
_SHORT = 8  # signs: less than the shortest sentence that says anything of a project


@check("A02", title="空壳章节", clause="cn10.a3", severity=Severity.MINOR, evidence=EvidenceClass.RULE)
def chapters_say_something(report: Document, rules: Rules) -> Iterator[Hit]:
    """Every section of the outline that is there has text, a table or a figure; 略 and an annex that is not there are none."""
    outline = rules.outline(OUTLINE)
    sections = [section for section in report.outline.walk() if section.heading]
    known = [section for section in sections if outline.find(section.title)]
    if not known:
        raise Inapplicable("没有一个参考提纲的标题")
    for section in sections:
        hit = _hollow(section, report)
        if hit and (section in known or _is_surely_hollow(section, hit)):
            yield replace(hit, recomputed=outline_content(rules, section) if section in known else "")


def _is_surely_hollow(section: Section, hit: Hit) -> bool:
    """Of headings that are none of the outline's: one that says 略, or a numbered one below a chapter; 承诺书 may head a page."""
    label = read_label(normalise(section.title))
    is_numbered = section.level > 1 and label is not None and label.rank in _OF_SECTIONS
    return not hit.evidence and bool(hit.reported or is_numbered)


def outline_content(rules: Rules, section: Section) -> str:
    """What the outline asks for in a section, in its words."""
    found = rules.outline(OUTLINE).find(section.title)
    return "、".join(found.content) if found else ""


def _hollow(section: Section, report: Document) -> Hit | None:
    heading = section.heading
    if heading is None or section.sections or any(_says_something(block) for block in own_blocks(section, report)):
        return None  # a chapter of sections is judged by them
    text = re.sub(r"\s+", "", normalise(own_text(section, report))).strip("。.;；:：")
    if not text:
        return Hit(heading.where, f"“{section.title}”只有标题，没有内容")
    if _is_nothing(text):
        return Hit(heading.where, f"“{section.title}”只写“{text}”", text)
    if (see := _SEE.fullmatch(text)) and not _has_annex(report, see["what"]):
        return Hit(heading.where, f"“{section.title}”只写“{text}”，报告没有这个附件", text)
    if len(text) < _SHORT and not see and "无" not in text and "没有" not in text:
        message = f"“{section.title}”只有“{text}”"
        return Hit(heading.where, message, text, severity=Severity.HINT, evidence=EvidenceClass.LEAD)
    return None


def _is_nothing(text: str) -> bool:
    """略 and its like, alone or beside no more than the score."""
    said = [one for one in _SENTENCES.split(text) if not _NOTHING.fullmatch(one)]
    return len(said) < len(_SENTENCES.split(text)) and all(map(_SCORE.search, said))


def _says_something(block: Block) -> bool:
    """A figure, or a table that is not blank throughout."""
    is_blank = isinstance(block, Table) and block.cells and not any(cell.text.strip() for cell in block.cells)
    return isinstance(block, Figure | Table) and not is_blank


def _has_annex(report: Document, name: str) -> bool:
    named = [f"{caption.label}{caption.number}" for caption in report.captions]
    plain = re.sub(r"\s", "", name)
    return plain in named or (plain[-1] in "件表录图" and any(one.startswith(plain) for one in named))
