"""Cover, statement and signature lines (签署栏): who is named as what, and what was left blank."""

from __future__ import annotations

import re
from collections.abc import Iterator

from yzperf.domain.quantity import normalise
from yzperf.loaders.prose.found import FoundSignature

# Role → the words that documents use for it, longest first where one begins another.
ROLES = {
    "评价机构": (
        "第三方评价机构", "绩效评价机构", "评价实施机构", "第三方机构", "受托评价机构", "受托机构", "评价机构", "受托单位",
        "评价单位", "编制单位", "报告单位", "承担机构",
    ),
    "委托单位": ("委托单位", "委托方", "委托人", "委托部门"),
    "项目单位": ("项目实施单位", "项目单位", "被评价单位", "实施单位", "项目承担单位", "资金使用单位"),
    "主管部门": ("预算主管部门", "项目主管部门", "主管部门", "主管单位"),
    "主评人": ("绩效评价主评人", "项目主评人", "主评人", "评价组组长", "评价负责人"),
    "复核人": ("质量复核人", "一级复核人", "二级复核人", "三级复核人", "一级复核", "二级复核", "三级复核", "复核人", "审核人", "审定人", "签发人"),
    "负责人": ("法定代表人", "机构负责人", "单位负责人", "项目负责人", "财务负责人", "单位主要负责人", "负责人"),
    "评价组成员": ("评价组成员", "评价小组成员", "项目组成员", "小组成员", "评价人员", "参评人员"),
    "填表人": ("填表人", "填报人", "编制人", "经办人"),
    "日期": (
        "报告出具日期", "报告完成日期", "报告提交日期", "报告日期", "报告时间", "出具日期", "出具时间", "成文日期", "评价日期", "签署日期",
        "填报日期", "填表日期", "编制日期", "编制时间", "日期",
    ),
    "完成日期": ("完成日期", "完成时间", "提交日期", "提交时间"),  # of the report on its cover, of advice behind it
    "报告编号": ("报告编号", "报告文号", "文号"),
}  # fmt: skip
_WANTS = r"签字或盖章|签字盖章|盖公章|盖章|签字|签章|签名|公章|手签"
_BY_WORD = {word: role for role, words in ROLES.items() for word in words}
_WORD = "|".join(sorted(_BY_WORD, key=len, reverse=True))
_ASKS = rf"\((?:负责人)?\s*(?:{_WANTS})[^)]*\)"
# 主评人(签字): | 评价机构:(盖章) | 主评人(张三)签字:
_LINE = re.compile(rf"({_WORD})\s*(?:({_ASKS})\s*:|:\s*({_ASKS})?|(?:\([^()]{{2,8}}\))?\s*({_WANTS})\s*:)\s*")
_LABEL_ONLY = re.compile(rf"({_WORD})\s*:?\s*({_ASKS})?\s*:?")
_ASKS_AT_END = re.compile(rf"{_ASKS}$")
_WANT = re.compile(_WANTS)
_SEALED = re.compile(rf"([^:。;,]{{4,40}}?)\s*\(\s*({_WANTS})[^)]*\)")
_DATE = re.compile(
    r"(?:20\d\d|二[〇○零O][〇○零O一二三四五六七八九]{2})\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月(?:\s*[\d一二三四五六七八九十]{1,3}\s*日)?"
)
_LONGEST_LINE = 90
_LONGEST_VALUE = 45


def read_signatures(text: str) -> Iterator[FoundSignature]:
    """Yield every label of a line with its value: 主评人（签字）：张三　　复核人：李四.

    A name with a bare （盖章） is the body that signs; a line that is nothing but a date is the date of signing.
    """
    plain = normalise(text.replace("\t", "  "))
    if len(plain) > _LONGEST_LINE or plain.endswith("。"):
        return
    matches = list(_LINE.finditer(plain))
    if matches and not plain[: matches[0].start()].strip():
        for match, stop in zip(matches, [*(later.start() for later in matches[1:]), len(plain)], strict=True):
            asked = match[2] or match[3] or match[4]
            value = _value(plain[match.end() : stop])
            if ending := _ASKS_AT_END.search(value):
                asked, value = asked or ending[0], value[: ending.start()].strip()
            if len(value) <= _LONGEST_VALUE:
                label = match[0].strip().rstrip(":")
                yield FoundSignature(_BY_WORD[match[1]], label, value, _wanted(asked))
    elif sealed := _SEALED.fullmatch(plain):
        yield FoundSignature("落款", "", sealed[1].strip(), sealed[2])
    elif _DATE.fullmatch(plain):
        yield FoundSignature("日期", "", plain, "")


def read_signature_cell(label: str, value: str) -> FoundSignature | None:
    """Read a label in one cell with its value in the next."""
    match = _LABEL_ONLY.fullmatch("".join(normalise(label).split()))
    if match is None:
        return None
    return FoundSignature(_BY_WORD[match[1]], match[1], _value(normalise(value)), _wanted(match[2]))


def _wanted(asked: str | None) -> str:
    """What a label asks for: 盖章 of （负责人签字盖章）."""
    found = _WANT.search(asked or "")
    return found[0] if found else ""


def _value(text: str) -> str:
    """What was filled in; the line to write on and the blanks around it are nothing."""
    value = re.sub(r"\s+", " ", text.strip(" _-　\n")).strip()
    return "" if re.fullmatch(r"(?:20)?[年月日\s_]*", value) else value
