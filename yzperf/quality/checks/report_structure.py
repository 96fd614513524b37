"""A01 法定提纲章节缺失."""

from __future__ import annotations

import re
from collections.abc import Iterator

from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.errors import Place
from yzperf.quality.catalogue import Hit, check
from yzperf.rules import Rules

OUTLINE = "cn10_annex3"
_CHAPTER = re.compile(r"\s*第[一二三四五六七八九十百\d]+[章部]")
# （一）评价过程。3月4日接受委托……: a first sentence that only names what follows heads it, though it looks like the rest
_LEAD = re.compile(r"\s*[（(][一二三四五六七八九十]{1,2}[）)][^，,。：:；;\d]{2,24}(?=[。：:])")
_FIRST_LEVEL = re.compile(r"^\s*[一二三四五六七八九十]+、")


@check("A01", title="法定提纲章节缺失", clause="cn10.a3", severity=Severity.MAJOR, evidence=EvidenceClass.RULE)
def outline_complete(report: Document, rules: Rules) -> Iterator[Hit]:
    """Every required section of the official outline has its heading, the first level in the official order."""
    outline = rules.outline(OUTLINE)
    found = [section for heading in _headings(report) if (section := outline.find(heading))]
    if not found:
        yield Hit(Place(file=report.file), "没有一个参考提纲的标题，这可能不是绩效评价报告，请核对是否交错了文件")
        return
    for section in outline.walk():
        if section.required and section not in found:
            yield Hit(Place(file=report.file), f"缺少“{section.title}”一节", "", section.title)
    ranks = [outline.sections.index(section) for section in dict.fromkeys(found) if section in outline.sections]
    if ranks != sorted(ranks):
        yield Hit(Place(file=report.file), "一级章节的顺序与参考提纲不一致", severity=Severity.HINT)


def _headings(report: Document) -> list[str]:
    """Headings as printed; under 第一章 the numbers 一、二、 are of the second level and tell no chapter."""
    printed = [heading.title or heading.text for heading in report.headings]
    printed += [lead[0] for one in report.paragraphs if not one.level and (lead := _LEAD.match(one.text))]
    has_chapters = any(map(_CHAPTER.match, printed))
    return [_FIRST_LEVEL.sub("", text) for text in printed] if has_chapters else printed
