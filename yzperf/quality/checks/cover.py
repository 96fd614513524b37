"""A03 封面与基本要素, A06 范围与局限说明."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from yzperf.domain.case import CaseInfo
from yzperf.domain.claims import MentionKind, Setting, read_mentions
from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.quantity import normalise
from yzperf.errors import Place
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.checks.report_structure import OUTLINE
from yzperf.quality.wording import plain_name, share_found
from yzperf.rules import Rules

# key of [parties] in case.toml → role of the cover line
_ROLES = {
    "委托单位": "委托单位",
    "主管部门": "主管部门",
    "实施单位": "项目单位",
    "评价机构": "评价机构",
    "主评人": "主评人",
    "报告日期": "日期",
}
_SHORTENED = Fraction(4, 5)  # of the name's pairs of signs: 本市污水治理项目 is still the project
_REMARK = re.compile(r"[(（][^()（）]*[)）]")


@check("A03", title="封面与基本要素", clause="cn10.a3", severity=Severity.MINOR, evidence=EvidenceClass.RULE)
def cover_names_the_case(report: Document, info: CaseInfo) -> Iterator[Hit]:
    """Project and parties stand in the report as the case registers them."""
    text = plain_name("".join(paragraph.text for paragraph in report.every_paragraph()))
    name = plain_name(_REMARK.sub("", info.name))
    if name and name not in text and share_found(name, text) < _SHORTENED:
        yield Hit(Place(file=report.file), f"报告里找不到案卷登记的项目名称“{info.name}”", "", info.name)
    for key, role in _ROLES.items():
        if registered := info.parties.get(key, ""):
            yield from _party(report, key, role, registered, text)


def _party(report: Document, key: str, role: str, registered: str, text: str) -> Iterator[Hit]:
    lines = [line for line in report.signatures if line.role == role and line.value.strip()]
    wanted = _plain(registered, role)
    wrong = [line for line in lines if not _agree(_plain(line.value, role), wanted)]
    for line in wrong:
        message = f"{key}此处写“{line.value}”，案卷登记为“{registered}”"
        yield Hit(line.where, message, line.value, registered)
    if not lines and wanted not in text:
        yield Hit(Place(file=report.file), f"报告没有写明{key}（案卷登记为“{registered}”）", "", registered)


def _plain(value: str, role: str) -> str:
    """A name in plain dress; a date as 2025-06-06 in whatever way it is written."""
    if role == "日期":
        found = read_mentions(value, Setting(Place(), "", ""))
        return next((mention.value for mention in found if mention.kind is MentionKind.DATE), plain_name(value))
    return plain_name(_REMARK.sub("", value))


def _agree(one: str, other: str) -> bool:
    """A shorter form (财政局 for 示例市财政局), a list with the name in it, or a month for its day is no other name."""
    return one in other or other in one


# ── A06 ─────────────────────────────────────────────────────────────────────────────────────────────

_PARTS = {
    "评价对象": re.compile(
        "评价对象|评价的?对象|对象(?:[是为:]|包括)|评价的是|对[^。]{2,40}(?:开展|进行|实施)[^。]{0,10}评价"
    ),
    "评价期间": re.compile(r"(?:19|20)\d\d年|评价(?:期间|基准日|时段|时间范围)|截至"),
    "抽样或现场范围": re.compile("抽样|抽取|抽查|样本|问卷|踏勘|走访|现场|全覆盖|全部.{0,8}核查|案卷研究"),
}
_LIMITS = re.compile(
    "局限|受限|限制|不确定性|未能获取|无法获取|数据缺失|样本量较?[小少]|代表性不足|误差|仅供参考|本次评价未|没有条件|保留意见"
)
# 问卷在小区里随机拦访，上班族偏少，主要反映常年在家居民的感受
_BIASED = re.compile(
    "(?:样本|问卷|受访|访问|访谈|调查|抽样|抽查|数据|结论|满意度)[^。]{0,60}"
    "(?:偏[低高少小多]|不代表|不能代表|难以(?:代表|反映|推断|核实)|主要反映|只反映|仅反映|没有覆盖|未覆盖|未能覆盖|没有受访|有待(?:观察|验证|检验|核实))"
)
_SAMPLED = re.compile("抽样|抽取|抽查|样本|问卷")
_LAST = "7"  # 其他需要说明的问题: where limits are told; a report without it is told by A01


@check("A06", title="范围与局限说明", clause="cn10.a3", severity=Severity.HINT, evidence=EvidenceClass.LEAD)
def scope_and_limits_are_told(report: Document, rules: Rules) -> Iterator[Hit]:
    """The report says what it looked at and when, and, where it rests on samples, what they cannot tell."""
    outline = rules.outline(OUTLINE)
    found = [section for heading in report.headings if (section := outline.find(heading.title or heading.text))]
    if not found:
        raise Inapplicable("没有一个参考提纲的标题")
    text = normalise("\n".join(paragraph.text for paragraph in report.paragraphs))
    for name, words in _PARTS.items():
        if not words.search(text):
            yield Hit(Place(file=report.file), f"报告没有写明{name}", "", name)
    if _SAMPLED.search(text) and not _tells_limits(text) and any(section.id == _LAST for section in found):
        yield Hit(Place(file=report.file), "评价用了抽样或问卷，报告没有说明局限", "", "局限说明")


def _tells_limits(text: str) -> bool:
    return bool(_LIMITS.search(text) or _BIASED.search(text))
