"""A01 法定提纲章节缺失."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from yzperf.domain.document import Document, Paragraph
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.errors import Place
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.sections import titled_blocks
from yzperf.rules import Outline, Rules, Section

OUTLINE = "cn10_annex3"
_CHAPTER = re.compile(r"\s*第[一二三四五六七八九十百\d]+[章部]")
# （一）评价过程。3月4日接受委托……: a first sentence that only names what follows heads it, though it looks like the rest
_LEAD = re.compile(r"\s*[（(][一二三四五六七八九十]{1,2}[）)][^，,。：:；;\d]{2,24}(?=[。：:])")
_FIRST_LEVEL = re.compile(r"^\s*[一二三四五六七八九十]+、")
_PROBLEMS = re.compile("问题|不足|短板|薄弱|困难")
_SUCCESSES = re.compile("经验|做法|成效|亮点")
_SUMMARY = re.compile(r"\s*(?:报告)?(?:内容)?(?:摘\s*要|提要|概要)")
_FREE = 3  # chapters: a report that lacks so many is built in another way, which is one finding
Headings = Sequence[tuple[str, tuple[str, ...]]]  # with the headings above


@check("A01", title="法定提纲章节缺失", clause="cn10.a3", severity=Severity.MAJOR, evidence=EvidenceClass.RULE)
def outline_complete(report: Document, rules: Rules) -> Iterator[Hit]:
    """Every required section of the official outline has its heading, the first level in the official order."""
    outline = rules.outline(OUTLINE)
    headings = _of_the_body(_headings(report), outline)
    found = [section for heading, _ in headings if (section := outline.find(heading))]
    if not found:
        yield Hit(Place(file=report.file), "没有一个参考提纲的标题，这可能不是绩效评价报告，请核对是否交错了文件")
        return
    lacking = [one for one in outline.walk() if one.required and one not in found]
    ranks = [outline.sections.index(section) for section in dict.fromkeys(found) if section in outline.sections]
    is_in_order = ranks == sorted(ranks)
    for hit in _missing(report, [one for one in lacking if not _is_hinted(one, outline, headings)], outline):
        yield hit if is_in_order else hit.as_lead  # a report with an order of its own has other chapters, too
    if not is_in_order:
        yield Hit(Place(file=report.file), "一级章节的顺序与参考提纲不一致").as_hint


def _missing(report: Document, lacking: Sequence[Section], outline: Outline) -> Iterator[Hit]:
    """A chapter, or a section whose neighbours are there; a chapter of other sections is one lead, not one a section."""
    where = Place(file=report.file)
    chapters = [one for one in outline.sections if one in lacking]
    if len(chapters) >= _FREE:
        names = "、".join(f"“{one.title}”" for one in chapters)
        message = f"报告没有按参考提纲分章，缺少{names}；内容写在别的章节里的，请说明在哪里"
        yield Hit(where, message, "", "、".join(one.title for one in chapters)).as_lead
        return
    for section in chapters:
        hit = Hit(where, f"缺少“{section.title}”一节", "", section.title)
        yield _may_be_left_out(hit) if section.is_free else hit
    for chapter in (one for one in outline.sections if one not in chapters):
        gone = [one for one in chapter.sections if one in lacking]
        if len(gone) < len(chapter.sections):
            text = _text_of(chapter, report, outline) if gone else ""
            yield from (_lacking_section(where, one, text) for one in gone)
        elif gone:
            names = "、".join(f"“{one.title}”" for one in gone)
            message = f"“{chapter.title}”一章没有分出{names}；写在一起的请核对内容是否齐全"
            yield Hit(where, message, "", "、".join(one.title for one in gone)).as_lead


def _may_be_left_out(hit: Hit) -> Hit:
    """A chapter for what else there is: a report with nothing more to say need not have it."""
    return replace(hit.as_lead, message=f"{hit.message}；有局限、保留意见等要说明而没有写的请补写")


def _lacking_section(where: Place, section: Section, chapter_text: str) -> Hit:
    """A section below a chapter; one whose matter the chapter tells under other headings is a lead."""
    hit = Hit(where, f"缺少“{section.title}”一节", "", section.title)
    if not section.is_told_in(chapter_text):
        return hit
    return replace(hit.as_lead, message=f"没有分出“{section.title}”一节，这一章别处写到了，请核对内容是否齐全")


def _text_of(chapter: Section, report: Document, outline: Outline) -> str:
    """The running text of a chapter with all that is below it."""
    blocks = (block for block, titles in titled_blocks(report) if any(outline.find(one) is chapter for one in titles))
    return "\n".join(block.text for block in blocks if isinstance(block, Paragraph))


def _is_hinted(section: Section, outline: Outline, headings: Headings) -> bool:
    """Whether a heading that the outline does not know speaks of a section: of a chapter one as high as the chapters, of a
    section one below its chapter, where that is there."""
    chapter = next((one for one in outline.sections if section in one.sections), None)
    below = [text for text, above in headings if chapter and any(outline.find(one) is chapter for one in above)]
    depth = min((len(above) for text, above in headings if outline.find(text) in outline.sections), default=1)
    high = [text for text, above in headings if len(above) == depth]
    among = (below or [text for text, _ in headings]) if chapter else high
    return any(section.is_hinted_by(text) for text in among if outline.find(text) is None)


@check("A01", title="法定提纲章节缺失", clause="cn10.a3", severity=Severity.MAJOR, evidence=EvidenceClass.LEAD)
def problems_stand_where_the_heading_says(report: Document) -> Iterator[Hit]:
    """Below 主要经验及做法、存在的问题及原因分析 there is not only a section of what went well."""
    chapters = [one for one in report.outline.walk() if _PROBLEMS.search(one.title) and _SUCCESSES.search(one.title)]
    divided = [(one.heading, one.sections) for one in chapters if one.heading and one.sections]
    if not divided:
        raise Inapplicable("没有经验和问题合写、再分小节的一章")
    for heading, sections in divided:
        titles = [one.title for one in sections]
        if all(_SUCCESSES.search(one) and not _PROBLEMS.search(one) for one in titles):
            message = f"“{heading.title}”一章只有“{'”“'.join(titles)}”，没有分出存在的问题，请核对写在哪里"
            yield Hit(heading.where, message, "", "存在的问题").as_lead  # a paragraph without a heading may tell them


def _of_the_body(headings: Headings, outline: Outline) -> Headings:
    """Without those below 摘要: its 三、主要问题 is no chapter; where all chapters seem to stand below it, it is no summary."""
    body = [(text, above) for text, above in headings if not any(map(_SUMMARY.match, above))]
    chapters = {section for text, _ in body if (section := outline.find(text)) in outline.sections}
    return body if len(chapters) > _FREE else headings


def _headings(report: Document) -> Headings:
    """Headings as printed; under 第一章 the numbers 一、二、 are of the second level and tell no chapter."""
    texts = [(one, titles) for one, titles in titled_blocks(report) if isinstance(one, Paragraph)]
    leads = [(one, titles, None if one.level else _LEAD.match(one.text)) for one, titles in texts]
    printed = [(lead[0] if lead else one.title or one.text, titles) for one, titles, lead in leads if lead or one.level]
    has_chapters = any(_CHAPTER.match(text) for text, _ in printed)
    return [(_FIRST_LEVEL.sub("", text) if has_chapters else text, above) for text, above in printed]
