"""A03 封面与基本要素, A06 范围与局限说明."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from yzperf.domain.case import CaseInfo
from yzperf.domain.claims import MentionKind, Setting, read_mentions
from yzperf.domain.document import Document, Section, Signature
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.quantity import normalise
from yzperf.errors import Place
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.checks.report_structure import OUTLINE
from yzperf.quality.sections import DATED, cover_places, own_text
from yzperf.quality.wording import plain_name, share_found
from yzperf.rules import Outline, Rules

# key of [parties] in case.toml → role of the cover line
_ROLES = {
    "委托单位": "委托单位",
    "主管部门": "主管部门",
    "实施单位": "项目单位",
    "评价机构": "评价机构",
    "主评人": "主评人",
    "报告日期": "日期",
}
_ON_COVER = ("委托单位", "主管部门", "项目单位", "评价机构", "主评人")
_OFTEN_UNNAMED = ("实施单位",)  # a report on a programme of many schools or villages names them, and not who pays them
_ENOUGH = 2  # parties on a cover that lists them
_SHORTENED = Fraction(4, 5)  # of the name's pairs of signs: 本市污水治理项目 is still the project
_PLACE = re.compile(
    r"^[\u4e00-\u9fff]{2,6}?[省市县区州旗](?=[\u4e00-\u9fff])"
)  # 县教育体育局 is enough for 颍南县教育体育局
_TELLING = 4  # signs that a name keeps without its place to be one
_PERIOD = re.compile(
    r"评价(?:期间|时段|期限|年度|时间范围|的?时间段|基准期)(?:为|是|:|：)?(?:自|从)?"
    r"(?P<days>(?P<year1>20\d\d)年(?P<month1>\d{1,2})月(?P<day1>\d{1,2})日起?(?:至|到|-|—|–|~|～)+(?:(?P<year2>20\d\d)年)?(?P<month2>\d{1,2})月(?P<day2>\d{1,2})日)"
)
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
    yield from _left_off_the_cover(report, info)


def _party(report: Document, key: str, role: str, registered: str, text: str) -> Iterator[Hit]:
    own = [line for line in report.signatures if _is_of(line, role, cover_places(report))]
    lines = [line for line in own if line.value.strip()]
    yield from _left_blank(own, key, registered, cover_places(report))
    wanted = _plain(registered, role)
    wrong = [line for line in lines if not _agree(_plain(line.value, role), wanted)]
    for line in wrong:
        message = f"{key}此处写“{line.value}”，案卷登记为“{registered}”"
        yield Hit(line.where, message, line.value, registered)
    if not lines and wanted not in text and (len(short := _PLACE.sub("", wanted)) < _TELLING or short not in text):
        hit = Hit(Place(file=report.file), f"报告没有写明{key}（案卷登记为“{registered}”）", "", registered)
        yield hit.as_lead if key in _OFTEN_UNNAMED else hit


def _is_of(line: Signature, role: str, cover: frozenset[Place]) -> bool:
    return line.role == role or (role == "日期" and line.role in DATED and line.where in cover)


def _left_blank(lines: Sequence[Signature], key: str, registered: str, cover: frozenset[Place]) -> Iterator[Hit]:
    """A label of the cover with nothing behind it; one that is to be signed or stamped by hand is left blank by right."""
    for line in lines:
        if line.where in cover and not (line.value.strip() or line.wants or line.has_picture):
            hit = Hit(line.where, f"封面“{line.label}”空着，案卷登记的{key}是“{registered}”", "", registered)
            yield hit.as_hint if line.role in DATED else hit


def _left_off_the_cover(report: Document, info: CaseInfo) -> Iterator[Hit]:
    """A cover that names some parties names them all; one that stands elsewhere in the report is a lead only."""
    cover = cover_places(report)
    lines = [line for line in report.signatures if line.where in cover and line.role in _ON_COVER]
    named = {line.role for line in lines}
    lacking = [key for key, role in _ROLES.items() if role in _ON_COVER and role not in named and info.parties.get(key)]
    if len(named) >= _ENOUGH and lacking:
        message = f"封面写了{'、'.join(line.label for line in lines)}，没有写{'、'.join(lacking)}"
        yield Hit(lines[0].where, message, "", "、".join(lacking), severity=Severity.HINT, evidence=EvidenceClass.LEAD)


def _plain(value: str, role: str) -> str:
    """A name in plain dress; a date as 2025-06-06 in whatever way it is written."""
    if role == "日期":
        found = read_mentions(value, Setting(Place(), "", ""))
        return next((mention.value for mention in found if mention.kind is MentionKind.DATE), plain_name(value))
    return plain_name(_REMARK.sub("", value))


def _agree(one: str, other: str) -> bool:
    """A shorter form (财政局 for 示例市财政局), a list with the name in it, or a month for its day is no other name."""
    return one in other or other in one


@check("A03", title="封面与基本要素", clause="cn10.a3", severity=Severity.MINOR, evidence=EvidenceClass.RULE)
def period_is_that_of_the_case(report: Document, info: CaseInfo) -> Iterator[Hit]:
    """评价时段：2024年1月1日至2024年12月31日, wherever it is told with both its days, is one period."""
    told = [
        (one, match) for one in report.paragraphs for match in _PERIOD.finditer(re.sub(r"\s", "", normalise(one.text)))
    ]
    if not told or info.period is None:
        raise Inapplicable("报告没有写评价期间的起止日期，或案卷没有写")
    own = tuple((day.year, day.month, day.day) for day in info.period)
    periods = [(_day(match, "1", None), _day(match, "2", match["year1"])) for _, match in told]
    for (paragraph, match), days in zip(told, periods, strict=True):
        if days != own:
            shown = "至".join("{}年{}月{}日".format(*day) for day in own)
            hit = Hit(paragraph.where, f"评价期间此处写“{match['days']}”，案卷登记为{shown}", match["days"], shown)
            yield hit if own in periods else hit.as_lead


def _day(match: re.Match[str], end: str, year: str | None) -> tuple[int, int, int]:
    return int(match[f"year{end}"] or year or 0), int(match[f"month{end}"]), int(match[f"day{end}"])


# ── A06 ─────────────────────────────────────────────────────────────────────────────────────────────

_PARTS = {
    "评价对象": re.compile(
        "评价对象|评价的?对象|对象(?:[是为:]|包括)|评价的是|对[^。]{2,40}(?:开展|进行|实施)[^。]{0,10}评价"
    ),
    "评价期间": re.compile(r"(?:19|20)\d\d年|评价(?:期间|基准日|时段|时间范围)|截至"),
    "抽样或现场范围": re.compile("抽样|抽取|抽查|样本|问卷|踏勘|走访|现场|全覆盖|全部.{0,8}核查|案卷研究"),
}
_LIMITS = re.compile(
    "局限|受限|限制|不确定性|(?:未能|无法|难以|没有|未)(?:获取|取得|核实|核对|验证|量化|覆盖|受访|联系上|区分|排除|剔除)|数据缺失|缺少[^。]{0,8}数据|样本量较?[小少]"
    "|(?:不|难以|未必|不足以|不能|不宜|完全)代表|代表性|(?<!允许)(?<!抽样)(?<!估计)(?<!最大)误差(?!范围|控制|不超过|[为约是]{0,2}[±正]|[下内,，])|仅供参考|仅反映|不作为|本次评价未|没有条件|保留意见|(?:受|因|限于)[^。,]{0,12}(?:所限|有限)|可能(?:存在|有)[^。]{0,8}(?:偏差|出入)|尚未(?:结束|完成|审定|办结)|只限于|推断"
)
# 问卷在小区里随机拦访，上班族偏少，主要反映常年在家居民的感受
_BIASED = re.compile(
    "(?:样本|问卷|受访|访问|访谈|调查|抽样|抽查|数据|结论|满意度)[^。]{0,60}"
    "(?:偏[低高少小多]|不代表|不能代表|难以(?:代表|反映|推断|核实)|主要反映|只反映|仅反映|没有覆盖|未覆盖|未能覆盖|没有受访|有待(?:观察|验证|检验|核实))"
)
# 受客观条件限制，难免存在不足之处，敬请谅解: said of any evaluation, tells nothing of this one
_STOCK = re.compile(
    "(?:[^。;；\n]{0,12}局限性?(?:说明)?[:：。]?\n?)?[^。;；:：\n]*(?:难免|敬请(?:谅解|指正)|不当之处|在所难免|全面深入)(?![^。\n]*(?:一是|1[.、]|①))[^。\n]*"
)
_LIMITED = re.compile("局限|限制|不足之处|不确定")
_SUMMARY = re.compile(r"摘\s*要|内容提要|附[件录表]")
_SAMPLED = re.compile("抽样|抽取|抽查|样本|问卷")
_OF_PROJECT = ("1", "4", "5", "6")  # chapters of the outline on the project, its indicators, its problems, advice
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
    blank = next((one for one in report.outline.walk() if _is_blank_limits(one, report)), None)
    if blank and blank.heading:
        yield Hit(blank.heading.where, f"“{blank.title}”下面没有说明局限", "", "局限说明")
        return
    last = next((one for one in report.outline.walk() if _is_last(one, outline)), None)
    if last and last.heading and _SAMPLED.search(text) and not _tells_limits(_told_of_itself(report, outline)):
        message = f"评价用了抽样或问卷，“{last.title}”和其他各节没有说明局限"
        yield Hit(last.heading.where, message, own_text(last, report).strip()[:40], "局限说明")


def _is_blank_limits(section: Section, report: Document) -> bool:
    is_named = bool(section.heading and _LIMITED.search(section.title))
    return is_named and not section.sections and not own_text(section, report).strip()


def _is_last(section: Section, outline: Outline) -> bool:
    found = outline.find(section.title) if section.heading else None
    return found is not None and found.id == _LAST


def _told_of_itself(report: Document, outline: Outline) -> str:
    """What the report says of the evaluation; the chapters on the project and on its problems speak of other limits."""
    chapters = [one for one in report.outline.sections if _number(one, outline) not in _OF_PROJECT]
    told = [one for one in chapters if not _SUMMARY.search(one.title)]  # a summary repeats the problems
    parts = [part for chapter in told for part in chapter.walk() if own_text(part, report).strip()]
    return normalise("\n".join(f"{part.title}\n{own_text(part, report)}" for part in parts))


def _number(chapter: Section, outline: Outline) -> str:
    found = outline.find(chapter.title)
    return found.id if found else ""


def _tells_limits(text: str) -> bool:
    said = _STOCK.sub("", text)
    return bool(_LIMITS.search(said) or _BIASED.search(said))
