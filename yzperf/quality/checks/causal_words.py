"""G10 结论强度与设计匹配: effects are claimed in words that only a comparison could carry."""

from __future__ import annotations

import re
from collections.abc import Iterator

from yzperf.domain.document import Document, Kind, Paragraph
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.quality.catalogue import Hit, Inapplicable, check

# designs that compare with what would have been without the project
_COMPARES = re.compile(
    r"双重差分|倍差|DID|断点回归|倾向得分|工具变量|合成控制|随机对照|随机分组|反事实|对照组|对照村|对照县|对照样本|比较组|非项目区|"
    r"未治理|未实施|未受益|以[^。；]{0,20}为对照|双重差分法|中断时间序列|匹配法"
)
_BEFORE_AFTER = re.compile(r"前后对比|前后比较|实施前后|项目前后|同比|环比|较上年|比上年|较去年|比去年|较(?:20)?\d\d年|比20\d\d年|由[^，。；]{1,20}(?:提高|上升|增加|下降|降低|减少|降|升)(?:至|到)")  # fmt: skip
_CAUSES = re.compile(
    r"导致|带动|促进了?|促使|使得|推动了?|拉动|得益于|归功于|归因于|有力?推动|直接(?:提高|增加|降低|减少)|因此(?:提高|增加|降低|减少|提升)|实现了?[^，。；]{0,12}(?:增长|提升|下降)"
)
# what follows or surrounds the word makes it an aim, an advice, a cause of a problem or a fact of administration
_NO_CLAIM = re.compile(
    r"为了|(?:^|[，,；;])\s*为(?![\d期此])|旨在|目标|将|应|建议|拟|计划|力争|有利于|有助于|可能|预期|预计|原则|意见|通知|办法|条例|问题|不足|滞后|未能|延误|职责|主要内容|立项|背景|必要性"
)
_EFFECT = re.compile(r"\d|增长|提升|提高|改善|下降|降低|减少|增加|增收|就业|发展")
_SENTENCE = re.compile(r"[^。！？!?；;\n]+")
# 未设对照县: a design that says what it lacks
_LACKS = re.compile(
    "(?:未|没有|无|不|缺少|缺乏)(?:能)?(?:另)?(?:设置?|设立|选取|选择|采用|使用|具备|安排)?[^，。；、]{0,6}(?:对照[组村县样本]*|比较组|反事实)"
)
_OUTRIGHT = re.compile("直接(?:导致|带来|促成|推动|带动)|归功于|归因于|完全得益于")
_RESULTS = re.compile("效益|效果|产出|成效|影响|结论|摘\\s*要|综合评价|指标分析|经验")


@check("G10", title="结论强度与设计匹配", clause="", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
def words_fit_the_design(report: Document) -> Iterator[Hit]:
    """A report that only compares before and after, or nothing, does not say that the project caused the change."""
    text = "\n".join(paragraph.text for paragraph in report.paragraphs)
    if _COMPARES.search(_LACKS.sub("", text)):
        raise Inapplicable("报告用了有对照的方法")
    design = "只有前后对比" if _BEFORE_AFTER.search(text) else "没有可比的对照"
    claims = [(paragraph, sentence) for paragraph in _results(report) for sentence in _claims(paragraph.text)]
    if not any(_results(report)):
        raise Inapplicable("报告里没有认出写效果的章节")
    for paragraph, sentence in claims:
        word = _CAUSES.search(sentence)
        message = (
            f"“{word[0] if word else ''}”说的是因果，报告{design}，不能排除项目以外的原因；请改为“同期……”或补充对照"
        )
        yield Hit(paragraph.where, message, sentence[:60])


def _results(report: Document) -> Iterator[Paragraph]:
    """Running text under headings of results; problems and advice speak of other causes."""
    for paragraph in report.paragraphs:
        under, last = " ".join(paragraph.path), paragraph.path[-1] if paragraph.path else ""
        is_of_problems = "问题" in last and "经验" not in last
        if paragraph.kind is Kind.TEXT and not paragraph.level and _RESULTS.search(under) and not is_of_problems:
            yield paragraph


def _claims(text: str) -> Iterator[str]:
    for match in _SENTENCE.finditer(text):
        sentence = match[0].strip()
        is_claim = bool(_OUTRIGHT.search(sentence)) or not _NO_CLAIM.search(sentence)
        if _CAUSES.search(sentence) and _EFFECT.search(sentence) and is_claim:
            yield sentence
